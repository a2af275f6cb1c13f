"""Definitions, Data quality and About this run: what the numbers mean, what
went in, what was left out."""
import collections
import os
import re
from decimal import Decimal

import sets
import suite
from figures import read_csv, unguarded
from page import Column, Page, expect
from remarks import Remarks
from rows import cost

REJECTS_MOST = 1000
TABLES = ("contracts", "timesheets", "surveys")


# ---- what the numbers mean ----

def check_definitions(shown):
    page = Page(shown, "Definitions")
    f, w = page.figures, page.words
    page.title(w.say("definitions"))
    table = page.table(None, "Indicator", "Name in kpi.csv")
    metrics = list(f.metrics.values())
    formulas = table.values(w("How it is computed"))
    # The formulas' words are the program's own: each is there, in its
    # language, and none is another's.
    expect(len(set(formulas)) == len(metrics) and all(formulas), page.name)
    for formula in formulas:
        vietnamese = re.search("[ạảấầậếệịọốộợứừựỳ]", formula) is not None
        expect(vietnamese == (f.language == "vi"), page.name, formula)
    page.compare(table, metrics, page.columns(
        Column("Indicator", "text",
               lambda m: "label" if m.headline else "body",
               lambda m: m.label),
        Column("How it is computed", "text", None, None),
        Column("Unit", "text", "body", lambda m: w(m.unit)),
        Column("Better", "text", "body",
               lambda m: w("higher" if m.up else "lower")),
        Column("Name in kpi.csv", "text", "note", lambda m: m.id)))
    page.repeats(table.top)
    check_in_force(page)
    check_changes(page)
    if f.scores:
        check_pay_terms(page)
    else:
        expect(not page.sheet.has_text(w("How the plan pays")), page.name)
    return page


def check_changes(page):
    """The rules that changed, one below the other."""
    w = page.words
    top, _ = page.sheet.find(w("Rules that changed with this version: as they "
                               "were → as they are"))
    vietnamese = w.language == "vi"
    rules = list(suite.rule_changes())
    newest = [rule for rule in rules if rule[0] == rules[-1][0]]
    for at, row in enumerate(newest, top + 1):
        _, english, name, _, before, now, before_vi, now_vi = row
        page.text(page.sheet.look_at(at, 0), name if vietnamese else english,
                  "body", page.where(at))
        expect(page.sheet.value(at, 1) == " → ".join(
            (before_vi, now_vi) if vietnamese else (before, now)),
            page.where(at))


def beside(page, label):
    """The text beside a label of the first column."""
    at = page.sheet.find(page.words(label))
    expect(at[1] == 0, page.name, label, at)
    return page.sheet.value(at[0], 1)


# What lists of words stand in run.json without commas.
LISTS = {"close_rate_kinds": r"\S+",
         "commission": r"\S+ \S+", "cap": r"\S+ \S+", "rating_bands": r"\S+ [0-9.]+|\S+"}
IN_FORCE = (  # label, keys of run.json
    ("Currency", "currency"), ("Fiscal year begins in month",
                               "fiscal_year_start"),
    ("Days of grace after a contract's end", "grace_days"),
    ("Kinds in the close and win rate", "close_rate_kinds"),
    ("Raters of a department before its scores are shown", "min_raters"),
    ("Exchange rates", "exchange_rates"),
    ("Cost of an hour where the export has none", "rates"),
    ("Rows that overlapping exports share", "duplicates"))
PAY_IN_FORCE = (
    ("Commission rates", "commission"),
    ("Commission is paid on", "commission_on"),
    ("Commission is taken back if a contract ends within days",
     "clawback_days"),
    ("Of its commission is then taken back", "clawback_share"),
    ("Caps", "cap"),
    ("Award for a project", "project_award"),
    ("Amounts are multiples of", "pay_unit"),
    ("Ratings: from a score of", "rating_bands"))


def in_force(page, label, key):
    text = page.figures.configuration[key]
    if key in LISTS:
        text = ", ".join(re.findall(LISTS[key], text))
    said = beside(page, label)
    expect(said == (text or "–"), page.name, label, said, "not", text)


