"""Small runs whose comparison is worked out by hand."""
import csv
import io
import json
import os

import shown
import suite
from expected import AMOUNTS, RULES
from runs import (CONTRACT, Table, data_set, diff, kpi_rows, reasons, run, vouch,
                  unexplained)
from suite import AGENCY, equal, expect, kpi

AS_OF = "--as-of", "2026-09-30"
SURVEY = "client_id,kind,sent_on,answered_on,score,respondent"


def rows_of(old, new):
    return list(csv.DictReader(io.StringIO(
        suite.run("diff", "--format", "csv", old, new).out)))


def survey_parts(old, new):
    """The parts of satisfaction, and how many surveys came, went, changed."""
    rows = rows_of(old, new)
    return [(row["source_old"], row["source_new"], row["reason"])
            for row in rows if row["row"] == "part" and
            row["scope"] == "manager" and row["measure"] == "satisfaction"], [
                row["new"] for row in rows if row["record"] == "survey"]


@suite.check
def surveys_have_no_id():
    """A stands elsewhere, unchanged; B elsewhere with another score; C where it
    was with other days; D elsewhere with another score and respondent. E has
    other days elsewhere, and F three other cells: another survey each."""
    contracts = [CONTRACT, *("K%s,%s,an,won,2026-01-01,1" % (c, c)
                             for c in "ABCDEF")]
    old = run(data_set("before", contracts=contracts, surveys=[
        SURVEY,
        "A,client,2026-07-01,2026-07-05,1,ra",
        "B,client,2026-07-02,2026-07-06,2,rb",
        "C,client,2026-07-03,2026-07-07,3,rc",
        "D,client,2026-07-04,2026-07-08,4,rd",
        "E,client,2026-07-05,2026-07-09,5,re",
        "F,client,2026-07-06,2026-07-10,5,rf"]), "old", *AS_OF)
    new = run(data_set("after", contracts=contracts, surveys=[
        SURVEY,
        "B,client,2026-07-02,2026-07-06,5,rb",
        "A,client,2026-07-01,2026-07-05,1,ra",
        "C,client,2026-07-13,2026-07-17,3,rc",
        "E,client,2026-07-15,2026-07-19,5,re",
        "D,client,2026-07-04,2026-07-08,1,rx",
        "F,client,2026-07-16,2026-07-20,4,rf"]), "new", *AS_OF)
    parts, counts = survey_parts(old, new)
    place = "surveys.csv:%d".__mod__
    # C counts as it did: the same score in the same quarter.
    equal(sorted(parts), sorted([
        (place(3), place(2), "score 2 → 5"),
        (place(5), place(6), "score 4 → 1; respondent rd → rx"),
        (place(6), "", "record removed"), ("", place(5), "new record"),
        (place(7), "", "record removed"), ("", place(7), "new record")]))
    equal(counts, ["6 (2 new, 2 removed, 3 changed)"])


@suite.check
def the_likest_survey_is_the_same():
    """Three answers of one client, of which one says something else. The first
    that is left is not the likest: the respondent is the same in the second."""
    contracts = [CONTRACT, "K,A,an,won,2026-01-01,1"]
    old = run(data_set("before", contracts=contracts, surveys=[
        SURVEY, "A,client,2026-07-01,2026-07-05,3,one",
        "A,client,2026-07-01,2026-07-05,1,two"]), "old", *AS_OF)
    new = run(data_set("after", contracts=contracts, surveys=[
        SURVEY, "A,client,2026-07-01,2026-07-05,4,three",
        "A,client,2026-07-01,2026-07-05,1,two",
        "A,client,2026-07-01,2026-07-05,4,one"]), "new", *AS_OF)
    parts, counts = survey_parts(old, new)
    equal(sorted(parts), [
        ("", "surveys.csv:2", "new record"),
        ("surveys.csv:2", "surveys.csv:4", "score 3 → 4")])
    equal(counts, ["3 (1 new, 0 removed, 1 changed)"])


