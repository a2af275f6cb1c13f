"""Amounts of more digits than a spreadsheet keeps: the What-if sheet says where.
"""
import os

import sets
import suite
from book import Workbook
from formulas import Calculator

REMARK = "More digits than a spreadsheet keeps: the last ones may differ from " \
    "the program's."
# Who, amounts of new contracts, whether it is said at a rate of 0.5, and of 1.
PEOPLE = (
    ("long", ["123456789012.3456"], True, True),          # 16 digits
    ("short", ["12345678901.2345"], False, False),         # 15
    ("huge", ["900000000000000"] * 2, True, True),        # a half may be lost
    ("half", ["20000000001"], False, False),              # half a unit, exactly
)


def check():
    dataset, out = (os.path.join(suite.folder(), n) for n in ("data", "out"))
    os.mkdir(dataset)
    sets.write(dataset, "people.csv", [
        {"account_manager": who, "base_bonus": ""} for who, *_ in PEOPLE])
    sets.write(dataset, "contracts.csv", [
        {"contract_id": "%s%d" % (who, i), "client_id": who,
         "account_manager": who, "stage": "won", "kind": "new",
         "value": value, "closed_on": "2026-08-01"}
        for who, values, *_ in PEOPLE for i, value in enumerate(values)])
    suite.write(os.path.join(dataset, "kpi.yaml"),
                "pay: {commission: 0.5}\n")
    suite.run("run", dataset, "-q", "--period", "2026Q3", "--as-of",
              "2026-09-30", "--out", out)
    sheet = Workbook(os.path.join(out, "dashboard.xlsx")).sheets["What-if"]
    table = sheet.table("Scores and bonuses", "Days served")
    rates = sheet.table("Commission: from which sum on which rate", "Rate")
    for rate, expected in ((0.5, [p[2] for p in PEOPLE]),
                           (1.0, [p[3] for p in PEOPLE])):
        found = Calculator(sheet, {(rates.rows[0], 3): rate}).value
        said = {sheet.value(at, 0): found(at, table.column("Remark")) == REMARK
                for at in table.rows}
        suite.equal([said[p[0]] for p in PEOPLE], expected, rate)
        suite.expect(found(sheet.find("Total cost")[0], 3).startswith(
            "Some amounts have more digits"), rate)
