/* An answer brought to where the user wants it: standard output, or a file
 * that appears complete or not at all. */
#ifndef IO_CLI_QUERY_PRINT_H
#define IO_CLI_QUERY_PRINT_H

#include "io/cli/query/answer.h"
#include "io/cli/session.h"

struct printing {
	struct session *session;
	enum answer_format format;
	FILE *to; /* where rows go */
	/* Kept until the end when the answer goes to a file. */
	char *bytes;
	size_t length;
};

/* The file that --out and --format ask for. */
struct writes print_writes(
    const struct options *options, enum answer_format format);

/* Opens what --out and --format say. STATUS_OK or STATUS_MEMORY. */
enum status print_begin(struct printing *printing, struct session *session,
    enum answer_format format);

/* Adds to the report of an answer's workbook, whose first sheet the answer is.
 */
struct report;
typedef void print_more(
    void *context, const struct answer *answer, struct report *report);

/* Delivers: closes the file, or writes the workbook of the answer, to which
 * `more` (NULL: nothing) adds. STATUS_OUTPUT is said. */
enum status print_end(struct printing *printing, const struct answer *answer,
    print_more *more, void *context);

#endif
