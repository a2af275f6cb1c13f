"""The example of metrics/README.md, "Pay with a pencil": its files are those in
example/, and every number of it is in them, is one that the program says, or is
reckoned from such.
"""
import json
import os
import re
from fractions import Fraction

import suite
from ground import rows_of

HERE = os.path.dirname(os.path.abspath(__file__))
DATASET = os.path.join(HERE, "example")
TITLE = "## Pay with a pencil\n"


def section():
    page = suite.read(suite.ROOT, "metrics", "README.md").decode()
    return page.split(TITLE)[1].split("\n## ")[0]


NUMBER = r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?: %)?"


def value_of(text):
    """Of a number as a page writes it: 7,000, 0.5, 1.375 %."""
    number = Fraction(text.rstrip(" %").replace(",", ""))
    return number / 100 if text.endswith("%") else number


def values_in(text):
    """Also of percents that another place writes without their sign."""
    found = {value_of(number) for number in re.findall(NUMBER, text)}
    return found | {value / 100 for value in found}


def reckoned(text):
    """(numbers, whether they give what stands behind =, that) of each line of
    reckoning in a text, such as 2 + 3 × 4 = 14."""
    term = NUMBER + r"(?: [-−+×/] " + NUMBER + ")+"
    for line, result in re.findall("(%s) = (%s)" % (term, NUMBER), text):
        given = [value_of(number) for number in re.findall(NUMBER, line)]
        signs = [{"−": "-", "×": "*"}.get(sign, sign)
                 for sign in re.findall(r" ([-−+×/]) ", line)]
        terms = " ".join("given[%d] %s" % (i, sign) for i, sign in enumerate(
            [*signs, ""]))
        found = eval(terms, {"given": given})
        yield set(given), found == value_of(result), value_of(result), line


def said_of(label):
    """What the program says of pay in a quarter, as text, and where."""
    out = os.path.join(suite.folder(), label)
    suite.run("run", DATASET, "--period", label, "--out", out, "-q")
    texts = [suite.read(out, "bonus.csv").decode("utf-8-sig")]
    for row in rows_of(out, "bonus.csv"):
        tree = json.loads(suite.run(
            "explain", DATASET, "bonus", "--manager", row["subject"], "--period",
            label, "--format", "json", "-q").out)
        texts += [str(cell) for line in tree for cell in line.values()]
    return " ".join(texts), out


def worked_example():
    text = section()
    blocks = re.findall(r"```\n(.*?)```", text, re.S)
    files = [suite.read(DATASET, name).decode() for name in os.listdir(DATASET)]
    for content in files:
        if content not in blocks:
            yield "not on the page as it is: " + content
    said, out = said_of("2026Q3")
    prose = " ".join(re.sub(r"```.*?```", "", text, flags=re.S).split())
    known = values_in(" ".join([said, said_of("2026Q2")[0], *files]).replace(
        ",", " "))
    for given, right, result, line in reckoned(prose):
        if not right:
            yield "%s is not %s" % (line, float(result))
        if given <= known:
            known.add(result)
    for number in re.findall(NUMBER, prose):
        if value_of(number) not in known:
            yield "the page has %s, the program does not" % number
    shown = [block.splitlines() for block in blocks if block.startswith("subject,")]
    columns = shown[0][0].split(",")
    suite.equal([",".join(row[c] for c in columns)
                 for row in rows_of(out, "bonus.csv")], shown[0][1:])
