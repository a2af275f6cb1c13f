"""Clients and the bridge from the prior period's revenue to the period's, by the
words of metrics/README.md: from the exports (world.py) and the revenue that
observations.csv has of each contract.
"""
import collections
from fractions import Fraction

import months
import references
import rows
from tables import rate_of

FOREVER = 10 ** 9
AHEAD = 90
FLAGS = ("lost", "grace", "renewal", "loss", "over", "late", "low")
STEPS = ("lost", "contracted", "new", "expansion")


class Clients:
    def __init__(self, world, rates, observations, prior):
        """observations: rows of revenue in observations.csv; `prior`: the
        label of the period before."""
        self.w, self.rates = world, rates
        self.closing = min(world.period[2] - 1, world.as_of)
        self.opening = world.period[1] - 1
        self.pairs = collections.defaultdict(lambda: [Fraction(0), Fraction(0)])
        self.named = set()
        for o in observations:
            client = self.client_of(world.every[o["record"]])
            self.pairs[client, o["manager"]][o["period"] != prior] += \
                Fraction(o["x"])
            self.named.add(client)
        self.work, self.over, self.left_out = self.find_work()
        self.answers = self.find_answers()
        self.due = {c["contract_id"]: self.w.last(c)
                    for c in world.contracts if self.comes_up(c)}

    def client_of(self, row):
        """A credit is the client's of the contract that it corrects."""
        if row["kind"] != "credit":
            return row["client_id"]
        corrected = self.w.by_id.get(row["refers_to"])
        return corrected and corrected["client_id"]

    def revenue(self, client, now):
        return sum((both[now] for (c, _), both in self.pairs.items()
                    if c == client), Fraction(0))

    # ---- contracts ----

    def in_force(self, contract, day):
        return contract["start_on"] <= day <= self.w.last(contract)

    def month(self, contract):
        """What a contract adds to its client's run rate."""
        by_month = contract["value_per"] == "month"
        if contract["recurring"] == "no" or \
                not by_month and contract["end_on"] is None:
            return Fraction(0)
        money = contract["price"]
        if contract["rate"] is not None:
            rate = rate_of(self.rates.get(contract["currency"], ()),
                           self.opening) or self.own_rate(contract)
            money = months.rounded(Fraction(money * rate, 10000))
        return Fraction(money, 10000) / (1 if by_month else months.between(
            contract["start_on"], contract["end_on"] + 1))

    def own_rate(self, contract):
        """That of the client's contract in the same currency which was in
        force on the opening day, else its own."""
        before = [c for c in self.w.of_client[contract["client_id"]]
                  if c["currency"] == contract["currency"] and
                  self.in_force(c, self.opening)]
        if self.in_force(contract, self.opening) or not before:
            return contract["rate"]
        return min(before, key=lambda c: (
            -c["start_on"], c["contract_id"].encode()))["rate"]

    def rate(self, client, day):
        return sum((self.month(c) for c in self.w.of_client[client]
                    if self.in_force(c, day)), Fraction(0))

    def comes_up(self, contract):
        w = self.w
        if contract not in w.of_client.get(contract["client_id"], ()) or \
                contract["recurring"] == "no":
            return False
        last = w.last(contract)
        if last == FOREVER or not self.in_force(contract, w.as_of):
            return False
        for other in w.of_client[contract["client_id"]]:
            if other["kind"] != "renewal":
                continue
            if not self.refers(other):
                if w.as_of < other["start_on"] <= last + 1 + w.grace:
                    return False
        return contract["contract_id"] not in self.succeeded()

    def refers(self, renewal):
        return renewal["contract_id"] in self.named_by()

    def named_by(self):
        """Renewals that succeed a contract → which; not those in a circle."""
        if not hasattr(self, "names"):
            self.names = {
                name: c["refers_to"] for name, c in self.w.every.items()
                if c["kind"] == "renewal" and c["refers_to"] in self.w.by_id
                and not references.in_circle(c, self.w.every)}
        return self.names

    def succeeded(self):
        signed = {c["contract_id"]: c for c in self.w.signed}
        return {old for name, old in self.named_by().items()
                if name in signed and self.in_force(
                    signed[name], signed[name]["start_on"])}

    def proposals(self, client=None):
        """Open ones: (contract, days)."""
        for c in self.w.contracts:
            sent = self.w.known(c["proposed_on"])
            is_open = c["stage"] == "open" or (
                c["closed_on"] is not None and
                self.w.known(c["closed_on"]) is None)
            if sent is not None and is_open and c["kind"] != "credit":
                if client is None or c["client_id"] == client:
                    yield c, self.w.as_of - sent

    def late(self, client):
        return any(c["due_on"] is not None and c["due_on"] < self.w.as_of and
                   self.w.known(c["delivered_on"]) is None and
                   self.w.last_ended(c) is None
                   for c in self.w.of_client[client])

    # ---- work ----

    def part(self, contract):
        """How much of it is done; None where that cannot be told."""
        w = self.w
        if w.known(contract["delivered_on"]) is not None:
            return Fraction(1)
        if contract["progress"] is not None:
            return Fraction(contract["progress"], 10000)
        end = contract["end_on"] if contract["due_on"] is None \
            else contract["due_on"]
        start, now = contract["start_on"], min(w.last(contract), w.as_of)
        if end is None and contract["value_per"] != "month":
            return None
        if now < start:
            return Fraction(0)
        if end is None:
            return months.between(start, now + 1) / 12
        return Fraction(1) if now >= end else \
            Fraction(now - start + 1, end - start + 1)

    def earned(self, contract, part):
        amounts = [contract["value"]] + [
            c["value"] for c in self.w.every.values()
            if c["kind"] == "credit" and
            c["refers_to"] == contract["contract_id"] and
            c["stage"] == "won" and c["closed_on"] <= self.w.as_of]
        return Fraction(sum(months.rounded(a * part) for a in amounts), 10000)

    def find_work(self):
        """{client: [earned, cost]}, clients with a project over its budget,
        and how many projects cannot be judged."""
        w = self.w
        groups, booked, count = (collections.defaultdict(list),
                                 collections.Counter(), collections.Counter())
        for row in w.timesheets:
            cost = rows.cost(row)
            if row["worked_on"] <= w.as_of and cost is not None:
                booked[row["project_id"]] += cost
                count[row["project_id"]] += 1
        for c in w.signed:
            groups[c["project_id"] or c["contract_id"]].append(c)
        running = w.running()
        found, over, left_out = {}, set(), 0
        for name, contracts in groups.items():
            waited = [w.known(c["delivered_on"]) for c in contracts
                      if w.known(c["delivered_on"]) or
                      w.last_ended(c) is None]
            delivered = waited and None not in waited and \
                w.period[1] <= max(waited) < w.period[2]
            if not count[name] or not delivered and name not in running:
                continue
            clients = {c["client_id"] for c in contracts}
            client = clients.pop() if len(clients) == 1 else None
            self.named.add(client)
            if not delivered and \
                    running[name]["cost"] > running[name]["budget"] > 0:
                over.add(client)
            parts = [(c, Fraction(1) if delivered else self.part(c))
                     for c in contracts]
            if None in [part for _, part in parts]:
                left_out += 1
                continue
            both = found.setdefault(client, [Fraction(0), Fraction(0)])
            both[0] += sum(self.earned(*one) for one in parts)
            both[1] += booked[name]
        return found, over, left_out

    # ---- answers ----

    def find_answers(self):
        """{client: (day, score)}: the latest, of one day the lowest."""
        w, found = self.w, {}
        for row in w.surveys:
            client = row["client_id"]
            if client not in w.clients:
                contract = w.every.get(row["contract_id"])
                client = contract and self.client_of(contract)
            if row["kind"] == "internal" or row["score"] is None or \
                    not client or row["answered_on"] > w.as_of:
                continue
            score = Fraction(100 * (row["score"] - row["scale_min"]),
                             row["scale_max"] - row["scale_min"])
            one = (row["answered_on"], score)
            best = found.get(client)
            if best is None or (-one[0], one[1]) < (-best[0], best[1]):
                found[client] = one
        return found

    # ---- the table ----

    def counting(self):
        w = self.w
        return {c for c in w.clients
                if c in self.named or w.active(c, self.opening) or
                w.active(c, self.closing) or self.late(c) or
                any(self.proposals(c))} | (
            {None} if None in self.named or any(
                c["client_id"] is None for c, _ in self.proposals())
            else set())

    def flags(self, client):
        w, now = self.w, self.active_now(client)
        answer = self.answers.get(client)
        earned, cost = self.work.get(client, (0, 0))
        renewal = self.renewal(client)
        told = (w.active(client, self.opening) and not now,
                now and not any(self.in_force(c, self.closing)
                                for c in w.of_client[client]),
                renewal is not None and renewal <= w.as_of + AHEAD,
                cost > earned, client in self.over, self.late(client),
                answer is not None and answer[1] < 50)
        return [name for name, one in zip(FLAGS, told) if one]

    def active_now(self, client):
        return self.w.active(client, self.closing)

    def renewal(self, client):
        return min((last for name, last in self.due.items()
                    if self.w.by_id[name]["client_id"] == client),
                   default=None)

    def step(self, client):
        w = self.w
        signed = [c["closed_on"] for c in w.of_client[client]]
        if signed and min(signed) >= w.period[1]:
            return "new"
        if self.revenue(client, 1) > self.revenue(client, 0):
            return "expansion"
        covered = any(w.begins(c) and w.last(c) + w.grace >= self.closing
                      for c in w.of_client[client])
        return "contracted" if covered else "lost"

    # ---- the bridge ----

    def moved(self, client):
        """{manager: what came from others}"""
        mine = {m: both[1] - both[0]
                for (c, m), both in self.pairs.items() if c == client}
        change = sum(mine.values())
        found = {m: own for m, own in mine.items()
                 if change == 0 or (own > 0) != (change > 0)}
        left = -sum(found.values())
        for m in sorted(set(mine) - set(found),
                        key=lambda m: (-abs(mine[m]), m.encode())):
            found[m] = mine[m] if abs(mine[m]) < abs(left) else left
            left -= found[m]
        return found

    def bridge(self, manager=None):
        """prior, the steps, what moved, now; how many changed, by step."""
        parts, counts = collections.Counter(), collections.Counter()
        for client in {c for c, m in self.pairs
                       if manager in (None, m)}:
            moved = self.moved(client)
            for (c, m), both in self.pairs.items():
                if c == client and m == manager:
                    parts["moved"] += moved[m]
                    self.add(parts, counts, client, both[0], both[1],
                             moved[m])
            if manager is None:
                self.add(parts, counts, client, self.revenue(client, 0),
                         self.revenue(client, 1), 0)
        assert parts["prior"] + parts["moved"] + sum(
            parts[s] for s in STEPS) == parts["now"]
        return parts, counts

    def add(self, parts, counts, client, prior, now, moved):
        step = self.step(client)
        parts["prior"] += prior
        parts["now"] += now
        parts[step] += now - prior - moved
        counts[step] += now - prior != moved

    def rates_bridge(self):
        parts, counts = collections.Counter(), collections.Counter()
        for client in self.w.clients:
            before, now = (self.rate(client, day)
                           for day in (self.opening, self.closing))
            parts["prior"] += before
            parts["now"] += now
            step = "new" if not before else "lost" if not now else \
                "contracted" if now < before else "expansion"
            parts[step] += now - before
            counts[step] += now != before
        return parts, counts
