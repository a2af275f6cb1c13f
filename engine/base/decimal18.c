#include "engine/base/decimal18.h"

#include <math.h>
#include <string.h>

enum { PLACES = 18 };

static bool
add_digit(fine *value, char digit)
{
	return !__builtin_mul_overflow(*value, 10, value) &&
	       !__builtin_add_overflow(*value, digit - '0', value);
}

bool
fine_parse(const char *text, fine *value)
{
	bool negative = *text == '-';
	fine sum = 0;
	int places = 0;
	bool up = false;
	const char *at = text + negative;
	if (*at < '0' || *at > '9')
		return false;
	for (; *at >= '0' && *at <= '9'; at++)
		if (!add_digit(&sum, *at))
			return false;
	if (*at == '.') {
		if (at[1] < '0' || at[1] > '9')
			return false;
		for (at++; *at >= '0' && *at <= '9'; at++, places++)
			if (places < PLACES
				? !add_digit(&sum, *at)
				: (up |= places == PLACES && *at >= '5', false))
				return false;
	}
	for (; places < PLACES; places++)
		if (!add_digit(&sum, '0'))
			return false;
	if (*at || (up && __builtin_add_overflow(sum, 1, &sum)))
		return false;
	*value = negative ? -sum : sum;
	return true;
}

const char *
fine_print(char text[FINE_TEXT_SIZE], fine value)
{
	char digits[FINE_TEXT_SIZE];
	size_t count = 0, length = 0;
	__extension__ unsigned __int128 rest =
	    value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
	while (rest || count <= PLACES) {
		digits[count++] = (char)('0' + (int)(rest % 10));
		rest /= 10;
	}
	if (value < 0)
		text[length++] = '-';
	size_t last = 0; /* the last digit that is printed */
	while (last < PLACES && digits[last] == '0')
		last++;
	for (size_t i = count; i-- > last;) {
		if (i == PLACES - 1)
			text[length++] = '.';
		text[length++] = digits[i];
	}
	text[length] = '\0';
	return text;
}

bool
fine_add(fine *sum, fine value)
{
	return !__builtin_add_overflow(*sum, value, sum);
}

bool
fine_subtract(fine *sum, fine value)
{
	return !__builtin_sub_overflow(*sum, value, sum);
}

static fine
divide(fine value, fine by)
{
	fine quotient = value / by, rest = value % by;
	if (rest < 0)
		rest = -rest;
	if (rest >= by - rest)
		quotient += value < 0 ? -1 : 1;
	return quotient;
}

fine
fine_round(fine value, int places)
{
	fine unit = FINE_ONE;
	for (int i = 0; i < places; i++)
		unit /= 10;
	return divide(value, unit) * unit;
}

double
fine_double(fine value)
{
	return (double)value / 1e18;
}

fine
fine_of(double value, int places)
{
	double scaled = round(value * pow(10, places));
	if (!(fabs(scaled) < 9e18))
		return isfinite(value) && fabs(value) < 1e20
			   ? (fine)round(value) * FINE_ONE
			   : 0;
	fine result = (fine)(int64_t)scaled;
	for (int i = places; i < PLACES; i++)
		result *= 10;
	return result;
}
