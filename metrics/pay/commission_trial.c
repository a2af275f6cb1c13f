#include "metrics/pay/commission_trial.h"

#include "engine/base/arena.h"
#include "engine/model/spells.h"
#include "metrics/pay/ladder.h"
#include "metrics/pay/rounding.h"
#include "metrics/periods/shares.h"

/* What is tried on the sums of one period. */
struct trying {
	const struct definitions *definitions;
	const struct commission_list *list;
	const struct commission_person *person;
	uint32_t contract, payment; /* which goes; NO_ID for none */
	/* What comes: of a kind, by the rates of a level; 0 where one goes. */
	enum kind kind;
	const struct level_rates *level;
	wide added;
	/* What the person's groups then are, and bring without and with the
	 * cap. */
	struct commission_group *groups;
	struct rational before, after;
	struct commission_trial *trial;
	struct arena *scratch;
};

/* The person's groups; behind them an empty one for what comes, if it is of
 * none of these. Their number; 0 without memory. */
static size_t
copy_groups(struct trying *trying)
{
	const struct commission_rates *rates = &trying->definitions->commission;
	size_t count = trying->person->group_count;
	trying->groups =
	    arena_allocate(trying->scratch, count + 1, sizeof *trying->groups);
	if (!trying->groups)
		return 0;
	for (size_t g = 0; g < count; g++)
		trying->groups[g] =
		    trying->list->groups[trying->person->first_group + g];
	trying->groups[count] = (struct commission_group){
		.kind = trying->kind,
		.level = trying->level,
		.ladder = trying->level ? &trying->level->kinds[trying->kind]
					: &rates->kinds[trying->kind],
		.before = rational_whole(0),
	};
	return count + 1;
}

static bool
goes(const struct trying *trying, const struct commission_entry *entry)
{
	return entry->source == COMMISSION_PAYMENT && trying->payment != NO_ID
		   ? entry->record == trying->payment
		   : entry->contract == trying->contract;
}

/* What of the record is in a group. */
static wide
amount_in(const struct trying *trying, const struct commission_group *group)
{
	wide amount = 0;
	for (size_t i = 0; i < group->count; i++) {
		const struct commission_entry *entry =
		    &trying->list->entries[group->first + i];
		if (goes(trying, entry))
			amount += entry->amount;
	}
	return amount;
}

static decimal
rate_at(const struct ladder *ladder, wide sum)
{
	const struct ladder_step *step = ladder_reached(ladder, sum);
	return step ? step->rate : 0;
}

/* Moves the sum of a group, and notes whether it comes to another step. */
static void
move_sum(struct trying *trying, struct commission_group *group, wide by)
{
	struct commission_trial *trial = trying->trial;
	wide sum = group->sum + by;
	if (by == 0)
		return;
	trial->changes = true;
	decimal old = rate_at(group->ladder, group->sum);
	decimal new = rate_at(group->ladder, sum);
	if (!ladder_is_flat(group->ladder) && old != new && !trial->steps) {
		trial->steps = true;
		trial->kind = group->kind;
		trial->rate_before = old;
		trial->rate_after = new;
	}
	group->sum = sum;
	group->before = ladder_brings(group->ladder,
	    trying->definitions->commission.mode, sum, trying->scratch);
}

/* The sums after it, and the cap on what they bring. */
static enum status
climb(struct trying *trying)
{
	struct arena *scratch = trying->scratch;
	const struct cap *cap = &trying->person->cap;
	size_t count = copy_groups(trying);
	bool added = trying->added == 0;
	if (!count)
		return STATUS_MEMORY;
	trying->before = rational_whole(0);
	for (size_t g = 0; g < count; g++) {
		struct commission_group *group = &trying->groups[g];
		bool takes = !added && group->kind == trying->kind &&
			     group->level == trying->level;
		move_sum(trying, group,
		    takes ? trying->added : -amount_in(trying, group));
		added |= takes;
		trying->before =
		    rational_add(scratch, trying->before, group->before);
	}
	struct rational most = rational_decimal(scratch, cap->most);
	bool cuts = cap->given && rational_compare(trying->before, most) > 0;
	trying->trial->cap_before |= trying->person->cut;
	trying->trial->cap_after |= cuts;
	trying->after = cuts ? most : trying->before;
	for (size_t g = 0; g < count; g++) {
		struct commission_group *group = &trying->groups[g];
		group->after =
		    cuts ? rational_multiply(scratch, group->before,
			       rational_divide(scratch, most, trying->before))
			 : group->before;
	}
	return STATUS_OK;
}

/* The group after it, where the entry takes back by one of this period; NULL
 * for one of an earlier period. */
static const struct commission_group *
moved_group(const struct trying *trying, const struct commission_entry *entry)
{
	for (size_t g = 0; g < trying->person->group_count; g++)
		if (entry->group ==
		    &trying->list->groups[trying->person->first_group + g])
			return &trying->groups[g];
	return NULL;
}

