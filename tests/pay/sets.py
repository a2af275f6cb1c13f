"""Small random data sets of pay that hit the edges of its rules: few people and
days, round values, so that sums lie on steps and dates on boundaries.
"""
import csv
import datetime
import os
import random
from fractions import Fraction

from ground import (BASES, DAY, KINDS, MONTHS, Terms, months_later, period_of,
                    periods_within)

PEOPLE = ["an", "An", "Ân", "binh", "chi"]
SPELLINGS = {"an": ["A. Nguyễn"], "binh": ["bình", "B. Trần"]}
STRANGERS = ["dung", "ém"]
LEVELS = ["", "am", "senior", "lead"]
LONGER = {"month": ["quarter", "half", "year"], "quarter": ["half", "year"],
          "half": ["year"], "year": []}


def plain(number):
    """As exports write it; 1.234 might be thousands, so four places or none."""
    number = Fraction(number)
    return "%d" % number if number.denominator == 1 else "%.4f" % number


def rate_yaml(rate):
    if not isinstance(rate, list):
        return plain(rate)
    return "{%s}" % ", ".join("%s: %s" % (plain(start), plain(step))
                              for start, step in rate)


def mapping_yaml(mapping, form=plain):
    return "{%s}" % ", ".join("%s: %s" % (key, form(value))
                              for key, value in mapping.items())


def pay_yaml(terms):
    """The terms as kpi.yaml has them."""
    commission = dict({kind: rate_yaml(rate) for kind, rate in
                       terms.commission.items()}, mode=terms.mode)
    if terms.levels:
        commission["levels"] = mapping_yaml(
            terms.levels, lambda rates: mapping_yaml(rates, rate_yaml))
    lines = ["pay:", "  commission: " + mapping_yaml(commission, str),
             "  commission_on: " + terms.on, "  every: " + terms.every,
             "  project_award: " + plain(terms.award),
             "  unit: " + plain(terms.unit),
             "  minimum_score: " + plain(terms.minimum),
             "  bands: {%s}" % ", ".join("%s: %s" % band for band in terms.bands)]
    if terms.clawback:
        lines.append("  clawback: {days: %d, share: %s}" % terms.clawback)
    caps = {part: plain(most) for part, most in terms.caps.items()}
    by_level = {level: mapping_yaml(parts)
                for level, parts in terms.level_caps.items() if parts}
    if by_level:
        caps["levels"] = mapping_yaml(by_level, str)
    if caps:
        lines.append("  cap: " + mapping_yaml(caps, str))
    return "\n".join(lines) + "\n"


