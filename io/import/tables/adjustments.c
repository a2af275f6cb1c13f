#include "io/import/tables/parts.h"
#include "io/locale/locale.h"

void
judge_adjustment(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct adjustment *adjustment = row;
	(void)values;
	table_judge_period(loading, &adjustment->period, refusal,
	    FIELD_ADJUSTMENTS_period, N_("expected a period such as 2026Q3"));
}
