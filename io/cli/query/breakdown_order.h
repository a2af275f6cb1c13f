/* In which order the lines of a breakdown are shown, and which of them. */
#ifndef IO_CLI_QUERY_BREAKDOWN_ORDER_H
#define IO_CLI_QUERY_BREAKDOWN_ORDER_H

#include "io/cli/query/breakdown.h"

/* Fills breakdown->lines. Groups go by their values' bytes, dimension by
 * dimension, or by --sort as of the last period; --top keeps the first, for
 * all periods the same. Totals come last of their period. An error in --sort
 * is said. STATUS_OK, STATUS_USAGE or STATUS_MEMORY. */
enum status breakdown_order(struct breakdown *breakdown, struct arena *arena);

#endif
