"""A workbook as its readers see it: sheets, tables by their headings, charts.

Tables are found by what is seen: a row of headings (by their ground), the rows
below it up to the first that stands on no hairline. Cells are asked for by the
heading of their column, charts by their title. What was asked for is
remembered, so that a test can say which numbers of a sheet nobody has looked at.
"""
import re
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DRAW = ("{http://schemas.openxmlformats.org/drawingml/2006/"
        "spreadsheetDrawing}")
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HEADING_GROUND = "EDF1F5"
BUILT_IN = {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "9": "0%",
            "10": "0.00%"}


class Missing(AssertionError):
    """Something that should be on the sheet is not."""


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number):
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(reference):
    letters, digits = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", reference).groups()
    return int(digits) - 1, column_number(letters)


def area(reference):
    """'A1:B2' → ((row, column), (row, column)), both ends in it"""
    first, _, last = reference.partition(":")
    return place(first), place(last or first)


class Look:
    """How cells of one style look."""

    def __init__(self, xf, fonts, fills, borders, codes):
        font = fonts[int(xf.get("fontId"))]
        fill = fills[int(xf.get("fillId"))].find(
            MAIN + "patternFill/" + MAIN + "fgColor")
        border = borders[int(xf.get("borderId"))]
        align = xf.find(MAIN + "alignment")
        colour = font.find(MAIN + "color")
        self.bold = font.find(MAIN + "b") is not None
        self.underlined = font.find(MAIN + "u") is not None
        self.size = float(font.find(MAIN + "sz").get("val"))
        self.colour = (colour.get("rgb") or "FF000000")[2:] \
            if colour is not None else "000000"
        self.ground = fill.get("rgb")[2:] if fill is not None and \
            fill.get("rgb") else None
        self.below = border.find(MAIN + "bottom").get("style") is not None
        self.above = border.find(MAIN + "top").get("style") is not None
        self.boxed = border.find(MAIN + "left").get("style") is not None
        self.side = align.get("horizontal") if align is not None else None
        self.wrapped = align is not None and align.get("wrapText") == "1"
        self.indent = int(align.get("indent", "0")) if align is not None else 0
        number = xf.get("numFmtId")
        self.format = codes.get(number) or BUILT_IN.get(number, "General")
        guard = xf.find(MAIN + "protection")
        self.unlocked = guard is not None and guard.get("locked") == "0"

    @property
    def is_heading(self):
        return self.ground == HEADING_GROUND


class Cell:
    def __init__(self, value, formula, style, look):
        self.value, self.formula = value, formula
        self.style, self.look = style, look
        self.link = None  # the sheet that it leads to
        self.seen = False


class Table:
    """Headings and the rows below them, from a row and a column on."""

    def __init__(self, sheet, title, top, first, headings):
        self.sheet, self.title, self.top, self.first = sheet, title, top, first
        self.headings = headings  # texts in order; None for an empty one
        self.rows = []            # rows of the sheet
        row = top + 1
        while sheet.is_body(row, first) or sheet.is_body(row, first + 1):
            self.rows.append(row)
            row += 1
        self.asked = set()

    def column(self, heading, after=None):
        """The column under a heading; `after`: the first so called behind
        that one."""
        from_ = 0 if after is None else self.headings.index(after) + 1
        if heading not in self.headings[from_:]:
            raise Missing("%s: no column %r under %r: %s" % (
                self.sheet.name, heading, self.title, self.headings))
        at = self.headings.index(heading, from_)
        self.asked.add(at)
        return self.first + at

    def cell(self, row, heading, after=None):
        """Of the row-th row; a blank cell where there is none."""
        return self.sheet.look_at(self.rows[row], self.column(heading, after))

    def values(self, heading, after=None):
        return [self.cell(i, heading, after).value
                for i in range(len(self.rows))]

    def find(self, heading, value):
        """The place of the row whose cell under `heading` has that value."""
        values = self.values(heading)
        if value not in values:
            raise Missing("%s: no %r under %r" % (self.sheet.name, value,
                                                  heading))
        return values.index(value)

    def unasked(self):
        return [h for i, h in enumerate(self.headings)
                if h and i not in self.asked]


