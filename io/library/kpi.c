#include "io/library/kpi.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/base/workers.h"
#include "io/import/config/configuration.h"
#include "io/import/importer.h"
#include "metrics/estimates/evaluate.h"
#include "metrics/estimates/metrics.h"

/* The scopes are those of engine/model/metric.h, under names of the library. */
_Static_assert((int)KPI_COMPANY == (int)SCOPE_COMPANY &&
		   (int)KPI_TEAM == (int)SCOPE_TEAM &&
		   (int)KPI_REPORTS == (int)SCOPE_REPORTS &&
		   (int)KPI_MANAGER == (int)SCOPE_MANAGER,
    "scopes of the library and of the engine");

struct kpi {
	struct arena *arena; /* of what was loaded */
	struct arena *run;   /* of the run's results */
	struct diagnostics diagnostics;
	struct configuration configuration;
	struct formats formats;
	struct dataset data;
	struct schedule schedule;
	struct results results;
	struct reject_cursor rejects; /* behind the one asked for last */
	bool loaded, evaluated;
	const char *message;
};

const char *
kpi_version(void)
{
	return KPI_VERSION;
}

static enum kpi_status
status_of(enum status status)
{
	switch (status) {
	case STATUS_OK:
		return KPI_OK;
	case STATUS_USAGE:
		return KPI_USAGE;
	case STATUS_MEMORY:
		return KPI_MEMORY;
	case STATUS_OVERFLOW:
		return KPI_OVERFLOW;
	case STATUS_INPUT:
	case STATUS_OUTPUT:
	case STATUS_BROKEN:
		break;
	}
	return KPI_INPUT;
}

/* Errors and warnings as one text. */
static enum kpi_status
finish(kpi *handle, enum status status)
{
	diagnostics_bound(&handle->diagnostics);
	struct growing_text growing = { .arena = handle->diagnostics.arena };
	for (const struct diagnostic *d = handle->diagnostics.first; d;
	     d = d->next)
		if (d->severity != SEVERITY_NOTE) {
			text_append(&growing, d->text);
			text_append(&growing, "\n");
		}
	const char *text = text_grown(&growing);
	handle->diagnostics.first = handle->diagnostics.last = NULL;
	handle->message = text ? text : "out of memory\n";
	return status_of(status);
}

static enum status
load(kpi *handle, const char *folder)
{
	struct arena *arena = handle->arena;
	struct diagnostics *diagnostics = &handle->diagnostics;
	const char *own = arena_format(arena, "%s/formats", folder);
	const char *dataset = arena_copy(arena, folder, strlen(folder));
	const char *const folders[] = { own, KPI_FORMATS, NULL };
	if (!own || !dataset)
		return diagnostics_no_memory(diagnostics);
	enum status status = configuration_read(
	    &handle->configuration, dataset, arena, diagnostics);
	if (!status)
		status =
		    formats_read(&handle->formats, folders, arena, diagnostics);
	if (!status)
		status = import_dataset(&handle->data, dataset,
		    &handle->configuration, &handle->formats,
		    (struct import_options){ 0 }, arena, diagnostics);
	handle->loaded = !status;
	return status;
}

enum kpi_status
kpi_open(kpi **handle, const char *folder)
{
	*handle = calloc(1, sizeof **handle);
	if (!*handle)
		return KPI_MEMORY;
	kpi *k = *handle;
	k->message = "";
	k->arena = arena_new();
	k->diagnostics.arena = k->arena;
	if (!k->arena) {
		k->message = "out of memory\n";
		return KPI_MEMORY;
	}
	return finish(k, load(k, folder));
}

void
kpi_close(kpi *handle)
{
	if (!handle)
		return;
	arena_free(handle->run);
	arena_free(handle->arena);
	free(handle);
}

const char *
kpi_message(const kpi *handle)
{
	return handle ? handle->message : "out of memory\n";
}

size_t
kpi_reject_count(const kpi *handle)
{
	return handle->data.rejects.count;
}

const char *
kpi_reject(kpi *handle, size_t index)
{
	if (index >= handle->data.rejects.count)
		return NULL;
	struct reject_cursor *cursor = &handle->rejects;
	if (cursor->rejects != &handle->data.rejects ||
	    cursor->place.index > index)
		*cursor = rejects_begin(&handle->data.rejects);
	const struct reject *reject = rejects_next(cursor);
	while (cursor->place.index <= index)
		reject = rejects_next(cursor);
	const char *text = arena_format(handle->arena, "%s:%u: %s%s%s",
	    handle->data.inputs[reject->source.input].path, reject->source.line,
	    reject->column, *reject->column ? ": " : "", reject->reason);
	return text ? text : "out of memory";
}

static enum status
run(kpi *handle, const char *period, const char *as_of)
{
	struct diagnostics *diagnostics = &handle->diagnostics;
	const struct definitions *definitions =
	    &handle->configuration.definitions;
	date today = DATE_NONE;
	if (!handle->loaded)
		return diagnostics_fail(
		    diagnostics, STATUS_USAGE, "no data set is loaded");
	if (as_of && !date_parse(text_of(as_of), &today))
		return diagnostics_fail(diagnostics, STATUS_USAGE,
		    "as_of %s: expected a day as YYYY-MM-DD", as_of);
	/* The copy lives as long as the results that may refer to it. */
	const char *label = period ? period : "";
	label = arena_copy(handle->run, label, strlen(label));
	if (!label)
		return diagnostics_no_memory(diagnostics);
	enum status status = schedule_make(&handle->schedule, text_of(label),
	    today, 1, definitions->fiscal_year_start, &handle->data,
	    handle->run, diagnostics);
	if (!status)
		status = evaluate(&handle->results, &handle->data, definitions,
		    &handle->schedule, workers_available(), handle->run,
		    diagnostics);
	handle->evaluated = !status;
	return status;
}

