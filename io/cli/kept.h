/* What a run keeps for kpi diff, brought into its folder. */
#ifndef IO_CLI_KEPT_H
#define IO_CLI_KEPT_H

#include "io/cli/session.h"
#include "io/export/output.h"

/* Writes observations.csv and records.csv (io/export/kept.h). */
enum status kept_write(struct session *session, struct outputs *outputs);

#endif
