"""Summary: the eight indicators against target, prior period and the year
before; how far to trust them, and what the other sheets say."""
import datetime

from blocks import (VERDICT_ROLES, change_kind, number, remark, verdict,
                    verdicts)
from charts import check_history
from page import Column, Page, expect
from people import is_thin, plan_row

TEAMS_SHOWN = 12
A_YEAR = {"months": 12, "quarters": 4, "half-years": 2, "years": 1,
          "periods": 0}
SUMS = ("revenue", "revenue_new", "revenue_renewal", "revenue_expansion",
        "collected", "upsell_wins")


def check_summary(shown):
    page = Page(shown, "Summary")
    page.title(title_of(page.figures, page.words))
    check_indicators(page)
    check_trust(page)
    check_findings(page)
    check_to_date(page)
    check_history(page)
    check_teams(page)
    check_links(page)
    return page


def title_of(f, w):
    head, row = f.own, f.estimate("revenue")
    if row["value"]:
        parts = {"period": f.own, "money": w.money(float(row["value"]))}
        before = float(row["prior"] or 0)
        news = verdict(f, "company", "*", f.metrics["revenue"])
        which = "summary same" if news == "same" else "summary first"
        if news in ("better", "worse") and before > 0:
            growth = float(row["value"]) / before - 1
            which = "summary down" if growth < 0 else "summary up"
            parts["share"] = w.share(abs(growth))
        head = w.say(which, **parts)
    told = verdicts(f, "company", "*")
    if not told:
        return head if row["value"] else w.say("too little", name=head)
    good, bad = told
    which = "verdicts" if good + bad else "calm"
    return w.say("summary %s%s" % ("" if row["value"] else "plain ", which),
                 head=head, better=good, worse=bad, all=len(f.headlines))


# ---- the eight indicators ----

def periods_back(f, count):
    """The label of so many periods before the run's own, if it was printed."""
    at = len(f.periods) - 1 - count
    return f.periods[at] if count and at >= 0 else None


def year_ago(f, metric):
    """None where there is no such period, or it is the prior one."""
    back = A_YEAR[f.kind_in_english]
    if back < 2:
        return None
    period = periods_back(f, back)
    return period and f.over_time(metric, period=period)


def target_of(f, metric):
    """What the plan asks of the company: by its rows of scope company; of a sum
    what it asks of everybody, if all who have some of it have one target."""
    if not f.has(metric.id):
        return None
    plan = {(r["level"], r["metric"], r["scope"] or "self"): r
            for r in f.records["plan"]}

    def asked(subject, scope):
        return [number(line["target"]) if "=" not in line["target"] else None
                for line in f.lines[subject]
                if (line["metric"], line["scope"] or "self") == (
                    metric.id, scope) and (plan_row(plan, line)["estimator"]
                                           or "value") == "value"]
    of_company = [t for subject in list(f.lines)
                  for t in asked(subject, "company")]
    if of_company:
        return of_company[0] if len(set(of_company)) == 1 else None
    if metric.unit not in ("money", "count"):
        return None
    total = None
    for manager in f.managers:
        own = asked(manager, "self")
        if len(own) > 1 or own == [None]:
            return None
        if own:
            total = (total or 0) + own[0]
        elif f.value(metric.id, "manager", manager):
            return None
    return total


def short(metric, value):
    """How a value looks: money from a million on in short."""
    return metric.unit if metric.unit != "money" else \
        "money" if value is None or abs(value) < 1e6 else "short money"


def difference(metric, value, from_):
    if value is None or from_ is None:
        return None
    if metric.unit == "money":
        return (value - from_) / from_ if from_ > 0 else None
    return (value - from_) * (100 if metric.unit in ("share", "ratio") else 1)


def difference_kind(metric):
    return "relative change" if metric.unit == "money" else change_kind(metric)


