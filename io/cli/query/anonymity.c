#include "io/cli/query/anonymity.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/raters.h"
#include "io/cli/query/leads.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"

/* A group of answers. */
struct rated {
	struct text parent; /* what its number is a part of, as a key */
	struct text key;
	uint32_t group;
	size_t raters;
};

/* One metric in one period: the groups' own observations, or those of their
 * references. */
struct sorting {
	const struct breakdown *breakdown;
	const struct gathering *gathering;
	uint32_t *first, *order; /* see gathering_sort */
	size_t groups, least;
	bool *hidden; /* by group, the total last */
	struct arena *scratch;
};

static size_t
raters_among(const struct sorting *sorting, const uint32_t *order, size_t count)
{
	struct arena_mark mark = arena_mark(sorting->scratch);
	uint32_t *once = arena_allocate(sorting->scratch, count, sizeof *once);
	if (!once)
		return RATERS_UNKNOWN;
	memcpy(once, order, count * sizeof *once);
	count =
	    leads_distinct(sorting->gathering, once, count, sorting->scratch);
	size_t raters =
	    count == SIZE_MAX
		? RATERS_UNKNOWN
		: raters_count(sorting->breakdown->question->views->data,
		      sorting->gathering->seen.rows, once, count,
		      sorting->scratch);
	arena_release(sorting->scratch, mark);
	return raters;
}

static bool
is_subject(struct text dimension)
{
	return text_is(dimension, "manager") || text_is(dimension, "team") ||
	       text_is(dimension, "lead");
}

/* Are the groups parts of a whole whose number is shown elsewhere, so that a
 * hidden one could be computed from the others? Managers and teams are not. */
static bool
are_parts(const struct question *question)
{
	for (size_t d = 0; d < question->dimension_count; d++)
		if (d != question->time && !is_subject(question->dimensions[d]))
			return true;
	return false;
}

/* The manager and team of a group, where it is one of theirs. */
static struct text
parent_of(const struct sorting *sorting, uint32_t group)
{
	const struct question *question = sorting->breakdown->question;
	const char *key = "";
	for (size_t d = 0; d < question->dimension_count && key; d++) {
		struct line line = { 0, group };
		if (d == question->time || !is_subject(question->dimensions[d]))
			continue;
		struct text cell = breakdown_cell(sorting->breakdown, &line, d);
		key = arena_format(sorting->scratch, "%s%.*s\x1f", key,
		    (int)cell.length, cell.data);
	}
	return key ? text_of(key) : (struct text){ NULL, 0 };
}

/* By parent; in it those with the fewest raters first, and with equally many in
 * the order of their names. */
static int
by_parent_and_raters(const void *left, const void *right)
{
	const struct rated *a = left, *b = right;
	int order = text_compare(a->parent, b->parent);
	if (order)
		return order;
	if (a->raters != b->raters)
		return a->raters < b->raters ? -1 : 1;
	return text_compare(a->key, b->key);
}

