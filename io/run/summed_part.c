#include "io/run/summed_part.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/language.h"
#include "engine/base/text.h"
#include "io/run/csv.h"
#include "io/run/json.h"
#include "io/run/json_writer.h"

struct writing {
	const struct summed_part *part;
	struct output *csv;
	struct json_writer json;
	struct arena *arena;
	char prefix[17]; /* of entry ids: another part has another one */
	uint64_t lines;  /* of the CSV file so far */
	uint64_t no_cost_lines;
	uint64_t *project_lines; /* by project */
};

/* ---- the CSV file ---- */

/* The most that a cell may hold, in 10^-8. */
#define CELL_MOST ((wide)900000000000000 * BOOKINGS_FINENESS)

/* A number of 10^-8. */
static void
put_number(struct writing *writing, wide number)
{
	char text[WIDE_TEXT_SIZE];
	output_write(
	    writing->csv, text, wide_print(text, number * BOOKINGS_FINENESS));
}

/* Takes from *rest as much as a cell may hold. */
static wide
take(wide *rest)
{
	wide most = *rest > CELL_MOST    ? CELL_MOST
		    : *rest < -CELL_MOST ? -CELL_MOST
					 : *rest;
	*rest -= most;
	return most;
}

/* A line with hours and, if they are not NULL, a cost or hourly cost. */
static void
put_line(struct writing *writing, const struct day_sum *sum, wide hours,
    const wide *cost, const wide *hourly)
{
	struct output *csv = writing->csv;
	char day[DATE_TEXT_SIZE];
	writing->lines++;
	writing->no_cost_lines += !sum->costed;
	writing->project_lines[sum->project]++;
	output_text(csv, writing->prefix);
	output_byte(csv, '-');
	output_whole(csv, writing->lines);
	output_byte(csv, ',');
	csv_text(csv,
	    dictionary_text(&writing->part->data->projects, sum->project),
	    csv_rules(',', false));
	output_byte(csv, ',');
	output_text(csv, date_print(day, sum->day));
	output_byte(csv, ',');
	put_number(writing, hours);
	output_byte(csv, ',');
	if (cost)
		put_number(writing, *cost);
	output_byte(csv, ',');
	if (hourly)
		put_number(writing, *hourly);
	output_text(csv, ",\n");
}

static enum status
put_sum(struct writing *writing, const struct day_sum *sum)
{
	wide cost, hours = sum->hours;
	if (!day_sum_cost(sum, &cost))
		return STATUS_OVERFLOW;
	wide beyond = cost % BOOKINGS_FINENESS;
	if (beyond < 0)
		beyond += BOOKINGS_FINENESS;
	cost = (cost - beyond) / BOOKINGS_FINENESS;
	if (beyond) {
		put_line(writing, sum, 1, NULL, &beyond);
		hours--;
	}
	do {
		wide some_hours = take(&hours), some_cost = take(&cost);
		put_line(writing, sum, some_hours,
		    sum->costed ? &some_cost : NULL, NULL);
	} while (hours || cost);
	return STATUS_OK;
}

/* Parts of other files have other digests. */
static void
make_prefix(struct writing *writing)
{
	const struct dataset *data = writing->part->data;
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	char digits[2 * SHA256_DIGEST_SIZE + 1];
	sha256_init(&context);
	for (size_t i = 0; i < data->input_count; i++)
		if (data->inputs[i].table == TABLE_TIMESHEETS)
			sha256_update(&context, 64,
			    (const uint8_t *)data->inputs[i].sha256);
	sha256_digest(&context, sizeof digest, digest);
	hex_print(digits, digest, sizeof digest);
	snprintf(writing->prefix, sizeof writing->prefix, "%.16s", digits);
}

static enum status
put_csv(struct writing *writing)
{
	const struct day_sums *sums = writing->part->sums;
	enum status status = STATUS_OK;
	output_text(writing->csv, PART_HEADER "\n");
	for (size_t i = 0; i < sums->count && !status; i++)
		status = put_sum(writing, &sums->rows[i]);
	return status ? status : output_finish(writing->csv);
}

/* ---- the JSON file ---- */

