"""The Bonus sheet: what everybody is paid."""
from blocks import check_link, number
from people import check_filter
from page import Column, Page, expect

PARTS = (("KPI bonus", "kpi_bonus"), ("Commission", "commission"),
         ("Project award", "project_award"), ("Adjustment", "adjustment"))


def check_bonus(shown):
    """Each amount as in bonus.csv, and their sums below."""
    page = Page(shown, "Bonus")
    f, w = page.figures, page.words
    shut = sum(bool(row["gate"]) for row in f.bonus)
    total = sum(float(row["total"]) for row in f.bonus)
    parts = {"money": w.money(total), "count": len(f.bonus), "shut": shut}
    page.title(w.say("bonus one" if len(f.bonus) == 1 else
                     "bonus shut" if shut else "bonus", **parts))
    table = page.table(None, "Account manager", "Base bonus")
    last, table.rows = table.rows[-1], table.rows[:-1]
    columns = [
        Column("Account manager", "text", None,
               lambda r: r["name"] or r["subject"]),
        Column("Level", "text", "body", lambda r: r["level"]),
        Column("Score", "decimal", "body", lambda r: number(r["score"])),
        Column("Rating", "text", "centred", lambda r: r["rating"]),
        Column("Base bonus", "money", "body",
               lambda r: f.base_bonus(r["subject"])),
        Column("Served", "share", "body", lambda r: float(r["proration"]),
               tolerance=6e-5)]
    for heading, key in PARTS:
        columns.append(Column(
            heading, "money", lambda r, key=key: "bad" if r["gate"] and
            key == "kpi_bonus" else "body", lambda r, key=key: number(r[key])))
    columns += [
        Column("Total", "money", "key", lambda r: number(r["total"])),
        Column("Remark", "text", "wrapped remark" if f.language == "en" else None,
               lambda r: r["note"])]
    if f.language != "en":  # says the same in other words
        for i, row in enumerate(f.bonus):
            expect(bool(table.cell(i, w("Remark")).value) ==
                   bool(row["note"]), page.name, row["note"])
        columns[-1].value = None
    page.compare(table, f.bonus, page.columns(*columns))
    for i, row in enumerate(f.bonus):
        check_link(page, table.cell(i, w("Account manager")), row["subject"])
    page.has_bars(table, w("Total"))
    check_filter(page, table, len(table.rows))
    page.text(page.sheet.look_at(last, 0), w("Total"), "total", page.name)
    for heading, key in (*PARTS, ("Total", "total")):
        page.number(page.sheet.look_at(last, table.column(w(heading))),
                    sum(float(row[key]) for row in f.bonus), "money", "total",
                    page.where(last, heading))
    for heading in ("Level", "Score", "Rating", "Base bonus", "Served"):
        expect(page.sheet.value(last, table.column(w(heading))) is None,
               page.name, heading)
    page.total_row(last, 0, table.column(w("Total")))
    table.rows.append(last)
    return page
