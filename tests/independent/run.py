#!/usr/bin/env python3
"""Recomputes kpi.csv and observations.csv and compares: run.py KPI [SETS [SEED]]

The metrics are computed again in SQL over exact fractions (ground.sql,
metrics.sql), what stands beside them in Python (statistics6.py): on the
samples, and on SETS small random data sets (generate.py). Rejected rows must
be the same lines, and the days and costs of the others those of `kpi sql`
(rows.py). Decimals must be the same text; run rates, scores, their sums and all
quotients the nearest double, and a change the difference of two such; intervals
and p-values agree to 1e-9, maximum-likelihood estimates to 1e-4 of the scale.
"""
import collections
import datetime
import os
import random
import sys
from decimal import Decimal
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import exact  # noqa: E402
import generate  # noqa: E402
import periods  # noqa: E402
import rows as listing  # noqa: E402
import statistics6 as s6  # noqa: E402
import suite  # noqa: E402
import tables  # noqa: E402

SETS, SEED = suite.numbers(300, 1)
DEFAULTS = {"currency": "VND", "grace_days": 0, "scale": (10000, 50000),
            "kinds": ("new", "upsell", "cross_sell"), "rates": {},
            "hourly": {}, "time_zone": None, "fiscal": 1}
EXACT = {"budget_variance", "cpi", "nps"}
RANGE = {"satisfaction": (0, 100), "nps": (-100, 100)}


class Wrong(AssertionError):
    pass


def decimal_text(number):
    """Exact, without trailing zeros; the number has at most 16 places."""
    scaled = number * 10 ** 16
    assert scaled.denominator == 1, number
    text = "%s%d.%016d" % ("-" if number < 0 else "",
                           *divmod(abs(scaled.numerator), 10 ** 16))
    return text.rstrip("0").rstrip(".")


def near(text, number, tolerance, least=1.0):
    """Is the text this number (None: empty), and as short as it can be?"""
    if number is None or not text:
        return (text or None) is None and number is None
    found = float(text)
    if Decimal(text) != Decimal(repr(found)) or text.startswith("-0"[:2]) \
            and found == 0:
        return False
    return abs(found - float(number)) <= tolerance * max(
        least, abs(float(number)))


