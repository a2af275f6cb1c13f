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

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

RUNS, SEED = suite.numbers(150, 1)
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


def survives(source, seed):
    folder = shutil.copytree(source, os.path.join(suite.folder(), "data"))
    break_one(random.Random(seed), folder)
    try:
        done = suite.kpi("check", folder, "--out", os.path.join(
            folder, "out"), "-q", timeout=60)
        wrong = done.code not in (0, 1, 2, 3) or any(
            word in done.err for word in BAD_WORDS)
        said = "exit %d: %s" % (done.code, done.err[:1000])
    except subprocess.TimeoutExpired:
        wrong, said = True, "does not end"
    if wrong:
        kept = suite.folder() + "-kept"
        shutil.move(folder, kept)
        raise AssertionError("%s: %s" % (kept, said))


def register():
    chance = random.Random(SEED)
    sources = sorted(glob.glob(os.path.join(suite.ROOT, "tests", "formats", "*/")))
    sources.append(suite.TINY)
    for number in range(RUNS):
        source = chance.choice(sources)
        suite.add("%d, of %s" % (number, os.path.basename(source.rstrip("/"))),
                  survives, source, chance.getrandbits(64))


register()
suite.main()
