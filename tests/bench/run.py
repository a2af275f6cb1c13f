#!/usr/bin/env python3
"""make bench: kpi and others on the same data, with as many threads: the same work
(sums of two quarters), the whole run of kpi, and a whole run made with Python.

Settings, from the environment:
  BENCH_ROWS    timesheet rows, several sizes apart by spaces (1000000)
  BENCH_MANAGERS  (12)
  BENCH_JOBS    threads for everybody (the processors of this process)
  BENCH_RUNS    measured rounds (5), after one that is not
  BENCH_PEERS   1: install the others under build/bench and measure them too;
                or the names of those wanted, apart by spaces: duckdb chdb polars
                pandas sqlite miller, and python, who does the whole job
  BENCH_GROWTH  sizes to run kpi alone with, for the growth
"""
import csv
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build", "bench")
PEERS = os.path.join(HERE, "peers")
SQL = os.path.join(PEERS, "indicators.sql")
# What the whole job takes of Python, beside DuckDB.
REST = ("pandas", "scipy", "xlsxwriter", "openpyxl")


def setting(name, default):
    return os.environ.get(name) or default


RUNS = int(setting("BENCH_RUNS", "5"))
JOBS = int(setting("BENCH_JOBS", str(len(os.sched_getaffinity(0)))))


class Failed(Exception):
    pass


def stay():
    """In a new process: on as many processors as there are threads, for some
    peers take more than they are told."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:JOBS])


def measure(command, environment=None):
    """Runs a command; wall, CPU and peak memory with its children, output."""
    with tempfile.TemporaryFile() as out:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE,
                                   env={**os.environ, **(environment or {})},
                                   preexec_fn=stay)
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise Failed(f"{command[0]}: {error.decode()[-400:]}")
        out.seek(0)
        return (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                out.read().decode())


# ---- who takes part ----


class Contender:
    def __init__(self, name, command, environment=None, whole=True):
        self.name, self.command, self.environment = name, command, environment
        self.whole = whole  # all of the work that its rivals do?
        self.walls, self.cpus, self.memory, self.output = [], [], 0, ""

    def run(self, keep):
        wall, cpu, memory, self.output = measure(self.command, self.environment)
        if keep:
            self.walls.append(wall)
            self.cpus.append(cpu)
        self.memory = max(self.memory, memory)


def has_python(*modules):
    return os.path.exists("/usr/bin/python3") and subprocess.run(
        ["/usr/bin/python3", "-c", "import " + ", ".join(modules)],
        stderr=subprocess.DEVNULL, check=False).returncode == 0


def install_peers():
    """The peers' programs; nothing is installed outside build/bench but
    Debian's packages."""
    folder = os.path.join(BUILD, "peers")
    os.makedirs(folder, exist_ok=True)
    wanted = {"node": "nodejs", "npm": "npm", "sqlite3": "sqlite3", "mlr": "miller"}
    missing = [package for program, package in wanted.items()
               if not shutil.which(program)]
    missing += ["python3-" + module for module in REST if not has_python(module)]
    for package in missing:
        subprocess.run([os.path.join(ROOT, "tests", "install-packages"), package],
                       check=False)
    # npm does not always bring polars' part for the platform of itself.
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine)
    if not all(os.path.isdir(os.path.join(folder, "node_modules", module))
               for module in ("@duckdb/node-api", "chdb", "nodejs-polars")):
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent",
                        "@duckdb/node-api", "chdb", "nodejs-polars",
                        f"nodejs-polars-linux-{machine}-gnu"], cwd=folder,
                       check=False)
    for name in os.listdir(PEERS):  # node looks for modules beside the script
        shutil.copy(os.path.join(PEERS, name), folder)
    return folder


