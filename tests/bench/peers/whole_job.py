#!/usr/bin/python3
"""The rest of kpi's job with what there is for Python.

whole_job.py FOLDER THREADS SQL OUT CELLS: DuckDB (duckdb.mjs beside this) makes
the sums and the observations; meanwhile hashlib digests the inputs; scipy makes
the 95 % intervals as metrics/README.md defines them; observations.csv, kpi.csv
and with xlsxwriter a workbook of the cells in CELLS, ready made and without
colours or charts, are written to OUT. Prints the rows of kpi.csv.
whole_job.py cells WORKBOOK: the cells of a workbook, as such a file."""
import hashlib
import json
import os
import subprocess
import sys
import threading


def cells(path):
    import openpyxl
    return [[sheet.title, [[cell.row - 1, cell.column - 1,
                            cell.value if isinstance(cell.value, (int, float))
                            else str(cell.value)]
                           for row in sheet.iter_rows() for cell in row
                           if cell.value is not None]]
            for sheet in openpyxl.load_workbook(path).worksheets]


if sys.argv[1] == "cells":
    json.dump(cells(sys.argv[2]), sys.stdout)
    sys.exit(0)

folder, threads, sql, out, cell_file = sys.argv[1:]
os.makedirs(out, exist_ok=True)
sums = subprocess.Popen(["node", os.path.join(os.path.dirname(__file__), "duckdb.mjs"),
                         folder, threads, sql, out], stdout=subprocess.PIPE, text=True)


def digest():
    for name in sorted(os.listdir(folder)):
        whole = hashlib.sha256()
        with open(os.path.join(folder, name), "rb") as file:
            while block := file.read(1 << 20):
                whole.update(block)
        print(whole.hexdigest(), name, file=sys.stderr)


digesting = threading.Thread(target=digest)
digesting.start()

import pandas as pd  # noqa: E402  while DuckDB is at work
import xlsxwriter  # noqa: E402
from scipy import special, stats  # noqa: E402

SHARES = {"retention", "upsell_rate", "on_time", "close_rate"}


def student(df):
    return special.stdtrit(df, 0.975)


def wilson(x):
    one = stats.binomtest(int(x.sum()), len(x)).proportion_ci(method="wilson")
    return one.low, one.high


def score(x):
    """Of answers from 0 to 100: the ends of all m with
    (mean - m)^2 <= t^2 (S + k m (100 - m)) / (n df)."""
    n, mean, k = len(x), x.mean(), 0.7
    df = n - 1 + k
    t2, a = student(df) ** 2, n * df
    p, q = a + t2 * k, 2 * a * mean + 100 * t2 * k
    root = (q * q - 4 * p * (a * mean * mean - t2 * ((x - mean) ** 2).sum())) ** 0.5
    return max(0, (q - root) / (2 * p)), min(100, (q + root) / (2 * p))


def ratio(x, y):
    n, r = len(x), x.sum() / y.sum()
    error = (n / (n - 1) * ((x - r * y) ** 2).sum()) ** 0.5 / abs(y.sum())
    q2, q3, q4, q5 = (((y / y.sum()) ** m).sum() for m in (2, 3, 4, 5))
    df = (q2 + q2 ** 2 - 2 * q3) ** 2 / (
        q2 ** 4 + 2 * q4 * q2 - 4 * q2 ** 2 * q3 + 2 * q3 ** 2
        + q4 * (1 + 2 * q2) - 4 * q5)
    t = student(max(df, 1))
    low = r - t * error
    return low if (x < 0).any() else max(0, low), r + t * error


def coordination(answers):
    """Of the mean of the departments' means, after Welch and Satterthwaite."""
    each = answers.groupby("department")["score"].agg(["mean", "var", "count"])
    parts = each["var"] / each["count"]
    t = student(parts.sum() ** 2 / (parts ** 2 / (each["count"] - 1)).sum())
    middle, half = each["mean"].mean(), t * parts.sum() ** 0.5 / len(each)
    return max(0, middle - half), min(100, middle + half)


def interval(metric, group):
    if metric in SHARES:
        return wilson(group["x"])
    if metric == "satisfaction" and len(group) > 1:
        return score(group["x"].to_numpy())
    if metric == "budget_variance" and len(group) > 2:
        return ratio(group["x"].to_numpy(), group["y"].to_numpy())
    return None


def scopes(rows):
    team = rows["manager"].map(people.set_index("account_manager")["team"])
    yield "company", rows.assign(subject="*")
    yield "team", rows.assign(subject=team)
    yield "manager", rows.assign(subject=rows["manager"])


lines = [line for line in sums.communicate()[0].splitlines() if line]
people = pd.read_csv(f"{folder}/people.csv")
intervals = {}
for scope, rows in scopes(pd.read_csv(f"{out}/observations.csv")):
    for (label, subject, metric), group in rows.groupby(["label", "subject", "metric"]):
        intervals[label, scope, subject, metric] = interval(metric, group)
for scope, rows in scopes(pd.read_csv(f"{out}/answers.csv")):
    for (label, subject), group in rows.groupby(["label", "subject"]):
        if group.groupby("department").size().min() > 1:
            intervals[label, scope, subject, "coordination"] = coordination(group)
with open(f"{out}/kpi.csv", "w", encoding="utf-8") as file:
    for line in lines:
        low, high = intervals.get(tuple(line.split(",")[:4])) or ("", "")
        print(line, low, high, sep=",", file=file)
        print(line, low, high, sep=",")
with xlsxwriter.Workbook(f"{out}/dashboard.xlsx") as book, \
        open(cell_file, encoding="utf-8") as file:
    for title, values in json.load(file):
        sheet = book.add_worksheet(title)
        for row, column, value in values:
            sheet.write(row, column, value)
digesting.join()
