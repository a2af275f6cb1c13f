#include "metrics/estimates/evaluate.h"

#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/base/parallel.h"
#include "engine/model/raters.h"
#include "metrics/estimates/comparison.h"
#include "metrics/estimates/fold.h"
#include "metrics/estimates/metrics.h"
#include "metrics/estimates/settle.h"
#include "metrics/estimates/split.h"
#include "metrics/estimates/spread.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/subjects.h"

/* Intervals are computed for so many subjects at a time. */
enum { SUBJECTS_A_TASK = 64 };

/* So many metrics are computed at a time that there are no more estimates of
 * a period than this, but for at least one metric. */
enum { SUBJECTS_TIMES_METRICS = 1 << 20 };

/* What the tasks of some metrics share; each writes what belongs to its own
 * index only. Of many subjects few metrics are computed at a time, as much that
 * is made on the way is needed no longer afterwards. */
struct work {
	struct results *results;
	size_t first, count;   /* metrics */
	enum status *statuses; /* [period][metric], to say what failed */
	/* By period with estimates and metric of these: what is made on the
	 * way, where it lives, and what is kept. */
	struct split *splits;
	struct arena **arenas;
	struct estimate_cells *settled;
};

static bool
is_present(const struct results *results, size_t metric)
{
	return metric_has_tables(&results->metrics[metric], results->data);
}

/* Of splits, arenas and settled. */
static size_t
place_of(const struct work *work, size_t period, size_t metric)
{
	return (period - work->results->first_estimated) * work->count +
	       metric - work->first;
}

/* How many of their (printed period, metric) there are. */
static size_t
printed_places(const struct work *work)
{
	return (work->results->period_count - work->results->first_printed) *
	       work->count;
}

/* ---- values ---- */

/* One metric in one period while its values are made. */
struct folding {
	struct results *results;
	size_t period, metric;
	const struct split *split;
	/* For ever, and for the task. */
	struct arena *kept, *scratch;
	struct estimate *estimates; /* by index of the split; NULL: not kept */
};

/* Do too few raters stand behind a value? */
static enum status
count_raters(
    const struct folding *folding, const struct sample *sample, bool *few)
{
	const struct results *results = folding->results;
	size_t raters = raters_count(results->data, sample->rows, sample->order,
	    sample->count, folding->scratch);
	*few =
	    sample->count && raters < (size_t)results->definitions->min_raters;
	return raters == RATERS_UNKNOWN ? STATUS_MEMORY : STATUS_OK;
}

static double
history_value(const struct estimate *estimate)
{
	return estimate->value.defined ? quantity_double(estimate->value) : NAN;
}

/* Value, n and variance of a sample. */
static enum status
fold_one(const struct folding *folding, const struct sample *sample,
    struct estimate *estimate)
{
	const struct metric *metric =
	    &folding->results->metrics[folding->metric];
	if (!is_present(folding->results, folding->metric)) {
		fold_missing(metric, estimate);
		return STATUS_OK;
	}
	enum status status = fold_sample(metric, sample,
	    folding->estimates ? folding->kept : folding->scratch,
	    folding->scratch, estimate);
	if (!status && folding->estimates)
		spread_variance(metric, sample, estimate);
	return status;
}

/* The subjects of the split: their values, and, where they are kept, their
 * estimates. */
static enum status
fold_subjects(const struct folding *folding, double *values, bool *few_raters)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < folding->split->count && !status; i++) {
		struct estimate passing;
		struct estimate *estimate =
		    folding->estimates ? &folding->estimates[i] : &passing;
		struct arena_mark mark = arena_mark(folding->scratch);
		struct sample sample = split_sample(folding->split, i);
		status = fold_one(folding, &sample, estimate);
		if (!status && few_raters)
			status = count_raters(folding, &sample, &few_raters[i]);
		if (!status)
			values[i] = history_value(estimate);
		arena_release(folding->scratch, mark);
	}
	return status;
}

/* The history of all periods. Of those that only serve trends nothing but that
 * is kept. */
static enum status
fold_place(const struct folding *folding, struct estimate *empty)
{
	struct results *results = folding->results;
	struct arena *kept = folding->kept;
	size_t count = folding->split->count;
	bool raters = is_present(results, folding->metric) &&
		      raters_matter(&results->metrics[folding->metric]);
	uint32_t *subjects = arena_allocate(kept, count, sizeof *subjects);
	double *values = arena_allocate(kept, count, sizeof *values);
	bool *few = raters ? arena_allocate(kept, count, sizeof *few) : NULL;
	if (!subjects || !values || (raters && !few))
		return STATUS_MEMORY;
	memcpy(subjects, folding->split->subjects, count * sizeof *subjects);
	struct sample nothing = { 0 };
	enum status status = fold_one(folding, &nothing, empty);
	if (!status)
		status = fold_subjects(folding, values, few);
	results->history[folding->period * results->metric_count +
			 folding->metric] =
	    (struct history){ .subjects = subjects,
		    .count = count,
		    .values = values,
		    .few_raters = few,
		    .empty = history_value(empty) };
	return status;
}

