/* The journal of a change (change.h), as a file in its folder. */
#ifndef IO_RUN_JOURNAL_H
#define IO_RUN_JOURNAL_H

#include "io/run/change.h"

#define CHANGE_JOURNAL ".kpi-change"

/* Names that mean nothing any more: what is not a whole journal yet, and one
 * whose change is done. */
#define CHANGE_PREFIX ".kpi-change-"
#define CHANGE_NEW CHANGE_PREFIX "new"
#define CHANGE_DONE CHANGE_PREFIX "done"

/* Writes it, and brings it to the disk with the folder: 0 or errno. */
int journal_write(int folder, const struct change *change);

/* Reads it; the steps live in `arena`. False without a journal, and then *why
 * is NULL; or if it is none to be followed, and then that says why. */
bool journal_read(int folder, struct change_step **steps, size_t *count,
    const char **why, struct arena *arena);

#endif
