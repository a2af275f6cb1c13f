/* What names of columns and words mostly mean: names.def and words.def, and the
 * names that the import asks about (rows/synonyms.def). */
#ifndef IO_IMPORT_GUESS_KNOWN_H
#define IO_IMPORT_GUESS_KNOWN_H

#include "engine/model/schema.h"

/* The tables, ready to be looked up; made once. */
struct known {
	struct known_name {
		size_t field;
		struct text key;
	} * names; /* of one field the likelier first */
	size_t name_count;
	struct arena *arena; /* for what a look-up makes */
};

/* Makes it in `arena`, as what a look-up makes; false without memory. */
bool known_init(struct known *known, struct arena *arena);

/* What of a name counts: without accents, signs, and what stands in brackets
 * behind. Empty where nothing is left; data is NULL without memory. */
struct text known_key(const struct known *known, struct text name);

/* How likely a column of this key is the field: 1 for the likeliest name, more
 * for others; 0 if it is none of its names. */
size_t known_rank(const struct known *known, size_t field, struct text key);

/* Is it the key of a name of any of the table's fields? */
bool known_is_name(
    const struct known *known, enum table table, struct text key);

/* The word of the schema that a word surely means, in a column of that type;
 * NULL if it is not sure. */
const char *known_word(
    const struct known *known, enum field_type type, struct text word);

/* What a text most likely means that has words of only one meaning in it, and
 * none that denies: `Contract signed (Won)`. NULL: no idea. */
const char *known_likely_word(
    const struct known *known, enum field_type type, struct text word);

/* The code of a currency: three capital letters are one. NULL if it is none. */
const char *known_currency(const struct known *known, struct text word);

/* Is a file of this name (without folder) likely of the table? */
bool known_file_name(
    const struct known *known, enum table table, const char *name);

#endif
