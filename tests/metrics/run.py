#!/usr/bin/env python3
"""Small data sets with expected values worked out by hand: run.py KPI

Each *.case file holds cases (README.md says how they are written). Every
metric of `kpi list metrics` must have a file of its own.
"""
import csv
import glob
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {"contracts:": "contracts.csv", "timesheets:": "timesheets.csv",
         "surveys:": "surveys.csv", "people:": "people.csv",
         "assignments:": "assignments.csv", "splits:": "splits.csv",
         "payments:": "payments.csv", "kpi.yaml:": "kpi.yaml"}


class Case:
    def __init__(self, where, name):
        self.where, self.name = where, name
        self.files, self.options, self.expect = {}, [], []
        self.exit_code, self.message = 0, ""


def read_cases(path):
    cases, part = [], None
    with open(path, encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            line = line.rstrip("\n")
            if line.startswith("== "):
                cases.append(Case("%s:%d" % (os.path.basename(path), number),
                                  line[3:]))
                part = None
            elif line in FILES:
                part = cases[-1].files.setdefault(FILES[line], [])
            elif line.startswith("run:"):
                cases[-1].options = line[4:].split()
            elif line.startswith("exit:"):
                cases[-1].exit_code = int(line[5:])
            elif line.startswith("says:"):
                cases[-1].message = line[5:].strip()
            elif line.startswith("expect:"):
                part = cases[-1].expect
                part.append(line[7:].strip())
            elif line.startswith("why:") or line.startswith("#"):
                pass
            elif part is not None and line:
                part.append(line)
    return cases


def same(expected, found):
    if expected == found:
        return True
    if not expected or not found:
        return False
    # Doubles: what a hand calculation writes down, to its last digit or so.
    try:
        a, b = float(expected), float(found)
    except ValueError:
        return False
    if "." not in expected and "e" not in expected:
        return False
    return abs(a - b) <= 1e-12 * max(1.0, abs(a))


def judge(case):
    """The differences of one case, as lines."""
    assert case.expect or case.exit_code, "expects nothing"
    for name, lines in case.files.items():
        suite.write(os.path.join(suite.folder(), name), "\n".join(lines) + "\n")
    out = os.path.join(suite.folder(), "out")
    done = suite.run("run", suite.folder(), "--out", out, "-q", *case.options,
                     code=case.exit_code)
    suite.expect(case.message in done.err, "said %r" % done.err.strip())
    if case.expect:
        yield from differences(case, suite.table(out, "kpi.csv"))


def differences(case, rows):
    period = rows[-1]["period"]
    found = {(r["period"], r["scope"], r["subject"], r["metric"]): r
             for r in rows}
    for want in csv.DictReader(io.StringIO("\n".join(case.expect))):
        key = (want.get("period") or period, want["scope"], want["subject"],
               want["metric"])
        if key not in found:
            yield "no row %s" % (key,)
            continue
        for column, value in want.items():
            if column not in ("period", "scope", "subject", "metric") and \
                    not same(value, found[key][column]):
                yield "%s %s: expected %r, found %r" % (
                    " ".join(key), column, value, found[key][column])


def has_cases(metric):
    assert os.path.exists(os.path.join(HERE, metric + ".case")), "no cases"


for path in sorted(glob.glob(os.path.join(HERE, "*.case"))):
    for one in read_cases(path):
        suite.add("%s: %s" % (one.where, one.name), judge, one)
for metric in suite.metrics():
    suite.add("cases of " + metric, has_cases, metric)
suite.main()
