#include "metrics/evaluate.h"

#include "engine/arena.h"
#include "metrics/cohort.h"
#include "metrics/comparison.h"
#include "metrics/fold.h"
#include "metrics/metrics.h"
#include "metrics/spread.h"
#include "metrics/statistics/random.h"
#include "metrics/subjects.h"

/* The observations of each subject: those of subject s are
 * order[first[s]] … order[first[s + 1] - 1]. */
struct split {
	uint32_t *first, *order;
};

/* An observation belongs to the company, to its manager's team and to its
 * manager; this gives the second and third as subjects, or NO_ID. */
static void
owners(const struct results *results, uint32_t manager, uint32_t owner[2])
{
	owner[0] = owner[1] = NO_ID;
	if (manager == NO_ID)
		return;
	owner[0] = results->team_of_manager[manager];
	owner[1] = results->subject_of_manager[manager];
}

static enum status
split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *scratch)
{
	size_t subjects = results->subject_count, count = observations->count;
	split->first =
	    arena_allocate(scratch, subjects + 2, sizeof *split->first);
	split->order = arena_allocate(scratch, count * 3, sizeof *split->order);
	if (!split->first || !split->order)
		return STATUS_MEMORY;
	uint32_t *next = split->first + 1, owner[2];
	next[1] = (uint32_t)count; /* subject 0 is the company: all */
	for (size_t i = 0; i < count; i++) {
		owners(results, observations->rows[i].manager, owner);
		for (int o = 0; o < 2; o++)
			if (owner[o] != NO_ID)
				next[owner[o] + 1]++;
	}
	for (size_t subject = 1; subject <= subjects; subject++)
		next[subject] += next[subject - 1];
	for (uint32_t i = 0; i < count; i++) {
		owners(results, observations->rows[i].manager, owner);
		split->order[next[0]++] = i;
		for (int o = 0; o < 2; o++)
			if (owner[o] != NO_ID)
				split->order[next[owner[o]]++] = i;
	}
	return STATUS_OK;
}

static bool
tables_present(const struct dataset *data, unsigned tables)
{
	for (int table = 0; table < TABLE_COUNT; table++)
		if (tables >> table & 1 && !data->present[table])
			return false;
	return true;
}

/* A stream of its own for everything that is resampled. */
static uint64_t
seed_of(const struct results *results, size_t period, size_t metric,
    const struct subject *subject, uint64_t seed)
{
	struct text id = text_of(results->metrics[metric].id);
	struct text label = text_of(results->views[period].period.label);
	seed = random_mix_bytes(seed, id.data, id.length);
	seed = random_mix_bytes(seed, label.data, label.length);
	seed = random_mix_integer(seed, subject->scope);
	return random_mix_bytes(seed, subject->key.data, subject->key.length);
}

static enum status
estimate_subject(struct results *results, size_t period, size_t index,
    size_t subject, const struct sample *sample, uint64_t seed,
    struct arena *scratch)
{
	const struct metric *metric = &results->metrics[index];
	struct estimate *estimate = results_at(results, period, subject, index);
	struct arena_mark mark = arena_mark(scratch);
	enum status status = fold_sample(metric, sample, scratch, estimate);
	if (!status)
		spread_variance(metric, sample, estimate);
	if (!status && period >= results->first_printed)
		status = spread_interval(metric, sample,
		    seed_of(results, period, index, &results->subjects[subject],
			seed),
		    scratch, estimate);
	arena_release(scratch, mark);
	return status;
}

/* One metric in one period: observe, split, estimate for each subject. */
static enum status
evaluate_metric(struct results *results, size_t period, size_t index,
    uint64_t seed, struct arena *arena, struct arena *scratch)
{
	const struct metric *metric = &results->metrics[index];
	struct observations *observations =
	    &results->observations[period * results->metric_count + index];
	observations->arena = arena;
	bool present = tables_present(results->data, metric->tables);
	struct split split;
	enum status status =
	    present ? metric->observe(&results->views[period], observations)
		    : STATUS_OK;
	if (!status)
		status = split_make(&split, results, observations, scratch);
	for (size_t s = 0; s < results->subject_count && !status; s++) {
		struct sample sample = { observations->rows,
			split.order + split.first[s],
			split.first[s + 1] - split.first[s] };
		if (present)
			status = estimate_subject(
			    results, period, index, s, &sample, seed, scratch);
		else
			fold_missing(
			    metric, results_at(results, period, s, index));
	}
	return status;
}

static void
compare_with_prior(struct results *results)
{
	for (size_t period = 1; period < results->period_count; period++)
		for (size_t s = 0; s < results->subject_count; s++)
			for (size_t m = 0; m < results->metric_count; m++) {
				struct estimate *estimate =
				    results_at(results, period, s, m);
				estimate->prior =
				    results_at(results, period - 1, s, m)
					->value;
				estimate->change = fold_change(
				    estimate->value, estimate->prior);
			}
}

static enum status
prepare(struct results *results, const struct schedule *schedule,
    struct arena *arena)
{
	size_t periods = schedule->count;
	results->metrics = metrics_table;
	results->metric_count = metrics_count;
	results->period_count = periods;
	results->run_period = schedule->run;
	results->first_printed = schedule->first;
	enum status status =
	    subjects_make(results, schedule->as_of[schedule->run], arena);
	if (status)
		return status;
	results->views = arena_allocate(arena, periods, sizeof *results->views);
	results->estimates = arena_allocate(arena,
	    periods * results->subject_count * metrics_count,
	    sizeof *results->estimates);
	results->observations = arena_allocate(
	    arena, periods * metrics_count, sizeof *results->observations);
	if (!results->views || !results->estimates || !results->observations)
		return STATUS_MEMORY;
	for (size_t i = 0; i < periods; i++)
		results->views[i] = (struct view){ .data = results->data,
			.definitions = results->definitions,
			.period = schedule->periods[i],
			.as_of = schedule->as_of[i] };
	return cohorts_make(results->views, periods, arena);
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

static enum status
evaluate_all(struct results *results, uint64_t seed, struct arena *arena,
    struct arena *scratch, struct diagnostics *diagnostics)
{
	struct arena_mark empty = arena_mark(scratch);
	for (size_t period = 0; period < results->period_count; period++)
		for (size_t m = 0; m < results->metric_count; m++) {
			enum status status = evaluate_metric(
			    results, period, m, seed, arena, scratch);
			if (status)
				return failed(status, metrics_table[m].id,
				    results->views[period].period.label,
				    diagnostics);
			arena_release(scratch, empty);
		}
	compare_with_prior(results);
	return compare(results, scratch) ? diagnostics_no_memory(diagnostics)
					 : STATUS_OK;
}

enum status
evaluate(struct results *results, const struct dataset *data,
    const struct definitions *definitions, const struct schedule *schedule,
    uint64_t seed, struct arena *arena, struct diagnostics *diagnostics)
{
	*results = (struct results){ .data = data, .definitions = definitions };
	enum status status = prepare(results, schedule, arena);
	if (status)
		return failed(status, "project costs", "the run", diagnostics);
	struct arena *scratch = arena_new();
	if (!scratch)
		return diagnostics_no_memory(diagnostics);
	status = evaluate_all(results, seed, arena, scratch, diagnostics);
	arena_free(scratch);
	return status;
}
