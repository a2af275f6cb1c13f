#include "io/export/html/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

void
html_raw(struct html *html, const char *markup)
{
	output_text(html->output, markup);
}

void
html_format(struct html *html, const char *format, ...)
{
	char text[600];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	output_text(html->output, text);
}

static const char *
entity(ucs4_t character)
{
	switch (character) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Is the character to be named: one that a reader does not see, and that does
 * something to the others? */
static bool
is_named(ucs4_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	       (character >= 0x2028 && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069) ||
	       character == 0xfeff;
}

void
html_text(struct html *html, struct text text)
{
	const uint8_t *at = (const uint8_t *)text.data;
	size_t left = text.length;
	while (left) {
		ucs4_t character;
		int bytes = u8_mbtouc(&character, at, left);
		const char *escaped = entity(character);
		if (escaped)
			html_raw(html, escaped);
		else if (is_named(character))
			html_format(html, "[U+%04X]", (unsigned)character);
		else if (character == 0xfffd) /* also for invalid bytes */
			html_raw(html, "\xef\xbf\xbd");
		else
			output_write(
			    html->output, (const char *)at, (size_t)bytes);
		at += bytes;
		left -= (size_t)bytes;
	}
}

void
html_string(struct html *html, const char *text)
{
	html_text(html, text_of(text));
}
