/* Differences of kpi.csv, and the records that make them up. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/diff.h"
#include "io/cli/diff/observations.h"
#include "io/cli/diff/lookup.h"
#include "metrics/estimates/metrics.h"

/* ---- comparison ---- */

static enum status
find_touched(const struct diff *diff, const struct difference *difference,
    const struct observation_pairs *pairs, bool *touched)
{
	enum status status = STATUS_OK;
	*touched = false;
	for (size_t at = 0; at < pairs->count && !*touched && !status;) {
		struct record_share share;
		status =
		    diff_record_share(diff, difference, pairs, &at, &share);
		*touched = share.touched;
	}
	return status;
}

static bool
is_same(const struct value_row *old, const struct value_row *new)
{
	return strcmp(old->value, new->value) == 0 &&
	       strcmp(old->numerator, new->numerator) == 0 &&
	       strcmp(old->denominator, new->denominator) == 0 &&
	       strcmp(old->n, new->n) == 0;
}

/* Compares the two rows of a measure. For a run that does not have it, a row of
 * empty texts is passed. */
static enum status
compare_rows(struct diff *diff, const struct value_row *const rows[SIDES],
    const struct value_row *known, const struct observation_pairs *all)
{
	struct difference difference = { .period = (int)known->of,
		.scope = known->kind,
		.subject = known->subject,
		.measure = known->metric,
		.unit = known->unit };
	struct observation_pairs pairs =
	    diff_pairs_of(all, known->of, known->metric);
	bool touched = true;
	enum status status = STATUS_OK;
	if (is_same(rows[OLD], rows[NEW]))
		status = find_touched(diff, &difference, &pairs, &touched);
	if (status || !touched)
		return status;
	for (int side = OLD; side < SIDES; side++) {
		difference.value[side] = rows[side]->value;
		difference.numerator[side] = rows[side]->numerator;
		difference.denominator[side] = rows[side]->denominator;
	}
	status = diff_set_change(diff, &difference);
	const struct metric *metric = metrics_find(text_of(known->metric));
	struct rational unexplained = difference.change;
	if (!status)
		status = diff_attribute(diff, &difference,
		    metric ? &metric->kind : NULL, &pairs, &unexplained);
	if (!status && !rational_is_zero(unexplained))
		status = diff_add_other(diff, &difference, "unexplained",
		    diff_unexplained(diff, known->metric), unexplained);
	return status ? status : diff_add(diff, &difference);
}

/* The rows of both runs are sorted alike, so one pass over both meets each
 * measure once. */
enum status
diff_measures(struct diff *diff, const struct observation_pairs *pairs)
{
	static const struct value_row blank = {
		.value = "", .numerator = "", .denominator = "", .n = ""
	};
	const struct diff_run *old = &diff->run[OLD], *new = &diff->run[NEW];
	enum status status = STATUS_OK;
	for (size_t o = 0, n = 0;
	     (o < old->value_count || n < new->value_count) && !status;) {
		int order =
		    o == old->value_count ? 1
		    : n == new->value_count
			? -1
			: diff_by_measure(&old->values[o], &new->values[n]);
		const struct value_row *const rows[SIDES] = {
			order <= 0 ? &old->values[o] : &blank,
			order >= 0 ? &new->values[n] : &blank
		};
		const struct value_row *known =
		    order >= 0 ? rows[NEW] : rows[OLD];
		if (diff_is_compared(diff, known->of))
			status = compare_rows(diff, rows, known, pairs);
		o += order <= 0;
		n += order >= 0;
	}
	return status;
}
