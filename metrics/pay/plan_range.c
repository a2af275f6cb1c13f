#include "metrics/pay/plan_range.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/language.h"
#include "engine/model/steps.h"

/* The least and the most of a metric, as kpi.csv prints it. */
struct range {
	decimal low, high; /* DECIMAL_NONE: no bound */
};

static struct range
range_of(const struct metric *metric)
{
	struct range range;
	if (!plan_bounds(metric, &range.low, &range.high))
		range.low = range.high = DECIMAL_NONE;
	return range;
}

static bool
is_outside(decimal value, const struct range *range)
{
	return value != DECIMAL_NONE && range->low != DECIMAL_NONE &&
	       (value < range->low || value > range->high);
}

static bool
is_within(decimal value, decimal low, decimal high)
{
	return value == DECIMAL_NONE || (value >= low && value <= high);
}

/* The knots of a row, or its steps. */
struct knots {
	struct {
		const char *name;
		decimal value;
	} rows[STEPS_MOST];
	size_t count;
};

static struct knots
knots_of(const struct plan_row *row)
{
	struct knots knots = { { { "threshold", row->threshold },
				   { "target", row->target },
				   { "stretch", row->stretch } },
		3 };
	struct text rest = row->steps;
	struct step step;
	if (rest.length)
		knots.count = 0;
	while (knots.count < STEPS_MOST && steps_next(&rest, &step)) {
		knots.rows[knots.count].name = "step";
		knots.rows[knots.count++].value = step.value;
	}
	return knots;
}

/* A score that was written on the run's scale instead of 0 to 100. */
static bool
is_on_scale(const struct knots *knots, const struct metric *metric,
    const struct definitions *definitions)
{
	decimal low = definitions->scale_min, high = definitions->scale_max;
	bool within = metric->unit == UNIT_SCORE && metric->low == 0 &&
		      high <= 10 * DECIMAL_ONE;
	for (size_t i = 0; i < knots->count; i++)
		within &= is_within(knots->rows[i].value, low, high);
	return within;
}

/* The knots of a row that are filled, and what each was meant to be, as two
 * lists. */
struct slips {
	char knots[200], meant[200];
	size_t count;
};

static void
add_slip(struct slips *slips, const char *name, decimal value, wide meant)
{
	char a[WIDE_TEXT_SIZE], b[WIDE_TEXT_SIZE];
	const char *comma = slips->count++ ? ", " : "";
	size_t knots = strlen(slips->knots), means = strlen(slips->meant);
	wide_print(a, decimal_widen(value));
	wide_print(b, meant);
	if (knots + 60 > sizeof slips->knots ||
	    means + 60 > sizeof slips->meant)
		return; /* of many steps the first ones tell enough */
	snprintf(slips->knots + knots, sizeof slips->knots - knots, "%s%s %s",
	    comma, name, a);
	snprintf(slips->meant + means, sizeof slips->meant - means, "%s%s",
	    comma, b);
}

/* 100 × (score − scale_min) / (scale_max − scale_min). */
static wide
normalised(decimal score, const struct definitions *definitions)
{
	decimal low = definitions->scale_min, high = definitions->scale_max;
	return decimal_widen(score - low) * 100 / (high - low) * DECIMAL_ONE;
}

bool
plan_range_wrong(enum language language, char *text, size_t size,
    const struct plan_row *row, const struct metric *metric,
    const struct definitions *definitions)
{
	struct knots knots = knots_of(row);
	struct range range = range_of(metric);
	struct slips slips = { .count = 0 };
	bool scores = is_on_scale(&knots, metric, definitions);
	char low[WIDE_TEXT_SIZE], high[WIDE_TEXT_SIZE];
	for (size_t i = 0; i < knots.count; i++) {
		decimal value = knots.rows[i].value;
		if (value != DECIMAL_NONE &&
		    (scores || is_outside(value, &range)))
			add_slip(&slips, knots.rows[i].name, value,
			    scores ? normalised(value, definitions)
				   : decimal_widen(value) / 100);
	}
	if (slips.count == 0)
		return false;
	wide_print(
	    low, decimal_widen(scores ? definitions->scale_min : range.low));
	wide_print(
	    high, decimal_widen(scores ? definitions->scale_max : range.high));
	if (scores)
		snprintf(text, size,
		    language_count(language,
			"%s: the range is 0 to 100; on a scale from %s to "
			"%s that is %s, which is probably meant",
			"%s: the range is 0 to 100; on a scale from %s to "
			"%s that is %s, which are probably meant",
			slips.count),
		    slips.knots, low, high, slips.meant);
	else if (metric->unit == UNIT_SCORE)
		snprintf(text, size,
		    language_count(language, "%s is outside the range %s to %s",
			"%s are outside the range %s to %s", slips.count),
		    slips.knots, low, high);
	else
		snprintf(text, size,
		    language_count(language,
			"%s is outside the range %s to %s; %s is probably "
			"meant",
			"%s are outside the range %s to %s; %s are probably "
			"meant",
			slips.count),
		    slips.knots, low, high, slips.meant);
	return true;
}
