/* One value of a table: a text, a number, a date or nothing.
 *
 * A datum owns nothing: the bytes of its text lie where they lay before. */
#ifndef ENGINE_MODEL_DATUM_H
#define ENGINE_MODEL_DATUM_H

#include "engine/model/metric.h"

enum datum_kind {
	DATUM_NONE, /* a blank cell */
	DATUM_TEXT, /* never empty */
	DATUM_INTEGER,
	DATUM_EXACT, /* of 10^-8 */
	DATUM_REAL,
	DATUM_DATE
};

struct datum {
	enum datum_kind kind;
	uint32_t id; /* of a column with a key: the id that the text is of */
	union {
		struct text text;
		int64_t integer;
		wide exact;
		double real;
		date date;
	} as;
};

/* An empty text is a blank cell. */
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

/* What an id of a dictionary stands for; blank for NO_ID. */
static inline struct datum
datum_key(const struct dictionary *dictionary, uint32_t id)
{
	struct datum datum = datum_text(dictionary_text(dictionary, id));
	datum.id = id;
	return datum;
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

static inline struct datum
datum_quantity(struct quantity value)
{
	if (!value.defined)
		return datum_nothing();
	return value.kind == QUANTITY_EXACT
		   ? datum_exact(value.as.exact)
		   : datum_real(quantity_double(value));
}

#endif
