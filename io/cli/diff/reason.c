#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/rule_changes.h"
#include "io/cli/diff/commission.h"
#include "io/cli/diff/observations.h"
#include "io/locale/locale.h"
#include "metrics/estimates/metrics.h"

enum { REASONS_SHOWN = 3, RUN_CHANGES_SHOWN = 20 };

const char *
diff_append(struct arena *arena, const char *list, const char *more)
{
	if (!list || !more || !*more)
		return more ? list : NULL;
	return arena_format(arena, "%s%s%s", list, *list ? "; " : "", more);
}

/* Can this change of the runs change observations although their records stay
 * the same? */
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

/* The rules that one of the programs has and the other has not, and that can
 * move the measure, as ` (NAME; NAME)`; "" if there is none. */
static const char *
say_rules(const struct diff *diff, const char *measure)
{
	const char *names = "";
	for (size_t i = 0; i < rule_change_count; i++)
		if (diff_is_new_rule(diff, &rule_changes[i]) &&
		    rule_change_moves(&rule_changes[i], measure))
			names = diff_append(diff->arena, names,
			    language_text(LANGUAGE_EN, rule_changes[i].name));
	return names && *names ? arena_format(diff->arena, " (%s)", names)
			       : names;
}

/* `program 0.2.0 → 0.3.0 (RULE; RULE)`: what differs about the runs as such. */
static const char *
say_run_change(const struct diff *diff, const struct run_change *change,
    const char *measure)
{
	const char *old = change->value[OLD], *new = change->value[NEW];
	const char *rules = strcmp(change->what, "program") == 0
				? say_rules(diff, measure)
				: "";
	return rules ? arena_format(diff->arena, "%s%s%s %s → %s%s",
			   change->what, *change->name ? " " : "", change->name,
			   *old ? old : "none", *new ? new : "none", rules)
		     : NULL;
}

/* What is different about the runs as such: this is why, where no record has
 * changed; its configuration too, unless that is said already. */
static const char *
run_reason(const struct diff *diff, const char *measure, bool configuration)
{
	const char *reason = "";
	size_t count = 0;
	for (size_t i = 0; i < diff->change_count; i++)
		if (is_cause(diff->changes[i].what) &&
		    (configuration ||
			strcmp(diff->changes[i].what, "configuration") != 0) &&
		    count++ < RUN_CHANGES_SHOWN)
			reason = diff_append(diff->arena, reason,
			    say_run_change(diff, &diff->changes[i], measure));
	return count > RUN_CHANGES_SHOWN
		   ? diff_append(diff->arena, reason,
			 arena_format(diff->arena, _("and %zu more"),
			     count - RUN_CHANGES_SHOWN))
		   : reason;
}

/* The change of program, if it brought a rule that can move the measure. */
static const char *
program_reason(const struct diff *diff, const char *measure)
{
	const char *rules = say_rules(diff, measure);
	for (size_t i = 0; rules && *rules && i < diff->change_count; i++)
		if (strcmp(diff->changes[i].what, "program") == 0)
			return say_run_change(diff, &diff->changes[i], measure);
	return rules ? "" : NULL;
}

