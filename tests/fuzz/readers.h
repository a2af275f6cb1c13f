/* Reads a file with both readers and compares everything that comes of it. */
#ifndef TESTS_FUZZ_READERS_H
#define TESTS_FUZZ_READERS_H

#define _GNU_SOURCE /* open_memstream */

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/model/rows.h"
#include "io/import/bytes/digests.h"
#include "io/import/importer.h"
#include "tests/unit/folder.h"

/* ---- what came of a reading, as text ---- */

static void
dump_timesheets(FILE *out, const struct dataset *data)
{
	const struct timesheets *rows = &data->timesheets;
	char hours[WIDE_TEXT_SIZE], cost[WIDE_TEXT_SIZE];
	for (size_t b = 0; b < rows->block_count; b++)
		for (size_t i = 0; i < rows->blocks[b].count; i++) {
			struct timesheet row =
			    timesheet_at(&rows->blocks[b], i);
			fprintf(out,
			    "timesheet %u:%u %u %s %d %d %jd %d %jd %d\n",
			    row.source.input, row.source.line, row.project,
			    dictionary_text(&data->projects, row.project).data,
			    row.day, (int)row.kind, (intmax_t)row.hours,
			    row.hours_rest, (intmax_t)row.amount,
			    row.amount_rest);
		}
	for (size_t i = 0; i < rows->odd_count; i++)
		fprintf(out, "odd %u %d %d\n", rows->odd[i].source.line,
		    rows->odd[i].no_cost, rows->odd[i].unknown_project);
	wide_print(hours, rows->total_hours);
	wide_print(cost, rows->total_cost);
	fprintf(out, "total %s %s\n", hours, cost);
}

static void
dump_contracts(FILE *out, const struct dataset *data)
{
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *c = &data->contracts[i];
		fprintf(out,
		    "contract %u %u %u %u %u %u %u %d %d %d %d %d %d %d %d "
		    "%d %jd %jd\n",
		    c->source.line, c->contract, c->client, c->client_name,
		    c->manager, c->project, c->team, (int)c->stage,
		    (int)c->kind, c->closed_on, c->proposed_on, c->start_on,
		    c->end_on, c->terminated_on, c->due_on, c->delivered_on,
		    (intmax_t)c->value, (intmax_t)c->budget);
	}
}

static void
dump_surveys(FILE *out, const struct dataset *data)
{
	for (size_t i = 0; i < data->survey_count; i++) {
		const struct survey *s = &data->surveys[i];
		fprintf(out,
		    "survey %u %d %d %u %u %u %u %u %jd %jd %jd %d %d %zu %s\n",
		    s->source.line, (int)s->kind, (int)s->about, s->subject,
		    s->manager, s->contract, s->client, s->department,
		    (intmax_t)s->score, (intmax_t)s->scale_min,
		    (intmax_t)s->scale_max, s->answered_on, s->sent_on,
		    s->comment.length, s->comment.data);
	}
}

static void
dump_attributes(FILE *out, const struct dataset *data)
{
	for (int t = 0; t < TABLE_COUNT; t++)
		for (size_t a = 0; a < data->attributes[t].count; a++)
			for (size_t i = 0; i < rows_count(data, (enum table)t);
			     i++)
				fprintf(out, "%s %u\n",
				    data->attributes[t].rows[a].name,
				    data->attributes[t].rows[a].words[i]);
}

static void
dump_words(FILE *out, const char *name, const struct dictionary *words)
{
	for (uint32_t id = 0; id < words->count; id++)
		fprintf(out, "%s %u %s\n", name, id,
		    dictionary_text(words, id).data);
}

static void
dump_left_out(FILE *out, const char *what, const struct rejects *list)
{
	char hours[WIDE_TEXT_SIZE];
	struct reject_cursor cursor = rejects_begin(list);
	const struct reject *r;
	while ((r = rejects_next(&cursor)) != NULL) {
		wide_print(hours, r->hours);
		fprintf(out, "%s %u|%s|%.*s|%s|%.*s|%jd|%s|%u\n", what,
		    r->source.line, r->column, (int)r->value.length,
		    r->value.data, r->reason, (int)r->raw.length, r->raw.data,
		    (intmax_t)r->money, hours, r->manager);
	}
}

