"""Goal: nothing that others wrote reaches a terminal as something it obeys.

Texts with an escape sequence, its C1 form, marks of direction, a line separator
and characters that cannot be seen stand in every text column of every table, in
the names of files, folders, sheets and formats, in the keys and values of
kpi.yaml, in the plan, in arguments, and in run.json of a folder that somebody
else made. Every command runs on a pseudo-terminal; what reaches it is looked at
character by character. run.py KPI all tries every place with every command,
otherwise a part of them."""
import hashlib
import json
import os
import re
import shutil
import sys
import unicodedata

import suite
from suite import expect, on_terminal

sys.path.insert(0, os.path.join(suite.ROOT, "tests", "sheets"))
import writer  # noqa: E402

DIRT = "\x1b[2J\x07\u009b31m\u202e\u2066\u200b\u061c\u2028\x7f"
# What the program itself sends: colours, a line that is drawn again, and what
# readline switches.
OWN = re.compile("\x1b\\[(0|1;31|1;33)?m|\r?\x1b\\[K|\x1b\\[\\?2004[hl]\r?")
# Of that which takes long one in so many is tried.
SAMPLE = 1 if "all" in suite.WORDS else 7
PERIOD = ("--period", "2026Q3", "--as-of", "2026-09-30")


def dirty(name):
    return name[:1] + DIRT + name[1:]


def obeyed(said):
    """The characters that a terminal would obey, or that hide."""
    return sorted({letter for letter in OWN.sub("", said) if letter != "\n" and unicodedata.category(letter) in (
        "Cc", "Cf", "Zl", "Zp", "Cs")})


def show(*arguments, **more):
    """Runs the program on a terminal: what it showed, which must be harmless."""
    said = on_terminal(*arguments, cwd=suite.folder(), **more)
    found = obeyed(said)
    expect(not found, "kpi", arguments, "lets through", [hex(ord(letter)) for letter in found], repr(said[:3000]))
    return said


# ---- data ----

HEADERS = {
    "contracts": "contract_id,client_id,client_name,account_manager,kind,stage,closed_on,value,budget,project_id,"
                 "due_on,delivered_on,proposed_on,start_on,end_on,team,currency,value_per,recurring,budget_per,"
                 "progress,refers_to,Ngành",
    "timesheets": "project_id,worked_on,hours,cost,employee,department,entry_id,note,phase",
    "surveys": "kind,account_manager,contract_id,client_id,department,sent_on,answered_on,score,comment,respondent,"
               "survey_id,channel",
    "people": "account_manager,name,team,level,joined_on,left_on,base_bonus,reports_to,email",
    "clients": "client_id,client_name,aliases,sector",
    "assignments": "client_id,account_manager,from,until,why",
    "splits": "contract_id,account_manager,share,why",
    "ratings": "account_manager,period,criterion,score,by,reason",
    "adjustments": "account_manager,period,amount,reason,approved_by,contract_id",
    "plan": "level,metric,weight,threshold,target,stretch,gate,period,scope",
}
ROWS = {
    "contracts": ["C1,K1,Alpha,an,new,won,2026-07-02,100,60,P1,2026-08-01,2026-08-20,2026-06-01,2026-07-02,"
                  "2027-07-01,East,VND,total,yes,total,,,web",
                  "C2,K2,Beta,bo,new,lost,2026-07-22,80,,P2,,,2026-06-02,,,West,VND,total,yes,total,,,print",
                  "C3,K1,Alpha,an,upsell,won,2026-08-02,50,20,P3,2026-09-01,2026-08-20,2026-06-03,2026-08-02,"
                  "2027-07-01,East,VND,total,yes,total,,C1,web"],
    "timesheets": ["P1,2026-07-09,2,70,lan,media,T1,note,one", "P3,2026-08-09,1,30,hoa,seo,T2,note,two"],
    "surveys": ["client,an,C1,K1,,2026-07-20,2026-07-21,3,good,r1,S1,mail",
                "internal,an,,,media,2026-07-20,2026-07-21,4,fine,r2,S2,mail"],
    "people": ["an,An,East,senior,2020-01-01,,1000,bo,an@x.vn", "bo,Bo,West,senior,2020-01-01,,2000,,bo@x.vn"],
    "clients": ["K1,Alpha,,one", "K2,Beta,,two"],
    "assignments": ["K1,an,2026-01-01,,why"],
    "splits": ["C1,an,0.5,why", "C1,bo,0.5,why"],
    "ratings": ["an,2026Q3,help,4,bo,why"],
    "adjustments": ["an,2026Q3,10,why,bo,C1"],
    "plan": ["senior,revenue,60,50,100,200,,,", "senior,close_rate,20,0.2,0.5,1,,,",
             "senior,rating.help,20,2,4,5,,,"],
}
# Columns whose words must stay for the row to be taken.
WORDS = {"kind", "stage", "closed_on", "value", "budget", "due_on", "delivered_on", "proposed_on", "start_on",
         "end_on", "currency", "value_per", "recurring", "budget_per", "worked_on", "hours", "cost", "sent_on",
         "answered_on", "score", "joined_on", "left_on", "base_bonus", "from", "until", "period", "amount",
         "metric", "criterion", "weight", "threshold", "target", "stretch", "gate", "scope", "progress", "share"}


