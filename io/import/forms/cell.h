/* From the bytes of a cell to a text or a typed value. */
#ifndef IO_IMPORT_FORMS_CELL_H
#define IO_IMPORT_FORMS_CELL_H

#include "engine/model/schema.h"
#include "io/import/forms/form.h"

struct arena;

/* The text of a cell in NFC: trimmed, without invisible characters (U+00AD,
 * U+200B to U+200F, U+2060, U+FEFF; free text keeps the joiners U+200C and
 * U+200D), and unless it is free text inner runs of white space made one space.
 * The result is the cell's own bytes or lies
 * in `arena`; data is NULL without memory. `bytes` are valid UTF-8. */
struct text cell_clean(struct text bytes, bool free_text, struct arena *arena);

/* The text as it is compared where case does not matter (headers, words): in
 * NFC, case folded, without a byte order mark. Lives in `arena`; data is NULL
 * without memory. `clean` comes from cell_clean. */
struct text cell_fold(struct text clean, struct arena *arena);

/* Skeleton of a name: folded, without diacritics (`Đặng` → `dang`), for the
 * question which name may have been meant. As cell_fold. */
struct text cell_skeleton(struct text clean, struct arena *arena);

/* How a word of the schema was found in a cell. */
enum word_way {
	WORD_AS_WRITTEN, /* as it is spelled, or by an exact map */
	WORD_OTHER_CASE, /* but for case */
	WORD_BY_STAR,    /* by the user's `"*"` */
	WORD_BY_FORMAT,  /* by a format's `"*"`, with --accept-unknown */
	WORD_UNKNOWN
};

/* One cell of a row, read by its field's type. A blank cell has an empty text,
 * DATE_NONE, DECIMAL_NONE or code 0. */
struct value {
	struct text text;
	union {
		date date;
		decimal decimal;
		int code;      /* of schema_words */
		uint64_t hash; /* of a text; only where rows/ahead.c sets it */
	} as;
	/* Of a word: what the file has, and how it was found. */
	struct text written;
	enum word_way way;
	bool rounded; /* it had more decimal places (form.h) */
	bool zoned;   /* a time whose zone is known, its own or the header's */
	int16_t rest; /* of a number: its places 5 to 8 (decimal.h) */
	/* The currency that stands beside a number (form.h), or NULL. */
	const char *currency;
};

/* Why a text cannot be an id: it is `*`; or it stands where a program had none:
 * an error of a spreadsheet (#N/A, #REF! …, in any case), NULL, N/A, n/a. (Null
 * may be a name.) NULL if it can. */
const char *cell_no_id(struct text text);

/* Does a field hold an id: of another table, or of the row? */
bool cell_holds_id(const struct field *field);

/* Reads value->text by the field's type and the column's form into value->as.
 * NULL, or the reason why it cannot be read (a fixed text, or in `arena`). */
const char *cell_read(const struct field *field, const struct form *form,
    struct value *value, struct arena *arena);

#endif
