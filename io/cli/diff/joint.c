#include "io/cli/diff/joint.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"

/* An observation and what it goes by in both runs. */
struct seen {
	int period;
	const char *metric, *key;
	size_t row;
};

int
diff_period_of(const struct diff *diff, enum side side, const char *label)
{
	const struct run_folder *folder = &diff->run[side].folder;
	const char *own = run_folder_value(folder, "period.label");
	const char *prior = run_folder_value(folder, "prior.label");
	if (strcmp(label, own) == 0)
		return 0;
	return diff->same_prior && prior && strcmp(label, prior) == 0 ? 1 : -1;
}

/* A survey goes by its place in the new run, others by their id. */
static const char *
key_of(const struct diff *diff, enum side side, const char *kind,
    const char *record)
{
	const struct diff_run *run = &diff->run[side];
	if (strcmp(kind, "survey") != 0)
		return record;
	size_t row = diff_find_record(run, "survey", record);
	if (side == NEW || row == NO_ROW)
		return side == NEW
			   ? record
			   : arena_format(diff->arena, "\001%s", record);
	size_t other = diff->pairs[run->pair_of[row]].row[NEW];
	return other == NO_ROW
		   ? arena_format(diff->arena, "\001%s", record)
		   : diff_record_cell(&diff->run[NEW], other, "record");
}

static int
by_key(const struct seen *a, const struct seen *b)
{
	int order = (a->period > b->period) - (a->period < b->period);
	if (order == 0)
		order = strcmp(a->metric, b->metric);
	return order ? order : strcmp(a->key, b->key);
}

static int
by_key_and_row(const void *left, const void *right)
{
	const struct seen *a = left, *b = right;
	int order = by_key(a, b);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static enum status
list_seen(
    const struct diff *diff, enum side side, struct seen **rows, size_t *count)
{
	const struct run_table *table = &diff->run[side].observations;
	size_t period = run_table_column(table, "period");
	size_t metric = run_table_column(table, "metric");
	size_t kind = run_table_column(table, "kind");
	size_t record = run_table_column(table, "record");
	*count = 0;
	*rows = arena_allocate(diff->arena, table->row_count, sizeof **rows);
	if (!*rows)
		return STATUS_MEMORY;
	for (size_t row = 0; row < table->row_count; row++) {
		struct seen seen = {
			.period = diff_period_of(
			    diff, side, run_table_cell(table, row, period)),
			.metric = run_table_cell(table, row, metric),
			.key =
			    key_of(diff, side, run_table_cell(table, row, kind),
				run_table_cell(table, row, record)),
			.row = row,
		};
		if (!seen.key)
			return STATUS_MEMORY;
		if (seen.period >= 0)
			(*rows)[(*count)++] = seen;
	}
	if (*count)
		qsort(*rows, *count, sizeof **rows, by_key_and_row);
	return STATUS_OK;
}

/* Fills one side of a joint from its row of observations.csv. */
static enum status
fill_side(
    const struct diff *diff, struct joint *joint, enum side side, size_t row)
{
	const struct diff_run *run = &diff->run[side];
	const struct run_table *table = &run->observations;
	struct joint_side *half = &joint->side[side];
	const char **cells = &table->cells[row * table->column_count];
	half->in = true;
	half->manager = cells[run_table_column(table, "manager")];
	half->record = cells[run_table_column(table, "record")];
	half->source = cells[run_table_column(table, "source")];
	half->group = cells[run_table_column(table, "group")];
	half->x_text = cells[run_table_column(table, "x")];
	half->y_text = cells[run_table_column(table, "y")];
	half->team = diff_record_cell(
	    run, diff_find_record(run, "person", half->manager), "team");
	joint->kind = cells[run_table_column(table, "kind")];
	enum status status = diff_read_number(
	    diff, table->path, half->record, "x", half->x_text, &half->x);
	return status ? status
		      : diff_read_number(diff, table->path, half->record, "y",
			    half->y_text, &half->y);
}

bool
diff_has_other_numbers(const struct joint *joint)
{
	const struct joint_side *old = &joint->side[OLD];
	const struct joint_side *new = &joint->side[NEW];
	return rational_compare(old->x, new->x) != 0 ||
	       rational_compare(old->y, new->y) != 0;
}

static bool
has_changed(const struct joint *joint)
{
	const struct joint_side *old = &joint->side[OLD];
	const struct joint_side *new = &joint->side[NEW];
	return old->in != new->in || diff_has_other_numbers(joint) ||
	       strcmp(old->manager, new->manager) != 0 ||
	       strcmp(old->team, new->team) != 0 ||
	       strcmp(old->group, new->group) != 0;
}

enum status
diff_join(const struct diff *diff, struct joints *joints)
{
	struct seen *rows[SIDES];
	size_t counts[SIDES], o = 0, n = 0;
	if (list_seen(diff, OLD, &rows[OLD], &counts[OLD]) ||
	    list_seen(diff, NEW, &rows[NEW], &counts[NEW]))
		return STATUS_MEMORY;
	joints->rows = arena_allocate(
	    diff->arena, counts[OLD] + counts[NEW], sizeof *joints->rows);
	if (!joints->rows)
		return STATUS_MEMORY;
	const struct rational zero = rational_whole(0);
	while (o < counts[OLD] || n < counts[NEW]) {
		int order = o == counts[OLD] ? 1
			    : n == counts[NEW]
				? -1
				: by_key(&rows[OLD][o], &rows[NEW][n]);
		const struct seen *first =
		    order <= 0 ? &rows[OLD][o] : &rows[NEW][n];
		struct joint *joint = &joints->rows[joints->count++];
		const struct joint_side none = { false, "", "", "", "", "", "",
			"", zero, zero };
		*joint = (struct joint){ .period = first->period,
			.metric = first->metric,
			.side = { none, none } };
		enum status status = STATUS_OK;
		if (order <= 0)
			status = fill_side(diff, joint, OLD, rows[OLD][o].row);
		if (order >= 0 && !status)
			status = fill_side(diff, joint, NEW, rows[NEW][n].row);
		if (status)
			return status;
		joint->changed = has_changed(joint);
		o += order <= 0;
		n += order >= 0;
	}
	return STATUS_OK;
}

/* How many joints come before (or, `with`, up to) those of the metric. */
static size_t
count_before(
    const struct joints *all, int period, const char *metric, bool with)
{
	struct seen wanted = { .period = period, .metric = metric, .key = "" };
	size_t low = 0, high = all->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct seen here = { .period = all->rows[middle].period,
			.metric = all->rows[middle].metric,
			.key = "" };
		if (by_key(&here, &wanted) < (with ? 1 : 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct joints
diff_joints_of(const struct joints *all, int period, const char *metric)
{
	size_t first = count_before(all, period, metric, false);
	size_t end = count_before(all, period, metric, true);
	return (struct joints){ all->rows + first, end - first };
}
