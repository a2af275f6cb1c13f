"""The ground of the definitions, as far as the analyses need it: contracts as
known at as_of, clients, whose they are, teams. From tests/independent's reader
of tables, by the words of metrics/README.md, not the program's way.
"""
import collections
from fractions import Fraction

import months
import references
import rows

FOREVER = 10 ** 9


class World:
    def __init__(self, tables, definitions, period, as_of):
        self.grace = definitions["grace_days"]
        self.fiscal = definitions["fiscal"]
        self.period, self.as_of = period, as_of
        self.people = {row["account_manager"]: row
                       for row in tables.rows["people"]}
        self.alias = tables.alias
        self.contracts = [dict(row, manager=self.id(row["account_manager"]))
                          for row in tables.rows["contracts"]
                          if row["kind"] != "credit"]
        self.every = {row["contract_id"]: dict(
            row, manager=self.id(row["account_manager"]))
            for row in tables.rows["contracts"]}
        self.clients = list(dict.fromkeys(
            list(tables.clients) + [c["client_id"] for c in self.contracts
                                    if c["client_id"]]))
        self.client_names = {name: row["client_name"]
                             for name, row in tables.clients.items()}
        self.cuts = references.cuts(tables.rows["contracts"], as_of)
        self.by_id = {row["contract_id"]: row for row in self.contracts}
        self.assignments = [dict(row, manager=self.id(row["account_manager"]))
                            for row in tables.rows["assignments"]]
        self.adjustments = [dict(row, manager=self.id(row["account_manager"]))
                            for row in tables.rows["adjustments"]]
        self.splits = [dict(row, manager=self.id(row["account_manager"]))
                       for row in tables.rows["splits"]]
        self.payments = tables.rows["payments"]
        self.timesheets = tables.rows["timesheets"]
        self.surveys = tables.rows["surveys"]
        self.present = tables.present
        self.signed = [c for c in self.contracts if c["stage"] == "won"
                       and c["closed_on"] <= as_of]
        self.of_client = collections.defaultdict(list)
        for contract in self.signed:
            self.of_client[contract["client_id"]].append(contract)
        self.managers = sorted(
            set(self.people) | {c["manager"] for c in self.contracts} |
            {a["manager"] for a in self.assignments} |
            {s["manager"] for s in self.splits}, key=str.encode)
        self.spells = collections.defaultdict(list)
        for who, *spell in tables.spells:
            self.spells[who].append(spell)
        self.leads = sorted({s[1] for mine in self.spells.values()
                             for s in mine if s[1]}, key=str.encode)
        self.fallback = {m: self.team_of(m) for m in self.managers}
        closing = min(period[2] - 1, as_of)
        self.team = {m: self.team_on(m, closing) for m in self.managers}
        self.teams = sorted({t for m in self.managers for t in [
            s[0] or self.fallback[m] for s in self.spells[m]
        ] or [self.fallback[m]] if t}, key=str.encode)

    def id(self, name):
        return name if name in self.people else self.alias.get(name, name)

    def parts(self, contract, amount):
        """Whose part of a contract's money is how much (in 10^-4): the largest
        share takes what the others, rounded, leave."""
        shares = {}
        for row in self.splits:
            if row["contract_id"] == contract["contract_id"]:
                shares[row["manager"]] = shares.get(row["manager"], 0) + row["share"]
        if not shares:
            return [(contract["manager"], amount)]
        first, *others = sorted(shares, key=lambda m: (-shares[m], m.encode()))
        found = [(m, months.rounded(Fraction(amount * shares[m], 10000)))
                 for m in others]
        return [(first, amount - sum(part for _, part in found)), *found]

    def known(self, day):
        return day if day is not None and day <= self.as_of else None

    def team_on(self, manager, day):
        """Of the spell that holds the day, else the one before, else the
        first; where that says none, of the contracts."""
        mine = sorted(self.spells[manager], key=lambda s: s[2])
        begun = [s for s in mine if s[2] <= day] or mine[:1]
        return (begun[-1][0] if begun else None) or self.fallback[manager]

    def owners(self, manager, day):
        """All whose a manager's record of a day is, as (scope, subject)."""
        if manager is None:
            return {("company", "*")}
        found = {("company", "*"), ("manager", manager),
                 ("team", self.team_on(manager, day))}
        lead = manager
        while lead is not None:
            if lead in self.leads:
                found.add(("reports", lead))
            lead = next((s[1] for s in self.spells[lead]
                         if s[2] <= day <= s[3]), None)
        return found

    def team_of(self, manager):
        mine = [c for c in self.contracts
                if c["manager"] == manager and c["team"]]
        for chosen, day in (
                ([c for c in mine if c["stage"] in ("won", "lost") and
                  c["closed_on"] <= self.as_of], "closed_on"),
                ([c for c in mine if self.known(c["proposed_on"])],
                 "proposed_on"), (mine, None)):
            if chosen:
                return min(chosen, key=lambda c: (
                    -c[day] if day else 0, c["contract_id"].encode()))["team"]
        return None

    def last(self, contract):
        ended = self.known(contract["terminated_on"])
        end = contract["end_on"]
        if ended is None or (end is not None and ended > end):
            ended = FOREVER if end is None else end
        return min(ended, self.cut(contract))

    def cut(self, contract):
        return self.cuts.get(contract["contract_id"], FOREVER)

    def begins(self, contract):
        return contract["start_on"] <= self.cut(contract)

    def active(self, client, day):
        return any(c["start_on"] <= day <= self.last(c) + self.grace
                   for c in self.of_client[client] if self.begins(c))

    def manager(self, client, day):
        covering = [a for a in self.assignments if a["client_id"] == client
                    and a["from"] <= day and
                    (a["until"] is None or day <= a["until"])]
        if covering:
            return min(covering, key=lambda a: (
                -a["from"], a["manager"].encode()))["manager"]
        begun = [c for c in self.of_client[client] if c["start_on"] <= day]
        if not begun:
            return None
        return min(begun, key=lambda c: (
            day > self.last(c), c["kind"] in ("upsell", "cross_sell"),
            -c["start_on"], -c["value"],
            c["contract_id"].encode()))["manager"]

    # ---- what is analysed ----

    def tenures(self):
        """client → (days, lost, manager, first day)"""
        found = {}
        for client, contracts in self.of_client.items():
            covered = [(c["start_on"], self.last(c) + self.grace)
                       for c in contracts
                       if c["start_on"] <= self.last(c) + self.grace and
                       self.begins(c)]
            if not covered or min(covered)[0] > self.as_of:
                continue
            first = min(start for start, _ in covered)
            last = max(last for _, last in covered)
            end = min(last, self.as_of)
            found[client] = (end - first + 1, last < self.as_of,
                             self.manager(client, end), first)
        return found

    def running(self):
        """project → what is known of it, in money, of those that run on the
        closing day."""
        closing = min(self.period[2] - 1, self.as_of)
        groups, booked = (collections.defaultdict(list),
                          collections.defaultdict(Fraction))
        for row in self.timesheets:
            if row["worked_on"] <= self.as_of:
                booked[row["project_id"]] += rows.cost(row) or 0
        for contract in self.signed:
            groups[contract["project_id"] or contract["contract_id"]].append(
                contract)
        return {name: self.running_project(name, contracts, booked[name])
                for name, contracts in groups.items()
                if any(c["start_on"] <= closing and
                       self.known(c["delivered_on"]) is None and
                       self.last_ended(c) is None and
                       (c["due_on"] is not None or closing <= self.last(c))
                       for c in contracts)}

    def running_project(self, name, contracts, cost):
        budget = Fraction(sum(months.budget(
            c, self.last(c), self.as_of, self.known(c["delivered_on"]))
            for c in contracts), 10000)
        endless = any(c["budget_per"] == "month" and c["end_on"] is None
                      for c in contracts)
        whole = Fraction(sum(c["planned_budget"] or 0 for c in contracts),
                         10000)
        earned = Fraction(sum((c["planned_budget"] or 0) * (c["progress"] or 0)
                              for c in contracts), 10 ** 8)
        told = earned > 0 and not endless
        owner = min(contracts, key=lambda c: (
            -(c["planned_budget"] or 0), c["contract_id"].encode()))
        return {"project": name, "manager": owner["manager"],
                "clients": {c["client_id"] for c in contracts}, "cost": cost,
                "due_on": max((c["due_on"] for c in contracts
                               if c["due_on"] is not None), default=None),
                "budget": budget,
                "whole": None if endless or whole <= 0 else whole,
                "progress": earned / whole if told else None,
                "estimate": cost * whole / earned if told and cost > 0
                else None}

    def projects(self):
        """project → (manager, budget, actual) of metric 7, in 10^-16"""
        booked, count = collections.Counter(), collections.Counter()
        for row in self.timesheets:
            if row["worked_on"] > self.as_of:
                continue
            cost = rows.cost(row)
            if cost is None:
                continue
            booked[row["project_id"]] += int(cost * 10 ** 16)
            count[row["project_id"]] += 1
        groups, found = collections.defaultdict(list), {}
        self.delivered = {}
        for contract in self.signed:
            groups[contract["project_id"] or contract["contract_id"]].append(
                contract)
        for project, contracts in groups.items():
            waited = [c for c in contracts if self.known(c["delivered_on"]) or
                      self.last_ended(c) is None]
            days = [self.known(c["delivered_on"]) for c in waited]
            budget = sum(months.budget(
                c, self.last(c), self.as_of, self.known(c["delivered_on"]))
                for c in contracts)
            if not days or None in days or budget <= 0 or \
                    not count[project] or \
                    not self.period[1] <= max(days) < self.period[2]:
                continue
            owner = min(contracts, key=lambda c: (
                -(c["planned_budget"] or 0), c["contract_id"].encode()))
            found[project] = (owner["manager"], budget * 10 ** 12,
                              booked[project])
            self.delivered[project] = max(days)
        return found

    def last_ended(self, contract):
        ended = self.known(contract["terminated_on"])
        if ended is None or (contract["end_on"] is not None and
                             ended > contract["end_on"]):
            return None
        return ended

    def answers(self):
        """Internal answers of the period: (manager, department, score)"""
        for row in self.surveys:
            if row["kind"] != "internal" or row["score"] is None:
                continue
            day = row["answered_on"]
            if day > self.as_of or \
                    not self.period[1] <= day < self.period[2]:
                continue
            manager = self.about(row, day)
            if manager is not None:
                yield manager, row["department"], (
                    100 * (row["score"] - row["scale_min"]) /
                    (row["scale_max"] - row["scale_min"]))

    def about(self, row, day):
        if row["account_manager"]:
            manager = self.id(row["account_manager"])
            return manager if manager in self.team else None
        if row["contract_id"]:
            contract = self.by_id.get(row["contract_id"])
            return contract and contract["manager"]
        if row["client_id"]:
            return self.manager(row["client_id"], day)
        return None
