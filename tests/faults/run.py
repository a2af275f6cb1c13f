#!/usr/bin/env python3
"""A finished dashboard or none: run.py KPI [--all]

The n-th allocation fails, the n-th write fails, the disk is full from the n-th
write on, and no file may grow beyond n bytes. Whatever n: either the run says
0 and its outputs are, to the byte, those of an undisturbed run; or it says
that it failed and what was there before is untouched. It never crashes.
Without --all FAULT_SAMPLES n of each kind are taken, spread evenly; with it
every one (bytes: every 64th), which takes hours.
"""
import filecmp
import os
import resource
import shutil
import subprocess
import sys
import tempfile

KPI = os.path.abspath(sys.argv[1])
ALL = "--all" in sys.argv
HERE = os.path.dirname(os.path.abspath(__file__))
TINY = os.path.join(HERE, "..", "..", "samples", "tiny")
SAMPLES = int(os.environ.get("FAULT_SAMPLES", "24"))
NAMES = ("dashboard.xlsx", "kpi.csv", "rejects.csv", "run.json",
         "scorecard.csv", "sensitivity.csv", "bonus.csv", "payroll.csv")
PLAN = """level,metric,weight,threshold,target,stretch
*,revenue,60,1000000,900000000,1300000001
*,on_time,40,0.3,0.7,0.9
"""


class Bench:
    """A folder with the shim, the undisturbed outputs and old ones."""

    def __init__(self, folder):
        self.folder = folder
        self.shim = os.path.join(folder, "fault.so")
        self.good = os.path.join(folder, "good")
        self.data = os.path.join(folder, "data")
        shutil.copytree(TINY, self.data)
        for name, text in (("plan.csv", PLAN), ("kpi.yaml", "payroll: {rows: part}\n")):
            with open(os.path.join(self.data, name), "w") as stream:
                stream.write(text)
        self.out = os.path.join(folder, "out")
        self.fired = os.path.join(folder, "fired")
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1",
                        "-o", self.shim, os.path.join(HERE, "fault.c"),
                        "-ldl"], check=True)

    def run(self, out, fault=None, limit=None, **more):
        environment = dict(os.environ, **more)
        if fault:
            environment["FAULT"] = fault
        if fault or more:
            environment["LD_PRELOAD"] = self.shim
        environment["FAULT_FIRED"] = self.fired

        def limited():
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return subprocess.run(
            [KPI, "run", self.data, "-q", "--out", out], env=environment,
            preexec_fn=limited, restore_signals=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)

    def counts(self):
        """The most allocations and writes that a process made."""
        path = os.path.join(self.folder, "counts")
        done = self.run(self.good, FAULT_COUNT=path)
        assert done.returncode == 0, done.stderr
        with open(path, encoding="ascii") as stream:
            rows = [[int(n) for n in line.split()] for line in stream]
        return [max(column) for column in zip(*rows)]

    def judge(self, what, **how):
        """None if all is well, else what is wrong."""
        shutil.rmtree(self.out, ignore_errors=True)
        os.mkdir(self.out)
        for name in NAMES:
            with open(os.path.join(self.out, name), "w",
                      encoding="ascii") as stream:
                stream.write("old\n")
        if os.path.exists(self.fired):
            os.unlink(self.fired)
        done = self.run(self.out, **how)
        same = all(filecmp.cmp(os.path.join(self.good, name),
                               os.path.join(self.out, name), shallow=False)
                   for name in NAMES)
        old = all(open(os.path.join(self.out, name), "rb").read() == b"old\n"
                  for name in NAMES)
        if done.returncode < 0:
            return "%s: crashed by signal %d" % (what, -done.returncode)
        if done.returncode == 0 and not same:
            return "%s: exit 0, but other outputs" % what
        if done.returncode != 0 and not (old or same):
            return "%s: exit %d, but the old outputs are gone: %s" % (
                what, done.returncode, done.stderr.decode()[:300])
        if done.returncode != 0 and "files" in what and \
                b"error" not in done.stderr:
            return "%s: exit %d without a word" % (what, done.returncode)
        return None


def chosen(count, step=1):
    if ALL:
        return range(1, count + 1, step)
    return sorted({1 + i * (count - 1) // (SAMPLES - 1)
                   for i in range(SAMPLES)})


def main():
    if "-fsanitize" in os.environ.get("CFLAGS", ""):
        print("skipped: a sanitizer replaces the allocator\n"
              "0 passed, 0 failed")
        return 0
    folder = tempfile.mkdtemp()
    try:
        bench = Bench(folder)
        allocations, writes = bench.counts()
        size = max(os.path.getsize(os.path.join(bench.good, name))
                   for name in NAMES)
        cases = [("malloc:%d" % n, {"fault": "malloc:%d" % n})
                 for n in chosen(allocations)]
        for kind in ("write", "full"):
            cases += [("%s:%d" % (kind, n), {"fault": "%s:%d" % (kind, n)})
                      for n in chosen(writes)]
        cases += [("files up to %d bytes" % n, {"limit": n})
                  for n in chosen(size, 64)]
        wrong = [w for w in (bench.judge(what, **how)
                             for what, how in cases) if w]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in wrong[:20]:
        print(line)
    print("(%d allocations, %d writes, %d bytes)" % (allocations, writes, size))
    print("%d passed, %d failed" % (len(cases) - len(wrong), len(wrong)))
    return 1 if wrong else 0


sys.exit(main())
