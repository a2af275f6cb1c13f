/* Which records of the two runs are the same one. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/records.h"
#include "io/locale/locale.h"

/* Pairing by likeness is quadratic; beyond so many comparisons rows are paired
 * by where they stand only. */
enum { COMPARISONS_MOST = 20000000, FIELDS_CHANGED_MOST = 2 };

/* Records of one table in one run. */
struct side_records {
	struct record **rows;
	size_t count;
};

/* ---- columns ---- */

static void
find_columns(
    struct record_pairs *pairs, const struct diff_run *runs, enum table table)
{
	const struct run_table *old = &runs[OLD].records[table].file;
	const struct run_table *new = &runs[NEW].records[table].file;
	size_t *count = &pairs->compared_count[table];
	for (size_t i = 0; i < old->column_count && *count < COMPARED_MOST;
	     i++) {
		const char *name = old->columns[i];
		size_t other = run_table_column(new, name);
		if (other == SIZE_MAX || strcmp(name, "record") == 0 ||
		    strcmp(name, "source") == 0)
			continue;
		pairs->compared[table][(*count)++] =
		    (struct compared_column){ name,
			    schema_find(table, text_of(name)), { i, other } };
	}
}

/* What the records of one side say in these columns. */
static enum status
fill_said(const struct record_pairs *pairs, struct record_table *records,
    enum table table, enum side side, struct arena *arena)
{
	const struct compared_column *compared = pairs->compared[table];
	size_t count = pairs->compared_count[table];
	const char **said =
	    arena_allocate(arena, records->count * (count + 1), sizeof *said);
	if (!said)
		return STATUS_MEMORY;
	for (size_t r = 0; r < records->count; r++, said += count + 1) {
		struct record *record = &records->rows[r];
		for (size_t i = 0; i < count; i++)
			said[i] = run_table_cell(&records->file, record->row,
			    compared[i].column[side]);
		record->said = said;
	}
	return STATUS_OK;
}

/* ---- pairs ---- */

static void
add_pair(struct record_pairs *pairs, struct record *old, struct record *new)
{
	struct record_pair *pair = &pairs->rows[pairs->count];
	*pair = (struct record_pair){ .record = { old, new } };
	for (size_t i = 0; old && new && old->said[i]; i++)
		if (strcmp(old->said[i], new->said[i]) != 0)
			pair->changed |= UINT64_C(1) << i;
	if (old)
		old->pair = pairs->count;
	if (new)
		new->pair = pairs->count;
	pairs->count++;
}

/* Pairs records that `compare` finds equal, each at most once; both sides must
 * be sorted by it. */
static void
pair_equal(struct record_pairs *pairs, struct side_records old,
    struct side_records new, int (*compare)(const void *, const void *))
{
	size_t o = 0, n = 0;
	while (o < old.count && n < new.count) {
		int order = compare(&old.rows[o], &new.rows[n]);
		if (order == 0)
			add_pair(pairs, old.rows[o], new.rows[n]);
		o += order <= 0;
		n += order >= 0;
	}
}

/* Those that have no pair, in the order in which they stand in `from`. */
static struct side_records
list_single(struct side_records from, struct arena *arena)
{
	struct side_records single = {
		arena_allocate(arena, from.count, sizeof *single.rows), 0
	};
	for (size_t i = 0; single.rows && i < from.count; i++)
		if (from.rows[i]->pair == SIZE_MAX)
			single.rows[single.count++] = from.rows[i];
	return single;
}

/* ---- by name, place and content ---- */

/* Has each row of the table a name of its own? */
static bool
is_named(enum table table)
{
	return table_kinds[table].flags & TABLE_NAMED;
}

static int
by_name(const void *left, const void *right)
{
	const struct record *a = *(struct record *const *)left;
	const struct record *b = *(struct record *const *)right;
	return strcmp(a->name, b->name);
}

static int
by_place(const void *left, const void *right)
{
	const struct record *a = *(struct record *const *)left;
	const struct record *b = *(struct record *const *)right;
	return strcmp(a->source, b->source);
}

