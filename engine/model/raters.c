#include "engine/model/raters.h"

#include <stdlib.h>

#include "engine/base/arena.h"

static int
by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
	return (a > b) - (a < b);
}

size_t
raters_count(const struct dataset *data, const struct observation *rows,
    const uint32_t *order, size_t count, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	uint32_t *named = arena_allocate(scratch, count, sizeof *named);
	size_t names = 0, raters = 0;
	if (!named)
		return RATERS_UNKNOWN;
	for (size_t i = 0; i < count; i++) {
		uint32_t respondent =
		    data->surveys[rows[order[i]].record].respondent;
		if (respondent == NO_ID)
			raters++;
		else
			named[names++] = respondent;
	}
	if (names)
		qsort(named, names, sizeof *named, by_number);
	for (size_t i = 0; i < names; i++)
		raters += i == 0 || named[i] != named[i - 1];
	arena_release(scratch, mark);
	return raters;
}

bool
raters_matter(const struct metric *metric)
{
	return metric->kind == METRIC_GROUP_MEAN;
}
