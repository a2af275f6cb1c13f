#!/usr/bin/env python3
"""Properties that must hold for any data: run.py KPI

- identical inputs give identical bytes, whatever the locale, time zone, or
  folder the run is started from;
- the order of rows has no meaning;
- a fair comparison without a mix is the plain one;
- a row that concerns nobody changes nothing but its own counts;
- money scaled by 1,000 scales sums and leaves shares as they are;
- every number is the same however the rows are split over files;
- a rerun on a later export (later events added) gives the same quarter;
- a person split into rows that differ in nothing has the same numbers and pay;
- the reports of one to whom everybody reports are the company's records but
  those of nobody and of strangers;
- a client whose contracts follow one another at one monthly price has grr and
  nrr 1 in every period, whatever the lengths of months;
- a plan of scope company pays everybody the same score;
- a share of 1 for the manager whose contract it is changes nothing; however
  contracts are shared, the company has what it had, the managers' parts add up to
  it, and the order of splits and payments has no meaning;
- costs added up while rows are read are those of rows that are kept, whatever
  the period and as_of, and however many projects run.
"""
import csv
import datetime
import io
import os
import random
import shutil
import sys
import tempfile
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

SAMPLE = suite.AGENCY
TABLES = ["contracts", "timesheets", "surveys", "people", "assignments"]
PERIOD = ["--period", "2026Q3"]


