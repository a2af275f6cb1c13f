/* Rows that are kept come back; totals are exact even where a part of them is
 * not within 128 bits; odd rows are found; costs are booked by day. */
#include "engine/model/timesheets.h"

#include <string.h>

#include "engine/base/arena.h"
#include "tests/unit/unit.h"

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

static const struct timesheet some[] = {
	{ { 3, 2 }, 0, 20000, COST_HOURLY, 0, 0, 75000, 4000000000 },
	{ { 3, 3 }, 9, 19999, COST_NONE, -1, 0, -12500, 0 },
	{ { 3, 7 }, 1, 20001, COST_AMOUNT, 0, 3, 1, 5 },
	{ { 4, 2 }, 2, -5, COST_AMOUNT, 0, 0, 10000, -30000 },
	{ { 4, 3 }, 1, 5, COST_HOURLY, 2, 3, 0, 10000 },
	{ { 4, 4 }, 1, 5, COST_AMOUNT, 0, -9999, 0, -1 },
};
enum { SOME = sizeof some / sizeof *some };

static void
check_text(wide value, const char *wanted)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, value);
	assert_string_equal(text, wanted);
}

static void
check_sums(const struct timesheets *timesheets)
{
	assert_int_equal(timesheets->count, SOME);
	assert_int_equal(timesheets->latest, 20001);
	/* 7.5 − 1.25000001 + 0.0001 + 1 + 0.00000002 */
	check_text(timesheets->total_hours, "7.25010001");
	/* 7.5 × 400000 + 0.00050003 − 3 + 0.00000002 × 1.00000003
	 * − 0.00019999 */
	check_text(timesheets->total_cost, "2999997.0003000600000006");
	assert_int_equal(timesheets->no_cost_rows, 1);
	assert_int_equal(timesheets->unknown_rows, 2);
	assert_int_equal(timesheets->odd_count, 2);
	assert_int_equal(timesheets->odd[0].source.line, 3);
	assert_true(timesheets->odd[0].no_cost);
	assert_true(timesheets->odd[0].unknown_project);
	assert_false(timesheets->odd[1].no_cost);
	check_text(timesheets->no_cost_hours, "-1.25000001");
	check_text(timesheets->unknown_hours, "-0.25000001");
}

static void
rows_are_kept(void **state)
{
	(void)state;
	enum { TIMES = 5000 }; /* some blocks */
	struct arena *arena = arena_new();
	struct timesheets timesheets = { 0 };
	struct timesheets_builder builder;
	assert_true(timesheets_begin(&builder, &timesheets, 2, arena));
	for (size_t i = 0; i < TIMES; i++) {
		assert_true(timesheets_add(&builder, some, 3));
		assert_true(timesheets_add(&builder, some + 3, SOME - 3));
	}
	assert_int_equal(timesheets_seal(&builder), STATUS_OK);
	assert_int_equal(timesheets.count, TIMES * SOME);
	assert_int_equal(timesheets.odd_count, ODD_TIMESHEETS_LISTED);
	assert_int_equal(timesheets.unknown_rows, TIMES * 2);
	for (size_t i = 0; i < timesheets.count; i++) {
		const struct timesheet *wanted = &some[i % SOME];
		size_t at = i;
		const struct timesheet_block *block =
		    timesheets_block(&timesheets, &at);
		struct timesheet row = timesheet_at(block, at);
		assert_int_equal(row.source.input, wanted->source.input);
		assert_int_equal(row.source.line, wanted->source.line);
		assert_int_equal(row.project, wanted->project);
		assert_int_equal(row.day, wanted->day);
		assert_int_equal(row.kind, wanted->kind);
		assert_int_equal(row.hours_rest, wanted->hours_rest);
		assert_int_equal(row.amount_rest, wanted->amount_rest);
		assert_true(row.hours == wanted->hours);
		assert_true(row.amount == wanted->amount);
	}
	arena_free(arena);
}

