/* What libxlsxwriter does for each part of a workbook, done by us: what a
 * program exports goes before what a shared library exports, so the library
 * calls these functions instead of its own and minizip's. */
#define _GNU_SOURCE /* fopencookie, RTLD_NEXT */

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <minizip/zip.h>

#include "io/export/xlsx_writer.h"

static size_t begun;

size_t
writer_parts(void)
{
	return begun;
}

/* ---- a temporary file, in memory ---- */

struct part {
	char *bytes;
	size_t size, capacity, at;
};

static ssize_t
part_write(void *cookie, const char *bytes, size_t count)
{
	struct part *part = cookie;
	if (part->capacity - part->at < count) {
		size_t capacity = (part->at + count) * 2;
		char *grown = realloc(part->bytes, capacity);
		if (!grown)
			return 0;
		part->bytes = grown;
		part->capacity = capacity;
	}
	memcpy(part->bytes + part->at, bytes, count);
	part->at += count;
	if (part->size < part->at)
		part->size = part->at;
	return (ssize_t)count;
}

static ssize_t
part_read(void *cookie, char *bytes, size_t count)
{
	struct part *part = cookie;
	size_t left = part->size - part->at;
	if (count > left)
		count = left;
	if (count)
		memcpy(bytes, part->bytes + part->at, count);
	part->at += count;
	return (ssize_t)count;
}

static int
part_seek(void *cookie, off64_t *offset, int whence)
{
	struct part *part = cookie;
	size_t from = whence == SEEK_CUR   ? part->at
		      : whence == SEEK_END ? part->size
					   : 0;
	off64_t to = (off64_t)from + *offset;
	if (to < 0 || to > (off64_t)part->size) {
		errno = EINVAL;
		return -1;
	}
	part->at = (size_t)to;
	*offset = to;
	return 0;
}

static int
part_close(void *cookie)
{
	struct part *part = cookie;
	free(part->bytes);
	free(part);
	return 0;
}

/* ---- what the library calls ---- */

/* A part is written to a temporary file first. The library's own function makes
 * one in a folder, and sets errno to 0 each time: nobody could tell then
 * whether anything has failed before. */
__attribute__((visibility("default"))) FILE *
lxw_tmpfile(char *folder)
{
	static const cookie_io_functions_t functions = { part_read, part_write,
		part_seek, part_close };
	struct part *part = calloc(1, sizeof *part);
	FILE *file = part ? fopencookie(part, "w+", functions) : NULL;
	(void)folder;
	begun++;
	if (!file)
		free(part);
	return file;
}

/* The library gives no say in the level of compression: the usual one takes
 * half of all its time, for a file smaller by a seventh. */
__attribute__((visibility("default"))) int
zipOpenNewFileInZip4_64(zipFile file, const char *name,
    const zip_fileinfo *information, const void *local, uInt local_size,
    const void *global, uInt global_size, const char *comment, int method,
    int level, int raw, int window, int memory, int strategy,
    const char *password, uLong crc, uLong version, uLong flags, int zip64)
{
	static __typeof__(zipOpenNewFileInZip4_64) *next;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, __func__);
	(void)level;
	return next ? next(file, name, information, local, local_size, global,
			  global_size, comment, method, Z_BEST_SPEED, raw,
			  window, memory, strategy, password, crc, version,
			  flags, zip64)
		    : ZIP_INTERNALERROR;
}
