"""What-if with other inputs typed in, against a run under them.

A random data set of tests/pay/sets.py is run; its plan, bands, ladders, caps,
award, least score and bases are changed at random; the new numbers are typed
into the sheet, which is computed, and written into plan.csv, kpi.yaml and
people.csv, which are run. Each score, rating and amount and the total cost must
be the same, to the last unit.
"""
import copy
import csv
import importlib
import os
import random
import shutil
import sys
from decimal import Decimal
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))

import libreoffice  # noqa: E402
import suite  # noqa: E402
from book import Workbook  # noqa: E402
from formulas import Calculator  # noqa: E402

PARTS = (("Score", "score"), ("KPI bonus", "kpi_bonus"),
         ("Commission", "commission"), ("Project award", "project_award"),
         ("Adjustment", "adjustment"), ("Total", "total"))
KNOTS = (("Weight", "weight"), ("Threshold", "threshold"),
         ("Target", "target"), ("Stretch", "stretch"),
         ("Payout at threshold", "payout_threshold"),
         ("Payout at stretch", "payout_stretch"))


def pay_sets():
    """tests/pay/sets.py; it and what it imports have namesakes here."""
    hidden = {name: sys.modules.pop(name, None) for name in ("sets", "ground")}
    sys.path.insert(0, os.path.join(HERE, "..", "pay"))
    found = importlib.import_module("sets")
    sys.path.pop(0)
    for name, module in hidden.items():
        sys.modules.pop(name, None)
        if module:
            sys.modules[name] = module
    return found


SETS = pay_sets()


# ---- other inputs ----

