/* Texts of help as a page of the manual: what groff's man macros read. */
#ifndef IO_CLI_ROFF_H
#define IO_CLI_ROFF_H

#include <stdio.h>

/* A text in which every character means itself. What stands between backticks
 * is bold. */
void roff_text(FILE *to, const char *text);

/* Paragraphs as help has them: lines that begin with spaces are an example and
 * stay as they are; an empty line begins a paragraph. */
void roff_paragraphs(FILE *to, const char *text);

/* .SH, with a heading. */
void roff_section(FILE *to, const char *heading);

/* .TP: a name and, further in, what it means. `argument` (or NULL) stands
 * behind the name. */
void roff_item(
    FILE *to, const char *name, const char *argument, const char *text);

#endif
