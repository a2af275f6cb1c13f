#include "metrics/estimates/mix.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/record.h"
#include "engine/model/record_column.h"
#include "metrics/estimates/metrics.h"

/* ---- is it sound? ---- */

static const char *
nearest_share(struct text name)
{
	enum { NAMES_MOST = 100 };
	const char *names[NAMES_MOST];
	size_t count = 0;
	for (size_t i = 0; i < metrics_count && count < NAMES_MOST; i++)
		if (metrics_table[i].kind == METRIC_SHARE)
			names[count++] = metrics_table[i].id;
	return text_nearest(name, names, count);
}

static enum status
wrong_metric(const struct mix *mix, const struct metric *metric,
    struct diagnostics *diagnostics)
{
	const char *nearest = metric ? NULL : nearest_share(mix->metric);
	return diagnostics_fail(diagnostics, STATUS_USAGE,
	    metric ? N_("%s:%u: mix: %s is no share; only shares are compared "
			"by their mix%s")
	    : nearest ? N_("%s:%u: mix: %s is no metric; did you mean %s?")
		      : N_("%s:%u: mix: %s is no metric; kpi list metrics has "
			   "them%s"),
	    mix->file, mix->line, mix->metric.data, nearest ? nearest : "");
}

static enum status
check_column(const struct dataset *data, const struct mix *mix,
    const struct mix_column *named, enum record_kind kind,
    struct diagnostics *diagnostics)
{
	struct record_column column;
	if (record_column_find(data, kind, named->name, &column))
		return STATUS_OK;
	const char *nearest =
	    record_column_nearest(data, kind, named->name, diagnostics->arena);
	return diagnostics_fail(diagnostics, STATUS_USAGE,
	    nearest ? N_("%s:%u: mix: %s: its records are %ss, which have no "
			 "column %s; did you mean %s?")
		    : N_("%s:%u: mix: %s: its records are %ss, which have no "
			 "column %s%s"),
	    mix->file, named->line, mix->metric.data,
	    record_kind_name(kind, diagnostics->language), named->name.data,
	    nearest ? nearest : "");
}

enum status
mix_check(const struct dataset *data, const struct definitions *definitions,
    struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	for (const struct mix *mix = definitions->mix; mix; mix = mix->next) {
		const struct metric *metric = metrics_find(mix->metric);
		if (!metric || metric->kind != METRIC_SHARE) {
			status = wrong_metric(mix, metric, diagnostics);
			continue;
		}
		for (size_t i = 0;
		     i < mix->count && metric_has_tables(metric, data); i++) {
			enum status found = check_column(data, mix,
			    &mix->columns[i], metric->records, diagnostics);
			status = found ? found : status;
		}
	}
	return status;
}

/* ---- strata ---- */

static enum status
find_columns(const struct results *results, size_t metric,
    const struct mix *mix, struct record_column *columns)
{
	for (size_t i = 0; i < mix->count; i++)
		if (!record_column_find(results->data,
			results->metrics[metric].records, mix->columns[i].name,
			&columns[i]))
			return STATUS_USAGE; /* mix_check has said it */
	return STATUS_OK;
}

/* The stratum of a record: the number of its texts, each behind its length, in
 * `names`; NO_ID without memory. */
static uint32_t
stratum_of(const struct dataset *data, const struct record_column *columns,
    size_t count, uint32_t record, struct dictionary *names,
    struct arena *scratch)
{
	char buffer[DATUM_TEXT_SIZE];
	struct arena_mark mark = arena_mark(scratch);
	const char *key = "";
	for (size_t i = 0; i < count && key; i++) {
		struct text text =
		    record_column_text(data, &columns[i], record, buffer);
		key = arena_format(scratch, "%s%zu:%.*s", key, text.length,
		    (int)text.length, text.data);
	}
	uint32_t stratum = key ? dictionary_add(names, text_of(key)) : NO_ID;
	arena_release(scratch, mark);
	return stratum;
}

/* The company's rates. */
static enum status
find_rates(struct strata *strata, const struct observations *observations,
    struct arena *arena)
{
	double *hits = arena_allocate(arena, strata->count, sizeof *hits);
	double *all = arena_allocate(arena, strata->count, sizeof *all);
	if (!hits || !all)
		return STATUS_MEMORY;
	for (size_t i = 0; i < observations->count; i++) {
		all[strata->of[i]]++;
		hits[strata->of[i]] += observations->rows[i].x.exact != 0;
	}
	for (uint32_t s = 0; s < strata->count; s++)
		hits[s] /= all[s];
	strata->rates = hits;
	return STATUS_OK;
}

enum status
strata_make(struct strata *strata, const struct results *results, size_t period,
    size_t metric, const struct mix *mix, struct arena *arena)
{
	const struct observations *observations =
	    results_observations(results, period, metric);
	struct arena *scratch = arena_new();
	struct dictionary names;
	struct record_column *columns =
	    arena_allocate(arena, mix->count, sizeof *columns);
	dictionary_init(&names, arena);
	*strata =
	    (struct strata){ .of = arena_allocate(arena, observations->count,
				 sizeof *strata->of) };
	enum status status = scratch && columns && strata->of
				 ? find_columns(results, metric, mix, columns)
				 : STATUS_MEMORY;
	for (size_t i = 0; i < observations->count && !status; i++) {
		strata->of[i] = stratum_of(results->data, columns, mix->count,
		    observations->rows[i].record, &names, scratch);
		if (strata->of[i] == NO_ID)
			status = STATUS_MEMORY;
	}
	arena_free(scratch);
	strata->count = names.count;
	return status ? status : find_rates(strata, observations, arena);
}
