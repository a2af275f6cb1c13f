/* The dialect of a file: its encoding, where its rows begin, and what separates
 * their cells. */
#ifndef IO_IMPORT_BYTES_DIALECT_H
#define IO_IMPORT_BYTES_DIALECT_H

#include "io/import/bytes/file.h"

/* What is known of a file's dialect before it is looked at. */
struct dialect_declared {
	const char *encoding; /* NULL: found out */
	char delimiter;       /* 0: found out */
	const char *table;    /* the key of kpi.yaml that a message names */
};

struct dialect {
	const char *encoding;
	bool encoding_guessed;
	bool encoding_assumed;        /* only its beginning was looked at */
	char delimiter;               /* of `,`, `;`, tab and `|` */
	const char *delimiter_source; /* "declared", "sep= line" or "" */
	/* The rows begin here, behind a line `sep=;`. */
	uint64_t begin_offset, begin_line;
};

/* Finds out what is not declared, and brings the file to UTF-8. A
 * line `sep=;` says what separates; else what stands most often in the first
 * record outside quotes does. A guessed encoding is warned of. With `trusting`
 * a file that begins as UTF-8 is taken for it (encoding_assumed). */
enum status dialect_find(struct dialect *dialect, struct file *file,
    const struct dialect_declared *declared, bool trusting,
    struct diagnostics *diagnostics);

/* "comma", "semicolon", "tab" or "bar". */
const char *dialect_delimiter_name(char delimiter);

#endif
