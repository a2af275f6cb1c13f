#!/usr/bin/env python3
"""A finished folder or the old one: run.py KPI [--all] [--calls]

The n-th allocation fails, the n-th write fails, the disk is full from the n-th
write on, and no file may grow beyond n bytes. Whatever n: either the run says
0 and its outputs are, to the byte, those of an undisturbed run; or it says
that it failed and what was there before is untouched. It never crashes.

The same for run, statement, seal, verify and diff where the n-th call of the
system fails (as on a full or broken disk, without permission, with too many
files open, interrupted) or moves one byte only; and where a signal comes before
the n-th open, rename, unlink, mkdir, rmdir, fsync or fork, to the program, to
the process that writes its workbook, or to the program from that process's
steps. After a signal that can be caught nothing is left behind at once, after
SIGKILL the next command brings the folder in order.

Every command, with data in every table: each place that allocates or calls the
system fails (allocations.py), FAULT_EACH times (1; 0: every time).

Without --all FAULT_SAMPLES n of each kind are taken, spread evenly; with it
every one (bytes: every 64th), which takes hours. --calls takes every call and
every step, but of allocations, writes and bytes the samples.
"""
import errno
import itertools
import os
import re
import resource
import shutil
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import allocations as every  # noqa: E402
import journal  # noqa: E402
import suite  # noqa: E402

ALL = "--all" in suite.WORDS
CALLS = ALL or "--calls" in suite.WORDS
SAMPLES = int(os.environ.get("FAULT_SAMPLES", "24"))
EACH = int(os.environ.get("FAULT_EACH", "1"))
PLAN = """level,metric,scope,weight,threshold,target,stretch,steps
*,revenue,,30,1000000,900000000,1300000001,
*,revenue,team,20,,,,1000000=20|900000000=100
*,on_time,,40,0.3,0.7,0.9,
*,rating.care,,10,,3.5,,
"""


SHIM, GOOD, OLD, DATA = (
    os.path.join(suite.shared(), name) for name in (
        "fault.so", "new-run", "old-run", "data"))


def run(out, limit=None, **environment):
    """A run with a fault, or with files of at most `limit` bytes."""
    def limited():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if environment:
        environment["LD_PRELOAD"] = SHIM
    return suite.kpi(
        "run", DATA, "-q", "--html", "--out", out, environment=environment,
        preexec_fn=limited, restore_signals=False, timeout=60)


def counts(path):
    """Of each process: allocations, writes, calls, moves, steps, a child?"""
    return [[int(n) for n in line.split()]
            for line in suite.read(path).decode().splitlines()]


def prepare():
    """The shim, the data, and what an undisturbed run gives: the most
    allocations and writes that a process made, and the largest output."""
    suite.fault_shim(SHIM)
    shutil.copytree(suite.TINY, DATA)
    suite.write(os.path.join(DATA, "plan.csv"), PLAN)
    suite.write(os.path.join(DATA, "ratings.csv"),
                "account_manager,period,criterion,score\n"
                "an,2026q3,care,4\nan,2026q3,care,4\nnobody,2026Q3,care,4\n")
    suite.write(os.path.join(DATA, "kpi.yaml"), "payroll: {rows: part}\n"
                "pay: {commission: {new: {0: 0.01, 900: 0.0213}, renewal: 0.017, "
                "levels: {senior: {new: {100: 0.3}}}}, "
                "clawback: {days: 900, share: unserved}, "
                "cap: {commission: 3333333.3331, kpi_bonus: 99999999.99}}\n")
    path = os.path.join(suite.shared(), "counts")
    done = run(GOOD, FAULT_COUNT=path)
    suite.equal(done.code, 0, done.err)
    suite.run("run", DATA, "-q", "--period", "2026Q2", "--out", OLD)
    allocations, writes = [max(rows) for rows in zip(*counts(path))][:2]
    return allocations, writes, max(
        os.path.getsize(os.path.join(GOOD, name)) for name in os.listdir(GOOD))


def judge(how):
    """All or nothing: the right bytes, or the old ones and a word."""
    out = shutil.copytree(OLD, os.path.join(suite.folder(), "out"))
    done = run(out, **how)
    found = snapshot(out)
    same, old = found == snapshot(GOOD), found == snapshot(OLD)
    assert done.code >= 0, "crashed by signal %d" % -done.code
    assert done.code or same, "exit 0, but other outputs"
    assert old or same, "exit %d, but the old outputs are gone: %s" % (
        done.code, done.err[:300])
    if done.code and "limit" in how:
        assert re.search("error|lỗi", done.err), "exit %d without a word" % done.code


def chosen(count, step=1, every=ALL, samples=SAMPLES):
    if every:
        return range(1, count + 1, step)
    return sorted({1 + i * (count - 1) // max(samples - 1, 1)
                   for i in range(samples)} if count else ())


# ---- every command, every call ----

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE, errno.EINTR)
PLAIN, BEFORE, AFTER = (os.path.join(suite.shared(), name)
                        for name in ("plain", "before", "after"))
# What each command is given: {out} is a copy of what was there before.
COMMANDS = {
    "run": ["run", PLAIN, "-q", "--html", "--out", "{out}"],
    "statement": ["statement", DATA, "-q", "--lang", "vi", "--out", "{out}"],
    "seal": ["seal", "{out}"],
    "verify": ["verify", "{out}", DATA],
    "diff": ["diff", "{out}", os.path.join(BEFORE, "run"), "--format", "csv"],
}


def snapshot(folder):
    return {name: suite.read(folder, name) for name in os.listdir(folder)}


