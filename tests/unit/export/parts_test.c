/* Goal: the two functions of outside libraries that we replace are replaced in
 * this program, which is linked as kpi is. (hidden_parts_test is not.) */
#include <xlsxwriter.h>

#include "io/export/workbook/parts.h"
#include "tests/unit/unit.h"

static void
test_names(void **state)
{
	(void)state;
	assert_null(parts_not_replaced());
}

/* The library calls both, once it writes. */
static void
test_called(void **state)
{
	(void)state;
	assert_null(parts_not_replaced());
	assert_false(parts_were_called());
	lxw_workbook *workbook = workbook_new("/dev/null");
	assert_non_null(workbook);
	assert_non_null(workbook_add_worksheet(workbook, "Sheet"));
	workbook_close(workbook);
	assert_true(parts_were_called());
}

UNIT_TESTS(cmocka_unit_test(test_names), cmocka_unit_test(test_called))
