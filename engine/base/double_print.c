/* Doubles as text. Shortest means: of 15, 16, 17 digits the fewest that read
 * back as the same double. For sizes that people meet this is decided in exact
 * 128-bit integers, fifty times as fast as asking printf and strtod, which do
 * the rest. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/decimal.h"

__extension__ typedef unsigned __int128 natural;

enum { MOST_DIGITS = 17, FEWEST_DIGITS = 15, MANTISSA_BITS = 53 };

/* 0.digits × 10^point, without trailing zeros. */
struct digits {
	char text[MOST_DIGITS + 1];
	int count, point;
};

static void
strip_zeros(struct digits *digits)
{
	while (digits->count > 1 && digits->text[digits->count - 1] == '0')
		digits->count--;
}

/* As plain digits where that is short enough to read. */
static size_t
lay_out(char text[DOUBLE_TEXT_SIZE], bool negative, const struct digits *digits)
{
	int count = digits->count, point = digits->point;
	size_t length = 0;
	if (negative)
		text[length++] = '-';
	if (point < -5 || point > 21) {
		text[length++] = digits->text[0];
		if (count > 1) {
			text[length++] = '.';
			memcpy(
			    text + length, digits->text + 1, (size_t)count - 1);
			length += (size_t)count - 1;
		}
		return length + (size_t)snprintf(text + length,
				    DOUBLE_TEXT_SIZE - length, "e%d",
				    point - 1);
	}
	if (point <= 0) {
		text[length++] = '0';
		text[length++] = '.';
		for (int i = point; i < 0; i++)
			text[length++] = '0';
	}
	for (int i = 0; i < count || i < point; i++) {
		if (i == point && i > 0)
			text[length++] = '.';
		text[length++] = i < count ? digits->text[i] : '0';
	}
	text[length] = '\0';
	return length;
}

/* ---- by printf and strtod ---- */

static void
digits_printed(struct digits *digits, double value)
{
	/* The point may be a comma under another LC_NUMERIC; strtod reads what
	 * printf wrote. */
	char scientific[40];
	/* Fifteen digits always survive the way there and back, except below
	 * the normal range. */
	int fewest = value < DBL_MIN ? 0 : FEWEST_DIGITS - 1;
	for (int more = fewest; more < MOST_DIGITS; more++) {
		snprintf(scientific, sizeof scientific, "%.*e", more, value);
		if (strtod(scientific, NULL) == value)
			break;
	}
	const char *at = scientific;
	digits->count = 0;
	for (; *at != 'e'; at++)
		if (*at >= '0' && *at <= '9')
			digits->text[digits->count++] = *at;
	digits->point = atoi(at + 1) + 1;
}

/* ---- in integers ---- */

/* mantissa × 2^exponent × 10^places = scaled / 2^shift; half of what lies
 * between neighbouring doubles is five / 2 of `scaled`. */
struct scaled {
	uint64_t mantissa, five; /* five = 5^places */
	natural scaled;
	int shift;
};

/* False where it does not fit. */
static bool
scale(struct scaled *made, uint64_t mantissa, int exponent, int places)
{
	made->mantissa = mantissa;
	made->five = 1;
	made->shift = -(exponent + places);
	if (places < 0 || places > 27 || made->shift < 1)
		return false;
	for (int i = 0; i < places; i++)
		made->five *= 5;
	made->scaled = (natural)mantissa * made->five;
	return true;
}

/* The nearest integer, the even one of two, as printf rounds. */
static uint64_t
rounded(const struct scaled *of)
{
	uint64_t whole = (uint64_t)(of->scaled >> of->shift);
	natural rest = of->scaled - ((natural)whole << of->shift);
	natural half = (natural)1 << (of->shift - 1);
	return whole + (rest > half || (rest == half && whole % 2));
}

/* Is this double the nearest to `whole`, and the even one of two? Below a power
 * of two the next double is half as far. */
static bool
reads_back(const struct scaled *of, uint64_t whole)
{
	natural wanted = (natural)whole << of->shift;
	bool below = wanted < of->scaled;
	natural away = below ? of->scaled - wanted : wanted - of->scaled;
	bool close = below && of->mantissa == (uint64_t)1
						  << (MANTISSA_BITS - 1);
	away *= close ? 4 : 2;
	return away < of->five || (away == of->five && of->mantissa % 2 == 0);
}

/* False where 128 bits are not enough. */
static bool
digits_found(struct digits *digits, double value)
{
	static const uint64_t largest[] = { [15] = 1000000000000000,
		[16] = 10000000000000000,
		[17] = 100000000000000000 };
	int exponent;
	uint64_t mantissa =
	    (uint64_t)ldexp(frexp(value, &exponent), MANTISSA_BITS);
	struct scaled scaled;
	/* The digits before the point, or one fewer: log10(2) = 0.30103 */
	int point = (int)floor((exponent - 1) * 0.30102999566398120) + 1;
	exponent -= MANTISSA_BITS;
	if (!scale(&scaled, mantissa, exponent, MOST_DIGITS - point))
		return false;
	if (scaled.scaled >> scaled.shift >= largest[MOST_DIGITS])
		point++;
	uint64_t whole = 0;
	int count = FEWEST_DIGITS;
	for (; count <= MOST_DIGITS; count++) {
		if (!scale(&scaled, mantissa, exponent, count - point))
			return false;
		whole = rounded(&scaled);
		if (reads_back(&scaled, whole))
			break;
	}
	if (count > MOST_DIGITS)
		return false;
	if (whole == largest[count]) {
		whole /= 10;
		point++;
	}
	digits->point = point;
	digits->count = count;
	for (int i = count; i-- > 0; whole /= 10)
		digits->text[i] = (char)('0' + whole % 10);
	return true;
}

size_t
double_print(char text[DOUBLE_TEXT_SIZE], double value)
{
	static const double exact = 9007199254740992; /* 2^53 */
	bool negative = value < 0;
	double size = fabs(value);
	if (size < exact && size == floor(size)) {
		text[0] = '-';
		return negative + whole_print(text + negative, (uint64_t)size);
	}
	struct digits digits;
	if (size < DBL_MIN || !digits_found(&digits, size))
		digits_printed(&digits, size);
	strip_zeros(&digits);
	return lay_out(text, negative, &digits);
}
