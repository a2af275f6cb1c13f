#!/usr/bin/env python3
"""A workbook of timesheets, read by kpi and by others.

The settings are those of run.py: BENCH_ROWS (at most 1,048,575 of them are
taken, which is what a sheet holds), BENCH_RUNS, BENCH_JOBS, and BENCH_PEERS: 1,
or some of openpyxl, sheetjs, libreoffice. The others only read the rows; kpi
check imports them.
"""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from xml.sax.saxutils import escape

sys.dont_write_bytecode = True
import run  # noqa: E402

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIST = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = ('xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{OFFICE}"')
STYLES = (f'<styleSheet {MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill>'
          '<patternFill/></fill></fills><borders count="1"><border/></borders>'
          '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
          '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def relations(*items):
    return f'<Relationships xmlns="{LIST}">' + "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(items, 1)) + "</Relationships>"


def rows_of(table, strings):
    """The XML of each row, as Excel writes it: texts shared, days as numbers."""
    places = [chr(65 + i) for i in range(26)]
    for number, cells in enumerate(csv.reader(table), 1):
        out = []
        for place, cell in zip(places, cells):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
                days = date.fromisoformat(cell).toordinal() - date(1899, 12, 30).toordinal()
                out.append(f'<c r="{place}{number}" s="1"><v>{days}</v></c>')
            elif re.fullmatch(r"(0|[1-9]\d*)(\.\d+)?", cell):
                out.append(f'<c r="{place}{number}"><v>{cell}</v></c>')
            elif cell:
                index = strings.setdefault(cell, len(strings))
                out.append(f'<c r="{place}{number}" t="s"><v>{index}</v></c>')
        yield f'<row r="{number}" spans="1:{len(cells)}">{"".join(out)}</row>'


def convert(table, path):
    """A CSV as a workbook; how many rows it has."""
    strings, count = {}, 0
    with open(path + ".sheet", "w+b") as sheet, \
            open(table, newline="", encoding="utf-8") as stream:
        sheet.write(f"<worksheet {MAIN}><sheetData>".encode())
        for row in rows_of(stream, strings):
            sheet.write(row.encode())
            count += 1
        sheet.write(b"</sheetData></worksheet>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.write(sheet.name, "xl/worksheets/sheet1.xml")
        os.remove(sheet.name)
        parts = {
            "[Content_Types].xml":
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
                'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                + "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{TYPES}{kind}+xml"/>'
                          for part, kind in (("workbook", "sheet.main"), ("styles", "styles"),
                                             ("sharedStrings", "sharedStrings"),
                                             ("worksheets/sheet1", "worksheet"))) + "</Types>",
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {MAIN}><sheets><sheet name="Data" sheetId="1" '
                               'r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml")),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": f"<sst {MAIN}>" + "".join(
                f"<si><t>{escape(text)}</t></si>" for text in strings) + "</sst>",
        }
        for name, text in parts.items():
            package.writestr(name, text)
    return count


def sheetjs():
    """The folder in which its script and its module are, or None."""
    folder = os.path.join(run.BUILD, "peers")
    os.makedirs(folder, exist_ok=True)
    if shutil.which("npm") and not os.path.isdir(os.path.join(folder, "node_modules", "xlsx")):
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", "xlsx"],
                       cwd=folder, check=False)
    if not os.path.isdir(os.path.join(folder, "node_modules", "xlsx")):
        return None
    shutil.copy(os.path.join(run.PEERS, "sheetjs_rows.cjs"), folder)
    return folder


def peers(path, work):
    """The others that are here; what is missing is said."""
    wanted, found = os.environ.get("BENCH_PEERS", "").split(), []
    python = "/usr/bin/python3"
    module = sheetjs() if {"1", "sheetjs"} & set(wanted) else None
    commands = {
        "openpyxl": ["python3-openpyxl", os.path.isdir("/usr/lib/python3/dist-packages/openpyxl"),
                     [python, os.path.join(run.PEERS, "openpyxl_rows.py"), path]],
        "sheetjs": ["its module xlsx, from npm", module,
                    ["node", "--max-old-space-size=8192",
                     os.path.join(module or "", "sheetjs_rows.cjs"), path]],
        "libreoffice": ["libreoffice-calc", shutil.which("soffice"),
                        ["soffice", "--headless", "--convert-to", "csv", "--outdir", work, path]],
    }
    for name, (package, here, command) in commands.items():
        if not {"1", name} & set(wanted):
            continue
        if here:
            found.append(run.Contender(name, command, whole=False))
        else:
            print(f"  {name} is not here ({package}): left out")
    return found


def bench(rows):
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as work:
        data, book = os.path.join(work, "data"), os.path.join(work, "book")
        run.generate(min(rows, 1048575), data)
        os.mkdir(book)
        path = os.path.join(book, "timesheets.xlsx")
        count = convert(os.path.join(data, "timesheets.csv"), path)
        ours = run.Contender("kpi check", [os.path.join(run.ROOT, "build", "kpi"), "check", book,
                                           "--jobs", str(run.JOBS)])
        contenders = [ours] + peers(path, work)
        print(f"a workbook of {count:,} timesheet rows ({os.path.getsize(path) / 1e6:.0f} MB), "
              f"{run.JOBS} threads, median of {run.RUNS} runs (least–most)")
        for number in range(run.RUNS + 1):
            for contender in list(contenders):
                try:
                    contender.run(number > 0)
                except run.Failed as failure:
                    print(f"  {failure}", file=sys.stderr)
                    contenders.remove(contender)
        run.report(contenders, ours)


if __name__ == "__main__":
    for size in run.setting("BENCH_ROWS", "1000000").split()[:1]:
        bench(int(size))
