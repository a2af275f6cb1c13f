#define _GNU_SOURCE /* sync_file_range */

#include "io/run/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/decimal.h"

static const char TEMPORARY[] = ".kpi-writing-";

static enum status
cannot(struct outputs *outputs, const char *what, const char *path, int error)
{
	const char *hint =
	    error == ENOSPC || error == EDQUOT
		? "; free some space, or choose another folder with --out"
	    : error == EACCES || error == EPERM || error == EROFS
		? "; choose another folder with --out"
		: "";
	return diagnostics_fail(outputs->diagnostics, STATUS_OUTPUT,
	    "%s: cannot %s: %s%s", path, what, strerror(error), hint);
}

/* mkdir -p */
static int
make_folders(char *path)
{
	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		int failed = mkdir(path, 0777) != 0 && errno != EEXIST;
		*at = '/';
		if (failed)
			return errno;
	}
	return mkdir(path, 0777) != 0 && errno != EEXIST ? errno : 0;
}

/* What a killed run left; nobody else writes while we hold the lock. */
static void
remove_leftovers(int folder)
{
	int copy = dup(folder);
	DIR *directory = copy < 0 ? NULL : fdopendir(copy);
	if (!directory)
		return;
	rewinddir(directory);
	for (struct dirent *entry; (entry = readdir(directory));)
		if (strncmp(entry->d_name, TEMPORARY, sizeof TEMPORARY - 1) ==
		    0)
			unlinkat(folder, entry->d_name, 0);
	closedir(directory);
}

enum status
outputs_open(struct outputs *outputs, const char *folder, struct arena *arena,
    struct diagnostics *diagnostics)
{
	*outputs = (struct outputs){ .folder = folder,
		.folder_descriptor = -1,
		.arena = arena,
		.diagnostics = diagnostics };
	char *path = arena_copy(arena, folder, strlen(folder));
	if (!path)
		return diagnostics_no_memory(diagnostics);
	int error = make_folders(path);
	if (error)
		return cannot(outputs, "make the folder", folder, error);
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0)
		return cannot(outputs, "open the folder", folder, errno);
	if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
		close(descriptor);
		return diagnostics_fail(diagnostics, STATUS_OUTPUT,
		    "%s: another run is writing there; wait for it, or choose "
		    "another folder with --out",
		    folder);
	}
	outputs->folder_descriptor = descriptor;
	remove_leftovers(descriptor);
	return STATUS_OK;
}

static struct output *
create(struct outputs *outputs, const char *name)
{
	struct output *output =
	    arena_allocate(outputs->arena, 1, sizeof *output);
	const char *path =
	    arena_format(outputs->arena, "%s/%s", outputs->folder, name);
	const char *temporary = arena_format(
	    outputs->arena, "%s/%s%s", outputs->folder, TEMPORARY, name);
	if (!output || !path || !temporary || outputs->count == OUTPUTS_MOST) {
		diagnostics_no_memory(outputs->diagnostics);
		return NULL;
	}
	output->set = outputs;
	output->name = name;
	output->path = path;
	output->temporary = temporary;
	output->descriptor = open(temporary,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (output->descriptor < 0) {
		cannot(outputs, "write", path, errno);
		return NULL;
	}
	sha256_init(&output->digest);
	outputs->files[outputs->count++] = output;
	return output;
}

struct output *
output_create(struct outputs *outputs, const char *name)
{
	return create(outputs, name);
}

struct output *
output_reserve(struct outputs *outputs, const char *name)
{
	struct output *output = create(outputs, name);
	if (!output)
		return NULL;
	close(output->descriptor);
	output->descriptor = -1;
	return output;
}

void
output_into(struct output *output, FILE *stream)
{
	output->stream = stream;
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
	output->descriptor =
	    open(output->temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (output->descriptor < 0) {
		output->error = errno;
		return;
	}
	if (fchmod(output->descriptor, 0600) != 0)
		output->error = errno;
	for (;;) {
		ssize_t count =
		    read(output->descriptor, output->buffer, OUTPUT_BUFFER);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			output->error = errno;
		if (count <= 0)
			return;
		sha256_update(&output->digest, (size_t)count,
		    (const uint8_t *)output->buffer);
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
		return cannot(
		    output->set, "write", output->path, output->error);
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_digest(&output->digest, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(output->sha256 + 2 * i, 3, "%02x", digest[i]);
	return STATUS_OK;
}

static void
close_set(struct outputs *outputs)
{
	if (outputs->folder_descriptor >= 0)
		close(outputs->folder_descriptor);
	outputs->folder_descriptor = -1;
	outputs->count = 0;
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
	return output->error
		   ? cannot(output->set, "write", output->path, output->error)
		   : STATUS_OK;
}

enum status
outputs_settle(struct outputs *outputs)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < outputs->count && !status; i++)
		if (outputs->files[i]->descriptor >= 0)
			status = settle(outputs->files[i]);
	return status;
}

enum status
outputs_commit(struct outputs *outputs)
{
	enum status settled = outputs_settle(outputs);
	if (settled) {
		outputs_abandon(outputs);
		return settled;
	}
	for (size_t i = 0; i < outputs->count; i++) {
		const struct output *output = outputs->files[i];
		if (rename(output->temporary, output->path) != 0) {
			enum status status =
			    cannot(outputs, "write", output->path, errno);
			outputs_abandon(outputs);
			return status;
		}
	}
	enum status status =
	    fsync(outputs->folder_descriptor) == 0
		? STATUS_OK
		: cannot(outputs, "write", outputs->folder, errno);
	close_set(outputs);
	return status;
}

void
outputs_abandon(struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++) {
		struct output *output = outputs->files[i];
		if (output->descriptor >= 0)
			close(output->descriptor);
		unlink(output->temporary);
	}
	close_set(outputs);
}
