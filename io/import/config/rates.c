#include "io/import/config/rates.h"

#include "engine/base/arena.h"
#include "io/locale/locale.h"

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

/* A list of rates that is being read. */
struct rate_list {
	const char *key; /* as messages begin */
	struct dated_rate **tail;
	bool zero; /* may a rate be 0? */
};

static enum status
add_rate(struct yaml_reading *reading, struct rate_list *list, struct text name,
    const struct yaml_node *node, const struct yaml_node *period)
{
	struct dated_rate *rate =
	    arena_allocate(reading->arena, 1, sizeof *rate);
	if (!rate)
		return yaml_no_memory(reading);
	rate->name = name;
	if (period && !period_parse(period->text,
			  target(reading)->fiscal_year_start, &rate->period))
		return yaml_wrong(reading, period,
		    "%s: expected a period such as 2026Q3, 2026-08 or "
		    "2026-07-01..2026-07-15, found %s",
		    list->key, period->text.data);
	enum status status = yaml_decimal(reading, node, &rate->rate);
	if (!status && (rate->rate < 0 || (rate->rate == 0 && !list->zero)))
		status =
		    yaml_wrong(reading, node, "%s: %s: expected %s, found %s",
			list->key, node->key->text.data,
			list->zero ? _("0 or more") : _("more than 0"),
			node->text.data);
	*list->tail = rate;
	list->tail = &rate->next;
	return status;
}

/* One rate of a name, or a mapping of periods to rates. */
static enum status
add_rates(struct yaml_reading *reading, struct rate_list *list,
    struct text name, const struct yaml_node *node)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_MAPPING)
		return add_rate(reading, list, name, node, NULL);
	for (const struct yaml_node *one = node->first; one && !status;
	     one = one->next)
		status = add_rate(reading, list, name, one, one->key);
	return status;
}

enum status
rates_read_exchange(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct rate_list list = { .key = "exchange_rates",
		.tail = &target(reading)->exchange_rates };
	enum status status = expect_mapping(reading, node, _("{USD: 25400}"));
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct text currency = value->key->text;
		if (!rates_is_currency(currency))
			return yaml_wrong(reading, value->key,
			    "exchange_rates: expected a currency such as USD, "
			    "found %s",
			    currency.data);
		status = add_rates(reading, &list, currency, value);
	}
	return status;
}

static enum status
read_rate_list(struct yaml_reading *reading, const struct yaml_node *node,
    struct rate_list list)
{
	enum status status =
	    expect_mapping(reading, node, _("{name: rate of an hour}"));
	list.zero = true;
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next)
		status = add_rates(reading, &list, value->key->text, value);
	return status;
}

enum status
rates_read_employees(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rate_list(reading, node,
	    (struct rate_list){ .key = "rates.employee",
		.tail = &target(reading)->rates.employees });
}

enum status
rates_read_departments(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rate_list(reading, node,
	    (struct rate_list){ .key = "rates.department",
		.tail = &target(reading)->rates.departments });
}

enum status
rates_read_default(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct rate_list list = { .key = "rates",
		.tail = &target(reading)->rates.otherwise,
		.zero = true };
	return add_rates(reading, &list, text_of(""), node);
}

enum status
rates_read_hourly(struct yaml_reading *reading, const struct yaml_node *node)
{
	target(reading)->rates = (struct hourly_rates){ .configured = true };
	return node->shape == YAML_SCALAR ? rates_read_default(reading, node)
					  : yaml_read_below(reading, node);
}
