#include "io/import/tables/parts.h"

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

static decimal
or_percent(decimal value, int percent)
{
	return value == DECIMAL_NONE ? percent * DECIMAL_ONE : value;
}

void
judge_plan_row(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct plan_row *plan = row;
	(void)values;
	if (plan->min_n != DECIMAL_NONE &&
	    (plan->min_n % DECIMAL_ONE ||
		plan->min_n / DECIMAL_ONE > LARGEST_MIN_N))
		table_refuse(refusal, FIELD_PLAN_min_n,
		    "expected a whole number of records");
	if (plan->min_n == 0)
		plan->min_n = DECIMAL_NONE;
	plan->payout_threshold = or_percent(plan->payout_threshold, 50);
	plan->payout_stretch = or_percent(plan->payout_stretch, 150);
	plan->level = resolve_level(loading, plan->level);
}