enum kpi_status
kpi_run(kpi *handle, const char *period, const char *as_of)
{
	arena_free(handle->run);
	handle->evaluated = false;
	handle->run = arena_new();
	if (!handle->run) {
		handle->message = "out of memory\n";
		return KPI_MEMORY;
	}
	handle->diagnostics.arena = handle->run;
	/* GSL would end the process on an error that is handled here. */
	gsl_error_handler_t *before = gsl_set_error_handler_off();
	enum status status = run(handle, period, as_of);
	gsl_set_error_handler(before);
	return finish(handle, status);
}

size_t
kpi_period_count(const kpi *handle)
{
	const struct results *results = &handle->results;
	return handle->evaluated
		   ? results->period_count - results->first_printed
		   : 0;
}

const char *
kpi_period(const kpi *handle, size_t index)
{
	const struct results *results = &handle->results;
	return index < kpi_period_count(handle)
		   ? results->views[results->first_printed + index].period.label
		   : NULL;
}

size_t
kpi_subject_count(const kpi *handle)
{
	return handle->evaluated ? handle->results.subject_count : 0;
}

enum kpi_status
kpi_get_subject(const kpi *handle, size_t index, struct kpi_subject *subject)
{
	if (index >= kpi_subject_count(handle))
		return KPI_USAGE;
	const struct subject *found = &handle->results.subjects[index];
	*subject = (struct kpi_subject){ (enum kpi_scope)found->scope,
		found->key.data, found->name.data };
	return KPI_OK;
}

size_t
kpi_metric_count(void)
{
	return metrics_count;
}

enum kpi_status
kpi_get_metric(size_t index, struct kpi_metric *metric)
{
	if (index >= metrics_count)
		return KPI_USAGE;
	const struct metric *found = &metrics_table[index];
	*metric = (struct kpi_metric){ .id = found->id,
		.unit = unit_name(found->unit),
		.label_en = language_text(LANGUAGE_EN, found->label),
		.label_vi = language_text(LANGUAGE_VI, found->label),
		.indicator = found->indicator,
		.headline = found->headline,
		.up = found->direction == DIRECTION_UP };
	return KPI_OK;
}

/* ---- one number ---- */

static const char *
exact_text(kpi *handle, struct quantity quantity)
{
	char text[WIDE_TEXT_SIZE];
	return arena_format(handle->run, "%s", quantity_print(text, quantity));
}

static double
double_of(struct quantity quantity)
{
	return quantity.defined ? quantity_double(quantity) : 0;
}

static enum status
describe(kpi *handle, const struct estimate *from, struct kpi_estimate *to)
{
	char flags[FLAGS_TEXT_SIZE];
	*to = (struct kpi_estimate){ .value_text =
					 exact_text(handle, from->value),
		.numerator_text = exact_text(handle, from->numerator),
		.denominator_text = exact_text(handle, from->denominator),
		.prior_text = exact_text(handle, from->prior),
		.has_value = from->value.defined,
		.value = double_of(from->value),
		.n = from->n,
		.has_interval = from->ci_low.defined && from->ci_high.defined,
		.low = from->ci_low.value,
		.high = from->ci_high.value,
		.method = interval_method_name(from->method),
		.has_prior = from->prior.defined,
		.prior = double_of(from->prior),
		.has_p_change = from->p_change.defined,
		.p_change = from->p_change.value,
		.has_p_peers = from->p_peers.defined,
		.p_peers = from->p_peers.value,
		.flags = arena_format(
		    handle->run, "%s", flags_print(flags, from->flags)) };
	return to->value_text && to->numerator_text && to->denominator_text &&
		       to->prior_text && to->flags
		   ? STATUS_OK
		   : diagnostics_no_memory(&handle->diagnostics);
}

/* The index of a printed period; period_count if there is none. */
static size_t
find_period(const struct results *results, const char *label)
{
	if (!label)
		return results->run_period;
	size_t p = results->first_printed;
	while (p < results->period_count &&
	       strcmp(results->views[p].period.label, label) != 0)
		p++;
	return p;
}

static enum status
get(kpi *handle, const char *period, enum kpi_scope scope, const char *subject,
    const char *metric, struct kpi_estimate *estimate)
{
	const struct results *results = &handle->results;
	struct diagnostics *diagnostics = &handle->diagnostics;
	if (!handle->evaluated)
		return diagnostics_fail(
		    diagnostics, STATUS_USAGE, "kpi_run comes first");
	size_t p = find_period(results, period), s = 0;
	const struct metric *m = metrics_find(text_of(metric));
	while (s < results->subject_count &&
	       !((enum kpi_scope)results->subjects[s].scope == scope &&
		   text_is(results->subjects[s].key, subject)))
		s++;
	if (p == results->period_count)
		return diagnostics_fail(diagnostics, STATUS_USAGE,
		    "%s: not a period of this run", period);
	if (!m)
		return diagnostics_fail(
		    diagnostics, STATUS_USAGE, "%s: unknown metric", metric);
	if (s == results->subject_count)
		return diagnostics_fail(
		    diagnostics, STATUS_USAGE, "%s: unknown subject", subject);
	return describe(handle,
	    results_at(results, p, s, (size_t)(m - metrics_table)), estimate);
}

enum kpi_status
kpi_get(kpi *handle, const char *period, enum kpi_scope scope,
    const char *subject, const char *metric, struct kpi_estimate *estimate)
{
	return finish(
	    handle, get(handle, period, scope, subject, metric, estimate));
}
