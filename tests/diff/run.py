#!/usr/bin/env python3
"""What changed between two runs: run.py KPI

One record of the sample is changed, and kpi diff must tell that story: the
right people and metrics, the record with its old and new line, what changed of
it, and parts that add up to the difference to the last digit. Identical runs
have no difference; damaged folders are told and never believed.
"""
import csv
import io
import os
import shutil
import sys
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import commission  # noqa: E402,F401 (these register checks)
import edits  # noqa: E402,F401
import hand  # noqa: E402,F401
import suite  # noqa: E402
from runs import (CONTRACT, PAY, PERIOD, Table, copy, data_set, diff,  # noqa: E402
                  metrics_of, one_change, plan_rows, reasons, run, scorecard,
                  unexplained, vouch)
from suite import AGENCY, expect, kpi  # noqa: E402


PAID = ("--as-of", "2026-09-30")


# ---- the stories ----

@suite.check
def identical_runs_have_no_difference():
    old, new = run(AGENCY, "old"), run(AGENCY, "new")
    values, _, runs, text = diff(old, new)
    expect(not values and not runs and "no difference" in text, text)
    values, _, _, _ = diff(old, old)
    expect(not values)


@suite.check
def a_survey_score():
    at = {}

    def edit(data):
        surveys = Table(data, "surveys.csv")
        at["row"] = next(
            row for row in range(len(surveys.rows))
            if surveys.get(row, "kind") == "client" and
            surveys.get(row, "scale_max") == "" and
            "2026-07" <= surveys.get(row, "answered_on") < "2026-10" and
            surveys.get(row, "score") == "2")
        surveys.set(at["row"], score="5").save()

    values, parts, runs, text = one_change(edit)
    source = "surveys.csv:"
    managers = {key[2] for key in values
                if key[1] == "manager" and key[3] not in PAY}
    expect(len(managers) == 1, managers)
    who = managers.pop()
    expect(metrics_of(values, "manager", who) == {"satisfaction", "csat_top2"},
           values.keys())
    part, = parts[PERIOD, "manager", who, "satisfaction"]
    expect(part["reason"] == "score 2 → 5", part)
    expect(part["source_old"] == part["source_new"] and
           part["record"].startswith(source), part)
    # 25 → 100 on the scale of 0 to 100, over the number of surveys.
    value = values[PERIOD, "manager", who, "satisfaction"]
    expect(part["x_old"] == "25" and part["x_new"] == "100", part)
    expect(abs(Decimal(part["difference"]) * Decimal(value["y_new"]) - 75) <
           Decimal("1e-9"), part)
    expect([row["record"] for row in runs] == ["surveys.csv", "survey"] and
           runs[1]["new"] == "1471 (0 new, 0 removed, 1 changed)", runs)
    expect("score 2 → 5" in text, text)


@suite.check
def a_won_contract_that_was_lost():
    at = {}

    def edit(data):
        contracts = Table(data, "contracts.csv")
        at["row"] = next(row for row in range(len(contracts.rows))
                         if contracts.get(row, "stage") == "won" and
                         contracts.get(row, "kind") == "new" and
                         contracts.get(row, "closed_on")[:7] == "2026-08")
        for name in ("contract_id", "account_manager", "value"):
            at[name] = contracts.get(at["row"], name)
        contracts.set(at["row"], stage="lost").save()

    values, parts, _, text = one_change(edit)
    key = (PERIOD, "manager", at["account_manager"], "revenue")
    expect(values[key]["difference"] == "-" + at["value"], values[key])
    part, = parts[key]
    line = "contracts.csv:%d" % (at["row"] + 2)
    expect(part["record"] == at["contract_id"] and
           part["reason"] == "stage won → lost" and
           part["source_old"] == line and part["source_new"] == line, part)
    expect((PERIOD, "manager", at["account_manager"], "revenue_new") in values)
    expect((PERIOD, "manager", at["account_manager"], "win_rate") in values)
    for metric in ("revenue", "win_rate"):
        for scope in ("company", "team", "manager"):
            expect(any(k[1] == scope and k[3] == metric for k in values),
                   scope, metric)
    expect({k[2] for k in values
            if k[1] == "manager" and k[3] not in PAY} ==
           {at["account_manager"]}, values.keys())
    expect(line in text, text)


@suite.check
def a_date_that_leaves_the_period():
    at = {}

    def edit(data):
        contracts = Table(data, "contracts.csv")
        at["row"] = next(row for row in range(len(contracts.rows))
                         if contracts.get(row, "stage") == "won" and
                         contracts.get(row, "closed_on")[:7] == "2026-07")
        at["value"] = contracts.get(at["row"], "value")
        at["id"] = contracts.get(at["row"], "contract_id")
        at["day"] = contracts.get(at["row"], "closed_on")
        contracts.set(at["row"], closed_on="2026-06-30").save()

    values, parts, _, _ = one_change(edit)
    # It leaves one quarter and enters the one before.
    for period, sign in ((PERIOD, "-"), ("2026Q2", "")):
        key = (period, "company", "*", "revenue")
        expect(values[key]["difference"] == sign + at["value"], values[key])
        part, = parts[key]
        expect(part["record"] == at["id"] and part["reason"].startswith(
            "closed_on %s → 2026-06-30" % at["day"]), part)


