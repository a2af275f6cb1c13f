#include "io/import/file_import.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/bytes/digests.h"
#include "io/import/file_text.h"
#include "io/import/find_header.h"
#include "io/import/importing.h"
#include "io/import/rows/footers.h"
#include "io/import/rows/money_units.h"
#include "io/import/rows/rejects.h"
#include "io/import/rows/survey_scale.h"
#include "io/import/rows/word_readings.h"
#include "io/import/stand_ins.h"
#include "io/import/tables/parts.h"

/* How often evidence against an assumption is judged. */
enum { RECORDS_A_VERDICT = 64 };

/* Has the file a column of entry ids? A single file is searched for duplicates
 * by them only. */
static bool
has_entry_ids(const struct importing *importing)
{
	size_t field = schema_flagged(importing->source.table, FIELD_ENTRY_ID);
	return field != FIELD_COUNT && importing->header.feeds[field].count > 0;
}

/* Is it a CSV file that has neither a format nor a delimiter but the comma? */
static bool
is_plain(const struct importing *importing)
{
	return !importing->source.name && !importing->sheet.name &&
	       importing->reading.reader.delimiter == ',';
}

/* How the records behind a planned header are to be read. */
static enum pass
choose_pass(const struct importing *importing)
{
	bool assumed = importing->taker.loading->assume_canonical &&
		       !importing->evidence_only && is_plain(importing);
	if (importing->evidence_only)
		return DETECT;
	if (!importing->forms.any_undecided)
		return importing->refused ? LOOK : READ;
	return assumed && !importing->refused ? ASSUME_CANONICAL : DETECT;
}

/* Plans the header. A file that is refused for it is read on, to say what else
 * is wrong with it. */
static enum status
plan_header(struct importing *importing, const struct header_planning *planning,
    const struct csv_record *record)
{
	bool settings =
	    table_kinds[importing->source.table].flags & TABLE_SETTINGS;
	enum status status = header_read_names(planning, record);
	if (!status)
		status = importing_recognize_format(importing);
	bool recognized = !status;
	if (recognized)
		status = header_plan(planning);
	/* The user writes a table of settings for this program: a mistake in
	 * its header is wrong usage, not a bad input. */
	if (settings && status == STATUS_INPUT)
		status = STATUS_USAGE;
	if (!recognized || importing->evidence_only ||
	    !status_concerns_one(status))
		return status;
	importing->refused = status;
	return STATUS_OK;
}

static enum status
read_header(struct importing *importing, const struct csv_record *record)
{
	struct header_planning planning = { .header = &importing->header,
		.source = &importing->source,
		.wishes = { .people_at_work =
				takes_rates(importing->taker.loading),
		    .entry_ids = importing->taker.duplicates != NULL,
		    .whole_rows = importing->taker.duplicates != NULL &&
				  importing->request->files->count > 1 },
		.path = importing->file.path,
		.line = record->line,
		.arena = importing->taker.loading->arena,
		.diagnostics = importing->taker.diagnostics };
	enum status status = plan_header(importing, &planning, record);
	if (status)
		return status;
	if (!planning.wishes.whole_rows && !has_entry_ids(importing))
		importing->taker.duplicates = NULL;
	if (!importing->evidence_only &&
	    attributes_plan(importing->taker.loading, importing->source.table,
		&importing->header, &importing->attributes))
		return diagnostics_no_memory(planning.diagnostics);
	struct file_reading *reading = importing->taker.reading;
	if (reading)
		reading->header_line = record->line;
	if (reading && !file_reading_take_header(reading, &importing->header,
			   &importing->attributes, planning.arena))
		return diagnostics_no_memory(planning.diagnostics);
	if (word_readings_plan(&importing->taker))
		return diagnostics_no_memory(planning.diagnostics);
	file_forms_declare(
	    &importing->forms, &importing->taker, importing->file.types);
	importing->pass = choose_pass(importing);
	if (importing->pass == ASSUME_CANONICAL)
		file_forms_assume_canonical(&importing->forms);
	importing->reading.reader.wanted = importing->header.wanted;
	importing->reading.reader.columns = importing->header.columns;
	importing->planned = true;
	return STATUS_OK;
}

