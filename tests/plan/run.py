#!/usr/bin/env python3
"""The back-test: run.py KPI

Every number of `kpi plan` against the runs that it stands for: for each period
and plan the data set is copied, its plan.csv exchanged, and `kpi run` says what
it pays. Totals, ratings, quartiles and how targets fit are then worked out from
scorecard.csv and bonus.csv, in exact fractions. And all formats say the same.
"""
import collections
import csv
import fractions
import io
import json
import os
import re
import shutil
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import AGENCY, equal, expect, kpi, table  # noqa: E402

sys.path.insert(0, os.path.join(suite.ROOT, "tests", "workbook"))
import book  # noqa: E402

PARTS = ("kpi_bonus", "commission", "project_award", "adjustment", "total")
BANDS = "ABCD"
F = fractions.Fraction
DOWN = {metric for metric, one in suite.metrics().items()
        if one.direction == "down"}


# ---- plans ----

def changed(path, change):
    """plan.csv of the sample with each row changed."""
    rows = table(AGENCY, "plan.csv")
    for row in rows:
        change(row)
    with open(path, "w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def harder(row):
    """Higher targets of revenue; satisfaction counts for more."""
    if row["metric"] == "revenue" and row["scope"] != "company":
        for knot in ("threshold", "target", "stretch"):
            row[knot] = str(F(row[knot]) * F(5, 4))
    if row["metric"] == "satisfaction":
        row["threshold"] = "60"  # a gate that shuts more often
    if row["period"] == "quarter" and row["level"] != "director":
        moved = {"satisfaction": 5, "on_time": -5}.get(row["metric"], 0)
        row["weight"] = str(int(row["weight"]) + moved)


def other_bonus(row):
    """No stretch for anybody, shrunk values, and juniors are judged by other
    rows in one quarter (by a label of a period)."""
    if row["metric"] in ("retention", "on_time", "close_rate"):
        row["stretch"] = ""
    if row["metric"] in ("retention", "close_rate"):
        row["estimator"] = "shrunk"
    if row["level"] == "junior":
        row["period"] = "2026Q2"


def plans():
    here = suite.folder()
    return [os.path.join(AGENCY, "plan.csv"),
            changed(os.path.join(here, "harder.csv"), harder),
            changed(os.path.join(here, "other.csv"), other_bonus)]


# ---- what runs say ----

def ran(data, plan, period, as_of):
    """bonus.csv and scorecard.csv of a run over the data set with that plan."""
    copy = os.path.join(suite.folder(), "data")
    if not os.path.exists(copy):
        shutil.copytree(data, copy)
    data = copy
    shutil.copy(plan, os.path.join(data, "plan.csv"))
    out = os.path.join(suite.folder(), "out")
    shutil.rmtree(out, ignore_errors=True)
    suite.run("run", data, "--period", period, "--as-of", as_of, "--out", out,
              "-q")
    cards = os.path.join(out, "scorecard.csv")
    return (table(out, "bonus.csv"),
            table(cards) if os.path.exists(cards) else [])


def lines_of(cards):
    """The rows of scorecard.csv that are of a metric, and have a value that
    counts or left."""
    return [row for row in cards if row["metric"] != "*"]


def at_least(row, knot):
    """Does the value reach the knot, in the metric's direction?"""
    value, mark = F(row["value"]), F(row[knot])
    return value <= mark if row["metric"] in DOWN else value >= mark


def fit_of(rows):
    judged = [row for row in rows if row["payout"]]
    below = [row for row in judged
             if not at_least(row, "threshold" if row["threshold"] else "target")]
    top = [row for row in judged
           if at_least(row, "stretch" if row["stretch"] else "target")]
    return {"judged": len(judged), "below_threshold": len(below),
            "at_stretch": len(top), "left": len(rows) - len(judged),
            "payout": statistics.fmean(float(row["payout"]) for row in judged)
            if judged else None}


def quartiles(scores):
    """As R's default has them: linear between the two next."""
    ordered = sorted(scores)
    for quarter in range(5):
        at, rest = divmod((len(ordered) - 1) * quarter, 4)
        yield ordered[at] + (F(rest, 4) * (ordered[at + 1] - ordered[at])
                             if rest else 0)


def outcome_of(bonus, cards):
    scores = [F(row["score"]) for row in bonus if row["score"]]
    found = {part: sum(F(row[part]) for row in bonus) for part in PARTS}
    found.update(fit_of(lines_of(cards)))
    found.update(rows=len(bonus), scored=len(scores),
                 gates_shut=sum(bool(row["gate"]) for row in bonus),
                 unrated=len(bonus) - len(scores),
                 average=found["total"] / len(bonus))
    found.update({"rated_" + band: sum(row["rating"] == band for row in bonus)
                  for band in BANDS})
    found.update(zip(("score_min", "score_q1", "score_median", "score_q3",
                      "score_max"), quartiles(scores) if scores else [None] * 5))
    found["score"] = sum(scores) / len(scores) if scores else None
    return found


def against(mine, first):
    """Of two lists of rows of bonus.csv, in the order of the same people."""
    order = {"": -1, **{band: -i for i, band in enumerate(BANDS)}}
    order[""] = -len(BANDS)
    pairs = list(zip(mine, first))
    rated = [order[a["rating"]] - order[b["rating"]] for a, b in pairs]
    money = [F(a["total"]) - F(b["total"]) for a, b in pairs]
    return {"difference": sum(money), "gaining": sum(m > 0 for m in money),
            "losing": sum(m < 0 for m in money),
            "rated_higher": sum(r > 0 for r in rated),
            "rated_lower": sum(r < 0 for r in rated)}


def points_of(cards, subject):
    """Points by metric and scope; None of who was judged by several plans."""
    rows = [row for row in cards if row["subject"] == subject]
    if sum(row["metric"] == "*" for row in rows) > 1:
        return None
    return {(row["metric"], row["scope"]): float(row["points"] or 0)
            for row in lines_of(rows)}


# ---- the comparison ----

def agree(row, expected, *about):
    for column, value in expected.items():
        said = row[column]
        if value is None:
            equal(said, "", *about, column)
        elif isinstance(value, float) or column in ("score", "average"):
            expect(said and abs(float(said) - float(value)) < 1e-9 * max(
                1, abs(float(value))), *about, column, said, float(value))
        else:
            expect(said != "" and F(said) == value, *about, column, said, value)


def check_person(row, bonus, before, moved, about):
    for column in ("name", "score", "rating", *PARTS, "currency"):
        equal(row[column], bonus[column], *about, column)
    if before is None:
        return
    equal(row["score_before"], before["score"], *about, "score_before")
    equal(row["rating_before"], before["rating"], *about, "rating_before")
    equal(F(row["difference"]), F(bonus["total"]) - F(before["total"]), *about)
    said = {(metric, scope or "self"): float(points) for metric, scope, points in
            re.findall(r"(?:^|; )([\w.]+)(?: \((\w+)\))? ([-+][0-9.]+)",
                       row["moved_by"])}
    if bonus["gate"] and not before["gate"]:
        expect("gate shut (%s)" % bonus["gate"].split(";")[0] in row["moved_by"],
               *about, row["moved_by"])
    if moved is None:
        return
    for key in set(said) | {k for k, points in moved.items()
                            if abs(points) > 0.006}:
        expect(abs(said.get(key, 0) - moved.get(key, 0)) < 0.0051, *about, key,
               said, moved)


def moves(after, before, subject):
    a, b = points_of(after, subject), points_of(before, subject)
    if a is None or b is None:
        return None
    return {key: a.get(key, 0) - b.get(key, 0) for key in set(a) | set(b)}


def asked(*arguments, data=AGENCY):
    done = kpi("plan", data, "--format", "csv", "-q", *arguments)
    expect(done.code == 0, done.err)
    return list(csv.DictReader(io.StringIO(done.out)))


def check_period(data, rows, period, paths, all_bonus):
    first = None
    for path in paths:
        name = os.path.basename(path)
        own = [row for row in rows
               if row["period"] == period and row["plan"] == name]
        bonus, cards = ran(data, path, period, own[0]["as_of"])
        all_bonus[name].append(bonus)
        whole, people = own[0], [r for r in own if r["subject"] != "*"]
        about = (period, name)
        first = first or (bonus, cards)
        agree(whole, {"people": len(bonus), **outcome_of(bonus, cards)}, *about)
        if path != paths[0]:
            agree(whole, against(bonus, first[0]), *about)
        equal([row["subject"] for row in people],
              [row["subject"] for row in bonus], *about)
        by_metric = collections.defaultdict(list)
        for line in lines_of(cards):
            by_metric[line["metric"], line["scope"]].append(line)
        equal({(row["metric"], row["scope"]) for row in own
               if row["metric"] != "*"}, set(by_metric), *about)
        for row in own:
            if row["metric"] != "*":
                agree(row, fit_of(by_metric[row["metric"], row["scope"]]),
                      *about, row["metric"])
        for i, row in enumerate(people):
            check_person(row, bonus[i],
                         None if path == paths[0] else first[0][i],
                         moves(cards, first[1], row["subject"]),
                         (*about, row["subject"]))


def check_all(rows, paths, all_bonus):
    """The rows of all periods together, from the same files."""
    def flat(path):
        return [row for bonus in all_bonus[os.path.basename(path)]
                for row in bonus]
    first = flat(paths[0])
    for path in paths:
        own = [row for row in rows if row["period"] == "*" and
               row["plan"] == os.path.basename(path)]
        paid = flat(path)
        expected = {k: v for k, v in outcome_of(paid, []).items()
                    if k not in fit_of([])}
        subjects = sorted({row["subject"] for row in paid},
                          key=lambda text: text.encode())
        if path != paths[0]:
            two = against(paid, first)
            expected.update({k: two[k] for k in ("difference", "rated_higher",
                                                 "rated_lower")})
        agree(own[0], {"people": len(subjects), **expected}, path)
        people = [row for row in own if row["subject"] != "*"]
        equal([row["subject"] for row in people], subjects, path)
        gains = []
        for row in people:
            his = [r for r in paid if r["subject"] == row["subject"]]
            before = [r for r in first if r["subject"] == row["subject"]]
            agree(row, {"rows": len(his),
                        **{p: sum(F(r[p]) for r in his) for p in PARTS}}, path)
            gains.append(sum(F(r["total"]) for r in his) -
                         sum(F(r["total"]) for r in before))
        if path != paths[0]:
            agree(own[0], {"gaining": sum(g > 0 for g in gains),
                           "losing": sum(g < 0 for g in gains)}, path)


def as_runs(*arguments, data=AGENCY):
    paths = plans()
    options = [word for path in paths[1:] for word in ("--plan", path)]
    rows = asked(*options, *arguments, data=data)
    periods = list(dict.fromkeys(row["period"] for row in rows))
    equal(periods[-1], "*")
    all_bonus = collections.defaultdict(list)
    for period in periods[:-1]:
        check_period(data, rows, period, paths, all_bonus)
    check_all(rows, paths, all_bonus)
    return periods


def quarters():
    as_runs("--period", "2026Q1..2026Q3")


def kinds():
    """A year and a month beside quarters; the year's base bonus is another."""
    equal(as_runs("--period", "2025,2025Q4,2026-05"),
          ["2025", "2025Q4", "2026-05", "*"])


def later():
    """Each period is judged as many days after its end as the last one."""
    as_runs("--period", "2026Q1..2026Q2", "--as-of", "2026-07-20")


def terms():
    """Ladders, caps, clawbacks, a least score and other bands: all that pay
    hangs on besides the plan."""
    data = os.path.join(suite.folder(), "other-terms")
    shutil.copytree(AGENCY, data)
    suite.write(os.path.join(data, "kpi.yaml"), """\
currency: VND
pay:
  commission:
    new: {0: 0.005, 200000000: 0.02}
    renewal: 0.005
    levels: {senior: {new: {0: 0.01, 300000000: 0.03}}}
  clawback: {days: 120, share: unserved}
  project_award: 1500000
  minimum_score: 75
  cap: {kpi_bonus: 33000000, commission: 9000000, total: 45000000}
  unit: 500
  bands: {A: 120, B: 95, C: 80}
""")
    last = table(data, "people.csv")[-1]["account_manager"]
    suite.write(os.path.join(data, "adjustments.csv"),
                "account_manager,period,amount,reason\n"
                "%s,2026Q2,-1234567,an advance\n" % last)
    as_runs("--period", "2026Q1..2026Q3", data=data)


def default():
    rows = asked()
    equal(list(dict.fromkeys(row["period"] for row in rows)),
          ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2",
           "2026Q3", "*"])


