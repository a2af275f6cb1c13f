#!/usr/bin/env python3
"""Which lines and branches ran: report.py BUILD [--lines]

BUILD holds the objects of a build with --coverage and what its programs wrote
down. Prints the share of lines and of branches by room and as a whole, and
each file below the goal; with --lines also which lines of it never ran, and
where one way of a branch was never taken. A branch is one that gcc has made
without optimising: every && and || has its own.
"""
import collections
import json
import os
import subprocess
import sys

GOAL_LINES, GOAL_BRANCHES = 95, 85
OWN = ("engine/", "metrics/", "io/")


def notes(build):
    for folder, _, names in os.walk(build):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(".gcno") and path[len(build) + 1:].startswith(OWN):
                yield path


def collect(build):
    """By file: by line, how often it ran; by line and place, each branch."""
    lines = collections.defaultdict(collections.Counter)
    branches = collections.defaultdict(collections.Counter)
    paths = sorted(notes(build))
    for at in range(0, len(paths), 40):
        text = subprocess.run(
            ["gcov", "--json-format", "--stdout", "--branch-probabilities"] +
            paths[at:at + 40], stdout=subprocess.PIPE, check=True,
            stderr=subprocess.DEVNULL, encoding="utf-8").stdout
        for answer in text.splitlines():
            for file in json.loads(answer)["files"]:
                name = os.path.normpath(file["file"])
                if not name.startswith(OWN):
                    continue
                for line in file["lines"]:
                    number = line["line_number"]
                    lines[name][number] += line["count"]
                    for place, branch in enumerate(line["branches"]):
                        branches[name][number, place] += branch["count"]
    return lines, branches


def share(counter):
    return sum(1 for count in counter.values() if count), len(counter)


def percent(ran, all_of_them):
    return 100 * ran / all_of_them if all_of_them else 100


def show(name, lines, branches):
    print("%6.1f %% of %6d lines  %6.1f %% of %6d branches  %s" % (
        percent(*lines), lines[1], percent(*branches), branches[1], name))


def add(a, b):
    return a[0] + b[0], a[1] + b[1]


def ranges(numbers):
    """1, 2, 3, 7 → 1-3 7."""
    runs = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join("%d-%d" % (a, b) if b > a else str(a) for a, b in runs)


def main():
    build = os.path.normpath(sys.argv[1])
    lines, branches = collect(build)
    rooms = collections.defaultdict(lambda: [(0, 0), (0, 0)])
    below = []
    for name in sorted(lines):
        ran, taken = share(lines[name]), share(branches[name])
        for room in (os.path.dirname(name), "all"):
            rooms[room] = [add(rooms[room][0], ran), add(rooms[room][1], taken)]
        if percent(*ran) < GOAL_LINES or percent(*taken) < GOAL_BRANCHES:
            below.append((name, ran, taken))
    for room in sorted(rooms, key=lambda room: (room == "all", room)):
        show(room, *rooms[room])
    print("\nBelow %d %% of lines or %d %% of branches:" %
          (GOAL_LINES, GOAL_BRANCHES))
    for name, ran, taken in below:
        show(name, ran, taken)
        if "--lines" in sys.argv:
            print("    never ran: %s" % ranges(
                n for n, count in lines[name].items() if not count))
            print("    a way not taken: %s" % ranges({
                n for (n, _), count in branches[name].items()
                if not count and lines[name][n]}))


main()