/* Only the first header record names columns; the others are counted. */
static enum status
take_header(struct importing *importing, const struct csv_record *record)
{
	importing->headers++;
	importing->taker.counts.header++;
	importing->taker.counts.continuation += record->lines - 1;
	if (!importing->planned)
		return read_header(importing, record);
	if (record->broken || record->bad_bytes ||
	    !row_has_day(&importing->taker, record))
		return STATUS_OK;
	diagnostics_fail(importing->taker.diagnostics, STATUS_INPUT,
	    "%s:%ju: expected header row %ju of %d, found a row with a date; "
	    "say how many there are in kpi.yaml:",
	    importing->file.path, (uintmax_t)record->line,
	    (uintmax_t)importing->headers, importing->source.header_rows);
	diagnostics_propose(importing->taker.diagnostics,
	    importing->source.line, "%s: {header_rows: %ju}",
	    table_name(importing->source.table),
	    (uintmax_t)importing->headers - 1);
	return STATUS_INPUT;
}

/* Titles, and rows of blanks. */
static bool
is_above_header(
    const struct importing *importing, const struct csv_record *record)
{
	return importing->headers == 0 &&
	       (record->line < importing->header_line || record->blank);
}

/* The first pass keeps what was there; each counts. */
static enum status
pass_above_header(struct importing *importing, const struct csv_record *record)
{
	struct row_taker *taker = &importing->taker;
	taker->counts.skipped++;
	taker->counts.continuation += record->lines - 1;
	if (importing->planned || importing->evidence_only || record->blank)
		return STATUS_OK;
	money_units_look(taker, record);
	return skip_above_header(taker, record);
}

static enum status
take_record(void *context, const struct csv_record *record)
{
	struct importing *importing = context;
	struct row_taker *taker = &importing->taker;
	if (record->line + record->lines > UINT32_MAX)
		return diagnostics_fail(taker->diagnostics, STATUS_INPUT,
		    "%s: more than 4,294,967,295 lines; split the file",
		    importing->file.path);
	if (is_above_header(importing, record))
		return pass_above_header(importing, record);
	uint64_t headers = importing->source.header_rows
			       ? (uint64_t)importing->source.header_rows
			       : 1;
	if (importing->headers < headers) {
		enum status status = take_header(importing, record);
		importing->reading.reader.pause = importing->headers >= headers;
		return status;
	}
	if (record->bad_bytes && importing->reading.assumed_utf8) {
		importing->reading.not_utf8 = true;
		return STATUS_INPUT;
	}
	if (importing->pass == LOOK)
		return word_readings_look(taker, record)
			   ? diagnostics_no_memory(taker->diagnostics)
			   : STATUS_OK;
	if (importing->pass != READ &&
	    !file_forms_look(&importing->forms, taker, record))
		return diagnostics_no_memory(taker->diagnostics);
	if (importing->pass == ASSUME_CANONICAL &&
	    importing->looked++ % RECORDS_A_VERDICT == 0 &&
	    file_forms_are_foreign(&importing->forms)) {
		taker->loading->assumption_failed = true;
		return STATUS_INPUT;
	}
	return importing->pass == DETECT ? STATUS_OK : row_take(taker, record);
}

/* Reads what is behind the header. */
static enum status
read_rest(struct importing *importing)
{
	struct reading *reading = &importing->reading;
	if (reading->options->careful)
		return reading_carefully(reading);
	const struct cell_types *types = importing->file.types;
	enum status status = STATUS_OK;
	bool takes = importing->pass != DETECT && importing->pass != LOOK;
	/* Rows that are taken at once take every cell for what it seems to be.
	 */
	takes &= !(types && types->any_unreadable);
	if (takes)
		status = plain_timesheets_new(
		    &reading->timesheets, &importing->taker, &importing->forms);
	if (!status && takes && !reading->timesheets)
		status = plain_rows_new(&reading->rows, &importing->taker,
		    importing->pass == ASSUME_CANONICAL ? &importing->forms
							: NULL);
	status = status ? diagnostics_no_memory(reading->diagnostics)
			: reading_segments(reading);
	plain_timesheets_free(reading->timesheets);
	plain_rows_free(reading->rows);
	reading->timesheets = NULL;
	reading->rows = NULL;
	importing->taker.loading->assumption_failed |= reading->not_utf8;
	return status;
}

static enum status
no_header(const struct importing *importing)
{
	int above = importing->source.rows_above - 1;
	if (above > 0)
		return diagnostics_fail(importing->taker.diagnostics,
		    STATUS_INPUT, "%s: no row is left below skip_rows: %d",
		    importing->file.path, above);
	return diagnostics_fail(importing->taker.diagnostics, STATUS_INPUT,
	    "%s: the file is empty; expected a header with the columns of %s",
	    importing->file.path,
	    table_name(importing->request->source->table));
}

