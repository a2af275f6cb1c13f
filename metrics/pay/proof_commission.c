/* The commission in the proof of a person's pay: what each ladder brings, of
 * which contracts and payments; what the cap cut, and what was taken back. */
#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "metrics/pay/bonus.h"
#include "metrics/pay/ladder.h"
#include "metrics/pay/proof.h"

/* To the last digit where it is a decimal, else as the nearest double. */
static struct quantity
quantity_of(struct proof *proof, struct rational value)
{
	struct arena *arena = proof->arena;
	wide exact;
	bool fits = rational_round(
	    rational_multiply(arena, value, rational_of(arena, WIDE_ONE, 1)),
	    &exact);
	return fits && rational_compare(rational_wide(arena, exact), value) == 0
		   ? quantity_exact(exact)
		   : quantity_fraction(value);
}

/* An integer of 10^-4. */
static const char *
proof_sum(struct proof *proof, wide value)
{
	return proof_wide(proof, value * (WIDE_ONE / DECIMAL_ONE));
}

/* 5 % */
static const char *
proof_rate(struct proof *proof, decimal rate)
{
	return proof_measure(
	    proof, rational_decimal(proof->arena, rate), UNIT_SHARE);
}

static enum commission_mode
mode_of(const struct proof *proof)
{
	return proof->pay->results->definitions->commission.mode;
}

/* ---- an entry ---- */

/* What of it is the person's: `40,000,000`, or `24,000,000 (60 % of
 * 40,000,000)`. */
static const char *
say_amount(struct proof *proof, const struct commission_entry *entry)
{
	const char *amount = proof_decimal(proof, entry->amount);
	return entry->share == DECIMAL_ONE
		   ? amount
		   : proof_tell(proof, "%s (%s of %s)", amount,
			 proof_rate(proof, entry->share),
			 proof_decimal(proof, entry->whole));
}

/* Which of the slices it fills: `0 % × 20,000,000 + 1 % × 20,000,000`. */
static const char *
say_slices(struct proof *proof, const struct commission_entry *entry)
{
	const struct ladder *ladder = entry->group->ladder;
	struct slice *slices =
	    arena_allocate(proof->arena, ladder->count + 2, sizeof *slices);
	const char *text = "";
	wide from = entry->reached - entry->amount;
	size_t count =
	    slices ? ladder_slices(ladder, from, entry->reached, slices) : 0;
	proof->failed |= slices == NULL;
	for (size_t i = 0; i < count; i++) {
		const char *one = proof_tell(proof, "%s × %s",
		    proof_rate(proof, slices[i].rate),
		    proof_sum(proof, slices[i].amount));
		text = i ? proof_tell(proof, "%s + %s", text, one) : one;
	}
	return proof_tell(proof, "takes the sum from %s to %s: %s",
	    proof_sum(proof, from), proof_sum(proof, entry->reached), text);
}

static const char *
say_rate(struct proof *proof, const struct commission_entry *entry)
{
	const struct commission_group *group = entry->group;
	const struct ladder_step *step =
	    ladder_reached(group->ladder, group->sum);
	const char *amount = say_amount(proof, entry);
	if (mode_of(proof) == COMMISSION_SLICE &&
	    !ladder_is_flat(group->ladder))
		return proof_tell(
		    proof, "%s %s", amount, say_slices(proof, entry));
	return proof_tell(
	    proof, "%s × %s", proof_rate(proof, step ? step->rate : 0), amount);
}

static const char *
contract_id(struct proof *proof, uint32_t contract)
{
	const struct dataset *data = proof->pay->results->data;
	return dictionary_text(
	    &data->contract_ids, data->contracts[contract].contract)
	    .data;
}

/* The rate at which a contract of the group earned. */
static const char *
say_earned(struct proof *proof, const struct commission_entry *entry)
{
	const struct commission_group *group = entry->group;
	const char *amount = say_amount(proof, entry);
	if (!group || group->sum == 0)
		return proof_tell(proof, "%s, which earned nothing", amount);
	return proof_tell(proof,
	    "%s × %s / %s that it earned when it was signed", amount,
	    proof_rational(proof, group->after), proof_sum(proof, group->sum));
}

