#include "io/run/folder.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"
#include "io/run/change.h"
#include "io/run/json_watch.h"
#include "io/run/read.h"

enum {
	RECORD_BYTES = 64 * 1024 * 1024, /* of run.json, at most */
	DEPTH_MOST = 8,
	FILES_MOST = 10000,
	FEED_BYTES = 1024
};

const char *
run_folder_path(const char *folder, const char *name, struct arena *arena)
{
	size_t length = strlen(folder);
	bool slash = length && folder[length - 1] == '/';
	return arena_format(arena, "%s%s%s", folder, slash ? "" : "/", name);
}

enum status
run_folder_look(const char *folder, const char *name, bool *there,
    struct diagnostics *diagnostics)
{
	char path[4096];
	struct stat found;
	int length = snprintf(path, sizeof path, "%s/%s", folder, name);
	bool fits = length > 0 && (size_t)length < sizeof path;
	int error = !fits ? ENAMETOOLONG : lstat(path, &found) != 0 ? errno : 0;
	*there = !error && S_ISREG(found.st_mode);
	return !error || error == ENOENT || error == ENOTDIR
		   ? STATUS_OK
		   : diagnostics_fail(diagnostics, STATUS_INPUT,
			 "%s/%s: cannot examine: %s", folder, name,
			 locale_error(error));
}

/* ---- run.json ---- */

/* Of two entries of one key (`a.b` and b below a) the first one counts. */
static bool
add_entry(struct run_folder *folder, const char *key, const char *value)
{
	uint32_t id = dictionary_add(&folder->keys, text_of(key));
	if (id == NO_ID || id < folder->entry_count)
		return id != NO_ID;
	struct run_entry *entries = arena_grown(folder->arena, folder->entries,
	    folder->entry_count, &folder->entry_capacity, sizeof *entries);
	const char *copy =
	    value ? arena_copy(folder->arena, value, strlen(value)) : NULL;
	if (!entries || !copy)
		return false;
	folder->entries = entries;
	entries[folder->entry_count++] = (struct run_entry){ key, copy };
	return true;
}

/* Flattens a value into entries; false without memory. */
static bool
flatten(struct run_folder *folder, json_t *value, const char *prefix, int depth)
{
	const char *dot = *prefix ? "." : "", *key;
	char number[40];
	json_t *part;
	size_t index;
	if (depth > DEPTH_MOST)
		return true;
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		json_object_foreach(value, key, part)
		{
			const char *next = arena_format(
			    folder->arena, "%s%s%s", prefix, dot, key);
			if (!next || !flatten(folder, part, next, depth + 1))
				return false;
		}
		return true;
	case JSON_ARRAY:
		json_array_foreach(value, index, part)
		{
			const char *next = arena_format(
			    folder->arena, "%s%s%zu", prefix, dot, index);
			if (!next || !flatten(folder, part, next, depth + 1))
				return false;
		}
		return true;
	case JSON_STRING:
		return add_entry(folder, prefix, json_string_value(value));
	case JSON_INTEGER:
		snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
		return add_entry(folder, prefix, number);
	case JSON_REAL:
		snprintf(
		    number, sizeof number, "%.17g", json_real_value(value));
		return add_entry(folder, prefix, number);
	case JSON_TRUE:
	case JSON_FALSE:
		return add_entry(
		    folder, prefix, json_is_true(value) ? "true" : "false");
	case JSON_NULL:
		break;
	}
	return true;
}

/* What is left to be parsed. */
struct rest {
	const char *bytes;
	size_t length;
};

static size_t
feed(void *buffer, size_t size, void *context)
{
	struct rest *rest = context;
	if (json_watch_failed())
		return (size_t)-1;
	size_t length = rest->length < size ? rest->length : size;
	length = length < FEED_BYTES ? length : FEED_BYTES;
	memcpy(buffer, rest->bytes, length);
	rest->bytes += length;
	rest->length -= length;
	return length;
}

static enum status
parse_record(struct run_folder *folder, struct rest rest, const char *path,
    struct diagnostics *diagnostics)
{
	json_error_t error;
	json_watch_begin();
	json_t *root =
	    json_load_callback(feed, &rest, JSON_REJECT_DUPLICATES, &error);
	bool fits = !root || flatten(folder, root, "", 0);
	json_decref(root);
	json_watch_end();
	if (!fits || json_watch_failed())
		return diagnostics_no_memory(diagnostics);
	folder->is_foreign = !root;
	return root ? STATUS_OK
		    : diagnostics_fail(diagnostics, STATUS_INPUT,
			  "%s:%d: not what kpi run wrote: %s", path, error.line,
			  error.text);
}

static enum status
read_record(struct run_folder *folder, const char *path,
    struct diagnostics *diagnostics)
{
	char *bytes;
	size_t length;
	enum status status = read_whole(
	    &bytes, &length, RECORD_BYTES, path, folder->arena, diagnostics);
	if (!status)
		status = parse_record(
		    folder, (struct rest){ bytes, length }, path, diagnostics);
	if (status)
		return status;
	static const char *const needed[] = { "program", "version",
		"period.label", "period.from", "period.last", "period.as_of" };
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!run_folder_value(folder, needed[i])) {
			folder->is_foreign = true;
			return diagnostics_fail(diagnostics, STATUS_INPUT,
			    "%s: not what kpi run wrote: %s is missing", path,
			    needed[i]);
		}
	return STATUS_OK;
}

/* All zero for a file that is not there. */
static struct run_identity
identity_of(const char *path)
{
	struct stat found;
	return stat(path, &found) == 0 ? (struct run_identity){ found.st_dev,
		found.st_ino, found.st_size, found.st_mtim }
				       : (struct run_identity){ .inode = 0 };
}

