"""Commission and what is cut of pay: small runs whose comparison is worked out by
hand, and random ones against the records that they kept (sums.py)."""
import os
import random

import suite
from hand import AS_OF, rows_of
from runs import data_set, diff, run, unexplained
from suite import equal, expect

HEAD = "contract_id,client_id,account_manager,stage,closed_on,value,kind," \
    "start_on,end_on,terminated_on,refers_to"
PEOPLE = ["account_manager,level,from,base_bonus", "an,am,2020-01-01,",
          "bo,am,2020-01-01,"]
LADDER = "{mode: %s, new: {0: 0.01, 50000: 0.02}, renewal: 0.01}"


def contract(name, manager, day, value, kind="new", ended="", refers="", first=""):
    first = first or day
    last = "" if kind == "credit" else "%d%s" % (int(first[:4]) + 1, first[4:])
    return ",".join((name, "K" + name, manager, "won", day, str(value), kind,
                     first if kind != "credit" else "", last, ended, refers))


# C0 earned 500 in the quarter before; C1 and C2 earn 600 in this one by a ladder
# of slices: 60000 at 0.01 and 0.02 is 700, and 30000 at 0.02 is 600.
C0 = contract("C0", "an", "2026-05-10", 50000)
C1 = contract("C1", "an", "2026-07-10", 60000)
C2 = contract("C2", "an", "2026-08-10", 30000)


def pay(*lines):
    return "pay:\n" + "".join("  %s\n" % line for line in lines)


def folder(name, yaml, contracts=(C0, C1, C2), people=PEOPLE, **tables):
    data = data_set(name, contracts=[HEAD, *contracts], people=people, **tables)
    suite.write(os.path.join(data, "kpi.yaml"), yaml)
    return run(data, name + "-out", *AS_OF)


def told(old, new, measure="commission"):
    """{person: [(record, difference, reason)]}, which shown.py has judged too."""
    _, parts, _, _ = diff(old, new)
    expect(not unexplained(parts), unexplained(parts))
    found = {}
    for row in rows_of(old, new):
        if row["row"] == "part" and row["measure"] == measure:
            found.setdefault(row["subject"], []).append(
                (row["record"], row["difference"], row["reason"]))
    return found


SLICE = pay("commission: " + LADDER % "slice")
WHOLE = pay("commission: " + LADDER % "whole")


@suite.check
def a_step_that_another_contract_reaches():
    """Slices: 40000 of C4 come first, so that of C1 not 10000 but 50000 lie above
    the step: 700 → 1100; C2 has 0.02 as before. Whole: 20000 and 25000 at 0.01;
    with C4 of 10000 the sum is 55000, and all have 0.02."""
    c4 = contract("C4", "an", "2026-07-01", 40000)
    new = "contract C4 (contracts.csv:5): new record"
    equal(told(folder("a", SLICE), folder("b", SLICE, (C0, C1, C2, c4))), {"an": [
        ("C1", "400", "rate 0.011667 → 0.018333; new before it 0 → 40000 by " + new),
        ("C4", "400", "new record")]})
    two = contract("C1", "an", "2026-07-10", 20000), \
        contract("C2", "an", "2026-08-10", 25000)
    more = contract("C3", "an", "2026-09-10", 10000)
    said = "rate 0.01 → 0.02; sum of new 45000 → 55000 by contract C3 " \
        "(contracts.csv:4): new record"
    equal(told(folder("c", WHOLE, two), folder("d", WHOLE, (*two, more))), {"an": [
        ("C1", "200", said), ("C2", "250", said), ("C3", "200", "new record")]})


