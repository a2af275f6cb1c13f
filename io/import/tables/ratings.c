#include "io/import/tables/parts.h"

void
judge_rating(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct rating *rating = row;
	(void)values;
	if (!table_period(loading, &rating->period))
		table_refuse(refusal, FIELD_RATINGS_period,
		    "expected a period such as 2026Q3");
}
