#include "io/export/dashboard/context.h"

#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/raters.h"

size_t
dashboard_metric(const struct dashboard *dashboard, const char *id)
{
	const struct results *results = dashboard->results;
	for (size_t m = 0; m < results->metric_count; m++)
		if (strcmp(results->metrics[m].id, id) == 0)
			return m;
	return SIZE_MAX;
}

const struct estimate *
dashboard_estimate(
    const struct dashboard *dashboard, size_t subject, size_t metric)
{
	const struct results *results = dashboard->results;
	if (dashboard->shown && dashboard->shown[metric] &&
	    dashboard->shown[metric][subject])
		return dashboard->shown[metric][subject];
	return results_at(results, results->run_period, subject, metric);
}

/* What may be shown of a number, where that is not all; false without memory.
 */
static bool
hide_estimate(const struct results *results, size_t subject, size_t metric,
    const struct estimate **shown, struct arena *arena)
{
	size_t period = results->run_period;
	bool hidden = results_few_raters(results, period, subject, metric);
	if (!hidden && !(period > 0 && results_few_raters(results, period - 1,
					   subject, metric)))
		return true;
	struct estimate *less = arena_allocate(arena, 1, sizeof *less);
	if (!less)
		return false;
	*less = *results_at(results, period, subject, metric);
	*shown = less;
	if (hidden) {
		*less = (struct estimate){ .denominator = less->denominator,
			.n = less->n,
			.flags = FLAG_HIDDEN };
	} else {
		less->prior = less->change = (struct quantity){ 0 };
		less->p_change = (struct optional){ 0 };
	}
	return true;
}

bool
dashboard_hide_few_raters(struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	struct arena *arena = dashboard->report->arena;
	dashboard->shown = arena_allocate(
	    arena, results->metric_count, sizeof *dashboard->shown);
	for (size_t m = 0; dashboard->shown && m < results->metric_count; m++) {
		if (!raters_matter(&results->metrics[m]) ||
		    !metric_has_tables(&results->metrics[m], results->data))
			continue;
		const struct estimate **shown = arena_allocate(
		    arena, results->subject_count, sizeof(struct estimate *));
		if (!shown)
			return false;
		for (size_t s = 0; s < results->subject_count; s++)
			if (!hide_estimate(results, s, m, &shown[s], arena))
				return false;
		dashboard->shown[m] = shown;
	}
	return dashboard->shown;
}

const char *
dashboard_line_label(const struct scorecard *card,
    const struct scorecard_line *line, enum language language,
    struct arena *arena)
{
	const char *label = line_label(arena, line, language);
	return card->plan_count > 1 && label
		   ? arena_format(arena, "%s (%s)", label,
			 card->plans[line->plan].name.data)
		   : label;
}

enum scope
dashboard_sheet_scope(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	if (dashboard->managers <= PERSON_SHEETS_MOST)
		return SCOPE_MANAGER;
	/* Managers come last, and may be very many. */
	for (size_t s = 0; s < results->subject_count &&
			   results->subjects[s].scope != SCOPE_MANAGER;
	     s++)
		if (results->subjects[s].scope == SCOPE_REPORTS)
			return SCOPE_REPORTS;
	return SCOPE_TEAM;
}

struct quantity
dashboard_line_value(
    const struct results *results, const struct scorecard_line *line)
{
	return line_is_hidden(results, line) ? (struct quantity){ 0 }
					     : line->value;
}

const struct estimate *
dashboard_company(const struct dashboard *dashboard, const char *id)
{
	size_t metric = dashboard_metric(dashboard, id);
	const struct estimate *estimate =
	    metric == SIZE_MAX ? NULL
			       : dashboard_estimate(dashboard, 0, metric);
	return estimate && estimate->value.defined ? estimate : NULL;
}

const struct observations *
dashboard_observations(const struct dashboard *dashboard, const char *id)
{
	const struct results *results = dashboard->results;
	size_t metric = dashboard_metric(dashboard, id);
	return metric == SIZE_MAX
		   ? NULL
		   : results_observations(results, results->run_period, metric);
}

double
dashboard_value_in(const struct dashboard *dashboard, size_t period,
    size_t subject, size_t metric)
{
	const struct results *results = dashboard->results;
	struct optional value =
	    results_history(results, period, subject, metric);
	bool shown = period == results->run_period ||
		     results_reach(results, period, metric);
	return value.defined && shown &&
		       !results_few_raters(results, period, subject, metric)
		   ? value.value
		   : NAN;
}

size_t
dashboard_indicators(
    const struct dashboard *dashboard, size_t metrics[INDICATORS_MOST])
{
	size_t count = 0;
	for (size_t m = 0; m < dashboard->results->metric_count && count < 16;
	     m++)
		if (dashboard->results->metrics[m].headline)
			metrics[count++] = m;
	return count;
}

size_t
dashboard_first_period(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	size_t p = results->run_period + 1 > QUARTERS
		       ? results->run_period + 1 - QUARTERS
		       : 0;
	for (; p < results->run_period; p++)
		for (size_t i = 0; i < count; i++)
			if (isfinite(dashboard_value_in(
				dashboard, p, 0, metrics[i])))
				return p;
	return p;
}

struct text
dashboard_subject_name(const struct dashboard *dashboard, size_t subject)
{
	return subject == 0 ? text_of(dashboard_label(dashboard, LABEL_COMPANY))
			    : dashboard->results->subjects[subject].name;
}

struct text
dashboard_manager_name(const struct dashboard *dashboard, uint32_t manager)
{
	return manager == NO_ID
		   ? text_of(dashboard_label(dashboard, LABEL_NOBODY))
		   : dataset_manager_name(dashboard->results->data, manager);
}

struct text
dashboard_client_name(const struct dashboard *dashboard, uint32_t client)
{
	return dataset_client_name(dashboard->results->data, client);
}

size_t
dashboard_most(const struct dashboard *dashboard,
    const struct observations *observations,
    bool (*counts)(const struct observation *observation), size_t *most,
    size_t *equal)
{
	const struct results *results = dashboard->results;
	struct arena *arena = dashboard->report->arena;
	struct arena_mark mark = arena_mark(arena);
	uint32_t *counted =
	    arena_allocate(arena, results->subject_count, sizeof *counted);
	size_t best = SIZE_MAX;
	*most = *equal = 0;
	for (size_t i = 0; counted && i < observations->count; i++) {
		const struct observation *o = &observations->rows[i];
		if (o->manager != NO_ID && counts(o))
			counted[results->subject_of_manager[o->manager]]++;
	}
	for (size_t s = 0; counted && s < results->subject_count; s++)
		if (counted[s] > *most) {
			*most = counted[s];
			*equal = 1;
			best = s;
		} else if (*most && counted[s] == *most)
			++*equal;
	arena_release(arena, mark);
	return best;
}

const char *
dashboard_source(const struct dashboard *dashboard, struct source source)
{
	return place_text(
	    dashboard->results->data, source, dashboard->report->arena);
}

const char *
dashboard_remark(
    const struct dashboard *dashboard, const struct estimate *estimate)
{
	if (estimate->flags & FLAG_HIDDEN)
		return absence_text(ABSENCE_HIDDEN, dashboard->language);
	if (estimate->flags & FLAG_NO_DATA)
		return dashboard_label(dashboard, LABEL_NO_DATA);
	if (estimate->flags & FLAG_OUTLIER)
		return dashboard_label(dashboard, LABEL_OUTLIER);
	if (estimate->flags & FLAG_SMALL_SAMPLE)
		return dashboard_label(dashboard, LABEL_SMALL_SAMPLE);
	return "";
}
