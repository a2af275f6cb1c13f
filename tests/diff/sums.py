"""Commission once more, from the records that a run kept: whose amounts add up,
by which ladder and cap; and why a record earned another amount than before."""
from datetime import date
from fractions import Fraction

KINDS = ("new", "renewal", "upsell", "cross_sell")


def rounded(value, places):
    """Half away from zero."""
    whole = int(abs(value) * 10 ** places + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10 ** places)


def short(value, places):
    """A decimal of so many places at most."""
    exact = rounded(value, places)
    whole, part = divmod(abs(exact) * 10 ** places, 10 ** places)
    text = "%d.%0*d" % (int(whole), places, int(part))
    return ("-" if exact < 0 else "") + text.rstrip("0").rstrip(".")


def terms(text):
    """`new 0=0|10=0.1 mode whole` as a dictionary."""
    words = (text or "").split(" ")
    return dict(zip(words[::2], words[1::2]))


def ladder(text):
    """[(from, rate)]"""
    steps = [step.split("=") for step in (text or "0").split("|")]
    return [(Fraction(step[0]) if step[1:] else Fraction(0), Fraction(step[-1]))
            for step in steps]


def by_slices(steps, total):
    if total < 0:
        return total * steps[0][1]
    ends = [begin for begin, _ in steps[1:]] + [total]
    return sum((max(0, min(total, end) - begin) * rate
                for (begin, rate), end in zip(steps, ends)), Fraction(0))


def shares_of(folder, contract):
    """{manager: share}"""
    rows = [r for r in folder.unnamed["splits"] if r["contract_id"] == contract["record"]]
    shared = {}
    for row in rows:
        shared[row["account_manager"]] = shared.get(
            row["account_manager"], 0) + Fraction(row["share"])
    return shared or {contract["account_manager"]: Fraction(1)}


def part_of(shared, amount, manager):
    """The largest share, then the smaller id, takes what rounding leaves."""
    last = min(shared, key=lambda m: (-shared[m], m.encode()))
    parts = {m: rounded(amount * share, 4) for m, share in shared.items()}
    parts[last] = amount - sum(v for m, v in parts.items() if m != last)
    return parts[manager]


