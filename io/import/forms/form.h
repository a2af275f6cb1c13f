/* How a column writes its dates and numbers.
 *
 * A canonical file writes `2026-07-01` and `1234.5`. Exports write what their
 * users' locales ask for, and `03/04/2026` or `1.234` alone says nothing: the
 * form is a property of the column, declared by a format or kpi.yaml or decided
 * by evidence (evidence.h), never of a cell. */
#ifndef IO_IMPORT_FORMS_FORM_H
#define IO_IMPORT_FORMS_FORM_H

#include "engine/base/date.h"
#include "engine/base/decimal.h"

enum date_order {
	DATES_UNDECIDED,
	DATES_ISO, /* YYYY-MM-DD and nothing else */
	DATES_YMD, /* year first, any separator, perhaps a time behind */
	DATES_DMY,
	DATES_MDY
};

enum number_style {
	NUMBERS_UNDECIDED,
	NUMBERS_PLAIN, /* -?digits[.digits] and nothing else */
	NUMBERS_POINT, /* 1,234,567.89 or 1 234 567.89 */
	NUMBERS_COMMA  /* 1.234.567,89 or 1 234 567,89 */
};

/* In what a bare number of hours counts. */
enum hour_unit {
	UNIT_UNSAID, /* hours */
	UNIT_HOURS,
	UNIT_MINUTES,
	UNIT_SECONDS,
	UNIT_MILLISECONDS
};

struct form {
	enum date_order dates;
	enum number_style numbers;
	enum hour_unit unit;
	/* Allowed beside: days since 1899-12-30, seconds or milliseconds since
	 * 1970; 0026-07-01 for 2026-07-01; 2100, 2999 and 9999 for a blank;
	 * `250k`, `250 triệu`, `1,2 tỷ`. */
	bool excel_dates, unix_dates, short_years, far_dates, suffixes;
	/* A number may have eight decimal places, not only four; one that has
	 * more than it may is rounded, half away from zero to four, not
	 * refused. */
	bool fine, rounds;
	/* A share: `45 %` is 0.45; with `percent`, of a column whose name has a
	 * `%`, so is 45. */
	bool shares, percent;
	/* The zone of times that state none (the header does), and the one to
	 * which times whose zone is known are brought before their day is
	 * taken. */
	struct zone stated, local;
};

extern const struct form form_canonical;

/* A day as it was read. */
struct form_day {
	date day;   /* as it is written, whatever the zone */
	bool timed; /* there is a time: */
	int second; /* of that day, else 0 */
	bool zoned; /* the cell says how far its clock is ahead of UTC: */
	int offset; /* in minutes */
};

/* Reads a date, perhaps with a time behind it. Year-first dates (2026-1-15,
 * 20260115) and those with the month's name, English or Vietnamese, are read in
 * every order but DATES_ISO; where the year is last it may have two digits (69
 * to 99 are of the last century). False if it is none, or a day that does not
 * exist. */
bool form_date(const struct form *form, struct text text, struct form_day *day);

/* The year that two digits stand for, as POSIX has it. */
int form_year(int year);

/* A number as it was read. */
struct form_number {
	decimal value;
	int16_t rest; /* see form.fine */
	/* The currency beside it, "VND", "EUR", "GBP", "JPY", "$" (any
	 * dollar), or NULL. */
	const char *currency;
	bool rounded; /* see form.rounds */
};

/* Reads a number: grouping, a currency before or behind, `-` before or behind
 * or brackets for negative. Signs and groups must be well formed. */
enum decimal_status form_number(
    const struct form *form, struct text text, struct form_number *number);

/* Reads hours: `27:20:36`, `1 h 30 m`, `1h30`, `90 min`, `1 giờ 30 phút`, or a
 * number in form->unit. What is made of minutes or less is rounded half away
 * from zero to four places. As form_number. */
enum decimal_status form_hours(
    const struct form *form, struct text text, struct form_number *number);

/* Seconds from one time to another. Where both say their zones it is the time
 * that has passed. */
int64_t form_seconds(const struct form_day *from, const struct form_day *until);

/* The number in a text of hours that is one but for its unit (`1,5 h`): its
 * marks say what the column's point and comma are. Any other text is left as
 * it is. */
struct text form_hours_number(struct text text);

#endif