static void
dump(FILE *out, enum status status, const struct dataset *data,
    const struct diagnostics *diagnostics)
{
	fprintf(out, "status %d\n", (int)status);
	for (const struct diagnostic *d = diagnostics->first; d; d = d->next)
		fprintf(out, "says %s\n", d->text);
	if (status)
		return;
	for (size_t i = 0; i < data->input_count; i++) {
		const struct input *input = &data->inputs[i];
		const struct reconciliation *c = &input->reconciliation;
		fprintf(out, "input %ju %s: %ju %ju %ju %ju %ju %ju %ju %s\n",
		    (uintmax_t)input->bytes, input->sha256, (uintmax_t)c->lines,
		    (uintmax_t)c->header, (uintmax_t)c->accepted,
		    (uintmax_t)c->rejected, (uintmax_t)c->blank,
		    (uintmax_t)c->skipped, (uintmax_t)c->continuation,
		    input->reading ? input->reading : "");
	}
	dump_timesheets(out, data);
	dump_contracts(out, data);
	dump_surveys(out, data);
	dump_attributes(out, data);
	dump_left_out(out, "reject", &data->rejects);
	dump_left_out(out, "skip", &data->skips);
	dump_words(out, "project", &data->projects);
	dump_words(out, "manager", &data->managers);
	dump_words(out, "client", &data->client_ids);
	dump_words(out, "word", &data->words);
}

/* Everything that comes of reading a folder; the caller frees it. */
static char *
read_folder(const char *folder, struct import_options options)
{
	char *text = NULL;
	size_t size = 0;
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	struct configuration configuration;
	struct formats formats = { 0 };
	struct dataset data;
	FILE *out = open_memstream(&text, &size);
	options.digests = digests_new(options.jobs > 1);
	enum status status =
	    configuration_read(&configuration, folder, arena, &diagnostics);
	if (!status)
		status = import_dataset(&data, folder, &configuration, &formats,
		    options, arena, &diagnostics);
	if (!status)
		status = digests_finish(options.digests, &data, &diagnostics);
	digests_free(options.digests);
	dump(out, status, &data, &diagnostics);
	fclose(out);
	arena_free(arena);
	return text;
}

/* ---- comparing ---- */

static const struct import_options scanning[] = {
	{ .jobs = 1, .segment_bytes = 1 },
	{ .jobs = 3, .segment_bytes = 7 },
	{ .jobs = 2, .segment_bytes = 64 },
	{ .jobs = 1, .segment_bytes = 200 },
	{ .jobs = 4, .segment_bytes = 300 },
	{ .jobs = 2 },
};

/* Where two texts begin to differ, to show. */
static const char *
difference(const char *careful, const char *scanned, size_t way)
{
	static char shown[3000];
	size_t at = 0, line = 0;
	for (; careful[at] && careful[at] == scanned[at]; at++)
		if (careful[at] == '\n')
			line = at + 1;
	if (careful[at] == scanned[at])
		return "";
	snprintf(shown, sizeof shown,
	    "way %zu\n--- careful\n%.1000s\n--- scanned\n%.1000s\n", way,
	    careful + line, scanned + line);
	return shown;
}

static bool
write_file(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "w");
	return file && fwrite(text, 1, length, file) == length &&
	       fclose(file) == 0;
}

/* What stands beside timesheets: some of their projects are known, among them
 * one that is called like a total. */
static const char beside_timesheets[] =
    "contract_id,client_id,account_manager,stage,project_id\n"
    "P1,K1,an,open,\nC2,K1,an,open,Án\nC3,K1,an,open,Total\n"
    "C4,K1,an,open,a project of many bytes\n";

/* Reads `text` as the folder's only file, but for contracts beside timesheets,
 * with both readers; an empty text, or the first difference. */
static const char *
readers_compare(const char *name, const char *text, size_t length)
{
	char folder[FOLDER_SIZE], path[FOLDER_PATH_SIZE],
	    beside[FOLDER_PATH_SIZE];
	const char *found = "";
	if (!folder_make(folder))
		return "no temporary folder";
	snprintf(path, sizeof path, "%s/%s", folder, name);
	snprintf(beside, sizeof beside, "%s/contracts.csv", folder);
	bool timesheets = strcmp(name, "timesheets.csv") == 0;
	if (!write_file(path, text, length) ||
	    (timesheets && !write_file(beside, beside_timesheets,
			       sizeof beside_timesheets - 1)))
		return "the file cannot be written";
	char *careful =
	    read_folder(folder, (struct import_options){ .careful = true });
	size_t ways = sizeof scanning / sizeof *scanning;
	for (size_t way = 0; way < ways && !*found; way++) {
		char *scanned = read_folder(folder, scanning[way]);
		found = difference(careful, scanned, way);
		free(scanned);
	}
	free(careful);
	unlink(path);
	if (timesheets)
		unlink(beside);
	rmdir(folder);
	return found;
}

#endif
