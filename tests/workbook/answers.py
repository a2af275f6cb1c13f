"""Satisfaction and Coordination: what clients and departments say."""
import collections

import again
from blocks import check_link, check_metrics, check_ranking
from chart_looks import has_style
from charts import check_funnels, check_quarters
from figures import date_of
from looks import BAD_GROUND, GOOD_GROUND
from page import Column, Page, expect
from people import answer

LOW_MOST, DEPARTMENTS_MOST, MANAGERS_MOST = 60, 20, 300


def check_satisfaction(shown):
    page = Page(shown, "Satisfaction")
    f, w = page.figures, page.words
    row, response = f.estimate("satisfaction"), f.value("response_rate")
    parts = {"score": w.score(float(row["value"])), "n": row["n"],
             "happy": w.share(f.value("csat_top2") or 0)}
    if response is not None:
        parts["answered"] = w.share(response)
    page.title(w.say("satisfaction plain" if response is None else
                     "satisfaction", **parts))
    check_metrics(page, page.sheet.tables[0], (
        "satisfaction", "csat_top2", "nps", "response_rate"))
    bands = ("0–19", "20–39", "40–59", "60–79", "80–100")
    check_distribution(page, "Answers by score of 100", "satisfaction", bands,
                       lambda x: min(int(x // 20), 4))
    if f.seen("nps"):
        check_distribution(
            page, "Would they recommend us (0 to 10)", "nps",
            ("Detractors (0–6)", "Passives (7–8)", "Promoters (9–10)"),
            lambda x: (x > 0) + (x >= 0))
    else:
        check_quarters(page, "satisfaction")
    check_lowest(page)
    check_ranking(page, "satisfaction", "Sum of scores", "Answers")
    check_funnels(page, ("csat_top2", "response_rate"))
    return page


def check_distribution(page, title, metric, bands, band_of):
    """How many answers fall into each band, now and in the prior period."""
    f, w = page.figures, page.words
    chart = page.chart(w(title), w(title))
    counts = [collections.Counter(band_of(float(o["x"]))
                                  for o in f.seen(metric, period))
              for period in (f.prior, f.own)]
    names = ["Prior period", "Answers"]
    if not counts[0]:
        names, counts = names[1:], counts[1:]
    expect([s.name for s in chart.series] == [w(n) for n in names],
           page.name, title, [s.name for s in chart.series])
    for name, count in zip(names, counts):
        series = chart.named(w(name))
        page.points(series, [(w(band), float(count[i]))
                             for i, band in enumerate(bands)])
        has_style(page, series, "prior" if name == "Prior period" else
                  "actual", "", "count")
    expect(chart.legend == (len(names) == 2) and chart.vertical.low == 0,
           page.name, title)


def client_of(f, survey):
    """Whom a survey is about: the client it names, or the contract's."""
    if survey["contract_id"] in f.contracts:
        return f.client_name(f.contracts[survey["contract_id"]]["client_id"])
    return f.client_name(survey["client_id"])


def check_lowest(page):
    """Lowest first, by bands of ten."""
    f = page.figures
    low = sorted((o for o in f.seen("satisfaction") if float(o["x"]) < 50),
                 key=lambda o: float(o["x"]) // 10)

    def name(o):
        survey = answer(f, o)
        return "–" if survey["account_manager"] else \
            client_of(f, survey) or "–"

    def comment(o):
        text = f.source_row(o["source"]).get("comment") or ""
        return " ".join(text.split("\n")).strip()

    page.list("Client surveys below 50 of 100", low, LOW_MOST, (
        Column("Client", "text", "label", name),
        Column("Account manager", "text", "body",
               lambda o: f.name(o["manager"])),
        Column("Answered on", "date", "body",
               lambda o: date_of(answer(f, o)["answered_on"])),
        Column("Score", "score", "bad", lambda o: float(o["x"])),
        Column("Source (file:line)", "text", "remark",
               lambda o: o["source"]),
        Column("What they say", "text", "sentence", comment)))


# ---- departments ----

def check_coordination(shown):
    page = Page(shown, "Coordination")
    f, w = page.figures, page.words
    cells = collections.defaultdict(list)
    for o in f.seen("coordination"):
        if o["manager"]:
            cells[o["manager"], o["group"]].append(float(o["x"]))
    managers = sorted({m for m, _ in cells}, key=str.encode)
    plain = {m: sum(means) / len(means) for m in managers for means in [
        [sum(s) / len(s) for (who, _), s in cells.items() if who == m]]}
    mean = w.score(f.value("coordination"))
    shown_ones = [m for m in managers
                  if not f.hidden("coordination", "manager", m)]
    lowest = min(shown_ones, key=plain.get, default=None)
    answers = sum(len(s) for (who, _), s in cells.items() if who == lowest)
    if len(shown_ones) > 1 and answers >= 5 and sum(
            w.score(plain[m]) == w.score(plain[lowest])
            for m in shown_ones) == 1:
        page.title(w.say("coordination", score=mean, name=f.name(lowest),
                         lowest=w.score(plain[lowest])))
    else:
        page.title(w.say("coordination plain", score=mean))
    check_metrics(page, page.sheet.tables[0], ["coordination"])
    check_quarters(page, "coordination")
    if managers:
        check_cells(page, cells, managers, plain)
    else:
        check_ranking(page, "coordination", "Sum of scores", "Departments")
    return page


def check_cells(page, cells, managers, plain):
    f, w = page.figures, page.words
    departments = sorted({d for _, d in cells}, key=str.encode)
    effects = again.additive(cells, managers, departments)
    least = int(f.configuration["min_raters"])
    hidden = {}
    for manager in managers:
        own = {d: s for (m, d), s in cells.items() if m == manager}
        hidden[manager] = again.hidden_departments(own, least)
    any_shown = any(d not in hidden[m] for m, d in cells)
    table = page.table("What each department says", "Plain mean")

    def adjusted(m):
        return effects and min(max(effects[0][m], 0), 100)

    columns = page.columns(
        Column("Account manager", "text", None, f.name),
        Column("Answers", "count", "body", lambda m: float(sum(
            len(s) for (who, _), s in cells.items() if who == m))),
        Column("Plain mean", "any", None, None),
        Column("Adjusted mean", "any", None, None))
    for i, manager in enumerate(managers[:MANAGERS_MOST]):
        for heading, wanted, tolerance in (
                ("Plain mean", plain[manager], 1e-9),
                ("Adjusted mean", adjusted(manager), 1e-7)):
            cell, where = table.cell(i, w(heading)), \
                page.where(table.rows[i], heading)
            if f.hidden("coordination", "manager", manager):
                page.text(cell, w("few"), "hidden", where)
            else:
                page.number(cell, wanted, "score", "key", where, tolerance)
    shown = departments[:DEPARTMENTS_MOST] if any_shown else []
    for department in shown:
        columns.append(Column(department, "any", None, None))
        for i, manager in enumerate(managers[:MANAGERS_MOST]):
            check_cell(page, table, i, manager, department,
                       cells.get((manager, department)), hidden[manager])
    page.compare(table, managers[:MANAGERS_MOST], columns)
    for i, manager in enumerate(managers[:MANAGERS_MOST]):
        check_link(page, table.cell(i, w("Account manager")), manager)
    page.more(table, len(managers) - MANAGERS_MOST)
    page.has_note(w.say("few raters" if shown else "all few", count=least))
    page.has_scale((table.rows[0], table.rows[-1]), (
        table.column(w("Plain mean")), table.column(
            shown[-1] if shown else w("Adjusted mean"))), (20, 60, 100),
        (BAD_GROUND, "FFFFFF", GOOD_GROUND))
    check_departments(page, cells, departments, effects, least)
    reliability = again.icc(cells, managers, departments)[2]
    if reliability is not None:
        page.has_note(w.say("reliability", share=w.share(reliability)))


def check_cell(page, table, i, manager, department, scores, hidden):
    cell = table.cell(i, department)
    where = page.where(table.rows[i], department)
    if not scores:
        expect(cell.value is None, where, cell.value)
    elif department in hidden:
        page.text(cell, page.words("few"), "hidden", where)
    else:
        page.number(cell, sum(scores) / len(scores), "score", "body", where,
                    1e-9)


def check_departments(page, cells, departments, effects, least):
    """How strict each is: not shown of one with few answers."""
    def count(d):
        return sum(len(s) for (_, other), s in cells.items() if other == d)

    page.compare(page.table("How strict each department is", "Answers"),
                 departments, page.columns(
        Column("Department", "text", "label", lambda d: d),
        Column("Answers", "count", "body", lambda d: float(count(d))),
        Column("Managers rated", "count", "body", lambda d: float(sum(
            other == d for _, other in cells))),
        Column("Stricter (+) or kinder (−)", "signed", "key",
               lambda d: effects[1][d] if effects and count(d) >= least
               else None, tolerance=1e-7)))
