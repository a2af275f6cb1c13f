#include "io/cli/diff/commission.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/taken.h"
#include "io/cli/diff/terms.h"
#include "io/locale/locale.h"

/* Places of rates and of money that is no whole decimal. */
enum { RATE_PLACES = 6, MONEY_PLACES = 4 };

/* One person's part of a record in the two runs. */
struct earning {
	const struct diff *diff;
	const struct observation_pair *pair;
	const char *manager;
	const struct sum_entry *entry[SIDES]; /* NULL: adds to no sum */
};

static const struct sum_person *
person_of(const struct earning *earning, int side)
{
	return &earning->diff->sums.run[side]
		    .people[earning->entry[side]->person];
}

static const struct sum_group *
group_of(const struct earning *earning, int side)
{
	return &earning->diff->sums.run[side]
		    .groups[earning->entry[side]->group];
}

static const char *
kind_word(const struct sum_entry *entry)
{
	return schema_words(FIELD_KIND)[entry->kind];
}

static const char *
say_sums(const struct earning *earning, const char *what, wide old, wide new)
{
	struct arena *arena = earning->diff->arena;
	const char *was =
	    rational_print(arena, rational_of(arena, old, DECIMAL_ONE));
	const char *is =
	    rational_print(arena, rational_of(arena, new, DECIMAL_ONE));
	return was && is ? arena_format(arena, "%s %s → %s", what, was, is)
			 : NULL;
}

static const char *
say_rounded(const struct earning *earning, const char *what, int places,
    const struct rational values[SIDES])
{
	struct arena *arena = earning->diff->arena;
	const char *was = rational_print(
	    arena, rational_round_to(arena, values[OLD], places));
	const char *is = rational_print(
	    arena, rational_round_to(arena, values[NEW], places));
	return was && is ? arena_format(arena, "%s %s → %s", what, was, is)
			 : NULL;
}

/* What the run says of a setting, where it says two things. */
static const char *
say_setting(
    const struct earning *earning, const char *key, const char *const said[])
{
	if (!said[OLD] || !said[NEW])
		return NULL;
	return strcmp(said[OLD], said[NEW]) == 0
		   ? ""
		   : arena_format(earning->diff->arena,
			 _("configuration %s %s → %s"), key,
			 *said[OLD] ? said[OLD] : "none",
			 *said[NEW] ? said[NEW] : "none");
}

static const char *
say_definition(const struct earning *earning, enum definition_index index)
{
	const char *const said[SIDES] = { diff_in_force(
					      &earning->diff->run[OLD], index),
		diff_in_force(&earning->diff->run[NEW], index) };
	return say_setting(earning, definitions_table[index].setting.key, said);
}

/* ---- the rate ---- */

static bool
rates_of(const struct earning *earning, struct rational rates[SIDES])
{
	struct arena *arena = earning->diff->arena;
	for (int side = OLD; side < SIDES; side++) {
		const struct sum_entry *entry = earning->entry[side];
		if (!entry || entry->amount == 0)
			return false;
		rates[side] = rational_divide(arena, entry->earned,
		    rational_of(arena, entry->amount, DECIMAL_ONE));
	}
	return rational_compare(rates[OLD], rates[NEW]) != 0;
}

static const char *
say_level(const struct earning *earning)
{
	const struct sum_entry *old = earning->entry[OLD],
			       *new = earning->entry[NEW];
	if (strcmp(old->level, new->level) == 0 ||
	    strcmp(old->rates, new->rates) == 0)
		return "";
	return arena_format(earning->diff->arena, _("level %s → %s on %s"),
	    *old->level ? old->level : "none",
	    *new->level ? new->level : "none", new->level_day);
}

/* The rates of a level (or everybody's) for the kind, where the runs have two
 * of them. */
static const char *
say_ladder(const struct earning *earning, const char *level)
{
	struct arena *arena = earning->diff->arena;
	const char *kind = kind_word(earning->entry[NEW]), *said[SIDES];
	for (int side = OLD; side < SIDES; side++)
		said[side] = diff_term(diff_in_force(&earning->diff->run[side],
					   DEFINITION_commission),
		    level, kind, arena);
	const char *key = arena_format(arena, "%s%s%s%s%s",
	    definitions_table[DEFINITION_commission].setting.key,
	    *level ? ".levels." : "", level, ".", kind);
	return key ? say_setting(earning, key, said) : NULL;
}

