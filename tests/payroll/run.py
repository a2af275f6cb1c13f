#!/usr/bin/env python3
"""Files that people open, and payroll's: run.py KPI

- each shape of `csv:` holds what the plain one holds, and the program reads
  each back;
- the guard against formulas is undone without loss.
"""
import csv
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import equal, expect  # noqa: E402

SHAPES = {"plain": (",", "."), "vietnamese": (";", ","), "tab": ("\t", "."),
          "tab and comma": ("\t", ","), "semicolon and point": (";", ".")}
# What stands in numbers, of each file.
NUMBERS = {
    "scorecard.csv": ("weight", "weight_used", "value", "threshold", "target",
                      "stretch", "payout", "points"),
    "bonus.csv": ("score", "proration", "kpi_bonus", "commission",
                  "project_award", "adjustment", "total"),
    "payroll.csv": ("amount",),
    "sensitivity.csv": ("score", "new_score"),
    "rejects.csv": ("line",),
}
TRUE_UP = ("old_total", "new_total", "difference")
PERIOD = ("--period", "2026Q3", "--as-of", "2026-09-30")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d",
            "\uff20")

# Ids and names that ask for care: delimiters, quotes, marks, formulas, and an
# apostrophe before one.
PEOPLE = [
    ("an", 'Nguyễn Văn "An"; Út', "10000000.5"),
    ("bình;1,5", "Trần Bình, 1.5", "900000000000000"),
    ("=1+1", "=SUM(A1:A9)", "3333333.33"),
    ("'=1+1", "'=SUM(A1:A9)", "2000000"),
    ("@x", "-Đặng", "0.01"),
    ("'xe", "'Phạm", "7"),
]


def rows_of(text, shape, numbers):
    """The rows of a file in that shape as they are meant: without BOM and
    guard, numbers with a point."""
    delimiter, mark = SHAPES[shape]
    expect(text.startswith("\ufeff"), "no BOM", text[:40])
    rows = []
    for row in csv.DictReader(io.StringIO(text[1:]), delimiter=delimiter):
        meant = {}
        for column, cell in row.items():
            bare = cell.lstrip("'")
            if column in numbers:
                other = {".": ",", ",": "."}[mark]
                expect(other not in cell, "another mark", column, cell)
                cell = cell.replace(mark, ".")
            elif bare.startswith(FORMULAS):
                expect(cell != bare, "no guard", column, cell)
                cell = cell[1:]
            meant[column] = cell
        rows.append(meant)
    return rows


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()


def quoted(text):
    return '"%s"' % text.replace('"', '""')


def data_set(name, shape="plain", currency="EUR", more="", target="1000.5"):
    """A folder with PEOPLE, each with a contract signed, and one row that is
    rejected; all of its texts in every shape are the same."""
    folder = os.path.join(suite.folder(), name)
    os.makedirs(folder)
    delimiter, mark = SHAPES[shape]
    suite.write(os.path.join(folder, "kpi.yaml"),
                'currency: %s\npay: {commission: 0.015}\ncsv: {delimiter: "%s", '
                'decimal: "%s"}\n%s' % (currency, delimiter.replace(
                    "\t", "tab"), mark, more))
    suite.write(os.path.join(folder, "people.csv"),
                "account_manager,name,base_bonus,emp_no\n" + "".join(
                    "%s,%s,%s,00%d\n" % (quoted(one), quoted(name), base, i)
                    for i, (one, name, base) in enumerate(PEOPLE)))
    suite.write(os.path.join(folder, "contracts.csv"),
                "contract_id,client_id,account_manager,stage,closed_on,value\n" +
                "".join("K%d;,C%d,%s,won,2026-07-1%d,%s\n" % (
                    i, i, quoted(one), i, 1000 + i * 2.25)
                    for i, (one, _, _) in enumerate(PEOPLE)) +
                'bad;1,C1,an,won,2026-07-10,"1;5x"\n')
    suite.write(os.path.join(folder, "plan.csv"),
                "level,metric,weight,threshold,target,stretch\n"
                "*,revenue,66.5,500.25,%s,1500\n*,on_time,33.5,,0.5,\n" % target)
    return folder


def run(data, name, code=1, *options):
    out = os.path.join(suite.folder(), name)
    suite.run("run", data, "--out", out, "-q", "--accept-rejects", *PERIOD,
              *options, code=code)
    return out


PAYROLL = "payroll: {rows: part, employee_code: emp_no, control: yes}\n"


