#include "io/export/dashboard/verdict.h"

#include <math.h>

static const double SURE = 0.05;

enum { SPREAD_MOST = 8, SPREAD_LEAST = 4, SEVERAL_MOST = 3 };

/* Highest less lowest of the periods before the run's own; NaN where they are
 * too few. */
static double
spread_before(const struct dashboard *dashboard, size_t subject, size_t metric)
{
	size_t run = dashboard->results->run_period, count = 0;
	double low = INFINITY, high = -INFINITY;
	for (size_t p = run; p-- > 0 && run - p <= SPREAD_MOST;) {
		double value =
		    dashboard_value_in(dashboard, p, subject, metric);
		if (!isfinite(value))
			continue;
		low = fmin(low, value);
		high = fmax(high, value);
		count++;
	}
	return count < SPREAD_LEAST ? NAN : high - low;
}

enum verdict
dashboard_verdict(
    const struct dashboard *dashboard, size_t subject, size_t metric)
{
	const struct results *results = dashboard->results;
	const struct estimate *estimate =
	    dashboard_estimate(dashboard, subject, metric);
	if (!estimate->change.defined || results->run_period == 0 ||
	    !results_reach(results, results->run_period - 1, metric))
		return VERDICT_NONE;
	double change = quantity_double(estimate->change);
	bool up = results->metrics[metric].direction == DIRECTION_UP;
	bool news = change != 0;
	if (estimate->p_change.defined) {
		news = news && estimate->p_change.value < SURE;
	} else {
		double spread = spread_before(dashboard, subject, metric);
		if (isnan(spread))
			return VERDICT_NONE;
		news = fabs(change) > spread;
	}
	return !news                ? VERDICT_SAME
	       : (change > 0) == up ? VERDICT_BETTER
				    : VERDICT_WORSE;
}

const char *
dashboard_verdict_word(const struct dashboard *dashboard, enum verdict verdict)
{
	static const enum label words[] = { LABEL_EMPTY, LABEL_ABOUT_THE_SAME,
		LABEL_IS_BETTER, LABEL_IS_WORSE };
	return dashboard_label(dashboard, words[verdict]);
}

enum role
dashboard_verdict_role(enum verdict verdict)
{
	return verdict == VERDICT_BETTER  ? ROLE_GOOD
	       : verdict == VERDICT_WORSE ? ROLE_BAD
					  : ROLE_BODY;
}

struct verdicts
dashboard_verdicts(const struct dashboard *dashboard, size_t subject)
{
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	struct verdicts found = { .all = (int)count };
	for (size_t i = 0; i < count; i++) {
		enum verdict verdict =
		    dashboard_verdict(dashboard, subject, metrics[i]);
		found.better += verdict == VERDICT_BETTER;
		found.worse += verdict == VERDICT_WORSE;
		found.same += verdict == VERDICT_SAME;
	}
	return found;
}

const char *
dashboard_with_most(const struct dashboard *dashboard, const char *head,
    const char *metric, bool (*counts)(const struct observation *observation),
    enum label one, enum label several)
{
	size_t most, equal,
	    who = dashboard_most(dashboard,
		dashboard_observations(dashboard, metric), counts, &most,
		&equal);
	if (who == SIZE_MAX || most < 2 || equal > SEVERAL_MOST)
		return head;
	if (equal > 1)
		return dashboard_format(dashboard, several, head, equal, most);
	size_t index = dashboard_metric(dashboard, metric);
	return dashboard_estimate(dashboard, who, index)->n < NAMED_LEAST
		   ? head
		   : dashboard_format(dashboard, one, head,
			 dashboard_subject_name(dashboard, who).data, most);
}
