#include "engine/base/arena.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, CHUNK_BYTES = 64 * 1024, ALONE_BYTES = 1024 * 1024 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t size, used;
	bool alone; /* holds one large array that grows; never the newest */
	_Alignas(ALIGNMENT) char bytes[];
};

struct arena {
	struct arena_chunk *newest;
	bool failed;
};

/* Of all arenas, in all threads. */
static atomic_bool any_failed;

void *
arena_refused(struct arena *arena)
{
	arena->failed = true;
	atomic_store(&any_failed, true);
	return NULL;
}

bool
arena_any_failed(void)
{
	return atomic_load(&any_failed);
}

struct arena *
arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		atomic_store(&any_failed, true);
	return arena;
}

void
arena_free(struct arena *arena)
{
	if (!arena)
		return;
	arena_release(arena, (struct arena_mark){ NULL, 0 });
	free(arena);
}

/* Large requests get a chunk of their own size; small ones share chunks that
 * grow with the arena, so that few requests reach the C library. */
static struct arena_chunk *
add_chunk(struct arena *arena, size_t bytes)
{
	size_t size = arena->newest ? arena->newest->size : CHUNK_BYTES / 2;
	if (size < (size_t)1 << 24)
		size *= 2;
	if (size < bytes)
		size = bytes;
	/* What fills a chunk is zero already: no page of it need be touched. */
	struct arena_chunk *chunk = size == bytes
					? calloc(1, sizeof *chunk + size)
					: malloc(sizeof *chunk + size);
	if (!chunk)
		return NULL;
	chunk->older = arena->newest;
	chunk->size = size;
	chunk->used = 0;
	chunk->alone = false;
	arena->newest = chunk;
	return chunk;
}

/* Room for so many bytes, at a multiple of `alignment`; NULL without memory. */
static void *
take(struct arena *arena, size_t bytes, size_t alignment)
{
	struct arena_chunk *chunk = arena->newest;
	size_t at =
	    chunk ? (chunk->used + alignment - 1) & ~(alignment - 1) : 0;
	if (!chunk || at > chunk->size || chunk->size - at < bytes) {
		chunk = bytes > SIZE_MAX / 2 ? NULL : add_chunk(arena, bytes);
		at = 0;
	}
	if (!chunk)
		return arena_refused(arena);
	chunk->used = at + bytes;
	return chunk->bytes + at;
}

void *
arena_allocate(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes))
		bytes = SIZE_MAX;
	const struct arena_chunk *before = arena->newest;
	void *room = take(arena, bytes, ALIGNMENT);
	bool is_zero = arena->newest != before && arena->newest->size == bytes;
	return room && !is_zero ? memset(room, 0, bytes) : room;
}

char *
arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = take(arena, length + 1, 1);
	if (!copy)
		return NULL;
	if (length)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_format(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	char *text =
	    length < 0 ? NULL : arena_allocate(arena, (size_t)length + 1, 1);
	if (!text)
		return NULL;
	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return text;
}

bool
arena_failed(const struct arena *arena)
{
	return arena->failed;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
	struct arena_chunk *chunk = arena->newest;
	return (struct arena_mark){ chunk, chunk ? chunk->used : 0 };
}

void
arena_release(struct arena *arena, struct arena_mark mark)
{
	while (arena->newest != mark.chunk) {
		struct arena_chunk *older = arena->newest->older;
		free(arena->newest);
		arena->newest = older;
	}
	if (mark.chunk)
		mark.chunk->used = mark.used;
}

void
arena_adopt(struct arena *arena, struct arena *other)
{
	if (!other)
		return;
	/* The adopted chunks go below all others: no mark of `arena` can
	 * release them. */
	struct arena_chunk **oldest = &arena->newest;
	while (*oldest)
		oldest = &(*oldest)->older;
	*oldest = other->newest;
	free(other);
}

/* Where the chunk hangs in which the array is alone; NULL if it is not. */
static struct arena_chunk **
find_alone(struct arena *arena, const void *rows)
{
	struct arena_chunk **place = &arena->newest;
	while (*place && !((*place)->alone && (*place)->bytes == rows))
		place = &(*place)->older;
	return *place ? place : NULL;
}

/* A large array grows in a chunk of its own, so that its old places are not
 * kept, and most often without being copied. */
static void *
grow_alone(struct arena *arena, void *rows, size_t old, size_t bytes)
{
	if (!arena->newest && !add_chunk(arena, 0))
		return NULL;
	struct arena_chunk **place = find_alone(arena, rows);
	struct arena_chunk *chunk =
	    realloc(place ? *place : NULL, sizeof *chunk + bytes);
	if (!chunk)
		return NULL;
	if (place) {
		*place = chunk;
	} else {
		chunk->older = arena->newest->older;
		arena->newest->older = chunk;
		if (old)
			memcpy(chunk->bytes, rows, old);
	}
	chunk->size = chunk->used = bytes;
	chunk->alone = true;
	memset(chunk->bytes + old, 0, bytes - old);
	return chunk->bytes;
}

/* A small one moves on among the others. */
static void *
grow_among(struct arena *arena, const void *rows, size_t old, size_t bytes)
{
	char *larger = take(arena, bytes, ALIGNMENT);
	if (!larger)
		return NULL;
	if (old)
		memcpy(larger, rows, old);
	memset(larger + old, 0, bytes - old);
	return larger;
}

void *
arena_enlarged(struct arena *arena, void *rows, size_t old, size_t bytes)
{
	void *larger = NULL;
	if (bytes < ALONE_BYTES)
		larger = grow_among(arena, rows, old, bytes);
	else if (bytes <= SIZE_MAX / 2)
		larger = grow_alone(arena, rows, old, bytes);
	return larger ? larger : arena_refused(arena);
}

void *
arena_trimmed(struct arena *arena, void *rows, size_t bytes)
{
	struct arena_chunk **place = find_alone(arena, rows);
	if (!place || (*place)->size <= bytes)
		return rows;
	struct arena_chunk *chunk = realloc(*place, sizeof *chunk + bytes);
	if (!chunk)
		return rows;
	*place = chunk;
	chunk->size = chunk->used = bytes;
	return chunk->bytes;
}

void *
arena_grown(struct arena *arena, void *rows, size_t count, size_t *capacity,
    size_t size)
{
	if (count < *capacity)
		return rows;
	/* Large arrays grow by a quarter: they are rarely copied, and more
	 * would be held unused. */
	size_t wanted = *capacity ? *capacity * 2 : 64, bytes;
	if (*capacity > ALONE_BYTES / size)
		wanted = *capacity + *capacity / 4;
	void *larger = NULL;
	if (!__builtin_mul_overflow(wanted, size, &bytes))
		larger = arena_enlarged(arena, rows, count * size, bytes);
	if (!larger)
		return arena_refused(arena);
	*capacity = wanted;
	return larger;
}
