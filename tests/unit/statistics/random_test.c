/* Goal: the random numbers are the published sequences, so that they are the
 * same on every machine; seeds differ wherever their pieces do. */
#include "tests/unit/statistics/check.h"

#include "metrics/statistics/random.h"
#include "tests/unit/unit.h"

static void
splitmix(void **state)
{
	(void)state;
	/* Rosetta Code, "Pseudo-random numbers/Splitmix64" */
	static const uint64_t expected[] = { UINT64_C(6457827717110365317),
		UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
		UINT64_C(4593380528125082431), UINT64_C(16408922859458223821) };
	uint64_t seed = 1234567;
	for (size_t i = 0; i < COUNT(expected); i++)
		check_true(random_splitmix(&seed) == expected[i]);
}

static void
xoshiro(void **state)
{
	(void)state;
	/* rand_xoshiro's reference vector for the state 1, 2, 3, 4 */
	static const uint64_t expected[] = { 11520, 0, 1509978240,
		UINT64_C(1215971899390074240) };
	struct random_stream stream = { { 1, 2, 3, 4 } };
	for (size_t i = 0; i < COUNT(expected); i++)
		check_true(random_next(&stream) == expected[i]);
}

static void
fnv1a(void **state)
{
	(void)state;
	/* the test vectors of draft-eastlake-fnv */
	check_true(random_fnv1a(RANDOM_FNV_OFFSET, "", 0) ==
		   UINT64_C(0xcbf29ce484222325));
	check_true(random_fnv1a(RANDOM_FNV_OFFSET, "a", 1) ==
		   UINT64_C(0xaf63dc4c8601ec8c));
	check_true(random_fnv1a(RANDOM_FNV_OFFSET, "foobar", 6) ==
		   UINT64_C(0x85944171f73967e8));
}

static void
seeds(void **state)
{
	(void)state;
	uint64_t one = random_mix_bytes(random_mix_bytes(7, "ab", 2), "c", 1);
	uint64_t two = random_mix_bytes(random_mix_bytes(7, "a", 1), "bc", 2);
	uint64_t swap = random_mix_bytes(random_mix_bytes(7, "c", 1), "ab", 2);
	uint64_t again = random_mix_bytes(random_mix_bytes(7, "ab", 2), "c", 1);
	check_true(one != two && one != swap && one == again);
	check_true(random_mix_bytes(7, "", 0) != random_mix_bytes(8, "", 0));
	check_true(random_mix_bytes(0, "", 0) != 0);
	check_true(random_mix_integer(7, 1) != random_mix_integer(7, 256));
	uint8_t bytes[8] = { 0x34, 0x12 };
	check_true(
	    random_mix_integer(7, 0x1234) == random_mix_bytes(7, bytes, 8));
}

static void
bounded(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(0);
	int counts[6] = { 0 };
	double chi = 0;
	for (int i = 0; i < 60000; i++)
		counts[random_below(&stream, 6)]++;
	for (int i = 0; i < 6; i++)
		chi += (counts[i] - 1e4) * (counts[i] - 1e4) / 1e4;
	check_true(chi < 20.5); /* χ²(5), 99.9 % */
	/* A bound that plain scaling would treat with a bias of 2 to 1. */
	int low = 0;
	for (int i = 0; i < 60000; i++)
		low += random_below(&stream, 0xc0000000u) < 0x40000000u;
	check_near(low / 60000.0, 1 / 3.0, 0.008);
	for (int i = 0; i < 100; i++) {
		check_true(random_below(&stream, 1) == 0);
		double u = random_uniform(&stream);
		check_true(u >= 0 && u < 1);
	}
}

/* All outcomes of three integers below 7 from one number, and two below a bound
 * for which every second number must be thrown away. */
static void
batched(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(3);
	int counts[343] = { 0 }, low[2] = { 0 }, taken = 0;
	double chi = 0;
	uint64_t threshold = random_threshold(7, 3);
	check_true(threshold == 296); /* 2^64 mod 343 */
	for (int i = 0; i < 343 * 200; i++) {
		uint64_t rest = random_next(&stream);
		uint32_t a = random_digit(&rest, 7);
		uint32_t b = random_digit(&rest, 7);
		uint32_t c = random_digit(&rest, 7);
		check_true(rest >= threshold);
		counts[49 * a + 7 * b + c]++;
	}
	for (int i = 0; i < 343; i++)
		chi += (counts[i] - 200.0) * (counts[i] - 200.0) / 200;
	check_true(chi < 427);        /* χ²(342), 99.9 % */
	uint32_t bound = 0xb6000000u; /* its square is 0.505 · 2^64 */
	threshold = random_threshold(bound, 2);
	for (int i = 0; i < 60000; i++) {
		uint64_t rest = random_next(&stream);
		uint32_t a = random_digit(&rest, bound);
		uint32_t b = random_digit(&rest, bound);
		if (rest < threshold)
			continue;
		taken++;
		low[0] += a < bound / 2;
		low[1] += b < bound / 2;
	}
	check_near(taken / 60000.0, 0.5055, 0.008);
	check_near(low[0] / (double)taken, 0.5, 0.012);
	check_near(low[1] / (double)taken, 0.5, 0.012);
}

UNIT_TESTS(cmocka_unit_test(splitmix), cmocka_unit_test(xoshiro),
    cmocka_unit_test(fnv1a), cmocka_unit_test(seeds), cmocka_unit_test(bounded),
    cmocka_unit_test(batched))
