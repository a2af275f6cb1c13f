/* How much each record brings to a difference: worked out by hand, and for any
 * data the parts add up to it. */
#include <stdio.h>

#include "engine/base/arena.h"
#include "metrics/pay/attribution.h"
#include "tests/unit/unit.h"

enum { ROWS_MOST = 4 };

/* A record: its x in the two runs, -1 where it is not in. y is 1, of a sum 0;
 * `group` counts for a mean of group means. */
struct row {
	int old, new;
	uint32_t group;
	const char *part;
};

static const struct {
	enum metric_kind kind;
	const char *was, *is, *unexplained;
	struct row rows[ROWS_MOST];
	size_t count;
} cases[] = {
	/* A sum: 100 + 50 + 20 → 100 + 80 + 7. */
	{ METRIC_SUM, "170", "187", "0",
	    { { 100, 100, 0, "0" }, { 50, 80, 0, "30" }, { 20, -1, 0, "-20" },
		{ -1, 7, 0, "7" } },
	    4 },
	/* What no record brings is said, not smeared. */
	{ METRIC_SUM, "170", "190", "3",
	    { { 100, 100, 0, "0" }, { 50, 80, 0, "30" }, { 20, -1, 0, "-20" },
		{ -1, 7, 0, "7" } },
	    4 },
	/* A share: 2 of 4 → 3 of 4. */
	{ METRIC_SHARE, "0.5", "0.75", "0",
	    { { 1, 1, 0, "0" }, { 0, 1, 0, "0.25" }, { 0, 0, 0, "0" },
		{ 1, 1, 0, "0" } },
	    4 },
	/* 2 of 3 → 1 of 2: (-1 + 2/3) / 2. What twelve places leave over is
	 * in the largest part, as the printed values say it. */
	{ METRIC_SHARE, "0.6666666666666666", "0.5", "0",
	    { { 1, -1, 0, "-0.1666666666666666" }, { 1, 1, 0, "0" },
		{ 0, 0, 0, "0" } },
	    3 },
	/* A mean: 80, 60 (70) → 80, 60, 100 (80): (100 - 70) / 3. One more
	 * record at the mean brings nothing. */
	{ METRIC_MEAN, "70", "80", "0",
	    { { 80, 80, 0, "0" }, { 60, 60, 0, "0" }, { -1, 100, 0, "10" } },
	    3 },
	{ METRIC_MEAN, "70", "70", "0",
	    { { 80, 80, 0, "0" }, { 60, 60, 0, "0" }, { -1, 70, 0, "0" } }, 3 },
	/* Means of departments: A (80, 60) and B (90) are 80; A (80), B (90)
	 * and C (100) are 90. The 60 was 10 below its department's mean, now
	 * of one record, a third of the whole; C is 20 above the value. */
	{ METRIC_GROUP_MEAN, "80", "90", "0",
	    { { 80, 80, 0, "0" }, { 60, -1, 0, "3.333333333333" },
		{ 90, 90, 1, "0" }, { -1, 100, 2, "6.666666666667" } },
	    4 },
	/* The department goes with its record: B (90) leaves A (70). */
	{ METRIC_GROUP_MEAN, "80", "70", "0",
	    { { 70, 70, 0, "0" }, { 90, -1, 1, "-10" } }, 2 },
};

static struct rational
parsed(struct arena *arena, const char *text)
{
	struct rational value;
	assert_true(rational_parse(arena, text, &value));
	return value;
}

/* A record of these numbers; NULL where it is not in. y is 1, of a sum 0. */
static struct contribution
record(struct arena *arena, const char *old, const char *new, uint32_t group,
    bool sum)
{
	struct rational zero = rational_of(arena, 0, 1);
	struct rational y = rational_of(arena, !sum, 1);
	return (struct contribution){ old != NULL, new != NULL, group, group,
		old ? parsed(arena, old) : zero, old ? y : zero,
		new ? parsed(arena, new) : zero, new ? y : zero, zero };
}

static struct contribution
record_of(struct arena *arena, const struct row *row, bool sum)
{
	char old[20], new[20];
	snprintf(old, sizeof old, "%d", row->old);
	snprintf(new, sizeof new, "%d", row->new);
	return record(arena, row->old < 0 ? NULL : old,
	    row->new < 0 ? NULL : new, row->group, sum);
}

static void
by_hand(void **state)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	(void)state;
	assert_non_null(arena);
	assert_non_null(scratch);
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct contribution rows[ROWS_MOST];
		struct rational unexplained;
		for (size_t i = 0; i < cases[c].count; i++)
			rows[i] = record_of(arena, &cases[c].rows[i],
			    cases[c].kind == METRIC_SUM);
		assert_int_equal(
		    attribute(cases[c].kind, rows, cases[c].count,
			parsed(arena, cases[c].was), parsed(arena, cases[c].is),
			&unexplained, arena, scratch),
		    STATUS_OK);
		assert_string_equal(
		    rational_print(arena, unexplained), cases[c].unexplained);
		for (size_t i = 0; i < cases[c].count; i++)
			assert_string_equal(rational_print(arena, rows[i].part),
			    cases[c].rows[i].part);
	}
	arena_free(scratch);
	arena_free(arena);
}

/* Numbers of any size. A mean of two, 0.000000001 and 0 → 0.000000001 and
 * 0.000000003: the difference is the second record's half. A sum of more than
 * 10^30, with eight places. */
