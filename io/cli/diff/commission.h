/* Why a record brings somebody another commission, beside what its own row and
 * its splits say: the level of the person, the ladder, other amounts of the
 * sum, the cap, and what is taken back. */
#ifndef IO_CLI_DIFF_COMMISSION_H
#define IO_CLI_DIFF_COMMISSION_H

#include "io/cli/diff/observations.h"

/* In words; "" where none of these moved it. `said`: the reasons before this
 * say why the person's amount is another one. NULL without memory. */
const char *diff_commission_reason(
    const struct diff *diff, const struct observation_pair *pair, bool said);

#endif