def check_indicators(page):
    f, w = page.figures, page.words
    table = page.table("The eight indicators of the company", "Indicator")
    targets = {m.id: target_of(f, m) for m in f.headlines}
    ago = {m.id: year_ago(f, m.id) for m in f.headlines}
    values = {m.id: f.value(m.id) for m in f.headlines}
    prior = {m.id: number(f.estimate(m.id)["prior"]) for m in f.headlines}
    news = {m.id: verdict(f, "company", "*", m) for m in f.headlines}

    def meets(m):
        return (values[m.id] >= targets[m.id]) if m.up else \
            values[m.id] <= targets[m.id]

    def words(m):
        met = None if targets[m.id] is None else w(
            "target met" if meets(m) else "target missed")
        return "; ".join(filter(None, (
            met, w(news[m.id] if news[m.id] != "same" else "about the same")
            if news[m.id] else None, remark(page, f.estimate(m.id)))))

    for i, m in enumerate(f.headlines):
        where = page.where(table.rows[i], m.label)

        def put(heading, value, kind, role, after=None, tolerance=1e-12,
                i=i, where=where):
            page.number(table.cell(i, w(heading), after and w(after)), value,
                        kind, role, where + " " + heading, tolerance)

        row = f.estimate(m.id)
        page.text(table.cell(i, w("Indicator")), m.label, "label", where)
        put("Actual", values[m.id], short(m, values[m.id]),
            "muted" if "small_sample" in row["flags"] else "key")
        if any(t is not None for t in targets.values()):
            wanted = targets[m.id]
            put("Target", wanted, short(m, wanted), "body")
            put("Against target", difference(m, values[m.id], wanted),
                difference_kind(m), "body" if wanted is None else
                "good" if meets(m) else "bad", None, 1e-9)
        put("Prior period", prior[m.id], short(m, prior[m.id]), "muted")
        put("Change", difference(m, values[m.id], prior[m.id]),
            difference_kind(m), VERDICT_ROLES[news[m.id]], "Prior period", 1e-9)
        if any(v is not None for v in ago.values()):
            put("A year ago", ago[m.id], short(m, ago[m.id]), "muted")
            put("Change", difference(m, values[m.id], ago[m.id]),
                difference_kind(m), "body", "A year ago", 1e-9)
        put("n", number(row["n"]), "count", "body")
        page.text(table.cell(i, w("Verdict")), words(m), "sentence",
                  where)
    expect(not table.unasked(), page.name, "columns", table.unasked())
    expect(len(table.rows) == len(f.headlines), page.name, len(table.rows))


# ---- how far to trust them ----

def check_trust(page):
    f, w = page.figures, page.words
    row = page.sheet.find(w("How far to trust these numbers"))[0] + 1
    said = []
    while page.sheet.value(row, 0):
        cell = page.sheet.look_at(row, 0)
        page.text(cell, cell.link, "link", page.name)
        text = page.sheet.look_at(row, 1)
        page.looks(text, "sentence", "text", page.name)
        said.append((cell.link, text.value.replace("⚠ ", ""),
                     text.value.startswith("⚠ ")))
        row += 1
    wanted = [(w("Data quality"), *rows_line(page)),
              (w("About this run"), *end_line(f, w))]
    thin = [f.name(m) for m in f.managers if is_thin(f, m)]
    if thin:
        wanted.append((w("Scorecards"), w.say(
            "trust thin", count=len(thin),
            names=", ".join(thin[:5] + ["…"] * (len(thin) > 5))), True))
    few = [m.label for m in f.headlines
           if "small_sample" in f.estimate(m.id)["flags"]]
    if few:
        wanted.append((w("Definitions"), w.say(
            "trust few", names=", ".join(few)), True))
    expect(said == [line for line in wanted if line[1]], page.name, said,
           "not", wanted)


def rows_line(page):
    """How many rows were rejected, and what is in them."""
    f, w = page.figures, page.words
    taken, rejected = (sum(
        int(i["reconciliation"][key]) for i in f.json["inputs"])
        for key in ("accepted", "rejected"))
    if not rejected:
        return w.say("trust all", all=w.count(taken)), False
    text = w.say("trust rows", rows=w.count(rejected),
                 all=w.count(taken + rejected))
    money, hours = worth(page)
    if money is not None:
        text += ", " + w.say("trust money", money=w.money(money))
    if hours:
        text += ", " + w.say("trust hours", hours=w.count(hours))
    return text, True


def worth(page):
    """(money, hours) of the rejected rows, by the table of Data quality, which
    check_odd_worth has by hand; None for no row with any."""
    w = page.words
    sheet = page.shown.book.sheets[w("Data quality")]
    table = sheet.table(w("What the rows that were not taken are worth"),
                        w("Rows"))
    rows = [i for i, fate in enumerate(table.values(w("What became of them")))
            if fate == w("rejected")]
    found = []
    for heading in ("Value", "Hours"):
        values = [table.values(w(heading))[i] for i in rows]
        values = [v for v in values if v is not None]
        found.append(sum(values) if values else None)
    return found


def end_line(f, w):
    """The latest day on which something was decided, worked or answered."""
    days = [row["closed_on"] for row in f.tables.rows["contracts"]
            if row["stage"] in ("won", "lost")]
    days += [row["worked_on"] for row in f.tables.rows["timesheets"]]
    days += [row["answered_on"] for row in f.tables.rows["surveys"]]
    days = [day for day in days if day is not None]
    if not days:
        return None, False
    end = datetime.date.fromordinal(max(days))
    early = (f.last_day - end).days
    if early > 0:
        return w.say("trust ends early", day=w.day(end), days=early), \
            early > 15
    return w.say("trust ends", day=w.day(end)), False


