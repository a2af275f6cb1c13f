#include "engine/base/rational.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0,
    "limbs of 64 bits");

enum { LIMB_BITS = 64 };

/* GMP enlarges a number that has too little room, and ends the program where
 * there is no memory. The numbers that it works on here are on the stack, and
 * have room for the sum, product or quotient of any two values. */
struct number {
	mpz_t z;
	mp_limb_t limbs[2 * RATIONAL_LIMBS + 2];
};

/* A number without a value yet. */
static void
number_begin(struct number *number)
{
	*number->z = (__mpz_struct){ ._mp_alloc = 2 * RATIONAL_LIMBS + 2,
		._mp_d = number->limbs };
}

static void
number_set(struct number *number, wide value)
{
	__extension__ unsigned __int128 size = (unsigned __int128)value;
	if (value < 0)
		size = -size;
	number_begin(number);
	number->limbs[0] = (mp_limb_t)size;
	number->limbs[1] = (mp_limb_t)(size >> LIMB_BITS);
	mpz_limbs_finish(number->z, value < 0 ? -2 : 2);
}

/* False when it does not fit. */
static bool
number_wide(mpz_srcptr number, wide *value)
{
	if (mpz_sizeinbase(number, 2) >= 2 * LIMB_BITS)
		return false;
	wide size = (wide)mpz_getlimbn(number, 1) << LIMB_BITS |
		    mpz_getlimbn(number, 0);
	*value = mpz_sgn(number) < 0 ? -size : size;
	return true;
}

/* GMP's view of a value, to read only. */
static void
view(mpq_ptr fraction, struct rational value)
{
	mpz_roinit_n(mpq_numref(fraction), value.limbs, value.numerator);
	mpz_roinit_n(mpq_denref(fraction), value.limbs + abs(value.numerator),
	    value.denominator);
}

/* The value of a fraction in lowest terms, in the arena. */
static struct rational
stored(struct arena *arena, mpz_srcptr numerator, mpz_srcptr denominator)
{
	size_t above = mpz_size(numerator), below = mpz_size(denominator);
	uint64_t *limbs = NULL;
	if (above <= RATIONAL_LIMBS && below <= RATIONAL_LIMBS)
		limbs = arena_allocate(arena, above + below, sizeof *limbs);
	if (!limbs)
		return (struct rational){ NULL, 0, 0 };
	memcpy(limbs, mpz_limbs_read(numerator), above * sizeof *limbs);
	memcpy(
	    limbs + above, mpz_limbs_read(denominator), below * sizeof *limbs);
	return (struct rational){ limbs, mpz_sgn(numerator) * (int32_t)above,
		(int32_t)below };
}

/* result = a ∘ b */
typedef void operation(mpq_ptr result, mpq_srcptr a, mpq_srcptr b);

static struct rational
compute(struct arena *arena, operation *combine, struct rational a,
    struct rational b)
{
	struct number numerator, denominator;
	mpq_t left, right, result;
	if (!a.limbs || !b.limbs)
		return (struct rational){ NULL, 0, 0 };
	view(left, a);
	view(right, b);
	number_begin(&numerator);
	number_begin(&denominator);
	*mpq_numref(result) = *numerator.z;
	*mpq_denref(result) = *denominator.z;
	combine(result, left, right);
	return stored(arena, mpq_numref(result), mpq_denref(result));
}

struct rational
rational_of(struct arena *arena, wide numerator, wide denominator)
{
	struct number above, below, common;
	number_set(&above, numerator);
	number_set(&below, denominator);
	number_begin(&common);
	mpz_gcd(common.z, above.z, below.z);
	mpz_divexact(above.z, above.z, common.z);
	mpz_divexact(below.z, below.z, common.z);
	return stored(arena, above.z, below.z);
}

struct rational
rational_wide(struct arena *arena, wide value)
{
	return rational_of(arena, value, WIDE_ONE);
}

struct rational
rational_decimal(struct arena *arena, decimal value)
{
	return rational_of(arena, value, DECIMAL_ONE);
}