/* The same with the estimates, which are still to be compared. */
static enum status
fold_estimates(struct folding *folding, struct arena *arena)
{
	const struct split *split = folding->split;
	struct estimate *estimates =
	    arena_allocate(arena, split->count, sizeof *estimates);
	struct estimate_cells *cells =
	    results_cells(folding->results, folding->period, folding->metric);
	if (!estimates)
		return STATUS_MEMORY;
	*cells = (struct estimate_cells){ .subjects = split->subjects,
		.count = split->count,
		.estimates = estimates };
	folding->estimates = estimates;
	return fold_place(folding, &cells->empty);
}

/* One metric in one period: observe, split, fold. What is needed until all is
 * compared lives in `arena`. */
static enum status
observe_metric(struct folding *folding, struct split *split,
    struct observations *observations, struct arena *arena)
{
	struct results *results = folding->results;
	struct estimate empty;
	enum status status = STATUS_OK;
	folding->split = split;
	if (is_present(results, folding->metric))
		status = results->metrics[folding->metric].observe(
		    &results->views[folding->period], observations);
	if (!status)
		status = split_make(
		    split, results, observations, arena, folding->scratch);
	if (status)
		return status;
	return folding->period >= results->first_estimated
		   ? fold_estimates(folding, arena)
		   : fold_place(folding, &empty);
}

/* The observations of periods that are printed are kept. */
static enum status
observe_period(struct work *work, struct folding *folding)
{
	struct results *results = work->results;
	size_t period = folding->period, metric = folding->metric;
	bool printed = period >= results->first_printed;
	struct split passing, *split = &passing;
	struct arena *arena = folding->scratch;
	struct observations observations = {
		.arena = printed ? folding->kept : folding->scratch
	};
	if (period >= results->first_estimated) {
		size_t place = place_of(work, period, metric);
		split = &work->splits[place];
		arena = work->arenas[place] = arena_new();
	}
	if (!arena)
		return STATUS_MEMORY;
	enum status status =
	    observe_metric(folding, split, &observations, arena);
	observations.arena = NULL;
	if (printed)
		results->observations[period * results->metric_count + metric] =
		    observations;
	return status;
}

static enum status
observe_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	struct work *work = context;
	size_t period = index / work->count;
	size_t metric = work->first + index % work->count;
	struct folding folding = { .results = work->results,
		.period = period,
		.metric = metric,
		.kept = kept,
		.scratch = scratch };
	return work->statuses[period * work->results->metric_count + metric] =
		   observe_period(work, &folding);
}

/* ---- intervals ---- */

static enum status
spread_one(const struct metric *metric, const struct sample *sample,
    struct estimate *estimate, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	enum status status = spread_interval(metric, sample, scratch, estimate);
	arena_release(scratch, mark);
	return status;
}

/* Some subjects of one metric and printed period. The first subjects, with the
 * most records, come first in all places. */
static enum status
spread_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	struct work *work = context;
	struct results *results = work->results;
	size_t places = printed_places(work), place = index % places;
	size_t period = results->first_printed + place / work->count;
	size_t metric = work->first + place % work->count;
	const struct split *split =
	    &work->splits[place_of(work, period, metric)];
	struct estimate_cells *cells = results_cells(results, period, metric);
	size_t i = index / places * SUBJECTS_A_TASK;
	size_t end = i + SUBJECTS_A_TASK;
	struct sample sample = { 0 };
	enum status status = STATUS_OK;
	(void)kept;
	if (i == 0)
		status = spread_one(
		    &results->metrics[metric], &sample, &cells->empty, scratch);
	for (; i < end && i < split->count && !status; i++) {
		sample = split_sample(split, i);
		status = spread_one(&results->metrics[metric], &sample,
		    &cells->estimates[i], scratch);
	}
	return status;
}

/* ---- comparisons ---- */

static enum status
compare_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	struct work *work = context;
	size_t period = work->results->first_printed + index / work->count;
	size_t metric = work->first + index % work->count;
	(void)kept;
	return compare(work->results, period, metric,
	    work->arenas[place_of(work, period, metric)], scratch);
}

static enum status
settle_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	struct work *work = context;
	struct results *results = work->results;
	size_t period = results->first_estimated + index / work->count;
	return settle(&work->settled[index], results, period,
	    work->first + index % work->count, kept, scratch);
}

/* ---- the run ---- */

