/* The careful reader: physical lines, line ends, broken quotes, odd bytes, and
 * lines that always add up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/import/csv/reader.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

/* What was read, as text: `line+lines[a|b]`, `line!` for a broken row, with
 * `?` for odd bytes, `#` for blank and `>` for extra cells. */
struct log {
	char text[1 << 16];
	size_t length;
	uint64_t records, continuation;
};

static void
note(struct log *log, const char *bytes, size_t length)
{
	if (log->length + length < sizeof log->text) {
		memcpy(log->text + log->length, bytes, length);
		log->length += length;
	}
	log->text[log->length] = '\0';
}

static enum status
take(void *context, const struct csv_record *record)
{
	struct log *log = context;
	char head[64];
	int length = snprintf(head, sizeof head, "%s%ju+%ju%s%s%s%s",
	    log->length ? " " : "", (uintmax_t)record->line,
	    (uintmax_t)record->lines, record->broken ? "!" : "",
	    record->bad_bytes ? "?" : "", record->blank ? "#" : "",
	    record->extra ? ">" : "");
	note(log, head, (size_t)length);
	log->records++;
	log->continuation += record->lines - 1;
	if (record->broken)
		return STATUS_OK;
	note(log, "[", 1);
	for (size_t i = 0; i < record->count; i++) {
		if (i)
			note(log, "|", 1);
		if (record->cells[i].line_feed)
			note(log, "~", 1);
		note(log, record->cells[i].data, record->cells[i].length);
	}
	note(log, "]", 1);
	return STATUS_OK;
}

static char folder[FOLDER_SIZE], path[FOLDER_PATH_SIZE];

/* Reads bytes as a file; the lines must add up. */
static enum status
read_bytes(
    const char *bytes, size_t length, struct log *log, struct arena *arena)
{
	FILE *stream = fopen(path, "wb");
	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, length, stream), length);
	fclose(stream);
	struct diagnostics diagnostics = { .arena = arena };
	struct file file;
	*log = (struct log){ 0 };
	assert_int_equal(file_open(&file, path, &diagnostics), STATUS_OK);
	struct csv_reader reader = {
		.file = &file, .delimiter = ',', .take = take, .context = log
	};
	enum status status = csv_reader_run(&reader, &diagnostics);
	if (status == STATUS_OK) {
		assert_int_equal(reader.offset, length);
		assert_int_equal(reader.lines,
		    log->records + log->continuation + reader.blank_lines);
	}
	file_close(&file);
	return status;
}

static void
reads_rows(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *log;
	} rows[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "a,b", "1+1[a|b]" },
		{ "a,b\n", "1+1[a|b]" },
		{ "a,b\r\n1,2\r\n", "1+1[a|b] 2+1[1|2]" },
		{ "a,b\r1,2\r", "1+1[a|b] 2+1[1|2]" },
		{ "a,b\r1,2\n3,4\r\n", "1+1[a|b] 2+1[1|2] 3+1[3|4]" },
		{ "\xef\xbb\xbf"
		  "a,b\n",
		    "1+1[a|b]" },
		{ "\n \t\na,b\n\n1,2\n\n", "3+1[a|b] 5+1[1|2]" },
		{ "a\n,,,\n", "1+1[a] 2+1#[|||]" },
		{ "a,b\n\"x\",\"y\"\"z\"\n", "1+1[a|b] 2+1[x|y\"z]" },
		{ "a\n\"x\ny\"\nz\n", "1+1[a] 2+2[~x\ny] 4+1[z]" },
		{ "a\n\"x\r\ny\",\"\r\",b\nz\n",
		    "1+1[a] 2+3[~x\r\ny|~\r|b] 5+1[z]" },
		/* one valid row, as libcsv has it */
		{ "1,\"open\n2,mid\n3,end\"\n", "1+3[1|~open\n2,mid\n3,end]" },
		/* broken rows lose their first line only */
		{ "a,b\n1,x\"y\n2,z\n", "1+1[a|b] 2+1! 3+1[2|z]" },
		{ "a,b\n1,\"x\"y\n2,z\n", "1+1[a|b] 2+1! 3+1[2|z]" },
		{ "a,b\n1,\"x\n2,z\n3,w", "1+1[a|b] 2+1! 3+1[2|z] 4+1[3|w]" },
		{ "a,b\n1,\"x\n2,z\n3,w\n", "1+1[a|b] 2+1! 3+1[2|z] 4+1[3|w]" },
		{ "a,b\n1,\"x\n2,\"z\"\n3,w\n",
		    "1+1[a|b] 2+1! 3+1[2|z] 4+1[3|w]" },
		{ "\"", "1+1!" },
		{ "a\n\"", "1+1[a] 2+1!" },
		{ "a\n\"\n", "1+1[a] 2+1!" },
		{ "a\n\"x", "1+1[a] 2+1!" },
		/* odd bytes */
		{ "a,b\nx\xff,2\n", "1+1[a|b] 2+1?[x\xff|2]" },
		{ "a\nNguy\xe1\xbb\x85n\n", "1+1[a] 2+1[Nguy\xe1\xbb\x85n]" },
		{ "a\nNguy\xe1\xbb\n", "1+1[a] 2+1?[Nguy\xe1\xbb]" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *arena = arena_new();
		struct log *log = malloc(sizeof *log);
		enum status status = read_bytes(
		    rows[i].bytes, strlen(rows[i].bytes), log, arena);
		if (status != STATUS_OK || strcmp(log->text, rows[i].log) != 0)
			fail_msg("row %zu: status %d, read %s, expected %s", i,
			    (int)status, log->text, rows[i].log);
		free(log);
		arena_free(arena);
	}
}

