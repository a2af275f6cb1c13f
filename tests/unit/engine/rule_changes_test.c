/* Which version has a rule, and what a rule can move; every row is complete. */
#include <string.h>

#include "engine/model/rule_changes.h"
#include "tests/unit/unit.h"

static void
versions(void **state)
{
	(void)state;
	static const struct {
		const char *rule, *version;
		bool has;
	} rows[] = {
		{ "0.3.0", "0.3.0", true },
		{ "0.3.0", "0.2.9", false },
		{ "0.3.0", "0.3.1", true },
		{ "0.3.0", "0.10.0", true },
		{ "0.10.0", "0.9.9", false },
		{ "1.0.0", "0.99.99", false },
		{ "0.3.0", "1.0.0", true },
		{ "0.3.0", "", false },
		{ "0.3.0", "newest", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct rule_change rule = { .version = rows[i].rule };
		if (rule_change_is_in(&rule, rows[i].version) != rows[i].has)
			fail_msg("%s in %s", rows[i].rule, rows[i].version);
	}
}

static void
moves_whole_words(void **state)
{
	(void)state;
	const struct rule_change rule = { .moves = "grr nrr cpi" };
	const struct rule_change none = { .moves = "" };
	assert_true(rule_change_moves(&rule, "grr"));
	assert_true(rule_change_moves(&rule, "nrr"));
	assert_true(rule_change_moves(&rule, "cpi"));
	assert_false(rule_change_moves(&rule, "rr"));
	assert_false(rule_change_moves(&rule, "grr nrr"));
	assert_false(rule_change_moves(&rule, ""));
	assert_false(rule_change_moves(&none, ""));
	assert_false(rule_change_moves(&none, "grr"));
}

static void
rows_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_change_count; i++) {
		const struct rule_change *rule = &rule_changes[i];
		const struct rule_change oldest = { .version = "0.0.1" };
		assert_true(rule_change_is_in(&oldest, rule->version));
		assert_true(*rule->name && *rule->before);
		assert_string_not_equal(rule->before, rule->now);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(
			    rule->name, rule_changes[j].name);
	}
}

UNIT_TESTS(cmocka_unit_test(versions), cmocka_unit_test(moves_whole_words),
    cmocka_unit_test(rows_are_complete))
