"""Whose money is what, and what commission it brings: contracts, credits,
splits and payments once more, in exact fractions. ledger.seen counts what a
data set made happen, so that a test can tell what it has tried.
"""
import collections
from fractions import Fraction

from ground import (DAY, KINDS, day, four_places, months_later, period_of,
                    planned_months, resolve, served, serves, spell_of, spells)

# An amount of somebody: of a record (a contract or credit by its id, a payment
# by its line), on the day by which it counts; `by` is the day whose spell says
# the level, `signed` that of the contract.
Item = collections.namedtuple("Item", "who kind amount on by signed record")
NOTHING = Fraction(0)


def ladder(rate, total, mode):
    """What a sum brings."""
    if not isinstance(rate, list):
        return rate * total
    if total < 0:
        return rate[0][1] * total
    if mode == "whole":
        reached = [step for start, step in rate if total >= start]
        return (reached[-1] if reached else NOTHING) * total
    ends = [start for start, _ in rate[1:]] + [None]
    return sum((step * ((total if end is None else min(end, total)) - start)
                for (start, step), end in zip(rate, ends) if total > start),
               NOTHING)


def shared_out(amount, shares):
    """{who: part}, each rounded; the largest share takes what is left."""
    parts = {who: four_places(amount * share) for who, share in shares.items()}
    largest = min(shares, key=lambda who: (-shares[who], who.encode()))
    parts[largest] += amount - sum(parts.values())
    return parts


def is_amount(text):
    whole, _, places = text.removeprefix("-").partition(".")
    return whole.isdigit() and (not places or places.isdigit())


