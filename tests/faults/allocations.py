"""Every command, with data in every table, where the n-th allocation fails.

Whatever n: the command says and writes what it does undisturbed, warnings
included, or it ends with 3 or 4, says that something went wrong, and what was
there before is as it was. No file is left empty or cut short."""
import os
import shlex
import shutil

import suite

TABLES = {
    "plan.csv": """level,metric,scope,weight,threshold,target,stretch,steps
*,revenue,,30,1000000,900000000,1300000001,
*,revenue,team,20,,,,1000000=20|900000000=100
*,on_time,,40,0.3,0.7,0.9,
*,rating.care,,10,,3.5,,
""",
    "ratings.csv": """account_manager,period,criterion,score
an,2026q3,care,4
nobody,2026Q3,care,4
""",
    "splits.csv": """contract_id,account_manager,share
H1,an,0.6
H1,binh,0.4
H2,an,0.5
H2,binh,0.6
""",
    "payments.csv": """contract_id,paid_on,amount,payment_id
H1,2026-08-01,10000000,Z1
H5,2026-08-11,20000000,Z2
H5,2026-18-11,20000000,Z3
""",
    "adjustments.csv": """account_manager,period,amount,reason,approved_by
an,2026Q3,-100000,advance,boss
""",
    "clients.csv": """client_id,client_name,aliases
K1,Trà Sen Vàng,Tra Sen
""",
    "assignments.csv": """client_id,account_manager,from,until
K1,an,2026-01-01,
""",
    "kpi.yaml": """payroll: {rows: part, format: xlsx}
pay:
  commission:
    new: {0: 0.01, 900: 0.0213}
    renewal: 0.017
    levels: {senior: {new: {100: 0.3}}}
  clawback: {days: 900, share: unserved}
  cap: {commission: 3333333.3331, kpi_bonus: 99999999.99}
""",
}
# What each command is given. {data} is the data set, {other} a run of it with
# another plan, {out} what was there before: a run's folder, or a file.
COMMANDS = {
    "run": "run {data} --accept-rejects --out {out}",
    "check": "check {data} --out {out}",
    "init": "init {data} -",
    "explain bonus": "explain {data} bonus --manager an --period 2026Q3",
    "explain": "explain {data} retention -v",
    "statements": "statement {data} --accept-rejects --out {out}",
    "statement": "statement {data} --accept-rejects --manager an --out {out}",
    "diff": "diff {run} {other}",
    "diff json": "diff {run} {other} --format json --out {out}",
    "true-up": "diff --true-up --out {out} {run} {other}",
    "true-up payroll": "diff --true-up --payroll --out {out} {run} {other}",
    "seal": "seal {out}",
    "verify": "verify {run} {data}",
    "plan": "plan {data} --accept-rejects --plan {plan} "
            "--period 2026Q2..2026Q3",
    "plan workbook": "plan {data} --accept-rejects --plan {plan} "
                     "--period 2026Q2..2026Q3 --format xlsx --out {out}",
    "query": "query {data} --metric close_rate,revenue --by quarter --plot "
             "--compare prior",
    "query all": "query {data} --metric all --by manager --format csv",
    "query workbook": "query {data} --metric revenue --by client "
                      "--where 'value > 0' --format xlsx --out {out}",
    "sql": "sql {data} 'select * from contracts natural join clients'",
    "sql json": "sql {data} 'select * from observations' --format json",
    "sql workbook": "sql {data} 'select * from fair' --format xlsx --out {out}",
    "sql table": "sql {data} 'select * from fair' --out {out}",
    "sql csv": "sql {data} 'select * from kpi order by value' --format csv "
               "--out {out}",
    "sql functions": "sql {data} \"select upper(client_name), count(*) from "
                     "contracts where client_name like '%n%' group by 1\"",
    "settings": "list settings {data}",
    "formats": "list formats",
    "schema": "list schema",
    "completion": "completion bash",
}
# What stands where the output goes: a run's folder, nothing, or a file.
FOLDERS = ("run", "check", "statements", "seal")
SUFFIXES = {"statement": ".xlsx", "plan workbook": ".xlsx",
            "query workbook": ".xlsx", "sql workbook": ".xlsx",
            "diff json": ".json"}