def table_text(table, change):
    """The CSV of a table, its cells as change(column, text) has them."""
    columns = HEADERS[table].split(",")
    lines = [HEADERS[table]]
    for row in ROWS[table]:
        lines.append(",".join('"%s"' % change(column, cell) if cell else "" for column, cell in zip(
            columns, row.split(","))))
    return "\n".join(lines) + "\n"


def make(folder, change=lambda column, cell: cell, **more):
    """A data set in `folder`; more: texts of files, by table."""
    os.makedirs(folder)
    for table in HEADERS:
        suite.write(os.path.join(folder, table + ".csv"), more.get(table) or table_text(table, change))
    suite.write(os.path.join(folder, "kpi.yaml"), more.get("yaml") or "pay: {commission: {new: 0.1}}\n")
    return folder


def make_dirty(folder, value="100"):
    """Every text of every table is dirty, and everything is taken."""
    data = make(folder, lambda column, cell: cell.replace("100", value) if column in WORDS else dirty(cell))
    for table in HEADERS:  # and the header of a column of the file's own
        path = os.path.join(data, table + ".csv")
        text = suite.read(path).decode()
        own = HEADERS[table].split(",")[-1]
        if own in ("Ngành", "phase", "channel", "email", "sector"):
            suite.write(path, text.replace(own, dirty(own), 1))
    return data


def run_into(out, data):
    suite.run("run", data, "--out", out, *PERIOD, "--accept-rejects", "-q", code=(0, 1), cwd=suite.folder())


# ---- what is asked ----

@suite.check
def screen_every_command_with_dirty_data():
    folder = suite.folder()
    data = make_dirty(os.path.join(folder, dirty("data")))
    later = make_dirty(os.path.join(folder, "later"), "130")
    ran = show("run", data, "--out", "out", *PERIOD, "--accept-rejects", "-v")
    expect("wrote" in ran and os.path.exists(os.path.join(folder, "out", "bonus.csv")), ran)
    run_into("out2", later)
    asked = [("check", data, "-v"), ("check", data, "--format", "json"), ("init", data, "-"), ("init", data),
             ("statement", data, "--out", "st", *PERIOD, "--accept-rejects", "-v"), ("diff", "out", "out2", "-v"),
             ("diff", "--true-up", "out", "out2"), ("seal", "out"), ("verify", "out", data),
             ("list", "dimensions", data), ("list", "settings", data), ("list", "formats", data)]
    asked += [("diff", "out", "out2", "--format", form) for form in ("csv", "json")]
    who = ("--manager", dirty("an"))
    for metric in suite.metrics():
        asked += [("explain", data, metric, *PERIOD, "-v"), ("explain", data, metric, *PERIOD, *who, "-v")]
    asked += [("explain", data, "bonus", *PERIOD, *who, *more) for more in (
        (), ("-v",), ("--format", "csv"), ("--format", "json"), ("--lang", "vi"))]
    asked += [("query", data, "--metric", "revenue,close_rate", "--by", by, *PERIOD, *more)
              for by in ("manager", "client_name", dirty("Ngành")) for more in (
                  (), ("--plot",), ("--format", "csv"), ("--format", "json"))]
    for table in HEADERS:
        asked += [("sql", data, "select * from %s" % table, "-q", *more) for more in (
            (), ("--expanded",), ("--format", "csv"), ("--format", "json")) if table != "plan"]
    for question in asked:
        show(*question)
    said = show("sql", data, "-q", text=".tables\n.columns contracts\nselect 'x' as y;\n.quit\n")
    expect("contracts" in said, said)
    commands = re.findall(r"^  kpi (\w+) ", suite.run("--help").out, re.M)
    for command in set(commands) - {question[0] for question in asked}:
        for places in ((data,), ("out",), ("out", "out2"), (data, "out")):
            show(command, *places)