static void
put_inputs(struct writing *writing)
{
	const struct dataset *data = writing->part->data;
	struct json_writer *json = &writing->json;
	json_open(json, "inputs", '[');
	for (size_t i = 0; i < data->input_count; i++) {
		const struct input *input = &data->inputs[i];
		if (input->table != TABLE_TIMESHEETS)
			continue;
		json_open(json, NULL, '{');
		json_put_input(json, data, (uint32_t)i);
		json_put_text(
		    json, "format", input->format ? input->format : "");
		json_put_whole(json, "header_line", input->header_line);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static bool
is_of_word(char byte)
{
	return byte & 0x80 || (byte >= '0' && byte <= '9') ||
	       (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* The reason without the cell that is to blame, which may stand in it as a word;
 * NULL without memory. */
static const char *
reason_without(const struct reject *row, struct arena *arena)
{
	const char *reason = row->reason, *done = "";
	size_t from = 0, length = strlen(reason);
	struct text cell = row->value;
	for (size_t at = 0; cell.length && at + cell.length <= length; at++) {
		size_t end = at + cell.length;
		if (memcmp(reason + at, cell.data, cell.length) != 0 ||
		    (at && is_of_word(reason[at - 1])) ||
		    is_of_word(reason[end]))
			continue;
		done = arena_format(arena, "%s%.*s…", done ? done : "",
		    (int)(at - from), reason + from);
		from = end;
		at = end - 1;
	}
	return from && done ? arena_format(arena, "%s%s", done, reason + from)
	       : from       ? NULL
			    : reason;
}

/* The project that the row names: where no names may be, one of the contracts,
 * for in a row of shifted cells it may be anything. */
static bool
says_project(const struct summed_part *part, const struct reject *row)
{
	const struct dataset *data = part->data;
	return row->names == NAMES_PROJECT &&
	       (part->names || dictionary_find(&data->projects, row->named) <
				   data->timesheets.known_projects);
}

static void
put_left_out(
    struct writing *writing, const char *name, const struct rejects *rejects)
{
	const struct dataset *data = writing->part->data;
	struct json_writer *json = &writing->json;
	struct reject_cursor cursor = rejects_begin(rejects);
	const struct reject *row;
	char hours[WIDE_TEXT_SIZE];
	json_open(json, name, '[');
	while ((row = rejects_next(&cursor)) != NULL) {
		if (data->inputs[row->source.input].table != TABLE_TIMESHEETS)
			continue;
		wide_print(hours, row->hours);
		json_open(json, NULL, '{');
		json_put_text(
		    json, "file", dataset_input_name(data, row->source.input));
		json_put_whole(json, "line", row->source.line);
		json_put_text(json, "column", row->column);
		json_put_text(json, "reason",
		    writing->part->names
			? row->reason
			: reason_without(row, writing->arena));
		if (writing->part->names) {
			json_put_span(json, "value", row->value);
			json_put_span(json, "raw", row->raw);
			json_put_span(json, "record", row->record);
		}
		json_put_text(json, "hours", hours);
		if (says_project(writing->part, row))
			json_put_span(json, "project", row->named);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void
put_unknown(struct writing *writing)
{
	const struct dataset *data = writing->part->data;
	const struct timesheets *timesheets = &data->timesheets;
	struct json_writer *json = &writing->json;
	json_open(json, "unknown_projects", '[');
	for (size_t i = 0; i < timesheets->unknown_count; i++) {
		uint32_t project = timesheets->known_projects + (uint32_t)i;
		char hours[WIDE_TEXT_SIZE];
		if (timesheets->unknown[i].rows == 0)
			continue;
		wide_print(hours, timesheets->unknown[i].hours);
		json_open(json, NULL, '{');
		json_put_text(json, "project",
		    dictionary_text(&data->projects, project).data);
		json_put_whole(json, "rows", timesheets->unknown[i].rows);
		json_put_whole(json, "lines", writing->project_lines[project]);
		json_put_text(json, "hours", hours);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void
put_assumption(struct writing *writing, const struct assumption *row)
{
	struct json_writer *json = &writing->json;
	bool silent = row->about == ABOUT_EMPLOYEES && !writing->part->names;
	json_open(json, NULL, '{');
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		json_put_text(json, l == LANGUAGE_EN ? "en" : "vi",
		    silent ? language_text((enum language)l,
				 N_("something about the rates of employees, "
				    "which kpi part does not pass on: it would "
				    "name them"))
			   : row->text.text[l]);
	json_put_whole(json, "rows", row->rows);
	json_put_text(json, "line", silent ? "" : row->line);
	json_close(json, '}');
}

/* Those about timesheets: the others the run itself comes to. */
static void
put_assumptions(struct writing *writing)
{
	const struct assumptions *assumptions =
	    &writing->part->data->assumptions;
	struct json_writer *json = &writing->json;
	json_open(json, "assumptions", '[');
	for (size_t i = 0; i < assumptions->count; i++) {
		if (assumptions->rows[i].about != ABOUT_OTHERS)
			put_assumption(writing, &assumptions->rows[i]);
	}
	json_close(json, ']');
}

/* The digest of what was written so far. */
static void
put_digest(struct output *output)
{
	char digits[2 * SHA256_DIGEST_SIZE + 1];
	uint8_t digest[SHA256_DIGEST_SIZE];
	output_flush(output);
	struct sha256_ctx context = output->digest;
	sha256_digest(&context, sizeof digest, digest);
	hex_print(digits, digest, sizeof digest);
	output_text(output, ",\n  \"sha256\": \"");
	output_text(output, digits);
	output_text(output, "\"\n}\n");
}

static void
put_json(struct writing *writing, struct output *output)
{
	const struct summed_part *part = writing->part;
	const struct timesheets *timesheets = &part->data->timesheets;
	struct json_writer *json = &writing->json;
	json->output = output;
	json_open(json, NULL, '{');
	json_put_whole(json, PART_MARK, PART_VERSION);
	json_put_text(json, "version", part->version);
	json_put_text(json, "csv_sha256", writing->csv->sha256);
	json_put_text(json, "currency", part->currency);
	json_put_text(json, "configuration_sha256", part->configuration_sha256);
	json_put_whole(json, "rows", timesheets->count);
	json_put_whole(json, "lines", writing->lines);
	json_put_whole(json, "no_cost_rows", timesheets->no_cost_rows);
	json_put_whole(json, "no_cost_lines", writing->no_cost_lines);
	json_open(json, "files", '[');
	for (size_t i = 0; i < part->file_count; i++)
		json_put_text(json, NULL, part->files[i]);
	json_close(json, ']');
	put_inputs(writing);
	put_left_out(writing, "rejects", &part->data->rejects);
	put_left_out(writing, "skips", &part->data->skips);
	put_unknown(writing);
	put_assumptions(writing);
	put_digest(output);
}

enum status
summed_part_write(const struct summed_part *part, struct output *csv,
    struct output *json, struct arena *arena)
{
	struct writing writing = { .part = part, .csv = csv, .arena = arena };
	writing.project_lines = arena_allocate(arena,
	    part->data->projects.count + 1, sizeof *writing.project_lines);
	if (!writing.project_lines)
		return STATUS_MEMORY;
	make_prefix(&writing);
	enum status status = put_csv(&writing);
	if (status)
		return status;
	put_json(&writing, json);
	return arena_failed(arena) ? STATUS_MEMORY : output_finish(json);
}
