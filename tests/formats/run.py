#!/usr/bin/env python3
"""Every format, on a file as its program writes it: run.py KPI

A folder a file: the export (contracts.csv, timesheets.csv …), perhaps a
kpi.yaml, the canonical table that must come of it (expected.csv, written by
hand; its header names the columns that are compared), and `check`: what `kpi
check` must say, a line each; a line `exit: N` is its exit code (0 if not
said), one that begins with `never: ` must not be said. The same table must come
of the export below titles.
"""
import csv
import io
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "..", "..", "io", "import", "formats")


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
    code, said, complained = suite.kpi("check", folder, "--out", out)
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
    code, said, complained = suite.kpi(
        "sql", folder, "select %s from %s" % (
            ", ".join(wanted[0]), table_of(folder)), "--format", "csv", "-q")
    assert code in (0, 1), complained
    actual = rows_of(said)
    assert actual == wanted, "the table is\n%s" % said


def installed():
    """A program in PREFIX/bin finds the formats of PREFIX/share/kpi, and the
    user's own before them."""
    os.mkdir(os.path.join(suite.folder(), "bin"))
    program = shutil.copy(suite.KPI, os.path.join(suite.folder(), "bin", "kpi"))
    shutil.copytree(SOURCES, os.path.join(suite.folder(), "share", "kpi", "formats"))
    mine = os.path.join(suite.folder(), "config", "kpi", "formats")
    os.makedirs(mine)
    suite.write(os.path.join(mine, "toggl.yaml"),
                "table: timesheets\ntitle: Our Toggl\nrecognize: [Mine]\n")
    text = suite.program([program, "list", "formats"], environment={
        "XDG_CONFIG_HOME": os.path.join(suite.folder(), "config")}).out
    assert os.path.join(suite.folder(), "bin/../share/kpi/formats/harvest.yaml") in text
    assert "Our Toggl" in text and "Toggl Track" not in text, text


def judge(name):
    folder = shutil.copytree(os.path.join(HERE, name),
                             os.path.join(suite.folder(), "data"))
    judge_check(folder, os.path.join(suite.folder(), "out"))
    judge_table(folder)


TITLES = "CÔNG TY ABC, CHI NHÁNH 2\nBáo cáo; \"quý\" 3\n\n,,,\nKỳ: 01/07/2026\n"


def judge_below_titles(name):
    folder = shutil.copytree(os.path.join(HERE, name),
                             os.path.join(suite.folder(), "data"))
    for file in os.listdir(folder):
        path = os.path.join(folder, file)
        with open(path, "rb") as stream:
            data = stream.read()
        if file.endswith(".csv") and file != "expected.csv" and is_plain_utf8(data):
            with open(path, "wb") as stream:
                stream.write(TITLES.encode() + data)
    judge_table(folder)


def is_plain_utf8(data):
    """Neither a byte order mark nor a line sep= begins it."""
    try:
        return data.decode("utf-8")[0] not in "\ufeffs\"" and b"\0" not in data[:99]
    except UnicodeDecodeError:
        return False


def has_a_file(name, shown):
    assert name in shown, "no file of this format here"


def register():
    names = sorted(name for name in os.listdir(HERE)
                   if os.path.isdir(os.path.join(HERE, name)))
    for name in names:
        suite.add(name, judge, name)
        suite.add(name + " below titles", judge_below_titles, name)
    suite.check(installed)
    shown = {name.split("+")[0] for name in names}
    for name in sorted(os.listdir(SOURCES)):
        if name.endswith(".yaml"):
            suite.add("a file of " + name[:-5], has_a_file, name[:-5], shown)


register()
suite.main()
