"""What an auditor would do: every score and amount once more, from kpi.csv,
plan.csv, people.csv and the contracts, in exact fractions, sharing nothing
with the program but definitions. audit(...) returns the differences as lines.
"""
import collections
from fractions import Fraction

from ground import (BASES, Terms, day, half_away, resolve, rows_of, served,
                    serves, spells)
from ledger import Ledger

TABLES = ("contracts", "timesheets", "people", "plan", "ratings", "adjustments",
          "splits", "payments")


def steps_of(row, share):
    """(value, payout) of each step, the easiest first."""
    pairs = [step.split("=") for step in row["steps"].split("|")]
    return [(Fraction(v) * share, Fraction(p)) for v, p in pairs]


def payout(row, value, down, share):
    """Percent, and whether it is worse than the threshold; targets are for
    that share of the period."""
    if row.get("steps"):
        reached = [p for v, p in steps_of(row, share)
                   if (value <= v if down else value >= v)]
        return (reached[-1] if reached else Fraction(0)), not reached
    number = {k: Fraction(row[k]) if row.get(k) else None
              for k in ("threshold", "target", "stretch", "payout_threshold",
                        "payout_stretch")}
    for k in ("threshold", "target", "stretch"):
        number[k] = None if number[k] is None else number[k] * share
    target = number["target"]
    threshold = target if number["threshold"] is None else number["threshold"]
    stretch = number["stretch"]
    low = 50 if number["payout_threshold"] is None else number["payout_threshold"]
    high = 150 if number["payout_stretch"] is None else number["payout_stretch"]
    if down:        # mirror: then more is better
        value, threshold, target = -value, -threshold, -target
        stretch = None if stretch is None else -stretch
    candidates = []
    if value >= threshold and value <= target:
        candidates.append(low + (value - threshold) / (target - threshold) *
                          (100 - low) if target != threshold else Fraction(100))
    if value >= target:
        candidates.append(Fraction(100))
        if stretch is not None and value >= stretch:
            candidates.append(Fraction(high))
        elif stretch is not None:
            candidates.append(100 + (value - target) / (stretch - target) *
                              (high - 100))
    return max(candidates, default=Fraction(0)), value < threshold


def number_of(estimate, estimator):
    if estimator == "value":
        if estimate["value"] == "":
            return None
        if estimate["denominator"] == "":
            return Fraction(estimate["numerator"])
        return Fraction(estimate["numerator"]) / Fraction(estimate["denominator"])
    return Fraction(estimate[estimator]) if estimate[estimator] else None


def plan_of(plan, person, period, kind):
    """Of id, level and `*` the first with rows for the period at all; of these
    those of that very period, else of its kind, else of any."""
    for level in (person["account_manager"], person.get("level", ""), "*"):
        mine = [r for r in plan if level and r["level"] == level]
        for wanted in (period, kind, ""):
            rows = [r for r in mine if (r.get("period") or "") == wanted]
            if rows:
                return rows
    return []


def signed(contract, as_of):
    return contract["stage"] == "won" and day(contract["closed_on"]) <= as_of


def awards(contracts, timesheets, ledger, first, last):
    """How many projects each manager is rewarded for."""
    as_of = ledger.as_of

    def budget_of(c):
        return ledger.terms.in_own_currency(
            Fraction(c.get("budget") or 0), c.get("currency"), day(c["closed_on"]))

    cost, rows = {}, {}
    for t in timesheets:
        amount = t.get("cost") or None
        if amount is None and t.get("hourly_cost"):
            amount = Fraction(t["hours"]) * Fraction(t["hourly_cost"])
        if amount is None or day(t["worked_on"]) > as_of:
            continue
        project = t["project_id"]
        cost[project] = cost.get(project, 0) + Fraction(amount)
        rows[project] = 1
    projects = {}
    for c in contracts:
        if signed(c, as_of) and c.get("kind") != "credit":
            projects.setdefault(c.get("project_id") or c["contract_id"],
                                []).append(c)
    count = {}
    for project, parts in projects.items():
        def known(c, column):
            d = day(c.get(column, ""))
            return d if d and d <= as_of else None
        open_parts = [c for c in parts if not known(c, "delivered_on") and not (
            known(c, "terminated_on") and
            (not c.get("end_on") or c["terminated_on"] <= c["end_on"]))]
        delivered = [known(c, "delivered_on") for c in parts
                     if known(c, "delivered_on")]
        due = [day(c["due_on"]) for c in parts if c.get("due_on")]
        budget = sum(map(budget_of, parts))
        if open_parts or not delivered or not due or project not in rows:
            continue
        if not first <= max(delivered) <= last or budget <= 0:
            continue
        if cost[project] <= budget and max(delivered) <= max(due):
            chief = min(parts, key=lambda c: (-budget_of(c),
                                              c["contract_id"].encode()))
            who = ledger.person(chief["account_manager"])
            count[who] = count.get(who, 0) + 1
    return count


