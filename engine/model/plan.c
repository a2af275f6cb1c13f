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
