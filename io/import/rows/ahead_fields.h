/* The fields of a row straight from its bytes, where every cell is canonical,
 * or a date in the order of its column: what row_judge, row_read and
 * attributes_read make of its record, without a record. Any other row is left
 * to them. */
#ifndef IO_IMPORT_ROWS_AHEAD_FIELDS_H
#define IO_IMPORT_ROWS_AHEAD_FIELDS_H

#include "io/import/csv/records.h"
#include "io/import/rows/file_forms.h"

/* A field that a column feeds. */
struct plain_field {
	size_t field, column;
	enum field_type type;
	unsigned flags;
	const struct form *dated; /* of dates; NULL: YYYY-MM-DD */
	bool is_id;     /* cell_holds_id */
	bool undecided; /* its cells are evidence */
	bool looked_up; /* in a dictionary: its hash will be wanted */
};

struct plain_fields {
	const struct row_taker *taker;
	bool possible; /* else there is nothing more here */
	struct field_range range;
	/* What a row is before its cells are read. */
	struct value blank[FIELD_COUNT];
	struct plain_field fields[FIELD_COUNT];
	size_t count;
};

/* Finds out whether the file's columns feed the fields as they are, in the
 * plain grammar. `forms` says which of them are undecided; NULL: none. */
void plain_fields_plan(struct plain_fields *plan, const struct row_taker *taker,
    const struct file_forms *forms);

/* Reads the walk's row into `values`, by field, and adds to `evidence`, by
 * field. The texts of its attributes, or NULL: it is not canonical, or there is
 * no memory. What is made lies in `arena`. */
const struct text *plain_fields_read(const struct plain_fields *plan,
    const struct plain_walk *walk, struct value *values,
    struct evidence *evidence, struct arena *arena);

#endif
