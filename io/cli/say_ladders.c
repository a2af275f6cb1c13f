#include "io/cli/say_ladders.h"

#include "engine/model/schema.h"

/* Contracts have sizes; so much above the last step none is that small. */
enum { FAR = 10, FEWEST = 2 };

/* The amounts that a ladder has turned into commission. */
struct amounts {
	size_t count;
	decimal least;
};

static void
look_at_group(struct amounts *amounts, const struct commission_list *list,
    const struct commission_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		decimal amount = list->entries[group->first + i].amount;
		if (amount <= 0)
			continue; /* credits and refunds */
		if (amounts->count++ == 0 || amount < amounts->least)
			amounts->least = amount;
	}
}

static struct amounts
amounts_on(const struct pay_results *pay, const struct ladder *ladder)
{
	struct amounts amounts = { 0 };
	for (size_t i = 0; i < pay->earning_count; i++) {
		const struct commission_list *list = pay->commissions[i];
		for (size_t g = 0; g < list->group_count; g++)
			if (list->groups[g].ladder == ladder)
				look_at_group(&amounts, list, &list->groups[g]);
	}
	return amounts;
}

/* `level` may be NULL: the ladder of everybody. */
static enum status
say_ladder(struct session *session, const struct ladder *ladder, int kind,
    const char *level)
{
	char from[WIDE_TEXT_SIZE];
	if (ladder->count < 2)
		return STATUS_OK;
	struct amounts amounts = amounts_on(&session->pay, ladder);
	decimal last = ladder->steps[ladder->count - 1].from;
	if (amounts.count < FEWEST || amounts.least / FAR < last)
		return STATUS_OK;
	struct assumption *assumption =
	    assumptions_add(&session->data.assumptions, 0, "");
	if (!assumption)
		return diagnostics_no_memory(&session->diagnostics);
	wide_print(from, decimal_widen(last));
	note_say(&assumption->text,
	    "pay.commission%s%s.%s: each of the %zu amounts is at least ten "
	    "times the last step, from %s on, so that all are paid at its "
	    "rate; are the steps in %s, not in thousands or millions?",
	    level ? ".levels." : "", level ? level : "",
	    schema_words(FIELD_KIND)[kind], amounts.count, from,
	    session->configuration.definitions.currency);
	return STATUS_OK;
}

enum status
say_ladders(struct session *session)
{
	const struct commission_rates *rates =
	    &session->configuration.definitions.commission;
	enum status status = STATUS_OK;
	for (int kind = 0; kind < SOLD_KINDS && !status; kind++) {
		status = say_ladder(session, &rates->kinds[kind], kind, NULL);
		for (const struct level_rates *own = rates->levels;
		     own && !status; own = own->next)
			status = say_ladder(
			    session, &own->kinds[kind], kind, own->level.data);
	}
	return status;
}
