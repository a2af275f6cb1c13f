"""Clients and Revenue bridge: what hangs on few clients, what each of them
brings and costs, and how revenue went from the prior period to this one. The
figures are those of tests/analysis (client_book.py), from the exports."""
from fractions import Fraction
import datetime

from chart_looks import has_style
from blocks import check_link
from client_book import FLAGS, STEPS, Clients
from page import Column, Page, expect

ENDS_MOST, CLIENTS_MOST, RENEWALS_MOST = 10, 200, 50
MANAGERS_MOST, CHANGES_MOST = 60, 50
FLAG_WORDS = ("lost", "in grace", "renewal due", "costs more than it earned",
              "over budget", "late", "low answer")
STEP_WORDS = ("Lost", "Contracted", "New", "Expansion")
AGES = (("up to 30", 30), ("31–60", 60), ("61–90", 90), ("91–180", 180),
        ("over 180", 10 ** 9))


def book(f):
    """The clients of a run, computed once."""
    if not hasattr(f, "client_book"):
        rows = f.seen("revenue", f.prior) + f.seen("revenue")
        f.client_book = Clients(f.world, f.definitions["rates"], rows, f.prior)
        f.client_rows = sorted(f.client_book.counting(), key=order(f))
    return f.client_book


def order(f):
    b = f.client_book
    rates = {c: b.rate(c, b.closing) for c in f.world.clients}
    return lambda c: (c is None, -b.revenue(c, 1), -rates.get(c, 0),
                      -b.revenue(c, 0), (c or "").encode())


def has_clients(f):
    return f.has("revenue") and bool(book(f) and f.client_rows)


def has_bridge(f):
    return has_clients(f) and any(b for both in book(f).pairs.values()
                                  for b in (sum(both), both[0], both[1])) \
        and any(book(f).bridge()[0][end] for end in ("prior", "now"))


def whole(amount):
    """As money without fractions is shown; half away from zero."""
    size = int(abs(Fraction(float(amount))) + Fraction(1, 2))
    return float(-size if amount < 0 else size)


def money(amount):
    return None if amount is None else float(amount)


def day(ordinal):
    return None if ordinal is None else datetime.date.fromordinal(ordinal)


# ---- Clients ----

def client_columns(f):
    b, w = book(f), f.words

    def margin(c):
        earned, cost = b.work.get(c, (None, None))
        return None if earned is None else earned - cost

    def share(c):
        return float(margin(c) / b.work[c][0]) \
            if c in b.work and b.work[c][0] > 0 else None

    def of_work(part):
        return lambda c: whole(b.work[c][part]) if c in b.work else None

    def proposed(c):
        mine = [p for p, _ in b.proposals() if p["client_id"] == c]
        return whole(Fraction(sum(p["value"] or 0 for p in mine), 10000)) \
            if mine else None

    def rate(c):
        found = c is not None and b.rate(c, b.closing)
        return whole(found) if found else None

    def flags(c):
        told = b.flags(c) if c is not None else \
            ["over"] if c in b.over else []
        return "; ".join(w(word) for flag, word in zip(FLAGS, FLAG_WORDS)
                         if flag in told)

    columns = [
        Column("Client", "text", "label", lambda c: w("Several clients, or none")
               if c is None else f.client_name(c)),
        Column("Account manager", "text", "body", lambda c: None if c is None
               else f.name(f.world.manager(c, b.closing))),
        Column("Revenue", "money", "body", lambda c: whole(b.revenue(c, 1))),
        Column("Earned", "money", "body", of_work(0)),
        Column("Cost booked", "money", "body", of_work(1)),
        Column("Margin", "money", lambda c: "bad" if (margin(c) or 0) < 0
               else "body",
               lambda c: None if margin(c) is None else whole(margin(c))),
        Column("Margin, %", "share", "body", share),
        Column("Last answer", "score", "body", lambda c: float(
            b.answers[c][1]) if c in b.answers else None),
        Column("Run rate a month", "money", "body", rate),
        Column("Next renewal", "date", "body", lambda c: None if c is None
               else day(b.renewal(c))),
        Column("Open proposals", "money", "body", proposed),
        Column("Flags", "text", "remark", flags)]
    # What nobody has anything in is left out.
    return columns[:3] + [
        column for column in columns[3:]
        if any(column.value(c) not in (None, "") for c in f.client_rows)]


