/* The words of an SQL text. */
#include <string.h>

#include "io/cli/query/sql_words.h"
#include "tests/unit/unit.h"

static void
mentions(void **state)
{
	(void)state;
	static const struct {
		const char *sql, *name;
		bool mentioned;
	} rows[] = {
		{ "select * from timesheets", "timesheets", true },
		{ "select * from TimeSheets t", "timesheets", true },
		{ "select * from \"timesheets\"", "timesheets", true },
		{ "select * from [timesheets]", "timesheets", true },
		{ "select * from `timesheets`", "timesheets", true },
		{ "select 'timesheets'", "timesheets", true },
		{ "select * from timesheets_", "timesheets", false },
		{ "select 1 -- timesheets", "timesheets", false },
		{ "select 1 /* timesheets */", "timesheets", false },
		{ "select 1 -- x\n from timesheets", "timesheets", true },
		{ "select a.\"Ngành\" from b", "Ngành", true },
		{ "select 1 /* open", "open", false },
		{ "select 'open", "select", true },
		{ "", "x", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sql_mentions(text_of(rows[i].sql), rows[i].name) !=
		    rows[i].mentioned)
			fail_msg("%s: %s", rows[i].sql, rows[i].name);
}

static void
columns_that_are_not_named(void **state)
{
	(void)state;
	assert_true(sql_names_all(text_of("select * from t")));
	assert_true(sql_names_all(text_of("\xef\xbb\xbfselect * from t")));
	assert_true(sql_names_all(text_of("select distinct * from t")));
	assert_true(sql_names_all(text_of("select a, t.* from t")));
	assert_true(
	    sql_names_all(text_of("select a from t Natural left join u")));
	assert_true(
	    sql_names_all(text_of("select a from t where (1, 2) in u")));
	assert_true(sql_names_all(text_of("select 1 not in \"u\"")));
	assert_false(sql_names_all(text_of("select 1 in(2)")));
	assert_false(sql_names_all(text_of("select 'natural', 'in' from t")));
	assert_false(sql_names_all(text_of("select count(*) from t")));
	assert_false(sql_names_all(text_of("select a * b from t")));
	assert_false(sql_names_all(text_of("select '*' from t")));
}

static void
columns_by_any_spelling(void **state)
{
	(void)state;
	static const struct {
		const char *sql, *column;
		bool read;
	} rows[] = {
		{ "select \"le\"\"vel\" from t", "le\"vel", true },
		{ "select [le\"vel] from t", "le\"vel", true },
		{ "select source_ from t", "source", true },
		{ "select \"NGÀNH  nghề\" from t", "Ngành Nghề", true },
		{ "select \"Straße\" from t", "STRASSE", true },
		{ "select b from t", "a", false },
		{ "select 1a from t", "1a", false },
		{ "select b from t natural join u", "a", true },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (sql_may_read(text_of(rows[i].sql), rows[i].column) !=
		    rows[i].read)
			fail_msg("%s: %s", rows[i].sql, rows[i].column);
}

static void
conjuncts(void **state)
{
	(void)state;
	static const struct {
		const char *condition;
		size_t count;
		const char *last;
	} rows[] = {
		{ "a = 1", 1, "a = 1" },
		{ "a = 1 and b = 2", 2, " b = 2" },
		{ "a = 1 AND b between 2 and 3 AND c", 3, " c" },
		{ "a between 1 and 2", 1, "a between 1 and 2" },
		{ "(a and b) and c", 2, " c" },
		{ "case when a and b then c end and d", 2, " d" },
		{ "a and 'x and y'", 2, " 'x and y'" },
		{ "a and b or c", 1, NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct text parts[8];
		size_t count =
		    sql_conjuncts(text_of(rows[i].condition), parts, 8);
		if (count != rows[i].count)
			fail_msg("%s: %zu parts", rows[i].condition, count);
		if (rows[i].last && !text_is(parts[count - 1], rows[i].last))
			fail_msg("%s: last part %.*s", rows[i].condition,
			    (int)parts[count - 1].length,
			    parts[count - 1].data);
	}
}

static void
closed(void **state)
{
	(void)state;
	assert_true(sql_is_closed(text_of("a in (1, 2) and (b)")));
	assert_true(sql_is_closed(text_of("a = ')' -- )")));
	assert_false(sql_is_closed(text_of("1) or (1")));
	assert_false(sql_is_closed(text_of("(1")));
	assert_false(sql_is_closed(text_of("1; select 2")));
	assert_true(sql_is_closed(text_of("a = 'it''s' and \"b\" = [c]")));
	assert_true(sql_is_closed(text_of("a /* ( */ = 1 /**/")));
	/* What would swallow the parenthesis behind it. */
	assert_false(sql_is_closed(text_of("a = 'x")));
	assert_false(sql_is_closed(text_of("\"a = 1")));
	assert_false(sql_is_closed(text_of("[a = 1")));
	assert_false(sql_is_closed(text_of("a = 1 /* or")));
	assert_false(sql_is_closed(text_of("/*/")));
}

UNIT_TESTS(cmocka_unit_test(mentions),
    cmocka_unit_test(columns_that_are_not_named),
    cmocka_unit_test(columns_by_any_spelling), cmocka_unit_test(conjuncts),
    cmocka_unit_test(closed))
