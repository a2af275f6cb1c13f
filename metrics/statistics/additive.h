/* Compares managers on equal terms: how much of a value is due to the manager,
 * how much to the department?
 *
 * Least squares for value = mean + manager's effect + department's effect, on
 * unbalanced data. The managers are eliminated, the departments' normal
 * equations are solved directly (departments² of memory, observations ·
 * departments of work at most), so nothing has to converge. The result does not
 * depend on the order of the observations.
 *
 * Effects can be told apart only where all managers and departments are
 * connected through shared observations; that is checked. */
#ifndef STATISTICS_ADDITIVE_H
#define STATISTICS_ADDITIVE_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

enum { ADDITIVE_DEPARTMENTS_MAX = 5000 };

struct arena;

struct additive_observation {
	uint32_t manager, department; /* 0, 1, ... */
	double value;
};

struct additive_fit {
	double mean; /* of all values */
	/* The effects, one for each manager and each department, in the
	 * value's unit; each kind is 0 on average over the observations. */
	double *manager;
	double *department;
	double residual; /* sum of squares left */
	double df;       /* observations − managers − departments + 1 */
};

/* Fits `count` observations of the given numbers of managers and departments.
 * The effects lie in `arena` and belong to it. TOO_FEW: no observations.
 * NOT_CONNECTED: a manager or department without observations, or parts with
 * nothing in common. DOMAIN: a number out of range, or more departments than
 * ADDITIVE_DEPARTMENTS_MAX. NOT_FINITE: a value, or overflow. */
enum statistics_status additive_fit(
    const struct additive_observation *observations, size_t count,
    uint32_t managers, uint32_t departments, struct arena *arena,
    struct additive_fit *fit);

#endif
