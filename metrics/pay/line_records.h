/* The records that a line of a scorecard counts: its metric's observations,
 * those of one record together. */
#ifndef METRICS_PAY_LINE_RECORDS_H
#define METRICS_PAY_LINE_RECORDS_H

#include "engine/model/plan.h"

/* Observations of a metric in the run's period by manager: those of manager m
 * are order[first[m]] … order[first[m + 1] - 1]. By observation: may its score
 * not be shown? */
struct by_manager {
	uint32_t *first, *order;
	bool *hidden;
};

/* In `arena`; STATUS_OK or STATUS_MEMORY. */
enum status by_manager_make(struct by_manager *index,
    const struct results *results, size_t metric, struct arena *arena);

/* Where a walk over the records of a line stands. */
struct line_records {
	const struct results *results;
	const struct scorecard_line *line;
	uint32_t manager;
	const struct observation *rows;
	const uint32_t *order; /* NULL: as they stand */
	const bool *hidden;
	size_t at, until;
};

/* Begins the walk over the records of a card's line, whose metric has the
 * index. */
struct line_records line_records_of(const struct results *results,
    const struct scorecard *card, const struct scorecard_line *line,
    const struct by_manager *index);

/* The next record of which the line counts an observation: that, or the sum of
 * those who share it, in the scratch. NULL: none is left, or no memory. Of a
 * team and the company the records of others than the card's manager are
 * *silent, of all scopes those that are hidden. */
const struct observation *line_records_next(
    struct line_records *records, bool *silent, struct arena *scratch);

#endif
