/* Values in ascending order, for all that works on ranks. */
#ifndef STATISTICS_SORTED_H
#define STATISTICS_SORTED_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Orders the values in place. They must not be NaN. */
void sorted_ascending(double *values, size_t n);

/* An ordered copy taken from the arena; NULL without memory. */
double *sorted_copy(const double *values, size_t n, struct arena *arena);

/* The value that would be at `place` if the values were in ascending order;
 * n > 0, place < n. Reorders them. Work: about n. They must not be NaN. */
double sorted_select(double *values, size_t n, size_t place);

/* No NaN and no infinity among the values. */
bool sorted_all_finite(const double *values, size_t n);

#endif
