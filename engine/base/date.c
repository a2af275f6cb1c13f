#include "engine/base/date.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/language.h"

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

date
date_of(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month))
		return DATE_NONE;
	/* Years begin in March here, so that the leap day is the last. */
	int shifted = month <= 2 ? year - 1 : year;
	int era = shifted / 400, year_of_era = shifted % 400;
	int day_of_year =
	    (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 -
			 year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

struct civil
date_civil(date day)
{
	int shifted =
	    day + 719468; /* positive from year 1 on: division rounds down */
	int era = shifted / 146097, day_of_era = shifted % 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			      day_of_era / 146096) /
			  365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
					   year_of_era / 100);
	int month_from_march = (5 * day_of_year + 2) / 153;
	struct civil civil = {
		.year = era * 400 + year_of_era,
		.month = month_from_march < 10 ? month_from_march + 3
					       : month_from_march - 9,
		.day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
	};
	civil.year += civil.month <= 2;
	return civil;
}

/* `count` digits as a number, or -1. */
static int
digits(const char *at, int count)
{
	int number = 0;
	for (int i = 0; i < count; i++) {
		if (at[i] < '0' || at[i] > '9')
			return -1;
		number = number * 10 + (at[i] - '0');
	}
	return number;
}

bool
date_parse(struct text text, date *day)
{
	const char *at = text.data;
	if (text.length != 10 || at[4] != '-' || at[7] != '-')
		return false;
	date parsed =
	    date_of(digits(at, 4), digits(at + 5, 2), digits(at + 8, 2));
	if (parsed == DATE_NONE)
		return false;
	*day = parsed;
	return true;
}

bool
zone_parse(struct text text, struct zone *zone)
{
	const char *at = text.data;
	if (text.length != 6 || (*at != '+' && *at != '-') || at[3] != ':')
		return false;
	int hours = digits(at + 1, 2), minutes = digits(at + 4, 2);
	if (hours < 0 || minutes < 0 || minutes > 59 ||
	    hours * 60 + minutes > 14 * 60)
		return false;
	minutes += hours * 60;
	*zone = (struct zone){ true, *at == '-' ? -minutes : minutes };
	return true;
}

bool
date_is_day(struct text text)
{
	date day;
	return date_parse(text, &day);
}

bool
zone_is_offset(struct text text)
{
	struct zone zone;
	return zone_parse(text, &zone);
}

/* Adds a number's digits to zeros, from its last digit backwards. */
static void
add_digits(char *last, int number)
{
	for (; number > 0; number /= 10)
		*last-- += (char)(number % 10);
}

const char *
date_print(char text[DATE_TEXT_SIZE], date day)
{
	text[0] = '\0';
	if (day == DATE_NONE)
		return text;
	struct civil civil = date_civil(day);
	strcpy(text, "0000-00-00");
	add_digits(text + 3, civil.year);
	add_digits(text + 6, civil.month);
	add_digits(text + 9, civil.day);
	return text;
}

/* The first day of a month counted from year 0 (year × 12 + month − 1). */
static date
first_of_month(int months)
{
	return date_of(months / 12, months % 12 + 1, 1);
}

static int
months_of(enum period_kind kind)
{
	return kind == PERIOD_MONTH     ? 1
	       : kind == PERIOD_QUARTER ? 3
	       : kind == PERIOD_HALF    ? 6
					: 12;
}

/* The calendar period that begins in the month `start` (counted from year 0).
 * Labels of quarters, halves and years name the fiscal year. */
static bool
calendar_period(enum period_kind kind, int start, int fiscal_year_start,
    struct period *period)
{
	int length = months_of(kind);
	date from = start < 12 ? DATE_NONE : first_of_month(start);
	date until = start < 0 ? DATE_NONE : first_of_month(start + length);
	if (from == DATE_NONE || until == DATE_NONE)
		return false;
	*period = (struct period){ .kind = kind, .from = from, .until = until };
	int fiscal =
	    kind == PERIOD_MONTH ? start : start - fiscal_year_start + 1;
	int year = fiscal / 12, part = fiscal % 12 / length + 1;
	char *label = period->label;
	if (kind == PERIOD_MONTH)
		snprintf(label, PERIOD_TEXT_SIZE, "%04d-%02d", year, part);
	else if (kind == PERIOD_YEAR)
		snprintf(label, PERIOD_TEXT_SIZE, "%04d", year);
	else
		snprintf(label, PERIOD_TEXT_SIZE, "%04d%c%d", year,
		    kind == PERIOD_HALF ? 'H' : 'Q', part);
	return true;
}

