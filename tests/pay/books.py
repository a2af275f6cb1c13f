"""Commission on random data sets (sets.py) as the auditor reckons it, and
whether those tried every rule.
"""
import collections
import os

import audit
import suite
from ground import DAY
from ledger import Ledger
from sets import Set

# What is seldom, of as many sets as the suite tries.
TIMES = 3


def rejects_of(out):
    return {(row["file"], int(row["line"]))
            for row in audit.rows_of(out, "rejects.csv")}


def run(dataset, out, label, as_of, *options):
    suite.run("run", dataset, "--period", label, "--as-of", str(as_of), "--out", out,
              "-q", "--accept-rejects", *options, code=(0, 1))


def checked(made, dataset, out, period, kind, down, inner=None, folders=()):
    """Runs over a period, and what is not as the auditor has it."""
    first, last, label, as_of = period
    paid = ["--paid", ",".join(folders)] if folders else []
    run(dataset, out, label, as_of, *paid)
    differences = audit.audit(dataset, out, first, last, as_of, kind, down,
                              made.terms, inner, folders)
    expected = Ledger(made.tables, made.terms, as_of).rejected
    if rejects_of(out) != expected:
        differences.append("rejected: %s, expected %s" % (
            sorted(rejects_of(out)), sorted(expected)))
    return ["%s: %s" % (label, line) for line in differences]


def random_books(seed, down):
    """One set: its runs agree with the auditor, also one that nets others."""
    made, folder = Set(seed), suite.folder()
    dataset = os.path.join(folder, "data")
    made.write(dataset)
    folders, differences = [], []
    for first, last, label in made.netted_parts():
        folders.append(os.path.join(folder, label))
        differences += checked(made, dataset, folders[-1], (
            first, last, label, min(last, made.as_of)), made.every, down)
        suite.run("seal", folders[-1])
    inner = [part[:2] for part in made.parts] if folders else None
    return differences + checked(
        made, dataset, os.path.join(folder, "out"),
        (made.first, made.last, made.label, made.as_of), made.kind, down, inner,
        folders)
