"""What-if: the plan as cells to change, and what follows from them.

Everything stands as in the run's files; computed from nothing, the formulas
give what the sheet shows; and with another plan typed in, what a run under
that plan gives.
"""
import csv
import os
import re
import shutil

from blocks import check_link, number
from book import MAIN, area
from figures import read_csv
from formulas import Calculator
from page import Column, Page, expect, near
from terms import check_earned, check_terms

KNOTS = (("Threshold", "threshold"), ("Target", "target"),
         ("Stretch", "stretch"))


def plan_of(f, card, level):
    """The rows that a person is judged by: of the id, the level and `*` the
    first that has any for the period."""
    for key in (card["subject"], level, "*"):
        rows = [r for r in f.records["plan"] if r["level"] == key]
        for period in (f.own, "quarter" if "Q" in f.own else "year", ""):
            if any(r["period"] == period for r in rows):
                return [r for r in rows if r["period"] == period]
    return []


def plans_in_use(f):
    """Each row of the plan that somebody's scorecard uses, by level and
    metric."""
    rows = {r["source"]: r for card in f.scores.values()
            for plan in plans_of(f, card) for r in plan}
    order = list(f.metrics)
    scopes = ("self", "team", "company", "reports")
    return sorted(rows.values(), key=lambda r: (
        r["level"].encode(), order.index(r["metric"]),
        scopes.index(r["scope"] or "self")))


def plans_of(f, card):
    """The plans that a person follows in the period, one after the other."""
    plans = [plan_of(f, card, row["level"])
             for row, _ in f.spells(card["subject"])]
    return [plan for i, plan in enumerate(plans)
            if plan and plan not in plans[:i]]


def check_what_if(shown):
    page = Page(shown, "What-if")
    page.title(page.words.say("what-if"))
    if page.figures.scores and any(
            row["weight"] for row in page.figures.scores.values()):
        check_plan(page)
        check_bands(page)
        check_lines(page)
    if page.figures.bonus:
        check_terms(page)
        check_earned(page)
    check_results(page)
    check_spells(page)
    check_inputs(page)
    check_formulas(page)
    check_guard(page)
    return page


def has_rates(f):
    """Is somebody paid by a rate or an award?"""
    return bool(float(f.configuration["project_award"]) or
                re.search(r"[1-9]", f.configuration["commission"]))


def check_guard(page):
    """Cells that are no inputs are protected, without a password; those of
    other sheets are not."""
    for name, sheet in page.shown.book.sheets.items():
        guards = list(sheet.tree.iter(MAIN + "sheetProtection"))
        expect(len(guards) == (name == page.name), name, "is protected",
               len(guards))
        for guard in guards:
            expect(guard.get("sheet") == "1" and not guard.get("password"),
                   guard.attrib)


def check_plan(page):
    """Under each plan the sum of its weights."""
    f, w = page.figures, page.words
    table = page.table("The plan: weights, thresholds, targets", "Weight")
    rows, totals = list(table.rows), []
    plan = plans_in_use(f)
    table.rows = []
    for row in rows:
        if page.sheet.value(row, 0) == w("Sum of the weights"):
            totals.append(row)
        else:
            table.rows.append(row)
    page.compare(table, plan, page.columns(
        Column("Plan", "text", "label", lambda r: r["level"]),
        Column("Indicator", "text", "body",
               lambda r: f.line_label(dict(r, subject=""))),
        Column("Weight", "plain", "input", lambda r: number(r["weight"])),
        *(Column(heading, "any", None, None) for heading, _ in KNOTS),
        Column("Payout at threshold", "plain", "input",
               lambda r: number(r["payout_threshold"])),
        Column("Payout at stretch", "plain", "input",
               lambda r: number(r["payout_stretch"])),
        Column("Gate", "text", "centred",
               lambda r: w("yes") if r["gate"] else None),
        Column("What is wrong", "text", None, lambda r: None)))
    for i, row in enumerate(plan):
        for heading, key in KNOTS:
            unit = f.metrics[row["metric"]].unit
            page.number(table.cell(i, w(heading)), number(row[key]),
                        "plain" if unit == "count" else unit, "input",
                        page.where(table.rows[i], heading))
    levels = list(dict.fromkeys(r["level"] for r in plan))
    expect(len(totals) == len(levels), page.name, "sums of weights", totals)
    for row, level in zip(totals, levels):
        expect(page.sheet.value(row - 1, 0) == level, page.name, level)
        page.number(page.sheet.look_at(row, 2), 100.0, "plain", "total",
                    page.where(row))
        page.total_row(row, 0, len(table.headings) - 1)
        expect(page.sheet.value(row, 9) == "", page.name, row)
        check_warning(page, row)


