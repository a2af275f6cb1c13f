/* Goal: what a metric leaves out is counted to the last row, also where the
 * rows are too many to be listed. */
#include "engine/base/arena.h"
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "tests/unit/unit.h"

/* Of 1,500 rows on unknown projects, 700 of them without a cost, the first
 * 1,000 are listed; those without a cost are every other one of these, and 200
 * of the others. */
static void
odd_timesheets(void **state)
{
	enum { LISTED = 1000 };
	static struct odd_timesheet odd[LISTED];
	static struct cohort cohort;
	static struct dataset data;
	struct arena *arena = arena_new();
	struct observations seen = { .arena = arena };
	struct view view = { .data = &data, .cohort = &cohort };
	uint64_t listed[OMITTED_REASON_COUNT] = { 0 };
	(void)state;
	for (size_t i = 0; i < LISTED; i++)
		odd[i] = (struct odd_timesheet){ .no_cost = i % 2 == 0,
			.unknown_project = true };
	data.timesheets = (struct timesheets){ .odd = odd,
		.odd_count = LISTED,
		.unknown_rows = 1500,
		.no_cost_rows = 700 };
	assert_int_equal(observe_budget_variance(&view, &seen), STATUS_OK);
	for (size_t i = 0; i < seen.omission_count; i++)
		listed[seen.omissions[i].reason]++;
	assert_int_equal(listed[OMITTED_UNKNOWN_PROJECT], 1000);
	assert_int_equal(seen.omitted_more[OMITTED_UNKNOWN_PROJECT], 500);
	assert_int_equal(listed[OMITTED_HOURS_WITHOUT_COST], 500);
	assert_int_equal(seen.omitted_more[OMITTED_HOURS_WITHOUT_COST], 200);
	assert_int_equal(seen.count, 0);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(odd_timesheets))
