/* Where a table for people goes. A terminal has a width; and what is longer
 * than its screen goes through $PAGER, if the user has one. */
#ifndef IO_CLI_PAGE_H
#define IO_CLI_PAGE_H

#include <stddef.h>
#include <stdio.h>

/* The columns of the terminal; where it does not tell, of $COLUMNS, or 80. */
int page_columns(void);

/* The columns that a line written to `to` may take; 0: any number, because it
 * is not the standard output on a terminal. */
int page_width(FILE *to);

/* The stream to write so many lines to: `to` itself, or a pager if `to` is the
 * standard output on a terminal that is too low for them. page_end waits until
 * the user has left the pager; what was not read by then is dropped. */
FILE *page_begin(FILE *to, size_t lines);
void page_end(FILE *page, FILE *to);

#endif
