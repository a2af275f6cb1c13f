/* Exact fractions as text: decimals read and printed to the last digit. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/rational_number.h"

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
	struct rational size = rational_stored(arena, whole.z, one.z);
	struct rational scale = rational_power_of_ten(arena, abs(exponent));
	*value = exponent < 0 ? rational_divide(arena, size, scale)
			      : rational_multiply(arena, size, scale);
	return true;
}

struct rational
rational_printed(struct arena *arena, double value)
{
	char text[DOUBLE_TEXT_SIZE];
	struct rational printed = { 0 };
	double_print(text, value);
	rational_parse(arena, text, &printed);
	return printed;
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
	struct rational_view view;
	if (rational_failed(value))
		return NULL;
	rational_view(&view, value);
	int places = decimals_of(mpq_denref(view.fraction));
	if (places < 0 || places > RATIONAL_TEXT)
		return NULL;
	number_begin(&scaled);
	mpz_ui_pow_ui(scaled.z, 10, (unsigned long)places);
	mpz_divexact(scaled.z, scaled.z, mpq_denref(view.fraction));
	mpz_mul(scaled.z, scaled.z, mpq_numref(view.fraction));
	if (mpz_size(scaled.z) > RATIONAL_LIMBS)
		return NULL;
	put_digits(digits, &scaled);
	return put_point(arena, digits, places);
}
