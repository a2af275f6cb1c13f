/* An input as text whose rows can be read, whatever it is: a CSV file in its
 * encoding and with its delimiter, or a sheet of a workbook. */
#ifndef IO_IMPORT_FILE_TEXT_H
#define IO_IMPORT_FILE_TEXT_H

#include "io/import/bytes/dialect.h"
#include "io/import/config/source.h"
#include "io/import/workbook/workbook.h"

struct file_text {
	struct dialect dialect; /* of a sheet: UTF-8, comma */
	/* Its name is NULL in a CSV file. */
	struct workbook_sheet sheet;
};

/* Brings an open file to text as `source` says, which is merged with a format
 * that was asked for; `trusting` as dialect_find has it. Of a sheet only the
 * first `most_rows` are read (0: all). STATUS_OK, STATUS_INPUT or
 * STATUS_MEMORY, with a message. */
enum status file_text_find(struct file_text *text, struct file *file,
    const struct source_configuration *source, bool trusting,
    uint64_t most_rows, struct arena *arena, struct diagnostics *diagnostics);

/* Says of the sheet of a file, by its name, what is hidden in it and was read
 * all the same. False without memory. */
bool file_text_say_hidden(const struct workbook_sheet *sheet, const char *name,
    struct assumptions *assumptions);

#endif
