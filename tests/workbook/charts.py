"""Charts that several sheets have: funnels, quarters; and where charts stand."""
import again
from book import CHART
from chart_looks import has_style
from page import expect, near


# ---- funnels ----

# What fair.csv says is beyond, or the limits of the chart.
FUNNEL_GROUPS = {"": ("Within the limits", "dots"),
                 "limits": ("Beyond the 95 % limits", "triangles"),
                 "chance": ("Beyond chance only", "dots beyond"),
                 "spread": ("Beyond the usual spread", "squares beyond")}


def funnel_points(figures, id_):
    """(name, n, hits, beyond) of each manager with a value."""
    rows = [(figures.name(m), figures.estimate(id_, "manager", m),
             figures.fair(id_, "manager", m)["beyond"])
            for m in figures.managers]
    return [(name, int(row["n"]), int(row["numerator"]), beyond)
            for name, row, beyond in rows if row["value"]]


def has_funnel(figures, id_):
    return id_ in figures.metrics and figures.has(id_) and \
        bool(funnel_points(figures, id_))


def check_funnel(page, id_):
    f, w = page.figures, page.words
    metric, points = f.metrics[id_], funnel_points(f, id_)
    chart = page.chart(w.say("funnel", metric=metric.label),
                       w.say("alt funnel", metric=metric.label))
    row = f.estimate(id_)
    rate = float(row["numerator"]) / float(row["n"])
    groups = {group: [] for group in FUNNEL_GROUPS}
    for name, n, hits, beyond in points:
        low, high = again.binomial_limits(n, again.Fraction(rate), "0.95")
        group = beyond or ("" if low <= hits <= high else "limits")
        groups[group].append((name, (float(n), hits / n)))
    for group, (title, style) in FUNNEL_GROUPS.items():
        series = chart.named(w(title))
        page.points(series, [point for _, point in groups[group]])
        if group:
            expect(sorted((series.labels or {}).values()) == sorted(
                name for name, _ in groups[group]), page.name, chart.title,
                series.labels, groups[group])
        has_style(page, series, style, *["r"] * bool(group))
    # The legend tells the groups apart, and leaves the curves out.
    legend = chart.tree.find(".//" + CHART + "legend")
    expect(sorted(int(entry.find(CHART + "idx").get("val")) for entry in
                  legend.findall(CHART + "legendEntry")) == list(range(5)),
           page.name, chart.title, "legend")
    check_limits(page, chart, rate, max(n for _, n, _, _ in points))


