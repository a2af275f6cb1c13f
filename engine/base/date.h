/* Civil dates without a time zone, and the periods that results are about. */
#ifndef ENGINE_BASE_DATE_H
#define ENGINE_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/text.h"

/* Days since 1970-01-01, for the years 1 to 9999 of the Gregorian calendar. */
typedef int32_t date;

#define DATE_NONE INT32_MIN /* a blank cell: before every date */

struct civil {
	int year, month, day;
};

/* Days ↔ year, month, day; after Howard Hinnant, "chrono-compatible low-level
 * date algorithms". date_of gives DATE_NONE for a day that does not exist. */
date date_of(int year, int month, int day);
struct civil date_civil(date day);

/* Is it a day from 1970 to 2099? Others in a record are fillers or slips. */
enum { DAYS_TO_2100 = 47482 };
static inline bool
date_is_plausible(date day)
{
	return day >= 0 && day < DAYS_TO_2100;
}

/* Reads YYYY-MM-DD and nothing else; false if it is not a day that exists. */
bool date_parse(struct text text, date *day);
bool date_is_day(struct text text);

/* How far a clock is ahead of UTC, where that is known. */
struct zone {
	bool known;
	int minutes;
};

/* Reads an offset such as +07:00, from -14:00 to +14:00, and nothing else. */
bool zone_parse(struct text text, struct zone *zone);
bool zone_is_offset(struct text text);

enum { DATE_TEXT_SIZE = 16, PERIOD_TEXT_SIZE = 40 };

/* Writes YYYY-MM-DD, or nothing for DATE_NONE; returns `text`. */
const char *date_print(char text[DATE_TEXT_SIZE], date day);

/* Months from one day to another: `whole` ones, and `days` of one more that has
 * `length` days. A day + k months is the same day of that month, or its last if
 * it has none; so from the first of a month to that of another there are whole
 * months only. */
struct months {
	int whole, days, length;
};

/* From `from` until `until`, which does not count; none where that is not
 * later. */
struct months months_between(date from, date until);

/* The same day of the month so many months later, or that month's last if it
 * has none. */
date date_months_later(date day, int months);

enum period_kind {
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_HALF,
	PERIOD_YEAR,
	PERIOD_RANGE
};

/* The half-open range [from, until). */
struct period {
	enum period_kind kind;
	date from, until;
	char label[PERIOD_TEXT_SIZE];
};

/* Reads `2026Q3`, `2026H2`, `2026`, `2026-08` or `2026-07-01..2026-09-30`
 * (last day included). `fiscal_year_start` is the month, 1 to 12, in which
 * years, halves and quarters begin. The pattern, a regular expression of JSON
 * Schema, holds for all of these and little else. */
#define PERIOD_PATTERN                                                         \
	"^[0-9]{4}([QqHh][1-4]|-[0-9]{2}|-[0-9]{2}-[0-9]{2}[.][.]"             \
	"[0-9]{4}-[0-9]{2}-[0-9]{2})?$"
bool period_parse(
    struct text text, int fiscal_year_start, struct period *period);

/* `month`, `quarter`, `half`, `year`; "" of a range, which is of no kind. */
const char *period_kind_name(enum period_kind kind);

/* The month, quarter, half or year (not a range) that holds a day. */
struct period period_of(date day, enum period_kind kind, int fiscal_year_start);

/* From a day to a last day, as a free range; false if there is none. */
bool period_range(date from, date last, struct period *period);

/* The one just before, of the same kind; for a range as many days. False when
 * that would begin before the year 1. */
bool period_prior(
    const struct period *period, int fiscal_year_start, struct period *prior);

bool period_holds(const struct period *period, date day);

#endif
