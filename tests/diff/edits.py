"""Many records changed at once, at random: what kpi diff says must still be
what the two folders hold, record by record (shown.py), in both directions."""
import os
import random
import shutil

import suite
from runs import PERIOD, Table, copy, diff, run, unexplained
from suite import AGENCY, expect

DATES = ("closed_on", "due_on", "delivered_on", "terminated_on", "end_on")


def other_day(chance, day):
    """Another day of the same year."""
    return "%s-%02d-%02d" % (day[:4] or "2026", chance.randint(1, 9),
                             chance.randint(1, 28))


def edit_contracts(chance, data, spoiled):
    table = Table(data, "contracts.csv")
    recent = [at for at in range(len(table.rows))
              if table.get(at, "closed_on") >= "2025-07"]
    managers = sorted({table.get(at, "account_manager") for at in recent})
    for at in chance.sample(recent, 60):
        column = chance.choice((*DATES, "value", "budget", "stage", "kind",
                                "account_manager", "client_id"))
        old = table.get(at, column)
        new = {"stage": "lost" if old == "won" else "won",
               "kind": chance.choice(("new", "renewal", "upsell")),
               "account_manager": chance.choice(managers),
               "client_id": table.get(chance.choice(recent), "client_id"),
               "value": str(chance.randint(1, 900) * 1000000),
               "budget": str(chance.randint(1, 900) * 100000)}.get(
                   column) or other_day(chance, old)
        if column not in DATES or old:
            table.set(at, **{column: new})
    # Some of one client, so that there is more than one cause, or three.
    client = table.get(recent[0], "client_id")
    for at in range(len(table.rows)):
        if table.get(at, "client_id") == client:
            table.set(at, value=str(1000 + at))
    for at in sorted(chance.sample(recent, 6), reverse=True):
        del table.rows[at]
    for number, at in enumerate(chance.sample(range(len(table.rows)), 6)):
        row = list(table.rows[at])
        row[table.header.index("contract_id")] = "N%d" % number
        row[table.header.index("project_id")] = "N%d" % number
        table.rows.append(row)
    for at in chance.sample(range(len(table.rows)), spoiled):
        table.set(at, value="1,5,0")
    table.save()


def edit_surveys(chance, data):
    table = Table(data, "surveys.csv")
    recent = [at for at in range(len(table.rows))
              if table.get(at, "answered_on") >= "2026-04"]
    for at in chance.sample(recent, 25):
        table.set(at, score=str(1 + int(float(table.get(at, "score"))) % 5))
    # The last ones, so that none stands elsewhere with another score.
    del table.rows[-3:]
    table.save()


def edit_people(chance, data):
    table = Table(data, "people.csv")
    teams = sorted({table.get(at, "team") for at in range(len(table.rows))})
    changes = [{"team": chance.choice(teams)}, {"base_bonus": "31000000"},
               {"left_on": "2026-08-%02d" % chance.randint(1, 31)},
               {"joined_on": "2026-07-%02d" % chance.randint(2, 31)},
               {"level": "senior"}, {"base_bonus": "", "name": "One"}]
    for at, change in zip(chance.sample(range(len(table.rows)), 6), changes):
        table.set(at, **change)
    table.save()


def share_contracts(chance, data):
    """The money of some contracts is shared by two or three."""
    table = Table(data, "contracts.csv")
    recent = [at for at in range(len(table.rows))
              if table.get(at, "closed_on") >= "2026-01" and
              table.get(at, "stage") == "won"]
    managers = sorted({table.get(at, "account_manager") for at in recent})
    rows = ["contract_id,account_manager,share"]
    for at in chance.sample(recent, 90):
        shares = chance.choice((("0.6", "0.4"), ("0.5", "0.5"), ("0.3333", "0.6667"),
                                ("0.2", "0.5", "0.3")))
        for who, share in zip(chance.sample(managers, len(shares)), shares):
            rows.append(",".join((table.get(at, "contract_id"), who, share)))
    suite.write(os.path.join(data, "splits.csv"), "\n".join(rows) + "\n")


