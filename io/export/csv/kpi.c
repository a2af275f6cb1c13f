#include "io/export/csv/kpi.h"

#include "engine/model/analysis.h"
#include "io/locale/locale.h"

static void
put_estimate(struct values *values, const struct metric *metric,
    const struct estimate *estimate)
{
	char flags[FLAGS_TEXT_SIZE];
	values_string(values, metric->id);
	values_quantity(values, estimate->value);
	values_string(values, unit_name(metric->unit));
	values_quantity(values, estimate->numerator);
	values_quantity(values, estimate->denominator);
	values_integer(values, estimate->n);
	values_optional(values, estimate->ci_low);
	values_optional(values, estimate->ci_high);
	values_string(values, interval_method_name(estimate->method));
	values_quantity(values, estimate->prior);
	values_quantity(values, estimate->change);
	values_optional(values, estimate->p_change);
	values_optional(values, estimate->p_peers);
	values_optional(values, estimate->shrunk);
	values_optional(values, estimate->trend);
	values_optional(values, estimate->trend_p);
	values_string(values, flags_print(flags, estimate->flags));
}

/* How many rows of subjects stand before those of the first one: none before
 * the company; some before a team or lead that is in its place
 * (metrics/analysis/extract.h). */
static size_t
subjects_before_first(const struct results *results)
{
	const struct subject *first = &results->subjects[0];
	size_t count = 0;
	for (size_t s = 1; s < results->subject_count; s++) {
		const struct subject *other = &results->subjects[s];
		count += other->scope < first->scope ||
			 (other->scope == first->scope &&
			     text_compare(other->key, first->key) < 0);
	}
	return count;
}

void
csv_write_kpi(struct values *values, const struct results *results)
{
	static const char *const columns[] = { "period", "scope", "subject",
		"metric", "value", "unit", "numerator", "denominator", "n",
		"ci_low", "ci_high", "method", "prior", "change", "p_change",
		"p_peers", "shrunk", "trend", "trend_p", "flags" };
	size_t before = subjects_before_first(results);
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t p = results->first_printed; p < results->period_count; p++)
		for (size_t i = 0; i < results->subject_count; i++)
			for (size_t m = 0; m < results->metric_count; m++) {
				size_t s = i < before    ? i + 1
					   : i == before ? 0
							 : i;
				const struct subject *subject =
				    &results->subjects[s];
				values_string(
				    values, results->views[p].period.label);
				values_string(
				    values, scope_name(subject->scope));
				values_text(values, subject->key);
				put_estimate(values, &results->metrics[m],
				    results_at(results, p, s, m));
			}
}

static void
put_step(struct values *values, const struct subject *subject,
    const struct tenure_step *step)
{
	values_string(values, scope_name(subject->scope));
	values_text(values, subject->key);
	values_integer(values, step->days);
	values_integer(values, step->at_risk);
	values_integer(values, step->lost);
	values_real(values, step->survival);
	values_optional(values, step->ci_low);
	values_optional(values, step->ci_high);
}

void
csv_write_survival(struct values *values, const struct results *results)
{
	static const char *const columns[] = { "scope", "subject", "days",
		"at_risk", "lost", "survival", "ci_low", "ci_high" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct tenure_curve *curve =
		    &results->analysis->tenure.curves[s];
		for (size_t i = 0; i < curve->step_count; i++)
			put_step(
			    values, &results->subjects[s], &curve->steps[i]);
	}
}

void
csv_write_rejects(struct values *values, const struct dataset *data)
{
	static const char *const columns[] = { "file", "line", "column",
		"value", "reason", "raw", "record" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	struct reject_cursor cursor = rejects_begin(&data->rejects);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL) {
		const struct source *source = &reject->source;
		values_string(values, dataset_input_name(data, source->input));
		values_integer(values, source->line);
		values_string(values, reject->column);
		values_text(values, reject->value);
		values_string(values, _(reject->reason));
		values_text(values, reject->raw);
		values_text(values, reject->record);
	}
}