def read_table(folder, table):
    path = os.path.join(folder, table + ".csv")
    with open(path, newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    return rows[0], rows[1:]


def write_rows(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_dataset(folder, tables):
    os.makedirs(folder, exist_ok=True)
    for table, (header, rows) in tables.items():
        write_rows(os.path.join(folder, table + ".csv"), header, rows)


def run(folder, *options, environment=None):
    """The bytes of all outputs, by name."""
    out = tempfile.mkdtemp(dir=suite.folder())
    suite.run("run", folder, "--out", out, "-q", *(options or PERIOD),
              environment=environment)
    outputs = {name: suite.read(out, name) for name in sorted(os.listdir(out))}
    shutil.rmtree(out)
    return outputs


def rows_of(outputs):
    text = outputs["kpi.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def first_difference(a, b):
    for left, right in zip(a.splitlines(), b.splitlines()):
        if left != right:
            return "%r\n   is not %r" % (left, right)
    return "different lengths"


def assert_same(a, b):
    if a != b:
        raise AssertionError(first_difference(a, b))


def sample():
    return {table: read_table(SAMPLE, table) for table in TABLES}


@suite.check
def same_bytes_anywhere():
    one = run(SAMPLE)
    for environment in ({"LC_ALL": "vi_VN.UTF-8", "TZ": "Asia/Ho_Chi_Minh"},
                        {"LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"},
                        {"LC_ALL": "C", "TZ": "UTC", "COLUMNS": "20"}):
        other = run(SAMPLE, *PERIOD, "--lang", "en",
                    environment=environment)
        if one.keys() != other.keys():
            raise AssertionError("%s, %s" % (list(one), list(other)))
        for name in one:
            if one[name] != other[name]:
                raise AssertionError("%s differs under %s" % (
                    name, environment))


@suite.check
def same_for_any_number_of_jobs():
    one = run(SAMPLE, *PERIOD, "--jobs", "1")
    for jobs in ("2", "3", "16"):
        other = run(SAMPLE, *PERIOD, "--jobs", jobs)
        if other != one:
            raise AssertionError("--jobs %s: other bytes" % jobs)


@suite.check
def order_has_no_meaning():
    expected = run(SAMPLE)
    for seed in range(4):
        tables = sample()
        for table in TABLES:
            random.Random(seed).shuffle(tables[table][1])
        folder = os.path.join(suite.folder(), "shuffled%d" % seed)
        write_dataset(folder, tables)
        outputs = run(folder)
        for name in ("kpi.csv", "fair.csv", "reliability.csv",
                     "survival.csv", "pipeline.csv"):
            assert_same(expected[name], outputs[name])


def with_tables(name, **tables):
    """A copy of the sample with further tables."""
    folder = os.path.join(suite.folder(), name)
    shutil.copytree(SAMPLE, folder)
    for table, rows in tables.items():
        write_rows(os.path.join(folder, table + ".csv"), rows[0], rows[1:])
    return folder


def won_contracts():
    header, rows = read_table(SAMPLE, "contracts")
    at = [header.index(c) for c in ("contract_id", "account_manager", "stage",
                                    "closed_on", "value")]
    return [[row[i] for i in at] for row in rows if row[at[2]] == "won"]


SPLIT = ["contract_id", "account_manager", "share"]


@suite.check
def a_share_of_one_changes_nothing():
    options = [*PERIOD, "--as-of", "2026-09-30"]
    one = run(SAMPLE, *options)
    other = run(with_tables("whole", splits=[SPLIT] + [
        [name, manager, "1"] for name, manager, *_ in won_contracts()]), *options)
    for name in ("kpi.csv", "scorecard.csv", "bonus.csv", "sensitivity.csv"):
        assert_same(one[name], other[name])


@suite.check
def shares_add_up_in_any_order():
    rng = random.Random(5)
    won = won_contracts()
    managers = sorted({manager for _, manager, *_ in won})
    splits, payments = [], []
    for name, _, _, day, value in won:
        shares = rng.choice(([], ["0.3333", "0.3333", "0.3334"], ["0.7", "0.3"],
                             ["0.0001", "0.9999"]))
        splits += [[name, who, share] for who, share in zip(
            rng.sample(managers, len(shares)), shares)]
        payments += [[name, day, "%d.%04d" % (int(value) // 3, rng.randrange(10 ** 4))]
                     for _ in range(2)]
    outputs = []
    for turn in range(2):
        outputs.append(run(with_tables(
            "shared%d" % turn, splits=[SPLIT] + splits,
            payments=[["contract_id", "paid_on", "amount"]] + payments)))
        rng.shuffle(splits)
        rng.shuffle(payments)
    assert_same(outputs[0]["kpi.csv"], outputs[1]["kpi.csv"])
    plain = {(r["period"], r["metric"]): r["value"] for r in rows_of(run(SAMPLE))
             if r["scope"] == "company"}
    sums, company = {}, {}
    for row in rows_of(outputs[0]):
        if row["unit"] != "money":
            continue
        key = row["period"], row["metric"]
        if row["scope"] == "company":
            company[key] = Decimal(row["value"])
        elif row["scope"] == "manager":
            sums[key] = sums.get(key, 0) + Decimal(row["value"])
    for key in company:
        suite.expect(sums[key] == company[key], key, sums[key], company[key])
        suite.expect(key[1] == "collected" or company[key] == Decimal(plain[key]), key)
    suite.expect(company["2026Q3", "collected"] > 0)


FAIR = ("fair.csv", "reliability.csv")
MIX = b"mix: {close_rate: [kind, industry], on_time: service, " \
    b"retention: industry, csat_top2: contract_id}\n"


def fair_run(name, tables, *options):
    folder = os.path.join(suite.folder(), name)
    write_dataset(folder, tables)
    suite.write(os.path.join(folder, "kpi.yaml"), MIX)
    outputs = run(folder, *PERIOD, *options)
    return [outputs[one] for one in FAIR]


@suite.check
def fair_whatever_the_order():
    """With a mix: rows shuffled, other threads, and a proposal that is none
    (no proposed_on, not signed) change nothing."""
    expected = fair_run("fair", sample(), "--jobs", "1")
    tables = sample()
    for table in TABLES:
        random.Random(7).shuffle(tables[table][1])
    header, rows = tables["contracts"]
    row = dict.fromkeys(header, "")
    row.update(contract_id="ZZ", stage="open", industry="Other",
               **{c: rows[0][header.index(c)] for c in
                  ("account_manager", "team")})
    rows.append([row[c] for c in header])
    found = fair_run("shuffled", tables, "--jobs", "3")
    for one, other in zip(expected, found):
        assert_same(one, other)


@suite.check
def fair_without_a_mix_is_plain():
    outputs = run(SAMPLE)
    rows = csv.DictReader(io.StringIO(outputs["fair.csv"].decode()))
    company = {row["metric"]: row for row in rows_of(outputs)
               if row["scope"] == "company" and row["period"] == "2026Q3"}
    compared = 0
    for row in rows:
        if not row["ratio"]:
            continue
        compared += 1
        suite.equal(row["adjusted"], row["value"], row)
        rate = float(company[row["metric"]]["value"])
        suite.equal("%.12g" % float(row["expected"]),
                    "%.12g" % (int(row["n"]) * rate), row)
    suite.expect(compared > 50, compared)


@suite.check
def files_may_be_split():
    expected = run(SAMPLE)["kpi.csv"]
    tables = sample()
    folder = os.path.join(suite.folder(), "split")
    write_dataset(folder, {t: tables[t] for t in ("people", "assignments")})
    for table in ("contracts", "timesheets", "surveys"):
        header, rows = tables[table]
        third = len(rows) // 3
        for part in range(3):
            write_rows(
                os.path.join(folder, "%s-%d.csv" % (table, part)), header,
                rows[part * third:None if part == 2 else (part + 1) * third])
    assert_same(expected, run(folder)["kpi.csv"])


def people_with(change):
    """The sample with its plan and terms of pay, and other people."""
    folder = os.path.join(suite.folder(), "data")
    shutil.copytree(SAMPLE, folder)
    header, rows = read_table(SAMPLE, "people")
    people = [dict(zip(header, row)) for row in rows]
    people = [row for person in people for row in change(person)]
    write_rows(os.path.join(folder, "people.csv"), list(people[0]),
               [list(row.values()) for row in people])
    return folder


@suite.check
def rows_that_differ_in_nothing_are_one():
    """Split before, within and after the period, on any day in service."""
    rng = random.Random(4)

    def split(person):
        days = sorted(rng.sample(["2026-05-01", "2026-07-01", "2026-07-09",
                                  "2026-08-13", "2026-09-30"], 2))
        if not person["joined_on"] < days[0] or \
                person["left_on"] and person["left_on"] < days[-1]:
            return [person]
        later = [dict({c: "" for c in person}, joined_on=day,
                      account_manager=person["account_manager"])
                 for day in days]
        if person["left_on"]:
            later[-1]["left_on"] = person["left_on"]
            later[0]["left_on"] = (datetime.date.fromisoformat(days[1]) -
                                   datetime.timedelta(1)).isoformat()
            person = dict(person, left_on=(
                datetime.date.fromisoformat(days[0]) -
                datetime.timedelta(1)).isoformat())
        return [later[1], person, later[0]]

    whole, parts = run(SAMPLE), run(people_with(split))
    assert_same(whole["kpi.csv"], parts["kpi.csv"])
    for name in ("bonus.csv", "scorecard.csv", "sensitivity.csv"):
        assert_same(whole[name], parts[name])


@suite.check
def all_reports_are_the_company():
    """Of sums and shares: what the company has without strangers and nobody;
    directly, or through others."""
    top, stranger = "ho.van.kiet", "ngo.tan.phat"
    middle = "tran.quoc.bao"

    def under(person):
        who = person["account_manager"]
        if who == stranger or not person["name"]:  # a later row
            return []
        lead = {top: "", middle: top}.get(who, middle)
        return [dict(person, joined_on="", left_on="", reports_to=lead)]

    sums, found = {}, {}
    for row in rows_of(run(people_with(under))):
        key = (row["period"], row["metric"])
        if row["scope"] == "manager" and row["subject"] != stranger:
            n, numerator = sums.get(key, (0, 0))
            sums[key] = (n + int(row["n"]),
                         numerator + Decimal(row["numerator"]))
        if (row["scope"], row["subject"]) == ("reports", top):
            found[key] = (int(row["n"]), Decimal(row["numerator"]))
    exact = ("revenue", "retention", "on_time", "csat_top2", "response_rate",
             "close_rate", "win_rate", "upsell_rate", "upsell_wins",
             "over_budget")
    for key in found:
        if key[1] in exact:
            suite.equal(found[key], sums[key], key)
    suite.expect(found["2026Q3", "revenue"][0] > 20, "too few records")


@suite.check
def a_plan_of_the_company_pays_all_the_same_score():
    """Whatever their team, level, days in service and numbers; each kind of
    metric, with knots and with steps."""
    folder = people_with(lambda person: [dict(
        person, level="x" if person["level"] == "junior" else person["level"])])
    plan = [("revenue", "", "9000000000", ""), ("retention", "0.5", "0.9", ""),
            ("budget_variance", "0.5", "0.01", ""), ("nps", "", "", "-100=12.5|30=77|80=100"),
            ("coordination", "20", "99", "")]
    write_rows(os.path.join(folder, "plan.csv"),
               ["level", "metric", "scope", "weight", "threshold", "target", "steps"],
               [[level, metric, "company", "20", threshold, target, steps]
                for level in ("*", "x") for metric, threshold, target, steps in plan])
    text = run(folder)["scorecard.csv"].decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["points"]]
    for metric in ("*", *(row[0] for row in plan)):
        points = {r["points"] for r in rows if r["metric"] == metric}
        suite.expect(len(points) == 1, metric, sorted(points))
    suite.expect(len({r["subject"] for r in rows}) > 8, "too few people")


@suite.check
def an_irrelevant_row_changes_nothing():
    expected = run(SAMPLE)["kpi.csv"]
    tables = sample()
    header, rows = tables["timesheets"]
    row = dict.fromkeys(header, "")
    row.update(project_id="NO-SUCH-PROJECT", worked_on="2026-08-01",
               hours="7.5", hourly_cost="100000")
    rows.append([row[name] for name in header])
    header, rows = tables["contracts"]
    row = dict.fromkeys(header, "")
    row.update(contract_id="ZZZ", account_manager=rows[0][
        header.index("account_manager")], stage="cancelled", kind="renewal")
    rows.append([row[name] for name in header])
    folder = os.path.join(suite.folder(), "irrelevant")
    write_dataset(folder, tables)
    assert_same(expected, run(folder)["kpi.csv"])


@suite.check
def later_events_change_nothing():
    expected = run(SAMPLE)["kpi.csv"]
    tables = sample()
    header, rows = tables["contracts"]
    row = dict.fromkeys(header, "")
    row.update(contract_id="LATER", client_id="C001", stage="won",
               account_manager=rows[0][header.index("account_manager")],
               closed_on="2026-10-01", start_on="2026-01-01",
               value="999999999", proposed_on="2026-10-01", kind="upsell")
    rows.append([row[name] for name in header])
    header, rows = tables["surveys"]
    row = dict.fromkeys(header, "")
    row.update(score="1", answered_on="2026-10-01", sent_on="2026-10-01",
               account_manager="vo.thanh.truc")
    rows.append([row[name] for name in header])
    folder = os.path.join(suite.folder(), "later")
    write_dataset(folder, tables)
    assert_same(expected, run(folder)["kpi.csv"])


@suite.check
def money_scales():
    before = rows_of(run(SAMPLE))
    tables = sample()
    for table, columns in (("contracts", ("value", "budget")),
                           ("timesheets", ("cost", "hourly_cost"))):
        header, rows = tables[table]
        for column in columns:
            if column not in header:
                continue
            at = header.index(column)
            for row in rows:
                if row[at]:
                    row[at] = str(Decimal(row[at]) * 1000)
    folder = os.path.join(suite.folder(), "scaled")
    write_dataset(folder, tables)
    after = rows_of(run(folder))
    for old, new in zip(before, after):
        where = (old["period"], old["subject"], old["metric"])
        if old["unit"] == "money" and old["value"] + new["value"]:
            if Decimal(old["value"]) * 1000 != Decimal(new["value"]):
                raise AssertionError("%s: %s, %s" % (
                    where, old["value"], new["value"]))
        elif old["value"]:
            a, b = float(old["value"]), float(new["value"])
            if abs(a - b) > 1e-12 * max(1, abs(a)):
                raise AssertionError("%s: %r, %r" % (where, a, b))


@suite.check
def costs_of_eight_places_scale():
    """Exactly: no digit of hours and hourly costs is lost, nor of their sums."""
    sums, metrics = [], ("budget_variance", "cpi")
    for factor in (1, 1000):
        tables = sample()
        header, rows = tables["contracts"]
        at = header.index("budget")
        for row in rows:
            row[at] = row[at] and str(Decimal(row[at]) * factor)
        header, rows = tables["timesheets"]
        hours, hourly = header.index("hours"), header.index("hourly_cost")
        for number, row in enumerate(rows):
            row[hours] = format(Decimal(row[hours]) +
                                Decimal(number % 9973) / 10 ** 8, "f")
            row[hourly] = row[hourly] and format(
                (Decimal(row[hourly]) + Decimal(number % 97) / 10 ** 5) *
                factor, "f")
        folder = os.path.join(suite.folder(), "eight-%d" % factor)
        write_dataset(folder, tables)
        sums.append([(Decimal(row["numerator"]), Decimal(row["denominator"]))
                     for row in rows_of(run(folder))
                     if row["metric"] in metrics and row["n"] != "0"])
    suite.equal([(a * 1000, b * 1000) for a, b in sums[0]], sums[1])
    places = max(-n.as_tuple().exponent for pair in sums[0] for n in pair)
    suite.equal(places, 13)


@suite.check
def intervals_hold_their_value():
    for row in rows_of(run(SAMPLE)):
        if row["ci_low"]:
            low, value, high = (float(row[name])
                                for name in ("ci_low", "value", "ci_high"))
            if not low <= value <= high:
                raise AssertionError(row)


def sql(folder, statement, options):
    return suite.run("sql", folder, statement, "--format", "csv", "-q",
                     *options).out


@suite.check
def booked_costs_are_those_of_the_rows():
    """Whoever names timesheets has the rows kept."""
    values = ("select k.* from kpi k where metric in "
              "('budget_variance', 'over_budget', 'cpi', 'running_over')")
    draw = random.Random(7)
    for _ in range(30):
        year, month, day = (draw.randint(2024, 2026), draw.randint(1, 12),
                            draw.randint(1, 28))
        options = ["--period", draw.choice([
            "%d" % year, "%dH2" % year, "%dQ%d" % (year, (month + 2) // 3),
            "%d-%02d" % (year, month),
            "%d-%02d-%02d..%d-12-30" % (year, month, day, year)])]
        if draw.random() < 0.6:
            options += ["--as-of", "%d-%02d-%02d" % (
                year + 1, month, day)]
        if draw.random() < 0.5:
            options += ["--history", str(draw.randint(2, 9))]
        if draw.random() < 0.2:
            options = []
        booked = sql(SAMPLE, values, options)
        kept = sql(SAMPLE, values + " and 0 < (select count(*) from "
                   "timesheets)", options)
        if booked.count("\n") < 2:
            raise AssertionError("%s: no rows" % options)
        assert_same(kept, booked)


@suite.check
def a_query_books_what_its_rows_cost():
    """The same, for kpi query, which foresees other periods than a run."""
    command = ["query", SAMPLE, "--metric",
               "budget_variance,over_budget,cpi,running_over", "--format",
               "csv", "-q"]
    kept = ["--where", "0 < (select count(*) from timesheets)"]
    for options in ([], ["--compare", "prior"], ["--compare", "year-ago"],
                    ["--by", "month"], ["--as-of", "2026-08-15"],
                    ["--period", "2026", "--by", "quarter"],
                    ["--period", "2026-08", "--compare", "prior"],
                    ["--period", "2026Q2", "--as-of", "2026-06-10"]):
        whole = command + ["--by", "manager"] + options
        booked, counted = (suite.run(*whole, *more).out for more in ([], kept))
        if booked.count("\n") < 2:
            raise AssertionError("%s: no rows" % options)
        assert_same(counted, booked)


@suite.check
def many_running_projects_have_their_rows_kept():
    """So many projects without an end that accounts of all the quarters that
    may be asked for would take more room than the rows do."""
    folder = os.path.join(suite.folder(), "endless")
    write_dataset(folder, {
        "contracts": ("contract_id client_id account_manager stage closed_on "
                      "value budget".split(),
                      [["C%d" % n, "K", "m%d" % (n % 3), "won", "2026-01-05",
                        "1", "10"] for n in range(4000)]),
        "timesheets": ("project_id worked_on hours cost".split(),
                       [["C%d" % n, "2026-0%d-29" % (3 + n % 7), "1",
                         str(8 + n % 5)] for n in range(4000)])})
    found = [[row for row in rows_of(run(folder, *options)) if
              row["metric"] == "running_over" and row["period"] == "2026Q3"]
             for options in ([], PERIOD)]
    suite.equal(*found)
    # 11 or 12 of 10; all are booked by 29 September.
    suite.equal((found[0][0]["numerator"], found[0][0]["n"]), ("1600", "4000"))


def monthly_price(rng, row):
    """A client's contracts, one behind the other, of a month to a year each, at
    one price a month, which some name as a price of the whole term."""
    client, manager, price, month = row
    rows, name = [], ""
    while month < 2027 * 12:
        months, by_month = rng.choice([1, 1, 2, 3, 6, 12]), rng.random() < 0.4
        first, last = (datetime.date((month + m) // 12, (month + m) % 12 + 1, 1)
                       for m in (0, months))
        before, name = name, "%s-%d" % (client, month)
        # By the month it may have no end, or one behind the beginning of the
        # renewal that names it and cuts it off.
        end = last + datetime.timedelta(
            days=rng.choice([-1, 40]) if by_month else -1)
        rows.append([name, client, manager, "won",
                     "renewal" if before else "new", first, first,
                     "" if by_month and rng.random() < 0.3 else end,
                     price if by_month else price * months,
                     "month" if by_month else "", before])
        month += months
    return rows


@suite.check
def one_monthly_price_retains_all():
    rng = random.Random(5)
    header = ["contract_id", "client_id", "account_manager", "stage", "kind",
              "closed_on", "start_on", "end_on", "value", "value_per",
              "refers_to"]
    rows = [row for number in range(12) for row in monthly_price(
        rng, ("c%d" % number, rng.choice(["an", "binh"]),
              rng.randint(1, 10 ** 6), 2024 * 12 + rng.randint(0, 11)))]
    folder = os.path.join(suite.folder(), "retainers")
    os.makedirs(folder)
    write_rows(os.path.join(folder, "contracts.csv"), header, rows)
    for period in ["2025-%02d" % m for m in range(2, 13)] + [
            "2026Q1", "2026Q2", "2026H2", "2026", "2025-01-17..2025-02-13"]:
        seen = [row for row in rows_of(run(folder, "--period", period,
                                           "--as-of", "2026-12-31"))
                if row["period"] == period and row["metric"] in ("grr", "nrr")]
        assert seen and all(row["value"] == "1" for row in seen), \
            [(r["period"], r["subject"], r["metric"], r["value"])
             for r in seen if r["value"] != "1"]


suite.main()
