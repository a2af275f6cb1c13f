#include "io/import/workbook/workbook.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/workbook/parts.h"

enum { BLOCK_BYTES = 64 * 1024 };

static const char zip_begin[] = "PK\x03\x04";
static const char compound_begin[] = "\xd0\xcf\x11\xe0";

static bool
begins_with(const struct file *file, const char *bytes)
{
	char first[4];
	return file_read_quietly(file, first, 4, 0) == 4 &&
	       memcmp(first, bytes, 4) == 0;
}

bool
workbook_is_one(const struct file *file)
{
	return begins_with(file, zip_begin) ||
	       begins_with(file, compound_begin);
}

/* Does the file name a stream like this, as compound files do it, in UTF-16?
 */
static bool
has_stream(const struct file *file, const char *name)
{
	char wanted[64];
	size_t length = strlen(name) * 2;
	bool found = false;
	uint64_t offset = 0;
	ssize_t got = 0;
	char *bytes = malloc(BLOCK_BYTES);
	for (size_t i = 0; i < length; i++)
		wanted[i] = i % 2 ? '\0' : name[i / 2];
	while (bytes && !found &&
	       (got = file_read_quietly(file, bytes, BLOCK_BYTES, offset)) >=
		   (ssize_t)length) {
		size_t last = (size_t)got - length;
		for (size_t i = 0; i <= last && !found; i += 2)
			found = memcmp(bytes + i, wanted, length) == 0;
		offset += (last & ~(size_t)1) + 2;
	}
	free(bytes);
	return found;
}

static enum status
refuse_compound(struct file *file, struct diagnostics *diagnostics)
{
	bool locked = has_stream(file, "EncryptedPackage");
	return diagnostics_fail(diagnostics, STATUS_INPUT, "%s: %s", file->path,
	    locked ? "the workbook is protected by a password: save it without"
		   : "this is a workbook of the old kind (.xls); save it as "
		     ".xlsx or CSV");
}

/* Reads the sheet; what it makes is the caller's. */
static enum status
read_sheet(struct sheet_made *made, struct package *package, const char *name,
    uint64_t most_rows, struct workbook_sheet *sheet, struct arena *arena)
{
	struct strings strings = { .count = 0 };
	struct styles styles = { .count = 0 };
	struct book book;
	enum status status = book_read(&book, package, name, arena);
	if (!status)
		status = strings_read(&strings, package, book.strings_part);
	if (!status)
		status = styles_read(&styles, package, book.styles_part, arena);
	if (!status)
		status = sheet_read(
		    made, &book, package, &strings, &styles, most_rows);
	strings_free(&strings);
	*sheet = book.sheet;
	return status;
}

enum status
workbook_decode(struct file *file, const char *name, uint64_t most_rows,
    struct workbook_sheet *sheet, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct package *package = NULL;
	struct sheet_made made = { .types = NULL };
	*sheet = (struct workbook_sheet){ .name = "" };
	if (begins_with(file, compound_begin))
		return refuse_compound(file, diagnostics);
	enum status status = package_open(&package, file->descriptor, arena);
	if (!status)
		status =
		    read_sheet(&made, package, name, most_rows, sheet, arena);
	if (status == STATUS_INPUT)
		diagnostics_fail(diagnostics, status, "%s: %s", file->path,
		    package_reason(package));
	else if (status)
		diagnostics_no_memory(diagnostics);
	package_close(package);
	if (status) {
		free(made.text.bytes);
		cell_types_free(made.types);
		return status;
	}
	file->decoded = made.text.bytes;
	file->decoded_begin = 0;
	file->decoded_end = made.text.length;
	file->types = made.types;
	return STATUS_OK;
}
