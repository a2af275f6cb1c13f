"""Pipeline, Growth, Delivery and Budget: proposals, revenue, deliveries and
projects."""
import datetime
import math
from collections import Counter

import again
from blocks import (PERSON_SHEETS_MOST, check_link, check_metrics,
                    check_ranking, ranked)
from chart_looks import has_style
from charts import check_funnel, check_funnels, check_quarters, has_funnel
from clients import whole, with_most
from figures import date_of, number
from page import Column, Page, expect, near
from people import delivered

OPEN_MOST, WINS_MOST, LATE_MOST, PROJECTS_MOST, BARS_MOST = 25, 25, 200, 300, 24
RUNNING_MOST = 50
AGES = (("up to 30", 30), ("31–60", 60), ("61–90", 90), ("91–180", 180),
        ("over 180", 10 ** 9))
OLD_DAYS = 90


def money(text):
    return float(text) if text else None


def by_contract(f, *columns):
    """Columns that say which contract it is, around those given."""
    return (
        Column("Client", "text", "label",
               lambda c: f.client_name(c["client_id"]) or "–"),
        Column("Contract", "text", "body", lambda c: c["record"]),
        Column("Account manager", "text", "body",
               lambda c: f.name(c["account_manager"])),
        *columns,
        Column("Source (file:line)", "text", "remark", lambda c: c["source"]))


# ---- proposals ----

def open_proposals(f):
    """As as_of sees them: what is decided later is open; oldest first."""
    found = []
    for row in f.records["contract"]:
        sent, closed = date_of(row["proposed_on"]), date_of(row["closed_on"])
        is_open = row["stage"] == "open" or closed and closed > f.as_of
        if is_open and row["kind"] != "credit" and sent and sent <= f.as_of:
            found.append((row, (f.as_of - sent).days))
    return sorted(found, key=lambda one: -one[1])


def check_pipeline(shown):
    page = Page(shown, "Pipeline")
    f, w = page.figures, page.words
    proposals = open_proposals(f)
    win, close = f.value("win_rate"), f.value("close_rate")
    parts = {"open": w.count(len(proposals)), "old": w.count(
        sum(age > OLD_DAYS for _, age in proposals))}
    if win is not None:
        parts["won"] = w.share(win)
    if close is not None:
        parts["closed"] = w.share(close)
    page.title(w.say("pipeline both" if len(parts) == 4 else "pipeline win"
                     if win is not None else "pipeline close", **parts))
    check_metrics(page, page.sheet.tables[0], ("close_rate", "win_rate"))
    for id_ in ("close_rate", "win_rate"):
        if has_funnel(f, id_):
            check_funnel(page, id_)
        elif f.metrics[id_].headline:
            check_quarters(page, id_)
    check_ends(page)
    check_open(page, proposals)
    check_ranking(page, "close_rate", "Signed", "Sent")
    check_ranking(page, "win_rate", "Won", "Decided")
    return page


def steps_of(f, scope, subject):
    """(days, won so far, lost so far, won, lost, low, high)"""
    return [tuple(number(r[c]) for c in (
        "days", "won_so_far", "lost_so_far", "won", "lost", "won_low",
        "won_high")) for r in f.rows("pipeline.csv")
        if (r["scope"], r["subject"]) == (scope, subject)]


def sent_within_two_years(f):
    """How many proposals a subject has; (scope, key) → count."""
    found = Counter()
    for c in f.world.contracts:
        day = f.world.known(c["proposed_on"])
        gone = c["stage"] == "cancelled" and (
            c["closed_on"] is None or c["closed_on"] <= f.world.as_of)
        if day is not None and day > f.world.as_of - 730 and not gone and \
                (c["kind"] or "new") in f.definitions["kinds"]:
            found.update(f.world.owners(c["manager"], day))
    return found