@suite.check
def a_row_that_is_removed_or_rejected():
    def remove(data):
        contracts = Table(data, "contracts.csv")
        row = next(row for row in range(len(contracts.rows))
                   if contracts.get(row, "stage") == "won" and
                   contracts.get(row, "closed_on")[:7] == "2026-09")
        at["id"] = contracts.get(row, "contract_id")
        del contracts.rows[row]
        contracts.save()

    def spoil(data):
        contracts = Table(data, "contracts.csv")
        contracts.set(contracts.find(contract_id=at["id"]),
                      value="abc").save()

    at = {}
    values, parts, _, _ = one_change(remove)
    part, = parts[PERIOD, "company", "*", "revenue"]
    expect(part["record"] == at["id"] and part["reason"] == "record removed"
           and part["source_new"] == "", part)
    shutil.rmtree(os.path.join(suite.folder(), "data"))
    values, parts, _, _ = one_change(spoil, "rejected")
    part, = parts[PERIOD, "company", "*", "revenue"]
    expect(part["record"] == at["id"] and "rejected (contracts.csv:" in
           part["reason"] and "value" in part["reason"], part)
    expect(not unexplained(parts), unexplained(parts))


@suite.check
def removed_surveys_are_told_apart():
    """Surveys have no id: the lines of all behind a removed one move."""
    at = {}

    def edit(data):
        surveys = Table(data, "surveys.csv")
        row = next(row for row in range(len(surveys.rows))
                   if surveys.get(row, "kind") == "internal" and
                   surveys.get(row, "answered_on")[:7] == "2026-08")
        at["row"] = row
        del surveys.rows[row]
        surveys.save()

    values, parts, _, _ = one_change(edit)
    expect({key[3] for key in values} - PAY == {"coordination"},
           values.keys())
    for key, rows in parts.items():
        if key[3] in PAY:
            continue
        expect([row["reason"] for row in rows if row["difference"] != "0"] ==
               ["record removed"], key, rows)
        expect(rows[0]["source_old"].startswith("surveys.csv:") and
               rows[0]["source_new"] == "", rows)


@suite.check
def order_and_files_have_no_meaning():
    data = copy()
    for name in ("contracts.csv", "surveys.csv", "people.csv"):
        table = Table(data, name)
        table.rows.reverse()
        os.remove(table.path)
        table.save(table.path if name == "people.csv" else
                   table.path.replace(".csv", "-of-2026.csv"))
    values, _, runs, text = diff(run(AGENCY, "old"), run(data, "new"))
    expect(not values, values.keys())
    expect({row["record"] for row in runs} ==
           {"contracts.csv", "contracts-of-2026.csv", "people.csv",
            "surveys.csv", "surveys-of-2026.csv"}, runs)
    expect("no number differs" in text, text)


@suite.check
def the_configuration():
    def edit(data):
        with open(os.path.join(data, "kpi.yaml"), "a") as stream:
            stream.write("\ngrace_days: 60\n")

    values, parts, runs, text = one_change(edit)
    expect(any(row["measure"] == "configuration" and
               row["record"] == "grace_days" and row["old"] == "0" and
               row["new"] == "60" for row in runs), runs)
    expect((PERIOD, "company", "*", "retention") in values, values.keys())
    for part in parts[PERIOD, "company", "*", "retention"]:
        expect("configuration grace_days 0 → 60" in part["reason"], part)
    expect(not unexplained(parts))
    expect("configuration grace_days: 0 → 60" in text, text)


@suite.check
def a_definition_goes_by_its_key():
    """It is named as in kpi.yaml, where the reader will look for it."""
    def edit(data):
        path = os.path.join(data, "kpi.yaml")
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        expect("min_raters: 2" in text and "  unit: 1000" in text, text)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text.replace("min_raters: 2", "min_raters: 4")
                         .replace("  unit: 1000", "  unit: 500"))

    _, _, runs, text = one_change(edit)
    expect([(row["record"], row["old"], row["new"]) for row in runs
            if row["measure"] == "configuration"] ==
           [("coordination.min_raters", "2", "4"), ("pay.unit", "1000", "500")],
           runs)
    expect("configuration pay.unit: 1000 → 500" in text, text)


@suite.check
def what_was_to_be_today():
    values, parts, runs, _ = diff(run(AGENCY, "old", "--as-of", "2026-08-31"),
                                  run(AGENCY, "new"))
    expect(any(row["measure"] == "as of" for row in runs), runs)
    expect((PERIOD, "company", "*", "revenue") in values)
    for part in parts[PERIOD, "company", "*", "revenue"]:
        expect(part["reason"] == "as of 2026-08-31 → 2026-09-30", part)
    expect(not unexplained(parts))


