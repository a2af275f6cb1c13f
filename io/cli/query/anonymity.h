/* Few raters stay anonymous: of a metric that tells what single people said,
 * the number of a group with fewer than `coordination.min_raters` raters
 * (engine/model/raters.h) is blank, and so is one from which that number could
 * be worked out. */
#ifndef IO_CLI_QUERY_ANONYMITY_H
#define IO_CLI_QUERY_ANONYMITY_H

#include "io/cli/query/breakdown.h"

/* Blanks such numbers of a metric in a period, which have been computed: value
 * and interval, reference, change and p; flags becomes FLAG_HIDDEN. A group
 * whose reference alone has too few raters keeps its value. STATUS_OK or
 * STATUS_MEMORY. */
enum status anonymity_blank(const struct breakdown *breakdown, size_t view,
    size_t metric, struct arena *scratch);

/* May the question be answered at all? Not if it takes answers apart by their
 * score, so that n tells the score; that is said then. */
bool anonymity_allows(
    const struct question *question, const struct definitions *definitions);

/* How many numbers in the lines shown are hidden. */
size_t anonymity_count(const struct breakdown *breakdown);

#endif
