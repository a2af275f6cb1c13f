"""What too few raters said of somebody stands nowhere: in no cell, no title and
no chart of the workbook, nor in that person's statement."""
import os
import re

import suite
from book import Workbook
from sets import write
from suite import expect

OPTIONS = "--period", "2026Q3", "--as-of", "2026-09-30"
# Two answers about Binh, of a single department, in each of two quarters; their
# means as well.
SECRET = {"2026-08-20": (13, 40), "2026-05-20": (91, 96)}
SECRETS = [number for pair in SECRET.values()
           for number in (*pair, sum(pair) / 2)]


def make(folder):
    answers = [("binh", "Media", day, score)
               for day, pair in SECRET.items() for score in pair]
    for who, scores in (("an", (60, 62, 64)), ("chi", (70, 72, 77))):
        for department in ("Media", "Kế toán"):
            answers += [(who, department, day, score)
                        for day in SECRET for score in scores]
    write(folder, "surveys.csv", [
        {"kind": "internal", "account_manager": who, "department": department,
         "answered_on": day, "score": score, "scale_min": 0,
         "scale_max": 100} for who, department, day, score in answers])
    write(folder, "people.csv", [
        {"account_manager": who, "name": name, "team": team,
         "base_bonus": 10000000} for who, name, team in (
             ("an", "Thu An", "Nam"), ("binh", "Lê Bình", "Bắc"),
             ("chi", "Mai Chi", "Nam"))])
    write(folder, "plan.csv", [
        {"level": "*", "metric": "coordination", "weight": 100,
         "threshold": 10, "target": 50}])


def numbers_in(text):
    return {float(n.replace(",", ".")) for n in
            re.findall(r"\d+(?:[.,]\d+)?", text)}


def check_book(path):
    book = Workbook(path)
    for name, sheet in book.sheets.items():
        for place, cell in sheet.cells.items():
            if isinstance(cell.value, float):
                expect(cell.value not in SECRETS, name, place, cell.value)
        for row in range(2):
            title = str(sheet.cells[row, 0].value)
            expect(not numbers_in(title) & set(SECRETS) and (
                name == "Lê Bình" or "Bình" not in title), name, title)
        for chart in sheet.charts:
            for series in chart.series:
                expect(not set(SECRETS) & set(series.values), name,
                       chart.title)


def check(language):
    data, out, statement = (os.path.join(suite.folder(), n)
                            for n in ("data", "out", "binh.xlsx"))
    os.mkdir(data)
    make(data)
    suite.run("run", data, "-q", "--out", out, "--lang", language, *OPTIONS,
              code=(0, 1))
    check_book(os.path.join(out, "dashboard.xlsx"))
    suite.run("statement", data, "-q", "--manager", "binh", "--out",
              statement, "--lang", language, *OPTIONS, code=(0, 1))
    book = Workbook(statement)
    for sheet in book.sheets.values():
        for place, cell in sheet.cells.items():
            found = {cell.value} if isinstance(cell.value, float) else \
                numbers_in(cell.value or "")
            # 40 may be a row's number or a date's; the mean is nobody's.
            expect(not found & {26.5, 93.5}, sheet.name, place, cell.value)