@suite.check
def a_metric_that_comes_or_goes():
    """An has 100 % for revenue (60) and on time (40): 100. Then nothing was
    delivered, so on time leaves and revenue weighs 100. Then on time is not in
    the plan, but revenue 50 and close rate 50."""
    def month(name, delivered, *plan):
        return run(data_set(
            name, plan=["level,metric,weight,target,min_n", *plan],
            people=["account_manager,level,base_bonus", "an,lead,1000"],
            contracts=[CONTRACT + ",proposed_on,start_on,due_on,delivered_on",
                       "C1,A,an,won,2026-08-01,500,2026-07-01,2026-08-01,%s" %
                       delivered]), name + "-out", *AS_OF)
    plan = "*,revenue,60,500,", "*,on_time,40,1,"
    both = month("both", "2026-09-01,2026-09-01", *plan)
    gone = month("gone", "2026-10-10,", *plan)
    other = month("other", "2026-10-10,", "*,revenue,50,500,",
                  "*,close_rate,50,1,")
    values, parts, _, _ = diff(both, gone)
    lines = parts["2026Q3", "manager", "an", "score"]
    equal([(r["record"], r["reason"], r["difference"]) for r in lines], [
        ("revenue", "weight used 60 → 100 (metrics that left the plan)", "40"),
        ("on_time", "counts no longer: no value in the period: left the plan, "
         "weight shared out", "-40")])
    _, parts, _, _ = diff(gone, both)
    equal([(r["reason"], r["difference"])
           for r in parts["2026Q3", "manager", "an", "score"]], [
               ("weight used 100 → 60 (metrics that left the plan)", "-40"),
               ("did not count: no value in the period: left the plan, weight "
                "shared out", "40")])
    _, parts, _, _ = diff(both, other)
    equal([(r["record"], r["reason"], r["difference"])
           for r in parts["2026Q3", "manager", "an", "score"]], [
               ("revenue", "plan: weight 60 → 50", "-10"),
               ("close_rate", "did not count: not in the plan", "50"),
               ("on_time", "counts no longer: not in the plan", "-40")])
    expect(not unexplained(parts))


@suite.check
def a_score_that_comes_or_goes():
    """Of a proposal that was cancelled there is no close rate, and no score."""
    def quarter(name, stage):
        return run(data_set(
            name, plan=["level,metric,weight,target", "*,close_rate,100,1"],
            people=["account_manager,level,base_bonus", "an,lead,1000"],
            contracts=[CONTRACT + ",proposed_on",
                       "C1,A,an,%s,2026-08-01,500,2026-07-01" % stage]),
            name + "-out", *AS_OF)
    won, none = quarter("won", "won"), quarter("none", "cancelled")
    for old, new, change, bonus in ((won, none, "B → none", "0"),
                                    (none, won, "none → B", "1000")):
        values, parts, _, _ = diff(old, new)
        row, = parts["2026Q3", "manager", "an", "score"]
        reason = change + ": plan of *; no metric of the plan could be " \
            "judged: no score"
        equal((row["record"], row["reason"], row["difference"]),
              ("rating", reason, ""))
        row, = parts["2026Q3", "manager", "an", "kpi_bonus"]
        equal((row["record"], row["reason"]), ("score", reason))
        equal(values["2026Q3", "manager", "an", "kpi_bonus"]["new"], bonus)
        equal(values["2026Q3", "manager", "an", "score"]["difference"], "")


@suite.check
def other_periods():
    """What the run of one quarter and that of the next say of each."""
    old, new = run(AGENCY, "old", period="2026Q2"), run(AGENCY, "new")
    done = kpi("diff", "--format", "csv", old, new)
    expect("the runs are of different periods (2026Q2, 2026Q3): the period of "
           "each is compared with the other's" in done.err, done.err)
    document = json.loads(suite.run("diff", "--format", "json", old, new).out)
    shown.check(old, new, document, {
        "csv": done.out, "-v": suite.run("diff", "-v", old, new).out,
        "--true-up": None})


@suite.check
def of_the_same_name_but_another_year():
    """2026Q3 begins in October where the fiscal year does: what was before is
    not compared."""
    data = data_set("moved", contracts=[
        CONTRACT, "C1,A,an,won,2026-05-01,5", "C2,A,an,won,2026-08-01,7"])
    old = run(data, "old", *AS_OF)
    suite.write(os.path.join(data, "kpi.yaml"), "fiscal_year_start: 4\n")
    new = run(data, "new", "--as-of", "2026-12-31")
    rows = rows_of(old, new)
    expect({r["period"] for r in rows if r["row"] == "value"} == {"2026Q3"},
           rows)


