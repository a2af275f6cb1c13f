"""One sheet of a workbook against what it should show.

A table is compared by the headings of its columns: for each a kind (what its
cells are), a role (how they look) and the value wanted for each row.
"""
import datetime

from book import MAIN, Missing, column_letters
from looks import (ACTUAL, BAD_GROUND, GOOD_GROUND, MUTED, PRIOR, ROLES,
                   THIRD)

X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
WIDTHS = {  # least, most, and columns of a width of their own
    "person": (12, 34, {0: 30}), "Scorecards": (8, 26, {}),
    "Definitions": (10, 40, {1: 90}), "Data quality": (12, 36, {8: 80}),
    "About this run": (12, 34, {4: 66}),
    "Bonus": (11, 60, {}),
}
SMALL_PRINT = ("Definitions", "Data quality", "About this run", "Chart data")
EPOCH = datetime.date(1899, 12, 30)  # of days in spreadsheets


def expect(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in what))


def near(found, wanted, tolerance=1e-12):
    if found is None or wanted is None:
        return found is None and wanted is None
    return abs(found - wanted) <= tolerance * max(1, abs(wanted))


def serial(day):
    return float((day - EPOCH).days) if day else None


class Column:
    """kind: "text" or what a number measures (looks.py); role: a name, or a
    function of the item; value: a function of the item. `after`: the heading
    behind which this one is meant, where several have its name. A tolerance
    is for values that were computed again."""

    def __init__(self, heading, kind, role, value, after=None,
                 tolerance=1e-12):
        self.heading, self.kind, self.role = heading, kind, role
        self.value, self.after, self.tolerance = value, after, tolerance


