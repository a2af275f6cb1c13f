/* Clients by the quarter they joined, and who was still one later. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/analysis/parts.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/tenure.h"

/* The quarters of the table, latest first: [0] holds as_of. */
struct quarters {
	struct period all[JOINED_QUARTERS_MOST];
	size_t count;
};

static void
list_quarters(const struct view *view, struct quarters *quarters)
{
	int fiscal = view->definitions->fiscal_year_start;
	quarters->all[0] = period_of(view->as_of, PERIOD_QUARTER, fiscal);
	quarters->count = 1;
	while (quarters->count < JOINED_QUARTERS_MOST &&
	       period_prior(&quarters->all[quarters->count - 1], fiscal,
		   &quarters->all[quarters->count]))
		quarters->count++;
}

/* Which quarter holds a day not after as_of; quarters->count if it is before
 * all of them. */
static size_t
quarter_of(const struct quarters *quarters, date day)
{
	size_t q = 0;
	while (q < quarters->count && day < quarters->all[q].from)
		q++;
	return q;
}

/* How many quarters, from q on, have ended by as_of. */
static size_t
ended(const struct view *view, const struct quarters *quarters, size_t q)
{
	return quarters->all[0].until - 1 <= view->as_of ? q + 1 : q;
}

static enum status
add_client(const struct view *view, const struct quarters *quarters,
    uint32_t client, struct joined_quarter *by_quarter, struct joined *joined,
    struct arena *kept)
{
	struct client_tenure tenure;
	if (!client_tenure(view, client, &tenure))
		return STATUS_OK;
	size_t q = quarter_of(quarters, tenure.first);
	if (q == quarters->count) {
		joined->earlier++;
		return STATUS_OK;
	}
	struct joined_quarter *row = &by_quarter[q];
	if (!row->active) {
		row->count = ended(view, quarters, q);
		row->active =
		    arena_allocate(kept, row->count, sizeof *row->active);
		if (!row->active)
			return STATUS_MEMORY;
	}
	row->clients++;
	for (size_t k = 0; k < row->count; k++)
		row->active[k] += client_is_active(
		    view, client, quarters->all[q - k].until - 1);
	return STATUS_OK;
}

enum status
analysis_joined(const struct results *results, struct joined *joined,
    struct arena *kept, struct arena *scratch)
{
	const struct view *view = analysis_view(results);
	struct joined_quarter *by_quarter =
	    arena_allocate(scratch, JOINED_QUARTERS_MOST, sizeof *by_quarter);
	struct quarters *quarters =
	    arena_allocate(scratch, 1, sizeof *quarters);
	joined->rows =
	    arena_allocate(kept, JOINED_QUARTERS_MOST, sizeof *joined->rows);
	if (!quarters || !by_quarter || !joined->rows)
		return STATUS_MEMORY;
	list_quarters(view, quarters);
	for (uint32_t id = 0; id < results->data->client_ids.count; id++)
		if (add_client(view, quarters, id, by_quarter, joined, kept))
			return STATUS_MEMORY;
	for (size_t q = quarters->count; q-- > 0;) {
		if (by_quarter[q].clients == 0)
			continue;
		struct joined_quarter *row = &joined->rows[joined->row_count++];
		*row = by_quarter[q];
		memcpy(row->label, quarters->all[q].label, sizeof row->label);
		if (row->count > joined->columns)
			joined->columns = row->count;
	}
	return STATUS_OK;
}
