#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/diff.h"

/* Pairing by likeness is quadratic; beyond so many comparisons rows are paired
 * by their line only. */
enum { COMPARISONS_MOST = 20000000, FIELDS_CHANGED_MOST = 2 };

static void
find_fields(struct diff *diff)
{
	struct record_fields *fields = &diff->fields;
	const struct run_table *old = &diff->run[OLD].records;
	for (int side = OLD; side < SIDES; side++) {
		const struct run_table *table = &diff->run[side].records;
		fields->table[side] = run_table_column(table, "table");
		fields->record[side] = run_table_column(table, "record");
		fields->source[side] = run_table_column(table, "source");
	}
	for (size_t i = 0; i < old->column_count && fields->count < FIELDS_MOST;
	     i++) {
		size_t other =
		    run_table_column(&diff->run[NEW].records, old->columns[i]);
		if (other == SIZE_MAX || i == fields->table[OLD] ||
		    i == fields->record[OLD] || i == fields->source[OLD])
			continue;
		fields->column[OLD][fields->count] = i;
		fields->column[NEW][fields->count] = other;
		fields->name[fields->count++] = old->columns[i];
	}
}

static const char *
cell(const struct diff *diff, enum side side, size_t row,
    const size_t column[SIDES])
{
	return run_table_cell(&diff->run[side].records, row, column[side]);
}

/* The index-th field that both have. */
static const char *
field(const struct diff *diff, enum side side, size_t row, size_t index)
{
	return run_table_cell(
	    &diff->run[side].records, row, diff->fields.column[side][index]);
}

static const char *
table_of(const struct diff *diff, enum side side, size_t row)
{
	return cell(diff, side, row, diff->fields.table);
}

const char *
diff_record_cell(const struct diff_run *run, size_t row, const char *column)
{
	return row == NO_ROW ? ""
			     : run_table_cell(&run->records, row,
				   run_table_column(&run->records, column));
}

/* ---- the index ---- */

