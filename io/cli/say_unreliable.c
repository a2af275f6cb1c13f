#include "io/cli/say_unreliable.h"

#include <math.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/schema.h"

static const double RELIABLE = 0.5;
static const decimal HEAVY = 20 * DECIMAL_ONE;

/* Is somebody judged by the row? */
static bool
is_used(const struct pay_results *pay, const struct plan_row *row)
{
	for (size_t i = 0; i < pay->card_count; i++)
		for (size_t l = 0; l < pay->cards[i].line_count; l++)
			if (pay->cards[i].lines[l].row == row)
				return true;
	return false;
}

static bool
hangs_on_chance(const struct plan_row *row, const char *metric)
{
	return text_is(row->metric, metric) && row->scope == PLAN_SELF &&
	       row->estimator != ESTIMATOR_SHRUNK && row->weight >= HEAVY;
}

/* `senior 30 (plan.csv:4), lead 25 (plan.csv:9)`; "" for none, NULL without
 * memory. */
static const char *
heavy_rows(const struct session *session, const char *metric)
{
	const struct dataset *data = &session->data;
	const char *list = "";
	for (size_t i = 0; i < data->plan_row_count && list; i++) {
		const struct plan_row *row = &data->plan[i];
		char weight[WIDE_TEXT_SIZE];
		if (!hangs_on_chance(row, metric) ||
		    !is_used(&session->pay, row))
			continue;
		const char *place =
		    place_text(data, row->source, session->arena);
		weight[wide_print(weight, decimal_widen(row->weight))] = '\0';
		list = arena_format(session->arena, "%s%s%s %s (%s)", list,
		    *list ? ", " : "", row->level.data, weight,
		    place ? place : "");
	}
	return list;
}

static enum status
add(struct session *session, const struct metric *metric, double reliability,
    const char *rows)
{
	struct assumption *assumption =
	    assumptions_add(&session->data.assumptions, 0, "");
	if (!assumption)
		return diagnostics_no_memory(&session->diagnostics);
	int percent = (int)lround(100 * reliability);
	note_say(&assumption->text,
	    "%s weighs much in a plan, %s, but only %d %% of the differences "
	    "in it between managers are more than chance; estimator shrunk "
	    "evens the rest out",
	    metric->id, rows, percent);
	return STATUS_OK;
}

enum status
say_unreliable(struct session *session)
{
	const struct results *results = &session->results;
	enum status status = STATUS_OK;
	for (size_t m = 0; m < results->metric_count && !status; m++) {
		const struct reliability *reliability =
		    results_reliability(results, results->run_period, m);
		if (!reliability->share.defined ||
		    reliability->share.value >= RELIABLE)
			continue;
		const char *rows = heavy_rows(session, results->metrics[m].id);
		if (!rows)
			return diagnostics_no_memory(&session->diagnostics);
		if (*rows)
			status = add(session, &results->metrics[m],
			    reliability->share.value, rows);
	}
	return status;
}
