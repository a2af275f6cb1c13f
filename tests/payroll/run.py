#!/usr/bin/env python3
"""Files that people open, and payroll's: run.py KPI

- each shape of `csv:` holds what the plain one holds, and the program reads
  each back;
- the guard against formulas is undone without loss;
- payroll.xlsx holds what payroll.csv holds, codes as texts; ids are not altered;
- correction lines in payroll's shape are the difference of two payroll files.
"""
import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

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
    "sensitivity.csv": ("score", "new_score", "commission", "new_commission"),
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

# ---- payroll.xlsx ----

XLSX = PAYROLL.replace("{", "{format: xlsx, ")
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells_of(path):
    """The cells of a workbook's only sheet, by row: (type, text) each; of a
    number the type is n."""
    with zipfile.ZipFile(path) as book:
        names = [n for n in book.namelist() if n.startswith("xl/worksheets/s")]
        expect(len(names) == 1, names)
        sheet = ElementTree.fromstring(book.read(names[0]))
        texts = ["".join(t.text or "" for t in one.iter(SHEETS + "t")) for one in
                 ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    rows = []
    for row in sheet.iter(SHEETS + "row"):
        rows.append([])
        for cell in row.iter(SHEETS + "c"):
            value = cell.find(SHEETS + "v")
            expect(cell.find(SHEETS + "f") is None, "a formula")
            kind = cell.get("t", "n")
            if value is not None:
                rows[-1].append((kind, texts[int(value.text)] if kind == "s"
                                 else value.text))
    return rows


def as_csv(path):
    """What LibreOffice makes of it, as it shows it."""
    folder = suite.folder()
    profile = "-env:UserInstallation=file://%s/profile" % folder
    subprocess.run(["libreoffice", profile, "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir",
                    folder, path], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=300)
    return read(folder, os.path.basename(path).replace(".xlsx", ".csv"))


def workbooks(currency, people, rows="part"):
    """The folders of a run that writes payroll.csv and of one that writes
    payroll.xlsx."""
    outs = []
    for name, form in (("csv", "csv"), ("xlsx", "xlsx")):
        data = data_set("data " + name, currency=currency, more="payroll: {rows: "
                        "%s, format: %s, employee_code: emp_no, control: yes}\n"
                        % (rows, form))
        if people:
            suite.write(os.path.join(data, "people.csv"), people)
        outs.append(run(data, "out " + name))
    return outs


@suite.check
def payroll_as_a_workbook():
    """Codes and periods are texts, amounts numbers; nothing else differs from
    payroll.csv."""
    people = ("account_manager,name,base_bonus,emp_no\n"
              'an,"Nguyễn; ""An""",800000000000,007\n'
              "=1+1,=SUM(A1),10.25,=1\n@x,-Đặng,3333.33,-5\n")
    for currency, rows in (("EUR", "part"), ("EUR", "total"), ("VND", "part")):
        plain, book = workbooks(currency, people.replace(
            "=1\n", "1E5\n").replace("-5\n", "0012\n"), rows)
        path = os.path.join(book, "payroll.xlsx")
        expect(os.stat(path).st_mode & 0o777 == 0o600)
        expect(not os.path.exists(os.path.join(book, "payroll.csv")))
        text = read(plain, "payroll.csv")[1:]
        wanted = list(csv.reader(io.StringIO(text)))
        # The guard of names is no part of the workbook.
        wanted = [[cell[1:] if cell[:2] in ("'=", "'-") else cell
                   for cell in row] for row in wanted]
        amount = wanted[0].index("amount")
        found = cells_of(path)
        equal(len(found), len(wanted))
        for row, cells in zip(wanted, found):
            kinds = [kind for kind, _ in cells]
            filled = [c for c, cell in enumerate(row) if cell]
            if row is not wanted[0]:
                equal([c for c, kind in zip(filled, kinds) if kind == "n"],
                      [amount], row)
                equal(Decimal(cells[filled.index(amount)][1]),
                      Decimal(row[amount]))
            equal([text for kind, text in cells if kind == "s"],
                  [row[c] for c in filled if c != amount or
                   row is wanted[0]])
        expect(any(text == "007" for row in found for _, text in row), found)
        if shutil.which("libreoffice"):
            equal(list(csv.reader(io.StringIO(as_csv(path)))), wanted)
        # The same again, to the byte; and in run.json.
        with open(path, "rb") as stream:
            before = stream.read()
        again = run(os.path.join(os.path.dirname(book), "data xlsx"), "again")
        with open(os.path.join(again, "payroll.xlsx"), "rb") as stream:
            equal(stream.read(), before)
        with open(os.path.join(book, "run.json"), encoding="utf-8") as stream:
            outputs = {one["name"]: one for one in json.load(stream)["outputs"]}
        equal(outputs["payroll.xlsx"]["sha256"],
              hashlib.sha256(before).hexdigest())
        for folder in (plain, book, again):
            shutil.rmtree(folder)
        for name in ("data csv", "data xlsx"):
            shutil.rmtree(os.path.join(os.path.dirname(book), name))


@suite.check
def a_workbook_of_payroll_is_sealed_and_verified():
    data = data_set("data", more=XLSX)
    suite.write(os.path.join(data, "people.csv"),
                "account_manager,name,base_bonus,emp_no\nan,An,1000,01\n")
    out = run(data, "out")
    suite.run("seal", out)
    suite.run("verify", out, data)
    path = os.path.join(out, "payroll.xlsx")
    with open(path, "r+b") as stream:
        stream.seek(40)
        byte = stream.read(1)
        stream.seek(40)
        stream.write(bytes([byte[0] ^ 1]))
    said = suite.run("verify", out, code=1).out
    expect("altered  payroll.xlsx" in said, said)
    # A run that writes payroll.csv instead takes the workbook away.
    suite.write(os.path.join(data, "kpi.yaml"), "currency: EUR\n" + PAYROLL)
    os.remove(os.path.join(out, "seal.txt"))
    with open(path, "r+b") as stream:
        stream.seek(40)
        stream.write(byte)
    run(data, "out")
    expect(not os.path.exists(path) and os.path.exists(
        os.path.join(out, "payroll.csv")))


@suite.check
def more_digits_than_a_spreadsheet_keeps():
    """899,999,999,999,999.99 at some percent, to the cent. The CSV has all digits,
    the workbook is refused, and nothing of the run is written."""
    people = ("account_manager,name,base_bonus,emp_no\n"
              "an,An,899999999999999.99,1\nb,Bình,0.01,2\n")
    data = data_set("data", more=XLSX)
    suite.write(os.path.join(data, "people.csv"), people)
    done = suite.kpi("run", data, "--out", os.path.join(suite.folder(), "out"),
                     "-q", "--accept-rejects", *PERIOD)
    expect(done.code == 2 and "payroll.xlsx: an amount of employee 1 has more digits "
           "than a spreadsheet keeps (15)" in done.err, done)
    expect(not os.path.exists(os.path.join(suite.folder(), "out", "kpi.csv")))
    suite.write(os.path.join(data, "kpi.yaml"), "currency: EUR\npay: {commission: "
                "0.015}\n" + PAYROLL)
    out = run(data, "out")
    amount = rows_of(read(out, "payroll.csv"), "plain", ("amount",))[0]["amount"]
    expect(len(amount) >= 18 and not amount.endswith("0"), amount)


# ---- ids ----

def refused(people, more, said, columns="account_manager,name,base_bonus,emp_no"):
    data = os.path.join(suite.folder(), "refused")
    os.makedirs(data, exist_ok=True)
    suite.write(os.path.join(data, "contracts.csv"),
                "contract_id,client_id,account_manager,stage,closed_on,value\n"
                "K,C,an,won,2026-07-10,100\n")
    suite.write(os.path.join(data, "people.csv"), columns + "\n" + people)
    suite.write(os.path.join(data, "kpi.yaml"), "pay: {commission: 0.5}\n" + more)
    out = os.path.join(suite.folder(), "refused-out")
    shutil.rmtree(out, ignore_errors=True)
    done = suite.kpi("run", data, "--out", out, "-q", *PERIOD)
    if not said:
        expect(done.code == 0, done)
        name = "payroll.xlsx" if "xlsx" in more else "payroll.csv"
        return read(out, name) if name.endswith("csv") else cells_of(
            os.path.join(out, name))
    expect(done.code == 2, done)
    for one in said:
        expect(one in done.err, one, done.err)
    expect(not os.path.exists(os.path.join(out, "bonus.csv")))
    return None


@suite.check
def ids_are_not_altered():
    """Payroll knows no guard: what would run as a formula is refused, with its
    line; all else stands as it is, in a workbook anything does."""
    for one in ("=1+1", "-x", "@x", "+84", "'=1", "\uff1d1"):
        refused("an,An,1,1\n%s,X,1,2\n" % one, "payroll: {rows: total}\n", (
            'people.csv:3: the id "%s" in payroll\'s file would be run as a '
            "formula" % one, "employee_code: COLUMN", "format: xlsx"))
        text = refused("an,An,1,1\n%s,X,1,2\n" % one,
                       "payroll: {employee_code: emp_no, control: no}\n", ())
        expect("\n2," in text, text)
        refused("an,An,1,1\nb,X,1,%s\n" % one, "payroll: {employee_code: emp_no}\n",
                ('people.csv:3: emp_no "%s" in payroll\'s file would be run' % one,
                 "mend it"))
        cells = refused("an,An,1,1\n%s,X,1,2\n" % one,
                        "payroll: {format: xlsx}\n", ())
        expect(("s", one) in [row[0] for row in cells], cells)
    for one in ("007", "'An", "1-1", "1E5", "2026-07", "Ân;1", "#1"):
        text = refused('"%s",X,1,2\nan,An,1,1\n' % one, "payroll: {rows: total}\n",
                       ())
        expect(one in [row[0] for row in csv.reader(io.StringIO(text))], text)
    for more, said in (
            ("codes: {kpi_bonus: -B01}, rows: part", 'codes: "-B01" would be run'),
            ("columns: {employee: '=EMP', amount: A}", 'columns: "=EMP" would be'),
            ("codes: {total: '@B'}", 'codes: "@B" would be run')):
        refused("an,An,1,1\n", "payroll: {%s}\n" % more, ("kpi.yaml: payroll: " +
                                                        said,))
        refused("an,An,1,1\n", "payroll: {format: xlsx, %s}\n" % more, ())


# ---- correction lines ----

def paid_and_corrected(more, old_people, new_people, shape="plain"):
    """A quarter as it was paid, and again with another target, one more
    contract and other people."""
    outs = []
    for name, people, target in (("paid", old_people, "1000.5"),
                                 ("corrected", new_people, "1009.25")):
        data = data_set(name, shape, more=more, target=target)
        suite.write(os.path.join(data, "people.csv"), people)
        with open(os.path.join(data, "contracts.csv"), "a",
                  encoding="utf-8") as stream:
            stream.write("M;1,C8,b,won,2026-07-20,900.5\n")
            if name == "corrected":
                stream.write("N;1,C9,b,won,2026-08-01,333.33\n")
        outs.append(run(data, "out " + name))
    return outs


STAFF = ("account_manager,name,base_bonus,emp_no\n"
         "an,An,100000.37,007\nb,\"Bình; 1,5\",20.5,08\nc,-C,30,9\n")


@suite.check
def corrections_as_payroll_reads_them():
    """By part and by person, in every shape: amounts are the differences of the
    two payroll files, and add up to the correction lines."""
    for rows in ("part", "total"):
        for shape in ("plain", "vietnamese"):
            more = ("payroll: {rows: %s, employee_code: emp_no, columns: {earning: "
                    "K, employee: E, amount: A, period: P, note: N}, codes: {%s}}\n"
                    % (rows, "kpi_bonus: B1, commission: B2, total: B9"
                       if rows == "part" else "total: B9"))
            old, new = paid_and_corrected(more, STAFF, STAFF, shape)
            answer = suite.run("diff", old, new, "--true-up", "--payroll").out
            lines = rows_of(answer, shape, ("A",))
            equal(list(lines[0]), ["K", "E", "A", "P", "N"])
            sums = {}
            for sign, out in ((1, new), (-1, old)):
                for row in rows_of(read(out, "payroll.csv"), shape, ("A",)):
                    key = (row["E"], row["K"])
                    sums[key] = sums.get(key, 0) + sign * Decimal(row["A"])
            equal({(row["E"], row["K"]): Decimal(row["A"]) for row in lines},
                  {key: amount for key, amount in sums.items() if amount})
            expect(all(row["P"] == "2026Q3" and row["N"] for row in lines), lines)
            true_up = rows_of(suite.run("diff", old, new, "--true-up").out, shape,
                              TRUE_UP)
            equal(sum(Decimal(row["A"]) for row in lines),
                  sum(Decimal(row["difference"]) for row in true_up))
            expect(sum(Decimal(row["A"]) for row in lines) != 0)
            for folder in os.listdir(suite.folder()):
                shutil.rmtree(os.path.join(suite.folder(), folder))


@suite.check
def corrections_of_people_who_left_the_list():
    """b is no longer in people.csv: the code is that of the run that paid; of
    one whom neither knows by a code the amount is said."""
    more = "payroll: {employee_code: emp_no, control: yes}\n"
    old, new = paid_and_corrected(more, STAFF, STAFF.replace(
        STAFF.splitlines()[2] + "\n", ""))
    path = os.path.join(suite.folder(), "lines.csv")
    suite.run("diff", old, new, "--true-up", "--payroll", "--out", path)
    expect(os.stat(path).st_mode & 0o777 == 0o600)
    lines = rows_of(read(suite.folder(), "lines.csv"), "plain", ("amount",))
    bonus = {row["subject"]: row for row in rows_of(
        read(old, "bonus.csv"), "plain", NUMBERS["bonus.csv"])}
    equal([row["amount"] for row in lines if row["employee"] == "08"],
          ["-" + bonus["b"]["total"]])
    equal(lines[-1]["employee"], "CONTROL")
    equal(Decimal(lines[-1]["amount"]),
          sum(Decimal(row["amount"]) for row in lines[:-1]))
    equal(lines[-1]["note"], "rows: %d" % (len(lines) - 1))
    # The run that paid has kept no codes.
    suite.write(os.path.join(suite.folder(), "paid", "kpi.yaml"),
                "currency: EUR\npay: {commission: 0.015}\npayroll: {rows: part}\n")
    run(os.path.join(suite.folder(), "paid"), "out paid")
    done = suite.run("diff", old, new, "--true-up", "--payroll", code=1)
    expect("b: -%s EUR is in no line: payroll knows no emp_no" %
           bonus["b"]["total"].rstrip("0").rstrip(".") in done.err, done.err)
    expect("08" not in done.out, done.out)


@suite.check
def corrections_that_cannot_be_rows():
    old, new = paid_and_corrected("", STAFF, STAFF)
    done = suite.run("diff", old, new, "--true-up", "--payroll", code=2)
    expect("says nothing of payroll" in done.err and not done.out, done)
    suite.run("diff", old, new, "--payroll", code=2)
    suite.run("diff", old, new, "--true-up", "--payroll", "--format", "json",
              code=2)


@suite.check
def a_cap_on_the_total_has_a_row():
    """By part payroll gets what is due: the parts, less what the cap takes."""
    more = ("payroll: {rows: part, employee_code: emp_no, control: yes}\n")
    data = data_set("data")
    suite.write(os.path.join(data, "kpi.yaml"), "currency: EUR\npay: {commission: "
                "0.015, cap: {total: 25}}\n" + more)
    suite.write(os.path.join(data, "people.csv"), STAFF)
    out = run(data, "out")
    bonus = {row["subject"]: row for row in rows_of(
        read(out, "bonus.csv"), "plain", NUMBERS["bonus.csv"])}
    equal(bonus["an"]["total"], "25.00")
    rows = rows_of(read(out, "payroll.csv"), "plain", ("amount",))
    for code, one in (("007", "an"), ("08", "b"), ("9", "c")):
        equal(sum(Decimal(row["amount"]) for row in rows
                  if row["employee"] == code), Decimal(bonus[one]["total"]))
    expect(any(row["earning"] == "bonus" and row["employee"] == "CONTROL"
               and row["amount"].startswith("-") for row in rows), rows)


if not shutil.which("libreoffice"):
    suite.skip("payroll.xlsx as LibreOffice reads it", "no LibreOffice")
suite.main()
