"""What a record decides of commission (sensitivity.csv), made for real: without it
the run pays what was said. And by hand."""
import csv
import os
import random
import shutil

import audit
import suite
from books import run
from sets import Set
from suite import equal

TRIED = 3


def without(folder, name, keep):
    """The table without the rows that are not kept."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return
    with open(path, newline="", encoding="utf-8") as stream:
        head, *rows = csv.reader(stream)
    with open(path, "w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows(
            [head] + [row for at, row in enumerate(rows)
                      if keep(at + 2, dict(zip(head, row)))])


def take_out(dataset, record, source):
    """A payment; or a contract with its splits, payments and credits."""
    name, line = source.split(":")
    without(dataset, name, lambda at, row: at != int(line))
    if name.startswith("payments"):
        return
    ids = {record} | {row["contract_id"] for row in audit.rows_of(
        dataset, "contracts.csv") if row["refers_to"] == record}
    without(dataset, "contracts.csv", lambda at, row: row["refers_to"] != record or
            row["kind"] != "credit")
    for name in ("splits.csv", "payments.csv"):
        without(dataset, name, lambda at, row: row["contract_id"] not in ids)


def steps_for_real(seed):
    made, folder = Set(seed), suite.folder()
    dataset, out = os.path.join(folder, "data"), os.path.join(folder, "out")
    made.write(dataset)
    run(dataset, out, made.label, made.as_of)
    if not os.path.exists(os.path.join(out, "sensitivity.csv")):
        return
    paid = {r["subject"]: r["commission"] for r in audit.rows_of(out, "bonus.csv")}
    rows = [r for r in audit.rows_of(out, "sensitivity.csv")
            if r["commission_step"] and r["correction"] == "omitted"]
    renewals = {r["contract_id"] for r in audit.rows_of(dataset, "contracts.csv")
                if r["refers_to"] and r["kind"] != "credit"}
    # Without a renewal its contract would be taken back: that is not followed.
    rows = [r for r in rows if r["record"] not in renewals]
    for row in random.Random(seed).sample(rows, min(TRIED, len(rows))):
        other = os.path.join(folder, "without")
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(dataset, other)
        take_out(other, row["record"], row["source"])
        run(other, os.path.join(folder, "after"), made.label, made.as_of)
        after = {r["subject"]: r["commission"] for r in audit.rows_of(
            os.path.join(folder, "after"), "bonus.csv")}
        told = row["commission"], row["new_commission"]
        is_so = paid[row["subject"]], after.get(row["subject"], "0")
        if told != is_so:
            yield "%s without %s: said %s, is %s" % (
                row["subject"], row["source"], told, is_so)


def steps_by_hand():
    """All at the rate of the step: of L an has 45000 and bo 5000. With S an has
    51000 at 0.02: 1020; without L 6000 at 0.01, without S 45000. bo stays on the
    first step with or without L. A cap of 300 cuts ca's 400, but neither the 250
    without T nor the 150 without R. bo's proposal P, were it won, makes 5200 to 50200
    at 0.02. All but P were proposed on no day, so that close_rate judges P alone."""
    data, out = (os.path.join(suite.folder(), name) for name in ("data", "out"))
    os.mkdir(data)
    for name, lines in {
            "contracts.csv": (
                "contract_id,client_id,account_manager,stage,closed_on,value,kind,"
                "proposed_on", "L,K1,an,won,2026-07-10,50000,new,",
                "S,K2,an,won,2026-08-10,6000,new,", "B,K3,bo,won,2026-08-10,200,new,",
                "R,K4,ca,won,2026-08-10,25000,renewal,",
                "T,K5,ca,won,2026-08-11,15000,renewal,",
                "P,K6,bo,open,,45000,new,2026-08-15"),
            "splits.csv": ("contract_id,account_manager,share", "L,an,0.9", "L,bo,0.1"),
            "people.csv": ("account_manager,level,base_bonus", "an,am,1", "bo,am,1",
                           "ca,trial,1"),
            "plan.csv": ("level,metric,weight,target", "*,close_rate,100,1"),
            "kpi.yaml": ("pay:", "  commission: {mode: whole, new: {0: 0.01, "
                         "50000: 0.02}, renewal: 0.01}",
                         "  cap: {levels: {trial: {commission: 300}}}")}.items():
        suite.write(os.path.join(data, name), "\n".join(lines) + "\n")
    run(data, out, "2026Q3", "2026-09-30")
    step, cap = "new 0.02 → 0.01", "cap is not reached"
    equal([tuple(r[c] for c in ("subject", "record_kind", "record", "correction",
                                "metrics", "commission", "new_commission",
                                "commission_step"))
           for r in audit.rows_of(out, "sensitivity.csv") if r["commission_step"]],
          [(who, "contract", record, *what) for who, record, *what in (
              ("an", "L", "omitted", "", "1020", "60", step),
              ("an", "S", "omitted", "", "1020", "450", step),
              ("bo", "P", "won", "close_rate", "52", "1004", "new 0.01 → 0.02"),
              ("ca", "R", "omitted", "", "300", "150", cap),
              ("ca", "T", "omitted", "", "300", "250", cap))])
