#include "io/cli/diff/taken.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/terms.h"
#include "io/locale/locale.h"

enum { MONEY_PLACES = 4 };

/* A record that may take back from a person. */
struct taking {
	const struct diff *diff;
	const struct observation_pair *pair;
	const char *manager;
};

/* The record of the pair in a run; NULL if it is not there. */
static const struct record *
record_of(const struct taking *taking, int side)
{
	const struct record_pair *own = taking->pair->own;
	return own ? own->record[side] : NULL;
}

/* Can the record take back? A credit of an earlier contract, or one that ended
 * early. */
static bool
may_take_back(const struct taking *taking, int side)
{
	const struct diff_run *run = &taking->diff->run[side];
	const struct record *record = record_of(taking, side);
	const char *credit = schema_words(FIELD_KIND)[KIND_CREDIT];
	return record && record->table == TABLE_CONTRACTS &&
	       (strcmp(diff_cell(run, record, FIELD_CONTRACTS_kind), credit) ==
		       0 ||
		   *diff_cell(run, record, FIELD_CONTRACTS_terminated_on));
}

/* The contract whose earnings are taken back. */
static const struct record *
earner_of(const struct taking *taking, int side)
{
	const struct diff_run *run = &taking->diff->run[side];
	const struct record *record = record_of(taking, side);
	const char *target = diff_cell(run, record, FIELD_CONTRACTS_refers_to);
	const char *credit = schema_words(FIELD_KIND)[KIND_CREDIT];
	return strcmp(diff_cell(run, record, FIELD_CONTRACTS_kind), credit) == 0
		   ? diff_find_record(run, TABLE_CONTRACTS, target)
		   : record;
}

/* Has the person a share of the contract in the run? */
static bool
shares(const struct taking *taking, int side, const struct record *contract)
{
	const struct diff_run *run = &taking->diff->run[side];
	const char *split = arena_format(
	    taking->diff->arena, "%s %s", contract->name, taking->manager);
	const char *manager =
	    diff_cell(run, contract, FIELD_CONTRACTS_account_manager);
	return strcmp(manager, taking->manager) == 0 ||
	       (split && diff_find_record(run, TABLE_SPLITS, split));
}

/* Was the contract of a pair in the sum by which the earner was paid, in one of
 * the runs? */
static bool
is_beside(const struct taking *taking, const struct record_pair *pair)
{
	const struct diff *diff = taking->diff;
	for (int side = OLD; side < SIDES; side++) {
		const struct diff_run *run = &diff->run[side];
		const struct record *earner = earner_of(taking, side);
		const struct record *contract = pair->record[side];
		if (!earner || !contract || earner == contract)
			continue;
		date earned =
		    diff_day(diff_cell(run, earner, FIELD_CONTRACTS_closed_on));
		date day = diff_day(
		    diff_cell(run, contract, FIELD_CONTRACTS_closed_on));
		struct period period;
		if (earned != DATE_NONE && day != DATE_NONE &&
		    diff_earned_in(run, earned, &period) &&
		    period_holds(&period, day) &&
		    shares(taking, side, contract))
			return true;
	}
	return false;
}

/* Does the contract of a pair refer to the one that takes back: a renewal that
 * spares it, a credit of it? */
static bool
refers(const struct taking *taking, const struct record_pair *pair)
{
	bool found = false;
	for (int side = OLD; side < SIDES; side++) {
		const struct record *earner = earner_of(taking, side);
		found |=
		    earner && pair->record[side] &&
		    strcmp(earner->name,
			diff_cell(&taking->diff->run[side], pair->record[side],
			    FIELD_CONTRACTS_refers_to)) == 0;
	}
	return found;
}

/* Of a pair that differs: the contract that it is, or whose money it shares;
 * NULL for others. */
static const struct record_pair *
contract_of(const struct taking *taking, const struct record_pair *pair)
{
	const struct diff *diff = taking->diff;
	if (!diff_pair_differs(pair) || pair == taking->pair->own)
		return NULL;
	if (diff_table_of(pair) == TABLE_CONTRACTS)
		return pair;
	if (diff_table_of(pair) != TABLE_SPLITS)
		return NULL;
	const struct diff_run *run = &diff->run[pair->record[NEW] ? NEW : OLD];
	const struct record *contract = diff_find_record(run, TABLE_CONTRACTS,
	    diff_cell(run, diff_record_of(pair), FIELD_SPLITS_contract_id));
	return contract ? &diff->pairs.rows[contract->pair] : NULL;
}