@suite.check
def a_client_that_is_handed_over():
    """An assignment from long before decides whose client it is."""
    def edit(data):
        assignments = Table(data, "assignments.csv")
        row = dict(client_id="C095", account_manager="vo.thanh.truc",
                   until="")
        row["from"] = "2026-01-01"
        assignments.rows.append([row.get(name, "")
                                 for name in assignments.header])
        assignments.save()

    values, parts, _, _ = one_change(edit)
    key = (PERIOD, "manager", "vo.thanh.truc", "retention")
    expect(key in values, values.keys())
    part, = parts[key]
    expect(part["record"] == "C095" and "assignment C095 (assignments.csv:15)"
           ": new record" in part["reason"] and
           "manager " in part["reason"] and
           "→ vo.thanh.truc" in part["reason"], part)
    expect(not any(key[1] == "company" and key[3] == "retention"
                   for key in values), "the company's retention is the same")
    expect(not unexplained(parts))


@suite.check
def a_person_who_changes_teams():
    def edit(data):
        people = Table(data, "people.csv")
        row = people.find(account_manager="vo.thanh.truc")
        at["old"] = people.get(row, "team")
        at["new"] = next(people.get(other, "team")
                         for other in range(len(people.rows))
                         if people.get(other, "team") not in ("", at["old"]))
        people.set(row, team=at["new"]).save()

    at = {}
    values, parts, _, _ = one_change(edit)
    for scope, subject in (("team", at["old"]), ("team", at["new"])):
        rows = parts[PERIOD, scope, subject, "revenue"]
        expect(rows and all("team %s → %s" % (at["old"], at["new"]) in
                            row["reason"] for row in rows), rows)
    expect(not any(key[1] == "company" for key in values), values.keys())


@suite.check
def a_cost_that_was_corrected():
    """Timesheets are not kept, but what a project cost is."""
    old = run(AGENCY, "old")
    with open(os.path.join(old, "observations.csv"), newline="",
              encoding="utf-8") as stream:
        seen = next(row for row in csv.DictReader(stream)
                    if row["period"] == PERIOD and
                    row["metric"] == "budget_variance")

    data = copy()
    sheets = Table(data, "timesheets.csv")
    row = dict.fromkeys(sheets.header, "")
    row.update(project_id=seen["record"], worked_on="2026-07-01", hours="1",
               hourly_cost="1234567")
    sheets.rows.append([row[name] for name in sheets.header])
    sheets.save()
    values, parts, _, _ = diff(old, run(data, "new"))
    part, = parts[PERIOD, "manager", seen["manager"], "budget_variance"]
    actual = Decimal(seen["x"]) + Decimal(seen["y"])
    expect(part["record"] == seen["record"], part)
    expect(part["reason"] == "booked cost %s → %s" % (
        actual, actual + 1234567), part)
    expect(Decimal(part["x_new"]) - Decimal(part["x_old"]) == 1234567, part)


# ---- pay ----

@suite.check
def other_weights():
    def weigh(plan, row, level, metric):
        if level == "senior" and metric in ("revenue", "retention"):
            at[metric] = Decimal(plan.get(row, "weight"))
            step = 5 if metric == "revenue" else -5
            plan.set(row, weight=str(at[metric] + step))

    at = {}
    values, parts, runs, text = one_change(
        lambda data: plan_rows(data, weigh))
    expect({row["record"] for row in runs if row["measure"] == "plan"} ==
           {"senior revenue quarter", "senior retention quarter"}, runs)
    expect(not any(key[3] not in PAY for key in values), values.keys())
    rows = parts[PERIOD, "manager", "dang.hoang.nam", "score"]
    # Nobody's metric left this plan: the weight is that of the plan, and each
    # step is 5 percent of the metric's payout.
    reasons = {row["record"]: row for row in rows}
    for metric, sign in (("revenue", 1), ("retention", -1)):
        row = reasons[metric]
        expect(row["reason"] == "plan: weight %s → %s" % (
            at[metric], at[metric] + 5 * sign), row)
        payout = Decimal(scorecard(os.path.join(suite.folder(), "old"),
                                   "dang.hoang.nam", metric)["payout"])
        expect(abs(Decimal(row["difference"]) - sign * payout / 20) <
               Decimal("1e-11"), row, payout)
    expect("plan senior revenue quarter: as it was → weight" in text, text)


@suite.check
def people_and_gates():
    """Another base, another last day, a gate that shuts: each by its name."""
    def edit(data):
        people = Table(data, "people.csv")
        people.set(people.find(account_manager="tran.quoc.bao"),
                   base_bonus="40000000")
        people.set(people.find(account_manager="ho.van.kiet"),
                   left_on="2026-08-31")
        people.save()

        def shut(plan, row, level, metric):
            if level == "senior" and metric == "budget_variance":
                plan.set(row, gate="yes")
        plan_rows(data, shut)

    values, parts, _, _ = one_change(edit)
    row, = parts[PERIOD, "manager", "tran.quoc.bao", "kpi_bonus"]
    expect((row["record"], row["reason"]) == (
        "base_bonus", "base_bonus 30000000 → 40000000"), row)
    # With the last day the targets of sums and counts move, too.
    found = {(row["record"], row["reason"]) for row in parts[
        PERIOD, "manager", "ho.van.kiet", "kpi_bonus"]}
    expect({("proration", "in service 92 of 92 → 62 of 92 days"),
            ("revenue", "targets for 92 of 92 → 62 of 92 days")} <= found, found)
    expect(all(record in ("proration", "revenue", "revenue_expansion",
                          "upsell_wins", "rounding") for record, _ in found), found)
    # 25 % over budget, with a threshold of 15 %.
    row, = parts[PERIOD, "manager", "dang.hoang.nam", "kpi_bonus"]
    expect((row["record"], row["reason"]) == (
        "gate", "gate budget_variance is shut now"), row)
    expect(values[PERIOD, "manager", "dang.hoang.nam", "kpi_bonus"]["new"] ==
           "0")