def text_columns():
    return [(table, column) for table in HEADERS for column in HEADERS[table].split(",")]


def screen_columns(number, of):
    """Each column by itself is dirty, its words, days and numbers as well: so the
    row is rejected, or the name is like no other; and its header is."""
    folder = suite.folder()
    for table, column in text_columns()[number::of]:
        at = HEADERS[table].split(",").index(column)
        for line_feed in ("", "\n")[:3 - min(SAMPLE, 2)]:
            data = os.path.join(folder, "data")
            text = table_text(table, lambda c, cell: cell).split("\n")
            text[1] = ",".join(
                '"%s%s"' % (dirty(cell), line_feed) if i == at else cell for i, cell in enumerate(text[1].split(",")))
            make(data, **{table: "\n".join(text)})
            show("check", data, "-v", "--accept-unknown")
            if (at + len(table)) % SAMPLE == 0:
                show("run", data, "--out", "out", *PERIOD, "--accept-rejects", "--accept-unknown", "-v")
            shutil.rmtree(data)
            shutil.rmtree(os.path.join(folder, "out"), ignore_errors=True)
        text = table_text(table, lambda c, cell: cell)
        make(data, **{table: text.replace(column, dirty(column), 1)})
        if SAMPLE == 1:
            show("check", data, "-v")
        show("init", data, "-")
        shutil.rmtree(data)


for part in range(4):
    suite.add("screen_columns_%d" % part, screen_columns, part, 4)


@suite.check
def screen_keys_and_values_of_the_configuration():
    folder = suite.folder()
    mark = DIRT.encode("unicode_escape").decode().replace("\\x7f", "\\x7F")
    schema = json.loads(suite.run("list", "schema").out)
    for key in [*schema["properties"], "x" + mark][::-1 if SAMPLE == 1 else -3]:
        for value in ('"%s"', '{"%s": 1}', '["%s"]', '{files: "%s"}', '{columns: {value: "%s"}}',
                      '{words: {"%s": "%s"}}', '{stage: {"%s": won}}'):
            data = make(os.path.join(folder, "data"), yaml='"%s": %s\n' % (key, value.replace("%s", mark)))
            show("check", data, "-v")
            shutil.rmtree(data)
    data = make(os.path.join(folder, "data"), yaml="pay: {%s\n" % DIRT)
    for command in ("check", "run", "init"):
        show(command, data)
    show("list", "settings", data)


@suite.check
def screen_names_of_files_formats_and_sheets():
    folder = suite.folder()
    data = make(os.path.join(folder, "data"))
    os.rename(os.path.join(data, "contracts.csv"), os.path.join(data, dirty("contracts")[:8] + "contracts.csv"))
    shutil.copy(os.path.join(data, "people.csv"), os.path.join(data, "contracts%s.csv" % DIRT))
    shutil.copy(os.path.join(data, "people.csv"), os.path.join(data, "stray%s.csv" % DIRT))
    suite.write(os.path.join(data, "surveys\udc9b\n.csv"), "kind,score\nx,y\n")
    os.makedirs(os.path.join(data, "formats"))
    suite.write(os.path.join(data, "formats", "f%s.yaml" % DIRT), 'table: contracts\nname: "%s"\ncolumns: {x: 1}\n' %
                DIRT.encode("unicode_escape").decode())
    # XML cannot hold the control characters of C0.
    sheet = "".join(letter for letter in DIRT if letter > "\x1f")
    writer.save(os.path.join(data, "contracts-book.xlsx"), [writer.sheet("S" + sheet, [
        ["contract_id", "client_id", "account_manager", "stage", "closed_on", "value"],
        ["X1" + sheet, "K1", "an", "won" + sheet, "2026-07-01", "1" + sheet]])])
    home = {"XDG_CONFIG_HOME": os.path.join(folder, dirty("config")), "HOME": os.path.join(folder, dirty("home"))}
    os.makedirs(os.path.join(home["XDG_CONFIG_HOME"], "kpi", "formats"))
    suite.write(os.path.join(home["XDG_CONFIG_HOME"], "kpi", "formats", dirty("own") + ".yaml"), "table: %s\n" % "x")
    for arguments in (("check", data, "-v"), ("init", data, "-"), ("list", "formats", data),
                      ("list", "settings", data), ("run", data, "--format", "contracts=" + dirty("own")),
                      ("run", data, "--out", dirty("out"), *PERIOD, "-v", "--accept-rejects")):
        show(*arguments, env=home)
        show(*arguments)


