#!/usr/bin/env python3
"""Workbooks as input: run.py KPI

Sheets of .xlsx files, as the programs that people have write them (writer.py),
are read as CSV files with the same content are: the sample agency gives the same
kpi.csv to the byte; lines are the sheet's rows and add up; numbers, dates and
durations are what the sheet says they are, whatever the texts beside them look
like. What cannot be read is refused with its reason and exit code 3.
"""
import csv
import datetime
import decimal
import hashlib
import json
import os
import random
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
import writer  # noqa: E402
from suite import equal, expect  # noqa: E402
from writer import sheet  # noqa: E402

TABLES = ["contracts", "timesheets", "surveys", "people", "assignments", "plan"]


# ---- the sample agency ----

def typed(text):
    """A cell of the sample as a person would have it in a sheet."""
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text)
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return decimal.Decimal(text)
    return text


def rows_of(table):
    with open(os.path.join(suite.AGENCY, table + ".csv"), newline="", encoding="utf-8") as stream:
        return [[typed(cell) for cell in row] for row in csv.reader(stream)]


def values_of(folder):
    out = os.path.join(suite.folder(), "out")
    suite.run("run", folder, "--out", out)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        inputs = json.load(stream)["inputs"]
    for one in inputs:
        lines = one["reconciliation"]
        equal(lines["lines"], sum(n for name, n in lines.items() if name != "lines"))
        path = os.path.join(folder, os.path.basename(one["path"]))
        equal(one["sha256"], hashlib.sha256(suite.read(path)).hexdigest())
    return suite.read(out, "kpi.csv")


def gives_the_same(program, expected, **habits):
    place = os.path.join(suite.folder(), "agency")
    os.mkdir(place)
    shutil.copy(os.path.join(suite.AGENCY, "kpi.yaml"), place)
    for table in TABLES:
        writer.save(os.path.join(place, table + ".xlsx"), [sheet("Data", rows_of(table))],
                    program, **habits)
    expect(values_of(place) == expected, "kpi.csv differs")



# ---- what cells are ----

CONTRACTS = ["contract_id", "client_id", "account_manager", "stage", "closed_on", "value"]
HOURS = ["project_id", "worked_on", "hours", "cost"]
DAY = datetime.date(2026, 7, 15)
Error, Formula, Styled, Rich, Raw = (
    writer.Error, writer.Formula, writer.Styled, writer.Rich, writer.Raw)


def data(settings="", **tables):
    """A data set: workbooks by the name of their table, a list of sheets or
    the rows of one."""
    place = os.path.join(suite.folder(), "data")
    os.makedirs(place, exist_ok=True)
    suite.write(os.path.join(place, "kpi.yaml"), settings or "{}\n")
    for name, rows in tables.items():
        sheets = rows if isinstance(rows[0], dict) else [sheet("Data", rows)]
        writer.save(os.path.join(place, name + ".xlsx"), sheets)
    return place


def contract(name="H1", **cells):
    row = {"contract_id": name, "client_id": "K1", "account_manager": "an",
           "stage": "won", "closed_on": DAY, "value": 100, **cells}
    return [row[column] for column in CONTRACTS]


def contracts(*rows):
    return [CONTRACTS] + [contract(**{"name": f"H{i}", **row}) for i, row in enumerate(rows, 1)]


def ask(place, query):
    """The answer of kpi sql, as rows of texts."""
    out = suite.run("sql", place, query, "--format", "csv", code=(0, 1)).out
    return list(csv.reader(out.splitlines()))[1:]


def rejects(place):
    out = os.path.join(suite.folder(), "checked")
    suite.run("check", place, "--out", out, code=(0, 1))
    return [[row["line"], row["column"], row["value"], row["reason"]]
            for row in suite.table(out, "rejects.csv")]


def values_read(cells):
    """What contracts' values are read as; None: the row is rejected."""
    place = data(contracts=contracts(*({"value": cell} for cell in cells)))
    found = dict(ask(place, "select contract_id, value from contracts"))
    return [found.get(f"H{i}") for i in range(1, len(cells) + 1)]


def number_cell(text):
    return Raw("<c%s><v>" + text + "</v></c>")