def check_limits(page, chart, rate, largest):
    """The curves: 99.8 %, 95 %, the company, 95 %, 99.8 %; fine enough to be
    read: every n as far as somebody has so many, or sixty of them."""
    w = page.words
    curves = chart.series[:5]
    expect([s.name for s in curves] == ["99.8 %", "95 %", w("Company"),
                                        "95 %", "99.8 %"], chart.title)
    for series, style in zip(curves, ("limit", "band", "prior", "band",
                                      "limit")):
        has_style(page, series, style)
    ns = [n for n, _ in curves[2].points]
    expect(ns == sorted(set(ns)), chart.title, ns)
    expect(ns[0] == 1 and ns[-1] >= largest and (
        len(ns) == 60 or ns == list(range(1, len(ns) + 1))), chart.title, ns)
    for n in ns[:: max(1, len(ns) // 6)] + ns[-1:]:
        limits = [again.binomial_limits(int(n), again.Fraction(rate), level)
                  for level in ("0.998", "0.95")]
        wanted = [limits[0][0] / n, limits[1][0] / n, rate, limits[1][1] / n,
                  limits[0][1] / n]
        for series, value in zip(curves, wanted):
            found = dict(series.points)[n]
            expect(near(found, value, 1e-9), chart.title, series.name, n,
                   found, value)
    check_share_axes(chart)
    expect(chart.horizontal.title == w("n") and chart.horizontal.low == 0
           and chart.horizontal.shown and chart.horizontal.format == "#,##0",
           chart.title)


def check_share_axes(chart):
    axis = chart.vertical
    expect(axis.shown and axis.grid and axis.low == 0 and axis.high == 1 and
           axis.step == 0.25 and axis.format == "0%", chart.title, vars(axis))


def check_funnels(page, ids):
    """Those that there are; a title above them, if any."""
    for id_ in ids:
        if has_funnel(page.figures, id_):
            check_funnel(page, id_)


# ---- quarters ----

def history_points(figures, metric, scope, subject):
    return [(p, figures.over_time(metric, scope, subject, p))
            for p in figures.quarters
            if figures.over_time(metric, scope, subject, p) is not None]


def median_points(figures, metric):
    return [(p, figures.median(metric, p)) for p in figures.quarters
            if figures.median(metric, p) is not None]


def check_value_axis(chart, metric):
    axis = chart.vertical
    share, score = metric.unit == "share", metric.unit == "score"
    from_zero = share or score or metric.unit in ("money", "count")
    expect((axis.low == 0) == from_zero, chart.title, vars(axis))
    expect(axis.high == (1 if share else 100 if score else None),
           chart.title, axis.high)
    expect(axis.step == (0.25 if share else 25 if score else None),
           chart.title, axis.step)
    expect(axis.format == ("0%" if metric.unit in ("share", "ratio") else
                           "#,##0") or metric.unit == "money" and
           axis.format.startswith("[>=1000000000]"), chart.title,
           axis.format)
    expect(chart.horizontal.shown, chart.title)


def check_quarters(page, id_):
    """A large chart of one of the eight over the quarters."""
    f, w = page.figures, page.words
    metric = f.metrics[id_]
    chart = page.chart(w.say("by period", metric=metric.label),
                       w.say("alt history", metric=metric.label,
                             periods=f.kind))
    company, middle = chart.named(w("Company")), chart.named(
        w("Median of all"))
    page.points(company, history_points(f, id_, "company", "*"))
    page.points(middle, median_points(f, id_))
    has_style(page, company, "actual", "t", "whole share" if metric.unit in (
        "share", "ratio") else "count")
    has_style(page, middle, "prior")
    expect(company.labels is None, chart.title, company.labels)
    expect(chart.vertical.shown and chart.vertical.grid, chart.title)
    check_value_axis(chart, metric)


def check_history(page, scope="company", subject="*"):
    """Small charts of the eight, the managers' median beside them; sums of
    one person and of many do not compare."""
    f, w = page.figures, page.words
    page.find(w.say("history", periods=f.kind), "section")
    for metric in f.headlines:
        own = history_points(f, metric.id, scope, subject)
        if not own:
            expect(not any(c.title == metric.label for c in
                           page.sheet.charts), page.name, metric.label)
            continue
        chart = page.chart(metric.label,
                           w.say("alt history", metric=metric.label,
                             periods=f.kind))
        names = [s.name for s in chart.series]
        compares = scope == "manager" or metric.unit not in ("money", "count")
        expect(names == [w("Median of all")] * compares + [metric.label],
               page.name, names)
        series = chart.named(metric.label)
        values = {i: v for i, v in enumerate(series.values) if v is not None}
        wanted = {i: f.over_time(metric.id, scope, subject, p)
                  for i, p in enumerate(f.quarters)}
        wanted = {i: v for i, v in wanted.items() if v is not None}
        expect(values.keys() == wanted.keys() and all(
            near(values[i], wanted[i]) for i in wanted), page.name,
            metric.label, values, wanted)
        if compares:
            check_medians(page, chart.named(w("Median of all")), metric)
        has_style(page, series, "actual", "r", "short money" if
                  metric.unit == "money" else metric.unit)
        expect(list(series.labels or {}) == [len(f.quarters) - 1],
               page.name, metric.label, series.labels)
        check_ends(page, series)
        check_value_axis(chart, metric)


def check_medians(page, series, metric):
    f = page.figures
    for at, period in enumerate(f.quarters):
        expect(near(series.values[at], f.median(metric.id, period)),
               page.name, metric.label, "median", period, series.values[at])
    has_style(page, series, "prior")


def check_ends(page, series):
    """A small chart names its first and its last period."""
    quarters = page.figures.quarters
    named = {i: c for i, c in enumerate(series.categories) if c is not None}
    expect(named == {0: quarters[0], len(quarters) - 1: quarters[-1]},
           page.name, series.name, named)


# ---- where charts stand ----

PAGE_COLUMNS = 1100 * 9525  # the width of a page's charts, in EMU


def corner(chart, end):
    if end:
        return ((chart.last_row, chart.last_row_offset),
                (chart.last_column, chart.last_column_offset))
    return ((chart.row, chart.row_offset), (chart.column, chart.column_offset))


def overlap(a, b):
    return all(corner(a, 0)[i] < corner(b, 1)[i] and
               corner(b, 0)[i] < corner(a, 1)[i] for i in range(2))


def check_places(page):
    """No chart lies on another, nor on a cell; a strip may begin within the
    row of headings above its rows. Those side by side are equally high."""
    charts = page.sheet.charts
    for i, one in enumerate(charts):
        for other in charts[:i]:
            expect(not overlap(one, other), page.name, "charts overlap:",
                   one.title, other.title)
            expect(corner(one, 0)[0] != corner(other, 0)[0] or
                   corner(one, 1)[0] == corner(other, 1)[0], page.name,
                   "one is higher:", one.title, other.title)
        (top, inside), (bottom, into) = (corner(one, end)[0]
                                         for end in (0, 1))
        for row in range(top + (inside > 0), bottom + (into > 0)):
            for column in range(one.column, one.last_column + (
                    one.last_column_offset > 0)):
                cell = page.sheet.cells.get((row, column))
                expect(cell is None or cell.value is None or
                       one.title is None, page.name, "a chart lies on",
                       row + 1, column, one.title)
