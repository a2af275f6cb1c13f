"""The terms of pay on the What-if sheet, and what commission and award are made
of: rates and caps as run.json has them, sums from the run's observations.
"""
import collections
import re

from blocks import number
from figures import date_of
from page import Column, expect, near

KINDS = ("new", "renewal", "upsell", "cross_sell")
CAPS = ("kpi_bonus", "commission", "project_award", "total")
LEAST_ROWS = 3  # of a ladder


def items_of(text):
    """[(level or None, name, value)] of `new 0.02 levels.senior.new 0.03`."""
    found = []
    for name, value in re.findall(r"(\S+) (\S+)", text):
        level, _, own = name.removeprefix("levels.").rpartition(".")
        found.append((level or None, own, value))
    return found


def ladders(f):
    """{(level or None, kind): [(from, rate)]}, in the order of the sheet."""
    found = {(None, kind): [(0.0, 0.0)] for kind in KINDS}
    for level, kind, value in items_of(f.configuration["commission"]):
        if kind not in KINDS:
            continue  # the mode
        steps = value.split("|") if "=" in value else ["0=" + value]
        found[level, kind] = [tuple(map(float, s.split("="))) for s in steps]
    return found


def spells_of(f, who):
    return sorted((row for row in f.records["person"] if row.get(
        "account_manager", row["record"]) == who),
        key=lambda row: row["joined_on"])


def level_on(f, who, day):
    """Of the spell that holds the day, the one before, or the first."""
    rows = spells_of(f, who)
    begun = [row for row in rows if row["joined_on"] <= day]
    return (begun or rows)[-1 if begun else 0]["level"] if rows else ""


def is_earning(f):
    kinds = {"Q": "quarter", "H": "half", "-": "month"}
    own = next((kinds[c] for c in f.own if c in kinds), "year")
    return ".." not in f.own and own == f.configuration["pay_every"]


def sums(f):
    """{who: {(kind, level or None): sum}} of the run's period."""
    own, found = ladders(f), collections.defaultdict(collections.Counter)
    on_payment = f.configuration["commission_on"] == "payment"
    contracts = {row["record"]: row for row in f.records["contract"]}
    payments = {row["source"]: row for row in f.rows("records-payments.csv")}
    for o in f.seen("collected" if on_payment else "revenue"):
        row = contracts[payments[o["source"]]["contract_id"]
                        if on_payment else o["record"]]
        if row["kind"] == "credit":
            row = contracts[row["refers_to"]]
        closed = date_of(row["closed_on"])
        if not o["manager"] or not on_payment and not \
                f.from_day <= closed <= f.last_day:
            continue
        level = level_on(f, o["manager"],
                         o["day"] if on_payment else row["closed_on"])
        pool = row["kind"], level if (level, row["kind"]) in own else None
        found[o["manager"]][pool] += float(o["x"])
    return found


# ---- inputs ----

def check_terms(page):
    if is_earning(page.figures):
        check_ladders(page)
    check_caps(page)
    check_others(page)


def check_ladders(page):
    """Each step a row, and empty ones to go on with."""
    w, items = page.words, []
    for (level, kind), steps in ladders(page.figures).items():
        rows = max(LEAST_ROWS, len(steps) + 1)
        before = 0
        for start, rate in steps:
            items.append((level, kind, start, rate, rate - before))
            before = rate
        items += [(level, kind, None, None, 0)] * (rows - len(steps))
    table = page.table("Commission: from which sum on which rate", "From sum")
    page.compare(table, items, page.columns(
        Column("Level", "text", "label", lambda i: i[0] or w("everybody")),
        Column("Kind", "text", "body", lambda i: i[1]),
        Column("From sum", "money", "input", lambda i: i[2]),
        Column("Rate", "plain", "input", lambda i: i[3]),
        Column("Above the step before, × 10,000", "plain", "muted",
               lambda i: float(round(i[4] * 10000))),
        Column("What is wrong", "text", None, lambda i: None)))


