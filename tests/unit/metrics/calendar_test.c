/* A calendar finds what a scan of all records finds, in the same order. */
#include "metrics/periods/calendar.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "tests/unit/unit.h"

enum { MOST = 300 };

struct row {
	uint32_t other;
	date day;
};

static void
check(const struct row *rows, size_t count, date from, date until,
    const struct calendar *calendar, struct arena *arena)
{
	struct records found;
	assert_int_equal(
	    calendar_between(calendar, from, until, &found, arena, arena),
	    STATUS_OK);
	size_t next = 0;
	for (uint32_t i = 0; i < count; i++)
		if (rows[i].day >= from && rows[i].day < until) {
			assert_true(next < found.count);
			assert_int_equal(found.rows[next++], i);
		}
	assert_int_equal(found.count, next);
}

/* Days around `middle`, some without a date, some far out. */
static date
some_day(struct random_stream *stream, date middle)
{
	switch (random_below(stream, 8)) {
	case 0:
		return DATE_NONE;
	case 1:
		return date_of(9999, 12, 31);
	case 2:
		return date_of(1, 1, 1);
	default:
		return middle + (date)random_below(stream, 40) - 20;
	}
}

static void
finds_what_a_scan_finds(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(1);
	for (int round = 0; round < 200; round++) {
		struct arena *arena = arena_new();
		struct row rows[MOST] = { { 0, 0 } };
		size_t count = random_below(&stream, MOST);
		date middle = round % 2 ? 0 : date_of(2026, 9, 30);
		for (size_t i = 0; i < count; i++)
			rows[i].day = some_day(&stream, middle);
		struct calendar calendar;
		assert_int_equal(
		    calendar_make(&calendar, rows, count, sizeof *rows,
			offsetof(struct row, day), arena, arena),
		    STATUS_OK);
		for (date from = middle - 25; from < middle + 25; from += 5) {
			check(rows, count, from, from, &calendar, arena);
			check(rows, count, from, from + 1, &calendar, arena);
			check(rows, count, from, from + 9, &calendar, arena);
		}
		check(rows, count, DATE_NONE, DATE_NONE + 1, &calendar, arena);
		check(rows, count, DATE_NONE, INT32_MAX, &calendar, arena);
		arena_free(arena);
	}
}

static void
is_empty_without_records(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct calendar calendar;
	assert_int_equal(calendar_make(&calendar, NULL, 0, sizeof(struct row),
			     offsetof(struct row, day), arena, arena),
	    STATUS_OK);
	check(NULL, 0, DATE_NONE, INT32_MAX, &calendar, arena);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(finds_what_a_scan_finds),
    cmocka_unit_test(is_empty_without_records))
