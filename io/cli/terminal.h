/* What goes to a terminal, or may go there.
 *
 * Names, cells, file names, keys and arguments come from others, and a terminal
 * obeys some characters instead of showing them: an escape sequence rewrites
 * what was printed before, a mark of direction turns a line around. Here each
 * control and format character is shown as U+FFFD, and so is each that cannot be
 * seen, and each byte that is not UTF-8; tabs and line breaks become spaces. What is meant for programs
 * (CSV and JSON into a file or a pipe) does not come by here. */
#ifndef IO_CLI_TERMINAL_H
#define IO_CLI_TERMINAL_H

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/text.h"

/* A name or a cell, on one line. */
void terminal_put(FILE *to, struct text text);

/* Is it shown as it is, character for character? */
bool terminal_shows(struct text text);

/* The columns that terminal_put takes for it. */
int terminal_width(struct text text);

/* The longest beginning of it that takes at most `width` columns. */
struct text terminal_cut(struct text text, int width);

/* Spaces: `count` of them, none if that is negative. */
void terminal_pad(FILE *to, int count);

/* terminal_put, then spaces up to `width` columns. */
void terminal_put_padded(FILE *to, struct text text, int width);

/* A text in lines of `width` columns, each but the first from column `indent`
 * on, where the first is to begin, too; and a line feed. */
void terminal_put_wrapped(FILE *to, struct text text, int indent, int width);

/* Bytes that are lines: line feeds stay. */
void terminal_write(FILE *to, const char *bytes, size_t length);

/* printf of lines: what it makes goes the way of terminal_write. The format is a
 * message, which is said in the language of io/locale. */
void terminal_print(FILE *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void terminal_vprint(FILE *to, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Can it show more than ASCII, as the environment says (LC_ALL, LC_CTYPE, LANG,
 * TERM)? */
bool terminal_knows_unicode(void);

/* Was anything left out because memory ran out? */
bool terminal_failed(void);

#endif