/* A mode is of no matter where there is one rate. */
static const char *
say_mode(const struct earning *earning)
{
	const struct run_sums *sums = earning->diff->sums.run;
	const char *const said[SIDES] = { commission_modes[sums[OLD].mode],
		commission_modes[sums[NEW].mode] };
	bool flat = ladder_is_flat(&group_of(earning, OLD)->ladder) &&
		    ladder_is_flat(&group_of(earning, NEW)->ladder);
	const char *key = arena_format(earning->diff->arena, "%s.mode",
	    definitions_table[DEFINITION_commission].setting.key);
	return flat ? "" : key ? say_setting(earning, key, said) : NULL;
}

static const char *
say_terms(const struct earning *earning)
{
	struct arena *arena = earning->diff->arena;
	const char *old = earning->entry[OLD]->rates,
		   *new = earning->entry[NEW]->rates;
	const char *said = say_ladder(earning, new);
	if (strcmp(old, new) != 0)
		said = diff_append(arena, said, say_ladder(earning, old));
	return diff_append(arena, said, say_mode(earning));
}

/* ---- other amounts of the sum ---- */

/* What an entry adds to what decides over the rate of another: to the sum or,
 * by slices, to what comes before it. */
static wide
adds_to(const struct run_sums *sums, const struct sum_entry *other,
    const struct sum_entry *entry)
{
	bool counts = other && other->group == entry->group &&
		      (sums->mode == COMMISSION_WHOLE || other < entry);
	return counts ? other->amount : 0;
}

static bool
moves_sum(const struct earning *earning, const struct sum_change *change)
{
	wide adds[SIDES];
	for (int side = OLD; side < SIDES; side++)
		adds[side] = adds_to(&earning->diff->sums.run[side],
		    change->entry[side], earning->entry[side]);
	return adds[OLD] != adds[NEW];
}

static bool
moves_person(const struct earning *earning, const struct sum_change *change)
{
	bool moves = false;
	for (int side = OLD; side < SIDES; side++)
		moves |=
		    change->entry[side] &&
		    change->entry[side]->person == earning->entry[side]->person;
	return moves;
}

static size_t
pair_of(const struct sum_change *change)
{
	return change->entry[change->entry[NEW] ? NEW : OLD]->pair;
}

/* ` by contract C1 (…): new record` and how many more: those other entries of
 * the person that move it, the largest first; "" if none does. */
static const char *
say_movers(
    const struct earning *earning, bool (*moves)(const struct earning *earning,
				       const struct sum_change *change))
{
	const struct diff *diff = earning->diff;
	struct sum_changes changes =
	    diff_sum_changes(&diff->sums, earning->manager);
	const struct sum_change *largest = NULL;
	size_t count = 0;
	for (size_t i = 0; i < changes.count; i++) {
		const struct sum_change *change = &changes.rows[i];
		if (pair_of(change) == earning->entry[NEW]->pair ||
		    !moves(earning, change))
			continue;
		largest = largest ? largest : change;
		count++;
	}
	if (!largest)
		return "";
	const char *record =
	    diff_say_counted(diff, &diff->pairs.rows[pair_of(largest)]);
	if (!record)
		return NULL;
	return count > 1 ? arena_format(diff->arena, _(" by %s, and %zu more"),
			       record, count - 1)
			 : arena_format(diff->arena, _(" by %s"), record);
}

static const char *
say_sum(const struct earning *earning)
{
	struct arena *arena = earning->diff->arena;
	wide sums[SIDES];
	/* Of another kind, or by rates of another level, it is another sum. */
	if (earning->entry[OLD]->kind != earning->entry[NEW]->kind ||
	    strcmp(earning->entry[OLD]->rates, earning->entry[NEW]->rates) != 0)
		return "";
	bool whole = earning->diff->sums.run[NEW].mode == COMMISSION_WHOLE;
	for (int side = OLD; side < SIDES; side++)
		sums[side] = whole ? group_of(earning, side)->sum
				   : earning->entry[side]->reached -
					 earning->entry[side]->amount;
	const char *by = say_movers(earning, moves_sum);
	const char *kind = kind_word(earning->entry[NEW]);
	const char *what = whole ? arena_format(arena, _("sum of %s"), kind)
				 : arena_format(arena, _("%s before it"), kind);
	if (!by || !what)
		return NULL;
	if (sums[OLD] == sums[NEW])
		return "";
	const char *said = say_sums(earning, what, sums[OLD], sums[NEW]);
	return said ? arena_format(arena, "%s%s", said, by) : NULL;
}