static const char *
say_clawback(struct proof *proof, const struct commission_entry *entry)
{
	const struct dataset *data = proof->pay->results->data;
	const struct contract *contract = &data->contracts[entry->contract];
	const char *part =
	    entry->days == 1 && entry->unserved == 1
		? ""
		: proof_tell(proof, " × %d of %d days not served",
		      entry->unserved, entry->days);
	return proof_tell(proof,
	    "taken back, as it was ended on %s, %d days after its start: − "
	    "%s%s",
	    proof_date(proof, contract->terminated_on),
	    (int)(contract->terminated_on - contract->start_on),
	    say_earned(proof, entry), part);
}

static const char *
how_it_earns(struct proof *proof, const struct commission_entry *entry)
{
	const char *kind = kind_word(entry->kind, proof->language);
	const char *day = proof_date(proof, entry->day);
	switch (entry->source) {
	case COMMISSION_CONTRACT:
		return proof_tell(proof, "%s: %s, signed %s", kind,
		    say_rate(proof, entry), day);
	case COMMISSION_PAYMENT:
		return proof_tell(proof,
		    "payment for %s (%s): %s, counts on %s",
		    contract_id(proof, entry->contract), kind,
		    say_rate(proof, entry), day);
	case COMMISSION_CREDIT:
		return proof_tell(proof, "credit of %s (%s): %s, counts on %s",
		    contract_id(proof, entry->contract), kind,
		    say_rate(proof, entry), day);
	case COMMISSION_OLD_CREDIT:
		return proof_tell(proof,
		    "credit of %s (%s) of an earlier period: %s, counts on %s",
		    contract_id(proof, entry->contract), kind,
		    say_earned(proof, entry), day);
	case COMMISSION_CLAWBACK:
		break;
	}
	return say_clawback(proof, entry);
}

/* The id of the contract, credit or payment; a payment without one is called a
 * payment. */
static const char *
record_label(struct proof *proof, const struct commission_entry *entry)
{
	const struct dataset *data = proof->pay->results->data;
	if (entry->source != COMMISSION_PAYMENT)
		return contract_id(proof, entry->record);
	uint32_t payment = data->payments[entry->record].payment_id;
	return payment == NO_ID
		   ? record_kind_name(RECORD_PAYMENT, proof->language)
		   : dictionary_text(&data->words, payment).data;
}

static void
add_entry(
    struct proof *proof, const struct commission_entry *entry, unsigned depth)
{
	const struct dataset *data = proof->pay->results->data;
	enum record_kind kind = entry->source == COMMISSION_PAYMENT
				    ? RECORD_PAYMENT
				    : RECORD_CONTRACT;
	proof_add(proof,
	    (struct proof_row){ .depth = depth,
		.kind = PROOF_RECORD,
		.label = record_label(proof, entry),
		.client = record_client_name(data, kind, entry->record).data,
		.value = quantity_of(proof, entry->before),
		.unit = PROOF_MONEY,
		.how = how_it_earns(proof, entry),
		.source = record_source(data, kind, entry->record) });
}

/* ---- sums and the cap ---- */

/* How the ladder turns the sum into commission. */
static const char *
say_ladder(struct proof *proof, const struct commission_group *group)
{
	const struct ladder_step *step =
	    ladder_reached(group->ladder, group->sum);
	const char *sum = proof_sum(proof, group->sum);
	const char *from = step ? proof_decimal(proof, step->from) : "";
	const char *rate = step ? proof_rate(proof, step->rate) : "";
	if (!step)
		return proof_tell(
		    proof, "sum %s is below the first step: 0", sum);
	if (mode_of(proof) == COMMISSION_WHOLE)
		return proof_tell(proof,
		    "all of the sum %s at the rate of the step that it "
		    "reaches, %s from %s on; at a step the amount jumps",
		    sum, rate, from);
	return proof_tell(proof,
	    "each part of the sum %s at the rate of its step; the last one "
	    "reached is %s from %s on",
	    sum, rate, from);
}

/* The entries of a sum, below what its ladder makes of it; those on a flat rate
 * speak for themselves. */
static void
add_group(struct proof *proof, const struct commission_list *list,
    const struct commission_group *group)
{
	const char *kind = kind_word(group->kind, proof->language);
	bool flat = ladder_is_flat(group->ladder);
	if (!flat)
		proof_add(
		    proof, (struct proof_row){ .depth = 2,
			       .kind = PROOF_FACTOR,
			       .label = group->level
					    ? proof_tell(proof, "%s, %s", kind,
						  group->level->level.data)
					    : kind,
			       .value = quantity_of(proof, group->before),
			       .unit = PROOF_MONEY,
			       .how = say_ladder(proof, group) });
	for (size_t i = 0; i < group->count; i++)
		add_entry(
		    proof, &list->entries[group->first + i], flat ? 2 : 3);
}

