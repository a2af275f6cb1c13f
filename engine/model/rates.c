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

static date
days_of(const struct dated_rate *rate)
{
	return rate->period.until == 0 ? INT32_MAX
				       : rate->period.until - rate->period.from;
}

/* Does a rate go before another where both hold a day? */
static bool
goes_before(const struct dated_rate *rate, const struct dated_rate *other)
{
	date days = days_of(rate), others = days_of(other);
	return days < others ||
	       (days == others && rate->period.from < other->period.from);
}

decimal
rates_on(const struct dated_rate *rates, struct text name, date day)
{
	const struct dated_rate *found = NULL;
	for (const struct dated_rate *rate = rates; rate; rate = rate->next)
		if (text_equal(rate->name, name) &&
		    (rate->period.until == 0 ||
			period_holds(&rate->period, day)) &&
		    (!found || goes_before(rate, found)))
			found = rate;
	return found ? found->rate : DECIMAL_NONE;
}

/* `text` and, of each rate, `KIND NAME PERIOD RATE`, as far as there are such.
 */
static const char *
add_rates(const char *text, const char *kind, const struct dated_rate *rate,
    struct arena *arena)
{
	char number[WIDE_TEXT_SIZE];
	for (; rate && text; rate = rate->next) {
		const char *period = rate->period.label;
		bool named = rate->name.length != 0;
		wide_print(number, decimal_widen(rate->rate));
		text = arena_format(arena, "%s%s%s%s%s%s%s%s%s", text,
		    *text ? "; " : "", kind, *kind ? " " : "",
		    named ? rate->name.data : "", named ? " " : "", period,
		    *period ? " " : "", number);
	}
	return text;
}

const char *
rates_exchange_text(const struct dated_rate *rates, struct arena *arena)
{
	return add_rates("", "", rates, arena);
}

const char *
rates_hourly_text(const struct hourly_rates *rates, struct arena *arena)
{
	const char *text = "";
	if (!rates->configured)
		return text;
	text = add_rates(text, "employee", rates->employees, arena);
	text = add_rates(text, "department", rates->departments, arena);
	return add_rates(text, "default", rates->otherwise, arena);
}
