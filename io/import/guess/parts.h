/* One file as of one table (guess.c), for what looks at all files (files.c). */
#ifndef IO_IMPORT_GUESS_PARTS_H
#define IO_IMPORT_GUESS_PARTS_H

#include "io/import/guess/guess.h"

/* Nine of ten? */
static inline bool
is_mostly(uint64_t part, uint64_t whole)
{
	return whole && part * 10 >= whole * 9;
}

/* The table that a file fits best. STATUS_OK or STATUS_MEMORY. */
enum status guess_file(struct file_guess *best,
    const struct file_profile *profile, const struct formats *formats,
    const struct known *known);

/* Takes the free column with the likeliest name of the field whose cells may be
 * its, if there is one; of several with one name each is an alternative. */
void guess_take_by_name(
    struct file_guess *guess, size_t field, const struct known *known);

/* Takes a column for a field; notes that it may be it, instead. */
void guess_take(
    struct file_guess *guess, size_t field, size_t column, enum guess_why why);
void guess_add_alternative(struct field_guess *field, size_t column);

#endif
