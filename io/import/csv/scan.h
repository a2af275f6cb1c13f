/* The structural scanner: where cells and rows end, for many bytes at once.
 *
 * It takes only what is plainly well formed; everything else is `odd` and goes
 * to the careful reader (csv/reader.h), which is the judge. Quotes are resolved
 * 64 bytes at a time by a prefix XOR, after G. Langdale and D. Lemire, "Parsing
 * gigabytes of JSON per second" (2019); UTF-8 is checked by the tables of J.
 * Keiser and D. Lemire, "Validating UTF-8 in less than one instruction per
 * byte" (2021). */
#ifndef IO_IMPORT_CSV_SCAN_H
#define IO_IMPORT_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that must be readable behind a span; their content does not matter. */
enum { SCAN_PADDING = 64 };

/* Where things stand in a span of bytes. Each array has room for as many
 * entries as the span has bytes, and SCAN_SLACK more. */
enum { SCAN_SLACK = 64 };
struct scan_marks {
	uint32_t *ends;  /* cells' ends: delimiters and line feeds */
	uint32_t *rows;  /* indices into ends: the rows' line feeds */
	uint32_t *inner; /* line feeds within quotes */
	size_t end_count, row_count, inner_count;
};

/* What is counted in a span: enough to cut it at a record's end. */
struct scan_counts {
	uint64_t quotes;
	uint64_t line_ends; /* LF, CRLF, or CR alone */
};

struct scan_kernel {
	const char *name;
	/* Marks a span that begins and ends with a row. False if it is odd: a
	 * quote within an unquoted cell, text behind a closing quote, a quote
	 * that is never closed, a CR without LF, a NUL. */
	bool (*mark)(const char *bytes, size_t length, char delimiter,
	    struct scan_marks *marks);
	struct scan_counts (*count)(const char *bytes, size_t length);
	/* Is it UTF-8, as Unicode defines it? */
	bool (*is_utf8)(const char *bytes, size_t length);
};

/* The kernels that this processor can run, the fastest first; the last one is
 * portable C. */
const struct scan_kernel *const *scan_kernels(size_t *count);

#endif
