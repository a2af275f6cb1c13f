#!/usr/bin/env python3
"""Plants one-line faults in C sources and runs the tests: which are not seen?

    run.py FOLDER… [--count N] [--seed N] [--minutes N] [--jobs N] [--again]
           [--trust]

Of all mutants (mutate.py) of the sources below each FOLDER, N that compile are
taken by chance; the same seed takes the same. Each is built in a copy of the
project below build/mutants and handed to the suites of its folder (SUITES),
the fast ones first; the first failure catches it. What no suite notices is
printed with its place, and so are the figures of each folder. --again tries
only those that the last run did not catch; --trust takes it for granted that
all suites pass as the project is. Not counted: what does not compile
(with the warnings of the project's build as errors), what compiles to the
same object, and what equivalent.txt lists with a reason.
"""
import argparse
import collections
import concurrent.futures
import functools
import json
import os
import queue
import random
import re
import resource
import shlex
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import mutate  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, "build", "mutants")
# Warnings are errors but for those of what a mutant leaves unused.
FLAGS = ("-O1 -Werror -Wno-unused -Wno-unused-parameter "
         "-Wno-unused-but-set-variable -Wno-maybe-uninitialized")

CLOCK_TIMES = 8
MAIN = "io/cli/main.c"
PYTHON = "python3 -B tests/%s/run.py build/kpi --first"
# Each: what it needs built, its command, the seconds of processor time that are
# too long for one of its processes. By the clock it may take much longer: the
# machine may have other work.
SUITE = {
    "cases": ((), PYTHON % "cases", 300),
    "faults": ((), PYTHON % "faults", 600),
    "change": ((), PYTHON % "diff" + " --only 'many changes 3'", 120),
    "changes": ((), PYTHON % "diff" + " --only 'many changes [^3]'", 120),
    # Without memory that runs out: no mutant is about that.
    "diff": ((), PYTHON % "diff" + " --only '^(?!many |memory)'", 300),
    "sheets": ((), PYTHON % "workbook" + " --only '^(odd|one), '", 120),
    "looks": ((), PYTHON % "workbook" + " --only 'agency en, |golden'", 120),
    # Without LibreOffice, which takes its time.
    "workbook": ((), PYTHON % "workbook" + " --only '^(?!.*recalculated)'",
                 400),
    "independent": ((), "python3 -B tests/independent/run.py build/kpi 60",
                    300),
    "analysis": (("tests/analysis/dump",), PYTHON % "analysis", 300),
    "library": (("library",), PYTHON % "library", 120),
}
SUITES = (
    ("io/export/csv", ("independent", "pay", "sheets", "diff", "formats",
                       "proof", "cases", "faults")),
    ("io/export/workbook", ("sheets", "unit export", "looks", "workbook",
                            "faults")),
    ("io/export", ("sheets", "unit export", "workbook", "pay", "cases")),
    ("io/cli/diff", ("change", "changes", "diff", "cases")),
    ("metrics", ("unit statistics", "unit metrics", "metrics", "pay",
                 "analysis", "independent", "cases")),
    ("engine", ("unit engine", "unit import", "metrics", "cases",
                "independent")),
    ("io/import/guess", ("unit import", "init")),
    ("io/import", ("unit import", "cases", "formats", "exports", "hostile",
                   "metrics", "independent")),
    ("io/run", ("cases", "proof", "diff", "faults")),
    ("io/cli/plan", ("plan", "cases")),
    ("io/cli/query", ("unit cli", "query", "cases")),
    ("io/cli/init", ("init",)),
    ("io/cli/list_schema", ("schema",)),
    ("io/cli", ("cases", "pay", "proof", "query")),
    ("", ("cases", "metrics")),
)


def suite_of(name):
    """(what to build, command, seconds)"""
    if name in SUITE:
        return SUITE[name]
    if name.startswith("unit "):
        layer = name.split()[1]
        folder = os.path.join(ROOT, "tests", "unit", layer)
        programs = ["tests/unit/%s/%s" % (layer, f[:-2])
                    for f in sorted(os.listdir(folder))
                    if f.endswith("_test.c")]
        return programs, " && ".join("build/release/" + p
                                     for p in programs), 120
    return (), PYTHON % name, 300


