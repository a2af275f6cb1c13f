#include "engine/model/rates.h"

#include "engine/base/arena.h"

bool
rates_is_currency(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < 'A' || text.data[i] > 'Z')
			return false;
	return text.length == 3;
}

decimal
rates_on(const struct exchange_rate *rates, struct text currency, date day)
{
	decimal found = DECIMAL_NONE;
	date length = INT32_MAX;
	for (const struct exchange_rate *rate = rates; rate;
	     rate = rate->next) {
		bool always = rate->period.until == 0;
		if (!text_equal(rate->currency, currency) ||
		    (!always && !period_holds(&rate->period, day)))
			continue;
		date days =
		    always ? INT32_MAX : rate->period.until - rate->period.from;
		if (found == DECIMAL_NONE || days < length) {
			found = rate->rate;
			length = days;
		}
	}
	return found;
}

static const char *
add_text(const char *text, const char *name, const char *period, decimal rate,
    struct arena *arena)
{
	char number[WIDE_TEXT_SIZE];
	wide_print(number, decimal_widen(rate));
	return text ? arena_format(arena, "%s%s%s%s%s %s", text,
			  *text ? "; " : "", name, *period ? " " : "", period,
			  number)
		    : NULL;
}

const char *
rates_exchange_text(const struct exchange_rate *rates, struct arena *arena)
{
	const char *text = "";
	for (const struct exchange_rate *rate = rates; rate; rate = rate->next)
		text = add_text(text, rate->currency.data, rate->period.label,
		    rate->rate, arena);
	return text;
}

const char *
rates_hourly_text(const struct hourly_rates *rates, struct arena *arena)
{
	const char *text = "";
	if (!rates->configured)
		return text;
	for (const struct hourly_rate *rate = rates->employees; rate;
	     rate = rate->next)
		text = add_text(
		    text, "employee", rate->name.data, rate->rate, arena);
	for (const struct hourly_rate *rate = rates->departments; rate;
	     rate = rate->next)
		text = add_text(
		    text, "department", rate->name.data, rate->rate, arena);
	return rates->otherwise == DECIMAL_NONE
		   ? text
		   : add_text(text, "default", "", rates->otherwise, arena);
}
