/* What SQLite lacks here: exact sums, periods of days, texts compared without
 * regard to case beyond ASCII, and patterns that never take long. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "io/cli/query/database.h"
#include "io/cli/query/pattern.h"
#include "io/locale/locale.h"

/* ---- dsum(x): the exact sum ---- */

/* SQLite aligns this memory to 8 bytes only, too little for a `wide`: so the
 * sum is kept as bytes and copied. */
struct exact_total {
	char decimals[sizeof(wide)]; /* while all values are decimals */
	struct exact_sum doubles;
	bool any, real, overflow, infinite;
};

/* The decimal of which a double is the nearest double. False if it is too
 * large, has more than sixteen places, or has both more than eight places and
 * more than fifteen digits: nearly every result of a division has. */
static bool
exact_of(double value, wide *exact)
{
	/* Up to four places and fifteen digits, most values by far: no other
	 * decimal of that length has the same nearest double. */
	double scaled = nearbyint(value * 1e4);
	if (fabs(scaled) < 1e15 && scaled / 1e4 == value) {
		*exact = (wide)scaled * (WIDE_ONE / DECIMAL_ONE);
		return true;
	}
	char text[DOUBLE_TEXT_SIZE];
	double_print(text, value);
	const char *at = text;
	bool negative = *at == '-';
	int places = -1, digits = 0;
	wide sum = 0;
	for (at += negative; *at; at++) {
		if (*at == '.') {
			places = 0;
			continue;
		}
		if (*at < '0' || *at > '9' || (places >= 0 && ++places > 16) ||
		    __builtin_mul_overflow(sum, (wide)10, &sum) ||
		    !wide_add(&sum, *at - '0'))
			return false;
		digits += sum != 0;
	}
	if (places > 8 && digits > 15)
		return false;
	for (int place = places < 0 ? 0 : places; place < 16; place++)
		if (__builtin_mul_overflow(sum, (wide)10, &sum))
			return false;
	*exact = negative ? -sum : sum;
	return true;
}

static void
dsum_step(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct exact_total *total =
	    sqlite3_aggregate_context(context, sizeof *total);
	(void)count;
	if (!total || sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	double real = sqlite3_value_double(values[0]);
	wide value = 0, sum;
	total->any = true;
	if (!isfinite(real)) {
		total->infinite = true;
		return;
	}
	if (sqlite3_value_numeric_type(values[0]) == SQLITE_INTEGER)
		value = (wide)sqlite3_value_int64(values[0]) * WIDE_ONE;
	else if (!exact_of(real, &value))
		total->real = true;
	exact_sum_add(&total->doubles, real);
	memcpy(&sum, total->decimals, sizeof sum);
	total->overflow |= !wide_add(&sum, value);
	memcpy(total->decimals, &sum, sizeof sum);
}

static void
dsum_final(sqlite3_context *context)
{
	struct exact_total *total = sqlite3_aggregate_context(context, 0);
	wide sum;
	if (!total || !total->any)
		sqlite3_result_null(context);
	else if (total->infinite)
		sqlite3_result_error(
		    context, _("dsum: a value is not finite"), -1);
	else if (total->real || total->overflow)
		sqlite3_result_double(
		    context, exact_sum_value(&total->doubles));
	else {
		memcpy(&sum, total->decimals, sizeof sum);
		database_result(context, datum_exact(sum));
	}
}

/* ---- month(day), quarter(day), year(day): labels of periods ---- */

static void
period_label(
    sqlite3_context *context, sqlite3_value *value, enum period_kind kind)
{
	const struct database *database = sqlite3_user_data(context);
	const char *text = (const char *)sqlite3_value_text(value);
	date day;
	if (!text || !date_parse(text_of(text), &day))
		return; /* NULL */
	struct period period =
	    period_of(day, kind, database->fiscal_year_start);
	sqlite3_result_text(context, period.label, -1, SQLITE_TRANSIENT);
}

static void
month(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	period_label(context, values[0], PERIOD_MONTH);
}

static void
quarter(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	period_label(context, values[0], PERIOD_QUARTER);
}

static void
year(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	period_label(context, values[0], PERIOD_YEAR);
}

/* ---- lower, upper, LIKE, GLOB ---- */

typedef uint8_t *case_map(
    const uint8_t *, size_t, const char *, uninorm_t, uint8_t *, size_t *);

static struct text
text_of_value(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);
	return text_of(text ? text : "");
}

/* The text in NFC with its case mapped; a copy if it is not UTF-8. free() frees
 * it. NULL without memory. */