@suite.check
def a_deal_that_is_shared():
    """an has 36000 of C1 and bo 24000, all at 0.01; of C2 14000 are below the step
    and 16000 above: 140 + 320."""
    splits = ["contract_id,account_manager,share", "C1,an,0.6", "C1,bo,0.4"]
    rows = ["split C1 an (splits.csv:2): new record",
            "split C1 bo (splits.csv:3): new record"]
    equal(told(folder("a", SLICE), folder("b", SLICE, splits=splits)), {
        "an": [("C1", "-340", "; ".join(rows) + "; rate 0.011667 → 0.01"),
               ("C2", "-140", "rate 0.02 → 0.015333; new before it 60000 → 36000 by " +
                rows[0])],
        "bo": [("C1", "240", "; ".join(rows))]})


@suite.check
def payments_that_come_and_move():
    """40000 at 0.01; of the next 20000 half at 0.02: 100 + 200. With 15000 between
    them, 10000 at 0.01 and 5000 at 0.02, all of it has 0.02. If the first comes
    last, the second is all at 0.01, and of it 10000 have 0.02."""
    yaml = pay("commission: {mode: slice, new: {0: 0.01, 50000: 0.02}}",
               "commission_on: payment")
    head = "contract_id,paid_on,amount"
    paid = [head, "C1,2026-08-01,40000", "C2,2026-09-01,20000"]
    old = folder("a", yaml, payments=paid)
    equal(told(old, folder("b", yaml, payments=[*paid, "C1,2026-08-02,15000"])), {
        "an": [("payments.csv:3", "100", "rate 0.015 → 0.02; new before it 40000 → "
                "55000 by payment payments.csv:4: new record"),
               ("payments.csv:4", "200", "new record")]})
    moved = "paid_on 2026-08-01 → 2026-09-15"
    equal(told(old, folder("c", yaml, payments=[head, "C1,2026-09-15,40000", paid[2]])), {
        "an": [("payments.csv:2", "100", moved +
                "; rate 0.01 → 0.0125; new before it 0 → 20000"),
               ("payments.csv:3", "-100", "rate 0.015 → 0.01; new before it 40000 → 0 "
                "by payment payments.csv:2: " + moved)]})
    equal({row[2] for row in told(folder("d", SLICE), old)["an"]},
          {"configuration pay.commission_on signing → payment",
           "new record; configuration pay.commission_on signing → payment"})


@suite.check
def other_rates_and_another_level():
    """At 0.03 flat 60000 and 30000 earn 1800 and 900. A senior since August has
    0.03 on C2 alone: 900."""
    flat = pay("commission: {new: 0.03}")
    said = "configuration pay.commission.new 0=0.01|50000=0.02 → 0.03"
    equal(told(folder("a", SLICE), folder("b", flat)), {"an": [
        ("C1", "1100", "rate 0.011667 → 0.03; " + said),
        ("C2", "300", "rate 0.02 → 0.03; " + said)]})
    levels = pay("commission: {mode: slice, new: {0: 0.01, 50000: 0.02}, "
                 "levels: {senior: {new: 0.03}}}")
    equal(told(folder("c", levels), folder(
        "d", levels, people=[*PEOPLE, "an,senior,2026-08-01,"])), {"an": [
            ("C2", "300", "rate 0.02 → 0.03; level am → senior on 2026-08-10")]})


@suite.check
def a_cap_that_bites():
    """1300 are cut to 650, half of each; a renewal that earns 400 takes its part
    of the same 650, so that each has 650 / 1700 of what it earned."""
    capped = SLICE + "  cap: {commission: 650}\n"
    half = folder("b", capped)
    said = "cap on commission none → 650"
    equal(told(folder("a", SLICE), half), {"an": [
        ("C1", "-350", said), ("C2", "-300", said)]})
    more = folder("c", capped, (C0, C1, C2, contract(
        "R1", "an", "2026-09-01", 40000, "renewal", refers="")))
    found = told(half, more)["an"]
    said = "cap on commission 650, before it 1300 → 1700 by contract R1 " \
        "(contracts.csv:5): new record"
    equal([row[::2] for row in found],
          [("C1", said), ("C2", said), ("R1", "new record")])
    for (_, change, _), was, earned in zip(found, (350, 300, 0), (700, 600, 400)):
        expect(abs(float(change) - (earned * 650 / 1700 - was)) < 1e-9, found)


