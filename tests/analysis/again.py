"""Statistics once more, by other means than the program's: exact fractions,
Gauss's elimination, binomial sums. For this folder's tests and others'.
"""
import collections
import math
from fractions import Fraction
from statistics import NormalDist, median

Z = NormalDist().inv_cdf(0.975)


def kaplan_meier(rows):
    """[(days, at risk, lost, survival, low, high)] of (days, lost) rows"""
    steps, survival, greenwood = [], Fraction(1), Fraction(0)
    for day in sorted({days for days, lost in rows if lost}):
        risk = sum(days >= day for days, _ in rows)
        lost = sum(days == day and gone for days, gone in rows)
        survival *= Fraction(risk - lost, risk)
        low = high = None
        if lost < risk:
            greenwood += Fraction(lost, risk * (risk - lost))
            s = float(survival)
            reach = Z * math.sqrt(greenwood) / abs(math.log(s))
            low, high = s ** math.exp(reach), s ** math.exp(-reach)
        steps.append((day, risk, lost, float(survival), low, high))
    return steps


def incidence(rows):
    """[(days, at risk, won, lost, won so far, lost so far, low, high)] of (days,
    None, "won" or "lost") rows. The variance is that of the multinomial of each
    day, weighed by what F gains from one more end of each sort."""
    steps, left, so_far = [], Fraction(1), {"won": Fraction(0),
                                            "lost": Fraction(0)}
    terms = []
    for day in sorted({days for days, end in rows if end}):
        risk = sum(days >= day for days, _ in rows)
        ends = {end: sum(row == (day, end) for row in rows) for end in so_far}
        for end in so_far:
            so_far[end] += left * Fraction(ends[end], risk)
        terms.append((left, risk, ends["won"], ends["lost"], so_far["won"]))
        left *= Fraction(risk - sum(ends.values()), risk)
        won, variance = so_far["won"], Fraction(0)
        for before, n, w, d, then in terms:
            h, g = Fraction(w, n), Fraction(d, n)
            later = (won - then) / (before * (1 - h - g)) if h + g < 1 else 0
            gains = (1 - later, -later)
            mean = gains[0] * h + gains[1] * g
            variance += before ** 2 * (gains[0] ** 2 * h + gains[1] ** 2 * g -
                                       mean ** 2) / n
        low = high = None
        if 0 < won < 1:
            reach = Z * math.sqrt(variance) / float(won) / abs(math.log(won))
            low, high = (float(won) ** math.exp(s * reach) for s in (1, -1))
        steps.append((day, risk, ends["won"], ends["lost"], float(won),
                      float(so_far["lost"]), low, high))
    return steps


def log_rank(groups):
    """(χ², expected) of lists of (days, lost) rows, by elimination."""
    everyone = [row for group in groups for row in group]
    k = len(groups)
    difference = [Fraction(0)] * k
    expected = [Fraction(0)] * k
    variance = [[Fraction(0)] * k for _ in range(k)]
    for day in sorted({days for days, lost in everyone if lost}):
        n = sum(days >= day for days, _ in everyone)
        d = sum(days == day and lost for days, lost in everyone)
        at_risk = [sum(days >= day for days, _ in g) for g in groups]
        for i in range(k):
            expected[i] += Fraction(d * at_risk[i], n)
            difference[i] += sum(days == day and lost
                                 for days, lost in groups[i])
            for j in range(k):
                if n > 1:
                    variance[i][j] += Fraction(
                        d * (n - d) * at_risk[i] * ((i == j) * n - at_risk[j]),
                        (n - 1) * n * n)
    difference = [o - e for o, e in zip(difference, expected)]
    solved = solve([row[:k - 1] for row in variance[:k - 1]],
                   difference[:k - 1])
    if solved is None:
        return None, expected
    return float(sum(a * b for a, b in zip(solved, difference))), expected