@suite.check
def a_promotion_and_a_lead():
    """A second row of a person: another plan and base from 16 August, a team
    and a lead from then. Parts are told by spell and plan, and add up."""
    tables = {
        "contracts": ["contract_id,client_id,account_manager,stage,closed_on,value",
                      "A1,C1,an,won,2026-07-20,500",
                      "A2,C2,an,won,2026-09-20,1000",
                      "B1,C3,binh,won,2026-08-20,500"],
        "plan": ["level,metric,weight,threshold,target,stretch",
                 "am,revenue,100,500,1000,1500",
                 "senior,revenue,100,1000,2000,3000"],
        "people": ["account_manager,team,level,from,base_bonus,reports_to",
                   "an,HN,am,2020-01-01,920,", "binh,HN,am,2020-01-01,920,"]}
    old = run(data_set("before", **tables), "old", *PAID)
    tables["people"].append("an,SG,senior,2026-08-16,2760,binh")
    new = run(data_set("after", **tables), "new", *PAID)
    values, parts, _, _ = diff(old, new)
    expect(not unexplained(parts), unexplained(parts))
    # A2 counts by 20 September: SG's, and binh's who leads an by then.
    # There was no SG before, and nobody led anybody.
    for scope, subject, was, now in (("team", "HN", "2000", "1000"),
                                     ("team", "SG", "", "1000"),
                                     ("reports", "binh", "", "1500")):
        told = values[PERIOD, scope, subject, "revenue"]
        expect((told["old"], told["new"]) == (was, now), scope, subject, told)
    moved, = parts[PERIOD, "team", "HN", "revenue"]
    expect(moved["record"] == "A2" and "team HN → SG" in moved["reason"] and
           "reports to nobody → binh" in moved["reason"], moved)
    # 150 for 92 days; now 150 for 46 and 75 for 46: 112.50.
    score = parts[PERIOD, "manager", "an", "score"]
    expect([(p["record"], p["difference"]) for p in score] ==
           [("plan of am", "-75"), ("plan of senior", "37.5")], score)
    # 920 × 1.5 = 1380; now 690 + 2760 × 0.75 / 2 = 690 + 1035.
    bonus = parts[PERIOD, "manager", "an", "kpi_bonus"]
    expect([(p["record"], p["difference"]) for p in bonus] ==
           [("row from 2020-01-01", "-690"), ("row from 2026-08-16", "1035")],
           bonus)


@suite.check
def one_who_comes_and_one_who_goes():
    def edit(data):
        people = Table(data, "people.csv")
        del people.rows[people.find(account_manager="tran.quoc.bao")]
        row = dict.fromkeys(people.header, "")
        row.update(account_manager="new.one", name="=1+1", level="senior",
                   joined_on="2026-09-01", base_bonus="9200000")
        people.rows.append([row[name] for name in people.header])
        people.save()

    values, parts, _, _ = one_change(edit)
    gone = values[PERIOD, "manager", "tran.quoc.bao", "total"]
    expect(gone["new"] == "0" and gone["difference"][0] == "-", gone)
    expect(not unexplained(parts), unexplained(parts))
    _, text, _ = kpi("diff", "--format", "csv", os.path.join(suite.folder(), "old"),
                     os.path.join(suite.folder(), "changed"))
    expect("\"'=1+1\"" in text or "new.one" not in text, "not guarded")


HAND = {
    "contracts.csv": "contract_id,client_id,account_manager,stage,closed_on,"
                     "value\nK1,C1,An,won,2026-08-01,1000\n",
    "people.csv": "account_manager,name,level,base_bonus\nAn,Ân,lead,1000\n",
    "plan.csv": "level,metric,weight,threshold,target,stretch\n"
                "*,revenue,100,500,1000,1500\n",
    "kpi.yaml": "pay: {commission: {new: 0.1}}\n",
}