class Changes:
    """A data set, and another that differs in what the sheet can change."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        while True:
            self.old = SETS.Set(self.rng.randrange(1 << 30))
            if self.old.tables["people"] and (
                    self.old.kind == self.old.every or seed % 4 == 0):
                break
        self.parts = self.old.netted_parts()
        self.complete_plan(self.old)
        self.new = copy.deepcopy(self.old)
        self.change_terms(self.new.terms)
        self.change_plan(self.new.tables["plan"])
        self.bases = self.change_bases(self.new.tables["people"])
        names = [name for name, _ in self.old.terms.bands]
        least = sorted(self.rng.sample(range(1, 14000), len(names) - 1))
        self.bands = [b / 100 for b in reversed(least)] + \
            [0 if names[-1] == "D" else 0.5]
        self.new.terms.bands = list(zip(names, self.bands))

    def complete_plan(self, made):
        """Payouts, and steps in some rows."""
        for row in made.tables["plan"]:
            row.update(payout_threshold=self.rng.choice(["50", "0", "33.3"]),
                       payout_stretch=self.rng.choice(["150", "100", "120.5"]),
                       steps="")
            if self.rng.random() < .3:
                knots = sorted({Fraction(row[k]) for k in
                                ("threshold", "target", "stretch")})
                row.update(threshold="", target="", stretch="",
                           payout_threshold="", payout_stretch="",
                           steps="|".join("%s=%d" % (SETS.plain(k), 40 + 35 * i)
                                          for i, k in enumerate(knots)))

    def rate(self):
        return Fraction(self.rng.choice([0, 1, 50, 125, 333, 999, 2000,
                                         self.rng.randint(0, 10000)]), 10000)

    def ladder(self, old):
        """With at most as many steps as the sheet has rows for."""
        rows = max(3, len(old) + 1 if isinstance(old, list) else 2)
        if self.rng.random() < .25:
            return self.rate()
        count = self.rng.randint(1, rows)
        starts = sorted(self.rng.sample(range(0, 900), count))
        places = Fraction(self.rng.choice([0, 0, 3333]), 10000)
        return [((s + places) * self.old.scale, self.rate()) for s in starts]

    def change_terms(self, terms):
        for rates in (terms.commission, *terms.levels.values()):
            for kind in rates:
                if self.rng.random() < .7:
                    rates[kind] = self.ladder(rates[kind])
        terms.caps = self.caps(terms.caps)
        terms.level_caps = {level: self.caps(terms.level_caps.get(level, {}))
                            for level in terms.level_caps}
        terms.award = self.rng.choice([0, 7, Fraction("2.5"),
                                       Fraction("3.3333")])
        terms.minimum = self.rng.choice([0, 0, 40, Fraction("72.5")])

    def caps(self, old):
        scale = self.old.scale
        found = {}
        for part in ("kpi_bonus", "commission", "project_award", "total"):
            if self.rng.random() < .4:
                found[part] = self.rng.choice(
                    [old.get(part, 10 * scale), 0, 3 * scale,
                     Fraction("12.3456") * scale, 444 * scale])
        return found

    def change_plan(self, rows):
        by_level = {}
        for row in rows:
            by_level.setdefault(row["level"], []).append(row)
        for mine in by_level.values():
            cuts = sorted(self.rng.sample(range(1, 1000), len(mine) - 1))
            for row, low, high in zip(mine, [0, *cuts], [*cuts, 1000]):
                row["weight"] = SETS.plain(Fraction(high - low, 10))
                self.change_row(row)

    def change_row(self, row):
        plain = SETS.plain
        if row["steps"]:
            steps = [s.split("=") for s in row["steps"].split("|")]
            factor = Fraction(self.rng.randint(5, 15), 10)
            share = row["metric"] == "win_rate"
            row["steps"] = "|".join("%s=%s" % (
                plain(Fraction(v) * (1 if share else factor)),
                plain(Fraction(p) + 5 * i)) for i, (v, p) in enumerate(steps))
            return
        low, target, high = (Fraction(row[k]) for k in (
            "threshold", "target", "stretch"))
        if row["metric"] != "win_rate":
            target = target * self.rng.randint(6, 19) / 10
        row["target"] = plain(target)
        row["threshold"] = self.rng.choice(["", plain(min(low, target)),
                                            plain(target)])
        row["stretch"] = self.rng.choice(["", plain(max(high, target))])
        row["payout_threshold"] = self.rng.choice(["0", "50", "72.25"])
        row["payout_stretch"] = self.rng.choice(["100", "133.3333", "150"])

    def change_bases(self, rows):
        """{who: base} of those who have one throughout."""
        column = SETS.BASES[self.old.kind]
        bases, found = {}, {}
        for row in rows:
            bases.setdefault(row["account_manager"], []).append(row)
        for who, mine in bases.items():
            if len(mine) == 1 and self.rng.random() < .6:
                base = self.rng.choice([500, 1234, Fraction("77.77")]) * \
                    self.old.scale
                mine[0][column] = SETS.plain(base)
                found[who] = base
        return found


# ---- typed in ----

def scope_label(indicator, scope):
    return "%s (%s)" % (indicator, scope) if scope else indicator


class Typist:
    """Cells of a What-if sheet to change: {(row, column): number or None}."""

    def __init__(self, book, metrics):
        self.sheet, self.metrics = book.sheets["What-if"], metrics
        self.cells = {}

    def rows_of(self, title, *headings):
        try:
            return self.sheet.table(title, *headings)
        except Exception:
            return None

    def put(self, row, column, value):
        self.cells[row, column] = None if value in ("", None) else \
            float(Fraction(value))

    def plan(self, rows):
        table = self.rows_of("The plan: weights, thresholds, targets",
                             "Weight")
        steps = self.rows_of(
            "Steps of the plan: from which value on which payout",
            "From value")
        for row in rows:
            name = row["level"], scope_label(
                self.metrics[row["metric"]].label, row["scope"])
            for at in table.rows if table else ():
                if (self.sheet.value(at, 0), self.sheet.value(at, 1)) != name:
                    continue
                for heading, key in KNOTS[:1] if row["steps"] else KNOTS:
                    self.put(at, table.column(heading), row[key])
            mine = [at for at in (steps.rows if steps else ()) if
                    (self.sheet.value(at, 0), self.sheet.value(at, 1)) == name]
            if row["steps"] and mine:
                for at, step in zip(mine, row["steps"].split("|")):
                    for column, value in zip((2, 3), step.split("=")):
                        self.put(at, column, value)

    def bands(self, least):
        table = self.rows_of("Ratings", "From score")
        for at, score in zip(table.rows if table else (), least):
            self.put(at, 1, score)

    def ladders(self, terms):
        table = self.rows_of("Commission: from which sum on which rate",
                             "From sum")
        if not table:
            return
        places = {}
        for at in table.rows:
            places.setdefault((self.sheet.value(at, 0),
                               self.sheet.value(at, 1)), []).append(at)
        for level, rates in {"everybody": terms.commission,
                             **terms.levels}.items():
            for kind, rate in rates.items():
                steps = rate if isinstance(rate, list) else [(0, rate)]
                steps = steps + [("", "")] * 9
                for at, (start, step) in zip(places[level, kind], steps):
                    self.put(at, 2, start)
                    self.put(at, 3, step)

    def terms(self, terms):
        table = self.sheet.table("Caps", "Commission")
        for at in table.rows:
            level = self.sheet.value(at, 0)
            caps = terms.caps if level == "everybody" else \
                terms.level_caps.get(level, {})
            for column, part in enumerate(
                    ("kpi_bonus", "commission", "project_award", "total"), 1):
                self.put(at, column, caps.get(part))
        others = self.sheet.table("Other terms of pay", "Value")
        for at, value in zip(others.rows, (terms.award, terms.minimum)):
            self.put(at, 1, value)

    def base(self, bases, names):
        table = self.sheet.table("Scores and bonuses", "Days served")
        for at in table.rows:
            who = names.get(self.sheet.value(at, 0))
            cell = self.sheet.look_at(at, 2)
            if who in bases and cell.look.unlocked:
                self.put(at, 2, bases[who])


def typed_in(book, changes, metrics):
    typist = Typist(book, metrics)
    typist.plan(changes.new.tables["plan"])
    typist.bands(changes.bands)
    typist.ladders(changes.new.terms)
    typist.terms(changes.new.terms)
    typist.base(changes.bases, {p: p for p in SETS.PEOPLE})
    return typist.cells


# ---- run and compared ----

def run(made, name, parts):
    """bonus.csv of the data set, and the workbook. `parts`: periods within the
    run's own that were paid before."""
    data = os.path.join(suite.folder(), name)
    out = os.path.join(suite.folder(), name + "-out")
    made.write(data)
    paid = []
    for _, last, label in parts:
        paid.append(os.path.join(suite.folder(), "%s-%s" % (name, label)))
        suite.run("run", data, "-q", "--period", label, "--as-of",
                  str(min(last, made.as_of)), "--out", paid[-1],
                  "--accept-rejects", code=(0, 1))
        suite.run("seal", paid[-1])
    suite.run("run", data, "-q", "--period", made.label, "--as-of",
              str(made.as_of), "--out", out, "--accept-rejects",
              *(["--paid", ",".join(paid)] if paid else []), code=(0, 1))
    path = os.path.join(out, "bonus.csv")
    if not os.path.exists(path):
        return None, None
    with open(path, newline="", encoding="utf-8-sig") as stream:
        rows = {row["subject"]: row for row in csv.DictReader(stream)}
    return rows, Workbook(os.path.join(out, "dashboard.xlsx"))


