#include "io/import/rows/header_search.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/near_miss.h"

/* So many known names tell a header that has an error from a title. */
enum { NAMES_TO_TELL = 2 };

void
header_search_begin(struct header_search *search)
{
	search->fits = search->lone = (struct header_candidate){ 0 };
	search->row_count = search->seen = 0;
	search->first = search->further_lines = 0;
}

/* ---- one row ---- */

/* Finds out which format the row has, unless one is asked for: *merged is what
 * then says how it is read. */
static void
recognize(const struct header_search *search, const struct header *header,
    struct header_candidate *row, struct source_configuration *merged)
{
	const struct source_configuration *source = search->source, *other;
	*merged = *source;
	if (source->format.length)
		return;
	row->format = formats_recognize(search->formats, source->table,
	    header->folded, header->columns, &other);
	row->canonical = formats_are_own_names(
	    source->table, header->folded, header->columns);
	*merged = source_merged(source, row->format);
}

/* Does a format of the table map a column to this header, by its whole name? */
static bool
is_in_a_format(const struct header_search *search, struct text name)
{
	for (size_t i = 0; i < search->formats->count; i++) {
		const struct source_configuration *format =
		    &search->formats->rows[i];
		const struct column_map *map =
		    format->table == search->source->table ? format->columns
							   : NULL;
		for (; map; map = map->next)
			for (size_t h = 0; h < map->header_count; h++)
				if (text_equal(map->headers[h], name))
					return true;
	}
	return false;
}

/* How many of the row's cells are names that are known, or nearly so. */
static size_t
count_known(
    const struct header_search *search, const struct header_planning *planning)
{
	struct header *header = planning->header;
	size_t known = 0;
	memset(header->feeds, 0, sizeof header->feeds);
	for (size_t i = 0; i < header->columns; i++)
		known +=
		    header->folded[i].length > 0 &&
		    (header_expects(planning, i) || near_miss_field(planning, i) != FIELD_COUNT ||
			is_in_a_format(search, text_of(header->names[i])));
	return known;
}

static size_t
count_filled(const struct header *header)
{
	size_t filled = 0;
	for (size_t i = 0; i < header->columns; i++)
		filled += header->folded[i].length > 0;
	return filled;
}

/* Judges a row that can be read; *fits: it is a header. */
static enum status
judge(const struct header_search *search, const struct csv_record *record,
    struct header_candidate *row, bool *fits)
{
	struct diagnostics unheard = { .arena = search->scratch };
	struct source_configuration merged;
	struct header header;
	struct header_planning planning = { .header = &header,
		.source = search->source,
		.path = search->path,
		.line = record->line,
		.arena = search->scratch,
		.diagnostics = &unheard };
	*row = (struct header_candidate){ 0 };
	*fits = false;
	enum status status = header_read_names(&planning, record);
	row->line = record->line;
	row->filled = record->count;
	if (status) /* too many cells; it may be the header all the same */
		return status == STATUS_MEMORY ? status : STATUS_OK;
	row->filled = count_filled(&header);
	recognize(search, &header, row, &merged);
	*fits = row->format != NULL; /* what else is wrong is said later */
	planning.source = &merged;
	if (!*fits) {
		status = header_plan(&planning);
		*fits = status == STATUS_OK;
	}
	if (!*fits)
		row->known = count_known(search, &planning);
	return status == STATUS_MEMORY ? status : STATUS_OK;
}

/* ---- the rows ---- */

/* Are there `skip_rows` above the row, as a spreadsheet counts them: a row of
 * several lines is one, a blank line is one? */
static bool
is_below_skipped(
    const struct header_search *search, const struct csv_record *record)
{
	uint64_t above = record->line - search->first_line;
	uint64_t skipped = (uint64_t)search->source->rows_above - 1;
	return above - search->further_lines >= skipped;
}

/* May the row be the header at all? */
static bool
is_candidate(
    const struct header_search *search, const struct csv_record *record)
{
	return !record->blank && !record->broken && !record->bad_bytes &&
	       (!search->source->rows_above ||
		   is_below_skipped(search, record));
}

enum status
header_search_look(
    struct header_search *search, const struct csv_record *record, bool *done)
{
	struct arena_mark mark = arena_mark(search->scratch);
	struct header_candidate row;
	bool fits = false, declared = search->source->rows_above != 0;
	enum status status = STATUS_OK;
	search->seen++;
	if (!search->first && !record->blank &&
	    (!declared || is_below_skipped(search, record)))
		search->first = record->line;
	if (is_candidate(search, record)) {
		status = judge(search, record, &row, &fits);
		if (row.line)
			search->rows[search->row_count++] = row;
		if (fits && row.filled > 1)
			search->fits = row;
		else if (fits && !search->lone.line)
			search->lone = row;
	}
	search->further_lines += record->lines - 1;
	*done = search->fits.line ||
		(declared ? search->first != 0
			  : search->seen == HEADER_SEARCH_ROWS);
	arena_release(search->scratch, mark);
	return status;
}

bool
header_search_succeeded(const struct header_search *search)
{
	return search->fits.line || search->lone.line;
}

/* The row with the most known names; else the first that fills at least half as
 * many cells as the fullest, which titles do not. */
static struct header_candidate
nearest(const struct header_search *search)
{
	struct header_candidate best = { .line = search->first };
	size_t most = 0;
	for (size_t i = 0; i < search->row_count; i++) {
		const struct header_candidate *row = &search->rows[i];
		most = row->filled > most ? row->filled : most;
		if (row->known >= NAMES_TO_TELL && row->known > best.known)
			best = *row;
	}
	for (size_t i = 0; i < search->row_count && !best.known; i++)
		if (search->rows[i].filled * 2 >= most)
			return search->rows[i];
	return best;
}

struct header_candidate
header_search_best(const struct header_search *search)
{
	return search->fits.line   ? search->fits
	       : search->lone.line ? search->lone
				   : nearest(search);
}

uint64_t
header_search_full_row(const struct header_search *search)
{
	struct header_candidate header = header_search_best(search);
	for (size_t i = 0; i < search->row_count; i++) {
		const struct header_candidate *row = &search->rows[i];
		if (row->line < header.line && row->filled > 1 &&
		    row->filled >= header.filled)
			return row->line;
	}
	return 0;
}
