#include "io/import/config/rates.h"

#include "engine/base/arena.h"

static struct definitions *
target(const struct yaml_reading *reading)
{
	struct configuration *configuration = reading->target;
	return &configuration->definitions;
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
	struct definitions *definitions = target(reading);
	struct exchange_rate *rate =
	    arena_allocate(reading->arena, 1, sizeof *rate);
	if (!rate)
		return yaml_no_memory(reading);
	if (period && !period_parse(period->text,
			  definitions->fiscal_year_start, &rate->period))
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
	struct exchange_rate **tail = &definitions->exchange_rates;
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

enum status
rates_read_employees(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rate_list(reading, node, &target(reading)->rates.employees);
}

enum status
rates_read_departments(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rate_list(
	    reading, node, &target(reading)->rates.departments);
}

enum status
rates_read_default(struct yaml_reading *reading, const struct yaml_node *node)
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
	target(reading)->rates = (struct hourly_rates){ .configured = true,
		.otherwise = DECIMAL_NONE };
	return node->shape == YAML_SCALAR ? rates_read_default(reading, node)
					  : yaml_read_below(reading, node);
}
