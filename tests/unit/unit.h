/* What every unit test needs: cmocka, and a main.
 *
 * A file tests/unit/LAYER/X_test.c includes this, defines its tests as
 * `static void name(void **state)`, and ends with
 *
 *     UNIT_TESTS(cmocka_unit_test(name), cmocka_unit_test(another))
 *
 * or, where something is to be made before the first test and undone after the
 * last one, UNIT_TESTS_WITHIN(set_up, tear_down, …); with
 * UNIT_TESTS_IN_ARENA(…) that is an arena, unit_arena. Its program runs all of
 * them, or those whose names fit its only word: `date_test 'reads_*'`. */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Runs the tests of this program: how many failed. */
int unit_run(void);

#define UNIT_TESTS_WITHIN(set_up, tear_down, ...)                              \
	int unit_run(void)                                                     \
	{                                                                      \
		const struct CMUnitTest tests[] = { __VA_ARGS__ };             \
		return cmocka_run_group_tests(tests, set_up, tear_down);       \
	}

/* What the tests of a program may allocate from, one for them all. */
extern struct arena *unit_arena;
int unit_open_arena(void **state);
int unit_close_arena(void **state);

#define UNIT_TESTS_IN_ARENA(...)                                               \
	UNIT_TESTS_WITHIN(unit_open_arena, unit_close_arena, __VA_ARGS__)

#define UNIT_TESTS(...) UNIT_TESTS_WITHIN(NULL, NULL, __VA_ARGS__)

#endif
