/* How far each project lies from its budget, and which stand out. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/analysis/parts.h"
#include "metrics/statistics/robust.h"

/* Tukey's: 1.5 interquartile ranges beyond the quartiles. */
static const double REACH = 1.5;

/* A project and what it is sorted by. */
struct entry {
	struct budget_project project;
	size_t subject; /* its manager; the last for nobody */
	struct text id;
};

static int
by_manager_and_variance(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->project.variance != b->project.variance)
		return a->project.variance > b->project.variance ? -1 : 1;
	return text_compare(a->id, b->id);
}

static struct entry
entry_of(const struct results *results, const struct observation *o)
{
	double budget = wide_double(o->y.exact);
	return (struct entry){
		.project = { .project = o->record,
		    .manager = o->manager,
		    .day = o->day,
		    .budget = o->y.exact,
		    .actual = o->x.exact + o->y.exact,
		    .variance = wide_double(o->x.exact) / budget },
		.subject = o->manager == NO_ID
			       ? results->subject_count
			       : results->subject_of_manager[o->manager],
		.id = dictionary_text(&results->data->projects, o->record),
	};
}

static enum status
list_projects(const struct results *results, struct budget *budget,
    struct arena *kept, struct arena *scratch)
{
	const struct observations *all = results_observations(results,
	    results->run_period, analysis_metric(results, "budget_variance"));
	struct entry *entries =
	    arena_allocate(scratch, all->count, sizeof *entries);
	budget->projects =
	    arena_allocate(kept, all->count, sizeof *budget->projects);
	if (!entries || !budget->projects)
		return STATUS_MEMORY;
	for (size_t i = 0; i < all->count; i++)
		entries[i] = entry_of(results, &all->rows[i]);
	if (all->count)
		qsort(entries, all->count, sizeof *entries,
		    by_manager_and_variance);
	for (size_t i = 0; i < all->count; i++)
		budget->projects[i] = entries[i].project;
	budget->project_count = all->count;
	return STATUS_OK;
}

static enum status
summarise(const double *values, size_t n, struct budget_spread *spread,
    struct arena *scratch)
{
	double median = 0, low = 0, high = 0;
	struct robust_mad mad = { 0 };
	struct robust_fences fences = { 0 };
	enum statistics_status status[5] = {
		robust_median(values, n, scratch, &median),
		robust_quantile(values, n, 0.25, scratch, &low),
		robust_quantile(values, n, 0.75, scratch, &high),
		robust_mad(values, n, scratch, &mad),
		robust_fences(values, n, REACH, scratch, &fences),
	};
	for (int i = 0; i < 5; i++)
		if (status[i] == STATISTICS_NO_MEMORY)
			return STATUS_MEMORY;
	*spread = (struct budget_spread){ .n = (uint32_t)n,
		.median = finding_of(status[0], median),
		.quartile_low = finding_of(status[1], low),
		.quartile_high = finding_of(status[2], high),
		.mad = finding_of(status[3], mad.scaled),
		.fence_low = finding_of(status[4], fences.low),
		.fence_high = finding_of(status[4], fences.high) };
	return STATUS_OK;
}

static bool
is_outside(const struct budget_spread *spread, double variance)
{
	return spread->fence_low.defined &&
	       (variance < spread->fence_low.value ||
		   variance > spread->fence_high.value);
}

/* The variances of a subject's projects into `values`. Managers' projects stand
 * together, in the order of subjects; *next is where the next one's begin. */
static size_t
gather(const struct results *results, const struct budget *budget, size_t s,
    size_t *next, double *values)
{
	const struct subject *subject = &results->subjects[s];
	const struct budget_project *projects = budget->projects;
	bool manager = subject->scope == SCOPE_MANAGER;
	size_t count = 0, i = manager ? *next : 0;
	for (; i < budget->project_count; i++) {
		struct observation owned = { .manager = projects[i].manager,
			.day = projects[i].day };
		if (results_belongs(results, subject, &owned))
			values[count++] = projects[i].variance;
		else if (manager)
			break;
	}
	if (manager)
		*next = i;
	return count;
}

static void
mark_outside(const struct results *results, struct budget *budget)
{
	for (size_t i = 0; i < budget->project_count; i++) {
		struct budget_project *project = &budget->projects[i];
		project->outside_company =
		    is_outside(&budget->spreads[0], project->variance);
		if (project->manager == NO_ID)
			continue;
		size_t s = results->subject_of_manager[project->manager];
		project->outside_manager =
		    is_outside(&budget->spreads[s], project->variance);
	}
}

enum status
analysis_budget(const struct results *results, struct budget *budget,
    struct arena *kept, struct arena *scratch)
{
	size_t next = 0, subjects = results->subject_count;
	budget->spreads =
	    arena_allocate(kept, subjects, sizeof *budget->spreads);
	if (!budget->spreads || list_projects(results, budget, kept, scratch))
		return STATUS_MEMORY;
	double *values =
	    arena_allocate(scratch, budget->project_count, sizeof *values);
	if (!values)
		return STATUS_MEMORY;
	for (size_t s = 0; s < subjects; s++) {
		size_t n = gather(results, budget, s, &next, values);
		if (summarise(values, n, &budget->spreads[s], scratch))
			return STATUS_MEMORY;
	}
	mark_outside(results, budget);
	return STATUS_OK;
}