@suite.check
def numbers_are_read_as_they_are_written():
    cases = {
        "1234": "1234", "-0": "0", "1.234": "1.234", "0": "0", "0.5": "0.5",
        "100.0": "100", " 7 ": "7", "+7": "7",
        "1E3": "1000", "1.5E+2": "150", "2.5E-1": "0.25", "1.2345678e7": "12345678",
        # 0.1 + 0.2; 1.1; 8.2 * 3; 2 / 3 * 3 - 1e-16
        "0.30000000000000004": "0.3", "1.1000000000000001": "1.1",
        "24.599999999999998": "24.6", "99.999999999999986": "100",
        "12345678901.233999": "12345678901.234",
        # They are no noise: 16 and 17 digits that are meant.
        "123456789012.3456": "123456789012.3456", "922337203685.4775": "922337203685.4775",
        "12345678901234.56": "12345678901234.56",
        "123456789012345": "123456789012345",
        "": None, "0x10": None, "1E": None, "1E9999": None, "--1": None,
    }
    cells = [number_cell(text) if text else "x" for text in cases]
    equal(values_read(cells), list(cases.values()))


@suite.check
def ids_keep_their_digits():
    place = data(contracts=contracts(
        {"name": number_cell("123456789012345678")}, {"name": number_cell("1001.0")},
        {"name": Styled(7, "00000")}, {"name": "007"}, {"name": number_cell("1.2E3")}))
    equal(ask(place, "select contract_id from contracts order by 1"),
          [["00007"], ["007"], ["1001"], ["1200"], ["123456789012345678"]])


@suite.check
def percent_and_money_are_the_number():
    equal(values_read([Styled("0.25", 10), Styled(1500, '#,##0\\ "đ"'),
                       Styled(12, '"day "0'), Styled(3, "[$$-409]#,##0.00"),
                       Styled(4, "0.00E+00"), Styled(5, "#,##0 VND"), Styled(6, "General")]),
          ["0.25", "1500", "12", "3", "4", "5", "6"])


@suite.check
def formats_say_what_is_a_day():
    serial = writer.serial(DAY)
    codes = [14, 15, 16, 17, 22, 27, 36, 50, 58, "dd/mm/yyyy", "d-mmm-yy", "yyyy\\-mm\\-dd;@",
             "[$-42A]dd mmmm yyyy", 'yyyy"年"m"月"d"日"', "mmm yyyy", "[Red]d/m",
             "DD.MM.YYYY hh:mm AM/PM", "yyyy-mm-dd hh:mm:ss.000"]
    place = data(contracts=contracts(*({"closed_on": Styled(serial, code)} for code in codes)))
    equal(ask(place, "select count(*), min(closed_on), max(closed_on) from contracts"),
          [[str(len(codes)), "2026-07-15", "2026-07-15"]])
    codes = [0, 1, 2, 9, 11, 49, "0", "#,##0", '"d"0', "\\d0", "[Yellow]0", "0.0_d", "@"]
    place = data(contracts=contracts(*({"closed_on": Styled(serial, code)} for code in codes)))
    found = rejects(place)
    equal([row[1:3] for row in found], [["closed_on", "46218"]] * len(codes))


@suite.check
def days_of_both_calendars():
    days = [datetime.date(1990, 1, 31), DAY, datetime.date(2024, 2, 29)]
    for since_1904 in (False, True):
        rows = contracts(*({"closed_on": day} for day in days))
        writer.save(os.path.join(data(), "contracts.xlsx"), [sheet("Data", rows)],
                    since_1904=since_1904)
        equal(ask(data(), "select closed_on from contracts order by contract_id"),
              [[day.isoformat()] for day in days])
    # Excel's 1900: 60 is a day that never was, 0 is none at all, 1 is the first.
    place = data(contracts=contracts(*(
        {"closed_on": Styled(n, 14)} for n in (60, 0, 1, 59, 61, 2958466, -1))))
    equal([row[2] for row in rejects(place)],
          ["1900-02-29", "1900-01-00", "1900-01-01", "1900-02-28", "1900-03-01", "2958466", "'-1"])