class Sums:
    """Of one run. entries: (table, record, manager) → what is known of it."""

    def __init__(self, folder):
        self.folder, self.contracts = folder, folder.records["contracts"]
        setting = folder.run["configuration"]
        self.rates, self.caps = terms(setting["commission"]), terms(setting["cap"])
        self.mode = self.rates.get("mode", "slice")
        self.on = setting["commission_on"]
        period = folder.run["period"]
        self.first, self.last = period["from"], period["last"]
        self.known = min(period["as_of"], self.last)
        self.entries = {}
        if self.on == "payment":
            self.take_payments()
        else:
            self.take_contracts()
        self.groups, self.people = {}, {}
        self.add_up()

    def signed(self, row):
        return row is not None and row["stage"] == "won" and \
            row["closed_on"] <= self.folder.run["period"]["as_of"]

    def target(self, row):
        """The contract that a credit corrects, or the contract itself."""
        if row is None or row["kind"] != "credit":
            return row
        other = self.contracts.get(row["refers_to"])
        return other if self.signed(other) and self.signed(row) else None

    def take(self, key, contract, amount, day, decides, turn):
        shared = shares_of(self.folder, contract)
        for manager in shared:
            level = self.level(manager, decides)
            own = "levels.%s.%s" % (level, contract["kind"])
            self.entries[(*key, manager)] = {
                "kind": contract["kind"], "day": day, "manager": manager,
                "level": level, "decides": decides, "turn": (day, *turn),
                "rates": level if level and own in self.rates else "",
                "amount": part_of(shared, amount, manager)}

    def take_contracts(self):
        for name, row in self.contracts.items():
            target = self.target(row)
            if not self.signed(row) or target is None:
                continue
            day = max(row["closed_on"], target["closed_on"])
            if self.first <= day <= self.known and \
                    self.first <= target["closed_on"] <= self.last:
                self.take(("contracts", name), target, Fraction(row["value"]), day,
                          target["closed_on"], (name.encode(), b""))

    def take_payments(self):
        for name, row in self.folder.records["payments"].items():
            target = self.target(self.contracts.get(row["contract_id"]))
            if not self.signed(target):
                continue
            day = max(row["paid_on"], target["closed_on"])
            if self.first <= day <= self.known:
                self.take(("payments", name), target, Fraction(row["amount"]), day,
                          day, (target["record"].encode(), name.encode()))

    def spells(self, manager):
        return sorted((r for r in self.folder.records["people"].values()
                       if r["account_manager"] == manager),
                      key=lambda r: r["joined_on"])

    def level(self, manager, day):
        spells = self.spells(manager)
        begun = [r for r in spells if r["joined_on"] <= day]
        return (begun or spells or [{"level": ""}])[-1 if begun else 0]["level"]

    def add_up(self):
        for entry in sorted(self.entries.values(), key=lambda e: e["turn"]):
            key = entry["manager"], entry["kind"], entry["rates"]
            name = ("levels.%s." % key[2] if key[2] else "") + key[1]
            group = self.groups.setdefault(key, {
                "sum": Fraction(0), "steps": ladder(self.rates.get(name))})
            entry["group"], entry["before"] = group, group["sum"]
            group["sum"] += entry["amount"]
        for entry in self.entries.values():
            entry["earned"] = self.earned(entry)
            person = self.people.setdefault(entry["manager"], {"earned": Fraction(0)})
            person["earned"] += entry["earned"]
        for manager, person in self.people.items():
            served = [r for r in self.spells(manager) if r["joined_on"] <= self.last]
            person["level"] = served[-1]["level"] if served else ""
            cap = self.caps.get("levels.%s.commission" % person["level"]) or \
                self.caps.get("commission") or ""
            person["cap"], person["factor"] = cap, Fraction(1)
            if cap and person["earned"] > Fraction(cap):
                person["factor"] = Fraction(cap) / person["earned"]

    def earned(self, entry):
        steps, total = entry["group"]["steps"], entry["group"]["sum"]
        if self.mode == "slice":
            return by_slices(steps, entry["before"] + entry["amount"]) - \
                by_slices(steps, entry["before"])
        reached = [rate for begin, rate in steps if begin <= total]
        rate = steps[0][1] if total < 0 else reached[-1] if reached else Fraction(0)
        return entry["amount"] * rate

    def brings(self, key):
        entry = self.entries.get(key)
        return entry["earned"] * self.people[entry["manager"]]["factor"] \
            if entry else Fraction(0)


def from_to(what, old, new):
    return "%s %s → %s" % (what, old or "none", new or "none")


def setting(key, old, new):
    return [from_to("configuration " + key, old, new)] \
        if (old or "") != (new or "") else []