static int
by_record(const void *left, const void *right)
{
	const struct record_index *a = left, *b = right;
	int order = strcmp(a->table, b->table);
	if (order == 0)
		order = strcmp(a->record, b->record);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static enum status
make_index(struct diff *diff, struct diff_run *run)
{
	size_t count = run->records.row_count;
	enum side side = run == &diff->run[OLD] ? OLD : NEW;
	run->index = arena_allocate(diff->arena, count, sizeof *run->index);
	run->pair_of = arena_allocate(diff->arena, count, sizeof *run->pair_of);
	if (!run->index || !run->pair_of)
		return STATUS_MEMORY;
	for (size_t row = 0; row < count; row++) {
		run->index[row] =
		    (struct record_index){ table_of(diff, side, row),
			    cell(diff, side, row, diff->fields.record), row };
		run->pair_of[row] = NO_ROW;
	}
	qsort(run->index, count, sizeof *run->index, by_record);
	return STATUS_OK;
}

size_t
diff_find_record(
    const struct diff_run *run, const char *table, const char *record)
{
	struct record_index wanted = { table, record, 0 };
	size_t low = 0, high = run->records.row_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_record(&run->index[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < run->records.row_count &&
		     strcmp(run->index[low].table, table) == 0 &&
		     strcmp(run->index[low].record, record) == 0;
	return found ? run->index[low].row : NO_ROW;
}

/* ---- pairing ---- */

/* A row and what it is known by: its table and id, or all that it says. */
struct identity {
	const char *text;
	size_t row;
};

static int
by_identity(const void *left, const void *right)
{
	const struct identity *a = left, *b = right;
	int order = strcmp(a->text, b->text);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static bool
has_id(const char *noun)
{
	for (int table = 0; table < TABLE_COUNT; table++)
		if (strcmp(noun, table_kinds[table].noun) == 0)
			return table_kinds[table].flags & TABLE_NAMED;
	return false;
}

static const char *
identity_of(const struct diff *diff, enum side side, size_t row)
{
	const char *table = table_of(diff, side, row);
	size_t count = diff->fields.count;
	if (has_id(table))
		return arena_format(diff->arena, "%s\037%s", table,
		    cell(diff, side, row, diff->fields.record));
	size_t size = strlen(table) + 2;
	for (size_t i = 0; i < count; i++)
		size += 1 + strlen(field(diff, side, row, i));
	char *text = arena_allocate(diff->arena, size, 1);
	size_t length = text ? (size_t)sprintf(text, "%s", table) : 0;
	for (size_t i = 0; text && i < count; i++)
		length += (size_t)sprintf(
		    text + length, "\037%s", field(diff, side, row, i));
	return text;
}

static enum status
list_identities(const struct diff *diff, enum side side, struct identity **rows)
{
	size_t count = diff->run[side].records.row_count;
	*rows = arena_allocate(diff->arena, count, sizeof **rows);
	if (!*rows)
		return STATUS_MEMORY;
	for (size_t row = 0; row < count; row++) {
		(*rows)[row].row = row;
		(*rows)[row].text = identity_of(diff, side, row);
		if (!(*rows)[row].text)
			return STATUS_MEMORY;
	}
	qsort(*rows, count, sizeof **rows, by_identity);
	return STATUS_OK;
}

static void
add_pair(struct diff *diff, size_t old, size_t new)
{
	diff->pairs[diff->pair_count] =
	    (struct record_pair){ .row = { old, new } };
	if (old != NO_ROW)
		diff->run[OLD].pair_of[old] = diff->pair_count;
	if (new != NO_ROW)
		diff->run[NEW].pair_of[new] = diff->pair_count;
	diff->pair_count++;
}

static enum status
pair_equal(struct diff *diff)
{
	struct identity *rows[SIDES];
	for (int side = OLD; side < SIDES; side++)
		if (list_identities(diff, (enum side)side, &rows[side]))
			return STATUS_MEMORY;
	size_t counts[SIDES] = { diff->run[OLD].records.row_count,
		diff->run[NEW].records.row_count };
	for (size_t o = 0, n = 0; o < counts[OLD] && n < counts[NEW];) {
		int order = strcmp(rows[OLD][o].text, rows[NEW][n].text);
		if (order == 0)
			add_pair(diff, rows[OLD][o].row, rows[NEW][n].row);
		o += order <= 0;
		n += order >= 0;
	}
	return STATUS_OK;
}

/* How unlike two rows are: the number of fields that differ, a different line
 * making it a little more; SIZE_MAX if they are not one record. */
static size_t
unlikeness(const struct diff *diff, size_t old, size_t new)
{
	size_t changed = 0, dates = 0;
	if (strcmp(table_of(diff, OLD, old), table_of(diff, NEW, new)) != 0)
		return SIZE_MAX;
	for (size_t i = 0;
	     i < diff->fields.count && changed <= FIELDS_CHANGED_MOST; i++) {
		if (strcmp(field(diff, OLD, old, i),
			field(diff, NEW, new, i)) == 0)
			continue;
		changed++;
		dates += strcmp(diff->fields.name[i], "sent_on") == 0 ||
			 strcmp(diff->fields.name[i], "answered_on") == 0;
	}
	bool elsewhere = strcmp(cell(diff, OLD, old, diff->fields.source),
			     cell(diff, NEW, new, diff->fields.source)) != 0;
	/* Two surveys of one client with the same score are not one survey. */
	if (changed > FIELDS_CHANGED_MOST || (dates == 2 && elsewhere))
		return SIZE_MAX;
	return changed * 2 + elsewhere;
}

/* The rows of a run that have no pair yet. */
static size_t *
list_single(const struct diff *diff, enum side side, size_t *count)
{
	const struct diff_run *run = &diff->run[side];
	size_t *rows =
	    arena_allocate(diff->arena, run->records.row_count, sizeof *rows);
	*count = 0;
	for (size_t row = 0; rows && row < run->records.row_count; row++)
		if (run->pair_of[row] == NO_ROW)
			rows[(*count)++] = row;
	return rows;
}

static void
pair_alike(struct diff *diff, const size_t *old, size_t old_count,
    const size_t *new, size_t new_count)
{
	bool few = old_count == 0 || new_count < COMPARISONS_MOST / old_count;
	for (size_t o = 0; o < old_count; o++) {
		size_t best = NO_ROW, least = SIZE_MAX;
		if (has_id(table_of(diff, OLD, old[o])))
			continue;
		for (size_t n = 0; n < new_count && few && least > 2; n++) {
			if (diff->run[NEW].pair_of[new[n]] != NO_ROW)
				continue;
			size_t unlike = unlikeness(diff, old[o], new[n]);
			if (unlike < least) {
				least = unlike;
				best = new[n];
			}
		}
		if (!few) {
			best = diff_find_record(&diff->run[NEW],
			    table_of(diff, OLD, old[o]),
			    cell(diff, OLD, old[o], diff->fields.record));
			if (best != NO_ROW &&
			    diff->run[NEW].pair_of[best] != NO_ROW)
				best = NO_ROW;
		}
		if (best != NO_ROW)
			add_pair(diff, old[o], best);
	}
}

/* What changed of a record, in words; NULL without memory. */
static const char *
say_change(const struct diff *diff, const struct record_pair *pair)
{
	size_t old = pair->row[OLD], new = pair->row[NEW];
	const char *text = "";
	if (old == NO_ROW || new == NO_ROW)
		return old == NO_ROW ? "new record" : "record removed";
	for (size_t i = 0; i < diff->fields.count && text; i++) {
		const char *was = field(diff, OLD, old, i);
		const char *is = field(diff, NEW, new, i);
		if (strcmp(was, is) != 0)
			text = arena_format(diff->arena, "%s%s%s %s → %s", text,
			    *text ? "; " : "", diff->fields.name[i],
			    *was ? was : "blank", *is ? is : "blank");
	}
	return text;
}

enum status
diff_pair_records(struct diff *diff)
{
	size_t most =
	    diff->run[OLD].records.row_count + diff->run[NEW].records.row_count;
	find_fields(diff);
	diff->pairs = arena_allocate(diff->arena, most, sizeof *diff->pairs);
	if (!diff->pairs || make_index(diff, &diff->run[OLD]) ||
	    make_index(diff, &diff->run[NEW]) || pair_equal(diff))
		return STATUS_MEMORY;
	size_t old_count, new_count;
	const size_t *old = list_single(diff, OLD, &old_count);
	const size_t *new = list_single(diff, NEW, &new_count);
	if (!old || !new)
		return STATUS_MEMORY;
	pair_alike(diff, old, old_count, new, new_count);
	for (size_t i = 0; i < old_count; i++)
		if (diff->run[OLD].pair_of[old[i]] == NO_ROW)
			add_pair(diff, old[i], NO_ROW);
	for (size_t i = 0; i < new_count; i++)
		if (diff->run[NEW].pair_of[new[i]] == NO_ROW)
			add_pair(diff, NO_ROW, new[i]);
	for (size_t i = 0; i < diff->pair_count; i++) {
		diff->pairs[i].change = say_change(diff, &diff->pairs[i]);
		if (!diff->pairs[i].change)
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}