def check_warning(page, row):
    """The line turns red where the weights do not sum to 100."""
    cells = "A%d:J%d" % (row + 1, row + 1)
    rules = page.sheet.rules_of(cells)
    expect(len(rules) == 1 and rules[0].get("type") == "expression" and
           rules[0].findtext(MAIN + "formula") == "NOT($C$%d=100)" % (
               row + 1), page.name, "warning of row", row + 1)


def check_bands(page):
    f, w = page.figures, page.words
    found = f.configuration["rating_bands"]
    bands = re.findall(r"(\S+) ([0-9.]+)", found)
    table = page.table("Ratings", "From score")
    last, table.rows = table.rows[-1], table.rows[:-1]
    page.compare(table, bands, page.columns(
        Column("Rating", "text", "label", lambda b: b[0]),
        Column("From score", "plain", "input", lambda b: float(b[1])),
        Column("What is wrong", "text", None, lambda b: None)))
    page.text(page.sheet.look_at(last, 0), found.split()[-1], "label",
              page.name)
    page.text(page.sheet.look_at(last, 1), w("below"), "muted", page.name)
    table.rows.append(last)


def days_served(f, subject):
    """Of the period: (in service, all)."""
    return (sum(days for _, days in f.spells(subject)),
            (f.last_day - f.from_day).days + 1)


def check_results(page):
    f, w = page.figures, page.words
    cards = list(f.scores.values())
    paid = {row["subject"]: row for row in f.bonus}
    table = page.table("Scores and bonuses", "Days served")

    def amount(key):
        return lambda c: number(paid[c["subject"]][key]) if paid else 0.0

    def days(i):
        return lambda c: float(days_served(f, c["subject"])[i])

    def plan(card):
        return " → ".join(p[0]["level"] for p in plans_of(f, card)) or None

    total = table.rows.pop() if paid else None
    page.compare(table, cards, page.columns(
        Column("Account manager", "text", None, lambda c: f.name(
            c["subject"])),
        Column("Plan", "text", "body", plan),
        Column("Base bonus", "any", None, None),
        Column("Days served", "count", "body", days(0)),
        Column("Days of the period", "count", "body", days(1)),
        Column("Score", "any", None, None),
        Column("Rating", "text", "centred", lambda c: c["rating"]),
        Column("Gate", "text", None, (lambda c: w("shut") if paid.get(
            c["subject"], {}).get("gate") else None) if paid else None),
        Column("KPI bonus", "money", "body", amount("kpi_bonus")),
        Column("Commission", "money", "body", amount("commission")),
        Column("Project award", "money", "body", amount("project_award")),
        Column("Adjustment", "money", "body", amount("adjustment")),
        Column("Total", "money", "key", amount("total")),
        Column("Score of the run", "decimal", "muted",
               lambda c: number(c["points"])),
        Column("Total of the run", "money", "muted", amount("total")),
        Column("Difference", "money" if paid else "plain", "body",
               lambda c: 0.0),
        *((Column("What is wrong", "text", None, lambda c: None),
           Column("Remark", "text", None, lambda c: None)) if paid else ())))
    for i, card in enumerate(cards):
        check_base(page, table.cell(i, w("Base bonus")), card)
        check_link(page, table.cell(i, w("Account manager")), card["subject"])
        cell = table.cell(i, w("Score"))
        if card["points"]:
            page.number(cell, number(card["points"]), "decimal", "key",
                        page.name)
        else:
            expect(cell.value == "", page.name, card["subject"], cell.value)
    row = page.sheet.find(w("Difference to the run"))[0]
    page.number(page.sheet.look_at(row, 2), 0.0,
                "money" if paid else "plain", "key", page.name)
    page.text(page.sheet.look_at(row, 3),
              w("As in the run: nothing was changed."), "note", page.name)
    row = page.sheet.find(w("Inputs that are wrong"))[0]
    page.number(page.sheet.look_at(row, 2), 0.0, "plain", "key", page.name)
    if paid:
        check_totals(page, table, total)


