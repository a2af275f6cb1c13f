"""Workbooks (.xlsx) as the programs that people have write them.

save(path, [sheet(name, rows), …], program="excel", …) writes rows of cells: None,
str, int, float, Decimal, bool, date, datetime, time, timedelta (as a duration),
or one of Error, Formula, Styled, Rich and Raw below. A program is a row of HABITS:
what its files look like, seen in files of its own. Nothing here is read by kpi's
own code, and nothing comes from it.
"""
import datetime
import decimal
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Habits:
    def __init__(self, **more):
        self.strings = "shared"    # shared, inline or plain (t="str")
        self.prefix = ""           # of every element: "x:"
        self.strict = False        # the ISO namespaces
        self.absolute = False      # targets begin with /xl/
        self.references = True     # cells have r="B7"
        self.row_numbers = True
        self.number_type = False   # t="n" on numbers
        self.spans = False
        self.blanks = False        # blank cells stand there, with a style
        self.blank_rows = 0        # so many empty rows at the end
        self.dates = 14            # a built-in format's number, or a code
        self.times = 'yyyy\\-mm\\-dd\\ hh:mm:ss'
        self.iso_dates = False     # t="d"
        self.sheet_file = "worksheets/sheet%d.xml"
        self.preserve = True       # xml:space
        self.compression = zipfile.ZIP_DEFLATED
        self.declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        self.__dict__.update(more)


HABITS = {
    "excel": Habits(spans=True, times=22),
    "libreoffice": Habits(number_type=True, dates="yyyy\\-mm\\-dd", blanks=True,
                          blank_rows=3, times='dd/mm/yyyy\\ hh:mm'),
    "google": Habits(blanks=True, blank_rows=970, dates='yyyy"-"mm"-"dd'),
    "openpyxl": Habits(number_type=True, absolute=True, dates="yyyy-mm-dd",
                       preserve=False, declaration=""),
    "openpyxl write-only": Habits(number_type=True, absolute=True, strings="inline",
                                  dates="yyyy-mm-dd"),
    "sheetjs": Habits(strings="plain", dates="m/d/yy"),
    "sheetjs dates": Habits(strings="plain", iso_dates=True),
    "exceljs": Habits(dates="mm-dd-yy", compression=zipfile.ZIP_STORED),
    "libxlsxwriter": Habits(strings="inline", spans=True, dates="dd/mm/yyyy"),
    "strict": Habits(strict=True, iso_dates=True),
    "prefixed": Habits(prefix="x:", sheet_file="sheets/Blatt%d.xml"),
    "bare": Habits(references=False, row_numbers=False, strings="inline"),
}


class Error(str):
    """#N/A"""


class Formula:
    def __init__(self, text, value=None):
        self.text, self.value = text, value


class Styled:
    """A number shown by a format: a code, or the number of a built-in one."""
    def __init__(self, value, shown):
        self.value, self.shown = value, shown


class Rich:
    """XML that stands within si or is."""
    def __init__(self, xml):
        self.xml = xml


class Raw(str):
    """The XML of a cell, with %s for its r="…"."""


def letters(column):
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def serial(value, since_1904=False):
    """Days, as spreadsheets count them; 1900 has a 29 February."""
    if isinstance(value, datetime.time):
        return decimal.Decimal(value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, datetime.timedelta):
        return decimal.Decimal(value.days * 86400 + value.seconds) / 86400
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    past = value - datetime.datetime(1904, 1, 1)
    days = decimal.Decimal(past.days) + decimal.Decimal(past.seconds) / 86400
    if since_1904:
        return days
    days += 1462
    return days if days >= 61 else days - 1


def number(value):
    text = format(value, "f") if isinstance(value, decimal.Decimal) else repr(value)
    return re.sub(r"(\.\d*?)0+$", r"\1", text).rstrip(".") if "." in text else text


