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
	struct day_sum *rows; /* as they were met; in the end by the project's
				 id as bytes, day, costed */
	size_t count, capacity;
	uint32_t *places;   /* number of a sum + 1; 0: free */
	size_t place_count; /* a power of 2, at least twice the sums */
	struct arena *arena;
	bool overflow;
};

/* From now on the rows of the table, which is to be filled, are summed and not
 * kept. In `arena`. */
void day_sums_begin(
    struct day_sums *sums, struct timesheets *timesheets, struct arena *arena);

/* Once the table is sealed: the sums in their order. STATUS_OK, STATUS_MEMORY,
 * or STATUS_OVERFLOW where a sum does not fit. */
enum status day_sums_finish(struct day_sums *sums, const struct dataset *data);

/* The cost of a sum in 10^-16; false if it does not fit. */
bool day_sum_cost(const struct day_sum *sum, wide *cost);

#endif
