/* A table of values for people or programs: columns with names, and rows given
 * cell by cell. Every CSV that kpi writes, and every answer of kpi query, sql
 * and explain, is one.
 *
 * CSV (UTF-8, LF, quoted as RFC 4180 says, with commas unless people ask for
 * another shape) and JSON (an array with an object a row) go out as the cells
 * come and take no memory. For a table on a
 * terminal and for a sheet of a workbook, which need all rows before the first
 * is laid out, the rows are kept.
 *
 * Who opens it decides on form and place, who fills it on columns and cells:
 * the same function writes one table in every form. */
#ifndef IO_RUN_VALUES_H
#define IO_RUN_VALUES_H

#include "engine/model/csv_shape.h"
#include "engine/model/datum.h"
#include "io/run/csv.h"
#include "io/run/output.h"

enum values_form {
	VALUES_CSV,         /* for programs: text is not altered */
	VALUES_CSV_GUARDED, /* for programs, with the guard of csv.h */
	VALUES_CSV_PEOPLE,  /* opened in spreadsheets: with the guard, a BOM and
			       the shape asked for */
	VALUES_JSON,
	VALUES_KEPT
};

/* Opened with form, and output or arena; of VALUES_CSV_PEOPLE with the shape,
 * and `unmarked` if it goes to a terminal, which wants no BOM. */
struct values {
	enum values_form form;
	struct csv_shape shape;
	bool unmarked;
	struct csv_rules rules; /* of CSV, from values_begin on */
	struct output *output;  /* of CSV and JSON */
	struct arena *arena;    /* of kept rows */
	const char *const *names;
	size_t columns, column; /* column: of the next cell */
	size_t rows;            /* complete ones, without the header */
	struct datum *cells;    /* kept, row by row */
	size_t cell_count, cell_capacity;
	bool out_of_memory;
};

/* Says the columns, at least one. The array is needed while rows come, the
 * names in it as long as what is kept. */
void values_begin(
    struct values *values, const char *const *names, size_t count);

/* Put the next cell; the last of a row ends it. Texts are copied where they
 * have to be kept. */
void values_blank(struct values *values);
void values_text(struct values *values, struct text text);
void values_integer(struct values *values, int64_t value);
void values_real(struct values *values, double value);
void values_date(struct values *values, date day);

/* An exact number, with at least so many decimal places. */
void values_exact(struct values *values, wide value, int places);

/* A text made of parts. */
void values_parts(
    struct values *values, const struct text *parts, size_t count);

/* Where a record stands, FILE:LINE (engine/model/place.h). */
void values_source(
    struct values *values, const struct dataset *data, struct source source);

/* Any of them. */
void values_put(struct values *values, struct datum datum);

static inline void
values_string(struct values *values, const char *string)
{
	values_text(values, text_of(string));
}

/* The text of a dictionary's number. */
static inline void
values_key(
    struct values *values, const struct dictionary *dictionary, uint32_t id)
{
	values_text(values, dictionary_text(dictionary, id));
}

static inline void
values_decimal(struct values *values, decimal value)
{
	if (value == DECIMAL_NONE)
		values_blank(values);
	else
		values_exact(values, decimal_widen(value), 0);
}

/* A decimal stays exact; a fraction is the nearest double. */
static inline void
values_quantity(struct values *values, struct quantity value)
{
	if (!value.defined)
		values_blank(values);
	else if (value.kind == QUANTITY_EXACT)
		values_exact(values, value.as.exact, 0);
	else
		values_real(values, quantity_double(value));
}

static inline void
values_optional(struct values *values, struct optional value)
{
	if (value.defined)
		values_real(values, value.value);
	else
		values_blank(values);
}

/* After the last row. STATUS_MEMORY if rows could not be kept; errors of
 * writing are the output's. */
enum status values_end(struct values *values);

/* A table that is a file of a run: opened, and finished after its last row. Of
 * that shape where people open it; NULL: it is for programs. STATUS_OUTPUT as
 * output_finish says. */
enum status values_open_file(struct values *values, struct outputs *outputs,
    const char *name, const struct csv_shape *shape);
enum status values_close_file(struct values *values);

#endif