static struct rational
value_of(
    const struct taking *taking, const struct record_pair *contract, int side)
{
	const struct diff *diff = taking->diff;
	return diff_number(
	    diff->arena, diff_cell(&diff->run[side], contract->record[side],
			     FIELD_CONTRACTS_value));
}

/* Is it the same money in another sum? */
static bool
moves(const struct taking *taking, const struct record_pair *contract)
{
	static const size_t fields[] = { FIELD_CONTRACTS_account_manager,
		FIELD_CONTRACTS_kind, FIELD_CONTRACTS_stage,
		FIELD_CONTRACTS_closed_on };
	bool found = false;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		found |= diff_field_changed(
		    &taking->diff->pairs, contract, fields[i]);
	return found;
}

/* How much a change may have moved what was paid together with the contract: by
 * what its value changed, or by all of it where it is in another sum, or shared
 * otherwise. */
static struct rational
size_of(const struct taking *taking, const struct record_pair *pair,
    const struct record_pair *contract)
{
	struct rational was = rational_size(value_of(taking, contract, OLD));
	struct rational is = rational_size(value_of(taking, contract, NEW));
	if (pair != contract)
		return is;
	if (moves(taking, contract))
		return rational_compare(was, is) > 0 ? was : is;
	return rational_size(rational_subtract(taking->diff->arena, is, was));
}

/* Which changed records refer to the one that takes back; and the largest
 * change of one beside it. */
static const char *
say_earlier(const struct taking *taking)
{
	const struct diff *diff = taking->diff;
	const struct record_pair *largest = NULL;
	struct rational most = rational_whole(0);
	const char *said = "";
	for (size_t i = 0; i < diff->pairs.count; i++) {
		const struct record_pair *pair = &diff->pairs.rows[i];
		const struct record_pair *contract = contract_of(taking, pair);
		if (!contract)
			continue;
		if (refers(taking, contract)) {
			said = diff_append(
			    diff->arena, said, diff_say_record(diff, pair));
			continue;
		}
		struct rational size = size_of(taking, pair, contract);
		if (is_beside(taking, contract) &&
		    (!largest || rational_compare(size, most) > 0)) {
			largest = pair;
			most = size;
		}
	}
	return largest ? diff_append(
			     diff->arena, said, diff_say_record(diff, largest))
		       : said;
}

/* ---- the whole ---- */

/* The settings by which it is taken back. */
static const char *
say_settings(const struct diff *diff)
{
	static const enum definition_index settings[] = {
		DEFINITION_clawback_days, DEFINITION_clawback_share,
		DEFINITION_grace_days, DEFINITION_commission, DEFINITION_cap
	};
	const char *said = "";
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		const char *old = diff_in_force(&diff->run[OLD], settings[i]);
		const char *new = diff_in_force(&diff->run[NEW], settings[i]);
		if (strcmp(old, new) != 0)
			said = diff_append(diff->arena, said,
			    arena_format(diff->arena,
				"configuration %s %s → %s",
				definitions_table[settings[i]].setting.key,
				*old ? old : "none", *new ? new : "none"));
	}
	return said;
}

const char *
diff_taken_reason(const struct diff *diff, const struct observation_pair *pair,
    const char *manager, const struct rational brought[SIDES])
{
	struct arena *arena = diff->arena;
	struct taking taking = { diff, pair, manager };
	struct rational taken[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		const struct observation_side *seen = &pair->side[side];
		taken[side] = rational_round_to(arena,
		    rational_subtract(arena, brought[side],
			seen->in ? seen->x : rational_whole(0)),
		    MONEY_PLACES);
	}
	if (rational_compare(taken[OLD], taken[NEW]) == 0 ||
	    !(may_take_back(&taking, OLD) || may_take_back(&taking, NEW)))
		return "";
	const char *old = rational_print(arena, taken[OLD]);
	const char *new = rational_print(arena, taken[NEW]);
	const char *said =
	    old && new ? arena_format(arena, _("takes back %s → %s"), old, new)
		       : NULL;
	said = diff_append(arena, said, say_settings(diff));
	return diff_append(arena, said, say_earlier(&taking));
}
