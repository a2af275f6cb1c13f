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

struct random_stream
random_stream(uint64_t seed)
{
	struct random_stream stream;
	for (int i = 0; i < 4; i++)
		stream.state[i] = random_splitmix(&seed);
	return stream;
}

double
random_uniform(struct random_stream *stream)
{
	return (double)(random_next(stream) >> 11) * 0x1p-53;
}
