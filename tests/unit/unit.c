/* The main of every unit test's program, and the arena of those that ask for
 * one. */
#include "tests/unit/unit.h"

#include "engine/base/arena.h"

struct arena *unit_arena;

int
unit_open_arena(void **state)
{
	(void)state;
	unit_arena = arena_new();
	return unit_arena ? 0 : -1;
}

int
unit_close_arena(void **state)
{
	(void)state;
	arena_free(unit_arena);
	return 0;
}

int
main(int count, char **words)
{
	if (count > 1)
		cmocka_set_test_filter(words[1]);
	return unit_run();
}
