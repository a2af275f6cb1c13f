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

struct form {
	enum date_order dates;
	enum number_style numbers;
	/* Allowed beside: days since 1899-12-30, seconds or milliseconds since
	 * 1970; `250k`, `250 triệu`, `1,2 tỷ`. */
	bool excel_dates, unix_dates, suffixes;
};

extern const struct form form_canonical;

/* Reads a date; the time behind it is dropped. Year-first dates are read in
 * every order; where the year is last it may have two digits (69 to 99 are of
 * the last century). False if it is none, or a day that does not exist. */
bool form_date(const struct form *form, struct text text, date *day);

/* A number as it was read. */
struct form_number {
	decimal value;
	/* The currency beside it, "VND", "EUR", "GBP", "JPY", "$" (any
	 * dollar), or NULL. */
	const char *currency;
};

/* Reads a number: grouping, a currency before or behind, `-` or brackets for
 * negative. Signs and groups must be well formed. */
enum decimal_status form_number(
    const struct form *form, struct text text, struct form_number *number);

/* Reads `HH:MM` or `HH:MM:SS` as hours, rounded half up to four places; the
 * hours may pass 24. False if it is not one. */
bool form_duration(struct text text, decimal *hours);

#endif
