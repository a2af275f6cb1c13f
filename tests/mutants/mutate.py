"""One-line faults for C sources: what may be changed, and how.

A source is read as tokens, without comments, texts and preprocessor lines. A
mutant is one small change of the kind that a tired programmer makes: another
operator or constant, arguments or members swapped, a condition turned round,
a statement forgotten, two columns of a table changed over.
"""
import collections
import re

# path, line, kind, what was there, what stands there now; start and end of
# the place in the text of the file.
Mutant = collections.namedtuple("Mutant", "path line kind old new start end")
Token = collections.namedtuple("Token", "kind text start end line")

TOKEN = re.compile(r"""
    (?P<space>\s+)|(?P<comment>/\*.*?\*/|//[^\n]*)|
    (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)|
    (?P<text>"(?:\\.|[^"\\\n])*")|(?P<char>'(?:\\.|[^'\\\n])*')|
    (?P<number>0[xX][0-9a-fA-F]+[uUlL]*|\d+\.?\d*(?:[eE][+-]?\d+)?[uUlLfF]*)|
    (?P<name>[A-Za-z_]\w*)|
    (?P<sign>->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.|.)
""", re.X | re.S | re.M)

OPERATORS = {
    "<": ("<=", ">"), "<=": ("<", ">"), ">": (">=", "<"), ">=": (">", "<"),
    "==": ("!=",), "!=": ("==",), "&&": ("||",), "||": ("&&",),
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("/",),
    "+=": ("-=", "="), "-=": ("+=",), "|=": ("=",), "++": ("--",),
    "--": ("++",), "<<": (">>",), ">>": ("<<",),
}
TYPES = {"int", "char", "double", "float", "size_t", "bool", "void", "struct",
         "enum", "const", "static", "unsigned", "long", "short", "wide",
         "decimal", "date", "uint8_t", "uint16_t", "uint32_t", "uint64_t",
         "int32_t", "int64_t", "FILE", "fine", "mpz_t", "lxw_error",
         "lxw_format", "lxw_worksheet", "lxw_chart", "XML_Char", "return",
         "sizeof", "typedef", "union", "extern"}
# Which of two is asked whether they are equal does not matter.
EQUALITY = {"strcmp", "strncmp", "memcmp", "text_equal",
            "rational_compare"}
PREFIX = re.compile(r"([A-Z][A-Z0-9]*_)[A-Z0-9_]+\Z")


def tokens_of(text):
    found, line = [], 1
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind not in ("space", "comment", "directive"):
            found.append(Token(kind, match.group(), match.start(),
                               match.end(), line))
        line += match.group().count("\n")
    return found