# ---- the other sheets ----

def check_findings(page):
    """The other sheets' titles, each with a link to its sheet."""
    w, book = page.words, page.shown.book
    row = page.sheet.find(w("What the other sheets say"))[0] + 1
    found = {}
    while page.sheet.value(row, 0):
        cell = page.sheet.look_at(row, 0)
        page.text(cell, cell.link, "link", page.name)
        page.text(page.sheet.look_at(row, 1),
                  book.sheets[cell.link].cells[0, 0].value, "sentence",
                  page.where(row))
        found[cell.link] = row
        row += 1
    wanted = [w(s) for s in page.shown.listed if w(s) in book.sheets] + [
        s for s in page.shown.unread if s in found]
    expect(sorted(found) == sorted(wanted), page.name, list(found), wanted)


def check_links(page):
    """From the first sheet to every other; but not to numbers of charts."""
    led = {cell.link for cell in page.sheet.cells.values() if cell.link}
    rest = set(page.shown.book.sheets) - led - {page.name,
                                                page.words("Chart data")}
    expect(not rest, page.name, "leads nowhere:", rest)
    page.find(page.words("More sheets"), "section")


# ---- the year so far ----

def check_to_date(page):
    """Sums of the periods of the fiscal year, and of the last twelve months,
    each beside those of a year before; as far as the data reach."""
    f, w = page.figures, page.words
    back = A_YEAR[f.kind_in_english]
    title = w("The year so far, and the last twelve months")
    known = f.further_back(SUMS)
    at = len(known) - 1
    rows = []
    if back > 1 and f.as_of >= f.last_day:
        first, year = at, f.fiscal_year()
        while first > 0 and known[first][1] > year:
            first -= 1
        spans = [first if known[first][1] == year else None,
                 at + 1 - back if at + 1 >= back else None]
        for id_ in SUMS:
            sums = [total(f, id_, known, span, at, k)
                    for span in spans for k in (0, back)]
            if f.has(id_) and (sums[0] is not None or sums[2] is not None):
                rows.append((f.metrics[id_], sums))
    if not rows:
        expect(not page.sheet.has_text(title), page.name, title)
        return
    table = page.sheet.table(title, w("Indicator"))
    first, second = w("Year to date"), w("Last twelve months")
    page.compare(table, rows, [
        Column(w("Indicator"), "text", lambda r: "label" if r[0].headline
               else "body", lambda r: r[0].label)] + [
        Column(first, "any", None, None), Column(second, "any", None, None),
        *(Column(w(h), "any", None, None, after)
          for after in (first, second) for h in ("A year before", "Change"))])
    for i, (metric, sums) in enumerate(rows):
        for heading, (now, before) in ((first, sums[:2]), (second, sums[2:])):
            where = page.where(table.rows[i], heading)
            page.number(table.cell(i, heading), now, short(metric, now),
                        "key", where)
            page.number(table.cell(i, w("A year before"), heading), before,
                        short(metric, before), "muted", where)
            page.number(table.cell(i, w("Change"), heading),
                        difference(metric, now, before),
                        difference_kind(metric), "body", where, 1e-9)


def total(f, id_, known, first, last, back):
    """None where it begins before the data of the metric."""
    if first is None or first - back < 0 or \
            known[first - back][1] < f.begun(id_):
        return None
    values = [known[p - back][2].get(id_) for p in range(first, last + 1)]
    return sum(v for v in values if v is not None)


# ---- the teams ----

def check_teams(page):
    f, w = page.figures, page.words
    if len(f.teams) < 2:
        expect(not page.sheet.has_text(w("The eight indicators by team")),
               page.name)
        return
    table = page.table("The eight indicators by team", "Team")
    shown = [("company", "*")] + [("team", t) for t in f.teams[:TEAMS_SHOWN]]

    def row(subject, metric):
        return f.estimate(metric.id, *subject)

    for i, subject in enumerate(shown):
        page.text(table.cell(i, w("Team")), f.subject_name(*subject), "label",
                  page.name)
        for m in f.headlines:
            value = number(row(subject, m)["value"])
            page.number(
                table.cell(i, m.label), value, short(m, value), "muted"
                if "small_sample" in row(subject, m)["flags"] else "key"
                if subject[0] == "company" else "body",
                page.where(table.rows[i], m.label))
    page.compare(table, shown, [Column(w("Team"), "text", None, None)] + [
        Column(m.label, "any", None, None) for m in f.headlines])
    more = len(f.teams) - TEAMS_SHOWN
    said = page.sheet.value(page.below(table), 0)
    expect(said == (w.say("and more", count=more) if more > 0 else None),
           page.name, said)
