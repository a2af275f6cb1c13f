/* Rows that were not taken come back as they were added, and take little more
 * room than their text. */
#include "engine/model/rejects.h"

#include <stdio.h>

#include "engine/base/arena.h"
#include "tests/unit/unit.h"

static const char long_reason[] =
    "an unknown word; expected one of 1 or 2 and so on …………………………………………………"
    "………………………………………………………………………………………………………………………………………………………………………"
    "……………………………………………………………………………………………………………………………………………………………………… 12";

/* Of every kind of content: texts within raw and beside it, numbers in reasons
 * that may and may not be taken out, amounts at their limits. */
static const struct reject rows[] = {
	{ { 0, 2 }, "stage", "unknown", { "a", 1 }, { "1,a,b", 5 }, { "1", 1 },
	    12345, 0, NAMES_MANAGER, { "b", 1 }, { "", 0 }, 0, 0 },
	{ { 0, 3 }, "", "spans lines 3 to 40; on line 3", { "", 0 },
	    { "\"x", 2 }, { "", 0 }, DECIMAL_NONE, 0, NAMES_NOBODY, { "", 0 },
	    { "", 0 }, 0, 0 },
	{ { 0, 3 }, "stage", "0 07 1234567890123456789 \001 5", { "", 0 },
	    { "", 0 }, { "", 0 }, DECIMAL_NONE, 0, NAMES_NOBODY, { "", 0 },
	    { "", 0 }, 0, 0 },
	{ { 0, 1 }, "share", "0 and 999999999999999999 and 10",
	    { "not in it", 9 }, { "C1,x,0.5", 8 }, { "", 0 }, 0, 0,
	    NAMES_CONTRACT, { "C1", 2 }, { "C1", 2 }, 0, 0 },
	{ { 7, 4294967295 }, "hours", "1 2 3 4 5 6 7 8", { "P", 1 },
	    { "zP", 2 }, { "ABC", 3 }, INT64_MAX, -WIDE_ONE * 24, NAMES_PROJECT,
	    { "P-1", 3 }, { "", 0 }, 0, 0 },
	{ { 7, 1 }, "hours", "1 2 3 4 5 6 7 8 9", { "", 0 }, { "", 0 },
	    { "", 0 }, -INT64_MAX, WIDE_ONE * 900000000000000, NAMES_CLIENT,
	    { "K", 1 }, { "C9", 2 }, 0, 0 },
	{ { 9, 5 }, "hours", long_reason, { "", 0 }, { "", 0 }, { "", 0 },
	    DECIMAL_NONE, 0, NAMES_NOBODY, { "", 0 }, { "", 0 }, 0, 0 },
};

enum { ROWS = sizeof rows / sizeof *rows };

static void
is_row(const struct reject *got, const struct reject *row)
{
	assert_non_null(got);
	assert_int_equal(got->source.input, row->source.input);
	assert_int_equal(got->source.line, row->source.line);
	assert_string_equal(got->column, row->column);
	assert_string_equal(got->reason, row->reason);
	assert_true(text_equal(got->value, row->value));
	assert_true(text_equal(got->raw, row->raw));
	assert_true(text_equal(got->record, row->record));
	assert_true(got->money == row->money);
	assert_true(got->hours == row->hours);
	assert_int_equal(got->names, row->names);
	assert_true(text_equal(got->named, row->named));
	assert_true(text_equal(got->of_contract, row->of_contract));
	assert_int_equal(got->manager, NO_ID);
	assert_int_equal(got->contract, NO_ID);
}

static void
come_back_as_they_were(void **state)
{
	(void)state;
	struct rejects list;
	struct reject_place places[ROWS];
	rejects_init(&list, unit_arena);
	struct reject_cursor cursor = rejects_begin(&list);
	assert_null(rejects_next(&cursor));
	for (int round = 0; round < 3000; round++)
		for (size_t i = 0; i < ROWS; i++) {
			places[i] = rejects_end(&list);
			assert_true(rejects_add(&list, &rows[i]));
		}
	assert_int_equal(list.count, 3000 * ROWS);
	cursor = rejects_begin(&list);
	for (size_t i = 0; i < list.count; i++)
		is_row(rejects_next(&cursor), &rows[i % ROWS]);
	assert_null(rejects_next(&cursor));
	for (size_t i = 0; i < ROWS; i++) {
		cursor = rejects_from(&list, places[i]);
		is_row(rejects_next(&cursor), &rows[i]);
	}
}

