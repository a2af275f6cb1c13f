/* kpi run --team and --lead: a part of a run, for those whom it is about. */
#ifndef IO_CLI_EXTRACT_H
#define IO_CLI_EXTRACT_H

#include "io/cli/session.h"

/* Is only a part wanted? */
bool extract_is_wanted(const struct options *options);

/* Replaces the results and the pay of a session, which were analysed, by those
 * of the team or lead that its options name (metrics/analysis/extract.h). The
 * data set stays whole. STATUS_USAGE, said with the nearest name, where there
 * is no such team or lead; STATUS_MEMORY. */
enum status extract_take(struct session *session);

#endif