@suite.check
def a_number_that_is_none():
    """An altered file: which number cannot be read."""
    old, new = run(AGENCY, "old"), run(AGENCY, "new")
    for name, key, column, what in (
            ("kpi.csv", {"metric": "revenue", "scope": "company",
                         "period": "2026Q3"}, "value", "revenue of *"),
            ("scorecard.csv", {"metric": "*", "subject": "dang.hoang.nam"},
             "points", "score of dang.hoang.nam"),
            ("bonus.csv", {"subject": "dang.hoang.nam"}, "total",
             "total of dang.hoang.nam"),
            ("observations.csv", {"metric": "revenue", "record": "HD26-0533"},
             "x", "x of HD26-0533"),
            ("observations.csv", {"metric": "retention", "record": "C124",
                                  "period": "2026Q3"}, "y", "y of C124")):
        text = suite.read(new, name)
        table = Table(new, name)
        table.set(table.find(**key), **{column: "a few"}).save()
        vouch(new)
        for pair, at in (((old, new), new), ((new, old), new)):
            done = kpi("diff", *pair)
            expect(done.code == 3 and done.out == "" and
                   '%s: %s: "a few" is no number that kpi run writes' % (
                       at, what) in done.err, name, done)
        suite.write(os.path.join(new, name), text)
        vouch(new)


@suite.check
def a_folder_that_kept_no_records():
    """Which of the two, and what then is not said."""
    old, new = run(AGENCY, "old"), run(AGENCY, "new")
    for name in ("observations.csv", "records-contracts.csv",
                 "records-surveys.csv", "records-people.csv",
                 "records-assignments.csv", "records-plan.csv"):
        path = os.path.join(new, name)
        text = suite.read(path)
        os.remove(path)
        vouch(new)
        done = kpi("diff", old, new)
        expect(done.code == 0 and done.err.endswith(
            "%s: no observations.csv or no records-….csv: what changed can be "
            "said, but not why\n" % new) and "no difference" in done.out,
            name, done)
        suite.write(path, text)
    vouch(new)
    equal(kpi("diff", old, new).err, "")
    os.remove(os.path.join(new, "bonus.csv"))
    vouch(new)
    equal(kpi("diff", old, new).err.split(": ", 2)[2],
          "%s: no bonus.csv, so amounts are not compared\n" % new)
    equal(kpi("diff", new, old).err.split(": ", 2)[2],
          "%s: no bonus.csv, so amounts are not compared\n" % new)


@suite.check
def the_unit_of_pay_of_an_older_program():
    """It did not write it to run.json: whole units then. Score 100, base 1000;
    half of the quarter in service 500."""
    def quarter(name, left):
        out = run(data_set(
            name, plan=["level,metric,weight,target", "*,revenue,100,5"],
            people=["account_manager,base_bonus,left_on", "an,1000," + left],
            contracts=[CONTRACT, "C1,A,an,won,2026-07-01,5"]),
            name + "-out", *AS_OF)
        path = os.path.join(out, "run.json")
        record = json.loads(suite.read(path))
        del record["configuration"]["pay_unit"]
        suite.write(path, json.dumps(record, ensure_ascii=False))
        return out
    _, parts, _, _ = diff(quarter("whole", ""), quarter("half", "2026-08-15"))
    row, = parts["2026Q3", "manager", "an", "kpi_bonus"]
    equal((row["reason"], row["difference"]), (
        "in service 92 of 92 → 46 of 92 days", "-500"))


@suite.check
def whoever_is_named_by_a_contract_is_not_named_again():
    """A client's second contract goes to bo, and its first changes too: that
    the client is bo's now follows from what is said of the contract. Where
    only an older contract changes, it is said."""
    head = CONTRACT + ",start_on,end_on"
    def quarter(name, day, owner, later):
        return run(data_set(
            name, contracts=[
                head, "C1,K,an,won,2026-01-%s,5,2026-01-01,2026-06-30" % day,
                "C2,K,%s,won,2026-03-01,9,2026-03-01,2026-12-31" % owner],
            assignments=["client_id,account_manager,from",
                         "K,%s,2026-03-01" % later] if later else
            ["client_id,account_manager,from"]),
            name + "-out", *AS_OF)
    old = quarter("old", "05", "an", "")
    new = quarter("new", "06", "bo", "")
    _, parts, _, _ = diff(old, new)
    for who in ("an", "bo"):
        equal(reasons(parts, who, "retention"), {
            "K": "contract C1 (contracts.csv:2): closed_on 2026-01-05 → 2026-01-06; contract C2 "
            "(contracts.csv:3): account_manager an → bo"})
    given = quarter("given", "06", "an", "bo")
    _, parts, _, _ = diff(old, given)
    for who in ("an", "bo"):
        equal(reasons(parts, who, "retention"), {
            "K": "contract C1 (contracts.csv:2): closed_on 2026-01-05 → 2026-01-06; assignment K "
            "(assignments.csv:2): new record; manager an → bo"})


