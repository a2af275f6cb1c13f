#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/joint.h"

enum { REASONS_SHOWN = 3 };

/* `list`; `more`. */
static const char *
append(struct arena *arena, const char *list, const char *more)
{
	if (!list || !more || !*more)
		return list;
	return arena_format(arena, "%s%s%s", list, *list ? "; " : "", more);
}

/* Can it change what is observed, whatever the records? */
static bool
is_cause(const char *what)
{
	static const char *const causes[] = { "period", "as of", "program",
		"configuration" };
	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
		if (strcmp(what, causes[i]) == 0)
			return true;
	return false;
}

/* What is different about the runs as such: this is why, where no record has
 * changed. */
static const char *
run_reason(const struct diff *diff)
{
	const char *reason = "";
	for (size_t i = 0; i < diff->change_count; i++) {
		const struct run_change *change = &diff->changes[i];
		if (is_cause(change->what))
			reason = append(diff->arena, reason,
			    arena_format(diff->arena, "%s%s%s %s → %s",
				change->what, *change->name ? " " : "",
				change->name,
				*change->value[OLD] ? change->value[OLD]
						    : "none",
				*change->value[NEW] ? change->value[NEW]
						    : "none"));
	}
	return reason;
}

const char *
diff_unexplained(const struct diff *diff)
{
	const char *reason = run_reason(diff);
	if (!reason || *reason)
		return reason;
	if (!diff_has_records(diff))
		return "one of the folders has no records";
	return "the folders do not say: one of them may have been altered "
	       "(kpi verify)";
}

/* The pair that is the joint's own record; NULL for clients and projects. */
static const struct record_pair *
own_pair(const struct diff *diff, const struct joint *joint)
{
	for (int side = OLD; side < SIDES; side++) {
		const struct diff_run *run = &diff->run[side];
		size_t row = joint->side[side].in
				 ? diff_find_record(run, joint->kind,
				       joint->side[side].record)
				 : NO_ROW;
		if (row != NO_ROW)
			return &diff->pairs[run->pair_of[row]];
	}
	return NULL;
}

const char *
diff_source(const struct diff *diff, const struct joint *joint, enum side side)
{
	const struct record_pair *own = own_pair(diff, joint);
	return own ? diff_record_cell(
			 &diff->run[side], own->row[side], "source")
		   : joint->side[side].source;
}

/* A record that is gone may have been rejected: its id stands in a row of
 * rejects.csv. */
static const char *
rejection(const struct diff *diff, const char *record)
{
	const struct run_table *table = &diff->run[NEW].rejects;
	size_t raw = run_table_column(table, "raw");
	for (size_t row = 0; *record && row < table->row_count; row++)
		if (strstr(run_table_cell(table, row, raw), record))
			return arena_format(diff->arena,
			    "rejected (%s:%s %s: %s)",
			    run_table_cell(
				table, row, run_table_column(table, "file")),
			    run_table_cell(
				table, row, run_table_column(table, "line")),
			    run_table_cell(
				table, row, run_table_column(table, "column")),
			    run_table_cell(
				table, row, run_table_column(table, "reason")));
	return "";
}

/* `contract HD26-0012 (contracts.csv:410 → contracts.csv:412): stage …` */
static const char *
say_record(const struct diff *diff, const struct record_pair *pair)
{
	enum side side = pair->row[NEW] == NO_ROW ? OLD : NEW;
	const struct diff_run *run = &diff->run[side];
	const char *old =
	    diff_record_cell(&diff->run[OLD], pair->row[OLD], "source");
	const char *new =
	    diff_record_cell(&diff->run[NEW], pair->row[NEW], "source");
	bool moved = *old && *new &&strcmp(old, new) != 0;
	return arena_format(diff->arena, "%s %s (%s%s%s): %s",
	    diff_record_cell(run, pair->row[side], "table"),
	    diff_record_cell(run, pair->row[side], "record"), *old ? old : new,
	    moved ? " → " : "", moved ? new : "", pair->change);
}

/* Contracts and assignments decide over clients and projects; surveys do not.
 */
static bool
decides(const struct diff_run *run, size_t row)
{
	const char *table = diff_record_cell(run, row, "table");
	return strcmp(table, "contract") == 0 ||
	       strcmp(table, "assignment") == 0;
}

