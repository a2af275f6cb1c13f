#include "io/cli/reading_lines.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

struct listing {
	struct reading_line *lines;
	size_t count;
};

static const char *const ways[] = { [FED_BY_NAME] = "name",
	[FED_BY_SETTINGS] = "kpi.yaml",
	[FED_BY_FORMAT] = "format",
	[FED_INSTEAD] = "instead",
	[FED_BY_HEADER] = "header" };

static const char *const form_ways[] = { [FORM_NONE] = NULL,
	[FORM_PLAIN] = "plain",
	[FORM_DECLARED] = N_("declared"),
	[FORM_BY_CELL] = N_("found out"),
	[FORM_FOLLOWS_FILE] = N_("as the file's other columns"),
	[FORM_FOLLOWS_SOURCE] = N_("as the source's other files"),
	[FORM_UNDECIDED] = "undecided" };

static struct reading_line *
add(struct listing *listing, enum line_kind kind)
{
	struct reading_line *line = &listing->lines[listing->count++];
	line->kind = kind;
	return line;
}

static void
add_field(struct listing *listing, const struct file_reading *reading,
    size_t column, size_t field)
{
	const struct feed *feed = &reading->header->feeds[field];
	const struct form_reading *form = &reading->forms[field];
	struct reading_line *line = add(listing, LINE_FIELD);
	line->column = reading->header->names[column];
	line->number = column + 1;
	line->field = schema_fields[field].name;
	line->by = ways[feed->way];
	if (feed->count > 1)
		line->together =
		    feed->shape == COLUMN_JOIN ? "joined" : _("first filled");
	line->form = form->name;
	line->form_why = form_ways[form->way];
	line->cell = form->cell.text;
	line->cell_line = form->cell.text ? form->cell.line : 0;
}

static bool
feeds(const struct feed *feed, size_t column)
{
	for (size_t i = 0; i < feed->count; i++)
		if (feed->columns[i] == column)
			return true;
	return false;
}

static void
add_column(
    struct listing *listing, const struct file_reading *reading, size_t column)
{
	struct field_range range = schema_range(reading->table);
	enum column_end end = reading->ends[column];
	if (end == COLUMN_FEEDS) {
		for (size_t f = range.first; f < range.first + range.count; f++)
			if (feeds(&reading->header->feeds[f], column))
				add_field(listing, reading, column, f);
		return;
	}
	struct reading_line *line = add(
	    listing, end == COLUMN_ATTRIBUTE ? LINE_ATTRIBUTE : LINE_NOT_READ);
	line->column = reading->header->names[column];
	line->number = column + 1;
}

/* How many lines there can be at most. */
static size_t
most_lines(const struct file_reading *reading)
{
	struct field_range range = schema_range(reading->table);
	size_t most = reading->header->columns + range.count;
	for (size_t f = range.first; f < range.first + range.count; f++)
		most += reading->header->feeds[f].count;
	return most;
}

const struct reading_line *
reading_lines(
    const struct file_reading *reading, struct arena *arena, size_t *count)
{
	struct field_range range = schema_range(reading->table);
	struct listing listing = { 0 };
	*count = 0;
	listing.lines = arena_allocate(arena,
	    reading->header ? most_lines(reading) : 0, sizeof *listing.lines);
	if (!listing.lines || !reading->header)
		return listing.lines;
	for (size_t i = 0; i < reading->header->columns; i++)
		add_column(&listing, reading, i);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct feed *feed = &reading->header->feeds[f];
		if (feed->count)
			continue;
		bool constant = feed->constant.data;
		struct reading_line *line =
		    add(&listing, constant ? LINE_CONSTANT : LINE_MISSING);
		line->field = schema_fields[f].name;
		line->by = constant ? ways[feed->way] : NULL;
		line->value = constant ? arena_copy(arena, feed->constant.data,
					     feed->constant.length)
				       : NULL;
	}
	*count = listing.count;
	return listing.lines;
}

/* ---- words ---- */

static int
by_field_and_rows(const void *left, const void *right)
{
	const struct word_reading *a = left, *b = right;
	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	int order = text_compare(a->text, b->text);
	return order ? order : (int)a->way - (int)b->way;
}

const struct word_reading *
reading_words(const struct file_reading *reading, struct arena *arena)
{
	const struct word_readings *words = &reading->words;
	struct word_reading *sorted =
	    arena_allocate(arena, words->count, sizeof *sorted);
	if (!sorted || words->count == 0)
		return sorted;
	for (size_t i = 0; i < words->count; i++)
		sorted[i] = words->rows[i];
	qsort(sorted, words->count, sizeof *sorted, by_field_and_rows);
	return sorted;
}

const char *
reading_word_way(const struct word_reading *word)
{
	switch (word->way) {
	case WORD_OTHER_CASE:
		return _("in other letters");
	case WORD_BY_STAR:
		return _("by \"*\"");
	case WORD_BY_FORMAT:
		return _("by \"*\" of the format");
	case WORD_UNKNOWN:
		return _("not known");
	default:
		return NULL;
	}
}
