#include "io/export/dashboard/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/context.h"
#include "io/export/report/numbers.h"

const char *
dashboard_label(const struct dashboard *dashboard, enum label label)
{
	static const char *const labels[] = {
#define LABEL(id, message) message,
#include "io/export/dashboard/labels.def"
#undef LABEL
	};
	/* In a part of a run a team or lead stands in the company's place. */
	if (label == LABEL_COMPANY && dashboard_is_part(dashboard))
		return dashboard->results->subjects[0].name.data;
	return language_text(dashboard->language, labels[label]);
}

const char *
dashboard_periods(const struct dashboard *dashboard)
{
	static const enum label words[] = { [PERIOD_MONTH] =
						LABEL_PERIODS_MONTHS,
		[PERIOD_QUARTER] = LABEL_PERIODS_QUARTERS,
		[PERIOD_HALF] = LABEL_PERIODS_HALVES,
		[PERIOD_YEAR] = LABEL_PERIODS_YEARS,
		[PERIOD_RANGE] = LABEL_PERIODS_ANY };
	const struct results *results = dashboard->results;
	return dashboard_label(
	    dashboard, words[results->views[results->run_period].period.kind]);
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

const char *
dashboard_number(const struct dashboard *dashboard, enum measure_format format,
    double number)
{
	char text[NUMBER_TEXT_SIZE];
	number_in_sentence(text, dashboard->language,
	    dashboard->results->definitions->currency, format, number);
	const char *copy =
	    arena_copy(dashboard->report->arena, text, strlen(text));
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
dashboard_short_format(const struct metric *metric, double number)
{
	return metric->unit == UNIT_MONEY && fabs(number) >= 1e6
		   ? FORMAT_SHORT_MONEY
		   : dashboard_value_format(metric);
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
