#!/usr/bin/env python3
"""Broken at random: run.py KPI [RUNS [SEED]]

The exports of tests/formats and the small sample, with bytes changed, dropped,
doubled or encoded otherwise, and kpi.yaml likewise. Whatever comes in, `kpi
check` ends with 0 to 3, in time, and its lines add up; a sanitizer that speaks
up is a failure. What fails is kept, and its folder named.
"""
import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile

KPI = os.path.abspath(sys.argv[1])
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 150
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
TELLING = b'",;\n\r\t|\x00\xff\xe9\xc3-./0129'
ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]
BAD_WORDS = ("Sanitizer", "runtime error", "please report")


def change(chance, data):
    """One change of a text of bytes, which is not empty."""
    at = chance.randrange(len(data))
    kind = chance.random()
    if kind < 0.45:
        data[at] = chance.choice(TELLING + bytes([chance.randrange(256)]))
    elif kind < 0.6:
        del data[at:at + chance.randrange(1, 20)]
    elif kind < 0.8:
        other = chance.randrange(len(data))
        data[at:at] = data[other:other + chance.randrange(1, 60)]
    elif kind < 0.9:
        data[at:at] = chance.choice(TELLING[:4]).to_bytes(
            1, "big") * chance.randrange(1, 2000)
    elif kind < 0.93:
        text = bytes(data).decode("utf-8", "replace")
        data[:] = text.encode(chance.choice(ENCODINGS))
    else:
        del data[at:]


def break_one(chance, folder):
    paths = sorted(p for p in glob.glob(os.path.join(folder, "*.csv"))
                   if not p.endswith("expected.csv"))
    if chance.random() < 0.3:
        paths += glob.glob(os.path.join(folder, "kpi.yaml"))
    path = chance.choice(paths)
    with open(path, "rb") as stream:
        data = bytearray(stream.read())
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        if data:
            change(chance, data)
    with open(path, "wb") as stream:
        stream.write(data)


def judge(folder):
    """What is wrong, or None."""
    try:
        done = subprocess.run(
            [KPI, "check", folder, "--out", os.path.join(folder, "out"), "-q"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    except subprocess.TimeoutExpired:
        return "does not end"
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 1, 2, 3) or any(w in said for w in BAD_WORDS):
        return "exit %d: %s" % (done.returncode, said[:1000])
    return None


def main():
    chance = random.Random(SEED)
    sources = sorted(glob.glob(os.path.join(ROOT, "tests", "formats", "*/")))
    sources.append(os.path.join(ROOT, "samples", "tiny"))
    failed = 0
    for _ in range(RUNS):
        work = tempfile.mkdtemp()
        folder = shutil.copytree(
            chance.choice(sources), os.path.join(work, "data"))
        break_one(chance, folder)
        finding = judge(folder)
        if finding:
            failed += 1
            print("FAIL %s: %s" % (folder, finding))
        else:
            shutil.rmtree(work)
    print("%d passed, %d failed" % (RUNS - failed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
