#include "metrics/pay/correction.h"

enum { CLOSING = 5 }; /* the indicator of close and win rate */

static bool
is_closing(const struct metric *metric)
{
	return metric->kind == METRIC_SHARE && metric->indicator == CLOSING;
}

bool
correction_is_of_sum(const struct metric *metric)
{
	return metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
}

/* A measure of that whole number. */
static union measure
measure_of(const struct metric *metric, double number)
{
	return metric->decimals
		   ? (union measure){ .exact = (wide)number * WIDE_ONE }
		   : (union measure){ .fraction =
					  rational_whole((int64_t)number) };
}

/* Does the metric depend on a survey's score? */
static bool
is_scored(const struct metric *metric)
{
	return metric->records == RECORD_SURVEY &&
	       (metric->kind != METRIC_SHARE ||
		   text_is(text_of(metric->id), "csat_top2"));
}

static double
extreme(const struct metric *metric, bool best)
{
	return best == (metric->direction == DIRECTION_UP) ? metric->high
							   : metric->low;
}

struct tally_change
correction_change(const struct metric *metric, const struct observation *o,
    enum correction correction)
{
	struct tally_change drop = { .removes = 1, .removed = *o };
	struct tally_change change = { 1, true, *o, *o };
	bool closing = is_closing(metric);
	switch (correction) {
	case CORRECTION_OMITTED:
		return drop;
	case CORRECTION_LOST:
		if (!closing)
			return drop;
		change.added.x.exact = 0;
		return change;
	case CORRECTION_WON:
		change.added.x.exact = WIDE_ONE;
		return closing ? change : (struct tally_change){ 0 };
	case CORRECTION_REVERSED:
		change.added.x.exact = WIDE_ONE - o->x.exact;
		return change;
	case CORRECTION_BEST:
	case CORRECTION_WORST:
		change.added.x = measure_of(
		    metric, extreme(metric, correction == CORRECTION_BEST));
		return is_scored(metric) ? change : (struct tally_change){ 0 };
	case CORRECTION_AT_BUDGET:
		if (metric->kind == METRIC_RATIO &&
		    metric->direction == DIRECTION_UP)
			change.added.y = o->x; /* cpi: budget / cost */
		else
			change.added.x = measure_of(metric, 0);
		return change;
	case CORRECTION_MORE_BEST:
	case CORRECTION_MORE_WORST:
		break;
	}
	return (struct tally_change){ 0 };
}

bool
correction_suits(const struct metric *metric, const struct observation *o,
    enum correction correction)
{
	bool of_contracts = metric->records == RECORD_CONTRACT;
	switch (correction) {
	case CORRECTION_OMITTED:
		return true;
	case CORRECTION_LOST:
		return of_contracts && (correction_is_of_sum(metric) ||
					   (is_closing(metric) && o->x.exact));
	case CORRECTION_WON:
		return is_closing(metric) && !o->x.exact;
	case CORRECTION_REVERSED:
		return metric->kind == METRIC_SHARE && !is_closing(metric) &&
		       (of_contracts || metric->records == RECORD_CLIENT);
	case CORRECTION_BEST:
	case CORRECTION_WORST:
		return is_scored(metric);
	case CORRECTION_AT_BUDGET:
		return metric->records == RECORD_PROJECT;
	case CORRECTION_MORE_BEST:
	case CORRECTION_MORE_WORST:
		break;
	}
	return false;
}

unsigned
correction_kinds(const struct metric *metric)
{
	static const struct {
		const char *id;
		unsigned kinds;
	} sums[] = { { "revenue", 15 }, { "revenue_new", 1u << KIND_NEW },
		{ "revenue_renewal", 1u << KIND_RENEWAL },
		{ "revenue_expansion",
		    1u << KIND_UPSELL | 1u << KIND_CROSS_SELL },
		{ "upsell_wins", 1u << KIND_UPSELL | 1u << KIND_CROSS_SELL } };
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		if (text_is(text_of(metric->id), sums[i].id))
			return sums[i].kinds;
	return 0;
}

struct tally_change
correction_one_more(const struct metric *metric, bool best)
{
	struct tally_change change = { .adds = true,
		.added = { .x = measure_of(metric, extreme(metric, best)),
		    .y = measure_of(metric, 1) } };
	if (metric->kind == METRIC_SHARE || metric->kind == METRIC_MEAN)
		return change;
	if (metric->kind != METRIC_COUNT || !best)
		return (struct tally_change){ 0 };
	change.added.x.exact = WIDE_ONE;
	return change;
}
