#include "engine/model/plan.h"

#include "engine/model/schema.h"

const struct scorecard *
pay_card(const struct pay_results *pay, uint32_t manager)
{
	uint32_t subject = pay->results->subject_of_manager[manager];
	for (size_t i = 0; i < pay->card_count; i++)
		if (pay->cards[i].subject == subject)
			return &pay->cards[i];
	return NULL;
}

decimal
pay_base(const struct scorecard *card)
{
	decimal base = card->spell_count ? card->spells[0].base : DECIMAL_NONE;
	for (size_t i = 1; i < card->spell_count; i++)
		if (card->spells[i].base != base)
			return DECIMAL_NONE;
	return base;
}

struct rational
pay_of_spell(struct arena *arena, const struct scorecard *card,
    const struct served_spell *spell)
{
	const struct judged_plan *plan =
	    spell->plan == NO_PLAN ? NULL : &card->plans[spell->plan];
	if (!plan || !plan->scored || plan->gate_shut ||
	    spell->base == DECIMAL_NONE)
		return rational_whole(0);
	struct rational amount =
	    rational_multiply(arena, rational_decimal(arena, spell->base),
		rational_of(arena, plan->score, 100 * DECIMAL_ONE));
	return rational_multiply(arena, amount,
	    rational_of(arena, spell->days, card->days_of_period));
}

decimal
pay_proration(const struct scorecard *card)
{
	int64_t days = card->days_of_period;
	return days ? (2 * card->days_served * DECIMAL_ONE + days) / (2 * days)
		    : 0;
}

int
pay_places(decimal unit)
{
	int places = 4;
	for (; places > 0 && unit % 10 == 0; places--)
		unit /= 10;
	return places;
}

const char *
estimator_name(enum estimator estimator)
{
	return schema_words(FIELD_ESTIMATOR)[estimator];
}

const char *
pay_part_name(enum pay_part part)
{
	static const char *const names[PAY_PART_COUNT] = { "kpi_bonus",
		"commission", "project_award" };
	return names[part];
}
