#define _DEFAULT_SOURCE /* flock */

#include "io/run/change.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"
#include "io/run/folder.h"
#include "io/run/journal.h"
#include "io/run/names.h"
#include "io/run/read.h"
#include "io/run/unfinished.h"

enum { NAME_BYTES = 512 };

int
change_lock(int folder)
{
	/* A process that its killed parent has left ends at once, but not
	 * before we look. */
	const struct timespec moment = { .tv_nsec = 10 * 1000 * 1000 };
	for (int i = 0; flock(folder, LOCK_EX | LOCK_NB) != 0; i++) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK || i >= 100)
			return errno;
		nanosleep(&moment, NULL);
	}
	return 0;
}

static bool
is_there(int folder, const char *name)
{
	struct stat found;
	return fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Renames PREFIX+NAME to PREFIX+NAME: 0 or errno. */
static int
rename_step(int folder, const char *from, const char *to, const char *name)
{
	char old[NAME_BYTES], new[NAME_BYTES];
	snprintf(old, sizeof old, "%s%s", from, name);
	snprintf(new, sizeof new, "%s%s", to, name);
	return renameat(folder, old, folder, new) == 0 ? 0 : errno;
}

static bool
has_stepped_aside(int folder, const struct change_step *step)
{
	char name[NAME_BYTES];
	snprintf(name, sizeof name, CHANGE_BEFORE "%s", step->name);
	return is_there(folder, name);
}

static bool
is_still_beside(int folder, const struct change_step *step)
{
	char name[NAME_BYTES];
	snprintf(name, sizeof name, CHANGE_WRITING "%s", step->name);
	return is_there(folder, name);
}

/* ---- back ---- */

/* Brings back what one step changed: 0 or errno. May be done twice. */
static int
undo_step(int folder, const struct change_step *step)
{
	if (step->removes || step->replaces) {
		int error = rename_step(folder, CHANGE_BEFORE, "", step->name);
		return error == ENOENT ? 0 : error;
	}
	if (is_still_beside(folder, step) ||
	    unlinkat(folder, step->name, 0) == 0 || errno == ENOENT)
		return 0;
	return errno;
}

/* Brings all of the old back and ends the journal: 0 or errno. An error of the
 * disk alone does not keep the files from being the old ones. */
static int
undo(int folder, const struct change_step *steps, size_t count)
{
	for (size_t i = count; i-- > 0;) {
		int error = undo_step(folder, &steps[i]);
		if (error)
			return error;
	}
	(void)fsync(folder);
	if (unlinkat(folder, CHANGE_JOURNAL, 0) != 0 && errno != ENOENT)
		return errno;
	(void)fsync(folder);
	return 0;
}

/* ---- forward ---- */

/* Each old file steps aside, each new one takes its name. *at is the step that
 * failed. */
static int
take_places(const struct change *change, const struct change_step **at)
{
	int error = 0;
	for (size_t i = 0; i < change->count && !error; i++) {
		const struct change_step *step = &change->steps[i];
		*at = step;
		if (step->removes || step->replaces)
			error = rename_step(
			    change->folder, "", CHANGE_BEFORE, step->name);
		if (!error && !step->removes)
			error = rename_step(
			    change->folder, CHANGE_WRITING, "", step->name);
	}
	return error;
}

/* From here on the new files count: 0, or errno and they do not. */
static int
conclude(int folder)
{
	if (fsync(folder) != 0 ||
	    renameat(folder, CHANGE_JOURNAL, folder, CHANGE_DONE) != 0)
		return errno;
	if (fsync(folder) == 0)
		return 0;
	int error = errno;
	return renameat(folder, CHANGE_DONE, folder, CHANGE_JOURNAL) == 0
		   ? error
		   : 0;
}

static enum status
cannot(const struct change *change, const char *name, int error)
{
	return diagnostics_fail(change->diagnostics, STATUS_OUTPUT,
	    "%s%s%s: cannot write: %s", change->path, name ? "/" : "",
	    name ? name : "", locale_error(error));
}

/* One new name: a single rename is whole by itself. */
static enum status
take_one(const struct change *change)
{
	const char *name = change->steps->name;
	int error = rename_step(change->folder, CHANGE_WRITING, "", name);
	if (!error && fsync(change->folder) != 0) {
		error = errno;
		rename_step(change->folder, "", CHANGE_WRITING, name);
	}
	return error ? cannot(change, name, error) : STATUS_OK;
}

static enum status
take_all(const struct change *change)
{
	const struct change_step *at = NULL;
	int error = journal_write(change->folder, change);
	if (!error)
		error = take_places(change, &at);
	if (!error) {
		at = NULL;
		error = conclude(change->folder);
	}
	if (!error) {
		if (!unfinished_sweep(change->folder, CHANGE_BEFORE) ||
		    !unfinished_sweep(change->folder, CHANGE_PREFIX))
			diagnostics_warn(change->diagnostics,
			    "%s: the new files are in place; %s…, the old "
			    "ones, "
			    "could not all be removed",
			    change->path, CHANGE_BEFORE);
		return STATUS_OK;
	}
	enum status status = cannot(change, at ? at->name : NULL, error);
	unlinkat(change->folder, CHANGE_NEW, 0);
	int failed = undo(change->folder, change->steps, change->count);
	if (failed)
		diagnostics_warn(change->diagnostics,
		    "%s: the old files are not all back (%s); the next command "
		    "that opens the folder brings them back",
		    change->path, locale_error(failed));
	return status;
}

/* Finds out what stands in the places of the new files, and that it can step
 * aside. */
static enum status
look_at_places(const struct change *change)
{
	for (size_t i = 0; i < change->count; i++) {
		struct change_step *step = &change->steps[i];
		struct stat found;
		if (fstatat(change->folder, step->name, &found,
			AT_SYMLINK_NOFOLLOW) == 0) {
			step->replaces = !step->removes;
			if (S_ISDIR(found.st_mode))
				return cannot(change, step->name, EISDIR);
		} else if (errno != ENOENT || step->removes) {
			return cannot(change, step->name, errno);
		}
	}
	return STATUS_OK;
}

enum status
change_make(const struct change *change)
{
	unfinished_hold();
	enum status status = look_at_places(change);
	if (!status && change->count > 0)
		status = change->count == 1 && !change->steps->removes &&
				 !change->steps->replaces
			     ? take_one(change)
			     : take_all(change);
	unfinished_release();
	return status;
}

/* ---- after a kill ---- */

/* What the folder has to be brought in order for. */
struct settling {
	int folder;
	const char *path;
	struct diagnostics *diagnostics;
};

static enum status
refuse(const struct settling *settling, const char *name, const char *why)
{
	return diagnostics_fail(settling->diagnostics, STATUS_OUTPUT,
	    "%s/%s: %s; a command was killed while it was changing this folder "
	    "(its old files are %s…, its new ones have their names or are "
	    "%s…): move what is right to its name, and remove the others and "
	    "%s",
	    settling->path, name, why, CHANGE_BEFORE, CHANGE_WRITING,
	    CHANGE_JOURNAL);
}

/* Is what stands under the step's name, and would be removed or replaced, the
 * file that the change put there? */
static enum status
check_step(const struct settling *settling, const struct change_step *step,
    struct arena *arena)
{
	char sha256[65];
	struct diagnostics ignored = { .arena = arena };
	if (step->removes || step->replaces
		? !has_stepped_aside(settling->folder, step)
		: is_still_beside(settling->folder, step))
		return STATUS_OK;
	if (!is_there(settling->folder, step->name))
		return STATUS_OK;
	const char *path = run_folder_path(settling->path, step->name, arena);
	if (!path)
		return diagnostics_no_memory(settling->diagnostics);
	if (step->removes || digest_file(path, sha256, &ignored) ||
	    strcmp(sha256, step->sha256) != 0)
		return refuse(
		    settling, step->name, _("not the file that was put there"));
	return STATUS_OK;
}

static bool
is_workbook(const char *name)
{
	size_t length = strlen(name);
	return length > 5 && strcmp(name + length - 5, ".xlsx") == 0;
}

/* NAME.csv and NAME.json, as kpi part writes them. */
static bool
are_of_a_part(const struct change_step *steps, size_t count)
{
	if (count != 2)
		return false;
	size_t length = strlen(steps[0].name);
	return length > 4 && strlen(steps[1].name) == length + 1 &&
	       memcmp(steps[0].name, steps[1].name, length - 3) == 0 &&
	       strcmp(steps[0].name + length - 4, ".csv") == 0 &&
	       strcmp(steps[1].name + length - 3, "json") == 0;
}

/* Could a command have changed these files together? A single one has any name,
 * which --out gave and an older file had; several are a run's, statements or a
 * part. */
static bool
are_of_a_command(const struct change_step *steps, size_t count)
{
	bool of_run = true, of_statements = true;
	for (size_t i = 0; i < count; i++) {
		of_run &= names_has(steps[i].name) ||
			  strcmp(steps[i].name, RUN_SEAL) == 0;
		of_statements &= is_workbook(steps[i].name);
	}
	return (count == 1 && steps->replaces) || of_run || of_statements ||
	       are_of_a_part(steps, count);
}

static enum status
bring_back(const struct settling *settling, struct arena *arena)
{
	struct change_step *steps;
	size_t count;
	const char *why = NULL;
	if (!journal_read(settling->folder, &steps, &count, &why, arena))
		return why ? refuse(settling, CHANGE_JOURNAL, why) : STATUS_OK;
	enum status status =
	    are_of_a_command(steps, count)
		? STATUS_OK
		: refuse(settling, CHANGE_JOURNAL,
		      N_("names files that no command changes together"));
	for (size_t i = 0; i < count && !status; i++)
		status = check_step(settling, &steps[i], arena);
	int error = status ? 0 : undo(settling->folder, steps, count);
	if (error)
		return refuse(settling, CHANGE_JOURNAL, locale_error(error));
	if (!status)
		diagnostics_warn(settling->diagnostics,
		    "%s: a command was killed while it was changing this "
		    "folder; the files of before are back",
		    settling->path);
	return status;
}

static enum status
settle(const struct settling *settling)
{
	struct arena *arena = arena_new();
	if (!arena)
		return diagnostics_no_memory(settling->diagnostics);
	enum status status = bring_back(settling, arena);
	arena_free(arena);
	static const char *const left[] = { CHANGE_WRITING, CHANGE_BEFORE,
		CHANGE_PREFIX };
	for (size_t i = 0; i < sizeof left / sizeof *left && !status; i++)
		if (!unfinished_sweep(settling->folder, left[i]))
			status = diagnostics_fail(settling->diagnostics,
			    STATUS_OUTPUT,
			    "%s: cannot remove %s…, which a killed command "
			    "left",
			    settling->path, left[i]);
	return status;
}

enum status
change_settle(int folder, const char *path, struct diagnostics *diagnostics)
{
	const struct settling settling = { folder, path, diagnostics };
	unfinished_hold();
	enum status status = settle(&settling);
	unfinished_release();
	return status;
}

static bool
is_ours(const char *name)
{
	static const char *const ours[] = { CHANGE_WRITING, CHANGE_BEFORE,
		CHANGE_PREFIX };
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (strncmp(name, ours[i], strlen(ours[i])) == 0)
			return true;
	return strcmp(name, CHANGE_JOURNAL) == 0;
}

/* Did a command leave anything in the folder, or is one writing there? */
static enum status
look_for_ours(const char *path, bool *found, struct diagnostics *diagnostics)
{
	const struct dirent *entry;
	*found = false;
	DIR *directory = opendir(path);
	int error = directory || errno == ENOTDIR ? 0 : errno;
	while (directory && !*found && !error) {
		errno = 0;
		if (!(entry = readdir(directory))) {
			error = errno;
			break;
		}
		*found = is_ours(entry->d_name);
	}
	if (directory)
		closedir(directory);
	return error ? diagnostics_fail(diagnostics, STATUS_INPUT,
			   "%s: cannot read the folder: %s", path,
			   locale_error(error))
		     : STATUS_OK;
}

enum status
change_settle_to_read(const char *path, struct diagnostics *diagnostics)
{
	bool found, sealed = false;
	enum status status = look_for_ours(path, &found, diagnostics);
	if (!status && found)
		status = run_folder_look(path, RUN_SEAL, &sealed, diagnostics);
	if (status || !found || sealed)
		return status;
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = folder < 0 ? errno : change_lock(folder);
	if (!error && faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) != 0)
		error = errno;
	if (error == EWOULDBLOCK)
		status = diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: another command is writing there; wait for it", path);
	else if (error)
		status = diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: a command was killed while it was writing there, and "
		    "this one may not bring the folder in order: %s; any "
		    "command of a user who may write there does, such as kpi "
		    "verify",
		    path, locale_error(error));
	else if (change_settle(folder, path, diagnostics))
		status = STATUS_INPUT;
	if (folder >= 0)
		close(folder);
	return status;
}