static void
add_cap(struct proof *proof, const struct commission_person *person)
{
	if (!person->cut)
		return;
	proof_add(proof,
	    (struct proof_row){ .depth = 2,
		.kind = PROOF_FACTOR,
		.label = proof_tell(proof, "cap"),
		.value = quantity_of(proof, rational_subtract(proof->arena,
						person->after, person->before)),
		.unit = PROOF_MONEY,
		.how = proof_tell(proof,
		    "%s of %s are paid (pay.cap): from each contract in "
		    "proportion; what is left is rounded towards zero",
		    proof_decimal(proof, person->cap.most),
		    proof_rational(proof, person->before)) });
}

static void
add_period(struct proof *proof, const struct commission_list *list)
{
	const struct commission_person *person =
	    &list->people[proof->card->manager];
	for (size_t g = 0; g < person->group_count; g++)
		add_group(proof, list, &list->groups[person->first_group + g]);
	add_cap(proof, person);
	for (size_t i = 0; i < person->taken_count; i++)
		add_entry(proof, &list->taken[person->first_taken + i], 2);
}

/* ---- the part ---- */

/* What the commission of all periods is made of. */
struct addends {
	struct rational sum; /* exact */
	size_t count;        /* contracts or payments */
	size_t credits;      /* of contracts of the same period */
	bool cut, taken;     /* by caps; by older credits and clawbacks */
};

static void
count_group(struct addends *all, const struct commission_list *list,
    const struct commission_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct commission_entry *entry =
		    &list->entries[group->first + i];
		if (entry->source == COMMISSION_CREDIT)
			all->credits++;
		else
			all->count++;
	}
}

static struct addends
add_up(struct proof *proof)
{
	struct addends all = { .sum = rational_whole(0) };
	uint32_t manager = proof->card->manager;
	for (size_t i = 0; i < proof->pay->earning_count; i++) {
		const struct commission_list *list = proof->pay->commissions[i];
		const struct commission_person *person = &list->people[manager];
		for (size_t g = 0; g < person->group_count; g++)
			count_group(
			    &all, list, &list->groups[person->first_group + g]);
		if (!commission_has(list, manager))
			continue;
		all.cut |= person->cut;
		all.taken |= person->taken_count > 0;
		all.sum = rational_add(proof->arena, all.sum,
		    rational_add(proof->arena, person->after, person->taken));
	}
	return all;
}

/* Σ rate × what, less what is not in the rows of the ladders. */
static const char *
addends_said(struct proof *proof, const struct addends *all)
{
	bool on_payment = proof->pay->results->definitions->commission_on ==
			  COMMISSION_ON_PAYMENT;
	const char *credits =
	    !all->credits ? ""
			  : proof_tell(proof, " and %zu credits", all->credits);
	const char *less = proof_tell(proof, "%s%s",
	    !all->cut ? "" : proof_tell(proof, ", less the cap"),
	    !all->taken ? "" : proof_tell(proof, ", less what is taken back"));
	if (on_payment)
		return proof_tell(proof,
		    "Σ rate × amount of %zu payments that count in the "
		    "period%s%s",
		    all->count, credits, less);
	return proof_tell(proof,
	    "Σ rate × value of %zu contracts signed in the period%s%s",
	    all->count, credits, less);
}

static const char *
how_it_adds_up(struct proof *proof)
{
	const char *unpaid = proof_unpaid(proof, PAY_COMMISSION);
	if (unpaid)
		return unpaid;
	size_t periods = proof->pay->earning_count;
	struct addends all = add_up(proof);
	const char *rounding = proof_rounding(proof);
	if (periods > 1)
		rounding = proof_tell(
		    proof, "%s in each of %zu periods", rounding, periods);
	return proof_tell(proof, "%s = %s, %s", addends_said(proof, &all),
	    proof_rational(proof, all.sum), rounding);
}

void
proof_commissions(struct proof *proof)
{
	proof_add(proof,
	    (struct proof_row){ .depth = 1,
		.kind = PROOF_PART,
		.label = proof_tell(proof, "Commission"),
		.value = quantity_exact(proof->card->pay[PAY_COMMISSION]),
		.unit = PROOF_MONEY,
		.how =
		    proof_cut(proof, CAP_COMMISSION, how_it_adds_up(proof)) });
	for (size_t i = 0; i < proof->pay->earning_count; i++)
		add_period(proof, proof->pay->commissions[i]);
}
