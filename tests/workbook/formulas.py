"""The formulas of a sheet, computed: what a spreadsheet program would show.

As much of the language as the What-if sheet speaks: comparisons, arithmetic,
texts, references and ranges, and the functions below. IF computes only the
branch that it takes; a blank cell is 0 to arithmetic and "" to a comparison; of
two ranges, or a range and a value, cells are taken one by one.
"""
import math
import re
from decimal import ROUND_HALF_UP, Decimal

from book import area, place

TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"(?P<text>[^"]*)"|'
    r"(?P<range>\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)|"
    r"(?P<name>[A-Z][A-Z0-9]*)\(|(?P<cell>\$?[A-Z]+\$?\d+)|"
    r"(?P<sign><>|<=|>=|[-+*/=<>(),]))")
COMPARISONS = {"=", "<>", "<", ">", "<=", ">="}


def tokens(formula):
    at, found = 0, []
    while at < len(formula):
        match = TOKEN.match(formula, at)
        assert match, (formula, at)
        kind = match.lastgroup
        found.append((kind, match.group(kind)))
        at = match.end()
    return found + [("end", "")]


def compare(sign, a, b):
    """A blank is like whatever it is compared with; texts come after
    numbers."""
    if a is None:
        a = "" if isinstance(b, str) else 0.0
    if b is None:
        b = "" if isinstance(a, str) else 0.0
    if isinstance(a, float) and isinstance(b, float) and \
            abs(a - b) <= 2.0 ** -46 * max(abs(a), abs(b)):
        b = a  # to a spreadsheet the first 15 digits make a number
    key_a, key_b = ((isinstance(v, str), v) for v in (a, b))
    return {"=": key_a == key_b, "<>": key_a != key_b, "<": key_a < key_b,
            ">": key_a > key_b, "<=": key_a <= key_b,
            ">=": key_a >= key_b}[sign]


def one_by_one(operate, a, b):
    """Of two values, or of lists and values a list."""
    if not isinstance(a, list) and not isinstance(b, list):
        return operate(a, b)
    count = len(a if isinstance(a, list) else b)
    a, b = (v if isinstance(v, list) else [v] * count for v in (a, b))
    assert len(a) == len(b), (a, b)
    return [operate(x, y) for x, y in zip(a, b)]


def number(value):
    assert not isinstance(value, str), value
    return float(value or 0)


def rounded(value, places):
    """Half away from zero, of the number as 15 digits print it."""
    step = Decimal(1).scaleb(-int(places))
    return float(Decimal("%.15g" % value).quantize(step, ROUND_HALF_UP))


class Calculator:
    """A sheet's cells, some of them changed: {(row, column): value}."""

    def __init__(self, sheet, changes=()):
        self.sheet, self.changes = sheet, dict(changes)
        self.known, self.trees = {}, {}

    def value(self, row, column):
        at = row, column
        if at in self.changes:
            return self.changes[at]
        cell = self.sheet.cells.get(at)
        if cell is None or cell.formula is None:
            return cell.value if cell else None
        if at not in self.known:
            self.known[at] = self.run(Parser(cell.formula).tree())
        return self.known[at]

    def cells(self, reference):
        (top, left), (bottom, right) = area(reference)
        return [self.value(r, c) for r in range(top, bottom + 1)
                for c in range(left, right + 1)]

    def numbers(self, values):
        found = []
        for value in values:
            found += value if isinstance(value, list) else [value]
        return [v for v in found if isinstance(v, float)]

    def run(self, tree):
        kind, *rest = tree
        if kind in ("number", "text"):
            return rest[0]
        if kind == "cell":
            return self.value(*place(rest[0]))
        if kind == "range":
            return self.cells(rest[0])
        if kind == "minus":
            return -number(self.run(rest[0]))
        if kind in COMPARISONS:
            return one_by_one(lambda a, b: compare(kind, a, b),
                              *(self.run(r) for r in rest))
        if kind in "+-*/":
            operate = {"+": float.__add__, "-": float.__sub__,
                       "*": float.__mul__, "/": float.__truediv__}[kind]
            return one_by_one(lambda a, b: operate(number(a), number(b)),
                              *(self.run(r) for r in rest))
        return self.function(kind, rest)

    def function(self, name, arguments):
        if name == "IF":
            taken = arguments[1] if self.run(arguments[0]) else arguments[2]
            return self.run(taken)
        values = [self.run(a) for a in arguments]
        if name == "AND":
            return all(values)
        if name == "OR":
            return any(values)
        if name == "NOT":
            return not values[0]
        if name == "SUM":
            return sum(self.numbers(values))
        if name in ("MIN", "MAX"):
            return {"MIN": min, "MAX": max}[name](
                self.numbers(values), default=0.0)
        if name == "COUNT":
            return float(len(self.numbers(values)))
        if name == "COUNTA":
            return float(len([v for value in values for v in (
                value if isinstance(value, list) else [value])
                if v is not None]))
        if name == "SUMPRODUCT":
            return sum(map(number, values[0]))
        if name in ("INT", "TRUNC"):
            return float({"INT": math.floor, "TRUNC": math.trunc}[name](
                number(values[0])))
        if name == "LOG10":
            return math.log10(number(values[0]))
        if name == "ABS":
            return abs(number(values[0]))
        if name == "N":
            return 0.0 if isinstance(values[0], str) else number(values[0])
        if name == "ROUND":
            return rounded(number(values[0]), values[1])
        if name == "COUNTIF":
            return float(values[0].count(values[1]))
        raise AssertionError("function %s" % name)


class Parser:
    def __init__(self, formula):
        self.tokens, self.at = tokens(formula), 0

    def peek(self):
        return self.tokens[self.at]

    def take(self, *signs):
        kind, text = self.peek()
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return None

    def tree(self):
        tree = self.comparison()
        assert self.peek()[0] == "end", self.tokens
        return tree

    def comparison(self):
        left = self.sum()
        sign = self.take(*COMPARISONS)
        return (sign, left, self.sum()) if sign else left

    def sum(self):
        left = self.product()
        while True:
            sign = self.take("+", "-")
            if not sign:
                return left
            left = (sign, left, self.product())

    def product(self):
        left = self.single()
        while True:
            sign = self.take("*", "/")
            if not sign:
                return left
            left = (sign, left, self.single())

    def single(self):
        if self.take("-"):
            return "minus", self.single()
        if self.take("("):
            inside = self.comparison()
            assert self.take(")"), self.tokens[self.at:]
            return inside
        kind, text = self.peek()
        self.at += 1
        if kind == "number":
            return kind, float(text)
        if kind in ("text", "cell", "range"):
            return kind, text
        assert kind == "name", self.tokens[self.at:]
        arguments = [self.comparison()]
        while self.take(","):
            arguments.append(self.comparison())
        assert self.take(")"), self.tokens[self.at:]
        return (text, *arguments)