def check_in_force(page):
    f = page.figures
    for label, text in (("Period", f.own), ("First day", f.from_day),
                        ("Last day", f.last_day), ("as of", f.as_of),
                        ("Survey scale where none is given", "%s – %s" % (
                            f.configuration["scale_min"],
                            f.configuration["scale_max"]))):
        said = beside(page, label)
        expect(said == str(text), page.name, label, said, "not", text)
    for label, key in IN_FORCE:
        in_force(page, label, key)


def check_pay_terms(page):
    for label, key in PAY_IN_FORCE:
        in_force(page, label, key)


# ---- what went in and out ----

def check_about(shown):
    page = Page(shown, "About this run")
    f, w = page.figures, page.words
    page.title(w.say("about", version=f.json["version"]))
    page.compare(page.table("What went in", "File"), f.json["inputs"],
                 page.columns(
        Column("File", "text", "label", lambda i: i["path"]),
        Column("Table", "text", "body", lambda i: i["table"]),
        Column("Bytes", "count", "body", lambda i: float(i["bytes"])),
        Column("Lines", "count", "body",
               lambda i: float(i["reconciliation"]["lines"])),
        Column("SHA-256", "text", "remark", lambda i: i["sha256"])))
    outputs = [o for o in f.json["outputs"] if o["name"] != "dashboard.xlsx"]
    page.compare(page.table("What came out beside this workbook", "File"),
                 outputs, page.columns(
        Column("File", "text", "label", lambda o: o["name"]),
        Column("Bytes", "count", "body", lambda o: float(
            os.path.getsize(os.path.join(f.out, o["name"])))),
        Column("SHA-256", "text", "remark", lambda o: o["sha256"])))
    check_pairs(page, "Options of the run", f.json["options"])
    # The shape of files is no matter of what the numbers mean.
    check_pairs(page, "Configuration in force",
                {name: value for name, value in f.configuration.items()
                 if isinstance(value, str)})
    return page


def check_pairs(page, title, pairs):
    row = page.sheet.find(page.words(title))[0] + 1
    for name, value in pairs.items():
        found = (page.sheet.value(row, 0), page.sheet.value(row, 1))
        expect(found == (name, value or "–"), page.name, found, name, value)
        page.looks(page.sheet.cells[row, 0], "label", "text", name)
        row += 1


# ---- what was left out ----

def check_quality(shown):
    page = Page(shown, "Data quality")
    f, w = page.figures, page.words
    inputs = f.json["inputs"]
    rejects = read_csv(os.path.join(f.out, "rejects.csv"))
    lines = sum(i["reconciliation"]["lines"] for i in inputs)
    page.title(w.say("quality" if rejects else "quality clean",
                     lines=w.count(lines), rows=w.count(len(rejects))))
    columns = [Column("File", "text", "body", lambda i: i["path"])]
    for heading in ("Lines", "Header", "Accepted", "Rejected", "Blank",
                    "Skipped", "Continuation"):
        columns.append(Column(
            heading, "count", "body", lambda i, key=heading.lower():
            float(i["reconciliation"][key])))
    page.compare(page.table("What became of every line", "Header"), inputs,
                 page.columns(*columns))
    given = {i["table"] for i in inputs}
    for table in TABLES:
        said = w.say("not given", table=table)
        expect(page.sheet.has_text(said) == (table not in given), page.name,
               said)
    check_rejects(page, rejects)
    check_worth(page, rejects)
    check_left_out(page)
    check_remarks(page)
    check_unlisted(page)
    return page


def check_rejects(page, rejects):
    w = page.words
    if not rejects:
        page.has_note(w("No row was rejected."))
        return
    table = page.table("Rejected rows", "Line")
    page.compare(table, rejects[:REJECTS_MOST], page.columns(
        Column("File", "text", "body", lambda r: unguarded(r["file"])),
        Column("Line", "count", "body", lambda r: float(r["line"])),
        Column("Column", "text", "body", lambda r: unguarded(r["column"])),
        Column("Value", "text", "remark", lambda r: unguarded(r["value"])),
        Column("Reason", "text", "remark", lambda r: r["reason"])))
    more = len(rejects) - REJECTS_MOST
    said = page.sheet.value(page.below(table), 0)
    expect(said == (w.say("and more", count=more) if more > 0 else None),
           page.name, said)


