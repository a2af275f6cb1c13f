#include "io/cli/format_folders.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"

enum { FOLDERS_MOST = 8 };

static const char program[] = "/proc/self/exe";

/* *folder becomes the one that the program lies in; NULL where there is no
 * /proc to tell. */
static enum status
find_program_folder(const char **folder, struct diagnostics *diagnostics)
{
	char path[PATH_MAX];
	ssize_t length = readlink(program, path, sizeof path - 1);
	*folder = NULL;
	if (length < 0 && errno != ENOENT)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot read: %s", program, locale_error(errno));
	while (length > 0 && path[length - 1] != '/')
		length--;
	if (length <= 1)
		return STATUS_OK;
	*folder = arena_copy(diagnostics->arena, path, (size_t)length - 1);
	return *folder ? STATUS_OK : diagnostics_no_memory(diagnostics);
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

enum status
format_folders(const char *dataset, const char *const **found,
    struct diagnostics *diagnostics)
{
	/* Relative to the program: where it is installed, and where it lies in
	 * build/ or build/NAME/ of its sources. */
	static const char *const beside[] = { "../share/kpi/formats",
		"../io/import/formats", "../../io/import/formats" };
	struct arena *arena = diagnostics->arena;
	const char **folders =
	    arena_allocate(arena, FOLDERS_MOST, sizeof *folders);
	const char *own;
	size_t count = 0;
	*found = folders;
	if (!folders)
		return diagnostics_no_memory(diagnostics);
	enum status status = find_program_folder(&own, diagnostics);
	folders[count++] = arena_format(arena, "%s/formats", dataset);
	folders[count++] = user_folder(arena);
	for (size_t i = 0; own && i < sizeof beside / sizeof *beside; i++)
		folders[count++] = arena_format(arena, "%s/%s", own, beside[i]);
	folders[count++] = KPI_FORMATS;
	for (size_t i = 0; i < count && !status; i++)
		if (!folders[i])
			status = diagnostics_no_memory(diagnostics);
	return status;
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
