#!/usr/bin/env python3
"""dashboard.html as its readers meet it: run.py KPI [SETS]

The indicators of the company and of each person are kpi.csv's, read from the page
alone. Every text and number of the page is the workbook's, whose numbers
tests/workbook compares with kpi.csv: each cell is written anew from its number
and format (written.py), in both languages, on the samples, on the odd data sets
of tests/workbook/sets.py and on SETS small random ones. Charts say the numbers
that they are drawn from. The page holds no script and nothing from elsewhere,
whatever the data say; its links lead somewhere; its headings are in order; it
has the same bytes each time and is as private as the workbook. In Chromium
(browser.py; skipped where there is none) it has no message for the console,
asks for nothing, is no wider than the screen, and prints; axe-core (AXE names
its file; skipped where it is not) finds nothing serious.
"""
import hashlib
import json
import os
import random
import re
import stat
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE),
                os.path.join(os.path.dirname(HERE), "workbook")]
import suite  # noqa: E402

import browser  # noqa: E402
import sets  # noqa: E402
from book import Workbook  # noqa: E402
from document import Document  # noqa: E402
from figures import generate  # noqa: E402
from words import LANGUAGES, Words  # noqa: E402
from written import short, shown  # noqa: E402

AXE = os.environ.get("AXE") or os.path.join(
    suite.ROOT, "node_modules", "axe-core", "axe.min.js")
LIVE = {"en": "The values of this run.", "vi": "Đây là giá trị của lần chạy này."}


def page_of(dataset, language="en", *options):
    """The folder of a run with its page, and the page's text."""
    out = os.path.join(suite.folder(), "out")
    suite.run("run", dataset, "-q", "--html", "--out", out, "--lang", language,
              *options, code=(0, 1))
    return out, suite.read(out, "dashboard.html").decode("utf-8")


# ---- texts and numbers ----

