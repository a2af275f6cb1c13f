#include "io/import/bytes/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

enum { EXCERPT_BYTES = 1000 };

/* `what` is a message about the path and the reason. */
static enum status __attribute__((format(printf, 1, 0)))
cannot(const char *what, const char *path, struct diagnostics *diagnostics)
{
	return diagnostics_fail(
	    diagnostics, STATUS_INPUT, what, path, locale_error(errno));
}

enum status
file_open(struct file *file, const char *path, struct diagnostics *diagnostics)
{
	*file = (struct file){ .path = path };
	/* O_NONBLOCK: opening a pipe must not wait for its other end. */
	file->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file->descriptor < 0) {
		file->error = errno;
		return cannot(N_("%s: cannot open: %s"), path, diagnostics);
	}
	if (fstat(file->descriptor, &file->before) != 0) {
		file->error = errno;
		return cannot(N_("%s: cannot examine: %s"), path, diagnostics);
	}
	if (!S_ISREG(file->before.st_mode))
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: expected a CSV file or a workbook, found %s", path,
		    S_ISDIR(file->before.st_mode) ? _("a directory")
						  : _("something that is not a "
						      "regular file"));
	return STATUS_OK;
}

/* A piece of the decoded text; how long it is. */
static size_t
copy_decoded(const struct file *file, char *bytes, size_t size, uint64_t offset)
{
	size_t length = file->decoded_end - file->decoded_begin;
	size_t left = offset < length ? length - (size_t)offset : 0;
	if (size > left)
		size = left;
	if (size)
		memcpy(
		    bytes, file->decoded + file->decoded_begin + offset, size);
	return size;
}

enum status
file_read(struct file *file, char *bytes, size_t size, uint64_t offset,
    size_t *got, struct diagnostics *diagnostics)
{
	if (file->decoded) {
		*got = copy_decoded(file, bytes, size, offset);
		return STATUS_OK;
	}
	ssize_t count;
	do
		count = pread(file->descriptor, bytes, size, (off_t)offset);
	while (count < 0 && errno == EINTR);
	if (count < 0) {
		file->error = errno;
		return cannot(
		    N_("%s: cannot read: %s"), file->path, diagnostics);
	}
	*got = (size_t)count;
	return STATUS_OK;
}

ssize_t
file_read_quietly(
    const struct file *file, char *bytes, size_t size, uint64_t offset)
{
	size_t have = 0;
	if (file->decoded)
		return (ssize_t)copy_decoded(file, bytes, size, offset);
	while (have < size) {
		ssize_t got = pread(file->descriptor, bytes + have, size - have,
		    (off_t)(offset + have));
		if (got < 0 && errno != EINTR)
			return -1;
		if (got == 0)
			break;
		have += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)have;
}

static bool
same_moment(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

enum status
file_unchanged(
    const struct file *file, uint64_t bytes, struct diagnostics *diagnostics)
{
	struct stat after;
	if (file->error) {
		errno = file->error;
		return cannot(
		    N_("%s: cannot read: %s"), file->path, diagnostics);
	}
	if (fstat(file->descriptor, &after) != 0)
		return cannot(
		    N_("%s: cannot examine: %s"), file->path, diagnostics);
	if (after.st_size == file->before.st_size &&
	    (uint64_t)after.st_size == bytes &&
	    same_moment(after.st_mtim, file->before.st_mtim))
		return STATUS_OK;
	return diagnostics_fail(diagnostics, STATUS_INPUT,
	    "%s: the file changed while it was being read (%jd bytes before, "
	    "%jd after); run again when the export is complete",
	    file->path, (intmax_t)file->before.st_size,
	    (intmax_t)after.st_size);
}

/* Invalid bytes become '?'. */
static void
make_valid(char *text, size_t length)
{
	uint8_t *at = (uint8_t *)text;
	const uint8_t *bad;
	while ((bad = u8_check(at, length)) != NULL) {
		size_t valid = (size_t)(bad - at);
		at[valid] = '?';
		at += valid;
		length -= valid;
	}
}

const char *
file_excerpt(
    struct file *file, uint64_t offset, uint64_t length, struct arena *arena)
{
	char bytes[EXCERPT_BYTES + 4];
	size_t wanted = length < sizeof bytes ? (size_t)length : sizeof bytes;
	ssize_t count = file_read_quietly(file, bytes, wanted, offset);
	if (count < 0)
		file->error = errno;
	size_t kept = count < 0 ? 0 : (size_t)count;
	if (kept > EXCERPT_BYTES) {
		kept = EXCERPT_BYTES;
		/* Not within a character. */
		while (kept && ((unsigned char)bytes[kept] & 0xc0) == 0x80)
			kept--;
	}
	while (kept && (bytes[kept - 1] == '\n' || bytes[kept - 1] == '\r'))
		kept--;
	make_valid(bytes, kept);
	for (size_t i = 0; i < kept; i++)
		if (bytes[i] == '\0')
			bytes[i] = '?';
	return arena_copy(arena, bytes, kept);
}

void
file_close(struct file *file)
{
	if (file->descriptor >= 0)
		close(file->descriptor);
	file->descriptor = -1;
	free(file->decoded);
	file->decoded = NULL;
	cell_types_free(file->types);
	file->types = NULL;
}
