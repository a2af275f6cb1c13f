/* Timesheet rows summed by project and day: all that budgets and running
 * projects ask of them, in far fewer rows. Rows without a cost are summed by
 * themselves, so that they do not make what is known look complete. */
#ifndef ENGINE_MODEL_DAY_SUMS_H
#define ENGINE_MODEL_DAY_SUMS_H

#include "engine/model/dataset.h"

/* A column of the files that hold such sums, their first line, and the form of
 * what is said beside them (io/run/summed_part.h). */
#define PART_MARK "kpi_part"
#define PART_HEADER                                                            \
	"entry_id,project_id,worked_on,hours,cost,hourly_cost," PART_MARK
/* What is said beside them is read as a tree, so it may not be of any size. */
enum { PART_VERSION = 1, PART_RECORD_BYTES = 64 << 20 };

struct day_sum {
	uint32_t project;
	date day;
	bool costed; /* its rows have a cost, perhaps 0 */
	wide hours;  /* in 10^-8 */
	wide cost;   /* in 10^-8, and */
	wide fine;   /* in 10^-16: what has more places */
};

struct day_sums {
	struct day_sum *rows; /* by the project's id as bytes, day, costed */
	size_t count;
};

/* Sums the rows that were kept, whatever their order. In `arena`. STATUS_OK,
 * STATUS_MEMORY, or STATUS_OVERFLOW where a sum does not fit. */
enum status day_sums_make(
    struct day_sums *sums, const struct dataset *data, struct arena *arena);

/* The cost of a sum in 10^-16; false if it does not fit. */
bool day_sum_cost(const struct day_sum *sum, wide *cost);

#endif