static void
sums_are_the_same_without_rows(void **state)
{
	(void)state;
	for (int open = 0; open < 2; open++) {
		struct arena *arena = arena_new();
		struct timesheets timesheets = { 0 };
		struct timesheets_builder builder;
		if (open)
			assert_true(bookings_open(
			    &timesheets.bookings, NULL, 0, 2, arena));
		assert_true(timesheets_begin(&builder, &timesheets, 2, arena));
		assert_true(timesheets_add(&builder, some, SOME));
		assert_int_equal(timesheets_seal(&builder), STATUS_OK);
		check_sums(&timesheets);
		assert_int_equal(timesheets.block_count, !open);
		arena_free(arena);
	}
}

static const decimal most = (decimal)900000000000000 * DECIMAL_ONE;

static enum status
total_of(const struct timesheet *rows, size_t count, wide *total)
{
	struct arena *arena = arena_new();
	struct timesheets timesheets = { 0 };
	struct timesheets_builder builder;
	assert_true(timesheets_begin(&builder, &timesheets, 1, arena));
	assert_true(timesheets_add(&builder, rows, count));
	enum status status = timesheets_seal(&builder);
	*total = timesheets.total_cost;
	arena_free(arena);
	return status;
}

static void
totals_overflow_only_in_the_end(void **state)
{
	(void)state;
	const struct timesheet up = { { 0, 2 }, 0, 0, COST_HOURLY, 0, 0, most,
		most };
	const struct timesheet down = { { 0, 2 }, 0, 0, COST_HOURLY, 0, 0,
		-most, most };
	const struct timesheet rows[6] = { up, up, up, down, down, down };
	wide total;
	assert_int_equal(total_of(rows, 6, &total), STATUS_OK);
	assert_true(total == 0);
	/* 2.43 × 10^30 > 2^127 / 10^16 */
	assert_int_equal(total_of(rows, 3, &total), STATUS_OVERFLOW);
	/* One row of more places than fit is refused whatever the others. */
	const struct timesheet fine[2] = {
		{ { 0, 2 }, 0, 0, COST_HOURLY, 1, 0, most - 1, most },
		{ { 0, 2 }, 0, 0, COST_HOURLY, -1, 0, 1 - most, most },
	};
	assert_int_equal(total_of(fine, 2, &total), STATUS_OVERFLOW);
	/* 9 × 10^14 × 1.7 × 10^7 + 9 × 10^14 × 10^-8, and half of it less */
	const struct timesheet near[3] = {
		{ { 0, 2 }, 0, 0, COST_HOURLY, 0, 1, most, 170000000000 },
		{ { 0, 2 }, 0, 0, COST_HOURLY, 0, 1, most, 170000000000 },
		{ { 0, 2 }, 0, 0, COST_HOURLY, 0, 1, -most, 170000000000 },
	};
	assert_int_equal(total_of(near, 3, &total), STATUS_OK);
	check_text(total, "15300000000000009000000");
	assert_int_equal(total_of(near, 2, &total), STATUS_OVERFLOW);
}

static void
costs_are_booked_by_day(void **state)
{
	(void)state;
	/* Of project 1 nothing is asked; some keys come twice. */
	struct account_key keys[] = { { 2, 30 }, { 0, 20 }, { 2, 10 },
		{ 0, 20 }, { 2, 20 }, { 2, 10 } };
	static const struct {
		uint32_t project;
		date day;
		wide cost;
	} rows[] = { { 0, 20, 1 }, { 0, 21, 1000 }, { 1, 1, 1000 },
		{ 2, -700000, 3 }, { 2, 10, 5 }, { 2, 11, 7 }, { 2, 20, 11 },
		{ 2, 30, -40 }, { 2, 31, 1000 }, { 3, 1, 1000 },
		{ UINT32_MAX, 1, 1000 } };
	static const struct {
		struct account_key key;
		enum status status;
		wide cost;
		uint64_t rows;
	} answers[] = {
		{ { 0, 20 }, STATUS_OK, 1, 1 },
		{ { 2, 10 }, STATUS_OK, 8, 2 },
		{ { 2, 20 }, STATUS_OK, 26, 4 },
		{ { 2, 30 }, STATUS_OK, -14, 5 },
		/* Days and projects that nobody was said to ask for. */
		{ { 0, 19 }, STATUS_BROKEN, 0, 0 },
		{ { 0, 21 }, STATUS_BROKEN, 0, 0 },
		{ { 1, 20 }, STATUS_BROKEN, 0, 0 },
		{ { 2, 15 }, STATUS_BROKEN, 0, 0 },
		{ { 3, 20 }, STATUS_BROKEN, 0, 0 },
	};
	struct arena *arena = arena_new();
	struct bookings bookings;
	assert_true(bookings_open(&bookings, keys, 6, 3, arena));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		bookings_add(
		    &bookings, rows[i].project, rows[i].day, rows[i].cost);
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		wide cost;
		uint64_t count;
		assert_int_equal(
		    bookings_find(&bookings, answers[i].key, &cost, &count),
		    answers[i].status);
		if (answers[i].status)
			continue;
		assert_true(cost == answers[i].cost * BOOKINGS_FINENESS);
		assert_true(count == answers[i].rows);
	}
	arena_free(arena);
}