def peers(data, work):
    """Those who make the same sums, and those who do the whole job; who is
    missing is said. The whole job is given the cells of our workbook."""
    wanted = os.environ.get("BENCH_PEERS", "").split()
    if not wanted:
        return [], []
    folder = install_peers()

    def module(name):
        return shutil.which("node") and os.path.isdir(
            os.path.join(folder, "node_modules", name))

    def script(program, name):
        return [program] * bool(program) + [os.path.join(folder, name), data,
                                            str(JOBS), SQL]

    python, cells = "/usr/bin/python3", os.path.join(work, "cells.json")
    sums = {
        "duckdb": [module("@duckdb/node-api"), script("node", "duckdb.mjs")],
        "chdb": [module("chdb"), script("node", "chdb.mjs")],
        "polars": [module("nodejs-polars"), script("node", "polars.mjs")],
        "pandas": [has_python("pandas"), script(python, "indicators_pandas.py")],
        "sqlite": [shutil.which("sqlite3"), script(None, "sqlite.sh")],
        "miller": [shutil.which("mlr"), script(None, "miller.sh")],
    }
    job = {"python": [module("@duckdb/node-api") and has_python(*REST),
                      script(python, "whole_job.py")
                      + [os.path.join(work, "python"), cells]]}
    for name in [*sums, *job]:
        here, _ = {**sums, **job}[name]
        if not here and {"1", name} & set(wanted):
            print(f"  {name} is not here: left out")
    found = [[Contender(name, command, whole=name != "miller")
              for name, (here, command) in group.items()
              if here and {"1", name} & set(wanted)] for group in (sums, job)]
    if found[1]:
        with open(cells, "w", encoding="utf-8") as file:
            subprocess.run([python, os.path.join(folder, "whole_job.py"), "cells",
                            os.path.join(work, "out", "dashboard.xlsx")], stdout=file,
                           stderr=subprocess.DEVNULL, check=True)
    return found


# ---- do they agree? ----


def kpi_numbers(folder):
    """(period, scope, subject, metric) → numerator, denominator, and the ends of
    the interval."""
    with open(os.path.join(folder, "kpi.csv"), encoding="utf-8") as file:
        return {(row["period"], row["scope"], row["subject"], row["metric"]):
                [row[column] for column in ("numerator", "denominator", "ci_low", "ci_high")]
                for row in csv.DictReader(file)}


def query_numbers(output):
    """What kpi query printed, as a peer prints it."""
    scopes = {"*": "company"}
    return "\n".join(",".join((row["period"], scopes.get(row["manager"], "manager"),
                               row["manager"], row["metric"], row["numerator"],
                               row["denominator"], row["ci_low"], row["ci_high"]))
                     for row in csv.DictReader(output.splitlines()) if row["manager"])


def equal(ours, theirs):
    return len(ours) == 4 and all(
        math.isclose(float(one or 0), float(other or 0), rel_tol=1e-9, abs_tol=1e-6)
        for one, other in zip(ours, theirs))


def disagreements(numbers, output):
    """How many rows of a peer there are, and those that differ."""
    count, wrong = 0, []
    for fields in csv.reader(output.splitlines()):
        if len(fields) not in (6, 8) or fields[1] == "booked":
            continue
        count += 1
        ours = numbers.get(tuple(fields[:4]), ())
        if not equal(ours, fields[4:]):
            wrong.append((fields, ours))
    return count, wrong


def agree(numbers, contender):
    """Says whether a contender's numbers are those of kpi run."""
    output = contender.output
    count, wrong = disagreements(
        numbers, query_numbers(output) if contender.name == "kpi query" else output)
    if count or contender.whole:
        print(f"  {contender.name}: {count} numbers, {len(wrong)} of them not those of "
              "kpi run")
    for theirs, ours in wrong[:5]:
        print(f"    {theirs}, kpi run has {ours}")
    return not wrong and (count > 0 or not contender.whole)


# ---- the report ----


def spread(values):
    return f"{statistics.median(values):8.3f} ({min(values):.3f}–{max(values):.3f})"


def report(contenders, ours, heading=""):
    base = statistics.median(ours.walls)
    print(f"  {heading:12}{'wall, s':>24}{'CPU, s':>10}{'peak, MB':>10}{'ratio':>8}")
    for contender in contenders:
        ratio = statistics.median(contender.walls) / base
        print(f"  {contender.name:12}{spread(contender.walls):>24}"
              f"{statistics.median(contender.cpus):10.2f}{contender.memory:10.0f}"
              f"{ratio:8.2f}{'' if contender.whole else '  a part of the work'}")


