"""Bonus, and the statement of one person: what is paid, and how it came
about."""
import json
import os
import subprocess

from blocks import check_link, number
from book import Workbook
from form import check_properties
from looks import number_formats
from people import check_filter
from page import Column, Page, expect
from words import Words

PARTS = (("KPI bonus", "kpi_bonus"), ("Commission", "commission"),
         ("Project award", "project_award"), ("Adjustment", "adjustment"))


def check_bonus(shown):
    """Each amount as in bonus.csv, and their sums below."""
    page = Page(shown, "Bonus")
    f, w = page.figures, page.words
    shut = sum(bool(row["gate"]) for row in f.bonus)
    total = sum(float(row["total"]) for row in f.bonus)
    parts = {"money": w.money(total), "count": len(f.bonus), "shut": shut}
    page.title(w.say("bonus one" if len(f.bonus) == 1 else
                     "bonus shut" if shut else "bonus", **parts))
    table = page.table(None, "Account manager", "Base bonus")
    last, table.rows = table.rows[-1], table.rows[:-1]
    columns = [
        Column("Account manager", "text", None,
               lambda r: r["name"] or r["subject"]),
        Column("Level", "text", "body", lambda r: r["level"]),
        Column("Score", "decimal", "body", lambda r: number(r["score"])),
        Column("Rating", "text", "centred", lambda r: r["rating"]),
        Column("Base bonus", "money", "body",
               lambda r: f.base_bonus(r["subject"])),
        Column("Served", "share", "body", lambda r: float(r["proration"]),
               tolerance=6e-5)]
    for heading, key in PARTS:
        columns.append(Column(
            heading, "money", lambda r, key=key: "bad" if r["gate"] and
            key == "kpi_bonus" else "body", lambda r, key=key: number(r[key])))
    columns += [
        Column("Total", "money", "key", lambda r: number(r["total"])),
        Column("Remark", "text", "wrapped remark" if f.language == "en" else None,
               lambda r: r["note"])]
    if f.language != "en":  # says the same in other words
        for i, row in enumerate(f.bonus):
            expect(bool(table.cell(i, w("Remark")).value) ==
                   bool(row["note"]), page.name, row["note"])
        columns[-1].value = None
    page.compare(table, f.bonus, page.columns(*columns))
    for i, row in enumerate(f.bonus):
        check_link(page, table.cell(i, w("Account manager")), row["subject"])
    page.has_bars(table, w("Total"))
    check_filter(page, table, len(table.rows))
    page.text(page.sheet.look_at(last, 0), w("Total"), "total", page.name)
    for heading, key in (*PARTS, ("Total", "total")):
        page.number(page.sheet.look_at(last, table.column(w(heading))),
                    sum(float(row[key]) for row in f.bonus), "money", "total",
                    page.where(last, heading))
    for heading in ("Level", "Score", "Rating", "Base bonus", "Served"):
        expect(page.sheet.value(last, table.column(w(heading))) is None,
               page.name, heading)
    page.total_row(last, 0, table.column(w("Total")))
    table.rows.append(last)
    return page


# ---- statements ----

UNITS = {"money": "money", "count": "count", "share": "share",
         "ratio": "ratio", "score": "score", "percent": "decimal",
         "plain": "plain"}


class Statement:
    """The workbook that one person is handed, and what explain says."""

    sets_apart = False

    def __init__(self, figures, folder, manager):
        f = self.figures = figures
        self.manager, language = manager, f.language
        self.book = Workbook(os.path.join(folder, manager + ".xlsx"))
        self.formats = number_formats(language, f.configuration["currency"])
        self.words = Words(language, f.configuration["currency"])
        self.person_sheets, self.looked_at = {}, set()
        self.title, self.foot = self.words("statement: Statement of pay"), ""
        self.rows = self.explained()

    def explained(self):
        f = self.figures
        options = [o for o in f.options if o != "--accept-rejects"]
        done = subprocess.run(
            [f.kpi_program, "explain", f.dataset, "bonus", "--manager",
             self.manager, "--lang", f.language, "--format", "json", "-q",
             *options], stdout=subprocess.PIPE)
        expect(done.returncode in (0, 1), "explain ends with",
               done.returncode)
        return json.loads(done.stdout)

    def page(self, name):
        return Page(self, name)


def check_statement(figures, folder, manager):
    statement = Statement(figures, folder, manager)
    check_properties(statement)
    check_first_sheet(statement)
    check_proof(statement)
    for sheet in statement.book.sheets.values():
        expect(not sheet.unseen(), manager, sheet.name,
               "numbers that nobody looked at:", sheet.unseen())


