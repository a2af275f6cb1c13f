/* What goes into the page: markup as it is, texts so that they stay texts. */
#ifndef IO_EXPORT_HTML_TEXT_H
#define IO_EXPORT_HTML_TEXT_H

#include "io/export/report/report.h"
#include "io/run/output.h"

struct grid;

/* A page in the making. */
struct html {
	struct output *output;
	const struct report *report;
	struct grid *grids; /* of the sheets, in order */
	unsigned ids;       /* that elements have got so far */
};

/* Markup of this program. */
void html_raw(struct html *html, const char *markup);
void html_format(struct html *html, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A text of the data, in an element or between the quotes of an attribute:
 * what HTML reads as markup is escaped; control characters, and those that turn
 * the direction of what follows them, are named: [U+202E]. */
void html_text(struct html *html, struct text text);
void html_string(struct html *html, const char *text);

#endif