def check_caps(page):
    f, w = page.figures, page.words
    caps = collections.defaultdict(dict)
    levels = []
    for level, part, value in items_of(f.configuration["cap"]):
        caps[level][part] = float(value)
        levels.append(level)
    for card in f.scores:
        levels += [row["level"] for row in spells_of(f, card)]
    levels = [None, *dict.fromkeys(x for x in levels if x)]
    page.compare(page.table("Caps", "Commission"), levels, page.columns(
        Column("Level", "text", "label", lambda x: x or w("everybody")),
        *(Column(heading, "money", "input",
                 lambda x, part=part: caps[x].get(part))
          for heading, part in zip(("KPI bonus", "Commission", "Project award",
                                    "Total"), CAPS)),
        Column("What is wrong", "text", None, lambda x: None)))


def check_others(page):
    f, w = page.figures, page.words
    items = [("Project award", "money", f.configuration["project_award"]),
             ("Least score for a KPI bonus", "plain",
              f.configuration["minimum_score"])]
    table = page.table("Other terms of pay", "Value")
    page.compare(table, items, page.columns(
        Column("Term", "text", "label", lambda i: w(i[0])),
        Column("Value", "any", None, None),
        Column("What is wrong", "text", None, lambda i: None)))
    for at, (label, kind, value) in enumerate(items):
        page.number(table.cell(at, w("Value")), float(value), kind, "input",
                    label)


# ---- what is earned ----

def check_earned(page):
    """The sums; what they bring was computed again, and comes to what
    bonus.csv has."""
    f, w = page.figures, page.words
    if not is_earning(f):
        return
    found = sums(f)
    pools = [(card, *pool, total) for card in f.scores
             for pool, total in sorted(
                 found.get(card, {}).items(), key=lambda p: (
                     KINDS.index(p[0][0]), (p[0][1] or "").encode()))]
    has_any = any(row[0].value in (w("What commission is made of"),)
                  for row in ([cell] for (_, c), cell in
                              page.sheet.cells.items() if c == 0))
    expect(has_any or not pools, "no sums of", pools[:2])
    if not has_any:
        return
    table = page.table("What commission is made of", "Sum of amounts")
    own = [at for at in table.rows if page.sheet.value(at, 1) == f.own]
    for at in set(table.rows) - set(own):  # what is taken back was earned then
        page.sheet.look_at(at, 4), page.sheet.look_at(at, 5)
    table.rows = own
    page.compare(table, pools, page.columns(
        Column("Account manager", "text", "body", lambda p: f.name(p[0])),
        Column("Period", "text", "body", lambda p: f.own),
        Column("Kind", "text", "body", lambda p: p[1]),
        Column("Ladder", "text", "body", lambda p: p[2] or w("everybody")),
        Column("Sum of amounts", "money", "body", lambda p: p[3]),
        Column("Brings", "any", None, None)))
    for at in own:
        page.sheet.look_at(at, 5)
    check_taken(page)
    check_by_period(page)


def check_taken(page):
    w = page.words
    if page.sheet.has_text(w("Days not served")):
        table = page.table("Taken back", "Days not served")
        for row in table.rows:
            for column in range(len(table.headings)):
                page.sheet.look_at(row, column)


def check_by_period(page):
    """Amounts as bonus.csv has them, awards a whole number of times."""
    f, w = page.figures, page.words
    table = page.table("Commission and award by period", "Before the cap")
    paid = {f.name(row["subject"]): row for row in f.bonus}
    names = collections.Counter(f.name(row["subject"]) for row in f.bonus)
    award = float(f.configuration["project_award"])
    for row in table.rows:
        cells = {h: page.sheet.look_at(row, c) for c, h in
                 enumerate(table.headings)}
        name, period = (cells[w(h)].value for h in ("Account manager",
                                                    "Period"))
        if period != f.own or names[name] > 1 or \
                cells[w("Projects")].value is None:
            continue
        for heading in ("Commission", "Project award"):
            key = heading.lower().replace(" ", "_")
            page.number(cells[w(heading)], number(paid[name][key]), "money",
                        "key", heading)
        expect("project_award" in f.configuration["cap"] or near(
            cells[w("Projects")].value * award,
            cells[w("Project award")].value, 1e-6 + float(
                f.configuration["pay_unit"])), name, "awards")