def check_ends(page):
    """The company and each team: how proposals end, and the curves of two to
    four teams that have one."""
    f, w = page.figures, page.words
    sent = sent_within_two_years(f)
    if not sent:
        return
    page.has_note(w.say("pipeline note"))
    rows = [s for s in f.subjects if s[0] in ("company", "team") and sent[s]]
    table = page.table("How proposals of the last two years end, by team",
                       "Decided against")

    def total(place):
        return lambda s: float(sum(step[place] for step in steps_of(f, *s)))

    def last(place):
        return lambda s: (steps_of(f, *s) or [[None] * 7])[-1][place]

    page.compare(table, rows, page.columns(
        Column("Team", "text", "label", lambda s: f.subject_name(*s)),
        Column("Proposals", "count", "body", lambda s: float(sent[s])),
        Column("Won", "count", "body", total(3)),
        Column("Decided against", "count", "body", total(4)),
        Column("Still open", "count", "body",
               lambda s: sent[s] - total(3)(s) - total(4)(s)),
        Column("Close rate, this period", "share", "body",
               lambda s: f.value("close_rate", *s)),
        Column("Close rate, matured", "share", "body", last(1)),
        Column("95 % from", "share", "body", last(5)),
        Column("95 % to", "share", "body", last(6))))
    teams = [s for s in rows if s[0] == "team" and steps_of(f, *s)]
    if 2 <= len(teams) <= 4:
        chart = page.chart(
            w("Won so many days after they were sent, by team"),
            w.say("alt won by days"))
        for subject, style in zip(teams, ("actual", "bad", "second", "prior")):
            points, won = [(0.0, 0.0)], 0.0
            for step in steps_of(f, *subject):
                points += [(step[0], won), (step[0], step[1])]
                won = step[1]
            series = chart.named(subject[1])
            has_style(page, series, style, "r")
            page.points(series, points)
            expect(series.labels == {len(points) - 1: subject[1]},
                   page.name, series.labels)


def chance_of(f, row, age):
    """That an open proposal of so many days is still won."""
    steps = steps_of(f, "company", "*")
    begun = [s for s in steps if s[0] <= age]
    if (row["kind"] or "new") not in f.definitions["kinds"] or \
            len(begun) == len(steps):
        return None
    won, lost = begun[-1][1:3] if begun else (0, 0)
    return (steps[-1][1] - won) / (1 - won - lost)


def check_open(page, proposals):
    f, w = page.figures, page.words
    if not proposals:
        page.has_note(w("none"))
        return
    ages = {row["record"]: float(age) for row, age in proposals}
    chart = page.chart(*[w("Open proposals by age in days")] * 2)
    counts, least = [], -1
    for name, most in AGES:
        counts.append((w(name), float(sum(least < age <= most
                                          for _, age in proposals))))
        least = most
    page.points(chart.named(w("Proposals")), counts)
    has_style(page, chart.named(w("Proposals")), "actual", "", "count")
    expect(chart.vertical.low == 0, page.name, "ages")
    page.has_note(w.say("chance note"))
    rows = [row for row, _ in proposals]
    chances = {row["record"]: chance_of(f, row, age) for row, age in proposals}

    def expected(c):
        chance = chances[c["record"]]
        return None if chance is None or not c["value"] else \
            float(c["value"]) * chance

    table = page.list("Open proposals, oldest first", rows, OPEN_MOST,
                      by_contract(
        f, Column("Value", "money", "body", lambda c: money(c["value"])),
        Column("Sent on", "date", "body",
               lambda c: date_of(c["proposed_on"])),
        Column("Days open", "count", "body",
               lambda c: ages[c["record"]]),
        Column("Chance", "share", "body", lambda c: chances[c["record"]],
               tolerance=1e-9),
        Column("Expected value", "money", "body", lambda c: None
               if expected(c) is None else whole(expected(c)),
               tolerance=1e-9)), {
        "Expected value": whole(sum(expected(c) or 0 for c in rows))})
    page.has_bars(table, "Days open")


# ---- revenue ----

REVENUES = (("revenue_renewal", "actual"), ("revenue_new", "second"),
            ("revenue_expansion", "third"))


def check_growth(shown):
    page = Page(shown, "Growth")
    f, w = page.figures, page.words
    total = f.value("revenue")
    expansion = f.value("revenue_expansion") or 0
    rate = f.estimate("upsell_rate")
    parts = {"money": w.money(total),
             "share": w.share(expansion / total if total > 0 else 0)}
    which = "growth plain"
    if rate["value"]:
        parts.update(bought=rate["numerator"], all=rate["denominator"])
        which = "growth" if float(rate["numerator"]) > 0 else "growth none"
    page.title(w.say(which, **parts))
    check_metrics(page, page.sheet.tables[0], (
        "revenue", "revenue_new", "revenue_renewal", "revenue_expansion",
        "collected", "upsell_rate", "upsell_wins"))
    check_stack(page)
    check_wins(page)
    check_ranking(page, "upsell_rate", "Bought more", "Opening clients")
    check_funnels(page, ["upsell_rate"])
    return page


