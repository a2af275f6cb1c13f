#include <math.h>

#include "engine/base/arena.h"
#include "metrics/statistics/profile.h"
#include "metrics/statistics/rising.h"
#include "metrics/statistics/shrink.h"
#include "metrics/statistics/sorted.h"

static const uint64_t COUNT_MAX = UINT64_C(1) << 40;
static const double PHI_LOW = 1e-9, PHI_HIGH = 1e6;

/* Each count once, in ascending order, with how often it occurs: the likelihood
 * is computed once for equal counts, and does not depend on the order of the
 * managers. */
struct tally {
	double *counts, *times;
	size_t length;
};

struct data {
	struct tally successes, failures, trials;
	double mean; /* where the search for the mean begins */
};

static bool
tally_make(struct tally *tally, double *counts, size_t n, struct arena *arena)
{
	sorted_ascending(counts, n);
	*tally = (struct tally){ counts,
		arena_allocate(arena, n, sizeof *tally->times), 0 };
	if (!tally->times)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t last = tally->length;
		if (last == 0 || counts[last - 1] != counts[i]) {
			counts[last] = counts[i];
			tally->times[last] = 0;
			tally->length++;
		}
		tally->times[tally->length - 1]++;
	}
	return true;
}

static struct rising
tally_sum(const struct tally *tally, double a, double phi)
{
	struct rising_table table;
	struct rising sum = { 0, 0, 0, 0 };
	rising_prepare(&table, a, phi);
	for (size_t i = 0; i < tally->length; i++) {
		struct rising one = rising_at(&table, tally->counts[i]);
		sum.value += tally->times[i] * one.value;
		sum.by_a += tally->times[i] * one.by_a;
		sum.by_aa += tally->times[i] * one.by_aa;
		sum.by_phi += tally->times[i] * one.by_phi;
	}
	return sum;
}

/* Maximises over the mean (the likelihood is concave in it) by Newton steps
 * within a shrinking bracket, then subtracts the part of the trials, which does
 * not depend on the mean. */
static struct profile_point
likelihood(double log_phi, void *context)
{
	struct data *data = context;
	double phi = exp(log_phi), low = 0, high = 1, mean = data->mean;
	struct rising wins, losses;
	for (int i = 0;; i++) {
		wins = tally_sum(&data->successes, mean, phi);
		losses = tally_sum(&data->failures, 1 - mean, phi);
		double slope = wins.by_a - losses.by_a;
		if (slope > 0)
			low = mean;
		else
			high = mean;
		double next = mean - slope / (wins.by_aa + losses.by_aa);
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (i == 100 || fabs(next - mean) <= 1e-14 * mean ||
		    next <= low || next >= high)
			break;
		mean = next;
	}
	data->mean = mean;
	struct rising all = tally_sum(&data->trials, 1, phi);
	return (struct profile_point){ wins.value + losses.value - all.value,
		phi * (wins.by_phi + losses.by_phi - all.by_phi) };
}

static double
total(const struct tally *tally)
{
	double sum = 0;
	for (size_t i = 0; i < tally->length; i++)
		sum += tally->counts[i] * tally->times[i];
	return sum;
}

static void
fit(struct data *data, struct shrink_beta *prior)
{
	double wins = total(&data->successes), losses = total(&data->failures);
	double pooled = wins / (wins + losses), top;
	*prior = (struct shrink_beta){ false, pooled, 0 };
	if (wins == 0 || losses == 0)
		return;
	bool at_low;
	data->mean = pooled;
	double chance = wins * log(pooled) + losses * log1p(-pooled);
	double place = profile_maximum(
	    likelihood, data, log(PHI_LOW), log(PHI_HIGH), &at_low, &top);
	if (at_low || top <= chance + 1e-12 * fabs(chance))
		return;
	data->mean = pooled;
	likelihood(place, data);
	*prior = (struct shrink_beta){ true, data->mean, exp(-place) };
}

static enum statistics_status
check_counts(const uint64_t *successes, const uint64_t *trials, size_t count)
{
	size_t groups = 0;
	for (size_t i = 0; i < count; i++) {
		if (successes[i] > trials[i] || trials[i] > COUNT_MAX)
			return STATISTICS_DOMAIN;
		groups += trials[i] > 0;
	}
	return groups < SHRINK_GROUPS_MIN ? STATISTICS_TOO_FEW
					  : STATISTICS_DEFINED;
}

static bool
load(struct data *data, const uint64_t *successes, const uint64_t *trials,
    size_t count, struct arena *arena)
{
	size_t n = 0;
	double *wins = arena_allocate(arena, count, sizeof *wins);
	double *losses = arena_allocate(arena, count, sizeof *losses);
	double *all = arena_allocate(arena, count, sizeof *all);
	if (!wins || !losses || !all)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (trials[i] == 0)
			continue;
		wins[n] = (double)successes[i];
		losses[n] = (double)(trials[i] - successes[i]);
		all[n++] = (double)trials[i];
	}
	return tally_make(&data->successes, wins, n, arena) &&
	       tally_make(&data->failures, losses, n, arena) &&
	       tally_make(&data->trials, all, n, arena);
}

enum statistics_status
shrink_beta_fit(const uint64_t *successes, const uint64_t *trials, size_t count,
    struct arena *scratch, struct shrink_beta *prior)
{
	enum statistics_status status = check_counts(successes, trials, count);
	if (status)
		return status;
	struct data data;
	struct arena_mark mark = arena_mark(scratch);
	if (load(&data, successes, trials, count, scratch))
		fit(&data, prior);
	else
		status = STATISTICS_NO_MEMORY;
	arena_release(scratch, mark);
	return status;
}

enum statistics_status
shrink_beta_mean(const struct shrink_beta *prior, uint64_t successes,
    uint64_t trials, double *mean)
{
	if (successes > trials || !(prior->mean >= 0 && prior->mean <= 1))
		return STATISTICS_DOMAIN;
	if (trials == 0)
		return STATISTICS_TOO_FEW;
	if (prior->spread &&
	    !(prior->concentration > 0 && isfinite(prior->concentration)))
		return STATISTICS_DOMAIN;
	*mean = prior->spread
		    ? (prior->mean * prior->concentration + (double)successes) /
			  (prior->concentration + (double)trials)
		    : prior->mean;
	return STATISTICS_DEFINED;
}
