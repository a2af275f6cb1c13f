#include "metrics/statistics/random.h"

uint64_t
random_splitmix(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint64_t
random_fnv1a(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t
hash_integer(uint64_t hash, uint64_t value)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(value >> 8 * i & 0xff);
	return random_fnv1a(hash, bytes, sizeof bytes);
}

uint64_t
random_mix_bytes(uint64_t seed, const void *bytes, size_t length)
{
	uint64_t hash = hash_integer(RANDOM_FNV_OFFSET, seed);
	hash = hash_integer(hash, length);
	hash = random_fnv1a(hash, bytes, length);
	return random_splitmix(&hash);
}

uint64_t
random_mix_integer(uint64_t seed, uint64_t value)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(value >> 8 * i & 0xff);
	return random_mix_bytes(seed, bytes, sizeof bytes);
}

struct random_stream
random_stream(uint64_t seed)
{
	struct random_stream stream;
	for (int i = 0; i < 4; i++)
		stream.state[i] = random_splitmix(&seed);
	return stream;
}

static uint64_t
rotate(uint64_t value, int bits)
{
	return value << bits | value >> (64 - bits);
}

uint64_t
random_next(struct random_stream *stream)
{
	uint64_t *s = stream->state;
	uint64_t result = rotate(s[1] * 5, 7) * 9, shifted = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = rotate(s[3], 45);
	return result;
}

uint32_t
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

double
random_uniform(struct random_stream *stream)
{
	return (double)(random_next(stream) >> 11) * 0x1p-53;
}
