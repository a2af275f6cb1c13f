/* The files of a folder change all together or not at all.
 *
 * What is new is complete beside the old, as CHANGE_WRITING + name, and on the
 * disk. Then a journal says, on the disk too, which names change; the old files
 * step aside, as CHANGE_BEFORE + name; the new ones take their names; the
 * journal becomes CHANGE_DONE, which is the moment at which the new files
 * count; and what stepped aside is removed. Up to that moment every failure
 * brings the old files back, and after a kill or a power cut the next command
 * that opens the folder does. A folder that has a journal is never read.
 *
 * A journal may be foreign. It is followed only if it is this user's own
 * regular file, its names stay in the folder and are those that a command
 * changes together, and a file that would be removed
 * or replaced has the digest that it gives. */
#ifndef IO_RUN_CHANGE_H
#define IO_RUN_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/status.h"

#define CHANGE_WRITING ".kpi-writing-"
#define CHANGE_BEFORE ".kpi-before-"

/* What becomes of a name. */
struct change_step {
	const char *name;
	bool removes;    /* the file goes, and none takes its place */
	bool replaces;   /* set by change_make: an older file steps aside */
	char sha256[65]; /* of the new file, or of the one that goes */
};

struct change {
	int folder; /* open and locked */
	const char *path;
	struct change_step *steps;
	size_t count;
	struct diagnostics *diagnostics;
};

/* Locks a folder against other writers, or waits a moment for one that is
 * ending: 0, or an errno (EWOULDBLOCK: another command is writing there). */
int change_lock(int folder);

/* Changes the folder, in which all new files are complete and on the disk.
 * STATUS_OUTPUT or STATUS_MEMORY: everything is as it was. */
enum status change_make(const struct change *change);

/* In a folder that the caller has locked: brings back the old files if a change
 * was cut off, and removes what a killed command left. STATUS_OUTPUT if that
 * cannot be done, and why. */
enum status change_settle(
    int folder, const char *path, struct diagnostics *diagnostics);

/* The same before a folder is read; one in which nothing was cut off, or which
 * is sealed, is only looked at. STATUS_INPUT: it cannot be brought in order by
 * this user, or another command is writing there. */
enum status change_settle_to_read(
    const char *path, struct diagnostics *diagnostics);

#endif