class Sheet:
    """One sheet: its cells by (row, column), and its part as XML."""

    def __init__(self, book, name, part):
        self.book, self.name, self.part = book, name, part
        self.tree = book.xml(part)
        self.cells, self.charts = {}, []
        self.blank = Cell(None, None, 0, book.looks[0])
        for c in self.tree.iter(MAIN + "c"):
            self.cells[place(c.get("r"))] = self.read_cell(c)
        self.widths, self.heights = {}, {}
        for col in self.tree.iter(MAIN + "col"):
            for i in range(int(col.get("min")), int(col.get("max")) + 1):
                self.widths[i - 1] = float(col.get("width"))
        for row in self.tree.iter(MAIN + "row"):
            if row.get("ht"):
                self.heights[int(row.get("r")) - 1] = float(row.get("ht"))
        for link in self.tree.iter(MAIN + "hyperlink"):
            target = link.get("location")
            self.cells[place(link.get("ref"))].link = \
                target[1:target.index("'!")].replace("''", "'")
        self.tables = list(self.find_tables())
        self.ranges_seen = set()

    def rules_of(self, cells):
        """The conditional formats of just these cells, such as `B2:B9`."""
        self.ranges_seen.add(cells)
        return [rule for block in self.tree.iter(
            MAIN + "conditionalFormatting") if block.get("sqref") == cells
            for rule in block]

    def ranges_unseen(self):
        """Cells with conditional formats that nobody asked for."""
        return sorted({block.get("sqref") for block in self.tree.iter(
            MAIN + "conditionalFormatting")} - self.ranges_seen)

    def read_cell(self, c):
        value, formula = c.find(MAIN + "v"), c.find(MAIN + "f")
        text = value.text or "" if value is not None else None
        if text is not None and c.get("t") == "s":
            text = self.book.strings[int(text)]
        elif text is not None and c.get("t") != "str":
            text = float(text)
        style = int(c.get("s", "0"))
        return Cell(text, formula.text if formula is not None else None,
                    style, self.book.looks[style])

    def look_at(self, row, column):
        cell = self.cells.get((row, column), self.blank)
        cell.seen = True
        return cell

    def value(self, row, column):
        return self.look_at(row, column).value

    def is_body(self, row, column):
        """Is it a cell of a table's row: on a hairline, or a link?"""
        cell = self.cells.get((row, column))
        return cell is not None and not cell.look.is_heading and (
            cell.look.below or cell.look.underlined)

    def find_tables(self):
        tops = sorted({row for (row, _), cell in self.cells.items()
                       if cell.look.is_heading})
        title, done = None, 0
        for top in tops:
            columns = sorted(c for (r, c), cell in self.cells.items()
                             if r == top and cell.look.is_heading)
            for row in range(done, top):
                cell = self.cells.get((row, 0))
                if cell and isinstance(cell.value, str) and cell.look.bold \
                        and not cell.look.below and row:
                    title = cell.value
            headings = [self.cells[top, c].value
                        for c in range(columns[0], columns[-1] + 1)]
            table = Table(self, title, top, columns[0], headings)
            done = top + 1 + len(table.rows)
            title = None
            yield table

    def table(self, title, *headings):
        """The table under a title and with these headings."""
        for table in self.tables:
            if table.title == title and all(h in table.headings
                                            for h in headings):
                return table
        raise Missing("%s: no table %r with %s; there are %s" % (
            self.name, title, headings, [t.title for t in self.tables]))

    def has_text(self, text):
        return any(cell.value == text for cell in self.cells.values())

    def find(self, text):
        """Where a text stands: (row, column), the first from the top."""
        for at in sorted(self.cells):
            if self.cells[at].value == text:
                return at
        raise Missing("%s: nowhere %r" % (self.name, text))

    def column(self, number):
        return {row: cell for (row, column), cell in self.cells.items()
                if column == number}

    def unseen(self):
        """Numbers that nobody has looked at: (place, value)."""
        return [(column_letters(c) + str(r + 1), cell.value)
                for (r, c), cell in sorted(self.cells.items())
                if isinstance(cell.value, float) and not cell.seen]


