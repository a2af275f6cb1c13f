/* A plan that hangs much on a metric in which managers hardly differ beyond
 * chance pays for luck. */
#ifndef IO_CLI_SAY_UNRELIABLE_H
#define IO_CLI_SAY_UNRELIABLE_H

#include "io/cli/session.h"

/* Adds an assumption for each metric with a reliability below 0.5 that weighs
 * 20 or more in a plan by which somebody is judged, on their own value other
 * than shrunk: said at the end of the run, on the first sheet and in run.json.
 * The session has its results and pay. STATUS_OK or STATUS_MEMORY, said. */
enum status say_unreliable(struct session *session);

#endif
