#include "io/cli/periods.h"

#include <stdlib.h>
#include <string.h>

#include "io/cli/talk.h"

bool
periods_add(struct periods *periods, const struct period *period)
{
	for (size_t i = 0; i < periods->count; i++)
		if (strcmp(periods->rows[i].label, period->label) == 0)
			return true;
	if (periods->count == PERIODS_MOST) {
		talk_error("--period: more than %d periods", PERIODS_MOST);
		return false;
	}
	periods->rows[periods->count++] = *period;
	return true;
}

static bool
bad_period(struct text text)
{
	talk_error("--period %.*s: not a period; write 2026Q3, 2026H2, 2026, "
		   "2026-08 or 2026-07-01..2026-09-30, a range of these such "
		   "as 2025Q1..2026Q3, or several with commas between",
	    (int)text.length, text.data);
	return false;
}

/* One part of --period: a period, or FIRST..LAST of one kind. */
static bool
add_part(struct periods *periods, struct text text, int fiscal)
{
	struct period period, last;
	if (period_parse(text, fiscal, &period))
		return periods_add(periods, &period);
	const char *dots = text.length > 2 ? strstr(text.data, "..") : NULL;
	if (!dots || dots >= text.data + text.length)
		return bad_period(text);
	size_t length = (size_t)(dots - text.data);
	if (!period_parse(
		(struct text){ text.data, length }, fiscal, &period) ||
	    !period_parse((struct text){ dots + 2, text.length - length - 2 },
		fiscal, &last) ||
	    period.kind != last.kind || period.kind == PERIOD_RANGE)
		return bad_period(text);
	if (period.from > last.from) {
		talk_error("--period %.*s: the first is after the last",
		    (int)text.length, text.data);
		return false;
	}
	while (period.from <= last.from) {
		if (!periods_add(periods, &period))
			return false;
		period = period_of(period.until, period.kind, fiscal);
	}
	return true;
}

static int
by_time(const void *left, const void *right)
{
	const struct period *a = left, *b = right;
	if (a->until != b->until)
		return a->until < b->until ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

void
periods_sort(struct periods *periods)
{
	qsort(periods->rows, periods->count, sizeof *periods->rows, by_time);
}

bool
periods_read(struct periods *periods, const char *list, int fiscal)
{
	while (list) {
		const char *comma = strchr(list, ',');
		struct text part = { list,
			comma ? (size_t)(comma - list) : strlen(list) };
		if (!add_part(periods, part, fiscal))
			return false;
		list = comma ? comma + 1 : NULL;
	}
	periods_sort(periods);
	return true;
}

bool
periods_shift(struct periods *periods, date as_of, int *offset)
{
	*offset = 0;
	if (as_of == DATE_NONE)
		return true;
	size_t count = periods->count;
	while (count && periods->rows[count - 1].from > as_of)
		count--;
	if (count == 0) {
		char day[DATE_TEXT_SIZE];
		talk_error("--as-of %s lies before %s begins",
		    date_print(day, as_of), periods->rows[0].label);
		return false;
	}
	if (count < periods->count)
		talk_note("%s and later begin after --as-of: left out",
		    periods->rows[count].label);
	periods->count = count;
	*offset = as_of - (periods->rows[count - 1].until - 1);
	return true;
}
