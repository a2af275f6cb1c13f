/* What `kpi check` found, for programs: the same lines, names, messages and
 * block for kpi.yaml that it shows to people, as one JSON object. */
#ifndef IO_CLI_JSON_READINGS_H
#define IO_CLI_JSON_READINGS_H

#include "io/cli/session.h"

/* Prints it to standard output. `said` are the messages of the import, `block`
 * what proposals_merge made of them, `status` how it ended. STATUS_OK,
 * STATUS_MEMORY or STATUS_OVERFLOW, said in the diagnostics. */
enum status json_readings_print(struct session *session,
    const struct diagnostic *said, const char *block, enum status status);

#endif
