"""What the suites of tests in Python share.

A suite is a program, tests/NAME/run.py, that registers its checks and ends
with suite.main():

    run.py KPI [--only PATTERN] [--first] [WORD…]

KPI is the program under test. --only runs the checks whose names the regular
expression PATTERN finds, --first ends at the first that fails; what other words
mean is the suite's own affair.

A check is a function. It fails by raising anything, or by returning or
yielding what differs (texts); returning nothing is success. Checks run side by
side, each in a process that was forked when all were registered: none may
depend on what another one did. Each has a folder of its own, below TMPDIR,
which is removed afterwards. The last line is `N passed, M failed`, and the
exit code is 0 if nothing failed.
"""
import collections
import concurrent.futures
import csv
import fcntl
import multiprocessing
import os
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import traceback

sys.dont_write_bytecode = True
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "house"))
import messages  # noqa: E402


def command_line(words):
    """The program, the pattern of --only (or None), whether --first is there,
    the other words."""
    words, pattern = list(words), None
    first = "--first" in words
    words = [word for word in words if word != "--first"]
    if "--only" in words[:-1]:
        at = words.index("--only")
        pattern = words[at + 1]
        del words[at:at + 2]
    if not words or words[0].startswith("-"):
        sys.exit("usage: %s KPI [--only PATTERN] [--first] [WORD…]" %
                 sys.argv[0])
    return os.path.abspath(words[0]), pattern, first, words[1:]


KPI, ONLY, FIRST, WORDS = command_line(sys.argv[1:])
NAME = os.path.basename(os.path.dirname(os.path.abspath(sys.argv[0])))
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLES = os.path.join(ROOT, "samples")
AGENCY = os.path.join(SAMPLES, "agency")
TINY = os.path.join(SAMPLES, "tiny")
# Where objects and the programs of the tests are, below ROOT.
BUILD = os.environ.get("BUILD", "build/release")
# Public data that are no part of the project: crm/ and ooxml/.
DATA = os.environ.get("KPI_DATA") or os.path.join(ROOT, "..", "shared", "data")
# What the program says is looked at in English, unless a check asks otherwise.
for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(variable, None)
os.environ["LANG"] = "C.UTF-8"
SANITIZED = "-fsanitize" in os.environ.get("CFLAGS", "")

Check = collections.namedtuple("Check", "name function arguments")
Done = collections.namedtuple("Done", "code out err")
# indicator: is it one that stands for its subject, which the list marks by *?
Metric = collections.namedtuple("Metric", "unit direction indicator label")
CHECKS, SKIPPED = [], []
_folder = _shared = None


def numbers(*defaults):
    """The other words of the command line as integers, or these."""
    given = [int(word) for word in WORDS]
    return (given + list(defaults)[len(given):])[:len(defaults)]


# ---- registering ----

def add(name, function, *arguments):
    """Registers function(*arguments) as the check NAME."""
    CHECKS.append(Check(name, function, arguments))


def check(function):
    """Registers a function as the check of its name: a decorator."""
    add(function.__name__, function)
    return function


def skip(what, why):
    """Says that something is not checked here, and why."""
    if (what, why) not in SKIPPED:
        SKIPPED.append((what, why))


# ---- what a check works with ----

def folder():
    """The folder of the check that runs."""
    return _folder


def shared():
    """A folder for what all checks of the suite read: to be filled before
    main()."""
    global _shared
    if _shared is None:
        _shared = tempfile.mkdtemp(prefix="kpi-%s-" % NAME)
    return _shared


def program(command, *, text=None, environment=None, **more):
    """Runs a command: Done(code, out, err). `environment` is added to ours."""
    done = subprocess.run(
        command, input=None if text is None else text.encode(),
        stdin=subprocess.DEVNULL if text is None else None,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})}, **more)
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"),
                done.stderr.decode("utf-8", "replace"))


def kpi(*arguments, **more):
    """The program under test, however it ends: Done(code, out, err)."""
    return program([KPI, *arguments], **more)


def run(*arguments, code=0, **more):
    """The program under test, which must end with `code`, or one of them."""
    done = kpi(*arguments, **more)
    expect(done.code in (code if isinstance(code, tuple) else (code,)),
           "kpi", *arguments, "ends with", done.code, done.err[:2000])
    return done


