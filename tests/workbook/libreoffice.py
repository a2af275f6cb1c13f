"""The What-if sheet recalculated by LibreOffice, where it is installed."""
import csv
import os
import re
import subprocess
import zipfile

import suite

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


def check_recalculated(shown):
    """Computed from nothing, its formulas give what is shown."""
    sheet = shown.book.sheets["What-if"]
    seen = recalculate(shown.book, sheet.name, lambda text: text)
    for at, cell in sheet.cells.items():
        if cell.formula is None:
            continue
        text = seen.get(at, "")
        if isinstance(cell.value, float):
            assert abs(float(text) - cell.value) <= 1e-9 * max(
                1, abs(cell.value)), (at, cell.formula, text, cell.value)
        else:
            assert text == cell.value, (at, cell.formula, text, cell.value)


def set_cell(text, row, column, value):
    new, count = re.subn(
        r'(<c r="%s%d"[^>]*>)<v>[^<]*</v>' % (chr(65 + column), row + 1),
        r"\g<1><v>%s</v>" % value, text)
    assert count == 1, (row, column)
    return new


def under(shown, changes):
    """value(row, column) of the What-if sheet with cells changed."""
    def edit(text):
        for (row, column), value in changes.items():
            text = set_cell(text, row, column, "%.15g" % value)
        return text

    seen = recalculate(shown.book, "What-if", edit)
    return lambda row, column: seen[row, column]
