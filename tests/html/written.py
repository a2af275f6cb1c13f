"""What a number format of the workbook shows, in the page's language: written
anew from the format's code."""
import datetime
import decimal
import re


def rounded(number, places):
    exact = decimal.Decimal("%.14e" % abs(number)).quantize(
        decimal.Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP)
    return exact


def digits(number, places, grouped, vietnamese):
    text = ("{:,f}" if grouped else "{:f}").format(rounded(number, places))
    if vietnamese:
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def short(words, number):
    """A sum as at the axis of a chart, without its currency."""
    text = words.money(number)
    for sign in (" ₫", " €", "$", "£", "¥", "₩", " " + words.currency):
        text = text.replace(sign, "")
    return text


def shown(words, code, number):
    """The text of a number under a code of the workbook."""
    vietnamese = words.vietnamese
    if code == "General":
        text = "%.10g" % number
        return text.replace(".", ",") if vietnamese else text
    if "[>=" in code:
        return short(words, number)
    if "yyyy" in code:
        day = datetime.date(1899, 12, 30) + datetime.timedelta(number)
        return day.strftime("%d/%m/%Y" if "/" in code else "%Y-%m-%d")
    parts = re.findall(r'(?:"[^"]*"|[^;"])+', code)
    at = 0 if number > 0 else 1 if number < 0 else 2
    part = parts[at] if at < len(parts) else parts[0]
    if "%" in re.sub(r'"[^"]*"', "", part):
        number = number * 100
    form = re.search(r"[#,0]*0(?:\.0+)?", re.sub(
        r'"[^"]*"', lambda m: "_" * len(m[0]), part))
    places = len(form[0].partition(".")[2])
    text = digits(number, places, "," in form[0], vietnamese)
    if number < 0 and len(parts) == 1 and rounded(number, places):
        text = "-" + text if not part.startswith('"') else text
        if part.startswith('"'):
            return "-" + part[:form.start()].replace('"', "") + text + \
                part[form.end():].replace('"', "")
    return part[:form.start()].replace('"', "") + text + \
        part[form.end():].replace('"', "")
