#include "engine/base/decimal.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST ((decimal)900000000000000 * 10000)

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* number × 10 + digit; once beyond LARGEST, LARGEST + 1 for good, however many
 * digits follow. */
static uint64_t
append_digit(uint64_t number, char digit)
{
	return number > LARGEST / 10 ? (uint64_t)LARGEST + 1
				     : number * 10 + (uint64_t)(digit - '0');
}

/* Reads the digits behind the point, the first four into *number and four more
 * into *rest; returns where they end. */
static const char *
parse_places(const char *at, const char *end, uint64_t *number, int *rest,
    bool *too_fine)
{
	int places = 0;
	for (; at < end && is_digit(*at); at++, places++)
		if (places < 4)
			*number = append_digit(*number, *at);
		else if (places < 8)
			*rest = *rest * 10 + (*at - '0');
		else
			*too_fine |= *at != '0';
	for (; places < 4; places++)
		*number = append_digit(*number, '0');
	for (; places < 8; places++)
		*rest *= 10;
	return at;
}

/* Reads a number whose first four places are within what may be. */
static enum decimal_status
parse(struct text text, decimal *value, int16_t *rest)
{
	const char *at = text.data, *end = at + text.length;
	bool negative = at < end && *at == '-';
	at += negative;
	uint64_t number = 0;
	const char *digits = at;
	for (; at < end && is_digit(*at); at++)
		number = append_digit(number, *at);
	if (at == digits)
		return DECIMAL_NOT_A_NUMBER;
	bool too_fine = false, point = at < end && *at == '.';
	int behind = 0;
	at += point;
	if (point && at == end)
		return DECIMAL_NOT_A_NUMBER;
	at = parse_places(at, point ? end : at, &number, &behind, &too_fine);
	if (at != end)
		return DECIMAL_NOT_A_NUMBER;
	if (number > LARGEST)
		return DECIMAL_TOO_LARGE;
	if (too_fine)
		return DECIMAL_TOO_FINE;
	*value = negative ? -(decimal)number : (decimal)number;
	*rest = (int16_t)(negative ? -behind : behind);
	return DECIMAL_OK;
}

enum decimal_status
decimal_parse_fine(struct text text, decimal *value, int16_t *rest)
{
	decimal found;
	int16_t behind;
	enum decimal_status status = parse(text, &found, &behind);
	if (status != DECIMAL_OK)
		return status;
	if (behind && (found == LARGEST || found == -LARGEST))
		return DECIMAL_TOO_LARGE;
	*value = found;
	*rest = behind;
	return DECIMAL_OK;
}

enum decimal_status
decimal_parse(struct text text, decimal *value)
{
	decimal found;
	int16_t rest;
	enum decimal_status status = parse(text, &found, &rest);
	if (status == DECIMAL_OK && rest)
		return DECIMAL_TOO_FINE;
	if (status == DECIMAL_OK)
		*value = found;
	return status;
}

const char *
decimal_reason(enum decimal_status status)
{
	switch (status) {
	case DECIMAL_TOO_FINE:
		return N_("more than four decimal places");
	case DECIMAL_TOO_LARGE:
		return N_("larger than 9 × 10^14");
	case DECIMAL_NOT_A_NUMBER:
	case DECIMAL_OK:
		break;
	}
	return N_(
	    "not a number (expected digits, with a point before decimals)");
}

wide
decimal_widen(decimal value)
{
	return value * (WIDE_ONE / DECIMAL_ONE);
}

/* In 10^-8. */
static wide
with_rest(decimal value, int16_t rest)
{
	return (wide)value * DECIMAL_RESTS + rest;
}

wide
decimal_widen_fine(decimal value, int16_t rest)
{
	return with_rest(value, rest) *
	       (WIDE_ONE / DECIMAL_ONE / DECIMAL_RESTS);
}

wide
decimal_share(decimal value, decimal share)
{
	return (wide)value * share * (WIDE_ONE / DECIMAL_ONE / DECIMAL_ONE);
}

bool
decimal_multiply_fine(
    decimal a, int16_t a_rest, decimal b, int16_t b_rest, wide *product)
{
	return !__builtin_mul_overflow(
	    with_rest(a, a_rest), with_rest(b, b_rest), product);
}

wide
decimal_scale(decimal value, int64_t above, int64_t below)
{
	wide product = (wide)value * above;
	wide half = product < 0 ? -below / 2 : below / 2;
	/* Of an odd divisor no quotient lies on a half. */
	return (product + half) / below;
}

