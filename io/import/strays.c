#define _GNU_SOURCE /* strcasestr */

#include "io/import/strays.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/import/file_text.h"
#include "io/import/find_header.h"
#include "io/import/folder.h"
#include "io/locale/locale.h"

/* Files that are not this user's to read, or not there, are no matter here. */
static bool
is_no_matter(int error)
{
	return error == EACCES || error == EPERM || error == ENOENT ||
	       error == ELOOP;
}

/* Has a file the header of a table's export, below titles too? What is wrong
 * with it is no matter here, but *obstacle is the errno of what keeps us from
 * opening it. *row is the header. */
static bool
has_header_of(enum table table, const char *path, const struct formats *formats,
    struct arena *arena, struct header_candidate *row, int *obstacle)
{
	struct diagnostics unheard = { .arena = arena };
	const struct source_configuration source = { .table = table };
	struct header_search search = { .source = &source,
		.formats = formats,
		.path = path,
		.scratch = arena };
	struct file_text text;
	struct file file;
	uint64_t line;
	enum status status = file_open(&file, path, &unheard);
	if (file.descriptor < 0 && !is_no_matter(errno))
		*obstacle = errno;
	if (!status)
		status = file_text_find(&text, &file, &source, true,
		    HEADER_SEARCH_ROWS, arena, &unheard);
	struct reading reading = { .diagnostics = &unheard,
		.reader = { .file = &file } };
	if (!status)
		status = find_header(&reading, &text.dialect, &search, &line);
	file_close(&file);
	if (status || !header_search_succeeded(&search))
		return false;
	*row = header_search_best(&search);
	return row->format || row->canonical;
}

static bool
is_input(const struct dataset *data, const char *name)
{
	for (uint32_t i = 0; i < data->input_count; i++)
		if (strcmp(dataset_input_name(data, i), name) == 0)
			return true;
	return false;
}

/* Is the file of that path one of the other plans, by whatever path that was
 * named? */
static bool
is_other_plan(const struct dataset *data, const char *path)
{
	struct stat file, plan;
	for (size_t i = 0; i < data->other_plan_count; i++)
		if (stat(path, &file) == 0 &&
		    stat(data->other_plans[i].path, &plan) == 0 &&
		    file.st_dev == plan.st_dev && file.st_ino == plan.st_ino)
			return true;
	return false;
}

static bool
is_named(const struct configuration *configuration, enum table table)
{
	const struct source_configuration *source =
	    configuration->sources[table];
	return source && source->own_files;
}

/* What a file's name says that it is: how it ends, and what to do with it. */
static const struct ending {
	const char *ending;
	bool readable; /* if kpi.yaml names it */
	const char *advice;
} endings[] = {
	{ ".csv", true, "" },
	{ ".tsv", true, "" },
	{ ".txt", true, "" },
	{ ".tab", true, "" },
	{ ".dat", true, "" },
	{ ".prn", false, N_("; save it as CSV") },
	{ ".json", false, N_("; export it as CSV") },
	{ ".xml", false, N_("; export it as CSV") },
	{ ".html", false, N_("; export it as CSV") },
	{ ".htm", false, N_("; export it as CSV") },
	{ ".xlsx", true, "" },
	{ ".xlsm", true, "" },
	{ ".xls", false, N_("; save it as .xlsx or CSV UTF-8") },
	{ ".xlsb", false, N_("; save it as .xlsx or CSV UTF-8") },
	{ ".ods", false, N_("; save it as .xlsx or CSV") },
	{ ".numbers", false, N_("; export it as Excel (.xlsx) or CSV") },
	{ ".gz", false, N_("; unpack it") },
	{ ".bz2", false, N_("; unpack it") },
	{ ".xz", false, N_("; unpack it") },
	{ ".rar", false, N_("; unpack it") },
	{ ".7z", false, N_("; unpack it") },
	{ ".zip", false, N_("; unpack it") },
};

static bool
ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), size = strlen(ending);
	return length > size && strcasecmp(name + length - size, ending) == 0;
}

/* A name without an ending, or with something behind one that is known:
 * `contracts.csv~`, `contracts.csv (1)`. */
static const struct ending *
unclear_ending(const char *name)
{
	static const struct ending unclear = { "", true,
		N_("; let its name end with .csv") };
	return !strchr(name, '.') || strcasestr(name, ".csv") ||
		       strcasestr(name, ".xlsx")
		   ? &unclear
		   : NULL;
}

static const struct ending *
ending_of(const char *name)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (ends_with(name, endings[i].ending))
			return &endings[i];
	return unclear_ending(name);
}

/* A run keeps its records beside the data, where it is told to. */
static bool
is_record_of_run(const char *name)
{
	return strncmp(name, "records-", strlen("records-")) == 0;
}

/* The table that a file is called like; TABLE_COUNT if none. */
static enum table
table_called(const char *name)
{
	for (int table = 0; table < TABLE_COUNT; table++) {
		const char *own = table_name((enum table)table);
		if (strncasecmp(name, own, strlen(own)) == 0)
			return (enum table)table;
	}
	return TABLE_COUNT;
}

/* The table whose export a file's header is; *title is what it is called,
 * *obstacle as above. */
