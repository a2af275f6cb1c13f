/* An input file: its bytes by spans, its digest, and whether it stood still
 * while it was read. Reads with pread, so that a file may be truncated under
 * us without a signal, and so that threads can read parts of their own. */
#ifndef IO_IMPORT_FILE_H
#define IO_IMPORT_FILE_H

#include <nettle/sha2.h>
#include <sys/stat.h>

#include "engine/dataset.h"

struct file {
	int descriptor; /* -1 when closed */
	const char *path;
	struct stat before;
	struct sha256_ctx digest;
	uint64_t digested; /* bytes, from the start */
	/* The file as UTF-8, where it was written in another encoding
	 * (encoding.h); NULL: its bytes are. Offsets count in this text. */
	char *decoded;
	size_t decoded_begin, decoded_end;
};

/* Opens a regular file for reading; `path` must outlive it. STATUS_INPUT says
 * what was expected and what was found (a directory, no such file …). */
enum status file_open(
    struct file *file, const char *path, struct diagnostics *diagnostics);

/* Reads up to `size` bytes at `offset`; *got is 0 only at the end. */
enum status file_read(struct file *file, char *bytes, size_t size,
    uint64_t offset, size_t *got, struct diagnostics *diagnostics);

/* Checks that the file did not change while it was read, and writes its
 * digest in hexadecimal. Everything must have been read. */
enum status file_finish(
    struct file *file, char sha256[65], struct diagnostics *diagnostics);

/* A piece of the file as valid UTF-8 in `arena`, cut after 1,000 bytes and
 * without the last line end; for messages. NULL without memory. */
const char *file_excerpt(
    struct file *file, uint64_t offset, uint64_t length, struct arena *arena);

/* A closed file is fine. */
void file_close(struct file *file);

#endif
