#include "io/import/csv/reader.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "io/locale/locale.h"

enum {
	BUFFER_BYTES = 256 * 1024,
	BLOCK_BYTES = 4096,
	REREAD_BYTES = 64 * 1024 * 1024
};

/* The state of one run. */
struct run {
	struct csv_reader *reader;
	struct diagnostics *diagnostics;
	struct csv_parser parser;
	enum status status;

	/* bytes[begin..end) are read and not yet parsed; bytes[begin] stands
	 * at `offset` in the file, on line `line`. */
	char *bytes;
	size_t begin, end;
	uint64_t offset, line;
	bool at_end;

	/* The record that is being parsed. */
	bool in_record, row_done, suspect;
	const char *broken; /* why the record is none; skip to the line's end */
	uint64_t first_line, first_offset, second_offset;
	struct csv_record record;
	struct csv_cell cells[CSV_COLUMNS];
	size_t cell_at[CSV_COLUMNS];
	size_t column;
	char *text; /* the cells' bytes */
	size_t text_length, text_size;
};

/* A field grows in blocks; beyond its bound libcsv is told that memory is out,
 * and stops. */
static void *
bounded_realloc(void *room, size_t size)
{
	return size > CSV_FIELD_BYTES + BLOCK_BYTES ? NULL
						    : realloc(room, size);
}

