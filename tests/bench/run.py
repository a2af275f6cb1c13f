#!/usr/bin/env python3
"""make bench: the whole KPI job in kpi and in others, on the same data.

Settings, from the environment:
  BENCH_ROWS    timesheet rows, several sizes apart by spaces (1000000)
  BENCH_MANAGERS  (12)
  BENCH_JOBS    threads for everybody (the processors of this process)
  BENCH_RUNS    measured rounds (5), after one that is not
  BENCH_PEERS   1: install the others under build/bench and measure them too;
                or the names of those wanted, apart by spaces
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
        self.whole = whole  # does it do the whole job?
        self.walls, self.cpus, self.memory, self.output = [], [], 0, ""

    def run(self, keep):
        wall, cpu, memory, self.output = measure(self.command, self.environment)
        if keep:
            self.walls.append(wall)
            self.cpus.append(cpu)
        self.memory = max(self.memory, memory)


def has_pandas():
    return os.path.exists("/usr/bin/python3") and subprocess.run(
        ["/usr/bin/python3", "-c", "import pandas"], stderr=subprocess.DEVNULL,
        check=False).returncode == 0


def install_peers():
    """The peers' programs; nothing is installed outside build/bench but
    Debian's packages."""
    folder = os.path.join(BUILD, "peers")
    os.makedirs(folder, exist_ok=True)
    wanted = {"node": "nodejs", "npm": "npm", "sqlite3": "sqlite3", "mlr": "miller"}
    missing = [package for program, package in wanted.items()
               if not shutil.which(program)]
    if not has_pandas():
        missing.append("python3-pandas")
    for package in missing:
        subprocess.run([os.path.join(ROOT, "tests", "install-packages"), package],
                       check=False)
    # npm does not always bring polars' part for the platform of itself.
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine)
    if not os.path.isdir(os.path.join(folder, "node_modules", "nodejs-polars")):
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent",
                        "@duckdb/node-api", "chdb", "nodejs-polars",
                        f"nodejs-polars-linux-{machine}-gnu"], cwd=folder,
                       check=False)
    for name in os.listdir(PEERS):  # node looks for modules beside the script
        shutil.copy(os.path.join(PEERS, name), folder)
    return folder


def peers(data):
    folder = install_peers()
    modules = os.path.join(folder, "node_modules")
    common = [data, str(JOBS), SQL]
    found = []
    for module, name in (("@duckdb/node-api", "duckdb"), ("chdb", "chdb"),
                         ("nodejs-polars", "polars")):
        script = os.path.join(folder, name + ".mjs")
        if os.path.isdir(os.path.join(modules, module)) and os.path.exists(script):
            found.append(Contender(name, ["node", script] + common))
    if shutil.which("sqlite3"):
        found.append(Contender("sqlite", [os.path.join(folder, "sqlite.sh")] + common))
    if has_pandas():
        found.append(Contender(
            "pandas", ["/usr/bin/python3",
                       os.path.join(folder, "indicators_pandas.py")] + common))
    if shutil.which("mlr"):
        found.append(Contender("miller", [os.path.join(folder, "miller.sh")] + common,
                               whole=False))
    wanted = os.environ["BENCH_PEERS"].split()
    return [one for one in found if "1" in wanted or one.name in wanted]


# ---- do they agree? ----


def kpi_numbers(folder):
    """(period, scope, subject, metric) → numerator, denominator, n."""
    with open(os.path.join(folder, "kpi.csv"), encoding="utf-8") as file:
        return {(row["period"], row["scope"], row["subject"], row["metric"]):
                (float(row["numerator"]), float(row["denominator"] or 0), int(row["n"]))
                for row in csv.DictReader(file)}


def disagreements(numbers, output):
    """How many rows of a peer there are, and those that differ."""
    count, wrong = 0, []
    for line in output.splitlines():
        fields = next(csv.reader([line]))
        if len(fields) != 6 or fields[1] == "booked":
            continue
        key, x, y = tuple(fields[:4]), float(fields[4]), float(fields[5] or 0)
        count += 1
        ours = numbers.get(key)
        if not ours or not (math.isclose(ours[0], x, rel_tol=1e-9, abs_tol=1e-6)
                            and math.isclose(ours[1], y, rel_tol=1e-9, abs_tol=1e-6)):
            wrong.append((key, (x, y), ours))
    return count, wrong


# ---- the report ----


def spread(values):
    return f"{statistics.median(values):8.3f} ({min(values):.3f}–{max(values):.3f})"


def report(contenders, ours):
    base = statistics.median(ours.walls)
    print(f"  {'':12}{'wall, s':>24}{'CPU, s':>10}{'peak, MB':>10}{'ratio':>8}")
    for contender in contenders:
        ratio = statistics.median(contender.walls) / base
        print(f"  {contender.name:12}{spread(contender.walls):>24}"
              f"{statistics.median(contender.cpus):10.2f}{contender.memory:10.0f}"
              f"{ratio:8.2f}{'' if contender.whole else '  a part of the job'}")


def generate(rows, folder):
    os.makedirs(folder, exist_ok=True)
    measure([os.path.join(BUILD, "generate"), folder, str(rows),
             setting("BENCH_MANAGERS", "12")])


def bench(rows):
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as work:
        data, out = os.path.join(work, "data"), os.path.join(work, "out")
        generate(rows, data)
        kpi = os.path.join(ROOT, "build", "kpi")
        limits = os.path.join(BUILD, "limits")
        sheets = os.path.join(data, "timesheets.csv")
        size = os.path.getsize(sheets) / 1e9
        ours = Contender("kpi run", [kpi, "run", data, "-q", "--out", out,
                                     "--jobs", str(JOBS)])
        contenders = [
            Contender("read only", [limits, "read", sheets, str(JOBS)], whole=False),
            Contender("scan only", [limits, "scan", sheets, str(JOBS)], whole=False),
            Contender("kpi check", [kpi, "check", data, "--jobs", str(JOBS)], whole=False),
            ours,
        ]
        if os.environ.get("BENCH_PEERS"):
            contenders += peers(data)
        print(f"{rows:,} timesheet rows ({size:.2f} GB), {JOBS} threads, "
              f"median of {RUNS} runs (least–most)")
        for number in range(RUNS + 1):
            for contender in list(contenders):
                try:
                    contender.run(number > 0)
                except Failed as failure:
                    print(f"  {failure}", file=sys.stderr)
                    contenders.remove(contender)
        report(contenders, ours)
        numbers = kpi_numbers(out)
        bad = False
        for contender in contenders[4:]:
            count, wrong = disagreements(numbers, contender.output)
            if contender.name != "miller":
                print(f"  {contender.name}: {count} numbers, {len(wrong)} of them "
                      f"not those of kpi")
            for key, theirs, ourselves in wrong[:5]:
                print(f"    {key}: {theirs}, kpi has {ourselves}")
            bad |= bool(wrong)
        return not bad


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
