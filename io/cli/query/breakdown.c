#include "io/cli/query/breakdown.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/query/anonymity.h"
#include "io/cli/query/breakdown_order.h"
#include "io/cli/query/leads.h"
#include "metrics/estimates/comparison.h"
#include "metrics/estimates/spread.h"
#include "metrics/statistics/test.h"

struct number *
breakdown_number(const struct breakdown *breakdown, size_t view, uint32_t group,
    size_t metric)
{
	size_t groups = breakdown->group_count + 1;
	return &breakdown->numbers[(view * groups + group) *
				       breakdown->question->metric_count +
				   metric];
}

struct text
breakdown_cell(const struct breakdown *breakdown, const struct line *line,
    size_t dimension)
{
	const struct question *question = breakdown->question;
	if (dimension == question->time)
		return text_of(question->views[line->view].period.label);
	if (line->group == breakdown->group_count)
		return text_of("*");
	return breakdown->gathered
	    ->cells[line->group * question->dimension_count + dimension];
}

static enum status
fold(const struct metric *metric, const struct sample *sample, bool missing,
    struct arena *arena, struct arena *scratch, struct estimate *estimate)
{
	if (missing) {
		fold_missing(metric, estimate);
		return STATUS_OK;
	}
	enum status status =
	    fold_sample(metric, sample, arena, scratch, estimate);
	if (!status)
		spread_variance(metric, sample, estimate);
	return status;
}

/* All observations that passed the filters except those of the group, each
 * once. */
static enum status
others_of(const struct gathering *gathering, const uint32_t *first,
    const uint32_t *order, size_t groups, uint32_t group, uint32_t *room,
    struct arena *scratch, struct sample *others)
{
	size_t own = first[group + 1] - first[group];
	size_t before = first[group], after = first[groups] - first[group + 1];
	/* leads_distinct keeps the first copy of each record. The group's own
	 * stand first, so that copies of its records in other groups are
	 * dropped, not counted as others'. */
	memcpy(room, order + first[group], own * sizeof *room);
	own = leads_distinct(gathering, room, own, scratch);
	if (own == SIZE_MAX)
		return STATUS_MEMORY;
	memcpy(room + own, order, before * sizeof *room);
	memcpy(room + own + before, order + first[group + 1],
	    after * sizeof *room);
	size_t kept =
	    leads_distinct(gathering, room, own + before + after, scratch);
	*others =
	    (struct sample){ gathering->seen.rows, room + own, kept - own };
	return kept == SIZE_MAX ? STATUS_MEMORY : STATUS_OK;
}

/* The observations of a group, or of all groups if `group` is `groups`, each
 * once. */
static enum status
sample_of(const struct gathering *gathering, const uint32_t *first,
    const uint32_t *order, size_t groups, uint32_t group, struct arena *scratch,
    struct sample *sample)
{
	bool total = group == groups;
	size_t from = total ? 0 : first[group];
	size_t count = (total ? first[groups] : first[group + 1]) - from;
	*sample = (struct sample){ gathering->seen.rows, order + from, count };
	if (!gathering->origins)
		return STATUS_OK;
	uint32_t *once = arena_allocate(scratch, count, sizeof *once);
	if (!once)
		return STATUS_MEMORY;
	memcpy(once, order + from, count * sizeof *once);
	sample->order = once;
	sample->count = leads_distinct(gathering, once, count, scratch);
	return sample->count == SIZE_MAX ? STATUS_MEMORY : STATUS_OK;
}

static bool
is_blank(const struct breakdown *breakdown, uint32_t group)
{
	struct text key = dictionary_text(&breakdown->gathered->groups, group);
	for (size_t i = 0; i < key.length; i++)
		if (key.data[i] != '\x1f')
			return false;
	return key.length > 0;
}

