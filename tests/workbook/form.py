"""What holds for every workbook, whatever it shows: texts stand out from
their ground, nothing is cut off, sheets lead back, every part is valid."""
import os
import re
import subprocess
import zipfile

import suite
from book import DRAW, MAIN
from suite import DATA, expect

HERE = os.path.dirname(os.path.abspath(__file__))


def luminance(rgb):
    parts = [int(rgb[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4
               for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def check_contrast(book):
    for look in book.looks:
        ground = look.ground or "FFFFFF"
        assert contrast(look.colour, ground) >= 4.5, vars(look)


def check_properties(shown):
    """The file says what it is, of which period, and is dated by its end."""
    tree = shown.book.xml("docProps/core.xml")
    said = {element.tag.rpartition("}")[2]: element.text for element in tree}
    f = shown.figures
    expect(said["title"] == shown.title and said["subject"] == f.own and
           said["created"] == "%sT00:00:00Z" % f.last_day, said)


def check_compression(book):
    """Each part with zlib's fastest level, which bits 1 and 2 stand for."""
    for part in book.zip.infolist():
        assert part.compress_type == zipfile.ZIP_DEFLATED, part.filename
        assert part.flag_bits & 6 == 6, part.filename


# A4 on its side and upright within the margins, in pixels; and the sheets with
# more columns than that has room for in letters of 9 points.
LONG, SHORT = (11.69 - 0.8) * 96, (8.27 - 0.8) * 96
CROWDED = ("Scorecards", "Bảng điểm", "Bonus", "Thưởng", "What-if", "Giả định",
           "Clients", "Khách hàng", "Chart data", "Số liệu biểu đồ")


def check_printed_size(name, sheet):
    """Letters of 10 points on a page that is as wide as the columns."""
    last = max(column for _, column in sheet.cells)
    pixels = sum(sheet.widths[c] * 7 if c in sheet.widths else 64
                 for c in range(last + 1))
    upright = sheet.tree.find(MAIN + "pageSetup").get("orientation") == \
        "portrait"
    points = 10 * min(1, (SHORT if upright else LONG) / pixels)
    assert points >= 8.4 or name in CROWDED, (name, points)


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
        check_printed_size(name, sheet)
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
    for sheet in book.sheets.values():
        for (row, column), cell in sheet.cells.items():
            if not isinstance(cell.value, float):
                continue
            room = sheet.widths.get(column, 8.43)
            code = cell.look.format.replace("General", "0")
            needs = number_text_length(cell.value, code)
            assert needs <= room, (sheet.name, row, column, cell.value, code,
                                   room)


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


# ---- goldens ----

def normalised(book, part):
    """One element a line, texts in their cells, no digest; numbers are other
    tests' business."""
    text = book.zip.read(part).decode()
    text = re.sub(r't="s"><v>(\d+)</v>',
                  lambda m: 't="s"><v>%s</v>' % book.strings[int(
                      m.group(1))], text)
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
