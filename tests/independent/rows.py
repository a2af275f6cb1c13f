"""Rows as `kpi sql` lists them: their days, and what those of timesheets cost.

Most rows never come into a metric, so that kpi.csv alone would say little
about how they are read.
"""
import collections
import csv
import datetime
from fractions import Fraction

DAYS = {"contracts": ("closed_on", "proposed_on", "due_on", "delivered_on"),
        "timesheets": ("worked_on",), "payments": ("paid_on",), "surveys": ("answered_on", "sent_on")}
QUERY = " union all ".join(
    ["select '%s' as what, %s as day, null as cost from %s" % (
        column, column, table) for table in DAYS for column in DAYS[table]] +
    ["select 'cost of ' || project_id, worked_on, cost from timesheets"])


def cost(row):
    """Of a row of timesheets: cost, else hours x hourly_cost, else hours x the
    configured rate; None if it has none of them."""
    hours = Fraction(row["hours"], 10 ** 8)
    if row["cost"] is not None:
        return Fraction(row["cost"], 10 ** 8)
    if row["hourly_cost"] is not None:
        return hours * Fraction(row["hourly_cost"], 10 ** 8)
    return None if row["rate"] is None else hours * Fraction(
        row["rate"], 10 ** 4)


def text(what, day, number):
    date = "" if day is None else datetime.date.fromordinal(day).isoformat()
    return what, date, "" if number is None else "%.12g" % float(number)


def says_no_day(row, column):
    """Of a credit only the day when it was signed means anything."""
    return row.get("kind") == "credit" and column != "closed_on"


def wanted(tables):
    """(what, day, cost) of the rows that were read here."""
    days = [text(column, None if says_no_day(row, column) else row[column],
                 None) for table in DAYS for column in DAYS[table]
            for row in tables[table]]
    return days + [text("cost of " + row["project_id"], row["worked_on"],
                        cost(row)) for row in tables["timesheets"]]


def differences(answer, tables):
    """What QUERY's answer lists, and what was read here, beyond the other: one
    pair, or nothing."""
    listed = collections.Counter(
        (row["what"], row["day"], row["cost"] and text("", None, Fraction(
            row["cost"]))[2]) for row in csv.DictReader(answer.splitlines()))
    read = collections.Counter(wanted(tables))
    if listed != read:
        yield list(listed - read)[:3], list(read - listed)[:3]