/* What is taken back after it. */
static struct rational
take_back(struct trying *trying)
{
	struct arena *scratch = trying->scratch;
	struct rational taken = rational_whole(0);
	for (size_t i = 0; i < trying->person->taken_count; i++) {
		const struct commission_entry *entry =
		    &trying->list->taken[trying->person->first_taken + i];
		const struct commission_group *group =
		    moved_group(trying, entry);
		struct rational brings = entry->brings;
		if (entry->contract == trying->contract) {
			trying->trial->changes = true;
			continue;
		}
		/* amount × what its group brings / sum, for the days not
		 * served. */
		if (group && group->sum != 0 &&
		    entry->source == COMMISSION_CLAWBACK) {
			brings = rational_divide(scratch, group->after,
			    rational_of(scratch, group->sum, DECIMAL_ONE));
			brings = rational_multiply(scratch, brings,
			    rational_decimal(scratch, entry->amount));
			brings = rational_multiply(scratch, brings,
			    rational_of(
				scratch, -entry->unserved, entry->days));
		}
		taken = rational_add(scratch, taken, brings);
	}
	return taken;
}

/* Tries it on one period, and adds to the trial what it changes there. */
static enum status
try_list(struct trying *trying)
{
	struct commission_trial *trial = trying->trial;
	wide amount;
	enum status status = climb(trying);
	if (status)
		return status;
	struct rational all =
	    rational_add(trying->scratch, trying->after, take_back(trying));
	bool cut = rational_compare(trying->after, trying->before) != 0;
	status = pay_round(trying->scratch, all, trying->definitions->pay_unit,
	    cut ? ROUNDING_TOWARDS_ZERO : ROUNDING_HALF_AWAY, &amount);
	trial->amount += amount - trying->person->amount;
	return status;
}

static enum status
try_without(const struct trying *like, const struct pay_results *pay,
    const struct scorecard *card)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < pay->earning_count && !status; i++) {
		const struct commission_list *list = pay->commissions[i];
		struct trying trying = *like;
		trying.list = list;
		trying.person = &list->people[card->manager];
		if (commission_has(list, card->manager))
			status = try_list(&trying);
	}
	return status;
}

/* The person's part of the contract's value. */
static decimal
part_of(
    const struct dataset *data, uint32_t manager, const struct contract *whole)
{
	struct sharing sharing = sharing_of(data, whole, whole->value);
	struct share_part part;
	while (sharing_next(&sharing, &part))
		if (part.manager == manager)
			return part.money;
	return 0;
}

static enum status
try_with(struct trying *trying, const struct pay_results *pay,
    const struct scorecard *card, uint32_t contract)
{
	const struct dataset *data = pay->results->data;
	const struct contract *won = &data->contracts[contract];
	const struct period *own =
	    &pay->results->views[pay->results->run_period].period;
	date day = period_holds(own, won->closed_on) ? won->closed_on
						     : won->proposed_on;
	if (trying->definitions->commission_on == COMMISSION_ON_PAYMENT ||
	    won->value == DECIMAL_NONE || won->kind == KIND_CREDIT ||
	    day == DATE_NONE)
		return STATUS_OK;
	trying->kind = won->kind;
	trying->level = commission_level(&trying->definitions->commission, data,
	    level_on(data, card->manager, day), won->kind);
	trying->added = part_of(data, card->manager, won);
	for (size_t i = 0; trying->added && i < pay->earning_count; i++) {
		trying->list = pay->commissions[i];
		trying->person = &trying->list->people[card->manager];
		if (period_holds(&trying->list->period, day))
			return try_list(trying);
	}
	return STATUS_OK;
}

enum status
commission_try(struct commission_trial *trial, const struct pay_results *pay,
    const struct scorecard *card, const struct sensitivity *row,
    struct arena *scratch)
{
	struct trying trying = { .definitions = pay->results->definitions,
		.contract = NO_ID,
		.payment = NO_ID,
		.trial = trial,
		.scratch = scratch };
	bool goes_away = row->correction == CORRECTION_OMITTED ||
			 row->correction == CORRECTION_LOST;
	*trial =
	    (struct commission_trial){ .amount = card->pay[PAY_COMMISSION] };
	if (row->has_record && row->kind == RECORD_CONTRACT && goes_away)
		trying.contract = row->record;
	else if (row->has_record && row->kind == RECORD_PAYMENT && goes_away)
		trying.payment = row->record;
	else
		return row->correction == CORRECTION_WON
			   ? try_with(&trying, pay, card, row->record)
			   : STATUS_OK;
	return try_without(&trying, pay, card);
}

static bool
climbs(const struct ladder *kinds)
{
	bool steps = false;
	for (int kind = 0; kind < SOLD_KINDS; kind++)
		steps |= kinds[kind].count && !ladder_is_flat(&kinds[kind]);
	return steps;
}

bool
commission_has_steps(const struct definitions *definitions)
{
	const struct commission_rates *rates = &definitions->commission;
	bool steps =
	    climbs(rates->kinds) || definitions->cap.of[CAP_COMMISSION].given;
	for (const struct level_rates *own = rates->levels; own;
	     own = own->next)
		steps |= climbs(own->kinds);
	for (const struct level_caps *own = definitions->cap.levels; own;
	     own = own->next)
		steps |= own->of[CAP_COMMISSION].given;
	return steps;
}
