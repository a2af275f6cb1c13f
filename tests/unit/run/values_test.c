/* One table in every form: what stands in CSV for programs and for people, in
 * JSON, and what is kept. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/run/json_writer.h"
#include "io/run/values.h"
#include "tests/unit/unit.h"

static struct output output;

/* Writing goes to a file without a name. */
static void
begin_output(FILE **file)
{
	static char buffer[OUTPUT_BUFFER];
	*file = tmpfile();
	assert_non_null(*file);
	memset(&output, 0, sizeof output);
	output_into(&output, *file, buffer);
}

static void
expect_output(FILE *file, const char *expected)
{
	static char bytes[3 * OUTPUT_BUFFER];
	output_flush(&output);
	assert_false(ferror(file));
	rewind(file);
	size_t length = fread(bytes, 1, sizeof bytes - 1, file);
	bytes[length] = '\0';
	assert_string_equal(bytes, expected);
	fclose(file);
}

/* Two rows: every kind of cell, texts that ask for care, blanks. */
static void
fill(struct values *values)
{
	static const char *const columns[] = { "who, why", "text", "exact",
		"amount", "real", "whole", "day", "source" };
	static const struct input inputs[] = { { .path = "/data/jan/a.csv" } };
	static const struct dataset data = { .folder = "/data",
		.inputs = (struct input *)inputs,
		.input_count = 1 };
	const struct text parts[] = { { "=1+", 3 }, { "\"2\"", 3 } };
	values_begin(values, columns, 8);
	values_parts(values, parts, 2);
	values_string(values, "Trần\nBảo");
	values_exact(values, -12345 * (WIDE_ONE / 100), 0);
	values_exact(values, 975 * (WIDE_ONE / 10), 2);
	values_real(values, 0.1);
	values_integer(values, -7);
	values_date(values, date_of(2026, 9, 30));
	values_source(values, &data, (struct source){ .input = 0, .line = 12 });
	values_string(values, "-1");
	values_string(values, "");
	values_decimal(values, DECIMAL_NONE);
	values_put(values, datum_number("-0.125"));
	values_optional(values, (struct optional){ .defined = false });
	values_blank(values);
	values_date(values, DATE_NONE);
	values_source(values, &data, (struct source){ .line = 0 });
	assert_int_equal(values_end(values), STATUS_OK);
	assert_int_equal(values->rows, 2);
}

static void
for_programs(void **state)
{
	FILE *file;
	struct values values = { .form = VALUES_CSV, .output = &output };
	(void)state;
	begin_output(&file);
	fill(&values);
	expect_output(file,
	    "\"who, why\",text,exact,amount,real,whole,day,source\n"
	    "\"=1+\"\"2\"\"\",\"Trần\nBảo\",-123.45,97.50,0.1,-7,2026-09-30,"
	    "jan/a.csv:12\n"
	    "-1,,,-0.125,,,,\n");
}

/* A spreadsheet would run `=1+…` and `-1` as formulas, were they texts; a
 * number that is negative is none. */
static void
guarded(void **state)
{
	FILE *file;
	struct values values = { .form = VALUES_CSV_GUARDED,
		.output = &output };
	(void)state;
	begin_output(&file);
	fill(&values);
	expect_output(file,
	    "\"who, why\",text,exact,amount,real,whole,day,source\n"
	    "\"'=1+\"\"2\"\"\",\"Trần\nBảo\",-123.45,97.50,0.1,-7,2026-09-30,"
	    "jan/a.csv:12\n"
	    "\"'-1\",,,-0.125,,,,\n");
}

/* The shape of a country: its delimiter asks for quotes, not another's; its
 * decimal mark stands in numbers, not in texts, days or places. */