class Run:
    """One run of the program, and the same computed again."""

    def __init__(self, folder, definitions, options, deep):
        self.folder, self.options, self.deep = folder, options, deep
        self.definitions = definitions
        self.fiscal = definitions["fiscal"]
        self.compared = 0

    def program(self):
        """The exit code, and the rows of kpi.csv, rejects.csv and
        observations.csv without those of metrics that are not known here."""
        out = os.path.join(suite.folder(), "out")
        done = suite.run("run", self.folder, "--out", out, "-q", *self.options,
                         code=(0, 1))
        return (done.code, *([row for row in suite.table(out, name)
                              if row.get("metric") not in UNKNOWN] for name in
                             ("kpi.csv", "rejects.csv", "observations.csv")))

    def schedule(self, taken):
        self.taken = taken
        given = dict(zip(self.options[::2], self.options[1::2]))
        listed, as_of = 0, given.get("--as-of")
        if "--period" in given:
            own, listed = periods.parse(given["--period"], self.fiscal)
        else:
            own = periods.default_period(taken.rows, self.fiscal)
        self.printed = 1 + max(1, listed, int(given.get("--history", 1)))
        self.periods = periods.back_from(
            own, self.fiscal, self.printed + (16 if self.deep > 1 else 0))
        self.as_of = periods.as_of_days(
            self.periods, as_of and
            datetime.date.fromisoformat(as_of).toordinal())

    def compute(self, taken):
        database = exact.Database(taken, self.as_of[-1])
        self.kinds, self.units = database.kinds(), database.units()
        both = [database.period(p, a)
                for p, a in zip(self.periods, self.as_of)]
        self.found = [one[0] for one in both]
        self.seen = [self.by_subject(*one[1:]) for one in both]

    def by_subject(self, observations, owners_of):
        groups = collections.defaultdict(list)
        for metric, manager, x, y, department, day in observations:
            owners = [("company", "*"), *owners_of.get((manager, day), ())]
            if manager is not None:
                owners.append(("manager", manager))
            for owner in owners:
                groups[owner, metric].append((x, y, department))
        return groups

    def check(self):
        code, rows, rejects, records = self.program()
        taken = tables.Tables(self.folder, self.definitions)
        lines = {(os.path.basename(r["file"]), int(r["line"]))
                 for r in rejects}
        if lines != taken.rejected or len(rejects) != len(lines) or \
                code != bool(lines):
            raise Wrong("rejected: %s" % sorted(lines ^ taken.rejected))
        self.check_rows(taken)
        self.schedule(taken)
        self.compute(taken)
        self.check_records(records)
        first = len(self.periods) - self.printed
        wanted = [(self.periods[p][0], *key)
                  for p in range(first, len(self.periods))
                  for key in self.found[p]]
        order = [(r["period"], r["scope"], r["subject"], r["metric"])
                 for r in rows]
        if wanted != order:
            raise Wrong("rows: %s" % [a for a, b in zip(
                wanted + [()] * 9, order + [()] * 9) if a != b][:3])
        row = iter(rows)
        for p in range(first, len(self.periods)):
            shown = {key: next(row) for key in self.found[p]}
            for key in shown:
                self.check_value(p, key, shown[key])
            if self.deep:
                self.check_statistics(p, shown)
        return self.compared

    def check_rows(self, taken):
        """The days of the rows, and what those of timesheets cost."""
        answer = suite.run("sql", self.folder, listing.QUERY, "--format",
                           "csv", "-q", code=(0, 1)).out
        for differences in listing.differences(answer, taken.rows):
            raise Wrong("kpi sql lists %s, read again %s" % differences)

    def check_records(self, rows):
        """observations.csv: the same records behind the same numbers."""
        told = {row["period"] for row in rows}
        for p, period in enumerate(self.periods):
            if period[0] not in told:
                continue
            plain = {m for m, k in self.kinds.items() if k in ("sum", "count")}
            wanted = sorted(
                (metric, owner[1], department or "", float(x),
                 1.0 if metric in plain else float(y))
                for (owner, metric), seen in self.seen[p].items()
                if owner[0] == "manager" for x, y, department in seen)
            found = sorted(
                (r["metric"], r["manager"], r["group"], float(r["x"]),
                 float(r["y"] or 1)) for r in rows
                if r["period"] == period[0] and r["manager"] and
                r["metric"] in self.kinds)  # not those of pay
            self.compared += len(wanted)
            for a, b in zip(wanted + [("",)] * 9, found + [("",)] * 9):
                if a != b:
                    raise Wrong("observations.csv, %s: %s, computed again %s"
                                % (period[0], b, a))
            if len(wanted) != len(found):
                raise Wrong("observations.csv: %d rows of %s, computed again "
                            "%d" % (len(found), period[0], len(wanted)))

    def expect(self, row, column, fine, wanted):
        self.compared += 1
        if not fine:
            raise Wrong("%s %s %s %s: %s is %r, computed again %s" % (
                row["period"], row["scope"], row["subject"], row["metric"],
                column, row[column],
                wanted if isinstance(wanted, (str, type(None)))
                else float(wanted)))

    def number(self, row, column, wanted, tolerance, least=1.0):
        self.expect(row, column, near(row[column], wanted, tolerance, least),
                    wanted)

    def check_value(self, p, key, row):
        value, numerator, denominator, n = self.found[p][key]
        before = self.found[p - 1][key][0]
        kind = self.kinds[key[2]]
        plain = kind in ("sum", "count")
        is_exact = plain or kind == "share" or key[2] in EXACT
        change = None if None in (value, before) else \
            value - before if plain else float(value) - float(before)
        for column, wanted in (("numerator", numerator),
                               ("denominator", denominator)):
            if is_exact or value is None:
                text = "" if wanted is None else decimal_text(wanted)
                self.expect(row, column, row[column] == text, text)
            else:
                self.number(row, column, wanted, 0)
        for column, wanted in (("value", value), ("prior", before),
                               ("change", change)):
            if plain:
                text = "" if wanted is None else decimal_text(wanted)
                self.expect(row, column, row[column] == text, text)
            else:
                self.number(row, column, wanted, 0)
        self.expect(row, "n", row["n"] == str(n), str(n))
        self.expect(row, "unit", row["unit"] == self.units[key[2]],
                    self.units[key[2]])

    # ---- what stands beside the value ----

    def check_statistics(self, p, shown):
        subjects = list(dict.fromkeys(key[:2] for key in shown))
        managers = [s for s in subjects if s[0] == "manager"]
        for metric, kind in self.kinds.items():
            peers = shrunk = [None] * len(managers)
            if kind in ("share", "mean"):
                peers = s6.benjamini_hochberg([self.against(
                    kind, self.scores(p, s, metric), self.scores(
                        p, ("company", "*"), metric), True)
                    for s in managers])
                shrunk = self.shrink(p, managers, metric, kind)
            for subject in subjects:
                row = shown[(*subject, metric)]
                self.interval(p, subject, metric, kind, row)
                change = None
                if kind in ("share", "mean"):
                    change = self.against(
                        kind, self.scores(p, subject, metric),
                        self.scores(p - 1, subject, metric), False)
                self.number(row, "p_change", change, 1e-9, 1e-9)
                place = managers.index(subject) if subject in managers else -1
                one, other = (peers[place], shrunk[place]) if place >= 0 \
                    else (None, None)
                self.number(row, "p_peers", one, 1e-9, 1e-9)
                self.number(row, "shrunk", other, 1e-4)
                self.flags(p, subject, metric, kind, row)
                if self.deep > 1:
                    self.trend(p, (*subject, metric), row)

    def scores(self, p, subject, metric):
        return [x for x, _, _ in self.seen[p].get((subject, metric), ())] \
            if self.found[p][(*subject, metric)][0] is not None else []

    @staticmethod
    def against(kind, own, other, within):
        """p of own against other; `within`: other includes own."""
        if kind == "share":
            hits, n = int(sum(other)), len(other)
            if within:
                hits, n = hits - int(sum(own)), n - len(own)
            return s6.fisher(int(sum(own)), len(own), hits, n)
        if within:
            rest = collections.Counter(other)
            rest.subtract(own)
            other = list(rest.elements())
        return s6.welch(own, other)

    def shrink(self, p, managers, metric, kind):
        groups = [self.scores(p, s, metric) for s in managers]
        company = self.found[p]["company", "*", metric][0]
        company = None if company is None else float(company)
        held = [g for g in groups if g]
        if kind == "share":
            found = s6.shrink_shares([(int(sum(g)), len(g)) for g in held],
                                     company)
        else:
            found = s6.shrink_means(held, company)
        found = iter(found)
        return [next(found) if g else None for g in groups]

    def interval(self, p, subject, metric, kind, row):
        scores = self.scores(p, subject, metric)
        value = self.found[p][(*subject, metric)][0]
        rows = self.seen[p].get((subject, metric), ())
        ends, method = None, ""
        if value is None or kind == "sum":
            pass
        elif kind == "share":
            ends, method = s6.wilson(int(sum(scores)), len(scores)), "wilson"
        elif kind == "count":
            ends, method = s6.garwood(int(value)), "poisson"
        elif kind == "mean":
            ends = s6.score_interval(scores, *RANGE[metric])
            method = "t-score"
        elif kind == "groups":
            groups = collections.defaultdict(list)
            for x, _, department in rows:
                groups[department].append(x)
            ends, method = s6.group_interval(list(groups.values())), "t-ws"
        elif metric == "grr":
            ends = s6.amounts_interval([(x, y) for x, y, _ in rows])
            method = "wilson-amounts"
        else:
            ends = s6.ratio_interval([(float(x), float(y))
                                      for x, y, _ in rows])
            method = "t-ratio"
        self.expect(row, "method", row["method"] == (method if ends else ""),
                    method)
        low, high = ends or (None, None)
        # Where one project dwarfs all others, little is left of the digits of
        # their degrees of freedom.
        within = 1e-9 + (1e-4 * (high - low) if method == "t-ratio" and ends
                         else 0)
        self.number(row, "ci_low", low, within)
        self.number(row, "ci_high", high, within)

    def flags(self, p, subject, metric, kind, row):
        value, _, _, n = self.found[p][(*subject, metric)]
        flags = []
        if value is None:
            flags.append("no_data")
        elif n < 5 and kind not in ("sum", "count"):
            flags.append("small_sample")
        if kind == "share" and value is not None:
            own = self.scores(p, subject, metric)
            rate = self.found[p]["company", "*", metric][0]
            if min(s6.tails(int(sum(own)), len(own), rate)) < 0.001:
                flags.append("outlier")
        self.expect(row, "flags", row["flags"] == ";".join(flags),
                    ";".join(flags))

    def first_day(self, metric):
        """Of the metric's own table: since when anything is known of it."""
        table, columns = (
            ("timesheets", ["worked_on"])
            if metric in ("budget_variance", "over_budget", "cpi",
                          "running_over", "eac_variance") else
            ("surveys", ["answered_on", "sent_on"])
            if metric in ("satisfaction", "csat_top2", "nps", "response_rate",
                          "coordination") else
            ("payments", ["paid_on"]) if metric == "collected" else
            ("contracts", ["closed_on", "proposed_on"]))
        return min([row[c] for row in self.taken.rows[table] for c in columns
                    if row.get(c) is not None] or [10 ** 9])

    def trend(self, p, key, row):
        begun = self.first_day(key[-1]) - 15
        values = [(i, float(self.found[i][key][0])) for i in range(p + 1)
                  if self.found[i][key][0] is not None and
                  self.periods[i][1] >= begun][-8:]
        slope = mann = None
        if len(values) >= 4 and values[-1][0] == p:
            slope = s6.theil_sen(values)
            mann = s6.mann_kendall([y for _, y in values])
        self.number(row, "trend", slope, 1e-9, 1e-9)
        self.number(row, "trend_p", mann, 1e-9, 1e-9)


