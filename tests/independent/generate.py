"""Small random data sets that hit the edges of the definitions.

Few managers, clients, projects and days, most of them the days around the
period's and as_of's ends, so that ties and boundaries come up all the time.
"""
import csv
import datetime
import os

import periods

MANAGERS = ["an", "An", "Ân", "binh", "chi"]
ALIASES = ["An Nguyen", "B. Tran", "binh", "chi"]
CLIENTS = ["c1", "c2", "c3", "c4", "c5"]
PROJECTS = ["", "", "", "P1", "P2"]
TEAMS = ["", "", "Đội 1", "Team B"]
PERIODS = ["2026Q3", "2026Q3", "2026H2", "2026", "2026-08",
           "2026-07-01..2026-09-30", "2026-07-10..2026-07-19",
           "2026Q2..2026Q3"]
# Periods that overlap, two of them equally long, with gaps between them.
HOURLY = ["2026", "2026H1", "2026H2", "2026Q3", "2026-06", "2026-07", "2026-09",
          "2026-06-25..2026-07-04", "2026-06-29..2026-07-08"]
EMPLOYEES = ["", "Lan", "Bình", "Bi\u0300nh", "Khoa"]
CLOCKS = ["00:00:00", "06:59:59", "07:00:00", "12:00:00", "16:59:59",
          "17:00:00", "18:29:59", "18:30:00", "23:59:59"]
# What the header of answered_on is in an export whose clock is another one's.
UTC_HEADER = "Answered On (UTC)"


def iso(day):
    return datetime.date.fromordinal(day).isoformat()


def rate_yaml(rates):
    """{period: rate} as kpi.yaml says it; 1.234 might be thousands."""
    if None in rates:
        return "%.4f" % (rates[None] / 10000)
    return "{%s}" % ", ".join("%s: %.4f" % (period, rate / 10000)
                              for period, rate in rates.items())


