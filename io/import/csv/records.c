#include "io/import/csv/records.h"

#include <string.h>

void
plain_walk_start(struct plain_walk *walk, const struct segment *segment)
{
	*walk = (struct plain_walk){ .segment = segment,
		.row = { .line = segment->line } };
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

bool
plain_row_is_blank(const struct plain_walk *walk, char delimiter)
{
	const struct plain_row *row = &walk->row;
	const char *bytes = walk->segment->bytes + row->begin;
	size_t length = row->end - row->begin;
	return is_blank(bytes, length) &&
	       (delimiter != '\t' || !memchr(bytes, '\t', length));
}

size_t
plain_undouble(char *to, const char *from, size_t length)
{
	size_t kept = 0;
	for (size_t i = 0; i < length; i++) {
		to[kept++] = from[i];
		if (from[i] == '"')
			i++;
	}
	return kept;
}

void
plain_record_make(struct plain_record *plain, const struct plain_walk *walk,
    const bool *wanted, size_t columns)
{
	const struct plain_row *row = &walk->row;
	struct csv_record *record = &plain->record;
	size_t count = row->last - row->first + 1, used = 0;
	*record = (struct csv_record){ .line = row->line,
		.lines = row->lines,
		.offset = walk->segment->offset + row->begin,
		.length = row->end - row->begin,
		.cells = plain->cells,
		.count = count < columns ? count : columns,
		.blank = true };
	record->types =
	    cell_types_of(plain->types, row->line, &record->typed);
	/* The last line of the file may lack its line feed. */
	if (record->offset + record->length > walk->segment->next_offset)
		record->length--;
	for (size_t i = 0; i < count; i++) {
		const char *begin, *end, *inside;
		size_t length;
		plain_row_bounds(walk, i, &begin, &end);
		if (!plain_cell(begin, end, &inside, &length)) {
			length =
			    plain_undouble(plain->text + used, inside, length);
			inside = plain->text + used;
			used += length;
		}
		bool blank = is_blank(inside, length);
		record->blank &= blank;
		if (i >= columns) {
			record->extra |= !blank;
			continue;
		}
		bool kept = wanted[i] && length;
		plain->cells[i] = (struct csv_cell){
			.data = kept ? inside : "",
			.length = kept ? length : 0,
			.line_feed =
			    row->lines > 1 && (memchr(inside, '\n', length) ||
						  memchr(inside, '\r', length)),
		};
	}
}
