/* Numbers as canonical files write them. */
#ifndef IO_IMPORT_PLAIN_DECIMAL_H
#define IO_IMPORT_PLAIN_DECIMAL_H

#include <stdbool.h>

#include "engine/decimal.h"
#include "io/import/words.h"

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
	for (; (unsigned char)(*at - '0') < 10; at++)
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
	/* By places behind the point; 0: not to be had here. */
	static const int64_t scales[8] = { DECIMAL_ONE, 1000, 100, 0, 1 };
	const uint64_t ones = 0x0101010101010101u;
	size_t length = text.length;
	if (length - 1 >= 8)
		return plain_decimal_read(text, value, marked);
	uint64_t word = word_begin(word_at(text.data), length);
	uint64_t other = word ^ ones * '.';
	uint64_t points = (other - ones) & ~other & ones * 0x80;
	size_t point = points != 0;
	size_t before = point ? (size_t)__builtin_ctzll(points) / 8 : length;
	size_t places = length - before - point;
	if (before == 0 || places < point)
		return false;
	/* The digits without the point; half a shift at a time, for `before`
	 * may be 8. */
	uint64_t behind = word >> 4 * before >> 4 * before >> 8;
	word = word_begin(word, before) | behind << 4 * before << 4 * before;
	length -= point;
	uint64_t digits =
	    word_raised(word ^ word_begin(ones * '0', length), length);
	bool odd = (digits | (digits + ones * 0x76)) & ones * 0x80;
	if (odd || scales[places] == 0)
		return plain_decimal_read(text, value, marked);
	*marked = point;
	*value = (int64_t)word_number(digits) * scales[places];
	return true;
}

#endif
