#include "io/import/workbook/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/date.h"

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* ---- digits ---- */

/* Takes digits off the text, behind those that are there; leading zeros only
 * move the point. False if there is no room. */
static bool
take_digits(
    struct number *number, const char **at, const char *end, bool fraction)
{
	for (; *at < end && is_digit(**at); ++*at) {
		bool leading = number->count == 0 && **at == '0';
		if (leading)
			number->point -= fraction;
		else if (number->count == NUMBER_DIGITS)
			return false;
		else {
			number->digits[number->count++] = **at;
			number->point += !fraction;
		}
	}
	return true;
}

/* Moves the point by an exponent; false if it is none that can be printed. */
static bool
take_exponent(struct number *number, const char *at, const char *end)
{
	int exponent = 0;
	bool negative = at < end && *at == '-';
	at += at < end && (*at == '-' || *at == '+');
	if (at == end || end - at > 4)
		return false;
	for (; at < end; at++) {
		if (!is_digit(*at))
			return false;
		exponent = exponent * 10 + (*at - '0');
	}
	number->point += negative ? -exponent : exponent;
	return true;
}

static void
strip_zeros(struct number *number)
{
	while (number->count && number->digits[number->count - 1] == '0')
		number->count--;
	if (number->count == 0) {
		number->point = 0;
		number->negative = false;
	}
}

bool
number_read(struct number *number, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	number->count = number->point = 0;
	number->negative = at < end && *at == '-';
	at += at < end && (*at == '-' || *at == '+');
	const char *first = at;
	if (!take_digits(number, &at, end, false))
		return false;
	bool any = at > first;
	if (at < end && *at == '.') {
		first = ++at;
		if (!take_digits(number, &at, end, true))
			return false;
		any |= at > first;
	}
	if (!any)
		return false;
	if (at < end) {
		if ((*at | 32) != 'e' || !take_exponent(number, at + 1, end))
			return false;
	}
	strip_zeros(number);
	return number->point > -NUMBER_DIGITS && number->point < NUMBER_DIGITS;
}

/* ---- noise ---- */

static uint64_t
value_of(const struct number *number)
{
	uint64_t value = 0;
	for (int i = 0; i < number->count; i++)
		value = value * 10 + (uint64_t)(number->digits[i] - '0');
	return value;
}

/* Takes `value` for the digits, `count` of them; one more is a carry. */
static void
set_digits(struct number *number, uint64_t value, int count)
{
	char digits[24];
	int length = snprintf(digits, sizeof digits, "%ju", (uintmax_t)value);
	number->point += length - count;
	memcpy(number->digits, digits, (size_t)length);
	number->count = length;
	strip_zeros(number);
}

/* The number rounded to so many digits, if it cannot have meant another. */
static bool
is_rounded(struct number *number, int digits)
{
	static const uint64_t powers[] = { 1, 10, 100 };
	uint64_t value = value_of(number);
	uint64_t power = powers[number->count - digits];
	uint64_t rounded = (value + power / 2) / power;
	uint64_t away = rounded * power > value ? rounded * power - value
						: value - rounded * power;
	/* A step of a binary number of this size, in units of our last digit.
	 */
	double unit = pow(10, number->point - number->count);
	int exponent;
	frexp((double)value * unit, &exponent);
	double step = ldexp(1, exponent - 53) / unit;
	struct number result = *number;
	set_digits(&result, rounded, digits);
	if ((double)away > (result.count <= 13 ? 8 * step : step / 2 + 0.5))
		return false;
	*number = result;
	return true;
}

void
number_drop_noise(struct number *number)
{
	if (number->count < 16 || number->count > 17 ||
	    number->point >= number->count)
		return;
	if (!is_rounded(number, 15) && number->count == 17)
		is_rounded(number, 16);
}

/* ---- printing ---- */

size_t
number_print(char text[NUMBER_TEXT], const struct number *number, int width)
{
	size_t length = 0;
	int whole = number->point > 0 ? number->point : 0;
	if (number->negative)
		text[length++] = '-';
	for (int i = whole; i < (width > 1 ? width : 1); i++)
		text[length++] = '0';
	for (int i = 0; i < whole; i++)
		text[length++] = i < number->count ? number->digits[i] : '0';
	if (number->count <= number->point)
		return length;
	text[length++] = '.';
	for (int i = number->point; i < number->count; i++)
		text[length++] = i < 0 ? '0' : number->digits[i];
	return length;
}

/* ---- days and times ---- */

enum { DAY_SECONDS = 86400, LAST_DAY = 2958465 /* 9999-12-31 */ };

/* Whole seconds, rounded half up; false if it is no day of ours. */
static bool
seconds_of(const struct number *days, int64_t *seconds)
{
	int64_t whole = 0, fraction = 0;
	if (days->negative || days->point > 7)
		return false;
	for (int i = 0; i < days->point; i++)
		whole =
		    whole * 10 + (i < days->count ? days->digits[i] - '0' : 0);
	/* Twelve places of a day are a tenth of a microsecond. */
	for (int i = days->point; i < days->point + 12; i++)
		fraction =
		    fraction * 10 +
		    (i >= 0 && i < days->count ? days->digits[i] - '0' : 0);
	*seconds = whole * DAY_SECONDS +
		   (fraction * DAY_SECONDS + 500000000000) / 1000000000000;
	return true;
}

/* At least two digits. */
static char *
put(char *to, int64_t number)
{
	char digits[20];
	size_t count = 0;
	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	if (count < 2)
		digits[count++] = '0';
	while (count)
		*to++ = digits[--count];
	return to;
}

/* Hours and minutes, and the seconds where there are any or `full`. */
static char *
put_time(char *to, int64_t seconds, bool full)
{
	to = put(to, seconds / 3600);
	*to++ = ':';
	to = put(to, seconds / 60 % 60);
	if (full || seconds % 60) {
		*to++ = ':';
		to = put(to, seconds % 60);
	}
	return to;
}

static char *
put_day(char *to, int64_t day, bool since_1904)
{
	struct civil civil = { .year = 1900 };
	if (since_1904)
		civil = date_civil((date)(day + 1462 - 25569));
	else if (day == 60 || day == 0) /* as Excel shows them */
		civil = (struct civil){ 1900, day ? 2 : 1, day ? 29 : 0 };
	else
		civil = date_civil((date)(day - 25569 + (day < 60)));
	to = put(to, civil.year);
	*to++ = '-';
	to = put(to, civil.month);
	*to++ = '-';
	return put(to, civil.day);
}

size_t
moment_print(char text[MOMENT_TEXT], const struct number *days,
    enum number_look look, bool since_1904, enum cell_type *type)
{
	int64_t seconds;
	char *to = text;
	if (!seconds_of(days, &seconds) ||
	    seconds >= (int64_t)(LAST_DAY + 1) * DAY_SECONDS)
		return 0;
	if (look == LOOK_ELAPSED ||
	    (look == LOOK_TIME && seconds < DAY_SECONDS)) {
		*type = CELL_IS_DURATION;
		return (size_t)(put_time(to, seconds, false) - text);
	}
	*type = CELL_IS_DATE;
	to = put_day(to, seconds / DAY_SECONDS, since_1904);
	if (look != LOOK_DATE && seconds % DAY_SECONDS) {
		*to++ = ' ';
		to = put_time(to, seconds % DAY_SECONDS, true);
	}
	return (size_t)(to - text);
}