@suite.check
def a_time_behind_a_day():
    moment = datetime.datetime(2026, 7, 15, 23, 59, 59)
    place = data(contracts=contracts({"closed_on": moment}, {"closed_on": DAY},
                                     {"closed_on": Styled("46218.999999999", 22)},
                                     {"name": moment, "closed_on": DAY}))
    equal(ask(place, "select contract_id, closed_on from contracts order by 1"),
          [["2026-07-15 23:59:59", "2026-07-15"], ["H1", "2026-07-15"], ["H2", "2026-07-15"],
           ["H3", "2026-07-16"]])


@suite.check
def durations_are_hours():
    cells = [decimal.Decimal("7.5"), datetime.timedelta(hours=27, minutes=30), datetime.time(7, 30),
             Styled("0.041666666666666664", 20), Styled("0.0104166667", 45),
             Styled("1.5", 46), Styled("0.3333333333", "[hh]:mm"), "7:45"]
    place = data(timesheets=[HOURS] + [["P%d" % i, DAY, cell, 10] for i, cell in enumerate(cells)]
                 + [["P9", DAY, Styled("1.0625", "h:mm"), 10]])
    equal(ask(place, "select hours from timesheets order by project_id"),
          [["7.5"], ["27.5"], ["7.5"], ["1"], ["0.25"], ["36"], ["8"], ["7.75"]])
    equal([row[:3] for row in rejects(place)], [["10", "hours", "1900-01-01 01:30:00"]])


@suite.check
def durations_beside_no_text():
    """Where all is typed nothing has to be found out, and rows are read at once."""
    cells = [datetime.timedelta(hours=27, minutes=30), datetime.time(0, 20), decimal.Decimal("0.25")]
    place = data(timesheets=[HOURS] + [["P%d" % i, DAY, cell, 10] for i, cell in enumerate(cells)])
    equal(ask(place, "select hours from timesheets order by project_id"),
          [["27.5"], ["0.3333"], ["0.25"]])


@suite.check
def days_that_are_numbers():
    rows = contracts({"closed_on": 46218}, {"closed_on": DAY})
    found = rejects(data(contracts=rows))
    equal([row[:3] for row in found], [["2", "closed_on", "46218"]])
    expect("excel_dates" in found[0][3], found)
    place = data("contracts: {also: [excel_dates]}\n", contracts=rows)
    equal(ask(place, "select closed_on from contracts"), [["2026-07-15"]] * 2)


@suite.check
def both_readers_agree():
    rows = contracts({}, {"value": "1.234,5"}, {"closed_on": "15/07/2026"}, {"value": Error("#N/A")},
                     {"client_id": 'a "b", c'}, {"value": Styled("0.5", 9)})
    place, answers = data(contracts=rows), []
    for reader in ("careful", ""):
        done = suite.run("sql", place, "select * from contracts order by 1", "--format", "csv",
                         code=1, environment={"KPI_READER": reader})
        answers.append(done.out)
    equal(*answers)


@suite.check
def an_export_under_any_name_is_named():
    place = data(contracts=contracts({}))
    writer.save(os.path.join(place, "export.xlsx"), [sheet("S", [
        ["Record ID", "Deal Name", "Deal Stage", "Amount", "Deal owner", "Close Date", "Create Date",
         "Pipeline", "Associated Company"]])])
    suite.write(os.path.join(place, "timesheets.xls"), "old")
    done = suite.run("check", place)
    expect("export.xlsx is not read, though its header is that of HubSpot" in done.err, done.err)
    expect("timesheets.xls is not read" in done.err and "save it as .xlsx" in done.err, done.err)
    place = data("contracts: {files: [exp*.xlsx, contracts.xlsx]}\n")
    suite.run("check", place)


@suite.check
def typed_cells_and_texts_in_one_column():
    place = data(contracts=contracts(
        {"closed_on": "15/01/2026", "value": "1.234,5"}, {"value": decimal.Decimal("1.234")},
        {"value": decimal.Decimal("1234.5")}, {"value": "1.234.567"},
        {"closed_on": "03/04/2026", "value": "2.500"}))
    equal(ask(place, "select closed_on, value from contracts order by contract_id"),
          [["2026-01-15", "1234.5"], ["2026-07-15", "1.234"], ["2026-07-15", "1234.5"],
           ["2026-07-15", "1234567"], ["2026-04-03", "2500"]])


