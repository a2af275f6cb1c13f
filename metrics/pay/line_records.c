#include "metrics/pay/line_records.h"

#include "engine/base/arena.h"
#include "engine/model/analysis.h"

enum status
by_manager_make(struct by_manager *index, const struct results *results,
    size_t metric, struct arena *arena)
{
	const struct observations *observations =
	    results_observations(results, results->run_period, metric);
	uint32_t managers = results->data->managers.count;
	index->first =
	    arena_allocate(arena, (size_t)managers + 2, sizeof *index->first);
	index->order =
	    arena_allocate(arena, observations->count, sizeof *index->order);
	index->hidden =
	    analysis_hidden(results, results->run_period, metric, arena);
	if (!index->first || !index->order || !index->hidden)
		return STATUS_MEMORY;
	uint32_t *next = index->first + 1;
	for (size_t i = 0; i < observations->count; i++)
		if (observations->rows[i].manager != NO_ID)
			next[observations->rows[i].manager + 1]++;
	for (uint32_t m = 0; m < managers; m++)
		next[m + 1] += next[m];
	for (uint32_t i = 0; i < observations->count; i++)
		if (observations->rows[i].manager != NO_ID)
			index->order[next[observations->rows[i].manager]++] = i;
	return STATUS_OK;
}

struct line_records
line_records_of(const struct results *results, const struct scorecard *card,
    const struct scorecard_line *line, const struct by_manager *index)
{
	const struct observations *all =
	    results_observations(results, results->run_period, line->metric);
	struct line_records records = { .results = results,
		.line = line,
		.manager = card->manager,
		.rows = all->rows,
		.hidden = index->hidden,
		.until = all->count };
	if (line->row->scope == PLAN_SELF) {
		records.order = index->order;
		records.at = index->first[card->manager];
		records.until = index->first[card->manager + 1];
	}
	return records;
}

const struct observation *
line_records_next(
    struct line_records *records, bool *silent, struct arena *scratch)
{
	const struct observation *first = NULL;
	struct observation *sum = NULL;
	bool all = records->line->row->scope == PLAN_REPORTS;
	for (; records->at < records->until; records->at++) {
		size_t o =
		    records->order ? records->order[records->at] : records->at;
		const struct observation *row = &records->rows[o];
		if (first && (!row->share || row->record != first->record))
			break;
		if (!line_counts(records->results, records->line, row))
			continue;
		bool told = !records->hidden[o] &&
			    (all || row->manager == records->manager);
		*silent = first ? *silent && !told : !told;
		if (first && !sum) {
			sum = arena_allocate(scratch, 1, sizeof *sum);
			if (!sum)
				return NULL;
			*sum = *first;
		}
		if (sum)
			sum->x.exact += row->x.exact;
		first = sum ? sum : row;
	}
	return first;
}
