#include "metrics/estimates/evaluate.h"

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/base/parallel.h"
#include "engine/model/raters.h"
#include "metrics/estimates/comparison.h"
#include "metrics/estimates/fold.h"
#include "metrics/estimates/metrics.h"
#include "metrics/estimates/split.h"
#include "metrics/estimates/spread.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/subjects.h"

/* Intervals are computed for so many subjects at a time. */
enum { SUBJECTS_A_TASK = 64 };

/* What the tasks share; each writes what belongs to its own index only. */
struct work {
	struct results *results;
	struct split *splits;  /* [printed period][metric] */
	enum status *statuses; /* [period][metric], to say what failed */
};

static bool
is_present(const struct results *results, size_t metric)
{
	return metric_has_tables(&results->metrics[metric], results->data);
}

/* ---- values ---- */

/* Marks a value behind which too few raters stand. */
static enum status
count_raters(struct results *results, size_t period, size_t s, size_t index,
    const struct sample *sample, struct arena *scratch)
{
	size_t raters = raters_count(
	    results->data, sample->rows, sample->order, sample->count, scratch);
	size_t at =
	    (period * results->metric_count + index) * results->subject_count +
	    s;
	results->few_raters[at] =
	    sample->count && raters < (size_t)results->definitions->min_raters;
	return raters == RATERS_UNKNOWN ? STATUS_MEMORY : STATUS_OK;
}

/* Value, n and variance of each subject. Of the periods that only serve trends
 * nothing but the value is kept. */
static enum status
fold_subjects(struct results *results, size_t period, size_t index,
    const struct split *split, struct arena *arena, struct arena *scratch)
{
	const struct metric *metric = &results->metrics[index];
	bool present = is_present(results, index);
	enum status status = STATUS_OK;
	for (size_t s = 0; s < results->subject_count && !status; s++) {
		struct estimate passing,
		    *estimate = results_at(results, period, s, index);
		if (!estimate)
			estimate = &passing;
		struct arena_mark mark = arena_mark(scratch);
		struct sample sample = split_sample(split, s);
		if (present)
			status = fold_sample(metric, &sample,
			    estimate == &passing ? scratch : arena, scratch,
			    estimate);
		else
			fold_missing(metric, estimate);
		if (present && !status && raters_matter(metric))
			status = count_raters(
			    results, period, s, index, &sample, scratch);
		if (!status && estimate != &passing)
			spread_variance(metric, &sample, estimate);
		if (!status)
			*results_history(results, period, s, index) =
			    (struct optional){ estimate->value.defined,
				    estimate->value.defined
					? quantity_double(estimate->value)
					: 0 };
		arena_release(scratch, mark);
	}
	return status;
}

/* One metric in one period: observe, split, fold. The observations of periods
 * that are printed are kept. */
static enum status
observe_metric(struct work *work, size_t period, size_t index,
    struct arena *arena, struct arena *scratch)
{
	struct results *results = work->results;
	size_t at = period * results->metric_count + index;
	bool printed = period >= results->first_printed;
	struct observations observations = { .arena =
						 printed ? arena : scratch };
	struct split split = { 0 };
	enum status status = STATUS_OK;
	if (is_present(results, index))
		status = results->metrics[index].observe(
		    &results->views[period], &observations);
	if (!status)
		status = split_make(
		    &split, results, &observations, observations.arena);
	if (!status)
		status = fold_subjects(
		    results, period, index, &split, arena, scratch);
	observations.arena = NULL;
	if (printed) {
		results->observations[at] = observations;
		work->splits[at - results->first_printed *
				      results->metric_count] = split;
	}
	return work->statuses[at] = status;
}

static enum status
observe_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	struct work *work = context;
	size_t metrics = work->results->metric_count;
	return observe_metric(
	    work, index / metrics, index % metrics, kept, scratch);
}

/* ---- intervals ---- */

/* How many (printed period, metric) there are. */
static size_t
place_count(const struct results *results)
{
	return (results->period_count - results->first_printed) *
	       results->metric_count;
}

/* Some subjects of one metric and period. The first subjects, with the most
 * records, come first in all places. */
static enum status
spread_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	struct work *work = context;
	struct results *results = work->results;
	size_t places = place_count(results), place = index % places;
	size_t period = results->first_printed + place / results->metric_count;
	size_t metric = place % results->metric_count;
	size_t s = index / places * SUBJECTS_A_TASK;
	size_t end = s + SUBJECTS_A_TASK;
	enum status status = STATUS_OK;
	(void)kept;
	if (end > results->subject_count)
		end = results->subject_count;
	for (; s < end && !status; s++) {
		struct arena_mark mark = arena_mark(scratch);
		struct sample sample = split_sample(&work->splits[place], s);
		status = spread_interval(&results->metrics[metric], &sample,
		    scratch, results_at(results, period, s, metric));
		arena_release(scratch, mark);
	}
	return status;
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
	size_t numbers = results->subject_count * metrics_count;
	results->views = arena_allocate(arena, periods, sizeof *results->views);
	results->estimates = arena_allocate(
	    arena, estimated * numbers, sizeof *results->estimates);
	results->history =
	    arena_allocate(arena, periods * numbers, sizeof *results->history);
	results->reliability =
	    arena_allocate(arena, (periods - schedule->first) * metrics_count,
		sizeof *results->reliability);
	results->few_raters = arena_allocate(
	    arena, periods * numbers, sizeof *results->few_raters);
	results->observations = arena_allocate(
	    arena, periods * metrics_count, sizeof *results->observations);
	if (!results->views || !results->estimates || !results->history ||
	    !results->few_raters || !results->observations ||
	    !results->reliability)
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

static enum status
evaluate_all(struct work *work, unsigned jobs, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct results *results = work->results;
	size_t count = results->period_count * results->metric_count;
	size_t chunks =
	    (results->subject_count + SUBJECTS_A_TASK - 1) / SUBJECTS_A_TASK;
	size_t places = place_count(results);
	work->statuses = arena_allocate(arena, count, sizeof *work->statuses);
	work->splits = arena_allocate(arena, places, sizeof *work->splits);
	if (!work->statuses || !work->splits)
		return diagnostics_no_memory(diagnostics);
	if (parallel_run(jobs, count, observe_task, work, arena))
		return say_failed(work, diagnostics);
	if (parallel_run(jobs, places * chunks, spread_task, work, arena) ||
	    compare(results, jobs, arena))
		return diagnostics_no_memory(diagnostics);
	return STATUS_OK;
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
