#include "io/run/read.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "io/locale/locale.h"

enum { PIECE_BYTES = 256 * 1024 };

/* A file that is being read from its beginning to its end. */
struct reading {
	const char *path;
	int descriptor;
	struct stat before;
	struct diagnostics *diagnostics;
};

/* `what` is a message about the path and the reason. */
static enum status __attribute__((format(printf, 2, 0)))
cannot(const struct reading *reading, const char *what)
{
	return diagnostics_fail(reading->diagnostics, STATUS_INPUT, what,
	    reading->path, locale_error(errno));
}

static enum status
reading_open(
    struct reading *reading, const char *path, struct diagnostics *diagnostics)
{
	*reading = (struct reading){ .path = path, .diagnostics = diagnostics };
	/* O_NONBLOCK: opening a pipe must not wait for its other end. */
	reading->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (reading->descriptor < 0)
		return cannot(reading, N_("%s: cannot open: %s"));
	if (fstat(reading->descriptor, &reading->before) != 0)
		return cannot(reading, N_("%s: cannot examine: %s"));
	if (!S_ISREG(reading->before.st_mode))
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: expected a regular file", path);
	return STATUS_OK;
}

/* The next bytes; *got is 0 at the end of the file. */
static enum status
reading_next(struct reading *reading, char *bytes, size_t size, size_t *got)
{
	ssize_t count;
	do
		count = read(reading->descriptor, bytes, size);
	while (count < 0 && errno == EINTR);
	*got = count > 0 ? (size_t)count : 0;
	return count < 0 ? cannot(reading, N_("%s: cannot read: %s"))
			 : STATUS_OK;
}

/* Closes the file. Unless something failed before, all of it must have been
 * read, and nobody may have written to it since it was opened. */
static enum status
reading_close(struct reading *reading, uint64_t length, enum status status)
{
	struct stat after;
	const struct stat *before = &reading->before;
	if (!status && fstat(reading->descriptor, &after) != 0)
		status = cannot(reading, N_("%s: cannot examine: %s"));
	if (!status && ((uint64_t)after.st_size != length ||
			   before->st_size != after.st_size ||
			   before->st_mtim.tv_sec != after.st_mtim.tv_sec ||
			   before->st_mtim.tv_nsec != after.st_mtim.tv_nsec))
		status = diagnostics_fail(reading->diagnostics, STATUS_INPUT,
		    "%s: the file changed while it was read", reading->path);
	if (reading->descriptor >= 0)
		close(reading->descriptor);
	return status;
}

static void
finish_digest(struct sha256_ctx *context, char sha256[65])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_digest(context, sizeof digest, digest);
	hex_print(sha256, digest, sizeof digest);
}

enum status
digest_file(const char *path, char sha256[65], struct diagnostics *diagnostics)
{
	struct reading reading;
	struct sha256_ctx context;
	char *bytes = malloc(PIECE_BYTES);
	if (!bytes)
		return diagnostics_no_memory(diagnostics);
	uint64_t length = 0;
	enum status status = reading_open(&reading, path, diagnostics);
	sha256_init(&context);
	for (size_t got = 1; !status && got; length += got) {
		status = reading_next(&reading, bytes, PIECE_BYTES, &got);
		if (!status)
			sha256_update(&context, got, (const uint8_t *)bytes);
	}
	finish_digest(&context, sha256);
	free(bytes);
	return reading_close(&reading, length, status);
}

void
digest_bytes(const char *bytes, size_t length, char sha256[65])
{
	struct sha256_ctx context;
	sha256_init(&context);
	sha256_update(&context, length, (const uint8_t *)bytes);
	finish_digest(&context, sha256);
}

enum status
read_whole(char **bytes, size_t *length, size_t most, const char *path,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct reading reading;
	enum status status = reading_open(&reading, path, diagnostics);
	uint64_t size = status ? 0 : (uint64_t)reading.before.st_size;
	if (!status && size > most)
		status = diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: larger than such a file can be (%ju bytes)", path,
		    (uintmax_t)size);
	*length = 0;
	*bytes = status ? NULL : arena_allocate(arena, (size_t)size + 1, 1);
	if (!status && !*bytes)
		status = diagnostics_no_memory(diagnostics);
	for (size_t got = 1; !status && got && *length < size; *length += got)
		status = reading_next(
		    &reading, *bytes + *length, (size_t)size - *length, &got);
	return reading_close(&reading, *length, status);
}
