#include "io/import/find_header.h"

static const char delimiters[] = ",;\t|";

/* One reading of the first rows. */
struct finding {
	struct csv_reader *reader;
	struct header_search *search;
};

static enum status
take(void *context, const struct csv_record *record)
{
	struct finding *finding = context;
	return header_search_look(
	    finding->search, record, &finding->reader->pause);
}

/* Reads the first rows with a delimiter; *best is what they give. */
static enum status
try_delimiter(const struct reading *reading, const struct dialect *dialect,
    char delimiter, struct header_search *search, struct header_candidate *best)
{
	struct diagnostics unheard = { .arena = search->scratch };
	struct reading first_rows = *reading;
	struct finding finding = { &first_rows.reader, search };
	first_rows.diagnostics = &unheard;
	first_rows.reader.delimiter = delimiter;
	first_rows.reader.offset = dialect->begin_offset;
	first_rows.reader.lines = dialect->begin_line - 1;
	first_rows.reader.take = take;
	first_rows.reader.context = &finding;
	search->first_line = dialect->begin_line;
	header_search_begin(search);
	enum status status = reading_carefully(&first_rows);
	*best = header_search_best(search);
	if (status == STATUS_MEMORY)
		return diagnostics_no_memory(reading->diagnostics);
	/* What the rows say is judged later, but these are not all. */
	if (status && reading->reader.file->error && unheard.last)
		return diagnostics_fail(
		    reading->diagnostics, status, "%s", unheard.last->text);
	return STATUS_OK;
}

/* Is a row nearer to a header than what the first delimiter gives? */
static bool
is_better(
    const struct header_candidate *row, const struct header_candidate *than)
{
	if (row->known != than->known)
		return row->known > than->known;
	return than->filled <= 1 && row->filled > than->filled;
}

/* What stands above the header is not read. */
static void
warn_of_full_row(const struct reading *reading,
    const struct header_search *search, uint64_t line)
{
	uint64_t full = header_search_full_row(search);
	if (full)
		diagnostics_warn(reading->diagnostics,
		    "%s:%ju: this row is above the header (line %ju) and not "
		    "read, though it fills as many cells",
		    search->path, (uintmax_t)full, (uintmax_t)line);
}

enum status
find_header(struct reading *reading, struct dialect *dialect,
    struct header_search *search, uint64_t *line)
{
	struct header_candidate best, other;
	char seen = dialect->delimiter;
	bool found_out = *dialect->delimiter_source == '\0' &&
			 !reading->reader.file->types; /* it is no sheet */
	enum status status =
	    try_delimiter(reading, dialect, seen, search, &best);
	bool found = header_search_succeeded(search);
	for (size_t i = 0; found_out && !found && !status && delimiters[i];
	     i++) {
		if (delimiters[i] == seen)
			continue;
		status = try_delimiter(
		    reading, dialect, delimiters[i], search, &other);
		found = header_search_succeeded(search);
		if (!found && !is_better(&other, &best))
			continue;
		best = other;
		dialect->delimiter = delimiters[i];
	}
	reading->reader.delimiter = dialect->delimiter;
	*line =
	    best.line || !search->source->rows_above ? best.line : UINT64_MAX;
	if (!status && found)
		warn_of_full_row(reading, search, best.line);
	return status;
}