MONEY = ("revenue", "revenue_new", "revenue_renewal", "revenue_expansion",
         "collected")
SUMS = (*MONEY, "upsell_wins")


class Facts:
    """What all plans of a person are judged on."""

    def __init__(self, who, mine, estimates, days, books, ratings):
        """`mine`: (spell, days served) of the period; `books`: the ledger and the
        period."""
        self.who, self.estimates = who, estimates
        self.days, self.period_days = sum(d for _, d in mine), days
        self.team = mine[-1][0]["team"] if mine else ""
        self.spells, self.books, self.ratings = [s for s, _ in mine], books, ratings

    def left(self, metric):
        """How many records, and how much of them, lie on days out of service."""
        ledger, first, last = self.books
        if metric == "upsell_wins":
            gone = [c for c in ledger.signed.values()
                    if c["kind"] in ("upsell", "cross_sell") and
                    ledger.person(c["account_manager"]) == self.who and
                    first <= day(c["closed_on"]) <= last and
                    not serves(self.spells, day(c["closed_on"]))]
            return len(gone), len(gone)
        items = [i for i in ledger.observations(metric, first, last)
                 if i.who == self.who]
        kept = [i for i in items if serves(self.spells, i.on)]
        return len({i.record for i in items} - {i.record for i in kept}), \
            sum((i.amount for i in items), Fraction(0)) - \
            sum(i.amount for i in kept)

    def estimate(self, row):
        """The row of kpi.csv whose value counts, or None."""
        scope, metric = row.get("scope") or "self", row["metric"]
        if metric.startswith("rating."):
            scores = [Fraction(r["score"]) for r in self.ratings
                      if r["criterion"] == metric[len("rating."):]]
            return {"value": "yes" if scores else "", "n": str(len(scores)),
                    "numerator": sum(scores), "denominator": len(scores)}
        key = {"self": ("manager", self.who), "team": ("team", self.team),
               "company": ("company", "*"), "reports": ("reports", self.who)}[scope]
        found = self.estimates.get((*key, metric)) if key[1] else None
        if scope == "self" and metric in SUMS and found["value"]:
            gone, left = self.left(metric)
            found = dict(found, left=left, n=str(int(found["n"]) - gone))
        return found

    def share(self, row):
        prorate = row.get("prorate") or ""
        sums = row["metric"] in SUMS and (row.get("scope") or "self") == "self"
        return Fraction(self.days, self.period_days) \
            if prorate == "yes" or prorate == "" and sums else Fraction(1)


def key_of(row):
    return row["metric"] if row["metric"] == "*" else \
        "%s of %s" % (row["metric"], row.get("scope") or "self")


def judge(plan, facts, down):
    """What scorecard.csv should say of a plan: rows by metric and scope, the
    weight that stays, the exact score (or None), and whether a gate is shut."""
    lines, weights, shut = {}, Fraction(0), False
    for row in plan:
        estimate = facts.estimate(row)
        value = estimate and number_of(estimate, row.get("estimator") or "value")
        if not estimate or estimate["value"] == "" or \
                int(estimate["n"]) < int(row.get("min_n") or 0):
            value = None
        if value is None:
            lines[key_of(row)] = None
            continue
        value -= estimate.get("left", 0)
        share = facts.share(row)
        pays, worse = payout(row, value, down.get(row["metric"], False), share)
        weights += Fraction(row["weight"])
        shut |= worse and row.get("gate") == "yes"
        lines[key_of(row)] = (Fraction(row["weight"]), pays, knots(row, share), value)
    if not weights:
        return lines, weights, None, shut
    total = sum(w * p for w, p, _, _ in filter(None, lines.values())) / weights
    return lines, weights, total, shut


