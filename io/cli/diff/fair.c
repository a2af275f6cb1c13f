/* Differences of fair.csv: what a plan may judge in place of a value. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/diff.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/observations.h"
#include "io/locale/locale.h"

int
diff_by_fair(const void *left, const void *right)
{
	const struct fair_row *a = left, *b = right;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int order = strcmp(a->subject, b->subject);
	if (order)
		return order;
	return (a->order > b->order) - (a->order < b->order);
}

/* Without a mix the adjusted value is the value, of which all has been said;
 * or there is none, as nobody in the company has a hit. */
static bool
is_plain(const struct fair_row *row)
{
	return !*row->adjusted || strcmp(row->adjusted, row->value) == 0;
}

/* `close_rate 0.4 → 0.5`; "" if it is the same. NULL without memory. */
static const char *
from_to(
    const struct diff *diff, const char *what, const char *old, const char *new)
{
	return strcmp(old, new) == 0
		   ? ""
		   : arena_format(diff->arena, "%s %s → %s", what,
			 *old ? old : "none", *new ? new : "none");
}

static const char *
company_value(const struct diff *diff, enum side side, const char *metric)
{
	const struct value_row *row = diff_value_row(
	    &diff->run[side], PERIOD_OWN, SCOPE_COMPANY, "*", metric);
	return row ? row->value : "";
}

/* What the adjusted value follows from: the value, what was expected on the
 * same records, and the company's value; where these are the same, what differs
 * about the runs. */
static const char *
reason_of(const struct diff *diff, const struct fair_row *const rows[SIDES])
{
	const char *metric = rows[NEW]->metric;
	const char *const parts[] = { from_to(diff, metric, rows[OLD]->value,
					  rows[NEW]->value),
		from_to(diff, _("expected on the same records"),
		    rows[OLD]->expected, rows[NEW]->expected),
		from_to(diff, _("the company's"),
		    company_value(diff, OLD, metric),
		    company_value(diff, NEW, metric)) };
	const char *reason = "";
	for (size_t i = 0; i < sizeof parts / sizeof *parts && reason; i++)
		if (!parts[i])
			return NULL;
		else if (*parts[i])
			reason = arena_format(diff->arena, "%s%s%s", reason,
			    *reason ? "; " : "", parts[i]);
	return reason && !*reason ? diff_unexplained(diff, metric) : reason;
}

static enum status
compare_rows(struct diff *diff, const struct fair_row *const rows[SIDES])
{
	struct difference difference = { .scope = rows[NEW]->kind,
		.subject = rows[NEW]->subject,
		.measure =
		    arena_format(diff->arena, "%s adjusted", rows[NEW]->metric),
		.unit = unit_name(UNIT_SHARE),
		.numerator = { "", "" },
		.denominator = { "", "" } };
	bool plain = is_plain(rows[OLD]) && is_plain(rows[NEW]);
	if (plain || strcmp(rows[OLD]->adjusted, rows[NEW]->adjusted) == 0)
		return STATUS_OK;
	for (int side = OLD; side < SIDES; side++)
		difference.value[side] = rows[side]->adjusted;
	const char *reason = reason_of(diff, rows);
	if (!difference.measure || !reason)
		return STATUS_MEMORY;
	enum status status = diff_set_change(diff, &difference);
	if (!status)
		status = diff_add_other(diff, &difference, rows[NEW]->metric,
		    reason, difference.change);
	return status ? status : diff_add(diff, &difference);
}

/* Both are sorted alike. Subjects that only one of the runs has are among the
 * differences of their values. */
enum status
diff_fair(struct diff *diff)
{
	const struct diff_run *old = &diff->run[OLD], *new = &diff->run[NEW];
	enum status status = STATUS_OK;
	if (!old->has_fair || !new->has_fair)
		return STATUS_OK;
	for (size_t o = 0, n = 0;
	     o < old->fair_count && n < new->fair_count && !status;) {
		const struct fair_row *const rows[SIDES] = { &old->fair[o],
			&new->fair[n] };
		int order = diff_by_fair(rows[OLD], rows[NEW]);
		if (order == 0)
			status = compare_rows(diff, rows);
		o += order <= 0;
		n += order >= 0;
	}
	return status;
}
