"""The statement of one person: two pages that they read without help, and the
proof. Every number of them against the run's files, what the next step takes
reckoned again, and nobody else in it."""
import json
import os
import re
import subprocess
from fractions import Fraction

from blocks import number
from book import MAIN, Workbook
from form import check_properties
from looks import ROLES, number_formats
from page import Column, Page, expect
from words import Words

PARTS = (("KPI bonus", "kpi_bonus"), ("Commission", "commission"),
         ("Project award", "project_award"), ("Adjustment", "adjustment"),
         ("Total", "total"))
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
        self.title = self.words("statement: Statement of pay")
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
    expect(len(statement.book.sheets) == 3, list(statement.book.sheets))
    check_foot(statement)
    check_pay_page(statement)
    check_records_page(statement)
    check_appendix(statement)
    check_alone(statement)
    for sheet in statement.book.sheets.values():
        expect(not sheet.unseen(), manager, sheet.name,
               "numbers that nobody looked at:", sheet.unseen())


def texts(sheet):
    return [cell.value for _, cell in sorted(sheet.cells.items())
            if isinstance(cell.value, str)]


def check_head(page, title):
    f, w = page.figures, page.words
    page.text(page.sheet.look_at(0, 0), "%s: %s" % (
        title, f.name(page.shown.manager)), "title", page.name)
    said = page.sheet.value(1, 0)
    expect(said.startswith("%s: %s – %s, %s %s" % (
        f.own, w.day(f.from_day), w.day(f.last_day), w("as of"),
        w.day(f.as_of))), page.name, said)
    expect(page.shown.manager not in said or not f.name(
        page.shown.manager) != page.shown.manager, "an id:", said)


def check_foot(statement):
    """The digest of the second page is begun at the foot of each."""
    last = list(statement.book.sheets.values())[1]
    digest = re.search("[0-9a-f]{64}", " ".join(texts(last))).group()
    for sheet in statement.book.sheets.values():
        foot = sheet.tree.findtext(MAIN + "headerFooter/" + MAIN + "oddFooter")
        expect(foot == "&L&8%s · %s&C&8SHA-256 %s…&R&8&P / &N" % (
            statement.title, statement.figures.own, digest[:16]), foot)


def check_paper(page, upright):
    """A page is one sheet of paper, upright; the appendix as many as it needs."""
    setup = page.sheet.tree.find(MAIN + "pageSetup")
    expect(setup.get("paperSize") == "9" and (
        setup.get("orientation") == "portrait") == upright, page.name)
    expect((setup.get("fitToHeight", "1") == "1") == upright, page.name)
    width = sum(page.sheet.widths.values())
    expect(not upright or width < 125, page.name, "is", width, "wide")


# ---- what is paid, and the indicators ----

def check_pay_page(statement):
    f, w = statement.figures, statement.words
    page = statement.page("statement: Statement")
    check_head(page, w("statement: Statement of pay"))
    bonus = next(r for r in f.bonus if r["subject"] == statement.manager)
    row = page.find(w("KPI bonus"), "label")
    for label, key in PARTS:
        while page.sheet.value(row, 0) != w(label):
            expect(page.sheet.value(row, 0) is None, page.name, row)
            row += 1
        page.number(page.sheet.look_at(row, 1), float(bonus[key]), "money",
                    "key" if key == "total" else "body", label)
        expect(key == "total" or page.sheet.value(row, 2), label, "says no why")
        row += 1
    said = page.sheet.value(3, 0)
    expect(whole_money(statement, float(bonus["total"])) in said, said)
    if f.lines[statement.manager]:
        check_indicators(page)
    check_paper(page, True)


def whole_money(statement, amount):
    """As a cell shows it."""
    w = statement.words
    sign = {"VND": "₫", "USD": "$", "EUR": "€"}.get(w.currency, w.currency)
    text = w.turned(w.fixed(abs(amount), 0 if w.currency == "VND" else 2))
    text = sign + text if sign in "$£¥₩" else text + " " + sign
    return ("-" if amount < 0 else "") + text


def scope_of(f, line):
    scope = line["scope"] or "self"
    return {"self": ("manager", line["subject"]), "company": ("company", "*"),
            "reports": ("reports", line["subject"])}.get(scope, (scope, None))