/* Reads all records. Counting begins anew, so that the counts of the last pass,
 * which takes the rows, are those that are kept. */
static enum status
read_pass(struct importing *importing)
{
	struct csv_reader *reader = &importing->reading.reader;
	importing->headers = 0;
	importing->taker.counts =
	    (struct reconciliation){ .header =
					 importing->dialect.begin_line - 1 };
	reader->offset = importing->dialect.begin_offset;
	reader->lines = importing->dialect.begin_line - 1;
	reader->blank_lines = 0;
	importing->reading.plain->types = importing->file.types;
	enum status status = reading_carefully(&importing->reading);
	if (!status && reader->pause)
		status = read_rest(importing);
	importing->taker.counts.lines = reader->lines;
	importing->taker.counts.blank = reader->blank_lines;
	if (status || importing->planned)
		return status;
	return no_header(importing);
}

static enum status numbers_of_source(
    const struct importing *importing, enum number_style *numbers);

static enum status
read_rows(struct importing *importing)
{
	enum status status = read_pass(importing);
	if (!status && importing->pass == ASSUME_CANONICAL &&
	    (file_forms_are_foreign(&importing->forms) ||
		file_forms_need_numbers(
		    &importing->forms, importing->source.table))) {
		importing->taker.loading->assumption_failed = true;
		return STATUS_INPUT;
	}
	if (status || importing->pass != DETECT || importing->evidence_only)
		return status ? status : importing->refused;
	enum number_style numbers = NUMBERS_UNDECIDED;
	if (file_forms_need_numbers(&importing->forms, importing->source.table))
		status = numbers_of_source(importing, &numbers);
	if (!status)
		status = file_forms_decide(&importing->forms,
		    is_plain(importing), numbers, &importing->taker);
	if (status && !status_concerns_one(status))
		return status;
	importing->refused = status_of_both(importing->refused, status);
	importing->pass = importing->refused ? LOOK : READ;
	status = read_pass(importing);
	return status_of_both(importing->refused, status);
}

/* The rows above the header say nothing: it is looked for first. */
static enum status
find_first_row(struct importing *importing)
{
	struct header_search search = { .source = &importing->source,
		.formats = importing->request->formats,
		.path = importing->file.path,
		.scratch = importing->taker.scratch };
	return find_header(&importing->reading, &importing->dialect, &search,
	    &importing->header_line);
}

/* Finds out how the file is written, then reads it. */
static enum status
read_bytes(struct importing *importing)
{
	enum status status = importing_take_asked_format(importing);
	struct file_text text = { .dialect = { .encoding = NULL } };
	if (!status)
		status =
		    file_text_find(&text, &importing->file, &importing->source,
			importing->taker.loading->assume_canonical, 0,
			importing->taker.loading->arena,
			importing->taker.diagnostics);
	importing->dialect = text.dialect;
	importing->sheet = text.sheet;
	importing->reading.assumed_utf8 = importing->dialect.encoding_assumed;
	importing->reading.reader =
	    (struct csv_reader){ .file = &importing->file,
		    .delimiter = importing->dialect.delimiter,
		    .take = take_record,
		    .context = importing };
	if (!status)
		status = find_first_row(importing);
	return status ? status : read_rows(importing);
}

static enum status
read_file(struct importing *importing, struct input *input)
{
	const struct dataset *data = importing->taker.loading->data;
	size_t surveys = data->survey_count, contracts = data->contract_count;
	struct reject_place rejects = rejects_end(&data->rejects);
	enum status status = read_bytes(importing);
	if (!status)
		status = footers_settle(&importing->taker);
	if (!status)
		status = file_forms_say_rounded(&importing->taker);
	if (!status)
		status = file_forms_say_zoned(&importing->taker);
	if (!status)
		status =
		    survey_scale_judge(&importing->taker, surveys, rejects);
	if (!status)
		status = stand_ins_say(&importing->taker, contracts);
	if (!status)
		status = money_units_say(&importing->taker, contracts);
	if (status)
		return status;
	input->bytes = importing->file.decoded
			   ? (uint64_t)importing->file.before.st_size
			   : importing->reading.reader.offset;
	input->reconciliation = importing->taker.counts;
	input->header_line = importing->header_line;
	input->format = importing->source.name;
	input->reading = importing_describe(importing);
	input->fed = header_fed(&importing->header, importing->source.table);
	if (!input->reading ||
	    (importing->sheet.name &&
		!file_text_say_hidden(&importing->sheet,
		    dataset_input_name(data, importing->taker.input),
		    &importing->taker.loading->data->assumptions)))
		return diagnostics_no_memory(importing->taker.diagnostics);
	status = file_unchanged(
	    &importing->file, input->bytes, importing->taker.diagnostics);
	return status ? status
		      : reading_adds_up(
			    &importing->reading, &input->reconciliation);
}

