/* From the bytes of a cell to a text or a typed value. */
#ifndef IO_IMPORT_CELL_H
#define IO_IMPORT_CELL_H

#include "engine/schema.h"

struct arena;

/* The text of a cell: trimmed, inner runs of white space made one space
 * (unless it is free text), in NFC. The result is the cell's own bytes or lies
 * in `arena`; data is NULL without memory. `bytes` are valid UTF-8. */
struct text cell_clean(struct text bytes, bool free_text, struct arena *arena);

/* One cell of a row, read by its field's type. A blank cell has an empty text,
 * DATE_NONE, DECIMAL_NONE or code 0. */
struct value {
	struct text text;
	union {
		date date;
		decimal decimal;
		int code; /* of schema_words */
	} as;
};

/* Reads value->text by the field's type into value->as. NULL, or the reason
 * why it cannot be read (a fixed text, or in `arena`). */
const char *cell_read(
    const struct field *field, struct value *value, struct arena *arena);

#endif