def compare(ours, rivals, what):
    """Ours against the fastest of those who do all of the work."""
    rivals = [rival for rival in rivals if rival.whole and rival is not ours]
    if rivals:
        fastest = min(rivals, key=lambda rival: statistics.median(rival.walls))
        wall, cpu = (statistics.median(getattr(fastest, of)) / statistics.median(
            getattr(ours, of)) for of in ("walls", "cpus"))
        print(f"  {ours.name} takes 1/{wall:.1f} of the wall time of {fastest.name} for "
              f"{what}, the fastest of {len(rivals)}, and 1/{cpu:.1f} of its CPU")


def generate(rows, folder):
    os.makedirs(folder, exist_ok=True)
    measure([os.path.join(BUILD, "generate"), folder, str(rows),
             setting("BENCH_MANAGERS", "12")])


def ours(data, out):
    """kpi itself and the limits of the machine, for the timesheets."""
    kpi, threads = os.path.join(ROOT, "build", "kpi"), ["--jobs", str(JOBS)]
    limits = os.path.join(BUILD, "limits")
    sheets = os.path.join(data, "timesheets.csv")
    return [
        Contender("read only", [limits, "read", sheets, str(JOBS)], whole=False),
        Contender("scan only", [limits, "scan", sheets, str(JOBS)], whole=False),
        Contender("kpi check", [kpi, "check", data] + threads, whole=False),
        Contender("kpi query", [kpi, "query", data, "--metric", "all", "--by", "manager",
                                "--totals", "--period", "2026Q2..2026Q3", "--format",
                                "csv", "-q"] + threads),
        Contender("kpi run", [kpi, "run", data, "-q", "--out", out] + threads),
    ]


def rounds(contenders):
    """Runs each in turn; a list of those that could."""
    failed = set()
    for number in range(RUNS + 1):
        for contender in contenders:
            try:
                if contender not in failed:
                    contender.run(number > 0)
            except Failed as failure:
                print(f"  {failure}", file=sys.stderr)
                failed.add(contender)
    return [contender for contender in contenders if contender not in failed]


def bench(rows):
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as work:
        data, out = os.path.join(work, "data"), os.path.join(work, "out")
        generate(rows, data)
        size = os.path.getsize(os.path.join(data, "timesheets.csv")) / 1e9
        *limits, query, run = ours(data, out)
        measure(run.command)  # for the cells of the workbook
        sums, job = peers(data, work)
        print(f"{rows:,} timesheet rows ({size:.2f} GB), {JOBS} threads, "
              f"median of {RUNS} runs (least–most)", flush=True)
        ran = rounds([*limits, query, run, *sums, *job])
        sums, job = ([one for one in group if one in ran] for group in (sums, job))
        numbers = kpi_numbers(out)
        fine = all([agree(numbers, one) for one in [query, *sums, *job]])
        report(limits, run, "limits")
        report([query, *sums], query, "same work")
        report([run, *job], run, "whole run")
        compare(query, sums, "the same work")
        compare(run, sums, "the sums alone")
        compare(run, job, "the whole job")
        return fine


def growth(sizes):
    print(f"growth of kpi run, {JOBS} threads")
    print(f"  {'rows':>12}{'wall, s':>10}{'CPU, s':>10}{'peak, MB':>10}{'ns a row':>10}")
    for rows in sizes:
        with tempfile.TemporaryDirectory(prefix="kpi-bench-") as work:
            data, out = os.path.join(work, "data"), os.path.join(work, "out")
            generate(rows, data)
            command = [os.path.join(ROOT, "build", "kpi"), "run", data, "-q", "--out",
                       out, "--jobs", str(JOBS)]
            measure(command)
            wall, cpu, memory, _ = measure(command)
            print(f"  {rows:12,}{wall:10.2f}{cpu:10.2f}{memory:10.0f}"
                  f"{cpu / rows * 1e9:10.0f}", flush=True)


def main():
    fine = True
    for rows in setting("BENCH_ROWS", "1000000").split():
        fine &= bench(int(rows))
    sizes = setting("BENCH_GROWTH", "").split()
    if sizes:
        growth([int(rows) for rows in sizes])
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
