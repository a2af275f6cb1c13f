/* What a column's cells say about how they are written. */
#include "io/import/forms/evidence.h"

#include <string.h>

#include "engine/base/arena.h"
#include "tests/unit/unit.h"

/* Cells of a column, separated by `|`; what is decided of it, with and without
 * the plain grammar to fall back on. */
static const struct {
	enum field_type type;
	const char *cells;
	bool foreign;
	enum verdict verdict; /* without the plain grammar */
	int form;             /* then */
} columns[] = {
	{ FIELD_DATE, "2026-07-01|2026-07-02", false, VERDICT_DECIDED,
	    DATES_YMD },
	{ FIELD_DATE, "2026-07-01|13/07/2026", false, VERDICT_TWO_STYLES, 0 },
	{ FIELD_DATE, "01/07/2026|02/07/2026", true, VERDICT_UNSURE, 0 },
	{ FIELD_DATE, "01/01/2026|02/02/2026", true, VERDICT_DECIDED,
	    DATES_DMY },
	{ FIELD_DATE, "01/07/2026|13/07/2026", true, VERDICT_DECIDED,
	    DATES_DMY },
	{ FIELD_DATE, "01/07/2026|07/13/2026", true, VERDICT_DECIDED,
	    DATES_MDY },
	{ FIELD_DATE, "13/07/2026|07/13/2026", true, VERDICT_CONTRADICTION, 0 },
	{ FIELD_DATE, "2026/7/1|2026/7/2", false, VERDICT_DECIDED, DATES_YMD },
	{ FIELD_DATE, "13/07/2026", false, VERDICT_DECIDED, DATES_DMY },
	{ FIELD_DATE, "soon|later", false, VERDICT_DECIDED, DATES_YMD },
	/* More than two slips: the column has two styles. */
	{ FIELD_DATE,
	    "2026-07-01|2026-07-02|2026-07-03|13/07/2026|14/07/2026|15/07/2026",
	    true, VERDICT_TWO_STYLES, 0 },
	{ FIELD_DATE,
	    "2026-07-01|2026-07-02|2026-07-03|2026-07-04|13/07/2026|14/07/2026",
	    false, VERDICT_TWO_STYLES, 0 },
	{ FIELD_DATE,
	    "2026-07-01 00:00:00|2026-07-02 00:00:00|13/07/2026|14/07/2026",
	    false, VERDICT_TWO_STYLES, 0 },
	{ FIELD_DATE, "2026/7/1|2026/7/2|2026/7/3|13/7/2026|14/7/2026|1/7/2026",
	    true, VERDICT_TWO_STYLES, 0 },
	/* Two slips among times of day are two slips. */
	{ FIELD_DATE, "2026-07-01 8:00|2026-07-02 8:00|2026-07-03|1/7/2026",
	    false, VERDICT_TWO_STYLES, 0 },
	/* A name of a month does not decide, but goes with everything. */
	{ FIELD_DATE, "15 Jan 2026|01/07/2026|13/07/2026", true,
	    VERDICT_DECIDED, DATES_DMY },
	{ FIELD_DATE, "2026-07-01|15 Jan 2026|20260115", false, VERDICT_DECIDED,
	    DATES_YMD },
	{ FIELD_DATE, "1/7/26|13/7/26", true, VERDICT_DECIDED, DATES_DMY },
	{ FIELD_DATE, "1/7/26|2/7/26", true, VERDICT_UNSURE, 0 },
	{ FIELD_DECIMAL, "1|2|3", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1.5|2", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1,5|2,5", true, VERDICT_DECIDED, NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1,5|2|3", false, VERDICT_DECIDED, NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1,5|2|3,5|4,5", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1.234|5.678", false, VERDICT_UNSURE, 0 },
	{ FIELD_DECIMAL, "1,234|5,678", true, VERDICT_UNSURE, 0 },
	{ FIELD_DECIMAL, "1.234|5.678.901", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1.234|0.5", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1,5|1.5", false, VERDICT_CONTRADICTION, 0 },
	{ FIELD_DECIMAL, "1.234.567|2.345.678|85.000", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "85.000|65.000|1.245.000", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "12.5|1.250|1,5", false, VERDICT_CONTRADICTION, 0 },
	{ FIELD_DECIMAL, "abc|1e3", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1,5 h|2 h", true, VERDICT_DECIDED, NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1 h 30 m|45 m", true, VERDICT_DECIDED,
	    NUMBERS_POINT },
	{ FIELD_DECIMAL, "1.250 h|3.500 h", true, VERDICT_UNSURE, 0 },
};

static void
weighs_columns(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct field field = { .type = columns[i].type,
			.flags = FIELD_DURATION };
		struct evidence evidence = { 0 };
		struct form form = { 0 }, plain = { 0 };
		const char *at = columns[i].cells;
		for (uint64_t line = 2; *at; line++) {
			size_t length = strcspn(at, "|");
			assert_true(evidence_add(&evidence, &field, &form,
			    (struct text){ at, length }, line, arena));
			at += length + (at[length] == '|');
		}
		if (evidence_is_foreign(&evidence) != columns[i].foreign)
			fail_msg("%s: foreign?", columns[i].cells);
		assert_int_equal(
		    evidence_decide(&evidence, &field, true, &plain),
		    VERDICT_DECIDED);
		assert_int_equal(plain.dates, DATES_YMD);
		if (evidence_decide(&evidence, &field, false, &form) !=
		    columns[i].verdict)
			fail_msg("%s: another verdict", columns[i].cells);
		int actual = field.type == FIELD_DATE ? (int)form.dates
						      : (int)form.numbers;
		if (columns[i].verdict == VERDICT_DECIDED &&
		    actual != columns[i].form)
			fail_msg("%s: form %d", columns[i].cells, actual);
	}
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(weighs_columns))
