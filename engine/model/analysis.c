#include "engine/model/analysis.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/raters.h"

const char *
absence_text(enum absence absence, enum language language)
{
	static const char *const texts[] = {
		[ABSENCE_NONE] = "",
		[ABSENCE_TOO_FEW] = N_("too few cases"),
		[ABSENCE_NO_SPREAD] = N_("all cases alike"),
		[ABSENCE_NOT_CONNECTED] = N_("not all managers and departments "
					     "are linked by shared ratings"),
		[ABSENCE_NOT_REACHED] = N_("not reached yet"),
		[ABSENCE_HIDDEN] =
		    N_("hidden: too few raters to stay anonymous"),
		[ABSENCE_OUT_OF_RANGE] = N_("the numbers are out of range"),
	};
	return language_text(language, texts[absence]);
}

struct optional
pipeline_matured(const struct pipeline_curve *curve)
{
	if (curve->step_count == 0)
		return (struct optional){ 0 };
	return (struct optional){ true,
		curve->steps[curve->step_count - 1].won_so_far };
}

/* The answers about one manager from one group. */
struct answer_group {
	uint32_t group;
	const uint32_t *order; /* indices of observations */
	size_t count, raters;
};

/* What an observation is sorted by. */
struct answer {
	uint32_t manager, group, index;
};

static int
by_manager_and_group(const void *left, const void *right)
{
	const struct answer *a = left, *b = right;
	if (a->manager != b->manager)
		return a->manager < b->manager ? -1 : 1;
	return (a->group > b->group) - (a->group < b->group);
}

static void
hide(const struct answer_group *group, bool *hidden)
{
	for (size_t i = 0; i < group->count; i++)
		hidden[group->order[i]] = true;
}

/* Is group b to be hidden rather than group a? The one with fewer raters; of
 * equals the one whose name comes first. */
static bool
hides_before(const struct dictionary *words, const struct answer_group *b,
    const struct answer_group *a)
{
	if (b->raters != a->raters)
		return b->raters < a->raters;
	return text_compare(dictionary_text(words, b->group),
		   dictionary_text(words, a->group)) < 0;
}

/* One manager's answers, by group: hides the small groups, and a companion for
 * one that would be the only hidden one. False without memory. */
static bool
hide_groups(const struct results *results, const struct observations *all,
    const struct answer *answers, const uint32_t *order, size_t count,
    bool *hidden, struct arena *scratch)
{
	const struct dataset *data = results->data;
	size_t small = 0, least = (size_t)results->definitions->min_raters;
	struct answer_group next = { .order = NULL };
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i;
		     end < count && answers[end].group == answers[i].group;)
			end++;
		struct answer_group group = { answers[i].group, order + i,
			end - i,
			raters_count(
			    data, all->rows, order + i, end - i, scratch) };
		if (group.raters == RATERS_UNKNOWN)
			return false;
		if (group.raters < least) {
			small++;
			hide(&group, hidden);
		} else if (!next.order ||
			   hides_before(&data->words, &group, &next)) {
			next = group;
		}
	}
	if (small == 1)
		hide(&next, hidden);
	return true;
}

bool *
analysis_hidden(const struct results *results, size_t period, size_t metric,
    struct arena *arena)
{
	const struct observations *all =
	    results_observations(results, period, metric);
	bool *hidden = arena_allocate(arena, all->count, sizeof *hidden);
	if (!hidden || !raters_matter(&results->metrics[metric]) ||
	    all->count == 0)
		return hidden;
	struct answer *answers =
	    arena_allocate(arena, all->count, sizeof *answers);
	uint32_t *order = arena_allocate(arena, all->count, sizeof *order);
	if (!answers || !order)
		return NULL;
	for (uint32_t i = 0; i < all->count; i++)
		answers[i] = (struct answer){ all->rows[i].manager,
			all->rows[i].group, i };
	qsort(answers, all->count, sizeof *answers, by_manager_and_group);
	for (size_t i = 0; i < all->count; i++)
		order[i] = answers[i].index;
	for (size_t i = 0, end; i < all->count; i = end) {
		for (end = i; end < all->count &&
			      answers[end].manager == answers[i].manager;)
			end++;
		if (!hide_groups(results, all, answers + i, order + i, end - i,
			hidden, arena))
			return NULL;
	}
	return hidden;
}