def suites_of(path):
    for folder, names in SUITES:
        if path.startswith(folder):
            return [(name, *suite_of(name)) for name in names]
    raise AssertionError(path)


# ---- the copies ----

class Copy:
    """A copy of the project, built; one mutant at a time."""

    def __init__(self, number):
        self.root = os.path.join(WORK, "copy-%d" % number)
        self.cpu = (os.getpid() + number) % os.cpu_count()
        self.log = os.path.join(WORK, "copy-%d.log" % number)
        self.archived = False  # may an archive hold a mutant?
        os.makedirs(os.path.join(self.root, "tmp"), exist_ok=True)
        # The temporary files of a mutant that is ended stay in its copy.
        self.environment = {**os.environ, "BUILD": "build/release",
                            "KPI": "build/kpi", "MAKEFLAGS": "",
                            "TMPDIR": os.path.join(self.root, "tmp")}

    def refresh(self, targets):
        """As the project is now, with nothing left of other mutants."""
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
            check=True, stdout=subprocess.PIPE).stdout.decode().split("\n")
        for name in filter(None, listed):
            source, target = (os.path.join(r, name)
                              for r in (ROOT, self.root))
            if not os.path.exists(source):
                continue
            with open(source, "rb") as stream:
                data = stream.read()
            if os.path.exists(target):
                with open(target, "rb") as stream:
                    if stream.read() == data:
                        continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(source, target)
        self.drop_others(set(listed))
        if self.make(*targets).returncode:
            sys.exit("the project does not build: see " + self.log)
        self.compile, self.link = self.commands()

    def commands(self):
        """How make compiles MAIN, and how it links the program."""
        said = subprocess.run(
            ["make", "-n", "-W", MAIN, *self.settings(), "build/kpi"],
            cwd=self.root, env=self.environment, check=True,
            stdout=subprocess.PIPE).stdout.decode().replace("\\\n", " ")
        lines = [shlex.split(line) for line in said.split("\n")]
        return next(l for l in lines if MAIN in l), next(
            l for l in lines if l[-3:] and "build/release/kpi" in l and
            "-o" in l)

    def build(self, path):
        """The program with one other file: make and archives take longer. The
        object comes before the archive in which it was."""
        one = MAIN[:-2]
        compiler = [word.replace(one, path[:-2]) for word in self.compile]
        made = "build/release/%s.o" % one
        linker = ["build/kpi" if word == "build/release/kpi" else word
                  for word in self.link]
        if path != MAIN:
            linker.insert(linker.index(made), "build/release/%s.o" % path[:-2])
        return not self.call(compiler, 900) and not self.call(linker, 900)

    def drop_others(self, listed):
        """What the project had once would still be built."""
        for where, folders, names in os.walk(self.root):
            if where == self.root:
                folders[:] = [f for f in folders if f not in ("build", "tmp")]
            for name in names:
                path = os.path.join(where, name)
                if os.path.relpath(path, self.root) not in listed:
                    os.remove(path)

    def call(self, command, seconds):
        """Ends all that it began when the time is over: None then."""
        limit = functools.partial(self.limit, seconds)
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                command, cwd=self.root, env=self.environment, stdout=log,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                shell=isinstance(command, str), start_new_session=True,
                preexec_fn=limit)
            try:
                return process.wait(seconds * CLOCK_TIMES)
            except subprocess.TimeoutExpired:
                return None
            finally:
                try:
                    os.killpg(process.pid, 9)
                except ProcessLookupError:
                    pass
                process.wait()

    def limit(self, seconds):
        """One processor, and no more of it and of memory than a test needs."""
        os.sched_setaffinity(0, {self.cpu})
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    @staticmethod
    def settings():
        return ["CFLAGS=" + FLAGS, "CC=" + os.environ.get("CC", "cc")]

    def make(self, *targets):
        command = ["make", "-s", *self.settings(), *targets]
        code = self.call(command, 900)
        return subprocess.CompletedProcess(command, 1 if code is None
                                           else code)

    def object(self, path):
        return os.path.join(self.root, "build", "release", path[:-2] + ".o")

    def put(self, path, text):
        with open(os.path.join(self.root, path), "w", encoding="utf-8",
                  newline="") as stream:
            stream.write(text)

    def judge(self, mutant, text, broken):
        """("caught", by what), or ("survived", …), ("does not compile", …),
        ("the same object", …)."""
        made = self.object(mutant.path)
        with open(made, "rb") as stream:
            before = stream.read()
        self.put(mutant.path, mutate.applied(text, mutant))
        try:
            if not self.build(mutant.path):
                return "does not compile", ""
            with open(made, "rb") as stream:
                if stream.read() == before:
                    return "the same object", ""
            return self.run_suites(mutant, broken)
        finally:
            # As it was, the object newer than its source.
            self.put(mutant.path, text)
            with open(made, "wb") as stream:
                stream.write(before)
            if self.archived:
                self.make("build/kpi")
                self.archived = False
            shutil.rmtree(self.environment["TMPDIR"], ignore_errors=True)
            os.makedirs(self.environment["TMPDIR"], exist_ok=True)

    def run_suites(self, mutant, broken):
        for name, needs, command, seconds in suites_of(mutant.path):
            if name in broken:
                continue
            self.archived |= bool(needs)
            if needs and self.make(*("build/release/" + n if "/" in n else n
                                     for n in needs)).returncode:
                return "does not compile", ""
            code = self.call(command, seconds)
            if code:
                return "caught", name
            if code is None:
                return "caught", name + " (endless)"
        return "survived", ""


