"""What a workbook should show: the run's CSV files, and the exports themselves.

Nothing here comes from the workbook, nor from the program's own tables: files
are read by Python's csv module, and what they do not hold (tenures, teams,
comments) is computed from the exports as tests/analysis does.
"""
import collections
import csv
import datetime
import json
import os
import re
import subprocess
import sys
from datetime import date
from statistics import median

HERE = os.path.dirname(os.path.abspath(__file__))
for other in ("independent", "analysis"):
    sys.path.insert(0, os.path.join(HERE, "..", other))

import generate  # noqa: E402,F401
import periods  # noqa: E402
import tables  # noqa: E402
from words import Words  # noqa: E402
from world import World  # noqa: E402

HISTORY = 8  # quarters of the views over time
# Whose days say since when a metric is known.
TABLES_OF = (
    ("timesheets", ("budget_variance", "over_budget", "cpi", "running_over",
                    "eac_variance"), ("worked_on",)),
    ("surveys", ("satisfaction", "csat_top2", "nps", "response_rate",
                 "coordination"), ("answered_on", "sent_on")),
    ("payments", ("collected",), ("paid_on",)),
    ("contracts", None, ("closed_on", "proposed_on")))
Metric = collections.namedtuple("Metric", "id unit up label headline")
KEPT = {"contract": "contracts", "survey": "surveys", "person": "people",
        "assignment": "assignments", "plan": "plan"}


def number(text):
    return float(text) if text else None


def read_csv(path):
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def unguarded(text):
    """Without the quote that keeps a spreadsheet from running a text."""
    return text[1:] if re.match(r"'[=+\-@\t\r']", text) else text


def date_of(text):
    return datetime.date.fromisoformat(text) if text else None


def hide_few_raters(rows, least):
    """kpi.csv has what too few raters said; people are not shown it. The data
    sets do not say who answered, so each answer is a rater."""
    few = set()
    for row in rows:
        if row["metric"] != "coordination":
            continue
        row["computed with"] = row["value"]
        if 0 < int(row["n"]) < least:
            few.add((row["period"], row["scope"], row["subject"]))
            for key in ("value", "numerator", "change", "prior", "ci_low",
                        "ci_high", "p_change", "p_peers", "shrunk", "trend",
                        "trend_p"):
                row[key] = ""
            row["flags"] = "hidden"
    periods = list(dict.fromkeys(row["period"] for row in rows))
    before = dict(zip(periods[1:], periods))
    for row in rows:
        if row["metric"] == "coordination" and (
                before.get(row["period"]), row["scope"],
                row["subject"]) in few:
            row["prior"] = row["change"] = row["p_change"] = ""

SCOPES = {"en": {"company": "company", "team": "team", "reports": "reports"},
          "vi": {"company": "công ty", "team": "nhóm", "reports": "cấp dưới"}}


