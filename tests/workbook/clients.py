"""Retention: who left and what they were worth, how long clients stay."""
import datetime
import math
from collections import Counter

import again
from blocks import check_link, check_metrics, check_ranking, verdict
from chart_looks import has_style
from charts import check_funnels, check_quarters, check_share_axes
from book import MAIN
from looks import HEAT_GROUND
from page import Column, Page, expect

LOST_MOST, STEPS_MOST, TEAMS_MOST, MANAGERS_LISTED = 200, 100, 4, 60
MONTH, SURE = 30.4375, 0.05


def with_most(page, sentence, metric, head, observations):
    """The title with whoever has most of them, if that is two or more: of
    several with as many, how many they are, and nobody of whom there are
    fewer than five records."""
    f = page.figures
    counts = Counter(o["manager"] for o in observations if o["manager"])
    most = max(counts.values(), default=0)
    equal = [m for m in counts if counts[m] == most]
    if most < 2 or len(equal) > 3:
        return head
    if len(equal) > 1:
        return page.words.say(sentence + " several", head=head, count=most,
                              equal=len(equal))
    if int(f.estimate(metric, "manager", equal[0])["n"]) < 5:
        return head
    return page.words.say(sentence, head=head, name=f.name(equal[0]),
                          count=most)


def check_retention(shown):
    page = Page(shown, "Retention")
    f, w = page.figures, page.words
    row = f.estimate("retention")
    lost = [o for o in f.seen("retention") if float(o["x"]) == 0]
    news = verdict(f, "company", "*", f.metrics["retention"])
    head = w.say("retention fell" if news == "worse" else "retention rose"
                 if news == "better" else "retention stayed",
                 share=w.share(float(row["value"])), lost=len(lost),
                 all=row["denominator"])
    rates = {o["record"]: float(o["y"]) * 12 for o in f.seen("grr")}
    worth = sum(rates.get(o["record"], 0) for o in lost)
    if worth > 0:
        head = w.say("worth a year", head=head, money=w.money(worth))
    page.title(with_most(page, "most from", "retention", head, lost))
    check_metrics(page, page.sheet.tables[0], ("retention", "grr", "nrr"))
    check_quarters(page, "retention")
    check_curve(page)
    check_lost(page, lost)
    check_ranking(page, "retention", "Kept", "Opening clients")
    check_funnels(page, ["retention"])
    check_tenure(page)
    check_joined(page)
    return page


# ---- who left ----

def whole(amount):
    return float(math.floor(amount + 0.5))


def check_lost(page, lost):
    """The total is over all of them, not over those that are listed."""
    f = page.figures
    rates = {o["record"]: float(o["y"]) * 12 for o in f.seen("grr")}

    def yearly(o):
        rate = rates.get(o["record"])
        return None if rate is None else whole(rate)

    page.list("Clients lost in the period", lost, LOST_MOST, (
        Column("Client", "text", "label",
               lambda o: f.client_name(o["record"])),
        Column("Id", "text", "body", lambda o: o["record"]),
        Column("Account manager", "text", "body",
               lambda o: f.name(o["manager"])),
        Column("Run rate a year", "money", "body", yearly),
        Column("Source (file:line)", "text", "remark",
               lambda o: o["source"])), {
        "Run rate a year": whole(sum(rates.get(o["record"], 0)
                                     for o in lost))})


# ---- how long clients stay ----

