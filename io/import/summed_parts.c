#include "io/import/summed_parts.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/day_sums.h"
#include "io/import/bytes/digests.h"
#include "io/import/bytes/file.h"
#include "io/import/config/yaml_tree.h"
#include "io/import/file_import.h"
#include "io/import/summed_record.h"

enum { HEAD_BYTES = 4096 };

static enum status
altered(const char *path, const char *what, struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_INPUT,
	    "%s: %s; a part is taken as kpi part wrote it, with its .json "
	    "file beside it: copy both again",
	    path, what);
}

/* ---- opening ---- */

/* Does the first line of the file name the mark's column, and is it the one
 * that kpi part writes? */
static enum status
look_at_header(
    struct file *file, bool *marked, bool *own, struct diagnostics *diagnostics)
{
	char head[HEAD_BYTES + 1];
	size_t got;
	enum status status =
	    file_read(file, head, HEAD_BYTES, 0, &got, diagnostics);
	if (status)
		return status;
	head[got] = '\0';
	head[strcspn(head, "\n")] = '\0';
	*marked = strstr(head, PART_MARK) != NULL;
	*own = strcmp(head, PART_HEADER) == 0;
	return STATUS_OK;
}

/* Reads the record and checks its own digest, with which it ends. */
static enum status
read_record(struct summed_part *part, const char *path, struct loading *loading,
    struct diagnostics *diagnostics)
{
	static const char ending[] = ",\n  \"sha256\": \"";
	struct file file;
	char sha256[65];
	size_t got = 0;
	enum status status = file_open(&file, path, diagnostics);
	if (status)
		return status;
	uint64_t size = (uint64_t)file.before.st_size;
	char *bytes = size <= PART_RECORD_BYTES
			  ? arena_allocate(loading->arena, size + 1, 1)
			  : NULL;
	if (!bytes)
		status = size <= PART_RECORD_BYTES
			     ? diagnostics_no_memory(diagnostics)
			     : altered(path, "it is larger than 64 MiB",
				   diagnostics);
	if (!status)
		status = file_read(&file, bytes, size, 0, &got, diagnostics);
	file_close(&file);
	if (status)
		return status;
	size_t tail = strlen(ending) + 64 + strlen("\"\n}\n");
	size_t body = got > tail ? got - tail : 0;
	digests_of_bytes(bytes, body, sha256);
	if (body == 0 || memcmp(bytes + body, ending, strlen(ending)) != 0 ||
	    memcmp(bytes + body + strlen(ending), sha256, 64) != 0)
		return altered(path, "it was altered", diagnostics);
	digests_of_bytes(bytes, got, part->record_sha256);
	part->record_path = path;
	part->record_bytes = got;
	status = yaml_tree_parse(&part->record, path,
	    (struct text){ bytes, got }, loading->arena, diagnostics);
	if (status)
		return status;
	if (record_whole(part->record, PART_MARK) != PART_VERSION)
		return altered(path,
		    "another version of the program has written it",
		    diagnostics);
	const char *wrong = record_judge(part->record);
	return wrong ? diagnostics_fail(diagnostics, STATUS_INPUT,
			   "%s: %s is not as kpi part writes it; make the part "
			   "again",
			   path, wrong)
		     : STATUS_OK;
}

enum status
summed_part_open(struct summed_part *part, const char *path,
    struct loading *loading, struct diagnostics *diagnostics)
{
	struct file file;
	char sha256[65];
	bool marked = false, own_header = false;
	*part = (struct summed_part){ .path = path };
	enum status status = file_open(&file, path, diagnostics);
	if (status)
		return status;
	status = look_at_header(&file, &marked, &own_header, diagnostics);
	if (!status && marked)
		status = digests_of_file(&file, sha256, diagnostics);
	file_close(&file);
	if (status || !marked)
		return status;
	size_t stem = strlen(path);
	stem -= stem > 4 && strcmp(path + stem - 4, ".csv") == 0 ? 4 : 0;
	const char *record =
	    arena_format(loading->arena, "%.*s.json", (int)stem, path);
	if (!record)
		return diagnostics_no_memory(diagnostics);
	status = read_record(part, record, loading, diagnostics);
	if (!status &&
	    (!own_header ||
		!text_is(record_text(part->record, "csv_sha256"), sha256)))
		return altered(path, "it was altered", diagnostics);
	struct text currency = record_text(part->record, "currency");
	const char *own = loading->configuration->definitions.currency;
	if (!status && !text_is(currency, own))
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: its costs are in %s, this run's in %s; say `currency: "
		    "%s` in kpi.yaml, or make the part again",
		    path, currency.data, own, currency.data);
	return status;
}

/* ---- taking ---- */

/* The record itself is an input, too. */
static bool
take_record(const struct summed_part *part, struct loading *loading)
{
	struct input *input =
	    input_add(loading, part->record_path, TABLE_TIMESHEETS);
	if (!input)
		return false;
	input->elsewhere = true;
	input->bytes = part->record_bytes;
	input->reading = "what kpi part says of its files";
	memcpy(input->sha256, part->record_sha256, sizeof input->sha256);
	return true;
}