const char *
diff_unexplained(const struct diff *diff, const char *measure)
{
	const char *reason = run_reason(diff, measure, true);
	if (!reason || *reason)
		return reason;
	if (!diff_has_records(diff))
		return _("one of the folders has no records");
	return _("the folders do not say: one of them may have been altered "
		 "(kpi verify)");
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

const char *
diff_say_record(const struct diff *diff, const struct record_pair *pair)
{
	const struct record *record = diff_record_of(pair);
	const char *old = pair->record[OLD] ? pair->record[OLD]->source : "";
	const char *new = pair->record[NEW] ? pair->record[NEW]->source : "";
	const char *change = say_change(diff, pair);
	bool moved = *old && *new &&strcmp(old, new) != 0;
	const char *places = arena_format(diff->arena, "%s%s%s",
	    *old ? old : new, moved ? " → " : "", moved ? new : "");
	if (!change || !places)
		return NULL;
	/* What has no name goes by where it stands. */
	bool named = strcmp(record->name, record->source) != 0;
	return arena_format(diff->arena, "%s %s%s%s%s%s%s",
	    table_kinds[record->table].noun, named ? record->name : "",
	    named ? " (" : "", places, named ? ")" : "", *change ? ": " : "",
	    change);
}

/* The contract by whose splits a contract's money is shared, or for which a
 * payment counts: of a credit the one that it corrects. */
static const char *
shared_contract(const struct diff *diff, const struct observation_pair *pair)
{
	const char *credit = schema_words(FIELD_KIND)[KIND_CREDIT];
	enum side side = pair->own && pair->own->record[NEW] ? NEW : OLD;
	const struct diff_run *run = &diff->run[side];
	const struct record *own = pair->own ? pair->own->record[side] : NULL;
	const char *id = pair->kind == RECORD_PAYMENT
			     ? diff_cell(run, own, FIELD_PAYMENTS_contract_id)
			 : pair->side[side].in ? pair->side[side].record
					       : pair->side[!side].record;
	const struct record *contract =
	    diff_find_record(run, TABLE_CONTRACTS, id);
	if (strcmp(diff_cell(run, contract, FIELD_CONTRACTS_kind), credit) == 0)
		return diff_cell(run, contract, FIELD_CONTRACTS_refers_to);
	return id;
}

/* Is it of money, which splits share? Counts stay with the manager. */
static bool
is_shared(const struct observation_pair *pair)
{
	const struct metric *metric = metrics_find(text_of(pair->metric));
	return !metric || metric->unit == UNIT_MONEY;
}

/* The changed contracts, assignments and splits that decide how the pair's
 * client, project or contract counts. */
static struct cause_list
causes_of(const struct diff *diff, const struct observation_pair *pair)
{
	const struct observation_side *old = &pair->side[OLD];
	const char *thing = old->in ? old->record : pair->side[NEW].record;
	if (pair->kind == RECORD_CLIENT)
		return diff_causes_of(&diff->causes.of_clients, thing);
	if (pair->kind == RECORD_PROJECT)
		return diff_causes_of(&diff->causes.of_projects, thing);
	if (pair->kind == RECORD_PAYMENT)
		return diff_causes_of(
		    &diff->causes.of_payments, shared_contract(diff, pair));
	if (pair->kind == RECORD_CONTRACT && is_shared(pair))
		return diff_causes_of(
		    &diff->causes.of_contracts, shared_contract(diff, pair));
	return (struct cause_list){ NULL, 0 };
}

const char *
diff_say_counted(const struct diff *diff, const struct record_pair *pair)
{
	const char *name = diff_record_of(pair)->name;
	const struct observation_pair counted = { .metric = "",
		.kind = diff_table_of(pair) == TABLE_PAYMENTS ? RECORD_PAYMENT
							      : RECORD_CONTRACT,
		.own = pair,
		.side = { { .in = true, .record = name },
		    { .in = true, .record = name } } };
	struct cause_list causes = causes_of(diff, &counted);
	return diff_pair_differs(pair) || !causes.count
		   ? diff_say_record(diff, pair)
		   : diff_say_record(diff, causes.rows[0].pair);
}

/* What became of the contract that a credit corrects: whose, of which kind and
 * in which period it is, follow from that. */
static const char *
say_corrected(const struct diff *diff, const struct observation_pair *pair)
{
	const char *credit = schema_words(FIELD_KIND)[KIND_CREDIT];
	if (!pair->own || diff_table_of(pair->own) != TABLE_CONTRACTS)
		return "";
	for (int side = NEW; side >= OLD; side--) {
		const struct diff_run *run = &diff->run[side];
		const struct record *own = pair->own->record[side];
		const struct record *contract =
		    own ? diff_find_record(run, TABLE_CONTRACTS,
			      diff_cell(run, own, FIELD_CONTRACTS_refers_to))
			: NULL;
		if (contract &&
		    strcmp(diff_cell(run, own, FIELD_CONTRACTS_kind), credit) ==
			0 &&
		    diff_pair_differs(&diff->pairs.rows[contract->pair]))
			return diff_say_record(
			    diff, &diff->pairs.rows[contract->pair]);
	}
	return "";
}

static const char *
say_causes(const struct diff *diff, struct cause_list causes)
{
	const char *list = "";
	for (size_t i = 0; i < causes.count && i < REASONS_SHOWN; i++)
		list = diff_append(diff->arena, list,
		    diff_say_record(diff, causes.rows[i].pair));
	if (list && causes.count > REASONS_SHOWN)
		list = arena_format(diff->arena, _("%s; and %zu more"), list,
		    causes.count - REASONS_SHOWN);
	return list;
}

/* Do the reasons given so far already say that the account manager changed? */
static bool
says_manager(const struct diff *diff, const struct observation_pair *pair,
    struct cause_list causes)
{
	const size_t fields[] = { FIELD_CONTRACTS_account_manager,
		FIELD_SURVEYS_account_manager,
		FIELD_ADJUSTMENTS_account_manager, FIELD_SPLITS_account_manager,
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
	return diff_append(arena,
	    from_to_number(arena, _("booked cost"), actual),
	    from_to_number(arena, "budget", budget));
}

/* What makes a difference without any record that differs. */
static const char *
say_other_cause(const struct diff *diff, const struct observation_pair *pair)
{
	const char *reason = run_reason(diff, pair->metric, true);
	if (!reason || *reason)
		return reason;
	return pair->kind == RECORD_PROJECT
		   ? _("booked cost changed (timesheets)")
		   : _("follows from other records");
}

/* Whose the observation is now and whose it was; "" if that is said already. */
static const char *
say_owners(const struct diff *diff, const struct observation_pair *pair,
    struct cause_list causes)
{
	struct arena *arena = diff->arena;
	const struct observation_side *old = &pair->side[OLD];
	const struct observation_side *new = &pair->side[NEW];
	if (!old->in || !new->in)
		return "";
	if (strcmp(old->manager, new->manager) != 0)
		return says_manager(diff, pair, causes)
			   ? ""
			   : from_to(
				 arena, "manager", old->manager, new->manager);
	return diff_append(arena, from_to(arena, "team", old->team, new->team),
	    from_to(arena, _("reports to"), old->reports, new->reports));
}

/* Which kind of measure a changed rule must move to explain the pair: whose the
 * observation is, if that changed, else its numbers. */
static const char *
moved_measure(const struct observation_pair *pair, const char *owners)
{
	if (!owners || !*owners)
		return pair->metric;
	bool other =
	    strcmp(pair->side[OLD].manager, pair->side[NEW].manager) != 0;
	return other ? "manager" : "team";
}

static bool
inputs_differ(const struct diff *diff)
{
	for (size_t i = 0; i < diff->change_count; i++)
		if (strcmp(diff->changes[i].what, "input") == 0)
			return true;
	return false;
}

const char *
diff_reason(const struct diff *diff, const struct observation_pair *pair)
{
	const char *commission = pay_part_name(PAY_COMMISSION);
	struct cause_list causes = causes_of(diff, pair);
	const char *own = pair->own ? say_change(diff, pair->own)
			  : pair->kind == RECORD_PROJECT ? say_costs(diff, pair)
							 : "";
	const char *others = diff_append(
	    diff->arena, say_corrected(diff, pair), say_causes(diff, causes));
	if (!own || !others)
		return NULL;
	/* If the input files are the same, a different cost must come from the
	 * program, so it is not an explanation by itself. */
	bool found = *others || (*own && (pair->own || inputs_differ(diff)));
	const char *owners = say_owners(diff, pair, causes);
	const char *reason = diff_append(
	    diff->arena, diff_append(diff->arena, own, others), owners);
	if (reason && strcmp(pair->metric, commission) == 0) {
		bool said = *reason != '\0';
		const char *more = diff_commission_reason(diff, pair, said);
		found |= more && *more;
		if (more && *more && !said)
			more = diff_append(diff->arena,
			    run_reason(diff, commission, false), more);
		reason = diff_append(diff->arena, reason, more);
	}
	if (reason && !*reason)
		return say_other_cause(diff, pair);
	return found ? reason
		     : diff_append(diff->arena, reason,
			   program_reason(diff, moved_measure(pair, owners)));
}