def check_stack(page):
    f, w = page.figures, page.words
    chart = page.chart(w("Revenue by kind of contract"), w.say(
        "alt revenue", periods=f.kind))
    expect([s.name for s in chart.series] ==
           [f.metrics[i].label for i, _ in REVENUES], page.name)
    for id_, style in REVENUES:
        series = chart.named(f.metrics[id_].label)
        # Below each bar its period and the sum of its parts.
        wanted = []
        for period in f.quarters:
            total = f.over_time("revenue", period=period)
            wanted.append(("%s: %s" % (period, "–" if total is None else
                                       w.money(total)),
                           f.over_time(id_, period=period)))
        page.points(series, [one for one in wanted if one[1] is not None])
        has_style(page, series, style, "ctr", "short money")
    expect(chart.legend and chart.vertical.low == 0, page.name)


def check_wins(page):
    f = page.figures
    wins = [f.contracts[o["record"]] for o in f.seen("upsell_wins")]
    wins.sort(key=lambda c: -float(c["value"]))
    page.list("Sold to clients we have, largest first", wins, WINS_MOST,
              by_contract(
        f, Column("Value", "money", "body", lambda c: money(c["value"])),
        Column("Signed on", "date", "body",
               lambda c: date_of(c["closed_on"]))))


# ---- deliveries ----

def check_delivery(shown):
    page = Page(shown, "Delivery")
    f, w = page.figures, page.words
    row = f.estimate("on_time")
    late = [o for o in f.seen("on_time") if float(o["x"]) == 0]
    head = w.say("delivery", share=w.share(float(row["value"])),
                 late=len(late), due=row["denominator"])
    page.title(with_most(page, "most with", "on_time", head, late))
    check_metrics(page, page.sheet.tables[0], ["on_time"])
    check_quarters(page, "on_time")
    check_late(page, [f.contracts[o["record"]] for o in late])
    check_ranking(page, "on_time", "On time", "Due")
    check_funnels(page, ["on_time"])
    return page


def check_late(page, late):
    f, w = page.figures, page.words

    def days(contract):
        return float(((delivered(f, contract) or f.as_of) -
                      date_of(contract["due_on"])).days)

    table = page.list("Late or not delivered", late, LATE_MOST, by_contract(
        f, Column("Due on", "date", "body", lambda c: date_of(c["due_on"])),
        Column("Delivered on", "any", None, None),
        Column("Days late", "count", "body", days)))
    if not table:
        return
    page.has_bars(table, "Days late")
    for i, contract in enumerate(late[:LATE_MOST]):
        cell, day = table.cell(i, w("Delivered on")), delivered(f, contract)
        where = page.where(table.rows[i], "delivered on")
        if day:
            page.number(cell, day, "date", "body", where)
        else:
            page.text(cell, w("not yet"), "bad", where)


# ---- projects ----

def check_budget(shown):
    page = Page(shown, "Budget")
    f, w = page.figures, page.words
    page.title(budget_title(f, w))
    check_metrics(page, page.sheet.tables[0], (
        "budget_variance", "over_budget", "cpi", "running_over",
        "eac_variance"))
    check_running(page)
    if not f.has("budget_variance"):
        check_funnels(page, ["over_budget"])
        return page
    projects = sorted(f.seen("budget_variance"), key=lambda o:
                      -float(o["x"]) / float(o["y"]))
    check_variances(page, projects)
    check_projects(page, projects)
    check_plan_and_actual(page)
    check_spreads(page)
    check_funnels(page, ["over_budget"])
    return page


def budget_title(f, w):
    row, over = f.estimate("budget_variance"), f.estimate("over_budget")
    runs = f.world.running()
    parts = {"all": len(runs), "over": sum(
        p["cost"] > p["budget"] > 0 for p in runs.values())}
    if not row["value"]:
        return w.say("budget runs only", **parts)
    value, amount = float(row["value"]), float(row["numerator"])
    said = w.say("budget over" if value > 0 else "budget under",
                 share=w.share(abs(value), 1), money=and_whose(f, w, amount),
                 over=over["numerator"], all=row["n"])
    return w.say("budget running", delivered=said, **parts) \
        if parts["over"] else said


