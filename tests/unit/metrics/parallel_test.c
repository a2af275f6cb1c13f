/* Goal: what tasks keep outlives them and is the same for any number of
 * threads; scratch is empty for each task; the first failure is told. */
#include "engine/base/arena.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/parallel.h"
#include "tests/unit/unit.h"

enum { TASKS = 300, LONG = 4000 };

static enum status
keep_text(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	char **texts = context;
	char *used = arena_allocate(scratch, LONG, index % 7 + 1);
	texts[index] = arena_format(kept, "task %zu", index);
	if (!used || !texts[index])
		return STATUS_MEMORY;
	memset(used, 'x', LONG);
	return STATUS_OK;
}

static void
kept_outlives(void **state)
{
	static const unsigned jobs[] = { 0, 1, 2, 7, 300, 100000 };
	(void)state;
	for (size_t j = 0; j < sizeof jobs / sizeof *jobs; j++) {
		char *texts[TASKS] = { NULL }, expected[32];
		struct arena *arena = arena_new();
		assert_non_null(arena);
		assert_int_equal(
		    parallel_run(jobs[j], TASKS, keep_text, texts, arena),
		    STATUS_OK);
		/* A mark taken before or after does not free it. */
		struct arena_mark mark = arena_mark(arena);
		assert_non_null(arena_allocate(arena, 1 << 20, 1));
		arena_release(arena, mark);
		for (size_t i = 0; i < TASKS; i++) {
			snprintf(expected, sizeof expected, "task %zu", i);
			assert_string_equal(texts[i], expected);
		}
		arena_free(arena);
	}
}

static enum status
fail_from(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	const size_t *from = context;
	(void)kept;
	(void)scratch;
	return index < *from    ? STATUS_OK
	       : index == *from ? STATUS_OVERFLOW
				: STATUS_MEMORY;
}

static void
first_failure_is_told(void **state)
{
	size_t from = 40;
	struct arena *arena = arena_new();
	(void)state;
	assert_non_null(arena);
	for (unsigned jobs = 1; jobs <= 8; jobs++)
		assert_int_equal(
		    parallel_run(jobs, TASKS, fail_from, &from, arena),
		    STATUS_OVERFLOW);
	assert_int_equal(
	    parallel_run(4, 0, fail_from, &from, arena), STATUS_OK);
	arena_free(arena);
}

/* What is adopted lies beneath: it is there until the arena goes. */
static void
adopted(void **state)
{
	(void)state;
	struct arena *arena = arena_new(), *other = arena_new();
	assert_non_null(arena);
	assert_non_null(other);
	char *own = arena_copy(arena, "own", 3);
	struct arena_mark mark = arena_mark(arena);
	char *theirs = arena_copy(other, "theirs", 6);
	arena_adopt(arena, other);
	arena_adopt(arena, NULL);
	assert_non_null(arena_allocate(arena, LONG, LONG));
	arena_release(arena, mark);
	assert_string_equal(own, "own");
	assert_string_equal(theirs, "theirs");
	/* Into an empty arena, and an empty one. */
	struct arena *empty = arena_new();
	assert_non_null(empty);
	arena_adopt(empty, arena);
	arena_adopt(empty, arena_new());
	assert_string_equal(theirs, "theirs");
	arena_free(empty);
}

UNIT_TESTS(cmocka_unit_test(kept_outlives),
    cmocka_unit_test(first_failure_is_told), cmocka_unit_test(adopted))
