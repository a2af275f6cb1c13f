/* What the two forms of --true-up share. */
#ifndef IO_CLI_DIFF_TRUE_UP_H
#define IO_CLI_DIFF_TRUE_UP_H

#include "io/cli/diff/diff.h"

/* Can amounts of one run be subtracted from those of the other? STATUS_INPUT or
 * STATUS_USAGE says why not. */
enum status diff_check_true_up(const struct diff *diff);

/* Why an amount differs: `kpi_bonus +1200000: revenue value … (records)`, and
 * of a total or of what is due each of its parts. NULL without memory. */
const char *diff_say_amount(
    const struct diff *diff, const struct difference *amount);
const char *diff_say_reason(
    const struct diff *diff, const struct difference *total);

#endif
