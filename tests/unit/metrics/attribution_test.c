/* How much each record brings to a difference: worked out by hand, and for any
 * data the parts add up to it. */
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
	const char *difference, *unexplained;
	struct row rows[ROWS_MOST];
	size_t count;
} cases[] = {
	/* A sum: 100 + 50 + 20 → 100 + 80 + 7. */
	{ METRIC_SUM, "17", "0",
	    { { 100, 100, 0, "0" }, { 50, 80, 0, "30" }, { 20, -1, 0, "-20" },
		{ -1, 7, 0, "7" } },
	    4 },
	/* What no record brings is said, not smeared. */
	{ METRIC_SUM, "20", "3",
	    { { 100, 100, 0, "0" }, { 50, 80, 0, "30" }, { 20, -1, 0, "-20" },
		{ -1, 7, 0, "7" } },
	    4 },
	/* A share: 2 of 4 → 3 of 4. */
	{ METRIC_SHARE, "0.25", "0",
	    { { 1, 1, 0, "0" }, { 0, 1, 0, "0.25" }, { 0, 0, 0, "0" },
		{ 1, 1, 0, "0" } },
	    4 },
	/* 2 of 3 → 1 of 2: (-1 + 2/3) / 2. What twelve places leave over is
	 * in the largest part, as the printed values say it. */
	{ METRIC_SHARE, "-0.1666666666666666", "0",
	    { { 1, -1, 0, "-0.1666666666666666" }, { 1, 1, 0, "0" },
		{ 0, 0, 0, "0" } },
	    3 },
	/* A mean: 80, 60 (70) → 80, 60, 100 (80): (100 - 70) / 3. One more
	 * record at the mean brings nothing. */
	{ METRIC_MEAN, "10", "0",
	    { { 80, 80, 0, "0" }, { 60, 60, 0, "0" }, { -1, 100, 0, "10" } },
	    3 },
	{ METRIC_MEAN, "0", "0",
	    { { 80, 80, 0, "0" }, { 60, 60, 0, "0" }, { -1, 70, 0, "0" } }, 3 },
	/* Means of departments: A (80, 60) and B (90) are 80; A (80), B (90)
	 * and C (100) are 90. The 60 was 10 below its department's mean, now
	 * of one record, a third of the whole; C is 20 above the value. */
	{ METRIC_GROUP_MEAN, "10", "0",
	    { { 80, 80, 0, "0" }, { 60, -1, 0, "3.333333333333" },
		{ 90, 90, 1, "0" }, { -1, 100, 2, "6.666666666667" } },
	    4 },
	/* The department goes with its record: B (90) leaves A (70). */
	{ METRIC_GROUP_MEAN, "-10", "0",
	    { { 70, 70, 0, "0" }, { 90, -1, 1, "-10" } }, 2 },
};

static void
by_hand(void **state)
{
	struct arena *arena = arena_new();
	(void)state;
	assert_non_null(arena);
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct contribution rows[ROWS_MOST] = { 0 };
		bool sum = cases[c].kind == METRIC_SUM;
		for (size_t i = 0; i < cases[c].count; i++) {
			const struct row *row = &cases[c].rows[i];
			rows[i] = (struct contribution){ .old = row->old >= 0,
				.new = row->new >= 0,
				.old_group = row->group,
				.new_group = row->group };
			if (rows[i].old) {
				rows[i].old_x = row->old * FINE_ONE;
				rows[i].old_y = sum ? 0 : FINE_ONE;
			}
			if (rows[i].new) {
				rows[i].new_x = row->new *FINE_ONE;
				rows[i].new_y = sum ? 0 : FINE_ONE;
			}
		}
		fine difference, unexplained;
		char text[FINE_TEXT_SIZE];
		assert_true(fine_parse(cases[c].difference, &difference));
		assert_int_equal(attribute(cases[c].kind, rows, cases[c].count,
				     difference, &unexplained, arena),
		    STATUS_OK);
		assert_string_equal(
		    fine_print(text, unexplained), cases[c].unexplained);
		for (size_t i = 0; i < cases[c].count; i++)
			assert_string_equal(fine_print(text, rows[i].part),
			    cases[c].rows[i].part);
	}
	arena_free(arena);
}

/* A small generator of its own: the same numbers on every machine. */
static uint32_t
next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

static double
fold_means(const struct contribution *rows, size_t count, bool new)
{
	double x[3] = { 0 }, n[3] = { 0 }, sum = 0, groups = 0;
	for (size_t i = 0; i < count; i++) {
		if (!(new ? rows[i].new : rows[i].old))
			continue;
		uint32_t g = new ? rows[i].new_group : rows[i].old_group;
		x[g] += fine_double(new ? rows[i].new_x : rows[i].old_x);
		n[g]++;
	}
	for (int g = 0; g < 3; g++)
		if (n[g] > 0) {
			sum += x[g] / n[g];
			groups++;
		}
	return sum / groups;
}

static double
fold_ratio(const struct contribution *rows, size_t count, bool new)
{
	double x = 0, y = 0;
	for (size_t i = 0; i < count; i++) {
		x += fine_double(new ? rows[i].new_x : rows[i].old_x);
		y += fine_double(new ? rows[i].new_y : rows[i].old_y);
	}
	return x / y;
}

static void
parts_add_up(void **state)
{
	uint64_t seed = 1;
	struct arena *arena = arena_new();
	(void)state;
	assert_non_null(arena);
	for (int round = 0; round < 2000; round++) {
		struct contribution rows[12] = { 0 };
		size_t count = 2 + next(&seed) % 11;
		bool means = round % 2;
		for (size_t i = 0; i < count; i++) {
			struct contribution *row = &rows[i];
			row->old = i == 0 || next(&seed) % 4;
			row->new = i == 1 || !row->old || next(&seed) % 4;
			row->old_group = next(&seed) % 3;
			row->new_group =
			    next(&seed) % 5 ? row->old_group : next(&seed) % 3;
			if (row->old) {
				row->old_x = next(&seed) % 1000 * FINE_ONE / 7;
				row->old_y =
				    means ? FINE_ONE
					  : (1 + next(&seed) % 9) * FINE_ONE;
			}
			if (row->new) {
				row->new_x = next(&seed) % 1000 * FINE_ONE / 7;
				row->new_y =
				    means ? FINE_ONE
					  : (1 + next(&seed) % 9) * FINE_ONE;
			}
		}
		double (*fold)(const struct contribution *, size_t, bool) =
		    means ? fold_means : fold_ratio;
		fine difference = fine_of(fold(rows, count, true), 14) -
				  fine_of(fold(rows, count, false), 14);
		fine unexplained, sum = 0;
		assert_int_equal(
		    attribute(means ? METRIC_GROUP_MEAN : METRIC_RATIO, rows,
			count, difference, &unexplained, arena),
		    STATUS_OK);
		assert_true(unexplained == 0);
		for (size_t i = 0; i < count; i++)
			sum += rows[i].part;
		assert_true(sum == difference);
	}
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(by_hand), cmocka_unit_test(parts_add_up))