@suite.check
def a_cap_on_bonus_award_and_total():
    """Score 100 of base 5000, cut to 3000; with the commission of 1300 the total is
    4300, cut to 3500."""
    extra = {"plan": ["level,metric,weight,target", "*,revenue,100,90000"],
             "people": ["account_manager,level,from,base_bonus",
                        "an,am,2020-01-01,5000"]}
    old = folder("a", SLICE, **extra)
    new = folder("b", SLICE + "  cap: {kpi_bonus: 3000, total: 3500}\n", **extra)
    rows = [(r["measure"], r["record"], r["difference"], r["reason"])
            for r in rows_of(old, new) if r["row"] == "part"]
    equal(rows, [("kpi_bonus", "cap", "-2000", "pay.cap cuts 0 → 2000 of it"),
                 ("total", "kpi_bonus", "-2000", "as above"),
                 ("total", "cap", "-800", "pay.cap cuts 0 → 800 of it")])
    text = suite.run("diff", "--true-up", old, new).out
    expect("-2800,VND,kpi_bonus -2000: cap pay.cap cuts 0 → 2000 of it | cap -800: "
           "pay.cap cuts 0 → 800 of it\n" in text, text)


@suite.check
def what_is_taken_back():
    """C0 ended after 61 days: its 500 go back; not where a renewal follows. With
    70000 more in its quarter it had earned 20000 less at 0.01: of the 120000
    1900 in all, so 50000 had 791.6667. An old credit of 1000 takes 10."""
    claw = SLICE + "  clawback: {days: 90}\n"
    ended = contract("C0", "an", "2026-05-10", 50000, ended="2026-07-10")
    old = folder("a", claw)
    lost = folder("b", claw, (ended, C1, C2))
    equal(told(old, lost), {"an": [
        ("C0", "-500", "terminated_on blank → 2026-07-10; takes back 0 → 500")]})
    equal(told(folder("c", SLICE, (ended, C1, C2)), lost), {"an": [
        ("C0", "-500", "takes back 0 → 500; configuration pay.clawback.days 0 → 90")]})
    renewal = contract("R1", "an", "2026-07-01", 100, "renewal", refers="C0",
                       first="2026-07-11")
    equal(told(lost, folder("d", claw, (ended, C1, C2, renewal))), {"an": [
        ("C0", "500", "takes back 500 → 0; contract R1 (contracts.csv:5): new record"),
        ("R1", "1", "new record")]})
    early = contract("E1", "an", "2026-04-01", 70000)
    row, rest = told(lost, folder("e", claw, (ended, C1, C2, early)))["an"]
    equal(row[::2], ("C0", "takes back 500 → 791.6667; contract E1 (contracts.csv:5): "
                     "new record"))
    expect(abs(float(row[1]) + 291 + 2 / 3) < 1e-9 and rest[0] == "rounding", row, rest)
    credit = contract("N1", "an", "2026-07-20", -1000, "credit", refers="C0")
    equal(told(old, folder("f", claw, (C0, C1, C2, credit))), {"an": [
        ("N1", "-10", "new record; takes back 0 → 10")]})
    other = contract("C0", "bo", "2026-05-10", 50000)
    moved = "account_manager an → bo; contract C0 (contracts.csv:2): " \
        "account_manager an → bo"
    equal(told(folder("g", claw, (C0, C1, C2, credit)),
               folder("h", claw, (other, C1, C2, credit))), {
                   "an": [("N1", "10", moved)], "bo": [("N1", "-10", moved)]})


