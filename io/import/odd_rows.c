#include "io/import/odd_rows.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/rows.h"

/* ---- rows alike ---- */

/* All cells of a row, each with its length, as one text. */
struct said {
	const char *cells;
	size_t row;
};

static int
by_cells(const void *left, const void *right)
{
	const struct said *a = left, *b = right;
	int order = text_compare(text_of(a->cells), text_of(b->cells));
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static const char *
add_cell(struct arena *arena, const char *cells, struct text cell)
{
	return cells ? arena_format(arena, "%s%zu:%.*s", cells, cell.length,
			   (int)cell.length, cell.length ? cell.data : "")
		     : NULL;
}

static const char *
all_cells(const struct dataset *data, enum table table, size_t row,
    struct arena *arena)
{
	const char *cells = "";
	size_t fields[FIELD_COUNT], count = schema_kept(table, NULL, fields);
	const struct attributes *attributes = &data->attributes[table];
	for (size_t f = 0; f < count; f++) {
		char buffer[DATUM_TEXT_SIZE];
		struct datum cell = rows_cell(
		    data, rows_at(data, table, row), &schema_fields[fields[f]]);
		cells = add_cell(arena, cells, datum_print(buffer, &cell));
	}
	for (size_t a = 0; a < attributes->count; a++)
		cells = add_cell(arena, cells,
		    dictionary_text(
			&data->words, attributes->rows[a].words[row]));
	return cells;
}

static enum status
find_alike(struct dataset *data, enum table table, struct arena *scratch)
{
	size_t count = rows_count(data, table), again = 0, first = SIZE_MAX;
	struct said *said = arena_allocate(scratch, count, sizeof *said);
	for (size_t i = 0; said && i < count; i++)
		said[i] =
		    (struct said){ all_cells(data, table, i, scratch), i };
	if (!said || arena_failed(scratch))
		return STATUS_MEMORY;
	if (count)
		qsort(said, count, sizeof *said, by_cells);
	for (size_t i = 1; i < count; i++) {
		if (text_compare(text_of(said[i - 1].cells),
			text_of(said[i].cells)) != 0)
			continue;
		again++;
		if (said[i].row < first)
			first = said[i].row;
	}
	if (again == 0)
		return STATUS_OK;
	const struct source *source = rows_at(data, table, first);
	const char *place = place_text(data, *source, scratch);
	struct assumption *assumption =
	    assumptions_add(&data->assumptions, again, "");
	if (!assumption || !place)
		return STATUS_MEMORY;
	note_say(&assumption->text,
	    "rows of %s that say in all cells what another one says count all "
	    "the same: the first is %s",
	    table_name(table), place);
	return STATUS_OK;
}

/* ---- rows about nobody ---- */

/* Whom a row of the table is about; NO_ID: nobody that is known. */
static uint32_t
manager_of(const struct dataset *data, enum table table, size_t row)
{
	return table == TABLE_RATINGS ? data->ratings[row].manager
				      : data->adjustments[row].manager;
}

static enum status
say_unknown(struct dataset *data, enum table table, size_t count, size_t first,
    wide money, struct arena *scratch)
{
	const struct source *source = rows_at(data, table, first);
	const char *place = place_text(data, *source, scratch);
	struct assumption *assumption =
	    assumptions_add(&data->assumptions, count, "");
	if (!assumption || !place)
		return STATUS_MEMORY;
	if (table == TABLE_RATINGS)
		note_say(&assumption->text,
		    "ratings of somebody who is not known rate nobody: the "
		    "first is %s",
		    place);
	else
		note_say(&assumption->text,
		    "adjustments of somebody who is not known are paid to "
		    "nobody: the first is %s",
		    place);
	if (table == TABLE_ADJUSTMENTS)
		assumption_add_money(assumption, money);
	return STATUS_OK;
}

static enum status
find_unknown(struct dataset *data, enum table table, struct arena *scratch)
{
	size_t count = 0, first = 0;
	wide money = 0;
	for (size_t i = rows_count(data, table); i-- > 0;) {
		if (manager_of(data, table, i) != NO_ID)
			continue;
		first = i;
		count++;
		if (table == TABLE_ADJUSTMENTS)
			money += decimal_widen(data->adjustments[i].amount);
	}
	return count ? say_unknown(data, table, count, first, money, scratch)
		     : STATUS_OK;
}

enum status
odd_rows_report(struct dataset *data, struct diagnostics *diagnostics)
{
	static const enum table tables[] = { TABLE_RATINGS, TABLE_ADJUSTMENTS,
		TABLE_SPLITS };
	struct arena *scratch = arena_new();
	enum status status = scratch ? STATUS_OK : STATUS_MEMORY;
	for (size_t t = 0; t < sizeof tables / sizeof *tables && !status; t++) {
		status = find_alike(data, tables[t], scratch);
		if (!status && tables[t] != TABLE_SPLITS)
			status = find_unknown(data, tables[t], scratch);
	}
	arena_free(scratch);
	return status ? diagnostics_no_memory(diagnostics) : STATUS_OK;
}
