/* The answer to a question as numbers: an estimate for each period, group and
 * metric, in the order in which they are shown. */
#ifndef IO_CLI_QUERY_BREAKDOWN_H
#define IO_CLI_QUERY_BREAKDOWN_H

#include "io/cli/query/gather.h"

/* One number. */
struct number {
	struct estimate estimate;
	struct quantity reference, change;
	struct optional p;
	bool shown; /* not left out by --min-n */
};

/* One line: a group in a period. `group` is group_count for the total. */
struct line {
	size_t view;
	uint32_t group;
};

struct breakdown {
	const struct question *question;
	const struct gathered *gathered;
	size_t group_count;     /* without the total */
	struct number *numbers; /* by view, group (the total last), metric */
	struct line *lines;
	size_t line_count;
	size_t left_out;    /* numbers that --min-n left out */
	uint32_t largest_n; /* of those */
};

/* Computes and orders. An error in --sort is said. STATUS_OK, STATUS_USAGE,
 * STATUS_MEMORY or STATUS_OVERFLOW. */
enum status breakdown_make(struct breakdown *breakdown,
    const struct question *question, const struct gathered *gathered,
    struct arena *arena);

struct number *breakdown_number(const struct breakdown *breakdown, size_t view,
    uint32_t group, size_t metric);

/* The text of a dimension on a line: empty where blank, `*` of the total. */
struct text breakdown_cell(const struct breakdown *breakdown,
    const struct line *line, size_t dimension);

#endif
