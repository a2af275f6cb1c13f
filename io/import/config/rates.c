#include "io/import/config/rates.h"

#include <stdio.h>

#include "engine/base/arena.h"

static struct configuration *
target(const struct yaml_reading *reading)
{
	return reading->target;
}

bool
rates_is_currency(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < 'A' || text.data[i] > 'Z')
			return false;
	return text.length == 3;
}

static enum status
expect_mapping(struct yaml_reading *reading, const struct yaml_node *node,
    const char *example)
{
	return node->shape == YAML_MAPPING
		   ? STATUS_OK
		   : yaml_wrong(reading, node,
			 "%s: expected a mapping such as %s, found %s",
			 node->key->text.data, example, yaml_found(node));
}

/* One rate of a currency; `period` is the node's key unless it is NULL. */
static enum status
add_exchange_rate(struct yaml_reading *reading, struct text currency,
    const struct yaml_node *node, const struct yaml_node *period)
{
	struct configuration *configuration = target(reading);
	struct exchange_rate *rate =
	    arena_allocate(reading->arena, 1, sizeof *rate);
	if (!rate)
		return yaml_no_memory(reading);
	if (period &&
	    !period_parse(period->text,
		configuration->definitions.fiscal_year_start, &rate->period))
		return yaml_wrong(reading, period,
		    "exchange_rates: expected a period such as 2026Q3, "
		    "2026-08 or 2026-07-01..2026-07-15, found %s",
		    period->text.data);
	enum status status = yaml_decimal(reading, node, &rate->rate);
	if (!status && rate->rate <= 0)
		status = yaml_wrong(reading, node,
		    "exchange_rates: %s: expected more than 0, found %s",
		    node->key->text.data, node->text.data);
	rate->currency = currency;
	struct exchange_rate **tail = &configuration->exchange_rates;
	while (*tail)
		tail = &(*tail)->next;
	*tail = rate;
	return status;
}

enum status
rates_read_exchange(struct yaml_reading *reading, const struct yaml_node *node)
{
	enum status status = expect_mapping(reading, node, "{USD: 25400}");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct text currency = value->key->text;
		if (!rates_is_currency(currency))
			return yaml_wrong(reading, value->key,
			    "exchange_rates: expected a currency such as USD, "
			    "found %s",
			    currency.data);
		if (value->shape != YAML_MAPPING)
			status =
			    add_exchange_rate(reading, currency, value, NULL);
		else
			for (const struct yaml_node *one = value->first;
			     one && !status; one = one->next)
				status = add_exchange_rate(
				    reading, currency, one, one->key);
	}
	return status;
}

decimal
configuration_rate(
    const struct configuration *configuration, struct text currency, date day)
{
	decimal found = DECIMAL_NONE;
	date length = INT32_MAX;
	for (const struct exchange_rate *rate = configuration->exchange_rates;
	     rate; rate = rate->next) {
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

static enum status
read_rate_list(struct yaml_reading *reading, const struct yaml_node *node,
    struct hourly_rate **list)
{
	enum status status =
	    expect_mapping(reading, node, "{name: rate of an hour}");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct hourly_rate *rate =
		    arena_allocate(reading->arena, 1, sizeof *rate);
		if (!rate)
			return yaml_no_memory(reading);
		status = yaml_decimal(reading, value, &rate->rate);
		if (!status && rate->rate < 0)
			status = yaml_wrong(reading, value,
			    "%s: a rate must not be negative",
			    value->key->text.data);
		rate->name = value->key->text;
		while (*list)
			list = &(*list)->next;
		*list = rate;
	}
	return status;
}

static enum status
read_employees(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rate_list(reading, node, &target(reading)->rates.employees);
}

static enum status
read_departments(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rate_list(
	    reading, node, &target(reading)->rates.departments);
}

static enum status
read_default_rate(struct yaml_reading *reading, const struct yaml_node *node)
{
	decimal *rate = &target(reading)->rates.otherwise;
	enum status status = yaml_decimal(reading, node, rate);
	return status || *rate >= 0
		   ? status
		   : yaml_wrong(reading, node, "a rate must not be negative");
}

enum status
rates_read_hourly(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = { { "employee", read_employees },
		{ "department", read_departments },
		{ "default", read_default_rate } };
	target(reading)->rates.configured = true;
	if (node->shape != YAML_SCALAR)
		return yaml_read_keys(reading, node, keys, 3);
	return read_default_rate(reading, node);
}

/* ---- as text ---- */

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
rates_exchange_text(
    const struct configuration *configuration, struct arena *arena)
{
	const char *text = "";
	for (const struct exchange_rate *rate = configuration->exchange_rates;
	     rate; rate = rate->next)
		text = add_text(text, rate->currency.data, rate->period.label,
		    rate->rate, arena);
	return text;
}

const char *
rates_hourly_text(
    const struct configuration *configuration, struct arena *arena)
{
	const struct hourly_rates *rates = &configuration->rates;
	const char *text = "";
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