@suite.check
def scores_without_pay():
    """Nobody has a base bonus: there are scores and no bonus.csv. 4 of 5 is
    half way from 3, which pays 50: 75."""
    def quarter(name, value):
        return run(data_set(
            name, plan=["level,metric,weight,threshold,target",
                        "*,revenue,100,3,5"],
            people=["account_manager,level", "an,lead"],
            contracts=[CONTRACT, "C1,A,an,won,2026-07-01,%s" % value]),
            name + "-out", *AS_OF)
    old, new = quarter("old", "5"), quarter("new", "4")
    expect(not os.path.exists(os.path.join(new, "bonus.csv")))
    values, parts, _, _ = diff(old, new)
    row = values["2026Q3", "manager", "an", "score"]
    equal((row["old"], row["new"], row["difference"]),
          ("100.00", "75.00", "-25"))
    equal([(r["record"], r["reason"], r["difference"]) for r in parts[
        "2026Q3", "manager", "an", "score"]], [
            ("revenue", "value 5 → 4", "-25"), ("rating", "B → C", "0")])


@suite.check
def a_run_of_an_older_program():
    """Of the same files. A month's price is 100 for A (a year at 1200) and for
    B (five months at 500), whose contract ends: grr 1/2. 0.2.0 divided by days:
    (1200/365) / (1200/365 + 500/153). It gave A to bo, who sold more later, and
    nothing that a run keeps of the records says otherwise."""
    data = data_set("data", contracts=[
        CONTRACT + ",kind,start_on,end_on",
        "C1,A,an,won,2026-01-01,1200,new,2026-01-01,2026-12-31",
        "C2,B,an,won,2026-04-01,500,new,2026-04-01,2026-08-31",
        "C3,A,bo,won,2026-05-01,30,upsell,2026-05-01,"])
    new, old = run(data, "new", *AS_OF), run(data, "old", *AS_OF)
    record = json.loads(suite.read(old, "run.json"))
    record["version"] = "0.2.0"
    suite.write(os.path.join(old, "run.json"), json.dumps(record))
    a, b = 1200 / 365, 500 / 153
    observed = Table(old, "observations.csv")
    of = {"period": "2026Q3", "metric": "grr"}
    observed.set(observed.find(record="A", **of), x=repr(a), y=repr(a))
    observed.set(observed.find(record="B", **of), y=repr(b))
    observed.set(observed.find(record="A", period="2026Q3",
                               metric="retention"), manager="bo")
    observed.save()
    table = Table(old, "kpi.csv")
    for scope, who in (("company", "*"), ("manager", "an")):
        table.set(table.find(scope=scope, subject=who, **of),
                  value=repr(a / (a + b)), numerator=repr(a),
                  denominator=repr(a + b))
    of = {"period": "2026Q3", "metric": "retention", "scope": "manager"}
    table.set(table.find(subject="an", **of), value="0", numerator="0",
              denominator="1", n="1")
    table.set(table.find(subject="bo", **of), value="1", numerator="1",
              denominator="1", n="1")
    table.save()
    vouch(old)
    values, parts, runs, text = diff(old, new)
    row = values["2026Q3", "manager", "an", "grr"]
    equal((row["old"], row["new"]), (repr(a / (a + b)), "0.5"))
    months = "program 0.2.0 → 0.4.0 (columns with a meaning; planned months; " \
        "one exchange rate)"
    equal(reasons(parts, "an", "grr"), {"A": months, "B": months})
    client = "manager bo → an; program 0.2.0 → 0.4.0 (a client's manager)"
    for who in ("an", "bo"):
        expect(reasons(parts, who, "retention")["A"] == client, parts)
    equal([row["record"] for row in runs if row["measure"] == "rule"],
          [name for _, name, *_ in RULES])
    expect("  rule planned months: a run rate was value / planned days → it is "
           "value / planned months, of which a calendar month is one\n" in text,
           text)
    _, _, runs, _ = diff(new, old)
    equal([(row["old"], row["new"]) for row in runs
           if row["record"] == "a client's manager"], [
               ("new and renewal go before upsell and cross_sell",
                "whoever signed last, be it an upsell")])


@suite.check
def rules_stand_on_the_page():
    """Each rule that moves numbers has its row in metrics/README.md, in the
    order of rule_changes.def."""
    page = suite.read(suite.ROOT, "metrics/README.md").decode()
    rows = [line.split("|")[1].strip() for line in page[
        page.index("## What changed, and why"):].split("\n")
        if line.startswith("| ") and not line.startswith("| rule |")]
    equal(rows, [name for _, name, *_ in RULES])
    known = {row["metric"] for row in kpi_rows(run(AGENCY, "out")).values()}
    for _, name, moves, *_ in RULES:
        expect(set(moves) <= known | {*AMOUNTS, "score", "manager", "team"},
               name, moves)


