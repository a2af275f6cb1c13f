"""The sheets of persons (of many: teams): all metrics beside the company's,
the plan, and the records that count against them; and Scorecards."""
import math

from blocks import (VERDICT_ROLES, change_kind, check_beside, check_link,
                    check_metrics, number, shown_change, verdict, verdicts)
from chart_looks import has_style
from charts import check_history
from figures import date_of
from book import MAIN, column_letters
from page import Column, Page, expect

RECORDS_MOST = 200


def check_person(shown, scope, subject):
    f, w = shown.figures, shown.figures.words
    page = Page(shown, shown.person_sheets[subject], is_person=True)
    told = verdicts(f, scope, subject)
    good, bad = told or (0, 0)
    card = f.scores.get(subject) if scope == "manager" else None
    scored = card is not None and card["points"]
    parts = {"name": f.subject_name(scope, subject), "better": good,
             "worse": bad, "all": len(f.headlines)}
    if scored:
        parts.update(score=w.score(float(card["points"])),
                     rating=card["rating"])
    if told:
        which = "person%s%s" % (" scored" if scored else "",
                                "" if good + bad else " calm")
    else:
        which = "person scored only" if scored else "too little"
    page.title(w.say(which, **parts))
    check_history(page, scope, subject)
    check_metrics(page, page.sheet.tables[0], list(f.metrics), scope, subject)
    if scored:
        check_card(page, subject, card)
        check_changes(page, subject)
    else:
        expect(not page.sheet.has_text(w("Against the plan")), page.name)
    check_against(page, scope, subject)
    return page


# ---- what would change the rating ----

def sentences_below(page, heading):
    """The texts below a section up to the next empty row."""
    row = page.find(page.words(heading), "section") + 1
    while page.sheet.value(row, 0):
        yield row, page.sheet.cells[row, 0]
        row += 1


def check_changes(page, subject):
    """Each is a row of sensitivity.csv whose rating or gate is another; where
    there is none, that is said."""
    f, w = page.figures, page.words
    rows = [r for r in f.rows("sensitivity.csv") if r["subject"] == subject]
    wanted = {(w.turned(r["new_score"]), r["new_rating"]) for r in rows
              if r["rating"] != r["new_rating"] or r["gate"]}
    said = list(sentences_below(page, "What would change the rating: score "
                                "and rating then"))
    if not wanted:
        least = float(f.configuration["minimum_score"])
        expect(least or [cell.value for _, cell in said] == [
            w("No single record would change it.")], page.name, said)
        return
    expect(0 < len(said) <= 8, page.name, "changes:", len(said))
    for row, cell in said:
        page.looks(cell, "sentence", "text", page.where(row))
        score, rating = cell.value.split("; ")[0].rsplit(", ", 1)
        score = score.rsplit(": ", 1)[1].replace(" điểm", "")
        expect((score, rating) in wanted or float(
            f.configuration["minimum_score"]), page.where(row), cell.value,
            sorted(wanted))


# ---- the plan ----

def check_card(page, subject, card):
    f, w = page.figures, page.words
    lines = f.lines[subject]
    table = page.table("Against the plan", "Threshold", "Points")
    rows = table.rows[:-1]
    expect(len(rows) == len(lines), page.name, "lines of the plan")
    for i, line in enumerate(lines):
        metric = f.metrics[line["metric"]]
        where = page.where(rows[i], metric.label)

        def cell(heading, i=i):
            return table.cell(i, w(heading))

        page.text(cell("Indicator"), f.line_label(line), "label", where)
        page.number(cell("Value"), number(line["value"]), metric.unit, "key",
                    where)
        for heading in ("Threshold", "Target", "Stretch"):
            page.number(cell(heading), number(line[heading.lower()]),
                        metric.unit, "muted", where + heading)
        page.number(cell("Weight used"), number(line["weight_used"]),
                    "decimal", "body", where + " weight")
        payout = number(line["payout"])
        page.number(cell("Payout %"), payout, "decimal", None if payout is
                    None else "good" if payout >= 100 else "bad",
                    where + " payout")
        page.number(cell("Points"), number(line["points"]), "decimal", "body",
                    where + " points")
        check_card_note(page, table, i, line, lines)
    last = len(rows)
    page.text(table.cell(last, w("Indicator")), w("Score"), "total", page.name)
    page.number(table.cell(last, w("Points")), float(card["points"]),
                "decimal", "total", page.name)
    for heading in ("Value", "Threshold", "Target", "Stretch", "Weight used",
                    "Payout %"):
        expect(table.cell(last, w(heading)).value is None, page.name, heading)
    page.total_row(table.rows[last], 0, table.column(w("Points")))
    scale = strip_heading(page, lines)
    table.column(scale)
    page.headings(table, [Column(w(h), "text" if h == "Indicator" else
                                 "count", None, None) for h in (
        "Indicator", "Value", "Threshold", "Target", "Stretch", "Weight used",
        "Payout %", "Points")] + [Column(scale, "text", None, None)])
    check_strip(page, table, rows, lines)


