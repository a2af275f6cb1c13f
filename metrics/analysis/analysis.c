#include "metrics/analysis/analysis.h"

#include "engine/base/arena.h"
#include "engine/base/parallel.h"
#include "metrics/analysis/parts.h"

struct finding
finding_absent(enum absence absence)
{
	return (struct finding){ .absence = absence };
}

struct finding
finding_of(enum statistics_status status, double value)
{
	switch (status) {
	case STATISTICS_DEFINED:
		return (struct finding){ .defined = true, .value = value };
	case STATISTICS_TOO_FEW:
		return finding_absent(ABSENCE_TOO_FEW);
	case STATISTICS_NO_SPREAD:
		return finding_absent(ABSENCE_NO_SPREAD);
	case STATISTICS_NOT_CONNECTED:
		return finding_absent(ABSENCE_NOT_CONNECTED);
	case STATISTICS_NOT_REACHED:
		return finding_absent(ABSENCE_NOT_REACHED);
	case STATISTICS_NOT_FINITE:
	case STATISTICS_DOMAIN:
	case STATISTICS_NO_MEMORY:
		break;
	}
	return finding_absent(ABSENCE_OUT_OF_RANGE);
}

const struct view *
analysis_view(const struct results *results)
{
	return &results->views[results->run_period];
}

size_t
analysis_metric(const struct results *results, const char *id)
{
	size_t m = 0;
	while (m < results->metric_count &&
	       !text_is(text_of(id), results->metrics[m].id))
		m++;
	return m;
}

/* The tasks, in this order: the parts, the pairs of indicators, the funnels. */
enum {
	TENURE,
	JOINED,
	PIPELINE,
	BUDGET,
	RUNNING,
	COORDINATION,
	REMARKS,
	CLIENTS,
	PART_COUNT
};

struct work {
	const struct results *results;
	struct analysis *analysis;
	uint64_t seed;
};

/* Both look at the same clients. */
static enum status
do_clients(const struct results *results, struct analysis *analysis,
    struct arena *kept, struct arena *scratch)
{
	enum status status =
	    analysis_clients(results, &analysis->clients, kept, scratch);
	return status ? status
		      : analysis_bridges(results, &analysis->clients,
			    &analysis->bridges, kept, scratch);
}

static enum status
do_task(void *context, size_t index, struct arena *kept, struct arena *scratch)
{
	const struct work *work = context;
	const struct results *results = work->results;
	struct analysis *analysis = work->analysis;
	size_t pairs = analysis->drivers.pair_count;
	switch (index) {
	case TENURE:
		return analysis_tenure(
		    results, &analysis->tenure, kept, scratch);
	case JOINED:
		return analysis_joined(
		    results, &analysis->joined, kept, scratch);
	case PIPELINE:
		return analysis_pipeline(
		    results, &analysis->pipeline, kept, scratch);
	case BUDGET:
		return analysis_budget(
		    results, &analysis->budget, kept, scratch);
	case RUNNING:
		return analysis_running(
		    results, &analysis->running, kept, scratch);
	case COORDINATION:
		return analysis_coordination(
		    results, &analysis->coordination, kept, scratch);
	case REMARKS:
		return analysis_remarks(results, &analysis->remarks, kept);
	case CLIENTS:
		return do_clients(results, analysis, kept, scratch);
	default:
		break;
	}
	index -= PART_COUNT;
	if (index < pairs)
		return analysis_driver(results, &analysis->drivers.pairs[index],
		    work->seed, scratch);
	return analysis_funnel(
	    results, &analysis->funnels[index - pairs], kept);
}

/* Which funnels there will be. */
static enum status
list_funnels(const struct results *results, struct analysis *analysis,
    struct arena *arena)
{
	analysis->funnels = arena_allocate(
	    arena, results->metric_count, sizeof *analysis->funnels);
	if (!analysis->funnels)
		return STATUS_MEMORY;
	for (size_t m = 0; m < results->metric_count; m++)
		if (results->metrics[m].kind == METRIC_SHARE)
			analysis->funnels[analysis->funnel_count++].metric = m;
	return STATUS_OK;
}

enum status
analyse(struct results *results, uint64_t seed, unsigned jobs,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct analysis *analysis = arena_allocate(arena, 1, sizeof *analysis);
	if (!analysis || list_funnels(results, analysis, arena) ||
	    analysis_drivers(results, &analysis->drivers, arena))
		return diagnostics_no_memory(diagnostics);
	struct work work = { results, analysis, seed };
	size_t count =
	    PART_COUNT + analysis->drivers.pair_count + analysis->funnel_count;
	if (parallel_run(jobs, count, do_task, &work, arena) ||
	    analysis_drivers_adjust(&analysis->drivers, arena))
		return diagnostics_no_memory(diagnostics);
	results->analysis = analysis;
	return STATUS_OK;
}