static enum status
take_assumptions(const struct summed_part *part, struct dataset *data)
{
	const struct yaml_node *node =
	    record_first(part->record, "assumptions");
	for (; node; node = node->next) {
		struct assumption *assumption = assumptions_add(
		    &data->assumptions, record_whole(node, "rows"),
		    record_text(node, "line").data);
		if (!assumption)
			return STATUS_MEMORY;
		const char *path = dataset_name_below(data->folder, part->path);
		note_say_in(&assumption->text, LANGUAGE_EN, "%s: %s", path,
		    record_text(node, "en").data);
		note_say_in(&assumption->text, LANGUAGE_VI, "%s: %s", path,
		    record_text(node, "vi").data);
	}
	return STATUS_OK;
}

/* What kpi.yaml says of timesheets is what it said where they were read. */
static void
compare_configuration(const struct summed_part *part, struct loading *loading,
    struct diagnostics *diagnostics)
{
	const char *own = loading->configuration->sha256;
	if (!text_is(record_text(part->record, "configuration_sha256"),
		own ? own : ""))
		diagnostics_warn(diagnostics,
		    "%s: was made with another kpi.yaml; formats, rates and "
		    "exchange rates of its timesheets are those of that one",
		    part->path);
}

static enum status
take_inputs(const struct summed_part *part, struct loading *loading)
{
	const struct yaml_node *node = record_first(part->record, "inputs");
	for (; node; node = node->next) {
		struct input *input = input_add(
		    loading, record_text(node, "path").data, TABLE_TIMESHEETS);
		const struct yaml_node *lines =
		    record_member(node, "reconciliation");
		struct text sha256 = record_text(node, "sha256");
		if (!input)
			return STATUS_MEMORY;
		input->elsewhere = true;
		input->bytes = record_whole(node, "bytes");
		input->header_line = record_whole(node, "header_line");
		input->reading = record_text(node, "reading").data;
		input->format = record_member(node, "format") &&
					record_text(node, "format").length
				    ? record_text(node, "format").data
				    : NULL;
		input->digested_in_parts =
		    text_is(record_text(node, "sha256_of"), DIGEST_OF_PARTS);
		memcpy(input->sha256, sha256.data,
		    sha256.length < 64 ? sha256.length : 64);
		input->reconciliation = (struct reconciliation){
			.lines = record_whole(lines, "lines"),
			.header = record_whole(lines, "header"),
			.accepted = record_whole(lines, "accepted"),
			.rejected = record_whole(lines, "rejected"),
			.blank = record_whole(lines, "blank"),
			.skipped = record_whole(lines, "skipped"),
			.continuation = record_whole(lines, "continuation")
		};
	}
	return STATUS_OK;
}

static uint32_t
find_input(const struct dataset *data, struct text name)
{
	for (size_t i = data->input_count; i-- > 0;)
		if (data->inputs[i].elsewhere &&
		    text_is(name, data->inputs[i].path))
			return (uint32_t)i;
	return 0;
}