@suite.check
def what_became_known_later():
    """Of the same files: on 5 July C0 had not ended and C1 was not signed. It comes
    behind the 30000 of C2: 20000 at 0.01 and 40000 at 0.02."""
    claw = SLICE + "  clawback: {days: 90}\n"
    ended = contract("C0", "an", "2026-05-10", 50000, ended="2026-07-10")
    late = "as of 2026-07-05 → 2026-09-30"
    early = contract("C2", "an", "2026-07-02", 30000)
    data = data_set("data", contracts=[HEAD, ended, C1, early], people=PEOPLE)
    suite.write(os.path.join(data, "kpi.yaml"), claw)
    old = run(data, "old", "--as-of", "2026-07-05")
    equal(told(old, run(data, "new", *AS_OF)), {"an": [
        ("C0", "-500", late + "; takes back 0 → 500"), ("C1", "1000", late)]})


@suite.check
def what_is_added_by_hand():
    head = "account_manager,period,amount,reason"
    old = folder("a", SLICE, adjustments=[head, "an,2026Q3,500,a slip", "bo,2026Q3,70,x"])
    new = folder("b", SLICE, adjustments=[head, "an,2026Q3,300,a slip"])
    equal(told(old, new, "adjustment"), {
        "an": [("adjustments.csv:2", "-200", "amount 500 → 300")],
        "bo": [("adjustments.csv:3", "-70", "record removed")]})


@suite.check
def a_year_less_what_was_paid():
    """The second quarter paid 500 and the third 1300. With C4 the third pays 2100:
    its sum is its own, so that C0 has what it had, and 800 more are due."""
    def year(name, contracts, paid):
        data = data_set(name, contracts=[HEAD, *contracts], people=PEOPLE)
        suite.write(os.path.join(data, "kpi.yaml"), SLICE)
        for period, last in () if paid else (("2026Q2", "06-30"), ("2026Q3", "09-30")):
            paid = [*paid, run(data, name + period, "--as-of", "2026-" + last,
                               period=period)]
            suite.run("seal", paid[-1])
        return run(data, name + "-out", "--as-of", "2026-12-31", "--paid",
                   ",".join(paid), period="2026"), paid
    old, paid = year("a", (C0, C1, C2), [])
    new, _ = year("b", (C0, C1, C2, contract("C4", "an", "2026-07-01", 40000)), paid)
    found = {}
    for row in rows_of(old, new):
        if row["row"] == "part" and row["measure"] in ("commission", "due"):
            found.setdefault(row["measure"], []).append(
                (row["record"], row["difference"], row["reason"]))
    equal(found, {"commission": [
        ("C1", "400", "rate 0.011667 → 0.018333; new before it 0 → 40000 by contract "
         "C4 (contracts.csv:5): new record"), ("C4", "400", "new record")],
                  "due": [("total", "800", "as above")]})
    text = suite.run("diff", "--true-up", old, new).out
    expect("\nan,an,2026,0,800,800,VND,commission +800: C1 rate" in text, text)


# ---- at random ----

WHO = "an", "bo", "ca"


def some_day(chance, first=4):
    return "2026-%02d-%02d" % (chance.randint(first, 9), chance.randint(1, 28))


def some_terms(chance, on):
    rates = "new: {%d: 0.01, 100000: 0.02, 250000: 0.035}, renewal: 0.005, " \
        "upsell: {20000: %s}" % (chance.choice((0, 30000)), chance.choice(
            ("0.01", "0.015")))
    lines = ["commission: {mode: %s, %s, levels: {senior: {new: %s}}}" % (
        chance.choice(("slice", "whole")), rates, chance.choice(
            ("0.02", "{0: 0.015, 90000: 0.03}"))), "commission_on: " + on]
    if chance.random() < 0.6:
        lines.append("cap: {commission: %d, levels: {senior: {commission: 9000}}}" %
                     chance.choice((3000, 5000)))
    if on == "signing" and chance.random() < 0.8:
        lines.append("clawback: {days: 90, share: %s}" % chance.choice(
            ("all", "unserved")))
    return lines