class Reasons:
    """expected: what else is known of the two folders (expected.py)."""

    def __init__(self, expected):
        self.expected = expected
        self.old, self.new = self.sums = [Sums(s) for s in expected.sides]

    def of(self, table, name, manager, brought, said):
        """[reason] of a record's part of somebody's commission."""
        if self.old.on != self.new.on:
            return setting("pay.commission_on", self.old.on, self.new.on)
        key = table, name, manager
        old, new = pair = [s.entries.get(key) for s in self.sums]
        found = []
        if old and new:
            if not said and old["amount"] != new["amount"]:
                found.append(from_to("amount", short(old["amount"], 4),
                                     short(new["amount"], 4)))
            if not said and old["kind"] != new["kind"]:
                found.append(from_to("kind", old["kind"], new["kind"]))
            found += self.rate(key, *pair) + self.cap(key, *pair)
        if table == "contracts":
            found += self.taken(key, brought)
        return found

    def rate(self, key, old, new):
        if not old["amount"] or not new["amount"]:
            return []
        rates = [e["earned"] / e["amount"] for e in (old, new)]
        if rates[0] == rates[1]:
            return []
        found = [from_to("rate", *(short(r, 6) for r in rates))]
        if old["level"] != new["level"] and old["rates"] != new["rates"]:
            found.append(from_to("level", old["level"], new["level"]) +
                         " on " + new["decides"])
        for rates in dict.fromkeys((new["rates"], old["rates"])):
            name = ("levels.%s." % rates if rates else "") + new["kind"]
            found += setting("pay.commission." + name, self.old.rates.get(name),
                             self.new.rates.get(name))
        if any(len(e["group"]["steps"]) > 1 or e["group"]["steps"][0][0]
               for e in (old, new)):
            found += setting("pay.commission.mode", self.old.mode, self.new.mode)
        return found + self.other_amounts(key, old, new)

    def other_amounts(self, key, old, new):
        if (old["kind"], old["rates"]) != (new["kind"], new["rates"]):
            return []
        whole = self.new.mode == "whole"
        values = [e["group"]["sum"] if whole else e["before"] for e in (old, new)]

        def adds(other, entry, mode):
            return other["amount"] if other and other["group"] is entry["group"] and (
                mode == "whole" or other["turn"] < entry["turn"]) else 0
        if values[0] == values[1]:
            return []
        return [from_to(("sum of %s" if whole else "%s before it") % new["kind"],
                        *(short(v, 4) for v in values)) +
                self.by(key, lambda was, is_: adds(was, old, self.old.mode) !=
                        adds(is_, new, self.new.mode))]

    def by(self, key, moves):
        """Whose change is the largest of those that move it."""
        sizes = []
        for other in self.old.entries.keys() | self.new.entries.keys():
            if other[2] != key[2] or other == key:
                continue
            was, is_ = (s.entries.get(other) for s in self.sums)
            size = (is_["amount"] if is_ else 0) - (was["amount"] if was else 0)
            if was and is_ and any(was[k] != is_[k] for k in ("kind", "rates", "day")):
                size = is_["amount"]
            if size and moves(was, is_):
                sizes.append((abs(size), other))
        if not sizes:
            return ""
        more = ", and %d more" % (len(sizes) - 1) if sizes[1:] else ""
        return " by %s%s" % (self.expected.say_counted(*max(sizes)[1][:2]), more)

    def cap(self, key, old, new):
        was, is_ = self.old.people[key[2]], self.new.people[key[2]]
        if was["factor"] == is_["factor"]:
            return []
        said = "cap on commission " + (is_["cap"] or "none")
        if was["cap"] != is_["cap"]:
            said = from_to("cap on commission", was["cap"], is_["cap"])
            if was["level"] != is_["level"]:
                said = from_to("level", was["level"], is_["level"]) + ": " + said
        if was["earned"] == is_["earned"]:
            return [said]
        return [from_to(said + ", before it", short(was["earned"], 4),
                        short(is_["earned"], 4)) + self.by(key, lambda *_: True)]

    # ---- what is taken back ----

    def taken(self, key, brought):
        amounts = [rounded(s.brings(key) - b, 4) for s, b in zip(self.sums, brought)]
        records = [s.contracts.get(key[1]) for s in self.sums]
        may = any(r and (r["kind"] == "credit" or r["terminated_on"]) for r in records)
        if amounts[0] == amounts[1] or not may:
            return []
        found = [from_to("takes back", *(short(a, 4) or "0" for a in amounts))]
        settings = [s.folder.run["configuration"] for s in self.sums]
        for name, shown in (("clawback_days", "pay.clawback.days"),
                            ("clawback_share", "pay.clawback.share"),
                            ("grace_days", "grace_days"),
                            ("commission", "pay.commission"), ("cap", "pay.cap")):
            found += setting(shown, *(s[name] for s in settings))
        earners = [r if not r or r["kind"] != "credit" else
                   s.contracts.get(r["refers_to"])
                   for s, r in zip(self.sums, records)]
        return found + self.earlier(key, earners)

    def earlier(self, key, earners):
        found, beside = [], []
        for size, name, told in self.expected.changed_contracts():
            if told[0] == "contract" and name == key[1]:
                continue
            rows = [s.contracts.get(name) for s in self.sums]
            if any(r and e and r["refers_to"] == e["record"]
                   for r, e in zip(rows, earners)):
                found.append(told[1])
            elif any(r and e and r is not e and quarter(r["closed_on"]) ==
                     quarter(e["closed_on"]) and self.has_part(s, r, key[2])
                     for s, r, e in zip(self.sums, rows, earners)):
                beside.append((size, told[1]))
        return found + ([max(beside)[1]] if beside else [])

    @staticmethod
    def has_part(sums, row, manager):
        return row["account_manager"] == manager or any(
            r["contract_id"] == row["record"] and r["account_manager"] == manager
            for r in sums.folder.unnamed["splits"])


def quarter(day):
    day = date.fromisoformat(day) if day else None
    return day and (day.year, (day.month - 1) // 3)

