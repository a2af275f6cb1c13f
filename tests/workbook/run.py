#!/usr/bin/env python3
"""The workbook as its readers meet it: run.py KPI

The parts of dashboard.xlsx, in both languages, for the samples and for the
public CRM set where it is: what every sheet must have, that numbers are those
of kpi.csv, scorecard.csv and bonus.csv, that nothing is cut off, that texts
stand out from their ground, and that two parts are as they were (golden/).
With xmllint and the schemas of OOXML (KPI_DATA/ooxml) every part is valid;
with openpyxl it reads the same cells; with LibreOffice the what-if sheet,
recalculated from nothing, gives its own values again, and under another plan
those of a run under that plan.
"""
import csv
import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import DATA  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = suite.SAMPLES
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAW = ("{http://schemas.openxmlformats.org/drawingml/2006/"
        "spreadsheetDrawing}")


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class Cell:
    def __init__(self, value, formula, style):
        self.value, self.formula, self.style = value, formula, style


class Sheet:
    """One sheet: its cells by (row, column), and its part as XML."""

    def __init__(self, name, tree, strings):
        self.name, self.tree, self.cells = name, tree, {}
        for c in tree.iter(MAIN + "c"):
            letters, digits = re.match(r"([A-Z]+)(\d+)", c.get("r")).groups()
            value, formula = c.find(MAIN + "v"), c.find(MAIN + "f")
            text = value.text or "" if value is not None else None
            if text is not None and c.get("t") == "s":
                text = strings[int(text)]
            elif text is not None and c.get("t") != "str":
                text = float(text)
            self.cells[int(digits) - 1, column_number(letters)] = Cell(
                text, formula.text if formula is not None else None,
                int(c.get("s", "0")))
        self.widths = {}
        for col in tree.iter(MAIN + "col"):
            for i in range(int(col.get("min")), int(col.get("max")) + 1):
                self.widths[i - 1] = float(col.get("width"))

    def column(self, number):
        return {row: cell for (row, column), cell in self.cells.items()
                if column == number}

    def find(self, text):
        return [at for at, cell in sorted(self.cells.items())
                if cell.value == text]

    def row_of(self, text):
        return self.find(text)[0][0]


class Workbook:
    def __init__(self, path):
        self.path = path
        self.zip = zipfile.ZipFile(io.BytesIO(suite.read(path)))
        assert self.zip.testzip() is None
        self.names = self.zip.namelist()
        strings = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
                   for si in self.xml("xl/sharedStrings.xml")]
        book = self.xml("xl/workbook.xml")
        self.sheets = {}
        for i, sheet in enumerate(book.iter(MAIN + "sheet"), 1):
            name = sheet.get("name")
            self.sheets[name] = Sheet(
                name, self.xml("xl/worksheets/sheet%d.xml" % i), strings)
        self.styles = self.xml("xl/styles.xml")

    def xml(self, name):
        return ET.fromstring(self.zip.read(name))


# ---- what holds for every workbook ----