def some_contracts(chance):
    values = iter(chance.sample(range(5000, 60000), 60))
    rows = []
    for number in range(36):
        day = some_day(chance)
        ended = ""
        if chance.random() < 0.3:
            ended = "2026-%02d-%02d" % (chance.randint(7, 9), chance.randint(1, 28))
            ended = ended if ended > day else ""
        rows.append(["C%02d" % number, chance.choice(WHO), day, next(values),
                     chance.choice(("new", "new", "renewal", "upsell")), ended, ""])
    for number in range(4):
        target = chance.choice(rows[:36])
        rows.append(["N%d" % number, chance.choice(WHO), some_day(chance, 7),
                     -next(values) // 20, "credit", "", target[0]])
    return rows, values


def edit_contracts(chance, rows, values):
    rows = [list(row) for row in rows]
    for row in chance.sample(rows[:36], 6):
        column = chance.choice((1, 2, 3, 4, 5))
        row[column] = {1: chance.choice(WHO), 2: some_day(chance), 3: next(values),
                       4: chance.choice(("new", "renewal", "upsell")),
                       5: "2026-%02d-20" % chance.randint(7, 9)}[column]
        if row[5] and row[5] <= row[2]:
            row[5] = ""
    del rows[chance.randrange(36)]
    rows.append(["Z1", chance.choice(WHO), some_day(chance), next(values), "new", "", ""])
    return rows


def some_splits(chance, rows):
    found = ["contract_id,account_manager,share"]
    for row in sorted(chance.sample(rows[:30], 8)):
        pair = chance.sample(WHO, 2)
        found += ["%s,%s,%s" % (row[0], who, share)
                  for who, share in zip(pair, chance.choice((
                      ("0.6", "0.4"), ("0.3333", "0.6667"))))]
    return found


def some_payments(chance, rows):
    amounts = chance.sample(range(1000, 30000), 40)
    return [[row[0], some_day(chance, 6), amount]
            for row, amount in zip(chance.choices(rows, k=40), amounts)]


def lines_of(rows):
    return ["contract_id,paid_on,amount", *(",".join(map(str, r)) for r in rows)]


def written(name, rows, yaml, people, splits, payments):
    return folder(name, pay(*yaml), [contract(*row) for row in rows],
                  people, splits=splits, payments=lines_of(payments))


def random_pay(seed):
    """In both directions: contracts, splits, payments, a level and terms change, one
    after the other and all at once."""
    chance = random.Random(seed)
    on = ("signing", "payment")[seed % 2]
    rows, values = some_contracts(chance)
    yaml = some_terms(chance, on)
    people = ["account_manager,level,from,base_bonus", *(
        "%s,%s,2020-01-01," % (who, chance.choice(("am", "senior"))) for who in WHO)]
    splits, payments = some_splits(chance, rows), some_payments(chance, rows)
    first = [rows, yaml, people, splits, payments]
    other_splits = [line.replace(",0.6", ",0.7").replace(",0.4", ",0.3")
                    for line in splits[:-2]]
    other_payments = [list(row) for row in payments]
    for row in chance.sample(other_payments, 5):
        row[chance.choice((1, 2))] = ""
    other_payments = [[r[0], r[1] or some_day(chance, 6), r[2] or chance.randint(30001, 60000)]
                      for r in other_payments] + [["C01", "2026-08-08", 77777]]
    last = [edit_contracts(chance, rows, values), some_terms(chance, on),
            [*people, "an,%s,2026-08-01," % chance.choice(("am", "senior"))],
            other_splits, other_payments]
    outs = [written("none", *first), written("all", *last)]
    for at in range(5):
        outs.append(written("other%d" % at, *(
            last[i] if i == at else first[i] for i in range(5))))
    for out in outs[1:]:
        for pair in ((outs[0], out), (out, outs[0])):
            _, parts, _, _ = diff(*pair)
            expect(not unexplained(parts), unexplained(parts))
            expect(not [p for rows in parts.values() for p in rows
                        if p["measure"] == "commission" and
                        p["reason"] == "follows from other records"])


for seed in range(6):
    suite.add("random pay %d" % seed, random_pay, seed)