@suite.check
def typed_cells_decide_nothing():
    rows = [{}] * 20
    done = suite.run("check", data(contracts=contracts(*rows, {"closed_on": "03/04/2026"})), code=3)
    expect("date_order: {closed_on: dmy}" in done.err, done.err)
    done = suite.run("check", data(contracts=contracts(
        *[{"value": decimal.Decimal("1.5")}] * 20, {"value": "1.234"})), code=3)
    expect("number_style: {value: comma}" in done.err, done.err)
    place = data("contracts: {date_order: dmy, number_style: comma}\n", contracts=contracts(
        {"value": decimal.Decimal("1234.5")}, {"closed_on": "03/04/2026", "value": "1.234"}))
    equal(ask(place, "select closed_on, value from contracts order by contract_id"),
          [["2026-07-15", "1234.5"], ["2026-04-03", "1234"]])


@suite.check
def swapped_days_beside_texts():
    """A sheet of a US locale: days to the twelfth became dates, the rest texts."""
    rows = [{"closed_on": datetime.date(2026, month, 7)} for month in range(1, 10)]
    rows += [{"closed_on": f"{day}/07/2026"} for day in range(13, 17)]
    done = suite.run("check", data(contracts=contracts(*rows)), code=3)
    expect("two styles of dates: 9 cells such as" in done.err, done.err)
    expect('4 such as "13/07/2026" (line 11)' in done.err, done.err)


@suite.check
def errors_and_formulas():
    rows = [CONTRACTS] + [contract(f"H{i}", **cells) for i, cells in enumerate([
        {"value": Error("#N/A")}, {"client_id": Error("#REF!")},
        {"value": Formula("SUM(A1:A2)", 12.5)}, {"value": Formula("B2*2")},
        {"client_id": Formula('"K"&amp;1', "K7")}, {"client_id": Formula("A1", "")},
    ], 1)]
    place = data(contracts=rows)
    equal(ask(place, "select contract_id, client_id, value from contracts order by 1"),
          [["H3", "K1", "12.5"], ["H5", "K7", "100"]])
    found = rejects(place)
    equal([row[:3] for row in found],
          [["2", "value", "#N/A"], ["3", "client_id", "#REF!"], ["5", "value", "'=B2*2"],
           ["7", "client_id", ""]])
    expect("#N/A" in found[0][3] and "#REF!" in found[1][3], found)
    expect("formula whose value is not in the file" in found[2][3], found)


@suite.check
def an_error_in_a_column_that_is_not_read():
    rows = [CONTRACTS + [None, "x"]] + [contract(f"H{i}") + [None, Error("#N/A")] for i in range(3)]
    equal(ask(data(contracts=rows), "select count(*) from contracts"), [["3"]])


@suite.check
def texts():
    names = {
        Rich("<r><t>Ac</t></r><r><rPr><b/></rPr><t>me &amp; Co</t></r>"): "Acme & Co",
        Rich('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr/>'): "東京",
        Rich("<t>a&#x20;&lt;b&gt; &quot;c&quot; &#225;<![CDATA[<&]]><!-- no --></t>"): 'a <b> "c" á<&',
        Rich("<t>one_x000D_\ntwo</t>"): "one two",
        Rich("<t>_x005F_x000D_ _x00e9_ _xyz_</t>"): "_x000D_ é _xyz_",
        Rich('<t xml:space="preserve">  wide, "quoted"  </t>'): 'wide, "quoted"',
        "Nhà hàng\nSông": "Nhà hàng Sông",
    }
    rows = [CONTRACTS + ["client_name"]] + [
        contract(f"H{i}", client_id=f"K{i}") + [name] for i, name in enumerate(names)]
    for strings in ("shared", "inline"):
        place = data()
        writer.save(os.path.join(place, "contracts.xlsx"), [sheet("Data", rows)], strings=strings)
        equal([name for name, in ask(
            place, "select client_name from contracts order by contract_id")], list(names.values()))


@suite.check
def truth_is_a_word():
    place = data(contracts=[CONTRACTS + ["checked"], contract() + [True], contract("H2") + [False]])
    equal(ask(place, "select checked from contracts order by contract_id"), [["TRUE"], ["FALSE"]])


# ---- sheets and rows ----