def check_clients(shown):
    page = Page(shown, "Clients")
    f, b = page.figures, book(page.figures)
    page.title(title_of(page, b))
    check_concentration(page, b)
    rows = f.client_rows
    if len(rows) > 2 * ENDS_MOST:
        check_part(page, "The ten clients with the most revenue",
                   rows[:ENDS_MOST])
        worked = sorted((c for c in rows if c in b.work), key=lambda c:
                        b.work[c][0] - b.work[c][1])
        if worked:
            check_part(page, "The ten clients with the lowest margin",
                       worked[:ENDS_MOST])
    check_renewals(page, b)
    check_ages(page, b)
    columns = client_columns(f)
    named = {column.heading for column in columns}
    page.list("All clients, by revenue", rows, CLIENTS_MOST, columns, {
        heading: whole(amount) for heading, amount in (
            ("Revenue", sum(b.revenue(c, 1) for c in rows)),
            ("Earned", sum(one[0] for one in b.work.values())),
            ("Cost booked", sum(one[1] for one in b.work.values())),
            ("Margin", sum(one[0] - one[1] for one in b.work.values())),
            ("Run rate a month", sum(b.rate(c, b.closing)
                                     for c in rows if c)),
            ("Open proposals", Fraction(sum(
                c["value"] or 0 for c, _ in b.proposals()), 10000)))
        if heading in named})
    if b.work:
        page.has_note(page.words.say("clients note"))
    if b.left_out:
        page.has_note(page.words.say("clients left out", count=b.left_out))
    return page


def title_of(page, b):
    f, w = page.figures, page.words
    revenues = sorted((b.revenue(c, 1) for c in f.client_rows), reverse=True)
    with_any = sum(r > 0 for r in revenues)
    said = w.say("clients found", count=w.count(with_any), share=w.share(
        float(sum(revenues[:5]) / sum(revenues)))) \
        if with_any > 5 and sum(revenues) > 0 else \
        w.say("clients counted", count=w.count(with_any),
              money=w.money(float(sum(revenues))))
    losses = sum("loss" in b.flags(c) for c in f.client_rows if c)
    if losses:
        said += w.say("clients losses", count=w.count(losses))
    due = due_renewals(f, b)
    if due:
        said += w.say("clients renewals", count=w.count(len(due)),
                      money=w.money(float(Fraction(sum(
                          c["value"] for c in due), 10000))),
                      day=w.day(f.as_of + datetime.timedelta(90)))
    return said


def check_concentration(page, b):
    f, w = page.figures, page.words
    table = page.table("How much hangs on few clients", "Five largest")
    of_revenue = [b.revenue(c, 1) for c in f.client_rows]
    of_rates = [b.rate(c, b.closing) for c in f.client_rows if c]

    def parts(values):
        most = sorted((v for v in values if v > 0), reverse=True)
        return len(most), sum(most[:5]), sum(values)

    rows = [(w("Revenue"), *parts(of_revenue)),
            (w("Run rate a month"), *parts(of_rates))]
    page.compare(table, rows, page.columns(
        Column("Indicator", "text", "label", lambda r: r[0]),
        Column("Clients", "count", "body", lambda r: float(r[1])),
        Column("Five largest", "money", "body", lambda r: whole(r[2])),
        Column("All clients", "money", "body", lambda r: whole(r[3])),
        Column("Share", "share", "body",
               lambda r: float(r[2] / r[3]) if r[3] > 0 else None)))


def check_part(page, title, rows):
    page.compare(page.table(title, "Earned"), rows,
                 page.columns(*client_columns(page.figures)))


def due_renewals(f, b):
    return sorted((f.world.by_id[name] for name, last in b.due.items()
                   if last <= f.as_of.toordinal() + 90), key=lambda c: (
        b.due[c["contract_id"]], c["contract_id"].encode()))