def knots(row, share):
    """As scorecard.csv prints them; of steps a list."""
    if row.get("steps"):
        return [None, steps_of(row, share), None]
    return [Fraction(row[k]) * share if row[k] else None
            for k in ("threshold", "target", "stretch")]


def same_knot(text, exact):
    if exact is None or text == "":
        return exact is None and text == ""
    if isinstance(exact, list):
        # Text that a spreadsheet would take for a formula has a ' in front.
        parts = [part.split("=") for part in text.removeprefix("'").split("|")]
        return len(parts) == len(exact) and all(
            same_knot(v, step[0]) and Fraction(p) == step[1]
            for (v, p), step in zip(parts, exact))
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Fraction(text) == exact if rest == 1 else float(text) == float(exact)


def hundredths(score):
    return None if score is None else Fraction(half_away(score * 100), 100)


def near(text, exact):
    return text != "" and abs(Fraction(text) - exact) <= abs(exact) / 10 ** 12


def check_lines(who, lines, weights, found):
    """`found`: the rows of one plan by metric."""
    differences = []
    for metric, line in lines.items():
        row = found.pop(metric, None)
        if row is None:
            differences.append("%s %s: no row" % (who, metric))
        elif line is None:
            if (row["weight_used"], row["payout"], row["points"]) != ("0", "", "") \
                    or "left the plan" not in row["note"]:
                differences.append("%s %s: should have left: %r" % (who, metric, row))
        elif not (near(row["weight_used"], line[0] * 100 / weights) and
                  near(row["payout"], line[1]) and
                  near(row["points"], line[0] / weights * line[1]) and
                  near(row["value"], line[3]) and
                  all(map(same_knot, (row["threshold"], row["target"],
                                      row["stretch"]), line[2]))):
            differences.append("%s %s: payout %s expected, found %r" % (
                who, metric, float(line[1]), row))
    return differences


def blocks_of(rows):
    """A person's rows of scorecard.csv, each block ended by its row `*`."""
    blocks = [{}]
    for row in rows:
        blocks[-1][key_of(row)] = row
        if row["metric"] == "*":
            blocks.append({})
    return blocks[:-1]


class Judged:
    """A person's plans, by their first days, and what they give."""

    def __init__(self, mine, plan, facts, down, period, kind, days):
        self.plans, self.bonus, self.shut = [], Fraction(0), False
        for spell, served_days in mine:
            rows = plan_of(plan, spell, period, kind)
            if not rows:
                continue
            for known in self.plans:
                if known["rows"] == rows:
                    break
            else:
                known = {"rows": rows, "days": 0}
                known["lines"], known["weights"], known["score"], \
                    known["shut"] = judge(rows, facts, down)
                self.plans.append(known)
            known["days"] += served_days
            known["level"] = spell["level"]
            self.shut |= known["shut"]
            base = spell[BASES[kind]]
            if known["score"] is not None and not known["shut"] and base:
                self.bonus += Fraction(base) * hundredths(known["score"]) / \
                    100 * Fraction(served_days, days)
        scored = [p for p in self.plans if p["score"] is not None]
        self.score = hundredths(
            sum(p["score"] * p["days"] for p in scored) /
            sum(p["days"] for p in scored)) if scored else None


