#define _GNU_SOURCE /* sync_file_range */

#include "io/run/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/decimal.h"
#include "io/locale/locale.h"
#include "io/run/change.h"
#include "io/run/destination.h"

/* `what` is a message about the path, the reason and a hint. */
static enum status __attribute__((format(printf, 2, 0)))
cannot(struct outputs *outputs, const char *what, const char *path, int error)
{
	const char *hint =
	    error == ENOSPC || error == EDQUOT
		? _("; free some space, or choose another folder with --out")
	    : error == EACCES || error == EPERM || error == EROFS
		? _("; choose another folder with --out")
		: "";
	return diagnostics_fail(outputs->diagnostics, STATUS_OUTPUT, what, path,
	    locale_error(error), hint);
}

/* mkdir -p, for this user only: pay goes there. *kept: how much of the path was
 * there before. 0 or errno. */
static int
make_folders(char *path, size_t *kept)
{
	size_t length = strlen(path);
	*kept = length;
	for (size_t at = 1; at <= length; at++) {
		char here = path[at];
		if (here && here != '/')
			continue;
		path[at] = '\0';
		int error = mkdir(path, 0700) == 0 ? 0 : errno;
		path[at] = here;
		if (error && error != EEXIST)
			return error;
		if (!error && *kept == length) {
			*kept = at;
			while (*kept > 0 && path[*kept - 1] != '/')
				--*kept;
			while (*kept > 0 && path[*kept - 1] == '/')
				--*kept;
		}
	}
	return 0;
}

static void
close_set(struct outputs *outputs)
{
	if (outputs->folder_descriptor >= 0)
		close(outputs->folder_descriptor);
	outputs->folder_descriptor = -1;
	outputs->count = 0;
}

/* Opens and locks the folder, which is there. */
static enum status
open_folder(struct outputs *outputs)
{
	const char *folder = outputs->folder;
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0)
		return cannot(outputs, N_("%s: cannot open the folder: %s%s"),
		    folder, errno);
	outputs->folder_descriptor = descriptor;
	int error = change_lock(descriptor);
	if (error == EWOULDBLOCK)
		return diagnostics_fail(outputs->diagnostics, STATUS_OUTPUT,
		    "%s: another run is writing there; wait for it, or choose "
		    "another folder with --out",
		    folder);
	if (error)
		return cannot(outputs, N_("%s: cannot lock the folder: %s%s"),
		    folder, error);
	/* Somebody may have sealed it while we computed. */
	enum status status =
	    destination_judge(folder, outputs->arena, outputs->diagnostics);
	return status ? status
		      : change_settle(descriptor, folder, outputs->diagnostics);
}

enum status
outputs_open(struct outputs *outputs, const char *folder, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct unfinished *unfinished = &outputs->unfinished;
	*outputs = (struct outputs){ .folder = folder,
		.folder_descriptor = -1,
		.arena = arena,
		.diagnostics = diagnostics };
	unfinished->path = arena_copy(arena, folder, strlen(folder));
	if (!unfinished->path)
		return diagnostics_no_memory(diagnostics);
	unfinished_hold();
	int error = make_folders(unfinished->path, &unfinished->kept);
	enum status status =
	    error ? cannot(outputs, N_("%s: cannot make the folder: %s%s"),
			folder, error)
		  : open_folder(outputs);
	unfinished->descriptor = status ? -1 : outputs->folder_descriptor;
	unfinished->prefix = CHANGE_WRITING;
	if (!status) {
		unfinished_add(unfinished);
	} else {
		close_set(outputs);
		unfinished_remove(unfinished); /* the folders that were made */
	}
	unfinished_release();
	return status;
}

