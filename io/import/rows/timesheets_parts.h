/* What rows/timesheets.c prepares, rows/timesheets_read.c reads and
 * rows/timesheets_commit.c takes. */
#ifndef IO_IMPORT_ROWS_TIMESHEETS_PARTS_H
#define IO_IMPORT_ROWS_TIMESHEETS_PARTS_H

#include "io/import/rows/spellings.h"
#include "io/import/rows/timesheets.h"

/* The fields that a canonical row is made of. */
enum part { PROJECT, DAY, HOURS, COST, HOURLY, PARTS };

/* By part: the field of the schema. */
extern const size_t plain_part_fields[PARTS];

/* What the evidence of a column is made of (evidence.h). */
struct tally {
	uint64_t filled, plain;
};

/* Projects that a worker met for the first time: their texts, cleaned, and the
 * rows in which that was. */
struct fresh {
	struct fresh_name {
		struct text text;
		size_t row;
	} * names;
	size_t count, capacity;
	uint32_t first; /* the first one's number with the worker */
};

/* A row for the careful way, and how many canonical ones are before it. */
struct other_row {
	struct plain_row row;
	size_t before;
};

/* What becomes of a segment. */
struct product {
	struct arena *arena; /* emptied for each segment */
	/* Their projects are the known ones' ids, or behind these the worker's
	 * numbers. */
	struct timesheet *rows;
	size_t count, capacity;
	struct fresh fresh;
	struct other_row *others;
	size_t other_count, other_capacity;
	struct tally tallies[PARTS];
	uint64_t continuation;
};

struct worker {
	struct arena *arena;        /* of the names */
	struct spellings spellings; /* of projects that are not known */
	unsigned round;
	bool started;
	/* By number − SPELLING_FIRST: the id in the data set. The committer's.
	 */
	uint32_t *ids;
	size_t id_capacity;
	/* The last day that was read, and the first and last eight bytes of
	 * its text. */
	date day;
	uint64_t day_begin, day_end;
};

struct plain_timesheets {
	struct row_taker *taker;
	const struct spellings *known; /* loading.known_projects */
	struct file_forms *forms;
	size_t columns, column[PARTS]; /* SIZE_MAX: not there */
	size_t first_wanted;           /* where a total would stand */
	const bool *free_text;
	bool rated; /* rates are configured: a row needs a cost of its own */
	unsigned jobs;
	struct worker *workers;
	struct product *products;
};

/* Can a text, which is clean, not be a project's id? One that may be the word
 * of a total must be looked at closely. */
bool plain_project_is_odd(struct text clean, struct arena *scratch);

/* Reads a segment's rows into a product that has room for them; false without
 * memory. */
bool plain_timesheets_read(const struct plain_timesheets *plain,
    struct worker *worker, struct product *product,
    const struct segment *segment);

#endif
