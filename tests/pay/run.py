#!/usr/bin/env python3
"""Pay, checked as an auditor would: run.py KPI

- cases worked out by hand (*.case, written as in tests/metrics),
- every score and amount of the sample recomputed (audit.py), for several
  periods and for random plans,
- sensitivity.csv's corrections made for real, explain bonus, statements and
  payroll.csv against bonus.csv, and who may see what.
"""
import csv
import datetime
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import audit

KPI = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
AGENCY = os.path.join(HERE, "..", "..", "samples", "agency")
RANDOM_PLANS = 8
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
            (["--period", "2026", "--as-of", "2026-12-31"], "2026-01-01", "2026-12-31", "2026-12-31", "year"),
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


def table(path):
    with open(path, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def edited(dataset, name, line, change):
    """The row that begins on a physical line, changed; None deletes it."""
    path = os.path.join(dataset, name)
    with open(path, newline="", encoding="utf-8") as stream:
        reader = csv.reader(stream)
        head, rows, before = next(reader), [], 1
        for row in reader:
            if before + 1 == line:
                row = change(dict(zip(head, row)))
                row = row and [row[c] for c in head]
            before = reader.line_num
            if row:
                rows.append(row)
    with open(path, "w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head] + rows)


def shifted(text, days):
    return (D(text) + datetime.timedelta(days=days)).isoformat()


def correction(row):
    """How sensitivity.csv's correction is made in the exports; None if it
    cannot be made in one row."""
    what, kind = row["correction"], row["record_kind"]
    if what == "omitted" and kind in ("survey", "contract"):
        return lambda r: None
    if what in ("best", "worst") and kind == "survey":
        column = "scale_max" if what == "best" else "scale_min"
        plain = "5" if what == "best" else "1"
        return lambda r: dict(r, score=r[column] or plain)
    if what == "lost":
        return lambda r: dict(r, stage="lost")
    if what == "won":
        return lambda r: dict(r, stage="won", closed_on=r["proposed_on"])
    if what == "reversed" and row["metrics"] == "on_time":
        return lambda r: dict(r, delivered_on=shifted(r["due_on"], 1) if r["delivered_on"]
                              and r["delivered_on"] <= r["due_on"] else r["due_on"])
    return None


def metric_values(out, subject):
    return {r["metric"]: (r["numerator"], r["denominator"], r["n"])
            for r in table(os.path.join(out, "kpi.csv"))
            if r["subject"] == subject and r["period"] == "2026Q3"}


def sensitivity(folder):
    """Makes corrections that sensitivity.csv lists: score and rating become
    what it said, unless other metrics moved as well (what it does not
    follow); and explain bonus tells the same."""
    out = os.path.join(folder, "base")
    kpi("run", AGENCY, "--out", out, "-q")
    plan = {r["metric"] for r in table(os.path.join(AGENCY, "plan.csv"))}
    rows = [r for r in table(os.path.join(out, "sensitivity.csv")) if correction(r)]
    random.Random(1).shuffle(rows)
    made = {}
    for row in rows:
        if made.get(row["correction"], 0) == 2 or sum(made.values()) == 9:
            continue
        dataset = os.path.join(folder, "edited")
        shutil.rmtree(dataset, ignore_errors=True)
        shutil.copytree(AGENCY, dataset)
        name, line = row["source"].split(":")
        edited(dataset, name, int(line), correction(row))
        after, who = os.path.join(folder, "after"), row["subject"]
        code, _, said = kpi("run", dataset, "--out", after, "-q")
        before, now = metric_values(out, who), metric_values(after, who)
        moved = {m for m in plan if before[m] != now[m]}
        if not moved <= set(row["metrics"].split(";")):
            continue
        made[row["correction"]] = made.get(row["correction"], 0) + 1
        score = {r["subject"]: r for r in table(os.path.join(after, "bonus.csv"))}[who]
        explained = json.loads(kpi("explain", dataset, "bonus", "--manager", who,
                                   "--format", "json", "-q")[1])
        told = [r["value"] for r in explained if r["kind"] == "score"][0]
        differences = ["exit %d %s" % (code, said)] if code else []
        if (score["score"], score["rating"]) != (row["new_score"], row["new_rating"]):
            differences.append("expected %s %s, became %s %s" % (
                row["new_score"], row["new_rating"], score["score"], score["rating"]))
        if audit.Fraction(str(told)) != audit.Fraction(score["score"]):
            differences.append("explain says %s" % told)
        check("sensitivity %s %s %s" % (who, row["correction"], row["source"]), differences)
    check("sensitivity: every sort of correction was made", [
        "no %s" % c for c in ("omitted", "lost", "reversed", "best", "worst") if c not in made])


def explained(folder):
    """The tree adds up: the parts are bonus.csv's, the points give the score,
    and every record has its line."""
    out = os.path.join(folder, "base")
    for row in table(os.path.join(out, "bonus.csv"))[:4]:
        tree = json.loads(kpi("explain", AGENCY, "bonus", "--manager", row["name"],
                              "--format", "json", "-q")[1])
        parts = [r["value"] for r in tree if r["kind"] == "part"]
        points = sum(r["value"] or 0 for r in tree if r["kind"] == "metric")
        wanted = [int(row[c]) for c in ("kpi_bonus", "commission", "project_award")]
        check("explain bonus of %s" % row["subject"], [
            text for wrong, text in (
                (tree[0]["value"] != int(row["total"]), "total %s" % tree[0]["value"]),
                (parts != wanted, "parts %s" % parts),
                (abs(points - float(row["score"])) > .00501, "points %s" % points),
                (any(r["kind"] in ("record", "contract") and not r["source"] and
                     r["label"] != "(hidden)" for r in tree), "a record without its line"),
            ) if wrong])


def statement(folder):
    """Nobody else is in the workbook."""
    path = os.path.join(folder, "statement.xlsx")
    people = table(os.path.join(AGENCY, "people.csv"))
    for language in ("en", "vi"):
        code, _, said = kpi("statement", AGENCY, "--manager", "tran.quoc.bao",
                            "--out", path, "--lang", language, "-q")
        if code:
            check("statement " + language, [said])
            continue
        with zipfile.ZipFile(path) as book:
            text = "".join(book.read(n).decode("utf-8") for n in book.namelist())
        check("statement " + language, [
            "%s is in it" % word for p in people for word in (p["account_manager"], p["name"])
            if p["account_manager"] != "tran.quoc.bao" and word in text] + [
            text_of for wrong, text_of in (
                ("Trần Quốc Bảo" not in text, "he is not in it"),
                (os.stat(path).st_mode & 0o777 != 0o600, "others may read it"),
                ("contracts.csv:" not in text, "no source lines")) if wrong])


def statements(folder):
    """One workbook a person, by id; all for the owner's eyes only."""
    out = os.path.join(folder, "statements")
    code, _, said = kpi("statement", AGENCY, "--out", out, "-q")
    names = sorted(os.listdir(out)) if os.path.isdir(out) else []
    wanted = sorted(r["subject"] + ".xlsx" for r in
                    table(os.path.join(folder, "base", "bonus.csv")))
    check("statements", [said] if code else [
        text for wrong, text in (
            (names != wanted, "files %s" % names),
            (any(os.stat(os.path.join(out, n)).st_mode & 0o077 for n in names),
             "others may read them")) if wrong])


def payroll(folder):
    """payroll.csv pays what bonus.csv says, and its control rows add up."""
    out = os.path.join(folder, "base")
    bonus = table(os.path.join(out, "bonus.csv"))
    rows = table(os.path.join(out, "payroll.csv"))
    codes = {"T01": "kpi_bonus", "T02": "commission", "T03": "project_award"}
    paid = {(r["MA_NV"], codes[r["MA_KHOAN"]]): r["SO_TIEN"] for r in rows}
    differences = []
    for part in codes.values():
        for row in bonus:
            if paid.pop((row["subject"], part), "0") != row[part]:
                differences.append("%s %s" % (row["subject"], part))
        total = sum(int(row[part]) for row in bonus)
        if paid.pop(("CONTROL", part)) != str(total):
            differences.append("control row of %s" % part)
    check("payroll", differences + ["left over: %s" % (key,) for key in paid])


def privacy(folder):
    """Pay on nobody's terminal, 0600, and only totals in run.json."""
    out = os.path.join(folder, "quiet")
    code, told, said = kpi("run", AGENCY, "--out", out, "-v")
    bonus = table(os.path.join(out, "bonus.csv"))
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        record = stream.read()
    amounts = {row[c] for row in bonus for c in ("kpi_bonus", "total")}
    check("privacy", ["%s is told" % a for a in amounts if a in told + said + record] + [
        "%s is for others to read" % name for name in os.listdir(out)
        if os.stat(os.path.join(out, name)).st_mode & 0o077] + (
            [] if json.loads(record)["pay_totals"]["total"] ==
            str(sum(int(row["total"]) for row in bonus)) else ["control total"]))


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
                            without=[], scorecard=[], bonus=[], payroll=[])
            elif line in SECTIONS:
                part = case["files"].setdefault(SECTIONS[line], [])
            elif line in ("scorecard:", "bonus:", "payroll:"):
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
    for name in ("scorecard", "bonus", "payroll"):
        if case[name]:
            differences += compare_table(
                case[name], os.path.join(out, name + ".csv"))
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
        sensitivity(folder)
        explained(folder)
        statement(folder)
        statements(folder)
        payroll(folder)
        privacy(folder)
    for line in failed:
        print(line)
    print("%d passed, %d failed" % (passed, len(failed)))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
