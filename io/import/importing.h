/* The state of one file while it is imported: which format it has, and how it
 * was read, in words and as a file_reading. */
#ifndef IO_IMPORT_IMPORTING_H
#define IO_IMPORT_IMPORTING_H

#include "io/import/file_import.h"
#include "io/import/file_text.h"
#include "io/import/reading.h"
#include "io/import/rows/attributes.h"
#include "io/import/rows/file_reading.h"

/* What becomes of the records behind the header. Where nothing is declared the
 * forms of dates and numbers have to be found out: in a pass of its own, after
 * which the file is read again, or, in a file that is likely to be canonical,
 * while it is read as such. */
enum pass {
	READ,            /* rows are taken; all forms are known */
	DETECT,          /* cells are looked at as evidence, no row is taken */
	LOOK,            /* only words are counted: the file is refused */
	ASSUME_CANONICAL /* both; evidence against it stops the import, which
			    then begins anew (loading.assumption_failed) */
};

/* The state of one file. */
struct importing {
	const struct file_request *request;
	struct row_taker taker;
	struct file file;
	struct dialect dialect;
	struct workbook_sheet sheet; /* without a name: it is CSV */
	struct reading reading;
	struct source_configuration source; /* merged with its format */
	struct header header;
	struct attribute_plan attributes;
	struct file_forms forms;
	uint64_t header_line; /* of the first header record; 0: no rows */
	uint64_t headers;     /* header records read in this pass */
	bool planned;         /* the header's plan has been made */
	enum status refused;  /* an error is said; what else is wrong? */
	bool evidence_only; /* read only for what it says about the number style
			       of its source */
	enum pass pass;
	const char *why; /* what the format goes by */
	uint64_t looked; /* at so many records, for evidence */
};

/* A format that kpi.yaml or an option asks for is merged before the file is
 * read; what the source itself says goes before it. STATUS_OK, STATUS_USAGE for
 * one that is not known, STATUS_MEMORY. */
enum status importing_take_asked_format(struct importing *importing);

/* Where no format is asked for the header decides which one it is; a header
 * with the schema's own columns needs none. STATUS_OK or STATUS_USAGE. */
enum status importing_recognize_format(struct importing *importing);

/* How the file was read, in words; NULL without memory. */
const char *importing_describe(const struct importing *importing);

/* Notes how the file was read, as far as it was, where that is wanted. `status`
 * is how it ended. */
void importing_take_reading(
    const struct importing *importing, enum status status);

#endif
