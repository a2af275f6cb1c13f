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
	const struct dated_rate *found = NULL, *rate = rates;
	while (rate && !text_equal(rate->name, name))
		rate = rate->next;
	for (; rate && text_equal(rate->name, name); rate = rate->next)
		if ((rate->period.until == 0 ||
			period_holds(&rate->period, day)) &&
		    (!found || goes_before(rate, found)))
			found = rate;
	return found ? found->rate : DECIMAL_NONE;
}

/* Appends, of each rate, `KIND NAME PERIOD RATE`, as far as there are such. */
static void
append_rates(
    struct growing_text *text, const char *kind, const struct dated_rate *rate)
{
	char number[WIDE_TEXT_SIZE];
	for (; rate && !text->failed; rate = rate->next) {
		const char *const parts[] = { kind,
			rate->name.length ? rate->name.data : "",
			rate->period.label };
		wide_print(number, decimal_widen(rate->rate));
		if (text->length)
			text_append(text, "; ");
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
			text_append(text, parts[i]);
			text_append(text, *parts[i] ? " " : "");
		}
		text_append(text, number);
	}
}

const char *
rates_exchange_text(const struct dated_rate *rates, struct arena *arena)
{
	struct growing_text text = { .arena = arena };
	append_rates(&text, "", rates);
	return text_grown(&text);
}

const char *
rates_hourly_text(const struct hourly_rates *rates, struct arena *arena)
{
	struct growing_text text = { .arena = arena };
	if (!rates->configured)
		return "";
	append_rates(&text, "employee", rates->employees);
	append_rates(&text, "department", rates->departments);
	append_rates(&text, "default", rates->otherwise);
	return text_grown(&text);
}
