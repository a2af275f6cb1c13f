#include "io/cli/query/breakdown_order.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/cli/typed_metric.h"
#include "metrics/estimates/metrics.h"

/* What the groups are sorted by. */
enum sort_by { BY_DIMENSIONS, BY_VALUE, BY_N, BY_DIMENSION };

struct sort {
	enum sort_by by;
	size_t index; /* of the metric or dimension */
	bool descending;
};

/* qsort passes no context to the comparison, so each group carries what it
 * needs. */
struct ranked {
	const struct breakdown *breakdown;
	const struct sort *sort;
	uint32_t group;
};

static int
compare_cells(
    const struct breakdown *breakdown, uint32_t a, uint32_t b, size_t dimension)
{
	struct line left = { 0, a }, right = { 0, b };
	return text_compare(breakdown_cell(breakdown, &left, dimension),
	    breakdown_cell(breakdown, &right, dimension));
}

static int
compare_dimensions(const struct breakdown *breakdown, uint32_t a, uint32_t b)
{
	const struct question *question = breakdown->question;
	int order = 0;
	for (size_t i = 0; i < question->dimension_count && !order; i++)
		if (i != question->time)
			order = compare_cells(breakdown, a, b, i);
	return order;
}

/* By a number of the last period. Groups without one come last, ascending or
 * descending. */
static int
compare_numbers(const struct ranked *a, const struct ranked *b)
{
	const struct breakdown *breakdown = a->breakdown;
	const struct sort *sort = a->sort;
	size_t last = breakdown->question->view_count - 1;
	size_t metric = sort->by == BY_VALUE ? sort->index : 0;
	const struct estimate *left =
	    &breakdown_number(breakdown, last, a->group, metric)->estimate;
	const struct estimate *right =
	    &breakdown_number(breakdown, last, b->group, metric)->estimate;
	if (sort->by == BY_N) {
		int order = (left->n > right->n) - (left->n < right->n);
		return sort->descending ? -order : order;
	}
	if (!left->value.defined || !right->value.defined)
		return right->value.defined - left->value.defined;
	double x = quantity_double(left->value),
	       y = quantity_double(right->value);
	int order = (x > y) - (x < y);
	return sort->descending ? -order : order;
}

static int
by_rank(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	const struct sort *sort = a->sort;
	int order = 0;
	if (sort->by == BY_DIMENSION) {
		order = compare_cells(
		    a->breakdown, a->group, b->group, sort->index);
		order = sort->descending ? -order : order;
	} else if (sort->by != BY_DIMENSIONS) {
		order = compare_numbers(a, b);
	}
	return order ? order
		     : compare_dimensions(a->breakdown, a->group, b->group);
}

static bool
read_sort(const struct question *question, struct sort *sort)
{
	const char *key = question->options->sort;
	*sort = (struct sort){ .by = BY_DIMENSIONS };
	if (!key && question->options->top)
		*sort = (struct sort){ .by = BY_VALUE, .descending = true };
	if (!key)
		return true;
	sort->descending = *key == '-';
	struct text name = text_of(key + sort->descending);
	if (text_is(name, "n")) {
		sort->by = BY_N;
		return true;
	}
	sort->by = BY_VALUE;
	size_t named = typed_metric_named(name);
	for (size_t i = 0; i < question->metric_count; i++)
		if (named < metrics_count &&
		    question->metrics[i] == &metrics_table[named]) {
			sort->index = i;
			return true;
		}
	sort->by = BY_DIMENSION;
	for (size_t i = 0; i < question->dimension_count; i++)
		if (i != question->time &&
		    text_equal(name, question->dimensions[i])) {
			sort->index = i;
			return true;
		}
	talk_error("--sort %s: expected n, a metric of --metric or a dimension "
		   "of --by (not one of time); -KEY for the largest first",
	    key);
	return false;
}

/* Is anything of the line shown? */
static bool
is_shown(const struct breakdown *breakdown, struct line line)
{
	for (size_t m = 0; m < breakdown->question->metric_count; m++)
		if (breakdown_number(breakdown, line.view, line.group, m)
			->shown)
			return true;
	return false;
}

static void
add_line(struct breakdown *breakdown, size_t view, uint32_t group)
{
	struct line line = { view, group };
	if (is_shown(breakdown, line))
		breakdown->lines[breakdown->line_count++] = line;
}

/* Lists the lines period by period, or, where --by names another dimension
 * before that of time, group by group. */
static void
list_lines(
    struct breakdown *breakdown, const struct ranked *groups, size_t count)
{
	const struct question *question = breakdown->question;
	uint32_t total = (uint32_t)breakdown->group_count;
	bool groups_first =
	    question->time < question->dimension_count && question->time > 0;
	size_t views = question->view_count;
	if (groups_first) {
		for (size_t g = 0; g < count; g++)
			for (size_t v = 0; v < views; v++)
				add_line(breakdown, v, groups[g].group);
		for (size_t v = 0; v < views && question->options->totals; v++)
			add_line(breakdown, v, total);
		return;
	}
	for (size_t v = 0; v < views; v++) {
		for (size_t g = 0; g < count; g++)
			add_line(breakdown, v, groups[g].group);
		if (question->options->totals)
			add_line(breakdown, v, total);
	}
}

enum status
breakdown_order(struct breakdown *breakdown, struct arena *arena)
{
	const struct question *question = breakdown->question;
	size_t count = breakdown->group_count;
	struct sort sort;
	if (!read_sort(question, &sort))
		return STATUS_USAGE;
	struct ranked *groups = arena_allocate(arena, count, sizeof *groups);
	breakdown->lines = arena_allocate(arena,
	    (count + 1) * question->view_count, sizeof *breakdown->lines);
	if (!groups || !breakdown->lines)
		return STATUS_MEMORY;
	for (uint32_t g = 0; g < count; g++)
		groups[g] = (struct ranked){ breakdown, &sort, g };
	qsort(groups, count, sizeof *groups, by_rank);
	if (question->options->top && question->options->top < count)
		count = question->options->top;
	list_lines(breakdown, groups, count);
	return STATUS_OK;
}