class Source:
    def __init__(self, path, text):
        self.path, self.text = path, text
        self.tokens = tokens_of(text)
        self.partner = self.match_brackets()
        self.inside = self.bodies()
        self.words = self.constants()
        self.members = self.member_names()

    def match_brackets(self):
        stack, partner = [], {}
        for i, token in enumerate(self.tokens):
            if token.text in "([{" and token.kind == "sign":
                stack.append(i)
            elif token.text in ")]}" and token.kind == "sign" and stack:
                partner[i] = stack.pop()
                partner[partner[i]] = i
        return partner

    def bodies(self):
        """Places within bodies of functions and initialisers of tables."""
        inside = [False] * len(self.tokens)
        i = 0
        while i < len(self.tokens):
            if self.tokens[i].text == "{" and i and (
                    self.tokens[i - 1].text in (")", "=") or
                    self.is_values(i)):
                for k in range(i, self.partner[i] + 1):
                    inside[k] = True
                i = self.partner[i]
            i += 1
        return inside

    def is_values(self, i):
        """An enumeration whose values are given."""
        names = [t.text for t in self.tokens[max(0, i - 2):i]]
        return "enum" in names and any(
            t.text == "=" for t in self.tokens[i:self.partner[i]])

    def constants(self):
        """PREFIX_ → the constants of that family that this file uses."""
        found = collections.defaultdict(list)
        for token in self.tokens:
            match = PREFIX.match(token.text)
            if token.kind == "name" and match and token.text not in found[
                    match[1]]:
                found[match[1]].append(token.text)
        return found

    def member_names(self):
        """base-> → the members that are used of it in this file."""
        found = collections.defaultdict(list)
        for i, token in enumerate(self.tokens[2:], 2):
            if token.kind == "name" and self.tokens[i - 1].text in (
                    "->", ".") and self.tokens[i - 2].kind == "name":
                key = self.tokens[i - 2].text + self.tokens[i - 1].text
                if token.text not in found[key]:
                    found[key].append(token.text)
        return found

    def made(self, kind, first, last, new):
        """A mutant of the tokens from `first` to `last`."""
        a, b = self.tokens[first], self.tokens[last]
        old = self.text[a.start:b.end]
        return Mutant(self.path, a.line, kind, old, new, a.start, b.end)

    def slice(self, first, last):
        return self.text[self.tokens[first].start:self.tokens[last].end]

    # ---- what can be changed ----

    def mutants(self):
        found = []
        for i, token in enumerate(self.tokens):
            if not self.inside[i]:
                continue
            if token.kind == "sign":
                found += self.operators(i)
                found += self.brackets(i)
                found += self.statements(i)
            elif token.kind == "number":
                found += self.numbers(i)
            elif token.kind == "name":
                found += self.names(i)
        return found

    def operators(self, i):
        token, before = self.tokens[i], self.tokens[i - 1]
        if token.text == "!":
            yield self.made("negation dropped", i, i, "")
        if token.text == "?":
            yield from self.branches(i)
        if token.text not in OPERATORS:
            return
        binary = before.kind in ("number", "char", "text") or \
            before.text in (")", "]") or (before.kind == "name" and
                                          before.text not in TYPES)
        if token.text in "*-+" and not binary or (
                token.text == "*" and self.is_pointer(i)):
            return
        for other in OPERATORS[token.text]:
            yield self.made("operator", i, i, other)

    def is_pointer(self, i):
        """Of a declaration or a cast: `struct x *y`, `(const char *)`."""
        before, after = self.tokens[i - 1], self.tokens[i + 1]
        return before.text in TYPES or self.tokens[i - 2].text in (
            "struct", "enum", "union") or after.text in (")", "*", "const")

    def branches(self, i):
        """c ? a : b → c ? b : a"""
        depth, k = 0, i + 1
        while k < len(self.tokens):
            text = self.tokens[k].text
            if text in "([{":
                k = self.partner[k]
            elif text == "?":
                depth += 1
            elif text == ":":
                if depth == 0:
                    break
                depth -= 1
            elif text in ";,)]}":
                return
            k += 1
        end = k + 1
        while self.tokens[end].text not in (";", ",", ")", "]", "}", ":"):
            if self.tokens[end].text == "?":
                return
            end = self.partner.get(end, end) + 1
        first, second = self.slice(i + 1, k - 1), self.slice(k + 1, end - 1)
        if first != second:
            yield self.made("branches", i + 1, end - 1,
                            "%s : %s" % (second, first))

    def numbers(self, i):
        text = self.tokens[i].text
        if self.tokens[i - 1].text == "[" and self.tokens[i + 1].text == "]" \
                and self.tokens[i - 2].kind == "name" and self.tokens[
                    i - 3].text in TYPES:
            return  # the size of an array
        if text.isdigit():
            number = int(text)
            yield self.made("constant", i, i, str(number + 1))
            if number > 1:
                yield self.made("constant", i, i, str(number - 1))
            if number == 1:
                yield self.made("constant", i, i, "0")
            if number > 31:
                yield self.made("constant", i, i, str(number // 12))
        elif re.fullmatch(r"\d+\.\d+|\d+[eE]\d+|\d+\.?\d*[eE][-+]?\d+", text):
            yield self.made("constant", i, i, "(%s * 1.1)" % text)

    def names(self, i):
        token = self.tokens[i]
        family = PREFIX.match(token.text)
        if family and self.tokens[i - 1].text != "case":
            others = self.words[family[1]]
            if len(others) > 1:
                at = others.index(token.text)
                yield self.made("constant", i, i,
                                others[(at + 1) % len(others)])
        if token.text in ("true", "false"):
            yield self.made("constant", i, i,
                            "false" if token.text == "true" else "true")
        if token.text in ("if", "while") and self.tokens[i + 1].text == "(":
            end = self.partner[i + 1]
            yield self.made("condition", i + 1, end,
                            "(!%s)" % self.slice(i + 1, end))
        if self.tokens[i - 1].text in ("->", ".") and \
                self.tokens[i - 2].kind == "name":
            key = self.tokens[i - 2].text + self.tokens[i - 1].text
            others = self.members[key]
            if len(others) > 1:
                at = others.index(token.text)
                yield self.made("member", i, i,
                                others[(at + 1) % len(others)])

    def parts(self, i):
        """The parts between commas of the brackets that open at i."""
        end, parts, start, k = self.partner[i], [], i + 1, i + 1
        while k <= end:
            if k == end or self.tokens[k].text == ",":
                if k > start:
                    parts.append((start, k - 1))
                start = k + 1
            k = self.partner[k] + 1 if self.tokens[k].text in "([{" and \
                k != end else k + 1
        return parts

    def brackets(self, i):
        """Two neighbours swapped, of arguments or of a table's row."""
        token, before = self.tokens[i], self.tokens[i - 1]
        call = token.text == "(" and before.kind == "name" and \
            before.text not in ("if", "while", "for", "switch", "return",
                                "sizeof") and self.tokens[
                                    i - 2].text not in TYPES
        row = token.text == "{" and before.text in (",", "{", "=", ")")
        if not (call or row):
            return
        parts = self.parts(i)
        if call and self.asks_equality(i):
            parts = parts[2:]
        if call and before.text == "arena_allocate":
            parts = parts[:2]  # so many of such a size, or the reverse
        for (a, b), (c, d) in zip(parts, parts[1:]):
            one, other = self.slice(a, b), self.slice(c, d)
            if one != other and not (call and self.is_parameter(a, b)) and \
                    one[0] not in ".[" and ";" not in one + other:
                yield self.made("swapped", a, d, self.text[
                    self.tokens[c].start:self.tokens[d].end] + ", " + one)

    def asks_equality(self, i):
        """`strcmp(a, b) == 0`, `text_equal(a, b)`."""
        name, end = self.tokens[i - 1].text, self.partner[i]
        compared = self.tokens[end + 1].text in ("==", "!=")
        return name in EQUALITY and (compared or name.startswith("text_"))

    def is_parameter(self, first, last):
        return last > first and self.tokens[first].text in TYPES

    def statements(self, i):
        """A statement forgotten: a call, an assignment, a jump."""
        if self.tokens[i].text != ";":
            return
        start = i - 1
        while start >= 0 and self.tokens[start].text not in ("{", "}", ";"):
            start = self.partner.get(start, start) - 1 \
                if self.tokens[start].text in ")]" else start - 1
        start += 1
        # Behind `if (…)` only the statement itself.
        while self.tokens[start].text in ("if", "for", "while", "else",
                                          "do"):
            start = self.partner[start + 1] + 1 \
                if self.tokens[start + 1].text == "(" else start + 1
        if start >= i:
            return
        first = self.tokens[start].text
        if first in TYPES or first in ("case", "default", "goto") or \
                self.tokens[start].kind == "sign" and first not in ("*", "(",
                                                                    "++"):
            return
        if self.partner.get(i) is not None or self.in_for(i):
            return
        if self.tokens[start + 1].kind == "name" and first not in (
                "continue", "break"):
            return  # a declaration
        yield self.made("dropped", start, i, ";")

    def in_for(self, i):
        """Within the brackets of a `for`."""
        depth = 0
        for k in range(i, -1, -1):
            text = self.tokens[k].text
            if text == ")":
                depth += 1
            elif text == "(":
                if depth == 0:
                    return True
                depth -= 1
            elif text in "{}" and depth == 0:
                return False
        return False


def mutants_of(path, text):
    """All of them, in order; none twice."""
    found = {}
    for mutant in Source(path, text).mutants():
        if mutant.old != mutant.new:
            found.setdefault((mutant.start, mutant.end, mutant.new), mutant)
    return sorted(found.values(), key=lambda m: (m.start, m.end, m.new))


def applied(text, mutant):
    return text[:mutant.start] + mutant.new + text[mutant.end:]
