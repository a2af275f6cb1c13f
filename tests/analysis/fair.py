"""fair.csv and reliability.csv computed again, from kpi.csv, the records that
observations.csv lists and the contracts as Python reads them."""
import collections
import math
from fractions import Fraction

import statistics6 as s6

KINDS = {"retention": "share", "on_time": "share", "satisfaction": "mean",
         "csat_top2": "share", "nps": "mean", "response_rate": "share",
         "close_rate": "share", "win_rate": "share", "upsell_rate": "share",
         "over_budget": "share", "running_over": "share"}


def unlike_tails(hits, strata):
    """P(X ≤ hits) and P(X ≥ hits) of trials of several rates, exactly."""
    chances = [Fraction(1)]
    for rate, trials in strata.items():
        for _ in range(trials):
            chances = [a * (1 - rate) + b * rate for a, b in
                       zip(chances + [Fraction(0)], [Fraction(0)] + chances)]
    return float(sum(chances[:hits + 1])), float(sum(chances[hits:]))


def beta_tails(hits, n, mean, total):
    a, b = mean * total, (1 - mean) * total

    def log_beta(x, y):
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)
    chances = [math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) -
                        math.lgamma(n - k + 1) + log_beta(k + a, n - k + b) -
                        log_beta(a, b)) for k in range(n + 1)]
    return math.fsum(chances[:hits + 1]), math.fsum(chances[hits:])


def spread_of_shares(pairs, company):
    """(variance of the true shares, a + b or None, squared errors)"""
    fit = s6.fit_shares(pairs)
    if not fit:
        return None
    mean, f = fit
    shrunk = s6.shrink_shares(pairs, company)
    return (mean * (1 - mean) / (1 / f + 1) if f else 0, 1 / f if f else None,
            [r * (1 - r) / n for r, (_, n) in zip(shrunk, pairs)])


def spread_of_means(groups):
    fit = s6.fit_means(groups)
    return fit and (fit[1], None, [fit[2] / len(g) for g in groups])


class Again:
    """One run: `kpi` and `observations` are rows of its own period, `contracts`
    the rows of contracts.csv by id, `mix` {metric: [column]}."""

    def __init__(self, kpi, observations, contracts, mix):
        self.rows = {(r["scope"], r["subject"], r["metric"]): r for r in kpi}
        self.seen = collections.defaultdict(list)
        self.mix = mix
        for row in observations:
            if row["metric"] not in KINDS:
                continue
            owners = [("company", "*")]
            if row["manager"]:
                owners.append(("manager", row["manager"]))
            if row["team"]:
                owners.append(("team", row["team"]))
            owners += [("reports", who) for who in row["reports"].split("|")
                       if who]
            stratum = self.stratum(row, contracts)
            for owner in owners:
                self.seen[owner, row["metric"]].append(
                    (stratum, Fraction(row["x"])))

    def stratum(self, row, contracts):
        columns = self.mix.get(row["metric"], ())
        if row["kind"] == "contract":
            return tuple(contracts[row["record"]][c] for c in columns)
        return (row["record"],) * len(columns)  # client_id, project_id

    def managers(self, metric):
        return [self.seen[key[:2], metric] for key in self.rows
                if key[0] == "manager" and key[2] == metric and
                self.rows[key]["value"]]

    def spread(self, metric):
        """None: too few; else (between, a + b or None, standard errors²)."""
        groups = [[x for _, x in own] for own in self.managers(metric)]
        if KINDS[metric] == "share":
            company = self.rows["company", "*", metric]["value"]
            return company and spread_of_shares(
                [(int(sum(g)), len(g)) for g in groups], float(company))
        return spread_of_means(groups)

    def reliability(self, metric):
        found = self.spread(metric)
        count = len(self.managers(metric))
        if not found:
            return count, None, None, None
        between, _, errors = found
        errors, half = sorted(errors), len(errors) // 2
        within = errors[half] if len(errors) % 2 else (
            errors[half - 1] + errors[half]) / 2
        return count, between, within, \
            between / (between + within) if between else 0

    def fair(self, owner, metric):
        """expected, ratio, its limits, adjusted, both tails; None for none."""
        own = self.seen[owner, metric]
        if not self.rows[(*owner, metric)]["value"]:
            return [None] * 7
        rates = collections.defaultdict(list)
        for stratum, x in self.seen[("company", "*"), metric]:
            rates[stratum].append(x)
        rates = {s: sum(x) / len(x) for s, x in rates.items()}
        strata = collections.Counter(rates[s] for s, _ in own)
        hits, n = int(sum(x for _, x in own)), len(own)
        expected = sum(rate * count for rate, count in strata.items())
        if not expected:
            return [0] + [None] * 6
        low, high = s6.garwood(hits)
        company = self.seen[("company", "*"), metric]
        rate = sum(x for _, x in company) / len(company)
        found = self.spread(metric)
        spread = None
        if found:
            spread = min(beta_tails(hits, n, float(expected / n), found[1])
                         if found[1] and expected < n else
                         s6.tails(hits, n, expected / n))
        return [float(expected), float(hits / expected),
                low / float(expected), high / float(expected),
                float(min(1, hits * rate / expected)),
                min(unlike_tails(hits, strata)), spread]
