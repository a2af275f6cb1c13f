#!/usr/bin/env python3
"""Pay, checked as an auditor would: run.py KPI

- cases worked out by hand (*.case, written as in tests/metrics),
- every score and amount of the sample recomputed (audit.py), for several
  periods and for random plans.
"""
import csv
import datetime
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import audit

KPI = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
AGENCY = os.path.join(HERE, "..", "..", "samples", "agency")
RANDOM_PLANS = 10
passed, failed = 0, []


def check(name, differences):
    global passed
    if differences:
        failed.append("FAIL %s\n     %s" % (name, "\n     ".join(differences[:12])))
    else:
        passed += 1


def kpi(*arguments):
    done = subprocess.run([KPI] + list(arguments), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def directions():
    listed = kpi("list", "metrics")[1]
    return {m: way == "down" for m, way in re.findall(
        r"^[* ] (\w+) +\w+ +(up|down)\b", listed, re.M)}


DOWN = directions()
D = datetime.date.fromisoformat
SAMPLE_TERMS = audit.Terms(("0.01", "0.005", "0.015", "0.015"), 2000000, 1000)


def audited(name, dataset, options, first, last, as_of, kind, terms, folder):
    out = os.path.join(folder, "out")
    code, _, said = kpi("run", dataset, "--out", out, "-q", *options)
    if code:
        return check(name, ["exit %d: %s" % (code, said)])
    check(name, audit.audit(dataset, out, D(first), D(last), D(as_of), kind,
                            DOWN, terms))


def sample(folder):
    for options, first, last, as_of, kind in (
            ([], "2026-07-01", "2026-09-30", "2026-09-30", "quarter"),
            (["--period", "2026Q2"], "2026-04-01", "2026-06-30", "2026-06-30", "quarter"),
            (["--period", "2026Q3", "--as-of", "2026-08-20"], "2026-07-01",
             "2026-09-30", "2026-08-20", "quarter"),
            (["--period", "2025Q4", "--as-of", "2026-01-31"], "2025-10-01",
             "2025-12-31", "2026-01-31", "quarter"),
            (["--period", "2026"], "2026-01-01", "2026-12-31", "2026-12-31", "year"),
            (["--period", "2026-08"], "2026-08-01", "2026-08-31", "2026-08-31", "")):
        audited("sample %s" % " ".join(options), AGENCY, options, first, last,
                as_of, kind, SAMPLE_TERMS, folder)


def decimals(rng, low, high, places):
    return "%.*f" % (places, rng.uniform(low, high))


SPREAD = {"money": (0, 1500000000, 0), "count": (0, 6, 0), "share": (0, 1, 2),
          "ratio": (-.3, 1.4, 3), "score": (0, 100, 1)}


def random_plan(rng, units):
    """Knots near what the sample has, every estimator, blanks, gates; weights
    with decimals that sum to 100."""
    rows = []
    for level in ["senior", "lead", "*", "bui.ngoc.lan"][:rng.randint(1, 4)]:
        for period in [""] if rng.random() < .7 else ["quarter", "year"]:
            metrics = rng.sample(sorted(units), rng.randint(1, 9))
            cuts = sorted(rng.randint(0, 1000000) for _ in metrics[1:])
            weights = [b - a for a, b in zip([0] + cuts, cuts + [1000000])]
            for metric, weight in zip(metrics, weights):
                low, high, places = SPREAD[units[metric]]
                knots = sorted((decimals(rng, low, high, places) for _ in "abc"),
                               key=float, reverse=DOWN[metric])
                if rng.random() < .1:
                    knots[rng.randint(0, 1) * 2] = knots[1]
                rows.append(dict(
                    level=level, metric=metric, weight="%d.%04d" % divmod(weight, 10000),
                    threshold="" if rng.random() < .15 else knots[0], target=knots[1],
                    stretch="" if rng.random() < .15 else knots[2],
                    payout_threshold=rng.choice(["", "0", "33.3333", "100"]),
                    payout_stretch=rng.choice(["", "100", "133.37", "200"]),
                    gate="yes" if rng.random() < .15 else "",
                    estimator=rng.choice(["", "value", "value", "shrunk", "ci_low", "ci_high"]),
                    min_n=rng.choice(["", "1", "3", "6"]), period=period))
    return rows


def random_plans(folder):
    units = dict(re.findall(r"^[* ] (\w+) +(money|count|share|ratio|score) ",
                            kpi("list", "metrics")[1], re.M))
    for seed in range(RANDOM_PLANS):
        rng = random.Random(seed)
        dataset = os.path.join(folder, "random%d" % seed)
        shutil.copytree(AGENCY, dataset)
        rows = random_plan(rng, units)
        with open(os.path.join(dataset, "plan.csv"), "w", newline="",
                  encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        rates = [decimals(rng, 0, .05, 4) for _ in "abcd"]
        award, unit = rng.choice(["0", "1234567.89"]), rng.choice(["1", "0.01", "500", "0.5"])
        with open(os.path.join(dataset, "kpi.yaml"), "w", encoding="utf-8") as stream:
            stream.write("pay:\n  commission: {new: %s, renewal: %s, upsell: %s, "
                         "cross_sell: %s}\n  project_award: %s\n  unit: %s\n"
                         "  bands: {Best: 123.45, Good: 100, Low: 0}\n" %
                         (*rates, award, unit))
        terms = audit.Terms(rates, award, unit, (("Best", "123.45"), ("Good", 100),
                                                 ("Low", 0)))
        options, first, last, kind = rng.choice([
            (["--period", "2026Q3"], "2026-07-01", "2026-09-30", "quarter"),
            (["--period", "2025"], "2025-01-01", "2025-12-31", "year")])
        audited("random plan %d" % seed, dataset, options, first, last, last,
                kind, terms, folder)


SECTIONS = {s + ":": s + ".csv" for s in (
    "contracts", "timesheets", "surveys", "people", "assignments", "plan")}
SECTIONS["kpi.yaml:"] = "kpi.yaml"


def read_cases(path):
    case = part = None
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            line = line.rstrip("\n")
            head, _, rest = line.partition(" ")
            if head == "==":
                if case:
                    yield case
                case = dict(name=rest, files={}, run=[], exit=0, says=[],
                            without=[], scorecard=[], bonus=[])
            elif line in SECTIONS:
                part = case["files"].setdefault(SECTIONS[line], [])
            elif line in ("scorecard:", "bonus:"):
                part = case[line[:-1]]
            elif head in ("run:", "without:"):
                case[head[:-1]] = rest.split()
            elif head == "exit:":
                case["exit"] = int(rest)
            elif head == "says:":
                case["says"].append(rest)
            elif line and head != "why:":
                part.append(line)
    yield case


def compare_table(expected, path):
    """The columns that are expected, in all rows and their order."""
    want = list(csv.DictReader(io.StringIO("\n".join(expected))))
    with open(path, newline="", encoding="utf-8") as stream:
        found = list(csv.DictReader(stream))
    found = [{c: row[c] for c in want[0]} for row in found]
    return ["expected %s, found %s" % pair for pair in zip(want, found)
            if pair[0] != pair[1]] + \
        (["%d rows, expected %d" % (len(found), len(want))]
         if len(found) != len(want) else [])


def run_case(case, folder):
    for name, lines in case["files"].items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    out = os.path.join(folder, "out")
    command = "run" if case["scorecard"] or case["bonus"] or case["run"] else "check"
    code, _, said = kpi(command, folder, "--out", out, "-q", *case["run"])
    if code != case["exit"]:
        return ["exit %d: %s" % (code, said.strip())]
    differences = ["not said: %s (but: %s)" % (text, said.strip())
                   for text in case["says"] if text not in said]
    for table in ("scorecard", "bonus"):
        if case[table]:
            differences += compare_table(
                case[table], os.path.join(out, table + ".csv"))
    return differences + ["there is a " + name for name in case["without"]
                          if os.path.exists(os.path.join(out, name))]


def cases():
    for path in ("pay.case", "plan.case"):
        for case in read_cases(os.path.join(HERE, path)):
            with tempfile.TemporaryDirectory(prefix="kpi-pay-") as folder:
                check("%s: %s" % (path, case["name"]), run_case(case, folder))


def main():
    cases()
    with tempfile.TemporaryDirectory(prefix="kpi-pay-") as folder:
        sample(folder)
        random_plans(folder)
    for line in failed:
        print(line)
    print("%d passed, %d failed" % (passed, len(failed)))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