static int
by_all(const void *left, const void *right)
{
	const struct record *a = *(struct record *const *)left;
	const struct record *b = *(struct record *const *)right;
	for (size_t i = 0; a->said[i]; i++) {
		int order = strcmp(a->said[i], b->said[i]);
		if (order)
			return order;
	}
	return 0;
}

/* Records with the same content in the order of their files, so that the first
 * is paired with the first. */
static int
by_all_and_row(const void *left, const void *right)
{
	const struct record *a = *(struct record *const *)left;
	const struct record *b = *(struct record *const *)right;
	int order = by_all(left, right);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static int
by_row(const void *left, const void *right)
{
	const struct record *a = *(struct record *const *)left;
	const struct record *b = *(struct record *const *)right;
	return (a->row > b->row) - (a->row < b->row);
}

static void
sort(struct side_records records, int (*compare)(const void *, const void *))
{
	if (records.count)
		qsort(
		    records.rows, records.count, sizeof *records.rows, compare);
}

/* ---- by likeness ---- */

/* How unlike two rows are: the number of fields that differ, a different place
 * making it a little more; SIZE_MAX if they are not one record. */
static size_t
unlikeness(const struct compared_column *compared, const struct record *old,
    const struct record *new)
{
	size_t changed = 0, days = 0;
	for (size_t i = 0; old->said[i] && changed <= FIELDS_CHANGED_MOST;
	     i++) {
		size_t field = compared[i].field;
		if (strcmp(old->said[i], new->said[i]) == 0)
			continue;
		/* Whose money is shared tells one split from another. */
		if (field == FIELD_SPLITS_contract_id)
			return SIZE_MAX;
		changed++;
		days += field == FIELD_SURVEYS_sent_on ||
			field == FIELD_SURVEYS_answered_on;
	}
	bool elsewhere = strcmp(old->source, new->source) != 0;
	/* A survey that was sent and answered on other days, and stands
	 * elsewhere, is another survey, even if client and score are the
	 * same. */
	if (changed > FIELDS_CHANGED_MOST || (days == 2 && elsewhere))
		return SIZE_MAX;
	return changed * 2 + elsewhere;
}

static void
pair_alike(struct record_pairs *pairs, struct side_records old,
    struct side_records new, const struct compared_column *compared)
{
	for (size_t o = 0; o < old.count; o++) {
		struct record *best = NULL;
		size_t least = SIZE_MAX;
		/* Ends early at 2: one field differs and the place is the same,
		 * which is as alike as records not yet paired can be. */
		for (size_t n = 0; n < new.count &&least > 2; n++) {
			if (new.rows[n]->pair != SIZE_MAX)
				continue;
			size_t unlike =
			    unlikeness(compared, old.rows[o], new.rows[n]);
			if (unlike < least) {
				least = unlike;
				best = new.rows[n];
			}
		}
		if (best)
			add_pair(pairs, old.rows[o], best);
	}
}

/* ---- a table ---- */

static struct side_records
all_of(struct record_table *table, struct arena *arena)
{
	struct side_records all = { arena_allocate(
					arena, table->count, sizeof *all.rows),
		table->count };
	for (size_t i = 0; all.rows && i < all.count; i++)
		all.rows[i] = &table->rows[i];
	return all;
}

/* Pairs what is left once equal records are paired. */
static void
pair_rest(struct record_pairs *pairs, struct side_records old,
    struct side_records new, enum table table)
{
	sort(old, by_row);
	sort(new, by_row);
	bool few = old.count == 0 || new.count < COMPARISONS_MOST / old.count;
	if (!is_named(table) && few) {
		pair_alike(pairs, old, new, pairs->compared[table]);
	} else if (!is_named(table)) {
		sort(old, by_place);
		sort(new, by_place);
		pair_equal(pairs, old, new, by_place);
	}
	for (size_t i = 0; i < old.count; i++)
		if (old.rows[i]->pair == SIZE_MAX)
			add_pair(pairs, old.rows[i], NULL);
	for (size_t i = 0; i < new.count; i++)
		if (new.rows[i]->pair == SIZE_MAX)
			add_pair(pairs, NULL, new.rows[i]);
}

static enum status
pair_table(struct record_pairs *pairs, struct diff_run *runs, enum table table,
    struct arena *arena)
{
	struct side_records all[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		struct record_table *records = &runs[side].records[table];
		all[side] = all_of(records, arena);
		if (!all[side].rows ||
		    fill_said(pairs, records, table, (enum side)side, arena))
			return STATUS_MEMORY;
		/* Records with names are sorted by these already. */
		if (!is_named(table))
			sort(all[side], by_all_and_row);
	}
	pair_equal(
	    pairs, all[OLD], all[NEW], is_named(table) ? by_name : by_all);
	struct side_records old = list_single(all[OLD], arena);
	struct side_records new = list_single(all[NEW], arena);
	if (!old.rows || !new.rows)
		return STATUS_MEMORY;
	pair_rest(pairs, old, new, table);
	return STATUS_OK;
}

enum status
diff_pair_records(
    struct record_pairs *pairs, struct diff_run *runs, struct arena *arena)
{
	size_t most = 0;
	for (int side = OLD; side < SIDES; side++)
		for (int table = 0; table < TABLE_COUNT; table++)
			most += runs[side].records[table].count;
	pairs->rows = arena_allocate(arena, most, sizeof *pairs->rows);
	enum status status = pairs->rows ? STATUS_OK : STATUS_MEMORY;
	for (int table = 0; table < TABLE_COUNT && !status; table++) {
		find_columns(pairs, runs, (enum table)table);
		status = pair_table(pairs, runs, (enum table)table, arena);
	}
	return status;
}

/* ---- what became of a pair ---- */

enum table
diff_table_of(const struct record_pair *pair)
{
	return diff_record_of(pair)->table;
}

const struct record *
diff_record_of(const struct record_pair *pair)
{
	return pair->record[NEW] ? pair->record[NEW] : pair->record[OLD];
}

bool
diff_pair_differs(const struct record_pair *pair)
{
	return !pair->record[OLD] || !pair->record[NEW] || pair->changed;
}

bool
diff_field_changed(const struct record_pairs *pairs,
    const struct record_pair *pair, size_t field)
{
	enum table table = diff_table_of(pair);
	for (size_t i = 0; i < pairs->compared_count[table]; i++)
		if (pairs->compared[table][i].field == field)
			return pair->changed >> i & 1;
	return false;
}

/* A record that came or went may have been rejected in the other run. */
static const char *
say_other_side(const struct record_pair *pair, const struct diff_run *runs,
    struct arena *arena)
{
	bool came = !pair->record[OLD];
	const struct record *record = diff_record_of(pair);
	const struct reject_row *reject =
	    diff_find_reject(&runs[came ? OLD : NEW], record->table,
		is_named(record->table) ? record->name : "");
	const char *what = came ? _("new record") : _("record removed");
	if (!reject)
		return what;
	return arena_format(arena, "%s; %s (%s:%s %s: %s)", what,
	    came ? _("rejected before") : "rejected", reject->file,
	    reject->line, reject->column, reject->reason);
}

const char *
diff_say_change(const struct record_pairs *pairs,
    const struct record_pair *pair, const struct diff_run *runs,
    struct arena *arena)
{
	const struct record *old = pair->record[OLD], *new = pair->record[NEW];
	const char *text = "";
	if (!old || !new)
		return say_other_side(pair, runs, arena);
	for (size_t i = 0; old->said[i] && text; i++)
		if (pair->changed >> i & 1)
			text = arena_format(arena, "%s%s%s %s → %s", text,
			    *text ? "; " : "",
			    pairs->compared[old->table][i].name,
			    *old->said[i] ? old->said[i] : "blank",
			    *new->said[i] ? new->said[i] : "blank");
	return text;
}
