#include "io/export/dashboard/target.h"

#include <math.h>

/* The line of a card for a metric and a scope; NULL for none. `count`: how many
 * there are (of several plans). */
static const struct scorecard_line *
find_line(const struct scorecard *card, size_t metric, enum plan_scope scope,
    size_t *count)
{
	const struct scorecard_line *found = NULL;
	*count = 0;
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		if (line->metric != metric || line->row->scope != scope ||
		    line->row->estimator != ESTIMATOR_VALUE)
			continue;
		found = line;
		++*count;
	}
	return found;
}

/* What the rows for the company ask. False: there are none. They may disagree:
 * then the target is undefined. */
static bool
ask_of_company(
    const struct pay_results *pay, size_t metric, struct optional *target)
{
	bool any = false;
	for (size_t i = 0; i < pay->card_count; i++) {
		size_t count;
		const struct scorecard_line *line =
		    find_line(&pay->cards[i], metric, PLAN_COMPANY, &count);
		if (!line)
			continue;
		struct optional own = line_knot_number(line, KNOT_TARGET);
		if (!any)
			*target = own;
		else if (!own.defined || own.value != target->value)
			target->defined = false;
		if (count > 1)
			target->defined = false;
		any = true;
	}
	return any;
}

/* The sum of what everybody is asked; undefined where somebody has some of it
 * without a target. */
static struct optional
sum_of_all(const struct dashboard *dashboard, size_t metric)
{
	const struct results *results = dashboard->results;
	const struct pay_results *pay = dashboard->record->scores;
	struct optional sum = { 0 };
	for (size_t s = 1; s < results->subject_count; s++) {
		const struct subject *subject = &results->subjects[s];
		if (subject->scope != SCOPE_MANAGER)
			continue;
		struct quantity value =
		    dashboard_estimate(dashboard, s, metric)->value;
		const struct scorecard *card = pay_card(pay, subject->id);
		size_t count = 0;
		const struct scorecard_line *line =
		    card ? find_line(card, metric, PLAN_SELF, &count) : NULL;
		struct optional target =
		    line ? line_knot_number(line, KNOT_TARGET)
			 : (struct optional){ 0 };
		bool has_some = value.defined && quantity_double(value) != 0;
		if (count > 1 || (!target.defined && (line || has_some)))
			return (struct optional){ 0 };
		sum.defined |= target.defined;
		sum.value += target.defined ? target.value : 0;
	}
	return sum;
}

struct optional
dashboard_target(const struct dashboard *dashboard, size_t metric)
{
	const struct pay_results *pay = dashboard->record->scores;
	enum metric_kind kind = dashboard->results->metrics[metric].kind;
	struct optional target = { 0 };
	if (!pay || !pay->has_plan)
		return target;
	if (ask_of_company(pay, metric, &target))
		return target;
	return kind == METRIC_SUM || kind == METRIC_COUNT
		   ? sum_of_all(dashboard, metric)
		   : target;
}

bool
dashboard_meets(const struct dashboard *dashboard, size_t metric, double target)
{
	double value =
	    quantity_double(dashboard_estimate(dashboard, 0, metric)->value);
	return dashboard->results->metrics[metric].direction == DIRECTION_UP
		   ? value >= target
		   : value <= target;
}
