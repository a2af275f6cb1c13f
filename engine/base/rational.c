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

/* Digits and a point, to the end of the text or an `e`; NULL for anything else.
 * `digits` gets them without the point, *places how many stand behind it. */
static const char *
read_digits(const char *text, char digits[RATIONAL_TEXT + 1], int *places)
{
	const char *point = NULL, *at = text;
	size_t count = 0;
	for (; *at && *at != 'e'; at++) {
		bool digit = *at >= '0' && *at <= '9';
		if (!digit && (*at != '.' || point || at == text))
			return NULL;
		if (!digit)
			point = at;
		else if (count < RATIONAL_TEXT)
			digits[count++] = *at;
		else
			return NULL;
	}
	digits[count] = '\0';
	*places = point ? (int)(at - point) - 1 : 0;
	return count && (!point || *places) ? at : NULL;
}

/* The rest of a number: nothing, or an exponent. */
static bool
read_exponent(const char *text, int *exponent)
{
	char *end = NULL;
	*exponent = 0;
	if (*text == '\0')
		return true;
	const char *digits = text + 1 + (text[1] == '-' || text[1] == '+');
	if (*digits < '0' || *digits > '9')
		return false;
	long value = strtol(text + 1, &end, 10);
	*exponent = (int)value;
	return *end == '\0' && labs(value) <= RATIONAL_TEXT;
}

bool
rational_parse(struct arena *arena, const char *text, struct rational *value)
{
	char digits[RATIONAL_TEXT + 1];
	int places, exponent;
	bool negative = *text == '-';
	const char *rest = read_digits(text + negative, digits, &places);
	if (!rest || !read_exponent(rest, &exponent))
		return false;
	struct number whole, one;
	number_begin(&whole);
	number_set(&one, 1);
	mpz_set_ui(whole.z, 0);
	for (const char *digit = digits; *digit; digit++) {
		mpz_mul_ui(whole.z, whole.z, 10);
		mpz_add_ui(whole.z, whole.z, (unsigned long)(*digit - '0'));
	}
	if (negative)
		mpz_neg(whole.z, whole.z);
	exponent -= places;
	struct rational size = stored(arena, whole.z, one.z);
	struct rational scale = power_of_ten(arena, abs(exponent));
	*value = exponent < 0 ? rational_divide(arena, size, scale)
			      : rational_multiply(arena, size, scale);
	return true;
}

struct rational
rational_printed(struct arena *arena, double value)
{
	char text[DOUBLE_TEXT_SIZE];
	struct rational printed = { NULL, 0, 0 };
	double_print(text, value);
	rational_parse(arena, text, &printed);
	return printed;
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

int
rational_sign(struct rational value)
{
	return value.limbs ? (value.numerator > 0) - (value.numerator < 0) : 0;
}

struct rational
rational_size(struct rational value)
{
	value.numerator = abs(value.numerator);
	return value;
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
	mpq_t fraction;
	if (!value.limbs)
		return false;
	view(fraction, value);
	round_quotient(&rounded, mpq_numref(fraction), mpq_denref(fraction));
	return number_wide(rounded.z, integer);
}

struct rational
rational_round_to(struct arena *arena, struct rational value, int places)
{
	struct rational unit = power_of_ten(arena, places);
	struct rational scaled = rational_multiply(arena, value, unit);
	struct number rounded, one;
	mpq_t fraction;
	if (!scaled.limbs)
		return scaled;
	view(fraction, scaled);
	round_quotient(&rounded, mpq_numref(fraction), mpq_denref(fraction));
	number_set(&one, 1);
	return rational_divide(arena, stored(arena, rounded.z, one.z), unit);
}

/* How many decimals the fractions with this denominator have: 2^a × 5^b has the
 * larger of a and b, others have no end. */
static int
decimals_of(mpz_srcptr denominator)
{
	struct number rest;
	number_begin(&rest);
	int twos = (int)mpz_scan1(denominator, 0), fives = 0;
	mpz_tdiv_q_2exp(rest.z, denominator, (mp_bitcnt_t)twos);
	for (; mpz_divisible_ui_p(rest.z, 5); fives++)
		mpz_divexact_ui(rest.z, rest.z, 5);
	if (mpz_cmp_ui(rest.z, 1) != 0)
		return -1;
	return twos > fives ? twos : fives;
}

/* The digits of a number, of which nothing is left. mpz_get_str would allocate
 * for a long one. */
static void
put_digits(char *digits, struct number *number)
{
	char *end = digits + 20 * RATIONAL_LIMBS + 1, *at = end;
	bool negative = mpz_sgn(number->z) < 0;
	do
		*--at = (char)('0' + mpz_tdiv_q_ui(number->z, number->z, 10));
	while (mpz_sgn(number->z) != 0);
	if (negative)
		*--at = '-';
	memmove(digits, at, (size_t)(end - at));
	digits[end - at] = '\0';
}

/* Digits with `places` of them behind a point. */
static const char *
put_point(struct arena *arena, const char *digits, int places)
{
	bool negative = *digits == '-';
	digits += negative;
	int count = (int)strlen(digits), zeros = places + 1 - count;
	int whole = zeros > 0 ? 1 : count - places;
	char *text = arena_allocate(
	    arena, (size_t)(count + (zeros > 0 ? zeros : 0) + 3), 1);
	char *at = text;
	for (int i = 0; text && i < whole + places; i++) {
		if (i == 0 && negative)
			*at++ = '-';
		if (i == whole)
			*at++ = '.';
		*at++ = i < zeros ? '0' : *digits++;
	}
	return text;
}

const char *
rational_print(struct arena *arena, struct rational value)
{
	/* A limb has fewer than twenty digits. */
	char digits[20 * RATIONAL_LIMBS + 2];
	struct number scaled;
	mpq_t fraction;
	if (!value.limbs)
		return NULL;
	view(fraction, value);
	int places = decimals_of(mpq_denref(fraction));
	if (places < 0 || places > RATIONAL_TEXT)
		return NULL;
	number_begin(&scaled);
	mpz_ui_pow_ui(scaled.z, 10, (unsigned long)places);
	mpz_divexact(scaled.z, scaled.z, mpq_denref(fraction));
	mpz_mul(scaled.z, scaled.z, mpq_numref(fraction));
	if (mpz_size(scaled.z) > RATIONAL_LIMBS)
		return NULL;
	put_digits(digits, &scaled);
	return put_point(arena, digits, places);
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
