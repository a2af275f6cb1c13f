#include "metrics/statistics/sorted.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Insertion sort, which is faster than qsort for a few values, such as the
 * periods of a trend. */
static void
sort_few(double *values, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double moved = values[i];
		size_t at = i;
		for (; at > 0 && values[at - 1] > moved; at--)
			values[at] = values[at - 1];
		values[at] = moved;
	}
}

void
sorted_ascending(double *values, size_t n)
{
	enum { FEW = 32 };
	if (n <= FEW)
		sort_few(values, n);
	else
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

/* Hoare's selection. In a long range the pivot is chosen as by Floyd and Rivest
 * (CACM 18, 1975): first the value for place k is found within a small part of
 * the range around k, shifted a little towards the middle of the range. With
 * that value as the pivot, few values are moved twice. */
static void
put_in_place(double *values, ptrdiff_t low, ptrdiff_t high, ptrdiff_t k)
{
	enum { LONG = 600 };
	while (low < high) {
		if (high - low > LONG) {
			double n = (double)(high - low + 1), root = cbrt(n);
			double size = root * root / 2;
			double share = (double)(k - low) / n;
			double aside = sqrt(log(n) * size * (1 - size / n)) / 2;
			aside = share < 0.5 ? aside : -aside;
			double from = (double)k - share * size + aside;
			double until = (double)k + (1 - share) * size + aside;
			put_in_place(values,
			    (ptrdiff_t)fmin(fmax(from, (double)low), (double)k),
			    (ptrdiff_t)fmax(
				fmin(until, (double)high), (double)k),
			    k);
		}
		double pivot = values[k];
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
}

double
sorted_select(double *values, size_t n, size_t place)
{
	put_in_place(values, 0, (ptrdiff_t)n - 1, (ptrdiff_t)place);
	return values[place];
}

bool
sorted_all_finite(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(values[i]))
			return false;
	return true;
}
