/* Memory that lives and dies together.
 *
 * One arena a run owns what is loaded; a function that needs scratch is
 * handed an arena and gives the room back with a mark. Nothing taken from an
 * arena is freed one by one. Every request can fail: it then returns NULL and
 * the arena stays usable. */
#ifndef ENGINE_BASE_ARENA_H
#define ENGINE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct arena_chunk;

/* A place in an arena to return to. */
struct arena_mark {
	struct arena_chunk *chunk;
	size_t used;
};

/* A new, empty arena; NULL without memory. The caller frees it. */
struct arena *arena_new(void);

/* Frees the arena and all that was taken from it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Zeroed room for `count` things of `size` bytes, aligned for any type; NULL
 * when memory is out or count × size overflows. count 0 gives a non-NULL
 * pointer that must not be read. */
void *arena_allocate(struct arena *arena, size_t count, size_t size);

/* A copy of `length` bytes with a NUL behind them; NULL without memory. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* printf into the arena; NULL without memory. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for one more row behind `count` rows of `size` bytes: `rows` itself
 * while *capacity allows, else a larger place, and then the old one is void;
 * NULL without memory. */
void *arena_grown(struct arena *arena, void *rows, size_t count,
    size_t *capacity, size_t size);

/* Larger room for the `old` bytes at `rows`, which stand in front of zeros
 * there; the old place is void. NULL without memory, and then it is not. */
void *arena_enlarged(struct arena *arena, void *rows, size_t old, size_t bytes);

/* Gives back what a large array that grew does not need beyond `bytes`; its
 * place, which may be another one. */
void *arena_trimmed(struct arena *arena, void *rows, size_t bytes);

/* Hands all that was taken from `other` over to `arena`, as if taken from it
 * first of all, and frees `other` itself. NULL is allowed. */
void arena_adopt(struct arena *arena, struct arena *other);

/* Was ever a request refused? A calculation of many small steps may look once,
 * at its end. */
bool arena_failed(const struct arena *arena);

/* The same of all arenas that there have been. Where a text that could not be
 * made is replaced by another, so that work goes on, the program asks once, at
 * its end, before anything counts. */
bool arena_any_failed(void);

/* Notes that a library had no memory for what was to go into the arena, as if
 * the arena had refused it: NULL. */
void *arena_refused(struct arena *arena);

/* What was taken after the mark is void after the release. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

#endif
