/* One file into its table: recognise it, decide the forms of its columns over
 * the whole file, then take its rows; and prove that no line was lost.
 *
 * The file is read once where everything is declared, else twice: first for
 * what its cells say about the forms (file_forms.h), then for its rows
 * (rows.h). Both passes see the same records. */
#ifndef IO_IMPORT_FILE_IMPORT_H
#define IO_IMPORT_FILE_IMPORT_H

#include "io/import/config/formats.h"
#include "io/import/folder.h"
#include "io/import/rows/duplicates.h"
#include "io/import/tables/tables.h"

/* What is asked of one file. */
struct file_request {
	const char *path;
	/* Of kpi.yaml, or the table's default. */
	const struct source_configuration *source;
	const struct formats *formats;
	struct duplicates *duplicates; /* NULL: not looked for */
	/* All files of the table, this one among them. */
	const struct table_files *files;
};

/* Room for one more input; NULL without memory. */
struct input *input_add(
    struct loading *loading, const char *path, enum table table);

/* Reads the file and describes it as data->inputs' next row. STATUS_OK,
 * STATUS_INPUT, STATUS_USAGE, STATUS_MEMORY, STATUS_OVERFLOW or STATUS_BROKEN,
 * with its message. */
enum status file_import(struct loading *loading,
    const struct file_request *request, struct diagnostics *diagnostics);

#endif