/* The groups that have answers. */
static enum status
list_rated(const struct sorting *sorting, struct rated *rated, size_t *count)
{
	const struct dictionary *keys = &sorting->breakdown->gathered->groups;
	*count = 0;
	for (uint32_t g = 0; g < sorting->groups; g++) {
		size_t answers = sorting->first[g + 1] - sorting->first[g];
		if (answers == 0)
			continue;
		struct rated *row = &rated[(*count)++];
		*row = (struct rated){ parent_of(sorting, g),
			dictionary_text(keys, g), g,
			raters_among(sorting,
			    sorting->order + sorting->first[g], answers) };
		if (!row->parent.data || row->raters == RATERS_UNKNOWN)
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

/* Hides groups with too few raters. Where only one group of a parent would be
 * hidden, hides the next smallest with it, as analysis_hidden does: else the
 * hidden number could be computed from the parent's. */
static enum status
hide_groups(const struct sorting *sorting)
{
	bool parts = are_parts(sorting->breakdown->question);
	size_t count;
	struct rated *rated =
	    arena_allocate(sorting->scratch, sorting->groups, sizeof *rated);
	if (!rated || list_rated(sorting, rated, &count))
		return STATUS_MEMORY;
	if (count)
		qsort(rated, count, sizeof *rated, by_parent_and_raters);
	for (size_t i = 0, end; i < count; i = end) {
		size_t small = 0;
		for (end = i; end < count &&
			      text_equal(rated[end].parent, rated[i].parent);
		     end++)
			small += rated[end].raters < sorting->least;
		if (small == 1 && parts && i + 1 < end)
			small++;
		for (size_t k = i; k < i + small; k++)
			sorting->hidden[rated[k].group] = true;
	}
	return STATUS_OK;
}

/* Hides the total if it has too few raters, or if the hidden groups together
 * do, whose number the total would give away. */
static enum status
hide_total(const struct sorting *sorting)
{
	const uint32_t *first = sorting->first;
	size_t total = first[sorting->groups], count = 0;
	uint32_t *order =
	    arena_allocate(sorting->scratch, total, sizeof *order);
	if (!order)
		return STATUS_MEMORY;
	for (size_t g = 0; g < sorting->groups; g++)
		for (size_t i = first[g]; i < first[g + 1]; i++)
			if (sorting->hidden[g])
				order[count++] = sorting->order[i];
	size_t all = raters_among(sorting, sorting->order, total);
	size_t hidden = raters_among(sorting, order, count);
	if (all == RATERS_UNKNOWN || hidden == RATERS_UNKNOWN)
		return STATUS_MEMORY;
	sorting->hidden[sorting->groups] = (total && all < sorting->least) ||
					   (count && hidden < sorting->least);
	return STATUS_OK;
}

static enum status
sort(struct sorting *sorting, const struct breakdown *breakdown,
    const struct gathering *gathering, struct arena *scratch)
{
	*sorting = (struct sorting){ .breakdown = breakdown,
		.gathering = gathering,
		.groups = breakdown->group_count,
		.least =
		    (size_t)breakdown->question->views->definitions->min_raters,
		.hidden = arena_allocate(scratch, breakdown->group_count + 1,
		    sizeof *sorting->hidden),
		.scratch = scratch };
	if (!sorting->hidden ||
	    gathering_sort(gathering, sorting->groups, scratch, &sorting->first,
		&sorting->order) ||
	    hide_groups(sorting) || hide_total(sorting))
		return STATUS_MEMORY;
	return STATUS_OK;
}

/* In a comparison with peers the reference of a group is what the others said:
 * are these too few raters? */
static enum status
few_others(const struct sorting *own, uint32_t group, bool *few)
{
	const uint32_t *first = own->first;
	size_t before = first[group],
	       after = first[own->groups] - first[group + 1];
	struct arena_mark mark = arena_mark(own->scratch);
	uint32_t *others =
	    arena_allocate(own->scratch, before + after, sizeof *others);
	if (!others)
		return STATUS_MEMORY;
	memcpy(others, own->order, before * sizeof *others);
	memcpy(others + before, own->order + first[group + 1],
	    after * sizeof *others);
	size_t raters = raters_among(own, others, before + after);
	arena_release(own->scratch, mark);
	*few = raters < own->least;
	return raters == RATERS_UNKNOWN ? STATUS_MEMORY : STATUS_OK;
}

static void
blank_value(struct estimate *estimate)
{
	*estimate = (struct estimate){ .denominator = estimate->denominator,
		.n = estimate->n,
		.flags = FLAG_HIDDEN };
}

static void
blank_comparison(struct number *number)
{
	number->reference = number->change = (struct quantity){ 0 };
	number->p = (struct optional){ 0 };
}

enum status
anonymity_blank(const struct breakdown *breakdown, size_t view, size_t metric,
    struct arena *scratch)
{
	const struct question *question = breakdown->question;
	const struct gathered *gathered = breakdown->gathered;
	size_t at = view * question->metric_count + metric;
	bool refers =
	    question->with == WITH_PRIOR || question->with == WITH_YEAR_AGO;
	struct sorting own, reference = { 0 };
	if (!raters_matter(question->metrics[metric]))
		return STATUS_OK;
	enum status status = sort(&own, breakdown, &gathered->own[at], scratch);
	if (!status && refers)
		status = sort(
		    &reference, breakdown, &gathered->references[at], scratch);
	for (uint32_t g = 0; g <= own.groups && !status; g++) {
		struct number *number =
		    breakdown_number(breakdown, view, g, metric);
		bool few = refers && reference.hidden[g];
		if (question->with == WITH_PEERS && g < own.groups)
			status = few_others(&own, g, &few);
		if (own.hidden[g])
			blank_value(&number->estimate);
		if (own.hidden[g] || few)
			blank_comparison(number);
	}
	return status;
}

bool
anonymity_allows(
    const struct question *question, const struct definitions *definitions)
{
	static const char *const telling[] = { "score", "score_100",
		"observations" };
	bool matters = false, tells = false;
	for (size_t m = 0; m < question->metric_count; m++)
		matters |= raters_matter(question->metrics[m]);
	for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
		tells |= question_mentions(question, telling[i]);
		for (size_t d = 0; d < question->dimension_count; d++)
			tells |=
			    sql_mentions(question->dimensions[d], telling[i]);
	}
	if (!matters || !tells || definitions->min_raters <= 1)
		return true;
	talk_error("coordination by score would show what single people "
		   "answered (kpi.yaml, coordination: min_raters); leave "
		   "coordination out, or the score out of --by and --where");
	return false;
}

size_t
anonymity_count(const struct breakdown *breakdown)
{
	size_t hidden = 0;
	for (size_t i = 0; i < breakdown->line_count; i++)
		for (size_t m = 0; m < breakdown->question->metric_count; m++) {
			const struct line *line = &breakdown->lines[i];
			const struct number *number = breakdown_number(
			    breakdown, line->view, line->group, m);
			hidden += number->shown &&
				  number->estimate.flags & FLAG_HIDDEN;
		}
	return hidden;
}
