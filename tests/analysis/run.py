#!/usr/bin/env python3
"""Recomputes what stands beside the estimates: run.py KPI [SETS [SEED]]

survival.csv, pipeline.csv, fair.csv and reliability.csv of KPI, and what the
program dump.c prints of tenure, cohorts, open proposals, funnels, budgets,
coordination, drivers, clients and the bridge of revenue, are computed again with other means (exact fractions, Gauss's elimination, binomial sums) on the sample and
on SETS small random data sets (those of tests/independent). Shuffling the
rows and the number of threads change nothing.
"""
import collections
import csv
import datetime
import itertools
import math
import os
import random
import re
import shutil
import sys
import tempfile
from fractions import Fraction

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [TESTS, os.path.join(TESTS, "independent")]
import generate  # noqa: E402
import periods  # noqa: E402
import suite  # noqa: E402
import tables  # noqa: E402
import fair  # noqa: E402
from again import (additive, adjust, binomial_limits,  # noqa: E402
                   chi_square_upper, hidden_departments, icc, incidence,
                   kaplan_meier, log_rank, spearman, spread)
from client_book import FLAGS, STEPS, Clients  # noqa: E402
from world import World  # noqa: E402

DUMP = os.path.join(suite.ROOT, suite.BUILD, "tests", "analysis", "dump")
SETS, SEED = suite.numbers(60, 1)
SAMPLE = suite.AGENCY
INDICATORS = [name for name, one in suite.metrics().items() if one.indicator]
DEFAULTS = {"currency": "VND", "grace_days": 0, "scale": (10000, 50000),
            "kinds": ("new", "upsell", "cross_sell"), "rates": {},
            "hourly": {}, "time_zone": None, "fiscal": 1}
MIN_RATERS = 3  # unless kpi.yaml says otherwise


class Wrong(AssertionError):
    pass


def expect(what, found, wanted, tolerance=1e-9):
    """found: text of the program, `-` and a reason for none."""
    if wanted is None or found.startswith("-") and not found[1:2].isdigit():
        same = wanted is None and (not found or found.startswith("-"))
    elif isinstance(wanted, str):
        same = found == wanted
    else:
        same = abs(float(found) - wanted) <= tolerance * max(1, abs(wanted))
    if not same:
        raise Wrong("%s is %s, not %s" % (what, found, wanted))


def exactly(what, found, wanted, as_double=False):
    """A number of the program, to the last digit; None is printed as `-`."""
    same = found == "-" if wanted is None else \
        found == wanted if isinstance(wanted, str) else \
        float(found) == float(wanted) if as_double else \
        found != "-" and Fraction(found) == wanted
    if not same:
        raise Wrong("%s is %s, not %s" % (what, found, wanted))


def iso(day):
    return None if day is None else \
        datetime.date.fromordinal(day).isoformat()


# ---- one run ----

def min_raters(folder):
    path = os.path.join(folder, "kpi.yaml")
    text = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
    given = re.search(r"min_raters: *(\d+)", text)
    return int(given[1]) if given else MIN_RATERS


