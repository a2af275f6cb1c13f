#include "io/import/importer.h"

#include <sys/stat.h>

#include "engine/base/arena.h"
#include "engine/model/day_sums.h"
#include "io/import/file_import.h"
#include "io/import/folder.h"
#include "io/import/id_look_alikes.h"
#include "io/import/look_alikes.h"
#include "io/import/odd_rows.h"
#include "io/import/other_plans.h"
#include "io/import/lossy_names.h"
#include "io/import/rows/attributes.h"
#include "io/import/rows/file_reading.h"
#include "io/import/rows/rejects.h"
#include "io/import/rows/timesheets.h"
#include "io/import/rows/word_readings.h"
#include "io/import/strays.h"
#include "io/import/summed_parts.h"
#include "io/import/tables/rate_use.h"
#include "io/import/uneven_files.h"
#include "io/locale/locale.h"

static bool
drops_duplicates(const struct configuration *configuration)
{
	return configuration->definitions.duplicates == DUPLICATES_DROP;
}

/* Overlapping exports need several files; but an entry_id may also stand twice
 * in one. The second row of an id is rejected anyway, unless duplicates are to
 * be dropped. */
static bool
looks_for_duplicates(const struct loading *loading, enum table table,
    const struct table_files *files)
{
	if (schema_flagged(table, FIELD_ENTRY_ID) != FIELD_COUNT)
		return true;
	return files->count > 1 &&
	       (drops_duplicates(loading->configuration) ||
		   schema_flagged(table, FIELD_UNIQUE) == FIELD_COUNT);
}

/* Can what follows still be looked at for errors of its own? */
static bool
goes_on(const struct loading *loading, enum status status)
{
	return !loading->assumption_failed &&
	       (!status || status_concerns_one(status));
}

/* Managers whom splits name are known before surveys are about them. */
static enum status
judge_splits(struct loading *loading, struct diagnostics *diagnostics)
{
	const char **reasons;
	if (loading->data->split_row_count == 0)
		return STATUS_OK;
	return table_judge_splits(loading, &reasons) ||
		       taken_back(loading, TABLE_SPLITS, reasons)
		   ? diagnostics_no_memory(diagnostics)
		   : STATUS_OK;
}

/* Imports a file, which may be a part of the timesheets. */
static enum status
import_file(struct loading *loading, const struct file_request *request,
    struct summed_part *part, struct diagnostics *diagnostics)
{
	static const struct source_configuration canonical = {
		.table = TABLE_TIMESHEETS
	};
	struct file_request asked = *request;
	uint32_t index = (uint32_t)loading->data->input_count;
	enum status status = STATUS_OK;
	if (request->source->table == TABLE_TIMESHEETS)
		status = summed_part_open(
		    part, request->path, loading, diagnostics);
	if (status)
		return status;
	loading->summed = part->record != NULL;
	/* The ids of its rows are its own (summed_parts_judge). */
	if (loading->summed) {
		asked.source = &canonical;
		asked.duplicates = NULL;
	}
	status = file_import(loading, &asked, diagnostics);
	loading->summed = false;
	return !status && part->record
		   ? summed_part_take(part, index, loading, diagnostics)
		   : status;
}

/* The bytes of a file; 0 if there is no telling. */
static uint64_t
file_bytes(const char *path)
{
	struct stat state;
	return stat(path, &state) == 0 && state.st_size > 0
		   ? (uint64_t)state.st_size
		   : 0;
}

/* How much there is to read, for progress. What is wrong with the files is said
 * when they are read. */
static void
measure_files(struct loading *loading, const char *folder)
{
	struct import_options *options = &loading->options;
	struct diagnostics unsaid = { .arena = loading->scratch };
	options->files_before = options->files_total = 0;
	for (int table = 0; options->progress && table < TABLE_COUNT; table++) {
		struct table_files files = { 0 };
		if (options->without >> table & 1 ||
		    folder_find(&files, folder,
			loading->configuration->sources[table],
			loading->scratch, &unsaid))
			continue;
		if (table == TABLE_TIMESHEETS && options->timesheets &&
		    folder_keep(&files, options->timesheets,
			options->timesheet_count, &unsaid))
			continue;
		for (size_t i = 0; i < files.count; i++)
			options->files_total += file_bytes(files.rows[i].path);
	}
}

