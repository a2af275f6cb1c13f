"""How cells should look: number formats and roles, as a reader sees them."""

INK, MUTED = "1F2B37", "5F6C78"
GOOD, BAD = "00639B", "A84300"       # texts
ACTUAL, PRIOR, SECOND, THIRD = "33526E", "B7C3CE", "8FB0CC", "D5E1EB"
GOOD_FILL, BAD_FILL = "0072B2", "D55E00"      # in charts
GOOD_GROUND, BAD_GROUND = "BFDCEE", "F8D3BC"  # behind numbers
HEAT_GROUND = "8FB8D8"
RULE, HAIR = "C5CFD9", "E3E8ED"
HEADING = "EDF1F5"

MONEY = {"VND": '#,##0" ₫"', "USD": '"$"#,##0.00', "EUR": '#,##0.00" €"',
         "GBP": '"£"#,##0.00', "JPY": '"¥"#,##0', "KRW": '"₩"#,##0'}


def arrows(form):
    return '"▲ "%s;"▼ "%s;"– "%s' % (form, form, form)


def signed(form):
    return '"+"%s;"−"%s;%s' % (form, form, form)


def number_formats(language, currency):
    """By what a number measures: how a spreadsheet prints it."""
    vietnamese = language == "vi"
    money = MONEY.get(currency, '#,##0.00" %s"' % currency)
    points = '0.0" điểm %"' if vietnamese else '0.0" pp"'
    large, small = ("tỷ", "tr") if vietnamese else ("bn", "m")
    return {
        "plain": "General", "money": money, "count": "#,##0",
        "share": "0.0%", "ratio": "0.0%", "score": "0.0",
        "whole share": "0%", "decimal": "0.00", "probability": "0.000",
        "date": "dd/mm/yyyy" if vietnamese else "yyyy-mm-dd",
        "short money": '[>=1000000000]#,##0.0,,," %s";[>=1000000]#,##0,," %s"'
                       ';#,##0' % (large, small),
        "money change": arrows(money),
        "count change": '"▲ "#,##0;"▼ "#,##0;"– "0',
        "share change": arrows(points), "ratio change": arrows(points),
        "score change": arrows("0.0"), "relative change": arrows("0%"),
        "money variance": signed(money), "variance": signed("0.0%"),
        "signed": signed("0.0"), "correlation": signed("0.00"),
    }


def plain_text(look):
    return look.size == 10 and not look.underlined and look.ground is None


def in_row(look):
    """Cells of tables stand on hairlines."""
    return look.below and plain_text(look)


ROLES = {
    "body": lambda l: in_row(l) and not l.bold and l.colour == INK,
    "label": lambda l: in_row(l) and l.bold and l.colour == INK and
    not l.above and l.side != "center",
    "key": lambda l: in_row(l) and l.bold and l.colour == INK and not l.above,
    "muted": lambda l: in_row(l) and not l.bold and l.colour == MUTED,
    "good": lambda l: in_row(l) and not l.bold and l.colour == GOOD,
    "bad": lambda l: in_row(l) and not l.bold and l.colour == BAD,
    "total": lambda l: in_row(l) and l.bold and l.above,
    "centred": lambda l: in_row(l) and l.bold and l.side == "center",
    "hidden": lambda l: l.below and l.size == 10 and l.colour == MUTED and
    l.side == "right",
    "input": lambda l: l.ground == "FFF6DA" and l.colour == "1F3FA0" and
    l.boxed and l.unlocked,
    "remark": lambda l: not l.below and l.size == 10 and l.colour == MUTED and
    l.indent == 1,
    "wrapped remark": lambda l: ROLES["remark"](l) and l.wrapped,
    "note": lambda l: not l.below and l.size == 10 and l.colour == MUTED and
    l.indent == 0,
    "link": lambda l: l.underlined and l.colour == GOOD,
    "sentence": lambda l: not l.below and not l.bold and l.indent == 1 and
    l.size == 10 and l.colour == INK,
    "wrapped": lambda l: not l.below and l.wrapped and l.size == 10,
    "title": lambda l: l.size == 17 and l.bold and not l.below,
    "subtitle": lambda l: l.size == 10 and l.colour == MUTED and
    not l.bold and not l.below,
    "section": lambda l: l.size == 12 and l.bold and l.colour == ACTUAL and
    not l.below,
    "strong": lambda l: l.size == 10 and l.bold and not l.below,
    "heading": lambda l: l.is_heading and l.bold and l.wrapped and
    l.side != "right" and not l.indent,
    "heading number": lambda l: l.is_heading and l.bold and l.wrapped and
    l.side == "right",
    "heading after": lambda l: l.is_heading and l.bold and l.wrapped and
    l.side != "right" and l.indent == 1,
}
