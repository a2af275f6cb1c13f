/* A package: XML parts in a zip file, such as a workbook. Parts are found by
 * name, inflated and parsed by expat; what the file can do to memory and time
 * is bounded here, for every caller: no document type, no deep or endless
 * element, no part beyond the size that is asked for, none that inflates as
 * only a bomb does. */
#ifndef IO_PACKAGE_PACKAGE_H
#define IO_PACKAGE_PACKAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/status.h"

struct package;

/* Who gets what a part holds. Names of elements come without their prefix
 * (unless `prefixed`); attributes in pairs, a NULL behind them
 * (package_attribute). Text comes in pieces, as UTF-8. */
struct package_reader {
	void *context;
	void (*start)(
	    void *context, const char *name, const char *const *attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, const char *text, size_t length);
	uint64_t most; /* bytes of the part, inflated */
	bool prefixed; /* names of elements come with their prefix */
	bool large;    /* scanned (scanner.h) where its encoding allows it */
};

/* Opens a package by a descriptor, which must stay open. What it makes lives
 * in `arena` and on the heap. STATUS_OK; STATUS_INPUT: it is no zip file, or a
 * damaged one; STATUS_MEMORY. After any of them *package is to be closed, and
 * package_reason says what is wrong. */
enum status package_open(
    struct package **package, int descriptor, struct arena *arena);

/* Is there such a part? Case does not matter. */
bool package_has(const struct package *package, const char *part);

/* The parts by name, from 0; NULL behind the last. */
const char *package_part(const struct package *package, size_t index);

/* Parses a part. STATUS_OK, STATUS_INPUT or STATUS_MEMORY. */
enum status package_read(struct package *package, const char *part,
    const struct package_reader *reader);

/* For those who are called: ends the reading of this part, well; or refuses
 * it for a reason; or because memory is out. More calls may still come. */
void package_stop(struct package *package);
void package_refuse(struct package *package, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void package_no_memory(struct package *package);

/* What is wrong, in words that follow "FILE: "; "" if nothing is. */
const char *package_reason(const struct package *package);

/* An attribute by its name without the prefix; NULL if it is not there. */
const char *package_attribute(const char *const *attributes, const char *name);

/* NULL is allowed. */
void package_close(struct package *package);

#endif