static enum status
import_table(struct loading *loading, const char *folder, enum table table,
    const struct formats *formats, struct diagnostics *diagnostics)
{
	const struct configuration *configuration = loading->configuration;
	struct table_files files = { 0 };
	struct duplicates *duplicates = NULL;
	enum status status = folder_find(&files, folder,
	    configuration->sources[table], loading->arena, diagnostics);
	if (!status && table == TABLE_TIMESHEETS && loading->options.timesheets)
		status = folder_keep(&files, loading->options.timesheets,
		    loading->options.timesheet_count, diagnostics);
	if (status)
		return status;
	if (looks_for_duplicates(loading, table, &files)) {
		duplicates = duplicates_new(
		    loading->arena, table, drops_duplicates(configuration));
		if (!duplicates)
			return diagnostics_no_memory(diagnostics);
	}
	struct summed_part *parts =
	    arena_allocate(loading->arena, files.count, sizeof *parts);
	if (!parts)
		return diagnostics_no_memory(diagnostics);
	for (size_t i = 0; i < files.count && goes_on(loading, status); i++) {
		const struct file_request request = { files.rows[i].path,
			files.rows[i].source, formats, duplicates, &files };
		status = status_of_both(status,
		    import_file(loading, &request, &parts[i], diagnostics));
		loading->options.files_before +=
		    file_bytes(files.rows[i].path);
	}
	if (!status)
		status = summed_parts_judge(
		    parts, files.count, loading, diagnostics);
	if (!status && table == TABLE_SPLITS)
		status = judge_splits(loading, diagnostics);
	if (!status)
		status = duplicates_report(
		    duplicates, loading->data, table, diagnostics);
	return status ? status : uneven_files_say(loading, table, diagnostics);
}

static void
say_missing_rates(
    const struct loading *loading, struct diagnostics *diagnostics)
{
	char hours[WIDE_TEXT_SIZE];
	const struct dictionary *names = &loading->without_rate;
	if (!loading->rows_without_rate)
		return;
	wide_print(hours, loading->hours_without_rate);
	diagnostics_warn(diagnostics,
	    locale_count("rates: no hourly rate for %s%s%s%s%s: %ju row with "
			 "%s hours has no cost; add them to rates in kpi.yaml, "
			 "or a default",
		"rates: no hourly rate for %s%s%s%s%s: %ju rows with %s hours "
		"have no cost; add them to rates in kpi.yaml, or a default",
		loading->rows_without_rate),
	    dictionary_text(names, 0).data, names->count > 1 ? ", " : "",
	    names->count > 1 ? dictionary_text(names, 1).data : "",
	    names->count > 2 ? ", " : "",
	    names->count > 3   ? "…"
	    : names->count > 2 ? dictionary_text(names, 2).data
			       : "",
	    (uintmax_t)loading->rows_without_rate, hours);
}

/* A table of settings, such as the plan, is read whole or not at all: a row of
 * it that is rejected is an error of the run. */
static enum status
judge_settings(const struct dataset *data, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	struct reject_cursor cursor = rejects_begin(&data->rejects);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL) {
		const struct input *input = &data->inputs[reject->source.input];
		bool value = reject->value.length, column = *reject->column;
		if (table_kinds[input->table].flags & TABLE_SETTINGS)
			status = diagnostics_fail(diagnostics, STATUS_USAGE,
			    "%s:%u: %s%s%.*s%s%s%s", input->path,
			    reject->source.line, reject->column,
			    value ? " \"" : "", (int)reject->value.length,
			    reject->value.data, value ? "\"" : "",
			    column ? ": " : "", reject->reason);
	}
	return status;
}

/* The contracts are read: which projects are known, and what will be asked of
 * their timesheets? */
static enum status
begin_timesheets(
    struct loading *loading, bool refused, struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	const struct import_options *options = &loading->options;
	enum status status = STATUS_OK;
	if (!timesheets_begin(&loading->timesheets, &data->timesheets,
		data->projects.count, loading->arena))
		status = STATUS_MEMORY;
	if (options->sums)
		day_sums_begin(options->sums, &data->timesheets, data->arena);
	/* After an error nothing will be asked. */
	if (!status && refused &&
	    !bookings_open(&data->timesheets.bookings, NULL, 0, 0, data->arena))
		status = STATUS_MEMORY;
	if (!status && !refused && options->register_cost_queries)
		status = options->register_cost_queries(
		    options->cost_queries_context, data,
		    &data->timesheets.bookings);
	return status == STATUS_MEMORY ? diagnostics_no_memory(diagnostics)
				       : status;
}

static enum status
seal_timesheets(struct loading *loading, struct diagnostics *diagnostics)
{
	enum status status = timesheets_seal(&loading->timesheets);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(diagnostics, status,
		    "the timesheets' sum of hours or cost does not fit into "
		    "128 bits; look for absurd amounts");
	return status ? diagnostics_no_memory(diagnostics) : STATUS_OK;
}

static bool
has_main_table(const struct dataset *data)
{
	for (int table = 0; table < TABLE_COUNT; table++)
		if (table_kinds[table].flags & TABLE_MAIN &&
		    data->present[table])
			return true;
	return false;
}

/* Reads the tables in the order of their turns (tables.def): later ones look up
 * what earlier ones name. */
static enum status
read_tables(struct loading *loading, const char *folder,
    const struct formats *formats, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	for (int step = 0;
	     step < READ_TURNS * TABLE_COUNT && goes_on(loading, status);
	     step++) {
		enum table table = (enum table)(step % TABLE_COUNT);
		if (table_kinds[table].turn !=
		    (enum reading_turn)(step / TABLE_COUNT))
			continue;
		table_begin(loading, table);
		loading->data->assumptions.about = table == TABLE_TIMESHEETS
						       ? ABOUT_TIMESHEETS
						       : ABOUT_OTHERS;
		if (table == TABLE_TIMESHEETS)
			status = status_of_both(status,
			    begin_timesheets(loading, status, diagnostics));
		if (goes_on(loading, status) &&
		    !(loading->options.without >> table & 1))
			status = status_of_both(
			    status, import_table(loading, folder, table,
					formats, diagnostics));
	}
	return goes_on(loading, status)
		   ? status_of_both(status,
			 other_plans_import(loading, formats, diagnostics))
		   : status;
}

