"""A workbook against the run's figures, sheet by sheet."""
import hashlib
import os
import re

import accounts
import answers
import clients
import ground
import pay
import people
import suite
import summary
import trends
import what_if
import work
from blocks import PERSON_SHEETS_MOST
from book import Workbook
from chart_looks import check_chart
from charts import check_places
from looks import number_formats
from form import check_properties
from page import expect
from words import LANGUAGES, Words

# By the sheet's English name: its check, when it is there, whether the first
# sheet lists it. They are checked in this order.
SHEETS = (
    ("Retention", clients.check_retention, lambda f: f.has("retention"),
     True),
    ("Pipeline", work.check_pipeline,
     lambda f: f.has("win_rate") or f.has("close_rate"), True),
    ("Growth", work.check_growth, lambda f: f.has("revenue"), True),
    ("Revenue bridge", accounts.check_bridge, accounts.has_bridge, True),
    ("Clients", accounts.check_clients, accounts.has_clients, True),
    ("Delivery", work.check_delivery, lambda f: f.has("on_time"), True),
    ("Budget", work.check_budget,
     lambda f: f.has("budget_variance") or f.has("running_over"), True),
    ("Satisfaction", answers.check_satisfaction,
     lambda f: f.has("satisfaction"), True),
    ("Coordination", answers.check_coordination,
     lambda f: f.has("coordination"), True),
    ("Trends", trends.check_trends, lambda f: len(f.quarters) > 1, True),
    ("Bonus", pay.check_bonus, lambda f: bool(f.bonus), True),
    ("What-if", what_if.check_what_if,
     lambda f: any(row["weight"] for row in f.scores.values()) or
     f.bonus and what_if.has_rates(f), False),
    ("Scorecards", people.check_scorecards, lambda f: bool(f.managers),
     True),
    ("Summary", summary.check_summary, lambda f: True, False),
    ("Definitions", ground.check_definitions, lambda f: True, False),
    ("Data quality", ground.check_quality, lambda f: True, False),
    ("About this run", ground.check_about, lambda f: True, False),
)
DATA = "Chart data"
SHEETS_DEF = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                          "io", "export", "dashboard", "sheets.def")


def find_unread():
    """Names of the sheets that sheets.def has and SHEETS has not, by language:
    these are not read back."""
    with open(SHEETS_DEF, encoding="utf-8") as stream:
        names = [(name, suite.vietnamese(name)) for name in re.findall(
            r'^SHEET\(\w+, N_\("([^"]+)"\)', stream.read(), re.M)]
    return {language: {pair[at] for pair in names} -
            {Words(language)(name) for name, _, _, _ in SHEETS}
            for at, language in enumerate(LANGUAGES)}


UNREAD = find_unread()