# ---- which mutants ----

def sources(folders):
    for folder in folders:
        for where, _, names in sorted(os.walk(os.path.join(ROOT, folder))):
            for name in sorted(names):
                if name.endswith(".c"):
                    yield os.path.relpath(os.path.join(where, name), ROOT)


def line_of(text, mutant):
    return " ".join(text.splitlines()[mutant.line - 1].split())


def short(text):
    return " ".join(text.split())


def described(mutant):
    return "%s: %s → %s" % (mutant.kind, short(mutant.old),
                            short(mutant.new) or "nothing")


class Known:
    """equivalent.txt: a path and a line, the change, the reason. A change
    `*` is any on that line, `swapped` any of that kind; a line that ends with
    `…` is any that begins so."""

    def __init__(self):
        self.rows = {}
        path = os.path.join(HERE, "equivalent.txt")
        with open(path, encoding="utf-8") as stream:
            for line in stream:
                if line.strip() and not line.startswith("#"):
                    where, change, reason = line.rstrip("\n").split("\t")
                    self.rows[where, change] = reason

    def reason(self, text, mutant):
        here = "%s: %s" % (mutant.path, line_of(text, mutant))
        for (where, change), why in self.rows.items():
            if change in (described(mutant), mutant.kind, "*") and (
                    where == here or where.endswith("…") and
                    here.startswith(where[:-1])):
                return why
        return None


# What happens without memory: `make faults` tries every allocation, for hours.
WITHOUT_MEMORY = re.compile(r"out_of_memory|STATUS_MEMORY|no_memory|MALLOC_FAIL")


def statement_of(text, mutant):
    """From the `;` or brace before a mutant to that behind it."""
    ends = [text.rfind(mark, 0, mutant.start) for mark in ";{}"]
    rest = re.compile(r"[;{}]").search(text, mutant.end)
    return text[max(ends) + 1:rest.start() if rest else len(text)]


def candidates(folder, texts, seed):
    """All mutants below a folder, in an order by chance; none of statements
    about what happens without memory."""
    found = []
    for path in sources([folder]):
        with open(os.path.join(ROOT, path), encoding="utf-8",
                  newline="") as stream:
            texts[path] = stream.read()
        found += [m for m in mutate.mutants_of(path, texts[path])
                  if not WITHOUT_MEMORY.search(statement_of(texts[path], m))]
    random.Random("%s %d" % (folder, seed)).shuffle(found)
    return found


# ---- the run ----

