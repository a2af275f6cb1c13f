#include "io/export/dashboard/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/context.h"

const char *
dashboard_label(const struct dashboard *dashboard, enum label label)
{
	static const char *const labels[][LANGUAGE_COUNT] = {
#define LABEL(id, english, vietnamese) { english, vietnamese },
#include "io/export/dashboard/labels.def"
#undef LABEL
	};
	return labels[label][dashboard->language];
}

const char *
dashboard_format(const struct dashboard *dashboard, enum label label, ...)
{
	char text[800];
	va_list arguments;
	va_start(arguments, label);
	/* The compiler cannot check these formats; they are those of
	 * labels.def. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	vsnprintf(
	    text, sizeof text, dashboard_label(dashboard, label), arguments);
#pragma GCC diagnostic pop
	va_end(arguments);
	const char *copy =
	    arena_copy(dashboard->report->arena, text, strlen(text));
	return copy ? copy : "";
}

/* ---- numbers and days in words ---- */

/* A sum of money as one says it, in millions or billions: 999,600,000 is 1.0
 * billion. Billions have a place behind the point, millions below 10 too. */
static void
print_money(
    const struct dashboard *dashboard, char *text, size_t size, double number)
{
	static const struct {
		double least, unit;
		const char *word[LANGUAGE_COUNT];
	} forms[] = {
		{ 999.5e6, 1e9, { " bn", " tỷ" } },
		{ 999.5e3, 1e6, { " m", " triệu" } },
		{ 0, 1, { "", "" } },
	};
	const char *currency = dashboard->results->definitions->currency;
	size_t i = 0;
	while (fabs(number) < forms[i].least)
		i++;
	double shown = number / forms[i].unit;
	bool small = i == 0 || (i == 1 && fabs(shown) < 9.95);
	snprintf(text, size, "%.*f%s %s", small ? 1 : 0, shown,
	    forms[i].word[dashboard->language],
	    strcmp(currency, "VND") == 0 ? "₫" : currency);
}

/* A whole number, its thousands apart. */
static void
print_count(char *text, size_t size, double number)
{
	char digits[40];
	snprintf(digits, sizeof digits, "%.0f", number);
	size_t length = strlen(digits), used = 0;
	for (size_t i = 0; i < length && used + 2 < size; i++) {
		size_t left = length - i;
		if (i && left % 3 == 0 && digits[i - 1] != '-')
			text[used++] = ',';
		text[used++] = digits[i];
	}
	text[used] = '\0';
}

const char *
dashboard_number(const struct dashboard *dashboard, enum measure_format format,
    double number)
{
	char text[64];
	switch (format) {
	case FORMAT_MONEY:
		print_money(dashboard, text, sizeof text, number);
		break;
	case FORMAT_PERCENT:
		snprintf(text, sizeof text, "%.0f %%", number * 100);
		break;
	case FORMAT_PERCENT_VARIANCE:
		snprintf(text, sizeof text, "%.1f %%", number * 100);
		break;
	case FORMAT_SCORE:
		snprintf(text, sizeof text, "%.1f", number);
		break;
	default:
		print_count(text, sizeof text, number);
	}
	/* What is rounded to 0 has no sign. */
	const char *shown = strncmp(text, "-0 ", 3) == 0 ? text + 1 : text;
	char *copy = arena_copy(dashboard->report->arena, shown, strlen(shown));
	/* Vietnamese has point and comma the other way round. */
	if (copy && dashboard->language == LANGUAGE_VI)
		for (char *at = copy; *at; at++)
			*at = *at == '.' ? ',' : *at == ',' ? '.' : *at;
	return copy ? copy : "";
}

const char *
dashboard_day(const struct dashboard *dashboard, date day)
{
	struct civil civil = date_civil(day);
	const char *text =
	    dashboard->language == LANGUAGE_VI
		? arena_format(dashboard->report->arena, "%02d/%02d/%04d",
		      civil.day, civil.month, civil.year)
		: arena_format(dashboard->report->arena, "%04d-%02d-%02d",
		      civil.year, civil.month, civil.day);
	return text ? text : "";
}

enum measure_format
dashboard_value_format(const struct metric *metric)
{
	static const enum measure_format formats[] = {
		[UNIT_MONEY] = FORMAT_MONEY,
		[UNIT_COUNT] = FORMAT_COUNT,
		[UNIT_SHARE] = FORMAT_PERCENT,
		[UNIT_RATIO] = FORMAT_PERCENT,
		[UNIT_SCORE] = FORMAT_SCORE,
	};
	return formats[metric->unit];
}

enum measure_format
dashboard_change_format(const struct metric *metric)
{
	static const enum measure_format formats[] = {
		[UNIT_MONEY] = FORMAT_MONEY_CHANGE,
		[UNIT_COUNT] = FORMAT_COUNT_CHANGE,
		[UNIT_SHARE] = FORMAT_POINTS_CHANGE,
		[UNIT_RATIO] = FORMAT_POINTS_CHANGE,
		[UNIT_SCORE] = FORMAT_SCORE_CHANGE,
	};
	return formats[metric->unit];
}

enum role
dashboard_change_role(const struct metric *metric, struct quantity change)
{
	double amount = change.defined ? quantity_double(change) : 0;
	if (amount == 0)
		return ROLE_BODY;
	bool up = metric->direction == DIRECTION_UP;
	return (amount > 0) == up ? ROLE_GOOD : ROLE_BAD;
}
