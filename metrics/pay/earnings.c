#include "metrics/pay/earnings.h"

#include "engine/base/arena.h"
#include "engine/model/spells.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/bonus.h"
#include "metrics/pay/commission.h"
#include "metrics/pay/rounding.h"
#include "metrics/periods/project.h"

static const struct view *
run_view(const struct results *results)
{
	return &results->views[results->run_period];
}

/* ---- awards and adjustments ---- */

const struct observations *
pay_projects(const struct results *results)
{
	const struct metric *variance =
	    metrics_find(text_of("budget_variance"));
	return results_observations(
	    results, results->run_period, (size_t)(variance - metrics_table));
}

bool
pay_awards(const struct pay_results *pay, const struct observation *observation)
{
	struct project project =
	    project_of(run_view(pay->results), observation->record);
	return pay->earning_count && observation->x.exact <= 0 &&
	       project.due_on != DATE_NONE &&
	       project.delivered_on <= project.due_on;
}

bool
pay_adjusts(const struct view *view, const struct adjustment *adjustment)
{
	return adjustment->manager != NO_ID &&
	       text_is(adjustment->period, view->period.label);
}

/* Adds what was brought in one period. */
static enum status
add(struct earnings *earnings, enum pay_part part, uint32_t manager,
    const struct capped *capped)
{
	return wide_add(&earnings->amounts[part][manager], capped->amount) &&
		       wide_add(&earnings->uncut[part][manager], capped->uncut)
		   ? STATUS_OK
		   : STATUS_OVERFLOW;
}

/* How many awards of one of the run's periods each manager has. */
static void
count_awards(uint32_t *awards, const struct pay_results *pay,
    const struct period *period)
{
	const struct results *results = pay->results;
	const struct observations *projects = pay_projects(results);
	for (size_t i = 0; i < projects->count; i++) {
		const struct observation *project = &projects->rows[i];
		if (project->manager != NO_ID && pay_awards(pay, project) &&
		    period_holds(
			period, project_of(run_view(results), project->record)
				    .delivered_on))
			awards[project->manager]++;
	}
}

static enum status
earn_awards(struct earnings *earnings, const struct pay_results *pay,
    const struct period *period, const uint32_t *awards, struct arena *scratch)
{
	const struct results *results = pay->results;
	const struct definitions *definitions = results->definitions;
	uint32_t managers = results->data->managers.count;
	enum status status = STATUS_OK;
	for (uint32_t m = 0; m < managers && !status; m++) {
		struct capped capped;
		if (awards[m] == 0 || definitions->project_award == 0)
			continue;
		earnings->any[m] = true;
		status = pay_round_capped(scratch,
		    rational_multiply(scratch,
			rational_decimal(scratch, definitions->project_award),
			rational_whole(awards[m])),
		    cap_for(&definitions->cap, results->data,
			level_in(results->data, m, period), CAP_AWARD),
		    definitions->pay_unit, &capped);
		if (!status)
			status = add(earnings, PAY_AWARD, m, &capped);
	}
	return status;
}

static enum status
adjust(struct earnings *earnings, const struct pay_results *pay,
    struct arena *scratch)
{
	const struct view *view = run_view(pay->results);
	const struct dataset *data = view->data;
	wide *sums = earnings->uncut[PAY_ADJUSTMENT];
	enum status status = STATUS_OK;
	for (size_t i = 0; i < data->adjustment_count; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		if (pay_adjusts(view, adjustment) &&
		    !wide_add(&sums[adjustment->manager],
			decimal_widen(adjustment->amount)))
			return STATUS_OVERFLOW;
	}
	for (uint32_t m = 0; m < data->managers.count && !status; m++) {
		earnings->any[m] |= sums[m] != 0;
		status = pay_round(scratch, rational_wide(scratch, sums[m]),
		    pay_part_unit(view->definitions, PAY_ADJUSTMENT),
		    ROUNDING_HALF_AWAY, &earnings->amounts[PAY_ADJUSTMENT][m]);
		sums[m] = earnings->amounts[PAY_ADJUSTMENT][m];
	}
	return status;
}

/* ---- commission ---- */