class Writer:
    def __init__(self, habits, since_1904):
        self.habits, self.since_1904 = habits, since_1904
        self.strings, self.shown = {}, {0: 0}

    def style(self, shown):
        return self.shown.setdefault(shown, len(self.shown))

    def element(self, name, attributes="", inner=None):
        name = self.habits.prefix + name
        if inner is None:
            return f"<{name}{attributes}/>"
        return f"<{name}{attributes}>{inner}</{name}>"

    def string(self, text):
        space = ' xml:space="preserve"' if self.habits.preserve and text != text.strip() else ""
        return self.element("t", space, escape(text))

    def text(self, place, text):
        xml = text.xml if isinstance(text, Rich) else self.string(text)
        if self.habits.strings == "plain" and not isinstance(text, Rich):
            return self.element("c", place + ' t="str"', self.element("v", "", escape(text)))
        if self.habits.strings == "shared":
            index = self.strings.setdefault(xml, len(self.strings))
            return self.element("c", place + ' t="s"', self.element("v", "", str(index)))
        return self.element("c", place + ' t="inlineStr"', self.element("is", "", xml))

    def moment(self, place, value):
        day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        if self.habits.iso_dates and isinstance(value, datetime.date):
            iso = value.isoformat() + ("T00:00:00" if day else "")
            return self.element("c", place + ' t="d"', self.element("v", "", iso))
        shown = (self.habits.dates if day else "[h]:mm:ss" if isinstance(value, datetime.timedelta)
                 else "h:mm" if isinstance(value, datetime.time) else self.habits.times)
        return self.cell(place, Styled(serial(value, self.since_1904), shown))

    def cell(self, place, value):
        if value is None:
            return self.element("c", place + f' s="{self.style(9)}"') if self.habits.blanks else ""
        if isinstance(value, Raw):
            return value % place
        if isinstance(value, Error):
            return self.element("c", place + ' t="e"', self.element("v", "", escape(value)))
        if isinstance(value, bool):
            return self.element("c", place + ' t="b"', self.element("v", "", str(int(value))))
        if isinstance(value, Formula):
            kind = ' t="str"' if isinstance(value.value, str) else ""
            cached = "" if value.value is None else self.element(
                "v", "", escape(str(value.value)))
            return self.element("c", place + kind, self.element("f", "", escape(value.text)) + cached)
        if isinstance(value, (str, Rich)):
            return self.text(place, value)
        if isinstance(value, Styled):
            inner = self.element("v", "", number(value.value)
                                 if not isinstance(value.value, str) else value.value)
            return self.element("c", place + f' s="{self.style(value.shown)}"', inner)
        if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
            return self.moment(place, value)
        kind = ' t="n"' if self.habits.number_type else ""
        return self.element("c", place + kind, self.element("v", "", number(value)))

    def row(self, index, cells, hidden):
        out = []
        for column, value in enumerate(cells, 1):
            place = f' r="{letters(column)}{index}"' if self.habits.references else ""
            if value is None and not self.habits.references:
                out.append(self.element("c"))
            else:
                out.append(self.cell(place, value))
        attributes = f' r="{index}"' if self.habits.row_numbers else ""
        attributes += f' spans="1:{len(cells)}"' if self.habits.spans else ""
        attributes += ' hidden="1"' if hidden else ""
        return self.element("row", attributes, "".join(out))

    def sheet(self, sheet):
        rows = []
        for index, cells in enumerate(sheet["rows"], 1):
            if cells or not self.habits.row_numbers:
                rows.append(self.row(index, cells, index in sheet["hidden_rows"]))
        last = len(sheet["rows"])
        for index in range(last + 1, last + 1 + self.habits.blank_rows):
            rows.append(self.row(index, [None] * 5, False))
        columns = "".join(self.element("col", f' min="{c}" max="{c}" hidden="1"')
                          for c in sheet["hidden_columns"])
        columns = self.element("cols", "", columns) if columns else ""
        return self.root("worksheet", columns + self.element("sheetData", "", "".join(rows))
                         + sheet["after"])

    def root(self, name, inner):
        main = STRICT_MAIN if self.habits.strict else MAIN
        relations = STRICT_RELATIONS if self.habits.strict else RELATIONS
        prefix = self.habits.prefix
        space = f'xmlns:{prefix[:-1]}="{main}"' if prefix else f'xmlns="{main}"'
        return self.habits.declaration + self.element(
            name, f' {space} xmlns:r="{relations}"', inner)

    def styles(self):
        codes = {shown: 164 + i for i, shown in enumerate(
            s for s in self.shown if isinstance(s, str))}
        formats = "".join(self.element("numFmt", f' numFmtId="{n}" formatCode={quoteattr(c)}')
                          for c, n in codes.items())
        cells = "".join(self.element("xf", f' numFmtId="{codes.get(shown, shown)}" xfId="0"')
                        for shown in self.shown)
        return self.root("styleSheet", self.element("numFmts", f' count="{len(codes)}"', formats)
                         + self.element("cellStyleXfs", "", self.element("xf", ' numFmtId="14"'))
                         + self.element("cellXfs", f' count="{len(self.shown)}"', cells))


def sheet(name, rows, state="visible", hidden_rows=(), hidden_columns=(), after=""):
    return {"name": name, "rows": rows, "state": state, "hidden_rows": hidden_rows,
            "hidden_columns": hidden_columns, "after": after}


def relations(kinds, base, items):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="%s">' % PACKAGE
            + "".join(f'<Relationship Id="rId{i}" Type="{kinds}/{kind}" Target="{base}{target}"/>'
                      for i, (kind, target) in enumerate(items, 1)) + "</Relationships>")


def parts(sheets, program="excel", since_1904=False, **habits):
    """The parts of the package, by name."""
    habit = Habits(**{**HABITS[program].__dict__, **habits})
    writer = Writer(habit, since_1904)
    kinds = STRICT_RELATIONS if habit.strict else RELATIONS
    files = [habit.sheet_file % i for i in range(1, len(sheets) + 1)]
    written = {"xl/" + file: writer.sheet(one) for file, one in zip(files, sheets)}
    items = [("worksheet", file) for file in files] + [("styles", "styles.xml")]
    if writer.strings:
        items.append(("sharedStrings", "sharedStrings.xml"))
        written["xl/sharedStrings.xml"] = writer.root("sst", "".join(
            writer.element("si", "", xml) for xml in writer.strings))
    written["xl/styles.xml"] = writer.styles()
    listed = "".join(writer.element(
        "sheet", f" name={quoteattr(one['name'])} sheetId=\"{i}\" state=\"{one['state']}\""
        f' r:id="rId{i}"') for i, one in enumerate(sheets, 1))
    written["xl/workbook.xml"] = writer.root("workbook", writer.element(
        "workbookPr", ' date1904="1"' if since_1904 else "")
        + writer.element("sheets", "", listed))
    base = "/xl/" if habit.absolute else ""
    written["xl/_rels/workbook.xml.rels"] = relations(kinds, base, items)
    written["_rels/.rels"] = relations(
        kinds, "/" if habit.absolute else "", [("officeDocument", "xl/workbook.xml")])
    written["[Content_Types].xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="http://schemas.openxmlformats.org'
        '/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        "</Types>")
    return written, habit


def pack(path, written, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, text in written.items():
            package.writestr(name, text)
    return path


def save(path, sheets, program="excel", since_1904=False, **habits):
    written, habit = parts(sheets, program, since_1904, **habits)
    return pack(path, written, habit.compression)