# ---- formats ----

def formats():
    paths = plans()
    words = ["plan", AGENCY, "-q", "--plan", paths[1], "--period",
             "2026Q1..2026Q3"]
    rows = asked(*words[3:])
    objects = json.loads(suite.run(*words, "--format", "json").out)
    equal(len(objects), len(rows))
    for one, row in zip(objects, rows):
        for column, text in row.items():
            value = one[column]
            said = "" if value is None else str(value)
            expect(said == text or float(said) == float(text), column, said, text)
    for language, names in (
            ("en", ["Cost", "Ratings and scores", "Targets", "Rated otherwise",
                    "Gains and losses", "To be known", "Data"]),
            ("vi", ["Chi phí", "Xếp loại và điểm", "Mục tiêu", "Xếp loại khác",
                    "Tăng và giảm", "Lưu ý", "Dữ liệu"])):
        out = os.path.join(suite.folder(), language + ".xlsx")
        suite.run(*words, "--format", "xlsx", "--out", out, "--lang", language)
        equal(oct(os.stat(out).st_mode & 0o777), "0o600")
        check_workbook(book.Workbook(out), names, rows)


def check_workbook(workbook, names, rows):
    equal(list(workbook.sheets), names)
    whole = [row for row in rows if row["subject"] == row["metric"] == "*"]
    single = [row for row in whole if row["period"] != "*"]
    cost, = workbook.sheets[names[0]].charts
    equal([one.name for one in cost.series], ["plan.csv", "harder.csv"])
    for one in cost.series:
        equal([float(v) for v in one.values],
              [float(row["total"]) for row in single if row["plan"] == one.name])
    ratings, = workbook.sheets[names[1]].charts
    for one, column in zip(ratings.series, ["rated_A", "rated_B", "rated_C",
                                            "rated_D", "unrated"]):
        equal([float(v) for v in one.values],
              [float(row[column]) for row in single], column)
    otherwise = workbook.sheets[names[3]]
    for row in rows:
        if row["subject"] != "*" and row["period"] != "*" and \
                row["rating"] != row["rating_before"] and row["score_before"]:
            expect(otherwise.has_text(row["subject"]), row["subject"])
    data = workbook.sheets[names[6]]
    for number, row in enumerate(rows, 1):
        for column, (name, text) in enumerate(row.items()):
            value = data.value(number, column)
            if name == "as_of" or not text:
                continue
            said = "" if value is None else str(value)
            # Sixteen digits are what a workbook has of a number.
            expect(said == text or abs(float(said) - float(text)) <=
                   1e-15 * abs(float(text)), name, said, text)