def check_indicators(page):
    f, w = page.figures, page.words
    manager = page.shown.manager
    lines, card = f.lines[manager], f.scores[manager]
    table = page.table("statement: Your indicators", "Indicator",
                       "statement: Next step")
    last = table.rows.pop()
    expect(len(table.rows) == len(lines), page.name, len(table.rows))
    for i, line in enumerate(lines):
        def cell(heading, i=i):
            return table.cell(i, w(heading))

        unit = f.metrics[line["metric"]].unit
        where = page.where(table.rows[i], line["metric"])
        expect(cell("Indicator").value.startswith(f.line_label(line)), where)
        few = hidden(f, line)
        if few:
            page.text(cell("statement: Result"), "ẩn" if w.vietnamese else
                      "hidden", "hidden", where)
        else:
            page.number(cell("statement: Result"), number(line["value"]), unit,
                        "key", where)
        target = line["target"].split("|")[-1].split("=")[0]
        page.number(cell("statement: Target"), number(target), unit, "body",
                    where + " target")
        check_prior(page, cell("statement: Period before"), line, unit, where)
        payout = None if few or not line["payout"] else float(line["payout"])
        page.number(cell("statement: Pays"),
                    None if payout is None else payout / 100, "share",
                    None if payout is None else
                    "good" if payout >= 100 else "bad", where + " payout")
        check_next_step(page, cell("statement: Next step").value, line, few,
                        where)
    said = page.sheet.value(last, 0)
    if card["points"]:
        points = w.turned(re.sub(r"\.?0+$", "", "%.2f" % float(card["points"])))
        expect(points + " %" in said and said.endswith(" " + card["rating"]),
               said, points)


def hidden(f, line):
    scope, subject = scope_of(f, line)
    return line["metric"] == "coordination" and subject and f.hidden(
        "coordination", scope, subject)


def check_prior(page, cell, line, unit, where):
    """That of kpi.csv; of a team it is not known here whose."""
    f = page.figures
    scope, subject = scope_of(f, line)
    if subject is None or line["metric"].startswith("rating."):
        return
    row = f.kpi.get((f.own, scope, subject, line["metric"]))
    plain = line.get("estimator", plan_row(f, line)["estimator"]) in (
        "", "value")
    wanted = number(row["prior"]) if row and plain else None
    page.number(cell, wanted, unit, "muted", where + " before")


def plan_row(f, line):
    rows = [r for r in f.records["plan"]
            if r["metric"] == line["metric"] and
            (r["scope"] or "self") == (line["scope"] or "self")]
    named = [r for r in rows if r["level"] == line["level"]]
    return (named or rows)[0]


# ---- the next step ----

def amount_in(w, text):
    found = re.search(r"\d[\d.,]*", text)
    return Fraction(w.turned(found.group()).replace(",", "")
                    if w.vietnamese else found.group().replace(",", ""))


def check_next_step(page, said, line, few, where):
    """What is said to be missing reaches the next knot; the next smaller does
    not. Of plain values of the person's own."""
    f, w = page.figures, page.words
    expect(said, where, "says no next step")
    row = f.kpi.get((f.own, *scope_of(f, line), line["metric"]))
    if few or not line["payout"] or "=" in line["target"] or not row or \
            row["value"] != line["value"]:
        return
    knots = [(Fraction(line[k]), p) for k, p in (
        ("threshold", None), ("target", 100), ("stretch", None)) if line[k]]
    down = not f.metrics[line["metric"]].up
    x = Fraction(row["numerator"])
    y = Fraction(row["denominator"]) if row["denominator"] else None
    value = x / y if y else x
    ahead = [k for k, _ in knots if (k < value if down else k > value)]
    if not ahead:
        expect(said == w("statement: pays the most"), where, said)
        return
    more, knot = amount_in(w, said), ahead[0]
    unit = f.metrics[line["metric"]].unit
    sign = -1 if down else 1

    def reaches(amount):
        if unit in ("money", "count"):
            new = x + sign * amount
        elif unit == "share":
            new = (x + sign * amount) / y
        elif unit == "ratio" and line["metric"] == "cpi":
            new = x / (y - amount)
        elif unit == "ratio":
            new = (x + sign * amount) / y
        else:
            new = value + sign * amount
        return new <= knot if down else new >= knot

    least = {"money": Fraction(1, 100 if w.currency != "VND" else 1),
             "ratio": Fraction(1, 100 if w.currency != "VND" else 1),
             "score": Fraction(1, 100)}.get(unit, 1)
    expect(reaches(more) and not reaches(more - least), where, said, knot)