class Page:
    def __init__(self, shown, name, is_person=False):
        self.shown, self.figures = shown, shown.figures
        self.words = shown.figures.words
        self.name = name if is_person else self.words(name)
        self.is_person = is_person
        if self.name not in shown.book.sheets:
            raise Missing("no sheet %r" % self.name)
        self.sheet = shown.book.sheets[self.name]
        shown.looked_at.add(self.name)

    # ---- cells ----

    def where(self, cell_place, heading=""):
        return "%s, row %d%s" % (self.name, cell_place + 1,
                                 heading and ", %s" % heading)

    def looks(self, cell, role, kind, where):
        expect(ROLES[role](cell.look), where, "does not look like", role,
               vars(cell.look))
        if kind != "text":
            form = self.shown.formats[kind]
            expect(cell.look.format == form, where, "has the format",
                   cell.look.format, "not", form)

    def text(self, cell, wanted, role, where):
        wanted = wanted or None
        found = cell.value or None
        expect(found == wanted, where, "says", repr(found), "not",
               repr(wanted))
        if wanted and role:
            self.looks(cell, role, "text", where)

    def number(self, cell, wanted, kind, role, where, tolerance=1e-12):
        if kind == "date":
            wanted = serial(wanted)
        expect(not isinstance(cell.value, str) and
               near(cell.value, wanted, tolerance),
               where, "is", cell.value, "not", wanted)
        if wanted is not None and role:
            self.looks(cell, role, kind, where)

    def title(self, wanted):
        """Title, period and the way back to the first sheet."""
        f, w = self.figures, self.words
        self.text(self.sheet.look_at(0, 0), wanted, "title", self.name)
        line = "%s %s  ·  %s – %s  ·  %s %s" % (
            w("Period"), f.own, w.day(f.from_day), w.day(f.last_day),
            w("as of"), w.day(f.as_of))
        self.text(self.sheet.look_at(1, 0), line, "subtitle", self.name)
        first = list(self.shown.book.sheets)[0]
        if self.name != first:
            back = self.sheet.look_at(2, 0)
            self.text(back, w("← Summary"), "link", self.name)
            expect(back.link == first, self.name, back.link)

    def find(self, text, role):
        """The row of a text of the first column that looks so."""
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if column == 0 and cell.value == text and ROLES[role](cell.look):
                return row
        raise Missing("%s: no %s %r" % (self.name, role, text))

    def has_note(self, text, role="note"):
        at = self.sheet.find(text)
        expect(at[1] == 0, self.name, at, text)
        self.looks(self.sheet.cells[at], role, "text", text)

    # ---- tables ----

    def table(self, title, *headings):
        return self.sheet.table(title and self.words(title),
                                *(self.words(h) for h in headings))

    def compare(self, table, items, columns, where=None):
        """Each row of the table against an item, each column by its
        heading; a title's rows are all there, and no column is left out."""
        items = list(items)
        where = where or "%s: %s" % (self.name, table.title)
        expect(len(table.rows) == len(items), where, "has", len(table.rows),
               "rows, not", len(items))
        for i, item in enumerate(items):
            for column in columns:
                if column.value is None:
                    continue
                cell = table.cell(i, column.heading, column.after)
                place = self.where(table.rows[i], column.heading)
                role = column.role(item) if callable(column.role) \
                    else column.role
                if column.kind == "text":
                    self.text(cell, column.value(item), role, place)
                else:
                    self.number(cell, column.value(item), column.kind, role,
                                place, column.tolerance)
        self.headings(table, columns)

    def list(self, title, items, most, columns, totals=()):
        """A list of records: at most so many of them, how many more there
        are, and below it the totals over all: {heading: amount}, or (amount,
        kind) of what is no money. The table; None where there is no record,
        which it says."""
        items, w = list(items), self.words
        if not items:
            self.has_note(w("none"))
            return None
        columns = self.columns(*columns)
        table = self.sheet.table(title and w(title),
                                 *(c.heading for c in columns))
        more = len(items) - most
        total = None
        if totals:  # behind how many more there are, if that is said
            total = self.below(table) + 1 if more > 0 else table.rows.pop()
        self.compare(table, items[:most], columns)
        self.more(table, more)
        for heading, amount in dict(totals).items():
            self.text(self.sheet.look_at(total, table.first), w("Total"),
                      "total", self.where(total))
            amount, kind = amount if isinstance(amount, tuple) else (
                amount, "money")
            self.number(self.sheet.look_at(total, table.column(w(heading))),
                        amount, kind, "total", self.where(total, heading))
            self.total_row(total, table.first, table.column(w(heading)))
        return table

    def total_row(self, row, first, last):
        """Ruled off from the first cell to the last."""
        for column in range(first, last + 1):
            cell = self.sheet.cells.get((row, column))
            expect(cell is not None and ROLES["total"](cell.look), self.name,
                   "row", row + 1, "column", column, "is not ruled off")

    def more(self, table, count):
        """Below a list that is cut off: how many more there are."""
        said = self.sheet.value(self.below(table), 0)
        wanted = self.words.say("and more", count=count)
        expect((said == wanted) == (count > 0) and (count > 0 or not (
            isinstance(said, str) and said.startswith("…"))), self.name,
            table.title, "ends with", said, "not", wanted)

    def headings(self, table, columns):
        """A heading stands to the right above numbers, and a little aside
        behind one that does."""
        at = {table.column(c.heading, c.after): c.kind != "text"
              for c in columns}
        expect(not table.unasked(), self.name, table.title,
               "columns that nobody compared:", table.unasked())
        for place, is_number in at.items():
            cell = self.sheet.cells[table.top, place]
            role = "heading number" if is_number else \
                "heading after" if at.get(place - 1) else "heading"
            if place - 1 not in at or not self.shown.sets_apart:
                # Behind a column without a name; on statements.
                role = role if is_number or cell.look.indent else "heading"
                role = "heading after" if cell.look.indent else role
            self.looks(cell, role, "text", self.where(table.top, cell.value))

    def columns(self, *columns):
        """Columns with English headings → in the sheet's language."""
        for column in columns:
            column.heading = self.words(column.heading)
            column.after = column.after and self.words(column.after)
        return list(columns)

    def below(self, table):
        """The row below a table."""
        return table.top + 1 + len(table.rows)

    # ---- the page ----

    def repeats(self, row):
        """A row of headings that stands on each printed page."""
        book = self.shown.book
        number = list(book.sheets).index(self.name)
        found = [name.text for name in book.tree.iter(MAIN + "definedName")
                 if name.get("name") == "_xlnm.Print_Titles" and
                 name.get("localSheetId") == str(number)]
        expect(len(found) == 1 and found[0].endswith("!$%d:$%d" % (
            row + 1, row + 1)), self.name, "repeated rows", found)

    def frozen(self):
        """How many columns and rows stay when one scrolls."""
        pane = self.sheet.tree.find(MAIN + "sheetViews/" + MAIN +
                                    "sheetView/" + MAIN + "pane")
        expect(pane is not None and pane.get("state") == "frozen", self.name)
        return int(pane.get("xSplit", "0")), int(pane.get("ySplit", "0"))

    def frame(self):
        """Without a grid, on A4, its tab in the colour of its kind; at its
        foot what the book is, of which run, and the page."""
        foot = "&L&8%s · %s&C&8%s&R&8&P / &N" % (
            self.shown.title, self.figures.own, self.shown.foot)
        said = self.sheet.tree.findtext(MAIN + "headerFooter/" + MAIN +
                                        "oddFooter")
        expect(said == foot, self.name, "foot", said, "not", foot)
        view = self.sheet.tree.find(MAIN + "sheetViews/" + MAIN + "sheetView")
        setup = self.sheet.tree.find(MAIN + "pageSetup")
        tab = self.sheet.tree.find(MAIN + "sheetPr/" + MAIN + "tabColor")
        expect(view.get("showGridLines") == "0" and
               setup.get("paperSize") == "9", self.name, "page")
        small = [self.words(s) for s in SMALL_PRINT]
        expect(tab.get("rgb")[2:] == (PRIOR if self.name in small else
                                      ACTUAL), self.name, tab.attrib)
        margins = self.sheet.tree.find(MAIN + "pageMargins")
        expect([margins.get(side) for side in (
            "left", "right", "top", "bottom")] == ["0.4", "0.4", "0.45",
                                                   "0.6"], self.name)
        self.rows_are_high()
        self.columns_are_wide()

    def columns_are_wide(self):
        """As wide as what stands in them, within limits, or of a width of
        their own (a strip has twelve)."""
        name = next((n for n in WIDTHS if self.words.words.get(n) ==
                     self.name), "person" if self.is_person else None)
        least, most, own = WIDTHS.get(name, (11, 36, {}))
        found = {c: width - 0.7109375
                 for c, width in self.sheet.widths.items()}
        for column, width in own.items():
            expect(found.pop(column, width) == width, self.name, column)
        rest = sorted(width for width in found.values() if width != 12)
        # A sheet that would be wider than the paper has narrower columns.
        least = min(least, 9)
        expect(not rest or rest[0] >= least - 0.01 and rest[-1] <= most + 0.01,
               self.name, "widths", rest, "not within", least, most)

    def rows_are_high(self):
        """As high as what stands in them: titles, sections, headings."""
        for (row, _), cell in self.sheet.cells.items():
            least = 30 if cell.look.size == 17 else 24 if \
                cell.look.size == 12 else 32 if cell.look.is_heading and \
                cell.value else 0
            found = self.sheet.heights.get(row, 15)
            expect(found >= least, self.name, row + 1, "is", found, "high")
            if least and least < 32:
                expect(found == least, self.name, row + 1, "is", found)

    # ---- rules over ranges ----

    def rules(self, table, heading):
        """Conditional formats of exactly the cells under a heading."""
        column = column_letters(table.column(self.words.words.get(
            heading, heading)))
        cells = "%s%d:%s%d" % (column, table.rows[0] + 1, column,
                               table.rows[-1] + 1)
        if len(table.rows) == 1:
            cells = cells.split(":")[0]
        return self.sheet.rules_of(cells)

    def has_bars(self, table, heading, variance=False):
        """Bars in the cells; for variances, from zero and in two colours."""
        rules = self.rules(table, heading)
        expect(len(rules) == 1 and rules[0].get("type") == "dataBar",
               self.name, "no bars under", heading)
        bar = rules[0].find(MAIN + "dataBar")
        colour = bar.find(MAIN + "color").get("rgb")[2:]
        expect(colour == (BAD_GROUND if variance else THIRD), self.name,
               heading, "bars are", colour)
        ends = [(v.get("type"), v.get("val"))
                for v in bar.findall(MAIN + "cfvo")]
        expect(ends == [("min", None) if variance else ("num", "0"),
                        ("max", None)], self.name, heading, ends)
        number = rules[0].findtext(".//" + X14 + "id")
        newer = next(bar for rule in self.sheet.tree.iter(X14 + "cfRule")
                     if rule.get("id") == number
                     for bar in rule.findall(X14 + "dataBar"))
        expect(newer.get("gradient") == "0" and
               newer.find(X14 + "negativeFillColor").get("rgb")[2:] == (
                   GOOD_GROUND if variance else THIRD) and
               newer.find(X14 + "axisColor").get("rgb")[2:] == (
                   MUTED if variance else "000000"), self.name, heading,
               "bars to the left")

    def has_scale(self, rows, columns, steps, colours):
        """A scale of colours over rows and columns of the sheet."""
        ends = ["%s%d" % (column_letters(c), r + 1)
                for r, c in zip(rows, columns)]
        cells = ends[0] if ends[0] == ends[1] else ":".join(ends)
        rules = self.sheet.rules_of(cells)
        expect(len(rules) == 1, self.name, "no scale over", cells)
        scale = rules[0].find(MAIN + "colorScale")
        found = scale.findall(MAIN + "cfvo")
        expect([v.get("type") for v in found] == ["num"] * len(steps) and
               [float(v.get("val")) for v in found] == list(steps),
               self.name, cells, [v.attrib for v in found])
        found = [c.get("rgb")[2:] for c in scale.findall(MAIN + "color")]
        expect(found == list(colours), self.name, cells, found)

    # ---- charts ----

    def chart(self, title, description, row=None):
        """The chart of that title (and that begins in that row), which those
        who cannot see it are told about in these words."""
        for chart in self.sheet.charts:
            if not chart.seen and chart.title == title and \
                    row in (None, chart.row):
                chart.seen = True
                expect(chart.description == description, self.name, title,
                       "is described as", chart.description)
                return chart
        raise Missing("%s: no chart %r; there are %s" % (
            self.name, title, [c.title for c in self.sheet.charts]))

    def points(self, series, wanted, tolerance=1e-12):
        """The points of a series: (category, value) pairs."""
        wanted = list(wanted)
        what = "%s, chart's series %r" % (self.name, series.name)
        expect(len(series.points) == len(wanted), what, "has",
               len(series.points), "points, not", len(wanted))
        for (c, v), (category, value) in zip(series.points, wanted):
            same = c == category if isinstance(category, str) else \
                near(c, category, tolerance)
            expect(same and near(v, value, tolerance), what, "has", (c, v),
                   "not", (category, value))
