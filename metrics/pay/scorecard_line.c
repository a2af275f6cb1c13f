#include "metrics/pay/scorecard_line.h"

#include "engine/base/arena.h"
#include "engine/model/spells.h"
#include "metrics/estimates/metrics.h"
#include "metrics/estimates/spread.h"
#include "metrics/pay/payout.h"
#include "metrics/pay/plan.h"

static const struct estimate no_estimate;

/* ---- whose value ---- */

/* The last day in service by the period's last day. */
static date
last_day(const struct scorecard *card, const struct period *period)
{
	date last = period->until - 1;
	const struct person *spell = card->spells[card->spell_count - 1].spell;
	return spell->left_on != DATE_NONE && spell->left_on < last
		   ? spell->left_on
		   : last;
}

static uint32_t
subject_of(const struct results *results, const struct scorecard *card,
    enum plan_scope scope)
{
	switch (scope) {
	case PLAN_TEAM:
		return results_team(results, card->manager,
		    last_day(
			card, &results->views[results->run_period].period));
	case PLAN_COMPANY:
		return 0;
	case PLAN_REPORTS:
		return results->subject_of_lead[card->manager];
	case PLAN_SELF:
	case PLAN_SELF_NAMED:
		break;
	}
	return card->subject;
}

/* ---- sums and counts of who served a part of the period ---- */

static enum status
leave_out(struct scorecard_line *line, const struct results *results,
    const struct scorecard *card, struct arena *arena, struct arena *scratch)
{
	const struct observations *all =
	    results_observations(results, results->run_period, line->metric);
	uint32_t *order = arena_allocate(scratch, all->count, sizeof *order);
	struct estimate *estimate = arena_allocate(arena, 1, sizeof *estimate);
	struct sample sample = { all->rows, order, 0 };
	if (!order || !estimate)
		return STATUS_MEMORY;
	for (uint32_t i = 0; i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (o->manager != card->manager)
			continue;
		if (spell_on(results->data, o->manager, o->day)) {
			order[sample.count++] = i;
		} else {
			line->left_out_count++;
			if (!wide_add(&line->left_out, o->x.exact))
				return STATUS_OVERFLOW;
		}
	}
	if (line->left_out_count == 0)
		return STATUS_OK;
	line->estimate = estimate;
	enum status status =
	    fold_sample(line->measured, &sample, arena, scratch, estimate);
	return status ? status
		      : spread_interval(
			    line->measured, &sample, scratch, estimate);
}

static enum status
measure(struct scorecard_line *line, const struct results *results,
    const struct scorecard *card, struct arena *arena, struct arena *scratch)
{
	const struct metric *metric = plan_metric(line->row);
	line->metric = (size_t)(metric - metrics_table);
	line->measured = metric;
	line->subject = subject_of(results, card, line->row->scope);
	line->estimate = line->subject == NO_ID
			     ? &no_estimate
			     : results_at(results, results->run_period,
				   line->subject, line->metric);
	bool sum = metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
	if (line->row->scope != PLAN_SELF || !sum ||
	    !line->estimate->value.defined ||
	    card->days_served == card->days_of_period)
		return STATUS_OK;
	return leave_out(line, results, card, arena, scratch);
}

/* ---- ratings ---- */

bool
scorecard_line_rates(const struct results *results,
    const struct scorecard *card, const struct plan_row *row,
    const struct rating *rating)
{
	return rating->manager == card->manager &&
	       text_is(rating->period,
		   results->views[results->run_period].period.label) &&
	       text_equal(
		   dictionary_text(&results->data->words, rating->criterion),
		   plan_criterion(row));
}

static const struct metric *
rated_metric(const struct plan_row *row, struct arena *arena)
{
	struct metric *metric = arena_allocate(arena, 1, sizeof *metric);
	const char *criterion = plan_criterion(row).data;
	if (!metric)
		return NULL;
	*metric = (struct metric){ .id = row->metric.data,
		.label = criterion,
		.formula = "",
		.kind = METRIC_MEAN,
		.unit = UNIT_SCORE,
		.direction = DIRECTION_UP,
		.decimals = true };
	return metric;
}

static enum status
rate(struct scorecard_line *line, const struct results *results,
    const struct scorecard *card, struct arena *arena)
{
	const struct dataset *data = results->data;
	struct estimate *estimate = arena_allocate(arena, 1, sizeof *estimate);
	wide sum = 0;
	line->metric = NO_METRIC;
	line->subject = card->subject;
	line->estimate = estimate;
	line->measured = rated_metric(line->row, arena);
	if (!estimate || !line->measured)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->rating_count; i++) {
		const struct rating *rating = &data->ratings[i];
		if (!scorecard_line_rates(results, card, line->row, rating))
			continue;
		estimate->n++;
		if (!wide_add(&sum, decimal_widen(rating->score)))
			return STATUS_OVERFLOW;
	}
	wide count = estimate->n * WIDE_ONE;
	estimate->numerator = quantity_exact(sum);
	estimate->denominator = quantity_exact(count);
	if (count)
		estimate->value = quantity_real(wide_ratio(sum, count));
	return STATUS_OK;
}

/* ---- both ---- */

enum status
scorecard_line_make(struct scorecard_line *line, const struct results *results,
    const struct scorecard *card, size_t plan, const struct plan_row *row,
    struct arena *arena, struct arena *scratch)
{
	*line = (struct scorecard_line){ .row = row, .plan = plan };
	enum status status = plan_metric(row)
				 ? measure(line, results, card, arena, scratch)
				 : rate(line, results, card, arena);
	if (status)
		return status;
	line->prorated = plan_prorates(row, line->measured) &&
			 card->days_served < card->days_of_period;
	line->curve = curve_of(arena, row, line->measured->direction,
	    line->prorated
		? rational_of(arena, card->days_served, card->days_of_period)
		: rational_whole(1));
	line->value = estimate_quantity(line->estimate, row->estimator);
	if (line->value.defined)
		line->exact =
		    estimate_rational(arena, line->estimate, row->estimator);
	return arena_failed(arena) ? STATUS_MEMORY : STATUS_OK;
}