def and_whose(f, w, amount):
    """An amount, and whose projects bring a third of it or more: of several
    with as much nobody's, nor of fewer than five projects."""
    parts = {m: float(row["numerator"]) * (1 if amount >= 0 else -1)
             for m in f.managers
             for row in [f.estimate("budget_variance", "manager", m)]
             if row["numerator"]}
    most = max(parts.values(), default=0)
    whose = [m for m in parts if parts[m] == most]
    money = w.money(abs(amount))
    if len(whose) != 1 or most < abs(amount) / 3 or not most:
        return money
    n = int(f.estimate("budget_variance", "manager", whose[0])["n"])
    if n < 5:
        return money
    return w.say("of it whose" if most <= abs(amount) else "whose alone",
                 money=money, part=w.money(most), name=f.name(whose[0]), n=n)


def share_of(part, whole_of):
    """How far above; None where there is nothing to be above."""
    return None if part is None or not whole_of or whole_of <= 0 else \
        float(part / whole_of - 1)


def overrun(p):
    found = [one for one in (share_of(p["cost"], p["budget"]),
                             share_of(p["estimate"], p["whole"]))
             if one is not None]
    return max(found) if found else -math.inf


def check_running(page):
    f, w = page.figures, page.words
    runs = f.world.running()
    if not runs:
        return
    page.has_note(w.say("running note"))
    title = "Projects that run on the closing day, furthest over first"
    table = page.table(title, "Whole budget")
    order = [runs[name] for name in table.values(w("Project"))]
    worst = sorted(runs.values(), key=overrun, reverse=True)[:RUNNING_MOST]
    expect(len(order) == len(worst) and all(
        overrun(a) == overrun(b) or near(overrun(a), overrun(b))
        for a, b in zip(order, worst)), page.name, "order of running projects")

    def amount(key):
        return lambda p: None if p[key] is None else float(p[key])

    def client(p):
        return w("(several)") if len(p["clients"]) > 1 else \
            f.client_name(*p["clients"])

    page.compare(table, order, page.columns(
        Column("Project", "text", "label", lambda p: p["project"]),
        Column("Client", "text", "body", client),
        Column("Account manager", "text", "body",
               lambda p: f.name(p["manager"])),
        Column("Due on", "date", "body", lambda p: p["due_on"] and
               datetime.date.fromordinal(p["due_on"])),
        Column("Cost by now", "money", "body", amount("cost")),
        Column("Budget by now", "money", "body", amount("budget")),
        Column("Cost against it", "variance", "body",
               lambda p: share_of(p["cost"], p["budget"])),
        Column("Progress", "share", "body", amount("progress")),
        Column("Estimate at completion", "money", "body", amount("estimate")),
        Column("Whole budget", "money", "body", amount("whole")),
        Column("Estimate against it", "variance", "body",
               lambda p: share_of(p["estimate"], p["whole"])),
        Column("Source (file:line)", "text", "remark", None)))
    page.more(table, len(runs) - RUNNING_MOST)


def variance(o):
    return float(o["x"]) / float(o["y"])


