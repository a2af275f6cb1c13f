/* A temporary folder, below TMPDIR or /tmp, that only this user can read: what
 * lies there is of pay. It goes with its command, and by a signal
 * (unfinished.h); one that SIGKILL or a power cut has left goes with the next
 * command that makes one. Its owner is alive as long as somebody holds its
 * lock, whatever the number of its process is in another container. */
#ifndef IO_RUN_SCRATCH_H
#define IO_RUN_SCRATCH_H

#include "io/run/unfinished.h"

struct scratch {
	struct unfinished unfinished; /* its path: where files are made */
	int lock;
};

/* Removes what dead commands have left, and makes the folder. It is closed and
 * removed with scratch_remove. STATUS_OUTPUT says why there is none. */
enum status scratch_make(struct scratch *scratch, struct arena *arena,
    struct diagnostics *diagnostics);
void scratch_remove(struct scratch *scratch);

#endif