def on_terminal(*arguments, text="", env=None, columns=100, steps=(), cwd=ROOT):
    """The program's output on a pseudo-terminal of 40 lines; it must not end by a
    signal. `text` is typed at once; of `steps`, (what to wait for, what to type
    then), each in turn."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.chdir(cwd)
        os.execve(KPI, [KPI, *arguments], {
            "HOME": "/nonexistent", "TERM": "xterm", "PATH": os.environ["PATH"],
            **(env or {})})
    if text:
        os.write(terminal, text.encode())
    output, steps, seen = b"", list(steps), 0
    while select.select([terminal], [], [], 60)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
        while steps and steps[0][0].encode() in output[seen:]:
            wait, key = steps.pop(0)
            seen = output.index(wait.encode(), seen) + len(wait.encode())
            os.write(terminal, key.encode())
    else:
        os.kill(child, signal.SIGKILL)
        output += b"<hangs>"
    end = os.waitpid(child, 0)[1]
    os.close(terminal)
    expect(os.WIFEXITED(end), arguments, "ends by a signal", output)
    expect(not steps, "never shown:", steps, output)
    return output.decode().replace("\r\n", "\n")


def metrics(language="en"):
    """What `kpi list metrics` says, by id, in its order."""
    return {metric: Metric(unit, direction, star == "*", label)
            for star, metric, unit, direction, label in re.findall(
                r"^([* ]) (\w+) +(money|count|share|ratio|score) +(up|down) +(\S.*?) *$",
                run("list", "metrics", "--lang", language).out, re.M)}


def table(*path):
    """The rows of a CSV as dictionaries."""
    with open(os.path.join(*path), newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def read(*path):
    with open(os.path.join(*path), "rb") as stream:
        return stream.read()


def rule_changes():
    """The rows of rule_changes.def: version, name, in Vietnamese, what it moves,
    as it was, as it is, both in Vietnamese."""
    text = read(ROOT, "engine/model/rule_changes.def").decode()
    for row in text.split("\nRULE_CHANGE(")[1:]:
        version, name, moves, before, now = (
            "".join(re.findall('"([^"]*)"', cell))
            for cell in re.findall(r'"[^"]*"(?:\s+"[^"]*")*', row))
        yield [version, name, vietnamese(name), moves, before, now,
               vietnamese(before), vietnamese(now)]


def vietnamese(message, context=None):
    """What io/locale/vi.po has for a message."""
    return messages.kept()[context, message].said


def write(path, data):
    """Text or bytes become a file."""
    with open(path, "wb") as stream:
        stream.write(data.encode() if isinstance(data, str) else data)
    return path


def fault_shim(to):
    """Builds the library to be preloaded that makes allocations, writes and calls
    fail: fault.c, and sweep.c, which tries all of them."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    subprocess.run([*compiler, "-shared", "-fPIC", "-O1", "-o", to, *(
        os.path.join(ROOT, "tests", "faults", name)
        for name in ("fault.c", "sweep.c")), "-ldl"], check=True)
    return to


def expect(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in what))


def equal(found, expected, *about):
    expect(found == expected, *about,
           "\n  found    %r\n  expected %r" % (found, expected))


# ---- running ----

def _run(number):
    """What is wrong with a check, as lines: in a process of the pool."""
    global _folder
    _folder = tempfile.mkdtemp(prefix="kpi-%s-" % NAME)
    try:
        one = CHECKS[number]
        return [str(line) for line in one.function(*one.arguments) or ()]
    except Exception as error:
        where = traceback.format_tb(error.__traceback__)[-1].strip()
        said = str(error) if isinstance(error, AssertionError) else repr(error)
        return [said, where] if said else [where]
    finally:
        shutil.rmtree(_folder, ignore_errors=True)


def _results(chosen):
    """(number, what is wrong) of every check, in their order."""
    workers = min(len(os.sched_getaffinity(0)), len(chosen))
    with concurrent.futures.ProcessPoolExecutor(
            workers, multiprocessing.get_context("fork")) as pool:
        tasks = [(number, pool.submit(_run, number)) for number in chosen]
        for number, task in tasks:
            try:
                yield number, task.result()
            except concurrent.futures.BrokenExecutor as error:
                yield number, ["its process ended: %s" % error]
            if FIRST and task.exception() is None and task.result():
                pool.shutdown(cancel_futures=True)
                return


def main():
    """Runs the checks, says what failed, and ends the program."""
    chosen = [number for number, one in enumerate(CHECKS)
              if ONLY is None or re.search(ONLY, one.name)]
    failed = 0
    try:
        for number, wrong in _results(chosen) if chosen else ():
            if wrong:
                failed += 1
                print("FAIL %s: %s" % (CHECKS[number].name, wrong[0]))
                for line in wrong[1:20]:
                    print("     %s" % line)
                sys.stdout.flush()
    finally:
        if _shared is not None:
            shutil.rmtree(_shared, ignore_errors=True)
    for what, why in SKIPPED:
        print("skipped: %s (%s)" % (what, why))
    if not chosen and not SKIPPED:
        print("no such check")
    print("%d passed, %d failed" % (len(chosen) - failed, failed))
    sys.exit(bool(failed or not (chosen or SKIPPED)))
