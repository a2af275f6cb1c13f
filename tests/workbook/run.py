#!/usr/bin/env python3
"""The workbook as its readers meet it: run.py KPI [SETS [PLANS]]

What is shown, in both languages (shown.py and what it names): every sheet is
read back by its headings, and each cell compared with the run's CSV files and
with the exports: of the samples, of data sets with odd numbers, with many
people and with one (sets.py), and of SETS small random ones (those of
tests/independent). How it looks (form.py): what every sheet must have, that
nothing is cut off, that texts stand out from their ground, and that two parts
are as they were (golden/). With xmllint and the schemas of OOXML
(KPI_DATA/ooxml) every part is valid; with openpyxl it reads the same cells.
The formulas of the What-if sheet are computed (formulas.py; with LibreOffice
also by it): unchanged they give the run's results, and under other plans and terms
of pay those of a run under them; PLANS random ones by LibreOffice.
"""
import hashlib
import importlib.util
import os
import random
import re
import resource
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import DATA  # noqa: E402

import changed  # noqa: E402
import few_raters  # noqa: E402
import form  # noqa: E402
import ground  # noqa: E402
import libreoffice  # noqa: E402
import long_numbers  # noqa: E402
import mistakes  # noqa: E402
import sets  # noqa: E402
import statement  # noqa: E402
import what_if  # noqa: E402
from book import Workbook  # noqa: E402
from figures import Figures, generate  # noqa: E402
from formulas import Calculator  # noqa: E402
from page import Page  # noqa: E402
from shown import UNREAD, Shown  # noqa: E402
from words import LANGUAGES  # noqa: E402


# Values on a threshold, or beside it by less than a spreadsheet can tell.
TIES = os.path.join(suite.ROOT, "tests", "pay", "ties")
TIES_OPTIONS = "--period", "2026Q3", "--as-of", "2026-09-30"


OTHER_INPUTS = 20  # random ones, computed by our own means


# ---- what is shown ----

def shown(dataset, language="en", *options):
    out = os.path.join(suite.folder(), "out")
    return Shown(Figures(suite.KPI, dataset, out, language, options))


def check_shown(dataset, *arguments):
    return shown(dataset, *arguments).check()


def check_set(make, options, language):
    """A data set of sets.py, and what of it is known by hand."""
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    make(dataset)
    one = shown(dataset, language, *options)
    yield from one.check()
    if make is sets.odd:
        ground.check_odd_worth(one)


def check_random(number):
    """A small random data set, full of edges."""
    made = generate.Set(random.Random(5000000 + number))
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    made.write(dataset)
    options = ["--period", made.period]
    if made.as_of:
        options += ["--as-of", generate.iso(made.as_of)]
    return check_shown(dataset, LANGUAGES[number % 2], *options)


def check_statements(dataset, language, *options):
    """Everybody's, beside bonus.csv and what explain says."""
    out, folder = (os.path.join(suite.folder(), n) for n in ("out", "all"))
    figures = Figures(suite.KPI, dataset, out, language, options)
    suite.run("statement", dataset, "-q", "--out", folder, "--lang",
              language, *options, code=(0, 1))
    suite.equal(sorted(os.listdir(folder)), sorted(
        row["subject"] + ".xlsx" for row in figures.bonus))
    for row in figures.bonus:
        statement.check_statement(figures, folder, row["subject"])


def check_odd_statements(language):
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    sets.odd(dataset)
    check_statements(dataset, language, *sets.ODD_OPTIONS)


def check_open_files():
    """Thirteen statements in turn, with room for sixteen open files: one that
    stayed open of each would be too many."""
    suite.run("statement", suite.AGENCY, "-q", "--period", "2026Q3", "--out",
              os.path.join(suite.folder(), "all"), preexec_fn=lambda:
              resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16)))
    suite.equal(len(os.listdir(os.path.join(suite.folder(), "all"))), 13)


# ---- another plan, typed in ----

def check_other_plan(dataset, computed):
    """`computed`: shown, cells to change → value(row, column)."""
    base = shown(dataset)
    old, new = what_if.other_plan(base.figures)
    other = Figures(suite.KPI, what_if.copy_with(
        base.figures, os.path.join(suite.folder(), "data"), new),
        os.path.join(suite.folder(), "other"))
    changes = what_if.typed_in(Page(base, "What-if"), old, new)
    what_if.check_other_plan(base, other, changes, computed(base, changes))


def check_plans():
    """What-if of plans of every kind gives the run's results, computed by our
    own means and by LibreOffice."""
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    sets.plans(dataset)
    one = shown(dataset, "en", *sets.PLANS_OPTIONS)
    what_if.check_formulas(Page(one, "What-if"))
    if shutil.which("libreoffice"):
        libreoffice.check_recalculated(one)


