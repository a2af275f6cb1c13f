#include "io/cli/roff.h"

#include <stdbool.h>
#include <string.h>

static void
put(FILE *to, char character)
{
	static const char special[] = "\\-'^~`";
	static const char *const names[] = { "\\e", "\\-", "\\(aq", "\\(ha",
		"\\(ti", "\\(ga" };
	const char *found = character ? strchr(special, character) : NULL;
	if (found)
		fputs(names[found - special], to);
	else
		fputc(character, to);
}

/* A line of an example, or of a paragraph: there backticks make bold. */
static void
put_line(FILE *to, const char *line, size_t length, bool example)
{
	bool bold = false;
	if (length && (*line == '.' || *line == '\''))
		fputs("\\&", to); /* else it would be a request */
	for (size_t i = 0; i < length; i++) {
		if (line[i] != '`' || example) {
			put(to, line[i]);
			continue;
		}
		bold = !bold;
		fputs(bold ? "\\fB" : "\\fR", to);
	}
	fputs(bold ? "\\fR\n" : "\n", to);
}

void
roff_text(FILE *to, const char *text)
{
	put_line(to, text, strlen(text), false);
}

void
roff_paragraphs(FILE *to, const char *text)
{
	bool example = false, begins = true;
	while (*text) {
		size_t length = strcspn(text, "\n");
		bool indented = *text == ' ';
		if (indented != example)
			fputs(indented ? ".PP\n.EX\n" : ".EE\n.PP\n", to);
		else if (length == 0)
			fputs(begins ? "" : ".PP\n", to);
		example = indented;
		if (length)
			put_line(to, text, length, example);
		begins = length == 0;
		text += length + (text[length] == '\n');
	}
	if (example)
		fputs(".EE\n", to);
}

void
roff_section(FILE *to, const char *heading)
{
	fputs(".SH ", to);
	roff_text(to, heading);
}

void
roff_item(FILE *to, const char *name, const char *argument, const char *text)
{
	fputs(".TP\n\\fB", to);
	for (; *name; name++)
		put(to, *name);
	fputs("\\fR", to);
	if (argument) {
		fputs(" \\fI", to);
		for (; *argument; argument++)
			put(to, *argument);
		fputs("\\fR", to);
	}
	fputc('\n', to);
	roff_text(to, text);
}