@suite.check
def worked_out_by_hand():
    """Revenue 1000 is the target: score 100, bonus 1000, commission 100. With
    K2 of 250 it lies half way to 1500, where 150 % are paid: 125, 1250, 125.
    Then the target is moved to 1250 as well: 100 again, and each step is told.
    """
    def write(name, **other):
        folder = os.path.join(suite.folder(), name)
        os.mkdir(folder)
        for file, text in {**HAND, **other}.items():
            with open(os.path.join(folder, file), "w") as stream:
                stream.write(text)
        return run(folder, name + "-out", "--as-of", "2026-09-30")

    more = HAND["contracts.csv"] + "K2,C2,An,won,2026-09-01,250\n"
    moved = HAND["plan.csv"].replace("1000,1500", "1250,1500")
    old = write("old")
    new = write("new", **{"contracts.csv": more})
    both = write("both", **{"contracts.csv": more, "plan.csv": moved})
    values, parts, _, _ = diff(old, new)
    told = {key[3]: (row["old"], row["new"], row["difference"])
            for key, row in values.items() if key[1] == "manager"}
    expect(told["score"] == ("100.00", "125.00", "25"), told)
    expect(told["kpi_bonus"] == ("1000", "1250", "250"), told)
    expect(told["commission"] == ("100", "125", "25"), told)
    expect(told["total"] == ("1100", "1375", "275"), told)
    row, = parts[PERIOD, "manager", "An", "commission"]
    expect((row["record"], row["difference"], row["source_new"],
            row["reason"]) ==
           ("K2", "25", "contracts.csv:3", "new record"), row)
    code, text, _ = kpi("diff", "--true-up", old, new)
    expect(code == 0 and text == (
        "\ufeffsubject,name,period,old_total,new_total,difference,currency,reason\n"
        "An,Ân,2026Q3,1100,1375,275,VND,kpi_bonus +250: revenue value 1000 → "
        "1250 (K2 contracts.csv:3: new record) | commission +25: K2 new "
        "record\n"), text)
    values, parts, _, _ = diff(old, both)
    rows = parts[PERIOD, "manager", "An", "score"]
    expect([(row["reason"], row["difference"]) for row in rows] ==
           [("value 1000 → 1250", "25"), ("plan: target 1000 → 1250", "-25")],
           rows)
    rows = parts[PERIOD, "manager", "An", "kpi_bonus"]
    expect([row["difference"] for row in rows] == ["250", "-250"], rows)
    expect(values[PERIOD, "manager", "An", "total"]["difference"] == "25")


@suite.check
def numbers_of_any_size():
    """A variance of 0.0001 in 10^9, printed with an exponent, and costs of some
    10^22: a run's own numbers, read back to the last digit."""
    def costs(name, first, second, third):
        return run(data_set(
            name,
            contracts=["contract_id,client_id,account_manager,stage,"
                       "closed_on,value,budget,due_on,delivered_on",
                       "S,K,small,won,2026-01-01,5,1000000000,2026-08-01,"
                       "2026-08-01",
                       "L,K,large,won,2026-01-01,5,3,2026-08-01,2026-08-01",
                       "F,K,fine,won,2026-01-01,5,1,2026-08-01,2026-08-01"],
            timesheets=["project_id,worked_on,hours,cost,hourly_cost",
                        "S,2026-08-01,1,%s," % first,
                        "L,2026-08-01,%s,,17000000" % second,
                        "F,2026-08-01,0.0000000%s,,0.00000001" % third]),
            "out-" + name, "--as-of", "2026-09-30")
    old = costs("before", "1000000000.0001", "900000000000000", "1")
    new = costs(
        "after", "1000000000.0003", "899999999999999.9999", "3")
    values, parts, _, _ = diff(old, new)
    small = values[(PERIOD, "manager", "small", "budget_variance")]
    expect("e-" in small["old"] and "e-" in small["new"], small)
    expect(Decimal("1.9e-13") < Decimal(small["difference"]) <
           Decimal("2.1e-13"), small)
    # Each has six digits that are right: 0.0002 of 10^9.
    part, = parts[(PERIOD, "manager", "small", "budget_variance")]
    expect(abs(Decimal(part["difference"]) / Decimal("2e-13") - 1) <
           Decimal("1e-6"), part)
    # The numerator: cost less budget, 1.7 × 10^7 × 10^-4 less.
    large = values[(PERIOD, "manager", "large", "budget_variance")]
    expect(large["x_old"] == "15299999999999999999997" and
           large["x_new"] == "15299999999999999998297", large)
    # Cost less budget again: (1 or 3) × 10^-16 less 1.
    fine = values[(PERIOD, "manager", "fine", "budget_variance")]
    expect(fine["x_old"] == "-0.9999999999999999" and
           fine["x_new"] == "-0.9999999999999997", fine)
    expect(not unexplained(parts), unexplained(parts))


@suite.check
def a_rejected_row_is_known_by_its_id():
    """C1 is gone; C10 and C100, of which C1 is a part, are rejected, and 7,
    which is the value of another rejected row, is gone, too."""
    old = run(data_set("before", contracts=[
        CONTRACT,
        "C1,A,an,won,2026-07-01,100", "C10,B,an,won,2026-07-02,200",
        "7,B,an,won,2026-07-02,300"]), "old", "--as-of", "2026-09-30")
    new = run(data_set("after", contracts=[
        CONTRACT,
        "C10,B,an,won,2026-07-99,200", "C100,C1,an,won,2026-07-99,7"]),
        "new", "--as-of", "2026-09-30")
    rejected = "not a date (expected YYYY-MM-DD, a day that exists)"
    _, parts, _, _ = diff(old, new)
    expect(reasons(parts, "an", "revenue") == {
        "C1": "record removed", "7": "record removed",
        "C10": "record removed; rejected (contracts.csv:2 closed_on: %s)" %
        rejected}, reasons(parts, "an", "revenue"))
    # The other way round it was rejected before.
    _, parts, _, _ = diff(new, old)
    expect(reasons(parts, "an", "revenue") == {
        "C1": "new record", "7": "new record",
        "C10": "new record; rejected before (contracts.csv:2 closed_on: %s)" %
        rejected}, reasons(parts, "an", "revenue"))
    # An older run did not write the ids of rejected rows: nothing is guessed.
    rejects = Table(new, "rejects.csv")
    at = rejects.header.index("record")
    rejects.header.pop(at)
    for row in rejects.rows:
        row.pop(at)
    rejects.save()
    vouch(new)
    _, parts, _, _ = diff(old, new)
    expect(set(reasons(parts, "an", "revenue").values()) ==
           {"record removed"}, parts)


