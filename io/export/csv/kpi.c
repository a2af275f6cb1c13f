#include "io/export/csv/kpi.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/model/analysis.h"
#include "io/run/csv.h"

static void
comma(struct output *output)
{
	output_byte(output, ',');
}

static void
quantity_cell(struct output *output, struct quantity quantity)
{
	char text[WIDE_TEXT_SIZE];
	output_text(output, quantity_print(text, quantity));
	comma(output);
}

static void
optional_cell(struct output *output, struct optional optional)
{
	char text[DOUBLE_TEXT_SIZE];
	if (optional.defined)
		output_write(output, text, double_print(text, optional.value));
	comma(output);
}

static void
write_estimate(struct output *output, const struct metric *metric,
    const struct estimate *estimate)
{
	char n[16], flags[FLAGS_TEXT_SIZE];
	output_text(output, metric->id);
	comma(output);
	quantity_cell(output, estimate->value);
	output_text(output, unit_name(metric->unit));
	comma(output);
	quantity_cell(output, estimate->numerator);
	quantity_cell(output, estimate->denominator);
	snprintf(n, sizeof n, "%" PRIu32 ",", estimate->n);
	output_text(output, n);
	optional_cell(output, estimate->ci_low);
	optional_cell(output, estimate->ci_high);
	output_text(output, interval_method_name(estimate->method));
	comma(output);
	quantity_cell(output, estimate->prior);
	quantity_cell(output, estimate->change);
	optional_cell(output, estimate->p_change);
	optional_cell(output, estimate->p_peers);
	optional_cell(output, estimate->shrunk);
	optional_cell(output, estimate->trend);
	optional_cell(output, estimate->trend_p);
	output_text(output, flags_print(flags, estimate->flags));
	output_byte(output, '\n');
}

static const char *const scopes[] = { "company", "team", "manager" };

void
csv_write_kpi(struct output *output, const struct results *results)
{
	output_text(output,
	    "period,scope,subject,metric,value,unit,numerator,denominator,n,"
	    "ci_low,ci_high,method,prior,change,p_change,p_peers,shrunk,trend,"
	    "trend_p,flags\n");
	for (size_t p = results->first_printed; p < results->period_count; p++)
		for (size_t s = 0; s < results->subject_count; s++)
			for (size_t m = 0; m < results->metric_count; m++) {
				const struct subject *subject =
				    &results->subjects[s];
				output_text(
				    output, results->views[p].period.label);
				comma(output);
				output_text(output, scope_name(subject->scope));
				comma(output);
				csv_cell(output, subject->key);
				comma(output);
				write_estimate(output, &results->metrics[m],
				    results_at(results, p, s, m));
			}
}

static void
write_step(struct output *output, const struct subject *subject,
    const struct tenure_step *step)
{
	char text[DOUBLE_TEXT_SIZE + 48];
	output_text(output, scopes[subject->scope]);
	comma(output);
	csv_cell(output, subject->key);
	snprintf(text, sizeof text, ",%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",",
	    step->days, step->at_risk, step->lost);
	output_text(output, text);
	output_write(output, text, double_print(text, step->survival));
	comma(output);
	optional_cell(output, step->ci_low);
	if (step->ci_high.defined)
		output_write(
		    output, text, double_print(text, step->ci_high.value));
	output_byte(output, '\n');
}

void
csv_write_survival(struct output *output, const struct results *results)
{
	output_text(output,
	    "scope,subject,days,at_risk,lost,survival,ci_low,ci_high\n");
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct tenure_curve *curve =
		    &results->analysis->tenure.curves[s];
		for (size_t i = 0; i < curve->step_count; i++)
			write_step(
			    output, &results->subjects[s], &curve->steps[i]);
	}
}

void
csv_write_rejects(struct output *output, const struct dataset *data)
{
	output_text(output, "file,line,column,value,reason,raw\n");
	for (size_t i = 0; i < data->reject_count; i++) {
		const struct reject *reject = &data->rejects[i];
		char line[16];
		csv_guarded_cell(output,
		    text_of(dataset_input_name(data, reject->source.input)));
		snprintf(
		    line, sizeof line, ",%" PRIu32 ",", reject->source.line);
		output_text(output, line);
		csv_guarded_cell(output, text_of(reject->column));
		comma(output);
		csv_guarded_cell(output, text_of(reject->value));
		comma(output);
		csv_cell(output, text_of(reject->reason));
		comma(output);
		csv_guarded_cell(output, text_of(reject->raw));
		output_byte(output, '\n');
	}
}
