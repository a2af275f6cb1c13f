/* A table of keys reads a mapping: values of every simple type, keys within
 * mappings, what is said, what holds otherwise, and what is wrong, with its
 * line. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/setting_rules.h"
#include "io/import/config/yaml_keys.h"
#include "tests/unit/unit.h"

struct values {
	const char *zone, *mark;
	int days, every;
	decimal least;
	unsigned which;
	bool ready;
};

static bool
is_short(struct text text)
{
	return text.length == 1;
}

#define KEY YAML_KEY
#define YAML_TARGET values
static const struct yaml_key rows[] = { KEY(
    "zone", TEXT, ANYTHING, "+07:00", INTO(zone), "…") KEY("csv.mark", TEXT,
    HOLDING(is_short, "^.$", "one character"), "\",\"", INTO(mark), "…")
	    KEY("csv.days", WHOLE, FROM_TO("1", "31"), "7", INTO(days), "…")
		KEY("pay.every", WORD, ONE_OF("month", "quarter"), "quarter",
		    INTO(every), "…") KEY("pay.deep.least", DECIMAL,
		    FROM_TO("-1", "2.5"), "0.5", INTO(least), "…") KEY("which",
		    WORDS, ONE_OF("a", "b", "c"), "[b, c]", INTO(which), "…")
		    KEY("ready", YES_NO, ANYTHING, "yes", INTO(ready), "…") };
static const struct yaml_keys keys = { rows, sizeof rows / sizeof *rows };

static struct diagnostics diagnostics;
static struct values values;
static struct yaml_said *said;

/* Reads what otherwise holds, then the text; the error, or NULL. */
static const char *
read_text(const char *text)
{
	const struct yaml_node *root;
	struct yaml_reading reading = { .path = "k",
		.arena = unit_arena,
		.diagnostics = &diagnostics,
		.target = &values };
	diagnostics = (struct diagnostics){ .arena = unit_arena };
	memset(&values, 0, sizeof values);
	for (size_t i = 0; i < keys.count; i++)
		assert_int_equal(
		    yaml_read_otherwise(&reading, &rows[i]), STATUS_OK);
	said = NULL;
	reading.said = &said;
	enum status status = yaml_tree_parse(
	    &root, "k", text_of(text), unit_arena, &diagnostics);
	if (!status)
		status = yaml_read_keys(&reading, root, &keys);
	assert_int_equal(status, diagnostics.first ? STATUS_USAGE : STATUS_OK);
	return status ? diagnostics.first->text : NULL;
}

static void
reads_values(void **state)
{
	(void)state;
	assert_null(read_text("{}"));
	assert_string_equal(values.zone, "+07:00");
	assert_string_equal(values.mark, ",");
	assert_int_equal(values.days, 7);
	assert_int_equal(values.every, 1);
	assert_int_equal(values.least, 5000);
	assert_int_equal(values.which, 6);
	assert_true(values.ready);
	assert_null(said);

	assert_null(read_text("csv:\n  mark: ';'\n  days: 31\n"
			      "pay: {deep: {least: -0.25}, every: month}\n"
			      "which: [c]\nready: no\nzone: '-03:30'\n"));
	assert_string_equal(values.zone, "-03:30");
	assert_string_equal(values.mark, ";");
	assert_int_equal(values.days, 31);
	assert_int_equal(values.every, 0);
	assert_int_equal(values.least, -2500);
	assert_int_equal(values.which, 4);
	assert_false(values.ready);
	static const struct {
		const char *name;
		uint32_t line;
	} lines[] = { { "csv.mark", 2 }, { "csv.days", 3 },
		{ "pay.deep.least", 4 }, { "pay.every", 4 }, { "which", 5 },
		{ "ready", 6 }, { "zone", 7 } };
	const struct yaml_said *one = said;
	for (size_t i = 0; i < 7; i++, one = one->next) {
		assert_non_null(one);
		assert_string_equal(one->name, lines[i].name);
		assert_int_equal(one->node->line, lines[i].line);
	}
	assert_null(one);
	/* One word needs no list. */
	assert_null(read_text("which: b"));
	assert_int_equal(values.which, 2);
}

static void
says_what_is_wrong(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} rows_wrong[] = {
		{ "zone: ''", "k:1: zone: expected a text, found nothing" },
		{ "zone: [a]", "k:1: zone: expected a text, found (a list)" },
		{ "csv: {mark: ab}",
		    "k:1: csv.mark: expected one character, found ab" },
		{ "csv:\n  days: 0",
		    "k:2: csv.days: expected a whole number from 1 to 31, "
		    "found 0" },
		{ "csv: {days: 32}",
		    "k:1: csv.days: expected a whole number from 1 to 31, "
		    "found 32" },
		{ "csv: {days: 1.5}",
		    "k:1: csv.days: expected a whole number from 1 to 31, "
		    "found 1.5" },
		{ "csv: {days: 99999999999999}",
		    "k:1: csv.days: expected a whole number from 1 to 31, "
		    "found 99999999999999" },
		{ "pay: {deep: {least: 2.5001}}",
		    "k:1: pay.deep.least: expected a number from -1 to 2.5, "
		    "found 2.5001" },
		{ "pay: {deep: {least: 0.00001}}",
		    "k:1: pay.deep.least: found 0.00001: more than four "
		    "decimal places" },
		{ "pay: {every: day}",
		    "k:1: pay.every: expected one of month, quarter, found "
		    "day" },
		{ "which:\n- a\n- d",
		    "k:3: which: expected a list of a, b, c, found d" },
		{ "which: []",
		    "k:1: which: expected a list of a, b, c, found (a list)" },
		{ "which: d", "k:1: which: expected a list of a, b, c, found "
			      "d" },
		{ "ready: maybe",
		    "k:1: ready: expected yes or no, found maybe" },
		{ "csv: {dais: 1}",
		    "k:1: unknown key dais; did you mean days?" },
		{ "pay: {xyzzy: 1}",
		    "k:1: unknown key xyzzy; known here: every, deep" },
		{ "xyzzy: 1", "k:1: unknown key xyzzy; known here: zone, csv, "
			      "pay, which, ready" },
		{ "pay: 1",
		    "k:1: pay: expected a mapping (key: value), found 1" },
		{ "pay.every: day",
		    "k:1: unknown key pay.every; write pay: {every: …}" },
		{ "pay: {deep.least: 1}",
		    "k:1: unknown key deep.least; write deep: {least: …}" },
		{ "[zone]",
		    "k:1: expected a mapping (key: value), found (a list)" },
	};
	for (size_t i = 0; i < sizeof rows_wrong / sizeof *rows_wrong; i++) {
		const char *error = read_text(rows_wrong[i].text);
		assert_non_null(error);
		assert_string_equal(error, rows_wrong[i].says);
	}
}

UNIT_TESTS_IN_ARENA(
    cmocka_unit_test(reads_values), cmocka_unit_test(says_what_is_wrong))