static void
sees_zero_bytes(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct log *log = malloc(sizeof *log);
	assert_int_equal(
	    read_bytes("a,b\n1\0,2\n3,4\n", 12, log, arena), STATUS_OK);
	assert_non_null(strstr(log->text, "2+1?["));
	free(log);
	arena_free(arena);
}

/* Fields, lines and files larger than every buffer. */
static void
bounds_what_is_large(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct log *log = malloc(sizeof *log);
	size_t size = 3 << 20;
	char *bytes = malloc(size + 64);
	static const struct {
		const char *head, *tail, *log;
		char fill;
	} rows[] = {
		/* one endless cell; the row after it is read */
		{ "a,b\n1,", "\n2,x\n", "1+1[a|b] 2+1! 3+1[2|x]", 'z' },
		{ "a,b\n1,\"", "\"\n2,x\n", "1+1[a|b] 2+1! 3+1[2|x]", 'z' },
		{ "a,b\n1,", "\r2,x\r", "1+1[a|b] 2+1! 3+1[2|x]", 'z' },
		/* nothing but spaces */
		{ "a,b\n", "\n2,x\n", "1+1[a|b] 3+1[2|x]", ' ' },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t head = strlen(rows[i].head), tail = strlen(rows[i].tail);
		memcpy(bytes, rows[i].head, head);
		memset(bytes + head, rows[i].fill, size);
		memcpy(bytes + head + size, rows[i].tail, tail);
		assert_int_equal(
		    read_bytes(bytes, head + size + tail, log, arena),
		    STATUS_OK);
		assert_string_equal(log->text, rows[i].log);
	}
	/* a quote that is opened and never closed, in a large file */
	char *at = bytes;
	at += sprintf(at, "a,b\n1,\"open\n");
	while (at < bytes + size)
		at += sprintf(at, "2,x\n");
	assert_int_equal(
	    read_bytes(bytes, (size_t)(at - bytes), log, arena), STATUS_OK);
	assert_memory_equal(log->text, "1+1[a|b] 2+1! 3+1[2|x] 4+1[2|x]", 31);
	assert_int_equal(log->records, 2 + (at - bytes - 12) / 4);
	/* more cells than there is room for */
	memset(bytes, ',', size);
	assert_int_equal(read_bytes(bytes, size, log, arena), STATUS_OK);
	assert_int_equal(log->records, 1);
	free(bytes);
	free(log);
	arena_free(arena);
}

/* Cutting a file anywhere, or damaging a byte, never loses a line. */
static void
lines_always_add_up(void **state)
{
	(void)state;
	static const char sample[] =
	    "id,note,value\r\n1,\"a \"\"b\"\" c\",5\n2,\"two\nlines\",6\r\n\n"
	    "3,\"Nguy\xe1\xbb\x85n, \xc4\x91\",7\r4,,\n,,\n5,x\"y,8\n";
	static const char odd[] = "\"\n\r,\0 \xff";
	struct log *log = malloc(sizeof *log);
	char bytes[sizeof sample];
	for (size_t cut = 0; cut < sizeof sample; cut++)
		for (size_t damage = 0; damage < sizeof odd; damage++) {
			struct arena *arena = arena_new();
			memcpy(bytes, sample, sizeof sample);
			if (cut)
				bytes[cut / 2] = odd[damage];
			/* read_bytes asserts that the lines add up */
			assert_int_equal(
			    read_bytes(bytes, cut, log, arena), STATUS_OK);
			arena_free(arena);
		}
	free(log);
}

static int
make_folder(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	snprintf(path, sizeof path, "%s/x.csv", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	remove(path);
	return rmdir(folder);
}

UNIT_TESTS_WITHIN(make_folder, remove_folder, cmocka_unit_test(reads_rows),
    cmocka_unit_test(sees_zero_bytes), cmocka_unit_test(bounds_what_is_large),
    cmocka_unit_test(lines_always_add_up))