bool
period_range(date from, date last, struct period *period)
{
	if (last < from)
		return false;
	*period = (struct period){
		.kind = PERIOD_RANGE, .from = from, .until = last + 1
	};
	char first_day[DATE_TEXT_SIZE], last_day[DATE_TEXT_SIZE];
	snprintf(period->label, PERIOD_TEXT_SIZE, "%s..%s",
	    date_print(first_day, from), date_print(last_day, last));
	return true;
}

bool
period_parse(struct text text, int fiscal_year_start, struct period *period)
{
	const char *at = text.data;
	if (text.length == 22 && memcmp(at + 10, "..", 2) == 0) {
		date from, last;
		return date_parse((struct text){ at, 10 }, &from) &&
		       date_parse((struct text){ at + 12, 10 }, &last) &&
		       period_range(from, last, period);
	}
	int year = text.length >= 4 ? digits(at, 4) : -1;
	if (year < 1)
		return false;
	int fiscal = year * 12 + fiscal_year_start - 1;
	if (text.length == 4)
		return calendar_period(
		    PERIOD_YEAR, fiscal, fiscal_year_start, period);
	if (text.length == 7 && at[4] == '-') {
		int month = digits(at + 5, 2);
		return month >= 1 && month <= 12 &&
		       calendar_period(PERIOD_MONTH, year * 12 + month - 1,
			   fiscal_year_start, period);
	}
	if (text.length != 6)
		return false;
	int part = digits(at + 5, 1);
	if ((at[4] == 'Q' || at[4] == 'q') && part >= 1 && part <= 4)
		return calendar_period(PERIOD_QUARTER, fiscal + (part - 1) * 3,
		    fiscal_year_start, period);
	if ((at[4] == 'H' || at[4] == 'h') && part >= 1 && part <= 2)
		return calendar_period(PERIOD_HALF, fiscal + (part - 1) * 6,
		    fiscal_year_start, period);
	return false;
}

static int
month_number(date day)
{
	struct civil civil = date_civil(day);
	return civil.year * 12 + civil.month - 1;
}

/* The day of a date's month that lies so many months later, or that month's
 * last. */
static date
months_later(struct civil from, int months)
{
	int month = from.year * 12 + from.month - 1 + months;
	int last = days_in_month(month / 12, month % 12 + 1);
	return date_of(
	    month / 12, month % 12 + 1, from.day < last ? from.day : last);
}

date
date_months_later(date day, int months)
{
	return months_later(date_civil(day), months);
}

struct months
months_between(date from, date until)
{
	if (until <= from)
		return (struct months){ 0, 0, 1 };
	struct civil civil = date_civil(from);
	int whole = month_number(until) - month_number(from);
	date begun = months_later(civil, whole);
	if (begun > until)
		begun = months_later(civil, --whole);
	return (struct months){ whole, until - begun,
		months_later(civil, whole + 1) - begun };
}

struct period
period_of(date day, enum period_kind kind, int fiscal_year_start)
{
	int month = month_number(day);
	int into = (month - (fiscal_year_start - 1) + 12) % months_of(kind);
	struct period period = { 0 };
	calendar_period(kind, month - into, fiscal_year_start, &period);
	return period;
}

bool
period_prior(
    const struct period *period, int fiscal_year_start, struct period *prior)
{
	if (period->kind == PERIOD_RANGE) {
		date days = period->until - period->from;
		date from = period->from - days;
		return from >= date_of(1, 1, 1) &&
		       period_range(from, period->from - 1, prior);
	}
	int start = month_number(period->from);
	return calendar_period(period->kind, start - months_of(period->kind),
	    fiscal_year_start, prior);
}

bool
period_holds(const struct period *period, date day)
{
	return day >= period->from && day < period->until;
}

const char *
period_kind_name(enum period_kind kind)
{
	static const char *const names[] = {
		[PERIOD_MONTH] = N_("month"),
		[PERIOD_QUARTER] = N_("quarter"),
		[PERIOD_HALF] = N_("half"),
		[PERIOD_YEAR] = N_("year"),
		[PERIOD_RANGE] = "",
	};
	return names[kind];
}
