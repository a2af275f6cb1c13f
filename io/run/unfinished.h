/* What lies on the disk before it is whole: files under names of their own in
 * the folder of the outputs, and temporary folders (scratch.h). It is removed
 * when its command fails, and when SIGINT, SIGTERM, SIGHUP, SIGQUIT or SIGPIPE
 * ends the program; a process that writes for us is ended first.
 *
 * Between unfinished_hold and unfinished_release, which may be nested, a signal
 * waits: there files are made, take their names and are removed. Only the main
 * thread does that. */
#ifndef IO_RUN_UNFINISHED_H
#define IO_RUN_UNFINISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "engine/base/status.h"

/* A folder with files that are not whole. */
struct unfinished {
	int descriptor;     /* of the folder, open as long as this is known */
	const char *prefix; /* of the names of these files; "": all of them */
	/* The folder's path, and how much of it was there before: what was made
	 * is removed once it is empty. */
	char *path;
	size_t kept;
	struct unfinished *next;
};

void unfinished_hold(void);
void unfinished_release(void);

/* From now on a signal removes it; until it is removed or forgotten. */
void unfinished_add(struct unfinished *unfinished);
void unfinished_forget(struct unfinished *unfinished);
void unfinished_remove(struct unfinished *unfinished);

/* In a signal handler that ends the program: removes all of it, and ends the
 * process that writes. False while unfinished_hold keeps signals away; nothing
 * has been done then. */
bool unfinished_remove_all(void);

/* Removes the files of a folder whose names begin with `prefix`. Is none left?
 */
bool unfinished_sweep(int folder, const char *prefix);

/* Makes a process that writes for us, as fork does. It ends when its parent
 * does, and by a signal of its own like any other program. */
pid_t unfinished_fork(void);

/* Waits for its end, which waitpid says. */
int unfinished_wait(pid_t child);

#endif