@suite.check
def only_what_decides_is_a_reason():
    """A client is lost by the end of a contract: neither its open proposal nor
    the budget of an old contract has to do with it, though both changed. Its
    project is late by the day on which it was delivered, not by its value."""
    head = CONTRACT + ",proposed_on,start_on,end_on,terminated_on,budget," \
        "due_on,delivered_on,project_id"
    def contracts(ended, offer, budget, delivered, value):
        return [head,
                "R1,K,an,won,2026-01-01,%s,,2026-01-01,2026-12-31,%s,5,"
                "2026-08-01,%s,P" % (value, ended, delivered),
                "R0,K,an,won,2024-01-01,9,,2024-01-01,2024-03-31,,%s,,,Q" %
                budget,
                "O1,K,an,open,,%s,2026-06-01,,,,,,," % offer]
    old = run(data_set("before", contracts=contracts(
        "", "5", "1", "2026-08-01", "100")), "old", "--as-of", "2026-09-30")
    new = run(data_set("after", contracts=contracts(
        "2026-08-31", "6", "2", "2026-08-02", "100")),
        "new", "--as-of", "2026-09-30")
    _, parts, _, _ = diff(old, new)
    said = reasons(parts, "an", "retention")
    expect(said == {"K": "contract R1 (contracts.csv:2): "
                    "terminated_on blank → 2026-08-31; "
                    "delivered_on 2026-08-01 → 2026-08-02"}, said)
    said = reasons(parts, "an", "on_time")
    expect(len(said) == 1 and "R0" not in str(said) and "O1" not in str(said),
           said)


@suite.check
def the_plan_is_that_of_the_person_and_period():
    """Rows of the same weight and target: for a quarter and for any period, of
    a level and of everybody. An is judged by the row of seniors for a quarter,
    Bo by that of everybody."""
    def plan(any_period, quarter, everybody):
        return ["level,metric,weight,threshold,target,period",
                "senior,revenue,100,%s,100," % any_period,
                "senior,revenue,100,%s,100,quarter" % quarter,
                "*,revenue,100,%s,100," % everybody]
    tables = {"contracts": [CONTRACT, "C1,A,an,won,2026-07-01,90",
                            "C2,A,bo,won,2026-07-01,90"],
              "people": ["account_manager,level,base_bonus",
                         "an,senior,1000", "bo,junior,1000"]}
    old = run(data_set("before", plan=plan("10", "80", "60"), **tables),
              "old", "--as-of", "2026-09-30")
    new = run(data_set("after", plan=plan("20", "60", "70"), **tables),
              "new", "--as-of", "2026-09-30")
    values, parts, runs, _ = diff(old, new)
    # 80: 50 + 10/20 × 50 = 75; 60: 50 + 30/40 × 50 = 87.5; 70: 83.33.
    for who, points, reason in (
            ("an", ("75.00", "87.50"), "plan: threshold 80 → 60"),
            ("bo", ("87.50", "83.33"), "plan: threshold 60 → 70")):
        row = values[(PERIOD, "manager", who, "score")]
        expect((row["old"], row["new"]) == points, row)
        said = reasons(parts, who, "score")
        expect(said.pop("revenue") == reason and
               set(said) <= {"rounding", "rating"}, said)
        expect(reasons(parts, who, "kpi_bonus")["revenue"] == reason, parts)
    expect(sorted(row["record"] for row in runs
                  if row["measure"] == "plan") ==
           ["* revenue", "senior revenue", "senior revenue quarter"], runs)


@suite.check
def the_rates_of_commission():
    def edit(data):
        path = os.path.join(data, "kpi.yaml")
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        expect("renewal: 0.005" in text, text)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text.replace("renewal: 0.005", "renewal: 0.01"))

    values, parts, runs, _ = one_change(edit)
    expect({key[3] for key in values} == {"commission", "total"}, values)
    for key, rows in parts.items():
        for row in rows:
            if key[3] == "commission" and row["record"] != "rounding":
                expect("configuration pay.commission" in row["reason"], row)
    expect(not unexplained(parts))


