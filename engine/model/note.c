#include "engine/model/note.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/arena.h"

struct note
note_begin(struct arena *arena)
{
	return (struct note){ arena, { "", "" } };
}

static void
add(struct note *note, enum language language, const char *format,
    va_list arguments)
{
	const char *before = note->text[language];
	char added[1000];
	vsnprintf(added, sizeof added, format, arguments);
	if (before)
		note->text[language] = arena_format(
		    note->arena, "%s%s%s", before, *before ? "; " : "", added);
}

void
note_say(struct note *note, const char *format, ...)
{
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		va_list arguments;
		va_start(arguments, format);
		add(note, (enum language)language,
		    language_text((enum language)language, format), arguments);
		va_end(arguments);
	}
}

void
note_say_in(struct note *note, enum language language, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add(note, language, language_text(language, format), arguments);
	va_end(arguments);
}