class Run:
    def __init__(self, options):
        self.options, self.texts = options, {}
        self.known = Known()
        self.until = time.monotonic() + options.minutes * 60
        self.copies, self.broken = queue.Queue(), set()
        self.results = []

    def start(self, folders):
        targets = ["build/kpi"]
        for path in sources(folders):
            for _, needs, _, _ in suites_of(path):
                targets += ["build/release/" + n if "/" in n else n
                            for n in needs]
        for number in range(self.options.jobs):
            copy = Copy(number)
            copy.refresh(sorted(set(targets)))
            self.copies.put(copy)
        if not self.options.trust:
            self.check_green(folders)

    def check_green(self, folders):
        """A suite that fails without any mutant would catch them all."""
        copy = self.copies.get()
        seen = set()
        for path in sources(folders):
            for name, _, command, seconds in suites_of(path):
                if name not in seen and copy.call(command, seconds):
                    print("left out: %s fails without any mutant" % name,
                          flush=True)
                    self.broken.add(name)
                seen.add(name)
        self.copies.put(copy)

    def one(self, mutant):
        if time.monotonic() > self.until:
            return mutant, "out of time", ""
        reason = self.known.reason(self.texts[mutant.path], mutant)
        if reason:
            return mutant, "equivalent", reason
        copy = self.copies.get()
        try:
            return mutant, *copy.judge(mutant, self.texts[mutant.path],
                                       self.broken)
        finally:
            self.copies.put(copy)

    def folder(self, folder, count, wanted=None):
        """Tries mutants until `count` have compiled to another object."""
        rest = candidates(folder, self.texts, self.options.seed)
        if wanted is not None:
            rest = [m for m in rest if self.key(m) in wanted]
            count = len(rest)
        judged = 0
        jobs = self.options.jobs
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            waiting = collections.deque()
            while judged < count and (rest or waiting):
                while rest and len(waiting) < jobs:
                    waiting.append(pool.submit(self.one, rest.pop(0)))
                mutant, verdict, what = waiting.popleft().result()
                self.results.append((folder, mutant, verdict, what))
                judged += verdict in ("caught", "survived")
                self.tell(folder, mutant, verdict, what, judged, count)
                if verdict == "out of time":
                    break
            for task in waiting:
                task.cancel()

    def tell(self, folder, mutant, verdict, what, judged, count):
        if verdict == "survived":
            self.keep()
            print("%s:%d: %s\n    %s" % (
                mutant.path, mutant.line, described(mutant)[:200],
                line_of(self.texts[mutant.path], mutant)), flush=True)
        elif self.options.verbose:
            print("%s %d/%d %s:%d: %s: %s %s" % (
                folder, judged, count, mutant.path, mutant.line, verdict,
                what, described(mutant)[:120]), flush=True)

    def key(self, mutant):
        text = self.texts[mutant.path]
        return "%s: %s\t%s" % (mutant.path, line_of(text, mutant),
                               described(mutant))

    def report(self, seconds):
        print("\n%-24s %7s %7s %9s %6s  %s" % (
            "folder", "mutants", "caught", "survived", "", "not counted"))
        folders = list(dict.fromkeys(r[0] for r in self.results))
        for folder in folders:
            counts = collections.Counter(
                verdict for f, _, verdict, _ in self.results if f == folder)
            caught, survived = counts["caught"], counts["survived"]
            print("%-24s %7d %7d %9d %5.1f%%  %d equivalent, %d the same "
                  "object, %d do not compile" % (
                      folder, caught + survived, caught, survived,
                      100 * caught / max(1, caught + survived),
                      counts["equivalent"], counts["the same object"],
                      counts["does not compile"]))
        by = collections.Counter(re.sub(r" \(.*", "", what) for _, _, verdict,
                                 what in self.results if verdict == "caught")
        print("caught by: " + ", ".join("%s %d" % one
                                        for one in by.most_common()))
        print("%d minutes" % (seconds / 60))

    def keep(self):
        """What survived, for --again."""
        with open(os.path.join(WORK, "survivors.json"), "w",
                  encoding="utf-8") as stream:
            json.dump([self.key(m) for _, m, verdict, _ in self.results
                       if verdict == "survived"], stream, indent=1,
                      ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.folders = [f.rstrip("/") for f in options.folders]
    os.makedirs(WORK, exist_ok=True)
    wanted = None
    if options.again:
        with open(os.path.join(WORK, "survivors.json"),
                  encoding="utf-8") as stream:
            wanted = set(json.load(stream))
    run = Run(options)
    begun = time.monotonic()
    run.start(options.folders)
    for folder in options.folders:
        run.folder(folder, options.count // len(options.folders), wanted)
    run.report(time.monotonic() - begun)
    run.keep()


if __name__ == "__main__":
    main()
