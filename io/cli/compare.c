#include "io/cli/compare.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/terminal.h"
#include "io/import/bytes/file.h"
#include "io/locale/locale.h"

enum { PIECE = 64 * 1024 };

/* Where in a file the comparison stands. */
struct place {
	uint64_t byte, line; /* from 1 */
	size_t column;       /* of a CSV file, from 0 */
	char delimiter;      /* of one */
	bool quoted;
};

static void
advance(struct place *place, char byte)
{
	place->byte++;
	if (byte == '"')
		place->quoted = !place->quoted;
	if (byte == '\n')
		place->line++;
	if (place->quoted)
		return;
	if (byte == place->delimiter)
		place->column++;
	else if (byte == '\n')
		place->column = 0;
}

/* Does a file begin with a BOM, as those for people do? */
static bool
has_mark(const char *bytes, size_t length)
{
	return length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
}

/* The cell of a CSV's first line above a place; false if there is none. */
static bool
heading(const char *line, size_t length, const struct place *place,
    struct text *cell)
{
	const char *from = line + (has_mark(line, length) ? 3 : 0);
	const char *end = memchr(from, '\n', length - (size_t)(from - line));
	end = end ? end : line + length;
	for (size_t index = place->column; index > 0; index--) {
		from = memchr(from, place->delimiter, (size_t)(end - from));
		if (!from++)
			return false;
	}
	const char *next = memchr(from, place->delimiter, (size_t)(end - from));
	*cell = (struct text){ from, (size_t)((next ? next : end) - from) };
	return true;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);
	return length >= tail && strcmp(name + length - tail, end) == 0;
}

static void
say(const char *name, const struct place *place, const char *first,
    size_t first_length)
{
	struct text column;
	fputs(_("differs  "), stdout);
	terminal_put(stdout, text_of(name));
	fputs(": ", stdout);
	if (ends_with(name, ".csv") &&
	    heading(first, first_length, place, &column))
		terminal_print(stdout, "first in line %ju, column %.*s\n",
		    (uintmax_t)place->line, (int)column.length, column.data);
	else if (ends_with(name, ".json"))
		terminal_print(
		    stdout, "first in line %ju\n", (uintmax_t)place->line);
	else
		terminal_print(
		    stdout, "first at byte %ju\n", (uintmax_t)place->byte);
}

struct pair {
	struct file files[2];
	char *bytes[2];
	size_t got[2];
	char *first; /* the beginning of the first file */
	size_t first_length;
	char delimiter; /* of the first run's files for people */
};

static enum status
walk(struct pair *pair, const char *name, struct diagnostics *diagnostics)
{
	struct place place = { .byte = 1, .line = 1, .delimiter = ',' };
	for (uint64_t offset = 0;;) {
		enum status status = STATUS_OK;
		for (int i = 0; i < 2 && !status; i++)
			status = file_read(&pair->files[i], pair->bytes[i],
			    PIECE, offset, &pair->got[i], diagnostics);
		if (status)
			return status;
		if (offset == 0) {
			pair->first_length = pair->got[0];
			memcpy(pair->first, pair->bytes[0], pair->got[0]);
			if (has_mark(pair->first, pair->first_length))
				place.delimiter = pair->delimiter;
		}
		size_t common =
		    pair->got[0] < pair->got[1] ? pair->got[0] : pair->got[1];
		for (size_t i = 0; i < common; i++) {
			if (pair->bytes[0][i] != pair->bytes[1][i]) {
				say(name, &place, pair->first,
				    pair->first_length);
				return STATUS_OK;
			}
			advance(&place, pair->bytes[0][i]);
		}
		offset += common;
		if (common == 0) {
			say(name, &place, pair->first, pair->first_length);
			return STATUS_OK;
		}
	}
}

enum status
compare_say_first(const struct run_folder *old, const struct run_folder *new,
    const char *name, struct arena *arena, struct diagnostics *diagnostics)
{
	const char *folders[2] = { old->path, new->path };
	struct pair pair = { .files = { { .descriptor = -1 },
				 { .descriptor = -1 } },
		.delimiter = run_folder_shape(old).delimiter };
	enum status status = STATUS_OK;
	pair.first = arena_allocate(arena, PIECE, 1);
	for (int i = 0; i < 2 && !status; i++) {
		const char *path = run_folder_path(folders[i], name, arena);
		pair.bytes[i] = arena_allocate(arena, PIECE, 1);
		status = path && pair.bytes[i] && pair.first
			     ? file_open(&pair.files[i], path, diagnostics)
			     : diagnostics_no_memory(diagnostics);
	}
	if (!status)
		status = walk(&pair, name, diagnostics);
	for (int i = 0; i < 2; i++)
		file_close(&pair.files[i]);
	return status;
}
