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


def converted(paths, number):
    """The sheet of that number of each workbook as LibreOffice computes it:
    {(row, column): text}, in their order."""
    folder = suite.folder()
    profile = os.path.join(folder, "profile")
    out = os.path.join(folder, "computed")
    os.makedirs(os.path.join(profile, "user"), exist_ok=True)
    with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w",
              encoding="utf-8") as stream:
        stream.write(RECALCULATE)
    subprocess.run(
        ["libreoffice", "-env:UserInstallation=file://" + profile,
         "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,"
         "false,false,%d" % number, "--outdir", out, *paths],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=100 + 60 * len(paths))
    for path in paths:
        name = os.path.splitext(os.path.basename(path))[0]
        made = [n for n in os.listdir(out) if n.startswith(name + "-")]
        assert len(made) == 1, (name, os.listdir(out))
        with open(os.path.join(out, made[0]), encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        os.unlink(os.path.join(out, made[0]))
        yield {(r, c): text for r, row in enumerate(rows)
               for c, text in enumerate(row)}


def recalculate(book, sheet, edit):
    """The sheet's values as LibreOffice computes them, by (row, column)."""
    path = os.path.join(suite.folder(), "changed.xlsx")
    changed(book, sheet, path, edit)
    number = list(book.sheets).index(sheet) + 1
    return next(converted([path], number))


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
    """The sheet's XML with another number, or none, in a cell."""
    new, count = re.subn(
        r'(<c r="%s%d" s="\d+")(?:/>|><v>[^<]*</v></c>)' % (
            chr(65 + column), row + 1),
        r"\g<1>/>" if value is None else
        r"\g<1>><v>%.15g</v></c>" % value, text)
    assert count == 1, (row, column)
    return new


def typed(changes):
    """edit(XML of a sheet) that types numbers into its cells."""
    def edit(text):
        for (row, column), value in changes.items():
            text = set_cell(text, row, column, value)
        return text

    return edit


def value_in(seen):
    return lambda row, column: seen.get((row, column), "")


def under(shown, changes):
    """value(row, column) of the What-if sheet with cells changed."""
    return value_in(recalculate(shown.book, "What-if", typed(changes)))
