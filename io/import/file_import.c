#include "io/import/file_import.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/bytes/dialect.h"
#include "io/import/bytes/digests.h"
#include "io/import/find_header.h"
#include "io/import/reading.h"
#include "io/import/rows/attributes.h"
#include "io/import/rows/file_forms.h"
#include "io/import/rows/file_reading.h"
#include "io/import/rows/rejects.h"
#include "io/import/rows/survey_scale.h"
#include "io/import/rows/word_readings.h"
#include "io/import/tables/parts.h"

/* How often evidence against an assumption is judged. */
enum { RECORDS_A_VERDICT = 64 };

/* What becomes of the records behind the header. Where nothing is declared the
 * forms of dates and numbers have to be found out: in a pass of its own, after
 * which the file is read again, or, in a file that is likely to be canonical,
 * while it is read as such. */
enum pass {
	READ,            /* rows are taken; all forms are known */
	DETECT,          /* cells are looked at as evidence, no row is taken */
	ASSUME_CANONICAL /* both; evidence against it stops the import, which
			    then begins anew (loading.assumption_failed) */
};

/* The state of one file. */
struct importing {
	const struct file_request *request;
	struct row_taker taker;
	struct file file;
	struct dialect dialect;
	struct reading reading;
	struct source_configuration source; /* merged with its format */
	struct header header;
	struct attribute_plan attributes;
	struct file_forms forms;
	uint64_t header_line; /* of the first header record; 0: no rows */
	uint64_t headers;   /* header records read in this pass */
	bool planned;       /* the header's plan has been made */
	bool evidence_only; /* read only for what it says about the number style
			       of its source */
	enum pass pass;
	const char *why; /* what the format goes by */
	uint64_t looked; /* at so many records, for evidence */
};

/* A format that kpi.yaml or an option asks for is merged before the file is
 * read; what the source itself says goes before it. */
static enum status
take_asked_format(struct importing *importing)
{
	const struct file_request *request = importing->request;
	const struct source_configuration *source = request->source;
	const struct source_configuration *format = NULL;
	const char *nearest = NULL;
	if (source->format.length) {
		format = formats_find(
		    request->formats, source->table, source->format, &nearest);
		if (!format)
			return diagnostics_fail(importing->taker.diagnostics,
			    STATUS_USAGE,
			    "%s: no format of %s is called %s%s%s%s; see kpi "
			    "list formats",
			    source->format_from, table_name(source->table),
			    source->format.data,
			    nearest ? " (did you mean " : "",
			    nearest ? nearest : "", nearest ? "?)" : "");
		importing->why = arena_format(importing->taker.loading->arena,
		    "asked for by %s", source->format_from);
		if (!importing->why)
			return diagnostics_no_memory(
			    importing->taker.diagnostics);
	}
	importing->source = source_merged(source, format);
	return STATUS_OK;
}

/* The headers that a format is recognised by, for `kpi check`. */
static const char *
recognized_by(const struct source_configuration *format, struct arena *arena)
{
	const char *text = "by";
	for (size_t i = 0; format && text && i < format->recognize_count; i++)
		text = arena_format(arena, "%s%s %s", text, i ? "," : "",
		    format->recognize[i].data);
	return text ? text : "by its header";
}

/* Where no format is asked for the header decides which one it is; a header
 * with the schema's own columns needs none. */
static enum status
recognize_format(struct importing *importing)
{
	const struct file_request *request = importing->request;
	const struct header *header = &importing->header;
	const struct source_configuration *source = request->source, *other;
	if (source->format.length)
		return STATUS_OK;
	const struct source_configuration *format =
	    formats_recognize(request->formats, source->table, header->folded,
		header->columns, &other);
	if (other)
		return diagnostics_fail(importing->taker.diagnostics,
		    STATUS_USAGE,
		    "%s: the header fits the formats %s and %s; say which in "
		    "kpi.yaml: %s: {format: %s}",
		    importing->file.path, format->name, other->name,
		    table_name(source->table), format->name);
	importing->why = recognized_by(format, importing->taker.loading->arena);
	importing->source = source_merged(source, format);
	return STATUS_OK;
}

/* Has the file a column of entry ids? A single file is searched for duplicates
 * by them only. */
