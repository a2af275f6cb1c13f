#include "engine/base/arena.h"
#include "engine/model/steps.h"
#include "io/import/tables/parts.h"
#include "io/locale/locale.h"

enum { LARGEST_MIN_N = 1000000000 };

static bool
is_level(const struct dataset *data, struct text text)
{
	uint32_t word = dictionary_find(&data->words, text);
	for (size_t i = 0; word != NO_ID && i < data->person_count; i++)
		if (data->people[i].level == word)
			return true;
	return false;
}

/* An alias stands for the id wherever a manager is named; a level or an id of
 * that name beats it. */
static struct text
resolve_level(const struct loading *loading, struct text level)
{
	const struct dataset *data = loading->data;
	uint32_t manager = is_level(data, level)
			       ? NO_ID
			       : table_find(loading, FIELD_MANAGER, level);
	return manager == NO_ID ? level
				: dictionary_text(&data->managers, manager);
}

/* A kind of period, or the label of one, in capitals. */
static void
judge_period(
    const struct loading *loading, struct text *text, struct refusal *refusal)
{
	for (int kind = PERIOD_MONTH; kind <= PERIOD_RANGE; kind++)
		if (text_is(*text, period_kind_name((enum period_kind)kind)))
			return;
	table_judge_period(loading, text, refusal, FIELD_PLAN_period,
	    N_("expected month, quarter, half, year, a period such as 2026Q3, "
	       "or blank (any period)"));
}

static decimal
or_percent(decimal value, int percent)
{
	return value == DECIMAL_NONE ? percent * DECIMAL_ONE : value;
}

/* A target, or steps in the place of threshold, target, stretch and payouts. */
static void
judge_curve(const struct plan_row *plan, struct refusal *refusal)
{
	const struct {
		size_t field;
		decimal value;
	} knots[] = { { FIELD_PLAN_threshold, plan->threshold },
		{ FIELD_PLAN_target, plan->target },
		{ FIELD_PLAN_stretch, plan->stretch },
		{ FIELD_PLAN_payout_threshold, plan->payout_threshold },
		{ FIELD_PLAN_payout_stretch, plan->payout_stretch } };
	if (plan->steps.length == 0) {
		if (plan->target == DECIMAL_NONE)
			table_refuse(refusal, FIELD_PLAN_target,
			    N_("blank, but required (unless there are steps)"));
		return;
	}
	for (size_t i = 0; i < sizeof knots / sizeof *knots; i++)
		if (knots[i].value != DECIMAL_NONE)
			table_refuse(refusal, knots[i].field,
			    N_("stands beside steps, which take its place; "
			       "empty "
			       "one of the two"));
	if (steps_count(plan->steps) == 0)
		table_refuse(refusal, FIELD_PLAN_steps,
		    N_("expected value=payout|value=payout …, such as "
		       "0.5=20|0.7=50|1=100"));
}

void
judge_plan_row(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct plan_row *plan = row;
	(void)values;
	judge_curve(plan, refusal);
	judge_period(loading, &plan->period, refusal);
	if (plan->min_n != DECIMAL_NONE &&
	    (plan->min_n % DECIMAL_ONE ||
		plan->min_n / DECIMAL_ONE > LARGEST_MIN_N))
		table_refuse(refusal, FIELD_PLAN_min_n,
		    N_("expected a whole number of records"));
	if (plan->min_n == 0)
		plan->min_n = DECIMAL_NONE;
	if (plan->scope == PLAN_SELF_NAMED)
		plan->scope = PLAN_SELF;
	plan->payout_threshold = or_percent(plan->payout_threshold, 50);
	plan->payout_stretch = or_percent(plan->payout_stretch, 150);
	plan->level = resolve_level(loading, plan->level);
}
