/* Packing loses nothing; totals are exact even where a part of them is not
 * within 128 bits; odd rows are found. */
#include "engine/timesheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "engine/arena.h"

static void
packed_integers_come_back(void **state)
{
	(void)state;
	static const struct {
		int64_t values[4];
		unsigned width;
	} rows[] = {
		{ { 7, 7, 7, 7 }, 0 },
		{ { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN }, 0 },
		{ { 5, 8, 6, 7 }, 2 },
		{ { 0, 20000, 10000, 30000 }, 2 },
		{ { 0, 1, 255, 2 }, 8 },
		{ { -128, 127, 0, 5 }, 8 },
		{ { 75000, 80000, 2500, 0 }, 8 },  /* quarters of hours */
		{ { 75000, 80100, 2500, 0 }, 16 }, /* units of 100 */
		/* hourly costs in thousands */
		{ { 1650000000, 2400000000, 3450000000, 1200000000 }, 8 },
		{ { 0, 2550000, 10000, 20000 }, 8 }, /* units of 10000 */
		{ { 0, 256, 1, 2 }, 16 },
		{ { 0, 65536, 1, 2 }, 32 },
		{ { 4000000000, 1200000000, 0, 10000 }, 32 },
		{ { 0, 4294967296, 1, 2 }, 64 },
		{ { INT64_MIN, INT64_MAX, 0, -1 }, 64 },
	};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct packed packed;
		assert_true(packed_make(&packed, rows[i].values, 4, arena));
		assert_int_equal(packed.width, rows[i].width);
		for (size_t k = 0; k < 4; k++)
			assert_true(packed_at(&packed, k) == rows[i].values[k]);
	}
	arena_free(arena);
}

/* A block of one input with these rows. */
static void
add_block(struct timesheets *timesheets, const struct timesheet *list,
    size_t count, struct arena *arena)
{
	struct timesheet_rows rows;
	struct timesheet_block block;
	assert_true(timesheet_rows_init(&rows, count, arena));
	rows.count = count;
	for (size_t i = 0; i < count; i++) {
		rows.project[i] = list[i].project;
		rows.line[i] = list[i].source.line;
		rows.day[i] = list[i].day;
		rows.kind[i] = list[i].kind;
		rows.hours[i] = list[i].hours;
		rows.amount[i] = list[i].amount;
	}
	assert_true(
	    timesheet_block_pack(&block, &rows, list[0].source.input, arena));
	assert_true(timesheets_add(timesheets, &block, arena));
}

static void
blocks_give_their_rows_back(void **state)
{
	(void)state;
	static const struct timesheet first[] = {
		{ { 3, 2 }, 0, 20000, COST_HOURLY, 75000, 4000000000 },
		{ { 3, 3 }, 9, 19999, COST_NONE, -12500, 0 },
		{ { 3, 7 }, 1, 20001, COST_AMOUNT, 1, 5 },
	};
	static const struct timesheet second[] = {
		{ { 4, 2 }, 2, -5, COST_AMOUNT, 10000, -30000 },
	};
	struct arena *arena = arena_new();
	struct timesheets timesheets = { 0 };
	add_block(&timesheets, first, 3, arena);
	add_block(&timesheets, second, 1, arena);
	assert_int_equal(timesheets.count, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct timesheet *wanted = i < 3 ? &first[i] : second;
		struct timesheet row = timesheets_row(&timesheets, i);
		assert_int_equal(row.source.input, wanted->source.input);
		assert_int_equal(row.source.line, wanted->source.line);
		assert_int_equal(row.project, wanted->project);
		assert_int_equal(row.day, wanted->day);
		assert_int_equal(row.kind, wanted->kind);
		assert_true(row.hours == wanted->hours);
		assert_true(row.amount == wanted->amount);
	}
	assert_int_equal(timesheets_seal(&timesheets, 2, 2, arena), STATUS_OK);
	/* 7.5 h − 1.25 h + 0.0001 h + 1 h; 7.5 × 400,000 + 0.0005 − 3 */
	assert_true(timesheets.total_hours == (wide)725010000);
	assert_true(timesheets.total_cost == (wide)299999700050000);
	assert_int_equal(timesheets.no_cost_rows, 1);
	assert_int_equal(timesheets.unknown_rows, 2);
	assert_int_equal(timesheets.odd_count, 2);
	assert_int_equal(timesheets.odd[0].source.line, 3);
	assert_true(timesheets.odd[0].no_cost);
	assert_true(timesheets.odd[0].unknown_project);
	assert_false(timesheets.odd[1].no_cost);
	assert_true(timesheets.no_cost_hours == (wide)-125000000);
	arena_free(arena);
}

static void
totals_overflow_only_in_the_end(void **state)
{
	(void)state;
	const decimal most = (decimal)900000000000000 * DECIMAL_ONE;
	struct timesheet up = { { 0, 2 }, 0, 0, COST_HOURLY, most, most };
	struct timesheet down = { { 0, 2 }, 0, 0, COST_HOURLY, -most, most };
	struct timesheet rows[6] = { up, up, up, down, down, down };
	struct arena *arena = arena_new();
	struct timesheets balanced = { 0 }, heavy = { 0 };
	add_block(&balanced, rows, 6, arena);
	assert_int_equal(timesheets_seal(&balanced, 1, 1, arena), STATUS_OK);
	assert_true(balanced.total_cost == 0);
	add_block(&heavy, rows, 3, arena); /* 2.43 × 10^38 > 2^127 */
	assert_int_equal(timesheets_seal(&heavy, 1, 1, arena), STATUS_OVERFLOW);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packed_integers_come_back),
		cmocka_unit_test(blocks_give_their_rows_back),
		cmocka_unit_test(totals_overflow_only_in_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
