/* A temporary folder for a test, below TMPDIR or, without one, /tmp. */
#ifndef TESTS_UNIT_FOLDER_H
#define TESTS_UNIT_FOLDER_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	FOLDER_SIZE = 400,
	/* Of a file in it, whose name has up to 99 bytes. */
	FOLDER_PATH_SIZE = FOLDER_SIZE + 100
};

/* Makes the folder and writes its path: is it there? The caller removes it,
 * with rmdir(), when it is empty again. */
static inline bool
folder_make(char path[FOLDER_SIZE])
{
	const char *base = getenv("TMPDIR");
	int length = snprintf(path, FOLDER_SIZE, "%s/kpi-test-XXXXXX",
	    base && *base ? base : "/tmp");
	return length > 0 && length < FOLDER_SIZE && mkdtemp(path);
}

#endif