def named(text):
    """As the page writes characters that one does not see."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]",
                  lambda m: "[U+%04X]" % ord(m[0]), text)


def texts_of(sheet, words):
    """What the cells of a sheet of the workbook show, in order: texts, of which
    any will do. A workbook holds 16 digits of a number: beside a half of the
    last one shown, both neighbours may be meant."""
    for at in sorted(sheet.cells):
        cell = sheet.cells[at]
        if cell.value is None or cell.value == "":
            continue
        yield cell, {named(cell.value).strip()} if isinstance(
            cell.value, str) else {
            shown(words, cell.look.format, cell.value * (1 + less))
            for less in (0, 4e-15, -4e-15)}


def units_of(page, sheet, language):
    """What the page shows of it, in order."""
    return [(kind, text) for kind, text, _ in page.sheets[sheet]
            if kind not in ("caption", "figcaption", "li") and text.strip() and
            not text.startswith(LIVE[language])]


def compare_sheet(page, sheet, words):
    """Every cell is there, in order; a heading may be missing whose column is
    empty."""
    units = units_of(page, named(sheet.name), words.language)
    at, rest = 0, None
    for cell, texts in texts_of(sheet, words):
        if at == 0 and texts == {named(sheet.name)}:
            continue  # the title is its name: it stands there once
        unit = units[at][1].strip() if rest is None and at < len(units) else rest
        begun = [text for text in texts if unit and
                 unit.startswith(text + " ") and (
                     rest is not None or units[at][0] == "p")]
        if unit in texts:
            at, rest = at + 1, None
        elif begun:
            rest = unit[len(begun[0]):].strip()  # more cells of one line
        elif not cell.look.is_heading:
            yield "%s: %s, and the page has %r" % (sheet.name, texts, unit)
            return
    if at < len(units):
        yield "%s: the page has more: %s" % (sheet.name, units[at:at + 3])


def is_data(book, sheet):
    """Only charts of other sheets are drawn from it."""
    return any(series.element.findtext(
        ".//{*}val//{*}f", series.element.findtext(".//{*}yVal//{*}f") or "")
        .startswith("'%s'!" % sheet.name.replace("'", "''"))
        for other in book.sheets.values() if other is not sheet
        for chart in other.charts for series in chart.series)


def check_texts(dataset, language="en", *options):
    out, text = page_of(dataset, language, *options)
    book, page = Workbook(os.path.join(out, "dashboard.xlsx")), Document(text)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        words = Words(language, json.load(stream)["configuration"]["currency"])
    data = [name for name, sheet in book.sheets.items() if is_data(book, sheet)]
    suite.equal(list(page.sheets),
                [named(name) for name in book.sheets if name not in data])
    suite.equal(page.nav, [name.strip() for name in page.sheets])
    for name, sheet in book.sheets.items():
        if name not in data:
            yield from compare_sheet(page, sheet, words)
            yield from compare_charts(page, sheet, words)
    yield from check_form(page, text)


def check_set(make, options, language):
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    make(dataset)
    return check_texts(dataset, language, *options)


def check_random(number):
    made = generate.Set(random.Random(7000000 + number))
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    made.write(dataset)
    options = ["--period", made.period]
    if made.as_of:
        options += ["--as-of", generate.iso(made.as_of)]
    return check_texts(dataset, LANGUAGES[number % 2], *options)


# ---- numbers against kpi.csv, without a workbook ----

FORMS = {"money": '#,##0" ₫"', "count": "#,##0", "share": "0.0%",
         "ratio": "0.0%", "score": "0.0"}


def metric_rows(page, sheet):
    """Of the tables whose rows are indicators with a value and the one before:
    (label, value, prior), as the page says them."""
    heads, row, rows, last = [], [], [], None
    for kind, text, _ in page.sheets[sheet] + [("th", "", {})]:
        if kind == "head":
            heads = [] if last != "head" else heads
            heads.append(text)
        elif kind == "th":
            if len(row) > 2 and len(heads) > 2:
                rows.append((heads[:3], row))
            row = [text]
        elif kind == "td":
            row.append(text)
        last = kind
    return rows


def check_numbers(dataset, language):
    """Value and prior value of every indicator, of the company and of each
    person, as kpi.csv has them."""
    out, text = page_of(dataset, language)
    page, words = Document(text), Words(language)
    metrics = {metric.label: (name, metric.unit)
               for name, metric in suite.metrics(language).items()}
    rows = suite.table(out, "kpi.csv")
    names = {words("Summary"): ("company", "*")}
    for person in suite.table(dataset, "people.csv"):
        names[person["name"]] = "manager", person["account_manager"]
    now = {(r["scope"], r["subject"], r["metric"]): r for r in rows
           if r["period"] == "2026Q3"}
    heading = [words(h) for h in ("Indicator", "Value", "Prior period")]
    seen = 0
    for sheet in set(page.sheets) & set(names):
        for heads, cells in metric_rows(page, sheet):
            if heads != heading or cells[0] not in metrics:
                continue
            metric, unit = metrics[cells[0]]
            row = now[(*names[sheet], metric)]
            if metric == "coordination" and "few" in row["flags"]:
                continue
            for said, known in zip(cells[1:], (row["value"], row["prior"])):
                wanted = shown(words, FORMS[unit], float(known)) if known \
                    else ""
                seen += 1
                if said != wanted:
                    yield "%s, %s: %r, and kpi.csv has %s" % (
                        sheet, metric, said, known)
    suite.expect(seen > 400, "only", seen, "numbers were compared")


# ---- charts ----

def compare_charts(page, sheet, words):
    """Each chart but the strips beside rows, in order, with the same title;
    what a mark says when one points at it is a number of its series."""
    drawn = page.charts[named(sheet.name)]
    charts = [c for c in sheet.charts if c.title]
    if [c.title for c in drawn] != [named(c.title) for c in charts]:
        yield "%s: charts %s, not %s" % (
            sheet.name, [c.title for c in drawn], [c.title for c in charts])
        return
    for one, chart in zip(drawn, charts):
        if not one.description:
            yield "%s: %s has no description" % (sheet.name, one.title)
        values = {}
        for series in chart.series:
            for category, value in series.points:
                values.setdefault(named(series.name), []).append(
                    (category, value))
        for tip in one.tips:
            if not says_a_number(tip, values, words):
                yield "%s, %s: %r is no number of it" % (
                    sheet.name, one.title, tip)


def says_a_number(tip, values, words):
    """Is the tip "series, category: number" that of a point?"""
    before, _, number = tip.rpartition(": ")
    for name, points in values.items():
        for category, value in points:
            full = name + (", " + named(category)
                           if isinstance(category, str) else "")
            if before == full and number in forms_of(value, words):
                return True
    return False


def forms_of(value, words):
    """How a chart may write the number."""
    return {shown(words, code, value) for code in (
        "#,##0", "0.0%", "0%", "0.0", "0.00", "General")} | {
        short(words, value), words.money(value)}


# ---- form ----

def check_form(page, text):
    for tag in ("script", "iframe", "object", "embed", "form", "img", "link",
                "base", "input", "button", "foreignobject"):
        if tag in page.tags:
            yield "the page has an element " + tag
    for tag, name, value in page.attributes:
        if name.startswith("on") or name in ("src", "srcset", "action",
                                             "xlink:href"):
            yield "%s has %s=%r" % (tag, name, value)
        if name == "style" and re.search("url|expression|@import", value):
            yield "a style asks for something: " + value
    if re.search(r"(?i)https?:|//[a-z]|url\(|@import", text):
        yield "the page names something elsewhere"
    if "default-src 'none'" not in text or "script-src" in text:
        yield "the page's policy lets something in"
    if len(set(page.ids)) != len(page.ids):
        yield "an id is there twice"
    for link in page.links:
        if not link.startswith("#") or link[1:] not in page.ids:
            yield "a link leads nowhere: " + link
    levels = page.headings
    if levels[:2] != [1, 2] or any(b > a + 1 for a, b in zip(levels, levels[1:])):
        yield "headings are not in order"


def check_outputs():
    """One of the run's files: named, private, with its digest, the same each
    time; verify makes it again."""
    out, text = page_of(suite.AGENCY)
    path = os.path.join(out, "dashboard.html")
    suite.equal(stat.S_IMODE(os.stat(path).st_mode), 0o600)
    suite.expect(len(text.encode()) < 1000000, "the page has",
                 len(text.encode()), "bytes")
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        record = json.load(stream)
    suite.equal(record["options"]["html"], "yes")
    digests = [o["sha256"] for o in record["outputs"]
               if o["name"] == "dashboard.html"]
    suite.equal(digests, [hashlib.sha256(text.encode()).hexdigest()])
    again = os.path.join(suite.folder(), "again")
    suite.run("run", suite.AGENCY, "-q", "--html", "--jobs", "1", "--out", again)
    suite.equal(suite.read(again, "dashboard.html"), text.encode())
    suite.run("seal", out, "-q")
    done = suite.run("verify", out, suite.AGENCY)
    suite.expect("dashboard.html" not in done.err, done.err)
    plain = os.path.join(suite.folder(), "plain")
    suite.run("run", suite.AGENCY, "-q", "--out", plain)
    suite.expect("dashboard.html" not in os.listdir(plain))
    # A run without it into the folder of one with it takes it away.
    suite.run("run", suite.AGENCY, "-q", "--out", again)
    suite.expect("dashboard.html" not in os.listdir(again))


# ---- texts that are more than texts ----

EVIL = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)", "</style><style>*{display:none}",
        "</title></svg><svg onload=alert(1)>", "&lt;b&gt; &amp; &", "=1+1",
        "javascript:alert(1)", "a\u202eevil\u202c", "b\u2066c\u2069", "d\u0085e",
        "]]><!--", "{{7*7}}", "a\ufeffb")


def write_evil(dataset):
    """Managers, clients, teams and projects whose names are markup."""
    names = ['"%s"' % name.replace('"', '""') for name in EVIL]
    with open(os.path.join(dataset, "people.csv"), "w", encoding="utf-8") as f:
        f.write("account_manager,name,team,level\n")
        for i, name in enumerate(names):
            f.write("m%d,%s,%s,%s\n" % (i, name, names[(i + 3) % 7], "junior"))
    with open(os.path.join(dataset, "contracts.csv"), "w",
              encoding="utf-8") as f:
        f.write("contract_id,client_id,client_name,account_manager,stage,"
                "closed_on,value,start_on,end_on,due_on,delivered_on,budget,"
                "project_id,kind\n")
        for i in range(60):
            name = names[i % len(names)]
            f.write("c%d,k%d,%s,m%d,won,2026-0%d-10,%d,2026-0%d-10,2027-01-01,"
                    "2026-08-01,2026-08-%02d,100,%s,new\n" % (
                        i, i % 20, name, i % len(names), 4 + i % 6, 1000 + i,
                        4 + i % 6, 1 + i % 28, name[:-1] + str(i) + '"'))
    with open(os.path.join(dataset, "surveys.csv"), "w", encoding="utf-8") as f:
        f.write("survey_id,kind,client_id,account_manager,sent_on,"
                "answered_on,score,scale_min,scale_max,comment\n")
        for i in range(40):
            f.write("s%d,client,k%d,m%d,2026-08-01,2026-08-02,%d,1,5,%s\n" % (
                i, i % 20, i % len(names), 1 + i % 5, names[i % len(names)]))


def make_evil():
    dataset = os.path.join(suite.folder(), "data")
    os.mkdir(dataset)
    write_evil(dataset)
    return dataset


def check_evil():
    yield from check_texts(make_evil(), "en", "--period", "2026Q3",
                           "--accept-unknown")


# ---- in a browser ----

def in_browser(path, width, dark):
    """What is wrong with the page on a screen of that width."""
    with browser.Browser() as one:
        one.open(path, width, 900, dark, width < 600)
        found = ["console: " + line for line in one.console]
        found += ["asks for " + url for url in one.asked
                  if not url.endswith("dashboard.html")]
        wide = one.run("document.documentElement.scrollWidth")
        if wide > width:
            found.append("%d pixels wide on a screen of %d" % (wide, width))
        if one.run("window.alert.seen"):
            found.append("a script ran")
        found += axe(one) if os.path.exists(AXE) else []
        found += ["console: " + line for line in one.console]
    return found


def axe(one):
    """What axe-core finds that is serious or critical."""
    one.run(suite.read(AXE).decode("utf-8"))
    results = json.loads(one.run(
        "axe.run({resultTypes: ['violations']}).then(r => JSON.stringify("
        "r.violations))", promise=True))
    return ["axe: %s: %s: %s" % (v["id"], v["help"], v["nodes"][0]["html"][:200])
            for v in results if v["impact"] in ("serious", "critical")]


def check_browser(dataset, width, dark, *options):
    out, _ = page_of(dataset, *options)
    return in_browser(os.path.join(out, "dashboard.html"), width, dark)


def check_evil_browser():
    return check_browser(make_evil(), 390, False, "en", "--period", "2026Q3",
                         "--accept-unknown")


def check_paper():
    """As the workbook: pages on their side, a sheet begins a page."""
    out, text = page_of(suite.AGENCY)
    with browser.Browser() as one:
        one.open(os.path.join(out, "dashboard.html"))
        made = one.paper(os.path.join(suite.folder(), "page.pdf"))
    pages = len(re.findall(rb"/Type\s*/Page\b", made))
    suite.expect(len(Document(text).sheets) <= pages <= 120, pages, "pages")


def register_browser():
    if not browser.PROGRAM:
        suite.skip("the page in a browser", "no chromium")
        return
    if not os.path.exists(AXE):
        suite.skip("axe-core", "AXE names no file, and no node_modules")
    suite.add("agency, telephone", check_browser, suite.AGENCY, 390, False)
    suite.add("agency, telephone, dark, vi", check_browser, suite.AGENCY, 390,
              True, "vi")
    suite.add("agency, desk", check_browser, suite.AGENCY, 1280, False)
    suite.add("agency, desk, dark", check_browser, suite.AGENCY, 1280, True)
    suite.add("names that are markup, in a browser", check_evil_browser)
    suite.add("paper", check_paper)


def register(count):
    for language in LANGUAGES:
        for name, dataset in (("agency", suite.AGENCY), ("tiny", suite.TINY)):
            suite.add("%s, %s" % (name, language), check_texts, dataset,
                      language)
        for make, options in ((sets.odd, sets.ODD_OPTIONS),
                              (sets.one, sets.ONE_OPTIONS),
                              (sets.many, sets.MANY_OPTIONS)):
            suite.add("%s, %s" % (make.__name__, language), check_set, make,
                      options, language)
        suite.add("agency, kpi.csv, " + language, check_numbers, suite.AGENCY,
                  language)
    for number in range(count):
        suite.add("random %d" % number, check_random, number)
    suite.add("an output of the run", check_outputs)
    suite.add("names that are markup", check_evil)
    register_browser()


register(suite.numbers(6)[0])
suite.main()