def most_paid(row):
    """The most that a row of the plan pays."""
    if row["steps"]:
        return float(row["steps"].rpartition("=")[2])
    return float(row["payout_stretch"]) if row["stretch"] else 100


def plan_of(f):
    kind = "quarter" if "Q" in f.own else "year"
    return {(r["level"], r["metric"], r["scope"] or "self"): r
            for r in f.records["plan"] if r["period"] in ("", kind)}


def strip_end(f, lines):
    """The scale reaches beyond all that can be paid."""
    plan = plan_of(f)
    return max([160] + [10 * math.ceil(most_paid(plan_row(plan, line)) / 10 + 1)
                        for line in lines if line["points"]])


def strip_heading(page, lines):
    return page.words.say("payout scale", end=strip_end(page.figures, lines))


def check_card_note(page, table, i, line, lines):
    """Beside the strip; of a line that left the plan, in its place. In
    Vietnamese it says the same in other words."""
    first = table.column(strip_heading(page, lines))
    cells = [page.sheet.look_at(table.rows[i], first + c) for c in range(4)]
    found = [c for c in range(4) if cells[c].value]
    wanted = [0 if not line["points"] else 3] if line["note"] else []
    expect(found == wanted, page.where(table.rows[i]), "note in", found)
    if found and page.figures.language == "en":
        page.text(cells[found[0]], line["note"], "remark", page.name)


def check_strip(page, table, rows, lines):
    """What can be paid, what is paid, the target at 100 %."""
    f, w = page.figures, page.words
    chart = page.chart(None, w.say("alt strip"), table.top)
    plan = plan_of(f)
    ranges, bars, ticks = [], [], []
    for place, line in enumerate(lines, 1):
        if not line["points"]:
            continue
        row = plan_row(plan, line)
        most = most_paid(row)
        ranges += [(float(row["payout_threshold"]), place), (most, place)]
        bars += [(0, place), (float(line["payout"]), place)]
        ticks += [(100, place - 0.3), (100, place + 0.3)]
    for name, wanted in (("Range of payout", ranges), ("Payout %", bars),
                         ("Target", ticks)):
        page.points(chart.named(w(name)), wanted)
    for series, style in zip(chart.series, ("span", "bar", "tick")):
        has_style(page, series, style)
    across, down = chart.horizontal, chart.vertical
    expect(across.low == 0 and across.high == strip_end(f, lines) and down.low == 0.5 and
           down.high == len(rows) + 0.5 and down.reversed, page.name,
           vars(across), vars(down))
    check_beside(page, chart, rows)


def plan_row(plan, line):
    """The row of the plan behind a line of scorecard.csv: by the line's
    person, level, or the plan of all."""
    for level in (line["subject"], line["level"], "*"):
        row = plan.get((level, line["metric"], line["scope"]))
        if row:
            return row
    raise AssertionError(line)


# ---- the records that count against them ----

def check_against(page, scope, subject):
    f, w = page.figures, page.words

    def own(metric, counts):
        return [o for o in f.seen(metric) if counts(float(o["x"])) and
                f.owns(scope, subject, o)]

    def source(o):
        return o["source"]

    last = Column("Source (file:line)", "text", "remark", source)
    record = Column("Record", "text", "body", lambda o: o["record"])
    parts = (
        ("Clients lost in the period", "retention", lambda x: x == 0, (
            Column("Client", "text", "body",
                   lambda o: f.client_name(o["record"])),)),
        ("Late or not delivered", "on_time", lambda x: x == 0, (
            Column("Due on", "date", "body", lambda o: date_of(
                f.contracts[o["record"]]["due_on"])),
            Column("Delivered on", "date", "body", lambda o: delivered(
                f, f.contracts[o["record"]])))),
        ("Projects over budget", "budget_variance", lambda x: x > 0, (
            Column("Budget", "money", "body", lambda o: float(o["y"])),
            Column("Actual cost", "money", "body",
                   lambda o: float(o["y"]) + float(o["x"])),
            Column("Over by", "money", "bad", lambda o: float(o["x"])))),
        ("Client surveys below 50 of 100", "satisfaction", lambda x: x < 50, (
            Column("Score", "score", "body", lambda o: float(o["x"])),
            Column("Answered on", "date", "body", lambda o: date_of(
                answer(f, o)["answered_on"])))))
    for title, metric, counts, columns in parts:
        if not f.has(metric):
            continue
        rows = own(metric, counts)
        row = page.find(w(title), "strong")
        if not rows:
            page.text(page.sheet.look_at(row + 1, 0), w("none"), "note",
                      page.name)
            continue
        page.list(title, rows, RECORDS_MOST, [
            Column(c.heading, c.kind, c.role, c.value)
            for c in (record, *columns, last)])