@suite.check
def a_true_up_needs_one_period_and_rewrites_nothing():
    data = copy()
    people = Table(data, "people.csv")
    people.set(people.find(account_manager="tran.quoc.bao"),
               base_bonus="40000000").save()
    old, new = run(AGENCY, "old"), run(data, "new")
    expect(kpi("seal", old)[0] == 0)
    path = os.path.join(suite.folder(), "true-up.csv")
    code, text, error = kpi("diff", "--true-up", "--out", path, old, new)
    expect(code == 0 and not text and not error, code, text, error)
    expect(os.stat(path).st_mode & 0o777 == 0o600)
    with open(path, encoding="utf-8") as stream:
        expect("tran.quoc.bao" in stream.read())
    expect(kpi("verify", old)[0] == 0)
    code, text, error = kpi("diff", "--true-up", "--out",
                            os.path.join(old, "bonus.csv"), old, new)
    expect(code == 4, code, error)
    expect(kpi("verify", old)[0] == 0)
    other = run(AGENCY, "other", period="2026Q2")
    code, text, error = kpi("diff", "--true-up", other, new)
    expect(code == 2 and "period" in error and not text, code, error)
    os.remove(os.path.join(new, "bonus.csv"))
    vouch(new)
    code, text, error = kpi("diff", old, new)
    expect(code == 0 and "no bonus.csv" in error, code, error)


# ---- folders ----

@suite.check
def different_periods_are_said():
    old, new = run(AGENCY, "old", period="2026Q2"), run(AGENCY, "new")
    code, text, error = kpi("diff", "--format", "csv", old, new)
    expect(code == 0 and "different periods" in error, code, error)
    rows = list(csv.DictReader(io.StringIO(text)))
    value = next(row for row in rows if row["row"] == "value" and
                 row["scope"] == "company" and row["measure"] == "revenue")
    total = sum(Decimal(row["difference"]) for row in rows
                if row["row"] == "part" and row["scope"] == "company" and
                row["measure"] == "revenue")
    expect(Decimal(value["difference"]) == total, value, total)


