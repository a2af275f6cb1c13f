/* How a file was read, line by line: what each column of it became, what each
 * field of the table is filled from, what is missing; and its words. What `kpi
 * check` shows to people and gives to programs is made from the same lines. */
#ifndef IO_CLI_READING_LINES_H
#define IO_CLI_READING_LINES_H

#include "io/import/rows/file_reading.h"

enum line_kind {
	LINE_FIELD,     /* a column that fills a field */
	LINE_CONSTANT,  /* a field with one value in every row */
	LINE_ATTRIBUTE, /* a column that is kept as it is */
	LINE_NOT_READ,  /* a column that nothing needs */
	LINE_MISSING    /* a field that nothing fills */
};

/* Texts that do not apply are NULL. */
struct reading_line {
	enum line_kind kind;
	const char *column;   /* as the file calls it */
	size_t number;        /* of the column, from 1; 0: none */
	const char *field;    /* of the table */
	const char *value;    /* of a constant */
	const char *by;       /* who says so: name, kpi.yaml, format, header */
	const char *together; /* `joined`, `first filled` with others */
	const char *form;     /* `day first`, `decimal comma` … */
	const char *form_why; /* `declared`, `found out` … */
	const char *cell;     /* that decided the form, on line cell_line */
	uint64_t cell_line;
};

/* The lines in the order of the file's columns, then constants and what is
 * missing in that of the schema; NULL without memory. */
const struct reading_line *reading_lines(
    const struct file_reading *reading, struct arena *arena, size_t *count);

/* The words by field, the most rows first; NULL without memory. */
const struct word_reading *reading_words(
    const struct file_reading *reading, struct arena *arena);

/* `in other letters`, `by "*"` …; NULL for a word that stands there as it is
 * read or is mapped. */
const char *reading_word_way(const struct word_reading *word);

#endif