class Set:
    def __init__(self, random):
        self.random = random
        self.period = random.choice(PERIODS)
        self.fiscal = random.choice([1, 1, 1, 4, 12])
        self.definitions = {
            "currency": "VND", "grace_days": random.choice([0, 0, 1, 7]),
            "scale": random.choice([(10000, 50000), (0, 100000)]),
            "kinds": random.choice([("new", "upsell", "cross_sell")] * 2 +
                                   [("new",), ("renewal", "upsell")]),
            "rates": {"USD": [(None, None, 254000051)],
                      "EUR": [(None, None, 333)]}, "fiscal": self.fiscal}
        run, _ = periods.parse(self.period, self.fiscal)
        prior = periods.prior(run, self.fiscal)
        self.from_day, self.until = run[1], run[2]
        length = run[2] - run[1]
        self.as_of = random.choice(
            [None, None, run[1], run[1] + length // 3, run[2],
             run[2] + 20])
        as_of = run[2] - 1 if self.as_of is None else self.as_of
        edges = [d + step for d in (prior[1], run[1], run[2], as_of)
                 for step in (-1, 0, 1)]
        self.edges = [d for d in edges if d > 720000]
        # A rate for always, or rates of periods that overlap, with gaps.
        self.dated = random.sample(
            [("2026-06", 251000000), ("2026-07", 26000 * 10 ** 4),
             ("2026Q2", 3333), ("2026-09", 7 * 10 ** 4),
             ("2026", 255000001)], random.choice([0, 0, 2, 4]))
        if self.dated:
            self.definitions["rates"]["USD"] = [
                (*periods.parse(period, self.fiscal)[0][1:3], rate)
                for period, rate in self.dated]
        self.hourly = random.choice([{}, self.hourly_rates()])
        self.definitions["hourly"] = {
            (kind, name): self.dates_of(rates)
            for (kind, name), rates in self.hourly.items()}
        # How many of the days are times of day, and the zone of the run.
        self.timed = random.choice([0, 0, 0.3, 0.9])
        self.utc = self.timed > 0 and self.maybe(0.5)
        self.definitions["time_zone"] = random.choice(
            [None, "+07:00", "-05:30", "+00:00"])
        # By what shares are compared fairly.
        self.definitions["mix"] = {
            metric: columns for metric, columns in (
                ("close_rate", ["kind", "team"]), ("win_rate", ["recurring"]),
                ("on_time", ["team"]), ("retention", ["client_id"]),
                ("over_budget", ["project_id"])) if self.maybe(0.5)}
        self.low, self.high = prior[1] - length, run[2] + length // 2

    def hourly_rates(self):
        """{(employee, department or default, name): {period: rate}}, rates in
        10^-4; the period None is always, and then the only one."""
        found = {}
        for key in (("employee", "Lan"), ("employee", "Bình"),
                    ("department", "media"), ("default", "")):
            named = self.random.sample(HOURLY, self.random.randint(1, 5))
            named = self.random.choice([[], [None], named, named])
            if named:
                found[key] = {period: self.random.choice(
                    [0, 333, 10 ** 4 * self.random.randint(1, 400),
                     self.random.randint(1, 10 ** 7)]) for period in named}
        return found

    def dates_of(self, rates):
        return [(*(periods.parse(period, self.fiscal)[0][1:3]
                   if period else (None, None)), rate)
                for period, rate in rates.items()]

    def hourly_yaml(self):
        lines = []
        for kind in ("employee", "department", "default"):
            given = ["%s: %s" % (name, rate_yaml(rates)) if name
                     else rate_yaml(rates)
                     for (k, name), rates in self.hourly.items() if k == kind]
            if given:
                lines.append("  %s: %s\n" % (
                    kind, given[0] if kind == "default"
                    else "{%s}" % ", ".join(given)))
        return "rates:\n" + "".join(lines) if lines else ""

    def timed_days(self, rows):
        """Some days of the rows become times, most of them with a zone."""
        for row in rows:
            for column, cell in row.items():
                if column.endswith("_on") and cell[:1] == "2" and \
                        self.maybe(self.timed):
                    row[column] = cell + self.random.choice("T ") + \
                        self.random.choice(CLOCKS) + self.random.choice(
                            ["", "", "Z", "+07:00", "-05:30", "+14:00"])
        return rows

    def maybe(self, chance):
        return self.random.random() < chance

    def day(self, blank=0.0):
        if self.maybe(blank):
            return ""
        if self.maybe(0.6):
            return iso(self.random.choice(self.edges))
        return iso(self.random.randint(self.low, self.high))

    def money(self, blank=0.0):
        return "" if self.maybe(blank) else self.random.choice(
            ["0", "100", "100", "250.5", "999999999.9999", "0.0001",
             str(self.random.randint(1, 10 ** 6))])

    def manager(self, blank=0.0):
        if self.maybe(blank):
            return ""
        return self.random.choice(MANAGERS + ALIASES)

    def people(self):
        """Spells: some with several rows, in any order, that may overlap. One
        reports to who comes later in the list (never in a circle)."""
        names = self.random.sample(MANAGERS, self.random.randint(0, 4))
        several = self.random.choice([0, 0.2, 0.7])
        columns = self.random.choice([("joined_on", "left_on"),
                                      ("from", "until")])
        rows = []
        for place, name in enumerate(names):
            for _ in range(1 + self.maybe(several) + self.maybe(several)):
                aliases = "|".join(self.random.sample(
                    ALIASES, self.random.choice([0, 0, 1, 2])))
                first, last = self.day(0.2), self.day(0.5)
                if first and last and last < first and self.maybe(0.9):
                    first, last = last, first
                leads = [n for n in names[place + 1:] if n not in ALIASES] + [
                    "", "", "-", "nobody"]
                rows.append({"account_manager": name, "aliases": aliases,
                             "team": self.random.choice(TEAMS + ["", "-"]),
                             columns[0]: first, columns[1]: last,
                             "reports_to": self.random.choice(leads)})
        self.random.shuffle(rows)
        return rows

    def clients(self):
        names = CLIENTS + ["c9"]
        for name in self.random.sample(names, self.random.choice([0, 0, 2])):
            yield {"client_id": name, "client_name": "Client " + name,
                   "aliases": "|".join(self.random.sample(
                       names, self.random.choice([0, 1, 2]))),
                   "industry": self.random.choice(["", "retail"])}

    def contracts(self):
        for number in range(self.random.randint(4, 40)):
            pick = self.random.choice
            stage = pick(["won", "won", "won", "won", "lost", "open",
                          "cancelled"])
            decided = stage in ("won", "lost")
            closed = self.day(0.02 if decided else 0.4)
            if stage == "open" and self.maybe(0.3):
                closed = "some time in spring"
            start = self.day(0.3)
            end = self.day(0.2)
            # Mostly the right way round; a renewal starts the day after.
            if start and end and end < start and self.maybe(0.9):
                start, end = end, start
            value, budget = self.money(0 if stage == "won" else 0.5), \
                self.money(0.2)
            row = {"contract_id": "K%02d" % self.random.choice(
                       [number, number, number, number + 60, 0]),
                   "client_id": pick(CLIENTS + [""] * (not decided)),
                   "account_manager": self.manager(), "stage": stage,
                   "closed_on": closed,
                   "kind": pick(["", "new", "renewal", "upsell",
                                 "cross_sell"]),
                   "value": value, "currency": pick(
                       ["", "", "", "VND", "USD", "EUR", "JPY"]),
                   "proposed_on": self.day(0.2), "start_on": start,
                   "end_on": end, "terminated_on": end if self.maybe(0.1)
                   else self.day(0.7),
                   "budget": budget, "due_on": self.day(0.4),
                   "delivered_on": self.day(0.4), "project_id":
                       pick(PROJECTS), "team": pick(TEAMS),
                   "value_per": pick(["", "", "total", "month"]),
                   "recurring": pick(["", "", "yes", "no"]),
                   "budget_per": pick(["", "", "total", "month"]),
                   "progress": pick(["", "0", "0.25", "1"])}
            row["refers_to"] = "K%02d" % self.random.randint(
                0, number + 1) if self.maybe(0.3) else ""
            if self.maybe(0.1):
                row.update(kind="credit", value_per=pick(["", "total"]),
                           value=pick(["0", "-1", "-0.5", "-100", "-250.5"]),
                           refers_to=pick(["K%02d" % number, "K01", "", "K99"]
                                          + ["K%02d" % i for i in range(12)]))
            if self.maybe(0.02):
                row["value"] = pick(["-1", "1"])
            if self.maybe(0.02):
                row[pick(["value_per", "recurring", "budget_per",
                          "progress"])] = pick(["year", "1.5"])
            if number and self.maybe(0.05):
                row["contract_id"] = "K00"  # perhaps known already
            yield row
            if end and self.maybe(0.3):
                renewal = dict(row, contract_id="R%02d" % number,
                               kind="renewal", end_on="", terminated_on="")
                renewal["start_on"] = iso(
                    datetime.date.fromisoformat(end).toordinal() +
                    pick([1, 1, -1, -9, -100]))
                renewal["refers_to"] = pick(
                    ["", row["contract_id"], row["contract_id"]])
                if row["kind"] != "credit":
                    yield renewal
                again = dict(renewal, contract_id="S%02d" % number,
                             refers_to=renewal["contract_id"])
                if self.maybe(0.3) and row["kind"] != "credit":
                    yield again
                    yield dict(again, contract_id="T%02d" % number,
                               start_on=renewal["start_on"], refers_to=pick(
                                   ["U%02d" % number, "S%02d" % number]))
                    yield dict(again, contract_id="U%02d" % number,
                               refers_to="T%02d" % number)

    def assignments(self):
        for _ in range(self.random.choice([0, 0, 2, 5])):
            start, until = self.day(), self.day(0.4)
            if until and until < start and self.maybe(0.8):
                start, until = until, start
            yield {"client_id": self.random.choice(CLIENTS + ["c9"]),
                   "account_manager": self.manager(), "from": start,
                   "until": until}

    def timesheets(self):
        names = [p for p in PROJECTS if p] + [
            "K%02d" % i for i in range(12)] + ["nowhere"]
        for _ in range(self.random.randint(0, 60)):
            yield {"project_id": self.random.choice(names),
                   "worked_on": self.day(), "hours": self.random.choice(
                       ["1", "7.5", "0.25", "-1", "0", "1.33333", "x",
                        "0.123456789", self.fine(9)] + ["2"] * 7),
                   "cost": self.random.choice(
                       ["", "", "", "", "100", "-50.5", self.fine(99)]),
                   "hourly_cost": self.random.choice(
                       ["", "", "33.3333", "100", "250000",
                        self.fine(400).lstrip("-")]),
                   "employee": self.random.choice(EMPLOYEES),
                   "department": self.random.choice(["", "media", "design"])}

    def fine(self, most):
        """Five to eight places and some zeros."""
        return "%s%d.%08d%s" % (
            self.random.choice(["", "", "-"]), self.random.randint(0, most),
            self.random.randrange(10 ** 8), self.random.choice(["", "00"]))

    def surveys(self):
        for _ in range(self.random.randint(0, 40)):
            pick = self.random.choice
            scale = pick([("", "")] * 4 + [("0", "10")] * 3 + [
                ("1", "5"), ("1", "7"), ("1", ""), ("5", "1")])
            score = pick(["", "1", "2", "3", "4", "5", "4.75", "6", "7", "9",
                          "10", "8.9999"])
            yield {"score": score, "answered_on": self.day(0.1),
                   "kind": pick(["", "client", "internal", "internal"]),
                   "account_manager": self.manager(0.6) if self.maybe(0.9)
                   else "stranger",
                   "contract_id": pick(["", "", "K01", "K02", "K99"]),
                   "client_id": pick(["", "c7", "c9"] + CLIENTS),
                   "department": pick(["", "Design", "Design", "Sản xuất",
                                       "Media"]),
                   "sent_on": self.day(0.3), "scale_min": scale[0],
                   "scale_max": scale[1],
                   "survey_id": pick([""] * 6 + ["S%d" % i for i in range(9)])}

    def write(self, folder):
        for _ in range(9):
            if self.write_tables(folder):
                break
        low, high = (number // 10000 for number in self.definitions["scale"])
        with open(os.path.join(folder, "kpi.yaml"), "w",
                  encoding="utf-8") as stream:
            stream.write(
                "fiscal_year_start: %d\ngrace_days: %d\n"
                "scale: {min: %d, max: %d}\nclose_rate: {kinds: [%s]}\n"
                "exchange_rates: {EUR: 0.0333, USD: %s}\n" % (
                    self.fiscal, self.definitions["grace_days"], low, high,
                    ", ".join(self.definitions["kinds"]),
                    "{%s}" % ", ".join(
                        "%s: %s" % (period, rate / 10000)
                        for period, rate in self.dated)
                    if self.dated else 25400.0051) + self.hourly_yaml())
            if self.definitions["mix"]:
                stream.write("mix: {%s}\n" % ", ".join(
                    "%s: [%s]" % (metric, ", ".join(columns)) for
                    metric, columns in self.definitions["mix"].items()))
            if self.definitions["time_zone"]:
                stream.write("time_zone: %s\n" % self.definitions["time_zone"])
            if self.utc:
                stream.write("surveys: {columns: {answered_on: %s}}\n" %
                             UTC_HEADER)

    def adjustments(self):
        for _ in range(self.random.choice([0, 0, 3])):
            yield {"account_manager": self.random.choice(MANAGERS + ["nobody", "*"]),
                   "period": self.random.choice(
                       ["2026Q3", "2026h1", "2025", "2026-07", "Q3", ""]),
                   "amount": self.money(0.1),
                   "reason": self.random.choice(["late", "late", ""])}

    def splits(self):
        """Mostly the whole of a contract, sometimes less, of two or more."""
        for contract in self.random.sample(
                ["K%02d" % i for i in range(40)], self.random.choice([0, 0, 8, 30])):
            shares = self.random.choice(
                [["1"], ["0.6", "0.4"], ["0.5", "0.5"], ["0.3333", "0.3333", "0.3334"],
                 ["0.25", "0.25", "0.5"], ["0.0001", "0.9999"], ["0.5", "0.4"],
                 ["1.5"], ["0", "1"], ["0.50", "0.5"]])
            for share in shares:
                yield {"contract_id": contract, "account_manager": self.manager(0.01),
                       "share": share, "why": self.random.choice(["", "mail"])}

    def payments(self):
        pick = self.random.choice
        for number in range(pick([0, 0, 20, 60])):
            yield {"contract_id": pick(["K%02d" % i for i in range(40)] + ["K99", ""]),
                   "paid_on": self.day(0.02), "amount": pick(["", "-"]) +
                   self.money(0.02), "currency": pick(
                       ["", "", "", "VND", "USD", "EUR", "JPY"]),
                   "payment_id": pick(["", "P%d" % number, "P1"])}

    def write_tables(self, folder):
        """Any table may be missing; false if all three exports are."""
        exports = 0
        for table in ("people", "clients", "contracts", "assignments", "splits",
                      "timesheets", "surveys", "payments", "adjustments"):
            rows = self.timed_days(list(getattr(self, table)()))
            if self.maybe(0.07) or (
                    not rows and table in (
                        "people", "clients", "assignments", "splits",
                        "payments", "adjustments")):
                continue
            exports += table in ("contracts", "timesheets", "surveys")
            columns = list(rows[0]) if rows else {
                "timesheets": ["project_id", "worked_on", "hours"],
                "surveys": ["score", "answered_on"]}[table]
            with open(os.path.join(folder, table + ".csv"), "w", newline="",
                      encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, columns, lineterminator="\n")
                writer.writerow({c: UTC_HEADER if self.utc and
                                 c == "answered_on" else c for c in columns})
                writer.writerows(rows)
        return exports > 0

    def options(self):
        return ["--period", self.period] + (
            ["--as-of", iso(self.as_of)] if self.as_of else []) + (
            ["--history", "3"] if self.maybe(0.2) else [])
