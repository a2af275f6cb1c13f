/* Exact fractions: small ones against integers, large ones against laws; and
 * that GMP never asks for memory, however large they get. */
#include <gmp.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/rational.h"
#include "tests/unit/unit.h"

static int
set_up(void **state)
{
	*state = arena_new();
	return *state ? 0 : 1;
}

static int
tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void
rounds_half_away_from_zero(void **state)
{
	static const struct {
		int numerator, denominator, rounded;
	} rows[] = { { 0, 7, 0 }, { 1, 2, 1 }, { -1, 2, -1 }, { 3, 2, 2 },
		{ 5, 2, 3 }, { -5, 2, -3 }, { 1, 3, 0 }, { 2, 3, 1 },
		{ -2, 3, -1 }, { 49, 100, 0 }, { 6, 3, 2 } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		wide integer;
		assert_true(rational_round(
		    rational_of(*state, rows[i].numerator, rows[i].denominator),
		    &integer));
		assert_int_equal((int)integer, rows[i].rounded);
	}
}

/* All small fractions, against arithmetic on integers. */
static void
agrees_with_integers(void **state)
{
	for (int a = -4; a <= 4; a++)
		for (int b = 1; b <= 4; b++)
			for (int c = -4; c <= 4; c++)
				for (int d = 1; d <= 4; d++) {
					struct rational x =
					    rational_of(*state, a, b);
					struct rational y =
					    rational_of(*state, c, d);
					int order = rational_compare(x, y);
					int want = a * d - c * b;
					assert_int_equal(
					    (order > 0) - (order < 0),
					    (want > 0) - (want < 0));
					assert_int_equal(
					    0, rational_compare(
						   rational_add(*state, x, y),
						   rational_of(*state,
						       a * d + c * b, b * d)));
					assert_int_equal(0,
					    rational_compare(
						rational_multiply(*state, x, y),
						rational_of(
						    *state, a * c, b * d)));
					if (c == 0)
						continue;
					assert_int_equal(
					    0, rational_compare(
						   rational_multiply(*state,
						       rational_divide(
							   *state, x, y),
						       y),
						   x));
				}
}

/* (x + y) − y = x and (x × y) / y = x over numbers of many digits, which take
 * every path of the long division. */
static void
undoes_large_steps(void **state)
{
	uint64_t seed = 1;
	struct rational x = rational_of(*state, 1, 3);
	for (int i = 0; i < 200; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		wide above = (wide)(seed >> 3) * (int64_t)(seed >> 17 | 1);
		wide below = (wide)(seed >> 40 | 1) *
			     (i % 3 ? 1 : (int64_t)0xffffffff00000001 >> 1);
		if (below < 0)
			below = -below;
		struct rational y =
		    rational_of(*state, i % 2 ? above : -above, below);
		struct rational sum = rational_add(*state, x, y);
		assert_int_equal(
		    0, rational_compare(rational_subtract(*state, sum, y), x));
		struct rational product = rational_multiply(*state, x, y);
		assert_int_equal(0,
		    rational_compare(rational_divide(*state, product, y), x));
		if (i % 10 == 9)
			x = rational_of(*state, 1, i);
		else
			x = product;
	}
}

