#!/usr/bin/env python3
"""Every fuzz target for a while: all.py KPI LIBFUZZER [--seconds N] [TARGET…]

LIBFUZZER is build/fuzz/tests/fuzz/libfuzzer, as `make fuzz` builds it. Each
target begins with its seeds, with what earlier runs have found worth keeping
(build/fuzz/corpus), and two of them with what the project has besides: the
formats, and folders that KPI writes here. Prints how many executions each had;
an input that ends the program is kept in build/fuzz/found, and the exit code
is 1. To see it again: FUZZ_TARGET=NAME LIBFUZZER FILE.
"""
import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, "build", "fuzz")
LONGEST = {"readers": 4096, "workbook": 8192, "run_folder": 1 << 17}


def unpack(path, folder):
    with open(path, "rb") as stream:
        parts = re.split(rb"^=== (.*)\n", stream.read(), flags=re.M)
    for name, text in zip(parts[1::2], parts[2::2]):
        with open(os.path.join(folder, name.decode()), "wb") as stream:
            stream.write(text)


def packed(folder, prefix):
    """A run's folder as a text; instead of digests there are the names of the
    files, so that a change of one changes its digest, too."""
    names = [name for name in sorted(os.listdir(folder))
             if not name.endswith(".xlsx")]
    parts, digests = [], {}
    for name in names:
        with open(os.path.join(folder, name), "rb") as stream:
            parts.append((name, stream.read()))
        digests[hashlib.sha256(parts[-1][1]).hexdigest()] = name
    text = b""
    for name, content in parts:
        if name == "run.json":
            record = json.loads(content)
            record["outputs"] = [o for o in record["outputs"]
                                 if not o["name"].endswith(".xlsx")]
            for output in record["outputs"]:
                output["sha256"] = "@%s/%s@" % (prefix, output["name"])
            content = json.dumps(record, ensure_ascii=False,
                                 indent=1).encode()
        text += b"=== %s/%s\n%s" % (prefix.encode(), name.encode(), content)
        if not text.endswith(b"\n"):
            text += b"\n"
    return text


def make_runs(kpi, folder):
    """Runs of the seed of the tables, before and after a correction."""
    data = os.path.join(folder, "data")
    for seed in ("agency", "small"):
        shutil.rmtree(data, ignore_errors=True)
        os.mkdir(data)
        unpack(os.path.join(HERE, "seeds", "tables", seed), data)
        text = b""
        for side in ("old", "new"):
            out = os.path.join(folder, side)
            shutil.rmtree(out, ignore_errors=True)
            subprocess.run([kpi, "run", data, "--period", "2026Q3", "--as-of",
                            "2026-09-30", "-q", "--accept-rejects", "--out",
                            out],
                           stderr=subprocess.DEVNULL, check=False)
            text += packed(out, side)
            path = os.path.join(data, "contracts.csv")
            with open(path, "rb") as stream:
                rows = stream.read()
            with open(path, "wb") as stream:
                stream.write(rows.replace(b",1000", b",1200"))
        with open(os.path.join(folder, "seeds", seed), "wb") as stream:
            stream.write(text)


def fuzz(program, target, seeds, seconds):
    """The exit code, and the executions."""
    corpus = os.path.join(WORK, "corpus", target)
    found = os.path.join(WORK, "found", target)
    os.makedirs(corpus, exist_ok=True)
    os.makedirs(os.path.dirname(found), exist_ok=True)
    done = subprocess.run(
        [program, "-max_total_time=%d" % seconds, "-print_final_stats=1",
         "-max_len=%d" % LONGEST.get(target, 16384), "-close_fd_mask=3",
         "-timeout=30", "-artifact_prefix=%s-" % found, corpus] + seeds,
        env=dict(os.environ, FUZZ_TARGET=target), cwd=ROOT,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    said = done.stderr.decode("utf-8", "replace")
    units = re.search(r"number_of_executed_units: (\d+)", said)
    if done.returncode:
        print(said[-6000:])
    return done.returncode, int(units.group(1)) if units else 0


def main():
    words = argparse.ArgumentParser()
    words.add_argument("kpi")
    words.add_argument("program")
    words.add_argument("targets", nargs="*")
    words.add_argument("--seconds", type=int, default=60)
    words = words.parse_intermixed_args()
    kpi, program = os.path.abspath(words.kpi), os.path.abspath(words.program)
    if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK):
        os.environ["TMPDIR"] = "/dev/shm"
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "seeds"))
        make_runs(kpi, folder)
        more = {"format": os.path.join(ROOT, "io", "import", "formats"),
                "run_folder": os.path.join(folder, "seeds")}
        for target in words.targets or sorted(
                os.listdir(os.path.join(HERE, "seeds"))):
            seeds = [os.path.join(HERE, "seeds", target)]
            if target in more:
                seeds.append(more[target])
            code, units = fuzz(program, target, seeds, words.seconds)
            print("%-14s %9d executions%s" % (
                target, units, ", FAILED" if code else ""), flush=True)
            failed |= code != 0
    sys.exit(failed)


main()
