#include "io/run/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* jansson takes a reference and frees it even when it fails, so that a missing
 * value shows as NULL in the end. Text that is not UTF-8 (a file's name) loses
 * the odd bytes. */
static json_t *
string(const char *text)
{
	json_t *value = json_string(text);
	if (value)
		return value;
	char *copy = malloc(strlen(text) + 1);
	if (!copy)
		return NULL;
	size_t length = 0;
	for (; *text; text++)
		copy[length++] = (unsigned char)*text < 0x80 ? *text : '?';
	copy[length] = '\0';
	value = json_string(copy);
	free(copy);
	return value;
}

/* Put a value into an object or an array, which becomes NULL when that fails:
 * nothing is left out in silence. */
static void
set(json_t **object, const char *name, json_t *value)
{
	if (json_object_set_new(*object, name, value) == 0)
		return;
	json_decref(*object);
	*object = NULL;
}

static void
append(json_t **array, json_t *value)
{
	if (json_array_append_new(*array, value) == 0)
		return;
	json_decref(*array);
	*array = NULL;
}

static json_t *
pairs(const struct json_pair *rows, size_t count)
{
	json_t *object = json_object();
	for (size_t i = 0; i < count; i++)
		set(&object, rows[i].name, string(rows[i].value));
	return object;
}

static json_t *
period_object(const struct view *view)
{
	char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	return json_pack("{s:s, s:s, s:s, s:s}", "label", view->period.label,
	    "from", date_print(from, view->period.from), "last",
	    date_print(last, view->period.until - 1), "as_of",
	    date_print(as_of, view->as_of));
}

static json_t *
reconciliation_object(const struct reconciliation *c)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "lines",
	    (json_int_t)c->lines, "header", (json_int_t)c->header, "accepted",
	    (json_int_t)c->accepted, "rejected", (json_int_t)c->rejected,
	    "blank", (json_int_t)c->blank, "skipped", (json_int_t)c->skipped,
	    "continuation", (json_int_t)c->continuation);
}

static json_t *
inputs_array(const struct dataset *data)
{
	json_t *array = json_array();
	for (size_t i = 0; i < data->input_count; i++) {
		const struct input *input = &data->inputs[i];
		append(&array,
		    json_pack("{s:o, s:s, s:I, s:s, s:s, s:o}", "path",
			string(dataset_input_name(data, (uint32_t)i)), "table",
			table_name(input->table), "bytes",
			(json_int_t)input->bytes, "sha256", input->sha256,
			"reading", input->reading ? input->reading : "",
			"reconciliation",
			reconciliation_object(&input->reconciliation)));
	}
	return array;
}

static json_t *
outputs_array(const struct outputs *outputs)
{
	json_t *array = json_array();
	for (size_t i = 0; i < outputs->count; i++) {
		const struct output *output = outputs->files[i];
		if (*output->sha256)
			append(&array,
			    json_pack("{s:s, s:I, s:s}", "name", output->name,
				"bytes", (json_int_t)output->bytes, "sha256",
				output->sha256));
	}
	return array;
}

static json_t *
total(wide value)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, value);
	return json_string(text);
}

/* Sums over everything that was read, whatever the period. */
static json_t *
control_totals(const struct dataset *data)
{
	wide won = 0, budget = 0;
	size_t won_count = 0, lost_count = 0;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		lost_count += contract->stage == STAGE_LOST;
		if (contract->stage != STAGE_WON)
			continue;
		won_count++;
		won += decimal_widen(contract->value);
		budget += decimal_widen(contract->budget);
	}
	return json_pack(
	    "{s:I, s:I, s:I, s:o, s:o, s:I, s:o, s:o, s:I, s:I, s:I}",
	    "contracts", (json_int_t)data->contract_count, "contracts_won",
	    (json_int_t)won_count, "contracts_lost", (json_int_t)lost_count,
	    "value_won", total(won), "budget_won", total(budget),
	    "timesheet_rows", (json_int_t)data->timesheets.count, "hours",
	    total(data->timesheets.total_hours), "cost",
	    total(data->timesheets.total_cost), "surveys",
	    (json_int_t)data->survey_count, "people",
	    (json_int_t)data->person_count, "rejected_rows",
	    (json_int_t)data->reject_count);
}

static json_t *
configuration_file(const struct run_record *record)
{
	if (!record->configuration_file)
		return json_null();
	return json_pack("{s:o, s:s}", "path",
	    string(record->configuration_file), "sha256",
	    record->configuration_sha256);
}

/* Sums over everybody who is paid; never one person's. */
static json_t *
pay_totals(const struct pay_results *pay)
{
	if (!pay)
		return json_null();
	json_t *object = json_pack("{s:I, s:o}", "people",
	    (json_int_t)pay->card_count, "total", total(pay->total));
	for (int part = 0; part < PAY_PART_COUNT; part++)
		set(&object, pay_part_name((enum pay_part)part),
		    total(pay->totals[part]));
	return object;
}

/* What was taken otherwise than it stands there. */
static json_t *
assumptions_array(const struct assumptions *assumptions)
{
	json_t *array = json_array();
	for (size_t i = 0; i < assumptions->count; i++) {
		const struct assumption *row = &assumptions->rows[i];
		const char *text = row->text.text[LANGUAGE_EN];
		append(&array,
		    json_pack("{s:o, s:I, s:o, s:o}", "text",
			text ? string(text) : NULL, "rows",
			(json_int_t)row->rows, "money",
			row->with_money ? total(row->money) : json_null(),
			"line", string(row->line)));
	}
	return array;
}

enum status
json_write_run(struct output *output, const struct run_record *record)
{
	const struct results *results = record->results;
	const struct view *run = &results->views[results->run_period];
	json_t *root = json_pack(
	    "{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
	    "program", "kpi", "version", record->version, "options",
	    pairs(record->options, record->option_count), "period",
	    period_object(run), "prior",
	    results->run_period ? period_object(run - 1) : json_null(),
	    "inputs", inputs_array(results->data), "assumptions",
	    assumptions_array(&results->data->assumptions), "control_totals",
	    control_totals(results->data), "pay_totals",
	    pay_totals(record->pay), "configuration_file",
	    configuration_file(record), "configuration",
	    pairs(record->configuration, record->configuration_count),
	    "outputs", outputs_array(record->outputs));
	char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
	json_decref(root);
	if (!text)
		return STATUS_MEMORY;
	output_text(output, text);
	output_text(output, "\n");
	free(text);
	return STATUS_OK;
}
