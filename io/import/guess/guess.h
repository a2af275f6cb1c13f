/* Which table each file of a folder fills, which column is which, and what its
 * words mean: for a kpi.yaml to go on with. Nothing is invented: what a name,
 * the cells or the other files do not make sure is left to the user, with the
 * alternatives. */
#ifndef IO_IMPORT_GUESS_GUESS_H
#define IO_IMPORT_GUESS_GUESS_H

#include "io/import/guess/profile.h"

/* Why a column is taken for a field. */
enum guess_why {
	GUESS_NONE,     /* it is not */
	GUESS_AS_IT_IS, /* the import finds it by itself: name or format */
	GUESS_BY_NAME,  /* a name of known.h */
	GUESS_BY_CELLS, /* no other column has such cells */
	GUESS_BY_OTHERS /* its cells are ids of other files */
};

enum { GUESS_ALTERNATIVES = 6 };

struct field_guess {
	enum guess_why why;
	size_t column;
	/* Of a field that is needed and not found, or found twice: other
	 * columns that it may be. */
	size_t alternatives[GUESS_ALTERNATIVES];
	size_t alternative_count;
};

/* What a file is, if it is of this table. */
struct file_guess {
	const struct file_profile *profile;
	enum table table;                   /* TABLE_COUNT: none */
	struct source_configuration source; /* the format that fits, merged */
	struct field_guess fields[FIELD_COUNT]; /* of the table */
	long score;                             /* how well it fits */
	size_t lacks; /* columns that must be there, and are not */
};

struct guesses {
	struct file_guess *rows; /* by the names of files, then by sheet */
	size_t count, capacity;
};

/* Looks at the files of a folder that may be data. STATUS_OK, STATUS_INPUT (the
 * folder cannot be read) or STATUS_MEMORY. All lives in the arena of `known`.
 */
enum status guess_folder(struct guesses *guesses, const char *folder,
    const struct formats *formats, const struct known *known,
    struct diagnostics *diagnostics);

/* What a file is of which the table is known. STATUS_OK or STATUS_MEMORY. */
enum status guess_as_table(struct file_guess *guess,
    const struct file_profile *profile, enum table table,
    const struct formats *formats, const struct known *known);

/* Does a column feed a field of its file's table, by the import or by guess? */
bool guess_uses(const struct file_guess *guess, size_t column);

/* The field that a column is nearly named like, so that a run would ask about
 * it; FIELD_COUNT if it would not. */
size_t guess_near_miss(
    const struct file_guess *guess, size_t column, struct arena *arena);

/* What a word of a field is read as: by the maps of the format, or as known.h
 * has it. NULL: it is not sure. *as_it_is: a run reads it so by itself. */
const char *guess_word(const struct file_guess *guess,
    const struct known *known, size_t field, struct text word, bool *as_it_is);

/* Must a table have the column, or its rows nearly always? */
bool guess_needs(size_t field);

/* What a word of a field most likely means, though it is not sure; NULL: no
 * idea. */
const char *guess_likely_word(
    const struct known *known, size_t field, struct text word);

/* Is the field one whose words are mapped: a stage, a kind, a currency? */
bool guess_has_words(size_t field);

#endif
