/* Patterns of headers and words, and which format a header is. */
#include <string.h>

#include "io/import/config/formats.h"
#include "tests/unit/unit.h"

static void
fits_patterns(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *text, *inner; /* NULL: does not fit */
	} rows[] = {
		{ "date", "date", "date" },
		{ "date", "dates", NULL },
		{ "", "", "" },
		{ "", "a", NULL },
		{ "*", "", "" },
		{ "*", "anything", "anything" },
		{ "cost (*)", "cost (usd)", "usd" },
		{ "cost (*)", "cost ()", "" },
		{ "cost (*)", "cost (usd) x", NULL },
		{ "cost (*)", "cost (", NULL },
		{ "won*", "won", "" },
		{ "won*", "won (sales)", " (sales)" },
		{ "*won", "not won", "not " },
		{ "ab*ba", "aba", NULL }, /* no byte counts twice */
		{ "ab*ba", "abba", "" },
		{ "*satisf*", "how satisfied are you", "" },
		{ "*satisf*", "satisf", "" },
		{ "*satisf*", "how satis fied", NULL },
		{ "*a*b*a*", "xxaxxbxxaxx", "" },
		{ "*a*b*a*", "xxbxxaxxbxx", NULL },
		{ "**", "a", "" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct text inner;
		bool fits = formats_pattern_fits(
		    text_of(rows[i].pattern), text_of(rows[i].text), &inner);
		if (fits != (rows[i].inner != NULL))
			fail_msg("%s, %s", rows[i].pattern, rows[i].text);
		const char *star = strchr(rows[i].pattern, '*');
		if (fits && star && star == strrchr(rows[i].pattern, '*') &&
		    !text_is(inner, rows[i].inner))
			fail_msg(
			    "%s, %s: inner", rows[i].pattern, rows[i].text);
	}
}

static void
recognizes_headers(void **state)
{
	(void)state;
	static const struct text small[] = { { "id", 2 },
		{ "owner|besitzer", 14 } };
	static const struct text large[] = { { "id", 2 }, { "owner", 5 },
		{ "stage", 5 } };
	static const struct text other[] = { { "id", 2 }, { "day", 3 } };
	struct source_configuration list[] = {
		{ .name = "large",
		    .table = TABLE_CONTRACTS,
		    .recognize_folded = large,
		    .recognize_count = 3 },
		{ .name = "other",
		    .table = TABLE_CONTRACTS,
		    .recognize_folded = other,
		    .recognize_count = 2 },
		{ .name = "small",
		    .table = TABLE_CONTRACTS,
		    .recognize_folded = small,
		    .recognize_count = 2 },
		{ .name = "surveys",
		    .table = TABLE_SURVEYS,
		    .recognize_folded = small,
		    .recognize_count = 2 },
	};
	const struct formats formats = { list, 4 };
	static const struct {
		const char *header, *name, *other;
	} rows[] = {
		{ "id|owner", "small", NULL },
		{ "besitzer|x|id", "small", NULL },
		{ "id|owner|stage", "large", NULL },  /* asks for most */
		{ "id|owner|day", "other", "small" }, /* as many */
		{ "id|owner|day|stage", "large", NULL },
		{ "owner", NULL, NULL },
		{ "id|owners", NULL, NULL },
		/* The schema's own names need no format. */
		{ "contract_id|client_id|account_manager|stage|id|owner", NULL,
		    NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct text names[8];
		size_t count = 0;
		const struct source_configuration *also, *found;
		for (const char *at = rows[i].header; *at;) {
			size_t length = strcspn(at, "|");
			names[count++] = (struct text){ at, length };
			at += length + (at[length] == '|');
		}
		found = formats_recognize(
		    &formats, TABLE_CONTRACTS, names, count, &also);
		const char *name = found ? found->name : "";
		if (strcmp(name, rows[i].name ? rows[i].name : "") != 0)
			fail_msg("%s is %s", rows[i].header, name);
		assert_string_equal(
		    also ? also->name : "", rows[i].other ? rows[i].other : "");
	}
}

UNIT_TESTS(
    cmocka_unit_test(fits_patterns), cmocka_unit_test(recognizes_headers))
