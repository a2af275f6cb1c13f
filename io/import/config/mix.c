#include "io/import/config/mix.h"

#include "engine/base/arena.h"
#include "io/import/config/configuration.h"
#include "io/locale/locale.h"

static enum status
read_column(struct yaml_reading *reading, const struct yaml_node *node,
    const struct mix *mix, struct mix_column *column)
{
	if (node->shape != YAML_SCALAR || node->text.length == 0)
		return yaml_wrong(reading, node,
		    "mix: %s: expected a column or a list of columns, found %s",
		    mix->metric.data,
		    *yaml_found(node) ? yaml_found(node) : _("nothing"));
	for (size_t i = 0; i < mix->count; i++)
		if (text_equal(mix->columns[i].name, node->text))
			return yaml_wrong(reading, node,
			    "mix: %s: %s stands twice", mix->metric.data,
			    node->text.data);
	*column = (struct mix_column){ node->text, node->line };
	return STATUS_OK;
}

/* One metric: a column, or a list of them. */
static enum status
read_metric(
    struct yaml_reading *reading, const struct yaml_node *node, struct mix *mix)
{
	bool list = node->shape == YAML_LIST;
	const struct yaml_node *first = list ? node->first : node;
	size_t length = 1;
	for (const struct yaml_node *item = first; list && item;
	     item = item->next)
		length++;
	struct mix_column *columns =
	    arena_allocate(reading->arena, length, sizeof *columns);
	if (!columns)
		return yaml_no_memory(reading);
	*mix = (struct mix){ .metric = node->key->text,
		.file = reading->path,
		.line = node->key->line,
		.columns = columns };
	enum status status = STATUS_OK;
	for (const struct yaml_node *item = first; item && !status;
	     item = list ? item->next : NULL) {
		status = read_column(reading, item, mix, &columns[mix->count]);
		mix->count++;
	}
	if (!status && !first)
		return yaml_wrong(reading, node,
		    "mix: %s: expected a column or a list of columns, found an "
		    "empty list",
		    mix->metric.data);
	return status;
}

enum status
mix_read(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct configuration *configuration = reading->target;
	struct mix **tail = &configuration->definitions.mix;
	enum status status = STATUS_OK;
	if (node->shape != YAML_MAPPING || !node->first)
		return yaml_unexpected(reading, node);
	for (const struct yaml_node *metric = node->first; metric && !status;
	     metric = metric->next) {
		*tail = arena_allocate(reading->arena, 1, sizeof **tail);
		if (!*tail)
			return yaml_no_memory(reading);
		status = read_metric(reading, metric, *tail);
		tail = &(*tail)->next;
	}
	return status;
}
