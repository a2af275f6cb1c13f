/* Exact decimal numbers: no double touches a sum that someone is paid by.
 *
 * A `decimal` holds money, hours or a score as an integer of ten-thousandths.
 * Timesheets may have eight places: what is behind the fourth stands beside the
 * decimal, as a rest. Sums and products live in 128 bits, as integers of 10^-16
 * (`wide`), so that hours × hourly cost is exact; that is up to 1.7 × 10^22.
 * Every operation that could overflow says so. */
#ifndef ENGINE_BASE_DECIMAL_H
#define ENGINE_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/language.h"
#include "engine/base/text.h"

typedef int64_t decimal;
__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;

#define DECIMAL_ONE ((decimal)10000)
#define DECIMAL_NONE INT64_MIN /* a blank cell */
#define WIDE_ONE ((wide)10000000000000000)

/* A rest is an integer of 10^-8, less than 10^-4 in size, with the sign of its
 * number. This many of them are one of 10^-4. */
enum { DECIMAL_RESTS = 10000 };

enum decimal_status {
	DECIMAL_OK,
	DECIMAL_NOT_A_NUMBER,
	DECIMAL_TOO_FINE, /* more places than may be that are not zeros */
	DECIMAL_TOO_LARGE /* beyond 9 × 10^14 */
};

/* Reads `-?digits[.digits]` and nothing else, with up to four places. */
enum decimal_status decimal_parse(struct text text, decimal *value);

/* The same with up to eight places: the number is *value and *rest. */
enum decimal_status decimal_parse_fine(
    struct text text, decimal *value, int16_t *rest);

/* The reason in words, for a message about a cell that may have four places. */
const char *decimal_reason(enum decimal_status status);

/* A decimal as a wide, and one with its rest; cannot overflow. */
wide decimal_widen(decimal value);
wide decimal_widen_fine(decimal value, int16_t rest);

/* A decimal as a double; NaN for DECIMAL_NONE. */
double decimal_double(decimal value);

/* value × share, exact; the share is 0 to 1. Cannot overflow. */
wide decimal_share(decimal value, decimal share);

/* *product = the product of two decimals with their rests, exact; false when
 * that does not fit. */
bool decimal_multiply_fine(
    decimal a, int16_t a_rest, decimal b, int16_t b_rest, wide *product);

/* value × rate, rounded half away from zero to four places; false when the
 * result is beyond 9 × 10^14. */
bool decimal_convert(decimal value, decimal rate, decimal *result);

/* The same for a decimal with its rest. */
bool decimal_convert_fine(
    decimal value, int16_t rest, decimal rate, decimal *result);

/* value × above / below, rounded half away from zero to four places: a number
 * of 10^-4, of any size. above and below are less than 2^63, below above 0. */
wide decimal_scale(decimal value, int64_t above, int64_t below);

/* Such a number as a decimal; false beyond 9 × 10^14. */
bool decimal_narrow(wide value, decimal *result);

/* An amount a month over so many months, likewise. */
wide decimal_over_months(decimal a_month, struct months months);

/* Its size, without its sign. */
static inline unsigned_wide
wide_size(wide value)
{
	return value < 0 ? -(unsigned_wide)value : (unsigned_wide)value;
}

/* *sum += value; false when that does not fit. */
bool wide_add(wide *sum, wide value);

/* The nearest double to the number, and to above / below; below is not 0. */
double wide_double(wide value);
double wide_ratio(wide above, wide below);

enum { WHOLE_TEXT_SIZE = 21, WIDE_TEXT_SIZE = 48, DOUBLE_TEXT_SIZE = 32 };

/* Writes the value exactly, without trailing zeros and never as -0; returns
 * its length. */
size_t wide_print(char text[WIDE_TEXT_SIZE], wide value);

/* The same with at least so many decimal places, 0 to 8: 97.50. */
size_t wide_print_places(char text[WIDE_TEXT_SIZE], wide value, int places);

/* Puts separators into a number `-1234567.89`, in place, as a language has
 * them: `-1,234,567.89`, in Vietnamese `-1.234.567,89`. `size` is the room,
 * which must hold a third more than the text. Returns `text`. */
char *number_group(char *text, size_t size, enum language language);

/* wide_print for people, with separators; returns `text`. */
enum { WIDE_GROUPED_SIZE = WIDE_TEXT_SIZE * 4 / 3 + 1 };
const char *wide_print_grouped(
    char text[WIDE_GROUPED_SIZE], wide value, enum language language);

/* The same for a number without a sign. */
size_t whole_print(char text[WHOLE_TEXT_SIZE], uint64_t value);

/* Writes the shortest decimal that reads back as the same double, 0 never as
 * -0, independent of the locale; returns its length. `value` is finite. */
size_t double_print(char text[DOUBLE_TEXT_SIZE], double value);

/* An exact sum of doubles, so that the result does not depend on their order.
 * After R. M. Neal, "Fast exact summation using small and large
 * superaccumulators" (2015): the small one, a chunk for each 32 bits of
 * exponent range. All zero is an empty sum; up to 2^31 terms, all finite. */
struct exact_sum {
	int64_t chunks[72];
};

void exact_sum_add(struct exact_sum *sum, double value);
/* The sum rounded to a double (error below one unit in the last place). */
double exact_sum_value(const struct exact_sum *sum);

#endif