static void
for_people(void **state)
{
	static const struct {
		struct csv_shape shape;
		bool unmarked;
		const char *expected;
	} rows[] = {
		{ { ',', '.' }, false,
		    "\ufeff\"who, "
		    "why\",text,exact,amount,real,whole,day,source\n"
		    "\"'=1+\"\"2\"\"\",\"Trần\nBảo\",-123.45,97.50,0.1,-7,"
		    "2026-09-30,jan/a.csv:12\n"
		    "\"'-1\",,,-0.125,,,,\n" },
		{ { ';', ',' }, false,
		    "\ufeffwho, why;text;exact;amount;real;whole;day;source\n"
		    "\"'=1+\"\"2\"\"\";\"Trần\nBảo\";-123,45;97,50;0,1;-7;"
		    "2026-09-30;jan/a.csv:12\n"
		    "\"'-1\";;;-0,125;;;;\n" },
		{ { '\t', ',' }, true,
		    "who, why\ttext\texact\tamount\treal\twhole\tday\tsource\n"
		    "\"'=1+\"\"2\"\"\"\t\"Trần\nBảo\"\t-123,45\t97,50\t0,1\t-"
		    "7\t"
		    "2026-09-30\tjan/a.csv:12\n"
		    "\"'-1\"\t\t\t-0,125\t\t\t\t\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		FILE *file;
		struct values values = { .form = VALUES_CSV_PEOPLE,
			.shape = rows[i].shape,
			.unmarked = rows[i].unmarked,
			.output = &output };
		begin_output(&file);
		fill(&values);
		expect_output(file, rows[i].expected);
	}
}

/* What the guard makes of a text, and that it can be undone: no two texts are
 * written alike. */
static void
guard_is_undone(void **state)
{
	static const struct {
		const char *text, *cell;
	} rows[] = {
		{ "=1+1", "'=1+1" },
		{ "'=1+1", "''=1+1" },
		{ "''@x", "'''@x" },
		{ "-x", "'-x" },
		{ "\r", "'\r" },
		{ "\n=1", "'\n=1" },
		{ "\t", "'\t" },
		{ "\uff1d1", "'\uff1d1" },
		{ "'\uff0b", "''\uff0b" },
		{ "An", "An" },
		{ "'An", "'An" },
		{ "'", "'" },
		{ "''", "''" },
		{ "", "" },
		{ "1-1", "1-1" },
		{ "\u00efn", "\u00efn" },
		{ "\uff21", "\uff21" }, /* begins as the full-width = does */
		{ "007", "007" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct text text = text_of(rows[i].text);
		const struct text cell = text_of(rows[i].cell);
		bool guards = text.length != cell.length;
		assert_int_equal(csv_is_guarded(text), guards);
		assert_true(text_equal(csv_unguarded(cell), text));
		for (size_t cut = 0; cut <= text.length; cut++) {
			FILE *file;
			char expected[40];
			const struct text parts[] = { { text.data, cut },
				{ text.data + cut, text.length - cut } };
			snprintf(expected, sizeof expected, "%s%s%s",
			    guards ? "\"" : "", cell.data, guards ? "\"" : "");
			begin_output(&file);
			csv_parts(&output, parts, 2, csv_rules(',', true));
			expect_output(file, expected);
		}
	}
}

static void
as_json(void **state)
{
	FILE *file;
	struct values values = { .form = VALUES_JSON, .output = &output };
	(void)state;
	begin_output(&file);
	fill(&values);
	expect_output(file,
	    "[\n"
	    "  {\"who, why\": \"=1+\\\"2\\\"\", \"text\": \"Trần\\nBảo\", "
	    "\"exact\": -123.45, \"amount\": 97.50, \"real\": 0.1, "
	    "\"whole\": -7, \"day\": \"2026-09-30\", "
	    "\"source\": \"jan/a.csv:12\"},\n"
	    "  {\"who, why\": \"-1\", \"text\": null, \"exact\": null, "
	    "\"amount\": -0.125, \"real\": null, \"whole\": null, "
	    "\"day\": null, \"source\": null}\n"
	    "]\n");
}

static void
without_rows(void **state)
{
	static const char *const columns[] = { "a", "b" };
	static const char *const expected[] = { [VALUES_CSV] = "a,b\n",
		[VALUES_CSV_GUARDED] = "a,b\n",
		[VALUES_CSV_PEOPLE] = "\ufeffa,b\n",
		[VALUES_JSON] = "[]\n" };
	(void)state;
	for (int form = VALUES_CSV; form <= VALUES_JSON; form++) {
		FILE *file;
		struct values values = { .form = (enum values_form)form,
			.shape = { ',', '.' },
			.output = &output };
		begin_output(&file);
		values_begin(&values, columns, 2);
		assert_int_equal(values_end(&values), STATUS_OK);
		expect_output(file, expected[form]);
	}
}

/* Kept rows do not depend on what they were made from. */
static void
as_kept(void **state)
{
	struct values values = { .form = VALUES_KEPT, .arena = arena_new() };
	(void)state;
	assert_non_null(values.arena);
	fill(&values);
	assert_int_equal(values.columns, 8);
	assert_int_equal(values.cell_count, 16);
	assert_string_equal(values.names[2], "exact");
	const struct datum *cells = values.cells;
	assert_int_equal(cells[0].kind, DATUM_TEXT);
	assert_string_equal(cells[0].as.text.data, "=1+\"2\"");
	assert_int_equal(cells[2].kind, DATUM_EXACT);
	assert_true(cells[2].as.exact == -12345 * (WIDE_ONE / 100));
	assert_int_equal(cells[3].places, 2);
	assert_int_equal(cells[6].kind, DATUM_DATE);
	assert_string_equal(cells[7].as.text.data, "jan/a.csv:12");
	assert_int_equal(cells[9].kind, DATUM_NONE);
	assert_int_equal(cells[11].kind, DATUM_NUMBER);
	assert_string_equal(cells[11].as.text.data, "-0.125");
	assert_int_equal(cells[15].kind, DATUM_NONE);
	arena_free(values.arena);
}

/* A text longer than the buffer, with and without what needs quotes. */
static void
long_texts(void **state)
{
	static const char *const columns[] = { "a" };
	static char text[OUTPUT_BUFFER + 10], expected[OUTPUT_BUFFER + 40];
	(void)state;
	memset(text, 'x', sizeof text - 1);
	for (int quote = 0; quote < 2; quote++) {
		FILE *file;
		struct values values = { .form = VALUES_CSV,
			.output = &output };
		text[OUTPUT_BUFFER] = quote ? '"' : 'x';
		snprintf(expected, sizeof expected, "a\n\"%.*s%s%s\"\n",
		    OUTPUT_BUFFER, text, quote ? "\"\"" : "x", "xxxxxxxx");
		begin_output(&file);
		values_begin(&values, columns, 1);
		values_string(&values, text);
		expect_output(file, expected);
	}
}

/* RFC 8259: quotation mark, backslash and controls are escaped, no others. */
static void
json_strings(void **state)
{
	static const struct {
		const char *text, *quoted;
	} rows[] = {
		{ "", "\"\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001F\\u007F\"" },
		{ "Hà Nội", "\"Hà Nội\"" },
		{ "a\xff\xc3", "\"a??\"" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		FILE *file;
		const struct text text = { rows[i].text, strlen(rows[i].text) };
		begin_output(&file);
		json_quote(&output, &text, 1);
		expect_output(file, rows[i].quoted);
	}
}

/* Objects and arrays in one another, full and empty. */
static void
json_documents(void **state)
{
	FILE *file;
	struct json_writer json = { .output = &output };
	(void)state;
	begin_output(&file);
	json_open(&json, NULL, '{');
	json_put_text(&json, "a\"", "b");
	json_open(&json, "none", '[');
	json_close(&json, ']');
	json_open(&json, "rows", '[');
	json_put_whole(&json, NULL, 18446744073709551615u);
	json_open(&json, NULL, '{');
	json_close(&json, '}');
	json_open(&json, NULL, '{');
	json_put_text(&json, "x", NULL);
	json_close(&json, '}');
	json_close(&json, ']');
	json_put_whole(&json, "last", 0);
	json_close(&json, '}');
	expect_output(file, "{\n"
			    "  \"a\\\"\": \"b\",\n"
			    "  \"none\": [],\n"
			    "  \"rows\": [\n"
			    "    18446744073709551615,\n"
			    "    {},\n"
			    "    {\n"
			    "      \"x\": null\n"
			    "    }\n"
			    "  ],\n"
			    "  \"last\": 0\n"
			    "}\n");
}

UNIT_TESTS(cmocka_unit_test(for_programs), cmocka_unit_test(guarded),
    cmocka_unit_test(for_people), cmocka_unit_test(guard_is_undone),
    cmocka_unit_test(as_json), cmocka_unit_test(without_rows),
    cmocka_unit_test(as_kept), cmocka_unit_test(long_texts),
    cmocka_unit_test(json_strings), cmocka_unit_test(json_documents))
