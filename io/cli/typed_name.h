/* Who or what is meant by a name as people type it: in another case, without
 * diacritics, its words in another order, or a part of it. What is exact always
 * wins. Nothing is guessed: of several that fit none is taken. */
#ifndef IO_CLI_TYPED_NAME_H
#define IO_CLI_TYPED_NAME_H

#include <stdbool.h>

#include "engine/base/text.h"

struct arena;

enum { TYPED_NAMES = 3 };

/* What may be meant: its id, by which outputs know it, and what else it is
 * called; empty where it has fewer names. */
struct typed_choice {
	struct text names[TYPED_NAMES];
};

/* How well a name fits, the best first. With diacritics means: as they were
 * typed, if any were. */
enum typed_fit {
	TYPED_EXACT,
	TYPED_SAME,      /* but for case, punctuation, diacritics */
	TYPED_BEGINNING, /* each word typed begins a word of the name */
	TYPED_INSIDE,    /* the letters stand somewhere in the name */
	TYPED_NOT
};

/* The choices that fit best. */
struct typed_found {
	enum typed_fit fit;
	size_t *choices; /* indices, in order */
	size_t count;
};

/* In `arena`; false without memory. `typed` is taken as the user typed it; ids
 * and names are valid UTF-8 in NFC. */
bool typed_name_find(struct typed_found *found,
    const struct typed_choice *choices, size_t count, struct text typed,
    struct arena *arena);

/* The same for an option, such as "--manager" ("" for an argument): says who is
 * meant, unless what was typed is exact (or `quiet` and the same but for
 * spelling), or lists the several that fit. The index of the one; TYPED_NOBODY
 * where nothing fits, which the caller has to say; TYPED_SAID where the error
 * has been said. */
#define TYPED_NOBODY (SIZE_MAX - 1)
#define TYPED_SAID SIZE_MAX
size_t typed_name_choose(const struct typed_choice *choices, size_t count,
    const char *option, const char *typed, bool quiet, struct arena *arena);

#endif