def prepare(seed):
    """(changes, bonus.csv under the new inputs, workbook of the old, cells);
    None where a run pays nobody."""
    changes = Changes(seed)
    new, _ = run(changes.new, "new", changes.parts)
    old, book = run(changes.old, "old", changes.parts)
    if not new or not old or "What-if" not in book.sheets:
        return None
    return changes, new, book, typed_in(book, changes, suite.metrics())


def same(found, wanted, what):
    if wanted == "":
        suite.expect(found in ("", None), what, "is", found, "not empty")
    else:
        wanted = Decimal(wanted)  # of which a double holds 15 digits
        suite.expect(found not in ("", None) and abs(
            Decimal(repr(float(found))) - wanted) <= max(
                Decimal("1e-7"), abs(wanted) * Decimal("2e-15")),
            what, "is", found, "not", wanted)


def compare(changes, new, book, value):
    """`value(row, column)`: of the sheet with the new inputs."""
    sheet = book.sheets["What-if"]
    at = sheet.find("Inputs that are wrong")[0]
    suite.expect(float(value(at, 2)) == 0, "inputs are said to be wrong", [
        (r + 1, value(r, c)) for (r, c), cell in sheet.cells.items()
        if cell.formula and cell.value == "" and value(r, c)][:5])
    table = sheet.table("Scores and bonuses", "Days served")
    total, missing = Decimal(0), dict(new)
    for row in table.rows:
        who = sheet.value(row, 0)
        if who == "Total":
            continue
        wanted = missing.pop(who, None) or {
            key: "0" for _, key in PARTS[1:]} | {"score": "", "rating": ""}
        for heading, key in PARTS:
            same(value(row, table.column(heading)), wanted[key],
                 "%s, %s" % (who, heading))
        suite.expect((value(row, table.column("Rating")) or "") ==
                     wanted["rating"], who, value(row, 6), wanted["rating"])
        total += Decimal(wanted["total"])
    at = sheet.find("Total cost")[0]
    same(value(at, 2), str(total), "the total cost")
    said = [cell.value for (_, column), cell in sheet.cells.items()
            if column == 0 and isinstance(cell.value, str) and
            cell.value.startswith("People without a row here")]
    suite.expect(not missing or said, "without a row:", missing)


def check_by_libreoffice(seeds):
    """Several at once: it takes its time to begin."""
    waiting = {}
    for seed in seeds:
        prepared = prepare(seed)
        if prepared:
            book = prepared[2]
            path = os.path.join(suite.folder(), "typed%d.xlsx" % seed)
            libreoffice.changed(book, "What-if", path,
                                libreoffice.typed(prepared[3]))
            number = list(book.sheets).index("What-if") + 1
            waiting.setdefault(number, []).append((seed, path, prepared))
        for name in os.listdir(suite.folder()):
            if name.startswith(("old", "new")):
                shutil.rmtree(os.path.join(suite.folder(), name))
    for number, batch in waiting.items():
        for (seed, _, prepared), seen in zip(batch, libreoffice.converted(
                [path for _, path, _ in batch], number)):
            try:
                compare(*prepared[:3], libreoffice.value_in(seen))
            except AssertionError as error:
                yield "plan %d: %s" % (seed, error)


def check(seed):
    """Computed by our own means."""
    prepared = prepare(seed)
    if prepared:
        changes, new, book, cells = prepared
        compare(changes, new, book,
                Calculator(book.sheets["What-if"], cells).value)