class Series:
    """One series of a chart: its name, points and how it is drawn."""

    def __init__(self, book, kind, element):
        self.kind, self.element = kind, element
        scatter = kind == "scatterChart"
        self.name = element.findtext(CHART + "tx//" + CHART + "v")
        self.categories, self.places = self.read(
            book, element.find(CHART + ("xVal" if scatter else "cat")))
        self.values, self.value_places = self.read(
            book, element.find(CHART + ("yVal" if scatter else "val")))

    @staticmethod
    def read(book, element):
        reference = element.findtext(".//" + CHART + "f")
        name, _, cells = reference.rpartition("!")
        sheet = book.sheets[name.strip("'").replace("''", "'")]
        (first, column), (last, other) = area(cells)
        assert column == other, reference
        places = [(row, column) for row in range(first, last + 1)]
        return [sheet.value(*at) for at in places], places

    @property
    def points(self):
        """(category, value) where both are there"""
        return [(c, v) for c, v in zip(self.categories, self.values)
                if c is not None and v is not None]

    def colour(self, path):
        """Of what is at `path` below the series: a colour, "none", or None."""
        found = self.element.find(path)
        if found is None:
            return None
        if found.find(ART + "noFill") is not None:
            return "none"
        return found.find(".//" + ART + "srgbClr").get("val")

    @property
    def fill(self):
        shape = self.element.find(CHART + "spPr")
        if shape is None:
            return None
        if shape.find(ART + "noFill") is not None:
            return "none"
        solid = shape.find(ART + "solidFill/" + ART + "srgbClr")
        return solid.get("val") if solid is not None else None

    @property
    def line(self):
        return self.colour(CHART + "spPr/" + ART + "ln")

    @property
    def dash(self):
        dash = self.element.find(CHART + "spPr/" + ART + "ln/" + ART +
                                 "prstDash")
        return dash.get("val") if dash is not None else None

    @property
    def line_width(self):
        line = self.element.find(CHART + "spPr/" + ART + "ln")
        return int(line.get("w")) / 12700 if line is not None and \
            line.get("w") else None

    @property
    def marker(self):
        symbol = self.element.find(CHART + "marker/" + CHART + "symbol")
        return symbol.get("val") if symbol is not None else None

    @property
    def labels(self):
        """Which points have a label: {place: text or None}; None for all."""
        labels = self.element.find(CHART + "dLbls")
        if labels is None:
            return {}
        chosen, hidden = {}, 0
        for label in labels.findall(CHART + "dLbl"):
            at = int(label.find(CHART + "idx").get("val"))
            if label.find(CHART + "delete") is not None:
                hidden += 1
                continue
            text = "".join(t.text or "" for t in label.iter(ART + "t"))
            chosen[at] = text or label.findtext(".//" + CHART + "v")
        return chosen if chosen or hidden else None