static enum table
table_recognized(const struct formats *formats, const char *path,
    const char **title, int *obstacle, struct arena *arena)
{
	struct header_candidate row;
	for (int table = 0; table < TABLE_COUNT; table++) {
		if (!(table_kinds[table].flags & TABLE_MAIN) ||
		    !has_header_of((enum table)table, path, formats, arena,
			&row, obstacle))
			continue;
		*title = !row.format         ? table_name((enum table)table)
			 : row.format->title ? row.format->title
					     : row.format->name;
		return (enum table)table;
	}
	return TABLE_COUNT;
}

/* What reads the file beside those of its table that are read: a list in
 * kpi.yaml is the whole list. NULL without memory. */
static const char *
line_for(const struct dataset *data, const char *name, enum table table)
{
	struct arena *arena = data->arena;
	const char *list = "";
	for (uint32_t i = 0; i < data->input_count && list; i++) {
		if (data->inputs[i].table != table)
			continue;
		const char *pattern =
		    folder_pattern_of(dataset_input_name(data, i), arena);
		list = pattern ? arena_format(arena, "%s%s, ", list, pattern)
			       : NULL;
	}
	const char *pattern = folder_pattern_of(name, arena);
	return list && pattern ? arena_format(arena, "%s: [%s%s]",
				     table_name(table), list, pattern)
			       : NULL;
}

static enum status
say_stray(struct dataset *data, const char *name, enum table table,
    const char *title, const struct ending *ending,
    struct diagnostics *diagnostics)
{
	const char *table_word = table_name(table);
	const char *line = ending->readable ? line_for(data, name, table) : "";
	struct assumption *assumption =
	    line ? assumptions_add(&data->assumptions, 0, line) : NULL;
	if (!assumption)
		return diagnostics_no_memory(diagnostics);
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		note_say_in(&assumption->text, (enum language)l,
		    title ? N_("%s is not read, though its header is that of "
			       "%s%s")
			  : N_("%s is not read, though its name is that of "
			       "%s%s"),
		    name, title ? title : table_word,
		    language_text((enum language)l, ending->advice));
	return STATUS_OK;
}

/* A file that nothing reads: does it look like a table's? */
static enum status
judge_file(struct dataset *data, const struct configuration *configuration,
    const struct formats *formats, const char *name,
    struct diagnostics *diagnostics)
{
	const struct ending *ending = ending_of(name);
	const char *title = NULL;
	const char *path =
	    arena_format(data->arena, "%s/%s", data->folder, name);
	if (!path)
		return diagnostics_no_memory(diagnostics);
	if (!ending || is_input(data, name) || is_other_plan(data, path))
		return STATUS_OK;
	enum table table = table_called(name);
	if (table == TABLE_COUNT && !is_record_of_run(name) &&
	    (ends_with(name, ".csv") || ends_with(name, ".xlsx"))) {
		int obstacle = 0;
		table = table_recognized(
		    formats, path, &title, &obstacle, data->arena);
		if (obstacle)
			return diagnostics_fail(diagnostics, STATUS_INPUT,
			    "%s: cannot open: %s", path,
			    locale_error(obstacle));
		if (table != TABLE_COUNT && is_named(configuration, table))
			return STATUS_OK;
	}
	return table == TABLE_COUNT
		   ? STATUS_OK
		   : say_stray(data, name, table, title, ending, diagnostics);
}

/* Is a file read although its name differs from the documented one in upper and
 * lower case? */
static enum status
say_other_letters(struct dataset *data,
    const struct configuration *configuration, uint32_t index,
    struct diagnostics *diagnostics)
{
	const struct input *input = &data->inputs[index];
	const char *name = dataset_input_name(data, index);
	const char *own = table_name(input->table);
	const char *ending = strrchr(name, '.');
	if (input->elsewhere || is_named(configuration, input->table) ||
	    dataset_is_other_plan(data, index) ||
	    (strncmp(name, own, strlen(own)) == 0 && ending &&
		(strcmp(ending, ".csv") == 0 || strcmp(ending, ".xlsx") == 0)))
		return STATUS_OK;
	struct assumption *assumption = assumptions_add(
	    &data->assumptions, input->reconciliation.accepted, "");
	if (!assumption)
		return diagnostics_no_memory(diagnostics);
	note_say(&assumption->text, "%s is read as a file of %s", name, own);
	return STATUS_OK;
}

/* A folder is none, where the file system says so. */
static int
is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && entry->d_type != DT_DIR;
}

enum status
strays_report(struct dataset *data, const struct configuration *configuration,
    const struct formats *formats, struct diagnostics *diagnostics)
{
	struct dirent **entries = NULL;
	int count = scandir(data->folder, &entries, is_file, alphasort);
	enum status status = count >= 0
				 ? STATUS_OK
				 : diagnostics_fail(diagnostics, STATUS_INPUT,
				       "%s: cannot read the folder: %s",
				       data->folder, locale_error(errno));
	for (uint32_t i = 0; i < data->input_count && !status; i++)
		status = say_other_letters(data, configuration, i, diagnostics);
	for (int i = 0; i < count; i++) {
		if (!status)
			status = judge_file(data, configuration, formats,
			    entries[i]->d_name, diagnostics);
		free(entries[i]);
	}
	free(entries);
	return status;
}
