"""Trends: the eight indicators over the periods, the teams."""
import math

import again
from blocks import change_kind, change_role, number, shown_change
from chart_looks import has_style
from charts import check_value_axis, history_points
from looks import BAD_GROUND, GOOD_GROUND
from page import Column, Page, expect, near

SURE, TEAMS_DRAWN = 0.05, 4


# ---- over the quarters ----

def check_trends(shown):
    page = Page(shown, "Trends")
    f, w = page.figures, page.words
    sure = []
    for metric in f.headlines:
        row = f.estimate(metric.id)
        if row["trend"] and row["trend_p"] and float(row["trend_p"]) < SURE:
            sure.append((metric, (float(row["trend"]) > 0) == metric.up))
    names = {}
    for metric, better in sure:
        up = better == metric.up
        names.setdefault("better" if better else "worse", []).append(
            "%s %s" % (metric.label, "▲" if up else "▼"))
    which = "both" if len(names) > 1 else next(iter(names), "none")
    page.title(w.say("trends " + which, periods=f.kind, **{
        side: ", ".join(found) for side, found in names.items()}))
    check_by_quarter(page)
    if 2 <= len(f.teams) <= TEAMS_DRAWN:
        for metric in f.headlines:
            if f.has(metric.id):
                check_team_chart(page, metric)
    check_drivers(page)
    return page


def check_by_quarter(page):
    f, w = page.figures, page.words
    table = page.sheet.table(w.say("by quarter", periods=f.kind),
                             w("Slope a period"))

    def kind(metric):
        return "short money" if metric.unit == "money" else metric.unit

    for i, metric in enumerate(f.headlines):
        row = f.estimate(metric.id)
        where = page.where(table.rows[i], metric.label)
        page.text(table.cell(i, w("Indicator")), metric.label, "label", where)
        for period in f.quarters:
            page.number(table.cell(i, period),
                        f.over_time(metric.id, period=period), kind(metric),
                        "key" if period == f.own else "body",
                        where + " " + period)
        p = number(row["trend_p"])
        sure = p is not None and p < SURE
        page.number(table.cell(i, w("Slope a period")),
                    shown_change(metric, row["trend"]), change_kind(metric),
                    change_role(metric, number(row["trend"])) if sure
                    else "muted", where + " slope")
        page.number(table.cell(i, w("p of the trend")), p, "probability",
                    "muted", where + " p")
    names = [*f.quarters, w("Slope a period"), w("p of the trend")]
    page.compare(table, f.headlines, [
        Column(w("Indicator"), "text", None, None)] + [
        Column(name, "any", None, None) for name in names])


def check_team_chart(page, metric):
    """A line a team, named at its last point."""
    f = page.figures
    chart = page.chart(metric.label, page.words.say(
        "alt teams", metric=metric.label, periods=f.kind))
    expect([s.name for s in chart.series] == f.teams, page.name, metric.label)
    for team, style in zip(f.teams, ("actual", "bad", "second", "prior")):
        series = chart.named(team)
        page.points(series, history_points(f, metric.id, "team", team))
        has_style(page, series, style, "r")
        expect(series.labels == {len(f.quarters) - 1: team}, page.name,
               metric.label, team, series.labels)
    if metric.unit in ("share", "score", "money"):
        check_value_axis(chart, metric)
    expect(chart.vertical.shown and chart.vertical.grid, page.name)


def check_drivers(page):
    """Rank correlations below the diagonal, above it how many managers."""
    f, w = page.figures, page.words
    values = {m.id: {} for m in f.headlines}
    for metric in values:  # of few raters, too: they say nothing of one
        for k in f.managers:
            row = f.estimate(metric, "manager", k)
            value = row.get("computed with", row["value"])
            if value:
                values[metric][k] = float(value)
    pairs = {}
    for place, a in enumerate(f.headlines):
        for b in f.headlines[:place]:
            both = sorted(set(values[a.id]) & set(values[b.id]))
            rho = again.spearman([values[a.id][k] for k in both],
                                 [values[b.id][k] for k in both]) \
                if len(both) > 2 else None
            pairs[a.id, b.id] = pairs[b.id, a.id] = len(both), rho
    if all(rho is None for _, rho in pairs.values()):
        expect(not page.sheet.has_text(w("Which indicators go together")),
               page.name)
        return
    table = page.table("Which indicators go together", "Indicator")
    likely = again.adjust({(a.id, b.id): probability(*pairs[a.id, b.id])
                           for k, a in enumerate(f.headlines)
                           for b in f.headlines[:k]
                           if pairs[a.id, b.id][1] is not None})
    for i, down in enumerate(f.headlines):
        page.text(table.cell(i, w("Indicator")), down.label, "label",
                  page.name)
        for k, across in enumerate(f.headlines):
            n, rho = pairs.get((down.id, across.id), (None, None))
            cell = table.cell(i, across.label)
            where = "%s: %s and %s" % (page.name, down.label, across.label)
            if k > i:
                page.number(cell, float(n), "count", "muted", where)
            elif k < i:
                check_correlation(page, cell, rho, where, n,
                                  likely.get((down.id, across.id)))
            else:
                expect(cell.value is None, where, cell.value)
    page.compare(table, f.headlines, [
        Column(w("Indicator"), "text", None, None)] + [
        Column(m.label, "any", None, None) for m in f.headlines])
    for i, row in list(enumerate(table.rows))[1:]:
        page.has_scale((row, row), (1, i), (-1, 0, 1),
                       (BAD_GROUND, "FFFFFF", GOOD_GROUND))


def probability(n, rho):
    """That chance gives such a rank correlation, nearly (Fisher's z)."""
    if n < 4 or near(abs(rho), 1):
        return 0.0 if n > 5 else 0.5
    z = math.atanh(rho) * math.sqrt((n - 3) / 1.06)
    return math.erfc(abs(z) / math.sqrt(2))


def check_correlation(page, cell, rho, where, n, p):
    """Bold where beyond chance. No file tells p, which comes of permutations:
    where it is near to 5 %, or n is small, either is right."""
    page.number(cell, rho, "correlation", None, where, 1e-9)
    if rho is not None:
        expect(n < 8 or 0.01 < p < 0.2 or cell.look.bold == (p < SURE),
               where, "is bold:", cell.look.bold, p)
        page.looks(cell, "key" if cell.look.bold else "body", "correlation",
                   where)