class Chart:
    """A chart of a sheet: where it stands, what it says and draws."""

    def __init__(self, book, anchor, part):
        self.tree = book.xml(part)
        self.part, self.seen = part, False
        self.description = anchor.find(".//" + DRAW + "cNvPr").get("descr", "")
        self.title = "".join(
            t.text or "" for t in self.tree.findall(
                CHART + "chart/" + CHART + "title//" + ART + "t")) or None
        ends = [[int(anchor.findtext(DRAW + end + "/" + DRAW + field))
                 for field in ("row", "rowOff", "col", "colOff")]
                for end in ("from", "to")]
        (self.row, self.row_offset, self.column, self.column_offset), \
            (self.last_row, self.last_row_offset, self.last_column,
             self.last_column_offset) = ends
        plot = self.tree.find(CHART + "chart/" + CHART + "plotArea")
        self.series, self.kind = [], None
        for drawn in plot:
            kind = drawn.tag.replace(CHART, "")
            if kind.endswith("Chart"):
                self.kind = kind
                self.group = drawn
                self.series += [Series(book, kind, s)
                                for s in drawn.findall(CHART + "ser")]
        self.axes = [Axis(a) for a in plot
                     if a.tag in (CHART + "valAx", CHART + "catAx")]
        legend = self.tree.find(CHART + "chart/" + CHART + "legend")
        self.legend = legend is not None

    def named(self, name):
        found = [s for s in self.series if s.name == name]
        if not found:
            raise Missing("chart %r: no series %r, but %s" % (
                self.title, name, [s.name for s in self.series]))
        return found[0]

    @property
    def horizontal(self):
        return next(a for a in self.axes if a.side in ("b", "t"))

    @property
    def vertical(self):
        return next(a for a in self.axes if a.side in ("l", "r"))


class Axis:
    def __init__(self, element):
        def value(name, below=""):
            found = element.find(below + CHART + name)
            return found.get("val") if found is not None else None

        scaling = CHART + "scaling/"
        self.side = value("axPos")
        self.shown = value("delete") != "1"
        self.low, self.high = (
            float(v) if v is not None else None
            for v in (value("min", scaling), value("max", scaling)))
        self.reversed = value("orientation", scaling) == "maxMin"
        step = value("majorUnit")
        self.step = float(step) if step is not None else None
        self.grid = element.find(CHART + "majorGridlines") is not None
        self.format = element.find(CHART + "numFmt").get("formatCode") \
            if element.find(CHART + "numFmt") is not None else None
        self.labels_at = value("tickLblPos")
        self.title = "".join(
            t.text or "" for t in element.findall(
                CHART + "title//" + ART + "t")) or None


class Workbook:
    def __init__(self, path):
        self.path = path
        self.zip = zipfile.ZipFile(path)
        assert self.zip.testzip() is None
        self.names = self.zip.namelist()
        self.strings = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
                        for si in self.xml("xl/sharedStrings.xml")]
        self.styles = self.xml("xl/styles.xml")
        self.looks = self.read_looks()
        self.sheets = {}
        self.tree = self.xml("xl/workbook.xml")
        for i, sheet in enumerate(self.tree.iter(MAIN + "sheet"), 1):
            name = sheet.get("name")
            self.sheets[name] = Sheet(self, name,
                                      "xl/worksheets/sheet%d.xml" % i)
        for sheet in self.sheets.values():
            sheet.charts = list(self.read_charts(sheet))

    def xml(self, name):
        return ET.fromstring(self.zip.read(name))

    def read_looks(self):
        parts = [list(self.styles.find(MAIN + name))
                 for name in ("fonts", "fills", "borders")]
        codes = {n.get("numFmtId"): n.get("formatCode")
                 for n in self.styles.iter(MAIN + "numFmt")}
        return [Look(xf, *parts, codes)
                for xf in self.styles.find(MAIN + "cellXfs")]

    def related(self, part):
        """The parts that a part names, by their ids."""
        folder, name = part.rsplit("/", 1)
        path = "%s/_rels/%s.rels" % (folder, name)
        if path not in self.names:
            return {}
        return {r.get("Id"): "xl/" + r.get("Target").replace("../", "")
                for r in self.xml(path) if r.get("TargetMode") != "External"}

    def read_charts(self, sheet):
        drawing = sheet.tree.find(MAIN + "drawing")
        if drawing is None:
            return
        part = self.related(sheet.part)[drawing.get(REL + "id")]
        targets = self.related(part)
        for anchor in self.xml(part):
            chart = anchor.find(".//" + CHART + "chart")
            yield Chart(self, anchor, targets[chart.get(REL + "id")])
