"""What renewals that refer to a contract leave of it, by metrics/README.md
("Words"): literally, contract by contract."""
FOREVER = 10 ** 9


def cuts(contracts, as_of):
    """contract_id → the last day that its successors leave it, as as_of knows
    them; those without a successor are not in it."""
    by_id = {c["contract_id"]: c for c in contracts}
    naming = {}
    for contract in contracts:
        if contract["kind"] == "renewal" and contract["refers_to"] in by_id \
                and by_id[contract["refers_to"]]["kind"] != "credit" and \
                not in_circle(contract, by_id):
            naming.setdefault(contract["refers_to"], []).append(contract)

    def signed(contract):
        return contract["stage"] == "won" and contract["closed_on"] <= as_of

    def cut(contract):
        return min([renewal["start_on"] - 1
                    for renewal in naming.get(contract["contract_id"], ())
                    if signed(renewal) and
                    renewal["start_on"] <= last(renewal)], default=FOREVER)

    def last(contract):
        ended, end = contract["terminated_on"], contract["end_on"]
        if ended is None or ended > as_of or (end is not None and ended > end):
            ended = FOREVER if end is None else end
        return min(ended, cut(contract))

    return {name: cut(by_id[name]) for name in naming}


def in_circle(contract, by_id):
    """Does one come back to a renewal, from renewal to what it succeeds?"""
    at = contract
    for _ in by_id:
        at = by_id.get(at["refers_to"])
        if at is None or at["kind"] != "renewal":
            return False
        if at is contract:
            return True
    return False