wide
decimal_over_months(decimal a_month, struct months months)
{
	return decimal_scale(a_month,
	    (int64_t)months.whole * months.length + months.days, months.length);
}

bool
decimal_narrow(wide value, decimal *result)
{
	if (value > LARGEST || value < -(wide)LARGEST)
		return false;
	*result = (decimal)value;
	return true;
}

bool
decimal_convert_fine(decimal value, int16_t rest, decimal rate, decimal *result)
{
	wide product = (wide)value * rate;
	wide most = (wide)LARGEST * DECIMAL_ONE * 2;
	if (product > most || product < -most)
		return false;
	/* In 10^-12. */
	product = product * DECIMAL_RESTS + (wide)rest * rate;
	wide unit = (wide)DECIMAL_ONE * DECIMAL_RESTS;
	wide half = product < 0 ? -unit / 2 : unit / 2;
	return decimal_narrow((product + half) / unit, result);
}

bool
decimal_convert(decimal value, decimal rate, decimal *result)
{
	return decimal_convert_fine(value, 0, rate, result);
}

bool
wide_add(wide *sum, wide value)
{
	return !__builtin_add_overflow(*sum, value, sum);
}

static int
bits_of(unsigned_wide value)
{
	uint64_t high = (uint64_t)(value >> 64), low = (uint64_t)value;
	return high  ? 128 - __builtin_clzll(high)
	       : low ? 64 - __builtin_clzll(low)
		     : 0;
}

/* The double that is nearest to above / below, both above 0: the first 64 bits
 * of the quotient, the last of which is set if anything lies behind it. */
static double
divide(unsigned_wide above, unsigned_wide below)
{
	int exponent = bits_of(above) - bits_of(below);
	uint64_t quotient = 0;
	if (exponent > 0)
		below <<= exponent;
	else
		above <<= -exponent;
	if (above < below) {
		above <<= 1;
		exponent--;
	}
	for (int i = 0; i < 64; i++) {
		bool fits = above >= below;
		quotient = quotient << 1 | fits;
		above = (above - (fits ? below : 0)) << 1;
	}
	return ldexp((double)(quotient | (above != 0)), exponent - 63);
}

double
decimal_double(decimal value)
{
	return value == DECIMAL_NONE ? NAN : (double)value / DECIMAL_ONE;
}

double
wide_double(wide value)
{
	/* Of four places, most numbers by far; what follows is quick. */
	static const wide unit = WIDE_ONE / DECIMAL_ONE;
	wide decimals = value / unit;
	return decimals * unit == value ? wide_ratio(decimals, DECIMAL_ONE)
					: wide_ratio(value, WIDE_ONE);
}

double
wide_ratio(wide above, wide below)
{
	static const int64_t exact = INT64_C(1) << 53;
	if (above > -exact && above < exact && below > -exact && below < exact)
		return (double)above / (double)below;
	if (above == 0)
		return 0;
	double size = divide(wide_size(above), wide_size(below));
	return (above < 0) == (below < 0) ? size : -size;
}

/* Digits before `end`; where they begin. */
static char *
put_digits(char *end, uint64_t value)
{
	do
		*--end = (char)('0' + value % 10);
	while (value /= 10);
	return end;
}

static size_t
hand_over(char *text, const char *digits, const char *end)
{
	size_t length = (size_t)(end - digits);
	memcpy(text, digits, length);
	text[length] = '\0';
	return length;
}

size_t
whole_print(char text[WHOLE_TEXT_SIZE], uint64_t value)
{
	char room[WHOLE_TEXT_SIZE], *end = room + sizeof room;
	return hand_over(text, put_digits(end, value), end);
}

size_t
wide_print(char text[WIDE_TEXT_SIZE], wide value)
{
	const uint64_t one = (uint64_t)WIDE_ONE;
	unsigned_wide left = wide_size(value);
	char room[WIDE_TEXT_SIZE], *end = room + sizeof room, *at = end;
	unsigned_wide whole = left / one;
	uint64_t fraction = (uint64_t)(left - whole * one);
	left = whole;
	if (fraction) {
		at = put_digits(at, fraction + one);
		while (end[-1] == '0')
			end--;
		*at = '.'; /* in place of the 1 that kept the leading zeros */
	}
	for (; left > UINT64_MAX; left /= 10)
		*--at = (char)('0' + (int)(left % 10));
	at = put_digits(at, (uint64_t)left);
	if (value < 0)
		*--at = '-';
	return hand_over(text, at, end);
}