def terminal():
    """The table has the totals, with separators; bars as the locale can."""
    path = plans()[1]
    words = ["plan", AGENCY, "-q", "--plan", path, "--period", "2026Q1..2026Q3"]
    rows = asked(*words[3:])
    for locale, mark in (("C", "###"), ("C.UTF-8", "███")):
        out = suite.run(*words, environment={"LC_ALL": locale}).out
        expect(mark in out, locale)
        for row in rows:
            if row["metric"] == "*" and row["subject"] == "*":
                expect("{:,}".format(int(row["total"])) in out, row)


def memory():
    """Whichever allocation fails: the right file, or the old one and an error."""
    here, all_of_them = suite.folder(), "--all" in suite.WORDS
    shim = suite.fault_shim(os.path.join(here, "fault.so"))
    data = os.path.join(here, "tiny")
    shutil.copytree(suite.TINY, data)
    for name, target in (("plan.csv", 900000000), ("other.csv", 1300000000)):
        suite.write(os.path.join(data, name),
                    "level,metric,weight,target\n*,revenue,60,%d\n"
                    "*,on_time,40,0.7\n" % target)
    out = os.path.join(here, "out")
    other = os.path.join(data, "other.csv")
    for form in ("csv", "table", "xlsx"):
        def ask(**environment):
            return kpi("plan", data, "--plan", other, "-q", "--accept-rejects",
                       "--jobs", "1", "--period", "2026Q2..2026Q3",
                       "--format", form, "--out", out,
                       environment=environment)
        counts = os.path.join(here, "counts-" + form)
        done = ask(LD_PRELOAD=shim, FAULT_COUNT=counts)
        expect(done.code in (0, 1), done.err)
        good = suite.read(out)
        most = max(int(line.split()[0]) for line in
                   suite.read(counts).decode().splitlines())
        step = 1 if all_of_them else max(1, most // 20)
        for n in range(1, most + 2, step):
            suite.write(out, "old")
            done = ask(LD_PRELOAD=shim, FAULT="malloc:%d" % n)
            found = suite.read(out)
            expect(done.code >= 0, form, n, "crashed", done.code)
            expect(found == good if done.code in (0, 1) else found == b"old",
                   form, n, "ends with", done.code, done.err[:300])
            expect(done.code in (0, 1) or done.err, form, n, "says nothing")


def manual():
    """What io/README.md shows is what it says."""
    with open(os.path.join(suite.ROOT, "io", "README.md"), encoding="utf-8") as stream:
        text = re.search(r"## Next year's targets\n(.*?)\n##", stream.read(),
                         re.S).group(1)
    code = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    sed = code[0].split(" >")[0].replace("samples/agency", AGENCY)
    os.chdir(suite.folder())
    suite.write("plan-2027.csv", suite.program(["sh", "-c", sed]).out)
    words = code[1].replace("samples/agency", AGENCY).split()[1:]
    shown = {line.rstrip() for line in suite.run(
        *words, "-q", environment={"LC_ALL": "C.UTF-8"}).out.splitlines()}
    expect(len(code) > 10)
    for line in code[2:]:
        expect(line in shown, line)


for one in (quarters, kinds, later, terms, default, formats, terminal, memory,
            manual):
    suite.check(one)
suite.main()
