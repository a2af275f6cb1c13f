/* The table of KPIs, and the run: from sealed tables to estimates.
 *
 * Each metric is a pure function observe_<id> in one file of kpis/ and one row
 * in metrics.def. The run asks each metric for its observations in each
 * period, then folds them for the company, each team and each manager. */
#ifndef METRICS_ESTIMATES_METRICS_H
#define METRICS_ESTIMATES_METRICS_H

#include "engine/model/metric.h"

extern const struct metric metrics_table[];
extern const size_t metrics_count;

/* The metric of that id; NULL if there is none. */
const struct metric *metrics_find(struct text id);

/* For each metric: observations of a period. STATUS_OK, STATUS_MEMORY or
 * STATUS_OVERFLOW. */
#define METRIC(id, ...)                                                        \
	enum status observe_##id(                                              \
	    const struct view *view, struct observations *out);
#include "metrics/estimates/metrics.def"
#undef METRIC

#endif