def check_card(who, judged, rating, rows):
    """The rows of scorecard.csv of one person."""
    differences, blocks = [], blocks_of(rows)
    several = len(judged.plans) > 1
    if not rows and not judged.plans:  # nobody has a plan for such a period
        return differences
    if len(blocks) != max(1, len(judged.plans) + several):
        return ["%s: %d blocks" % (who, len(blocks))]
    for known, block in zip(judged.plans, blocks):
        differences += check_lines(who, known["lines"], known["weights"], block)
        total = block["*"] if several else None
        score = hundredths(known["score"])
        if several and (total["level"], total["rating"], total["points"] and
                        Fraction(total["points"])) != \
                (known["level"], "", "" if score is None else score):
            differences.append("%s: plan %s %s, found %r" % (
                who, known["level"], score, total))
    total = blocks[-1].pop("*")
    if total["rating"] != (rating or "") or (total["level"] == "*") != several or \
            (judged.score is not None and
             Fraction(total["points"]) != judged.score):
        differences.append("%s: rating %s, score %s expected, found %r" % (
            who, rating, judged.score, total))
    left = [m for block in blocks for m in block if m != "*"]
    return differences + ["left over: %s %s" % (who, m) for m in left]


def earned(ledger, contracts, timesheets, periods):
    """By person: commission and award over these periods, each rounded by
    itself; and the contracts of which something was taken back."""
    amounts, taken = {}, {}
    terms = ledger.terms
    for first, last in periods:
        owed, clawed = ledger.commission(first, last)
        won = awards(contracts, timesheets, ledger, first, last)
        for who in {*owed, *(won if terms.award else ())}:
            any_owed, commission = owed.get(who, (False, Fraction(0)))
            award = terms.award * won.get(who, 0)
            level = ledger.level(who, first, last)
            most = terms.cap("project_award", level)
            ledger.seen["cap on project_award: cuts"] += \
                most is not None and award > most
            if any_owed or award:
                mine = amounts.setdefault(who, [Fraction(0), Fraction(0)])
                mine[0] += commission
                mine[1] += terms.part("project_award", award, level)
        for who, contracts_of in clawed.items():
            taken.setdefault(who, set()).update(contracts_of)
    return amounts, taken


def paid_by(folders, ids):
    """What sealed runs have paid each person of commission and award."""
    paid = {}
    for row in (r for folder in folders for r in rows_of(folder, "bonus.csv")):
        who = ids.get(row["subject"], row["subject"])
        paid[who] = paid.get(who, 0) + Fraction(row["commission"]) + \
            Fraction(row["project_award"])
    return paid


def check_sums(estimates, ledger, first, last, payments):
    """The sums of money of everybody and of the company in kpi.csv."""
    for (scope, subject, metric), row in estimates.items():
        if metric not in MONEY or scope not in ("manager", "company") or \
                metric == "collected" and not payments:
            continue
        items = [i for i in ledger.observations(metric, first, last)
                 if scope == "company" or i.who == subject]
        amount = sum((i.amount for i in items), Fraction(0))
        count = len({i.record for i in items})
        if (Fraction(row["value"]), int(row["n"])) != (amount, count):
            yield "%s of %s: expected %s of %d, found %s of %s" % (
                metric, subject, amount, count, row["value"], row["n"])


def adjustments_of(rows, ids, period):
    adjusted = collections.Counter()
    for row in rows:
        if row["period"].upper() == period:
            adjusted[ids.get(row["account_manager"], row["account_manager"])] += \
                Fraction(row["amount"])
    return adjusted


