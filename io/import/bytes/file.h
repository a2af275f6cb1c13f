/* An input file: its bytes by spans, and whether it stood still while it was
 * read. Reads with pread, so that a file may be truncated under
 * us without a signal, and so that threads can read parts of their own. */
#ifndef IO_IMPORT_BYTES_FILE_H
#define IO_IMPORT_BYTES_FILE_H

#include <sys/stat.h>
#include <sys/types.h>

#include "engine/model/dataset.h"
#include "io/import/bytes/cell_types.h"

struct file {
	int descriptor; /* -1 when closed */
	const char *path;
	int error; /* errno with which the system refused it; 0: it has not */
	struct stat before;
	/* The file as UTF-8, where it was written in another encoding
	 * (encoding.h), or is a sheet of a workbook (workbook.h); NULL: its
	 * bytes are. Offsets count in this text. */
	char *decoded;
	size_t decoded_begin, decoded_end;
	/* Of a sheet (workbook.h): what its cells are; else NULL. */
	struct cell_types *types;
};

/* Opens a regular file for reading; `path` must outlive it. STATUS_INPUT says
 * what was expected and what was found (a directory, no such file …). */
enum status file_open(
    struct file *file, const char *path, struct diagnostics *diagnostics);

/* Reads up to `size` bytes at `offset`; *got is 0 only at the end. */
enum status file_read(struct file *file, char *bytes, size_t size,
    uint64_t offset, size_t *got, struct diagnostics *diagnostics);

/* Reads as much as there is of `size` bytes at `offset`: -1 and errno if that
 * fails. For any thread. */
ssize_t file_read_quietly(
    const struct file *file, char *bytes, size_t size, uint64_t offset);

/* Checks that the file did not change while `bytes` were read from it, all that
 * it has, and that the system refused none of them. STATUS_OK or STATUS_INPUT.
 */
enum status file_unchanged(
    const struct file *file, uint64_t bytes, struct diagnostics *diagnostics);

/* A piece of the file as valid UTF-8 in `arena`, cut after 1,000 bytes and
 * without the last line end; for messages. NULL without memory. What cannot be
 * read is left out, and file_unchanged says so. */
const char *file_excerpt(
    struct file *file, uint64_t offset, uint64_t length, struct arena *arena);

/* A closed file is allowed. */
void file_close(struct file *file);

#endif