def check_variances(page, projects):
    """Bars up and down; of many projects those at both ends."""
    w = page.words
    many = len(projects) > BARS_MOST
    drawn = projects[:BARS_MOST // 2] + projects[-BARS_MOST // 2:] \
        if many else projects
    chart = page.chart(w(
        "Cost against budget: the projects furthest over and under" if many
        else "Cost against budget, project by project"),
        w.say("alt variances"))
    for name, style, mine in (("Over budget", "bad", lambda v: v > 0),
                              ("Under budget", "good", lambda v: v <= 0)):
        series = chart.named(w(name))
        found = series.points
        wanted = [(o["record"], variance(o)) for o in drawn
                  if mine(variance(o))]
        # Of equal ones any may come first.
        expect(sorted(c for c, _ in found) == sorted(
            c for c, _ in wanted) and all(
                near(a[1], b[1]) for a, b in zip(found, wanted)),
            page.name, name, found, wanted)
        values = dict(wanted)
        for project, value in found:
            expect(near(value, values[project]), page.name, project, value)
        has_style(page, series, style, "", "whole share")


def fences(f):
    found = {}
    for scope, key in f.subjects:
        own = [variance(o) for o in f.seen("budget_variance")
               if f.owns(scope, key, o)]
        found[scope, key] = (len(own), *again.spread(own))
    return found


def apart(f, spreads, o):
    """Outside the fences of all, of the manager's own, or of none; None so
    near to one that rounding decides."""
    for key, words in ((("company", "*"),
                        "outside the fences of all projects"),
                       (("manager", o["manager"]),
                        "outside the fences of the manager's projects")):
        low, high = spreads.get(key, (None,) * 7)[5:]
        if low is None:
            continue
        if min(abs(variance(o) - low), abs(variance(o) - high)) < 1e-12:
            return None
        if not low <= variance(o) <= high:
            return words
    return ""


def check_projects(page, projects):
    f, w = page.figures, page.words
    spreads = fences(f)
    table = page.table("Projects delivered in the period, furthest over "
                       "first", "Actual cost")
    by_id = {o["record"]: o for o in projects}
    heading = w("Project")
    order = [by_id[value] for value in table.values(heading)]
    expect(len(set(table.values(heading))) == len(order) and all(
        near(variance(a), variance(b)) for a, b in zip(order, projects)),
        page.name, "order of projects")

    def remark(o):
        found = apart(f, spreads, o)
        if found is None:
            return table.cell(order.index(o), w("Remark")).value
        return found and w(found)

    page.compare(table, order, page.columns(
        Column("Project", "text", "label", lambda o: o["record"]),
        Column("Account manager", "text", "body",
               lambda o: f.name(o["manager"])),
        Column("Budget", "money", "body", lambda o: float(o["y"])),
        Column("Actual cost", "money", "body",
               lambda o: float(o["y"]) + float(o["x"])),
        Column("Over (+) or under (−)", "money variance",
               lambda o: "bad" if variance(o) > 0 else "good",
               lambda o: float(o["x"])),
        Column("Variance", "variance", "body", variance),
        Column("Source (file:line)", "text", "remark",
               lambda o: o["source"]),
        Column("Remark", "text", "remark", remark)))
    page.more(table, len(projects) - PROJECTS_MOST)
    page.has_bars(table, "Variance", variance=True)


def check_plan_and_actual(page):
    """By manager: the plan outlined, what it cost solid."""
    f, w = page.figures, page.words
    rows = ranked(f, f.metrics["budget_variance"])[:BARS_MOST]
    if len(rows) < 2:
        return
    chart = page.chart(*[w("Budget (outlined) and actual cost (solid)")] * 2)
    plan, actual = chart.named(w("Budget")), chart.named(w("Actual cost"))
    page.points(plan, [(f.subject_name(s, k), float(r["denominator"]))
                       for s, k, r in rows])
    page.points(actual, [(f.subject_name(s, k), float(r["denominator"]) +
                          float(r["numerator"])) for s, k, r in rows])
    has_style(page, plan, "plan")
    has_style(page, actual, "actual", "", "short money")
    expect(chart.legend and chart.vertical.low == 0, page.name)


def check_spreads(page):
    f, w = page.figures, page.words
    spreads = fences(f)
    many = len(f.managers) > PERSON_SHEETS_MOST
    rows = [s for s in f.subjects if spreads[s][0] and s[0] not in ("team", "reports") and
            not (many and s[0] == "manager")]
    if not rows:
        return
    table = page.table("How projects spread, by manager", "Projects")

    def part(i):
        return lambda s: spreads[s][i]

    columns = [
        Column("Account manager", "text", None,
               lambda s: f.subject_name(*s)),
        Column("Projects", "count", "body", lambda s: float(spreads[s][0]))]
    columns += [Column(heading, "share" if i == 4 else "variance", "body",
                       part(i), tolerance=1e-9)
                for i, heading in enumerate((
                    "Median", "Lower quartile", "Upper quartile",
                    "Spread (MAD)", "Lower fence", "Upper fence"), 1)]
    page.compare(table, rows, page.columns(*columns))
    for i, (scope, key) in enumerate(rows):
        if scope == "manager":
            check_link(page, table.cell(i, w("Account manager")), key)
