/* Which row of a file is its header. Reports carry titles, periods and blank
 * rows above it: the header is the first of the first rows that has the names
 * of a format, of the columns that kpi.yaml maps, or of the table.
 *
 * It is fed with records, by whatever reader makes them. Where none fits, the
 * row that comes nearest is told, for the message of what is wrong with it. */
#ifndef IO_IMPORT_ROWS_HEADER_SEARCH_H
#define IO_IMPORT_ROWS_HEADER_SEARCH_H

#include "io/import/config/formats.h"
#include "io/import/rows/header.h"

enum { HEADER_SEARCH_ROWS = 50 };

/* A row that may be the header. */
struct header_candidate {
	uint64_t line;        /* 0: there is none */
	size_t known, filled; /* cells: with a name that is known, not blank */
	/* The format that it is recognised as; or it has the table's own names.
	 */
	const struct source_configuration *format;
	bool canonical;
};

struct header_search {
	/* What is asked. */
	const struct source_configuration *source; /* with an asked format */
	const struct formats *formats;
	const char *path;
	struct arena *scratch;
	uint64_t first_line; /* of the rows, behind a line `sep=;` */

	/* What was found so far. */
	struct header_candidate fits; /* a header of several cells, */
	struct header_candidate lone; /* of one cell, */
	struct header_candidate rows[HEADER_SEARCH_ROWS];
	size_t row_count;       /* that can be read and are not blank */
	size_t seen;            /* all of them */
	uint64_t first;         /* line of the first that is not blank */
	uint64_t further_lines; /* of rows that span several */
};

/* Forgets what was found. */
void header_search_begin(struct header_search *search);

/* Looks at the next record; *done: it decides, further ones are not needed.
 * STATUS_OK, or STATUS_MEMORY without a message. */
enum status header_search_look(
    struct header_search *search, const struct csv_record *record, bool *done);

/* Has a row been found that fits? */
bool header_search_succeeded(const struct header_search *search);

/* The row that is the header, or comes nearest to one. */
struct header_candidate header_search_best(const struct header_search *search);

/* The line of the first row above the header that fills as many cells as the
 * header does, as no title would; 0: there is none. */
uint64_t header_search_full_row(const struct header_search *search);

#endif