static void
reads_doubles_as_printed(void **state)
{
	static const struct {
		double value;
		int64_t numerator, denominator;
	} rows[] = { { 0.1, 1, 10 }, { 0, 0, 1 }, { -0.75, -3, 4 },
		{ 75, 75, 1 }, { 1e-7, 1, 10000000 },
		{ 1e15, 1000000000000000, 1 },
		{ 83.33333333333333, 8333333333333333, 100000000000000 } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(
		    0, rational_compare(rational_printed(*state, rows[i].value),
			   rational_of(*state, rows[i].numerator,
			       rows[i].denominator)));
}

static void
finds_the_nearest_double(void **state)
{
	for (int a = 1; a < 60; a++)
		for (int b = 1; b < 60; b++) {
			/* Division of two small doubles is correctly rounded.
			 */
			assert_true(rational_nearest(rational_of(
					*state, -a, b)) == -(double)a / b);
		}
	/* 2^53 + 1 lies between two doubles: ties to even. */
	wide odd = ((wide)1 << 53) + 1;
	assert_true(rational_nearest(rational_of(*state, odd, 1)) ==
		    9007199254740992.0);
	assert_true(rational_nearest(rational_of(
			*state, odd * 1000 + 1, 1000)) == 9007199254740994.0);
}

/* Texts as numbers are printed, and the decimals that they are. */
static void
reads_and_prints_decimals(void **state)
{
	static const struct {
		const char *text, *printed; /* NULL: refused */
	} rows[] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "-0.0e7", "0" },
		{ "12", "12" },
		{ "007", "7" },
		{ "-12.50", "-12.5" },
		{ "0.8333333333333334", "0.8333333333333334" },
		{ "1234567890123456789012345678901.12345678",
		    "1234567890123456789012345678901.12345678" },
		{ "9.9999990000001e-9", "0.0000000099999990000001" },
		{ "-1e-7", "-0.0000001" },
		{ "1.5e3", "1500" },
		{ "1e+21", "1000000000000000000000" },
		{ "5e-324", NULL },
		{ "", NULL },
		{ "-", NULL },
		{ ".5", NULL },
		{ "5.", NULL },
		{ "5.e1", NULL },
		{ "1.2.3", NULL },
		{ "e5", NULL },
		{ "1e", NULL },
		{ "1e+", NULL },
		{ "1e 5", NULL },
		{ "1e5x", NULL },
		{ "1e1001", NULL },
		{ "1e99999999999999999999", NULL },
		{ " 1", NULL },
		{ "1 ", NULL },
		{ "+1", NULL },
		{ "0x1", NULL },
		{ "nan", NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct rational value;
		bool read = rational_parse(*state, rows[i].text, &value);
		if (strcmp(rows[i].text, "5e-324") == 0) {
			/* The smallest double: a 5 behind 323 zeros. */
			const char *text = rational_print(*state, value);
			assert_true(read);
			assert_int_equal(strlen(text), 2 + 324);
			assert_string_equal(text + 2 + 321, "005");
			continue;
		}
		assert_int_equal(read, rows[i].printed != NULL);
		if (read)
			assert_string_equal(
			    rational_print(*state, value), rows[i].printed);
	}
	/* A thousand digits are read, one more is not. */
	char digits[RATIONAL_TEXT + 2];
	struct rational value;
	memset(digits, '7', sizeof digits);
	digits[RATIONAL_TEXT + 1] = '\0';
	assert_false(rational_parse(*state, digits, &value));
	digits[RATIONAL_TEXT] = '\0';
	assert_true(rational_parse(*state, digits, &value));
	assert_string_equal(rational_print(*state, value), digits);
	/* A third is no decimal. */
	assert_null(rational_print(*state, rational_of(*state, 1, 3)));
}

