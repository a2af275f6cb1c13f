#include <stdlib.h>
#include <string.h>

#include "io/import/workbook/parts.h"

/* The state of one reading. */
struct reading {
	struct strings *strings;
	struct package *package;
	struct growing text; /* of the string that is being read */
	unsigned phonetic;   /* how deep within rPh */
	bool in_text;
};

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct reading *reading = context;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		reading->text.length = 0;
	else if (reading->phonetic || strcmp(name, "rPh") == 0)
		reading->phonetic++; /* how it is pronounced */
	reading->in_text = !reading->phonetic && strcmp(name, "t") == 0;
}

static void
on_text(void *context, const char *text, size_t length)
{
	struct reading *reading = context;
	if (!reading->in_text)
		return;
	if (!growing_add(&reading->text, text, length))
		package_no_memory(reading->package);
	else if (reading->text.length > CELL_BYTES)
		package_refuse(reading->package,
		    "one of its texts is longer than %d bytes", CELL_BYTES);
}

static bool
keep(struct reading *reading)
{
	struct strings *strings = reading->strings;
	struct growing *texts = &strings->texts;
	size_t flag = texts->length;
	bool digits;
	if (strings->count == strings->capacity) {
		size_t capacity = strings->capacity * 2 + 1024;
		uint32_t *ends =
		    realloc(strings->ends, capacity * sizeof *ends);
		if (!ends)
			return false;
		strings->ends = ends;
		strings->capacity = capacity;
	}
	if (!growing_add(texts, "", 1) ||
	    !growing_add_cell(
		texts, reading->text.bytes, reading->text.length, &digits))
		return false;
	texts->bytes[flag] = (char)digits;
	strings->ends[strings->count++] = (uint32_t)texts->length;
	return true;
}

static void
on_end(void *context, const char *name)
{
	struct reading *reading = context;
	reading->in_text = false;
	if (reading->phonetic) {
		reading->phonetic--;
		return;
	}
	if (strcmp(name, "si") != 0)
		return;
	if (!keep(reading))
		package_no_memory(reading->package);
	else if (reading->strings->texts.length > STRINGS_BYTES)
		package_refuse(reading->package,
		    "it has more than %zu MiB of texts; save the sheet as CSV",
		    STRINGS_BYTES >> 20);
}

enum status
strings_read(struct strings *strings, struct package *package, const char *part)
{
	struct reading reading = { .strings = strings, .package = package };
	const struct package_reader reader = {
		.context = &reading,
		.start = on_start,
		.end = on_end,
		.text = on_text,
		.most = SHEET_PART_BYTES,
		.large = true,
	};
	if (!part)
		return STATUS_OK;
	/* A string may be empty, and no bytes be taken before it ends. */
	enum status status = growing_room(&reading.text, 1)
				 ? package_read(package, part, &reader)
				 : STATUS_MEMORY;
	free(reading.text.bytes);
	return status;
}

void
strings_free(struct strings *strings)
{
	free(strings->texts.bytes);
	free(strings->ends);
}