class Ledger:
    def __init__(self, tables, terms, as_of):
        """`tables`: rows by name, as the files have them."""
        self.terms, self.as_of = terms, as_of
        self.seen, self.rejected = collections.Counter(), set()
        self.spells = spells(tables.get("people", ()))
        self.ids = resolve(tables.get("people", ()))
        self.contracts = {}
        for row in tables.get("contracts", ()):
            self.contracts.setdefault(row["contract_id"], row)
        self.signed = {name: row for name, row in self.contracts.items()
                       if self.is_signed(row) and row["kind"] != "credit"}
        self.shares = self.read_splits(tables.get("splits", ()))
        self.totals = {name: self.total(row)
                       for name, row in self.signed.items()}
        self.sales = [item for name, row in self.signed.items()
                      for item in self.items_of(
                          name, self.totals[name], day(row["closed_on"]), name)]
        self.credits, self.credited = [], collections.Counter()
        for row in self.contracts.values():
            self.read_credit(row)
        self.collected, seen_ids = [], set()
        for line, row in enumerate(tables.get("payments", ()), 2):
            self.read_payment(line, row, seen_ids)
        self.cache = {}

    # ---- reading ----

    def is_signed(self, row):
        return row["stage"] == "won" and day(row["closed_on"]) <= self.as_of

    def person(self, name):
        return self.ids.get(name, name)

    def total(self, row):
        """What the whole contract brings."""
        value = self.terms.in_own_currency(
            Fraction(row["value"]), row.get("currency"), day(row["closed_on"]))
        if row.get("value_per") != "month":
            return value
        start = day(row.get("start_on") or row["closed_on"])
        end = day(row.get("end_on"))
        return four_places(value * (planned_months(start, end) if end else 12))

    def read_splits(self, rows):
        shares, lines, sound = {}, {}, {}
        for line, row in enumerate(rows, 2):
            name, share = row["contract_id"], Fraction(row["share"])
            lines.setdefault(name, []).append(line)
            if not 0 < share <= 1:
                self.rejected.add(("splits.csv", line))
                continue
            mine = shares.setdefault(name, {})
            who = self.person(row["account_manager"])
            self.seen["split: named twice"] += who in mine
            mine[who] = mine.get(who, 0) + share
        for name, mine in shares.items():
            if sum(mine.values()) == 1:
                sound[name] = mine
                continue
            self.seen["split: shares do not add up to 1"] += 1
            self.rejected |= {("splits.csv", line) for line in lines[name]}
        return sound

    def items_of(self, name, amount, on, record, by=None):
        """An amount of a contract as its people's."""
        row = self.signed[name]
        owner = self.person(row["account_manager"])
        parts = shared_out(amount, self.shares[name]) \
            if name in self.shares else {owner: amount}
        closed = day(row["closed_on"])
        if len(parts) > 1:
            self.seen["split: of %d" % len(parts)] += 1
            self.seen["split: without the contract's own manager"] += \
                owner not in parts
            self.seen["split: a part is rounded"] += any(
                amount * share != parts[who]
                for who, share in self.shares[name].items())
        return [Item(who, row["kind"] or "new", part, on, by or closed, closed,
                     record) for who, part in parts.items()]

    def read_credit(self, row):
        if row["kind"] != "credit" or not self.is_signed(row):
            return
        name = row["refers_to"]
        if name not in self.signed:
            self.seen["credit: of no signed contract"] += 1
            return
        closed = day(self.signed[name]["closed_on"])
        amount = self.terms.in_own_currency(
            Fraction(row["value"]), row.get("currency"), closed)
        self.credited[name] += amount
        self.seen["credit: before its contract"] += \
            day(row["closed_on"]) < closed
        self.credits += self.items_of(
            name, amount, max(day(row["closed_on"]), closed), row["contract_id"])

    def read_payment(self, line, row, seen_ids):
        if row.get("payment_id") and row["payment_id"] in seen_ids:
            self.seen["payment: twice"] += 1
            if self.terms.duplicates == "drop":
                return
        if not is_amount(row["amount"]):
            self.rejected.add(("payments.csv", line))
            return
        seen_ids.add(row.get("payment_id"))
        paid_on, name = day(row["paid_on"]), row["contract_id"]
        amount = self.terms.in_own_currency(
            Fraction(row["amount"]), row.get("currency"), paid_on)
        if name in self.contracts and self.contracts[name]["kind"] == "credit":
            self.seen["payment: on a credit"] += 1
            name = self.contracts[name]["refers_to"]
        if name not in self.signed:
            self.seen["payment: of no signed contract"] += 1
            return
        closed = day(self.signed[name]["closed_on"])
        on = max(paid_on, closed)
        if on > self.as_of:
            self.seen["payment: after as_of"] += 1
            return
        self.seen["payment: in advance"] += paid_on < closed
        self.seen["payment: a refund"] += amount < 0
        self.seen["payment: in another currency"] += \
            row.get("currency") in self.terms.exchange
        self.collected += self.items_of(name, amount, on, line, on)

    # ---- commission of a period ----

    def level(self, who, first, last):
        """Of the last spell in a period."""
        mine = [s for s in self.spells.get(who, ()) if served(s, first, last)]
        return mine[-1]["level"] if mine else ""

    def pool(self, item):
        """What is added up: the amounts of a kind, of a level by itself where
        it has its own rate."""
        rows = self.spells.get(item.who)
        level = spell_of(rows, item.by)["level"] if rows else ""
        self.seen["level: of a day without a spell"] += \
            bool(rows) and level != "" and not serves(rows, item.by)
        return item.kind, level if item.kind in self.terms.levels.get(
            level, {}) else None

    def rate(self, pool):
        kind, level = pool
        rates = self.terms.commission if level is None else \
            self.terms.levels[level]
        return rates.get(kind, NOTHING)

    def counted(self, first, last):
        """What the sums of a period are made of."""
        if self.terms.on == "payment":
            return [i for i in self.collected if first <= i.on <= last]
        return [i for i in self.sales if first <= i.on <= last] + \
            [i for i in self.credits
             if first <= i.on <= last and first <= i.signed <= last]

    def own(self, first, last):
        """{who: {pool: sum}} of a period."""
        key = first, last
        if key not in self.cache:
            sums = self.cache[key] = {}
            for item in self.counted(first, last):
                mine = sums.setdefault(item.who, collections.Counter())
                mine[self.pool(item)] += item.amount
        return self.cache[key]

    def gross(self, who, first, last):
        """What somebody's sums bring before a cap."""
        return sum((ladder(self.rate(pool), total, self.terms.mode)
                    for pool, total in self.own(first, last).get(
                        who, {}).items()), NOTHING)

    def earned_share(self, who, pool, date):
        """Commission after the cap / sum of what a contract signed on that day
        is part of."""
        first, last, _ = period_of(self.terms.every, date, self.terms.fiscal)
        total = self.own(first, last).get(who, {}).get(pool, NOTHING)
        if total == 0:
            self.seen["earlier: a sum of 0"] += 1
            return NOTHING
        gross, cap = self.gross(who, first, last), self.terms.cap(
            "commission", self.level(who, first, last))
        capped = cap is not None and gross > cap
        self.seen["earlier: cut by a cap"] += capped
        return ladder(self.rate(pool), total, self.terms.mode) / total * (
            cap / gross if capped else 1)

    def older_credits(self, first, last):
        """{who: amount} that credits of earlier contracts take back."""
        taken = collections.Counter()
        if self.terms.on == "payment":
            return taken
        for item in self.credits:
            if first <= item.on <= last and not first <= item.signed <= last:
                share = self.earned_share(item.who, self.pool(item), item.signed)
                taken[item.who] += item.amount * share
                self.seen["older credit: takes back"] += share != 0
                self.seen["older credit: of a split"] += share != 0 and \
                    self.contracts[item.record]["refers_to"] in self.shares
                self.seen["older credit: of a level"] += share != 0 and \
                    self.pool(item)[1] is not None
                self.seen["older credit: of a ladder"] += isinstance(
                    self.rate(self.pool(item)), list) and share != 0
        return taken

    # ---- clawback ----

    def last_day(self, name, before=()):
        """The last day in force of a signed contract, None without an end; may
        lie before its first day."""
        row = self.signed[name]
        end, gone = day(row.get("end_on")), day(row.get("terminated_on"))
        if gone and gone <= self.as_of and (not end or gone <= end):
            end = gone
        for renewal in self.renewals(name, before):
            end = min(filter(None, (end, self.start(renewal) - DAY)))
        return end

    def start(self, name):
        row = self.signed[name]
        return day(row.get("start_on") or row["closed_on"])

    def renewals(self, name, before=()):
        """The signed renewals of a contract that are in force on their first
        day."""
        for other, row in self.signed.items():
            if row["kind"] == "renewal" and row.get("refers_to") == name and \
                    other not in before:
                last = self.last_day(other, (*before, name))
                if last is None or last >= self.start(other):
                    yield other

    def unserved(self, name):
        """The share of a terminated contract that is taken back."""
        row = self.signed[name]
        if self.terms.clawback[1] == "all":
            return Fraction(1)
        start, end = self.start(name), day(row.get("end_on"))
        if not end:
            if row.get("value_per") != "month":
                return Fraction(1)
            self.seen["clawback: of twelve months"] += 1
            end = months_later(start, 12) - DAY
        days = (end - day(row["terminated_on"])).days
        return min(max(Fraction(days, (end - start).days + 1), NOTHING),
                   Fraction(1))

    def is_taken_back(self, name, first, last):
        row = self.signed[name]
        gone, end = day(row.get("terminated_on")), day(row.get("end_on"))
        if not self.terms.clawback or not gone or \
                not first <= gone <= min(last, self.as_of) or end and gone >= end:
            return False
        if (gone - self.start(name)).days >= self.terms.clawback[0]:
            self.seen["clawback: late enough"] += 1
            return False
        latest = gone + (1 + self.terms.grace) * DAY
        if any(self.start(other) <= latest for other in self.renewals(name)):
            self.seen["clawback: renewed in time"] += 1
            return False
        self.seen["clawback: renewed too late"] += any(self.renewals(name))
        return True

    def clawbacks(self, first, last):
        """{who: {contract: amount}} that a period takes back."""
        taken = {}
        for name in self.signed:
            if not self.is_taken_back(name, first, last):
                continue
            closed = day(self.signed[name]["closed_on"])
            earned = collections.Counter()
            for item in self.sales + self.credits:
                if item.record == name or self.contracts[item.record].get(
                        "kind") == "credit" and self.contracts[item.record][
                        "refers_to"] == name:
                    earned[item.who] += item.amount * self.earned_share(
                        item.who, self.pool(item), closed)
            for who, amount in earned.items():
                amount *= self.unserved(name)
                if amount:
                    taken.setdefault(who, {})[name] = amount
            if any(earned.values()):
                self.note_clawback(name, closed, (first, last), len(earned) > 1)
        return taken

    def note_clawback(self, name, closed, period, split):
        first, last = period
        kind = self.terms.clawback[1]
        self.seen["clawback: " + kind] += 1
        self.seen["clawback: of an earlier period"] += closed < first
        self.seen["clawback: of the same period"] += first <= closed <= last
        self.seen["clawback: of a split"] += split
        self.seen["clawback: less a credit"] += self.credited[name] != 0
        self.seen["clawback: of a ladder"] += isinstance(
            self.terms.commission.get(self.signed[name]["kind"] or "new"), list)

    # ---- what is paid ----

    def commission(self, first, last):
        """{who: (whether there is any, what is paid)} of one period, and what
        was taken back: {who: {contract: amount}}. What a cap cut is told, even
        if nothing is left of it."""
        own, older = self.own(first, last), self.older_credits(first, last)
        clawed, amounts = self.clawbacks(first, last), {}
        for who in {*own, *older, *clawed}:
            gross = self.gross(who, first, last)
            level = self.level(who, first, last)
            besides = older[who] - sum(clawed.get(who, {}).values())
            cap = self.terms.cap("commission", level)
            cut = cap is not None and gross > cap
            amounts[who] = cut or gross + besides != 0, self.terms.part(
                "commission", gross, level, besides)
            self.note_commission(who, own.get(who, {}), gross, cap, level, besides)
        return amounts, clawed

    def note_commission(self, who, pools, gross, cap, level, besides):
        seen, mode = self.seen, self.terms.mode
        cut = cap is not None and gross > cap
        seen["cap on commission: cuts"] += cut
        seen["cap on commission: of a level cuts"] += cut and \
            "commission" in self.terms.level_caps.get(level, {})
        seen["cap on commission: cuts several kinds"] += cut and len(pools) > 1
        seen["cap on commission: cuts with a negative kind"] += cut and \
            min(pools.values()) < 0
        seen["cap on commission: cuts, and something is taken back"] += \
            cut and besides != 0
        seen["commission below 0"] += gross + besides < 0
        seen["commission of a stranger"] += \
            who not in self.spells and gross + besides != 0
        seen["levels: two sums of a kind"] += \
            len({kind for kind, _ in pools}) < len(pools)
        for pool, total in pools.items():
            rate = self.rate(pool)
            if not isinstance(rate, list):
                seen["rate: flat"] += total != 0
                continue
            seen["levels: a ladder of a level"] += pool[1] is not None
            seen["ladder: a negative sum"] += total < 0
            seen["ladder: below the first step"] += 0 < total < rate[0][0]
            seen["ladder: on a step"] += total > 0 and any(
                total == start for start, _ in rate)
            seen["ladder %s: the first step" % mode] += sum(
                total >= start for start, _ in rate) == 1
            seen["ladder %s: a later step" % mode] += \
                len(rate) > 1 and total >= rate[1][0]
        ladders = {pool: self.rate(pool) for pool in pools
                   if isinstance(self.rate(pool), list)}
        seen["ladder: several kinds, each by itself"] += len(ladders) > 1
        seen["ladder: two kinds would reach a step together"] += any(
            max(pools[a], pools[b]) < start <= pools[a] + pools[b]
            for a, rate in ladders.items() for start, _ in rate
            for b in ladders if a[0] != b[0])

    # ---- what the metrics of money are made of ----

    def observations(self, metric, first, last):
        """The items of a metric in a period."""
        if metric == "collected":
            items = self.collected
        else:
            kinds = {"revenue": KINDS, "revenue_new": KINDS[:1],
                     "revenue_renewal": KINDS[1:2],
                     "revenue_expansion": KINDS[2:]}[metric]
            items = [i for i in self.sales + self.credits if i.kind in kinds]
        return [i for i in items if first <= i.on <= last]