static enum status
take_left_out(const struct summed_part *part, const char *name,
    const struct dataset *data, struct rejects *rejects)
{
	const struct yaml_node *node = record_first(part->record, name);
	for (; node; node = node->next) {
		struct text project = record_text(node, "project");
		const struct reject reject = {
			.source = { find_input(data, record_text(node, "file")),
			    (uint32_t)record_whole(node, "line") },
			.column = record_text(node, "column").data,
			.value = record_text(node, "value"),
			.reason = record_text(node, "reason").data,
			.raw = record_text(node, "raw"),
			.record = record_text(node, "record"),
			.money = DECIMAL_NONE,
			.hours = record_exact(node, "hours"),
			.names = project.length ? NAMES_PROJECT : NAMES_NOBODY,
			.named = project,
			.of_contract = text_of("")
		};
		if (!rejects_add(rejects, &reject))
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

/* Rows are counted as the exports have them, not as the part sums them. */
static void
take_counts(const struct summed_part *part, struct loading *loading)
{
	const struct yaml_node *record = part->record;
	struct dataset *data = loading->data;
	struct timesheets *made = &data->timesheets;
	made->count +=
	    record_whole(record, "rows") - record_whole(record, "lines");
	made->no_cost_rows += record_whole(record, "no_cost_rows") -
			      record_whole(record, "no_cost_lines");
	const struct yaml_node *node = record_first(record, "unknown_projects");
	for (; node; node = node->next) {
		uint32_t project = dictionary_find(
		    &data->projects, record_text(node, "project"));
		uint64_t more =
		    record_whole(node, "rows") - record_whole(node, "lines");
		if (project < made->known_projects)
			continue;
		made->unknown[project - made->known_projects].rows += more;
		made->unknown_rows += more;
	}
}

/* Its rows are all taken, and as many as it says? A row that is not was put
 * there by somebody else, or stands in another part, too. */
static enum status
compare_rows(const struct summed_part *part, const struct dataset *data,
    uint32_t index, struct diagnostics *diagnostics)
{
	const struct yaml_node *node =
	    record_first(part->record, "unknown_projects");
	const struct timesheets *made = &data->timesheets;
	const struct reconciliation *lines =
	    &data->inputs[index].reconciliation;
	bool fits =
	    lines->accepted == record_whole(part->record, "lines") &&
	    lines->accepted + lines->header == lines->lines &&
	    made->no_cost_rows >= record_whole(part->record, "no_cost_lines");
	for (; node && fits; node = node->next) {
		uint32_t project = dictionary_find(
		    &data->projects, record_text(node, "project"));
		fits = project != NO_ID;
		if (fits && project >= made->known_projects)
			fits = made->unknown[project - made->known_projects]
				   .rows >= record_whole(node, "lines");
	}
	return fits ? STATUS_OK
		    : diagnostics_fail(diagnostics, STATUS_INPUT,
			  "%s: its rows are not those of which its .json file "
			  "speaks, or stand in another part, too; make the "
			  "part again",
			  part->path);
}

enum status
summed_part_take(const struct summed_part *part, uint32_t input,
    struct loading *loading, struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	enum status status = compare_rows(part, data, input, diagnostics);
	if (status)
		return status;
	status = take_record(part, loading) ? take_inputs(part, loading)
					    : STATUS_MEMORY;
	if (!status)
		status = take_assumptions(part, data);
	if (!status)
		status = take_left_out(part, "rejects", data, &data->rejects);
	if (!status)
		status = take_left_out(part, "skips", data, &data->skips);
	if (status)
		return diagnostics_no_memory(diagnostics);
	take_counts(part, loading);
	compare_configuration(part, loading, diagnostics);
	return STATUS_OK;
}

/* ---- all parts ---- */

/* The timesheet files that parts hold, and which part does. */
struct held {
	struct dictionary files, digests;
	const char *same; /* a file of the same bytes as another one */
	const struct summed_part **by; /* by file */
	size_t capacity;
};

static enum status
hold(struct held *held, const struct summed_part *part, struct loading *loading,
    struct diagnostics *diagnostics)
{
	const struct yaml_node *node = record_first(part->record, "inputs");
	for (; node; node = node->next) {
		struct text file = record_text(node, "path");
		uint32_t count = held->files.count;
		uint32_t id = dictionary_add(&held->files, file);
		held->by = arena_grown(loading->arena, held->by, count,
		    &held->capacity, sizeof(*held->by));
		if (id == NO_ID || !held->by)
			return diagnostics_no_memory(diagnostics);
		if (id < count)
			return diagnostics_fail(diagnostics, STATUS_INPUT,
			    "%s and %s both hold %s: its hours would count "
			    "twice; take one of them away",
			    held->by[id]->path, part->path, file.data);
		held->by[id] = part;
		if (record_whole(
			record_member(node, "reconciliation"), "accepted") == 0)
			continue;
		/* The digest stands for the rows, also under another name. */
		count = held->digests.count;
		id =
		    dictionary_add(&held->digests, record_text(node, "sha256"));
		if (id == NO_ID)
			return diagnostics_no_memory(diagnostics);
		if (id < count && !held->same)
			held->same = file.data;
	}
	return STATUS_OK;
}

static enum status
find_missing(const struct held *held, const struct summed_part *part,
    struct diagnostics *diagnostics)
{
	const struct yaml_node *node = record_first(part->record, "files");
	for (; node; node = node->next)
		if (dictionary_find(&held->files, node->text) == NO_ID)
			return diagnostics_fail(diagnostics, STATUS_INPUT,
			    "%s: there is also %s, which no part here holds; "
			    "put that part beside it",
			    part->path, node->text.data);
	return STATUS_OK;
}

enum status
summed_parts_judge(const struct summed_part *parts, size_t count,
    struct loading *loading, struct diagnostics *diagnostics)
{
	const struct summed_part *part = NULL, *export = NULL;
	struct held held = { 0 };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count; i++)
		*(parts[i].record ? &part : &export) = &parts[i];
	if (!part)
		return STATUS_OK;
	if (export)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s is a part (kpi part), %s an export: take all "
		    "timesheets from parts, or none",
		    part->path, export->path);
	dictionary_init(&held.files, loading->arena);
	dictionary_init(&held.digests, loading->arena);
	for (size_t i = 0; i < count && !status; i++)
		status = hold(&held, &parts[i], loading, diagnostics);
	if (held.same)
		diagnostics_warn(diagnostics,
		    "%s: another timesheet file has the same bytes; the hours "
		    "of both count",
		    held.same);
	for (size_t i = 0; i < count && !status; i++)
		status = find_missing(&held, &parts[i], diagnostics);
	return status;
}