class Figures:
    """One run of a data set, with everything that its workbook may show."""

    def __init__(self, kpi, dataset, out, language="en", options=()):
        self.kpi_program, self.dataset, self.out = kpi, dataset, out
        self.language, self.options = language, list(options)
        done = subprocess.run(
            [kpi, "run", dataset, "-q", "--out", out, "--lang", language,
             "--history", str(HISTORY), *options], stderr=subprocess.PIPE)
        self.said = done.stderr.decode("utf-8", "replace")
        assert done.returncode in (0, 1), (done.returncode, self.said)
        with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
            self.json = json.load(stream)
        self.configuration = self.json["configuration"]
        self.words = Words(language, self.configuration["currency"])
        self.read_metrics()
        self.read_kpi()
        self.read_records()
        self.read_pay()
        self.make_world()

    def rows(self, name):
        return read_csv(os.path.join(self.out, name))

    # ---- the run's files ----

    def read_metrics(self):
        listed = subprocess.run(
            [self.kpi_program, "list", "metrics", "--lang", self.language],
            check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
        self.metrics = {
            m[1]: Metric(m[1], m[2], m[3] == "up", m[4], m[0] == "*")
            for m in re.findall(r"^([* ]) (\w+) +(\w+) +(up|down) +(.*?) *$",
                                listed, re.M)}
        self.headlines = [m for m in self.metrics.values() if m.headline]

    def read_kpi(self):
        rows = self.rows("kpi.csv")
        hide_few_raters(rows, int(self.configuration["min_raters"]))
        self.periods = list(dict.fromkeys(row["period"] for row in rows))
        self.own, self.prior = self.periods[-1], self.periods[-2]
        assert self.own == self.json["period"]["label"]
        self.subjects = list(dict.fromkeys(
            (row["scope"], row["subject"]) for row in rows
            if row["period"] == self.own))
        self.kpi = {(row["period"], row["scope"], row["subject"],
                     row["metric"]): row for row in rows}
        self.from_day, self.last_day, self.as_of = (
            date_of(self.json["period"][key])
            for key in ("from", "last", "as_of"))

    def read_records(self):
        self.observations = collections.defaultdict(list)
        for row in self.rows("observations.csv"):
            for key in ("manager", "record", "source", "group"):
                row[key] = unguarded(row[key])
            self.observations[row["period"], row["metric"]].append(row)
        self.records = {}
        for kind, name in KEPT.items():
            rows = self.rows("records-%s.csv" % name)
            for row in rows:
                for key in row:
                    row[key] = unguarded(row[key])
            self.records[kind] = rows
        self.contracts = {row["record"]: row
                          for row in self.records["contract"]}
        self.people = {row["record"]: row for row in self.records["person"]
                       if row["source"]}

    def read_pay(self):
        cards = self.rows("scorecard.csv")
        self.scores = {row["subject"]: row for row in cards
                       if row["metric"] == "*"}
        self.lines = collections.defaultdict(list)
        for row in cards:
            if row["metric"] != "*":
                self.lines[row["subject"]].append(row)
        self.bonus = self.rows("bonus.csv")

    def line_label(self, line):
        """What a line of the scorecard is called: whose value it is, where it
        is not the person's own, and the plan, where there are several."""
        label = self.metrics[line["metric"]].label
        if line["scope"] not in ("", "self"):
            label += " (%s)" % SCOPES[self.language][line["scope"]]
        several = len({row["level"] for row in self.lines[line["subject"]]}) > 1
        return label + (" (%s)" % line["level"] if several else "")

    def spells(self, subject):
        """The rows of a person that hold a day of the period, by time: (row,
        days)."""
        found = []
        for row in self.records["person"]:
            if row.get("account_manager", row["record"]) != subject:
                continue
            first = max(self.from_day, date_of(row["joined_on"]) or
                        self.from_day)
            last = min(self.last_day, date_of(row["left_on"]) or self.last_day)
            if first <= last:
                found.append((row, (last - first).days + 1))
        return sorted(found, key=lambda spell: spell[0]["joined_on"])

    def base_bonus(self, subject):
        """None where it, or the level, changes within the period."""
        rows = [row for row, _ in self.spells(subject)]
        if len({(row["base_bonus"], row["level"]) for row in rows}) != 1:
            return None
        return number(rows[0]["base_bonus"])

    def make_world(self):
        found = self.configuration
        self.definitions = {
            "currency": found["currency"],
            "grace_days": int(found["grace_days"]),
            "scale": tuple(int(float(found[key]) * 10000)
                           for key in ("scale_min", "scale_max")),
            "kinds": tuple(found["close_rate_kinds"].split()),
            "rates": self.exchange_rates(
                found["exchange_rates"], int(found["fiscal_year_start"])),
            "hourly": self.hourly_rates(
                found["rates"], int(found["fiscal_year_start"])),
            "time_zone": found["time_zone"] or None,
            "fiscal": int(found["fiscal_year_start"])}
        period, _ = periods.parse(self.own, self.definitions["fiscal"])
        self.tables = tables.Tables(self.dataset, self.definitions)
        self.world = World(self.tables, self.definitions, period,
                           self.as_of.toordinal())

    @staticmethod
    def exchange_rates(text, fiscal):
        """Of `EUR 0.03; USD 2026Q3 25400`, as tables.py has them."""
        rates = collections.defaultdict(list)
        for part in filter(None, text.split("; ")):
            name, *label, rate = part.split(" ")
            start, until = (periods.parse(label[0], fiscal)[0][1:3]
                            if label else (None, None))
            rates[name].append((start, until, int(round(float(rate) * 10000))))
        return rates

    @staticmethod
    def hourly_rates(text, fiscal):
        """Of `employee Lan 2026H1 400000; default 300000`, likewise."""
        rates = collections.defaultdict(list)
        for part in filter(None, text.split("; ")):
            kind, *name, rate = part.split(" ")
            label = name.pop() if name and name[-1][:4].isdigit() else None
            start, until = (periods.parse(label, fiscal)[0][1:3]
                            if label else (None, None))
            rates[kind, " ".join(name)].append(
                (start, until, int(round(float(rate) * 10000))))
        return rates

    def tenures(self):
        """client → (days, lost, manager, first day)"""
        if not hasattr(self, "all_tenures"):
            self.all_tenures = self.world.tenures()
        return self.all_tenures

    # ---- numbers ----

    def estimate(self, metric, scope="company", subject="*", period=None):
        return self.kpi[period or self.own, scope, subject, metric]

    def value(self, metric, scope="company", subject="*", period=None):
        """None without a value, or before the first period that is known."""
        row = self.kpi.get((period, scope, subject, metric) if period else
                           (self.own, scope, subject, metric))
        return number(row["value"]) if row else None

    def fair(self, metric, scope, subject):
        """The row of fair.csv."""
        if not hasattr(self, "fair_rows"):
            self.fair_rows = {
                (row["scope"], row["subject"], row["metric"]): row
                for row in self.rows("fair.csv")}
        return self.fair_rows[scope, subject, metric]

    def reliability(self, metric):
        """As reliability.csv has it, "" for none."""
        return {row["metric"]: row["reliability"] for row in
                self.rows("reliability.csv")}.get(metric, "")

    def mix(self):
        """{metric: "column, column"}, by which fair.csv tells records apart."""
        text = self.configuration.get("mix", "")
        return dict(one.split(" by ", 1) for one in text.split("; ") if one)

    def hidden(self, metric, scope="company", subject="*"):
        return self.estimate(metric, scope, subject)["flags"] == "hidden"

    def has(self, metric):
        return self.value(metric) is not None

    @property
    def quarters(self):
        """The periods of the views over time: the run's own and those before
        it, as far as the data of an indicator go back."""
        latest = self.periods[-HISTORY:]
        begin = next((at for at, period in enumerate(latest) if any(
            self.over_time(m.id, period=period) is not None
            for m in self.headlines)), len(latest) - 1)
        return latest[begin:]

    @property
    def kind_in_english(self):
        """What its periods are."""
        return next(word for pattern, word in (
            (r"\d{4}-\d\d", "months"), (r"\d{4}Q\d", "quarters"),
            (r"\d{4}H\d", "half-years"), (r"\d{4}", "years"),
            (r".*", "periods")) if re.fullmatch(pattern, self.own))

    @property
    def kind(self):
        return self.words(self.kind_in_english)

    def further_back(self, metrics):
        """(label, first day, {metric: the company's value}) of as many periods
        as a run knows: one with a longer history."""
        out = self.out + "-long"
        subprocess.run(
            [self.kpi_program, "run", self.dataset, "-q", "--out", out,
             "--history", "60", *self.options], stderr=subprocess.DEVNULL)
        found = {}
        for row in read_csv(os.path.join(out, "kpi.csv")):
            if row["scope"] == "company" and row["metric"] in metrics:
                found.setdefault(row["period"], {})[row["metric"]] = number(
                    row["value"])
        return [(label, periods.parse(label, self.definitions["fiscal"])[0][1],
                 values) for label, values in found.items()]

    def fiscal_year(self):
        """The first day of the one that holds the run's period."""
        month = self.definitions["fiscal"]
        first = self.from_day
        return date(first.year - (first.month < month), month, 1).toordinal()

    def begun(self, metric):
        """The day from which on a period is told of a metric: fifteen before
        the first one of its table."""
        table, columns = next(
            (table, columns) for table, ids, columns in TABLES_OF
            if ids is None or metric in ids)
        return min([row[c] for row in self.tables.rows[table]
                    for c in columns if row.get(c) is not None] or
                   [10 ** 9]) - 15

    def reaches(self, metric, period):
        return periods.parse(period, self.definitions["fiscal"])[0][1] >= \
            self.begun(metric)

    def over_time(self, metric, scope="company", subject="*", period=None):
        """A value as the views over time have it: none of a period that lies
        before the metric's data; the run's own is always told."""
        if period != self.own and not self.reaches(metric, period):
            return None
        return self.value(metric, scope, subject, period)

    @property
    def managers(self):
        return [key for scope, key in self.subjects if scope == "manager"]

    @property
    def teams(self):
        return [key for scope, key in self.subjects if scope == "team"]

    def median(self, metric, period):
        """Of the managers who have a value."""
        values = [self.over_time(metric, "manager", m, period)
                  for m in self.managers]
        values = [v for v in values if v is not None]
        return median(values) if values else None

    def seen(self, metric, period=None):
        return self.observations[period or self.own, metric]

    # ---- names and places ----

    def name(self, manager):
        if not manager:
            return self.words("nobody")
        person = self.people.get(manager)
        return person["name"] if person and person["name"] else manager

    def subject_name(self, scope, key):
        if scope == "company":
            return self.words("Company")
        return self.name(key) if scope == "manager" else key

    def team(self, manager):
        return self.world.team.get(manager)

    def owns(self, scope, key, o):
        """Is a row of observations.csv among a subject's records?"""
        return (scope, key) in self.world.owners(
            o["manager"] or None, date.fromisoformat(o["day"]).toordinal())

    def source_row(self, source):
        """The row of an export that stands at FILE:LINE."""
        name, _, line = source.rpartition(":")
        if name not in self.files:
            self.files[name] = self.read_export(name)
        return self.files[name][int(line)]

    @property
    def files(self):
        if not hasattr(self, "exports"):
            self.exports = {}
        return self.exports

    def read_export(self, name):
        found = {}
        with open(os.path.join(self.dataset, name), newline="",
                  encoding="utf-8-sig") as stream:
            reader = csv.reader(stream)
            header, start = next(reader), reader.line_num + 1
            for cells in reader:
                found[start] = dict(zip(header, cells))
                start = reader.line_num + 1
        return found

    def client_name(self, client):
        """As clients.csv or the first of its contracts that has one calls
        it."""
        if not client:
            return None
        if self.world.client_names.get(client):
            return self.world.client_names[client]
        for row in self.records["contract"]:
            if row["client_id"] == client and row["kind"] != "credit":
                name = self.source_row(row["source"]).get("client_name")
                if name and name.strip():
                    return " ".join(name.split())
        return client