def check_totals(page, table, row):
    """Below the results, and at the top."""
    f, w = page.figures, page.words
    page.total_row(row, 0, table.column(w("Difference")))
    cost = sum(float(r["total"]) for r in f.bonus)
    for heading, key in (
            ("KPI bonus", "kpi_bonus"), ("Commission", "commission"),
            ("Project award", "project_award"), ("Adjustment", "adjustment"),
            ("Total", "total"), ("Total of the run", "total")):
        page.number(page.sheet.look_at(row, table.column(w(heading))),
                    sum(float(r[key]) for r in f.bonus), "money", "total",
                    heading)
    for label in ("Total cost", "Total of the run"):
        at = next(r for (r, c), cell in sorted(page.sheet.cells.items())
                  if c == 0 and cell.value == w(label))
        page.number(page.sheet.look_at(at, 2), cost, "money", "key", label)


def check_base(page, cell, card):
    """A cell to change; of spells with other bases it stands with them."""
    f, w = page.figures, page.words
    rows = [row for row, _ in f.spells(card["subject"])]
    bases = [number(row["base_bonus"]) for row in rows]
    judged = f.bonus and rows and any(
        row["weight"] for row in f.scores.values())
    if judged and len(set(bases)) == 1:
        page.number(cell, bases[0], "money", "input", card["subject"])
    else:
        page.text(cell, w("by spell, see below") if judged else None, "muted",
                  card["subject"])


def check_spells(page):
    """A row each spell; what they come to is the bonus of the results."""
    f, w = page.figures, page.words
    if not f.bonus or not any(row["weight"] for row in f.scores.values()):
        return
    table = page.table("What the KPI bonus is made of", "Base bonus")
    items = [(card, row, days) for card in f.scores.values()
             for row, days in f.spells(card["subject"])]
    page.compare(table, items, page.columns(
        Column("Account manager", "text", "body",
               lambda i: f.name(i[0]["subject"])),
        Column("Plan", "text", "body", lambda i: (plan_of(
            f, i[0], i[1]["level"]) or [{"level": None}])[0]["level"]),
        Column("Base bonus", "any", None, None),
        Column("Days served", "count", "body", lambda i: float(i[2])),
        Column("Score", "any", None, None), Column("Gate", "text", None, None),
        Column("In units, before rounding", "any", None, None)))
    for at, (card, row, _) in enumerate(items):
        base = table.cell(at, w("Base bonus")).value
        expect(near(base or 0, number(row["base_bonus"]) or 0), card, base)
        table.cell(at, w("Score")), table.cell(
            at, w("In units, before rounding"))


def check_lines(page):
    f, w = page.figures, page.words
    lines = [line for subject in f.scores for line in f.lines[subject]]
    gates = {row["subject"]: row["gate"].split(";") for row in f.bonus}
    table = page.table("What each indicator pays", "Weight used")

    def stays(line, key):
        return number(line[key]) if line["points"] else None

    page.compare(table, lines, page.columns(
        Column("Account manager", "text", "body",
               lambda line: f.name(line["subject"])),
        Column("Indicator", "text", "body",
               f.line_label),
        Column("Value", "any", None, None),
        Column("Weight", "any", None, None),
        Column("Weight used", "decimal", "body",
               lambda line: stays(line, "weight_used")),
        Column("Payout %", "decimal", "body",
               lambda line: number(line["payout"])),
        Column("Points", "decimal", "key",
               lambda line: number(line["points"])),
        Column("Gate", "text", "body", (lambda line: w("shut") if
               line["metric"] in gates.get(line["subject"], ()) else None)
               if gates else None)))
    for i, line in enumerate(lines):
        where = page.where(table.rows[i])
        page.number(table.cell(i, w("Value")), number(line["value"]),
                    f.metrics[line["metric"]].unit, "body", where)
        cell = table.cell(i, w("Weight"))
        if line["points"]:
            page.number(cell, number(line["weight"]), "plain", "body", where)
        else:  # the note says why it left
            expect(isinstance(cell.value, str) and (
                f.language != "en" or cell.value == line["note"]), where,
                cell.value)


