/* One value of a table: a text, a number, a date or nothing. Files that
 * programs and people read, and the relations that questions are asked about,
 * are made of these.
 *
 * A datum owns nothing: the bytes of its text lie where they lay before. */
#ifndef ENGINE_MODEL_DATUM_H
#define ENGINE_MODEL_DATUM_H

#include "engine/model/metric.h"

enum datum_kind {
	DATUM_NONE, /* a blank cell */
	DATUM_TEXT,
	DATUM_INTEGER,
	DATUM_EXACT, /* of 10^-16 */
	DATUM_REAL,
	DATUM_DATE,
	DATUM_NUMBER /* a number as a text: it has been printed before */
};

struct datum {
	uint8_t kind;   /* the enum above */
	uint8_t places; /* of an exact number: so many at least are printed */
	uint8_t shown;  /* in a workbook: enum measure_format; 0: as it is, */
	bool in_full;   /* or of an exact number: with the digits of a CSV */
	uint32_t id;    /* of a column with a key: the id that the text is of */
	union {
		struct text text;
		int64_t integer;
		wide exact;
		double real;
		date date;
	} as;
};

/* Blank for an empty text. */
static inline struct datum
datum_text(struct text text)
{
	struct datum datum = { .kind = text.length ? DATUM_TEXT : DATUM_NONE };
	datum.as.text = text;
	return datum;
}

static inline struct datum
datum_string(const char *string)
{
	return datum_text(text_of(string));
}

static inline struct datum
datum_nothing(void)
{
	return (struct datum){ .kind = DATUM_NONE };
}

static inline struct datum
datum_integer(int64_t value)
{
	struct datum datum = { .kind = DATUM_INTEGER };
	datum.as.integer = value;
	return datum;
}

static inline struct datum
datum_exact(wide value)
{
	struct datum datum = { .kind = DATUM_EXACT };
	datum.as.exact = value;
	return datum;
}

/* An amount or score, of which at least so many decimal places are printed. */
static inline struct datum
datum_amount(wide value, int places)
{
	struct datum datum = datum_exact(value);
	datum.places = (uint8_t)places;
	return datum;
}

static inline struct datum
datum_real(double value)
{
	struct datum datum = { .kind = DATUM_REAL };
	datum.as.real = value;
	return datum;
}

/* Blank for DECIMAL_NONE, DATE_NONE and what is not defined. */
static inline struct datum
datum_decimal(decimal value)
{
	return value == DECIMAL_NONE ? datum_nothing()
				     : datum_exact(decimal_widen(value));
}

static inline struct datum
datum_date(date day)
{
	struct datum datum = { .kind =
				   day == DATE_NONE ? DATUM_NONE : DATUM_DATE };
	datum.as.date = day;
	return datum;
}

static inline struct datum
datum_optional(struct optional value)
{
	return value.defined ? datum_real(value.value) : datum_nothing();
}

/* A decimal stays exact; a fraction is the nearest double. */
static inline struct datum
datum_quantity(struct quantity value)
{
	if (!value.defined)
		return datum_nothing();
	return value.kind == QUANTITY_EXACT
		   ? datum_exact(value.as.exact)
		   : datum_real(quantity_double(value));
}

/* A number that has been printed; blank if it is "". */
static inline struct datum
datum_number(const char *printed)
{
	struct datum datum = datum_string(printed);
	if (datum.kind == DATUM_TEXT)
		datum.kind = DATUM_NUMBER;
	return datum;
}

/* The text of a dictionary's number; blank for NO_ID. */
static inline struct datum
datum_key(const struct dictionary *dictionary, uint32_t id)
{
	struct datum datum = datum_text(dictionary_text(dictionary, id));
	datum.id = id;
	return datum;
}

/* Is it a number of any kind? */
static inline bool
datum_is_number(const struct datum *datum)
{
	return datum->kind == DATUM_INTEGER || datum->kind == DATUM_EXACT ||
	       datum->kind == DATUM_REAL || datum->kind == DATUM_NUMBER;
}

/* The longest that a datum prints as, texts and printed numbers apart. */
enum { DATUM_TEXT_SIZE = WIDE_TEXT_SIZE };

/* A datum as a text: its own, or made in `buffer`, with a NUL behind it. Exact
 * numbers exactly, doubles as the shortest text that reads back the same. */
struct text datum_print(
    char buffer[DATUM_TEXT_SIZE], const struct datum *datum);

#endif
