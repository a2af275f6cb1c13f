#include "engine/model/analysis.h"

#include <stdlib.h>

#include "engine/base/arena.h"

const char *
absence_text(enum absence absence, enum language language)
{
	static const char *const texts[][LANGUAGE_COUNT] = {
		[ABSENCE_NONE] = { "", "" },
		[ABSENCE_TOO_FEW] = { "too few cases", "quá ít trường hợp" },
		[ABSENCE_NO_SPREAD] = { "all cases alike",
		    "mọi trường hợp giống nhau" },
		[ABSENCE_NOT_CONNECTED] = { "not all managers and departments "
					    "are linked by shared ratings",
		    "không phải mọi người phụ trách và phòng ban đều có đánh "
		    "giá chung để so sánh" },
		[ABSENCE_NOT_REACHED] = { "not reached yet", "chưa đạt tới" },
		[ABSENCE_HIDDEN] = { "hidden: too few raters to stay anonymous",
		    "ẩn: quá ít người đánh giá để giữ ẩn danh" },
		[ABSENCE_OUT_OF_RANGE] = { "the numbers are out of range",
		    "số liệu vượt phạm vi tính toán" },
	};
	return texts[absence][language];
}

/* An observation in the order of manager and group. */
struct answer {
	uint32_t manager, group;
	size_t index;
};

static int
by_manager_and_group(const void *left, const void *right)
{
	const struct answer *a = left, *b = right;
	if (a->manager != b->manager)
		return a->manager < b->manager ? -1 : 1;
	return (a->group > b->group) - (a->group < b->group);
}

/* Where the answers that are of one manager (and group) with the first end. */
static size_t
run_end(const struct answer *answers, size_t count, size_t first, bool group)
{
	size_t end = first;
	while (end < count && answers[end].manager == answers[first].manager &&
	       (!group || answers[end].group == answers[first].group))
		end++;
	return end;
}

static void
hide(const struct answer *answers, size_t first, size_t end, bool *hidden)
{
	for (size_t i = first; i < end; i++)
		hidden[answers[i].index] = true;
}

/* Is group b to be hidden rather than group a? The smaller one; of equals the
 * one whose name comes first. */
static bool
hides_before(const struct results *results, const struct answer *b,
    size_t b_count, const struct answer *a, size_t a_count)
{
	const struct dictionary *words = &results->data->words;
	if (b_count != a_count)
		return b_count < a_count;
	return text_compare(dictionary_text(words, b->group),
		   dictionary_text(words, a->group)) < 0;
}

/* One manager's answers: hides the small groups, and a companion for one that
 * would be the only hidden one. */
static void
hide_groups(const struct results *results, const struct answer *answers,
    size_t first, size_t end, bool *hidden)
{
	size_t small = 0, next = end, next_end = end;
	size_t least = (size_t)results->definitions->min_raters;
	for (size_t i = first, until; i < end; i = until) {
		until = run_end(answers, end, i, true);
		if (until - i < least) {
			small++;
			hide(answers, i, until, hidden);
		} else if (next == end ||
			   hides_before(results, &answers[i], until - i,
			       &answers[next], next_end - next)) {
			next = i;
			next_end = until;
		}
	}
	if (small == 1)
		hide(answers, next, next_end, hidden);
}

bool *
analysis_hidden(const struct results *results, size_t period, size_t metric,
    struct arena *arena)
{
	const struct observations *all =
	    results_observations(results, period, metric);
	bool *hidden = arena_allocate(arena, all->count, sizeof *hidden);
	if (!hidden || results->metrics[metric].kind != METRIC_GROUP_MEAN ||
	    all->count == 0)
		return hidden;
	struct answer *answers =
	    arena_allocate(arena, all->count, sizeof *answers);
	if (!answers)
		return NULL;
	for (size_t i = 0; i < all->count; i++)
		answers[i] = (struct answer){ all->rows[i].manager,
			all->rows[i].group, i };
	qsort(answers, all->count, sizeof *answers, by_manager_and_group);
	for (size_t i = 0, end; i < all->count; i = end) {
		end = run_end(answers, all->count, i, false);
		hide_groups(results, answers, i, end, hidden);
	}
	return hidden;
}
