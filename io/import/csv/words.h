/* Short texts as integers: eight bytes at a time. */
#ifndef IO_IMPORT_CSV_WORDS_H
#define IO_IMPORT_CSV_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes, the first lowest, on every machine. */
static inline uint64_t
word_at(const char *bytes)
{
	uint64_t word;
	memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* `length` bytes, less than eight, without a look behind them; above them 0. */
static inline uint64_t
word_few(const char *bytes, size_t length)
{
	const unsigned char *at = (const unsigned char *)bytes;
	uint64_t word = 0;
	for (size_t i = 0; i < length; i++)
		word |= (uint64_t)at[i] << 8 * i;
	return word;
}

/* The first `length` bytes, at most eight; the others 0. */
static inline uint64_t
word_begin(uint64_t word, size_t length)
{
	return length == 0 ? 0 : word & ~0ull >> (64 - 8 * length);
}

/* Those bytes moved up, so that the last of them is the word's last. */
static inline uint64_t
word_raised(uint64_t word, size_t length)
{
	return length == 0 ? 0 : word << (64 - 8 * length);
}

/* The number that eight digits (each a byte of 0 to 15, the first the highest)
 * stand for. */
static inline uint64_t
word_number(uint64_t digits)
{
	const uint64_t low = 0x000000ff000000ffu;
	digits = digits * 10 + (digits >> 8);
	return ((digits & low) * 0x000f424000000064u +
		   (digits >> 16 & low) * 0x0000271000000001u) >>
	       32;
}

#endif