class Run:
    def __init__(self, folder, definitions, period, as_of):
        self.folder, self.label = folder, period
        self.min_raters = min_raters(folder)
        self.period, _ = periods.parse(period, definitions["fiscal"])
        self.as_of = self.period[2] - 1 if as_of is None else as_of
        self.world = World(tables.Tables(folder, definitions), definitions,
                           self.period, self.as_of)
        self.rates = definitions["rates"]
        self.subjects = [("company", "*")] + [
            ("team", team) for team in self.world.teams] + [
            ("reports", lead) for lead in self.world.leads] + [("manager", m) for m in self.world.managers]
        self.day = datetime.date.fromordinal(self.as_of).isoformat()
        self.mix = definitions.get("mix", {})
        self.kinds = definitions["kinds"]

    def program(self):
        out = tempfile.mkdtemp(dir=suite.folder())
        suite.run("run", self.folder, "--out", out, "-q", "--period", self.label,
                  "--as-of", self.day, code=(0, 1))
        self.out = out
        self.survival = suite.table(out, "survival.csv")
        self.kpi = suite.table(out, "kpi.csv")
        self.lines = collections.defaultdict(list)
        for line in self.dump(1).splitlines():
            kind, *cells = line.split("\t")
            self.lines[kind].append(cells)

    def dump(self, jobs):
        done = suite.program([DUMP, self.folder, self.label, self.day,
                              str(jobs)])
        if done.code:
            raise Wrong("dump: " + done.err)
        return done.out

    def owns(self, subject, manager, day):
        return subject in self.world.owners(manager, day)

    def check(self):
        self.program()
        self.tenures = self.world.tenures()
        self.check_survival()
        self.check_tenure()
        self.check_pipeline()
        self.check_joined()
        self.check_funnels()
        self.check_budget()
        self.check_coordination()
        self.check_drivers()
        self.check_fair()
        self.check_clients()

    def check_clients(self):
        periods_told = list(dict.fromkeys(row["period"] for row in self.kpi))
        prior, own = periods_told[-2:]
        clients = Clients(self.world, self.rates, [
            row for row in suite.table(self.out, "observations.csv")
            if row["metric"] == "revenue" and
            row["period"] in (prior, own)], prior)
        told = {cells[0]: cells[1:] for cells in self.lines["client"]}
        wanted = clients.counting()
        if set(told) != {client or "" for client in wanted}:
            raise Wrong("clients: %s" % (set(told) ^ {
                client or "" for client in wanted}))
        for client in wanted:
            self.check_client(clients, client, told[client or ""])
        self.check_renewals(clients)
        self.check_concentration(clients, wanted)
        self.check_bridges(clients, own)

    def check_client(self, clients, client, told):
        """In the order in which dump.c prints them; nobody's has only what
        projects and proposals say."""
        earned, cost = clients.work.get(client, (None, None))
        proposals = [c for c, _ in clients.proposals()
                     if c["client_id"] == client]
        wanted = [clients.revenue(client, 1), clients.revenue(client, 0),
                  earned, cost, 0, 0, None, None, 0, len(proposals),
                  Fraction(sum(c["value"] or 0 for c in proposals), 10000)]
        if client is not None:
            day, score = clients.answers.get(client, (None, 0))
            wanted[4:9] = [
                clients.rate(client, clients.opening),
                clients.rate(client, clients.closing),
                iso(clients.renewal(client)), iso(day), score]
            expect("manager of " + client, told[0], self.world.manager(
                client, clients.closing) or "")
            expect("flags of " + client, told[12], sum(
                1 << FLAGS.index(flag) for flag in clients.flags(client)))
            expect("step of " + client, told[13],
                   STEPS.index(clients.step(client)))
        for column, (found, value) in enumerate(zip(told[1:], wanted)):
            exactly("client %s, %d" % (client, column), found, value,
                    column in (4, 5, 8))

    def check_renewals(self, clients):
        due = [name for name, last in clients.due.items()
               if last <= self.as_of + 90]
        due.sort(key=lambda name: (clients.due[name], name.encode()))
        if [cells[0] for cells in self.lines["renewal"]] != due:
            raise Wrong("renewals: %s, not %s" % (
                self.lines["renewal"], due))
        for name, cells in zip(due, self.lines["renewal"]):
            expect("renewal " + name, cells[1], iso(clients.due[name]))
            expect("renewal " + name, cells[2], float(
                clients.month(self.world.by_id[name])), 1e-12)

    def check_concentration(self, clients, wanted):
        cells = self.lines["clients"][0]
        money = [clients.revenue(c, 1) for c in wanted]
        rates = [clients.rate(c, clients.closing) for c in wanted if c]
        exactly("work left out", cells[0], clients.left_out)
        for at, values in ((1, money), (3, rates)):
            largest = sorted((v for v in values if v > 0), reverse=True)
            exactly("of all", cells[at], sum(values), at == 3)
            exactly("of the largest", cells[at + 1], sum(largest[:5]), at == 3)
            exactly("with any", cells[5 + at // 3], len(largest))

    def check_bridges(self, clients, own):
        managers = {m for _, m in clients.pairs}
        told = {cells[0]: cells[1:] for cells in self.lines["bridge"]}
        for who in {None} | managers:
            parts, counts = clients.bridge(who)
            if who and who not in told:
                if any(parts.values()):
                    raise Wrong("no bridge of " + who)
                continue
            for what, found in zip(("prior", *STEPS, "moved", "now"),
                                   told[who or ""]):
                exactly("bridge %s %s" % (who, what), found, parts[what])
            for step, found in zip(STEPS, told[who or ""][7:]):
                exactly("clients %s %s" % (who, step), found, counts[step])
        row = {r["subject"]: r for r in self.kpi if r["scope"] == "company" and
               r["period"] == own and r["metric"] == "revenue"}["*"]
        if row["value"]:
            exactly("revenue", row["value"], Fraction(told[""][6]))
        if row["prior"]:
            exactly("prior revenue", row["prior"], Fraction(told[""][0]))
        sizes = [abs(Fraction(cells[6]) - Fraction(cells[0]))
                 for who, cells in told.items() if who]
        if sizes != sorted(sizes, reverse=True):
            raise Wrong("bridges: not the largest first")
        parts, counts = clients.rates_bridge()
        cells = self.lines["rates"][0]
        for what, found in zip(("prior", *STEPS, "now"), cells):
            # Sums that cancel: to the places of what is added.
            if abs(float(found) - float(parts[what])) > 1e-9 * (
                    1 + float(parts["prior"] + parts["now"])):
                raise Wrong("run rates, %s: %s, not %s" % (
                    what, found, parts[what]))
        for step, found in zip(STEPS, cells[6:]):
            exactly("run rates, " + step, found, counts[step])
        least = -1
        for (count, value), most in zip(self.lines["age"],
                                        (30, 60, 90, 180, 10 ** 9)):
            own = [c for c, age in clients.proposals() if least < age <= most]
            exactly("proposals up to %d" % most, count, len(own))
            exactly("proposals up to %d" % most, value, Fraction(
                sum(c["value"] or 0 for c in own), 10000))
            least = most

    def check_fair(self):
        own = [row for row in self.kpi if row["period"] == self.period[0]]
        filled = {"kind": "new", "recurring": "yes", "team": ""}
        contracts = {name: {c: row[c] or filled[c] for c in filled}
                     for name, row in self.world.every.items()}
        again = fair.Again(own, [
            row for row in suite.table(self.out, "observations.csv")
            if row["period"] == self.period[0]], contracts, self.mix)
        # A metric of one's own (tests/README.md, "Add a KPI") is not known here.
        fair_rows, rows = ([row for row in suite.table(self.out, name)
                            if row["metric"] in fair.KINDS]
                           for name in ("fair.csv", "reliability.csv"))
        told = [tuple(row[c] for c in ("scope", "subject", "metric"))
                for row in fair_rows]
        wanted = [(*subject, metric) for subject in self.subjects[1:]
                  for metric in suite.metrics()
                  if fair.KINDS.get(metric) == "share"]
        if told != wanted:
            raise Wrong("fair.csv has other rows: %s" % sorted(
                set(told) ^ set(wanted))[:3])
        for row in fair_rows:
            self.check_fair_row(row, again)
        if [row["metric"] for row in rows] != [
                m for m in suite.metrics() if m in fair.KINDS]:
            raise Wrong("reliability.csv has other rows")
        for row in rows:
            count, *numbers = again.reliability(row["metric"])
            if row["subjects"] != str(count):
                raise Wrong("reliability.csv: %s" % row)
            for name, number in zip(("between", "within", "reliability"),
                                    numbers):
                expect("reliability.csv %s %s" % (row["metric"], name),
                       row[name], number, 1e-4)

    def check_fair_row(self, row, again):
        key = row["scope"], row["subject"], row["metric"]
        for column in ("n", "value"):
            if row[column] != again.rows[key][column]:
                raise Wrong("fair.csv %s %s" % (key, column))
        numbers = again.fair(key[:2], key[2])
        for name, number in zip(list(row)[5:12], numbers):
            expect("fair.csv %s %s" % (key, name), row[name], number,
                   2e-3 if name == "tail_spread" else 1e-9)
        chance, spread = numbers[5:]
        if spread is None or abs(spread - 0.001) > 2e-3:
            wanted = "" if chance is None or chance >= 0.001 else \
                "spread" if spread is not None and spread < 0.001 else "chance"
            if row["beyond"] != wanted:
                raise Wrong("fair.csv %s: beyond %s" % (key, row["beyond"]))

    def rows(self, subject):
        return [(days, lost) for days, lost, manager, first in
                self.tenures.values()
                if self.owns(subject, manager, first + days - 1)]

    def check_survival(self):
        wanted = [(subject, step) for subject in self.subjects
                  for step in kaplan_meier(self.rows(subject))]
        if len(wanted) != len(self.survival):
            raise Wrong("survival.csv has %d rows, not %d" % (
                len(self.survival), len(wanted)))
        for row, (subject, step) in zip(self.survival, wanted):
            expect("scope", row["scope"], subject[0])
            expect("subject", row["subject"], subject[1])
            for name, value in zip(list(row)[2:], step):
                expect("survival.csv %s %s" % (subject, name), row[name],
                       value)

    def proposals(self):
        """(contract, days, how it ended or None) as as_of knows them."""
        for c in self.world.contracts:
            stage, sent = c["stage"], self.world.known(c["proposed_on"])
            if stage == "open" or (self.world.known(c["closed_on"]) is None
                                   and c["closed_on"] is not None):
                stage = None
            if sent is not None and stage != "cancelled" and \
                    (c["kind"] or "new") in self.kinds:
                end = c["closed_on"] if stage else self.as_of
                yield c, max(end - sent, 0), stage

    def check_pipeline(self):
        told = [list(row.values()) for row in suite.table(
            self.out, "pipeline.csv")]
        rows, wanted = [], []
        for c, days, stage in self.proposals():
            if c["proposed_on"] > self.as_of - 730:
                rows.append((self.world.owners(c["manager"], c["proposed_on"]),
                             days, stage))
        for subject in self.subjects:
            own = [row[1:] for row in rows if subject in row[0]]
            wanted += [(*subject, *step) for step in incidence(own)]
        if len(told) != len(wanted):
            raise Wrong("pipeline.csv has %d rows, not %d" % (
                len(told), len(wanted)))
        for found, row in zip(told, wanted):
            for cell, value in zip(found, row):
                expect("pipeline.csv %s" % (row[:3],), cell, value)
        self.check_open(incidence([row[1:] for row in rows]))

    def check_open(self, steps):
        """The chance that an open proposal of that age is still won."""
        wanted = {}
        for c, age, stage in self.proposals():
            if stage is None:
                begun = [s for s in steps if s[0] <= age]
                won, lost = begun[-1][4:6] if begun else (0, 0)
                wanted[c["contract_id"]] = (age, None if len(begun) == len(
                    steps) else (steps[-1][4] - won) / (1 - won - lost))
        found = {name: cells for name, *cells in self.lines["open"]}
        if found.keys() != wanted.keys():
            raise Wrong("open: %s" % sorted(found.keys() ^ wanted.keys()))
        for name, values in wanted.items():
            for cell, value in zip(found[name], values):
                expect("open %s" % name, cell, value)

    def check_tenure(self):
        everyone, raw = self.rows(self.subjects[0]), {}
        found = {tuple(cells[:2]): cells[2:] for cells in
                 self.lines["tenure"]}
        if list(found) != self.subjects:
            raise Wrong("other subjects: %s" % list(found))
        for subject in self.subjects:
            own, name = self.rows(subject), "tenure of %s" % (subject,)
            steps = kaplan_meier(own)
            cells = found[subject]
            expect(name, cells[0], len(own))
            expect(name, cells[1], sum(lost for _, lost in own))
            expect(name, cells[2], max((d for d, _ in own), default=0))
            expect(name + ", median", cells[3], next(
                (s[0] for s in steps if s[3] <= 0.5 + 1e-12), None))
            rest = list((collections.Counter(everyone) -
                         collections.Counter(own)).elements())
            if subject[0] == "company" or not own:
                expect(name + ", expected", cells[5], None)
                continue
            chi, expected = log_rank([own, rest])
            expect(name + ", expected", cells[5], float(expected[0]))
            if rest and chi is not None:
                raw[subject] = chi_square_upper(chi, 1)
        for scope in ("team", "reports", "manager"):
            adjusted = adjust({s: p for s, p in raw.items()
                               if s[0] == scope})
            for subject in self.subjects:
                if subject[0] == scope:
                    expect("log-rank of %s" % (subject,), found[subject][4],
                           adjusted.get(subject), 1e-7)
        teams = [rows for rows in map(self.rows, (
            s for s in self.subjects if s[0] == "team")) if rows]
        (count, chi_found, p), = self.lines["teams"]
        expect("teams", count, len(teams))
        chi = log_rank(teams)[0] if len(teams) > 1 else None
        expect("teams, χ²", chi_found, chi, 1e-7)
        expect("teams, p", p, chi if chi is None else chi_square_upper(
            chi, len(teams) - 1), 1e-7)

    def check_joined(self):
        quarters, fiscal = {}, self.world.fiscal
        for client, (_, _, _, first) in self.tenures.items():
            quarter = self.quarter(first)
            quarters.setdefault(quarter[:3], []).append(client)
        wanted = []
        for quarter in sorted(quarters, key=lambda q: q[1]):
            clients, row = quarters[quarter], [quarter[0]]
            row.append(len(clients))
            until = quarter[2]
            while until - 1 <= self.as_of:
                row.append(sum(self.world.active(c, until - 1)
                               for c in clients))
                until = self.quarter(until)[2]
            wanted.append([str(cell) for cell in row])
        if self.lines["joined"] != wanted:
            raise Wrong("cohorts are %s, not %s (fiscal %d)" % (
                self.lines["joined"], wanted, fiscal))

    def quarter(self, day):
        year = datetime.date.fromordinal(day).year
        for label in ("%04dQ%d" % (y, q) for y in range(year - 1, year + 2)
                      for q in range(1, 5)):
            found, _ = periods.parse(label, self.world.fiscal)
            if found[1] <= day < found[2]:
                return found
        raise AssertionError(day)

    def own_rows(self):
        return [row for row in self.kpi if row["period"] == self.period[0]]

    def check_funnels(self):
        shares = [row for row in self.own_rows() if row["unit"] == "share"]
        points = {(c[0], c[1]): c[2:] for c in self.lines["funnel"]}
        company = {row["metric"]: Fraction(int(row["numerator"]),
                                           int(row["n"]))
                   for row in shares
                   if row["scope"] == "company" and row["value"]}
        seen = 0
        for row in shares:
            if row["scope"] != "manager" or not row["value"]:
                continue
            name = "funnel of %s, %s" % (row["metric"], row["subject"])
            cells = points[row["metric"], row["subject"]]
            n, hits = int(row["n"]), int(row["numerator"])
            seen += 1
            expect(name, cells[0], n)
            expect(name, cells[1], hits)
            rate = Fraction(float(company[row["metric"]]))
            outside = []
            for at, level in ((3, "0.95"), (5, "0.998")):
                low, high = binomial_limits(n, rate, level)
                expect(name, cells[at], low / n)
                expect(name, cells[at + 1], high / n)
                outside.append(str(int(not low <= hits <= high)))
            expect(name, cells[7], outside[0])
            expect(name, cells[8], outside[1])
            expect(name + ", flag", outside[1],
                   str(int("outlier" in row["flags"])))
        if seen != len(points):
            raise Wrong("%d points of funnels, not %d" % (len(points), seen))
        for metric, n, _, *band in self.lines["curve"][::7]:
            for at, level in ((0, "0.95"), (2, "0.998")):
                low, high = binomial_limits(
                    int(n), Fraction(float(company[metric])), level)
                expect("curve of " + metric, band[at], low / int(n))
                expect("curve of " + metric, band[at + 1], high / int(n))

    def check_budget(self):
        if not {"contracts", "timesheets"} <= self.world.present:
            wanted = {}
        else:
            wanted = self.world.projects()
        variance = {p: float(Fraction(actual - budget, budget))
                    for p, (_, budget, actual) in wanted.items()}
        fences = {}
        for scope, key, n, *cells in self.lines["budget"]:
            name = "budget of %s %s" % (scope, key)
            own = [variance[p] for p, (m, _, _) in wanted.items()
                   if self.owns((scope, key), m, self.world.delivered[p])]
            expect(name, n, len(own))
            *wanted_cells, low, high = spread(own)
            for cell, value in zip(cells, wanted_cells):
                expect(name, cell, value)
            expect(name, cells[4], low)
            if low is not None:
                expect(name, cells[5], high)
                fences[scope, key] = low, high
        if {cells[0] for cells in self.lines["project"]} != set(wanted):
            raise Wrong("other projects")
        for project, manager, budget, actual, v, *outside in \
                self.lines["project"]:
            owner, plan, cost = wanted[project]
            expect(project, manager, owner)
            expect(project, budget, plan / 10 ** 16)
            expect(project, actual, cost / 10 ** 16)
            expect(project, v, variance[project])
            for flag, key in zip(outside, (("manager", owner),
                                           ("company", "*"))):
                low, high = fences.get(key, (-math.inf, math.inf))
                near = min(abs(variance[project] - low),
                           abs(variance[project] - high)) < 1e-12
                if not near:
                    expect(project + " outside", flag, str(int(
                        not low <= variance[project] <= high)))

    def check_coordination(self):
        answers = list(self.world.answers())
        cells = collections.defaultdict(list)
        for manager, department, score in answers:
            cells[manager, department].append(score)
        managers = sorted({m for m, _ in cells}, key=str.encode)
        departments = sorted({d for _, d in cells}, key=str.encode)
        if [c[0] for c in self.lines["manager"]] != managers or \
                [c[0] for c in self.lines["department"]] != departments:
            raise Wrong("other managers or departments")
        effects = additive(cells, managers, departments)
        for manager, n, rated, plain, adjusted in self.lines["manager"]:
            means = [sum(s) / len(s) for (m, _), s in cells.items()
                     if m == manager]
            expect(manager, n, sum(len(s) for (m, _), s in cells.items()
                                   if m == manager))
            expect(manager, rated, len(means))
            few = int(n) < self.min_raters
            expect(manager, plain, None if few else sum(means) / len(means))
            # Beyond the scale it is clipped.
            expect(manager + ", adjusted", adjusted,
                   None if few or not effects else
                   min(max(effects[0][manager], 0), 100), 1e-7)
        for department, n, _, severity in self.lines["department"]:
            count = sum(len(s) for (_, d), s in cells.items()
                        if d == department)
            expect(department, n, count)
            expect(department + ", severity", severity,
                   effects[1][department] if effects and
                   count >= self.min_raters else None, 1e-7)
        self.check_cells(cells)
        self.check_icc(cells, managers, departments)

    def check_cells(self, cells):
        found = {(m, d): (n, mean)
                 for m, d, n, mean in self.lines["cell"]}
        if set(found) != set(cells):
            raise Wrong("other cells")
        of_manager = collections.defaultdict(dict)
        for (m, d), scores in cells.items():
            of_manager[m][d] = scores
        for m, by_department in of_manager.items():
            hidden = hidden_departments(by_department, self.min_raters)
            for d, scores in by_department.items():
                n, mean = found[m, d]
                expect("cell", n, len(scores))
                expect("cell of %s, %s" % (m, d), mean, None if d in hidden
                       else sum(scores) / len(scores))

    def check_icc(self, cells, managers, departments):
        (n, k, single, mean), = self.lines["icc"]
        rated, *wanted = icc(cells, managers, departments)
        expect("icc, managers", n, rated)
        expect("icc, departments", k, len(departments))
        if rated < 2 or len(departments) < 2:
            expect("icc", single, None)
        elif wanted[0] is not None:
            expect("icc, single", single, wanted[0], 1e-7)
            expect("icc, mean", mean, wanted[1], 1e-7)

    def check_drivers(self):
        values = collections.defaultdict(dict)
        for row in self.own_rows():
            if row["scope"] == "manager" and row["value"]:
                values[row["metric"]][row["subject"]] = float(row["value"])
        p_values = []
        for first, second, n, rho, p in self.lines["driver"]:
            both = sorted(set(values[first]) & set(values[second]))
            expect("driver", n, len(both))
            wanted = spearman([values[first][m] for m in both],
                              [values[second][m] for m in both]) \
                if len(both) > 2 else None
            expect("%s and %s" % (first, second), rho, wanted)
            if wanted is not None:
                p_values.append((abs(wanted), len(both), float(p)))
            if wanted is not None and not 0 < float(p) <= 1:
                raise Wrong("p is %s" % p)
        pairs = [tuple(cells[:2]) for cells in self.lines["driver"]]
        if pairs != list(itertools.combinations(INDICATORS, 2)):
            raise Wrong("not every pair of indicators")


def shuffled(folder, to):
    for name in os.listdir(folder):
        if not name.endswith(".csv"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8",
                  newline="") as stream:
            rows = list(csv.reader(stream))
        head, body = rows[0], rows[1:]
        random.Random(3).shuffle(body)
        with open(os.path.join(to, name), "w", encoding="utf-8",
                  newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([head] + body)


def same_however():
    """Any order of rows, any number of threads."""
    one = Run(SAMPLE, DEFAULTS, "2026Q3", None)
    text = one.dump(1)
    for jobs in (2, 7):
        if one.dump(jobs) != text:
            raise Wrong("%d threads make a difference" % jobs)
    shuffled(SAMPLE, suite.folder())
    shutil.copy(os.path.join(SAMPLE, "kpi.yaml"), suite.folder())
    if Run(suite.folder(), DEFAULTS, "2026Q3", None).dump(2) != text:
        raise Wrong("the order of rows makes a difference")


def program(command, files, *options, code=0):
    """What the program prints; the folder of this check gets the files."""
    for name, text in files.items():
        suite.write(os.path.join(suite.folder(), name), text)
    done = suite.run(command, suite.folder(), *options, code=code)
    return done.out, done.err


# As of 2026-03-31, the 90th day of the year:
# A leaves after 10 days. B comes back after a gap and leaves on the 20th day.
# C stays. D is in a gap, but has signed to come back: not lost. E's only day is
# today: not lost. F has not begun. G leaves on its first day.
LEAVING = """contract_id,client_id,account_manager,stage,closed_on,value,start_on,\
end_on,terminated_on
1,A,m2,won,2025-12-01,1,2026-01-01,2026-01-10,
2,B,m1,won,2025-12-01,1,2026-01-01,2026-01-05,
3,B,m1,won,2026-01-08,1,2026-01-11,2026-01-20,
4,C,m1,won,2025-12-01,1,2026-01-01,,
5,D,m1,won,2025-12-01,1,2026-01-01,2026-01-10,
6,D,m1,won,2026-03-01,1,2026-04-15,2026-12-31,
7,E,m1,won,2026-03-01,1,2026-03-31,2026-03-31,
8,F,m1,won,2026-02-01,1,2026-04-05,,
9,G,m1,won,2025-12-01,1,2026-01-01,2026-12-31,2026-01-01
"""


def survival_by_hand():
    wanted = {
        0: ["company,*,1,6,1,%r" % (5 / 6), "company,*,10,4,1,0.625",
            "company,*,20,3,1,%r" % (5 / 12), "manager,m1,1,5,1,0.8",
            "manager,m1,20,3,1,%r" % (8 / 15), "manager,m2,10,1,1,0"],
        # Five days of grace belong to the tenure; E's one day is censored.
        5: ["company,*,6,5,1,0.8", "company,*,15,4,1,0.6",
            "company,*,25,3,1,0.4", "manager,m1,6,4,1,0.75",
            "manager,m1,25,3,1,0.5", "manager,m2,15,1,1,0"]}
    for grace, rows in wanted.items():
        out = os.path.join(suite.folder(), "out")
        program("run", {"contracts.csv": LEAVING,
                        "kpi.yaml": "grace_days: %d\n" % grace},
                "--period", "2026Q1", "--out", out, "-q")
        found = suite.read(out, "survival.csv").decode().splitlines()[1:]
        if len(found) != len(rows):
            raise Wrong("%d rows, not %d" % (len(found), len(rows)))
        for line, row in zip(found, rows):
            cells, expected = line.split(","), row.split(",")
            if cells[:5] != expected[:5]:
                raise Wrong("%s is not %s" % (line, row))
            expect(row, cells[5], float(expected[5]))
            if expected[5] == "0" and cells[6:] != ["", ""]:
                raise Wrong("a band where all are lost: " + line)


# The proposals of incidence_test.c, of two managers; one cancelled, one a renewal,
# one too old (730 days), and one that is not yet.
SENT = """contract_id,client_id,account_manager,stage,kind,value,proposed_on,closed_on
1,A,m1,won,,1,2026-01-01,2026-01-06
2,A,m1,lost,,1,2026-01-01,2026-01-09
3,A,m1,won,upsell,1,2026-01-01,2026-01-13
4,A,m1,open,,1,2026-03-20,
5,A,m1,lost,,1,2026-01-01,2026-01-21
6,A,m2,won,,1,2026-01-01,2026-01-31
7,A,m2,won,,1,2026-03-02,2026-04-02
8,A,m2,lost,,1,2026-01-01,2026-02-15
9,A,m2,lost,,1,2026-01-31,2026-04-05
10,A,m2,open,,1,2026-01-31,
11,A,m2,cancelled,,1,2026-01-01,2026-01-05
12,A,m2,won,renewal,1,2026-01-01,2026-01-02
13,A,m2,won,,1,2024-04-01,2024-04-02
14,A,m2,open,,1,2026-04-02,
"""


def pipeline_by_hand():
    """5w 8l 12w 12o 20l 30w 30o 45l 60o 60o, as of 1 April. m2: of 5 at 30 days
    one is won, of 3 at 45 one lost; and 730 days before is 2 April 2024."""
    wanted = ["company,*,5,10,1,0,0.1,0", "company,*,8,9,0,1,0.1,0.1",
              "company,*,12,8,1,0,0.2,0.1",
              "company,*,20,6,0,1,0.2,%r" % (0.1 + 0.7 / 6),
              "company,*,30,5,1,0,%r,%r" % (0.2 + 3.5 / 30, 0.1 + 0.7 / 6),
              "company,*,45,3,0,1,0.31666667,0.37222222",
              "manager,m1,5,5,1,0,0.2,0", "manager,m1,8,4,0,1,0.2,0.2",
              "manager,m1,12,3,1,0,0.4,0.2", "manager,m1,20,1,0,1,0.4,0.6",
              "manager,m2,30,5,1,0,0.2,0", "manager,m2,45,3,0,1,0.2,%r" % (
                  0.8 / 3)]
    out = os.path.join(suite.folder(), "out")
    lines = SENT.splitlines(True)
    for again in range(3):
        data = {"contracts.csv": lines[0] + "".join(
            random.Random(again).sample(lines[1:], len(lines) - 1))}
        program("run", data, "--period", "2026Q1", "--as-of", "2026-04-01",
                "--out", out, "-q")
        found = suite.read(out, "pipeline.csv").decode().splitlines()[1:]
        if len(found) != len(wanted):
            raise Wrong("%d rows, not %d" % (len(found), len(wanted)))
        for line, row in zip(found, wanted):
            cells, expected = line.split(","), row.split(",")
            suite.equal(cells[:6], expected[:6])
            for cell, value in zip(cells[6:8], expected[6:8]):
                expect(row, cell, float(value), 1e-8)
            suite.equal(cells[8:] == ["", ""], expected[6] == "0")


def nothing_open_is_the_close_rate():
    """Whatever was sent within the period is decided: won_so_far ends at the
    close rate of each subject."""
    draw = random.Random(5)
    rows = ["%d,A,m%d,%s,1,2026-01-%02d,2026-03-%02d\n" % (
        n, draw.randint(1, 3), draw.choice(["won", "lost"]),
        draw.randint(1, 31), draw.randint(1, 31)) for n in range(60)]
    out = os.path.join(suite.folder(), "out")
    program("run", {"contracts.csv": "contract_id,client_id,account_manager,"
                    "stage,value,proposed_on,closed_on\n" + "".join(rows)},
            "--period", "2026Q1", "--out", out, "-q")
    last = {(r["scope"], r["subject"]): r["won_so_far"]
            for r in suite.table(out, "pipeline.csv")}
    close = {(r["scope"], r["subject"]): float(r["value"])
             for r in suite.table(out, "kpi.csv")
             if r["metric"] == "close_rate" and r["period"] == "2026Q1"}
    suite.equal(last.keys(), close.keys())
    for subject, value in close.items():
        expect("won so far of %s" % (subject,), last[subject], value, 1e-12)


# 2026Q1. A, of 900, has left and was delivered: it cost 500. B signed 600 with an,
# now 200 with bo: 400 less, and 200 went from an to bo. C is new: 1,200 of which
# a credit takes back 100, a quarter of both bo's; 59 of the 90 days to its due
# day are over, so 786.6667 - 65.5556 is earned, and 800 booked on a budget of
# 700. D's renewal is signed and larger by 200; what was due is not delivered.
# E's year ends on 15 June. One proposal is 85 days old, one is nobody's.
BRIDGED = """contract_id,client_id,account_manager,stage,kind,value,closed_on,\
proposed_on,start_on,end_on,due_on,delivered_on,budget,refers_to
a1,KA,an,won,new,900,2025-10-05,,2025-10-05,2025-12-31,,2026-01-15,1,
b1,KB,an,won,new,600,2025-11-01,,2025-11-01,2026-10-31,,,,
b2,KB,bo,won,upsell,200,2026-02-01,,,,,,,
c1,KC,an,won,new,1200,2026-01-10,,2026-02-01,2027-01-31,2026-05-01,,700,
c2,KC,an,won,credit,-100,2026-03-01,,,,,,,c1
d1,KD,bo,won,new,100,2025-12-01,,2025-12-01,2026-05-31,2026-02-28,,,
d2,KD,bo,won,renewal,300,2026-03-20,,2026-06-01,2026-11-30,,,,d1
e1,KE,bo,won,new,120,2025-06-10,,2025-06-16,2026-06-15,,,,
p1,KE,bo,open,renewal,50,,2026-01-05,,,,,,
p2,,bo,open,new,,,2025-09-01,,,,,,
"""
BRIDGED_FILES = {
    "contracts.csv": BRIDGED,
    "splits.csv": "contract_id,account_manager,share\nc1,an,0.75\nc1,bo,0.25\n",
    "timesheets.csv": "project_id,worked_on,hours,cost\na1,2025-12-01,1,500\n"
                      "c1,2026-02-02,1,800\nc1,2026-04-01,1,99\n",
    "surveys.csv": "client_id,contract_id,answered_on,score\n"
                   "KB,,2026-03-01,4\nKB,,2026-03-01,2\nKB,,2026-01-01,5\n"
                   ",e1,2025-12-01,5\nKB,,2026-04-01,1\n"}
SIXTH, LEFT = 100 / 6, 900 * 31 / 89  # a month: of six; of 2 and 27/31
BRIDGED_LINES = {
    "client": [
        ["KC", "an", 1100, 0, 721.1111, 800, 0, 100, "2027-01-31", "-", 0, 0,
         0, 8 + 16, 2],
        ["KD", "bo", 300, 100, "-", "-", SIXTH, SIXTH, "-", "-", 0, 0, 0, 32,
         3],
        ["KB", "an", 200, 600, "-", "-", 50, 50, "2026-10-31", "2026-03-01",
         25, 0, 0, 64, 1],
        ["KE", "bo", 0, 0, "-", "-", 10, 10, "2026-06-15", "2025-12-01", 100,
         1, 50, 4, 1],
        ["KA", "an", 0, 900, 900, 500, LEFT, 0, "-", "-", 0, 0, 0, 1, 0],
        ["", "", 0, 0, "-", "-", 0, 0, "-", "-", 0, 1, 0, 0, 0]],
    "renewal": [["e1", "2026-06-15", 10]],
    "clients": [[0, 1600, 1600, 160 + SIXTH, 160 + SIXTH, 3, 4]],
    "bridge": [["", 1600, -900, -400, 1100, 200, 0, 1600, 1, 1, 1, 1],
               ["an", 1500, -900, -400, 825, 0, -200, 825, 1, 1, 1, 0],
               ["bo", 100, 0, 0, 275, 200, 200, 775, 0, 0, 1, 1]],
    "rates": [[60 + SIXTH + LEFT, -LEFT, 0, 100, 0, 160 + SIXTH, 1, 0, 1, 0]],
    "age": [[0, 0], [0, 0], [1, 50], [0, 0], [1, 0]]}


def clients_by_hand():
    for name, text in BRIDGED_FILES.items():
        suite.write(os.path.join(suite.folder(), name), text)
    done = suite.program([DUMP, suite.folder(), "2026Q1", "2026-03-31", "1"])
    found = collections.defaultdict(list)
    for line in done.out.splitlines():
        kind, *cells = line.split("\t")
        found[kind].append(cells)
    for kind, lines in BRIDGED_LINES.items():
        suite.equal(len(found[kind]), len(lines))
        for cells, wanted in zip(found[kind], lines):
            suite.equal(len(cells), len(wanted))
            for cell, one in zip(cells, wanted):
                what = "%s %s" % (kind, cells)
                if isinstance(one, str):
                    suite.equal(cell, one, what)
                else:
                    expect(what, cell, one, 1e-14)


RATERS = """kind,account_manager,department,answered_on,score
""" + "".join("internal,%s,%s,2026-02-%02d,%d\n" % row for row in (
    ("m1", "Sales", 1, 5), ("m1", "Sales", 2, 4), ("m1", "Sales", 3, 4),
    ("m1", "Design", 4, 5), ("m1", "Design", 5, 4), ("m1", "Design", 6, 3),
    ("m1", "Media", 7, 1), ("m2", "Sales", 8, 2)))


def raters_stay_anonymous():
    """m1 has one answer from Media: hidden, and with it those of the next
    smallest department, Design (by name before Sales, which is as large)."""
    every_one = ["Sales"] * 3 + ["Design"] * 3 + ["Media"]
    for least, shown in (("", ["Sales"] * 3),
                         ("coordination: {min_raters: 1}\n", every_one),
                         ("coordination: {min_raters: 4}\n", [])):
        text, _ = program("explain", {
            "surveys.csv": RATERS, "kpi.yaml": least,
            "people.csv": "account_manager\nm1\nm2\n"},
            "coordination", "--manager", "m1", "--period", "2026Q1")
        every, _ = program("explain", {}, "coordination", "--period", "2026Q1")
        lines = [line.split() for line in text.splitlines()
                 if "surveys.csv:" in line]
        found = [cells[3] for cells in lines if cells[1] != "hidden"]
        if len(lines) != 7 or found != shown:
            raise Wrong("shown: %s" % found)
        # The company's list hides the same, and m2's only answer.
        if every.count(" hidden ") != 7 - len(shown) + (shown != every_one):
            raise Wrong("the company's list: " + every)


# The same, with the one who answers: Sales is one person, Media two and an
# answer that does not say.
RESPONDENTS = "kind,account_manager,department,answered_on,score,respondent\n" \
    + "".join("internal,m1,%s,2026-02-%02d,%d,%s\n" % row for row in (
        ("Sales", 1, 5, "tam"), ("Sales", 2, 5, "tam"), ("Sales", 3, 4, "tam"),
        ("Design", 4, 5, "x1"), ("Design", 5, 4, "x2"), ("Design", 6, 3, "x3"),
        ("Media", 7, 1, "x4"), ("Media", 8, 2, "x5"), ("Media", 9, 2, "")))


def a_respondent_is_one_rater():
    """Sales is hidden, and with it the next smallest: of Design and Media, with
    three raters each, the first by name."""
    text, _ = program("explain", {
        "surveys.csv": RESPONDENTS, "people.csv": "account_manager\nm1\n"},
        "coordination", "--manager", "m1", "--period", "2026Q1")
    found = [line.split()[3] for line in text.splitlines()
             if "surveys.csv:" in line and line.split()[1] != "hidden"]
    if found != ["Media"] * 3:
        raise Wrong("shown: %s" % found)


def min_raters_is_checked():
    for value in ("0", "1001", "two", "[3]"):
        _, said = program("check", {
            "surveys.csv": RATERS,
            "kpi.yaml": "coordination: {min_raters: %s}\n" % value},
            "--out", os.path.join(suite.folder(), "out"), code=2)
        if "kpi.yaml:1" not in said or "from 1 to 1000" not in said:
            raise Wrong(said)


def random_set(number):
    made = generate.Set(random.Random(SEED * 7919 + number))
    made.write(suite.folder())
    Run(suite.folder(), made.definitions, made.period, made.as_of).check()


def sample(period, as_of):
    day = as_of and datetime.date.fromisoformat(as_of).toordinal()
    Run(SAMPLE, DEFAULTS, period, day).check()


for test in (same_however, survival_by_hand, pipeline_by_hand,
             clients_by_hand, nothing_open_is_the_close_rate, raters_stay_anonymous,
             a_respondent_is_one_rater, min_raters_is_checked):
    suite.check(test)
for job in (("2026Q3", None), ("2026Q2", "2026-08-15"), ("2025H2", None),
            ("2026-05", "2026-05-20")):
    suite.add("sample %s %s" % job, sample, *job)
for number in range(SETS):
    suite.add("random set %d" % number, random_set, number)
suite.main()
