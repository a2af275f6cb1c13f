#define _DEFAULT_SOURCE /* flock */

#include "io/run/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

/* The folder that is locked, and the one for files in it: who writes them may
 * lock that. */
#define SCRATCH_PREFIX ".kpi-scratch-"
#define SCRATCH_FILES "files"

enum {
	ATTEMPTS = 100,
	FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
};

/* ---- what the dead have left ---- */

/* Removes a folder of this user's that nobody holds; what hinders that does not
 * matter here. */
static void
remove_dead(int base, const char *name)
{
	struct stat found;
	int folder = openat(base, name, FOLDER_FLAGS);
	if (folder >= 0 && fstat(folder, &found) == 0 &&
	    found.st_uid == geteuid() &&
	    flock(folder, LOCK_EX | LOCK_NB) == 0) {
		int files = openat(folder, SCRATCH_FILES, FOLDER_FLAGS);
		if (files >= 0) {
			unfinished_sweep(files, "");
			close(files);
		}
		unlinkat(folder, SCRATCH_FILES, AT_REMOVEDIR);
		unlinkat(base, name, AT_REMOVEDIR);
	}
	if (folder >= 0)
		close(folder);
}

static void
sweep(const char *base)
{
	const struct dirent *entry;
	DIR *directory = opendir(base);
	while (directory && (entry = readdir(directory)))
		if (strncmp(entry->d_name, SCRATCH_PREFIX,
			strlen(SCRATCH_PREFIX)) == 0)
			remove_dead(dirfd(directory), entry->d_name);
	if (directory)
		closedir(directory);
}

/* ---- a new one ---- */

/* Makes the folder of that pattern, which is to end with XXXXXX, locks it and
 * makes the one for files: 0 or errno. ENOENT: another command took it for a
 * dead one's before it was locked. `path` has room for its name. */
static int
make(struct scratch *scratch, char *path)
{
	struct unfinished *unfinished = &scratch->unfinished;
	char *end = path + strlen(path);
	if (!mkdtemp(path))
		return errno;
	scratch->lock = open(path, FOLDER_FLAGS);
	int error = scratch->lock < 0 ? errno : 0;
	while (!error && flock(scratch->lock, LOCK_EX) != 0)
		error = errno == EINTR ? 0 : errno;
	if (!error && mkdirat(scratch->lock, SCRATCH_FILES, 0700) != 0)
		error = errno;
	if (!error) {
		unfinished->descriptor =
		    openat(scratch->lock, SCRATCH_FILES, FOLDER_FLAGS);
		error = unfinished->descriptor < 0 ? errno : 0;
	}
	if (error) {
		unlinkat(scratch->lock, SCRATCH_FILES, AT_REMOVEDIR);
		rmdir(path);
		if (scratch->lock >= 0)
			close(scratch->lock);
		return error;
	}
	memcpy(end, "/" SCRATCH_FILES, sizeof "/" SCRATCH_FILES);
	unfinished_add(unfinished);
	return 0;
}

enum status
scratch_make(struct scratch *scratch, struct arena *arena,
    struct diagnostics *diagnostics)
{
	static const char pattern[] = "/" SCRATCH_PREFIX "XXXXXX";
	const char *given = getenv("TMPDIR");
	const char *base = given && *given ? given : "/tmp";
	size_t length = strlen(base);
	int error = ENOENT;
	*scratch = (struct scratch){ .unfinished = { .descriptor = -1,
					 .prefix = "",
					 .kept = length },
		.lock = -1 };
	char *path = arena_allocate(
	    arena, length + sizeof pattern + sizeof SCRATCH_FILES, 1);
	if (!path)
		return diagnostics_no_memory(diagnostics);
	scratch->unfinished.path = path;
	unfinished_hold();
	sweep(base);
	for (int i = 0; i < ATTEMPTS && error == ENOENT; i++) {
		memcpy(path, base, length);
		memcpy(path + length, pattern, sizeof pattern);
		error = make(scratch, path);
	}
	unfinished_release();
	return error ? diagnostics_fail(diagnostics, STATUS_OUTPUT,
			   "cannot make a folder in %s: %s (TMPDIR names "
			   "another place)",
			   base, locale_error(error))
		     : STATUS_OK;
}

void
scratch_remove(struct scratch *scratch)
{
	unfinished_remove(&scratch->unfinished);
	close(scratch->unfinished.descriptor);
	close(scratch->lock);
}
