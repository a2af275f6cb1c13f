"""What every number carries (metrics/README.md, "The columns of kpi.csv"),
from the observations, with nothing but the standard library and other ways of
calculating than the program's: exact integers for Fisher, bisection for
quantiles, golden sections for likelihoods.
"""
import functools
import itertools
import math
from fractions import Fraction
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


def bisect(function, low, high):
    """Where an ascending function passes zero."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(a, b, x):
    """Regularised, by Lentz's continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) +
                     a * math.log(x) + b * math.log1p(-x)) / a
    f, c, d = 1.0, 1.0, 0.0
    for i in range(1000):
        m = i // 2
        if i == 0:
            step = 1.0
        elif i % 2 == 0:
            step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            step = -(a + m) * (a + b + m) * x / (
                (a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + step * d or 1e-300)
        c = 1 + step / c or 1e-300
        f *= c * d
        if abs(1 - c * d) < 1e-16:
            break
    return front * (f - 1)


def t_upper(t, df):
    return incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2


@functools.lru_cache(None)
def t_quantile(df):
    return bisect(lambda t: 0.025 - t_upper(t, df), 0, 1e4)


def wilson(hits, n):
    p, z = hits / n, Z
    centre, scale = p + z * z / (2 * n), 1 + z * z / n
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (max(0, (centre - reach) / scale) if hits else 0,
            min(1, (centre + reach) / scale) if hits < n else 1)


def poisson_up_to(count, mean):
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
                     for k in range(count + 1)) if mean else 1.0


@functools.lru_cache(None)
def garwood(count):
    top = 10 * count + 20
    low = bisect(lambda m: 1 - poisson_up_to(count - 1, m) - 0.025, 0,
                 top) if count else 0
    return low, bisect(lambda m: 0.025 - poisson_up_to(count, m), 0, top)


def moments(scores):
    """n, mean, variance, exactly; then as doubles."""
    n = len(scores)
    mean = Fraction(sum(scores), n) if n else Fraction(0)
    variance = sum((x - mean) ** 2 for x in scores) / (n - 1) if n > 1 else 0
    return n, float(mean), float(variance)


def clipped(mean, reach, low, high):
    return max(low, mean - reach), min(high, mean + reach)


def score_interval(scores, low, high):
    """All means whose distance is within t, solved by bisection."""
    n, mean, variance = moments(scores)
    if n < 2:
        return None
    k, spread = 0.7, (n - 1) * variance
    t = t_quantile(n - 1 + k)

    def beyond(supposed):
        allowed = (spread + k * (supposed - low) * (high - supposed)) / (
            n - 1 + k)
        return (mean - supposed) ** 2 - t * t * allowed / n

    ends = (bisect(lambda m: -beyond(m), low, mean) if beyond(low) > 0
            else low,
            bisect(beyond, mean, high) if beyond(high) > 0 else high)
    return ends


def amounts_interval(pairs):
    """What is kept of amounts: Wilson's with the effective number."""
    kept, whole = sum(x for x, _ in pairs), sum(y for _, y in pairs)
    n = whole * whole / sum(y * y for _, y in pairs)
    p, z = kept / whole, Z
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    ends = [(p + z * z / (2 * n) + side * reach) / (1 + z * z / n)
            for side in (-1, 1)]
    return 0 if kept == 0 else ends[0], 1 if kept == whole else ends[1]


def ratio_interval(pairs):
    """Degrees of freedom from the whole matrix of the errors' variances."""
    n, whole = len(pairs), sum(y for _, y in pairs)
    ratio = sum(x for x, _ in pairs) / whole
    alike = all(abs(x - ratio * y) <= 1e-12 * max(abs(x), abs(ratio * y))
                for x, y in pairs)
    if n < 3 or alike or any(abs(whole - y) <= 1e-12 * abs(y)
                             for _, y in pairs):
        return None
    h = [y / whole for _, y in pairs]
    square = math.fsum(share * share for share in h)
    trace = math.fsum(a * a * (1 - 2 * a + square) for a in h)
    squares = math.fsum(
        (a * a * (1 - 2 * a + square) if i == j
         else a * b * (square - a - b)) ** 2
        for i, a in enumerate(h) for j, b in enumerate(h))
    error = math.sqrt(n / (n - 1) * math.fsum(
        (x - ratio * y) ** 2 for x, y in pairs)) / abs(whole)
    reach = t_quantile(max(1.0, trace * trace / squares)) * error
    low = ratio - reach
    positive = whole > 0 and all(x >= 0 for x, _ in pairs)
    return max(low, 0.0) if positive else low, ratio + reach


