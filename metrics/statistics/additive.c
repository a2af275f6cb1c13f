#include "metrics/statistics/additive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/statistics/cholesky.h"
#include "metrics/statistics/summation.h"

/* All observations of one manager in one department. */
struct cell {
	uint32_t manager, department;
	double n, sum; /* sum of value − mean */
};

struct problem {
	const struct additive_observation *ordered;
	size_t count;
	uint32_t managers, departments;
	struct cell *cells; /* by manager, then by department */
	size_t length;
	double mean;
	double *size, *total; /* by manager: number of observations, sum */
	double *matrix; /* square, a row for each department but the first */
};

static int
compare(const void *a, const void *b)
{
	const struct additive_observation *x = a, *y = b;
	if (x->manager != y->manager)
		return x->manager < y->manager ? -1 : 1;
	if (x->department != y->department)
		return x->department < y->department ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static enum statistics_status
order(struct problem *problem, const struct additive_observation *observations,
    struct arena *arena)
{
	for (size_t i = 0; i < problem->count; i++) {
		if (!isfinite(observations[i].value))
			return STATISTICS_NOT_FINITE;
		if (observations[i].manager >= problem->managers ||
		    observations[i].department >= problem->departments)
			return STATISTICS_DOMAIN;
	}
	struct additive_observation *copy =
	    arena_allocate(arena, problem->count, sizeof *copy);
	problem->cells =
	    arena_allocate(arena, problem->count, sizeof *problem->cells);
	if (!copy || !problem->cells)
		return STATISTICS_NO_MEMORY;
	memcpy(copy, observations, problem->count * sizeof *copy);
	qsort(copy, problem->count, sizeof *copy, compare);
	problem->ordered = copy;
	return STATISTICS_DEFINED;
}

static void
gather_cells(struct problem *problem)
{
	const struct additive_observation *all = problem->ordered;
	struct summation mean = { 0, 0 };
	for (size_t i = 0; i < problem->count; i++)
		summation_add(&mean, all[i].value);
	problem->mean = summation_value(&mean) / (double)problem->count;
	for (size_t i = 0; i < problem->count;) {
		struct summation sum = { 0, 0 };
		size_t end = i;
		for (; end < problem->count &&
		       all[end].manager == all[i].manager &&
		       all[end].department == all[i].department;
		     end++)
			summation_add(&sum, all[end].value - problem->mean);
		problem->cells[problem->length++] =
		    (struct cell){ all[i].manager, all[i].department,
			    (double)(end - i), summation_value(&sum) };
		i = end;
	}
}

static uint32_t
root(uint32_t *parents, uint32_t node)
{
	while (parents[node] != node) {
		parents[node] = parents[parents[node]];
		node = parents[node];
	}
	return node;
}

/* Each cell connects its manager with its department. In the end all of them
 * must be connected with one another, in a single part. */
static enum statistics_status
check_connected(const struct problem *problem, struct arena *arena)
{
	uint32_t nodes = problem->managers + problem->departments;
	uint32_t *parents = arena_allocate(arena, nodes, sizeof *parents);
	if (!parents)
		return STATISTICS_NO_MEMORY;
	uint32_t parts = nodes;
	for (uint32_t i = 0; i < nodes; i++)
		parents[i] = i;
	for (size_t i = 0; i < problem->length; i++) {
		const struct cell *cell = &problem->cells[i];
		uint32_t a = root(parents, cell->manager);
		uint32_t b =
		    root(parents, problem->managers + cell->department);
		parents[a] = b;
		parts -= a != b;
	}
	return parts == 1 ? STATISTICS_DEFINED : STATISTICS_NOT_CONNECTED;
}

/* Adds one manager's cells to the departments' equations. The first department
 * has no equation: its effect is 0 until the effects are centred. */
static void
eliminate(struct problem *problem, const struct cell *cells, size_t length,
    double *right)
{
	size_t width = problem->departments - 1;
	double n = problem->size[cells->manager];
	double mean = problem->total[cells->manager] / n;
	for (size_t i = 0; i < length; i++) {
		if (cells[i].department == 0)
			continue;
		size_t row = cells[i].department - 1;
		right[row] += cells[i].sum - cells[i].n * mean;
		problem->matrix[row * width + row] += cells[i].n;
		for (size_t j = 0; j <= i; j++) {
			if (cells[j].department == 0)
				continue;
			size_t column = cells[j].department - 1;
			problem->matrix[row * width + column] -=
			    cells[i].n * cells[j].n / n;
		}
	}
}

static enum statistics_status
solve(struct problem *problem, struct additive_fit *fit)
{
	for (size_t i = 0; i < problem->length; i++) {
		const struct cell *cell = &problem->cells[i];
		problem->size[cell->manager] += cell->n;
		problem->total[cell->manager] += cell->sum;
	}
	for (size_t i = 0; i < problem->length;) {
		const struct cell *first = &problem->cells[i];
		size_t end = i;
		while (end < problem->length &&
		       problem->cells[end].manager == first->manager)
			end++;
		eliminate(problem, first, end - i, fit->department + 1);
		i = end;
	}
	size_t width = problem->departments - 1;
	if (!cholesky_factor(problem->matrix, width))
		return STATISTICS_NOT_CONNECTED;
	cholesky_solve(problem->matrix, width, fit->department + 1);
	memcpy(fit->manager, problem->total,
	    problem->managers * sizeof *fit->manager);
	for (size_t i = 0; i < problem->length; i++) {
		const struct cell *cell = &problem->cells[i];
		fit->manager[cell->manager] -=
		    cell->n * fit->department[cell->department];
	}
	for (uint32_t i = 0; i < problem->managers; i++)
		fit->manager[i] /= problem->size[i];
	return STATISTICS_DEFINED;
}

/* Makes the effects of each kind 0 on average over the observations. The two
 * averages cancel each other out, because the fit was made to values less their
 * mean; so no fitted value changes. */
static void
centre(const struct problem *problem, struct additive_fit *fit)
{
	double managers = 0, departments = 0, n = (double)problem->count;
	for (size_t i = 0; i < problem->length; i++) {
		const struct cell *cell = &problem->cells[i];
		managers += cell->n * fit->manager[cell->manager] / n;
		departments += cell->n * fit->department[cell->department] / n;
	}
	for (uint32_t i = 0; i < problem->managers; i++)
		fit->manager[i] -= managers;
	for (uint32_t i = 0; i < problem->departments; i++)
		fit->department[i] -= departments;
	fit->mean = problem->mean;
	fit->df = n - problem->managers - problem->departments + 1;
}

static enum statistics_status
sum_residuals(const struct problem *problem, struct additive_fit *fit)
{
	struct summation squares = { 0, 0 };
	for (size_t i = 0; i < problem->count; i++) {
		const struct additive_observation *one = &problem->ordered[i];
		double rest = one->value - fit->mean -
			      fit->manager[one->manager] -
			      fit->department[one->department];
		summation_add(&squares, rest * rest);
	}
	fit->residual = summation_value(&squares);
	return isfinite(fit->residual) ? STATISTICS_DEFINED
				       : STATISTICS_NOT_FINITE;
}

static enum statistics_status
run(struct problem *problem, const struct additive_observation *observations,
    struct arena *arena, struct additive_fit *fit)
{
	size_t width = problem->departments - 1;
	enum statistics_status status = order(problem, observations, arena);
	if (status)
		return status;
	gather_cells(problem);
	status = check_connected(problem, arena);
	if (status)
		return status;
	problem->size =
	    arena_allocate(arena, problem->managers, sizeof(double));
	problem->total =
	    arena_allocate(arena, problem->managers, sizeof(double));
	problem->matrix = arena_allocate(arena, width * width, sizeof(double));
	if (!problem->size || !problem->total || !problem->matrix)
		return STATISTICS_NO_MEMORY;
	status = solve(problem, fit);
	if (status)
		return status;
	centre(problem, fit);
	return sum_residuals(problem, fit);
}

enum statistics_status
additive_fit(const struct additive_observation *observations, size_t count,
    uint32_t managers, uint32_t departments, struct arena *arena,
    struct additive_fit *fit)
{
	if (count == 0)
		return STATISTICS_TOO_FEW;
	if (managers == 0 || departments == 0 || managers > UINT32_MAX / 2 ||
	    departments > ADDITIVE_DEPARTMENTS_MAX)
		return STATISTICS_DOMAIN;
	struct problem problem = {
		.count = count, .managers = managers, .departments = departments
	};
	struct additive_fit result = { 0 };
	result.manager = arena_allocate(arena, managers, sizeof(double));
	result.department = arena_allocate(arena, departments, sizeof(double));
	if (!result.manager || !result.department)
		return STATISTICS_NO_MEMORY;
	struct arena_mark mark = arena_mark(arena);
	enum statistics_status status =
	    run(&problem, observations, arena, &result);
	arena_release(arena, mark);
	if (!status)
		*fit = result;
	return status;
}