/* What else is wrong in a data set that is refused. */
static enum status
say_other_errors(struct loading *loading, enum status status,
    struct diagnostics *diagnostics)
{
	status = status_of_both(
	    status, word_readings_conclude(loading, diagnostics));
	return goes_on(loading, status)
		   ? status_of_both(
			 status, judge_settings(loading->data, diagnostics))
		   : status;
}

static enum status
import_tables(struct loading *loading, const char *folder,
    const struct formats *formats, struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	enum status status = read_tables(loading, folder, formats, diagnostics);
	data->assumptions.about = ABOUT_OTHERS;
	if (status)
		return goes_on(loading, status)
			   ? say_other_errors(loading, status, diagnostics)
			   : status;
	if (!has_main_table(data))
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: expected a folder with contracts*.csv, "
		    "timesheets*.csv or surveys*.csv, or as .xlsx (or a "
		    "kpi.yaml that names the files), found none of them; kpi "
		    "init looks at what is there and proposes one",
		    folder);
	status = word_readings_conclude(loading, diagnostics);
	if (status)
		return status_of_both(
		    status, judge_settings(data, diagnostics));
	for (int table = 0; table < TABLE_COUNT; table++)
		rows_trim(data, (enum table)table);
	say_missing_rates(loading, diagnostics);
	if (rate_use_say(loading))
		return diagnostics_no_memory(diagnostics);
	status = seal_timesheets(loading, diagnostics);
	if (status)
		return status;
	table_settle_credits(loading);
	if (attributes_finish(loading) || table_join_surveys(loading) ||
	    dataset_seal(data))
		return diagnostics_no_memory(diagnostics);
	status = table_settle_people(loading, diagnostics);
	if (status)
		return status;
	rejects_resolve(loading);
	return judge_settings(data, diagnostics);
}

static enum status
import_once(struct loading *loading, const char *folder,
    const struct formats *formats, struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	struct arena *arena = loading->arena;
	if (loading->options.readings)
		*loading->options.readings = (struct file_readings){ 0 };
	*data = (struct dataset){
		.arena = arena, .folder = folder, .assumptions.arena = arena
	};
	dictionary_init(&data->managers, arena);
	dictionary_init(&data->client_ids, arena);
	dictionary_init(&data->contract_ids, arena);
	dictionary_init(&data->projects, arena);
	dictionary_init(&data->words, arena);
	dictionary_init(&data->unknown_subjects.names, arena);
	dictionary_init(&loading->without_rate, arena);
	rejects_init(&data->rejects, arena);
	rejects_init(&data->skips, arena);
	loading->scratch = arena_new();
	struct arena *taken = arena_new();
	rejects_init(&loading->taken, taken);
	if (loading->scratch)
		measure_files(loading, folder);
	enum status status =
	    loading->scratch && taken
		? import_tables(loading, folder, formats, diagnostics)
		: diagnostics_no_memory(diagnostics);
	timesheets_forget_projects(loading);
	arena_free(loading->scratch);
	arena_free(taken);
	return status;
}

enum status
import_dataset(struct dataset *dataset, const char *folder,
    const struct configuration *configuration, const struct formats *formats,
    struct import_options options, struct arena *arena,
    struct diagnostics *diagnostics)
{
	const struct loading fresh = { .data = dataset,
		.configuration = configuration,
		.options = options,
		.arena = arena };
	struct loading loading = fresh;
	struct arena_mark mark = arena_mark(arena);
	struct diagnostics before = *diagnostics;
	loading.assume_canonical = !options.careful;
	enum status status = folder_judge(folder, diagnostics);
	if (status)
		return status;
	status = import_once(&loading, folder, formats, diagnostics);
	if (loading.assumption_failed) {
		/* Forget what was read and said: the arena, and the messages.
		 */
		arena_release(arena, mark);
		*diagnostics = before;
		if (before.last)
			before.last->next = NULL;
		loading = fresh;
		status = import_once(&loading, folder, formats, diagnostics);
	}
	/* The files that no table reads may be those that were meant: they are
	 * reported beside what is wrong with others, too. */
	if (status && !status_concerns_one(status))
		return status;
	enum status said = options.timesheets
			       ? STATUS_OK /* other files are not asked for */
			       : strays_report(dataset, configuration, formats,
				     diagnostics);
	if (!status && !said)
		said = lossy_names_report(dataset, diagnostics);
	if (!status && !said)
		said = look_alikes_report(dataset, diagnostics);
	if (!status && !said)
		said = id_look_alikes_report(dataset, diagnostics);
	if (!status && !said)
		said = odd_rows_report(dataset, diagnostics);
	return status ? status : said;
}