class Set:
    """A data set: tables by name, terms, and the runs over it."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        pick = self.rng.choice
        self.every = pick(["quarter", "quarter", "quarter", "month", "half"])
        self.fiscal = pick([1, 1, 4, 12])
        longer = LONGER[self.every]
        self.kind = pick(longer) if self.maybe(.25) else self.every
        self.netted = self.kind != self.every and self.maybe(.9)
        self.first, self.last, self.label = period_of(
            self.kind, datetime.date(2026, 8, 15), self.fiscal)
        length = (self.last - self.first).days
        self.as_of = pick([self.last, self.last, self.last,
                           self.last + 25 * DAY, self.first + length // 2 * DAY])
        self.parts = periods_within(self.every, self.first, self.last, self.fiscal) \
            if self.netted else []
        self.scale = pick([1, 1, 1000000])
        self.kinds = pick([["new"], ["new", "upsell"], KINDS])
        self.terms = self.make_terms()
        self.edges = [date + step * DAY for step in (-1, 0, 1) for date in (
            self.first, self.last, self.as_of, months_later(
                self.first, -MONTHS[self.every]))]
        self.names = self.rng.sample(PEOPLE, self.rng.choice([2, 2, 3, 5]))
        people = self.people()
        contracts = self.contracts()
        self.tables = {"people": people, "contracts": contracts,
                       "splits": self.splits(contracts),
                       "payments": self.payments(contracts),
                       "adjustments": self.adjustments(),
                       "timesheets": self.timesheets(contracts),
                       "plan": self.plan()}

    def maybe(self, chance):
        return self.rng.random() < chance

    def netted_parts(self):
        """The inner periods that were paid before: some of those that have begun."""
        begun = [part for part in self.parts if part[0] <= self.as_of]
        return begun[:self.rng.randint(1, len(begun))] if begun else []

    # ---- terms ----

    def make_rate(self):
        pick = self.rng.choice
        rates = ["0", "0.01", "0.02", "0.0333", "0.05", "0.1", "0.2"]
        if self.maybe(.25):
            return Fraction(pick(rates))
        starts = sorted(self.rng.sample(
            [100, 200, 300, 500, 600, 1000, Fraction("333.3333")],
            self.rng.randint(0, 3)))
        starts = ([0] if self.maybe(.7) or not starts else []) + starts
        return [(start * self.scale, Fraction(pick(rates[1:] if start else rates)))
                for start in starts]

    def make_caps(self):
        pick, scale = self.rng.choice, self.scale
        caps = {}
        for part, amounts in (
                ("kpi_bonus", [700 * scale, Fraction("812.5") * scale]),
                ("commission", [5 * scale, 12 * scale, Fraction("7.7777") * scale,
                                40 * scale]),
                ("project_award", [Fraction("3.25"), 8]),
                ("total", [30 * scale, 500 * scale, Fraction("30.2575")])):
            if self.maybe(.4 if part == "commission" else .3):
                caps[part] = pick(amounts)
        return caps

    def make_terms(self):
        pick = self.rng.choice
        on = pick(["signing", "signing", "payment"])
        levels = {level: {kind: self.make_rate() for kind in
                          sorted({pick(self.kinds), pick(KINDS)})} for level in self.rng.sample(
            LEVELS[1:], pick([0, 1, 2, 2]))}
        clawback = None if on == "payment" or self.maybe(.2) else (
            pick([30, 60, 90, 200]), pick(["all", "unserved"]))
        years = [(datetime.date(y, 1, 1), datetime.date(y, 12, 31),
                  pick(["2.5", "3", "0.3333"])) for y in range(2023, 2029)]
        months = [(datetime.date(2026, m, 1), months_later(
            datetime.date(2026, m, 1), 1) - DAY, "2.7501")
            for m in self.rng.sample(range(1, 10), 2)]
        digits = pick([0, 0, 2])
        return Terms(
            [self.make_rate() for _ in KINDS], mode=pick(["slice", "whole"]),
            levels=levels, on=on, clawback=clawback, caps=self.make_caps(),
            level_caps={level: self.make_caps() for level in self.rng.sample(
                LEVELS[1:], pick([0, 1]))},
            every=self.every, fiscal=self.fiscal, grace=pick([0, 0, 3]),
            award=pick([0, 5, Fraction("3.3333")]),
            unit=pick([1, 5, Fraction("0.5"), *[Fraction("0.01")] * 2,
                       *[Fraction("0.0001")] * 3]),
            minimum=pick([0, 0, 60]), exchange={"EUR": years + months},
            duplicates=pick(["report", "drop"]), digits=digits,
            bands=(("A", 110), ("B", 90), ("C", 70), ("D", 0)))

    def yaml(self):
        terms = self.terms
        return "\n".join([
            "currency: %s" % ("USD" if terms.digits else "VND"),
            "fiscal_year_start: %d" % terms.fiscal,
            "grace_days: %d" % terms.grace, "duplicates: " + terms.duplicates,
            "exchange_rates: {EUR: %s}" % self.exchange_yaml(), pay_yaml(terms)])

    def exchange_yaml(self):
        return "{%s}" % ", ".join(
            "%s..%s: %s" % (first, last, plain(Fraction(rate)))
            for first, last, rate in self.terms.exchange["EUR"])

    # ---- tables ----

    def date(self, low=None, high=None):
        if self.maybe(.4):
            return self.rng.choice(self.edges)
        low = low or months_later(self.first, -9)
        high = high or self.last + 20 * DAY
        return low + self.rng.randint(0, (high - low).days) * DAY

    def day_of_change(self):
        """Of spells; most within the period."""
        return self.date() if self.maybe(.3) else self.day_within()

    def day_within(self):
        return self.first + self.rng.randint(
            0, (self.last - self.first).days) * DAY

    def manager(self, stranger=.05):
        if self.maybe(stranger):
            return self.rng.choice(STRANGERS)
        name = self.rng.choice(self.names)
        return self.rng.choice([name, *SPELLINGS.get(name, [])])

    def money(self):
        value = self.rng.choice([0, 100, 100, 200, 200, 300, 500, Fraction(
            "33.3333"), Fraction("166.6667"), self.rng.randint(1, 900)])
        return value * self.scale + self.rng.choice(
            [0] * 8 + [Fraction("0.0001"), Fraction("0.5")])

    def people(self):
        rows = []
        unknown = self.rng.choice([None] * 4 + self.names)
        for name in self.names:
            if name == unknown:
                continue
            begin = self.rng.choice([None, None, self.date()])
            for number in range(self.rng.choice([1, 2, 2, 3])):
                if number:
                    begin = max(begin or self.date(), self.day_of_change()) + \
                        self.rng.choice([0, 0, 20]) * DAY
                    if begin.isoformat() <= rows[-1]["joined_on"]:
                        break
                    if self.maybe(.3):     # a leave before it
                        gone = begin - self.rng.randint(1, 40) * DAY
                        if gone.isoformat() >= rows[-1]["joined_on"]:
                            rows[-1]["left_on"] = gone.isoformat()
                row = dict.fromkeys(
                    ("account_manager", "aliases", "team", "level", "joined_on",
                     "left_on", *BASES.values()), "")
                row.update(account_manager=name, joined_on=str(begin or ""),
                           level=self.rng.choice(
                               LEVELS[1:] + ["-"] if number else LEVELS))
                if not number:
                    row["aliases"] = "|".join(SPELLINGS.get(name, []))
                    row["team"] = self.rng.choice(["", "T1", "T2"])
                if self.maybe(.8):
                    row[BASES[self.kind]] = plain(1000 * self.scale)
                rows.append(row)
            if self.maybe(.25):
                gone = self.rng.choice([self.date(self.first - 60 * DAY),
                                        self.first - 20 * DAY])
                if gone.isoformat() >= rows[-1]["joined_on"]:
                    rows[-1]["left_on"] = gone.isoformat()
        self.rng.shuffle(rows)
        return rows

    def contracts(self):
        rows = []
        for number in range(self.rng.randint(4, 28)):
            pick = self.rng.choice
            closed = self.date() if self.maybe(.5) else self.day_within()
            told = self.maybe(.7)   # else it begins when it is signed
            start = pick([closed, closed + 5 * DAY, self.date()]) if told else closed
            end = pick([None, start + 364 * DAY, start + 89 * DAY, start,
                        months_later(start, 6) - DAY])
            gone = self.day_within() if self.maybe(.7) else pick(self.edges)
            ends = self.maybe(.35)
            if ends and self.terms.clawback and self.maybe(.7):
                told, days = True, self.terms.clawback[0] - pick([0, 1, 1, 2, 20, 29])
                start = gone - days * DAY
                closed = start - pick([0, 0, 10]) * DAY
                end = end and start + pick([364, 364, 89, days]) * DAY
            row = dict(
                contract_id="K%02d" % number, client_id="c%d" % (number % 7),
                account_manager=self.manager(), closed_on=str(closed),
                stage=pick(["won"] * 12 + ["lost", "open"]),
                kind=pick([*self.kinds, *self.kinds, "", *KINDS]),
                value=plain(self.money()), currency=pick([""] * 7 + ["EUR"]),
                value_per=pick(["", "", "total", "month"]),
                start_on=str(start if told else ""),
                end_on=str(end or ""), terminated_on=str(gone)
                if ends else "", refers_to="",
                budget="", delivered_on="", due_on="")
            if self.maybe(.3):
                done = self.day_within()
                row.update(budget=pick(["10", "20"]),
                           delivered_on=str(pick([done, self.date()])),
                           due_on=str(done + pick([0, 0, -1, 50]) * DAY))
            if ends and not end and self.maybe(.8):
                row["value_per"] = "month"
            if row["stage"] == "open":
                row["currency"] = ""    # its closed_on is not read
            if rows and self.maybe(.25):
                self.make_credit(row, rows)
            elif rows and self.maybe(.2):
                self.make_renewal(row, rows)
            rows.append(row)
        return rows

    def make_credit(self, row, rows):
        """Of any row, most of them of contracts; of a part or all of it."""
        of = self.rng.choice([r for r in rows if r["kind"] != "credit"] or rows)
        if self.maybe(.1):
            of = self.rng.choice(rows)
        value = Fraction(of["value"]) if of["kind"] != "credit" else Fraction(1)
        value = self.rng.choice([value, value / 2, value / 4, value * 2,
                                 self.money()])
        closed = self.rng.choice([self.date(), datetime.date.fromisoformat(
            of["closed_on"]) + self.rng.randint(-10, 100) * DAY])
        row.update(kind="credit", refers_to=self.rng.choice(
            [of["contract_id"]] * 9 + ["K99"]), value=plain(-value),
            value_per="", currency=of["currency"] if row["stage"] != "open" and
            self.maybe(.8) else "",
            closed_on=str(closed), start_on="", end_on="", terminated_on="",
            budget="", due_on="", delivered_on="")

    def make_renewal(self, row, rows):
        """Of an earlier row, around the last day on which it is in time."""
        ended = [r for r in rows if r["terminated_on"] and r["kind"] != "credit"]
        of = self.rng.choice(ended or rows)
        row.update(kind=self.rng.choice(["renewal"] * 5 + ["new"]),
                   refers_to=of["contract_id"])
        if of["terminated_on"]:
            start = datetime.date.fromisoformat(of["terminated_on"]) + (
                1 + self.terms.grace + self.rng.choice([-40, -1, 0, 0, 1, 30])) * DAY
            row.update(start_on=str(start), end_on="", terminated_on=str(
                start + self.rng.choice([-1, 0, 50]) * DAY)
                if self.maybe(.2) else "")

    def splits(self, contracts):
        rows = []
        for contract in contracts:
            if not self.maybe(.35):
                continue
            shares = self.rng.choice([
                ["0.6", "0.4"], ["0.5", "0.5"], ["0.3333", "0.3333", "0.3334"],
                ["0.25", "0.25", "0.5"], ["1"], ["0.0001", "0.9999"],
                ["0.6", "0.3", "0.1"], ["0.5", "0.4"], ["0.7", "0.4"], ["1.5"]])
            for share in shares:
                rows.append(dict(contract_id=contract["contract_id"],
                                 account_manager=self.manager(.1),
                                 share=plain(share)))
        if self.maybe(.2):
            rows.append(dict(contract_id="K98", account_manager="an", share="1"))
        self.rng.shuffle(rows)
        return rows

    def payments(self, contracts):
        rows = []
        for contract in contracts:
            for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
                amount = abs(Fraction(contract["value"])) / self.rng.choice(
                    [1, 1, 2, 3])
                amount = Fraction(round(amount * 10000), 10000)
                paid = self.rng.choice([self.date(), datetime.date.fromisoformat(
                    contract["closed_on"]) + self.rng.randint(-20, 90) * DAY])
                rows.append(dict(
                    contract_id=contract["contract_id"], paid_on=str(paid),
                    amount=plain(-amount if self.maybe(.2) else amount),
                    currency=self.rng.choice([""] * 6 + ["EUR"]),
                    payment_id=self.rng.choice(["", "", "R%d" % len(rows), "R1"])))
        if self.maybe(.2):
            rows.append(dict(contract_id="K97", paid_on=str(self.first),
                             amount="100", currency="", payment_id=""))
        if self.maybe(.2) and rows:
            rows.append(dict(rows[0], amount="a lot", payment_id="R1"))
        self.rng.shuffle(rows)
        return rows

    def adjustments(self):
        return [dict(account_manager=self.manager(),
                     period=self.rng.choice([self.label, self.label, "2024Q1"]),
                     amount=self.rng.choice(["10", "-0.5", "0.4999", "-250", "0",
                                             "%d" % (7 * self.scale)]),
                     reason="x") for _ in range(self.rng.choice([0, 0, 1, 3]))]

    def timesheets(self, contracts):
        return [dict(project_id=c["contract_id"], worked_on=c["delivered_on"],
                     hours="1", cost=self.rng.choice(["5", "10", "15"]))
                for c in contracts if c["budget"] and self.maybe(.9)]

    def plan(self):
        rows = []
        for level in self.rng.sample(["*", *LEVELS[1:]], self.rng.randint(0, 3)):
            metrics = self.rng.sample(
                ["revenue", "revenue_new", "revenue_expansion", "collected",
                 "upsell_wins", "win_rate"], self.rng.choice([1, 2, 4]))
            for metric in metrics:
                target = {"win_rate": Fraction("0.5"), "upsell_wins": 2}.get(
                    metric, self.rng.choice([100, 400, 1000]) * self.scale)
                rows.append(dict(
                    level=level, metric=metric, weight=plain(100 // len(metrics)),
                    scope=self.rng.choice(["", "", "", "team", "company"]),
                    threshold=plain(Fraction(target) / 2), target=plain(target),
                    stretch=plain(target * (1 if metric == "win_rate" else 2)),
                    gate="yes" if self.maybe(.1) else "",
                    min_n=self.rng.choice(["", "", "2"])))
        return rows

    # ---- files ----

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        for name, rows in self.tables.items():
            if rows:
                with open(os.path.join(folder, name + ".csv"), "w", newline="",
                          encoding="utf-8") as stream:
                    writer = csv.DictWriter(stream, list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
        with open(os.path.join(folder, "kpi.yaml"), "w", encoding="utf-8") as stream:
            stream.write(self.yaml())