def solve(matrix, right):
    """Gauss's elimination over fractions; None where singular."""
    n = len(right)
    rows = [list(map(Fraction, row)) + [Fraction(value)]
            for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = next((r for r in range(i, n) if rows[r][i]), None)
        if pivot is None:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i and rows[r][i]:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def chi_square_upper(statistic, df):
    """P(χ² > statistic), whole df: from df 1 or 2 upwards."""
    half = statistic / 2
    if df % 2:
        p, term, k = math.erfc(math.sqrt(half)), math.sqrt(
            half) * math.exp(-half) / math.gamma(1.5), 1
    else:
        p, term, k = math.exp(-half), half * math.exp(-half), 2
    while k < df:
        p += term
        k += 2
        term *= half / (k / 2)
    return p


def adjust(values):
    """Benjamini and Hochberg's, of a dictionary."""
    ordered = sorted(values, key=values.get, reverse=True)
    least, result = 1.0, {}
    for i, key in enumerate(ordered):
        least = min(least, values[key] * len(ordered) / (len(ordered) - i))
        result[key] = least
    return result


def quantile(values, fraction):
    values = sorted(values)
    place = (len(values) - 1) * fraction
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def binomial_limits(n, rate, level):
    """The smallest and the largest count that are not outside."""
    left = (1 - Fraction(level)) / 2
    terms = [math.comb(n, k) * rate ** k * (1 - rate) ** (n - k)
             for k in range(n + 1)]
    inside = [k for k in range(n + 1)
              if sum(terms[:k + 1]) >= left and sum(terms[k:]) >= left]
    return inside[0], inside[-1]


def ranks(values):
    return [sum(other < value for other in values) +
            (sum(other == value for other in values) + 1) / 2
            for value in values]


def spearman(x, y):
    a, b = ranks(x), ranks(y)
    middle = (len(a) + 1) / 2
    squares = [sum((r - middle) ** 2 for r in side) for side in (a, b)]
    if not all(squares):
        return None
    return sum((p - middle) * (q - middle)
               for p, q in zip(a, b)) / math.sqrt(squares[0] * squares[1])


def hang_together(cells):
    """Can everyone be reached from anyone through shared ratings?"""
    left = [set(pair) for pair in {(("m", m), ("d", d)) for m, d in cells}]
    reached = left.pop()
    while True:
        near = [pair for pair in left if pair & reached]
        if not near:
            return not left
        reached = reached.union(*near)
        left = [pair for pair in left if not pair <= reached]


def additive(cells, managers, departments):
    """Managers and departments as effects that add up: their normal
    equations, the first department's effect being 0. cells: (manager,
    department) → scores. (manager → adjusted mean, department → severity);
    None where they cannot be told apart."""
    k = len(managers)
    size = k + len(departments) - 1
    if not managers or not hang_together(cells):
        return None
    matrix = [[0] * size for _ in range(size)]
    right = [Fraction(0)] * size
    for (m, d), scores in cells.items():
        places = [managers.index(m)]
        if departments.index(d):
            places.append(k + departments.index(d) - 1)
        for i in places:
            right[i] += sum(map(Fraction, scores))
            for j in places:
                matrix[i][j] += len(scores)
    solved = solve(matrix, right)
    if solved is None:
        return None
    effect = [Fraction(0)] + solved[k:]
    typical = sum(effect) / len(effect)
    return ({m: float(solved[i] + typical)
             for i, m in enumerate(managers)},
            {d: float(typical - e) for d, e in zip(departments, effect)})


def hidden_departments(by_department, min_raters):
    """Whose mean of one manager is not shown: departments with too few
    answers; if that is one, also the next smallest, or it could be worked
    out from the manager's mean."""
    hidden = {d for d, s in by_department.items() if len(s) < min_raters}
    if len(hidden) == 1:
        hidden |= set(sorted(set(by_department) - hidden,
                             key=lambda d: (len(by_department[d]),
                                            d.encode()))[:1])
    return hidden


def icc(cells, managers, departments):
    """(managers in it, of a single department, of their mean) over the
    managers whom every department rated: two-way, random, agreement (Shrout
    and Fleiss 2,1 and 2,k); None where not defined."""
    ratings = [[sum(cells[m, d]) / len(cells[m, d]) for d in departments]
               for m in managers if all((m, d) in cells for d in departments)]
    n, k = len(ratings), len(departments)
    if n < 2 or k < 2:
        return n, None, None
    grand = sum(map(sum, ratings)) / n / k
    rows = [sum(r) / k for r in ratings]
    columns = [sum(c) / n for c in zip(*ratings)]
    bms = k * sum((r - grand) ** 2 for r in rows) / (n - 1)
    jms = n * sum((c - grand) ** 2 for c in columns) / (k - 1)
    ems = sum((ratings[i][j] - rows[i] - columns[j] + grand) ** 2
              for i in range(n) for j in range(k)) / (n - 1) / (k - 1)
    below = bms + (jms - ems) / n
    if bms <= 1e-9 or below <= 1e-9:
        return n, None, None
    return n, (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n), \
        (bms - ems) / below


def spread(values):
    """(median, lower and upper quartile, MAD, lower and upper fence); no
    fences with fewer than four values, nothing with none."""
    if not values:
        return (None,) * 6
    middle = median(values)
    low, high = (quantile(values, f) for f in (0.25, 0.75))
    mad = 1.4826 * median(abs(v - middle) for v in values)
    if len(values) < 4:
        return middle, low, high, mad, None, None
    reach = 1.5 * (high - low)
    return middle, low, high, mad, low - reach, high + reach
