/* Texts, nearest names and dictionaries; arenas that run out. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "tests/unit/unit.h"

static void
compares_by_bytes(void **state)
{
	(void)state;
	assert_true(text_compare(text_of("An"), text_of("an")) < 0);
	assert_true(text_compare(text_of("an"), text_of("Ân")) < 0);
	assert_true(text_compare(text_of("a"), text_of("ab")) < 0);
	assert_int_equal(text_compare(text_of(""), text_of("")), 0);
}

static void
finds_the_nearest(void **state)
{
	(void)state;
	const char *const names[] = { "revenue", "retention", NULL, "nps",
		"coordination" };
	static const struct {
		const char *name, *nearest;
	} rows[] = {
		{ "retenton", "retention" },
		{ "Retention", "retention" },
		{ "revnue", "revenue" },
		{ "nsp", "nps" },
		{ "xyzzy", NULL },
		{ "abs", NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *nearest =
		    text_nearest(text_of(rows[i].name), names, 5);
		if (!rows[i].nearest)
			assert_null(nearest);
		else
			assert_string_equal(nearest, rows[i].nearest);
	}
	assert_int_equal(text_distance(text_of("ab"), text_of("ba"), 9), 1);
	assert_int_equal(text_distance(text_of(""), text_of("abc"), 9), 3);
	assert_int_equal(text_distance(text_of("abc"), text_of("xyz"), 1), 2);
}

static void
numbers_texts(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct dictionary dictionary;
	dictionary_init(&dictionary, arena);
	assert_int_equal(dictionary_find(&dictionary, text_of("a")), NO_ID);
	char name[32];
	for (uint32_t i = 0; i < 100000; i++) {
		snprintf(name, sizeof name, "PRJ-%u", i);
		assert_int_equal(dictionary_add(&dictionary, text_of(name)), i);
	}
	for (uint32_t i = 0; i < 100000; i++) {
		snprintf(name, sizeof name, "PRJ-%u", i);
		assert_int_equal(dictionary_add(&dictionary, text_of(name)), i);
		assert_true(text_is(dictionary_text(&dictionary, i), name));
	}
	assert_int_equal(dictionary.count, 100000);
	/* Zero bytes are bytes. */
	struct text zero = { "a\0", 2 };
	uint32_t id = dictionary_add(&dictionary, zero);
	assert_int_not_equal(id, dictionary_add(&dictionary, text_of("a")));
	assert_string_equal(dictionary_text(&dictionary, NO_ID).data, "");
	arena_free(arena);
}

static void
gives_memory_back(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct arena_mark empty = arena_mark(arena);
	for (int round = 0; round < 100; round++) {
		char *small = arena_allocate(arena, 3, 5);
		char *large = arena_allocate(arena, 1 << 20, 1);
		assert_non_null(small);
		assert_non_null(large);
		assert_int_equal((uintptr_t)small % 16, 0);
		assert_int_equal(small[14], 0);
		memset(small, 'x', 15);
		memset(large, 'y', 1 << 20);
		arena_release(arena, empty);
	}
	assert_null(arena_allocate(arena, SIZE_MAX, 2));
	assert_null(arena_allocate(arena, SIZE_MAX, 1));
	assert_non_null(arena_allocate(arena, 0, 8));
	assert_string_equal(arena_format(arena, "%d-%s", 7, "x"), "7-x");
	arena_free(arena);
	arena_free(NULL);
}

UNIT_TESTS(cmocka_unit_test(compares_by_bytes),
    cmocka_unit_test(finds_the_nearest), cmocka_unit_test(numbers_texts),
    cmocka_unit_test(gives_memory_back))