class Shown:
    """One workbook and the figures of its run."""

    sets_apart = True  # headings of texts from numbers before them

    def __init__(self, figures):
        self.figures = figures
        self.book = Workbook(os.path.join(figures.out, "dashboard.xlsx"))
        self.formats = number_formats(figures.language,
                                      figures.configuration["currency"])
        self.title = figures.words("Account managers' indicators")
        with open(os.path.join(figures.out, "kpi.csv"), "rb") as stream:
            self.foot = "kpi.csv SHA-256 %s…" % hashlib.sha256(
                stream.read()).hexdigest()[:16]
        self.listed = [name for name, _, _, listed in SHEETS if listed]
        self.looked_at = set()
        self.unread = UNREAD[figures.language]
        self.person_sheets = self.find_persons()

    def find_persons(self):
        """subject → sheet: each manager's, or of many each team's. Between
        the others', in the order of the subjects."""
        f, words = self.figures, self.figures.words
        known = {words(name) for name, _, _, _ in SHEETS} | {words(DATA)} | \
            self.unread
        many = len(f.managers) > PERSON_SHEETS_MOST
        subjects = (f.teams if many else f.managers)[:PERSON_SHEETS_MOST]
        names = [name for name in self.book.sheets if name not in known]
        expect(len(names) == len(subjects), "sheets of persons, or that",
               "shown.py does not know:", names)
        return dict(zip(subjects, names))

    def check(self):
        """What is wrong, a line a sheet."""
        f, words = self.figures, self.figures.words
        check_properties(self)
        checks = [(name, check, ()) for name, check, there, _ in SHEETS
                  if there(f)]
        scope = "team" if len(f.managers) > PERSON_SHEETS_MOST else "manager"
        checks += [(subject, people.check_person, (scope, subject))
                   for subject in self.person_sheets]
        for name, check, arguments in checks:
            try:
                page = check(self, *arguments)
                check_places(page)
                page.frame()
                for chart in page.sheet.charts:
                    check_chart(page, chart)
                left = [c.title for c in page.sheet.charts if not c.seen]
                expect(not left, "charts that nobody looked at:", left)
                left = page.sheet.unseen()
                expect(not left, "numbers that nobody looked at:", left[:9])
                left = page.sheet.ranges_unseen()
                expect(not left, "colours by value that nobody looked at:",
                       left[:9])
            except AssertionError as error:
                yield "%s: %s" % (name, error)
        left = set(self.book.sheets) - self.looked_at - {words(DATA)} - \
            self.unread
        if left:
            yield "sheets that should not be there: %s" % sorted(left)
        yield from self.undrawn(self.book.sheets[words(DATA)])
        yield from self.misnamed(self.book.sheets[words(DATA)])

    def undrawn(self, sheet):
        """Numbers that no chart draws: medians may stand beside numbers that
        do not compare with them, and a prior period without an answer."""
        w = self.figures.words
        spared = set()
        for table in sheet.tables:
            for column, heading in enumerate(table.headings):
                if heading in (w("Median of all"), w("Prior period")):
                    spared |= {(row, column) for row in table.rows
                               if heading == w("Median of all") or
                               sheet.cells[row, column].value == 0}
        left = [(r + 1, c, cell.value) for (r, c), cell in
                sorted(sheet.cells.items()) if not cell.seen and
                isinstance(cell.value, float) and (r, c) not in spared]
        if left:
            yield "%s: numbers that no chart draws: %s" % (DATA, left[:9])

    def misnamed(self, sheet):
        """Headings of the charts' numbers: a series stands under its name, or
        below it if that is the block's; what it is drawn over, under the title
        of the axis; periods and people under what they are."""
        f = self.figures
        people = {f.name(m) for m in f.managers}
        for table in sheet.tables:
            first = {sheet.value(row, 0) for row in table.rows}
            if None in first or not first:
                continue
            heading = f.words("Account manager") if first <= people else \
                f.words("Team") if first <= set(f.teams) else \
                f.words("Period") if all(
                    re.fullmatch(r"\d{4}(-\d\d|Q\d|H\d)?", str(name))
                    for name in first) else table.headings[0]
            if table.headings[0] != heading:
                yield "%s: %s stand under %s" % (DATA, sorted(first)[:3],
                                                 table.headings[0])
        for name, page in self.book.sheets.items():
            for chart in page.charts:
                for series in chart.series:
                    yield from self.misnamed_series(sheet, chart, series, name)

    @staticmethod
    def misnamed_series(sheet, chart, series, name):
        (row, column), (_, across) = (places[0] for places in (
            series.value_places, series.places))
        top = row - 1
        while top and sheet.value(top - 1, 0) is not None:
            top -= 1
        title, heading = sheet.value(top, 0), sheet.value(row - 1, column)
        if series.name not in (title, heading):
            yield "%s: %r, %r of %s stands under %r, %r" % (
                DATA, chart.title, series.name, name, title, heading)
        axis = chart.horizontal.title
        if axis and sheet.value(row - 1, across) != axis:
            yield "%s: %r over %r stands under %r" % (
                DATA, chart.title, axis, sheet.value(row - 1, across))
