/* Remarks for people, in every language at once. */
#ifndef ENGINE_MODEL_NOTE_H
#define ENGINE_MODEL_NOTE_H

#include "engine/base/language.h"

struct arena;

struct note {
	struct arena *arena;
	const char *text[LANGUAGE_COUNT]; /* NULL once memory ran out */
};

struct note note_begin(struct arena *arena);

/* Adds a remark behind `; `. Both formats take the same arguments in the same
 * order. */
void note_add(
    struct note *note, const char *english, const char *vietnamese, ...);

/* The same in one language: for remarks with numbers, which each writes its own
 * way (number_text.h). */
void note_add_in(
    struct note *note, enum language language, const char *format, ...);

#endif