static void
bookings_overflow_only_in_the_end(void **state)
{
	(void)state;
	const wide largest = (wide)most * most;
	struct account_key keys[] = { { 0, 1 }, { 0, 2 }, { 0, 3 } };
	struct arena *arena = arena_new();
	struct bookings bookings;
	wide cost;
	uint64_t rows;
	assert_true(bookings_open(&bookings, keys, 3, 1, arena));
	for (date day = 1; day <= 2; day++)
		for (int i = 0; i < 3; i++)
			bookings_add(
			    &bookings, 0, day, day == 1 ? largest : -largest);
	bookings_add(&bookings, 0, 3, 17);
	assert_int_equal(
	    bookings_find(&bookings, keys[0], &cost, &rows), STATUS_OVERFLOW);
	assert_int_equal(
	    bookings_find(&bookings, keys[1], &cost, &rows), STATUS_OK);
	assert_true(cost == 0 && rows == 6);
	assert_int_equal(
	    bookings_find(&bookings, keys[2], &cost, &rows), STATUS_OK);
	assert_true(cost == (wide)17 * BOOKINGS_FINENESS && rows == 7);
	arena_free(arena);
}

/* Rows of eight places beside those of sixteen, by day. */
static void
fine_costs_are_booked(void **state)
{
	(void)state;
	const wide largest = ((wide)1 << 126) - 1 + ((wide)1 << 126);
	struct account_key keys[] = { { 0, 1 }, { 0, 2 }, { 0, 3 } };
	struct arena *arena = arena_new();
	struct bookings bookings;
	wide cost;
	uint64_t rows;
	assert_true(bookings_open(&bookings, keys, 3, 1, arena));
	bookings_add(&bookings, 0, 1, 5);
	bookings_add_fine(&bookings, 0, 1, 7);
	bookings_add_fine(&bookings, 0, 2, largest);
	bookings_add_fine(&bookings, 0, 2, largest);
	bookings_add_fine(&bookings, 0, 3, -largest);
	bookings_add_fine(&bookings, 0, 3, -largest);
	bookings_add_fine(&bookings, 0, 3, -2);
	bookings_add_fine(&bookings, 0, 4, 1000);
	bookings_add_fine(&bookings, 1, 1, 1000);
	assert_int_equal(
	    bookings_find(&bookings, keys[0], &cost, &rows), STATUS_OK);
	assert_true(cost == 500000007 && rows == 2);
	assert_int_equal(
	    bookings_find(&bookings, keys[1], &cost, &rows), STATUS_OVERFLOW);
	assert_int_equal(
	    bookings_find(&bookings, keys[2], &cost, &rows), STATUS_OK);
	assert_true(cost == 500000005 && rows == 7);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(packed_integers_come_back),
    cmocka_unit_test(rows_are_kept),
    cmocka_unit_test(sums_are_the_same_without_rows),
    cmocka_unit_test(totals_overflow_only_in_the_end),
    cmocka_unit_test(costs_are_booked_by_day),
    cmocka_unit_test(bookings_overflow_only_in_the_end),
    cmocka_unit_test(fine_costs_are_booked))
