#include "io/import/strays.h"

#include <dirent.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/bytes/dialect.h"
#include "io/import/rows/header.h"

enum { STRAYS_MOST = 5 };

/* The header of one file, as far as it can be read. */
struct stray {
	struct header_planning planning;
	struct header header;
	struct csv_reader reader;
	bool read;
};

static enum status
take_header(void *context, const struct csv_record *record)
{
	struct stray *stray = context;
	stray->read = header_read_names(&stray->planning, record) == STATUS_OK;
	stray->reader.pause = true;
	return STATUS_OK;
}

/* Reads the names of a file's columns; what goes wrong is no matter here. */
static bool
read_header(struct stray *stray, const char *path, struct arena *arena)
{
	struct diagnostics unheard = { .arena = arena };
	const struct dialect_declared anything = { .table = "files" };
	struct dialect dialect;
	struct file file;
	stray->planning = (struct header_planning){ .header = &stray->header,
		.path = path,
		.arena = arena,
		.diagnostics = &unheard };
	enum status status = file_open(&file, path, &unheard);
	if (!status)
		status =
		    dialect_find(&dialect, &file, &anything, true, &unheard);
	if (!status) {
		stray->reader = (struct csv_reader){ .file = &file,
			.delimiter = dialect.delimiter,
			.take = take_header,
			.context = stray,
			.offset = dialect.begin_offset };
		status = csv_reader_run(&stray->reader, &unheard);
	}
	file_close(&file);
	return !status && stray->read;
}

static bool
is_input(const struct dataset *data, const char *name)
{
	for (uint32_t i = 0; i < data->input_count; i++)
		if (strcmp(dataset_input_name(data, i), name) == 0)
			return true;
	return false;
}

static bool
is_named(const struct configuration *configuration, enum table table)
{
	const struct source_configuration *source =
	    configuration->sources[table];
	return source && source->line && source->pattern_count;
}

/* What a file seems to be; false if nothing that kpi knows. */
static bool
say_stray(const struct configuration *configuration,
    const struct formats *formats, const char *path, const char *name,
    struct diagnostics *diagnostics)
{
	struct stray stray = { .read = false };
	if (!read_header(&stray, path, diagnostics->arena))
		return false;
	for (int table = 0; table < TABLE_COUNT; table++) {
		const struct source_configuration *other;
		const struct source_configuration *format =
		    formats_recognize(formats, (enum table)table,
			stray.header.folded, stray.header.columns, &other);
		if (!format || is_named(configuration, (enum table)table) ||
		    !(table_kinds[table].flags & TABLE_MAIN))
			continue;
		diagnostics_warn(diagnostics,
		    "%s is not read, though its header is that of %s; call it "
		    "%s-….csv, or say in kpi.yaml: %s: [%s]",
		    name, format->title ? format->title : format->name,
		    table_name(format->table), table_name(format->table), name);
		return true;
	}
	return false;
}

void
strays_report(const struct dataset *data,
    const struct configuration *configuration, const struct formats *formats,
    struct diagnostics *diagnostics)
{
	DIR *directory = opendir(data->folder);
	const struct dirent *entry;
	int said = 0;
	while (directory && said < STRAYS_MOST &&
	       (entry = readdir(directory)) != NULL) {
		const char *name = entry->d_name;
		size_t length = strlen(name);
		if (length < 5 || strcmp(name + length - 4, ".csv") != 0 ||
		    is_input(data, name))
			continue;
		const char *path = arena_format(
		    diagnostics->arena, "%s/%s", data->folder, name);
		const char *copy = arena_copy(diagnostics->arena, name, length);
		if (path && copy)
			said += say_stray(
			    configuration, formats, path, copy, diagnostics);
	}
	if (directory)
		closedir(directory);
}
