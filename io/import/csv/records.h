/* The records of a segment that is plainly well formed, as the careful reader
 * would make them. */
#ifndef IO_IMPORT_CSV_RECORDS_H
#define IO_IMPORT_CSV_RECORDS_H

#include "io/import/csv/reader.h"
#include "io/import/csv/segments.h"

/* One row of a segment: its bytes [begin, end), and its cells, which end at
 * marks.ends[first] … marks.ends[last]. */
struct plain_row {
	uint32_t begin, end, first, last;
	uint64_t line, lines; /* physical */
};

/* A walk over the rows of a segment. */
struct plain_walk {
	const struct segment *segment;
	size_t next, inner;
	struct plain_row row;
};

void plain_walk_start(struct plain_walk *walk, const struct segment *segment);

/* The next row; false behind the last. */
static inline bool
plain_walk_next(struct plain_walk *walk)
{
	const struct scan_marks *marks = &walk->segment->marks;
	struct plain_row *row = &walk->row;
	if (walk->next == marks->row_count)
		return false;
	row->first = walk->next ? row->last + 1 : 0;
	row->last = marks->rows[walk->next++];
	row->begin = row->end;
	row->end = marks->ends[row->last] + 1;
	row->line += row->lines;
	row->lines = 1;
	while (walk->inner < marks->inner_count &&
	       marks->inner[walk->inner] < row->end) {
		row->lines++;
		walk->inner++;
	}
	return true;
}

/* Is the row nothing but white space, and so no record? */
bool plain_row_is_blank(const struct plain_walk *walk, char delimiter);

/* The bounds of the row's cell in a column that it has. */
static inline void
plain_row_bounds(const struct plain_walk *walk, size_t column,
    const char **begin, const char **end)
{
	const struct plain_row *row = &walk->row;
	const char *bytes = walk->segment->bytes;
	const uint32_t *ends = walk->segment->marks.ends + row->first;
	*begin = bytes + (column ? ends[column - 1] + 1 : row->begin);
	*end = bytes + ends[column];
	if (row->first + column == row->last && *end > *begin &&
	    (*end)[-1] == '\r')
		--*end;
}

/* Do all line feeds within the row stand in columns of free text? The row has
 * no more cells than there are columns. */
static inline bool
plain_row_has_free_line_feeds(
    const struct plain_walk *walk, const bool *free_text)
{
	const struct plain_row *row = &walk->row;
	const struct scan_marks *marks = &walk->segment->marks;
	const uint32_t *ends = marks->ends + row->first;
	const uint32_t *inner = marks->inner + walk->inner;
	size_t column = 0;
	for (uint64_t i = row->lines - 1; i > 0; i--) {
		while (ends[column] < *(inner - i))
			column++;
		if (!free_text[column])
			return false;
	}
	return true;
}

/* The bytes of a cell [begin, end) as the reader understands them: without
 * quotes, or trimmed. False if a quote within is doubled: then *inside is what
 * stands between the quotes. */
static inline bool
plain_cell(
    const char *begin, const char *end, const char **inside, size_t *length)
{
	if (begin < end && *begin == '"') {
		*inside = begin + 1;
		*length = (size_t)(end - begin) - 2;
		for (const char *at = begin + 1; at < end - 1; at++)
			if (*at == '"')
				return false;
		return true;
	}
	while (begin < end && (*begin == ' ' || *begin == '\t'))
		begin++;
	while (begin < end && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*inside = begin;
	*length = (size_t)(end - begin);
	return true;
}

/* Makes each doubled quote one, in `to`; the new length. */
size_t plain_undouble(char *to, const char *from, size_t length);

/* Room for one record at a time. */
struct plain_record {
	const struct cell_types *types; /* of the file; or NULL */
	struct csv_record record;
	struct csv_cell cells[CSV_COLUMNS];
	char text[CSV_FIELD_BYTES]; /* of cells with doubled quotes */
};

/* Makes the record of the walk's row. `wanted` and `columns` as in csv_reader.
 */
void plain_record_make(struct plain_record *plain,
    const struct plain_walk *walk, const bool *wanted, size_t columns);

#endif
