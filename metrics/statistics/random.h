/* Random numbers that are the same on every machine, and seeds that depend on
 * what is computed, not on who computes it or when.
 *
 * The generator is xoshiro256** 1.0 (Blackman and Vigna, 2018), its state
 * filled by splitmix64 (Steele, Lea, Flood 2014). Integers below a bound are
 * unbiased (Lemire, ACM TOMACS 29, 2019). A seed for one task is mixed from the
 * run's seed and what names the task, piece by piece, with random_mix_bytes.
 * The seed depends on the order of the pieces, and on where one ends and the
 * next begins. */
#ifndef STATISTICS_RANDOM_H
#define STATISTICS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define RANDOM_FNV_OFFSET UINT64_C(0xcbf29ce484222325)

struct random_stream {
	uint64_t state[4];
};

/* One step of splitmix64: advances the state, gives the next number. */
uint64_t random_splitmix(uint64_t *state);

/* FNV-1a, 64 bits, continued from `hash` (begin with RANDOM_FNV_OFFSET). */
uint64_t random_fnv1a(uint64_t hash, const void *bytes, size_t length);

/* A new seed from a seed and some bytes: FNV-1a over the seed, the length
 * (both as 8 little-endian bytes) and the bytes, finished by splitmix64. */
uint64_t random_mix_bytes(uint64_t seed, const void *bytes, size_t length);

/* A stream from any seed, 0 included. */
struct random_stream random_stream(uint64_t seed);

static inline uint64_t
random_rotate(uint64_t value, int bits)
{
	return value << bits | value >> (64 - bits);
}

/* The next 64 bits. Inline, like the function below, because permutations spend
 * most of their time here. */
static inline uint64_t
random_next(struct random_stream *stream)
{
	uint64_t *s = stream->state;
	uint64_t result = random_rotate(s[1] * 5, 7) * 9, shifted = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = random_rotate(s[3], 45);
	return result;
}

/* An integer in 0..bound − 1, each equally likely; bound must not be 0. */
static inline uint32_t
random_below(struct random_stream *stream, uint32_t bound)
{
	uint64_t product = (random_next(stream) >> 32) * bound;
	if ((uint32_t)product < bound) {
		uint32_t threshold = (UINT32_MAX - bound + 1) % bound;
		while ((uint32_t)product < threshold)
			product = (random_next(stream) >> 32) * bound;
	}
	return (uint32_t)(product >> 32);
}

/* A number in [0, 1), a multiple of 2^-53. */
double random_uniform(struct random_stream *stream);

#endif
