/* An open file as minizip reads it: by descriptor, so that what is parsed is
 * what was opened, wherever its path leads meanwhile. */
#ifndef IO_PACKAGE_SOURCE_H
#define IO_PACKAGE_SOURCE_H

#include <stdint.h>

#include <minizip/unzip.h>

enum { SOURCE_BYTES = 64 * 1024 };

struct source_file {
	int descriptor;
	uint64_t size, position;
	/* bytes[0..length) are those of the file from `begin` on. */
	uint64_t begin;
	size_t length;
	char bytes[SOURCE_BYTES];
};

/* Begins to read a regular file; it stays open and its own position is left
 * alone. `source` must outlive the result: NULL where it is no zip file, or
 * without memory. */
unzFile source_unzip(struct source_file *source, int descriptor);

#endif
