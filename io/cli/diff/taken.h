/* Why a credit or a contract that ended early takes back another commission. */
#ifndef IO_CLI_DIFF_TAKEN_H
#define IO_CLI_DIFF_TAKEN_H

#include "io/cli/diff/observations.h"

/* In words: how much, the settings that say so, contracts that refer to the one
 * whose earnings are taken back, and the largest change among those that were
 * paid together with it. `brought`: what the record earned the person in the
 * runs' own periods, which it takes back from. "" where nothing is taken back
 * otherwise; NULL without memory. */
const char *diff_taken_reason(const struct diff *diff,
    const struct observation_pair *pair, const char *manager,
    const struct rational brought[SIDES]);

#endif