@suite.check
def every_shape_holds_the_same():
    outs = {shape: run(data_set("data " + shape, shape, more=PAYROLL),
                       "out " + shape) for shape in SHAPES}
    for name, numbers in NUMBERS.items():
        plain = rows_of(read(outs["plain"], name), "plain", numbers)
        expect(plain, name, "is empty")
        for shape, out in outs.items():
            equal(rows_of(read(out, name), shape, numbers), plain, name, shape)
    people = {row["subject"]: row
              for row in rows_of(read(outs["tab"], "bonus.csv"), "tab",
                                 NUMBERS["bonus.csv"])}
    equal({one: row["name"] for one, row in people.items()},
          {one: name for one, name, _ in PEOPLE})
    # What programs read is the same, to the byte.
    for name in ("kpi.csv", "survival.csv", "observations.csv",
                 "records-contracts.csv", "records-people.csv"):
        expect(not read(outs["plain"], name).startswith("\ufeff"), name)
        for shape, out in outs.items():
            equal(read(out, name), read(outs["plain"], name), name, shape)


@suite.check
def a_shape_is_read_back():
    """kpi diff of folders of two shapes: no number differs; and after a change
    what it says does not depend on the shapes."""
    old = {shape: run(data_set("data " + shape, shape), "old " + shape)
           for shape in SHAPES}
    new = {shape: run(data_set("more " + shape, shape, target="1009.25"),
                      "new " + shape) for shape in SHAPES}
    said = {}
    for one, other in (("plain", "vietnamese"), ("vietnamese", "tab and comma"),
                       ("tab", "plain"), ("vietnamese", "vietnamese")):
        text = suite.run("diff", old[one], old[other]).out
        expect("no number differs" in text or "no difference" in text, text)
        answer = suite.run("diff", old[one], new[other], "--format", "csv").out
        rows = [row for row in csv.DictReader(io.StringIO(answer))
                if row["scope"] != "run"]
        expect(len(rows) > 20, len(rows))
        text = suite.run("diff", old[one], new[other], "--true-up").out
        lines = rows_of(text, other, TRUE_UP)
        expect(len(lines) > 2 and any("." in row["difference"] for row in lines),
               lines)
        equal((rows, lines), said.setdefault("first", (rows, lines)), one, other)


@suite.check
def a_number_of_another_shape_is_none():
    """A point in a file whose decimals stand behind a comma is not read as
    one, nor a file of another delimiter."""
    out = run(data_set("data", "vietnamese"), "out")
    path = os.path.join(out, "bonus.csv")
    text = read(out, "bonus.csv")
    total = rows_of(text, "vietnamese", NUMBERS["bonus.csv"])[0]["total"]
    for damaged in (text.replace(total.replace(".", ","), total, 1),
                    text.replace(";", ",")):
        expect(damaged != text)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(damaged)
        done = suite.run("diff", out, out, code=3)
        expect("bonus.csv" in done.err or "no number" in done.err, done.err)


@suite.check
def verify_names_the_column_in_any_shape():
    for shape in ("plain", "vietnamese"):
        data = data_set("data " + shape, shape)
        out = run(data, "out " + shape)
        suite.run("verify", out, data, code=1)  # not sealed, but the same
        suite.write(os.path.join(data, "plan.csv"),
                    "level,metric,weight,target\n*,revenue,100,2000\n")
        said = suite.run("verify", out, data, code=1).out
        expect("bonus.csv: first in line 2, column score" in said, said)


@suite.check
def what_was_paid_is_read_in_its_shape():
    """--paid over sealed folders of three shapes: 15 of 1,000.5 a quarter."""
    paid = []
    for quarter, shape in ((1, "vietnamese"), (2, "tab and comma"), (3, "plain")):
        data = data_set("data %d" % quarter, shape)
        suite.write(os.path.join(data, "contracts.csv"),
                    "contract_id,client_id,account_manager,stage,closed_on,value\n"
                    "K,C,an,won,2026-0%d-10,1000.5\n" % (quarter * 3))
        out = os.path.join(suite.folder(), "q%d" % quarter)
        suite.run("run", data, "--out", out, "-q", "--period",
                  "2026Q%d" % quarter, "--as-of", "2026-12-31")
        suite.run("seal", out)
        paid.append(out)
    data = data_set("year", "vietnamese")
    suite.write(os.path.join(data, "contracts.csv"),
                "contract_id,client_id,account_manager,stage,closed_on,value\n"
                "K,C,an,won,2026-02-10,5000\n")
    out = os.path.join(suite.folder(), "year-out")
    suite.run("run", data, "--out", out, "-q", "--period", "2026", "--as-of",
              "2026-12-31", "--paid", ",".join(paid))
    rows = rows_of(read(out, "bonus.csv"), "vietnamese",
                   NUMBERS["bonus.csv"] + ("paid", "due"))
    an = next(row for row in rows if row["subject"] == "an")
    # 1,000.5 × 0.015 = 15.0075 → 15.01, three times.
    equal((an["commission"], an["paid"], an["due"]), ("75.00", "45.03", "29.97"))


@suite.check
def rejects_of_check_have_the_shape():
    data = data_set("data", "vietnamese")
    out = os.path.join(suite.folder(), "checked")
    suite.run("check", data, "--out", out, code=1)
    row, = rows_of(read(out, "rejects.csv"), "vietnamese", ("line",))
    equal((row["line"], row["value"], row["record"]), ("8", "1;5x", "bad;1"))


suite.main()