static void
of_any_size(void **state)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct rational unexplained;
	(void)state;
	assert_non_null(arena);
	assert_non_null(scratch);
	struct contribution small[] = {
		record(arena, "1e-9", "1e-9", 0, false),
		record(arena, "0", "3e-9", 0, false),
	};
	assert_int_equal(
	    attribute(METRIC_MEAN, small, 2, parsed(arena, "5e-10"),
		parsed(arena, "2e-9"), &unexplained, arena, scratch),
	    STATUS_OK);
	assert_string_equal(rational_print(arena, unexplained), "0");
	assert_string_equal(rational_print(arena, small[0].part), "0");
	assert_string_equal(
	    rational_print(arena, small[1].part), "0.0000000015");
	struct contribution large[] = {
		record(arena, "1000000000000000000000000000000.00000001",
		    "1200000000000000000000000000000.00000004", 0, true),
	};
	assert_int_equal(attribute(METRIC_SUM, large, 1, large[0].old_x,
			     large[0].new_x, &unexplained, arena, scratch),
	    STATUS_OK);
	assert_string_equal(rational_print(arena, large[0].part),
	    "200000000000000000000000000000.00000003");
	assert_string_equal(rational_print(arena, unexplained), "0");
	arena_free(scratch);
	arena_free(arena);
}

static void
places(void **state)
{
	static const struct {
		const char *difference;
		int places;
	} rows[] = { { "0", 12 }, { "1e20", 12 }, { "-0.5", 12 },
		{ "0.00001", 12 }, { "1.5e-6", 12 }, { "9e-7", 13 },
		{ "-1.5e-9", 15 }, { "1e-30", 36 } };
	struct arena *arena = arena_new();
	(void)state;
	assert_non_null(arena);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(
		    attribution_places(parsed(arena, rows[i].difference)),
		    rows[i].places);
	arena_free(arena);
}

/* A small generator of its own: the same numbers on every machine. */
static uint32_t
next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

/* The value in one of the runs, exactly. */
static struct rational
fold(struct arena *arena, const struct contribution *rows, size_t count,
    bool new, bool means)
{
	struct rational zero = rational_of(arena, 0, 1);
	struct rational x[4] = { zero, zero, zero, zero };
	struct rational y[4] = { zero, zero, zero, zero };
	for (size_t i = 0; i < count; i++) {
		uint32_t group = new ? rows[i].new_group : rows[i].old_group;
		uint32_t g = means ? group : 0;
		if (!(new ? rows[i].new : rows[i].old))
			continue;
		x[g] = rational_add(
		    arena, x[g], new ? rows[i].new_x : rows[i].old_x);
		y[g] = rational_add(
		    arena, y[g], new ? rows[i].new_y : rows[i].old_y);
	}
	int groups = 0;
	struct rational sum = zero;
	for (int g = 0; g < 3; g++) {
		if (rational_is_zero(y[g]))
			continue;
		sum = rational_add(
		    arena, sum, rational_divide(arena, x[g], y[g]));
		groups++;
	}
	return rational_divide(arena, sum, rational_of(arena, groups, 1));
}

static struct contribution
random_record(struct arena *arena, uint64_t *seed, size_t i, bool means)
{
	struct rational zero = rational_of(arena, 0, 1);
	struct contribution row = { .old = i == 0 || next(seed) % 4 };
	row.new = i == 1 || !row.old || next(seed) % 4;
	row.old_group = next(seed) % 3;
	row.new_group = next(seed) % 5 ? row.old_group : next(seed) % 3;
	row.old_x = row.old_y = row.new_x = row.new_y = zero;
	if (row.old) {
		row.old_x = rational_of(arena, next(seed) % 1000, 8);
		row.old_y =
		    rational_of(arena, means ? 1 : 1 + next(seed) % 9, 1);
	}
	if (row.new) {
		row.new_x = rational_of(arena, next(seed) % 1000, 8);
		row.new_y =
		    rational_of(arena, means ? 1 : 1 + next(seed) % 9, 1);
	}
	return row;
}

/* The values are printed to fourteen places; the parts add up to the difference
 * of what is printed. */
static void
parts_add_up(void **state)
{
	uint64_t seed = 1;
	struct arena *arena = arena_new(), *scratch = arena_new();
	(void)state;
	assert_non_null(arena);
	assert_non_null(scratch);
	for (int round = 0; round < 2000; round++) {
		struct arena_mark mark = arena_mark(arena);
		struct contribution rows[12];
		size_t count = 2 + next(&seed) % 11;
		bool means = round % 2;
		for (size_t i = 0; i < count; i++)
			rows[i] = random_record(arena, &seed, i, means);
		struct rational was = rational_round_to(
		    arena, fold(arena, rows, count, false, means), 14);
		struct rational is = rational_round_to(
		    arena, fold(arena, rows, count, true, means), 14);
		struct rational unexplained, sum = rational_of(arena, 0, 1);
		assert_int_equal(
		    attribute(means ? METRIC_GROUP_MEAN : METRIC_RATIO, rows,
			count, was, is, &unexplained, arena, scratch),
		    STATUS_OK);
		assert_string_equal(rational_print(arena, unexplained), "0");
		for (size_t i = 0; i < count; i++)
			sum = rational_add(arena, sum, rows[i].part);
		assert_int_equal(
		    rational_compare(rational_add(arena, was, sum), is), 0);
		arena_release(arena, mark);
	}
	arena_free(scratch);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(by_hand), cmocka_unit_test(of_any_size),
    cmocka_unit_test(places), cmocka_unit_test(parts_add_up))
