"""Inputs of the What-if sheet that the program refuses: what is wrong stands
beside them, no result is shown, and a run under them ends with 2, too.
"""
import csv
import os

import sets
import suite
from book import Workbook
from figures import read_csv
from formulas import Calculator

YAML = """pay:
  unit: 1000
  minimum_score: 45
  project_award: 100
  bands: {A: 110, B: 90, C: 70, D: 0}
  commission: {new: {0: 0.01, 500000000: 0.02}, upsell: 0.03,
    levels: {am: {new: {0: 0, 100000000: 0.03}}}}
  cap: {commission: 9000000, levels: {am: {kpi_bonus: 25000000}}}
"""
PLAN = "The plan: weights, thresholds, targets", "Weight"
STEPS = "Steps of the plan: from which value on which payout", "From value"
BANDS = "Ratings", "From score"
LADDERS = "Commission: from which sum on which rate", "From sum"
CAPS = "Caps", "Commission"
TERMS = "Other terms of pay", "Value"
WEIGHTS = "The weights must sum to 100."
UP = "Higher is better: threshold ≤ target ≤ stretch."
DOWN = "Lower is better: threshold ≥ target ≥ stretch."
STEP_UP = "Higher is better: each step above the one before."
PLACES = "At most four decimal places."
LEAST = "A number of at least 0 is needed."
RISE = "Steps rise, and none is left out."
RATE = "A rate from 0 to 1: 0.02 for 2 percent."

# The table; the row by its first two cells and how many so called come before
# it; the heading, the number typed in, what is said; and how plan.csv (column,
# value) or kpi.yaml (old text, new text) says the same, if it can.
MISTAKES = (
    (PLAN, ("am", "Revenue", 0), "Target", None, "The target is empty.",
     ("target", "")),
    (PLAN, ("am", "Revenue", 0), "Threshold", 1000000000.5, UP,
     ("threshold", "1000000000.5")),
    (PLAN, ("am", "Revenue", 0), "Stretch", 999999999, UP,
     ("stretch", "999999999")),
    (PLAN, ("am", "Revenue", 0), "Payout at threshold", 101,
     "The payout at the threshold is from 0 to 100.",
     ("payout_threshold", "101")),
    (PLAN, ("am", "Revenue", 0), "Payout at stretch", 99,
     "The payout at the stretch is at least 100.", ("payout_stretch", "99")),
    (PLAN, ("am", "Revenue", 0), "Payout at stretch", None,
     "A payout is empty.", None),
    (PLAN, ("am", "Revenue", 0), "Weight", 41, WEIGHTS, ("weight", "41")),
    (PLAN, ("am", "Revenue", 0), "Weight", 40.00001, PLACES,
     ("weight", "40.00001")),
    (PLAN, ("am", "Revenue", 0), "Weight", None,
     "The weight is empty or below 0.", ("weight", "")),
    (STEPS, ("am", "Revenue (team)", 1), "From value", 100000000, STEP_UP,
     ("steps", "100000000=20|100000000=33.3|5000000000=120")),
    (STEPS, ("am", "Revenue (team)", 1), "Payout %", 19.9,
     "It pays less than the step before.",
     ("steps", "100000000=20|1200000000=19.9|5000000000=120")),
    (STEPS, ("am", "Revenue (team)", 2), "From value", None,
     "A step has a value and a payout.", None),
    (BANDS, ("B", None, 0), "From score", 110,
     "Not below the band before; the best band stands first.",
     ("B: 90", "B: 110")),
    (BANDS, ("D", None, 0), "From score", 1,
     "D is the rating below all bands: this one must be 0.",
     ("D: 0", "D: 1")),
    (BANDS, ("A", None, 0), "From score", None, LEAST, None),
    (LADDERS, ("everybody", "new", 1), "From sum", 0, RISE,
     ("500000000: 0.02", "0: 0.02")),
    (LADDERS, ("everybody", "new", 0), "From sum", -1, LEAST,
     ("{0: 0.01", "{-1: 0.01")),
    (LADDERS, ("everybody", "upsell", 0), "Rate", 1.01, RATE,
     ("upsell: 0.03", "upsell: 1.01")),
    (LADDERS, ("everybody", "upsell", 0), "Rate", 0.00125, PLACES,
     ("upsell: 0.03", "upsell: 0.00125")),
    (LADDERS, ("everybody", "upsell", 0), "Rate", None,
     "A step has a sum and a rate.", None),
    (LADDERS, ("am", "new", 1), "Rate", -0.01, RATE,
     ("100000000: 0.03", "100000000: -0.01")),
    (CAPS, ("everybody", None, 0), "Commission", -1, LEAST,
     ("{commission: 9000000", "{commission: -1")),
    (CAPS, ("am", None, 0), "KPI bonus", 0.12345, PLACES,
     ("kpi_bonus: 25000000", "kpi_bonus: 0.12345")),
    (TERMS, ("Project award", None, 0), "Value", -0.5, LEAST,
     ("project_award: 100", "project_award: -0.5")),
    (TERMS, ("Least score for a KPI bonus", None, 0), "Value", None, LEAST,
     None),
)
# Of the sample, whose plans have shares, scores and one that falls.
OF_SAMPLE = (
    (PLAN, ("junior", "Client retention", 0), "Stretch", 1.01,
     "Outside the range 0 to 1.", None),
    (PLAN, ("junior", "Client satisfaction", 0), "Stretch", 101,
     "Outside the range 0 to 100.", None),
    (PLAN, ("junior", "Cost against budget", 0), "Threshold", 0.01, DOWN,
     None),
)