static void
start(struct importing *importing, struct loading *loading,
    const struct file_request *request, struct diagnostics *diagnostics)
{
	*importing = (struct importing){ .request = request,
		.taker = { .loading = loading,
		    .scratch = loading->scratch,
		    .diagnostics = diagnostics,
		    .file = &importing->file,
		    .source = &importing->source,
		    .header = &importing->header,
		    .attributes = &importing->attributes,
		    .forms = importing->forms.forms,
		    .duplicates = request->duplicates },
		.reading = { .options = &loading->options,
		    .diagnostics = diagnostics } };
}

/* The number style that the other files of the source decide, which are read
 * for it; *numbers stays as it is if none does, or two decide differently. */
static enum status
numbers_of_source(const struct importing *importing, enum number_style *numbers)
{
	struct loading *loading = importing->taker.loading;
	const struct table_files *files = importing->request->files;
	bool found[NUMBERS_COMMA + 1] = { false };
	for (size_t i = 0; i < files->count; i++) {
		struct file_request request = *importing->request;
		struct importing *other =
		    arena_allocate(loading->arena, 1, sizeof *other);
		struct diagnostics unheard = { .arena = loading->arena };
		if (!other)
			return diagnostics_no_memory(
			    importing->taker.diagnostics);
		if (files->rows[i].source != request.source ||
		    strcmp(files->rows[i].path, request.path) == 0)
			continue;
		request.path = files->rows[i].path;
		start(other, loading, &request, &unheard);
		other->evidence_only = true;
		other->reading.plain = importing->reading.plain;
		if (!file_open(&other->file, request.path, &unheard) &&
		    !read_bytes(other))
			found[file_forms_numbers(
			    &other->forms, other->source.table)] = true;
		file_close(&other->file);
	}
	if (found[NUMBERS_POINT] != found[NUMBERS_COMMA])
		*numbers = found[NUMBERS_POINT] ? NUMBERS_POINT : NUMBERS_COMMA;
	return STATUS_OK;
}

struct input *
input_add(struct loading *loading, const char *path, enum table table)
{
	struct dataset *data = loading->data;
	struct input *inputs = arena_grown(data->arena, data->inputs,
	    data->input_count, &loading->input_capacity, sizeof *inputs);
	if (!inputs)
		return NULL;
	data->inputs = inputs;
	inputs[data->input_count] =
	    (struct input){ .path = path, .table = table };
	return &inputs[data->input_count++];
}

enum status
file_import(struct loading *loading, const struct file_request *request,
    struct diagnostics *diagnostics)
{
	uint32_t index = (uint32_t)loading->data->input_count;
	enum table table = request->source->table;
	struct input *input = input_add(loading, request->path, table);
	struct importing *importing =
	    arena_allocate(loading->arena, 1, sizeof *importing);
	struct plain_record *plain =
	    arena_allocate(loading->arena, 1, sizeof *plain);
	if (!input || !importing || !plain)
		return diagnostics_no_memory(diagnostics);
	start(importing, loading, request, diagnostics);
	importing->taker.input = index;
	if (loading->options.readings) {
		importing->taker.reading =
		    file_readings_add(loading->options.readings, request->path,
			request->source, index, loading->arena);
		if (!importing->taker.reading)
			return diagnostics_no_memory(diagnostics);
	}
	importing->reading.plain = plain;
	enum status status =
	    file_open(&importing->file, request->path, diagnostics);
	if (!status && loading->options.digests)
		status = digests_add(loading->options.digests, &importing->file,
		    index, &importing->reading.digest, diagnostics);
	if (!status)
		status = read_file(importing, input);
	importing_take_reading(importing, status);
	file_close(&importing->file);
	loading->data->present[table] = true;
	return status;
}
