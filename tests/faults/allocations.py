"""Every command, with data in every table, where any allocation fails, or any call
of the system (ENOSPC, EIO, EACCES, EMFILE, EINTR, one byte only).

Whatever fails: the command says and writes what it does undisturbed, warnings
included, or it ends with 3 or 4, says that something went wrong, and what was
there before is as it was. No file is left empty or cut short.

A place is the functions that led to an allocation or call. Of each place the
first EACH are tried, with 0 all: most in copies of one process (sweep.c), and
those behind the first file that is written in a process each."""
import os
import re
import shlex
import shutil
import subprocess

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
    "run": "run {data} --html --accept-rejects --out {out}",
    "check": "check {data} --out {out}",
    "init": "init {data} -",
    "explain bonus": "explain {data} bonus --manager an --period 2026Q3",
    "explain": "explain {data} retention -v",
    "statements": "statement {data} --accept-rejects --out {out}",
    "statement vi": "statement {data} --accept-rejects --manager an --out {out} "
                    "--lang vi",
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
SUFFIXES = {"statement": ".xlsx", "statement vi": ".xlsx", "plan workbook": ".xlsx",
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
        suite.run("run", of, "-q", "--html", "--accept-rejects", "--out", PLACE[name],
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


def words(name, out):
    return [word.format(out=out, **PLACE)
            for word in shlex.split(COMMANDS[name])]


def command(name, out, **environment):
    return suite.kpi(*words(name, out), environment={
        "LD_PRELOAD": PLACE["shim"], "TMPDIR": os.path.dirname(out),
        "FAULT_THREADLESS": "1", **environment}, timeout=300)


def files(folder):
    """Every file below the folder, by its path."""
    return {os.path.relpath(os.path.join(where, name), folder):
            suite.read(where, name)
            for where, _, names in os.walk(folder) for name in names}


def undisturbed(name):
    """What the command ends with, says and writes."""
    folder = os.path.join(suite.shared(), "good", name)
    os.makedirs(folder)
    out = before(name, folder)
    done = command(name, out, FAULT="none")
    suite.expect(done.code in (0, 1), name, done)
    said = [text.replace(folder, "") for text in (done.out, done.err)]
    return done.code, said, files(folder)


def failing(name, good, fault, folder):
    """What is wrong with that fault, in a process of its own."""
    out = before(name, folder)
    old = files(folder)
    done = command(name, out, FAULT=fault, FAULT_FIRED=folder + ".fired")
    code, said, new = good
    found = files(folder)
    if done.code == code and "could not all be removed" in done.err:
        # Said; what is left goes with the next command there.
        found = {n: data for n, data in found.items()
                 if not os.path.basename(n).startswith(".kpi-")}
        return None if found == new else "other files beside those that are left"
    if done.code < 0:
        return "crashed by signal %d" % -done.code
    if done.code == code:
        words = [text.replace(folder, "") for text in (done.out, done.err)]
        if words != said:
            return "exit %d, but other words: %s %s" % (
                code, done.out[-300:], done.err[-600:])
    elif done.code not in (3, 4) or not re.search("error|lỗi", done.err):
        return "exit %d, or not a word: %s" % (done.code, done.err[-600:])
    right = new if done.code == code else old
    return None if found == right else "exit %d, but other files: %s" % (
        done.code, [n for n in {*found, *right} if found.get(n) != right.get(n)])


def to_files(name, out, report, **environment):
    """The command with its words in files; its exit code."""
    with open(report + ".out", "ab") as said, open(report + ".err", "ab") as errors:
        return subprocess.run(
            [suite.KPI, *words(name, out)], stdin=subprocess.DEVNULL,
            stdout=said, stderr=errors, timeout=7200, env={
                **os.environ, "TMPDIR": os.path.dirname(out), **environment
            }).returncode


def copies(name, kind, each, folder):
    """Tries what copies of one process can try. What is wrong, the places and
    faults that are left, and how many, of how many places, there were and were
    tried."""
    report, work = (os.path.join(folder, n) for n in ("report", "work"))
    os.makedirs(work)
    code = to_files(name, before(name, work), report + ".good")
    shutil.rmtree(work)
    os.makedirs(work)
    end = to_files(name, before(name, work), report, LD_PRELOAD=PLACE["shim"],
                   FAULT_THREADLESS="1", SWEEP_REPORT=report, SWEEP_KIND=kind,
                   SWEEP_GOOD=str(code), SWEEP_EACH=str(each))
    shutil.rmtree(work)
    wrong, others, sums = [], [], [0, 0, 0]
    if end != code:
        wrong.append("undisturbed it ends with %d, not %d" % (end, code))
    for line in suite.read(report).decode().splitlines():
        kind, *rest = line.split(" ")
        if kind == "list":
            others.append((rest[1], rest[0]))
        elif kind == "bad":
            wrong.append(line + ": " + " ".join(
                suite.read(report + "." + rest[0] + end).decode(
                    "utf-8", "replace")[-400:] for end in (".out", ".err")))
        else:
            sums = [max(a, int(b)) for a, b in zip(sums, rest)]
    return wrong, others, sums


def chosen(others, each, most):
    """The faults to be tried in a process each, rarely seen places first; at most
    so many, spread evenly."""
    seen, ranked = {}, []
    for order, (place, fault) in enumerate(others):
        seen[place] = seen.get(place, 0) + 1
        if not each or seen[place] <= each:
            ranked.append((seen[place], order, fault))
    faults = list(dict.fromkeys(fault for _, _, fault in sorted(ranked)))
    if most is None or len(faults) <= most:
        return faults
    return [faults[i * (len(faults) - 1) // max(most - 1, 1)]
            for i in range(most)]


def every_place(name, kind, good, each, most):
    wrong, others, (count, places, copied) = copies(
        name, kind, each, os.path.join(suite.folder(), "copies"))
    faults = chosen(others, each, most)
    for number, fault in enumerate(faults):
        folder = os.path.join(suite.folder(), str(number))
        os.mkdir(folder)
        found = failing(name, good, fault, folder)
        shutil.rmtree(folder)
        if found:
            wrong.append("%s: %s" % (fault, found))
    print("(%s, %s: %d, at %d places; tried %d, and %d of %d that need a process "
          "each)" % (name, kind, count, places, copied, len(faults),
                     len(chosen(others, each, None))), flush=True)
    return wrong


def register(shim, each, most):
    """Each place is tried `each` times, with 0 always; of what needs a process at
    most so many (None: all)."""
    prepare()
    PLACE["shim"] = shim
    for name in COMMANDS:
        good = undisturbed(name)
        for kind, title in (("malloc", "allocations"), ("call", "calls")):
            suite.add("%s of %s" % (title, name), every_place, name, kind, good,
                      each, most)
