#include "io/import/tables/parts.h"

void
judge_rating(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct rating *rating = row;
	(void)values;
	table_judge_period(loading, &rating->period, refusal,
	    FIELD_RATINGS_period, "expected a period such as 2026Q3");
}
