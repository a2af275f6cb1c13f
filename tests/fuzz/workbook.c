/* A workbook around any parts, for a checksum or an offset that is wrong ends
 * its reading before the XML is looked at. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tests/fuzz/fuzz.h"

enum { LOCAL = 30, CENTRAL = 46, END = 22 };

struct writing {
	uint8_t *files, *directory; /* room for all of them */
	size_t used, directory_used;
	unsigned count;
};

static uint8_t *
put(uint8_t *to, uint32_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		*to++ = (uint8_t)(number >> 8 * i);
	return to;
}

/* What both headers of a part have in common, from the version needed on. */
static uint8_t *
put_common(uint8_t *to, uint32_t checksum, size_t length, size_t name)
{
	to = put(to, 20, 2);
	to = put(to, 0, 4);          /* flags, method */
	to = put(to, 0x5c210000, 4); /* a day in 2026 */
	to = put(to, checksum, 4);
	to = put(to, (uint32_t)length, 4);
	to = put(to, (uint32_t)length, 4);
	return put(to, (uint32_t)name, 4); /* and no extra field */
}

static void
put_part(void *context, const char *name, const uint8_t *bytes, size_t length)
{
	struct writing *writing = context;
	size_t named = strlen(name);
	uint32_t checksum =
	    (uint32_t)crc32(0, length ? bytes : NULL, (uInt)length);
	uint8_t *to = writing->directory + writing->directory_used;
	to = put(to, 0x02014b50, 4);
	to = put(to, 20, 2);
	to = put_common(to, checksum, length, named);
	to = put(to, 0, 4); /* comment, disk */
	to = put(to, 0, 4);
	to = put(to, 0, 2);
	to = put(to, (uint32_t)writing->used, 4);
	memcpy(to, name, named);
	writing->directory_used += CENTRAL + named;
	to = put(writing->files + writing->used, 0x04034b50, 4);
	to = put_common(to, checksum, length, named);
	memcpy(to, name, named);
	if (length)
		memcpy(to + named, bytes, length);
	writing->used += LOCAL + named + length;
	writing->count++;
}

uint8_t *
fuzz_workbook(const uint8_t *parts, size_t length, size_t *workbook_length)
{
	size_t most = length +
		      FUZZ_PARTS_MOST * (LOCAL + CENTRAL + 2 * FUZZ_NAME_MOST) +
		      END;
	struct writing writing = { .files = malloc(most),
		.directory = malloc(most) };
	if (writing.files && writing.directory) {
		fuzz_unpack(parts, length, put_part, &writing);
		memcpy(writing.files + writing.used, writing.directory,
		    writing.directory_used);
		uint8_t *to =
		    writing.files + writing.used + writing.directory_used;
		to = put(to, 0x06054b50, 4);
		to = put(to, 0, 4);
		to = put(to, writing.count * 0x10001u, 4);
		to = put(to, (uint32_t)writing.directory_used, 4);
		to = put(to, (uint32_t)writing.used, 4);
		put(to, 0, 2);
		*workbook_length = writing.used + writing.directory_used + END;
	} else {
		free(writing.files);
		writing.files = NULL;
	}
	free(writing.directory);
	return writing.files;
}