/* Why the rate is another one; "" if it is not. */
static const char *
say_rate(const struct earning *earning)
{
	struct arena *arena = earning->diff->arena;
	struct rational rates[SIDES];
	if (!rates_of(earning, rates))
		return "";
	const char *said = say_rounded(earning, "rate", RATE_PLACES, rates);
	said = diff_append(arena, said, say_level(earning));
	said = diff_append(arena, said, say_terms(earning));
	return diff_append(arena, said, say_sum(earning));
}

/* ---- the cap ---- */

/* The cap, and if it is another one by another level, that. */
static const char *
say_limit(const struct earning *earning, const struct sum_person *old,
    const struct sum_person *new)
{
	struct arena *arena = earning->diff->arena;
	const char *was = *old->cap ? old->cap : "none";
	const char *is = *new->cap ? new->cap : "none";
	if (strcmp(was, is) == 0)
		return arena_format(arena, _("cap on commission %s"), is);
	bool promoted = strcmp(old->level, new->level) != 0;
	return arena_format(arena, _("%s%s%s%s%scap on commission %s → %s"),
	    promoted ? _("level ") : "",
	    !promoted     ? ""
	    : *old->level ? old->level
			  : "none",
	    promoted ? " → " : "",
	    !promoted     ? ""
	    : *new->level ? new->level
			  : "none",
	    promoted ? ": " : "", was, is);
}

static const char *
say_cap(const struct earning *earning)
{
	const struct sum_person *old = person_of(earning, OLD),
				*new = person_of(earning, NEW);
	if (rational_compare(old->factor, new->factor) == 0)
		return "";
	const char *limit = say_limit(earning, old, new);
	if (!limit || rational_compare(old->earned, new->earned) == 0)
		return limit;
	struct arena *arena = earning->diff->arena;
	const struct rational earned[SIDES] = { old->earned, new->earned };
	const char *what = arena_format(arena, _("%s, before it"), limit);
	const char *said =
	    what ? say_rounded(earning, what, MONEY_PLACES, earned) : NULL;
	const char *by = say_movers(earning, moves_person);
	return said && by ? arena_format(arena, "%s%s", said, by) : NULL;
}

/* What it brings of its sum: "earned" less what the cap takes. */
static struct rational
brings(const struct earning *earning, int side)
{
	return earning->entry[side] ? rational_multiply(earning->diff->arena,
					  earning->entry[side]->earned,
					  person_of(earning, side)->factor)
				    : rational_whole(0);
}

/* ---- the whole ---- */

/* Why the amount is another one, where no record says it. */
static const char *
say_amount(const struct earning *earning)
{
	const struct sum_entry *old = earning->entry[OLD],
			       *new = earning->entry[NEW];
	const char *said =
	    old->amount == new->amount
		? ""
		: say_sums(earning, "amount", old->amount, new->amount);
	if (old->amount != new->amount)
		said = diff_append(earning->diff->arena, said,
		    say_definition(earning, DEFINITION_exchange_rates));
	return old->kind == new->kind
		   ? said
		   : diff_append(earning->diff->arena, said,
			 arena_format(earning->diff->arena, _("kind %s → %s"),
			     kind_word(old), kind_word(new)));
}

const char *
diff_commission_reason(
    const struct diff *diff, const struct observation_pair *pair, bool said)
{
	const struct observation_side *old = &pair->side[OLD],
				      *new = &pair->side[NEW];
	struct earning earning = { .diff = diff,
		.pair = pair,
		.manager = new->in ? new->manager : old->manager };
	if (!pair->own ||
	    (old->in && new->in &&strcmp(old->manager, new->manager) != 0))
		return "";
	for (int side = OLD; side < SIDES; side++)
		earning.entry[side] = diff_sum_entry(&diff->sums.run[side],
		    (size_t)(pair->own - diff->pairs.rows), earning.manager);
	const char *reason = say_definition(&earning, DEFINITION_commission_on);
	if (!reason || *reason)
		return reason;
	if (earning.entry[OLD] && earning.entry[NEW]) {
		if (!said)
			reason = say_amount(&earning);
		reason = diff_append(diff->arena, reason, say_rate(&earning));
		reason = diff_append(diff->arena, reason, say_cap(&earning));
	}
	const struct rational brought[SIDES] = { brings(&earning, OLD),
		brings(&earning, NEW) };
	return diff_append(diff->arena, reason,
	    diff_taken_reason(diff, pair, earning.manager, brought));
}