def disturbed(name, out, **environment):
    """The command, on the folder, with temporary files beside it."""
    scratch = out + ".tmp"
    os.makedirs(scratch, exist_ok=True)
    if environment:
        environment["LD_PRELOAD"] = SHIM
    return suite.kpi(
        *(word.format(out=out) for word in COMMANDS[name]), timeout=120,
        environment={**environment, "TMPDIR": scratch})


def prepare_command(name):
    """What was there before, what an undisturbed command makes of it, and how
    many calls, moves, steps and steps of a child that takes."""
    before, after = (os.path.join(f, name) for f in (BEFORE, AFTER))
    if name == "statement":
        suite.run("statement", DATA, "-q", "--out", before)
    else:
        suite.run("run", DATA, "-q", "--html", "--out", before)
    suite.write(os.path.join(before, "letter.txt"), "mine\n")
    if name == "seal":
        os.remove(os.path.join(before, "letter.txt"))
    shutil.copytree(before, after)
    path = os.path.join(suite.shared(), "counts-" + name)
    # The fault is none; without FAULT nothing is counted.
    done = disturbed(name, after, FAULT="none", FAULT_COUNT=path)
    suite.expect(done.code in (0, 1), name, done)
    rows = counts(path)
    return done, [max(row[at] for row in rows) for at in (2, 3)] + [
        max([row[4] for row in rows if row[5] == child], default=0)
        for child in (0, 1)]


def unfold(name):
    out = os.path.join(suite.folder(), "out")
    shutil.copytree(os.path.join(BEFORE, name), out)
    return out


def is_old_or_new(name, out, good, done=None):
    """Has the folder the old files or the new ones, and nothing else? If the
    command ended by itself, that as it said."""
    found = snapshot(out)
    old, new = (snapshot(os.path.join(f, name)) for f in (BEFORE, AFTER))
    suite.expect(found in (old, new), "a mixed folder:", [
        (n, "old" if found.get(n) == old.get(n) else "new"
         if found.get(n) == new.get(n) else "neither")
        for n in sorted({*found, *old, *new}) if old.get(n) != new.get(n)
        or found.get(n) != new.get(n)])
    if done is None:
        return
    suite.expect(done.code >= 0, "crashed by signal", -done.code)
    if done.code == good.code:
        suite.expect(found == new and done.out == good.out,
                     "exit %d, but not what it should say or write:" %
                     done.code, done.out[:300], done.err[:300])
    else:
        suite.expect(done.code in (3, 4) and found == old and
                     re.search("error|lỗi", done.err),
                     "exit %d, or the old files are gone, or not a word:" %
                     done.code, done.err[:300])


def next_command(name, out):
    """Any command that opens the folder brings it in order."""
    if name == "statement":
        suite.run("statement", DATA, "-q", "--manager", "an", "--out",
                  os.path.join(out, "one.xlsx"))
        os.remove(os.path.join(out, "one.xlsx"))
    else:
        suite.run("verify", out, code=(0, 1))


def failing_call(name, good, fault):
    out = unfold(name)
    done = disturbed(name, out, FAULT=fault, FAULT_FIRED=out + ".fired")
    next_command(name, out)
    is_old_or_new(name, out, good, done)


def killed(name, good, who, n, number):
    out = unfold(name)
    done = disturbed(name, out, FAULT="%s:%d:%d" % (who, n, number),
                     FAULT_FIRED=out + ".fired")
    if done.code >= 0:
        next_command(name, out)
        is_old_or_new(name, out, good, done)
    else:
        suite.equal(done.code, -number, "ended by another signal")
        if number != signal.SIGKILL:
            is_old_or_new(name, out, good)
            suite.equal(os.listdir(out + ".tmp"), [], "left behind")
        next_command(name, out)
        is_old_or_new(name, out, good)
    if name == "verify" and number == signal.SIGKILL:
        disturbed(name, out)  # which makes a temporary folder, too
        suite.equal(os.listdir(out + ".tmp"), [], "left behind")


def register_command(name):
    good, (calls, moves, steps, of_child) = prepare_command(name)
    sampled = max(SAMPLES // (1 if name == "run" else 3), 2)
    errors, signals = itertools.cycle(ERRORS), itertools.cycle(SIGNALS)
    for n in chosen(calls, 1, CALLS, sampled):
        for error in ERRORS if CALLS else (next(errors),):
            fault = "call:%d:%d" % (n, error)
            suite.add("%s %s" % (name, fault), failing_call, name, good, fault)
    for n in chosen(moves, 1, CALLS, max(sampled // 3, 2)):
        fault = "short:%d" % n
        suite.add("%s %s" % (name, fault), failing_call, name, good, fault)
    for who, count in (("kill", steps), ("child", of_child),
                       ("orphan", of_child)):
        for n in chosen(count, 1, CALLS, sampled):
            for number in SIGNALS if CALLS else (next(signals),):
                suite.add("%s %s:%d:%d" % (name, who, n, number),
                          killed, name, good, who, n, number)
    if name == "run":
        journal.register(COMMANDS[name], os.path.join(BEFORE, name), SHIM,
                         steps)
    print("(%s: %d calls, %d moves, %d steps, %d of a child)" % (
        name, calls, moves, steps, of_child))


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
    for folder in (BEFORE, AFTER):
        os.mkdir(folder)
    shutil.copytree(suite.TINY, PLAIN)
    for name in COMMANDS:
        register_command(name)
    every.register(SHIM, EACH, None if ALL else max(SAMPLES // 6, 2))


if suite.SANITIZED:
    suite.skip("faults", "a sanitizer replaces the allocator")
else:
    register()
suite.main()