static bool
has_entry_ids(const struct importing *importing)
{
	size_t field = schema_flagged(importing->source.table, FIELD_ENTRY_ID);
	return field != FIELD_COUNT && importing->header.feeds[field].count > 0;
}

/* Has the file neither a format nor a delimiter but the comma? */
static bool
is_plain(const struct importing *importing)
{
	return !importing->source.name &&
	       importing->reading.reader.delimiter == ',';
}

static enum status
read_header(struct importing *importing, const struct csv_record *record)
{
	const struct configuration *configuration =
	    importing->taker.loading->configuration;
	struct header_planning planning = { .header = &importing->header,
		.source = &importing->source,
		.wishes = { .people_at_work =
				configuration->definitions.rates.configured,
		    .entry_ids = importing->taker.duplicates != NULL,
		    .whole_rows = importing->taker.duplicates != NULL &&
				  importing->request->files->count > 1 },
		.path = importing->file.path,
		.line = record->line,
		.arena = importing->taker.loading->arena,
		.diagnostics = importing->taker.diagnostics };
	enum status status = header_read_names(&planning, record);
	if (!status)
		status = recognize_format(importing);
	if (!status)
		status = header_plan(&planning);
	if (importing->taker.reading)
		importing->taker.reading->header_line = record->line;
	if (!status && !planning.wishes.whole_rows && !has_entry_ids(importing))
		importing->taker.duplicates = NULL;
	/* The user writes a table of settings for this program: a mistake in
	 * its header is wrong usage, not a bad input. */
	if (table_kinds[importing->source.table].flags & TABLE_SETTINGS &&
	    status == STATUS_INPUT)
		status = STATUS_USAGE;
	if (!status && !importing->evidence_only &&
	    attributes_plan(importing->taker.loading, importing->source.table,
		&importing->header, &importing->attributes))
		status = diagnostics_no_memory(planning.diagnostics);
	if (status)
		return status;
	if (importing->taker.reading &&
	    !file_reading_take_header(importing->taker.reading,
		&importing->header, &importing->attributes, planning.arena))
		return diagnostics_no_memory(planning.diagnostics);
	file_forms_declare(
	    &importing->forms, &importing->source, &importing->header);
	bool assumed = importing->taker.loading->assume_canonical &&
		       !importing->evidence_only && is_plain(importing);
	bool undecided = importing->forms.any_undecided;
	importing->pass = importing->evidence_only ? DETECT
			  : !undecided             ? READ
			  : assumed                ? ASSUME_CANONICAL
						   : DETECT;
	if (assumed)
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
	return diagnostics_fail(importing->taker.diagnostics, STATUS_INPUT,
	    "%s:%ju: expected header row %ju of %d, found a row with a date; "
	    "say how many there are in kpi.yaml: %s: {header_rows: %ju}",
	    importing->file.path, (uintmax_t)record->line,
	    (uintmax_t)importing->headers, importing->source.header_rows,
	    table_name(importing->source.table),
	    (uintmax_t)importing->headers - 1);
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
	return importing->planned || importing->evidence_only || record->blank
		   ? STATUS_OK
		   : skip_above_header(taker, record);
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

/* Each line of the file must have been counted as exactly one of these. */
static enum status
reconcile(const struct importing *importing)
{
	const struct reconciliation *c = &importing->taker.counts;
	if (c->lines == c->header + c->accepted + c->rejected + c->blank +
			    c->skipped + c->continuation)
		return STATUS_OK;
	return diagnostics_fail(importing->taker.diagnostics, STATUS_BROKEN,
	    "%s: %ju lines do not add up to %ju header + %ju accepted + %ju "
	    "rejected + %ju blank + %ju skipped + %ju continuation; this is an "
	    "error in kpi, please report it",
	    importing->file.path, (uintmax_t)c->lines, (uintmax_t)c->header,
	    (uintmax_t)c->accepted, (uintmax_t)c->rejected, (uintmax_t)c->blank,
	    (uintmax_t)c->skipped, (uintmax_t)c->continuation);
}

/* Reads what is behind the header. */
static enum status
read_rest(struct importing *importing)
{
	struct reading *reading = &importing->reading;
	if (reading->options->careful)
		return reading_carefully(reading);
	enum status status = STATUS_OK;
	if (importing->pass != DETECT)
		status = plain_timesheets_new(
		    &reading->timesheets, &importing->taker, &importing->forms);
	if (!status && importing->pass != DETECT && !reading->timesheets &&
	    !word_readings_need_all(&importing->taker))
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
		return status;
	enum number_style numbers = NUMBERS_UNDECIDED;
	if (file_forms_need_numbers(&importing->forms, importing->source.table))
		status = numbers_of_source(importing, &numbers);
	if (!status)
		status = file_forms_decide(&importing->forms,
		    is_plain(importing), numbers, &importing->taker);
	importing->pass = READ;
	return status ? status : read_pass(importing);
}

/* How the file was read, in words. */
static const char *
describe(const struct importing *importing)
{
	struct arena *arena = importing->taker.loading->arena;
	const struct dialect *dialect = &importing->dialect;
	const char *format = importing->source.name;
	const char *columns =
	    importing->request->source->columns
		? (format ? " and columns of kpi.yaml" : "columns of kpi.yaml")
		: (format ? "" : "canonical columns");
	const char *name = format ? arena_format(arena, "format %s (%s)",
					format, importing->why)
				  : "";
	return !name ? NULL
		     : arena_format(arena, "%s%s, %s%s, %s%s%s%s%s", name,
			   columns, dialect->encoding,
			   dialect->encoding_guessed ? " (a guess)" : "",
			   dialect_delimiter_name(dialect->delimiter),
			   *dialect->delimiter_source ? " (" : "",
			   dialect->delimiter_source,
			   *dialect->delimiter_source ? ")" : "",
			   file_forms_describe(
			       &importing->forms, &importing->source, arena));
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
	enum status status = take_asked_format(importing);
	if (!status)
		status = dialect_find(&importing->dialect, &importing->file,
		    &(struct dialect_declared){
			.encoding = importing->source.encoding,
			.delimiter = importing->source.delimiter,
			.table = table_name(importing->source.table) },
		    importing->taker.loading->assume_canonical,
		    importing->taker.diagnostics);
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

/* Notes how the file was read, as far as it was. */
static void
take_reading(const struct importing *importing, enum status status)
{
	struct file_reading *reading = importing->taker.reading;
	const struct dialect *dialect = &importing->dialect;
	bool declared = importing->source.encoding;
	if (!reading)
		return;
	reading->format = importing->source.name;
	reading->format_why = reading->format ? importing->why : NULL;
	reading->encoding = dialect->encoding;
	reading->encoding_why = dialect->encoding_guessed ? "a guess"
				: declared                ? "declared"
							  : "found out";
	reading->delimiter = dialect->delimiter;
	reading->delimiter_why =
	    dialect->delimiter_source && *dialect->delimiter_source
		? dialect->delimiter_source
		: "found out";
	reading->counts = importing->taker.counts;
	reading->refused = status != STATUS_OK;
	file_reading_take_forms(reading, &importing->forms);
}

static enum status
read_file(struct importing *importing, struct input *input)
{
	const struct dataset *data = importing->taker.loading->data;
	size_t surveys = data->survey_count, rejects = data->reject_count;
	enum status status = read_bytes(importing);
	if (!status)
		status = file_forms_say_rounded(&importing->taker);
	if (!status)
		status =
		    survey_scale_judge(&importing->taker, surveys, rejects);
	if (status)
		return status;
	input->bytes = importing->file.decoded
			   ? (uint64_t)importing->file.before.st_size
			   : importing->reading.reader.offset;
	input->reconciliation = importing->taker.counts;
	input->header_line = importing->header_line;
	input->format = importing->source.name;
	input->reading = describe(importing);
	if (!input->reading ||
	    !header_describe(&importing->header, importing->source.table, input,
		importing->taker.loading->arena))
		return diagnostics_no_memory(importing->taker.diagnostics);
	status = file_unchanged(
	    &importing->file, input->bytes, importing->taker.diagnostics);
	return status ? status : reconcile(importing);
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

/* Room for one more input. */
static struct input *
new_input(struct loading *loading, const char *path, enum table table)
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
	struct input *input = new_input(loading, request->path, table);
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
	take_reading(importing, status);
	file_close(&importing->file);
	loading->data->present[table] = true;
	return status;
}