def short(reason):
    return re.split("[;:(]", reason)[0].rstrip()


def check_worth(page, rejects):
    """By reason how many rows; what they are worth and whom they touch was
    worked out by hand for one data set."""
    f, w = page.figures, page.words
    tables = {i["path"]: i["table"] for i in f.json["inputs"]}
    counts = collections.Counter(
        (tables[unguarded(r["file"])], "%s%s%s" % (
            unguarded(r["column"]), ": " if r["column"] else "",
            short(r["reason"]))) for r in rejects)
    title = w("What the rows that were not taken are worth")
    if not counts:
        return
    table = page.sheet.table(title)
    found = collections.Counter()
    for i in range(len(table.rows)):
        for heading in ("Rows", "Value", "Hours"):
            table.cell(i, w(heading))
        if table.cell(i, w("What became of them")).value == w("rejected"):
            found[table.cell(i, w("Table")).value,
                  table.cell(i, w("Reason")).value] += \
                table.cell(i, w("Rows")).value
    expect(found == counts, page.name, title, found, counts)


def check_odd_worth(shown):
    """What the rejected rows of sets.odd are worth."""
    page = Page(shown, "Data quality")
    w = page.words
    table = page.table("What the rows that were not taken are worth", "Rows")
    first = next(c["account_manager"] for c in sets.Odd().contracts
                 if c["contract_id"] == "K001")

    def column(row):
        return row[1] + ": "

    for i, row in enumerate(sets.ODD_WORTH):
        expect(table.cell(i, w("Reason")).value.startswith(column(row)), row)
    page.compare(table, sets.ODD_WORTH, page.columns(
        Column("Table", "text", "body", lambda r: r[0]),
        Column("What became of them", "text", "body",
               lambda r: w("rejected")),
        Column("Rows", "count", "body", lambda r: float(r[2])),
        Column("Value", "money", "body", lambda r: r[3]),
        Column("Hours", "plain", "body", lambda r: r[4]),
        Column("Reason", "text", None, None),
        Column("Managers touched", "text", "wrapped",
               lambda r: r[5] % first if "%" in r[5] else r[5])))


# ---- what was left out of a number ----

LOOK, REMARKS_MOST = "Counted as it stands, but perhaps not meant so", 500
ABOUT_NOBODY = "survey about nobody known (it counts for the company)"
NO_RUN_RATE = ("opening client without a run rate (no recurring contract "
               "in force with a value and an end date or a price of a month)")
UNKNOWN = "timesheet row on a project that no contract names"
NO_COST = "timesheet row with hours and no cost"


def left_out(f):
    """(metric, reason) → ids, as far as the files tell."""
    found = {}
    for metric in ("satisfaction", "csat_top2", "nps", "response_rate",
                   "coordination"):
        found[metric, ABOUT_NOBODY] = [
            o["record"] for o in f.seen(metric) if not o["manager"]]
    for metric in ("grr", "nrr"):
        rated = {o["record"] for o in f.seen(metric)}
        found[metric, NO_RUN_RATE] = [
            o["record"] for o in f.seen("retention")
            if o["record"] not in rated]
    projects = {row["project_id"] or row["record"]
                for row in f.records["contract"] if row["kind"] != "credit"}
    unknown, no_cost = [], []
    for (name, line, row), read in zip(
            timesheet_rows(f), f.tables.rows["timesheets"], strict=True):
        place = "%s:%d" % (name, line)
        if row["project_id"].strip() not in projects:
            unknown.append((place, row))
        if cost(read) is None:
            no_cost.append((place, row))
    if f.has("budget_variance") or any(
            i["table"] == "contracts" for i in f.json["inputs"]):
        found["budget_variance", UNKNOWN] = [place for place, _ in unknown]
        found["budget_variance", NO_COST] = [place for place, _ in no_cost]
    return found, unknown, no_cost