/* 10^exponent */
static struct rational
power_of_ten(struct arena *arena, int exponent)
{
	struct number power, one;
	number_begin(&power);
	mpz_ui_pow_ui(power.z, 10, (unsigned long)exponent);
	number_set(&one, 1);
	return stored(arena, power.z, one.z);
}

struct rational
rational_printed(struct arena *arena, double value)
{
	char text[DOUBLE_TEXT_SIZE];
	size_t length = double_print(text, value);
	/* At most 22 digits before an exponent: they fit. */
	wide digits = 0;
	int exponent = 0;
	bool behind = false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == 'e') {
			exponent += atoi(text + i + 1);
			break;
		}
		if (text[i] == '.') {
			behind = true;
		} else if (text[i] != '-') {
			digits = digits * 10 + (text[i] - '0');
			exponent -= behind;
		}
	}
	struct rational size =
	    rational_of(arena, value < 0 ? -digits : digits, 1);
	struct rational scale = power_of_ten(arena, abs(exponent));
	return exponent < 0 ? rational_divide(arena, size, scale)
			    : rational_multiply(arena, size, scale);
}

bool
rational_failed(struct rational value)
{
	return !value.limbs;
}

bool
rational_is_zero(struct rational value)
{
	return value.numerator == 0;
}

struct rational
rational_add(struct arena *arena, struct rational a, struct rational b)
{
	return compute(arena, mpq_add, a, b);
}

struct rational
rational_subtract(struct arena *arena, struct rational a, struct rational b)
{
	return compute(arena, mpq_sub, a, b);
}

struct rational
rational_multiply(struct arena *arena, struct rational a, struct rational b)
{
	return compute(arena, mpq_mul, a, b);
}

struct rational
rational_divide(struct arena *arena, struct rational a, struct rational b)
{
	return compute(arena, mpq_div, a, b);
}

int
rational_compare(struct rational a, struct rational b)
{
	mpq_t left, right;
	if (!a.limbs || !b.limbs)
		return 0;
	view(left, a);
	view(right, b);
	return mpq_cmp(left, right);
}

bool
rational_round(struct rational value, wide *integer)
{
	struct number twice, divisor;
	mpq_t fraction;
	if (!value.limbs)
		return false;
	view(fraction, value);
	number_begin(&twice);
	number_begin(&divisor);
	/* (2n ± d) / 2d, cut off, is n / d rounded half away from zero. */
	mpz_mul_2exp(twice.z, mpq_numref(fraction), 1);
	if (value.numerator < 0)
		mpz_sub(twice.z, twice.z, mpq_denref(fraction));
	else
		mpz_add(twice.z, twice.z, mpq_denref(fraction));
	mpz_mul_2exp(divisor.z, mpq_denref(fraction), 1);
	mpz_tdiv_q(twice.z, twice.z, divisor.z);
	return number_wide(twice.z, integer);
}

double
rational_nearest(struct rational value)
{
	bool negative = value.numerator < 0;
	struct number scaled, rest;
	mpq_t size;
	wide quotient = 0;
	if (!value.limbs || !value.numerator)
		return 0;
	value.numerator = abs(value.numerator);
	view(size, value);
	number_begin(&scaled);
	number_begin(&rest);
	/* size × 2^bits has 70 bits or so before the point; what lies behind it
	 * only matters as a last bit that breaks a tie. */
	mpz_srcptr above = mpq_numref(size), below = mpq_denref(size);
	int bits =
	    70 - (int)mpz_sizeinbase(above, 2) + (int)mpz_sizeinbase(below, 2);
	mpz_mul_2exp(
	    scaled.z, bits > 0 ? above : below, (mp_bitcnt_t)abs(bits));
	if (bits > 0)
		above = scaled.z;
	else
		below = scaled.z;
	mpz_tdiv_qr(scaled.z, rest.z, above, below);
	number_wide(scaled.z, &quotient);
	quotient |= mpz_sgn(rest.z) != 0;
	double nearest = ldexp((double)quotient, -bits);
	return negative ? -nearest : nearest;
}