class Run:
    """What a run paid, and what it is judged by."""

    def __init__(self, dataset, out, period, kind, terms):
        self.tables = {name: rows_of(dataset, name + ".csv") for name in TABLES}
        self.out, self.terms, self.kind = out, terms, kind
        self.first, self.last, as_of = period
        kpi = rows_of(out, "kpi.csv")
        self.label = kpi[-1]["period"]
        self.estimates = {(row["scope"], row["subject"], row["metric"]): row
                          for row in kpi if row["period"] == self.label}
        for row in rows_of(out, "fair.csv"):
            key = row["scope"], row["subject"], row["metric"]
            self.estimates[key]["adjusted"] = row["adjusted"]
        self.ledger = Ledger(self.tables, terms, as_of)
        self.periods = {
            who: [(s, served(s, self.first, self.last)) for s in rows
                  if served(s, self.first, self.last)]
            for who, rows in self.ledger.spells.items()}

    def judge(self, who, down):
        mine, days = self.periods[who], (self.last - self.first).days + 1
        ratings = [r for r in self.tables["ratings"] if r["period"] == self.label
                   and self.ledger.ids.get(r["account_manager"]) == who]
        facts = Facts(who, mine, self.estimates, days,
                      (self.ledger, self.first, self.last), ratings)
        judged = Judged(mine, self.tables["plan"], facts, down, self.label,
                        self.kind, days)
        if judged.score is not None and judged.score < self.terms.minimum:
            judged.bonus = Fraction(0)
        judged.level = mine[-1][0]["level"] if mine else ""
        judged.proration = Fraction(sum(d for _, d in mine), days)
        return judged

    def amounts(self, who, judged, amounts, adjusted, paid, netted):
        """The columns of bonus.csv that are numbers."""
        commission, award = amounts.get(who, (Fraction(0), Fraction(0)))
        kpi_bonus = self.terms.part("kpi_bonus", judged.bonus, judged.level)
        digits = 10 ** self.terms.digits
        adjustment = Fraction(half_away(adjusted[who] * digits), digits)
        total = kpi_bonus + commission + award + adjustment
        most = None if netted else self.terms.cap("total", judged.level)
        seen = self.ledger.seen
        seen["cap on total: cuts"] += most is not None and total > most
        bonus_most = self.terms.cap("kpi_bonus", judged.level)
        seen["cap on kpi_bonus: cuts"] += \
            bonus_most is not None and judged.bonus > bonus_most
        want = {"score": judged.score, "kpi_bonus": kpi_bonus,
                "commission": commission, "project_award": award,
                "adjustment": adjustment,
                "total": total if most is None or total <= most else
                Fraction(most * digits // 1, digits),
                "proration": Fraction(half_away(judged.proration * 10000), 10000)}
        if netted:
            want["paid"] = paid.get(who, Fraction(0))
            want["due"] = total - want["paid"]
            seen["paid: less is due than nothing"] += want["due"] < 0
        return want


def audit(dataset, out, first, last, as_of, kind, down, terms, inner=None,
          folders=(), seen=None):
    """`inner`: the periods that commission and award are of, where they are
    not the run's own; `folders`: what --paid names; `seen`: a counter of what
    the data made happen."""
    run = Run(dataset, out, (first, last, as_of), kind, terms)
    ledger, tables, ids = run.ledger, run.tables, run.ledger.ids
    own = [(first, last)] if kind == terms.every else []
    amounts, taken = earned(ledger, tables["contracts"], tables["timesheets"],
                            inner or own)
    paid = paid_by(folders, ids)
    scorecard = {}
    for row in rows_of(out, "scorecard.csv"):
        scorecard.setdefault(row["subject"], []).append(row)
    bonus = rows_of(out, "bonus.csv")
    adjusted = adjustments_of(tables["adjustments"], ids, run.label)
    expected = sorted((who for who, mine in run.periods.items() if mine or
                       who in amounts or paid.get(who) or adjusted.get(who)),
                      key=str.encode)
    differences = list(check_sums(run.estimates, ledger, first, last,
                                  tables["payments"]))
    if [r["subject"] for r in bonus] != expected:
        return differences + ["bonus.csv has other people: %s, expected %s" % (
            [r["subject"] for r in bonus], expected)]
    for who, row in zip(expected, bonus):
        judged = run.judge(who, down)
        rating = None if judged.score is None else terms.rating(judged.score)
        differences += check_card(who, judged, rating, scorecard.pop(who, []))
        want = run.amounts(who, judged, amounts, adjusted, paid, bool(folders))
        for column, value in want.items():
            if (Fraction(row[column]) if row[column] else None) != value:
                differences.append("%s %s: expected %s, found %r" % (
                    who, column, value, row[column]))
        if (row["level"], row["rating"], bool(row["gate"])) != (
                judged.level, rating or "", bool(judged.shut)):
            differences.append("%s: level %r, rating %r, gate %r" % (
                who, row["level"], row["rating"], row["gate"]))
        differences += ["%s: the note does not name %s, of which something is "
                        "taken back: %s" % (who, name, row["note"])
                        for name in taken.get(who, ())
                        if name not in row["note"] and "more took" not in row["note"]]
    if seen is not None:
        seen.update(ledger.seen)
    return differences + ["left over: %s" % who for who in scorecard]
