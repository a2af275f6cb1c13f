/* Tables of the page. */
#ifndef IO_EXPORT_HTML_TABLE_H
#define IO_EXPORT_HTML_TABLE_H

#include "io/export/html/grid.h"
#include "io/export/html/text.h"

/* A table in a box of its own, in which it may be wider than the page.
 * `caption` says what it is about, to those who cannot see where it stands. */
void html_table(struct html *html, const struct grid *grid,
    const struct block *block, struct text caption);

/* The text of a cell as its format shows it, escaped; with a link it is one if
 * the page has that sheet. */
void html_cell(struct html *html, const struct cell *cell);

#endif