static void
rounds_to_places(void **state)
{
	static const struct {
		const char *text;
		int places;
		const char *rounded;
	} rows[] = {
		{ "2.5", 0, "3" },
		{ "-2.5", 0, "-3" },
		{ "2.4999", 0, "2" },
		{ "-0.004", 2, "0" },
		{ "0.005", 2, "0.01" },
		{ "-0.005", 2, "-0.01" },
		{ "1234.56785", 4, "1234.5679" },
		{ "0.1", 18, "0.1" },
		{ "1e-30", 30, "0.000000000000000000000000000001" },
		{ "99999999999999999999999999999999999999999.5", 0,
		    "100000000000000000000000000000000000000000" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct rational value;
		assert_true(rational_parse(*state, rows[i].text, &value));
		assert_string_equal(
		    rational_print(*state,
			rational_round_to(*state, value, rows[i].places)),
		    rows[i].rounded);
	}
	assert_string_equal(
	    rational_print(*state,
		rational_round_to(*state, rational_of(*state, -2, 3), 3)),
	    "-0.667");
}

static void
has_sign_and_size(void **state)
{
	struct rational value = rational_of(*state, -3, 4);
	assert_int_equal(rational_sign(value), -1);
	assert_int_equal(rational_sign(rational_size(value)), 1);
	assert_string_equal(
	    rational_print(*state, rational_size(value)), "0.75");
	assert_int_equal(rational_sign(rational_of(*state, 0, 1)), 0);
}

/* ---- the largest numbers ---- */

static void *
no_memory(size_t bytes)
{
	fail_msg("GMP allocates %zu bytes", bytes);
	return NULL;
}

static void *
no_more_memory(void *old, size_t before, size_t bytes)
{
	(void)old, (void)before;
	return no_memory(bytes);
}

/* An odd number of so many limbs: (2^62 + 2 × start + 1)^count. */
static struct rational
large(struct arena *arena, int start, int limbs)
{
	struct rational factor =
	    rational_of(arena, ((wide)1 << 62) + 2 * start + 1, 1);
	struct rational power = factor;
	while (power.limb_count < limbs)
		power = rational_multiply(arena, power, factor);
	assert_false(rational_failed(power));
	return power;
}

/* Products of two odd powers that share a factor: the greatest common divisor
 * of each step is as long as the numbers allow. */
static void
takes_no_memory_from_elsewhere(void **state)
{
	struct arena *arena = *state;
	mp_set_memory_functions(no_memory, no_more_memory, NULL);
	struct rational shared = large(arena, 0, RATIONAL_LIMBS / 2);
	struct rational a = rational_multiply(
	    arena, shared, large(arena, 7, RATIONAL_LIMBS / 2 - 1));
	struct rational b = rational_multiply(
	    arena, shared, large(arena, 9, RATIONAL_LIMBS / 2 - 1));
	struct rational x = rational_divide(arena, a, b);
	struct rational y = rational_divide(arena, rational_of(arena, 1, 1), b);
	struct rational z = rational_divide(arena, rational_of(arena, 1, 1), a);
	assert_int_equal(0, rational_compare(rational_divide(arena, y, z), x));
	assert_int_equal(
	    0, rational_compare(rational_multiply(arena, x, b), a));
	struct rational sum = rational_add(arena, x, y); /* (a + 1) / b */
	assert_int_equal(
	    0, rational_compare(rational_subtract(arena, sum, y), x));
	/* The common denominator of 1/a and 1/b is too long. */
	assert_true(rational_failed(rational_add(arena, y, z)));
	assert_true(rational_compare(a, b) < 0);
	assert_true(rational_compare(y, z) < 0);
	wide whole;
	assert_true(rational_round(x, &whole));
	assert_int_equal((int)whole, 1);
	assert_true(rational_nearest(x) > 0.9 && rational_nearest(x) < 1);
	/* Reading and printing, too. */
	struct rational long_one;
	char digits[RATIONAL_TEXT + 1];
	memset(digits, '9', RATIONAL_TEXT);
	digits[RATIONAL_TEXT] = '\0';
	assert_true(rational_parse(arena, digits, &long_one));
	assert_string_equal(rational_print(arena, long_one), digits);
	assert_true(rational_parse(arena, "-9e-1000", &long_one));
	assert_int_equal(strlen(rational_print(arena, long_one)), 3 + 1000);
	assert_true(rational_parse(arena, "9e1000", &long_one));
	assert_int_equal(strlen(rational_print(arena, long_one)), 1001);
	struct rational longest = large(arena, 0, RATIONAL_LIMBS - 1);
	assert_true(strlen(rational_print(arena, longest)) > 19000);
	assert_int_equal(
	    0, rational_compare(rational_round_to(arena, longest, 2), longest));
	mp_set_memory_functions(NULL, NULL, NULL);
}

/* Whoever computes with a failed value has a failed value. */
static void
fails_on(void **state)
{
	struct rational large_one = large(*state, 0, RATIONAL_LIMBS);
	struct rational failed =
	    rational_multiply(*state, large_one, large_one);
	struct rational one = rational_of(*state, 1, 1);
	wide whole;
	assert_true(rational_failed(failed));
	assert_true(rational_failed(rational_add(*state, failed, one)));
	assert_true(rational_failed(rational_divide(*state, one, failed)));
	assert_false(rational_round(failed, &whole));
	assert_false(rational_round(large_one, &whole));
	assert_int_equal(rational_compare(failed, one), 0);
	assert_true(rational_nearest(failed) == 0);
	assert_int_equal(rational_sign(failed), 0);
	assert_true(rational_failed(rational_round_to(*state, failed, 2)));
	assert_null(rational_print(*state, failed));
}

UNIT_TESTS_WITHIN(set_up, tear_down,
    cmocka_unit_test(rounds_half_away_from_zero),
    cmocka_unit_test(agrees_with_integers),
    cmocka_unit_test(undoes_large_steps),
    cmocka_unit_test(reads_doubles_as_printed),
    cmocka_unit_test(finds_the_nearest_double),
    cmocka_unit_test(reads_and_prints_decimals),
    cmocka_unit_test(rounds_to_places), cmocka_unit_test(has_sign_and_size),
    cmocka_unit_test(takes_no_memory_from_elsewhere),
    cmocka_unit_test(fails_on))
