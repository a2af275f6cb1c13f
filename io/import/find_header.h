/* Where the header of a file stands, and what separates its cells. A title
 * above the header says nothing about either. */
#ifndef IO_IMPORT_FIND_HEADER_H
#define IO_IMPORT_FIND_HEADER_H

#include "io/import/bytes/dialect.h"
#include "io/import/reading.h"
#include "io/import/rows/header_search.h"

/* Reads the first rows of the file until `search`, whose questions are filled
 * in, has found the header: its line; 0 in a file without rows, UINT64_MAX if
 * all are above it by `skip_rows`. Where nothing says what separates cells, and
 * what `dialect` has seen in the first row gives no header, the other
 * delimiters are tried, and that of the header is put into dialect and reader.
 * The reader is left where it was. STATUS_OK or STATUS_MEMORY, said; what else
 * goes wrong does so again when the file is read. */
enum status find_header(struct reading *reading, struct dialect *dialect,
    struct header_search *search, uint64_t *line);

#endif
