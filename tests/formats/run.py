#!/usr/bin/env python3
"""Every format, on a file as its program writes it: run.py KPI

A folder a file: the export (contracts.csv, timesheets.csv …), perhaps a
kpi.yaml, the canonical table that must come of it (expected.csv, written by
hand; its header names the columns that are compared), and `check`: what `kpi
check` must say, a line each; a line `exit: N` is its exit code (0 if not
said), one that begins with `never: ` must not be said.
"""
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile

KPI = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "..", "..", "io", "import", "formats")


def run(*arguments):
    done = subprocess.run([KPI, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def table_of(folder):
    for table in ("contracts", "timesheets", "surveys", "people"):
        if any(name.startswith(table) for name in os.listdir(folder)):
            return table
    raise AssertionError("no table in " + folder)


def judge_check(folder, out):
    with open(os.path.join(folder, "check"), encoding="utf-8") as stream:
        lines = [line.rstrip("\n") for line in stream if line.strip()]
    code, said, complained = run("check", folder, "--out", out)
    text = re.sub(r"  +", "  ", said + complained)
    wanted_code = 0
    for line in lines:
        if line.startswith("exit: "):
            wanted_code = int(line[6:])
        elif line.startswith("never: "):
            assert line[7:] not in text, "says %r:\n%s" % (line[7:], text)
        else:
            assert line in text, "does not say %r:\n%s" % (line, text)
    assert code == wanted_code, "exit %d:\n%s" % (code, text)


def judge_table(folder):
    path = os.path.join(folder, "expected.csv")
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8", newline="") as stream:
        wanted = list(csv.reader(stream))
    code, said, complained = run(
        "sql", folder, "select %s from %s" % (
            ", ".join(wanted[0]), table_of(folder)), "--format", "csv", "-q")
    assert code in (0, 1), complained
    actual = rows_of(said)
    assert actual == wanted, "the table is\n%s" % said


def judge_installed(prefix):
    """A program in PREFIX/bin finds the formats of PREFIX/share/kpi, and the
    user's own before them."""
    os.mkdir(os.path.join(prefix, "bin"))
    program = shutil.copy(KPI, os.path.join(prefix, "bin", "kpi"))
    shutil.copytree(SOURCES, os.path.join(prefix, "share", "kpi", "formats"))
    mine = os.path.join(prefix, "config", "kpi", "formats")
    os.makedirs(mine)
    with open(os.path.join(mine, "toggl.yaml"), "w", encoding="utf-8") as own:
        own.write("table: timesheets\ntitle: Our Toggl\nrecognize: [Mine]\n")
    said = subprocess.run(
        [program, "list", "formats"], stdout=subprocess.PIPE, check=True,
        env={**os.environ, "XDG_CONFIG_HOME": os.path.join(prefix, "config")})
    text = said.stdout.decode()
    assert os.path.join(prefix, "bin/../share/kpi/formats/harvest.yaml") in text
    assert "Our Toggl" in text and "Toggl Track" not in text, text


def main():
    passed = failed = 0
    shown = set()
    for name in sorted(os.listdir(HERE)):
        source = os.path.join(HERE, name)
        if not os.path.isdir(source):
            continue
        with tempfile.TemporaryDirectory() as work:
            folder = shutil.copytree(source, os.path.join(work, "data"))
            shown.add(name.split("+")[0])
            try:
                judge_check(folder, os.path.join(work, "out"))
                judge_table(folder)
                passed += 1
            except AssertionError as error:
                failed += 1
                print("FAIL %s: %s" % (name, error))
    with tempfile.TemporaryDirectory() as prefix:
        try:
            judge_installed(prefix)
            passed += 1
        except AssertionError as error:
            failed += 1
            print("FAIL installed: %s" % error)
    formats = {f[:-5] for f in os.listdir(SOURCES) if f.endswith(".yaml")}
    for name in sorted(formats - shown):
        failed += 1
        print("FAIL %s: no file of this format here" % name)
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
