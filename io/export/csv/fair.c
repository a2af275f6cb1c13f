#include "io/export/csv/fair.h"

static void
put_fair(struct values *values, const struct subject *subject,
    const struct metric *metric, const struct estimate *estimate)
{
	const struct fair *fair = estimate->fair;
	values_string(values, scope_name(subject->scope));
	values_text(values, subject->key);
	values_string(values, metric->id);
	values_integer(values, estimate->n);
	values_quantity(values, estimate->value);
	values_optional(values, fair->expected);
	values_optional(values, fair->ratio);
	values_optional(values, fair->ratio_low);
	values_optional(values, fair->ratio_high);
	values_optional(values, fair->adjusted);
	values_optional(values, fair->tail_chance);
	values_optional(values, fair->tail_spread);
	values_string(values, beyond_name(fair->beyond));
}

void
csv_write_fair(struct values *values, const struct results *results)
{
	static const char *const columns[] = { "scope", "subject", "metric",
		"n", "value", "expected", "ratio", "ratio_low", "ratio_high",
		"adjusted", "tail_chance", "tail_spread", "beyond" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t s = 1; s < results->subject_count; s++)
		for (size_t m = 0; m < results->metric_count; m++) {
			const struct estimate *estimate =
			    results_at(results, results->run_period, s, m);
			if (estimate->fair)
				put_fair(values, &results->subjects[s],
				    &results->metrics[m], estimate);
		}
}

void
csv_write_reliability(struct values *values, const struct results *results)
{
	static const char *const columns[] = { "metric", "subjects", "between",
		"within", "reliability" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t m = 0; m < results->metric_count; m++) {
		enum metric_kind kind = results->metrics[m].kind;
		const struct reliability *row =
		    results_reliability(results, results->run_period, m);
		if (kind != METRIC_SHARE && kind != METRIC_MEAN)
			continue;
		values_string(values, results->metrics[m].id);
		values_integer(values, row->subjects);
		values_optional(values, row->between);
		values_optional(values, row->within);
		values_optional(values, row->share);
	}
}