/* Makes the file, which a signal removes. */
static enum status
make_file(struct output *output)
{
	unfinished_hold();
	output->descriptor = open(output->temporary,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int error = errno;
	unfinished_release();
	if (output->descriptor >= 0)
		return STATUS_OK;
	if (error == EEXIST) /* the folder was in order when we locked it */
		return diagnostics_fail(output->set->diagnostics, STATUS_OUTPUT,
		    "%s: two outputs would have this name", output->path);
	return cannot(
	    output->set, N_("%s: cannot write: %s%s"), output->path, error);
}

void
outputs_spare(
    struct outputs *outputs, outputs_is_own *is_own, const void *context)
{
	outputs->is_own = is_own;
	outputs->own_context = context;
}

/* Refuses to take the place of what others have put there. */
static enum status
spare_foreign(const struct output *output)
{
	struct outputs *set = output->set;
	struct stat found;
	bool own = false;
	if (!set->is_own)
		return STATUS_OK;
	if (fstatat(set->folder_descriptor, output->name, &found,
		AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT
			   ? STATUS_OK
			   : cannot(set, N_("%s: cannot look at it: %s%s"),
				 output->path, errno);
	enum status status = set->is_own(set, output->name, &own);
	return status || own
		   ? status
		   : destination_refuse_foreign(output->path, set->diagnostics);
}

static struct output *
create(struct outputs *outputs, const char *name, size_t buffer)
{
	struct arena *arena = outputs->arena;
	struct output *output = arena_allocate(arena, 1, sizeof *output);
	struct output **files = arena_grown(arena, outputs->files,
	    outputs->count, &outputs->capacity, sizeof *files);
	if (files)
		outputs->files = files;
	if (!output || !files ||
	    !(output->path =
		    arena_format(arena, "%s/%s", outputs->folder, name)) ||
	    !(output->temporary = arena_format(
		  arena, "%s/" CHANGE_WRITING "%s", outputs->folder, name)) ||
	    !(output->name = arena_copy(arena, name, strlen(name))) ||
	    (buffer && !(output->buffer = arena_allocate(arena, buffer, 1)))) {
		diagnostics_no_memory(outputs->diagnostics);
		return NULL;
	}
	output->set = outputs;
	if (destination_judge_file(output->path, outputs->diagnostics) ||
	    spare_foreign(output) || make_file(output))
		return NULL;
	sha256_init(&output->digest);
	outputs->files[outputs->count++] = output;
	return output;
}

struct output *
output_create(struct outputs *outputs, const char *name)
{
	return create(outputs, name, OUTPUT_BUFFER);
}

struct output *
output_reserve(struct outputs *outputs, const char *name)
{
	struct output *output = create(outputs, name, 0);
	if (!output)
		return NULL;
	close(output->descriptor);
	output->descriptor = -1;
	return output;
}

void
output_into(struct output *output, FILE *stream, char *buffer)
{
	output->stream = stream;
	output->buffer = buffer;
	output->used = 0;
}

void
output_flush(struct output *output)
{
	size_t done = 0;
	if (output->stream) {
		fwrite(output->buffer, 1, output->used, output->stream);
		output->used = 0;
		return;
	}
	sha256_update(
	    &output->digest, output->used, (const uint8_t *)output->buffer);
	while (done < output->used && !output->error) {
		ssize_t count = write(output->descriptor, output->buffer + done,
		    output->used - done);
		if (count < 0 && errno != EINTR)
			output->error = errno;
		else if (count > 0)
			done += (size_t)count;
	}
	output->bytes += output->used;
	output->used = 0;
}

void
output_write_more(struct output *output, const char *bytes, size_t length)
{
	while (length) {
		size_t room = OUTPUT_BUFFER - output->used;
		size_t part = length < room ? length : room;
		memcpy(output->buffer + output->used, bytes, part);
		output->used += part;
		bytes += part;
		length -= part;
		if (output->used == OUTPUT_BUFFER)
			output_flush(output);
	}
}

void
output_whole(struct output *output, uint64_t number)
{
	output->used +=
	    whole_print(output_room(output, WHOLE_TEXT_SIZE), number);
}

/* A file that a library has written: its digest and size. */
static void
digest_reserved(struct output *output)
{
	char bytes[OUTPUT_BUFFER];
	output->descriptor =
	    open(output->temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (output->descriptor < 0) {
		output->error = errno;
		return;
	}
	if (fchmod(output->descriptor, 0600) != 0)
		output->error = errno;
	for (;;) {
		ssize_t count = read(output->descriptor, bytes, sizeof bytes);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			output->error = errno;
		if (count <= 0)
			return;
		sha256_update(
		    &output->digest, (size_t)count, (const uint8_t *)bytes);
		output->bytes += (uint64_t)count;
	}
}

/* The system begins to write, and we go on: what can go wrong, fsync tells. All
 * files in flight, the first fsync takes the others along. */
static void
begin_writing(const struct output *output)
{
	if (!output->error)
		(void)sync_file_range(
		    output->descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

void
output_complete(struct output *output)
{
	output_flush(output);
	begin_writing(output);
}

enum status
output_finish(struct output *output)
{
	if (output->descriptor < 0)
		digest_reserved(output);
	else
		output_flush(output);
	begin_writing(output);
	if (output->error)
		return cannot(output->set, N_("%s: cannot write: %s%s"),
		    output->path, output->error);
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_digest(&output->digest, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(output->sha256 + 2 * i, 3, "%02x", digest[i]);
	return STATUS_OK;
}

/* Brings a file to the disk. */
static enum status
settle(struct output *output)
{
	if (!output->error && fsync(output->descriptor) != 0)
		output->error = errno;
	if (close(output->descriptor) != 0 && !output->error)
		output->error = errno;
	output->descriptor = -1;
	return output->error ? cannot(output->set, N_("%s: cannot write: %s%s"),
				   output->path, output->error)
			     : STATUS_OK;
}

enum status
outputs_settle(struct outputs *outputs)
{
	enum status status = STATUS_OK;
	for (; outputs->settled < outputs->count && !status; outputs->settled++)
		if (outputs->files[outputs->settled]->descriptor >= 0)
			status = settle(outputs->files[outputs->settled]);
	return status;
}

enum status
outputs_remove(struct outputs *outputs, const char *name, const char *sha256)
{
	struct change_step *rows = arena_grown(outputs->arena, outputs->removed,
	    outputs->removed_count, &outputs->removed_capacity, sizeof *rows);
	if (!rows)
		return diagnostics_no_memory(outputs->diagnostics);
	outputs->removed = rows;
	rows += outputs->removed_count++;
	*rows = (struct change_step){ .name = name, .removes = true };
	memcpy(rows->sha256, sha256, sizeof rows->sha256);
	return STATUS_OK;
}

/* What is removed goes first, then each file takes its name. */
static enum status
change(struct outputs *outputs)
{
	size_t removed = outputs->removed_count;
	struct change change = { .folder = outputs->folder_descriptor,
		.path = outputs->folder,
		.steps = arena_allocate(outputs->arena,
		    removed + outputs->count, sizeof *change.steps),
		.count = removed + outputs->count,
		.diagnostics = outputs->diagnostics };
	if (!change.steps)
		return diagnostics_no_memory(outputs->diagnostics);
	if (removed)
		memcpy(change.steps, outputs->removed,
		    removed * sizeof *change.steps);
	for (size_t i = 0; i < outputs->count; i++) {
		struct change_step *step = &change.steps[removed + i];
		step->name = outputs->files[i]->name;
		memcpy(step->sha256, outputs->files[i]->sha256,
		    sizeof step->sha256);
	}
	return change_make(&change);
}

enum status
outputs_commit(struct outputs *outputs)
{
	/* What was left out without memory must not count. */
	enum status status = arena_any_failed()
				 ? diagnostics_no_memory(outputs->diagnostics)
				 : outputs_settle(outputs);
	unfinished_hold();
	if (!status)
		status = change(outputs);
	if (status) {
		outputs_abandon(outputs);
	} else {
		unfinished_forget(&outputs->unfinished);
		close_set(outputs);
	}
	unfinished_release();
	for (size_t i = 0; !status && i < outputs->removed_count; i++)
		diagnostics_warn(outputs->diagnostics,
		    "%s/%s: removed; it was of an earlier run", outputs->folder,
		    outputs->removed[i].name);
	return status;
}

void
outputs_abandon(struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (outputs->files[i]->descriptor >= 0)
			close(outputs->files[i]->descriptor);
	unfinished_remove(&outputs->unfinished);
	close_set(outputs);
}