static enum status
earn_commissions(struct earnings *earnings, const struct pay_results *pay,
    const struct commission_list *list, struct arena *scratch)
{
	enum status status = STATUS_OK;
	for (uint32_t m = 0; m < pay->results->data->managers.count && !status;
	     m++) {
		const struct commission_person *person = &list->people[m];
		if (!commission_has(list, m))
			continue;
		const struct capped capped = { person->amount, person->uncut };
		earnings->any[m] |=
		    person->cut || !rational_is_zero(rational_add(
				       scratch, person->after, person->taken));
		status = add(earnings, PAY_COMMISSION, m, &capped);
	}
	return status;
}

/* ---- the periods ---- */

/* The run's own period, if it is of the kind that pays; with --paid those of
 * that kind in it. */
static enum status
list_earning_periods(struct pay_results *pay, struct arena *arena)
{
	enum { MOST = 12 };
	const struct definitions *definitions = pay->results->definitions;
	const struct period *own = &run_view(pay->results)->period;
	enum period_kind every = (enum period_kind)definitions->pay_every;
	bool inner =
	    pay_nets(pay) && own->kind > every && own->kind != PERIOD_RANGE;
	pay->earning = arena_allocate(arena, MOST, sizeof *pay->earning);
	if (!pay->earning)
		return STATUS_MEMORY;
	if (own->kind == every)
		pay->earning[pay->earning_count++] = *own;
	for (date day = own->from; inner && day < own->until;
	     day = pay->earning[pay->earning_count - 1].until)
		pay->earning[pay->earning_count++] =
		    period_of(day, every, definitions->fiscal_year_start);
	return STATUS_OK;
}

/* Counts the awards of all periods that the run pays. */
static enum status
list_awards(struct pay_results *pay, struct arena *arena)
{
	uint32_t managers = pay->results->data->managers.count;
	pay->awards =
	    arena_allocate(arena, pay->earning_count, sizeof *pay->awards);
	for (size_t i = 0; pay->awards && i < pay->earning_count; i++) {
		pay->awards[i] =
		    arena_allocate(arena, managers, sizeof *pay->awards[i]);
		if (!pay->awards[i])
			return STATUS_MEMORY;
		count_awards(pay->awards[i], pay, &pay->earning[i]);
	}
	return pay->awards ? STATUS_OK : STATUS_MEMORY;
}

static enum status
earn(struct earnings *earnings, struct pay_results *pay, struct arena *arena,
    struct arena *scratch)
{
	struct commissions made = { .view = run_view(pay->results),
		.arena = arena };
	enum status status = list_awards(pay, arena);
	pay->commissions = arena_allocate(
	    arena, pay->earning_count, sizeof(const struct commission_list *));
	if (!pay->commissions)
		return STATUS_MEMORY;
	for (size_t i = 0; i < pay->earning_count && !status; i++) {
		const struct period *period = &pay->earning[i];
		status = commission_make(&made, period, &pay->commissions[i]);
		if (!status)
			status = earn_commissions(
			    earnings, pay, pay->commissions[i], scratch);
		if (!status)
			status = earn_awards(
			    earnings, pay, period, pay->awards[i], scratch);
	}
	return status ? status : adjust(earnings, pay, scratch);
}

enum status
earnings_find(struct earnings *earnings, struct pay_results *pay,
    struct arena *arena, struct arena *scratch)
{
	uint32_t managers = pay->results->data->managers.count;
	*earnings = (struct earnings){ .any = arena_allocate(
					   arena, managers, sizeof(bool)) };
	if (!earnings->any)
		return STATUS_MEMORY;
	for (int part = PAY_COMMISSION; part < PAY_PART_COUNT; part++) {
		earnings->amounts[part] =
		    arena_allocate(arena, managers, sizeof(wide));
		earnings->uncut[part] =
		    arena_allocate(arena, managers, sizeof(wide));
		if (!earnings->amounts[part] || !earnings->uncut[part])
			return STATUS_MEMORY;
	}
	enum status status = list_earning_periods(pay, arena);
	return status ? status : earn(earnings, pay, arena, scratch);
}
