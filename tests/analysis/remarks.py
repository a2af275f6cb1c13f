"""What the Data quality sheet lists as counted, but perhaps not meant so: by the
words of metrics/README.md ("The indicators"), from the ground of world.py."""
import months
import references

REASONS = (
    "contract signed on a day when its manager was not in service",
    "payment on a day when its manager was not in service",
    "renewal without refers_to", "renewal of a client", "refers_to names",
    "renewals that refer", "payment on a contract that is not known",
    "split of a contract that is not known", "split of a credit", "client won and lost", "contract shorter",
    "cancelled in the period", "adjustment of another period",
    "adjustment of somebody")
(OUT_OF_SERVICE, PAID_OUT, OVERLAP, NO_EARLIER, REFERENCE, CIRCLE, PAYMENT, SPLIT,
 SPLIT_UNSIGNED, WON_AND_LOST, SHORT, CANCELLED, OTHER_PERIOD, OF_NOBODY) = REASONS


class Remarks:
    def __init__(self, world):
        self.world = world
        self.opening = world.period[1] - 1
        self.closing = min(world.period[2] - 1, world.as_of)

    def signed(self, contract):
        return contract["stage"] == "won" and \
            contract["closed_on"] <= self.world.as_of

    def touches(self, contract):
        return self.signed(contract) and contract["kind"] != "credit" and \
            contract["start_on"] <= self.closing and \
            self.world.last(contract) >= self.opening

    def others(self, contract):
        return [c for c in self.world.of_client[contract["client_id"]]
                if c["contract_id"] != contract["contract_id"]]

    def target(self, contract):
        found = self.world.every.get(contract["refers_to"])
        return found if found and found["kind"] != "credit" else None

    def circles(self, contract):
        return references.in_circle(contract, self.world.every)

    def in_period(self, day):
        return day is not None and \
            self.world.period[1] <= day < self.world.period[2]

    def out_of_service(self, contract, amount, day):
        """Those of a contract's money who were not there on a day."""
        for manager, part in self.world.parts(contract, amount):
            spells = self.world.spells.get(manager)
            if spells and not any(first <= day <= last
                                  for _, _, first, last in spells):
                yield manager, part

    def reasons(self, c):
        renewal = c["kind"] == "renewal" and self.signed(c)
        if renewal and not c["refers_to"] and self.touches(c) and any(
                o["start_on"] <= c["start_on"] <= self.world.last(o) and
                o["kind"] not in ("upsell", "cross_sell")
                for o in self.others(c)):
            yield OVERLAP
        if renewal and self.in_period(c["closed_on"]) and (
                self.target(c) is None or self.circles(c)) and not any(
                o["start_on"] < c["start_on"] for o in self.others(c)):
            yield NO_EARLIER
        if c["kind"] in ("renewal", "credit") and self.signed(c) and \
                c["refers_to"] and not (
                    self.target(c) and self.signed(self.target(c))):
            yield REFERENCE
        if renewal and self.target(c) and self.circles(c):
            yield CIRCLE
        if self.touches(c) and c["end_on"] is not None and \
                c["recurring"] != "no" and c["value_per"] != "month" and \
                c["value"] > 0 and \
                months.between(c["start_on"], c["end_on"] + 1) < 1:
            yield SHORT
        if c["stage"] == "cancelled" and self.in_period(c["closed_on"]) and \
                c["closed_on"] <= self.world.as_of and c["value"] and \
                c["kind"] != "credit" and c["start_on"] is not None:
            yield CANCELLED

    def lost_clients(self):
        for client in self.world.clients:
            won = [c for c in self.world.of_client[client]
                   if self.world.period[1] <= c["start_on"] <= self.closing
                   and self.world.last(c) >= c["start_on"]]
            if won and not self.world.active(client, self.opening) and \
                    not self.world.active(client, self.closing):
                yield (WON_AND_LOST, client, self.world.manager(
                    client, self.closing), sum(c["value"] for c in won))

    def paid(self):
        """The payments that count in the period on a day out of service, and
        those by as_of that count nowhere."""
        for row in self.world.payments:
            named = self.world.every.get(row["contract_id"])
            contract = self.target(named) if named and \
                named["kind"] == "credit" else named
            if not contract or not self.signed(contract):
                if row["paid_on"] <= self.world.as_of:
                    yield (PAYMENT, row["source"],
                           contract and contract["manager"], row["amount"])
                continue
            day = max(row["paid_on"], contract["closed_on"])
            if self.in_period(day) and day <= self.world.as_of:
                for manager, part in self.out_of_service(
                        contract, row["amount"], day):
                    yield PAID_OUT, row["source"], manager, part

    def shared(self):
        """Splits without effect."""
        for row in self.world.splits:
            contract = self.world.every.get(row["contract_id"])
            if contract is None:
                yield SPLIT, row["source"], row["manager"], 0
            elif contract["kind"] == "credit" or not self.signed(contract):
                yield (SPLIT_UNSIGNED, row["source"], row["manager"],
                       (contract["value"] or 0) * row["share"] / 10000)

    def found(self):
        """(reason, id, manager or None, money in 10^-4), in order."""
        rows = {reason: [] for reason in REASONS}
        for contract in self.world.every.values():
            if contract["kind"] != "credit" and self.signed(contract) and \
                    self.in_period(contract["closed_on"]):
                rows[OUT_OF_SERVICE] += [
                    (OUT_OF_SERVICE, contract["contract_id"], manager, part)
                    for manager, part in self.out_of_service(
                        contract, contract["value"], contract["closed_on"])]
            for reason in self.reasons(contract):
                manager = contract["manager"]
                if contract["kind"] == "credit":
                    manager = (self.target(contract) or {}).get("manager")
                rows[reason].append((reason, contract["contract_id"], manager,
                                     contract["value"]))
        for row in (*self.paid(), *self.shared()):
            rows[row[0]].append(row)
        rows[WON_AND_LOST] = list(self.lost_clients())
        for row in self.world.adjustments:
            known = row["manager"] in self.world.managers
            if known and row["period"] == self.world.period[0]:
                continue
            reason = OTHER_PERIOD if known else OF_NOBODY
            rows[reason].append((reason, row["source"],
                                 row["manager"] if known else None,
                                 row["amount"]))
        return [row for some in rows.values() for row in some]