PLAN = "level,metric,scope,weight,threshold,target,steps,prorate"
PEOPLE = "account_manager,team,joined_on,base_bonus"


@suite.check
def plans_of_every_kind():
    """an: 46 → 92 of 92 days: 500 of target 500 (100 %) → of 1000 (50 % at its
    threshold): 0.4 × −50 = −20. Team: 500 of steps 400=40 → 400=60: 0.4 × 20 =
    8. care: 4 → 2, target 4, no threshold: 100 → 0: 0.2 × −100 = −20. Score
    0.4 × 100 + 0.4 × 40 + 0.2 × 100 = 76 → 44. With 50 as the least score the
    bonus goes: 920 × 0.76 × 46/92 = 349.6 → 350, and 0."""
    sales = [CONTRACT, "K1,C1,an,won,2026-08-20,500"]
    ratings = "account_manager,period,criterion,score"
    old = run(data_set(
        "before", contracts=sales, people=[PEOPLE, "an,N,2026-08-16,920"],
        ratings=[ratings, "an,2026Q3,care,4"], plan=[
            PLAN, "*,revenue,,40,1000,1000,,", "*,revenue,team,40,,,400=40,",
            "*,rating.care,,20,,4,,"]), "old", *AS_OF)
    new_set = data_set(
        "after", contracts=sales, people=[PEOPLE, "an,N,,920"],
        ratings=[ratings, "an,2026Q3,care,2"], plan=[
            PLAN, "*,revenue,,40,500,1000,,", "*,revenue,team,40,,,400=60,",
            "*,rating.care,,20,,4,,"])
    suite.write(os.path.join(new_set, "kpi.yaml"), "pay: {minimum_score: 50}\n")
    new = run(new_set, "new", *AS_OF)
    rows = [r for r in rows_of(old, new) if r["row"] == "part"]
    found = {(r["measure"], r["record"]): (r["difference"], r["reason"])
             for r in rows if r["subject"] == "an"}
    equal(found["score", "revenue"], (
        "-20", "plan: threshold 1000 → 500; targets for 46 of 92 → 92 of 92 days"))
    equal(found["score", "revenue (team)"], ("8", "plan: steps 400=40 → 400=60"))
    equal(found["score", "rating.care"], ("-20", "value 4 → 2"))
    equal(found["kpi_bonus", "minimum_score"][1], "pay.minimum_score 0 → 50")
    equal(sum(float(found[key][0]) for key in found if key[0] == "kpi_bonus"), -350)


@suite.check
def money_is_shared_and_comes_in():
    """K1 is shared 60/40 from now on: an's revenue of 1000 becomes 600, and of its
    payment, which was 500 and is 600, 360; binh has 400 and 240. The payment of K2
    moves out of the quarter. The company sees the payments alone."""
    contracts = [CONTRACT, "K1,C1,an,won,2026-07-20,1000",
                 "K2,C2,binh,won,2026-07-01,90"]
    head = "contract_id,paid_on,amount"
    old = run(data_set("before", contracts=contracts, payments=[
        head, "K1,2026-08-01,500", "K2,2026-09-01,70"]), "old", *AS_OF)
    new = run(data_set("after", contracts=contracts, payments=[
        head, "K1,2026-08-01,600", "K2,2026-10-01,70"], splits=[
            "contract_id,account_manager,share", "K1,an,0.6", "K1,binh,0.4"]),
        "new", *AS_OF)
    found = {}
    for row in rows_of(old, new):
        if row["row"] == "part" and row["measure"] in ("revenue", "collected"):
            found.setdefault((row["subject"], row["measure"]), []).append(
                (row["record"], row["difference"], row["reason"]))
    splits = "split K1 an (splits.csv:2): new record; " \
        "split K1 binh (splits.csv:3): new record"
    more = "amount 500 → 600; original_amount 500 → 600; " + splits
    gone = "payments.csv:3", "-70", "paid_on 2026-09-01 → 2026-10-01"
    equal(found, {
        ("an", "revenue"): [("K1", "-400", splits)],
        ("binh", "revenue"): [("K1", "400", splits)],
        ("an", "collected"): [("payments.csv:2", "-140", more)],
        ("binh", "collected"): [("payments.csv:2", "240", more), gone],
        ("*", "collected"): [("payments.csv:2", "100", more), gone]})