def agrees(*run):
    suite.expect(Run(*run).check(), "compared nothing")


def random_set(number):
    made = generate.Set(random.Random(SEED * 1000000 + number))
    data = os.path.join(suite.folder(), "data")
    os.mkdir(data)
    made.write(data)
    deep = 2 if number % 20 == 0 else 1 if number % 3 == 0 else 0
    agrees(data, made.definitions, made.options(), deep)


def every_known_metric_is_listed():
    suite.equal([one for one in LISTED if one not in UNKNOWN], exact.KNOWN)


LISTED = list(suite.metrics())
UNKNOWN = [metric for metric in LISTED if metric not in exact.KNOWN]
for one in UNKNOWN:
    suite.skip(one, "a metric that ground.sql does not list")
suite.check(every_known_metric_is_listed)
for name, depth, *options in (
        ("agency", 2, "--period", "2026Q3"),
        ("agency", 1, "--period", "2026Q2", "--as-of", "2026-08-15"),
        ("agency", 0, "--period", "2026-05", "--as-of", "2026-05-20"),
        ("agency", 0, "--period", "2025Q2..2026Q1"),
        ("tiny", 2), ("tiny", 1, "--period", "2026H1", "--history", "3"),
        ("tiny", 1, "--period", "2026Q3", "--as-of", "2026-08-20")):
    suite.add("samples/%s %s" % (name, " ".join(options)), agrees,
              os.path.join(suite.SAMPLES, name), DEFAULTS, options, depth)
for number in range(SETS):
    suite.add("random set %d (run.py KPI %d %d)" % (number, number + 1, SEED),
              random_set, number)
suite.main()
