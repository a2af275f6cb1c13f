#include "io/cli/diff/terms.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/records.h"

/* No rate is as large; so products with sums fit. */
enum { RATE_MOST = 1000 * DECIMAL_ONE };

date
diff_day(const char *text)
{
	date day;
	return text && date_parse(text_of(text), &day) ? day : DATE_NONE;
}

const char *
diff_term(
    const char *text, const char *level, const char *name, struct arena *arena)
{
	const char *key =
	    *level ? arena_format(arena, " levels.%s.%s ", level, name)
		   : arena_format(arena, " %s ", name);
	const char *padded = arena_format(arena, " %s ", text);
	const char *found = key && padded ? strstr(padded, key) : NULL;
	if (!key || !padded || !found)
		return key && padded ? "" : NULL;
	found += strlen(key);
	return arena_copy(arena, found, strcspn(found, " "));
}

static struct text
up_to(const char *text, const char *end)
{
	size_t length = strcspn(text, end);
	return (struct text){ text, length };
}

enum status
diff_read_ladder(const char *text, struct ladder *ladder, struct arena *arena)
{
	size_t most = 1;
	for (const char *at = text; *at; at++)
		most += *at == '|';
	struct ladder_step *steps = arena_allocate(arena, most, sizeof *steps);
	if (!steps)
		return STATUS_MEMORY;
	*ladder = (struct ladder){ steps, 0 };
	for (const char *at = text; ladder->count < most; at++) {
		struct ladder_step *step = &steps[ladder->count++];
		struct text from = up_to(at, "=|"), rate = from;
		if (at[from.length] == '=') {
			at += from.length + 1;
			rate = up_to(at, "|");
		} else {
			from = text_of("0");
		}
		if (decimal_parse(from, &step->from) != DECIMAL_OK ||
		    decimal_parse(rate, &step->rate) != DECIMAL_OK ||
		    step->rate > RATE_MOST || step->rate < -RATE_MOST) {
			ladder->count = 0;
			return STATUS_OK;
		}
		at += rate.length;
	}
	return STATUS_OK;
}

/* The level of the last spell that begins by a day and ends no earlier than
 * `from`; without `from`, where none has begun, that of the first. */
static const char *
level_by(const struct diff_run *run, const char *manager, date from, date day)
{
	const struct record_table *people = &run->records[TABLE_PEOPLE];
	const struct record *record =
	    diff_find_record(run, TABLE_PEOPLE, manager);
	size_t length = strlen(manager);
	const char *level = "";
	date best = DATE_NONE;
	bool before = false;
	for (size_t i = record ? (size_t)(record - people->rows)
			       : people->count;
	     i < people->count &&
	     strncmp(people->rows[i].name, manager, length) == 0;
	     i++) {
		record = &people->rows[i];
		if (strcmp(record->name, manager) != 0 &&
		    strcmp(diff_cell(run, record, FIELD_PEOPLE_account_manager),
			manager) != 0)
			continue;
		date begins =
		    diff_day(diff_cell(run, record, FIELD_PEOPLE_joined_on));
		date ends =
		    diff_day(diff_cell(run, record, FIELD_PEOPLE_left_on));
		if (begins == DATE_NONE)
			begins = INT32_MIN + 1;
		if (from != DATE_NONE && ends != DATE_NONE && ends < from)
			continue;
		bool early = begins <= day;
		if (best == DATE_NONE ||
		    (early && (!before || begins > best)) ||
		    (!early && !before && begins < best)) {
			best = begins;
			before |= early;
			level = diff_cell(run, record, FIELD_PEOPLE_level);
		}
	}
	return from != DATE_NONE && !before ? "" : level;
}

const char *
diff_level_on(const struct diff_run *run, const char *manager, date day)
{
	return level_by(run, manager, DATE_NONE, day);
}

const char *
diff_level_in(
    const struct diff_run *run, const char *manager, struct period period)
{
	return level_by(run, manager, period.from, period.until - 1);
}

static int
first_month(const struct diff_run *run)
{
	int month = atoi(diff_in_force(run, DEFINITION_fiscal_year_start));
	return month >= 1 && month <= 12 ? month : 1;
}

/* The kind of period that the run pays: its own, or with --paid that of
 * pay.every. */
static enum period_kind
paid_kind(const struct diff_run *run)
{
	const char *every = diff_in_force(run, DEFINITION_pay_every);
	for (int kind = PERIOD_MONTH; kind <= PERIOD_YEAR; kind++)
		if (run->pay_count && *run->pay->due &&
		    strcmp(period_kind_name((enum period_kind)kind), every) ==
			0)
			return (enum period_kind)kind;
	return run->period.kind;
}

bool
diff_earned_in(const struct diff_run *run, date day, struct period *period)
{
	enum period_kind kind = paid_kind(run);
	if (kind == PERIOD_RANGE)
		return false;
	*period = period_of(day, kind, first_month(run));
	return true;
}

struct period
diff_paid_in(const struct diff_run *run, date day)
{
	enum period_kind kind = paid_kind(run);
	return kind == run->period.kind
		   ? run->period
		   : period_of(day, kind, first_month(run));
}
