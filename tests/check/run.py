#!/usr/bin/env python3
"""`kpi check`: what it shows to people and gives to programs is the same, and is
what stands in the files: run.py KPI

The data sets are the samples, those of tests/formats (whose names and words are
many), and one that is refused. Each line of the JSON is looked for in the text;
the words and names of the sample are counted once more from its CSVs.
"""
import collections
import csv
import decimal
import glob
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

FORMATS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                       "formats")
REFUSED = {
    "contracts-07.csv": "contract_id,client_id,account_manager,stage,closed_on,value\n"
                        "K1,C1,an,Ký,05/06/2026,1\nK2,C1,an,Won,07/08/2026,2\n",
    "contracts-08.csv": "contract_id,Clientid,account_manager,stage,closed_on,value\n"
                        "K3,C1,an,won,13/08/2026,3\n",
    "timesheets.csv": "worked_on,hours\n2026-08-01,1\n",
}


def answers(folder):
    out = os.path.join(suite.folder(), "out")
    code, text, said = suite.kpi("check", folder, "-v", "--out", out)
    again, answer, said_too = suite.kpi("check", folder, "-v", "--out", out,
                                        "--format", "json")
    suite.equal(again, code, "exit code of", folder)
    suite.equal(said_too, said, "what is said of", folder)
    return re.sub(r"\s+", " ", text), json.loads(answer), re.sub(r"\s+", " ", said)


def grouped(number):
    return "{:,}".format(decimal.Decimal(number))


def lines_of(file):
    """What the text must hold, for each line of the JSON."""
    for line in file["columns"]:
        plain = (line["column"] == line["field"] and line["by"] == "name" and
                 line["form_why"] in (None, "plain") and not line["together"])
        if line["is"] == "constant":
            yield "(every row) → %s = %s" % (line["field"], line["value"])
        elif line["is"] == "field" and not plain:
            yield "%s → %s" % (line["column"], line["field"])
        elif line["column"] != "":
            yield line["column"] or line["field"]
        if line["cell"]:
            yield '"%s" (line %d)' % (line["cell"], line["cell_line"])
    for word in file["words"]:
        read_as = "?" if word["read_as"] is None else word["read_as"] or "(blank)"
        yield "%s → %s %d row" % (word["word"] or "(blank)", read_as, word["rows"])
        if word["money"]:
            yield grouped(word["money"])


def judge(folder):
    text, answer, said = answers(folder)
    wanted = []
    for file in answer["files"]:
        wanted.append("%s: %s" % (file["file"], file["summary"]))
        wanted += lines_of(file)
    for names in answer.get("names", []):
        wanted.append("%s known by %s in %d of %d rows" % (
            names["what"], names["known_by"], names["known_rows"], names["rows"]))
        wanted += ["%s (%d row" % (one["name"], one["rows"])
                   for one in names["unknown"]]
    for line in wanted:
        line = re.sub(r"\s+", " ", line)
        assert line in text, "the text lacks %r:\n%s" % (line, text)
    for message in answer["messages"]:
        for line in [message["text"]] + message["lines"]:
            line = re.sub(r"\s+", " ", line)
            assert line in said, "it does not say %r:\n%s" % (line, said)
    block = re.sub(r"\s+", " ", answer["kpi_yaml"] or "").strip()
    assert text.strip().endswith(block), block


def rows_of(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sample_is_counted():
    folder = os.path.join(suite.SAMPLES, "agency")
    _, answer, _ = answers(folder)
    contracts = rows_of(folder, "contracts.csv")
    file = next(f for f in answer["files"] if f["table"] == "contracts")
    for field in ("stage", "kind"):
        rows, money = collections.Counter(), collections.Counter()
        for contract in contracts:
            rows[contract[field]] += 1
            money[contract[field]] += decimal.Decimal(contract["value"] or 0)
        suite.equal({w["word"]: (w["rows"], decimal.Decimal(w["money"]))
                     for w in file["words"] if w["field"] == field},
                    {word: (rows[word], money[word]) for word in rows}, field)
    projects = {c["project_id"] or c["contract_id"] for c in contracts}
    hours = collections.Counter()
    for row in rows_of(folder, "timesheets.csv"):
        if row["project_id"] not in projects:
            hours[row["project_id"]] += decimal.Decimal(row["hours"])
    names = next(n for n in answer["names"] if n["what"] == "timesheets.project_id")
    suite.equal({n["name"]: decimal.Decimal(n["hours"]) for n in names["unknown"]},
                dict(hours), "hours on unknown projects")


def a_refused_set():
    folder = suite.folder()
    for name, data in REFUSED.items():
        suite.write(os.path.join(folder, name), data.encode())
    judge(folder)
    _, answer, _ = answers(folder)
    suite.equal(answer["result"], "refused")
    suite.equal([file["state"] for file in answer["files"]], ["refused"] * 3)
    suite.equal([(w["word"], w["read_as"], w["how"]) for w in
                 answer["files"][0]["words"]],
                [("Ký", None, "not known"), ("Won", "won", "in other letters")])
    suite.equal([m["lines"][0] for m in answer["messages"]],
                ["contracts: {date_order: {closed_on: dmy}}",
                 "contracts: {columns: {client_id: Clientid}}",
                 "timesheets: {columns: {project_id: …}}",
                 "contracts: {values: {stage: {Ký: open}}}"])


suite.check(sample_is_counted)
suite.check(a_refused_set)
for path in sorted(glob.glob(os.path.join(suite.SAMPLES, "*", ""))):
    suite.add("samples/" + os.path.basename(path.rstrip("/")), judge, path)
for path in sorted(glob.glob(os.path.join(FORMATS, "*", ""))):
    suite.add(os.path.basename(path.rstrip("/")), judge, path)
suite.main()
