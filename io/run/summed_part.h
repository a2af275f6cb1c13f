/* A part: one machine's share of the timesheets, summed by project and day,
 * which takes the place of the exports in another run. It is two files:
 *
 * NAME.csv, canonical timesheets. A cost has up to sixteen places where hours
 * and hourly costs have eight; what is beyond eight stands in a row of its own,
 * 0.00000001 hours at an hourly cost, and those hours are missing in the row
 * beside it. Its last column, PART_MARK, is blank: it says what the file is.
 *
 * NAME.json, what a run says of its inputs: digests, lines, rows left out,
 * unknown projects; which timesheet files there are in all; and last the digest
 * of all of its bytes before that. Of a row left out it has the file, line,
 * column, reason, hours and project; its text, the cell to blame and its entry_id
 * only where names may be in it, for in a row that is not as it should be a name
 * may stand anywhere. */
#ifndef IO_RUN_SUMMED_PART_H
#define IO_RUN_SUMMED_PART_H

#include "engine/model/day_sums.h"
#include "io/run/output.h"

struct summed_part {
	const struct dataset *data; /* with this part's timesheets only */
	const struct day_sums *sums;
	/* The timesheet files of the data set, by their names in it. */
	const char *const *files;
	size_t file_count;
	const char *version, *currency, *configuration_sha256; /* or NULL */
	bool names; /* may it name employees, and say what one row says? */
};

/* Writes both files; NULL or an output's error ends it. STATUS_OK,
 * STATUS_OUTPUT, STATUS_MEMORY, or STATUS_OVERFLOW for a sum that no row can
 * hold. `csv` is finished. */
enum status summed_part_write(const struct summed_part *part,
    struct output *csv, struct output *json, struct arena *arena);

#endif
