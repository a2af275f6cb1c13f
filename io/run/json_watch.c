#include "io/run/json_watch.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Far more than jansson takes for the piece that it has at hand. */
enum { RESERVE = 1 << 20, ALIGNMENT = 16 };

static _Alignas(16) unsigned char reserve[RESERVE];
static size_t used;
static bool failed;

static void *
watched_malloc(size_t size)
{
	void *memory = malloc(size);
	if (memory || size > RESERVE)
		return memory;
	failed = true;
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > RESERVE - used)
		return NULL;
	used += size;
	return reserve + used - size;
}

static void
watched_free(void *memory)
{
	uintptr_t at = (uintptr_t)memory, from = (uintptr_t)reserve;
	if (at < from || at - from >= RESERVE)
		free(memory);
}

void
json_watch_begin(void)
{
	used = 0;
	failed = false;
	json_set_alloc_funcs(watched_malloc, watched_free);
}

bool
json_watch_failed(void)
{
	return failed;
}

void
json_watch_end(void)
{
	json_set_alloc_funcs(malloc, free);
}