static char *
mapped(struct text text, case_map *map)
{
	size_t length = text.length + 1; /* with the NUL */
	char *made = (char *)map((const uint8_t *)text.data, length, NULL,
	    UNINORM_NFC, NULL, &length);
	return made || errno == ENOMEM ? made : strdup(text.data);
}

static void
result_mapped(sqlite3_context *context, sqlite3_value *value, case_map *map)
{
	if (sqlite3_value_type(value) == SQLITE_NULL)
		return; /* NULL */
	char *text = mapped(text_of_value(value), map);
	if (text)
		sqlite3_result_text(context, text, -1, free);
	else
		sqlite3_result_error_nomem(context);
}

static void
lower(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	result_mapped(context, values[0], u8_tolower);
}

static void
upper(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	result_mapped(context, values[0], u8_toupper);
}

enum { ESCAPE_MARK = 1 }; /* has no case, unlike the user's own may */

/* The pattern in lower case, with ESCAPE_MARK for the escape character and
 * before a mark of its own. NULL without memory. */
static char *
marked_pattern(struct text pattern, struct text escape)
{
	char *marked = malloc(2 * pattern.length + 1);
	size_t length = 0;
	for (size_t i = 0; marked && i < pattern.length;) {
		bool is_escape =
		    escape.length && pattern.length - i >= escape.length &&
		    memcmp(pattern.data + i, escape.data, escape.length) == 0;
		if (is_escape || pattern.data[i] == ESCAPE_MARK)
			marked[length++] = ESCAPE_MARK;
		if (is_escape) {
			i += escape.length;
			continue;
		}
		marked[length++] = pattern.data[i++];
	}
	if (!marked)
		return NULL;
	marked[length] = '\0';
	char *lowered = mapped((struct text){ marked, length }, u8_tolower);
	free(marked);
	return lowered;
}

/* `text LIKE pattern [ESCAPE c]` comes as like(pattern, text, c). */
static void
like(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct text escape = text_of_value(values[count - 1]);
	if (count == 2)
		escape.length = 0;
	for (int i = 0; i < count; i++)
		if (sqlite3_value_type(values[i]) == SQLITE_NULL)
			return; /* NULL */
	if (count == 3 &&
	    u8_mbsnlen((const uint8_t *)escape.data, escape.length) != 1) {
		sqlite3_result_error(
		    context, _("ESCAPE takes a single character"), -1);
		return;
	}
	bool any = !text_is(escape, "%"), one = !text_is(escape, "_");
	char *pattern = marked_pattern(text_of_value(values[0]), escape);
	char *text = mapped(text_of_value(values[1]), u8_tolower);
	if (pattern && text)
		sqlite3_result_int(
		    context, pattern_matches(text_of(pattern), text_of(text),
				 (struct pattern_signs){ any ? '%' : 0,
				     one ? '_' : 0, ESCAPE_MARK, false }));
	else
		sqlite3_result_error_nomem(context);
	free(pattern);
	free(text);
}

/* `text GLOB pattern` comes as glob(pattern, text). */
static void
glob(sqlite3_context *context, int count, sqlite3_value **values)
{
	for (int i = 0; i < count; i++)
		if (sqlite3_value_type(values[i]) == SQLITE_NULL)
			return; /* NULL */
	sqlite3_result_int(context,
	    pattern_matches(text_of_value(values[0]), text_of_value(values[1]),
		(struct pattern_signs){ '*', '?', 0, true }));
}

int
database_add_functions(struct database *database)
{
	static const struct {
		const char *name;
		int arguments;
		void (*run)(sqlite3_context *, int, sqlite3_value **);
		void (*step)(sqlite3_context *, int, sqlite3_value **);
		void (*final)(sqlite3_context *);
	} functions[] = { { "dsum", 1, NULL, dsum_step, dsum_final },
		{ "month", 1, month, NULL, NULL },
		{ "quarter", 1, quarter, NULL, NULL },
		{ "year", 1, year, NULL, NULL },
		{ "lower", 1, lower, NULL, NULL },
		{ "upper", 1, upper, NULL, NULL },
		{ "like", 2, like, NULL, NULL },
		{ "like", 3, like, NULL, NULL },
		{ "glob", 2, glob, NULL, NULL } };
	int code = SQLITE_OK;
	for (size_t i = 0;
	     i < sizeof functions / sizeof *functions && code == SQLITE_OK; i++)
		code = sqlite3_create_function_v2(database->handle,
		    functions[i].name, functions[i].arguments,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
		    database, functions[i].run, functions[i].step,
		    functions[i].final, NULL);
	return code;
}
