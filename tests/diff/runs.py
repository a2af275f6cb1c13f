"""What the checks of kpi diff share: runs to compare, and their comparison."""
import collections
import csv
import hashlib
import io
import json
import os
import shutil
from decimal import Decimal, getcontext

import shown
import suite
from suite import AGENCY, expect, kpi

getcontext().prec = 60
PERIOD = "2026Q3"
# The columns of a contract that its numbers need.
CONTRACT = "contract_id,client_id,account_manager,stage,closed_on,value"
AMOUNTS = ("kpi_bonus", "commission", "project_award", "adjustment", "total")
PAY = {"score", *AMOUNTS}


def run(data, name, *options, period=PERIOD):
    out = os.path.join(suite.folder(), name)
    suite.run("run", data, "--out", out, "-q", "--period", period, *options,
              code=(0, 1))
    return out


def vouch(out):
    """Lets run.json name the outputs as they are now: by its digests nobody
    can tell that they were altered."""
    path = os.path.join(out, "run.json")
    with open(path, encoding="utf-8") as stream:
        record = json.load(stream)
    record["outputs"] = [
        {"name": name, "bytes": 0, "sha256": hashlib.sha256(
            suite.read(out, name)).hexdigest()}
        for name in sorted(os.listdir(out))
        if name not in ("run.json", "seal.txt")]
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(record, stream)


class Table:
    def __init__(self, folder, name):
        self.path = os.path.join(folder, name)
        with open(self.path, newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.reader(stream))
        self.header, self.rows = rows[0], rows[1:]

    def find(self, **wanted):
        for at, row in enumerate(self.rows):
            if all(self.get(at, key) == value
                   for key, value in wanted.items()):
                return at
        raise AssertionError("no row %s in %s" % (wanted, self.path))

    def get(self, at, column):
        return self.rows[at][self.header.index(column)]

    def set(self, at, **cells):
        for column, value in cells.items():
            self.rows[at][self.header.index(column)] = value
        return self

    def save(self, path=None):
        with open(path or self.path, "w", newline="",
                  encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(self.header)
            writer.writerows(self.rows)


def copy(name="data"):
    data = os.path.join(suite.folder(), name)
    shutil.copytree(AGENCY, data)
    return data


def kpi_rows(out):
    with open(os.path.join(out, "kpi.csv"), newline="",
              encoding="utf-8") as stream:
        return {(row["period"], row["scope"], row["subject"], row["metric"]):
                row for row in csv.DictReader(stream)}


def bonuses(out):
    path = os.path.join(out, "bonus.csv")
    if not os.path.exists(path):
        return None
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return {row["subject"]: row for row in csv.DictReader(stream)}


def check_pay(old, new, values):
    """Amounts are told if and only if they differ, and the true-up is the
    difference of the totals. What --true-up prints."""
    before, after = bonuses(old), bonuses(new)
    code, text, error = kpi("diff", "--true-up", old, new)
    if before is None or after is None:
        expect(code == 3 and "bonus.csv" in error and not text, code, error)
        return None
    expect(code == 0, code, error)
    expect(text.startswith("\ufeff"), "no BOM", text[:20])
    text = text[1:]
    lines = {row["subject"]: row for row in csv.DictReader(io.StringIO(text))}
    expect(len(lines) == text.count("\n") - 1, text)
    for who in before.keys() | after.keys():
        for measure in AMOUNTS:
            amounts = [Decimal(run[who][measure]) if who in run else Decimal(0)
                       for run in (before, after)]
            row = values.get((PERIOD, "manager", who, measure))
            told = Decimal(row["difference"]) if row else Decimal(0)
            expect(told == amounts[1] - amounts[0], who, measure, told)
        due = amounts[1] - amounts[0]
        expect((who in lines) == (due != 0), who, due)
        if due:
            line = lines[who]
            expect([Decimal(line["old_total"]), Decimal(line["new_total"]),
                    Decimal(line["difference"])] == [*amounts, due], line)
            expect(line["reason"] and line["currency"] == "VND" and
                   line["period"] == PERIOD, line)
    return text


def diff(old, new):
    """The rows of the CSV. What they and every other form say is what the
    folders hold (shown.py)."""
    code, table, error = kpi("diff", "--format", "csv", old, new)
    expect(code == 0, code, error)
    rows = list(csv.DictReader(io.StringIO(table)))
    values = {}
    parts = collections.defaultdict(list)
    for row in rows:
        key = (row["period"], row["scope"], row["subject"], row["measure"])
        if row["row"] == "value":
            expect(key not in values, "twice", key)
            values[key] = row
        elif row["row"] == "part":
            expect(row["reason"], "a part without a reason", row)
            parts[key].append(row)
    for key, row in values.items():
        if not row["difference"]:
            expect(not row["old"] or not row["new"], row)
            continue
        difference = Decimal(row["difference"])
        exact = Decimal(row["new"]) - Decimal(row["old"])
        expect(difference == exact, row)
        total = sum((Decimal(part["difference"]) for part in parts[key]
                     if part["difference"]), Decimal(0))
        expect(total == difference, key, total, difference, parts[key])
    before, after = kpi_rows(old), kpi_rows(new)
    for key in before.keys() & after.keys():
        same = all(before[key][column] == after[key][column]
                   for column in ("value", "numerator", "denominator", "n"))
        expect(same or key in values, "not said", key)
    true_up = check_pay(old, new, values)
    document = json.loads(suite.run("diff", "--format", "json", old, new).out)
    code, text, error = kpi("diff", "-v", old, new)
    expect(code == 0 and (error == "" or "no bonus.csv" in error), code, error)
    shown.check(old, new, document, {"csv": table, "-v": text,
                                     "--true-up": true_up})
    runs = [row for row in rows if row["row"] == "run"]
    return values, parts, runs, text


def metrics_of(values, scope, subject, period=PERIOD):
    return {key[3] for key in values
            if key[:3] == (period, scope, subject)} - PAY


def unexplained(parts):
    return [row for rows in parts.values() for row in rows
            if row["record"] == "unexplained"]


def one_change(edit, name="changed"):
    """The sample, and the sample after an edit of its copy; their diff."""
    data = copy()
    edit(data)
    return diff(run(AGENCY, "old"), run(data, name))


def data_set(name, **tables):
    """A data set of its own: the lines of each table by its name."""
    data = os.path.join(suite.folder(), name)
    os.makedirs(data)
    for table, lines in tables.items():
        with open(os.path.join(data, table + ".csv"), "w",
                  encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    return data


def reasons(parts, subject, measure):
    """What is said of each record behind a manager's measure."""
    return {row["record"]: row["reason"]
            for row in parts[(PERIOD, "manager", subject, measure)]}


def scorecard(out, subject, metric):
    with open(os.path.join(out, "scorecard.csv"), newline="",
              encoding="utf-8-sig") as stream:
        return next(row for row in csv.DictReader(stream)
                    if (row["subject"], row["metric"]) == (subject, metric))


def plan_rows(data, edit):
    plan = Table(data, "plan.csv")
    for row in range(len(plan.rows)):
        edit(plan, row, plan.get(row, "level"), plan.get(row, "metric"))
    plan.save()
