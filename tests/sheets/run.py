#!/usr/bin/env python3
"""Workbooks as input: run.py KPI

Sheets of .xlsx files, as the programs that people have write them (writer.py),
are read as CSV files with the same content are: the sample agency gives the same
kpi.csv to the byte; lines are the sheet's rows and add up; numbers, dates and
durations are what the sheet says they are, whatever the texts beside them look
like. What cannot be read is refused with its reason and exit code 3.
"""
import csv
import datetime
import decimal
import hashlib
import json
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
import writer  # noqa: E402
from suite import equal, expect  # noqa: E402
from writer import sheet  # noqa: E402

TABLES = ["contracts", "timesheets", "surveys", "people", "assignments", "plan"]


# ---- the sample agency ----

def typed(text):
    """A cell of the sample as a person would have it in a sheet."""
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text)
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return decimal.Decimal(text)
    return text


def rows_of(table):
    with open(os.path.join(suite.AGENCY, table + ".csv"), newline="", encoding="utf-8") as stream:
        return [[typed(cell) for cell in row] for row in csv.reader(stream)]


def values_of(folder):
    out = os.path.join(suite.folder(), "out")
    suite.run("run", folder, "--out", out)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        inputs = json.load(stream)["inputs"]
    for one in inputs:
        lines = one["reconciliation"]
        equal(lines["lines"], sum(n for name, n in lines.items() if name != "lines"))
        path = os.path.join(folder, os.path.basename(one["path"]))
        equal(one["sha256"], hashlib.sha256(suite.read(path)).hexdigest())
    return suite.read(out, "kpi.csv")


def gives_the_same(program, expected, **habits):
    place = os.path.join(suite.folder(), "agency")
    os.mkdir(place)
    shutil.copy(os.path.join(suite.AGENCY, "kpi.yaml"), place)
    for table in TABLES:
        writer.save(os.path.join(place, table + ".xlsx"), [sheet("Data", rows_of(table))],
                    program, **habits)
    expect(values_of(place) == expected, "kpi.csv differs")


def register():
    place = os.path.join(suite.shared(), "sample")
    suite.run("run", suite.AGENCY, "--out", place)
    expected = suite.read(place, "kpi.csv")
    for program in writer.HABITS:
        suite.add("the sample, " + program, gives_the_same, program, expected)


register()
suite.main()
