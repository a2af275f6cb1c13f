"""What several sheets have: metrics with their intervals, and managers by a
metric, with a strip of intervals beside them."""
from chart_looks import has_style
from page import Column, expect, near

SURE = 0.05
PERSON_SHEETS_MOST = 60
STRIP_GAPS = 3  # columns beside the rows, over which the strip is drawn
PIXEL, POINT = 9525, 12700  # in EMU, in which charts are placed


def change_kind(metric):
    return metric.unit + " change"


def shown_change(metric, text):
    """As it stands in a cell: shares and ratios in percentage points."""
    if not text:
        return None
    return float(text) * (100 if metric.unit in ("share", "ratio") else 1)


def better(metric, change):
    """True, False, or None for neither."""
    if not change:
        return None
    return (change > 0) == metric.up


def change_role(metric, change):
    return {True: "good", False: "bad", None: "body"}[better(metric, change)]


def verdict(figures, scope, subject, metric):
    """Is a change news? Of shares and means by p_change; of others where it is
    more than highest less lowest of up to eight earlier periods, at least four
    of them. None where there is no telling."""
    row = figures.estimate(metric.id, scope, subject)
    if not row["change"] or not figures.reaches(metric.id, figures.prior):
        return None
    change = float(row["change"])
    if row["p_change"]:
        news = change and float(row["p_change"]) < SURE
    else:
        before = [figures.over_time(metric.id, scope, subject, period)
                  for period in figures.periods[-9:-1]]
        before = [value for value in before if value is not None]
        if len(before) < 4:
            return None
        news = change and abs(change) > max(before) - min(before)
    if not news:
        return "same"
    return "better" if (change > 0) == metric.up else "worse"


VERDICT_WORDS = {None: None, "same": "about the same", "better": "better",
                 "worse": "worse"}
VERDICT_ROLES = {None: "body", "same": "body", "better": "good",
                 "worse": "bad"}


def verdicts(figures, scope, subject):
    """How many of the eight are better than before, and how many worse; None
    where there is no telling of any."""
    found = [verdict(figures, scope, subject, metric)
             for metric in figures.headlines]
    if not any(found):
        return None
    return found.count("better"), found.count("worse")


def remark(page, row):
    w, flags = page.words, row["flags"].split(";")
    for flag, words in (("hidden", "hidden: too few raters to stay anonymous"),
                        ("no_data", "no data"),
                        ("outlier", "beyond what chance allows"),
                        ("small_sample", "few records: do not judge by it")):
        if flag in flags:
            return w(words)
    return ""


def ranking_remark(page, metric, scope, subject, row):
    news = verdict(page.figures, scope, subject, metric)
    word = page.words(news) if news in ("better", "worse") else ""
    return "; ".join(filter(None, (word, remark(page, row))))


def number(text):
    return float(text) if text else None


# ---- metrics, a row each ----

def check_metrics(page, table, ids, scope="company", subject="*"):
    f = page.figures
    shown = []
    for metric in (f.metrics[i] for i in ids if i in f.metrics):
        row = f.estimate(metric.id, scope, subject)
        if metric.headline or f.has(metric.id) or row["prior"]:
            shown.append((metric, row))
    expect(len(table.rows) == len(shown), page.name, "metrics:",
           len(table.rows), "not", len(shown))
    for i, item in enumerate(shown):
        check_metric(page, table, i, *item, scope, subject)
    headings = ["Indicator", "Value", "Prior period", "Change", "Verdict",
                "95 % from", "95 % to", "n", "Remark"]
    if scope != "company":
        headings.insert(5, "Company")
    page.headings(table, page.columns(*(
        Column(h, "text" if h in ("Indicator", "Verdict", "Remark") else
               "count", None,
               None) for h in headings)))


