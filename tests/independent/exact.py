"""Exact rational arithmetic for SQLite, and the two SQL files run with it.

A number in SQL is an integer or the text of a fraction.
"""
import os
import re
import sqlite3
from fractions import Fraction

import months
import references

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = ("known", "signed", "worth", "survey_then", "keeper", "cohort", "work", "project",
          "answer", "request", "money", "observation", "owner", "folded", "result")


def into(number):
    return number if isinstance(number, int) else Fraction(number)


def out_of(number):
    if isinstance(number, int):
        fits = -2 ** 63 <= number < 2 ** 63
        return number if fits else str(number)
    if number.denominator == 1:
        return out_of(number.numerator)
    return "%d/%d" % (number.numerator, number.denominator)


def lifted(function):
    def lift(*numbers):
        if None in numbers:
            return None
        return out_of(function(*map(into, numbers)))
    return lift


class Sum:
    def __init__(self):
        self.total = None

    def step(self, number):
        if number is not None:
            self.total = into(number) + (self.total or 0)

    def finalize(self):
        return None if self.total is None else out_of(self.total)


def script(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as stream:
        return stream.read()


GROUND, METRICS = script("ground.sql"), script("metrics.sql")
# The metrics that are computed here, as ground.sql lists them.
KNOWN = re.findall(r"^ \(\d+, '(\w+)',", GROUND, re.M)
CONTRACT = ("contract_id client_id account_manager stage closed_on kind value "
            "proposed_on start_on end_on terminated_on budget due_on "
            "delivered_on project_id team value_per recurring budget_per "
            "planned_budget price rate currency progress refers_to").split()
SURVEY = ("score answered_on kind account_manager contract_id client_id "
          "department sent_on scale_min scale_max").split()
SPLIT = "contract_id account_manager share".split()
PAYMENT = "source contract_id paid_on amount".split()
TIMESHEET = "project_id worked_on hours cost hourly_cost rate".split()


class Database:
    """The tables of one data set, for one run's as_of."""

    def __init__(self, tables, as_of):
        self.grace = tables.definitions["grace_days"]
        self.sql = sqlite3.connect(":memory:")
        self.sql.execute("PRAGMA temp_store = MEMORY")
        for name, count, function in (
                ("xmul", 2, lambda a, b: a * b),
                ("xdiv", 2, lambda a, b: Fraction(a) / b),
                ("months", 2, months.between),
                ("whole", 1, months.rounded),
                ("xsub", 2, lambda a, b: a - b), ("xmin", 2, min),
                ("xcmp", 2, lambda a, b: (a > b) - (a < b))):
            self.sql.create_function(name, count, lifted(function),
                                     deterministic=True)
        self.sql.create_function(
            "rate_on", 2, lambda currency, day: tables.rate_on(currency, day),
            deterministic=True)
        self.sql.create_aggregate("xsum", 1, Sum)
        self.load(tables, as_of)
        self.sql.executescript(GROUND)

    def fill(self, name, columns, rows):
        self.sql.execute("CREATE TABLE %s(%s)" % (name, ", ".join(columns)))
        self.sql.executemany("INSERT INTO %s VALUES (%s)" % (
            name, ", ".join("?" * len(columns))), rows)

    def load(self, tables, as_of):
        rows = self.rows = tables.rows
        take = lambda table, columns: [
            [row[c] for c in columns] for row in rows[table]]
        self.fill("raw_contract", CONTRACT, take("contracts", CONTRACT))
        self.fill("raw_assignment",
                  ["client_id", "account_manager", "from_on", "until_on"],
                  take("assignments",
                       ["client_id", "account_manager", "from", "until"]))
        self.fill("raw_survey", ["survey"] + SURVEY,
                  [[i] + r for i, r in enumerate(take("surveys", SURVEY))])
        self.fill("raw_split", SPLIT, take("splits", SPLIT))
        self.fill("raw_payment", PAYMENT, take("payments", PAYMENT))
        self.fill("raw_timesheet", TIMESHEET, take("timesheets", TIMESHEET))
        self.fill("person", ["account_manager"],
                  [[who] for who in sorted(tables.people)])
        self.fill("spell", ["manager", "team", "lead", "first", "last"],
                  tables.spells)
        self.fill("alias", ["alias", "account_manager"],
                  tables.alias.items())
        self.fill("close_kind", ["kind"],
                  [[k] for k in tables.definitions["kinds"]])
        self.fill("run", ["as_of"], [[as_of]])
        needed = ["contracts", "timesheets", "surveys", "payments"]
        self.fill("have", needed, [[int(t in tables.present) for t in needed]])

    def period(self, period, as_of):
        """{(scope, subject, metric): (value, numerator, denominator, n)} in
        the order of kpi.csv, the observations as (metric, manager, x, y,
        department, day), and whose else they are as {(manager, day): [(scope,
        subject)]}."""
        self.sql.executescript(
            "".join("DROP TABLE IF EXISTS temp.%s;" % t for t in TABLES) +
            "DROP TABLE IF EXISTS p; DROP TABLE IF EXISTS cut;")
        first, until = period[1], period[2]
        self.fill("p", ["opening", "from_day", "until_day", "as_of",
                        "closing", "grace"],
                  [[first - 1, first, until, as_of, min(until - 1, as_of),
                    self.grace]])
        self.fill("cut", ["contract_id", "cut_on"],
                  references.cuts(self.rows["contracts"], as_of).items())
        self.sql.executescript(METRICS)
        number = lambda x: None if x is None else Fraction(x)
        found = {}
        for scope, subject, metric, *numbers, n in self.sql.execute(
                "SELECT scope, subject, metric, value, num, den, n FROM result"
                " ORDER BY scope_order, subject, place"):
            found[scope, subject, metric] = (*map(number, numbers), n)
        seen = [(metric, manager, Fraction(x), Fraction(y), department, day)
                for metric, manager, x, y, department, day in
                self.sql.execute(
                    "SELECT metric, manager, x, y, department, day FROM "
                    "observation")]
        owners = {}
        for manager, day, *owner in self.sql.execute(
                "SELECT manager, day, scope, subject FROM owner"):
            owners.setdefault((manager, day), []).append(tuple(owner))
        return found, seen, owners

    def kinds(self):
        return dict(self.sql.execute("SELECT metric, kind FROM metric"))

    def units(self):
        return dict(self.sql.execute("SELECT metric, unit FROM metric"))