static void
are_cut_at_a_place(void **state)
{
	(void)state;
	struct rejects list;
	rejects_init(&list, unit_arena);
	struct reject_place empty = rejects_end(&list);
	for (size_t i = 0; i < 10000; i++)
		assert_true(rejects_add(&list, &rows[i % 2]));
	struct reject_place half = rejects_end(&list);
	for (size_t i = 0; i < 10000; i++)
		assert_true(rejects_add(&list, &rows[0]));
	rejects_cut(&list, half);
	assert_true(rejects_add(&list, &rows[4]));
	assert_int_equal(list.count, 10001);
	struct reject_cursor cursor = rejects_from(&list, half);
	is_row(rejects_next(&cursor), &rows[4]);
	assert_null(rejects_next(&cursor));
	rejects_cut(&list, empty);
	cursor = rejects_begin(&list);
	assert_null(rejects_next(&cursor));
	assert_true(rejects_add(&list, &rows[5]));
	cursor = rejects_begin(&list);
	is_row(rejects_next(&cursor), &rows[5]);
}

static void
find(const void *context, struct reject *reject)
{
	reject->manager = reject->source.line + *(const uint32_t *)context;
	reject->contract = reject->source.line;
}

static void
keep_whom_they_touch(void **state)
{
	(void)state;
	struct rejects list;
	const uint32_t more = 1000;
	rejects_init(&list, unit_arena);
	for (size_t i = 0; i < ROWS; i++)
		assert_true(rejects_add(&list, &rows[i]));
	rejects_find_names(&list, find, &more);
	struct reject_cursor cursor = rejects_begin(&list);
	for (size_t i = 0; i < ROWS; i++) {
		const struct reject *got = rejects_next(&cursor);
		uint32_t line = rows[i].source.line;
		assert_int_equal(
		    got->manager, rows[i].names ? line + more : NO_ID);
		assert_int_equal(
		    got->contract, rows[i].of_contract.length ? line : NO_ID);
		assert_true(got->money == rows[i].money);
	}
}

/* A million rows `x`, each with another line in its reason. */
static void
take_little_room(void **state)
{
	(void)state;
	struct rejects list;
	char reason[64];
	struct arena *arena = arena_new();
	rejects_init(&list, arena);
	for (uint32_t line = 1; line <= 1000000; line++) {
		snprintf(reason, sizeof reason, "as on line %u", line);
		assert_true(
		    rejects_add(&list, &(struct reject){ .source = { 0, line },
					   .column = "id",
					   .reason = reason,
					   .raw = { "x", 1 },
					   .value = { "x", 1 },
					   .record = { "x", 1 },
					   .money = DECIMAL_NONE }));
	}
	assert_int_equal(list.words.count, 2);
	/* A row: a byte each for flags, line, column and reason, up to three
	 * for its number, two each for raw, value and record. Rows lie side by
	 * side, but for the ends of chunks. */
	size_t bytes = 0;
	struct reject_cursor cursor = rejects_begin(&list);
	const char *before = NULL;
	for (const struct reject *row; (row = rejects_next(&cursor)) != NULL;) {
		if (before && row->raw.data > before &&
		    row->raw.data - before < 100)
			bytes += (size_t)(row->raw.data - before);
		before = row->raw.data;
	}
	assert_in_range(bytes, 9000000, 13000000);
	arena_free(arena);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(come_back_as_they_were),
    cmocka_unit_test(are_cut_at_a_place),
    cmocka_unit_test(keep_whom_they_touch), cmocka_unit_test(take_little_room))
