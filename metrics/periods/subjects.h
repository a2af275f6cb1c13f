/* Who gets rows: the company, the teams, those to whom others report, and the
 * managers. */
#ifndef METRICS_PERIODS_SUBJECTS_H
#define METRICS_PERIODS_SUBJECTS_H

#include "metrics/periods/schedule.h"

/* Fills results->subjects and its maps. Every name that a spell gives is a
 * team, and so is what contracts say of managers without one. In `arena`;
 * STATUS_OK or STATUS_MEMORY. */
enum status subjects_make(struct results *results,
    const struct schedule *schedule, struct arena *arena);

/* The team of each manager by id (an id of data->words or NO_ID) as their
 * contracts say it, known by as_of: for days on which people.csv says none.
 * NULL without memory. */
uint32_t *subjects_fallback_teams(
    const struct dataset *data, date as_of, struct arena *arena);

#endif