size_t
wide_print_places(char text[WIDE_TEXT_SIZE], wide value, int places)
{
	size_t length = wide_print(text, value);
	if (places <= 0)
		return length;
	const char *point = memchr(text, '.', length);
	int present = point ? (int)(text + length - point) - 1 : 0;
	if (!point)
		text[length++] = '.';
	for (; present < places; present++)
		text[length++] = '0';
	text[length] = '\0';
	return length;
}

/* Chunk 0 counts units of 2^-LOWEST, below the smallest double's mantissa, of
 * which the lowest bit is 2^-1074. */
enum { LOWEST = 36 * 32, MANTISSA_BITS = 52, EXPONENTS = 1 << 11 };

void
exact_sum_add(struct exact_sum *sum, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	int exponent = (int)(bits >> MANTISSA_BITS) % EXPONENTS;
	int64_t mantissa = (int64_t)(bits % (UINT64_C(1) << MANTISSA_BITS));
	/* value = ± mantissa × 2^(exponent − 1075) */
	if (exponent)
		mantissa |= INT64_C(1) << MANTISSA_BITS;
	else
		exponent = 1;
	if (value < 0)
		mantissa = -mantissa;
	int shift = exponent - 1075 + LOWEST;
	int chunk = shift / 32, within = shift % 32;
	wide shifted = (wide)mantissa * ((wide)1 << within);
	/* Three 32-bit digits, the highest one signed. */
	sum->chunks[chunk] += (int64_t)(shifted & 0xffffffff);
	sum->chunks[chunk + 1] += (int64_t)((shifted >> 32) & 0xffffffff);
	sum->chunks[chunk + 2] += (int64_t)(shifted >> 64);
}

double
exact_sum_value(const struct exact_sum *sum)
{
	enum { CHUNKS = sizeof sum->chunks / sizeof *sum->chunks };
	int first = 0;
	while (first < CHUNKS && sum->chunks[first] == 0)
		first++;
	if (first == CHUNKS)
		return 0;
	struct exact_sum carried = *sum;
	for (int i = first; i < CHUNKS - 1; i++) {
		int64_t low = carried.chunks[i] & 0xffffffff;
		carried.chunks[i + 1] += (carried.chunks[i] - low) >> 32;
		carried.chunks[i] = low;
	}
	/* A negative sum has a negative top digit; negate to have only
	 * positive digits, whose rounding errors do not cancel. */
	bool negative = carried.chunks[CHUNKS - 1] < 0;
	if (negative) {
		int64_t carry = 0;
		for (int i = first; i < CHUNKS; i++) {
			int64_t digit = -carried.chunks[i] + carry;
			carry = 0;
			if (i < CHUNKS - 1 && digit < 0) {
				digit += (int64_t)1 << 32;
				carry = -1;
			}
			carried.chunks[i] = digit;
		}
	}
	int top = CHUNKS - 1;
	while (top > 0 && carried.chunks[top] == 0)
		top--;
	/* The leading four digits hold at least 97 bits; what lies below is
	 * under a thousandth of the last place. */
	wide leading = 0;
	int bottom = top >= 3 ? top - 3 : 0;
	for (int i = top; i > bottom; i--)
		leading = (leading << 32) + carried.chunks[i];
	double high = ldexp((double)leading, (bottom + 1) * 32 - LOWEST);
	if (top == bottom)
		high = 0;
	double low =
	    ldexp((double)carried.chunks[bottom], bottom * 32 - LOWEST);
	return negative ? -(high + low) : high + low;
}

char *
number_group(char *text, size_t size, enum language language)
{
	char point = language == LANGUAGE_VI ? ',' : '.';
	char separator = language == LANGUAGE_VI ? '.' : ',';
	size_t sign = strspn(text, "+-");
	size_t whole = strspn(text + sign, "0123456789");
	size_t length = strlen(text), more = whole ? (whole - 1) / 3 : 0;
	char *from = text + sign;
	if (from[whole] == '.')
		from[whole] = point;
	if (length + more >= size)
		return text;
	/* From the right, so that nothing is overwritten before it is moved. */
	memmove(from + whole + more, from + whole, length - sign - whole + 1);
	for (size_t i = whole, to = whole + more; i > 0 && more > 0; i--) {
		from[--to] = from[i - 1];
		if ((whole - i + 1) % 3 == 0 && i > 1) {
			from[--to] = separator;
			more--;
		}
	}
	return text;
}

const char *
wide_print_grouped(
    char text[WIDE_GROUPED_SIZE], wide value, enum language language)
{
	wide_print(text, value);
	return number_group(text, WIDE_GROUPED_SIZE, language);
}
