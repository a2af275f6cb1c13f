/* What the files of this room share. */
#ifndef IO_IMPORT_WORKBOOK_PARTS_H
#define IO_IMPORT_WORKBOOK_PARTS_H

#include "io/import/workbook/number.h"
#include "io/import/workbook/workbook.h"
#include "io/package/package.h"

/* Bounds, in bytes, on what a part may inflate to, on the texts that sheets
 * share, and on the text that a sheet becomes. */
#define SHEET_PART_BYTES ((uint64_t)8 << 30)
#define OTHER_PART_BYTES ((uint64_t)1 << 30)
#define STRINGS_BYTES ((size_t)512 << 20)
#define SHEET_TEXT_BYTES ((size_t)2 << 30)

/* The limits of a sheet, and a bound on the text of a cell. */
enum { MOST_ROWS = 1048576, MOST_COLUMNS = 16384, CELL_BYTES = 1024 * 1024 };

/* ---- growing bytes (bytes.c) ---- */

struct growing {
	char *bytes;
	size_t length, capacity;
};

/* Room for `more` bytes behind those that are there; false without memory. */
bool growing_room(struct growing *growing, size_t more);
bool growing_add(struct growing *growing, const char *bytes, size_t length);

/* Adds the text of a cell as CSV has it: `_x000D_` is the character that it
 * stands for, line ends and control characters are spaces; in quotes where
 * need be. Changes `text`. *digits: there is a digit in it. False without
 * memory. */
bool growing_add_cell(
    struct growing *growing, char *text, size_t length, bool *digits);

/* ---- the texts that sheets share (strings.c) ---- */

struct strings {
	struct growing
	    texts; /* a byte, 1 for digits, then growing_add_cell's */
	uint32_t *ends;
	size_t count, capacity;
};

enum status strings_read(
    struct strings *strings, struct package *package, const char *part);
void strings_free(struct strings *strings);

/* ---- number formats (styles.c) ---- */

struct style {
	enum number_look look;
	int width; /* digits that are shown at least */
};

struct styles {
	struct style *rows; /* by the number that cells have */
	size_t count;
};

enum status styles_read(struct styles *styles, struct package *package,
    const char *part, struct arena *arena);

/* ---- the parts of a workbook (book.c) ---- */

struct book {
	bool since_1904;
	const char *sheet_part, *strings_part, *styles_part; /* NULL: none */
	struct workbook_sheet sheet;
};

/* Finds the sheet of that name, or the first one (NULL). STATUS_INPUT: there
 * is none; package_reason names those that are there. */
enum status book_read(struct book *book, struct package *package,
    const char *name, struct arena *arena);

/* ---- a sheet (sheet.c) ---- */

struct sheet_made {
	struct growing text;
	struct cell_types *types;
};

/* Reads the rows of the book's sheet, `most_rows` at most, into `made`, whose
 * members the caller frees whatever is returned. */
enum status sheet_read(struct sheet_made *made, struct book *book,
    struct package *package, const struct strings *strings,
    const struct styles *styles, uint64_t most_rows);

#endif