def check_head(page, title):
    f, w = page.figures, page.words
    page.text(page.sheet.look_at(0, 0), "%s: %s" % (
        title, f.name(page.shown.manager)), "title", page.name)
    page.text(page.sheet.look_at(1, 0), "%s  ·  %s: %s – %s  ·  %s %s  ·  %s"
              % (page.shown.manager, f.own, f.from_day, f.last_day,
                 w("as of"), f.as_of, f.configuration["currency"]),
              "subtitle", page.name)


def check_first_sheet(statement):
    f, w = statement.figures, statement.words
    page = statement.page("statement: Statement")
    check_head(page, w("statement: Statement of pay"))
    bonus = next(r for r in f.bonus if r["subject"] == statement.manager)
    table = page.table(None, "statement: Part", "statement: Amount")
    parts = [("Total", "total"), *PARTS]
    page.compare(table, parts, page.columns(
        Column("statement: Part", "text", "label", lambda p: w(p[0])),
        Column("statement: Amount", "money",
               lambda p: "key" if p[1] == "total" else "body",
               lambda p: float(bonus[p[1]])),
        Column("statement: How", "text", "remark", lambda p: how(
            statement, p[1]))))
    check_card(page, statement)
    page.frame()


def how(statement, part):
    """What explain says of a part."""
    number = {"total": "1", "kpi_bonus": "1.1", "commission": "1.2",
              "project_award": "1.3", "adjustment": "1.4"}[part]
    return next(r["how"] for r in statement.rows if r["number"] == number)


def check_card(page, statement):
    f, w = statement.figures, statement.words
    lines, card = f.lines[statement.manager], f.scores[statement.manager]
    table = page.table("statement: Scorecard", "statement: Target")
    last = table.rows.pop()

    def of(key):
        return lambda line: number(line[key])

    def unit(line):
        return f.metrics[line["metric"]].unit

    kinds = (("Value", "value"), ("Threshold", "threshold"),
             ("statement: Target", "target"), ("Stretch", "stretch"))
    columns = [Column("Indicator", "text", "body",
                      f.line_label)]
    columns += [Column(heading, "any", None, None) for heading, _ in kinds]
    columns += [Column(heading, "decimal", "body", of(key))
                for heading, key in (
                    ("statement: Weight %", "weight"),
                    ("statement: Weight used %", "weight_used"),
                    ("statement: Payout %", "payout"),
                    ("statement: Points", "points"))]
    columns.append(Column("statement: Note", "text", "remark",
                          lambda line: line["note"]))
    if f.language != "en":
        columns[-1].value = None
    page.compare(table, lines, page.columns(*columns))
    for i, line in enumerate(lines):
        for heading, key in kinds:
            page.number(table.cell(i, w(heading)), number(line[key]),
                        unit(line), "body",
                        page.where(table.rows[i], heading))
        expect(bool(table.cell(i, w("statement: Note")).value) ==
               bool(line["note"]), page.name, line)
    table.rows.append(last)
    end = len(table.rows) - 1
    page.text(table.cell(end, w("Indicator")),
              w("statement: Score and rating"), "label", page.name)
    page.number(table.cell(end, w("statement: Points")),
                number(card["points"]), "decimal", "key", page.name)
    page.text(table.cell(end, w("statement: Note")), card["rating"], "label",
              page.name)


def check_proof(statement):
    """Each step as explain has it, deeper ones further in."""
    w = statement.words
    page = statement.page("statement: How this was computed")
    check_head(page, w("statement: How this was computed"))
    table = page.table(None, "statement: No.", "Value")
    bold = ("total", "part", "factor", "score", "metric")

    def unit(row):
        return UNITS[row["unit"] or "plain"]

    # The sign of a percentage stands beside it, under no heading.
    sign = table.headings.index(w("Value")) + 1
    for i, row in enumerate(statement.rows):
        where = page.where(table.rows[i], row["number"])
        page.number(table.cell(i, w("Value")), row["value"], unit(row),
                    "key" if row["kind"] in ("total", "part") else "body",
                    where)
        found = page.sheet.value(table.rows[i], table.first + sign)
        expect((found or "") == ("%" if row["unit"] == "percent" and
                                 row["value"] is not None else ""), where,
               found)
    page.compare(table, statement.rows, page.columns(
        Column("statement: No.", "text", "note", lambda r: r["number"]),
        Column("statement: What", "text",
               lambda r: "label" if r["kind"] in bold else "body",
               lambda r: "  " * r["depth"] + r["label"]),
        Column("Value", "any", None, None),
        Column("statement: How it came about", "text", "wrapped remark",
               lambda r: r["how"]),
        Column("Source (file:line)", "text", "note",
               lambda r: r["source"])))
    page.frame()
    page.repeats(table.top)
    expect(page.frozen() == (0, table.top + 1), page.name, page.frozen())
