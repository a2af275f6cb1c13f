#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/cli/commands.h"
#include "io/cli/format_folders.h"
#include "io/cli/list_schema.h"
#include "io/cli/list_settings.h"
#include "io/cli/query/list_dimensions.h"
#include "io/cli/session.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/import/config/formats.h"
#include "io/locale/locale.h"
#include "metrics/estimates/metrics.h"

static int
list_metrics(enum language language)
{
	for (size_t i = 0; i < metrics_count; i++) {
		const struct metric *metric = &metrics_table[i];
		terminal_print(stdout, "%s%-17s  %-5s  %-4s  %s\n",
		    metric->headline ? "* " : "  ", metric->id,
		    unit_name(metric->unit),
		    metric->direction == DIRECTION_UP ? "up" : "down",
		    language_text(language, metric->label));
	}
	puts(_("\n* one of the eight indicators; the others stand beside them. "
	       "up or down: which way is better."));
	return 0;
}

static void
print_format(const struct source_configuration *format)
{
	terminal_put_padded(stdout, text_of(format->name), 18);
	terminal_print(stdout, "  %-11s  %s\n%32s recognised by ",
	    table_name(format->table), format->title ? format->title : "", "");
	for (size_t i = 0; i < format->recognize_count; i++)
		terminal_print(
		    stdout, "%s%s", i ? ", " : "", format->recognize[i].data);
	terminal_print(stdout, "\n%32s %s\n", "", format->path);
}

static int
list_formats(const struct options *options)
{
	struct diagnostics diagnostics = { .arena = arena_new(),
		.language = locale_spoken() };
	struct formats formats = { 0 };
	if (!diagnostics.arena) {
		talk_error("out of memory");
		return 3;
	}
	const char *dataset = options->places[1] ? options->places[1] : ".";
	const char *const *folders;
	enum status status = format_folders(dataset, &folders, &diagnostics);
	if (!status)
		status = formats_read(
		    &formats, folders, diagnostics.arena, &diagnostics);
	for (size_t i = 0; i < formats.count; i++)
		print_format(&formats.rows[i]);
	if (!status)
		puts(_(
		    "\nA file whose header has the names that a format is "
		    "recognised by is read with it. kpi check says\nwhich was "
		    "taken; --format TABLE=NAME, or format: NAME in kpi.yaml, "
		    "asks for one."));
	talk_diagnostics(&diagnostics, options->quiet);
	arena_free(diagnostics.arena);
	return status_exit_code(status);
}

/* Of the data set if one is named, else what all data sets have. */
static int
list_dimensions_of(const struct options *options)
{
	struct session session = { .arena = NULL };
	struct options own = *options;
	enum status status = STATUS_OK;
	own.dataset = options->places[1];
	if (own.dataset)
		status = session_load(&session, &own,
		    (struct import_options){
			.without = 1u << TABLE_TIMESHEETS },
		    NULL);
	else
		session.arena = arena_new();
	if (!status)
		status = session.arena ? list_dimensions(
					     own.dataset ? &session.data : NULL,
					     session.arena)
				       : STATUS_MEMORY;
	int code = status        ? status_exit_code(status)
		   : own.dataset ? session_exit_code(&session)
				 : 0;
	session_close(&session);
	return code;
}

static int
refuse_topic(const char *topic)
{
	static const char *const topics[] = { "metrics", "dimensions",
		"formats", "settings", "schema" };
	const char *nearest =
	    topic ? text_nearest(text_of(topic), topics,
			sizeof topics / sizeof *topics)
		  : NULL;
	if (nearest)
		talk_error("list %s: expected metrics, dimensions, formats, "
			   "settings or schema; did you mean %s?",
		    topic, nearest);
	else if (topic)
		talk_error("list %s: expected metrics, dimensions, formats, "
			   "settings or schema",
		    topic);
	else
		talk_error("list: of what? expected metrics, dimensions, "
			   "formats, settings or schema");
	return 2;
}

int
command_list(const struct options *options)
{
	if (options->topic && strcmp(options->topic, "metrics") == 0)
		return list_metrics(options->language);
	if (options->topic && strcmp(options->topic, "formats") == 0)
		return list_formats(options);
	if (options->topic && strcmp(options->topic, "dimensions") == 0)
		return list_dimensions_of(options);
	if (options->topic && strcmp(options->topic, "settings") == 0)
		return list_settings(options);
	if (options->topic && strcmp(options->topic, "schema") == 0)
		return list_schema(options);
	return refuse_topic(options->topic);
}
