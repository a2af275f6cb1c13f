/* The main of every unit test's program. */
#include "tests/unit/unit.h"

int
main(int count, char **words)
{
	if (count > 1)
		cmocka_set_test_filter(words[1]);
	return unit_run();
}
