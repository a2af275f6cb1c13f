#include "io/cli/format_folders.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"

enum { FOLDERS_MOST = 8 };

/* The folder that the program lies in, or NULL. */
static const char *
program_folder(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	while (length > 0 && path[length - 1] != '/')
		length--;
	return length > 1 ? arena_copy(arena, path, (size_t)length - 1) : NULL;
}

static const char *
user_folder(struct arena *arena)
{
	const char *home = getenv("HOME"), *given = getenv("XDG_CONFIG_HOME");
	if (given && *given)
		return arena_format(arena, "%s/kpi/formats", given);
	return arena_format(
	    arena, "%s/.config/kpi/formats", home && *home ? home : "/");
}

const char *const *
format_folders(const char *dataset, struct arena *arena)
{
	/* Relative to the program: where it is installed, and where it lies in
	 * build/ or build/NAME/ of its sources. */
	static const char *const beside[] = { "../share/kpi/formats",
		"../io/import/formats", "../../io/import/formats" };
	const char **folders =
	    arena_allocate(arena, FOLDERS_MOST, sizeof *folders);
	const char *program = program_folder(arena);
	size_t count = 0;
	if (!folders)
		return NULL;
	folders[count++] = arena_format(arena, "%s/formats", dataset);
	folders[count++] = user_folder(arena);
	for (size_t i = 0; program && i < sizeof beside / sizeof *beside; i++)
		folders[count++] =
		    arena_format(arena, "%s/%s", program, beside[i]);
	folders[count++] = KPI_FORMATS;
	for (size_t i = 0; i < count; i++)
		if (!folders[i])
			return NULL;
	return folders;
}

static bool
read_one(struct options *options, struct text word)
{
	const char *equals = memchr(word.data, '=', word.length);
	const char *names[TABLE_COUNT];
	for (int i = 0; i < TABLE_COUNT; i++)
		names[i] = table_name((enum table)i);
	size_t length = equals ? (size_t)(equals - word.data) : word.length;
	if (!equals || length + 1 == word.length) {
		talk_error("--format %.*s: expected TABLE=NAME, such as "
			   "contracts=hubspot",
		    (int)word.length, word.data);
		return false;
	}
	struct text table = { word.data, length };
	for (int i = 0; i < TABLE_COUNT; i++)
		if (text_is(table, names[i]) && options->formats[i].length) {
			talk_error("--format %.*s: %s has been given %.*s "
				   "before",
			    (int)word.length, word.data, names[i],
			    (int)options->formats[i].length,
			    options->formats[i].data);
			return false;
		} else if (text_is(table, names[i])) {
			options->formats[i] = (struct text){ equals + 1,
				word.length - length - 1 };
			return true;
		}
	const char *nearest = text_nearest(table, names, TABLE_COUNT);
	talk_error("--format %.*s: no table is called %.*s%s%s%s",
	    (int)word.length, word.data, (int)length, word.data,
	    nearest ? _("; did you mean ") : "", nearest ? nearest : "",
	    nearest ? "?" : "");
	return false;
}

bool
format_option_read(struct options *options, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, " ");
		if (length && !read_one(options, (struct text){ text, length }))
			return false;
		text += length;
		text += strspn(text, " ");
	}
	return true;
}

const char *
format_option_print(const struct options *options, struct arena *arena)
{
	const char *text = "";
	for (int table = 0; table < TABLE_COUNT && text; table++)
		if (options->formats[table].length)
			text = arena_format(arena, "%s%s%s=%.*s", text,
			    *text ? " " : "", table_name((enum table)table),
			    (int)options->formats[table].length,
			    options->formats[table].data);
	return text;
}
