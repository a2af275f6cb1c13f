/* An answer brought to where the user wants it: standard output, or a file
 * that appears complete or not at all. */
#ifndef IO_CLI_QUERY_PRINT_H
#define IO_CLI_QUERY_PRINT_H

#include "io/cli/delivery.h"
#include "io/cli/query/answer.h"
#include "io/cli/session.h"

struct printing {
	struct session *session;
	enum answer_format format;
	struct delivery delivery; /* not of a workbook */
	struct values values;     /* rows go here */
	bool expanded;            /* of a table: a line a cell */
};

/* The file that --out and --format ask for. */
struct writes print_writes(
    const struct options *options, enum answer_format format);

/* Opens what --out and --format say; errors are said in the diagnostics. The
 * caller begins `values` and fills it, or, for a table made by other means,
 * writes lines to delivery.to. */
enum status print_begin(struct printing *printing, struct session *session,
    enum answer_format format);

/* Are the rows held in memory until the last has come? */
bool print_holds(const struct printing *printing);

/* Adds to the report of an answer's workbook, whose first sheet the answer is.
 */
struct report;
typedef void print_more(
    void *context, const struct values *values, struct report *report);

/* With STATUS_OK delivers: the rows, or the workbook made of them, to which
 * `more` (NULL: nothing) adds. With the status of a failure drops what can be
 * dropped. That status, or what went wrong here; what is in the diagnostics is
 * said. */
enum status print_end(struct printing *printing, enum status status,
    print_more *more, void *context);

#endif