def steps_of(f, scope, subject):
    """(days, survival, low, high) of survival.csv; of a long curve the last
    step of each week."""
    if not hasattr(f, "steps"):
        f.steps = f.rows("survival.csv")
    steps = [(int(r["days"]), float(r["survival"]),
              *(float(r[k]) if r[k] else None for k in ("ci_low", "ci_high")))
             for r in f.steps
             if r["scope"] == scope and r["subject"] == subject]
    if len(steps) > STEPS_MOST:
        steps = list({s[0] // 7: s for s in steps}.values())
    return steps


def corners(steps, longest, level):
    """A curve that goes down in steps: each is reached on the level before
    it. level: 0 the survival, 1 and 2 its band, which begins with it."""
    points, before = [], 1.0 if level == 0 else None
    points.append((0, before))
    for step in steps:
        points += [(step[0] / MONTH, before),
                   (step[0] / MONTH, step[1 + level])]
        before = step[1 + level]
    points.append((longest / MONTH, before))
    return [p for p in points if p[1] is not None]


def tenures_of(f, scope, subject):
    """(days, lost) of each client of theirs."""
    if not hasattr(f, "tenures_by"):
        f.tenures_by = {s: [] for s in f.subjects}
        for days, lost, manager, first in f.tenures().values():
            for owner in f.world.owners(manager, first + days - 1):
                if owner in f.tenures_by:
                    f.tenures_by[owner].append((days, lost))
    return f.tenures_by[scope, subject]


def check_curve(page):
    f, w = page.figures, page.words
    steps = steps_of(f, "company", "*")
    if not steps:
        return
    chart = page.chart(w("How long clients stay"), w.say("alt curve"))
    longest = max(days for days, _ in tenures_of(f, "company", "*"))
    for level, name in enumerate(("Still clients", "95 % from", "95 % to")):
        series = chart.named(w(name))
        page.points(series, corners(steps, longest, level))
        has_style(page, series, "band" if level else "actual")
    check_curve_axes(page, chart)


def check_curve_axes(page, chart):
    check_share_axes(chart)
    across = chart.horizontal
    expect(across.low == 0 and across.step == 6 and across.shown and
           across.format == "#,##0" and
           across.title == page.words("Months since the first day"),
           chart.title, vars(across))


def median_days(steps):
    return next((s[0] for s in steps if s[1] <= 0.5 + 1e-12), None)


def check_tenure(page):
    f, w = page.figures, page.words
    everyone = tenures_of(f, "company", "*")
    if not everyone:
        return
    teams = [t for t in f.teams if tenures_of(f, "team", t)]
    if 2 <= len(teams) <= TEAMS_MOST:
        chart = page.chart(w("Still clients, by team"),
                           w.say("alt team curves"))
        expect([s.name for s in chart.series] == teams, page.name,
               [s.name for s in chart.series])
        for team, style in zip(teams, ("actual", "bad", "second", "prior")):
            has_style(page, chart.named(team), style, "r")
            own = tenures_of(f, "team", team)
            points = corners(steps_of(f, "team", team),
                             max(days for days, _ in own), 0)
            page.points(chart.named(team), points)
            expect(chart.named(team).labels == {len(points) - 1: team},
                   page.name, chart.named(team).labels)
        check_curve_axes(page, chart)
    table = page.table("How long clients stay, by team and manager",
                       "To be expected")
    expected, p_rest = compare_curves(f, everyone)
    rows = [s for s in f.subjects
            if tenures_of(f, *s) and is_listed(f, s[0])]
    compare_tenure_rows(page, table, rows, teams, expected, p_rest)


def is_listed(f, scope):
    """Managers only if they are not too many to read."""
    if scope == "reports":
        return False
    return scope != "manager" or sum(
        bool(tenures_of(f, "manager", m))
        for m in f.managers) <= MANAGERS_LISTED


def compare_curves(f, everyone):
    """Losses to be expected and the adjusted p of each team and manager."""
    expected, raw = {}, {"team": {}, "manager": {}}
    for scope, key in f.subjects[1:]:
        own = tenures_of(f, scope, key)
        if not own or not is_listed(f, scope):
            continue
        rest = list((Counter(everyone) - Counter(own)).elements())
        chi, counts = again.log_rank([own, rest])
        expected[scope, key] = float(counts[0])
        if rest and chi is not None:
            raw[scope][scope, key] = again.chi_square_upper(chi, 1)
    p_rest = {}
    for values in raw.values():
        p_rest.update(again.adjust(values))
    return expected, p_rest


def compare_tenure_rows(page, table, rows, teams, expected, p_rest):
    f, w = page.figures, page.words
    between = None
    if len(teams) > 1:
        chi = again.log_rank([tenures_of(f, "team", t) for t in teams])[0]
        between = chi and again.chi_square_upper(chi, len(teams) - 1)
    if between is not None:
        last = len(table.rows) - 1
        page.text(table.cell(last, w("Team or manager")),
                  w("The teams among themselves"), "label", page.name)
        page.number(table.cell(last, w("p against the rest")), between,
                    "probability", "key" if between < SURE else "muted",
                    page.name, 1e-7)
        table.rows.pop()

    def lost(s):
        return float(sum(gone for _, gone in tenures_of(f, *s)))

    def p_role(s):
        if p_rest.get(s, 1) >= SURE:
            return "muted"
        return "bad" if lost(s) > expected[s] else "good"

    def median_months(s):
        days = median_days(full_steps(f, *s))
        return None if days is None else days / MONTH

    page.compare(table, rows, page.columns(
        Column("Team or manager", "text", None,
               lambda s: f.subject_name(*s)),
        Column("Clients", "count", "body",
               lambda s: float(len(tenures_of(f, *s)))),
        Column("Lost", "count", "body", lost),
        Column("To be expected", "score", "muted", expected.get,
               tolerance=1e-9),
        Column("Median (months)", "score", "body", median_months),
        Column("p against the rest", "probability", p_role, p_rest.get,
               tolerance=1e-7),
        Column("Remark", "text", None, lambda s: table.cell(
            rows.index(s), w("Remark")).value
            if median_months(s) is None else None)))
    for i, subject in enumerate(rows):
        expect(bool(table.cell(i, w("Remark")).value) ==
               (median_months(subject) is None), page.name, subject)
        if subject[0] == "manager":
            check_link(page, table.cell(i, w("Team or manager")), subject[1])


def full_steps(f, scope, subject):
    steps_of(f, scope, subject)
    return [(int(r["days"]), float(r["survival"])) for r in f.steps
            if r["scope"] == scope and r["subject"] == subject]


# ---- by the quarter of joining ----

def quarter_of(f, day):
    fiscal = f.definitions["fiscal"]
    year = datetime.date.fromordinal(day).year
    from figures import periods
    for label in ("%04dQ%d" % (y, q) for y in range(year - 1, year + 2)
                  for q in range(1, 5)):
        found, _ = periods.parse(label, fiscal)
        if found[1] <= day < found[2]:
            return found
    raise AssertionError(day)


def check_joined(page):
    """The last twelve quarters; how many are still active at each end."""
    f, w = page.figures, page.words
    quarters = {}
    for client, (_, _, _, first) in f.tenures().items():
        quarters.setdefault(quarter_of(f, first)[:3], []).append(client)
    ordered = sorted(quarters, key=lambda q: q[1])
    ends = {q: [] for q in ordered}
    for quarter in ordered:
        until = quarter[2]
        while until - 1 <= f.as_of.toordinal():
            ends[quarter].append(until - 1)
            until = quarter_of(f, until)[2]
    widest = max((len(e) for e in ends.values()), default=0)
    table = page.table("Clients by the quarter in which they joined",
                       "Joined in")
    ordered = ordered[-12:]

    def share(k):
        def value(q):
            if k >= len(ends[q]):
                return None
            return sum(f.world.active(c, ends[q][k])
                       for c in quarters[q]) / len(quarters[q])
        return value

    columns = page.columns(
        Column("Joined in", "text", "label", lambda q: q[0]),
        Column("Clients", "count", "body", lambda q: float(len(quarters[q]))))
    columns += [Column(w.say("quarters later", count=k), "whole share",
                       "body", share(k)) for k in range(min(widest, 16))]
    page.compare(table, ordered, columns)
    if widest:
        page.has_scale((table.rows[0], table.rows[-1]),
                       (2, 1 + min(widest, 16)), (0.3, 1),
                       ("FFFFFF", HEAT_GROUND))
    # And nothing else is coloured: the count of clients is no share.
    expect(sum(block.find(MAIN + "cfRule").get("type") == "colorScale"
               for block in page.sheet.tree.iter(
                   MAIN + "conditionalFormatting")) == bool(widest),
           page.name, "scales of colours")
