#include "engine/base/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/arena.h"

int
status_exit_code(enum status status)
{
	switch (status) {
	case STATUS_OK:
		return 0;
	case STATUS_USAGE:
		return 2;
	case STATUS_OUTPUT:
		return 4;
	case STATUS_INPUT:
	case STATUS_OVERFLOW:
	case STATUS_MEMORY:
	case STATUS_BROKEN:
		break;
	}
	return 3;
}

static void
append(struct diagnostics *diagnostics, struct diagnostic *diagnostic)
{
	if (diagnostics->last)
		diagnostics->last->next = diagnostic;
	else
		diagnostics->first = diagnostic;
	diagnostics->last = diagnostic;
}

static void __attribute__((format(printf, 3, 0)))
add(struct diagnostics *diagnostics, enum severity severity, const char *format,
    va_list arguments)
{
	va_list again;
	const char *kind = format;
	format = language_text(diagnostics->language, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	struct diagnostic *diagnostic =
	    arena_allocate(diagnostics->arena, 1, sizeof *diagnostic);
	char *text = length < 0 ? NULL
				: arena_allocate(diagnostics->arena,
				      (size_t)length + 1, 1);
	if (text)
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	if (!diagnostic)
		return;
	diagnostic->severity = severity;
	diagnostic->kind = kind;
	diagnostic->text = diagnostic->words = text ? text : "out of memory";
	append(diagnostics, diagnostic);
}

enum status
diagnostics_fail(struct diagnostics *diagnostics, enum status status,
    const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add(diagnostics, SEVERITY_ERROR, format, arguments);
	va_end(arguments);
	return status;
}

enum status
diagnostics_no_memory(struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_MEMORY,
	    "out of memory: the data set does not fit into this machine");
}

void
diagnostics_propose(
    struct diagnostics *diagnostics, unsigned at, const char *format, ...)
{
	struct arena *arena = diagnostics->arena;
	struct diagnostic *said = diagnostics->last;
	struct proposal *proposal = arena_allocate(arena, 1, sizeof *proposal);
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	char *line =
	    length < 0 ? NULL : arena_allocate(arena, (size_t)length + 1, 1);
	if (line)
		vsnprintf(line, (size_t)length + 1, format, again);
	va_end(again);
	va_end(arguments);
	const char *text =
	    line && said ? arena_format(arena, "%s\n    %s", said->text, line)
			 : NULL;
	if (!proposal || !text)
		return;
	*proposal = (struct proposal){ .line = line, .at = at };
	struct proposal **tail = &said->proposals;
	while (*tail)
		tail = &(*tail)->next;
	*tail = proposal;
	said->text = text;
}

void
diagnostics_warn(struct diagnostics *diagnostics, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add(diagnostics, SEVERITY_WARNING, format, arguments);
	va_end(arguments);
}

/* ---- how many are printed ---- */

enum { OF_A_KIND = 20 };

/* Messages of one kind and severity. */
struct kind {
	const struct diagnostic *first;
	struct diagnostic *last; /* that stays */
	size_t count;
	struct kind *next;
};

/* Its kind, counted; NULL without memory. */
static struct kind *
count_kind(struct kind **kinds, struct diagnostic *said, struct arena *arena)
{
	struct kind *kind = *kinds;
	while (kind && (kind->first->kind != said->kind ||
			   kind->first->severity != said->severity))
		kind = kind->next;
	if (!kind) {
		kind = arena_allocate(arena, 1, sizeof *kind);
		if (!kind)
			return NULL;
		kind->first = said;
		kind->next = *kinds;
		*kinds = kind;
	}
	if (++kind->count <= OF_A_KIND)
		kind->last = said;
	return kind;
}

static void
say_how_many_more(struct diagnostics *diagnostics, const struct kind *kind)
{
	size_t more = kind->count - OF_A_KIND;
	struct diagnostic *said =
	    arena_allocate(diagnostics->arena, 1, sizeof *said);
	const char *text = arena_format(diagnostics->arena,
	    language_count(diagnostics->language, "… and %zu more like this",
		"… and %zu more like these", more),
	    more);
	if (!said)
		return;
	*said = (struct diagnostic){ .severity = kind->first->severity,
		.text = text ? text : "out of memory",
		.next = kind->last->next };
	said->words = said->text;
	kind->last->next = said;
	if (diagnostics->last == kind->last)
		diagnostics->last = said;
}

void
diagnostics_bound(struct diagnostics *diagnostics)
{
	struct kind *kinds = NULL;
	struct diagnostic **place = &diagnostics->first;
	diagnostics->last = NULL;
	while (*place) {
		struct diagnostic *said = *place;
		const struct kind *kind =
		    count_kind(&kinds, said, diagnostics->arena);
		if (kind && kind->count > OF_A_KIND) {
			*place = said->next;
			continue;
		}
		diagnostics->last = said;
		place = &said->next;
	}
	for (const struct kind *kind = kinds; kind; kind = kind->next)
		if (kind->count > OF_A_KIND)
			say_how_many_more(diagnostics, kind);
}
