#include "engine/model/note.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/arena.h"

struct note
note_begin(struct arena *arena)
{
	return (struct note){ arena, { "", "" } };
}

void
note_add(struct note *note, const char *english, const char *vietnamese, ...)
{
	const char *const formats[LANGUAGE_COUNT] = { english, vietnamese };
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		const char *before = note->text[language];
		char added[1000];
		va_list arguments;
		va_start(arguments, vietnamese);
		vsnprintf(added, sizeof added, formats[language], arguments);
		va_end(arguments);
		if (before)
			note->text[language] = arena_format(note->arena,
			    "%s%s%s", before, *before ? "; " : "", added);
	}
}
