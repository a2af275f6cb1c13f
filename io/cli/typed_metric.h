/* The metric that is meant: by its id or its label in either language, as
 * typed_name.h has it. */
#ifndef IO_CLI_TYPED_METRIC_H
#define IO_CLI_TYPED_METRIC_H

#include "io/cli/typed_name.h"

enum { METRICS_MOST = 64 }; /* there are fewer, and `also` */

/* An index of metrics_table; metrics_count for `also`, which may be meant, too;
 * TYPED_SAID where the error has been said. As typed_name_choose. */
size_t typed_metric(const char *option, struct text typed,
    const struct typed_choice *also, bool quiet);

/* Is this text, as a whole, the id or label of a metric? Labels may have
 * commas. Its index; TYPED_NOBODY if it is none. */
size_t typed_metric_named(struct text typed);

#endif
