"""Commission on random data sets (sets.py) as the auditor reckons it, and
whether those tried every rule.
"""
import json
import os
from fractions import Fraction

import audit
import suite
from ledger import Ledger
from sets import Set


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


def children(tree, line):
    return [other for other in tree if other["depth"] == line["depth"] + 1 and
            other["number"].startswith(line["number"] + ".")]


def explained_books(seed):
    """kpi explain bonus says the amounts of bonus.csv, and what stands below the
    commission adds up to it but for its rounding, on each floor."""
    made, folder = Set(seed), suite.folder()
    dataset, out = os.path.join(folder, "data"), os.path.join(folder, "out")
    made.write(dataset)
    run(dataset, out, made.label, made.as_of)
    for row in audit.rows_of(out, "bonus.csv"):
        tree = json.loads(suite.run(
            "explain", dataset, "bonus", "--manager", row["subject"], "--period",
            made.label, "--as-of", str(made.as_of), "--format", "json", "-q",
            code=(0, 1)).out, parse_float=Fraction, parse_int=Fraction)
        parts = [line for line in tree if line["kind"] == "part"]
        told = [tree[0]["value"], *(line["value"] for line in parts)]
        if told != [Fraction(row[c]) for c in (
                "total", "kpi_bonus", "commission", "project_award", "adjustment")]:
            yield "%s: explained as %s" % (row["subject"], told)
        least = made.terms.unit
        for line in [parts[1], *children(tree, parts[1])]:
            below = children(tree, line)
            if below and abs(sum(b["value"] for b in below) - line["value"]) >= least:
                yield "%s: %s" % (row["subject"], line)
            least = Fraction(1, 1000)