def luminance(rgb):
    parts = [int(rgb[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4
               for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def check_contrast(book):
    fonts = [f.find(MAIN + "color") for f in book.styles.find(MAIN + "fonts")]
    fills = [f.find(MAIN + "patternFill/" + MAIN + "fgColor")
             for f in book.styles.find(MAIN + "fills")]
    for xf in book.styles.find(MAIN + "cellXfs"):
        font, fill = fonts[int(xf.get("fontId"))], fills[int(xf.get("fillId"))]
        ink = (font.get("rgb") or "FF000000")[2:] if font is not None \
            else "000000"
        ground = fill.get("rgb")[2:] if fill is not None and fill.get("rgb") \
            else "FFFFFF"
        assert contrast(ink, ground) >= 4.5, (ink, ground)


def check_compression(book):
    """Each part with zlib's fastest level, which bits 1 and 2 stand for."""
    for part in book.zip.infolist():
        assert part.compress_type == zipfile.ZIP_DEFLATED, part.filename
        assert part.flag_bits & 6 == 6, part.filename


def check_sheets(book, digest):
    first = list(book.sheets)[0]
    for name, sheet in book.sheets.items():
        assert not list(sheet.tree.iter(MAIN + "mergeCell")), name
        footer = sheet.tree.find(MAIN + "headerFooter/" + MAIN + "oddFooter")
        assert digest[:16] in footer.text and "&P" in footer.text, name
        fit = sheet.tree.find(MAIN + "pageSetup").get("fitToHeight", "1")
        assert sheet.tree.find(MAIN + "sheetPr/" + MAIN + "pageSetUpPr") \
            .get("fitToPage") == "1", name
        assert fit in ("0", "1"), name
        title = sheet.cells[0, 0].value
        assert title and len(title) > 8, (name, title)
        links = {link.get("location") for link in
                 sheet.tree.iter(MAIN + "hyperlink")}
        if name != first:
            assert "'%s'!A1" % first in links, (name, links)
        for link in links:
            assert link[1:link.index("'!")].replace("''", "'") in book.sheets


def check_charts(book):
    count = 0
    for part in book.names:
        if not re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            continue
        for anchor in book.xml(part):
            properties = anchor.find(".//" + DRAW + "cNvPr")
            assert len(properties.get("descr", "")) > 10, part
            count += 1
    charts = [n for n in book.names if n.startswith("xl/charts/chart")]
    assert count == len(charts), (count, len(charts))
    for part in charts:
        text = book.zip.read(part).decode()
        assert "3D" not in text, part
        # Something is drawn: no chart without a number.
        assert re.search(r"<c:(val|yVal)>.*?<c:v>-?\d", text, re.S), part


def number_text_length(number, code):
    """How long a number is when printed, at least."""
    if "yy" in code:
        return 10
    if ",,\"" in code:
        return 6
    places = len(re.match(r"[^.;]*(?:\.(0*))?", code).group(1) or "")
    percent = "%" in re.sub(r"\"[^\"]*\"", "", code)
    value = abs(number) * (100 if percent else 1)
    text = "%.*f" % (places, value)
    whole = len(text.split(".")[0])
    extra = (whole - 1) // 3 if "#,##" in code else 0
    literal = sum(len(t) for t in re.findall(
        r"\"([^\"]*)\"", code.split(";")[0]))
    return len(text) + extra + literal + percent + \
        (number < 0 and ";" not in code)


def check_widths(book):
    """No number is wider than its column: it would show as ####."""
    codes = {n.get("numFmtId"): n.get("formatCode")
             for n in book.styles.iter(MAIN + "numFmt")}
    builtin = {"0": "0", "2": "0.00", "3": "#,##0", "9": "0%", "10": "0.00%"}
    formats = [codes.get(xf.get("numFmtId"),
                         builtin.get(xf.get("numFmtId"), "0"))
               for xf in book.styles.find(MAIN + "cellXfs")]
    for sheet in book.sheets.values():
        for (row, column), cell in sheet.cells.items():
            if not isinstance(cell.value, float):
                continue
            room = sheet.widths.get(column, 8.43)
            needs = number_text_length(cell.value, formats[cell.style])
            assert needs <= room, (sheet.name, row, column, cell.value,
                                   formats[cell.style], room)


def check_schemas(book):
    """Every part against its schema, but for what a reader may ignore."""
    folder = os.path.join(DATA, "ooxml")
    schemas = (("xl/charts/", "dml-chart.xsd"),
               ("xl/drawings/drawing", "dml-spreadsheetDrawing.xsd"),
               ("xl/worksheets/sheet", "sml.xsd"),
               ("xl/workbook.xml", "sml.xsd"), ("xl/styles.xml", "sml.xsd"),
               ("xl/sharedStrings.xml", "sml.xsd"),
               ("xl/theme/", "dml-main.xsd"))
    parts = {}
    for name in book.names:
        for prefix, schema in schemas:
            if name.startswith(prefix):
                path = os.path.join(suite.folder(), name.replace("/", "_"))
                text = book.zip.read(name).decode()
                text = re.sub(r' (x14ac|mc):\w+="[^"]*"', "", text)
                with open(path, "w", encoding="utf-8") as stream:
                    stream.write(text)
                parts.setdefault(schema, []).append(path)
    for schema, paths in parts.items():
        done = subprocess.run(
            ["xmllint", "--noout", "--schema", os.path.join(folder, schema)]
            + paths, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr.decode()[:2000]


def check_openpyxl(book):
    import openpyxl
    for cached in (False, True):
        other = openpyxl.load_workbook(book.path, data_only=cached)
        assert other.sheetnames == list(book.sheets)
        for name, sheet in book.sheets.items():
            for (row, column), cell in sheet.cells.items():
                seen = other[name].cell(row + 1, column + 1).value
                if hasattr(seen, "year"):
                    continue
                if cell.formula and not cached:
                    assert seen == "=" + cell.formula, (name, row, column)
                elif isinstance(cell.value, float):
                    assert abs(seen - cell.value) <= 1e-12 * abs(seen), seen
                else:
                    assert (seen or "") == (cell.value or ""), (seen,
                                                                cell.value)


# ---- the numbers are those of the tables ----

read = suite.table


def metric_names(lang):
    out = suite.run("list", "metrics", "--lang", lang).out
    rows = re.findall(r"^[* ] (\w+) +\w+ +\w+ +(.*?) *$", out, re.M)
    return {key: label for key, label in rows}


def check_summary(book, folder):
    """Each value of kpi.csv of the company and the run's period is in the
    summary's row of its metric."""
    rows = read(folder, "kpi.csv")
    last = rows[-1]["period"]
    sheet = list(book.sheets.values())[0]
    shown = {cell.value for cell in sheet.cells.values()
             if isinstance(cell.value, float)}
    seen = 0
    for row in rows:
        if row["period"] == last and row["scope"] == "company" and \
                row["value"] and row["metric"] in HEADLINES:
            value = float(row["value"])
            assert any(abs(value - s) <= 1e-12 * max(1, abs(value))
                       for s in shown), row
            seen += 1
    assert seen >= 3, seen


HEADLINES = ("revenue", "retention", "on_time", "satisfaction", "close_rate",
             "upsell_rate", "budget_variance", "coordination")


def check_pay(book, folder, names):
    bonus = {r["name"]: r for r in read(folder, "bonus.csv")}
    sheet = book.sheets[names[0]]
    rows = {cell.value: row for row, cell in sheet.column(0).items()}
    assert len(bonus) >= 10
    for name, row in bonus.items():
        at = rows[name]
        assert sheet.cells[at, 2].value == float(row["score"]), row
        assert sheet.cells[at, 3].value == row["rating"], row
        for column, key in ((6, "kpi_bonus"), (7, "commission"),
                            (8, "project_award"), (9, "total")):
            assert sheet.cells[at, column].value == float(row[key]), row
    cards = {r["subject"]: r for r in read(folder, "scorecard.csv")
             if r["metric"] == "*"}
    scores = {cell.value for cell in book.sheets[names[1]].cells.values()}
    for row in cards.values():
        assert not row["points"] or float(row["points"]) in scores, row


# ---- what-if, recalculated ----

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def changed(book, sheet, path, edit):
    """A copy of the workbook with the part of a sheet edited, and all values
    of its formulas made wrong."""
    number = list(book.sheets).index(sheet) + 1
    part = "xl/worksheets/sheet%d.xml" % number
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in book.names:
            data = book.zip.read(name)
            if name == part:
                text = edit(data.decode())
                text = re.sub(r"(</f><v>)[^<]*(</v>)", r"\g<1>77\2", text)
                data = text.encode()
            out.writestr(name, data)


def recalculate(book, sheet, edit):
    """The sheet's values as LibreOffice computes them, by (row, column)."""
    folder = suite.folder()
    path = os.path.join(folder, "changed.xlsx")
    profile = os.path.join(folder, "profile")
    os.makedirs(os.path.join(profile, "user"), exist_ok=True)
    with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w",
              encoding="utf-8") as stream:
        stream.write(RECALCULATE)
    changed(book, sheet, path, edit)
    number = list(book.sheets).index(sheet) + 1
    subprocess.run(
        ["libreoffice", "-env:UserInstallation=file://" + profile,
         "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,"
         "false,false,%d" % number, "--outdir", folder, path],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=300)
    made = [n for n in os.listdir(folder) if n.endswith(".csv")]
    assert len(made) == 1, made
    with open(os.path.join(folder, made[0]), encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    os.unlink(os.path.join(folder, made[0]))
    return {(r, c): text for r, row in enumerate(rows)
            for c, text in enumerate(row)}


def check_recalculated(book, sheet_name):
    sheet = book.sheets[sheet_name]
    seen = recalculate(book, sheet_name, lambda text: text)
    formulas = 0
    for at, cell in sheet.cells.items():
        if cell.formula is None:
            continue
        formulas += 1
        text = seen.get(at, "")
        if isinstance(cell.value, float):
            assert abs(float(text) - cell.value) <= \
                1e-9 * max(1, abs(cell.value)), (at, cell.formula, text,
                                                 cell.value)
        else:
            assert text == cell.value, (at, cell.formula, text, cell.value)
    assert formulas > 300, formulas


def set_cell(text, row, column, value):
    letters = chr(65 + column)
    new, count = re.subn(
        r'(<c r="%s%d"[^>]*>)<v>[^<]*</v>' % (letters, row + 1),
        r"\g<1><v>%s</v>" % value, text)
    assert count == 1, (row, column)
    return new


def check_other_plan(book, sheet_name):
    """Targets 5 % and weights changed in the sheet and in plan.csv: the same
    scores and totals."""
    dataset = os.path.join(suite.folder(), "data")
    shutil.copytree(suite.AGENCY, dataset)
    plan = read(dataset, "plan.csv")
    sheet = book.sheets[sheet_name]
    labels = metric_names("en")
    places = {}
    for row, cell in sheet.column(1).items():
        level = sheet.cells.get((row, 0))
        if (row, 8) in sheet.cells and level and cell.value and \
                sheet.cells.get((row, 2)) and not sheet.cells[row, 2].formula:
            places.setdefault((level.value, cell.value), row)
    edits = []
    for row in plan:
        at = places.get((row["level"], labels[row["metric"]]))
        if at is None:  # a plan that nobody has
            continue
        if row["metric"] == "retention":
            row["target"], row["threshold"] = "0.85", "0.6"
            edits += [(at, 4, "0.85"), (at, 3, "0.6")]
        if row["metric"] == "revenue":
            row["weight"] = str(int(row["weight"]) + 3)
            edits.append((at, 2, row["weight"]))
        if row["metric"] == "coordination":
            row["weight"] = str(int(row["weight"]) - 3)
            edits.append((at, 2, row["weight"]))
    assert len(edits) >= 9, edits
    with open(os.path.join(dataset, "plan.csv"), "w", encoding="utf-8",
              newline="") as stream:
        writer = csv.DictWriter(stream, plan[0].keys())
        writer.writeheader()
        writer.writerows(plan)
    out = os.path.join(suite.folder(), "other")
    suite.run("run", dataset, "-q", "--out", out)

    def edit(text):
        for at in edits:
            text = set_cell(text, *at)
        return text
    seen = recalculate(book, sheet_name, edit)
    names = {}
    for (row, column), text in seen.items():
        if column == 14 and row in {r for r, c in sheet.cells if c == 14}:
            names[seen[row, 0]] = row
    before = {r["name"]: r for r in read(os.path.dirname(book.path),
                                         "bonus.csv")}
    moved = 0
    for row in read(out, "bonus.csv"):
        at = names[row["name"]]
        assert float(seen[at, 5]) == float(row["score"]), (row, seen[at, 5])
        assert seen[at, 6] == row["rating"], row
        assert float(seen[at, 11]) == float(row["total"]), (row, seen[at, 11])
        moved += row["score"] != before[row["name"]]["score"]
    assert moved >= 6, moved


# ---- goldens ----

def normalised(book, part):
    """One element a line, texts in their cells, no digest; numbers are other
    tests' business."""
    strings = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
               for si in book.xml("xl/sharedStrings.xml")]
    text = book.zip.read(part).decode()
    text = re.sub(r't="s"><v>(\d+)</v>',
                  lambda m: 't="s"><v>%s</v>' % strings[int(m.group(1))], text)
    text = re.sub(r"<(c:)?v>-?[0-9.E+-]+</(c:)?v>", "<v>#</v>", text)
    text = re.sub(r"SHA-256 [0-9a-f]+", "SHA-256 ", text)
    return re.sub(r">\s*<", ">\n<", text) + "\n"


def check_golden(book, part, name):
    path = os.path.join(HERE, "golden", name)
    text = normalised(book, part)
    if os.environ.get("UPDATE_GOLDEN"):
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    with open(path, encoding="utf-8") as stream:
        assert stream.read() == text, "%s is not as in %s (UPDATE_GOLDEN=1 " \
            "after a look at the sheet)" % (part, path)


# ---- the run ----

def made(name, dataset, *options):
    """A run's folder and the workbook in it, and the checks of every one."""
    out = os.path.join(suite.shared(), name)
    suite.run("run", dataset, "-q", "--out", out, *options, code=(0, 1))
    book = Workbook(os.path.join(out, "dashboard.xlsx"))
    digest = hashlib.sha256(suite.read(out, "kpi.csv")).hexdigest()
    suite.add(name + ", sheets", check_sheets, book, digest)
    for what, function in (
            ("charts", check_charts), ("compression", check_compression),
            ("contrast", check_contrast), ("widths", check_widths)):
        suite.add("%s, %s" % (name, what), function, book)
    suite.add(name + ", summary", check_summary, book, out)
    if shutil.which("xmllint") and os.path.isdir(os.path.join(DATA, "ooxml")):
        suite.add(name + ", schemas", check_schemas, book)
    else:
        suite.skip("schemas", "no xmllint, or no KPI_DATA/ooxml")
    if importlib.util.find_spec("openpyxl"):
        suite.add(name + ", openpyxl", check_openpyxl, book)
    else:
        suite.skip("openpyxl", "not installed")
    return out, book


def register():
    folder, book = made("agency en", suite.AGENCY, "--lang", "en")
    suite.add("pay en", check_pay, book, folder, ("Bonus", "Scorecards"))
    if shutil.which("libreoffice"):
        suite.add("recalculated", check_recalculated, book, "What-if")
        suite.add("another plan", check_other_plan, book, "What-if")
    else:
        suite.skip("recalculation", "no LibreOffice")
    folder, book = made("agency vi", suite.AGENCY, "--lang", "vi")
    suite.add("pay vi", check_pay, book, folder, ("Thưởng", "Bảng điểm"))
    _, book = made("tiny", suite.TINY)
    suite.add("golden summary", check_golden, book,
              "xl/worksheets/sheet1.xml", "summary.xml")
    suite.add("golden chart", check_golden, book, "xl/charts/chart1.xml",
              "chart.xml")
    if os.path.isdir(os.path.join(DATA, "crm")):
        dataset = os.path.join(suite.shared(), "crm-data")
        shutil.copytree(os.path.join(DATA, "crm"), dataset)
        shutil.copy(os.path.join(suite.ROOT, "tests", "crm", "kpi.yaml"), dataset)
        made("crm", dataset, "--period", "2017Q4")


register()
suite.main()
