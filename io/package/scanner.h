/* A scanner for the XML of large parts: sheets and the texts that they share.
 * It takes a third of the time of expat, in which most of that of an import
 * would go, and makes the same calls. It knows UTF-8, elements, attributes,
 * texts, character references, the five entities of XML, CDATA, comments and
 * processing instructions; anything else ends it with a reason. It does not
 * look whether texts are UTF-8: who reads rows does. */
#ifndef IO_PACKAGE_SCANNER_H
#define IO_PACKAGE_SCANNER_H

#include "io/package/package.h"

/* How deep elements may nest, and how long a tag may be. */
enum { SCANNER_DEPTH = 64, SCANNER_TAG = 1024 * 1024 };

struct scanner;

/* Do a part's first bytes say that it is UTF-8? */
bool scanner_knows(const char *bytes, size_t count);

/* NULL without memory. */
struct scanner *scanner_new(void);
/* NULL is allowed. */
void scanner_free(struct scanner *scanner);

/* Forgets what was scanned: another part begins. */
void scanner_begin(
    struct scanner *scanner, const struct package_reader *reader);

/* Room for the next *size bytes of the part. */
char *scanner_room(struct scanner *scanner, size_t *size);

/* Scans `count` bytes that were put there; no bytes are the end. Ends early
 * once *stopped. NULL, or what is wrong, in words that follow "PART ". */
const char *scanner_take(
    struct scanner *scanner, size_t count, const bool *stopped);

#endif