def check_metric(page, table, i, metric, row, scope, subject):
    w, where = page.words, page.where(table.rows[i], metric.label)
    few = "small_sample" in row["flags"]
    news = verdict(page.figures, scope, subject, metric)
    beside = scope != "company"

    def cell(heading):
        return table.cell(i, w(heading))

    page.text(cell("Indicator"), metric.label,
              "label" if metric.headline else "body", where)
    page.number(cell("Value"), number(row["value"]), metric.unit,
                "muted" if few else "key" if metric.headline else "body",
                where + " value")
    page.number(cell("Prior period"), number(row["prior"]), metric.unit,
                "muted", where + " prior")
    page.number(cell("Change"), shown_change(metric, row["change"]),
                change_kind(metric),
                VERDICT_ROLES[news], where + " change")
    page.text(cell("Verdict"), news and w(VERDICT_WORDS[news]), "remark",
              where + " verdict")
    for heading, key in (("95 % from", "ci_low"), ("95 % to", "ci_high")):
        page.number(cell(heading), number(row[key]), metric.unit, "muted",
                    where + " " + key)
    page.number(cell("n"), number(row["n"]), "count", "body", where + " n")
    page.text(cell("Remark"), remark(page, row), "remark", where)
    if beside:
        page.number(cell("Company"), page.figures.value(metric.id),
                    metric.unit, "muted", where + " company")


# ---- managers (of many: teams) by a metric, best first ----

def ranked(figures, metric):
    """(scope, subject, row) with a value, best first."""
    scope = "manager" if len(figures.managers) <= PERSON_SHEETS_MOST \
        else "team"
    rows = [(s, k, figures.estimate(metric.id, s, k))
            for s, k in figures.subjects if s == scope]
    rows = [row for row in rows if row[2]["value"]]
    return sorted(rows, key=lambda row: (-1 if metric.up else 1) *
                  float(row[2]["value"]))


def check_ranking(page, id_, numerator, denominator):
    f, w = page.figures, page.words
    metric = f.metrics[id_]
    rows = ranked(f, metric)
    by_manager = len(f.managers) <= PERSON_SHEETS_MOST
    title = w.say("by manager" if by_manager else "by team",
                  metric=metric.label)
    if not rows:
        expect(not page.sheet.has_text(title), page.name, title)
        return
    table = page.sheet.table(title)
    who = "Account manager" if by_manager else "Team"
    parts = "count" if metric.unit == "share" else "score"
    low, high = strip_ends(metric)
    if low != high:
        # Read by their places: these two headings are numbers.
        strip = table.headings.index(w("95 % interval"))
        form = {"share": w.share, "ratio": w.share, "score": w.score,
                "money": w.money}[metric.unit]
        expect(table.headings[strip - 1] == form(low) and
               table.headings[strip + 1] == form(high), page.name, title,
               table.headings, low, high)
        table.asked |= {strip - 1, strip, strip + 1}
    columns = [
        Column(who, "text", None, lambda r: f.subject_name(r[0], r[1])),
        Column(numerator, parts, "body", lambda r: number(r[2]["numerator"])),
        Column(denominator, parts, "body",
               lambda r: number(r[2]["denominator"])),
        Column("Value", metric.unit, lambda r: "muted" if "small_sample" in
               r[2]["flags"] else "key", lambda r: number(r[2]["value"])),
        Column("95 % from", metric.unit, "muted",
               lambda r: number(r[2]["ci_low"])),
        Column("95 % to", metric.unit, "muted",
               lambda r: number(r[2]["ci_high"])),
        Column("Change", change_kind(metric),
               lambda r: VERDICT_ROLES[verdict(f, r[0], r[1], metric)],
               lambda r: shown_change(metric, r[2]["change"])),
        Column("p against peers", "probability", "muted",
               lambda r: number(r[2]["p_peers"])),
        Column("Remark", "text", "remark",
               lambda r: ranking_remark(page, metric, *r))]
    if by_manager:
        columns.insert(1, Column("Team", "text", "body",
                                 lambda r: f.team(r[1])))
    mix = f.mix().get(metric.id)
    if mix:
        columns.insert(5 if by_manager else 4, Column(
            "Adjusted for mix", metric.unit, "muted",
            lambda r: number(f.fair(id_, r[0], r[1])["adjusted"])))
        expect(page.sheet.has_text(w.say("adjusted note", columns=mix)),
               page.name, title, "what is adjusted")
    page.compare(table, rows, page.columns(*columns))
    check_reliability(page, metric)
    for i, row in enumerate(rows):
        check_link(page, table.cell(i, w(who)), row[1])
    check_strip(page, table, metric, rows, low, high)