def check_inputs(page):
    """Every yellow cell takes numbers within limits, and no other does."""
    yellow = {at for at, cell in page.sheet.cells.items()
              if cell.look.unlocked and cell.look.boxed}
    limits = {}
    for rule in page.sheet.tree.iter(MAIN + "dataValidation"):
        expect(rule.get("type") == "decimal" and rule.get("promptTitle") and
               rule.get("prompt") and rule.get("error"), page.name,
               rule.attrib)
        low, high = (float(rule.findtext(MAIN + f"formula{i}"))
                     for i in (1, 2))
        for cells in rule.get("sqref").split():
            (top, left), (bottom, right) = area(cells)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    expect((row, column) not in limits, page.name, cells)
                    limits[row, column] = low, high
    expect(set(limits) == yellow, page.name, "cells to change:",
           sorted(set(limits) ^ yellow)[:9])
    w = page.words
    wanted = {w("Weight"): (0, 100), w("Threshold"): (-1e12, 1e12),
              w("Target"): (-1e12, 1e12), w("Stretch"): (-1e12, 1e12),
              w("Payout at threshold"): (0, 1000),
              w("Payout at stretch"): (0, 1000), w("From score"): (0, 1000),
              w("Base bonus"): (0, 1e12), w("From value"): (-1e12, 1e12),
              w("Payout %"): (0, 1000), w("From sum"): (0, 9e14),
              w("Rate"): (0, 1), w("KPI bonus"): (0, 9e14),
              w("Commission"): (0, 9e14), w("Project award"): (0, 9e14),
              w("Total"): (0, 9e14), w("Value"): (0, 9e14)}
    for table in page.sheet.tables:
        for row in table.rows:
            for column, heading in enumerate(table.headings):
                if (row, column) in limits:
                    expect(limits[row, column] == wanted[heading], page.name,
                           heading, limits[row, column])


# ---- computed ----

def check_formulas(page):
    """Computed from nothing, they give what is shown."""
    calculator = Calculator(page.sheet)
    count = 0
    for at, cell in page.sheet.cells.items():
        if cell.formula is None:
            continue
        count += 1
        found, wanted = calculator.value(*at), cell.value
        same = found == wanted if isinstance(wanted, str) else \
            near(found, wanted, 1e-9)
        expect(same, page.where(at[0]), cell.formula, "is", found, "not",
               wanted)
    expect(count >= 2 * len(page.figures.scores), page.name, count)


def copy_with(figures, folder, rows):
    """The data set with another plan.csv."""
    shutil.copytree(figures.dataset, folder)
    with open(os.path.join(folder, "plan.csv"), "w", encoding="utf-8",
              newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return folder


def typed_in(page, old, new):
    """Cells to change so that the sheet has the new plan."""
    f, w = page.figures, page.words
    table = page.table("The plan: weights, thresholds, targets", "Weight")
    changes = {}
    for before, after in zip(old, new):
        for row in table.rows:
            if page.sheet.value(row, 0) != before["level"] or \
                    page.sheet.value(row, 1) != f.metrics[
                        before["metric"]].label:
                continue
            for heading, key in (("Weight", "weight"), *KNOTS):
                if before[key] != after[key]:
                    changes[row, table.column(w(heading))] = number(
                        after[key])
    return changes


def other_plan(figures):
    """(rows of plan.csv, the same with other weights and knots)"""
    old = read_csv(os.path.join(figures.dataset, "plan.csv"))
    new = [dict(row) for row in old]
    # The plans of a year are not on the sheet of a quarter, and the director's
    # has nothing to take the weight from.
    for row in new:
        if row["period"] == "year" or row["level"] == "director":
            continue
        if row["metric"] == "retention":
            row["target"], row["threshold"] = "0.85", "0.6"
        if row["metric"] == "revenue":
            row["weight"] = str(int(row["weight"]) + 3)
        if row["metric"] == "coordination":
            row["weight"] = str(int(row["weight"]) - 3)
    return old, new


def check_other_plan(shown, other, changes, value):
    """`value(row, column)`: of the sheet with the changes typed in. `other`:
    the figures of a run under that plan."""
    page = Page(shown, "What-if")
    w = page.words
    table = page.table("Scores and bonuses", "Days served")
    before = {row["subject"]: row["score"] for row in shown.figures.bonus}
    expect(len(changes) >= 9, "cells changed:", changes)
    moved = 0
    for i, row in enumerate(other.bonus):
        expect(table.cell(i, w("Account manager")).value == row["name"], row)
        for heading, key in (("Score", "score"), ("KPI bonus", "kpi_bonus"),
                             ("Total", "total")):
            found = value(table.rows[i], table.column(w(heading)))
            expect(near(float(found), float(row[key])), row["subject"],
                   heading, "is", found, "not", row[key])
        found = value(table.rows[i], table.column(w("Rating")))
        expect(found == row["rating"], row["subject"], found)
        moved += row["score"] != before[row["subject"]]
    expect(moved >= 6, "scores that moved:", moved)
    row = page.sheet.find(w("Difference to the run"))[0]
    expect(value(row, 3) == w("Differs from the run: an input was changed."),
           value(row, 3))
    cost = sum(float(r["total"]) for r in other.bonus)
    paid = sum(float(r["total"]) for r in shown.figures.bonus)
    expect(near(float(value(row, 2)), cost - paid), value(row, 2))
