"""What must hold of pay for any data, on random sets (sets.py):

- a split that gives all to the contract's own manager changes nothing;
- what people get of a sum adds up to the company's;
- a ladder of one step from 0 is a flat rate;
- at a step nothing jumps by slices, and as a whole the sum × the rates' difference;
- the order of rows has no meaning;
- what is paid back, or credited, as a whole leaves no commission;
- paid and due are the total, and runs that knew everything leave nothing due.
"""
import collections
import copy
import os
from fractions import Fraction

import audit
import suite
from books import run
from ground import DAY, day, period_of
from sets import Set, plain


def outputs(made, name, period=None):
    """bonus.csv without its notes, and kpi.csv, of a set."""
    folder = os.path.join(suite.folder(), name)
    dataset, out = os.path.join(folder, "data"), os.path.join(folder, "out")
    made.write(dataset)
    label, as_of = period or (made.label, made.as_of)
    run(dataset, out, label, as_of)
    bonus = [{c: v for c, v in row.items() if c != "note"}
             for row in audit.rows_of(out, "bonus.csv")]
    return bonus, audit.rows_of(out, "kpi.csv")


def varied(seed, change):
    """Numbers that differ after a change of the set."""
    made = Set(seed)
    made.terms.duplicates = "report"    # of rows of one id the first would count
    other = copy.deepcopy(made)
    change(made, other)
    for before, after in zip(outputs(made, "before"), outputs(other, "after")):
        if before != after:
            return ["%s\n   became %s" % pair for pair in zip(before, after)
                    if pair[0] != pair[1]] or ["other rows"]
    return []


def all_to_the_manager(seed):
    def change(made, other):
        made.tables["splits"] = []
        other.tables["splits"] = [
            dict(contract_id=c["contract_id"], share="1",
                 account_manager=c["account_manager"])
            for c in other.tables["contracts"] if c["kind"] != "credit"]

    return varied(seed, change)


def one_step_is_a_flat_rate(seed):
    def change(made, other):
        for rates in (made.terms.commission, *made.terms.levels.values()):
            for kind, rate in rates.items():
                rates[kind] = rate[-1][1] if isinstance(rate, list) else rate
        other.terms = copy.deepcopy(made.terms)
        for rates in (other.terms.commission, *other.terms.levels.values()):
            for kind, rate in rates.items():
                rates[kind] = [(Fraction(0), rate)]

    return varied(seed, change)


def order_has_no_meaning(seed):
    def change(_, other):
        for rows in other.tables.values():
            other.rng.shuffle(rows)

    return varied(seed, change)


def parts_add_up(seed):
    """Σ over managers, strangers too, of each sum of money: the company's."""
    sums, whole = collections.Counter(), {}
    for row in outputs(Set(seed), "data")[1]:
        if row["metric"] in audit.MONEY and row["value"]:
            key = row["period"], row["metric"]
            if row["scope"] == "manager":
                sums[key] += Fraction(row["value"])
            elif row["scope"] == "company":
                whole[key] = Fraction(row["value"])
    return ["%s: %s, of the company %s" % (key, sums[key], whole[key])
            for key in whole if sums[key] != whole[key]]


def credit_of(contract, name, closed):
    return dict(dict.fromkeys(contract, ""), contract_id=name, kind="credit",
                client_id=contract["client_id"], stage="won",
                account_manager=contract["account_manager"],
                value=plain(-Fraction(contract["value"])), closed_on=str(closed),
                refers_to=contract["contract_id"], currency=contract["currency"])


def sound_set(seed, on):
    """Contracts without credits, prices by the month and terminations, caps that
    are payable, and the parts of pay that do not hang on commission left out."""
    made = Set(seed)
    made.kind, made.parts, made.terms.every = made.every, [], made.every
    made.first, made.last, made.label = period_of(
        made.every, made.first, made.fiscal)
    made.as_of = made.last
    made.terms.on, made.terms.clawback, made.terms.award = on, None, Fraction(0)
    made.terms.unit, made.terms.digits = Fraction(1, 100), 2
    made.terms.caps.pop("total", None)
    for caps in (made.terms.caps, *made.terms.level_caps.values()):
        caps.pop("total", None)
        for part in caps:
            caps[part] = Fraction(int(caps[part]))
    contracts = [dict(c, value_per="", terminated_on="")
                 for c in made.tables["contracts"] if c["kind"] != "credit"]
    made.tables.update(contracts=contracts, payments=[], adjustments=[], plan=[])
    return made


def commission_of(bonus):
    return {row["subject"]: Fraction(row["commission"]) for row in bonus
            if Fraction(row["commission"])}


