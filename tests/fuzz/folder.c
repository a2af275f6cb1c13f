#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/folder.h"

static const char *const below[] = { "old", "new", "formats", "" };
enum { BELOW = sizeof below / sizeof *below };

static char folder[FOLDER_SIZE];
const char *const fuzz_folder = folder;

static void
path_of(char path[FOLDER_PATH_SIZE], const char *name)
{
	snprintf(
	    path, FOLDER_PATH_SIZE, "%s/%.*s", folder, FUZZ_NAME_MOST, name);
}

static void
sweep(const char *name)
{
	char path[FOLDER_PATH_SIZE];
	path_of(path, name);
	DIR *files = opendir(path);
	if (!files)
		return;
	for (struct dirent *entry; (entry = readdir(files));)
		unlinkat(dirfd(files), entry->d_name, 0);
	closedir(files);
}

void
fuzz_sweep(void)
{
	for (size_t i = 0; i < BELOW; i++)
		sweep(below[i]);
}

static void
close_folder(void)
{
	char path[FOLDER_PATH_SIZE];
	fuzz_sweep();
	for (size_t i = 0; i < BELOW; i++) {
		path_of(path, below[i]);
		rmdir(path);
	}
}

bool
fuzz_open(void)
{
	char path[FOLDER_PATH_SIZE];
	if (*folder)
		return true;
	if (!folder_make(folder)) {
		perror("fuzz: no temporary folder");
		return false;
	}
	for (size_t i = 0; i < BELOW; i++) {
		path_of(path, below[i]);
		mkdir(path, 0700);
	}
	/* No formats but those of the target. */
	setenv("XDG_CONFIG_HOME", folder, 1);
	return atexit(close_folder) == 0;
}

bool
fuzz_is_name(const char *name)
{
	for (size_t i = 0; i < BELOW; i++) {
		size_t length = strlen(below[i]);
		if (length && strncmp(name, below[i], length) == 0 &&
		    name[length] == '/') {
			name += length + 1;
			break;
		}
	}
	return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       strspn(name,
		   "abcdefghijklmnopqrstuvwxyz"
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == strlen(name);
}

void
fuzz_write(const char *name, const void *bytes, size_t length)
{
	char path[FOLDER_PATH_SIZE];
	const char *from = bytes;
	path_of(path, name);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
	if (file < 0)
		return; /* such as the name of a folder */
	while (length) {
		ssize_t done = write(file, from, length);
		if (done <= 0) {
			perror("fuzz: cannot write");
			_exit(2);
		}
		from += done;
		length -= (size_t)done;
	}
	close(file);
}

/* Where the next part begins, at or behind `at`; `end` if there is none. */
static const uint8_t *
next_part(const uint8_t *begin, const uint8_t *at, const uint8_t *end)
{
	static const char mark[] = "=== ";
	enum { MARK = sizeof mark - 1 };
	for (; (size_t)(end - at) >= MARK; at++)
		if (memcmp(at, mark, MARK) == 0 &&
		    (at == begin || at[-1] == '\n'))
			return at;
	return end;
}

void
fuzz_unpack(const uint8_t *bytes, size_t length, fuzz_part *take, void *context)
{
	const uint8_t *end = bytes + length;
	const uint8_t *part = next_part(bytes, bytes, end);
	for (int count = 0; part < end && count < FUZZ_PARTS_MOST; count++) {
		char name[FUZZ_NAME_MOST + 1] = "";
		const uint8_t *from = part + 4;
		const uint8_t *line = memchr(from, '\n', (size_t)(end - from));
		const uint8_t *text = line ? line + 1 : end;
		size_t named = (size_t)((line ? line : end) - from);
		memcpy(name, from,
		    named < FUZZ_NAME_MOST ? named : FUZZ_NAME_MOST);
		part = next_part(bytes, text, end);
		take(context, name, text, (size_t)(part - text));
	}
}
