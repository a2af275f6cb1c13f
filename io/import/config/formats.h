/* The known formats: one YAML file an export program, found in folders. A
 * format is a source (source.h) that is recognised by the file's header. */
#ifndef IO_IMPORT_CONFIG_FORMATS_H
#define IO_IMPORT_CONFIG_FORMATS_H

#include "io/import/config/source.h"

struct formats {
	struct source_configuration *rows; /* by name, by bytes */
	size_t count;
};

/* Reads `*.yaml` of each folder (a list ended by NULL). A folder that is not
 * there is no error; of formats with one name the first folder's counts.
 * STATUS_OK, STATUS_USAGE for an error in a format, STATUS_MEMORY. */
enum status formats_read(struct formats *formats, const char *const *folders,
    struct arena *arena, struct diagnostics *diagnostics);

/* The format of that name; NULL, and *nearest (or NULL), if a table has none of
 * it. */
const struct source_configuration *formats_find(const struct formats *formats,
    enum table table, struct text name, const char **nearest);

/* The format of a table whose headers are all among `names` (folded); of
 * several the one that asks for most. *other is one that asks for as many and
 * fits too, or NULL. NULL if none fits, or if the header has the schema's own
 * names. */
const struct source_configuration *formats_recognize(
    const struct formats *formats, enum table table, const struct text *names,
    size_t count, const struct source_configuration **other);

/* Does a header have what a table needs, by the schema's own names (folded)? A
 * survey also needs its day, for many tools call a score `score`. */
bool formats_are_own_names(
    enum table table, const struct text *names, size_t count);

/* Does a folded text fit a folded pattern, in which each `*` stands for
 * anything? *inner is what a single `*` stands for. */
bool formats_pattern_fits(
    struct text pattern, struct text text, struct text *inner);

#endif