/* Changed records whose `column` is `value` in one of the runs. */
static const char *
related(const struct diff *diff, const char *column, const char *value)
{
	const char *list = "";
	size_t found = 0;
	size_t at[SIDES] = { run_table_column(&diff->run[OLD].records, column),
		run_table_column(&diff->run[NEW].records, column) };
	for (size_t i = 0; i < diff->pair_count && list; i++) {
		const struct record_pair *pair = &diff->pairs[i];
		bool is_of = false;
		for (int side = OLD; side < SIDES && *pair->change; side++)
			is_of |= pair->row[side] != NO_ROW &&
				 decides(&diff->run[side], pair->row[side]) &&
				 strcmp(run_table_cell(&diff->run[side].records,
					    pair->row[side], at[side]),
				     value) == 0;
		if (is_of && found++ < REASONS_SHOWN)
			list =
			    append(diff->arena, list, say_record(diff, pair));
	}
	if (list && found > REASONS_SHOWN)
		list = arena_format(diff->arena, "%s; and %zu more", list,
		    found - REASONS_SHOWN);
	return list;
}

static const char *
from_to(struct arena *arena, const char *what, const char *old, const char *new)
{
	return strcmp(old, new) == 0
		   ? ""
		   : arena_format(arena, "%s %s → %s", what,
			 *old ? old : "nobody", *new ? new : "nobody");
}

static const char *
from_to_number(
    struct arena *arena, const char *what, const struct rational values[SIDES])
{
	const char *old = rational_print(arena, values[OLD]);
	const char *new = rational_print(arena, values[NEW]);
	return old && new ? from_to(arena, what, old, new) : NULL;
}

/* What a project cost and was to cost, by the two metrics that say so: false
 * for other metrics. */
static bool
cost_of(struct arena *arena, const struct joint *joint, enum side side,
    struct rational *actual, struct rational *budget)
{
	const struct joint_side *half = &joint->side[side];
	bool variance = strcmp(joint->metric, "budget_variance") == 0;
	*budget = variance ? half->y : half->x;
	*actual = variance ? rational_add(arena, half->x, half->y) : half->y;
	return variance || strcmp(joint->metric, "cpi") == 0;
}

static const char *
say_costs(const struct diff *diff, const struct joint *joint)
{
	struct arena *arena = diff->arena;
	struct rational actual[SIDES], budget[SIDES];
	if (!joint->side[OLD].in || !joint->side[NEW].in)
		return "";
	for (int side = OLD; side < SIDES; side++)
		if (!cost_of(arena, joint, (enum side)side, &actual[side],
			&budget[side]))
			return "";
	return append(arena, from_to_number(arena, "booked cost", actual),
	    from_to_number(arena, "budget", budget));
}

const char *
diff_reason(const struct diff *diff, const struct joint *joint)
{
	struct arena *arena = diff->arena;
	const struct joint_side *old = &joint->side[OLD];
	const struct joint_side *new = &joint->side[NEW];
	const struct record_pair *own = own_pair(diff, joint);
	const char *record = old->in ? old->record : new->record;
	const char *reason = "";
	if (own) {
		reason = own->change;
		if (own->row[NEW] == NO_ROW)
			reason =
			    append(arena, reason, rejection(diff, old->record));
	} else if (strcmp(joint->kind, "client") == 0) {
		reason = related(diff, "client_id", record);
	} else if (strcmp(joint->kind, "project") == 0) {
		reason = append(arena, say_costs(diff, joint),
		    related(diff, "project_id", record));
	}
	if (old->in && new->in && reason && !strstr(reason, "account_manager"))
		reason = append(arena, reason,
		    from_to(arena, "manager", old->manager, new->manager));
	if (old->in && new->in && strcmp(old->manager, new->manager) == 0)
		reason = append(arena, reason,
		    from_to(arena, "team", old->team, new->team));
	if (!reason || *reason)
		return reason;
	reason = run_reason(diff);
	if (!reason || *reason)
		return reason;
	if (strcmp(joint->kind, "project") == 0)
		return "booked cost changed (timesheets)";
	return "follows from other records";
}
