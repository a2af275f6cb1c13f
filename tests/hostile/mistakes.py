"""The likeliest mistakes (mistakes.tsv), each made in a data set that is right."""
import json
import os

import suite

HERE = os.path.dirname(os.path.abspath(__file__))

# Every column of every table, and a second row that decides how numbers are written.
TABLES = {
    "contracts": [
        "contract_id,client_id,client_name,account_manager,stage,closed_on,kind,value,currency,proposed_on,start_on,end_on,terminated_on,budget,due_on,delivered_on,project_id,team",
        "K1,A,Alpha,an,won,2026-07-10,new,1200.5,,2026-07-01,2026-07-10,2026-12-31,,600,2026-09-20,2026-09-18,P1,north",
        "K2,B,Beta,binh,lost,2026-09-28,upsell,99.5,,2026-07-02,,,,12.5,,,P2,south"],
    "timesheets": [
        "project_id,worked_on,hours,cost,hourly_cost,entry_id,employee,department,note,currency",
        "P1,2026-09-01,2,400.5,,E1,lan,media,x,",
        "P1,2026-09-02,2.5,12.5,1.5,E2,lan,media,,"],
    "surveys": [
        "score,answered_on,kind,account_manager,contract_id,client_id,department,sent_on,scale_min,scale_max,comment",
        "4,2026-08-01,client,an,K1,A,,2026-07-20,1,5,good",
        "4.5,2026-08-02,internal,an,,,media,,1,5,"],
    "people": [
        "account_manager,name,aliases,team,level,joined_on,left_on,base_bonus",
        "an,An,,north,senior,2020-01-01,2026-12-31,1000",
        "binh,Bình,,south,junior,2020-01-01,,500"],
    "assignments": [
        "client_id,account_manager,from,until",
        "A,an,2026-01-01,2026-12-31"],
    "plan": [
        "level,metric,weight,threshold,target,stretch,payout_threshold,payout_stretch,gate,estimator,min_n,period,scope,steps,prorate",
        "senior,revenue,100,500,1000,1500,50,150,,,,,,,",
        "*,close_rate,100,,0.5,,,,,,,,,,"],
    "splits": [
        "contract_id,account_manager,share",
        "K1,an,0.6",
        "K1,binh,0.4"],
    "payments": [
        "contract_id,paid_on,amount,currency,payment_id",
        "K1,2026-07-12,600.5,,P1",
        "K1,2026-08-12,100,,P2"],
    "ratings": [
        "account_manager,period,criterion,score,by,reason",
        "an,2026Q3,care,4,binh,always there",
        "binh,2026Q3,care,3.5,,"],
    "adjustments": [
        "account_manager,period,amount,reason,approved_by,contract_id",
        "an,2026Q3,12.5,late invoice,binh,K1",
        "binh,2026Q3,-3,advance,,"],
}


def rows():
    """(line, place, mistake, outcome, words) of each row."""
    with open(os.path.join(HERE, "mistakes.tsv"), encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip() and not line.startswith("#"):
                yield (number, *line.rstrip("\n").split("\t"))


def made(place, mistake):
    """The files of the data set with the mistake in them."""
    table, _, column = place.partition(".")
    files = {name + ".csv": list(lines) for name, lines in TABLES.items()}
    if place == "kpi.yaml":
        files[place] = [mistake]
        return files
    lines = files[table + ".csv"]
    header, first = lines[0].split(","), lines[1].split(",")
    at = header.index(column)
    quoted = mistake
    if mistake.startswith("header "):
        header[at] = mistake[len("header "):]
    else:
        if "," in mistake:
            quoted = '"%s"' % mistake
        first[at] = quoted
    lines[0], lines[1] = ",".join(header), ",".join(first)
    return files


def judge(number, place, mistake, outcome, words):
    folder = suite.folder()
    data, out = os.path.join(folder, "data"), os.path.join(folder, "out")
    os.mkdir(data)
    for name, lines in made(place, mistake).items():
        with open(os.path.join(data, name), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    done = suite.kpi("run", data, "--period", "2026Q3", "--as-of", "2026-09-30",
                     "--out", out)
    exits = {"stops": (2, 3), "rejected": (1,), "said": (0,), "taken": (0,)}
    said = "exit %d: %s" % (done.code, done.err)
    assert done.code in exits[outcome], said
    if outcome != "taken":
        assert words in done.err, said
    assert os.path.exists(os.path.join(out, "kpi.csv")) == (outcome != "stops"), said
    paid = os.path.exists(os.path.join(out, "bonus.csv"))
    assert paid == (outcome in ("said", "taken")), "bonus.csv: %s" % said


def nothing_is_left_out():
    """Every column of every table has its rows, and the data set itself is taken
    without a word."""
    places = {row[1] for row in rows()}
    for table, lines in TABLES.items():
        for column in lines[0].split(","):
            assert "%s.%s" % (table, column) in places, (table, column)
    folder = suite.folder()
    for name, lines in TABLES.items():
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    out = os.path.join(folder, "out")
    done = suite.kpi("run", folder, "--period", "2026Q3", "--as-of", "2026-09-30",
                     "--out", out, "--strict")
    assert done.code == 0 and "warning" not in done.err, done.err
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        assert json.load(stream)["assumptions"] == []


def register():
    suite.add("mistakes: the data set is right", nothing_is_left_out)
    for row in rows():
        suite.add("mistake %d: %s: %s" % row[:3], judge, *row)