def check_renewals(page, b):
    f = page.figures
    due = due_renewals(f, b)
    if not due:
        page.has_note(page.words("none is due within 90 days"))
        return

    def worth(c):
        return float(Fraction(c["value"], 10000))

    page.list("Renewals due within 90 days", due, RENEWALS_MOST, (
        Column("Client", "text", "label",
               lambda c: f.client_name(c["client_id"])),
        Column("Contract", "text", "body", lambda c: c["contract_id"]),
        Column("Account manager", "text", "body",
               lambda c: f.name(c["manager"])),
        Column("Due by", "date", "body",
               lambda c: day(b.due[c["contract_id"]])),
        Column("Days left", "count", "body", lambda c: float(
            b.due[c["contract_id"]] - f.as_of.toordinal())),
        Column("Value", "money", "body", worth),
        Column("Run rate a month", "money", "body",
               lambda c: whole(b.month(c)) if b.month(c) else None),
        Column("Source (file:line)", "text", "remark",
               lambda c: f.contracts[c["contract_id"]]["source"])), {
        "Value": float(Fraction(sum(c["value"] for c in due), 10000)),
        "Run rate a month": whole(sum(b.month(c) for c in due))})


def check_ages(page, b):
    w = page.words
    proposals = list(b.proposals())
    page.has_note(w.say("see pipeline"))
    if not proposals:
        page.has_note(w("none"))
        return
    rows, least = [], -1
    for name, most in AGES:
        own = [c for c, age in proposals if least < age <= most]
        rows.append((w(name), float(len(own)), float(Fraction(
            sum(c["value"] or 0 for c in own), 10000))))
        least = most
    page.list("Open proposals by age in days", rows, len(rows), (
        Column("Age in days", "text", "label", lambda r: r[0]),
        Column("Proposals", "count", "body", lambda r: r[1]),
        Column("Value", "money", "body", lambda r: r[2])), {
        "Proposals": (sum(r[1] for r in rows), "count"),
        "Value": sum(r[2] for r in rows)})


# ---- Revenue bridge ----

def check_bridge(shown):
    page = Page(shown, "Revenue bridge")
    f, w = page.figures, page.words
    b = book(f)
    parts, counts = b.bridge()
    rates, rate_counts = b.rates_bridge()
    change = parts["now"] - parts["prior"]
    page.title(w.say(
        "bridge rose" if change > 0 else "bridge fell" if change < 0 else
        "bridge stayed", prior=w.money(float(parts["prior"])),
        now=w.money(float(parts["now"])), **{
            step: said(w, parts[step]) for step in STEPS}))
    check_company(page, parts, counts, rates, rate_counts)
    check_waterfalls(page, parts, rates)
    check_managers(page, b)
    check_changes(page, b)
    return page


def said(w, amount):
    return ("+" if amount > 0 else "") + w.money(float(amount))


def check_company(page, parts, counts, rates, rate_counts):
    f, w = page.figures, page.words
    table = page.table("From the prior period to this one", "Step")
    rows = [("Prior period", parts["prior"], None, rates["prior"], None)]
    rows += [(word, parts[step], counts[step], rates[step],
              rate_counts[step]) for word, step in zip(STEP_WORDS, STEPS)]
    rows += [("This period", parts["now"], None, rates["now"], None),
             ("Check: parts less the whole", 0, None, 0, None),
             ("Check: this period less kpi.csv", 0, None, None, None)]

    def role(r):
        return "good" if r[0].startswith("Check") else "body"

    page.compare(table, rows, page.columns(
        Column("Step", "text", "label", lambda r: w(r[0])),
        Column("Revenue", "money", role, lambda r: float(r[1])),
        Column("Clients", "count", "body", lambda r: money(r[2])),
        Column("Run rate a month", "money", role, lambda r: None
               if r[3] is None else whole(r[3])),
        Column("Clients (run rate)", "count", "body",
               lambda r: money(r[4]))))
    expect(float(f.estimate("revenue")["value"]) == float(parts["now"]) and
           float(f.estimate("revenue")["prior"] or 0) ==
           float(parts["prior"]), page.name, "kpi.csv says otherwise")
    page.has_note(w.say("bridge note"))
    if f.has("grr") and f.has("nrr") and f.has("retention"):
        kept = f.estimate("retention")
        page.has_note(w.say(
            "bridge grr", grr=w.share(f.value("grr")),
            nrr=w.share(f.value("nrr")),
            lost=int(kept["denominator"]) - int(kept["numerator"])))