enum status
run_folder_open(struct run_folder *folder, const char *path,
    struct arena *arena, struct diagnostics *diagnostics)
{
	*folder = (struct run_folder){ .path = path, .arena = arena };
	dictionary_init(&folder->keys, arena);
	struct stat found;
	if (stat(path, &found) != 0)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot open: %s", path, locale_error(errno));
	enum status status = change_settle_to_read(path, diagnostics);
	bool there = false;
	if (!status)
		status = run_folder_look(path, RUN_RECORD, &there, diagnostics);
	if (status)
		return status;
	if (!S_ISDIR(found.st_mode) || !there)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: expected the output folder of a run, found %s", path,
		    S_ISDIR(found.st_mode) ? _("a folder without run.json")
					   : _("a file"));
	const char *record = run_folder_path(path, RUN_RECORD, arena);
	if (!record)
		return diagnostics_no_memory(diagnostics);
	folder->record = identity_of(record);
	return read_record(folder, record, diagnostics);
}

enum status
run_folder_check_same(
    const struct run_folder *folder, struct diagnostics *diagnostics)
{
	const char *record =
	    run_folder_path(folder->path, RUN_RECORD, folder->arena);
	if (!record)
		return diagnostics_no_memory(diagnostics);
	struct run_identity now = identity_of(record);
	const struct run_identity *then = &folder->record;
	if (now.inode == then->inode && now.device == then->device &&
	    now.size == then->size &&
	    now.changed.tv_sec == then->changed.tv_sec &&
	    now.changed.tv_nsec == then->changed.tv_nsec)
		return change_settle_to_read(folder->path, diagnostics);
	return diagnostics_fail(diagnostics, STATUS_INPUT,
	    "%s: another run took its place while it was read; try again",
	    folder->path);
}

const char *
run_folder_value(const struct run_folder *folder, const char *key)
{
	uint32_t id = dictionary_find(&folder->keys, text_of(key));
	return id == NO_ID ? NULL : folder->entries[id].value;
}

const char *
run_folder_lacks(const struct run_folder *folder)
{
	const char *team = run_folder_value(folder, "options.team");
	const char *lead = run_folder_value(folder, "options.lead");
	const char *no_pay = run_folder_value(folder, "options.no_pay");
	if (team && *team)
		return "--team";
	if (lead && *lead)
		return "--lead";
	return no_pay && strcmp(no_pay, "yes") == 0 ? "--no-pay" : NULL;
}

const char *
run_folder_element(const struct run_folder *folder, const char *list,
    size_t index, const char *name)
{
	char key[100];
	snprintf(key, sizeof key, "%s.%zu.%s", list, index, name);
	return run_folder_value(folder, key);
}

struct csv_shape
run_folder_shape(const struct run_folder *folder)
{
	const char *delimiter =
	    run_folder_value(folder, "configuration.csv.delimiter");
	const char *decimal =
	    run_folder_value(folder, "configuration.csv.decimal");
	struct csv_shape shape = { ',', '.' };
	if (delimiter && *delimiter && !delimiter[1])
		shape.delimiter = *delimiter;
	if (decimal && *decimal && !decimal[1])
		shape.decimal = *decimal;
	return shape;
}

/* ---- the files ---- */

static int
by_name(const void *left, const void *right)
{
	const struct run_file *a = left, *b = right;
	return strcmp(a->name, b->name);
}

/* A name that sha256sum prints as it is. */
static bool
is_plain_name(const char *name)
{
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == '\\' || *at == 0x7f)
			return false;
	return true;
}

static enum status
add_file(struct run_files *files, const char *folder, const char *name,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct run_file *rows = arena_grown(
	    arena, files->rows, files->count, &files->capacity, sizeof *rows);
	const char *path = run_folder_path(folder, name, arena);
	const char *copy = arena_copy(arena, name, strlen(name));
	struct stat found;
	if (!rows || !path || !copy)
		return diagnostics_no_memory(diagnostics);
	files->rows = rows;
	if (files->count == FILES_MOST)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: more than %d files; that is no folder of a run",
		    folder, FILES_MOST);
	struct run_file *file = &rows[files->count++];
	*file = (struct run_file){ .name = copy };
	if (lstat(path, &found) != 0)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot examine: %s", path, locale_error(errno));
	file->plain = is_plain_name(name) && S_ISREG(found.st_mode);
	return file->plain ? digest_file(path, file->sha256, diagnostics)
			   : STATUS_OK;
}

enum status
run_folder_files(struct run_files *files, const char *path, const char *except,
    struct arena *arena, struct diagnostics *diagnostics)
{
	*files = (struct run_files){ 0 };
	DIR *directory = opendir(path);
	if (!directory)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot open the folder: %s", path,
		    locale_error(errno));
	enum status status = STATUS_OK;
	struct dirent *entry;
	errno = 0;
	while (!status && (entry = readdir(directory))) {
		const char *name = entry->d_name;
		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
		    !(except && strcmp(name, except) == 0))
			status =
			    add_file(files, path, name, arena, diagnostics);
		errno = 0;
	}
	if (!status && errno)
		status = diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot read the folder: %s", path,
		    locale_error(errno));
	closedir(directory);
	if (!status && files->count)
		qsort(files->rows, files->count, sizeof *files->rows, by_name);
	return status;
}

const struct run_file *
run_files_find(const struct run_files *files, const char *name)
{
	struct run_file wanted = { .name = name };
	return files->count ? bsearch(&wanted, files->rows, files->count,
				  sizeof wanted, by_name)
			    : NULL;
}
