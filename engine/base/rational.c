#include "engine/base/rational.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/rational_number.h"

static const struct rational FAILED = { 0 };

static bool
is_small(struct rational value)
{
	return value.limb_count == 0;
}

static uint64_t
common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* The fraction in lowest terms, if it is a small one; else false. */
static bool
reduce_small(wide numerator, wide denominator, struct rational *value)
{
	if (denominator > UINT64_MAX)
		return false;
	unsigned_wide above = wide_size(numerator);
	uint64_t below = (uint64_t)denominator;
	uint64_t common = common_divisor(below, (uint64_t)(above % below));
	above /= common;
	below /= common;
	if (above > INT64_MAX || below > UINT32_MAX)
		return false;
	value->limb_count = 0;
	value->denominator = (uint32_t)below;
	value->numerator = numerator < 0 ? -(int64_t)above : (int64_t)above;
	return true;
}

struct rational
rational_of(struct arena *arena, wide numerator, wide denominator)
{
	struct rational value;
	struct number above, below, common;
	if (reduce_small(numerator, denominator, &value))
		return value;
	number_set(&above, numerator);
	number_set(&below, denominator);
	number_begin(&common);
	mpz_gcd(common.z, above.z, below.z);
	mpz_divexact(above.z, above.z, common.z);
	mpz_divexact(below.z, below.z, common.z);
	return rational_stored(arena, above.z, below.z);
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

struct rational
rational_copy(struct arena *arena, struct rational value)
{
	struct rational_view view;
	if (is_small(value))
		return value;
	rational_view(&view, value);
	return rational_stored(
	    arena, mpq_numref(view.fraction), mpq_denref(view.fraction));
}

bool
rational_failed(struct rational value)
{
	return value.denominator == 0;
}

struct rational
rational_size(struct rational value)
{
	if (is_small(value))
		value.numerator =
		    value.numerator < 0 ? -value.numerator : value.numerator;
	else
		value.limb_count = abs(value.limb_count);
	return value;
}

/* ---- arithmetic ---- */

/* result = a ∘ b */
typedef void operation(mpq_ptr result, mpq_srcptr a, mpq_srcptr b);

static struct rational
compute(struct arena *arena, operation *combine, struct rational a,
    struct rational b)
{
	struct number above, below;
	struct rational_view left, right;
	mpq_t result;
	if (rational_failed(a) || rational_failed(b))
		return FAILED;
	rational_view(&left, a);
	rational_view(&right, b);
	number_begin(&above);
	number_begin(&below);
	*mpq_numref(result) = *above.z;
	*mpq_denref(result) = *below.z;
	combine(result, left.fraction, right.fraction);
	return rational_stored(arena, mpq_numref(result), mpq_denref(result));
}

/* Two values that are small and did not fail? */
static bool
both_small(struct rational a, struct rational b)
{
	return is_small(a) && is_small(b) && a.denominator && b.denominator;
}

struct rational
rational_add(struct arena *arena, struct rational a, struct rational b)
{
	if (!both_small(a, b))
		return compute(arena, mpq_add, a, b);
	if (a.denominator == b.denominator)
		return rational_of(
		    arena, (wide)a.numerator + b.numerator, a.denominator);
	return rational_of(arena,
	    (wide)a.numerator * b.denominator +
		(wide)b.numerator * a.denominator,
	    (wide)a.denominator * b.denominator);
}

struct rational
rational_subtract(struct arena *arena, struct rational a, struct rational b)
{
	if (!is_small(b))
		b.limb_count = -b.limb_count;
	else
		b.numerator = -b.numerator;
	return rational_add(arena, a, b);
}

struct rational
rational_multiply(struct arena *arena, struct rational a, struct rational b)
{
	if (!both_small(a, b))
		return compute(arena, mpq_mul, a, b);
	return rational_of(arena, (wide)a.numerator * b.numerator,
	    (wide)a.denominator * b.denominator);
}

struct rational
rational_divide(struct arena *arena, struct rational a, struct rational b)
{
	if (!both_small(a, b))
		return compute(arena, mpq_div, a, b);
	wide above = (wide)a.numerator * b.denominator;
	wide below = (wide)a.denominator * b.numerator;
	return below < 0 ? rational_of(arena, -above, -below)
			 : rational_of(arena, above, below);
}

int
rational_sign(struct rational value)
{
	int64_t number = is_small(value) ? value.numerator : value.limb_count;
	return (number > 0) - (number < 0);
}

bool
rational_is_zero(struct rational value)
{
	return rational_sign(value) == 0;
}

int
rational_compare(struct rational a, struct rational b)
{
	struct rational_view left, right;
	if (both_small(a, b)) {
		wide one = (wide)a.numerator * b.denominator;
		wide other = (wide)b.numerator * a.denominator;
		return (one > other) - (one < other);
	}
	if (rational_failed(a) || rational_failed(b))
		return 0;
	rational_view(&left, a);
	rational_view(&right, b);
	return mpq_cmp(left.fraction, right.fraction);
}

/* n / d rounded half away from zero: (2n ± d) / 2d, cut off. */
static void
round_quotient(struct number *rounded, mpz_srcptr above, mpz_srcptr below)
{
	struct number divisor;
	number_begin(rounded);
	number_begin(&divisor);
	mpz_mul_2exp(rounded->z, above, 1);
	if (mpz_sgn(above) < 0)
		mpz_sub(rounded->z, rounded->z, below);
	else
		mpz_add(rounded->z, rounded->z, below);
	mpz_mul_2exp(divisor.z, below, 1);
	mpz_tdiv_q(rounded->z, rounded->z, divisor.z);
}

bool
rational_round(struct rational value, wide *integer)
{
	struct number rounded;
	struct rational_view view;
	if (rational_failed(value))
		return false;
	rational_view(&view, value);
	round_quotient(
	    &rounded, mpq_numref(view.fraction), mpq_denref(view.fraction));
	return number_wide(rounded.z, integer);
}

struct rational
rational_round_to(struct arena *arena, struct rational value, int places)
{
	struct rational unit = rational_power_of_ten(arena, places);
	struct rational scaled = rational_multiply(arena, value, unit);
	struct number rounded, one;
	struct rational_view view;
	if (rational_failed(scaled))
		return scaled;
	rational_view(&view, scaled);
	round_quotient(
	    &rounded, mpq_numref(view.fraction), mpq_denref(view.fraction));
	number_set(&one, 1);
	return rational_divide(
	    arena, rational_stored(arena, rounded.z, one.z), unit);
}

/* The nearest double to a large value. */
static double
nearest(struct rational value)
{
	struct number scaled, rest;
	struct rational_view view;
	wide quotient = 0;
	bool negative = value.limb_count < 0;
	value.limb_count = abs(value.limb_count);
	rational_view(&view, value);
	mpz_srcptr above = mpq_numref(view.fraction);
	mpz_srcptr below = mpq_denref(view.fraction);
	number_begin(&scaled);
	number_begin(&rest);
	/* size × 2^bits has 70 bits or so before the point; what lies behind it
	 * only matters as a last bit that breaks a tie. */
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
	double size = ldexp((double)quotient, -bits);
	return negative ? -size : size;
}

double
rational_nearest(struct rational value)
{
	if (rational_failed(value))
		return 0;
	return is_small(value) ? wide_ratio(value.numerator, value.denominator)
			       : nearest(value);
}