def all_paid_back(seed):
    """Payments and refunds of the same sums in one period."""
    made = sound_set(seed, "payment")
    days = [day(date) for date in made.tables["contracts"][0] and (
        str(made.first), str(made.last))]
    for contract in made.tables["contracts"]:
        if day(contract["closed_on"]) <= made.first:
            for sign, date in ((1, days[0]), (-1, days[1])):
                made.tables["payments"].append(dict(
                    contract_id=contract["contract_id"], paid_on=str(date),
                    amount=plain(sign * Fraction(contract["value"]))))
    # People change their level in between: then each level has its own sum.
    made.terms.levels = {}
    found = commission_of(outputs(made, "data")[0])
    return ["%s still has %s" % pair for pair in found.items()]


def all_credited_at_once(seed):
    made = sound_set(seed, "signing")
    made.tables["contracts"] += [
        credit_of(c, "N" + c["contract_id"], c["closed_on"])
        for c in made.tables["contracts"] if c["stage"] == "won"]
    found = commission_of(outputs(made, "data")[0])
    return ["%s still has %s" % pair for pair in found.items()]


def all_credited_later(seed):
    """What a period paid its credits in the next take back, whatever the ladder,
    the splits and the cap."""
    made = sound_set(seed, "signing")
    after = period_of(made.every, made.last + DAY, made.fiscal)
    made.tables["contracts"] = [
        c for c in made.tables["contracts"] if c["stage"] == "won" and
        made.first <= day(c["closed_on"]) <= made.last]
    if not made.tables["contracts"]:
        return []
    paid = commission_of(outputs(made, "before")[0])
    made.tables["contracts"] += [
        credit_of(c, "N" + c["contract_id"], after[0])
        for c in made.tables["contracts"]]
    taken = commission_of(outputs(made, "after", (after[2], after[1]))[0])
    return ["%s: paid %s, taken back %s" % (who, paid.get(who), taken.get(who))
            for who in {*paid, *taken}
            if paid.get(who, 0) + taken.get(who, 0)]


def nothing_is_due(seed):
    """Of commission and award, where each part of the period was paid by a run
    that knew what the year's run knows."""
    made = Set(seed)
    if not made.netted:
        return []
    dataset, folders = os.path.join(suite.folder(), "data"), []
    made.write(dataset)
    for first, last, label in made.parts:
        if first <= made.as_of:
            folders.append(os.path.join(suite.folder(), label))
            run(dataset, folders[-1], label, made.as_of)
            suite.run("seal", folders[-1])
    out = os.path.join(suite.folder(), "out")
    run(dataset, out, made.label, made.as_of, "--paid", ",".join(folders))
    differences = []
    for row in audit.rows_of(out, "bonus.csv"):
        number = {c: Fraction(row[c]) for c in (
            "kpi_bonus", "adjustment", "commission", "project_award", "total",
            "paid", "due")}
        if number["paid"] + number["due"] != number["total"] or \
                number["due"] != number["kpi_bonus"] + number["adjustment"]:
            differences.append(str(row))
    return differences


def a_step_jumps_only_as_a_whole(seed):
    """Two people sell just as much as a step, and a little less."""
    little = Fraction(1, 10000)
    for mode in ("slice", "whole"):
        made = sound_set(seed, "signing")
        starts = sorted(made.rng.sample(range(1, 900), 3))
        rates = [Fraction(made.rng.randint(0, 999), 1000) for _ in range(4)]
        made.terms.commission["new"] = list(zip([0, *starts], rates))
        made.terms.mode, made.terms.unit = mode, little
        made.terms.levels, made.terms.caps, made.terms.level_caps = {}, {}, {}
        sums = {"%d-%s" % (start, less): start - less * little
                for start in starts for less in (0, 1)}
        made.tables = {
            "people": [dict(account_manager=who, joined_on="") for who in sums],
            "contracts": [dict(
                contract_id="k" + who, client_id="c", account_manager=who,
                stage="won", value="%.4f" % total, closed_on=str(made.first))
                for who, total in sums.items()]}
        found = collections.Counter(commission_of(outputs(made, mode)[0]))
        for start, below, rate in zip(starts, rates, rates[1:]):
            jump = found["%d-0" % start] - found["%d-1" % start]
            expected = start * (rate - below) if mode == "whole" else 0
            if abs(jump - expected) > 2 * little:
                yield "%s at %d: %s, expected %s" % (mode, start, jump, expected)


ALL = (all_to_the_manager, a_step_jumps_only_as_a_whole, one_step_is_a_flat_rate,
       order_has_no_meaning, parts_add_up, all_paid_back, all_credited_at_once,
       all_credited_later, nothing_is_due)