static enum status
compare_with_peers(const struct breakdown *breakdown, size_t view,
    size_t metric, const uint32_t *first, const uint32_t *order,
    struct arena *scratch)
{
	const struct question *question = breakdown->question;
	size_t groups = breakdown->group_count, count = 0;
	const struct gathering *gathering =
	    &breakdown->gathered->own[view * question->metric_count + metric];
	double *p = arena_allocate(scratch, groups, sizeof *p);
	uint32_t *room =
	    arena_allocate(scratch, gathering->seen.count, sizeof *room);
	if (!p || !room)
		return STATUS_MEMORY;
	for (uint32_t g = 0; g < groups; g++) {
		struct number *number =
		    breakdown_number(breakdown, view, g, metric);
		struct sample others;
		struct estimate estimate;
		enum status status = others_of(
		    gathering, first, order, groups, g, room, scratch, &others);
		if (!status)
			status = fold(question->metrics[metric], &others,
			    gathering->missing, scratch, scratch, &estimate);
		if (status)
			return status;
		number->reference = estimate.value;
		number->change =
		    fold_change(number->estimate.value, estimate.value);
		if (!is_blank(breakdown, g))
			number->p = comparison_p(question->metrics[metric],
			    &number->estimate, &estimate);
		if (number->p.defined)
			p[count++] = number->p.value;
	}
	/* Adjusted for how many are compared, as p_peers of kpi.csv is. */
	if (test_benjamini_hochberg(p, count, scratch) == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	count = 0;
	for (uint32_t g = 0; g < groups; g++) {
		struct number *number =
		    breakdown_number(breakdown, view, g, metric);
		if (number->p.defined)
			number->p.value = p[count++];
	}
	return STATUS_OK;
}

static enum status
compare_with_reference(const struct breakdown *breakdown, size_t view,
    size_t metric, struct arena *scratch)
{
	const struct question *question = breakdown->question;
	size_t groups = breakdown->group_count;
	const struct gathering *gathering =
	    &breakdown->gathered
		 ->references[view * question->metric_count + metric];
	uint32_t *first, *order;
	enum status status =
	    gathering_sort(gathering, groups, scratch, &first, &order);
	for (uint32_t g = 0; g <= groups && !status; g++) {
		struct number *number =
		    breakdown_number(breakdown, view, g, metric);
		struct sample sample;
		struct estimate estimate;
		status = sample_of(
		    gathering, first, order, groups, g, scratch, &sample);
		if (!status)
			status = fold(question->metrics[metric], &sample,
			    gathering->missing, scratch, scratch, &estimate);
		if (status)
			break;
		number->reference = estimate.value;
		number->change =
		    fold_change(number->estimate.value, estimate.value);
		number->p = comparison_p(
		    question->metrics[metric], &number->estimate, &estimate);
	}
	return status;
}

/* One metric in one period: all its groups and their total. */
static enum status
compute(struct breakdown *breakdown, size_t view, size_t index,
    struct arena *arena, struct arena *scratch)
{
	const struct question *question = breakdown->question;
	const struct metric *metric = question->metrics[index];
	size_t groups = breakdown->group_count;
	const struct gathering *gathering =
	    &breakdown->gathered->own[view * question->metric_count + index];
	uint32_t *first, *order;
	enum status status =
	    gathering_sort(gathering, groups, scratch, &first, &order);
	for (uint32_t g = 0; g <= groups && !status; g++) {
		struct number *number =
		    breakdown_number(breakdown, view, g, index);
		struct sample sample;
		struct arena_mark mark = arena_mark(scratch);
		number->shown = true;
		status = sample_of(
		    gathering, first, order, groups, g, scratch, &sample);
		if (!status)
			status = fold(metric, &sample, gathering->missing,
			    arena, scratch, &number->estimate);
		/* The total is always computed, its interval only with
		 * --totals. */
		if (!status && (g < groups || question->options->totals))
			status = spread_interval(
			    metric, &sample, scratch, &number->estimate);
		arena_release(scratch, mark);
	}
	if (!status && question->with == WITH_PEERS)
		status = compare_with_peers(
		    breakdown, view, index, first, order, scratch);
	else if (!status && question->with != WITH_NOTHING)
		status =
		    compare_with_reference(breakdown, view, index, scratch);
	return status ? status
		      : anonymity_blank(breakdown, view, index, scratch);
}

/* --min-n hides numbers that rest on too few records. */
static void
hide_small(struct breakdown *breakdown)
{
	const struct question *question = breakdown->question;
	uint64_t least = question->options->min_n;
	size_t groups = breakdown->group_count + 1;
	size_t count = question->view_count * groups * question->metric_count;
	for (size_t i = 0; i < count && least; i++) {
		struct number *number = &breakdown->numbers[i];
		uint32_t n = number->estimate.n;
		number->shown = n >= least;
		bool total = i / question->metric_count % groups ==
			     breakdown->group_count;
		if (number->shown || total)
			continue;
		breakdown->left_out++;
		if (n > breakdown->largest_n)
			breakdown->largest_n = n;
	}
}

enum status
breakdown_make(struct breakdown *breakdown, const struct question *question,
    const struct gathered *gathered, struct arena *arena)
{
	size_t metrics = question->metric_count;
	*breakdown = (struct breakdown){ .question = question,
		.gathered = gathered,
		.group_count = gathered->groups.count };
	breakdown->numbers = arena_allocate(arena,
	    question->view_count * (breakdown->group_count + 1) * metrics,
	    sizeof *breakdown->numbers);
	struct arena *scratch = arena_new();
	enum status status =
	    breakdown->numbers && scratch ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < question->view_count * metrics && !status; i++) {
		struct arena_mark mark = arena_mark(scratch);
		status = compute(
		    breakdown, i / metrics, i % metrics, arena, scratch);
		arena_release(scratch, mark);
	}
	arena_free(scratch);
	if (status)
		return status;
	hide_small(breakdown);
	return breakdown_order(breakdown, arena);
}
