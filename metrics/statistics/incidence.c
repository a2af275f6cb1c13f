#include "metrics/statistics/incidence.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "engine/base/arena.h"

/* With F the incidence so far, and of each earlier time its incidence F_i, the
 * variance is Σ a_i (F − F_i)² − 2 Σ c_i (F − F_i) + Σ b_i: these sums, of
 * which a is the same for both causes. */
struct variance {
	double a, aF, aFF, b, c, cF;
};

struct walk {
	double open; /* P(not ended before this time) */
	struct incidence_step *step;
	double so_far[CAUSES];
	struct variance sums[CAUSES];
};

/* What a time with `d` ends of `n` at risk, `events` of them by the cause,
 * adds. Where all ended, nobody is left for whom an error could go on. */
static void
add_variance(struct variance *sums, double open, double F, double n, double d,
    double events)
{
	double a = d < n ? d / (n * (n - d)) : 0, c = open * events / (n * n);
	sums->a += a;
	sums->aF += a * F;
	sums->aFF += a * F * F;
	sums->b += open * open * events * (n - events) / (n * n * n);
	sums->c += c;
	sums->cF += c * F;
}

static double
variance_at(const struct variance *sums, double F)
{
	double variance = F * F * sums->a - 2 * F * sums->aF + sums->aFF -
			  2 * (F * sums->c - sums->cF) + sums->b;
	return variance > 0 ? variance : 0;
}

/* The limits F^exp(∓z σ / (F log F)). */
static void
set_band(struct incidence *incidence, double z)
{
	double F = incidence->so_far;
	if (F <= 0 || F >= 1) {
		incidence->band = STATISTICS_NO_SPREAD;
		return;
	}
	double reach = z * incidence->error / (F * fabs(log(F)));
	incidence->band = STATISTICS_DEFINED;
	incidence->low = pow(F, exp(reach));
	incidence->high = pow(F, exp(-reach));
}

/* Adds one time: `n` at risk, of whom `events` ended. */
static void
add_time(struct walk *walk, double n, const uint64_t events[CAUSES], double z)
{
	double d = (double)(events[0] + events[1]);
	for (int cause = 0; cause < CAUSES; cause++) {
		struct incidence *incidence = &walk->step->cause[cause];
		double own = (double)events[cause];
		bool only = walk->so_far[1 - cause] == 0 && own == d;
		walk->so_far[cause] =
		    only && d == n ? 1 /* all, without rounding */
				   : walk->so_far[cause] + walk->open * own / n;
		add_variance(&walk->sums[cause], walk->open,
		    walk->so_far[cause], n, d, own);
		incidence->events = events[cause];
		incidence->so_far = walk->so_far[cause];
		incidence->error =
		    sqrt(variance_at(&walk->sums[cause], walk->so_far[cause]));
		set_band(incidence, z);
	}
	walk->open *= (n - d) / n;
}

static void
fill_steps(const struct survival_subject *ordered, size_t n, double z,
    struct incidence_curve *curve)
{
	struct walk walk = { .open = 1 };
	for (size_t i = 0, end; i < n; i = end) {
		uint64_t events[CAUSES] = { 0 };
		for (end = i; end < n && ordered[end].time == ordered[i].time;
		     end++)
			if (ordered[end].event)
				events[ordered[end].group]++;
		if (events[0] + events[1] == 0)
			continue;
		walk.step = &curve->steps[curve->count++];
		walk.step->time = ordered[i].time;
		walk.step->at_risk = n - i;
		add_time(&walk, (double)(n - i), events, z);
	}
}

enum statistics_status
incidence_aalen_johansen(const struct survival_subject *subjects, size_t n,
    double level, struct arena *arena, struct incidence_curve *curve)
{
	struct survival_subject *ordered;
	if (!isfinite(level))
		return STATISTICS_NOT_FINITE;
	if (level <= 0 || level >= 1)
		return STATISTICS_DOMAIN;
	for (size_t i = 0; i < n; i++)
		if (subjects[i].event && subjects[i].group >= CAUSES)
			return STATISTICS_DOMAIN;
	enum statistics_status status =
	    survival_ordered(subjects, n, arena, &ordered);
	if (status)
		return status;
	struct incidence_curve result = { NULL, 0 };
	result.steps = arena_allocate(
	    arena, survival_count_times(ordered, n), sizeof *result.steps);
	if (!result.steps)
		return STATISTICS_NO_MEMORY;
	fill_steps(
	    ordered, n, gsl_cdf_ugaussian_Qinv((1 - level) / 2), &result);
	*curve = result;
	return STATISTICS_DEFINED;
}
