/* Numbers as canonical files write them. */
#ifndef IO_IMPORT_FORMS_DECIMAL_H
#define IO_IMPORT_FORMS_DECIMAL_H

#include <stdbool.h>

#include "engine/base/decimal.h"
#include "io/import/csv/words.h"

/* What decimal_parse makes of up to 14 digits and four more behind a point;
 * anything else is left to the careful way, and so is `1.234`, which may be a
 * grouped number. *marked: it has a point. */
static inline bool
plain_decimal_read(struct text text, decimal *value, bool *marked)
{
	const char *at = text.data, *end = at + text.length;
	bool negative = *at == '-';
	at += negative;
	const char *digits = at;
	int64_t number = 0;
	for (; (unsigned char)(*at - '0') < 10 && at - digits <= 14; at++)
		number = number * 10 + (*at - '0');
	if (at == digits || at - digits > 14)
		return false;
	int64_t scale = DECIMAL_ONE;
	*marked = at < end;
	if (*marked) {
		if (*at++ != '.' || end - at > 4 || at == end || end - at == 3)
			return false;
		for (; (unsigned char)(*at - '0') < 10; at++) {
			number = number * 10 + (*at - '0');
			scale /= 10;
		}
	}
	*value = (negative ? -number : number) * scale;
	return at == end;
}

/* The same, without a loop where that can be: up to eight bytes without a
 * sign. Eight bytes from text.data on must be readable. */
static inline bool
plain_decimal(struct text text, decimal *value, bool *marked)
{
	/* By places behind the point, or without one 7; 0: not to be had here.
	 */
	static const int64_t scales[8] = { 0, 1000, 100, 0,
		1, [7] = DECIMAL_ONE };
	const uint64_t ones = 0x0101010101010101u;
	size_t length = text.length;
	if (length - 1 >= 8)
		return plain_decimal_read(text, value, marked);
	/* The last byte highest, zeros below the first. */
	uint64_t word = word_raised(word_at(text.data), length);
	uint64_t other = word ^ ones * '.';
	uint64_t points = (other - ones) & ~other & ones * 0x80;
	uint64_t point = points & -points; /* the first one's high bit, or 0 */
	bool has_point = point != 0;
	uint64_t before = word & ((point >> 7) - 1);
	uint64_t behind = word & -(point << 1);
	uint64_t digits = (before << 8 * has_point | behind) ^
			  ones * '0' << (64 - 8 * (length - has_point)) % 64;
	int64_t scale = scales[__builtin_clzll(point | 1) / 8];
	bool odd = (digits | (digits + ones * 0x76)) & ones * 0x80;
	if (odd || before == 0 || scale == 0)
		return plain_decimal_read(text, value, marked);
	*marked = has_point;
	*value = (int64_t)word_number(digits) * scale;
	return true;
}

#endif
