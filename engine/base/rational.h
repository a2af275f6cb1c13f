/* Exact fractions of any size: a payout curve divides by sums of money, and a
 * score that lies on a half must be seen to lie there.
 *
 * A small one holds itself; the limbs (GMP's digits of 64 bits) of a larger one
 * live in the arena it was made in. Values are never changed. A calculation
 * that runs out of memory, or beyond RATIONAL_LIMBS, yields a failed value, and
 * so does every one made from it. Comparing and rounding a failed value gives
 * something, too: whoever decides by it looks at the end whether one of them
 * failed (rational_failed), or memory ran out (arena_failed). */
#ifndef ENGINE_BASE_RATIONAL_H
#define ENGINE_BASE_RATIONAL_H

#include "engine/base/decimal.h"

struct arena;

/* The most limbs of a numerator or a denominator: some 19,000 decimal digits.
 * Up to there GMP works on the stack; for larger numbers it would allocate, and
 * end the program where there is no memory. */
enum { RATIONAL_LIMBS = 1024 };

/* In lowest terms. A failed value is all zero. */
struct rational {
	/* 0: a small one, numerator / denominator. Else how many limbs, lowest
	 * first, the numerator has, with the sign of the number; the limbs of
	 * the denominator, as many as it says, stand behind them. */
	int32_t limb_count;
	uint32_t denominator;
	union {
		int64_t numerator;
		const uint64_t *limbs;
	};
};

/* A whole number, larger than INT64_MIN. */
static inline struct rational
rational_whole(int64_t number)
{
	return (struct rational){ .denominator = 1, .numerator = number };
}

/* numerator / denominator; denominator > 0. */
struct rational rational_of(
    struct arena *arena, wide numerator, wide denominator);

/* The number that an integer of 10^-16 or of 10^-4 stands for. */
struct rational rational_wide(struct arena *arena, wide value);
struct rational rational_decimal(struct arena *arena, decimal value);

/* A finite double as it is printed (double_print): 0.1 is one tenth, so that
 * whoever computes from the printed number gets the same. */
struct rational rational_printed(struct arena *arena, double value);

/* Reads `-?digits[.digits][e[+|-]digits]`, as exact and inexact numbers are
 * printed, whole and to the last digit. False for any other text, and for one
 * of more than RATIONAL_TEXT digits or places. Without memory the value is a
 * failed one. */
enum { RATIONAL_TEXT = 1000 };
bool rational_parse(
    struct arena *arena, const char *text, struct rational *value);

/* The same value with its limbs in `arena`. */
struct rational rational_copy(struct arena *arena, struct rational value);

struct rational rational_add(
    struct arena *arena, struct rational a, struct rational b);
struct rational rational_subtract(
    struct arena *arena, struct rational a, struct rational b);
struct rational rational_multiply(
    struct arena *arena, struct rational a, struct rational b);
/* b is not zero. */
struct rational rational_divide(
    struct arena *arena, struct rational a, struct rational b);

bool rational_failed(struct rational value);

/* -1, 0 or 1; of a failed value 0. */
int rational_sign(struct rational value);
bool rational_is_zero(struct rational value);

/* The value without its sign. */
struct rational rational_size(struct rational value);

/* Less than, equal to or greater than 0. Of failed values: 0. */
int rational_compare(struct rational a, struct rational b);

/* The nearest integer, halves away from zero. False when the value failed or
 * the integer does not fit. */
bool rational_round(struct rational value, wide *integer);

/* The nearest value of at most `places` decimals (0 to RATIONAL_TEXT), halves
 * away from zero. */
struct rational rational_round_to(
    struct arena *arena, struct rational value, int places);

/* The value as a decimal, to its last digit, without trailing zeros and never
 * as -0. NULL for a failed value, for one that is no decimal (a third), and
 * without memory. */
const char *rational_print(struct arena *arena, struct rational value);

/* The nearest double, ties to even; 0 for a failed value. For numbers between
 * 2^-900 and 2^900. */
double rational_nearest(struct rational value);

#endif
