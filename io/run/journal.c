#include "io/run/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

/* A line, a step each, the number of steps. What ends one is a NUL, for a name
 * may hold any other byte. */
static const char heading[] = "kpi changes the files of this folder";
static const char *const kinds[] = { "new ", "over ", "gone " };

enum { KIND_NEW, KIND_OVER, KIND_GONE, KINDS };

/* Far more than the statements of a large company need. */
enum { JOURNAL_BYTES = 1 << 26, NAME_MOST = 255, DIGITS = 64 };

/* ---- writing ---- */

/* What a step is written as, with its NUL, at `to`, which may be NULL for none;
 * its length. */
static size_t
print_step(char *to, size_t size, const struct change_step *step)
{
	const char *kind = kinds[step->removes    ? KIND_GONE
				 : step->replaces ? KIND_OVER
						  : KIND_NEW];
	return (size_t)snprintf(
		   to, size, "%s%s %s", kind, step->sha256, step->name) +
	       1;
}

/* The whole text in `arena`; NULL without memory. */
static const char *
make_text(const struct change *change, struct arena *arena, size_t *length)
{
	size_t size = sizeof heading + 32;
	for (size_t i = 0; i < change->count; i++)
		size += print_step(NULL, 0, &change->steps[i]);
	char *text = arena_allocate(arena, size, 1);
	if (!text)
		return NULL;
	memcpy(text, heading, sizeof heading);
	*length = sizeof heading;
	for (size_t i = 0; i < change->count; i++)
		*length += print_step(
		    text + *length, size - *length, &change->steps[i]);
	*length += (size_t)snprintf(
		       text + *length, size - *length, "%zu", change->count) +
		   1;
	return text;
}

/* Writes it and brings it to the disk: 0 or errno. */
static int
write_text(int descriptor, const char *text, size_t length)
{
	size_t done = 0;
	while (done < length) {
		ssize_t count = write(descriptor, text + done, length - done);
		if (count < 0 && errno != EINTR)
			return errno;
		done += count > 0 ? (size_t)count : 0;
	}
	return fsync(descriptor) == 0 ? 0 : errno;
}

int
journal_write(int folder, const struct change *change)
{
	size_t length;
	const char *text =
	    make_text(change, change->diagnostics->arena, &length);
	if (!text)
		return ENOMEM;
	int descriptor = openat(folder, CHANGE_NEW,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (descriptor < 0)
		return errno;
	int error = write_text(descriptor, text, length);
	if (close(descriptor) != 0 && !error)
		error = errno;
	if (!error && renameat(folder, CHANGE_NEW, folder, CHANGE_JOURNAL) != 0)
		error = errno;
	if (!error && fsync(folder) != 0)
		error = errno;
	return error;
}

/* ---- reading ---- */

/* The next piece up to its NUL; NULL at the end, or if there is no NUL. */
static const char *
next_piece(const char **at, const char *end)
{
	const char *piece = *at;
	const char *stop = memchr(piece, '\0', (size_t)(end - piece));
	if (!stop)
		return NULL;
	*at = stop + 1;
	return piece;
}

/* May a journal name that file? Only one of the folder's own, and none of the
 * change's. */
static bool
is_name(const char *name)
{
	size_t length = strlen(name);
	return length > 0 && length <= NAME_MOST && !strchr(name, '/') &&
	       strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       strncmp(name, ".kpi-", 5) != 0;
}

static bool
read_step(struct change_step *step, const char *piece)
{
	int kind = 0;
	while (kind < KINDS &&
	       strncmp(piece, kinds[kind], strlen(kinds[kind])) != 0)
		kind++;
	if (kind == KINDS)
		return false;
	const char *digits = piece + strlen(kinds[kind]);
	if (strspn(digits, "0123456789abcdef") != DIGITS ||
	    digits[DIGITS] != ' ' || !is_name(digits + DIGITS + 1))
		return false;
	*step = (struct change_step){ .name = digits + DIGITS + 1,
		.removes = kind == KIND_GONE,
		.replaces = kind == KIND_OVER };
	memcpy(step->sha256, digits, DIGITS);
	return true;
}

/* The steps of the text; false if it is no whole journal. */
static bool
parse(const char *bytes, size_t length, struct change_step **steps,
    size_t *count, struct arena *arena)
{
	const char *at = bytes, *end = bytes + length;
	const char *piece = next_piece(&at, end);
	size_t capacity = 0;
	if (!piece || strcmp(piece, heading) != 0)
		return false;
	for (; (piece = next_piece(&at, end)) && at < end; ++*count) {
		*steps = arena_grown(
		    arena, *steps, *count, &capacity, sizeof **steps);
		if (!*steps || !read_step(&(*steps)[*count], piece))
			return false;
	}
	char number[32];
	snprintf(number, sizeof number, "%zu", *count);
	return piece && strcmp(piece, number) == 0;
}

/* What the open file holds, in `arena`; NULL if it cannot be read. */
static const char *
read_text(int descriptor, size_t length, struct arena *arena)
{
	char *bytes = arena_allocate(arena, length + 1, 1);
	size_t have = 0;
	while (bytes && have < length) {
		ssize_t got = read(descriptor, bytes + have, length - have);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return NULL;
		have += (size_t)got;
	}
	return bytes;
}

/* NULL, or why the file is none that this program wrote for this user. */
static const char *
distrust(const struct stat *found)
{
	uid_t user = geteuid();
	if (!S_ISREG(found->st_mode))
		return _("not a regular file");
	if (user != 0 && found->st_uid != user)
		return _("of another user");
	return found->st_mode & (S_IWGRP | S_IWOTH) ||
		       found->st_size > JOURNAL_BYTES
		   ? _("not what kpi wrote")
		   : NULL;
}

bool
journal_read(int folder, struct change_step **steps, size_t *count,
    const char **why, struct arena *arena)
{
	struct stat found;
	*steps = NULL;
	*count = 0;
	*why = NULL;
	int descriptor = openat(folder, CHANGE_JOURNAL,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (descriptor < 0) {
		*why = errno == ENOENT ? NULL : locale_error(errno);
		return false;
	}
	if (fstat(descriptor, &found) != 0)
		*why = locale_error(errno);
	else
		*why = distrust(&found);
	const char *bytes = NULL;
	if (!*why) {
		bytes = read_text(descriptor, (size_t)found.st_size, arena);
		*why = bytes ? NULL : _("cannot be read");
	}
	close(descriptor);
	if (!*why && !parse(bytes, (size_t)found.st_size, steps, count, arena))
		*why = "not what kpi wrote";
	return !*why;
}