def check_waterfalls(page, parts, rates):
    w = page.words
    for title, one in (("Revenue", parts), (
            "Run rate a month, from the opening to the closing day", rates)):
        if one is rates and not (rates["prior"] or rates["now"]):
            continue
        chart = page.chart(w(title), w.say("alt bridge"))
        bars, level = {name: [] for name in ("Below", "Whole", "Less",
                                             "More")}, 0.0
        crossing = {"Less": [], "More": []}
        for word, key in zip(("Prior period", *STEP_WORDS, "This period"),
                             ("prior", *STEPS, "now")):
            amount = float(one[key])
            is_whole = key in ("prior", "now")
            name = "%s: %s" % (w(word), w.money(amount) if is_whole else
                               said(w, one[key]))
            if is_whole:
                bars["Whole"].append((name, amount))
                level = amount
                continue
            low, high = sorted((level, level + amount))
            kind = "Less" if amount < 0 else "More"
            if amount and low < 0 < high:
                bars[kind].append((name, high))
                crossing[kind].append((name, low))
            elif amount:
                bars["Below"].append((name, low if low >= 0 else high))
                bars[kind].append((name, high - low if low >= 0 else
                                   low - high))
            level += amount
        for name, style in (("Below", "none"), ("Whole", "actual"),
                            ("Less", "bad"), ("More", "good")):
            series = [s for s in chart.series if s.name == w(name)]
            page.points(series[0], bars[name], 1e-9)
            has_style(page, series[0], style)
            if name in crossing and any(crossing.values()):
                page.points(series[1], crossing[name], 1e-9)
                has_style(page, series[1], style)


def check_managers(page, b):
    f, w = page.figures, page.words
    found = {m: b.bridge(m)[0] for m in {m for _, m in b.pairs}}
    rows = sorted((m for m in found if any(found[m].values())), key=lambda m: (
        -abs(found[m]["now"] - found[m]["prior"]), m.encode()))
    moved = any(found[m]["moved"] for m in rows)

    def step(key):
        return lambda m: whole(found[m][key]) if found[m][key] else None

    columns = [
        Column("Account manager", "text", None, f.name),
        Column("Prior period", "money", "body",
               lambda m: whole(found[m]["prior"]))]
    columns += [Column(word, "money", "body", step(key))
                for word, key in zip(STEP_WORDS, STEPS)]
    if moved:
        columns.append(Column("Moved between managers", "money", "body",
                              step("moved")))
    columns += [
        Column("This period", "money", "body",
               lambda m: whole(found[m]["now"])),
        Column("Change", "money variance", "body",
               lambda m: float(found[m]["now"] - found[m]["prior"])),
        Column("Check", "money", "good", lambda m: 0.0)]
    totals = {word: whole(sum(found[m][key] for m in rows)) for word, key in
              zip(("Prior period", *STEP_WORDS, "This period"),
                  ("prior", *STEPS, "now"))}
    totals["Change"] = (float(sum(found[m]["now"] - found[m]["prior"]
                                  for m in rows)), "money variance")
    totals["Check"] = 0.0
    if moved:
        totals["Moved between managers"] = 0.0
    table = page.list("By account manager, the largest change first", rows,
                      MANAGERS_MOST, columns, totals)
    for i, m in enumerate(rows[:MANAGERS_MOST]):
        check_link(page, table.cell(i, w("Account manager")), m)


def check_changes(page, b):
    f, w = page.figures, page.words

    def change(c):
        return b.revenue(c, 1) - b.revenue(c, 0)

    rows = sorted((c for c in f.client_rows if b.revenue(c, 1) or
                   b.revenue(c, 0)), key=lambda c: -abs(change(c)))
    page.list("By client, the largest change first", rows, CHANGES_MOST, (
        Column("Client", "text", "label", f.client_name),
        Column("Account manager", "text", "body",
               lambda c: f.name(f.world.manager(c, b.closing))),
        Column("Step", "text", "body", lambda c: w(
            STEP_WORDS[STEPS.index(b.step(c))] if change(c) else
            "Unchanged")),
        Column("Prior period", "money", "body",
               lambda c: whole(b.revenue(c, 0))),
        Column("This period", "money", "body",
               lambda c: whole(b.revenue(c, 1))),
        Column("Change", "money variance", lambda c: "bad" if change(c) < 0
               else "good" if change(c) else "body",
               lambda c: float(change(c)))), {
        "Prior period": whole(sum(b.revenue(c, 0) for c in rows)),
        "This period": whole(sum(b.revenue(c, 1) for c in rows)),
        "Change": (float(sum(change(c) for c in rows)), "money variance")})