def check_reliability(page, metric):
    """The sentence of reliability.csv below the table."""
    share = number(page.figures.reliability(metric.id))
    if share is None:
        return
    label = metric.label[0].lower() + metric.label[1:]
    percent = int(100 * share + 0.5)
    expect(page.sheet.has_text(page.words.say(
        "reliable" if percent else "not reliable", percent=percent,
        metric=label)), page.name, metric.id, "reliability", share)


def check_link(page, cell, subject, must=False):
    """A name that leads anywhere leads to the sheet of its own."""
    own = page.shown.person_sheets.get(subject)
    expect(cell.link == own or not must and cell.link is None, page.name,
           subject, "leads to", cell.link)
    page.looks(cell, "link" if cell.link else "label", "text", page.name)


def strip_ends(metric):
    """From where to where a strip goes: the scale of a share or a score."""
    expect(metric.unit in ("share", "score"), metric)
    return (-100, 100) if metric.id == "nps" else (
        (0, 1) if metric.unit == "share" else (0, 100))


def check_strip(page, table, metric, rows, low, high):
    """Beside each row its interval and value; the company as a line."""
    w = page.words
    chart = page.chart(None, w.say("alt intervals", metric=metric.label),
                       table.top)
    spans, dots = [], {True: [], False: []}
    for place, (_, _, row) in enumerate(rows, 1):
        if row["ci_low"] and row["ci_high"]:
            spans += [(float(row["ci_low"]), place),
                      (float(row["ci_high"]), place)]
        sure = bool(row["p_peers"]) and float(row["p_peers"]) < SURE
        dots[sure].append((float(row["value"]), place))
    company = page.figures.value(metric.id)
    line = [] if company is None else [(company, 0.5),
                                       (company, len(rows) + 0.5)]
    page.points(chart.named(w("95 % interval")), spans)
    page.points(chart.named(w("Value")), dots[False])
    page.points(chart.named(w("Beyond chance")), dots[True])
    page.points(chart.named(w("Company")), line)
    expect([s.name for s in chart.series] == [w("Company"), w(
        "95 % interval"), w("Value"), w("Beyond chance")], "order of drawing")
    for series, style in zip(chart.series, ("limit", "span", "dots",
                                            "dots beyond")):
        has_style(page, series, style)
    edge = (high - low) * 0.03
    expect(near(chart.horizontal.low, low - edge) and
           near(chart.horizontal.high, high + edge) and
           chart.vertical.low == 0.5 and chart.vertical.high == len(
               rows) + 0.5 and chart.vertical.reversed and
           not chart.vertical.shown and not chart.horizontal.shown,
           page.name, "strip's axes", vars(chart.horizontal),
           vars(chart.vertical))
    check_beside(page, chart, table.rows)


def check_beside(page, chart, rows):
    """A strip begins at its rows, ends with them, and covers no cell."""
    expect((chart.last_column, chart.last_column_offset) == (
        chart.column + STRIP_GAPS, 0), page.name, "strip to column",
        chart.last_column, chart.last_column_offset)
    # What is drawn begins 5 pixels within the chart and ends so: to have each
    # row's beside it, the chart begins in the row of headings (32 points) and
    # ends in the row behind.
    margin = 5 * PIXEL
    ends = [(chart.row, chart.row_offset),
            (chart.last_row, chart.last_row_offset)]
    expect([row for row, _ in ends] == [rows[0] - 1, rows[-1] + 1] and
           abs(ends[0][1] - (32 * POINT - margin)) <= PIXEL and
           abs(ends[1][1] - margin) <= PIXEL, page.name, "strip from, to",
           ends, "beside", rows[0], rows[-1])
    for row in rows:
        expect(page.sheet.heights.get(row, 15) == 15, page.name, "height of row",
               row)
        for column in range(chart.column, chart.column + STRIP_GAPS):
            cell = page.sheet.cells.get((row, column))
            expect(cell is None or cell.value is None or
                   cell.look.indent, "under the strip:", row, column)
