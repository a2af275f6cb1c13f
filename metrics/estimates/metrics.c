#include "metrics/estimates/metrics.h"

const struct metric metrics_table[] = {
#define METRIC(ID, KIND, UNIT, DIRECTION, INDICATOR, HEADLINE, DECIMALS,       \
    RECORDS, TABLES, LOW, HIGH, LABEL, FORMULA)                                \
	{                                                                      \
		.id = #ID,                                                     \
		.label = LABEL,                                                \
		.formula = FORMULA,                                            \
		.kind = METRIC_##KIND,                                         \
		.unit = UNIT_##UNIT,                                           \
		.direction = DIRECTION_##DIRECTION,                            \
		.indicator = INDICATOR,                                        \
		.headline = HEADLINE,                                          \
		.decimals = DECIMALS,                                          \
		.records = RECORD_##RECORDS,                                   \
		.tables = TABLES,                                              \
		.low = LOW,                                                    \
		.high = HIGH,                                                  \
		.observe = observe_##ID,                                       \
	},
#include "metrics/estimates/metrics.def"
#undef METRIC
};

const size_t metrics_count = sizeof metrics_table / sizeof *metrics_table;

const struct metric *
metrics_find(struct text id)
{
	for (size_t i = 0; i < metrics_count; i++)
		if (text_is(id, metrics_table[i].id))
			return &metrics_table[i];
	return NULL;
}
