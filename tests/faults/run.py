#!/usr/bin/env python3
"""A finished dashboard or none: run.py KPI [--all]

The n-th allocation fails, the n-th write fails, the disk is full from the n-th
write on, and no file may grow beyond n bytes. Whatever n: either the run says
0 and its outputs are, to the byte, those of an undisturbed run; or it says
that it failed and what was there before is untouched. It never crashes.
Without --all FAULT_SAMPLES n of each kind are taken, spread evenly; with it
every one (bytes: every 64th), which takes hours.
"""
import os
import resource
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

ALL = "--all" in suite.WORDS
SAMPLES = int(os.environ.get("FAULT_SAMPLES", "24"))
NAMES = ("dashboard.xlsx", "kpi.csv", "rejects.csv", "run.json",
         "scorecard.csv", "sensitivity.csv", "bonus.csv", "payroll.csv")
PLAN = """level,metric,scope,weight,threshold,target,stretch,steps
*,revenue,,30,1000000,900000000,1300000001,
*,revenue,team,20,,,,1000000=20|900000000=100
*,on_time,,40,0.3,0.7,0.9,
*,rating.care,,10,,3.5,,
"""


SHIM, GOOD, DATA = (os.path.join(suite.shared(), name)
                    for name in ("fault.so", "good", "data"))


def run(out, limit=None, **environment):
    """A run with a fault, or with files of at most `limit` bytes."""
    def limited():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if environment:
        environment["LD_PRELOAD"] = SHIM
    return suite.kpi(
        "run", DATA, "-q", "--out", out, environment=environment,
        preexec_fn=limited, restore_signals=False, timeout=60)


def prepare():
    """The shim, the data, and what an undisturbed run gives: the most
    allocations and writes that a process made, and the largest output."""
    suite.fault_shim(SHIM)
    shutil.copytree(suite.TINY, DATA)
    suite.write(os.path.join(DATA, "plan.csv"), PLAN)
    suite.write(os.path.join(DATA, "ratings.csv"),
                "account_manager,period,criterion,score\n"
                "an,2026q3,care,4\nan,2026q3,care,4\nnobody,2026Q3,care,4\n")
    suite.write(os.path.join(DATA, "kpi.yaml"), "payroll: {rows: part}\n")
    path = os.path.join(suite.shared(), "counts")
    done = run(GOOD, FAULT_COUNT=path)
    suite.equal(done.code, 0, done.err)
    rows = [[int(n) for n in line.split()]
            for line in suite.read(path).decode().splitlines()]
    allocations, writes = (max(column) for column in zip(*rows))
    return allocations, writes, max(
        os.path.getsize(os.path.join(GOOD, name)) for name in NAMES)


def judge(how):
    """All or nothing: the right bytes, or the old ones and a word."""
    out = os.path.join(suite.folder(), "out")
    os.mkdir(out)
    for name in NAMES:
        suite.write(os.path.join(out, name), "old\n")
    done = run(out, **how)
    found = [suite.read(out, name) for name in NAMES]
    same = found == [suite.read(GOOD, name) for name in NAMES]
    old = found == [b"old\n"] * len(NAMES)
    assert done.code >= 0, "crashed by signal %d" % -done.code
    assert done.code or same, "exit 0, but other outputs"
    assert old or same, "exit %d, but the old outputs are gone: %s" % (
        done.code, done.err[:300])
    if done.code and "limit" in how:
        assert "error" in done.err, "exit %d without a word" % done.code


def chosen(count, step=1):
    if ALL:
        return range(1, count + 1, step)
    return sorted({1 + i * (count - 1) // (SAMPLES - 1)
                   for i in range(SAMPLES)})


def register():
    allocations, writes, size = prepare()
    for kind, count in (("malloc", allocations), ("write", writes),
                        ("full", writes)):
        for n in chosen(count):
            fault = "%s:%d" % (kind, n)
            suite.add(fault, judge, {"FAULT": fault})
    for n in chosen(size, 64):
        suite.add("files up to %d bytes" % n, judge, {"limit": n})
    print("(%d allocations, %d writes, %d bytes)" % (allocations, writes, size))


if suite.SANITIZED:
    suite.skip("faults", "a sanitizer replaces the allocator")
else:
    register()
suite.main()
