#!/usr/bin/env python3
"""One agency, exported in many ways: run.py KPI

The sample agency is written again as other programs, languages and systems
would write it. Each time kpi.csv must be the same to the byte, no row may be
rejected, and the lines of each file must add up.
"""
import csv
import functools
import io
import json
import os
import re
import sys
import unicodedata

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

SAMPLE = suite.AGENCY
TABLES = ["contracts", "timesheets", "surveys", "people", "assignments"]
DATES = {"proposed_on", "closed_on", "start_on", "end_on", "terminated_on",
         "due_on", "delivered_on", "worked_on", "sent_on", "answered_on",
         "joined_on", "left_on", "from", "until"}
NUMBERS = {"value", "budget", "hours", "hourly_cost", "base_bonus"}


def read_sample():
    tables = {}
    for table in TABLES:
        path = os.path.join(SAMPLE, table + ".csv")
        with open(path, newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        tables[table] = (rows[0], rows[1:])
    return tables


def text_of(header, rows, delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def convert(tables, date=None, number=None, text=None):
    """The tables with every cell of a kind written otherwise."""
    changed = {}
    for name, (header, rows) in tables.items():
        changed[name] = (header, [[
            date(cell) if date and cell and column in DATES else
            number(cell) if number and cell and column in NUMBERS else
            text(cell) if text else cell
            for column, cell in zip(header, row)] for row in rows])
    return changed


def vietnamese_date(cell):
    year, month, day = cell.split("-")
    return "%s/%s/%s" % (day, month, year)


def unpadded_date(cell):
    year, month, day = cell.split("-")
    return "%d/%d/%s" % (int(day), int(month), year)


def american_date(cell):
    year, month, day = cell.split("-")
    return "%d/%d/%s 10:30:00 AM" % (int(month), int(day), year)


def german_date(cell):
    year, month, day = cell.split("-")
    return "%s.%s.%s" % (day, month, year)


def grouped(cell, group, point):
    whole, _, part = cell.partition(".")
    whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", group, whole)
    return whole + (point + part if part else "")


@functools.cache
def cp1258_letter(character):
    """As Windows writes Vietnamese: some letters with their tone mark behind."""
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tones = [p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(p for p in parts if p not in tones)
        return unicodedata.normalize("NFC", rest).encode("cp1258") + \
            "".join(tones).encode("cp1258")


def cp1258(text):
    return b"".join(map(cp1258_letter, unicodedata.normalize("NFC", text)))


def total_rows(tables):
    """Blank rows, rows of delimiters, totals and short rows, as spreadsheets
    leave them."""
    changed = {}
    for name, (header, rows) in tables.items():
        longer = [list(row) for row in rows]
        for row in longer[::7]:
            while row and row[-1] == "":
                row.pop()
        longer.insert(len(longer) // 2, [""] * len(header))
        longer += [[""] * len(header)] * 1200
        if name in ("contracts", "timesheets"):
            total = ["Tổng cộng"] + [""] * (len(header) - 1)
            total[header.index(
                "value" if name == "contracts" else "hours")] = "123456"
            longer += [total, ["Total"], []]
        changed[name] = (header, longer)
    return changed


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as stream:
        stream.write(data)


def write_tables(folder, tables, encode=lambda text: text.encode("utf-8"),
                 **options):
    for name, (header, rows) in tables.items():
        write(folder, name + ".csv", encode(text_of(header, rows, **options)))


def three_months(folder, tables):
    for name, (header, rows) in tables.items():
        if name != "timesheets":
            write_tables(folder, {name: (header, rows)})
            continue
        day = header.index("worked_on")
        months = {}
        for row in rows:
            months.setdefault(row[day][:7], []).append(row)
        latest = sorted(months)[-3:]
        parts = [("timesheets-before", [r for m in sorted(months)[:-3]
                                        for r in months[m]])]
        parts += [("timesheets-" + m, months[m]) for m in latest]
        for part, part_rows in parts:
            write_tables(folder, {part: (header, part_rows)})


def overlapping(folder, tables):
    """Two exports that share a month, with duplicates: drop."""
    header, rows = tables["timesheets"]
    write_tables(folder, {n: t for n, t in tables.items() if n != "timesheets"})
    cut = len(rows) // 2
    write_tables(folder, {"timesheets-1": (header, rows[:cut + 500]),
                          "timesheets-2": (header, rows[cut:])})
    write(folder, "kpi.yaml", b"duplicates: drop\n")


def renamed(folder, tables):
    """Other headers, other words, a person in two columns, mapped in
    kpi.yaml; three files in other places."""
    header, rows = tables["contracts"]
    stage, kind = header.index("stage"), header.index("kind")
    words = {"won": "Thắng", "lost": "Thua", "open": "Đang mở",
             "cancelled": "Hủy"}
    rows = [[words[c] if i == stage else c for i, c in enumerate(row)]
            for row in rows]
    names = {"contract_id": "Mã hợp đồng", "client_id": "Mã KH",
             "stage": "Trạng thái", "value": "Giá trị (VNĐ)"}
    header = [names.get(h, h) for h in header]
    write_tables(folder, {n: t for n, t in tables.items() if n != "contracts"})
    os.mkdir(os.path.join(folder, "crm"))
    write_tables(os.path.join(folder, "crm"), {"xuat": (header, rows)},
                 delimiter="|")
    write(folder, "kpi.yaml", """\
contracts:
  files: crm/*.csv
  columns:
    contract_id: mã hợp đồng
    client_id: [Client, MÃ KH]
    stage: Trạng thái
    value: Giá trị (*)
  values:
    stage: {thắng: won, Thua: lost, đang mở: open, "*": cancelled}
""".encode("utf-8"))


STYLE = b"timesheets: {number_style: {hourly_cost: %s}}\n"


def grouped_tables(folder, tables, style, *arguments, **options):
    """Hourly costs are all like 390.000, which no one can tell either."""
    write_tables(folder, tables, *arguments, **options)
    write(folder, "kpi.yaml", STYLE % style)


def variants(tables):
    """Name, function of a folder that writes the data set."""
    plain = tables
    comma = convert(tables, number=lambda c: grouped(c, ".", ","))
    # assignments.csv has the one date 1 July, which no one can tell.
    vietnamese = convert(tables, vietnamese_date,
                         lambda c: grouped(c, ".", ","))
    vietnamese["assignments"] = tables["assignments"]
    unpadded = convert(tables, unpadded_date)
    unpadded["assignments"] = tables["assignments"]
    american = convert(tables, american_date,
                       lambda c: grouped(c, ",", "."))
    american["assignments"] = tables["assignments"]
    german = convert(tables, german_date, lambda c: grouped(c, " ", ","))
    german["assignments"] = tables["assignments"]
    nfd = convert(tables, text=lambda c: unicodedata.normalize("NFD", c))
    latin = convert(tables, text=lambda c: c)

    def declared(folder):
        write_tables(folder, vietnamese, lambda t: t.encode("utf-16-be"),
                     delimiter="\t")
        write(folder, "kpi.yaml", b"".join(
            b"%s: {encoding: utf-16be, delimiter: tab%s}\n" % (
                t.encode(), b", number_style: {hourly_cost: comma}"
                if t == "timesheets" else b"") for t in TABLES))

    return [
        ("as it is", lambda f: write_tables(f, plain)),
        ("UTF-8 with a mark, CRLF, all quoted",
         lambda f: write_tables(
             f, plain, lambda t: b"\xef\xbb\xbf" + t.encode("utf-8"),
             end="\r\n", quoting=csv.QUOTE_ALL)),
        ("old Macintosh line ends",
         lambda f: write_tables(f, plain, end="\r")),
        ("Unicode text of Excel",
         lambda f: write_tables(
             f, plain, lambda t: b"\xff\xfe" + t.encode("utf-16-le"),
             delimiter="\t", end="\r\n")),
        ("UTF-16BE with a mark, semicolons",
         lambda f: write_tables(
             f, plain, lambda t: b"\xfe\xff" + t.encode("utf-16-be"),
             delimiter=";")),
        ("UTF-16LE without a mark",
         lambda f: write_tables(
             f, plain, lambda t: t.encode("utf-16-le"), delimiter="\t")),
        ("UTF-16BE declared, dd/mm/yyyy", declared),
        ("windows-1258, guessed",
         lambda f: write_tables(f, plain, cp1258)),
        ("NFD", lambda f: write_tables(f, nfd)),
        ("sep= line, decimal commas",
         lambda f: grouped_tables(
             f, comma, b"comma", lambda t: ("sep=;\r\n" + t).encode("utf-8"),
             delimiter=";", end="\r\n")),
        ("quoted sep= line, bars",
         lambda f: write_tables(
             f, plain, lambda t: b"\xef\xbb\xbf" +
             ('"sep=|"\n' + t).encode("utf-8"), delimiter="|")),
        ("Vietnamese Excel: dd/mm/yyyy, 1.234,5, semicolons",
         lambda f: grouped_tables(
             f, vietnamese, b"comma", delimiter=";", end="\r\n")),
        ("Vietnamese dates and numbers between commas",
         lambda f: grouped_tables(f, vietnamese, b"comma")),
        ("unpadded d/m/yyyy", lambda f: write_tables(f, unpadded)),
        ("American: m/d/yyyy with a time, 1,234.5",
         lambda f: grouped_tables(f, american, b"point")),
        ("German: dd.mm.yyyy, 1 234,5",
         lambda f: write_tables(f, german, delimiter=";")),
        ("no-break spaces between digits, VNĐ behind",
         lambda f: write_tables(f, convert(
             tables, number=lambda c: grouped(c, "\u202f", ",") + " ₫"),
             delimiter="\t")),
        ("totals, blank and short rows",
         lambda f: write_tables(f, total_rows(latin))),
        ("three monthly files", lambda f: three_months(f, tables)),
        ("overlapping exports", lambda f: overlapping(f, tables)),
        ("other headers and words", lambda f: renamed(f, tables)),
    ]


def run(folder, out):
    suite.run("run", folder, "--period", "2026Q3", "--out", out, "-q")
    return suite.read(out, "kpi.csv")


def gives_the_same(make, expected):
    make(suite.folder())
    actual = run(suite.folder(), os.path.join(suite.folder(), "out"))
    suite.expect(actual == expected, "kpi.csv differs")


def register():
    expected = run(SAMPLE, suite.shared())
    for name, make in variants(read_sample()):
        suite.add(name, gives_the_same, make, expected)


register()
suite.main()
