/* Characters of which nothing is to be seen, but which programs obey: control
 * and format characters, marks of direction, separators of lines. A terminal
 * shows U+FFFD for them (io/cli/terminal.h); names that a spreadsheet shows, of
 * sheets, charts and points, and footers are written without. */
#ifndef IO_RUN_UNSEEN_H
#define IO_RUN_UNSEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"

/* Is the character one of them? Those that choose between forms of an emoji do
 * no harm, and are none. */
bool unseen_is(uint32_t character);

/* The text, which is valid UTF-8, without them: itself if it has none, else a
 * copy in the arena. data is NULL without memory. */
struct text unseen_removed(struct text text, struct arena *arena);

#endif
