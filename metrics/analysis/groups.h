/* What survival curves are drawn of, by whose it is. */
#ifndef METRICS_ANALYSIS_GROUPS_H
#define METRICS_ANALYSIS_GROUPS_H

#include "engine/model/metric.h"
#include "metrics/statistics/survival.h"

/* A client or proposal, whose it is, and the day by which it counts. */
struct owned {
	struct survival_subject subject;
	uint32_t manager; /* NO_ID: nobody's, the company's only */
	date day;
};

struct group {
	struct survival_subject *rows;
	size_t count;
};

/* Splits them among the results' subjects, of which the company has all:
 * *groups by subject, in `scratch`. STATUS_OK or STATUS_MEMORY. */
enum status groups_make(const struct results *results, const struct owned *rows,
    size_t count, struct group **groups, struct arena *scratch);

#endif
