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

/* Adds a remark behind `; `, in every language; or in one, for numbers and
 * words that differ by language. The format is a message (N_). */
void note_say(struct note *note, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void note_say_in(struct note *note, enum language language, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

#endif