@suite.check
def without_the_kept_files():
    """An older folder has values only; an altered one cannot explain them."""
    data = copy()
    contracts = Table(data, "contracts.csv")
    row = next(row for row in range(len(contracts.rows))
               if contracts.get(row, "stage") == "won" and
               contracts.get(row, "closed_on")[:7] == "2026-08")
    contracts.set(row, value="1").save()
    old, new = run(AGENCY, "old"), run(data, "new")
    path = os.path.join(old, "kpi.csv")
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    first = next(line for line in text.split("\n")
                 if line.startswith("2026Q3,company,*,revenue,"))
    cells = first.split(",")
    cells[4] = str(int(cells[4]) + 5)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text.replace(first, ",".join(cells)))
    vouch(old)
    _, parts, _, _ = diff(old, new)
    odd = [row for row in unexplained(parts) if row["scope"] == "company"]
    expect(len(odd) == 1 and odd[0]["difference"] == "-5" and
           "verify" in odd[0]["reason"], odd)
    for name in ("observations.csv", "records-surveys.csv"):
        os.remove(os.path.join(old, name))
    vouch(old)
    code, text, error = kpi("diff", old, new)
    expect(code == 0 and "not why" in error and "unexplained" in text, code,
           text, error)
    expect("new record" not in text and "598 new" not in text, text)
    code, text, _ = kpi("diff", old, new, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    expect(code == 0 and not any(row["measure"] in ("plan", "records")
                                 for row in rows), text)
    expect(all(row["record"] == "unexplained" and
               row["reason"] == "one of the folders has no records"
               for row in rows
               if row["row"] == "part" and row["scope"] == "company"), text)


@suite.check
def names_that_need_quotes():
    """A file, a level and an id may be called anything."""
    data = copy()
    name = '=contracts, "all".csv'
    shutil.move(os.path.join(data, "contracts.csv"), os.path.join(data, name))
    with open(os.path.join(data, "kpi.yaml"), "a", encoding="utf-8") as stream:
        stream.write("contracts: {files: '%s'}\n" % name)
    for table, column in (("people.csv", "level"), ("plan.csv", "level")):
        rows = Table(data, table)
        for at in range(len(rows.rows)):
            if rows.get(at, column) == "junior":
                rows.set(at, **{column: '-junior, "A"'})
        rows.save()
    contracts = Table(data, name)
    at = contracts.find(stage="won", closed_on="2026-07-21")
    contracts.set(at, contract_id="@1,2").save()
    old = run(data, "old")
    with open(os.path.join(old, "records-contracts.csv"), newline="",
              encoding="utf-8") as stream:
        row, = (row for row in csv.DictReader(stream)
                if row["record"] == "'@1,2")
    expect(row["source"] == "'%s:%d" % (name, at + 2), row)
    with open(os.path.join(old, "records-plan.csv"), newline="",
              encoding="utf-8") as stream:
        expect(any(row["record"] == '\'-junior, "A" revenue quarter'
                   for row in csv.DictReader(stream)))
    contracts.set(at, value="1").save()
    _, parts, _, _ = diff(old, run(data, "new"))
    part, = parts[PERIOD, "company", "*", "revenue"]
    expect(part["record"] == "'@1,2" and
           part["source_old"] == "'%s:%d" % (name, at + 2) and
           part["reason"].startswith("value "), part)


@suite.check
def damaged_folders_are_errors():
    old, new = run(AGENCY, "old"), run(AGENCY, "new")
    for name in ("kpi.csv", "observations.csv", "records-contracts.csv",
                 "records-surveys.csv", "rejects.csv"):
        path = os.path.join(new, name)
        with open(path, "rb") as stream:
            data = stream.read()
        for damaged in (b"", b"a,b\n1,2\n", data[:len(data) // 2 - 7] +
                        b"\xff\n", data + b'"', data + b"1,2\n",
                        b"\x00" * 100):
            if damaged.count(b"\n") <= 1 and name == "rejects.csv":
                continue
            with open(path, "wb") as stream:
                stream.write(damaged)
            vouch(new)
            code, _, error = kpi("diff", old, new)
            expect(code == 3 and name in error, name, damaged[-20:], code,
                   error)
        with open(path, "wb") as stream:
            stream.write(data)
    os.remove(os.path.join(new, "kpi.csv"))
    vouch(new)
    expect(kpi("diff", old, new)[0] == 3)
    expect(kpi("diff", old, os.path.join(suite.folder(), "none"))[0] == 3)
    expect(kpi("diff", old, AGENCY)[0] == 3)
    expect(kpi("diff", old)[0] == 2)
    expect(kpi("diff")[0] == 2)
    for words, said in ((("--format", "xml"), "xml: expected table, csv or json"),
                        (("--true-up", "--format", "json"),
                         "json: expected csv")):
        code, text, error = kpi("diff", old, old, *words)
        expect(code == 2 and not text and error.endswith(
            "--format %s\n" % said), code, text, error)


def refused(old, new, *said):
    """Both ways round; what is said about it."""
    for pair in ((old, new), (new, old)):
        done = kpi("diff", *pair)
        expect(done.code == 3 and not done.out, done)
        for text in said:
            expect(text in done.err, text, done.err)


@suite.check
def folders_that_do_not_agree_with_themselves():
    """A folder is held against its run.json and its seal before it is compared;
    what does not agree is named."""
    old, new = run(AGENCY, "old"), run(AGENCY, "new", period="2026Q2")
    for name in ("kpi.csv", "dashboard.xlsx", "records-people.csv"):
        path = os.path.join(new, name)
        data = suite.read(path)
        suite.write(path, data + b"\n")
        refused(old, new, path + ": was altered")
        os.remove(path)
        refused(old, new, path + ": is not there")
        suite.write(path, data)
    expect(kpi("diff", old, new)[0] == 0)
    suite.write(os.path.join(new, "letter.txt"), "mine")
    expect(kpi("diff", old, new)[0] == 0)
    os.remove(os.path.join(new, "letter.txt"))
    expect(kpi("seal", new)[0] == 0)
    expect(kpi("diff", old, new)[0] == 0)
    suite.write(os.path.join(new, "letter.txt"), "mine")
    refused(old, new, "letter.txt: was added")
    os.remove(os.path.join(new, "letter.txt"))
    table = Table(new, "kpi.csv")
    table.set(0, value="1").save()
    vouch(new)
    refused(old, new, "kpi.csv: was altered since the folder was sealed")


def memory_that_runs_out():
    """The n-th allocation fails: the same answer or exit code 3, no crash."""
    shim = suite.fault_shim(os.path.join(suite.folder(), "fault.so"))
    data = copy()
    contracts = Table(data, "contracts.csv")
    contracts.set(contracts.find(stage="open"), stage="won",
                  closed_on="2026-08-01").save()
    old, new = run(AGENCY, "old"), run(data, "new")
    expect(kpi("seal", old)[0] == 0)
    for command in (["diff", old, new], ["diff", "--true-up", old, new],
                    ["diff", "--format", "json", old, new], ["verify", old]):
        good = kpi(*command)[1]
        failures = 0
        for count in [*range(1, 60, 3), *range(60, 1500, 90)]:
            done = kpi(*command, environment={
                "LD_PRELOAD": shim, "FAULT": "malloc:%d" % count})
            failures += done.code != 0
            expect(done.code == 3 and done.err or
                   done.code == 0 and done.out == good,
                   command, count, done.code, done.err)
        expect(failures > 10, command, failures)


@suite.check
def to_a_file():
    old, new = run(AGENCY, "old", period="2026Q2"), run(AGENCY, "new")
    path = os.path.join(suite.folder(), "what.csv")
    code, text, _ = kpi("diff", old, new, "--format", "csv", "--out", path)
    expect(code == 0 and text == "", code)
    expect(os.stat(path).st_mode & 0o777 == 0o600)
    with open(path, encoding="utf-8") as stream:
        written = stream.read()
    expect(written == kpi("diff", old, new, "--format", "csv")[1])
    # The folder of a run is never written to.
    before = sorted(os.listdir(old))
    code, _, error = kpi("diff", old, new, "--out",
                         os.path.join(old, "kpi.csv"))
    expect(code == 4 and "never written" in error, code, error)
    expect(sorted(os.listdir(old)) == before)
    code, _, _ = kpi("diff", old, new, "--out", suite.folder())
    expect(code == 4, code)


if suite.SANITIZED:
    suite.skip("memory that runs out", "a sanitizer replaces the allocator")
else:
    suite.check(memory_that_runs_out)
suite.main()
