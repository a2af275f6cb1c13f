#include "io/run/json.h"

#include "io/run/json_writer.h"
#include "io/run/payroll_map.h"

static void
write_pairs(
    struct json_writer *json, const struct json_pair *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		json_put_text(json, rows[i].name, rows[i].value);
}

/* The definitions, and below them the shape of files. */
static void
write_configuration(struct json_writer *json, const struct run_record *record)
{
	const char delimiter[] = { record->csv.delimiter, '\0' };
	const char mark[] = { record->csv.decimal, '\0' };
	json_open(json, "configuration", '{');
	write_pairs(json, record->configuration, record->configuration_count);
	json_open(json, "csv", '{');
	json_put_text(json, "delimiter", delimiter);
	json_put_text(json, "decimal", mark);
	json_close(json, '}');
	if (!record->without_pay)
		payroll_map_put(json, record->payroll);
	json_close(json, '}');
}

static void
write_period(
    struct json_writer *json, const char *name, const struct view *view)
{
	char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	json_open(json, name, '{');
	json_put_text(json, "label", view->period.label);
	json_put_text(json, "from", date_print(from, view->period.from));
	json_put_text(json, "last", date_print(last, view->period.until - 1));
	json_put_text(json, "as_of", date_print(as_of, view->as_of));
	json_close(json, '}');
}

void
json_put_reconciliation(struct json_writer *json, const char *name,
    const struct reconciliation *counts)
{
	json_open(json, name, '{');
	json_put_whole(json, "lines", counts->lines);
	json_put_whole(json, "header", counts->header);
	json_put_whole(json, "accepted", counts->accepted);
	json_put_whole(json, "rejected", counts->rejected);
	json_put_whole(json, "blank", counts->blank);
	json_put_whole(json, "skipped", counts->skipped);
	json_put_whole(json, "continuation", counts->continuation);
	json_close(json, '}');
}

void
json_put_input(
    struct json_writer *json, const struct dataset *data, uint32_t index)
{
	const struct input *input = &data->inputs[index];
	json_put_text(json, "path", dataset_input_name(data, index));
	json_put_text(json, "table", table_name(input->table));
	json_put_whole(json, "bytes", input->bytes);
	json_put_text(json, "sha256", input->sha256);
	json_put_text(json, "sha256_of",
	    input->digested_in_parts ? DIGEST_OF_PARTS : "file");
	json_put_text(json, "reading", input->reading ? input->reading : "");
	json_put_reconciliation(json, "reconciliation", &input->reconciliation);
}

static void
write_inputs(struct json_writer *json, const struct dataset *data)
{
	json_open(json, "inputs", '[');
	for (size_t i = 0; i < data->input_count; i++) {
		json_open(json, NULL, '{');
		json_put_input(json, data, (uint32_t)i);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void
write_outputs(struct json_writer *json, const struct outputs *outputs)
{
	json_open(json, "outputs", '[');
	for (size_t i = 0; i < outputs->count; i++) {
		const struct output *output = outputs->files[i];
		if (!*output->sha256)
			continue;
		json_open(json, NULL, '{');
		json_put_text(json, "name", output->name);
		json_put_whole(json, "bytes", output->bytes);
		json_put_text(json, "sha256", output->sha256);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* Sums are texts: a reader that makes doubles of them would lose digits. */
static void
write_total(struct json_writer *json, const char *name, wide value)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, value);
	json_put_text(json, name, text);
}

/* Sums over everything that was read, whatever the period. */
static void
write_control_totals(struct json_writer *json, const struct dataset *data)
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
		budget += decimal_widen(contract->planned_budget);
	}
	json_open(json, "control_totals", '{');
	json_put_whole(json, "contracts", data->contract_count);
	json_put_whole(json, "contracts_won", won_count);
	json_put_whole(json, "contracts_lost", lost_count);
	write_total(json, "value_won", won);
	write_total(json, "budget_won", budget);
	json_put_whole(json, "timesheet_rows", data->timesheets.count);
	write_total(json, "hours", data->timesheets.total_hours);
	write_total(json, "cost", data->timesheets.total_cost);
	json_put_whole(json, "surveys", data->survey_count);
	json_put_whole(json, "people", data->person_count);
	json_put_whole(json, "rejected_rows", data->rejects.count);
	json_close(json, '}');
}

static void
write_configuration_file(
    struct json_writer *json, const struct run_record *record)
{
	if (!record->configuration_file) {
		json_put_text(json, "configuration_file", NULL);
		return;
	}
	json_open(json, "configuration_file", '{');
	json_put_text(json, "path", record->configuration_file);
	json_put_text(json, "sha256", record->configuration_sha256);
	json_close(json, '}');
}

/* Sums over everybody who is paid; never one person's. */
static void
write_pay_totals(struct json_writer *json, const struct pay_results *pay)
{
	if (!pay) {
		json_put_text(json, "pay_totals", NULL);
		return;
	}
	json_open(json, "pay_totals", '{');
	json_put_whole(json, "people", pay->card_count);
	write_total(json, "total", pay->total);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		write_total(json, pay_part_name((enum pay_part)part),
		    pay->totals[part]);
	json_close(json, '}');
}

/* What was taken otherwise than it stands there. */
static void
write_assumptions(
    struct json_writer *json, const struct assumptions *assumptions)
{
	json_open(json, "assumptions", '[');
	for (size_t i = 0; i < assumptions->count; i++) {
		const struct assumption *row = &assumptions->rows[i];
		json_open(json, NULL, '{');
		json_put_text(json, "text", row->text.text[LANGUAGE_EN]);
		json_put_whole(json, "rows", row->rows);
		if (row->with_money)
			write_total(json, "money", row->money);
		else
			json_put_text(json, "money", NULL);
		json_put_text(json, "line", row->line);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* Is every text there? One without memory is not. */
static bool
is_complete(const struct run_record *record)
{
	const struct assumptions *assumptions =
	    &record->results->data->assumptions;
	bool complete = true;
	for (size_t i = 0; i < record->option_count; i++)
		complete &= record->options[i].value != NULL;
	for (size_t i = 0; i < record->configuration_count; i++)
		complete &= record->configuration[i].value != NULL;
	for (size_t i = 0; i < assumptions->count; i++)
		complete &= assumptions->rows[i].text.text[LANGUAGE_EN] != NULL;
	return complete;
}

enum status
json_write_run(struct output *output, const struct run_record *record)
{
	const struct results *results = record->results;
	const struct view *run = &results->views[results->run_period];
	struct json_writer json = { .output = output };
	if (!is_complete(record))
		return STATUS_MEMORY;
	json_open(&json, NULL, '{');
	json_put_text(&json, "program", "kpi");
	json_put_text(&json, "version", record->version);
	json_open(&json, "options", '{');
	write_pairs(&json, record->options, record->option_count);
	json_close(&json, '}');
	write_period(&json, "period", run);
	if (results->run_period)
		write_period(&json, "prior", run - 1);
	else
		json_put_text(&json, "prior", NULL);
	write_inputs(&json, results->data);
	write_assumptions(&json, &results->data->assumptions);
	if (record->is_part)
		json_put_text(&json, "control_totals", NULL);
	else
		write_control_totals(&json, results->data);
	write_pay_totals(&json, record->is_part ? NULL : record->pay);
	write_configuration_file(&json, record);
	json_open(&json, "formats", '{');
	write_pairs(&json, record->formats, record->format_count);
	json_close(&json, '}');
	write_configuration(&json, record);
	write_outputs(&json, record->outputs);
	json_close(&json, '}');
	return STATUS_OK;
}
