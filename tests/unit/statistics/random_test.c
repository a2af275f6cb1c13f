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

UNIT_TESTS(cmocka_unit_test(splitmix), cmocka_unit_test(xoshiro),
    cmocka_unit_test(fnv1a), cmocka_unit_test(seeds), cmocka_unit_test(bounded))
