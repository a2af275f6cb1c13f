/* Arrays that grow keep what they hold, small and large, whatever is taken
 * between and however the arena is marked and released. */
#include "engine/base/arena.h"

#include "tests/unit/unit.h"

static void
grown_arrays_keep_their_rows(void **state)
{
	(void)state;
	enum { ARRAYS = 3, ROWS = 400000 };
	struct arena *arena = arena_new();
	uint64_t *arrays[ARRAYS] = { NULL };
	size_t capacities[ARRAYS] = { 0 };
	assert_non_null(arena);
	for (size_t row = 0; row < ROWS; row++) {
		for (size_t a = 0; a < ARRAYS; a++) {
			arrays[a] = arena_grown(arena, arrays[a], row,
			    &capacities[a], sizeof **arrays);
			assert_non_null(arrays[a]);
			arrays[a][row] = row * ARRAYS + a;
		}
		struct arena_mark mark = arena_mark(arena);
		assert_non_null(arena_allocate(arena, row % 100, 8));
		arena_release(arena, mark);
	}
	for (size_t a = 0; a < ARRAYS; a++) {
		for (size_t row = 0; row < ROWS; row++)
			assert_int_equal(arrays[a][row], row * ARRAYS + a);
		for (size_t row = ROWS; row < capacities[a]; row++)
			assert_int_equal(arrays[a][row], 0);
		arrays[a] =
		    arena_trimmed(arena, arrays[a], ROWS * sizeof **arrays);
	}
	for (size_t a = 0; a < ARRAYS; a++) {
		for (size_t row = 0; row < ROWS; row++)
			assert_int_equal(arrays[a][row], row * ARRAYS + a);
	}
	arena_free(arena);
}

static void
an_adopted_arena_lives_on(void **state)
{
	(void)state;
	struct arena *arena = arena_new(), *other = arena_new();
	char *text = arena_copy(other, "kept", 4);
	assert_non_null(arena_copy(arena, "first", 5));
	uint64_t *rows = NULL;
	size_t capacity = 0;
	for (size_t i = 0; i < 300000; i++) {
		rows = arena_grown(other, rows, i, &capacity, sizeof *rows);
		rows[i] = i;
	}
	struct arena_mark mark = arena_mark(arena);
	arena_adopt(arena, other);
	arena_release(arena, mark);
	assert_string_equal(text, "kept");
	assert_int_equal(rows[299999], 299999);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(grown_arrays_keep_their_rows),
    cmocka_unit_test(an_adopted_arena_lives_on))