@suite.check
def screen_arguments():
    folder = suite.folder()
    data = make(os.path.join(folder, "data"))
    run_into("out", data)
    bad = [DIRT + "\udc9b31m\udcff", dirty("revenue"), "\n"]
    for command in re.findall(r"^  kpi (\w+) ", suite.run("--help").out, re.M):
        places = {"seal": ["out"], "verify": ["out"], "diff": ["out", "out"], "explain": [data, "revenue"]}.get(
            command, [data])
        typed = {"text": ".quit\n"} if command == "sql" else {}
        for text in bad:
            show(command, text, **typed)
            show(command, *places, text, **typed)
            show(command, "--" + text)
            show(command, *places, "--qui" + text)
        for option, value in re.findall(r"^ +(?:-\w, )?--([\w-]+)( [^\s,]+)?", suite.run(command, "--help").out, re.M):
            for text in bad[::SAMPLE]:
                show(command, *places, "--" + option, *([text] if value else []), **typed)
                show(command, *places, "--%s=%s" % (option, text), **typed)
    for text in bad:
        show(text)
        show("sql", data, "select '%s' as \"%s\"" % (text, text))
        show("sql", data, "select " + text)
        show("query", data, "--metric", "revenue", "--where", text)


def places_in(value, path=()):
    """Where texts and keys stand in JSON."""
    if isinstance(value, dict):
        for key in value:
            yield path + (key,), True
            yield from places_in(value[key], path + (key,))
    elif isinstance(value, list):
        for index, one in enumerate(value[:2]):
            yield from places_in(one, path + (index,))
    elif isinstance(value, (str, int)):
        yield path, False


def replaced(record, path, is_key):
    """A copy in which the text, or the key, is dirty."""
    copy = json.loads(json.dumps(record))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    if is_key:
        inner[dirty(path[-1])] = inner.pop(path[-1])
    else:
        inner[path[-1]] = dirty(str(inner[path[-1]]))
    return copy


def screen_foreign_records(number, of):
    """run.json of a folder that somebody else made: each text, number and key."""
    folder = suite.folder()
    data = make_dirty(os.path.join(folder, "data"))
    run_into("out", data)
    run_into("other", data)
    path = os.path.join(folder, "other", "run.json")
    record = json.loads(suite.read(path))
    for place, is_key in list(places_in(record))[number::of * SAMPLE]:
        suite.write(path, json.dumps(replaced(record, place, is_key)))
        show("diff", "out", "other")
        show("verify", "other", data)
        show("seal", "other")
        if os.path.exists(os.path.join(folder, "other", "seal.txt")):
            os.remove(os.path.join(folder, "other", "seal.txt"))


for part in range(2):
    suite.add("screen_foreign_records_%d" % part, screen_foreign_records, part, 2)


@suite.check
def screen_foreign_files():
    """Each cell of a kept file, with a digest that agrees; and the seal."""
    folder = suite.folder()
    data = make(os.path.join(folder, "data"))
    run_into("out", data)
    run_into("other", data)
    path = os.path.join(folder, "other", "run.json")
    record = suite.read(path).decode()
    for name in sorted(os.listdir(os.path.join(folder, "other"))):
        if not name.endswith(".csv"):
            continue
        file = os.path.join(folder, "other", name)
        whole = suite.read(file).decode()
        lines = whole.split("\n")
        for line in {0, min(1, len(lines) - 1)}:
            for at in range(0, len(lines[line].split(",")), SAMPLE):
                cells = lines[line].split(",")
                cells[at] = dirty(cells[at] or "x")
                changed = "\n".join(lines[:line] + [",".join(cells)] + lines[line + 1:])
                suite.write(file, changed)
                suite.write(path, record.replace(*(hashlib.sha256(text.encode()).hexdigest()
                                                   for text in (whole, changed))))
                show("diff", "out", "other", "-v")
        suite.write(file, whole)
    suite.write(path, record)
    suite.run("seal", "other", cwd=folder)
    suite.write(os.path.join(folder, "other", dirty("added")), "x")
    show("verify", "other")
    seal = suite.read(os.path.join(folder, "other", "seal.txt")).decode()
    for text in (seal.replace("bonus", "b" + DIRT), "# " + DIRT + "\n" + seal, DIRT):
        suite.write(os.path.join(folder, "other", "seal.txt"), text)
        show("verify", "other")
        show("diff", "out", "other")
        show("seal", "other")
