/* `--by lead`: a record belongs to the lead of its manager, to that lead's lead
 * and so on, and to the manager too if others report to them, as in the scope
 * `reports` of kpi.csv. So it stands in several groups: it is copied for each
 * of them, and counts once where groups are put together. */
#ifndef IO_CLI_QUERY_LEADS_H
#define IO_CLI_QUERY_LEADS_H

#include "io/cli/query/gather.h"

/* Does the question ask about leads, by --by or --where? */
bool leads_asked(const struct question *question);

/* By manager: does some spell name them in reports_to? NULL without memory. */
bool *leads_all(const struct dataset *data, struct arena *arena);

/* Copies the observations, one for each lead; one without a lead stays one.
 * STATUS_OK or STATUS_MEMORY. */
enum status leads_expand(
    const struct lenses *lenses, struct gathering *gathering);

/* Takes out of `order` further copies of one record; how many are left.
 * SIZE_MAX without memory in `scratch`. */
size_t leads_distinct(const struct gathering *gathering, uint32_t *order,
    size_t count, struct arena *scratch);

#endif