@suite.check
def the_first_sheet_or_the_one_that_is_named():
    sheets = [sheet("Đầu", contracts({"value": 1})), sheet("Tháng 9", contracts({"value": 2}))]
    equal(ask(data(contracts=sheets), "select value from contracts"), [["1"]])
    for name in ("Tháng 9", "THÁNG 9"):
        place = data("contracts: {sheet: %s}\n" % name, contracts=sheets)
        equal(ask(place, "select value from contracts"), [["2"]])
    done = suite.run("check", data("contracts: {sheet: Sept}\n", contracts=sheets), code=3)
    expect('no sheet "Sept"; its sheets are: "Đầu", "Tháng 9"' in done.err, done.err)


@suite.check
def what_is_hidden_is_read_and_said():
    rows = contracts({}, {}, {})
    done = suite.run("check", data(contracts=[
        sheet("A", rows, hidden_rows=(3, 4, 90), hidden_columns=(2, 30))]))
    expect("contracts.xlsx" in done.err and "rows hidden" in done.err and ": 2" in done.err, done.err)
    expect("columns hidden" in done.err and ": 1" in done.err, done.err)
    done = suite.run("check", data(contracts=[sheet("A", rows, state="hidden"), sheet("B", rows)]))
    expect('its sheet "A" is hidden' in done.err, done.err)
    equal(ask(data(), "select count(*) from contracts"), [["3"]])


def lines_of(place):
    out = os.path.join(suite.folder(), "lines")
    suite.run("run", place, "--out", out, "--period", "2026Q3", code=(0, 1))
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        return [one["reconciliation"] for one in json.load(stream)["inputs"]]


@suite.check
def lines_are_the_rows_of_the_sheet():
    rows = [[], [], CONTRACTS, [], contract(), [None] * 6, contract("H2", value="x\ny"), [], contract("H3")]
    place = data(contracts=rows)
    equal([row[:3] for row in rejects(place)], [["7", "value", "x y"]])
    counts, = lines_of(place)
    equal([counts[name] for name in
           ("lines", "header", "accepted", "rejected", "blank", "skipped", "continuation")],
          [9, 1, 2, 1, 5, 0, 0])
    kept = suite.table(suite.folder(), "lines", "records-contracts.csv")
    equal([row["source"] for row in kept], ["contracts.xlsx:5", "contracts.xlsx:9"])


@suite.check
def short_and_sparse_rows():
    header = CONTRACTS + ["team", "client_name"]
    place = data(contracts=[header, contract(), contract("H2") + [None, "Acme"], contract("H3") + ["Bắc"]])
    equal(ask(place, "select team, client_name from contracts order by contract_id"),
          [["", ""], ["", "Acme"], ["Bắc", ""]])


@suite.check
def a_workbook_beside_a_csv():
    place = data(contracts=contracts({"value": 1}, {"value": 2}))
    suite.write(os.path.join(place, "contracts.csv"),
                ",".join(CONTRACTS) + "\nH2,K1,an,won,2026-07-15,2\nC9,K1,an,won,2026-07-15,3\n")
    suite.write(os.path.join(place, "~$contracts.xlsx"), "\x05Minh Anh")
    equal(ask(place, "select sum(value) from contracts"), [["6"]])
    expect("H2" in suite.run("check", place, code=(0, 1)).err
           or rejects(place), "the second H2 is not said")


@suite.check
def a_run_on_workbooks_is_verified():
    place, out = data(contracts=contracts({}, {})), os.path.join(suite.folder(), "out")
    suite.run("run", place, "--out", out, "--period", "2026Q3")
    suite.run("seal", out)
    suite.run("verify", out, place)
    writer.save(os.path.join(place, "contracts.xlsx"), [sheet("Data", contracts({}))])
    done = suite.run("verify", out, place, code=1)
    expect("contracts.xlsx" in done.err + done.out, done.err, done.out)


# ---- what cannot be read ----

def refused(content, *reasons, settings=""):
    """A contracts.xlsx of these bytes ends the run with 3 and says why."""
    place = data(settings)
    suite.write(os.path.join(place, "contracts.xlsx"), content)
    done = suite.run("check", place, code=3)
    for reason in ("contracts.xlsx",) + reasons:
        expect(reason in done.err, "expected", reason, "found", done.err)


