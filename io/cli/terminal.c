#include "io/cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>
#include <uniwidth.h>

#include "io/locale/locale.h"
#include "io/run/unseen.h"

/* A character as it is shown. */
struct shown {
	const char *bytes;
	size_t length; /* of what is shown */
	size_t taken;  /* bytes of the text that it stands for */
	int width;
};

static bool out_of_memory;

/* The first character of `text`, which is not empty. */
static struct shown
first_of(struct text text, bool lines)
{
	static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */
	const struct shown unknown = { replacement, sizeof replacement - 1, 1,
		1 };
	ucs4_t character;
	if (strchr("\t\n\r", *text.data) && *text.data)
		return lines && *text.data == '\n'
			   ? (struct shown){ "\n", 1, 1, 0 }
			   : (struct shown){ " ", 1, 1, 1 };
	int taken =
	    u8_mbtoucr(&character, (const uint8_t *)text.data, text.length);
	if (taken < 1)
		return unknown;
	struct shown shown = { text.data, (size_t)taken, (size_t)taken, 0 };
	if (unseen_is(character)) {
		shown = unknown;
		shown.taken = (size_t)taken;
		return shown;
	}
	int width = uc_width(character, "UTF-8");
	shown.width = width > 0 ? width : 0;
	return shown;
}

static struct text
behind(struct text text, size_t taken)
{
	return (struct text){ text.data + taken, text.length - taken };
}

/* Collects the text in pieces, because stderr has no buffer and each fwrite
 * would be a system call. */
static void
write_shown(FILE *to, struct text text, bool lines)
{
	char piece[1000];
	size_t used = 0;
	while (text.length) {
		struct shown shown = first_of(text, lines);
		if (used + shown.length > sizeof piece) {
			fwrite(piece, 1, used, to);
			used = 0;
		}
		memcpy(piece + used, shown.bytes, shown.length);
		used += shown.length;
		text = behind(text, shown.taken);
	}
	fwrite(piece, 1, used, to);
}

void
terminal_put(FILE *to, struct text text)
{
	write_shown(to, text, false);
}

bool
terminal_shows(struct text text)
{
	for (; text.length; text = behind(text, first_of(text, false).taken))
		if (first_of(text, false).bytes != text.data)
			return false;
	return true;
}

int
terminal_width(struct text text)
{
	int width = 0;
	while (text.length) {
		struct shown shown = first_of(text, false);
		width += shown.width;
		text = behind(text, shown.taken);
	}
	return width;
}

struct text
terminal_cut(struct text text, int width)
{
	struct text rest = text;
	while (rest.length) {
		struct shown shown = first_of(rest, false);
		width -= shown.width;
		if (width < 0)
			break;
		rest = behind(rest, shown.taken);
	}
	return (struct text){ text.data, text.length - rest.length };
}

void
terminal_pad(FILE *to, int count)
{
	fprintf(to, "%*s", count > 0 ? count : 0, "");
}

void
terminal_put_padded(FILE *to, struct text text, int width)
{
	terminal_put(to, text);
	terminal_pad(to, width - terminal_width(text));
}

void
terminal_put_wrapped(FILE *to, struct text text, int indent, int width)
{
	int column = indent;
	while (text.length) {
		const char *space = memchr(text.data, ' ', text.length);
		struct text word = text;
		if (space)
			word.length = (size_t)(space - text.data);
		int columns = terminal_width(word);
		if (column > indent && column + 1 + columns >= width) {
			putc('\n', to);
			terminal_pad(to, column = indent);
		} else if (column > indent) {
			putc(' ', to);
			column++;
		}
		terminal_put(to, word);
		column += columns;
		text.data += word.length + (space != NULL);
		text.length -= word.length + (space != NULL);
	}
	putc('\n', to);
}

void
terminal_write(FILE *to, const char *bytes, size_t length)
{
	write_shown(to, (struct text){ bytes, length }, true);
}

void
terminal_vprint(FILE *to, const char *format, va_list arguments)
{
	char brief[1000], *bytes = brief;
	va_list again;
	format = _(format);
	va_copy(again, arguments);
	int length = vsnprintf(brief, sizeof brief, format, arguments);
	size_t size = length < 0 ? 0 : (size_t)length + 1;
	if (size > sizeof brief && (bytes = malloc(size)))
		vsnprintf(bytes, size, format, again);
	va_end(again);
	if (size == 0 || !bytes)
		out_of_memory = true;
	else
		terminal_write(to, bytes, size - 1);
	if (bytes != brief)
		free(bytes);
}

void
terminal_print(FILE *to, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	terminal_vprint(to, format, arguments);
	va_end(arguments);
}

bool
terminal_failed(void)
{
	return out_of_memory;
}

/* `vi_VN.UTF-8`, `C.utf8@x` */
static bool
names_utf8(const char *locale)
{
	const char *dot = strchr(locale, '.');
	return dot && (strncasecmp(dot + 1, "utf-8", 5) == 0 ||
			  strncasecmp(dot + 1, "utf8", 4) == 0);
}

bool
terminal_knows_unicode(void)
{
	const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *term = getenv("TERM");
	if (term && strcmp(term, "dumb") == 0)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return names_utf8(value);
	}
	return false;
}
