#!/usr/bin/env python3
"""Small data sets with expected values worked out by hand: run.py KPI

Each *.case file holds cases (README.md says how they are written). Every
metric of `kpi list metrics` must have a file of its own.
"""
import concurrent.futures
import csv
import glob
import io
import os
import re
import subprocess
import sys
import tempfile

KPI = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {"contracts:": "contracts.csv", "timesheets:": "timesheets.csv",
         "surveys:": "surveys.csv", "people:": "people.csv",
         "assignments:": "assignments.csv", "kpi.yaml:": "kpi.yaml"}


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


def check(case):
    """The differences of one case, as lines."""
    with tempfile.TemporaryDirectory(prefix="kpi-case-") as folder:
        for name, lines in case.files.items():
            with open(os.path.join(folder, name), "w",
                      encoding="utf-8") as stream:
                stream.write("\n".join(lines) + "\n")
        out = os.path.join(folder, "out")
        done = subprocess.run(
            [KPI, "run", folder, "--out", out, "-q"] + case.options,
            stderr=subprocess.PIPE)
        said = done.stderr.decode("utf-8")
        if done.returncode != case.exit_code:
            return ["exit %d: %s" % (done.returncode, said.strip())]
        if case.message and case.message not in said:
            return ["said %r" % said.strip()]
        if not case.expect:
            return []
        with open(os.path.join(out, "kpi.csv"), newline="",
                  encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
    period = rows[-1]["period"]
    found = {(r["period"], r["scope"], r["subject"], r["metric"]): r
             for r in rows}
    differences = []
    for want in csv.DictReader(io.StringIO("\n".join(case.expect))):
        key = (want.get("period") or period, want["scope"], want["subject"],
               want["metric"])
        if key not in found:
            differences.append("no row %s" % (key,))
            continue
        for column, value in want.items():
            if column not in ("period", "scope", "subject", "metric") and \
                    not same(value, found[key][column]):
                differences.append("%s %s: expected %r, found %r" % (
                    " ".join(key), column, value, found[key][column]))
    return differences


def main():
    cases = [case for path in sorted(glob.glob(os.path.join(HERE, "*.case")))
             for case in read_cases(path)]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, differences in zip(cases, pool.map(check, cases)):
            if not case.expect and not case.exit_code:
                differences = ["expects nothing"]
            if not differences:
                passed += 1
                continue
            failed += 1
            print("FAIL %s: %s" % (case.where, case.name))
            for difference in differences:
                print("     %s" % difference)
    listed = subprocess.run([KPI, "list", "metrics"], check=True,
                            stdout=subprocess.PIPE).stdout.decode("utf-8")
    for metric in re.findall(
            r"^[* ] (\w+) +(?:money|count|share|ratio|score) ", listed, re.M):
        if not os.path.exists(os.path.join(HERE, metric + ".case")):
            failed += 1
            print("FAIL %s has no cases" % metric)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