def package(change=None, **habits):
    """The bytes of a workbook whose parts `change` has changed."""
    written, habit = writer.parts([sheet("Data", contracts({}, {}))], **habits)
    if change:
        change(written)
    path = writer.pack(os.path.join(suite.folder(), "made.xlsx"), written, habit.compression)
    return suite.read(path)


def changed(part, old, new):
    def change(written):
        assert old in written[part], written[part][:500]
        written[part] = written[part].replace(old, new, 1)
    return package(change)


SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


@suite.check
def damaged_packages():
    whole = package()
    for length in (4, 100, len(whole) // 2, len(whole) - 30):
        refused(whole[:length], "copied whole")
    at = whole.index(SHEET.encode()) + len(SHEET) + 40
    refused(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:], "damaged")
    # The checksum alone, in the local header and in the table of contents.
    import zlib
    crc = zlib.crc32(writer.parts([sheet("Data", contracts({}, {}))])[0][SHEET].encode())
    refused(whole.replace(crc.to_bytes(4, "little"), b"\0\1\2\3"), SHEET, "checksum")


@suite.check
def parts_that_are_not_there():
    refused(package(lambda parts: parts.pop(SHEET)), SHEET + " is missing")
    refused(package(lambda parts: parts.pop(STRINGS)), "sharedStrings.xml is missing")
    refused(package(lambda parts: parts.pop(BOOK)), "ZIP file without a workbook")
    refused(package(lambda parts: parts.pop("xl/_rels/workbook.xml.rels")), "no sheet with cells")
    refused(changed("xl/_rels/workbook.xml.rels", "sharedStrings.xml", "../../../x.xml"), "missing")


@suite.check
def two_parts_of_one_name():
    """Which of them is read would be chance, and another program may read the other."""
    for name in (SHEET.upper(), "XL/workbook.XML"):
        refused(package(lambda parts, name=name: parts.update({name: parts[SHEET]})),
                "two parts called")


@suite.check
def other_kinds_of_files():
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
    refused(compound, "old kind (.xls); save it as .xlsx or CSV")
    refused(compound + "EncryptedPackage".encode("utf-16le"), "protected by a password: save it without")
    refused(package(lambda parts: parts.update({"content.xml": "<a/>"}) or parts.pop(BOOK)),
            "OpenDocument")
    refused(package(lambda parts: parts.update({"xl/workbook.bin": "x"}) or parts.pop(BOOK)), ".xlsb")
    whole = bytearray(package())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(whole)):
            whole[found.start() + offset] |= 1
    refused(bytes(whole), "protected by a password")
    refused(b"", "is empty")


@suite.check
def documents_that_are_no_sheets():
    head = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
    for part in (SHEET, STRINGS, BOOK, "xl/styles.xml", "_rels/.rels"):
        refused(package(lambda parts, part=part: parts.update(
            {part: re.sub(r"(\?>\s*)?<(?!\?)", lambda m: (m.group(1) or "") + head + "<", parts[part], count=1)})),
            "DOCTYPE")
    for part in (SHEET, STRINGS, BOOK):
        refused(package(lambda parts, part=part: parts.update(
            {part: "<a>" * 5000 + "</a>" * 5000})), "deep")
    refused(changed(SHEET, "</row>", "</rov>"), SHEET, "damaged")
    refused(changed(SHEET, "</worksheet>", ""), SHEET, "damaged")
    refused(changed(SHEET, "<sheetData>", "<sheetData>&nbsp;"), SHEET)
    refused(changed(SHEET, "<sheetData>", "<sheetData a='1' b>"), SHEET, "damaged")
    refused(changed(SHEET, "<sheetData>", "<sheetData><x y='" + "z" * 2000000 + "'/>"), SHEET, "tag")
    refused(changed(STRINGS, "<t>", "<t>" + "z" * 2000000), "longer than")