static bool
parser_start(struct run *run)
{
	if (csv_init(&run->parser,
		CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		return false;
	csv_set_delim(&run->parser, (unsigned char)run->reader->delimiter);
	csv_set_realloc_func(&run->parser, bounded_realloc);
	csv_set_blk_size(&run->parser, BLOCK_BYTES);
	return true;
}

static bool
is_blank(const char *data, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r' &&
		    data[i] != '\n')
			return false;
	return true;
}

static bool
keep_cell(struct run *run, const char *data, size_t length)
{
	if (run->text_size - run->text_length < length) {
		size_t size = (run->text_size + length) * 2;
		char *text = realloc(run->text, size);
		if (!text)
			return false;
		run->text = text;
		run->text_size = size;
	}
	if (length)
		memcpy(run->text + run->text_length, data, length);
	run->cell_at[run->column] = run->text_length;
	run->text_length += length;
	return true;
}

static void
on_cell(void *data, size_t length, void *context)
{
	struct run *run = context;
	struct csv_reader *reader = run->reader;
	size_t column = run->column;
	if (run->record.blank && !is_blank(data, length))
		run->record.blank = false;
	if (length > CSV_FIELD_BYTES)
		run->broken = _("a cell is longer than 64 KiB");
	if (run->suspect && (u8_check(data, length) || memchr(data, 0, length)))
		run->record.bad_bytes = true;
	size_t known = reader->wanted ? reader->columns : CSV_COLUMNS;
	if (column >= known) {
		if (!run->record.extra && !is_blank(data, length))
			run->record.extra = true;
	} else {
		bool wanted = !reader->wanted || reader->wanted[column];
		/* Only a row of several lines can hold a line end. */
		run->cells[column] =
		    (struct csv_cell){ .length = wanted ? length : 0,
			    .line_feed = run->line > run->first_line &&
					 (memchr(data, '\n', length) ||
					     memchr(data, '\r', length)) };
		if (wanted && !keep_cell(run, data, length))
			run->status = STATUS_MEMORY;
	}
	run->column++;
}

static void
on_row(int terminator, void *context)
{
	(void)terminator;
	((struct run *)context)->row_done = true;
}

static void
record_start(struct run *run)
{
	run->in_record = true;
	run->broken = NULL;
	run->row_done = run->suspect = false;
	run->first_line = run->line;
	run->first_offset = run->offset;
	run->second_offset = 0;
	run->column = run->text_length = 0;
	run->record = (struct csv_record){ .blank = true };
}

/* Hands the record over. `next_offset` is where the following line begins. */
static void
record_finish(struct run *run, uint64_t next_offset)
{
	struct csv_record *record = &run->record;
	size_t known = run->reader->wanted ? run->reader->columns : CSV_COLUMNS;
	record->line = run->first_line;
	record->lines = run->line - run->first_line + 1;
	record->offset = run->first_offset;
	record->length = next_offset - run->first_offset;
	record->cells = run->cells;
	record->types = cell_types_of(
	    run->reader->file->types, record->line, &record->typed);
	record->count = run->column < known ? run->column : known;
	for (size_t i = 0; i < record->count; i++)
		run->cells[i].data =
		    run->cells[i].length ? run->text + run->cell_at[i] : "";
	run->in_record = false;
	if (run->status == STATUS_OK)
		run->status = run->reader->take(run->reader->context, record);
}

static bool
has_odd_bytes(const char *data, size_t length)
{
	uint64_t odd = 0, word;
	const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
	for (; length >= 8; data += 8, length -= 8) {
		memcpy(&word, data, 8);
		odd |= (word | (word - ones)) & highs; /* ≥ 0x80 or 0 */
	}
	for (; length; data++, length--)
		odd |= (unsigned char)*data >= 0x80 || *data == 0;
	return odd != 0;
}

/* Rejects the line on which the broken row began and goes on with the line
 * after it. */
static void
reject_first_line(struct run *run)
{
	run->reader->reread += run->offset - run->second_offset;
	if (run->reader->reread >
	    REREAD_BYTES + 4 * (uint64_t)run->reader->file->before.st_size) {
		run->status = diagnostics_fail(run->diagnostics, STATUS_INPUT,
		    "%s:%ju: too many rows with broken quotes up to here; this "
		    "is not the CSV file it should be",
		    run->reader->file->path, (uintmax_t)run->first_line);
		return;
	}
	if (run->offset != run->second_offset) {
		run->offset = run->second_offset;
		run->begin = run->end = 0;
		run->at_end = false;
	}
	run->line = run->first_line;
	run->record = (struct csv_record){ .broken = run->broken };
	run->column = 0;
	record_finish(run, run->second_offset);
	csv_free(&run->parser);
	if (!parser_start(run) && run->status == STATUS_OK)
		run->status = STATUS_MEMORY;
}

static const char *
parse_error(struct run *run)
{
	if (csv_error(&run->parser) != CSV_EPARSE)
		return N_(
		    "a cell is longer than 64 KiB: a quote opened on this "
		    "line may not be closed");
	return run->line == run->first_line ? _("a quote stands within a cell, "
						"or text follows a closing "
						"quote")
					    : _("a quote opened on this line "
						"does not close as it should");
}

/* What a complete line means: the end of a record, of a broken one, or a line
 * within quotes. `last` is the file's last line, without a line end. */
static void
finish_line(struct run *run, bool last)
{
	if (!run->broken && last &&
	    csv_fini(&run->parser, on_cell, on_row, run) != 0)
		run->broken = _("a quote opened on this line is never closed");
	if (run->broken)
		reject_first_line(run);
	else if (run->row_done)
		record_finish(run, run->offset);
	else if (!run->parser.quoted) {
		/* A blank line that is longer than the buffer. */
		run->in_record = false;
		run->reader->blank_lines++;
	}
	run->line++;
}

/* Parses a line, or a piece of one that is longer than the buffer. */
static void
parse_piece(
    struct run *run, const char *data, size_t length, bool ends, bool last)
{
	bool first_piece = !run->in_record;
	if (first_piece)
		record_start(run);
	run->offset += length;
	if (ends && run->line == run->first_line)
		run->second_offset = run->offset;
	if (first_piece && ends && is_blank(data, length) &&
	    (run->reader->delimiter != '\t' || !memchr(data, '\t', length))) {
		run->in_record = false;
		run->reader->blank_lines++;
		run->line++;
		return;
	}
	run->suspect = run->suspect || has_odd_bytes(data, length);
	if (!run->broken && csv_parse(&run->parser, data, length, on_cell,
				on_row, run) != length)
		run->broken = parse_error(run);
	if (ends)
		finish_line(run, last);
}

/* The length of the first line in the buffer, line end included: LF, CRLF or
 * CR. 0 when more bytes are needed to tell. */
static size_t
find_line(const struct run *run)
{
	const char *from = run->bytes + run->begin;
	size_t available = run->end - run->begin;
	const char *feed = memchr(from, '\n', available);
	size_t length = feed ? (size_t)(feed - from) : available;
	const char *carriage = memchr(from, '\r', length);
	if (carriage && carriage + 1 != feed &&
	    (carriage + 1 < from + length || run->at_end))
		return (size_t)(carriage - from) + 1;
	return feed ? length + 1 : 0;
}

static void
fill(struct run *run)
{
	memmove(run->bytes, run->bytes + run->begin, run->end - run->begin);
	run->end -= run->begin;
	run->begin = 0;
	size_t got;
	run->status = file_read(run->reader->file, run->bytes + run->end,
	    BUFFER_BYTES - run->end, run->offset + run->end, &got,
	    run->diagnostics);
	if (run->status == STATUS_OK) {
		run->end += got;
		run->at_end = got == 0;
	}
}

/* Parses the next line or piece; false at the end. */
static bool
step(struct run *run)
{
	size_t length = find_line(run);
	bool ends = length != 0, last = false;
	if (length == 0 && !run->at_end &&
	    run->end - run->begin < BUFFER_BYTES) {
		fill(run);
		return run->status == STATUS_OK;
	}
	if (length == 0) {
		length = run->end - run->begin;
		ends = last = run->at_end;
		if (!ends && run->bytes[run->end - 1] == '\r')
			length--;
	}
	if (length == 0) {
		/* The end of the file, perhaps within quotes. */
		if (!run->in_record)
			return false;
		run->line--;
		finish_line(run, true);
		return run->status == STATUS_OK;
	}
	const char *data = run->bytes + run->begin;
	run->begin += length;
	parse_piece(run, data, length, ends, last);
	return run->status == STATUS_OK;
}

static enum status
skip_byte_order_mark(struct run *run)
{
	fill(run);
	const unsigned char *bytes = (const unsigned char *)run->bytes;
	if (run->status || run->offset)
		return run->status;
	if (run->end >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		run->begin = 3;
		run->offset = 3;
	}
	return STATUS_OK;
}

/* Between two records, and where the caller wants to stop? */
static bool
is_done(const struct run *run)
{
	const struct csv_reader *reader = run->reader;
	return !run->in_record &&
	       (reader->pause ||
		   (reader->until && run->offset >= reader->until));
}

enum status
csv_reader_run(struct csv_reader *reader, struct diagnostics *diagnostics)
{
	enum status status = STATUS_MEMORY;
	struct run *run = calloc(1, sizeof *run);
	if (!run)
		return diagnostics_no_memory(diagnostics);
	*run = (struct run){ .reader = reader,
		.diagnostics = diagnostics,
		.offset = reader->offset,
		.line = reader->lines + 1 };
	run->bytes = malloc(BUFFER_BYTES);
	if (run->bytes && parser_start(run)) {
		run->status =
		    reader->offset ? STATUS_OK : skip_byte_order_mark(run);
		while (run->status == STATUS_OK && !is_done(run) && step(run))
			;
		status = run->status;
		csv_free(&run->parser);
	}
	reader->lines = run->line - 1;
	reader->offset = run->offset;
	free(run->bytes);
	free(run->text);
	free(run);
	return status == STATUS_MEMORY ? diagnostics_no_memory(diagnostics)
				       : status;
}