def calculated(base, changes):
    return Calculator(base.book.sheets["What-if"], changes).value


# ---- how it looks ----

LOOKS = ("sheets", "charts", "compression", "contrast", "widths", "schemas",
         "openpyxl")


def looks(name, dataset, *options):
    """A run's workbook, and the checks of every one; none where --only
    asks for others."""
    if suite.ONLY and not any(re.search(suite.ONLY, name + ", " + what)
                              for what in LOOKS):
        return None
    out = os.path.join(suite.shared(), name)
    suite.run("run", dataset, "-q", "--out", out, *options, code=(0, 1))
    book = Workbook(os.path.join(out, "dashboard.xlsx"))
    digest = hashlib.sha256(suite.read(out, "kpi.csv")).hexdigest()
    suite.add(name + ", sheets", form.check_sheets, book, digest)
    for what, function in (
            ("charts", form.check_charts),
            ("compression", form.check_compression),
            ("contrast", form.check_contrast), ("widths", form.check_widths)):
        suite.add("%s, %s" % (name, what), function, book)
    if shutil.which("xmllint") and os.path.isdir(os.path.join(DATA, "ooxml")):
        suite.add(name + ", schemas", form.check_schemas, book)
    else:
        suite.skip("schemas", "no xmllint, or no KPI_DATA/ooxml")
    if importlib.util.find_spec("openpyxl"):
        suite.add(name + ", openpyxl", form.check_openpyxl, book)
    else:
        suite.skip("openpyxl", "not installed")
    return book


def check_golden(part, name):
    form.check_golden(shown(suite.TINY).book, part, name)


def register():
    for name in sorted(UNREAD["en"]):
        suite.skip("the sheet " + name, "tests/workbook/shown.py has no reader")
    for language in LANGUAGES:
        for name, dataset in (("agency", suite.AGENCY), ("tiny", suite.TINY)):
            suite.add("%s, shown, %s" % (name, language), check_shown,
                      dataset, language)
        for make, options in ((sets.odd, sets.ODD_OPTIONS),
                              (sets.one, sets.ONE_OPTIONS),
                              (sets.many, sets.MANY_OPTIONS)):
            suite.add("%s, shown, %s" % (make.__name__, language), check_set,
                      make, options, language)
        suite.add("agency, statements, " + language, check_statements,
                  suite.AGENCY, language)
        suite.add("odd, statements, " + language, check_odd_statements,
                  language)
    for language in LANGUAGES:
        suite.add("few raters, " + language, few_raters.check, language)
    suite.add("odd without pay, shown", check_set, sets.odd,
              sets.ODD_OPTIONS[:4], "en")
    suite.add("agency, statements, open files", check_open_files)
    suite.add("on thresholds, shown", check_shown, TIES, "en", *TIES_OPTIONS)
    sets_wanted, plans_wanted = suite.numbers(20, 4)
    for number in range(sets_wanted):
        suite.add("random set %d, shown" % number, check_random, number)
    suite.check(check_plans)
    suite.add("another plan", check_other_plan, suite.AGENCY, calculated)
    suite.add("inputs that are wrong", mistakes.check)
    suite.add("long numbers", long_numbers.check)
    suite.add("inputs that are wrong, sample", mistakes.check_sample)
    for number in range(OTHER_INPUTS):
        suite.add("other inputs %d" % number, changed.check, number)
    if shutil.which("libreoffice"):
        suite.add("recalculated", lambda: libreoffice.check_recalculated(
            shown(suite.AGENCY)))
        suite.add("on thresholds, recalculated",
                  lambda: libreoffice.check_recalculated(
                      shown(TIES, "en", *TIES_OPTIONS)))
        suite.add("another plan, recalculated", check_other_plan,
                  suite.AGENCY, libreoffice.under)
        for first in range(0, plans_wanted, 10):
            suite.add("other inputs from %d on, recalculated" % first,
                      changed.check_by_libreoffice,
                      range(first, min(first + 10, plans_wanted)))
    else:
        suite.skip("recalculation", "no LibreOffice")
    for language in LANGUAGES:
        looks("agency " + language, suite.AGENCY, "--lang", language)
    looks("tiny", suite.TINY)
    for what, part in (("summary", "xl/worksheets/sheet1.xml"),
                       ("chart", "xl/charts/chart1.xml")):
        suite.add("golden " + what, check_golden, part, what + ".xml")
    if os.path.isdir(os.path.join(DATA, "crm")):
        dataset = os.path.join(suite.shared(), "crm-data")
        shutil.copytree(os.path.join(DATA, "crm"), dataset)
        shutil.copy(os.path.join(suite.ROOT, "tests", "crm", "kpi.yaml"),
                    dataset)
        looks("crm", dataset, "--period", "2017Q4")


register()
suite.main()