@suite.check
def places_that_are_none():
    for old, new, reason in (
            ('r="B2"', 'r="XFE2"', "row 2 has a cell XFE2"),
            ('r="B2"', 'r="B3"', "row 2 has a cell B3"),
            ('r="B2"', 'r="A2"', "not in their order"),
            ('r="B2"', 'r="2B"', "row 2 has a cell 2B"),
            ('<row r="3"', '<row r="1"', "row 1 stands behind row 2"),
            ('<row r="3"', '<row r="1048577"', "a row 1048577"),
            ('<row r="3"', '<row r="-3"', "a row -3"),
            ("<v>6</v>", "<v>99</v>", "row 2 refers to the text number 99"),
            ("<v>6</v>", "<v>-1</v>", "row 2 refers to the text number -1"),
            ("<v>6</v>", "<v>99999999999999999999999</v>", "row 2 refers to")):
        refused(changed(SHEET, old, new), reason)
    place = data(contracts=contracts({}))
    suite.write(os.path.join(place, "contracts.xlsx"),
                changed(SHEET, '<row r="3"', '<row r="1048576"').replace(b"", b""))
    suite.run("check", place, code=3)  # its cells still say row 3


@suite.check
def far_cells_are_no_memory():
    rows = [CONTRACTS, contract()]
    written, _ = writer.parts([sheet("Data", rows)])
    written[SHEET] = written[SHEET].replace(
        "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData>')
    place = data()
    writer.pack(os.path.join(place, "contracts.xlsx"), written)
    equal([row[0] for row in rejects(place)], ["1048576"])


@suite.check
def bombs():
    bomb = "<sheetData>" + " " * (80 << 20)
    refused(changed(SHEET, "<sheetData>", bomb), "ZIP bomb")
    refused(changed(STRINGS, "<si>", " " * (80 << 20) + "<si>"), "ZIP bomb")


@suite.check
def targets_outside():
    """Links to other files are left alone; targets may climb, and be absolute."""
    def change(parts):
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>", '<Relationship Id="rId9" Type="http://x/worksheet" TargetMode='
            '"External" Target="file:///etc/passwd"/></Relationships>').replace(
            'Target="worksheets/', 'Target="../xl/./worksheets/').replace(
            'Target="styles', 'Target="/xl/styles')
    place = data()
    suite.write(os.path.join(place, "contracts.xlsx"), package(change))
    equal(ask(place, "select count(*) from contracts"), [["2"]])


@suite.check
def encodings_of_parts():
    """UTF-16 goes through another parser, which must find the same."""
    rows = contracts({"client_id": "Đặng & Sơn"}, {"value": Formula("1", 2.5)}, {"value": "1.234,5"})
    written, _ = writer.parts([sheet("Data", rows)])
    answers = []
    for encoding in ("utf-8", "utf-16", "utf-8-sig"):
        place = data()
        name = "utf-16" if encoding == "utf-16" else "utf-8"
        writer.pack(os.path.join(place, "contracts.xlsx"), {
            part: text.replace('encoding="UTF-8"', f'encoding="{name}"').encode(encoding)
            for part, text in written.items()})
        answers.append(ask(place, "select * from contracts order by contract_id"))
    expect(answers[0] == answers[1] == answers[2] and len(answers[0]) == 3, answers)


def broken_at_random(seed):
    """Whatever is broken: an exit code of the manual, and no crash."""
    chance = random.Random(seed)
    written, _ = writer.parts([sheet("Data", contracts({}, {"value": "7"}))],
                              chance.choice(list(writer.HABITS)))
    part = chance.choice([name for name in written if "Types" not in name])
    text = written[part]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        piece = chance.choice(["", "<", ">", '"', "&", "/", "\0", "é", "9" * 30, "<c>", "</v>",
                               "<row>", text[:at][-50:], "<![CDATA[", "<!--", "&#0;", "&#x41;"])
        text = text[:at] + piece + text[at + chance.randint(0, 5):]
    written[part] = text
    place = data()
    path = writer.pack(os.path.join(place, "contracts.xlsx"), written)
    if chance.random() < 0.3:
        whole = bytearray(suite.read(path))
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        suite.write(path, bytes(whole))
    suite.run("check", place, code=(0, 1, 2, 3))


def register():
    for seed in range(suite.numbers(60)[0]):
        suite.add(f"broken {seed}", broken_at_random, seed)
    place = os.path.join(suite.shared(), "sample")
    suite.run("run", suite.AGENCY, "--out", place)
    expected = suite.read(place, "kpi.csv")
    for program in writer.HABITS:
        suite.add("the sample, " + program, gives_the_same, program, expected)


register()
suite.main()