def group_interval(groups):
    parts = [moments(scores) for scores in groups]
    if any(n < 2 for n, _, _ in parts):
        return None
    errors = [variance / n for n, _, variance in parts]
    total, count = sum(errors), len(parts)
    reach = 0
    if total:
        df = total ** 2 / sum(e * e / (n - 1)
                              for e, (n, _, _) in zip(errors, parts))
        reach = t_quantile(df) * math.sqrt(total) / count
    return clipped(sum(m for _, m, _ in parts) / count, reach, 0, 100)


@functools.lru_cache(None)
def fisher(a, n1, c, n2):
    """Two-sided; the tables are weighed by whole numbers."""
    if not n1 or not n2:
        return None
    hits = a + c
    weights = [math.comb(n1, k) * math.comb(n2, hits - k)
               for k in range(max(0, hits - n2), min(n1, hits) + 1)]
    own = math.comb(n1, a) * math.comb(n2, c)
    extreme = sum(w for w in weights if w * 10 ** 7 <= own * (10 ** 7 + 1))
    return float(Fraction(extreme, sum(weights)))


def welch(first, second):
    (n1, m1, v1), (n2, m2, v2) = moments(first), moments(second)
    if n1 < 2 or n2 < 2 or v1 == v2 == 0:
        return None
    e1, e2 = v1 / n1, v2 / n2
    df = (e1 + e2) ** 2 / (e1 * e1 / (n1 - 1) + e2 * e2 / (n2 - 1))
    return min(1, 2 * t_upper(abs(m1 - m2) / math.sqrt(e1 + e2), df))


def benjamini_hochberg(values):
    known = sorted((p, i) for i, p in enumerate(values) if p is not None)
    adjusted, least = list(values), 1.0
    for rank in range(len(known), 0, -1):
        p, i = known[rank - 1]
        least = min(least, p * len(known) / rank)
        adjusted[i] = least
    return adjusted


def golden(function, low, high):
    """Where a function of one top is highest."""
    part = (math.sqrt(5) - 1) / 2
    a, b = high - part * (high - low), low + part * (high - low)
    fa, fb = function(a), function(b)
    for _ in range(90):
        if fa < fb:
            low, a, fa = a, b, fb
            b = low + part * (high - low)
            fb = function(b)
        else:
            high, b, fb = b, a, fa
            a = high - part * (high - low)
            fa = function(a)
    return (low + high) / 2


def climb(function, low, high, steps=36):
    """The place of the highest top: a grid, then golden sections."""
    grid = [low + (high - low) * i / steps for i in range(steps + 1)]
    best = max(range(steps + 1), key=lambda i: function(grid[i]))
    return golden(function, grid[max(0, best - 1)],
                  grid[min(steps, best + 1)])


