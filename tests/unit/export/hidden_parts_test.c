/* Goal: a program in which our functions do not take the place of the
 * libraries' writes no workbook, and says why. This one is linked so that it
 * exports none of io/export (see the Makefile): as with static linking, the
 * libraries keep to their own. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/workbook/parts.h"
#include "io/export/workbook/xlsx.h"
#include "tests/unit/unit.h"

static void
test_refused(void **state)
{
	static const char path[] = "/nonexistent/file.xlsx";
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	struct report report;
	(void)state;
	assert_non_null(parts_not_replaced());
	report_init(&report, arena);
	report_sheet(&report, text_of("Sheet"));
	assert_int_equal(
	    xlsx_write(&report, path, &diagnostics), STATUS_OUTPUT);
	assert_non_null(strstr(diagnostics.first->text,
	    "are libxlsxwriter and minizip linked as shared libraries?"));
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(test_refused))