def timesheet_rows(f):
    """(file, line, cells) of the rows that were taken."""
    rejected = {(unguarded(r["file"]), int(r["line"]))
                for r in f.rows("rejects.csv")}
    for entry in f.json["inputs"]:
        if entry["table"] != "timesheets":
            continue
        for line, row in f.read_export(entry["path"]).items():
            if (entry["path"], line) not in rejected and any(row.values()):
                yield entry["path"], line, row


def check_left_out(page):
    f, w = page.figures, page.words
    wanted, unknown, no_cost = left_out(f)
    labels = {w(reason): reason for _, reason in wanted}
    ids = {m.label: m.id for m in f.metrics.values()}
    shown = {}
    if page.sheet.has_text(w("Nothing was left out.")):
        page.has_note(w("Nothing was left out."))
    else:
        table = page.table("Left out of a number, or listed for a look",
                           "Which")
        for i in range(len(table.rows)):
            label, count, reason, which = (
                table.cell(i, w(heading)) for heading in (
                    "Indicator", "How many", "Reason", "Which"))
            where = page.where(table.rows[i])
            page.looks(label, "body", "text", where)
            page.looks(reason, "remark", "text", where)
            page.looks(which, "wrapped", "text", where)
            listed = which.value.split(", ")
            expect(count.value == len(listed) or listed[-1] == "…" and
                   count.value >= len(listed), where, count.value, which)
            key = ids[label.value], labels.get(reason.value, reason.value)
            expect(key not in shown, where, "twice")
            shown[key] = count.value, listed
        expect(not table.unasked(), page.name, table.unasked())
    for key, records in wanted.items():
        count, listed = shown.get(key, (0, []))
        expect(count == len(records), page.name, key, count, records[:9])
        expect(listed == records or listed[-1:] == ["…"] and
               listed[:-1] == records[:len(listed) - 1], page.name, key,
               listed, records)
    check_odd_timesheets(page, unknown, no_cost)


def hours(rows):
    total = sum((Decimal(row["hours"]) for _, row in rows), Decimal(0))
    text = format(total, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_odd_timesheets(page, unknown, no_cost):
    w = page.words
    for sentence, rows in (("without cost", no_cost),
                           ("unknown project", unknown)):
        if rows:
            page.has_note(w.say(sentence, rows=len(rows), hours=hours(rows)))
    said = [cell.value for cell in page.sheet.column(0).values()
            if isinstance(cell.value, str)]
    for sentence, rows in (("without cost", no_cost),
                           ("unknown project", unknown)):
        start = w.say(sentence, rows="|", hours="").partition("|")[0]
        expect(any(s.startswith(start) for s in said) == bool(rows),
               page.name, start)


def check_remarks(page):
    f, w = page.figures, page.words
    found = Remarks(f.world).found()
    title = w(LOOK)
    expect(page.sheet.has_text(title) == bool(found), page.name, found)
    if found:
        page.list(LOOK, found, REMARKS_MOST, (
            Column("Id", "text", "label", lambda r: r[1]),
            Column("Account manager", "text", "body",
                   lambda r: f.name(r[2]) if r[2] else w("nobody")),
            Column("Value", "money", "body",
                   lambda r: None if r[3] is None else r[3] / 10000),
            Column("Source (file:line)", "text", None, None),
            Column("Reason", "text", None, None)))
        table = page.sheet.table(title)
        for i, row in enumerate(found[:REMARKS_MOST]):
            said = table.cell(i, w("Reason")).value
            expect(w.language != "en" or said.startswith(row[0]), page.name,
                   row, said)


def check_unlisted(page):
    f, w = page.figures, page.words
    title = w("Managers who are not in people.csv")
    unlisted = [m for m in f.managers if m not in f.people] \
        if any(i["table"] == "people" for i in f.json["inputs"]) else []
    expect(page.sheet.has_text(title) == bool(unlisted), page.name, unlisted)
    if unlisted:
        row = page.sheet.find(title)[0]
        found = set()
        while page.sheet.value(row + 1, 0):
            row += 1
            found.add(page.sheet.value(row, 0))
        expect(found == set(unlisted), page.name, found, unlisted)