static enum status
prepare(struct results *results, const struct schedule *schedule, unsigned jobs,
    struct arena *arena)
{
	size_t periods = schedule->count;
	results->metrics = metrics_table;
	results->metric_count = metrics_count;
	results->period_count = periods;
	results->run_period = schedule->run;
	results->first_printed = schedule->first;
	enum status status = subjects_make(results, schedule, arena);
	if (status)
		return status;
	/* The one before the first printed one is its prior. */
	results->first_estimated =
	    schedule->first > 0 ? schedule->first - 1 : 0;
	size_t estimated = periods - results->first_estimated;
	results->views = arena_allocate(arena, periods, sizeof *results->views);
	results->cells = arena_allocate(
	    arena, estimated * metrics_count, sizeof *results->cells);
	results->history = arena_allocate(
	    arena, periods * metrics_count, sizeof *results->history);
	results->reliability =
	    arena_allocate(arena, (periods - schedule->first) * metrics_count,
		sizeof *results->reliability);
	results->observations = arena_allocate(
	    arena, periods * metrics_count, sizeof *results->observations);
	if (!results->views || !results->cells || !results->history ||
	    !results->observations || !results->reliability)
		return STATUS_MEMORY;
	for (size_t i = 0; i < periods; i++)
		results->views[i] = (struct view){ .data = results->data,
			.definitions = results->definitions,
			.period = schedule->periods[i],
			.as_of = schedule->as_of[i] };
	return cohorts_make(results->views, periods, jobs, arena);
}

static enum status
failed(enum status status, const char *metric, const char *period,
    struct diagnostics *diagnostics)
{
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(diagnostics, status,
		    "%s in %s: an exact sum does not fit into 128 bits; look "
		    "for absurd amounts in the inputs",
		    metric, period);
	return diagnostics_no_memory(diagnostics);
}

/* Says which number could not be computed; of several the first in order, so
 * that threads make no difference. */
static enum status
say_failed(const struct work *work, struct diagnostics *diagnostics)
{
	const struct results *results = work->results;
	size_t i = 0, count = results->period_count * results->metric_count;
	while (i < count && !work->statuses[i])
		i++;
	if (i == count)
		return diagnostics_no_memory(diagnostics);
	return failed(work->statuses[i],
	    results->metrics[i % results->metric_count].id,
	    results->views[i / results->metric_count].period.label,
	    diagnostics);
}

/* All of some metrics, once there is room for what is made on the way. */
static enum status
evaluate_metrics(struct work *work, unsigned jobs, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct results *results = work->results;
	size_t estimated = results->period_count - results->first_estimated;
	size_t printed = printed_places(work);
	size_t chunks =
	    (results->subject_count + SUBJECTS_A_TASK - 1) / SUBJECTS_A_TASK;
	if (parallel_run(jobs, results->period_count * work->count,
		observe_task, work, arena))
		return say_failed(work, diagnostics);
	if (parallel_run(jobs, printed * chunks, spread_task, work, arena) ||
	    parallel_run(jobs, printed, compare_task, work, arena) ||
	    parallel_run(
		jobs, estimated * work->count, settle_task, work, arena))
		return diagnostics_no_memory(diagnostics);
	for (size_t i = 0; i < estimated * work->count; i++)
		*results_cells(results,
		    results->first_estimated + i / work->count,
		    work->first + i % work->count) = work->settled[i];
	return STATUS_OK;
}

static enum status
evaluate_some(struct work *work, unsigned jobs, struct arena *arena,
    struct diagnostics *diagnostics)
{
	const struct results *results = work->results;
	size_t places =
	    (results->period_count - results->first_estimated) * work->count;
	work->splits = arena_allocate(arena, places, sizeof *work->splits);
	work->arenas = arena_allocate(arena, places, sizeof *work->arenas);
	work->settled = arena_allocate(arena, places, sizeof *work->settled);
	if (!work->splits || !work->arenas || !work->settled)
		return diagnostics_no_memory(diagnostics);
	enum status status = evaluate_metrics(work, jobs, arena, diagnostics);
	for (size_t i = 0; i < places; i++)
		arena_free(work->arenas[i]);
	return status;
}

static enum status
evaluate_all(struct work *work, unsigned jobs, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct results *results = work->results;
	size_t metrics = results->metric_count;
	size_t at_once = SUBJECTS_TIMES_METRICS / results->subject_count;
	enum status status = compare_begin(results, arena);
	work->statuses = arena_allocate(
	    arena, results->period_count * metrics, sizeof *work->statuses);
	if (status || !work->statuses)
		return diagnostics_no_memory(diagnostics);
	if (at_once == 0)
		at_once = 1;
	for (; work->first < metrics && !status; work->first += work->count) {
		size_t left = metrics - work->first;
		work->count = at_once < left ? at_once : left;
		status = evaluate_some(work, jobs, arena, diagnostics);
	}
	return status;
}

enum status
evaluate(struct results *results, const struct dataset *data,
    const struct definitions *definitions, const struct schedule *schedule,
    unsigned jobs, struct arena *arena, struct diagnostics *diagnostics)
{
	*results = (struct results){ .data = data, .definitions = definitions };
	enum status status = prepare(results, schedule, jobs, arena);
	if (status)
		return failed(status,
		    language_text(diagnostics->language, N_("project costs")),
		    language_text(diagnostics->language, N_("the run")),
		    diagnostics);
	struct work work = { .results = results };
	return evaluate_all(&work, jobs, arena, diagnostics);
}
