#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/observations.h"

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

const char *
diff_source(const struct diff *diff, const struct observation_pair *pair,
    enum side side)
{
	(void)diff;
	if (!pair->own)
		return pair->side[side].source;
	const struct record *record = pair->own->record[side];
	return record ? record->source : "";
}

static const char *
say_change(const struct diff *diff, const struct record_pair *pair)
{
	return diff_say_change(&diff->pairs, pair, diff->run, diff->arena);
}

/* `contract HD26-0012 (contracts.csv:410 → contracts.csv:412): stage …` */
static const char *
say_record(const struct diff *diff, const struct record_pair *pair)
{
	const struct record *record = diff_record_of(pair);
	const char *old = pair->record[OLD] ? pair->record[OLD]->source : "";
	const char *new = pair->record[NEW] ? pair->record[NEW]->source : "";
	const char *change = say_change(diff, pair);
	bool moved = *old && *new &&strcmp(old, new) != 0;
	return change ? arena_format(diff->arena, "%s %s (%s%s%s): %s",
			    table_kinds[record->table].noun, record->name,
			    *old ? old : new, moved ? " → " : "",
			    moved ? new : "", change)
		      : NULL;
}

/* The records that decide over the pair's client or project and differ. */
static struct cause_list
causes_of(const struct diff *diff, const struct observation_pair *pair)
{
	const struct observation_side *old = &pair->side[OLD];
	const char *thing = old->in ? old->record : pair->side[NEW].record;
	if (pair->kind == RECORD_CLIENT)
		return diff_causes_of(&diff->causes.of_clients, thing);
	if (pair->kind == RECORD_PROJECT)
		return diff_causes_of(&diff->causes.of_projects, thing);
	return (struct cause_list){ NULL, 0 };
}

static const char *
say_causes(const struct diff *diff, struct cause_list causes)
{
	const char *list = "";
	for (size_t i = 0; i < causes.count && i < REASONS_SHOWN; i++)
		list = append(
		    diff->arena, list, say_record(diff, causes.rows[i].pair));
	if (list && causes.count > REASONS_SHOWN)
		list = arena_format(diff->arena, "%s; and %zu more", list,
		    causes.count - REASONS_SHOWN);
	return list;
}

/* Is it said already that the account manager is another one? */
static bool
says_manager(const struct diff *diff, const struct observation_pair *pair,
    struct cause_list causes)
{
	const size_t fields[] = { FIELD_CONTRACTS_account_manager,
		FIELD_SURVEYS_account_manager,
		FIELD_ASSIGNMENTS_account_manager };
	bool said = false;
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
		if (pair->own)
			said |= diff_field_changed(
			    &diff->pairs, pair->own, fields[f]);
		for (size_t i = 0; i < causes.count && i < REASONS_SHOWN; i++)
			said |= diff_field_changed(
			    &diff->pairs, causes.rows[i].pair, fields[f]);
	}
	return said;
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
cost_of(struct arena *arena, const struct observation_pair *pair,
    enum side side, struct rational *actual, struct rational *budget)
{
	const struct observation_side *observation = &pair->side[side];
	bool variance = strcmp(pair->metric, "budget_variance") == 0;
	*budget = variance ? observation->y : observation->x;
	*actual = variance ? rational_add(arena, observation->x, observation->y)
			   : observation->y;
	return variance || strcmp(pair->metric, "cpi") == 0;
}

static const char *
say_costs(const struct diff *diff, const struct observation_pair *pair)
{
	struct arena *arena = diff->arena;
	struct rational actual[SIDES], budget[SIDES];
	if (!pair->side[OLD].in || !pair->side[NEW].in)
		return "";
	for (int side = OLD; side < SIDES; side++)
		if (!cost_of(arena, pair, (enum side)side, &actual[side],
			&budget[side]))
			return "";
	return append(arena, from_to_number(arena, "booked cost", actual),
	    from_to_number(arena, "budget", budget));
}

/* What makes a difference without any record that differs. */
static const char *
say_other_cause(const struct diff *diff, const struct observation_pair *pair)
{
	const char *reason = run_reason(diff);
	if (!reason || *reason)
		return reason;
	return pair->kind == RECORD_PROJECT ? "booked cost changed (timesheets)"
					    : "follows from other records";
}

const char *
diff_reason(const struct diff *diff, const struct observation_pair *pair)
{
	struct arena *arena = diff->arena;
	const struct observation_side *old = &pair->side[OLD];
	const struct observation_side *new = &pair->side[NEW];
	struct cause_list causes = causes_of(diff, pair);
	const char *reason = "";
	if (pair->own)
		reason = say_change(diff, pair->own);
	else if (pair->kind == RECORD_PROJECT)
		reason = say_costs(diff, pair);
	reason = append(arena, reason, say_causes(diff, causes));
	if (old->in && new->in && !says_manager(diff, pair, causes))
		reason = append(arena, reason,
		    from_to(arena, "manager", old->manager, new->manager));
	if (old->in && new->in && strcmp(old->manager, new->manager) == 0)
		reason = append(arena, reason,
		    from_to(arena, "team", old->team, new->team));
	if (old->in && new->in && strcmp(old->manager, new->manager) == 0)
		reason = append(arena, reason,
		    from_to(arena, "reports to", old->reports, new->reports));
	return !reason || *reason ? reason : say_other_cause(diff, pair);
}
