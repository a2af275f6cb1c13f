/* A stream into memory. As open_memstream, but where memory is out its error
 * stands: that of the C library loses what it had no room for and goes on. */
#ifndef IO_CLI_MEMORY_STREAM_H
#define IO_CLI_MEMORY_STREAM_H

#include <stdbool.h>
#include <stdio.h>

struct memory_stream {
	char *bytes; /* the caller frees them */
	size_t length, capacity;
};

/* An empty stream; NULL without memory. `memory` must outlive it. */
FILE *memory_stream_open(struct memory_stream *memory);

/* Closes it. Only then the bytes are all there; false if they are not. */
bool memory_stream_close(FILE *stream);

#endif
