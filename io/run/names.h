/* The names of the files that a run may write: what is looked at before
 * anything is read, and what a later run into the same folder may remove. */
#ifndef IO_RUN_NAMES_H
#define IO_RUN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* The index-th of them; NULL behind the last. Every run writes the first
 * NAMES_ALWAYS. */
enum { NAMES_ALWAYS = 8 };
const char *names_of_run(size_t index);

/* For help and manual: the index-th name with what the file holds, a message;
 * records-TABLE.csv stands for those of all tables. NULL behind the last. */
struct named_file {
	const char *name, *holds;
};
const struct named_file *names_told(size_t index);

bool names_has(const char *name);

#endif
