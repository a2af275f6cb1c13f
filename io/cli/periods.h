/* The periods that --period names for a command which looks at several: a
 * period, a range of them such as 2025Q1..2026Q3, or several with commas
 * between; and what today is in each. */
#ifndef IO_CLI_PERIODS_H
#define IO_CLI_PERIODS_H

#include "engine/base/date.h"

enum { PERIODS_MOST = 400 };

struct periods {
	struct period rows[PERIODS_MOST]; /* in time, each once */
	size_t count;
};

/* Adds a period behind the others, unless it is there already. Too many are an
 * error, which is said. */
bool periods_add(struct periods *periods, const struct period *period);

/* Puts them in time. */
void periods_sort(struct periods *periods);

/* Adds what the list says. An error is said. */
bool periods_read(struct periods *periods, const char *list, int fiscal);

/* --as-of applies to the last period that has begun by then; later ones are
 * left out, which is said. *offset is how many days it lies behind the end of
 * that period, and every other one is judged as many days behind its own end; 0
 * for DATE_NONE. An as_of before all of them is an error, which is said. */
bool periods_shift(struct periods *periods, date as_of, int *offset);

/* What today is in a period: never before its first day. */
static inline date
periods_as_of(const struct period *period, int offset)
{
	date as_of = period->until - 1 + offset;
	return as_of < period->from ? period->from : as_of;
}

#endif
