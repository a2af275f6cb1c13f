/* Who gets rows: the company, the teams and the managers. */
#ifndef METRICS_PERIODS_SUBJECTS_H
#define METRICS_PERIODS_SUBJECTS_H

#include "engine/model/metric.h"

/* Fills results->subjects and its two maps for teams as known by as_of. In
 * `arena`; STATUS_OK or STATUS_MEMORY. */
enum status subjects_make(
    struct results *results, date as_of, struct arena *arena);

/* The team of each manager by id (an id of data->words or NO_ID): that of
 * people.csv, else that of their contracts. NULL without memory. */
uint32_t *subjects_teams(
    const struct dataset *data, date as_of, struct arena *arena);

/* The subject that is this manager; NULL if there is none. */
const struct subject *subjects_manager(
    const struct results *results, struct text manager);

#endif
