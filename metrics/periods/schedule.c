#include "metrics/periods/schedule.h"

#include <string.h>

#include "engine/base/arena.h"
#include "metrics/periods/booked.h"

enum { MOST_PERIODS = 1000 };

static enum status
bad_period(struct text wanted, struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_USAGE,
	    "--period %.*s: not a period; write 2026Q3, 2026H2, 2026, 2026-08, "
	    "2026-07-01..2026-09-30 or 2025Q1..2026Q3",
	    (int)wanted.length, wanted.data);
}

/* Splits FIRST..LAST of two quarters; false if it is no such list. */
static bool
split_list(
    struct text wanted, int fiscal, struct period *first, struct period *last)
{
	return wanted.length == 14 && memcmp(wanted.data + 6, "..", 2) == 0 &&
	       period_parse((struct text){ wanted.data, 6 }, fiscal, first) &&
	       period_parse(
		   (struct text){ wanted.data + 8, 6 }, fiscal, last) &&
	       first->kind == PERIOD_QUARTER && last->kind == PERIOD_QUARTER;
}

/* The quarter of the latest day if that is one of its last days, else the one
 * before. */
static enum status
last_covered_quarter(const struct dataset *data, int fiscal,
    struct period *period, struct diagnostics *diagnostics)
{
	date latest = dataset_latest_day(data);
	if (latest == DATE_NONE)
		return diagnostics_fail(diagnostics, STATUS_USAGE,
		    "the data hold no date to take a period from; give "
		    "--period, such as --period 2026Q3");
	struct period quarter = period_of(latest, PERIOD_QUARTER, fiscal);
	*period = quarter;
	if (latest < quarter.until - 7 &&
	    !period_prior(&quarter, fiscal, period))
		*period = quarter;
	return STATUS_OK;
}

static enum status
choose_period(struct text wanted, int fiscal, const struct dataset *data,
    struct period *period, date *list_from, struct diagnostics *diagnostics)
{
	struct period first;
	*list_from = DATE_NONE;
	if (wanted.length == 0)
		return last_covered_quarter(data, fiscal, period, diagnostics);
	if (split_list(wanted, fiscal, &first, period)) {
		if (first.from > period->from)
			return diagnostics_fail(diagnostics, STATUS_USAGE,
			    "--period %.*s: the first quarter is after the "
			    "last",
			    (int)wanted.length, wanted.data);
		*list_from = first.from;
		return STATUS_OK;
	}
	return period_parse(wanted, fiscal, period)
		   ? STATUS_OK
		   : bad_period(wanted, diagnostics);
}

/* Fills periods backwards from the run's own, at the array's end. */
static enum status
fill(struct schedule *schedule, const struct period *run, date list_from,
    size_t history, date earliest, int fiscal, struct arena *arena)
{
	struct period backwards[MOST_PERIODS];
	size_t count = 0, printed = 0, wanted = history + 1;
	backwards[count++] = *run;
	while (count < MOST_PERIODS) {
		const struct period *oldest = &backwards[count - 1];
		bool in_list =
		    list_from != DATE_NONE && oldest->from > list_from;
		if (count < wanted || in_list)
			printed = count + 1;
		else if (count >= printed + EARLIER_MOST ||
			 (count >= printed + EARLIER_LEAST &&
			     oldest->from <= earliest))
			break;
		if (!period_prior(oldest, fiscal, &backwards[count]))
			break;
		count++;
	}
	schedule->count = count;
	schedule->run = count - 1;
	schedule->first = printed < count ? count - printed : 0;
	schedule->periods =
	    arena_allocate(arena, count, sizeof *schedule->periods);
	schedule->as_of = arena_allocate(arena, count, sizeof *schedule->as_of);
	if (!schedule->periods || !schedule->as_of)
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++)
		schedule->periods[i] = backwards[count - 1 - i];
	return STATUS_OK;
}

/* Like is compared with like: each as_of lies as many days after its period's
 * last day as the run's own does. */
static void
set_as_of(struct schedule *schedule, date as_of)
{
	date last = schedule->periods[schedule->run].until - 1;
	int offset = as_of == DATE_NONE ? 0 : as_of - last;
	for (size_t i = 0; i < schedule->count; i++) {
		const struct period *period = &schedule->periods[i];
		date shifted = period->until - 1 + offset;
		schedule->as_of[i] =
		    shifted < period->from ? period->from : shifted;
	}
}

enum status
schedule_make(struct schedule *schedule, struct text wanted, date as_of,
    size_t history, int fiscal, const struct dataset *data, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct period run;
	date list_from;
	enum status status =
	    choose_period(wanted, fiscal, data, &run, &list_from, diagnostics);
	if (status)
		return status;
	if (as_of != DATE_NONE && as_of < run.from) {
		char given[DATE_TEXT_SIZE], from[DATE_TEXT_SIZE];
		return diagnostics_fail(diagnostics, STATUS_USAGE,
		    "--as-of %s lies before the period %s begins (%s)",
		    date_print(given, as_of), run.label,
		    date_print(from, run.from));
	}
	if (history < 1)
		history = 1;
	if (fill(schedule, &run, list_from, history, dataset_earliest_day(data),
		fiscal, arena))
		return diagnostics_no_memory(diagnostics);
	set_as_of(schedule, as_of);
	return STATUS_OK;
}

enum coverage
schedule_coverage(
    const struct schedule *schedule, const struct dataset *data, date as_of)
{
	const struct period *run = &schedule->periods[schedule->run];
	date end = dataset_latest_day(data);
	if (as_of != DATE_NONE || end == DATE_NONE)
		return COVERED;
	if (run->from > end)
		return NOT_COVERED;
	return run->until - 1 - end > DATA_END_SLACK ? COVERED_IN_PART
						     : COVERED;
}

/* As far back as the earliest date, which is not yet known, may reach. */
static enum status
register_periods(struct bookings *bookings, const struct period *run,
    date list_from, date as_of, size_t history, int fiscal,
    const struct dataset *data, struct arena *scratch)
{
	struct schedule schedule;
	if (fill(
		&schedule, run, list_from, history, INT32_MIN, fiscal, scratch))
		return STATUS_MEMORY;
	set_as_of(&schedule, as_of);
	struct view *views =
	    arena_allocate(scratch, schedule.count, sizeof *views);
	if (!views)
		return STATUS_MEMORY;
	for (size_t i = 0; i < schedule.count; i++)
		views[i] = (struct view){ .data = data,
			.period = schedule.periods[i],
			.as_of = schedule.as_of[i] };
	return booked_register_cost_queries(
	    bookings, views, schedule.count, data->arena);
}

enum status
schedule_register_cost_queries(struct bookings *bookings, struct text wanted,
    date as_of, size_t history, int fiscal, const struct dataset *data)
{
	struct arena *scratch = arena_new();
	struct diagnostics unsaid = { .arena = scratch };
	struct period run;
	date list_from;
	enum status status = scratch ? STATUS_OK : STATUS_MEMORY;
	if (status)
		return status;
	/* Without a period the run's own is a quarter; which one, and with an
	 * as_of so all others' as_of, depends on days that are not yet read. */
	if (wanted.length == 0 && as_of == DATE_NONE)
		status = booked_register_quarters(
		    bookings, data, fiscal, data->arena);
	else if (wanted.length && !choose_period(wanted, fiscal, data, &run,
				      &list_from, &unsaid))
		status = register_periods(bookings, &run, list_from, as_of,
		    history < 1 ? 1 : history, fiscal, data, scratch);
	arena_free(scratch);
	return status;
}