def delivered(figures, contract):
    """The day of delivery, if it is known by as_of."""
    day = date_of(contract["delivered_on"])
    return day if day and day <= figures.as_of else None


def answer(figures, observation):
    if not hasattr(figures, "answers"):
        figures.answers = {row["source"]: row
                           for row in figures.records["survey"]}
    return figures.answers[observation["source"]]


# ---- everyone in one table ----

def check_scorecards(shown):
    page = Page(shown, "Scorecards")
    f, w = page.figures, page.words
    scored = [(m, float(f.scores[m]["points"])) for m in f.managers
              if m in f.scores and f.scores[m]["points"]]
    page.title(scorecards_title(f, w, scored))
    table = page.table(None, "Account manager", "Team")
    columns = [
        Column("Account manager", "text", None, f.name),
        Column("Team", "text", "body", f.team)]
    if scored:
        columns += [
            Column("Score", "decimal", "key",
                   lambda m: dict(scored).get(m)),
            Column("Rating", "text", "centred",
                   lambda m: f.scores[m]["rating"] if m in dict(scored)
                   else None)]
    columns = page.columns(*columns)
    for metric in f.headlines:
        columns += of_indicator(f, w, metric)
    page.compare(table, f.managers, columns)
    for i, manager in enumerate(f.managers):
        check_link(page, table.cell(i, w("Account manager")), manager, True)
    if scored:
        page.has_bars(table, w("Score"))
    for metric in f.headlines:
        page.has_bars(table, metric.label, variance=not metric.up)
    check_filter(page, table, len(table.rows))
    return page


def check_filter(page, table, rows):
    """Headings and rows can be filtered; they stay when one scrolls, and
    stand on each printed page."""
    last = column_letters(table.first + len(table.headings) - 1)
    sheet = page.sheet.tree
    expect(sheet.find(MAIN + "autoFilter").get("ref") == "A%d:%s%d" % (
        table.top + 1, last, table.top + 1 + rows), page.name, "filter")
    expect(page.frozen() == (1, table.top + 1), page.name, page.frozen())
    page.repeats(table.top)


def is_thin(figures, subject):
    """Does the score rest on less than half of the weight of a plan?"""
    plans = {}
    for line in figures.lines[subject]:
        plans.setdefault(line["level"], []).append(
            float(line["weight"]) if line["points"] else 0)
    return any(0 < sum(weights) < 50 for weights in plans.values())


def scorecards_title(f, w, scored):
    if not scored:
        return w.say("scorecards", count=len(f.managers))
    mean = w.score(sum(score for _, score in scored) / len(scored))
    best = max(scored, key=lambda one: one[1])
    equal = sum(score == best[1] for _, score in scored)
    if len(scored) == 1:
        return w.say("scorecards one", name=f.name(best[0]), score=mean)
    if equal > 1 or is_thin(f, best[0]):
        return w.say("scorecards highest", count=len(scored), mean=mean,
                     score=w.score(best[1]))
    return w.say("scorecards scored", count=len(scored), mean=mean,
                 name=f.name(best[0]), score=w.score(best[1]))


def of_indicator(f, w, metric):
    """Its value and, beside it, the change; of money by how much of what it
    was."""
    def row(manager):
        return f.estimate(metric.id, "manager", manager)

    def change(manager):
        found = row(manager)
        if metric.unit != "money":
            return shown_change(metric, found["change"])
        before = float(found["prior"] or 0)
        return float(found["change"]) / before \
            if found["change"] and before > 0 else None

    return [
        Column(metric.label, "short money" if metric.unit == "money"
               else metric.unit, lambda m: "muted" if "small_sample" in
               row(m)["flags"] else "body", lambda m: number(
                   row(m)["value"])),
        Column(w("Change"), "relative change" if metric.unit == "money"
               else change_kind(metric), lambda m: VERDICT_ROLES[verdict(
                   f, "manager", m, metric)], change, metric.label)]
