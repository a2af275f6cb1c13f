/* Cells of CSV files, quoted as RFC 4180 says. All CSV goes this way
 * (io/run/values.h).
 *
 * The guard: in files that people open in a spreadsheet a text that would be
 * run as a formula (OWASP, CWE-1236) gets an apostrophe in front. So that it
 * can be taken off without loss, a text that has apostrophes before such a
 * beginning gets one more: =1 is written '=1, and '=1 is written ''=1. */
#ifndef IO_RUN_CSV_H
#define IO_RUN_CSV_H

#include "io/run/output.h"

/* How texts are written in a file: what is between its cells, and whether it
 * has the guard. */
struct csv_rules {
	unsigned
	    quotes; /* the bytes that ask for quotes, as csv.c knows them */
	bool guarded;
};
struct csv_rules csv_rules(char delimiter, bool guarded);

/* A cell, quoted if it needs to be. The other is for a text in several parts.
 */
void csv_text(struct output *output, struct text text, struct csv_rules rules);
void csv_parts(struct output *output, const struct text *parts, size_t count,
    struct csv_rules rules);

/* Does the guard put an apostrophe before the text? */
bool csv_is_guarded(struct text text);

/* What a guarded file means by a cell: the text without its guard. */
struct text csv_unguarded(struct text cell);

#endif
