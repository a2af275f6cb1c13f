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

/* Hoare's selection, the middle value as pivot. */
double
sorted_select(double *values, size_t n, size_t place)
{
	ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, k = (ptrdiff_t)place;
	while (low < high) {
		double pivot = values[low + (high - low) / 2];
		ptrdiff_t i = low, j = high;
		while (i <= j) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i > j)
				break;
			double moved = values[i];
			values[i++] = values[j];
			values[j--] = moved;
		}
		if (k > j)
			low = i;
		if (k < i)
			high = j;
		if (j < k && k < i)
			break;
	}
	return values[k];
}

bool
sorted_all_finite(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(values[i]))
			return false;
	return true;
}
