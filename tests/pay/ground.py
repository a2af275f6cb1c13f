"""What the auditor's files share: how exports are read, who serves when, in
which periods days lie, and the terms of pay.
"""
import calendar
import csv
import datetime
import os
from fractions import Fraction

DAY = datetime.timedelta(days=1)
KINDS = ("new", "renewal", "upsell", "cross_sell")
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LETTER = {"month": "-", "quarter": "Q", "half": "H"}


def rows_of(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    # Some of the program's own files begin with a mark of their encoding.
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def half_away(value):
    whole = abs(value) * 2
    rounded = (whole.numerator // whole.denominator + 1) // 2
    return rounded if value >= 0 else -rounded


def four_places(value):
    return Fraction(half_away(value * 10000), 10000)


# ---- periods and months ----

def month_begin(number):
    """The first day of a month, which are counted from year 0."""
    return datetime.date(number // 12, number % 12 + 1, 1)


def period_of(kind, date, fiscal=1):
    """First day, last day and label of the period of a kind that holds a day."""
    shift = 0 if kind == "month" else fiscal - 1
    length = MONTHS[kind]
    place = (date.year * 12 + date.month - 1 - shift) // length
    first = place * length + shift
    year, month = divmod(place * length, 12)
    label = "%d" % year if kind == "year" else \
        "%d-%02d" % (year, month + 1) if kind == "month" else \
        "%d%s%d" % (year, LETTER[kind], month // length + 1)
    return month_begin(first), month_begin(first + length) - DAY, label


def periods_within(kind, first, last, fiscal=1):
    """The periods of a kind that make up a longer one, in order."""
    found = []
    while first <= last:
        found.append(period_of(kind, first, fiscal))
        first = found[-1][1] + DAY
    return found


def months_later(date, months):
    """The same day of a later month, or that month's last one."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return date.replace(year=year, month=month + 1, day=min(
        date.day, calendar.monthrange(year, month + 1)[1]))


def planned_months(start, end):
    after, whole = end + DAY, 0
    while months_later(start, whole + 1) <= after:
        whole += 1
    begun, following = months_later(start, whole), months_later(start, whole + 1)
    return whole + Fraction((after - begun).days, (following - begun).days)


# ---- people ----

BASES = {"month": "base_bonus_month", "quarter": "base_bonus",
         "half": "base_bonus_half", "year": "base_bonus_year"}
INHERITED = ("team", "level", "reports_to", *BASES.values())


def spells(people):
    """The rows of each person in time: blanks filled in from the one before,
    `-` none, open ones ended where the next begins."""
    mine = {}
    for row in people:
        mine.setdefault(row["account_manager"], []).append(dict(row))
    for rows in mine.values():
        rows.sort(key=lambda r: r.get("joined_on") or "")
        for before, row in zip([{}] + rows, rows):
            for column in INHERITED:
                row[column] = row.get(column) or before.get(column, "")
            if before and not before.get("left_on"):
                before["left_on"] = (day(row["joined_on"]) - DAY).isoformat()
        for row in rows:
            row.update((c, "" if row[c] == "-" else row[c]) for c in INHERITED)
    return mine


def served(spell, first, last):
    begin = max(filter(None, (first, day(spell.get("joined_on", "")))))
    end = min(filter(None, (last, day(spell.get("left_on", "")))))
    return (end - begin).days + 1 if end >= begin else 0


def serves(rows, date):
    return any(served(spell, date, date) for spell in rows)


def spell_of(rows, date):
    """Of somebody's spells the one that holds a day, else the one before, else
    the first."""
    begun = [s for s in rows if not s.get("joined_on") or
             day(s["joined_on"]) <= date]
    return (begun or rows)[-1 if begun else 0]


def resolve(people):
    """Every spelling of a manager: his id."""
    known = {p["account_manager"]: p["account_manager"] for p in people}
    for person in people:
        for alias in filter(None, (person.get("aliases") or "").split("|")):
            known.setdefault(alias.strip(), person["account_manager"])
    return known


# ---- terms ----

def exact_rate(rate):
    """A rate, or a ladder: pairs of a sum and the rate from there."""
    if isinstance(rate, (list, tuple)):
        return [(Fraction(start), Fraction(step)) for start, step in rate]
    return Fraction(rate)


def rates_of(rates):
    return {kind: exact_rate(rate) for kind, rate in rates.items()}


class Terms:
    """What kpi.yaml says of pay. `commission`: a rate or ladder of each kind,
    in the order of KINDS; `levels`: {level: {kind: rate or ladder}}; `clawback`:
    (days, share) or None; `caps`: {part: amount}, `level_caps`: the same by
    level; `exchange`: {currency: [(first day, last day, rate)]}."""

    def __init__(self, commission=(0, 0, 0, 0), award=0, unit=1,
                 bands=(("A", 110), ("B", 90), ("C", 70)), otherwise="D",
                 minimum=0, every="quarter", mode="slice", levels=(),
                 on="signing", clawback=None, caps=(), level_caps=(), fiscal=1,
                 grace=0, exchange=(), duplicates="report", digits=0):
        self.commission = rates_of(dict(zip(KINDS, commission)))
        self.levels = {level: rates_of(rates)
                       for level, rates in dict(levels).items()}
        self.mode, self.on, self.clawback = mode, on, clawback
        self.caps = {part: Fraction(most) for part, most in dict(caps).items()}
        self.level_caps = {
            level: {part: Fraction(most) for part, most in parts.items()}
            for level, parts in dict(level_caps).items()}
        self.award, self.unit = Fraction(award), Fraction(unit)
        self.bands, self.otherwise = bands, otherwise
        self.minimum = Fraction(minimum)
        self.every, self.fiscal, self.grace = every, fiscal, grace
        self.exchange, self.duplicates = dict(exchange), duplicates
        self.digits = digits

    def rating(self, score):
        for name, least in self.bands:
            if score >= Fraction(least):
                return name
        return self.otherwise

    def rounded(self, amount):
        return half_away(amount / self.unit) * self.unit

    def towards_zero(self, amount):
        whole = abs(amount) // self.unit * self.unit
        return whole if amount >= 0 else -whole

    def cap(self, part, level):
        """The most that somebody of a level gets of a part, or None."""
        return self.level_caps.get(level, {}).get(part, self.caps.get(part))

    def part(self, part, amount, level, besides=0):
        """A part of pay as it is paid: cut to its cap and rounded. `besides` is
        not capped."""
        cap = self.cap(part, level)
        if cap is None or amount <= cap:
            return self.rounded(amount + besides)
        return self.towards_zero(cap + besides)

    def in_own_currency(self, amount, currency, date):
        if currency not in self.exchange:
            return amount
        holding = [(last - first, first, rate)
                   for first, last, rate in self.exchange[currency]
                   if first <= date <= last]
        return four_places(amount * Fraction(min(holding)[2]))