# ---- the records ----

def check_records_page(statement):
    f, w = statement.figures, statement.words
    page = statement.page("statement: What was counted")
    check_head(page, w("statement: What was counted"))
    told = texts(page.sheet)
    for line in f.lines[statement.manager]:
        label = f.line_label(line).split(" (")[0]
        expect(any(text.startswith(label) for text in told), page.name,
               "no records of", label)
    for word in ("statement: Received", "statement: Manager",
                 "statement: Human resources"):
        expect(w(word) in told, page.name, "nobody signs as", word)
    check_numbers_of_records(page, " ".join(told))
    check_paper(page, True)


def check_numbers_of_records(page, told):
    """Of each share those for and against, as many as in kpi.csv."""
    f, w = page.figures, page.words
    for line in f.lines[page.shown.manager]:
        row = f.kpi.get((f.own, *scope_of(f, line), line["metric"]))
        if f.metrics[line["metric"]].unit != "share" or not row or \
                (line["scope"] or "self") != "self" or not row["numerator"]:
            continue
        ones = int(row["numerator"])
        zeros = int(row["denominator"]) - ones
        if not f.metrics[line["metric"]].up:
            ones, zeros = zeros, ones
        for word, count in (("statement: for you", ones),
                            ("statement: against you", zeros)):
            expect(not count or "%s (%d): " % (w(word), count) in told,
                   page.name, line["metric"], word, count)


# ---- the appendix ----

def check_appendix(statement):
    """Each step as explain has it, deeper ones further in."""
    w = statement.words
    page = statement.page("statement: How this was computed")
    check_head(page, w("statement: How this was computed"))
    table = page.table(None, "statement: No.", "Value")
    bold = ("total", "part", "factor", "score", "metric")
    other = w("statement: a contract of another person")

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
        check_label(table.cell(i, w("statement: What")), row, bold, other,
                    where)
        source = table.cell(i, w("Source (file:line)")).value or ""
        # Who gave which score is not told: no department, no line.
        colleague = row["kind"] == "record" and re.match(
            "(department|phòng ban) ", row["how"] or "")
        expect(source == ("" if colleague else row["source"] or "") or
               row["kind"] == "contract" and not source, where, source)
        how = table.cell(i, w("statement: How it came about")).value or ""
        wanted = row["how"] or ""
        expect(how == "" if colleague else how == wanted or
               row["kind"] == "record" and wanted.startswith(how),
               where, how, wanted)
    page.compare(table, statement.rows, page.columns(
        Column("statement: No.", "text", "note", lambda r: r["number"]),
        Column("statement: What", "text", None, None),
        Column("Value", "any", None, None),
        Column("statement: How it came about", "text", None, None),
        Column("Source (file:line)", "text", None, None)))
    page.repeats(table.top)
    expect(page.frozen() == (0, table.top + 1), page.name, page.frozen())
    check_paper(page, False)


def check_label(cell, row, bold, other, where):
    """A client by name, other records by id and their client's name."""
    said, indent = cell.value, "  " * row["depth"]
    expect(said.startswith(indent), where, repr(said))
    said = said[len(indent):]
    named = row["kind"] in ("record", "contract")
    expect(said == row["label"] or named and (
        said == other or said.startswith(row["label"] + ", ") or
        row["kind"] == "record"), where, said, row["label"])
    expect(ROLES["label" if row["kind"] in bold else "body"](cell.look), where)


# ---- nobody else ----

def check_alone(statement):
    """In no part of the file is anybody else's name or id, nor a contract that
    is another's alone."""
    f, me = statement.figures, statement.manager
    parts = "".join(statement.book.zip.read(name).decode("utf-8")
                    for name in statement.book.names)
    mine = " ".join(row["label"] + (row["how"] or "")
                    for row in statement.rows if row["kind"] != "contract")
    others = set()
    for person in f.records["person"]:
        someone = person.get("account_manager", person["record"])
        if someone != me:
            others |= {someone, person["name"]}
    for contract in f.records["contract"]:
        if contract["account_manager"] != me:
            others.add(contract["record"])
    for name in others - {"", me, f.name(me)}:
        found = re.search(r"(?<!\w)%s(?!\w)" % re.escape(name), parts)
        expect(not found or len(name) < 4 or name in mine, me, "names", name)
