/* Which files a table is read from. */
#ifndef IO_IMPORT_FOLDER_H
#define IO_IMPORT_FOLDER_H

#include "io/import/config/configuration.h"

/* A file of a table, and what kpi.yaml says about it. */
struct table_file {
	const char *path;
	const struct source_configuration *source;
};

struct table_files {
	struct table_file *rows;
	size_t count, capacity;
};

/* The files that the sources of a table name, in their order, each pattern's
 * by bytes. A file that two patterns match is read once, by the first, unless their
 * sources name different sheets of it.
 * STATUS_USAGE: kpi.yaml names a file that is not there. STATUS_INPUT: a folder
 * that a pattern leads to cannot be read. */
enum status folder_find(struct table_files *files, const char *folder,
    const struct source_configuration *sources, struct arena *arena,
    struct diagnostics *diagnostics);

/* Is the folder of a data set there? STATUS_INPUT, and said, if not. */
enum status folder_judge(const char *folder, struct diagnostics *diagnostics);

/* Keeps those of the files that these paths lead to. STATUS_USAGE for a path
 * that leads to none of them. */
enum status folder_keep(struct table_files *files, const char *const *paths,
    size_t count, struct diagnostics *diagnostics);

/* A file's name as a pattern that only it fits, as kpi.yaml has it; in `arena`.
 * NULL without memory. */
const char *folder_pattern_of(const char *name, struct arena *arena);

#endif