def fit_shares(pairs):
    """Beta-binomial; pairs are (hits, n) with n > 0: the mean m and f = 1 /
    (a + b), 0 for no spread; None for too few. The likelihood is a product of
    (m + if), (1 − m + if) over (1 + if)."""
    if len(pairs) < 3:
        return None
    hits, all_n = sum(h for h, _ in pairs), sum(n for _, n in pairs)
    if hits in (0, all_n):
        return hits / all_n, 0
    wins = [sum(h > i for h, _ in pairs) for i in range(all_n)]
    losses = [sum(n - h > i for h, n in pairs) for i in range(all_n)]
    trials = [sum(n > i for _, n in pairs) for i in range(all_n)]
    wins, losses, trials = ([(i, t) for i, t in enumerate(x) if t]
                            for x in (wins, losses, trials))

    def best_mean(f):
        return bisect(lambda m: sum(t / (1 - m + i * f) for i, t in losses) -
                      sum(t / (m + i * f) for i, t in wins), 1e-12, 1 - 1e-12)

    def likelihood(f, m):
        return math.fsum(
            [t * math.log(m + i * f) for i, t in wins] +
            [t * math.log(1 - m + i * f) for i, t in losses] +
            [-t * math.log(1 + i * f) for i, t in trials])

    @functools.lru_cache(None)
    def profile(log_f):
        f = math.exp(log_f)
        return likelihood(f, best_mean(f))
    place = climb(profile, math.log(1e-6), math.log(1e6))
    if profile(place) <= likelihood(0, hits / all_n) + 1e-9:
        return hits / all_n, 0
    f = math.exp(place)
    return best_mean(f), f


def shrink_shares(pairs, company):
    fit = fit_shares(pairs)
    if not fit or not fit[1]:
        return [fit and company] * len(pairs)
    m, f = fit
    return [(m / f + h) / (1 / f + n) for h, n in pairs]


def fit_means(groups):
    """Normal-normal; groups are lists of scores, none empty: the mean, tau²
    and the variance within; None for too few."""
    parts = [moments(scores) for scores in groups]
    freedom = sum(n - 1 for n, _, _ in parts)
    if len(parts) < 3 or not freedom:
        return None
    within = sum((n - 1) * v for n, _, v in parts) / freedom
    if within == 0:
        means = [m for _, m, _ in parts]
        centre = sum(means) / len(means)
        return centre, sum((m - centre) ** 2 for m in means) / len(means), 0

    def top(tau2):
        weights = [1 / (tau2 + within / n) for n, _, _ in parts]
        return sum(w * m for w, (_, m, _) in zip(weights, parts)) / sum(
            weights)

    def likelihood(tau2):
        mean = top(tau2)
        return -math.fsum(
            math.log(tau2 + within / n) + (m - mean) ** 2 /
            (tau2 + within / n) for n, m, _ in parts) / 2
    place = climb(lambda log: likelihood(math.exp(log)), math.log(1e-7),
                  math.log(1e5))
    tau2 = math.exp(place)
    if likelihood(tau2) <= likelihood(0) + 1e-9:
        return top(0), 0, within
    return top(tau2), tau2, within


def shrink_means(groups, company):
    fit = fit_means(groups)
    if not fit or not fit[1]:
        return [fit and company] * len(groups)
    mean, tau2, within = fit
    return [mean + tau2 / (tau2 + within / n) * (m - mean)
            for n, m, _ in map(moments, groups)]


def tails(hits, n, rate):
    """P(X ≤ hits) and P(X ≥ hits), exact."""
    weights = [math.comb(n, k) * rate ** k * (1 - rate) ** (n - k)
               for k in range(n + 1)]
    return float(sum(weights[:hits + 1])), float(sum(weights[hits:]))


def theil_sen(points):
    slopes = sorted((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2)
                    in itertools.combinations(points, 2))
    half = len(slopes) // 2
    return slopes[half] if len(slopes) % 2 else (
        slopes[half - 1] + slopes[half]) / 2


@functools.lru_cache(None)
def orders_with(n, inversions):
    if inversions < 0:
        return 0
    if n == 0:
        return int(inversions == 0)
    return sum(orders_with(n - 1, inversions - k) for k in range(n))


def mann_kendall(values):
    n, pairs = len(values), len(values) * (len(values) - 1) // 2
    s = sum((b > a) - (b < a)
            for a, b in itertools.combinations(values, 2))
    ties = [values.count(v) for v in set(values)]
    if max(ties) == 1 and n <= 10:
        return sum(orders_with(n, i) for i in range(pairs + 1)
                   if abs(pairs - 2 * i) >= abs(s)) / math.factorial(n)
    variance = (n * (n - 1) * (2 * n + 5) - sum(
        t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    if variance == 0:
        return None
    z = max(0, abs(s) - 1) / math.sqrt(variance)
    return min(1, math.erfc(z / math.sqrt(2)))


