/* A sheet of a workbook as a file: file_read gives its rows as CSV in UTF-8,
 * comma-separated, and file->types says which cells are numbers, dates,
 * durations or unreadable. Line N is row N of the sheet. */
#ifndef IO_IMPORT_WORKBOOK_WORKBOOK_H
#define IO_IMPORT_WORKBOOK_WORKBOOK_H

#include "io/import/bytes/file.h"

struct workbook_sheet {
	const char *name;
	bool hidden;
	size_t others; /* sheets with cells beside it, */
	const char *const *other_names;
	/* Rows, and columns, that are hidden and have something in them. */
	uint64_t hidden_rows, hidden_columns;
};

/* Do the file's first bytes say that it is a workbook, of today's kind or of
 * the old one? */
bool workbook_is_one(const struct file *file);

/* Reads the sheet of that name, or the first one (NULL), up to `most_rows` (0:
 * all), and describes it; the name lives in `arena`. STATUS_INPUT: the file is
 * damaged, no workbook, protected, or has no such sheet. STATUS_MEMORY. */
enum status workbook_decode(struct file *file, const char *name,
    uint64_t most_rows, struct workbook_sheet *sheet, struct arena *arena,
    struct diagnostics *diagnostics);

#endif
