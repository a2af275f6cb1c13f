"""What an auditor would do: every score and amount once more, from kpi.csv,
plan.csv, people.csv and the contracts, in exact fractions, sharing nothing
with the program but definitions. audit(...) returns the differences as lines.
"""
import csv
import datetime
import os
from fractions import Fraction

# Which way a metric is better, as kpi list metrics says; told by the caller.
DAY = datetime.timedelta(days=1)


def rows_of(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def half_away(value):
    whole = abs(value) * 2
    rounded = (whole.numerator // whole.denominator + 1) // 2
    return rounded if value >= 0 else -rounded


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


class Terms:
    def __init__(self, commission=(0, 0, 0, 0), award=0, unit=1,
                 bands=(("A", 110), ("B", 90), ("C", 70)), otherwise="D",
                 minimum=0, every="quarter"):
        kinds = ("new", "renewal", "upsell", "cross_sell")
        self.commission = dict(zip(kinds, map(Fraction, commission)))
        self.award, self.unit = Fraction(award), Fraction(unit)
        self.bands, self.otherwise = bands, otherwise
        self.minimum = Fraction(minimum)
        self.every = every

    def rating(self, score):
        for name, least in self.bands:
            if score >= Fraction(least):
                return name
        return self.otherwise

    def rounded(self, amount):
        return half_away(amount / self.unit) * self.unit


BASES = {"month": "base_bonus_month", "quarter": "base_bonus",
         "half": "base_bonus_half", "year": "base_bonus_year"}
INHERITED = ("team", "level", "reports_to", *BASES.values())


def spells(people):
    """The rows of each person in time: blanks filled in from the one before,
    `-` none, open ones ended where the next begins."""
    mine = {}
    for row in people:
        mine.setdefault(row["account_manager"], []).append(dict(row))
    for rows in mine.values():
        rows.sort(key=lambda r: r.get("joined_on") or "")
        for before, row in zip([{}] + rows, rows):
            for column in INHERITED:
                row[column] = row.get(column) or before.get(column, "")
            if before and not before.get("left_on"):
                before["left_on"] = (day(row["joined_on"]) - DAY).isoformat()
        for row in rows:
            row.update((c, "" if row[c] == "-" else row[c]) for c in INHERITED)
    return mine


def served(spell, first, last):
    begin = max(filter(None, (first, day(spell.get("joined_on", "")))))
    end = min(filter(None, (last, day(spell.get("left_on", "")))))
    return (end - begin).days + 1 if end >= begin else 0


def resolve(people):
    """Every spelling of a manager: his id."""
    known = {p["account_manager"]: p["account_manager"] for p in people}
    for person in people:
        for alias in filter(None, (person.get("aliases") or "").split("|")):
            known.setdefault(alias.strip(), person["account_manager"])
    return known


def signed(contract, as_of):
    return contract["stage"] == "won" and day(contract["closed_on"]) <= as_of


def commissions(contracts, ids, first, last, as_of, terms):
    owed = {}
    for c in contracts:
        if signed(c, as_of) and first <= day(c["closed_on"]) <= last:
            who = ids.get(c["account_manager"], c["account_manager"])
            kind = c.get("kind") or "new"
            owed[who] = owed.get(who, 0) + \
                terms.commission[kind] * Fraction(c["value"])
    return owed


def awards(contracts, timesheets, ids, first, last, as_of):
    """How many projects each manager is rewarded for."""
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
        if signed(c, as_of):
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
        budget = sum(Fraction(c.get("budget") or 0) for c in parts)
        if open_parts or not delivered or not due or project not in rows:
            continue
        if not first <= max(delivered) <= last or budget <= 0:
            continue
        if cost[project] <= budget and max(delivered) <= max(due):
            chief = min(parts, key=lambda c: (-Fraction(c.get("budget") or 0),
                                              c["contract_id"].encode()))
            who = ids.get(chief["account_manager"], chief["account_manager"])
            count[who] = count.get(who, 0) + 1
    return count


SUMS = ("revenue", "revenue_new", "revenue_renewal", "revenue_expansion",
        "upsell_wins")
KINDS = {"revenue": {"new", "renewal", "upsell", "cross_sell"},
         "revenue_new": {"new"}, "revenue_renewal": {"renewal"},
         "revenue_expansion": {"upsell", "cross_sell"},
         "upsell_wins": {"upsell", "cross_sell"}}


class Facts:
    """What all plans of a person are judged on."""

    def __init__(self, who, mine, rows, days, own, ratings):
        """`own`: the contracts of the person signed in the period."""
        self.who, self.rows = who, rows
        self.days, self.period_days = sum(d for _, d in mine), days
        self.team = mine[-1][0]["team"] if mine else ""
        self.ratings = ratings
        self.out = [c for c in own if not any(
            (s.get("joined_on") or "") <= c["closed_on"] <= (s.get("left_on") or "9")
            for s, _ in mine)]

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
        found = self.rows.get((*key, metric)) if key[1] else None
        if scope == "self" and metric in SUMS and found["value"]:
            gone = [c for c in self.out if (c.get("kind") or "new") in KINDS[metric]]
            left = sum((Fraction(c["value"]) for c in gone), Fraction(0))
            found = dict(found, left=left if metric != "upsell_wins" else len(gone),
                         n=str(int(found["n"]) - len(gone)))
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


def earned(contracts, timesheets, ids, periods, as_of, terms):
    """By person: commission and award over these periods, each rounded by
    itself."""
    amounts = {}
    for first, last in periods:
        owed = commissions(contracts, ids, first, last, as_of, terms)
        won = awards(contracts, timesheets, ids, first, last, as_of)
        for who in set(owed) | set(won if terms.award else ()):
            if owed.get(who) or terms.award and won.get(who):
                mine = amounts.setdefault(who, [Fraction(0), Fraction(0)])
                mine[0] += terms.rounded(owed.get(who, Fraction(0)))
                mine[1] += terms.rounded(terms.award * won.get(who, 0))
    return amounts


def paid_by(folders, ids):
    """What sealed runs have paid each person of commission and award."""
    paid = {}
    for row in (r for folder in folders for r in rows_of(folder, "bonus.csv")):
        who = ids.get(row["subject"], row["subject"])
        paid[who] = paid.get(who, 0) + Fraction(row["commission"]) + \
            Fraction(row["project_award"])
    return paid


def audit(dataset, out, first, last, as_of, kind, down, terms, inner=None,
          folders=()):
    """`inner`: the periods that commission and award are of, where they are
    not the run's own; `folders`: what --paid names."""
    people, plan = rows_of(dataset, "people.csv"), rows_of(dataset, "plan.csv")
    contracts = rows_of(dataset, "contracts.csv")
    kpi = rows_of(out, "kpi.csv")
    period = kpi[-1]["period"]
    estimates = {(row["scope"], row["subject"], row["metric"]): row
                 for row in kpi if row["period"] == period}
    for row in rows_of(out, "fair.csv"):
        estimates[row["scope"], row["subject"], row["metric"]]["adjusted"] = \
            row["adjusted"]
    ratings = [r for r in rows_of(dataset, "ratings.csv") if r["period"] == period]
    ids = resolve(people)
    own = [(first, last)] if kind == terms.every else []
    amounts = earned(contracts, rows_of(dataset, "timesheets.csv"), ids,
                     inner or own, as_of, terms)
    paid = paid_by(folders, ids)
    scorecard = {}
    for row in rows_of(out, "scorecard.csv"):
        scorecard.setdefault(row["subject"], []).append(row)
    bonus = rows_of(out, "bonus.csv")
    differences = []
    periods = {who: [(s, served(s, first, last)) for s in rows
                     if served(s, first, last)]
               for who, rows in spells(people).items()}
    adjusted = {}
    for row in rows_of(dataset, "adjustments.csv"):
        if row["period"].upper() == period:
            who = ids.get(row["account_manager"], row["account_manager"])
            adjusted[who] = adjusted.get(who, 0) + Fraction(row["amount"])
    expected = sorted((who for who in periods if periods[who] or
                       who in amounts or paid.get(who) or adjusted.get(who)),
                      key=str.encode)
    if [r["subject"] for r in bonus] != expected:
        return ["bonus.csv has other people: %s" % [r["subject"] for r in bonus]]
    days = (last - first).days + 1
    for who, row in zip(expected, bonus):
        mine = periods[who]
        facts = Facts(
            who, mine, estimates, days,
            [c for c in contracts if signed(c, as_of) and
             first <= day(c["closed_on"]) <= last and
             ids.get(c["account_manager"], c["account_manager"]) == who],
            [r for r in ratings if ids.get(r["account_manager"]) == who])
        judged = Judged(mine, plan, facts, down, period, kind, days)
        if judged.score is not None and judged.score < terms.minimum:
            judged.bonus = Fraction(0)
        rating = None if judged.score is None else terms.rating(judged.score)
        differences += check_card(who, judged, rating, scorecard.pop(who, []))
        share = Fraction(sum(d for _, d in mine), days)
        kpi_bonus = terms.rounded(judged.bonus)
        commission, award = amounts.get(who, (Fraction(0), Fraction(0)))
        adjustment = Fraction(half_away(adjusted.get(who, Fraction(0))))
        want = {
            "score": judged.score, "kpi_bonus": kpi_bonus,
            "commission": commission, "project_award": award,
            "adjustment": adjustment,
            "total": kpi_bonus + commission + award + adjustment,
            "proration": Fraction(half_away(share * 10000), 10000)}
        if folders:
            want["paid"] = paid.get(who, Fraction(0))
            want["due"] = want["total"] - want["paid"]
        for column, value in want.items():
            if (Fraction(row[column]) if row[column] else None) != value:
                differences.append("%s %s: expected %s, found %r" % (
                    who, column, value, row[column]))
        if row["level"] != (mine[-1][0]["level"] if mine else "") or \
                row["rating"] != (rating or ""):
            differences.append("%s: level %r, rating %r" % (
                who, row["level"], row["rating"]))
        if bool(row["gate"]) != bool(judged.shut):
            differences.append("%s: gate %r" % (who, row["gate"]))
    return differences + ["left over: %s" % who for who in scorecard]