PLACE = {}


def prepare():
    """The data, and runs of it with two plans."""
    base = os.path.join(suite.shared(), "allocations")
    data, other = (os.path.join(base, name) for name in ("data", "other"))
    shutil.copytree(suite.TINY, data)
    os.remove(os.path.join(data, "expected.csv"))
    for name, text in TABLES.items():
        suite.write(os.path.join(data, name), text)
    shutil.copytree(data, other)
    plan = TABLES["plan.csv"].replace(",0.3,0.7,0.9,", ",0.4,0.8,0.95,")
    for path in (os.path.join(other, "plan.csv"), os.path.join(base, "b.csv")):
        suite.write(path, plan)
    PLACE.update(data=data, plan=os.path.join(base, "b.csv"))
    for name, of in (("run", data), ("other", other)):
        PLACE[name] = os.path.join(base, "run of " + name)
        suite.run("run", of, "-q", "--accept-rejects", "--out", PLACE[name],
                  code=1)


def before(name, folder):
    """What is there before the command; its place."""
    out = os.path.join(folder, "out" + SUFFIXES.get(name, ".csv"))
    if name in FOLDERS:
        out = os.path.join(folder, "out")
        shutil.copytree(PLACE["other" if name == "run" else "run"], out)
        if name == "statements":
            shutil.rmtree(out)
            os.mkdir(out)
    elif "{out}" in COMMANDS[name]:
        suite.write(out, "old\n")
    return out


def command(name, out, **environment):
    words = [word.format(out=out, **PLACE)
             for word in shlex.split(COMMANDS[name])]
    return suite.kpi(*words, environment={
        "LD_PRELOAD": PLACE["shim"], "TMPDIR": os.path.dirname(out),
        **environment}, timeout=300)


def files(folder):
    """Every file below the folder, by its path."""
    return {os.path.relpath(os.path.join(where, name), folder):
            suite.read(where, name)
            for where, _, names in os.walk(folder) for name in names}


def undisturbed(name):
    """What the command ends with, says and writes; its allocations."""
    folder = os.path.join(suite.shared(), "good", name)
    os.makedirs(folder)
    out = before(name, folder)
    path = os.path.join(suite.shared(), "allocations of " + name)
    # Without FAULT nothing is counted.
    done = command(name, out, FAULT="none", FAULT_COUNT=path)
    suite.expect(done.code in (0, 1), name, done)
    counts = [int(line.split()[0])
              for line in suite.read(path).decode().splitlines()]
    said = [text.replace(folder, "") for text in (done.out, done.err)]
    return done.code, said, files(folder), max(counts)


def failing(name, good, n):
    folder = suite.folder()
    out = before(name, folder)
    old = files(folder)
    done = command(name, out, FAULT="malloc:%d" % n)
    code, said, new, _ = good
    suite.expect(done.code >= 0, "crashed by signal", -done.code)
    found = files(folder)
    if done.code == code:
        suite.expect(
            [text.replace(folder, "") for text in (done.out, done.err)] == said,
            "exit %d, but other words:" % code, done.out[-300:],
            done.err[-600:])
        suite.expect(found == new, "exit %d, but other files:" % code,
                     [n for n in {*found, *new} if found.get(n) != new.get(n)])
    else:
        suite.expect(done.code in (3, 4) and "error" in done.err,
                     "exit", done.code, done.err[:600])
        suite.expect(found == old, "exit %d, but other files:" % done.code,
                     [n for n in {*found, *old} if found.get(n) != old.get(n)])


def register(shim, chosen):
    """`chosen` gives the n to be tried of a number of allocations."""
    prepare()
    PLACE["shim"] = shim
    for name in COMMANDS:
        good = undisturbed(name)
        tried = chosen(good[3])
        for n in tried:
            suite.add("allocation %s %d" % (name, n), failing, name, good, n)
        print("(%s: %d of %d allocations)" % (name, len(tried), good[3]))
