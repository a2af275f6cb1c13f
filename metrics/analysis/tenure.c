/* How long clients stay: a curve a subject, and whether they differ. */
#include "engine/base/arena.h"
#include "metrics/analysis/groups.h"
#include "metrics/analysis/parts.h"
#include "metrics/periods/tenure.h"
#include "metrics/statistics/interval.h"
#include "metrics/statistics/test.h"

enum { TEAMS_TESTED_MOST = 200 };

/* Splits the clients that have a tenure among the subjects. */
static enum status
split(
    const struct results *results, struct group **groups, struct arena *scratch)
{
	const struct view *view = analysis_view(results);
	uint32_t clients = results->data->client_ids.count;
	size_t count = 0;
	struct owned *rows = arena_allocate(scratch, clients, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	for (uint32_t client = 0; client < clients; client++) {
		struct client_tenure tenure;
		if (client_tenure(view, client, &tenure))
			rows[count++] = (struct owned){
				.subject = { .time =
						 tenure.end - tenure.first + 1,
				    .event = tenure.lost },
				.manager = tenure.manager,
				.day = tenure.end
			};
	}
	return groups_make(results, rows, count, groups, scratch);
}

static void
take_steps(struct tenure_curve *curve, const struct survival_curve *fitted)
{
	for (size_t i = 0; i < fitted->count; i++) {
		const struct survival_step *step = &fitted->steps[i];
		bool banded = step->band == STATISTICS_DEFINED;
		curve->steps[i] = (struct tenure_step){
			.days = (uint32_t)step->time,
			.at_risk = (uint32_t)step->at_risk,
			.lost = (uint32_t)step->events,
			.survival = step->survival,
			.ci_low = { banded, banded ? step->low : 0 },
			.ci_high = { banded, banded ? step->high : 0 },
		};
	}
}

static enum status
draw(const struct group *group, struct tenure_curve *curve,
    struct survival_curve *fitted, struct arena *kept, struct arena *scratch)
{
	double median = 0;
	*fitted = (struct survival_curve){ 0 };
	enum statistics_status status = survival_kaplan_meier(
	    group->rows, group->count, INTERVAL_LEVEL, scratch, fitted);
	if (status == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	if (!status)
		status = survival_median(fitted, &median);
	curve->median = finding_of(status, median);
	curve->steps =
	    arena_allocate(kept, fitted->count, sizeof *curve->steps);
	if (!curve->steps)
		return STATUS_MEMORY;
	curve->step_count = fitted->count;
	take_steps(curve, fitted);
	curve->clients = (uint32_t)group->count;
	for (size_t i = 0; i < group->count; i++) {
		curve->lost += group->rows[i].event;
		if (group->rows[i].time > curve->longest)
			curve->longest = (uint32_t)group->rows[i].time;
	}
	return STATUS_OK;
}

/* The log-rank tests of all subjects of a scope, each against the other clients
 * of the company. */
static enum status
test_scope(const struct results *results, enum scope scope,
    const struct group *groups, const struct survival_curve *all,
    struct tenure *tenure, struct arena *scratch)
{
	size_t count = 0;
	double *p = arena_allocate(scratch, results->subject_count, sizeof *p);
	if (!p)
		return STATUS_MEMORY;
	for (size_t s = 1; s < results->subject_count; s++) {
		struct tenure_curve *curve = &tenure->curves[s];
		double expected = 0;
		struct survival_test test = { 0 };
		if (results->subjects[s].scope != scope)
			continue;
		enum statistics_status status =
		    survival_against_rest(all, groups[0].count, groups[s].rows,
			groups[s].count, scratch, &expected, &test);
		if (status == STATISTICS_NO_MEMORY)
			return STATUS_MEMORY;
		curve->p_rest = finding_of(status, test.p);
		curve->expected = groups[s].count
				      ? finding_of(STATISTICS_DEFINED, expected)
				      : finding_absent(ABSENCE_TOO_FEW);
		if (curve->p_rest.defined)
			p[count++] = test.p;
	}
	if (test_benjamini_hochberg(p, count, scratch) == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	count = 0;
	for (size_t s = 1; s < results->subject_count; s++)
		if (results->subjects[s].scope == scope &&
		    tenure->curves[s].p_rest.defined)
			tenure->curves[s].p_rest.value = p[count++];
	return STATUS_OK;
}

/* One test that all teams' curves are the same. */
static enum status
test_teams(const struct results *results, const struct group *groups,
    struct tenure *tenure, struct arena *scratch)
{
	size_t count = 0;
	uint32_t teams = 0;
	struct survival_test test = { 0 };
	struct survival_subject *rows =
	    arena_allocate(scratch, groups[0].count, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	for (size_t s = 1; s < results->subject_count; s++) {
		if (results->subjects[s].scope != SCOPE_TEAM ||
		    groups[s].count == 0)
			continue;
		for (size_t i = 0; i < groups[s].count; i++) {
			rows[count] = groups[s].rows[i];
			rows[count++].group = teams;
		}
		teams++;
	}
	enum statistics_status status =
	    teams > TEAMS_TESTED_MOST ? STATISTICS_DOMAIN
				      : survival_log_rank(rows, count, teams,
					    scratch, NULL, NULL, &test);
	if (status == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	tenure->teams = teams;
	tenure->teams_chi_square = finding_of(status, test.statistic);
	tenure->teams_p = finding_of(status, test.p);
	return STATUS_OK;
}

enum status
analysis_tenure(const struct results *results, struct tenure *tenure,
    struct arena *kept, struct arena *scratch)
{
	size_t subjects = results->subject_count;
	struct survival_curve all, fitted;
	struct group *groups;
	tenure->curves = arena_allocate(kept, subjects, sizeof *tenure->curves);
	if (!tenure->curves || split(results, &groups, scratch) ||
	    draw(&groups[0], &tenure->curves[0], &all, kept, scratch))
		return STATUS_MEMORY;
	for (size_t s = 1; s < subjects; s++) {
		struct arena_mark mark = arena_mark(scratch);
		if (draw(
			&groups[s], &tenure->curves[s], &fitted, kept, scratch))
			return STATUS_MEMORY;
		arena_release(scratch, mark);
	}
	if (test_scope(results, SCOPE_TEAM, groups, &all, tenure, scratch) ||
	    test_scope(results, SCOPE_REPORTS, groups, &all, tenure, scratch) ||
	    test_scope(results, SCOPE_MANAGER, groups, &all, tenure, scratch) ||
	    test_teams(results, groups, tenure, scratch))
		return STATUS_MEMORY;
	tenure->curves[0].p_rest = finding_absent(ABSENCE_TOO_FEW);
	tenure->curves[0].expected = tenure->curves[0].p_rest;
	return STATUS_OK;
}