def edit_splits(chance, data):
    """The two of a deal change their shares, one goes over to somebody, and deals
    are shared no longer."""
    table = Table(data, "splits.csv")
    deals = {}
    for at in range(len(table.rows)):
        deals.setdefault(table.get(at, "contract_id"), []).append(at)
    two = [rows for rows in deals.values() if len(rows) == 2]
    for rows in chance.sample(two, 12):
        for at, share in zip(rows, ("0.7", "0.3")):
            table.set(at, share=share)
    whole = [rows for rows in two if table.get(rows[0], "share") == "0.5"]
    for rows in whole[:5]:
        table.set(rows[0], account_manager="someone.else")
    # The last ones, so that the others stand where they stood.
    for rows in list(deals.values())[-8:]:
        del table.rows[rows[0]:]
        break
    table.save()


def edit_plan(chance, data):
    """Another weight, curve, estimator or smallest number for some rows; for
    seniors one metric less."""
    table = Table(data, "plan.csv")
    at = table.find(level="senior", metric="upsell_rate")
    weight = int(table.get(at, "weight"))
    del table.rows[at]
    at = table.find(level="senior", metric="revenue")
    table.set(at, weight=str(int(table.get(at, "weight")) + weight))
    for at in chance.sample(range(len(table.rows)), 12):
        metric = table.get(at, "metric")
        change = chance.choice((
            {"payout_threshold": "40"}, {"payout_stretch": "130"},
            {"min_n": "9"}, {"gate": "yes"}, {"stretch": ""},
            {"threshold": ""}, {"estimator": "shrunk"}))
        if "estimator" in change and metric not in (
                "on_time", "close_rate", "satisfaction"):
            change = {"payout_stretch": "160"}
        table.set(at, **change)
    table.save()


def edit_settings(chance, data):
    path = os.path.join(data, "kpi.yaml")
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    for old, new in chance.choice((
            [("  unit: 1000 ", "  unit: 5000 ")],
            [("bands: {A: 110, B: 90, C: 70}", "bands: {A: 105, B: 85, C: 60}"),
             ("project_award: 2000000", "project_award: 2500000")])):
        expect(old in text, text)
        text = text.replace(old, new)
    suite.write(path, text)


def many_changes(seed, records, plan, settings, spoiled=0):
    chance = random.Random(seed)
    data = copy()
    if records:
        edit_contracts(chance, data, spoiled)
        edit_surveys(chance, data)
        edit_people(chance, data)
    if plan:
        edit_plan(chance, data)
    if settings:
        edit_settings(chance, data)
    old = run(AGENCY, "old")
    new = run(data, "new", "--accept-rejects")
    for pair in ((old, new), (new, old)):
        values, parts, _, _ = diff(*pair)
        expect(len(values) > 20, len(values))
        expect(not unexplained(parts), unexplained(parts))
        expect(any(key[0] != PERIOD for key in values) or not records)


def shared_deals(seed):
    """As many_changes, of deals that are shared: from none to some, then other
    shares."""
    chance = random.Random(seed)
    first, then = copy("first"), None
    share_contracts(chance, first)
    then = os.path.join(suite.folder(), "then")
    shutil.copytree(first, then)
    edit_splits(chance, then)
    outs = [run(AGENCY, "none"), run(first, "some"), run(then, "other")]
    for pair in ((0, 1), (1, 2), (2, 1), (1, 0)):
        values, parts, _, _ = diff(*(outs[at] for at in pair))
        expect(len(values) > 20, len(values))
        expect(not unexplained(parts), unexplained(parts))


for seed in (1, 2):
    suite.add("shared deals %d" % seed, shared_deals, seed)
for number, what in enumerate((
        (True, False, False), (False, True, False), (True, True, False),
        (True, True, True, 5), (False, True, True))):
    suite.add("many changes %d" % number, many_changes, number, *what)
