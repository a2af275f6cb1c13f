/* The contracts, payments, projects and adjustments behind the parts of the
 * pay. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/pay/bonus.h"

/* ---- commission ---- */

/* By record, then person. */
static int
by_record(const void *left, const void *right)
{
	const struct commission_entry *a =
	    *(const struct commission_entry *const *)left;
	const struct commission_entry *b =
	    *(const struct commission_entry *const *)right;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->manager > b->manager) - (a->manager < b->manager);
}

/* The entries of all lists, those of one record and person side by side. NULL
 * without memory. */
static const struct commission_entry **
list_entries(
    const struct pay_results *pay, size_t *count, struct arena *scratch)
{
	size_t most = 0;
	for (size_t i = 0; i < pay->earning_count; i++)
		most += pay->commissions[i]->entry_count +
			pay->commissions[i]->taken_count;
	const struct commission_entry **entries = arena_allocate(
	    scratch, most, sizeof(const struct commission_entry *));
	*count = 0;
	for (size_t i = 0; entries && i < pay->earning_count; i++) {
		const struct commission_list *list = pay->commissions[i];
		for (size_t e = 0; e < list->entry_count; e++)
			entries[(*count)++] = &list->entries[e];
		for (size_t e = 0; e < list->taken_count; e++)
			entries[(*count)++] = &list->taken[e];
	}
	if (entries && *count)
		qsort(entries, *count, sizeof *entries, by_record);
	return entries;
}

/* To sixteen places. */
static enum status
as_wide(struct arena *scratch, struct rational value, wide *number)
{
	struct rational parts = rational_multiply(
	    scratch, value, rational_of(scratch, WIDE_ONE, 1));
	if (rational_failed(parts))
		return STATUS_MEMORY;
	return rational_round(parts, number) ? STATUS_OK : STATUS_OVERFLOW;
}

/* What a contract brings somebody, and what it takes back, is one number. */
static enum status
observe_entries(const struct commission_entry *const *entries, size_t count,
    struct observations *out, struct arena *scratch)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && !status;) {
		const struct commission_entry *entry = entries[i];
		struct rational brings = entry->brings;
		wide x = 0;
		for (i++; i < count && by_record(&entry, &entries[i]) == 0; i++)
			brings =
			    rational_add(scratch, brings, entries[i]->brings);
		status = as_wide(scratch, brings, &x);
		if (!status && x != 0)
			status = observations_add(out,
			    (struct observation){ .manager = entry->manager,
				.record = entry->record,
				.day = entry->day,
				.x.exact = x });
	}
	return status;
}

enum status
pay_observe_commissions(const struct pay_results *pay, struct observations *out)
{
	struct arena *scratch = arena_new();
	size_t count = 0;
	const struct commission_entry **entries =
	    scratch ? list_entries(pay, &count, scratch) : NULL;
	enum status status = entries
				 ? observe_entries(entries, count, out, scratch)
				 : STATUS_MEMORY;
	arena_free(scratch);
	return status;
}

/* ---- awards and adjustments ---- */

enum status
pay_observe_awards(const struct pay_results *pay, struct observations *out)
{
	const struct results *results = pay->results;
	const struct observations *projects = pay_projects(results);
	decimal award_each = results->definitions->project_award;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < projects->count && !status; i++) {
		struct observation award = projects->rows[i];
		if (award_each == 0 || !pay_awards(pay, &award))
			continue;
		award.x.exact = decimal_widen(award_each);
		award.y.exact = 0;
		status = observations_add(out, award);
	}
	return status;
}

enum status
pay_observe_adjustments(const struct pay_results *pay, struct observations *out)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct view *view = &results->views[results->run_period];
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->adjustment_count && !status; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		if (pay_adjusts(view, adjustment))
			status = observations_add(out,
			    (struct observation){
				.manager = adjustment->manager,
				.record = i,
				.day = view->period.until - 1,
				.x.exact = decimal_widen(adjustment->amount) });
	}
	return status;
}
