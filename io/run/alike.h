/* Names that are alike: a file system or a spreadsheet may take one for the
 * other, because they differ in case only (of all letters, and as in Turkish),
 * in how a letter is composed, or in characters that cannot be seen. */
#ifndef IO_RUN_ALIKE_H
#define IO_RUN_ALIKE_H

#include "engine/base/arena.h"
#include "engine/base/text.h"

/* What all names that are alike have in common, as a text of the arena; the
 * name is valid UTF-8. data is NULL without memory. */
struct text alike_key(struct text name, struct arena *arena);

#endif
