#define _GNU_SOURCE /* fopencookie */
#include "io/cli/memory_stream.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static bool
make_room(struct memory_stream *memory, size_t size)
{
	size_t wanted = memory->length + size;
	if (wanted <= memory->capacity)
		return true;
	char *larger = realloc(memory->bytes, 2 * wanted);
	if (!larger)
		return false;
	memory->bytes = larger;
	memory->capacity = 2 * wanted;
	return true;
}

/* 0 is an error for the stream. */
static ssize_t
take(void *cookie, const char *bytes, size_t size)
{
	struct memory_stream *memory = cookie;
	if (!make_room(memory, size))
		return 0;
	memcpy(memory->bytes + memory->length, bytes, size);
	memory->length += size;
	return (ssize_t)size;
}

FILE *
memory_stream_open(struct memory_stream *memory)
{
	*memory = (struct memory_stream){ 0 };
	return fopencookie(
	    memory, "w", (cookie_io_functions_t){ .write = take });
}

bool
memory_stream_close(FILE *stream)
{
	bool complete = fflush(stream) == 0 && !ferror(stream);
	return fclose(stream) == 0 && complete;
}
