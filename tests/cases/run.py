#!/usr/bin/env python3
"""The whole program on broken and odd inputs: run.py KPI [FOLDER…]

README.md says how a case is written.
"""
import csv
import io
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BLOCKS = ("rejects", "lines", "kpi")
WORDS = BLOCKS + ("given", "run", "exit", "says", "never", "prints", "then")


class Step:
    def __init__(self, command, given):
        self.command, self.given = command, given
        self.exit, self.checks, self.blocks = 0, [], {}


def read_case(path):
    steps, given, block = [], [], None
    with open(path, encoding="utf-8") as stream:
        for line in stream.read().split("\n"):
            word, _, rest = line.partition(":")
            rest = rest.strip()
            if line.startswith("#"):
                pass
            elif word not in WORDS:
                if line and block is None:
                    raise ValueError("%s: %s" % (path, line))
                if line:
                    block.append(line)
            elif word == "given":
                given, block = given + [rest], None
            elif word == "run":
                steps.append(Step(rest, given))
                given, block = [], None
            elif word == "exit":
                steps[-1].exit = int(rest)
            elif word in BLOCKS:
                block = steps[-1].blocks.setdefault(word, [])
                if rest:
                    block.append(rest)
            else:
                steps[-1].checks.append((word, rest))
                block = None
    return steps


def shell(command, folder):
    return suite.program(["sh", "-c", command], cwd=folder, environment={
        "SAMPLES": suite.SAMPLES, "PATH": os.path.join(folder, ".bin") + ":" +
        os.environ["PATH"]})


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def check_rejects(folder, lines):
    found = [[os.path.basename(r["file"]), r["line"], r["column"], r["value"],
              r["reason"]] for r in suite.table(folder, "out", "rejects.csv")]
    wanted = list(csv.reader(lines))
    for row, other in zip(wanted + [None] * len(found),
                          found + [None] * len(wanted)):
        if row and other and row[:4] == other[:4] and row[4] in other[4]:
            continue
        if row or other:
            yield "rejects.csv: expected %s, found %s" % (row, other)


def check_lines(folder, lines):
    with open(os.path.join(folder, "out", "run.json"),
              encoding="utf-8") as stream:
        found = {os.path.basename(one["path"]): one["reconciliation"]
                 for one in json.load(stream)["inputs"]}
    names = ("lines", "header", "accepted", "rejected", "blank", "skipped",
             "continuation")
    for row in csv.reader(lines):
        seen = [str(found.get(row[0], {}).get(name)) for name in names]
        if row[1:] != seen:
            yield "%s: expected %s, found %s" % (
                row[0], ", ".join(map(" ".join, zip(names, row[1:]))), seen)


def check_kpi(folder, lines):
    rows = suite.table(folder, "out", "kpi.csv")
    own = rows[-1]["period"]
    found = {(r["period"], r["scope"], r["subject"], r["metric"]): r
             for r in rows}
    for want in table("\n".join(lines)):
        key = (want.get("period") or own, want["scope"], want["subject"],
               want["metric"])
        for column, value in want.items():
            seen = found.get(key, {}).get(column)
            if seen != value and column != "period":
                yield "kpi.csv: %s %s: expected %r, found %r" % (
                    " ".join(key), column, value, seen)


def check_step(step, folder):
    for command in step.given:
        done = shell(command, folder)
        if done.code:
            yield "given: %s: %s" % (command, done.err)
    done = shell(step.command, folder)
    if done.code != step.exit:
        yield "exit %d, expected %d: %s" % (
            done.code, step.exit, done.err.strip())
    for word, text in step.checks:
        if word == "says" and text not in done.err:
            yield "expected it to say %r, it said %r" % (text, done.err.strip())
        elif word == "prints" and text not in done.out:
            yield "expected it to print %r, it printed %r" % (text, done.out)
        elif word == "never" and text in done.err + done.out:
            yield "it must not say %r: %r" % (text, done.err + done.out)
        elif word == "then":
            after = shell(text, folder)
            if after.code:
                yield "then: %s: exit %d %s%s" % (
                    text, after.code, after.out, after.err)
    for name, lines in step.blocks.items():
        try:
            yield from globals()["check_" + name](folder, lines)
        except (OSError, LookupError) as error:
            yield "%s: %s (it said %r)" % (name, error, done.err.strip())


def judge(name):
    """The differences of one case, as lines."""
    steps = read_case(os.path.join(HERE, name, "case"))
    assert steps, "has no run"
    folder = shutil.copytree(os.path.join(HERE, name),
                             os.path.join(suite.folder(), name))
    os.makedirs(os.path.join(folder, ".bin"))
    os.symlink(suite.KPI, os.path.join(folder, ".bin", "kpi"))
    for step in steps:
        for difference in check_step(step, folder):
            yield "%s: %s" % (step.command, difference)


for name in sorted(os.listdir(HERE)):
    if os.path.exists(os.path.join(HERE, name, "case")):
        suite.add(name, judge, name)
suite.main()
