#include "metrics/statistics/sorted.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

void
sorted_ascending(double *values, size_t n)
{
	if (n > 1)
		qsort(values, n, sizeof *values, compare);
}

double *
sorted_copy(const double *values, size_t n, struct arena *arena)
{
	double *copy = arena_allocate(arena, n, sizeof *copy);
	if (!copy || !n)
		return copy;
	memcpy(copy, values, n * sizeof *copy);
	sorted_ascending(copy, n);
	return copy;
}

bool
sorted_all_finite(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(values[i]))
			return false;
	return true;
}
