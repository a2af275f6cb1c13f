/* Whose is which part of the plan? */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/plan.h"

/* How well a row suits a period: 3 for that very one, 2 for its kind, 1 for
 * any, 0 not at all. */
static int
suits(const struct plan_row *row, const struct period *period)
{
	if (row->period.length == 0)
		return 1;
	if (text_is(row->period, period->label))
		return 3;
	return text_is(row->period, period_kind_name(period->kind)) ? 2 : 0;
}

static size_t
place_of(const struct plan_row *row)
{
	const struct metric *metric = plan_metric(row);
	return metric ? (size_t)(metric - metrics_table) : metrics_count;
}

static int
by_metric_and_scope(const void *left, const void *right)
{
	const struct plan_row *a = *(const struct plan_row *const *)left;
	const struct plan_row *b = *(const struct plan_row *const *)right;
	size_t first = place_of(a), second = place_of(b);
	if (first != second)
		return first < second ? -1 : 1;
	int order = text_compare(a->metric, b->metric);
	return order ? order : (int)a->scope - (int)b->scope;
}

/* The rows of the level of the choice that suit the period best. */
static enum status
take_rows(struct plan_choice *choice, const struct plan_row *rows,
    size_t row_count, const struct period *period, struct arena *arena)
{
	int best = 0;
	choice->rows = arena_allocate(arena, row_count, sizeof *choice->rows);
	if (!choice->rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < row_count; i++) {
		int suited = suits(&rows[i], period);
		if (suited > best && text_equal(rows[i].level, choice->level))
			best = suited;
	}
	for (size_t i = 0; best && i < row_count; i++)
		if (suits(&rows[i], period) == best &&
		    text_equal(rows[i].level, choice->level) &&
		    (plan_metric(&rows[i]) || plan_criterion(&rows[i]).length))
			choice->rows[choice->count++] = &rows[i];
	if (choice->count)
		qsort(choice->rows, choice->count, sizeof *choice->rows,
		    by_metric_and_scope);
	return STATUS_OK;
}

enum status
plan_choose_rows(struct plan_choice *choice, const struct plan_row *rows,
    size_t count, struct text id, struct text level,
    const struct period *period, struct arena *arena)
{
	const struct text levels[] = { id, level, text_of("*") };
	enum status status = STATUS_OK;
	*choice = (struct plan_choice){ 0 };
	for (size_t i = 0; i < sizeof levels / sizeof *levels && !status &&
			   choice->count == 0;
	     i++) {
		choice->level = levels[i];
		if (levels[i].length)
			status = take_rows(choice, rows, count, period, arena);
	}
	return status;
}

enum status
plan_choose(struct plan_choice *choice, const struct dataset *data,
    const struct person *spell, const struct period *period,
    struct arena *arena)
{
	return plan_choose_rows(choice, data->plan, data->plan_row_count,
	    dictionary_text(&data->managers, spell->manager),
	    dictionary_text(&data->words, spell->level), period, arena);
}

bool
plan_is_for(const struct dataset *data, const struct period *period)
{
	for (size_t i = 0; i < data->plan_row_count; i++)
		if (suits(&data->plan[i], period))
			return true;
	return false;
}

const struct metric *
plan_metric(const struct plan_row *row)
{
	return metrics_find(row->metric);
}