def place_of(sheet, table, row, heading):
    """(row, column); of steps and bands the second cell may be a number."""
    first, second, number = row
    found = [at for at in table.rows if sheet.value(at, 0) == first and
             second in (None, sheet.value(at, 1))]
    return found[number], table.column(heading)


def check_one(book, mistake):
    where, row, heading, typed, message, _ = mistake
    sheet = book.sheets["What-if"]
    table = sheet.table(*where)
    at = place_of(sheet, table, row, heading)
    value = Calculator(sheet, {at: None if typed is None else float(typed)}).value
    said = at[0]
    if message == WEIGHTS:
        said = min(r for (r, c), cell in sheet.cells.items() if c == 0 and
                   r > at[0] and cell.value == "Sum of the weights")
    found = value(said, table.column("What is wrong"))
    suite.equal(found, message, row, heading, typed)
    check_no_results(sheet, value)


def check_no_results(sheet, value):
    """Not a number that would be wrong, and the first lines say so."""
    row = sheet.find("Inputs that are wrong")[0]
    suite.expect(value(row, 2) >= 1 and value(row, 3).startswith(
        "The program would refuse this"), value(row, 2), value(row, 3))
    suite.equal(value(sheet.find("Total cost")[0], 2), "")
    table = sheet.table("Scores and bonuses", "Days served")
    for heading in ("Score", "Rating", "KPI bonus", "Total"):
        column = table.column(heading)
        suite.equal([value(at, column) for at in table.rows if
                     sheet.cells[at, column].formula and value(at, column)],
                    [], heading)


def refused(dataset, mistake):
    """A run under it ends with 2."""
    where, row, _, _, _, (old, new) = mistake
    plan, yaml = (os.path.join(dataset, n) for n in ("plan.csv", "kpi.yaml"))
    kept = suite.read(plan), suite.read(yaml)
    if where in (PLAN, STEPS):
        rows = read_csv(plan)
        scope = "team" if "team" in row[1] else ""
        for line in rows:
            line.setdefault("payout_threshold", "")
            line.setdefault("payout_stretch", "")
            if (line["level"], line["metric"], line["scope"]) == (
                    "am", "revenue", scope):
                line[old] = new
        with open(plan, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        text = kept[1].decode()
        suite.equal(text.count(old), 1, old)
        suite.write(yaml, text.replace(old, new))
    suite.run("run", dataset, "-q", *sets.PLANS_OPTIONS, "--out",
                     os.path.join(suite.folder(), "refused"), code=2)
    suite.write(plan, kept[0].decode())
    suite.write(yaml, kept[1].decode())


def check():
    dataset, out = (os.path.join(suite.folder(), n) for n in ("data", "out"))
    os.mkdir(dataset)
    sets.plans(dataset)
    suite.write(os.path.join(dataset, "kpi.yaml"), YAML)
    suite.run("run", dataset, "-q", *sets.PLANS_OPTIONS, "--out", out)
    book = Workbook(os.path.join(out, "dashboard.xlsx"))
    for mistake in MISTAKES:
        try:
            check_one(book, mistake)
            if mistake[-1]:
                refused(dataset, mistake)
        except AssertionError as error:
            yield "%s: %s" % (mistake[1:4], error)


def check_sample():
    out = os.path.join(suite.folder(), "out")
    suite.run("run", suite.AGENCY, "-q", "--period", "2026Q3", "--out", out)
    book = Workbook(os.path.join(out, "dashboard.xlsx"))
    for mistake in OF_SAMPLE:
        check_one(book, mistake)
    # Scores on the scale of the surveys, where 0 to 100 is meant.
    sheet = book.sheets["What-if"]
    table = sheet.table(*PLAN)
    typed = {place_of(sheet, table, ("junior", "Client satisfaction", 0), h): v
             for h, v in (("Threshold", 3.0), ("Target", 4.0),
                          ("Stretch", 5.0))}
    value = Calculator(sheet, typed).value
    suite.equal(value(next(iter(typed))[0], table.column("What is wrong")),
                "The range is 0 to 100; this is on the scale from 1 to 5.")
    check_no_results(sheet, value)
