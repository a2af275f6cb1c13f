/* Steps of a plan: what is one, and what is not read as one. */
#include <string.h>

#include "engine/model/steps.h"
#include "tests/unit/unit.h"

static void
steps_that_are_none(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "|", "=", "1", "1=", "=1",
		"1=2|", "|1=2", "1=2||3=4", "1=2=3", "a=1", "1=-1", "1 2=3",
		"0.00001=1", "1=2;3=4", " ", "1,5=2", "1=2|3", "1e3=1" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (steps_count(text_of(wrong[i])) != 0)
			fail_msg("\"%s\" is taken", wrong[i]);
}

static void
steps_one_after_the_other(void **state)
{
	(void)state;
	struct text rest = text_of("-0.5=20| 0.7 = 50.25 |1=100");
	const decimal expected[][2] = { { -5000, 200000 }, { 7000, 502500 },
		{ 10000, 1000000 } };
	struct step step;
	assert_int_equal(steps_count(rest), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(steps_next(&rest, &step));
		assert_int_equal(step.value, expected[i][0]);
		assert_int_equal(step.payout, expected[i][1]);
	}
	assert_false(steps_next(&rest, &step));
	assert_int_equal(rest.length, 0);
}

/* As many as a plan may have, and one more; the text ends where it says. */
static void
many_steps(void **state)
{
	(void)state;
	char text[4 * (STEPS_MOST + 1) + 1];
	for (size_t i = 0; i <= STEPS_MOST; i++)
		memcpy(text + 4 * i, "1=1|", 4);
	size_t length = (size_t)STEPS_MOST * 4 - 1;
	assert_int_equal(
	    steps_count((struct text){ text, length }), STEPS_MOST);
	assert_int_equal(steps_count((struct text){ text, length + 4 }), 0);
}

UNIT_TESTS(cmocka_unit_test(steps_that_are_none),
    cmocka_unit_test(steps_one_after_the_other), cmocka_unit_test(many_steps))
