/* Every text keeps the number that it was given, whatever its length and
 * whatever stands behind it in memory. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/spellings.h"
#include "tests/unit/unit.h"

enum { TEXTS = 20000, ROOM = 64 };

/* The text of a number, in one of several shapes; behind it other bytes. */
static struct text
make(char room[ROOM], unsigned number, char behind)
{
	static const char *const shapes[] = { "%u", "P%07u", "P%07u-X",
		"%u-2024", "%08u%04u", "%032u", "dự án %u", "%031u" };
	memset(room, behind, ROOM);
	int length = snprintf(room, ROOM - 16, shapes[number % 8], number / 8,
	    number / 8 % 10000);
	room[length] = behind;
	return (struct text){ room, (size_t)length };
}

static void
numbers_stay_with_room(size_t expected)
{
	struct arena *arena = arena_new();
	struct spellings spellings;
	char room[ROOM];
	assert_true(spellings_init(&spellings, expected, arena));
	for (unsigned pass = 0; pass < 2; pass++)
		for (unsigned i = 0; i < TEXTS; i++) {
			struct spelling_key key =
			    spelling_key(make(room, i, pass ? '"' : ','));
			const struct spelling *slot =
			    spellings_find(&spellings, &key);
			if (pass == 0) {
				assert_int_equal(slot->number, SPELLING_FREE);
				assert_int_equal(spellings_add(&spellings, &key,
						     slot, false),
				    SPELLING_FIRST + i);
			} else {
				assert_int_equal(
				    slot->number, SPELLING_FIRST + i);
			}
		}
	spellings_free(&spellings);
	arena_free(arena);
}

static void
numbers_stay(void **state)
{
	(void)state;
	numbers_stay_with_room(0);
	numbers_stay_with_room(TEXTS / 3);
	numbers_stay_with_room(TEXTS);
}

static void
numbers_may_be_skipped(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct spellings spellings;
	char room[ROOM];
	assert_true(spellings_init(&spellings, TEXTS, arena));
	for (unsigned i = 0; i < TEXTS; i++) {
		struct spelling_key key = spelling_key(make(room, i, ','));
		const struct spelling *slot = spellings_find(&spellings, &key);
		if (i % 3 == 0)
			assert_true(spellings_skip(&spellings));
		else
			assert_int_equal(
			    spellings_add(&spellings, &key, slot, false),
			    SPELLING_FIRST + i);
	}
	for (unsigned i = 0; i < TEXTS; i++) {
		struct spelling_key key = spelling_key(make(room, i, '"'));
		assert_int_equal(spellings_find(&spellings, &key)->number,
		    i % 3 == 0 ? SPELLING_FREE : SPELLING_FIRST + i);
	}
	spellings_free(&spellings);
	arena_free(arena);
}

static void
odd_ones(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool kept;
	} rows[] = { { "", true }, { "*", true }, { "Total", true },
		{ "twelve bytes", true }, { "thirteen byte", false } };
	struct arena *arena = arena_new();
	struct spellings spellings;
	assert_true(spellings_init(&spellings, 0, arena));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char room[ROOM] = "";
		strcpy(room, rows[i].text);
		struct spelling_key key = spelling_key(text_of(room));
		assert_int_equal(spellings_add(&spellings, &key,
				     spellings_find(&spellings, &key), true),
		    SPELLING_ODD);
		assert_int_equal(spellings_find(&spellings, &key)->number,
		    rows[i].kept ? SPELLING_ODD : SPELLING_FREE);
	}
	spellings_free(&spellings);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(numbers_stay),
    cmocka_unit_test(numbers_may_be_skipped), cmocka_unit_test(odd_ones))
