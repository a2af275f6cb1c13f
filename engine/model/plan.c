#include "engine/model/plan.h"

#include <stdio.h>

const struct scorecard *
pay_card(const struct pay_results *pay, uint32_t manager)
{
	uint32_t person = pay->results->data->person_of_manager[manager];
	for (size_t i = 0; person != NO_ID && i < pay->card_count; i++)
		if (pay->cards[i].person == person)
			return &pay->cards[i];
	return NULL;
}

const char *
pay_print_proration(char text[WIDE_TEXT_SIZE], const struct scorecard *card)
{
	int64_t days = card->days_of_period;
	int64_t tenths =
	    days ? (card->days_served * (int64_t)20000 + days) / (2 * days) : 0;
	snprintf(text, WIDE_TEXT_SIZE, "%d.%04d", (int)(tenths / 10000),
	    (int)(tenths % 10000));
	return text;
}

/* How many decimal places a decimal has. */
static int
places_of(decimal value)
{
	int places = 4;
	for (; places > 0 && value % 10 == 0; places--)
		value /= 10;
	return places;
}

const char *
pay_print_amount(char text[WIDE_TEXT_SIZE], wide amount, decimal unit)
{
	size_t length = wide_print(text, amount);
	int places = places_of(unit), present = 0;
	for (size_t i = length; i-- > 0 && !present;)
		if (text[i] == '.')
			present = (int)(length - 1 - i);
	if (places > present && present == 0)
		text[length++] = '.';
	for (; present < places; present++)
		text[length++] = '0';
	text[length] = '\0';
	return text;
}

const char *
estimator_name(enum estimator estimator)
{
	static const char *const names[ESTIMATOR_COUNT] = { "value", "shrunk",
		"ci_low", "ci_high" };
	return names[estimator];
}

const char *
pay_part_name(enum pay_part part)
{
	static const char *const names[PAY_PART_COUNT] = { "kpi_bonus",
		"commission", "project_award" };
	return names[part];
}
