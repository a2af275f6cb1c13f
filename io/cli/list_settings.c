/* kpi list settings: every key of kpi.yaml, and what is in force. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/list_settings.h"
#include "engine/base/language.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/import/config/settings.h"
#include "io/import/folder.h"
#include "io/locale/locale.h"

enum { INDENT = 4, WIDTH = 80 };

/* A word of this page. */
enum say { SAY_BY_DEFAULT, SAY_IN_FORCE, SAY_NOT_SAID, SAY_TABLE, SAY_COUNT };

static const char *const words[SAY_COUNT] = {
	[SAY_BY_DEFAULT] = N_("default"),
	[SAY_IN_FORCE] = N_("in force"),
	[SAY_NOT_SAID] = N_("not in kpi.yaml"),
	[SAY_TABLE] =
	    N_("TABLE stands for the name of a table. A key with dots "
	       "is one of a mapping: pay.unit is written pay: {unit: "
	       "…}."),
};

const char *
settings_about_names(void)
{
	return _(words[SAY_TABLE]);
}

const char *
settings_right(
    const struct setting *setting, enum language language, struct arena *arena)
{
	const char *text = setting_expects(setting, language, arena);
	return text && *setting->otherwise
		   ? arena_format(arena, "%s; %s: %s", text,
			 language_text(language, words[SAY_BY_DEFAULT]),
			 setting->otherwise)
		   : text;
}

/* `in force: 30 (kpi.yaml:3)`, `in force: 0 (not in kpi.yaml)`, or the last
 * words alone where nothing is; NULL without memory. */
static const char *
what_is_in_force(const struct setting_line *line, enum language language,
    struct arena *arena)
{
	const char *name = language_text(language, words[SAY_IN_FORCE]);
	const char *not_said = language_text(language, words[SAY_NOT_SAID]);
	if (line->line)
		return arena_format(arena, "%s: %s (kpi.yaml:%u)", name,
		    line->in_force, line->line);
	return *line->in_force ? arena_format(arena, "%s: %s (%s)", name,
				     line->in_force, not_said)
			       : not_said;
}

static void
print_indented(const char *text)
{
	terminal_pad(stdout, INDENT);
	terminal_put_wrapped(stdout, text_of(text), INDENT, WIDTH);
}

static enum status
print_settings(const struct setting_lines *lines, bool in_force,
    enum language language, struct arena *arena)
{
	for (size_t i = 0; i < lines->count; i++) {
		const struct setting_line *line = &lines->rows[i];
		const char *right =
		    settings_right(line->setting, language, arena);
		const char *now =
		    in_force ? what_is_in_force(line, language, arena) : "";
		if (!right || !now)
			return STATUS_MEMORY;
		terminal_print(stdout, "%s\n", line->name);
		print_indented(
		    language_text(language, line->setting->explanation));
		print_indented(right);
		if (*now)
			print_indented(now);
	}
	puts("");
	terminal_put_wrapped(stdout,
	    text_of(language_text(language, words[SAY_TABLE])), 0, WIDTH);
	return STATUS_OK;
}

int
list_settings(const struct options *options)
{
	struct diagnostics diagnostics = { .arena = arena_new(),
		.language = locale_spoken() };
	struct configuration configuration;
	struct setting_lines lines;
	const char *folder = options->places[1];
	if (!diagnostics.arena) {
		talk_error("out of memory");
		return 3;
	}
	enum status status =
	    folder ? folder_judge(folder, &diagnostics) : STATUS_OK;
	if (!status && folder)
		status = configuration_read(
		    &configuration, folder, diagnostics.arena, &diagnostics);
	if (!status && (settings_list(&lines, folder ? &configuration : NULL,
			    diagnostics.arena) ||
			   print_settings(&lines, folder != NULL,
			       options->language, diagnostics.arena)))
		status = diagnostics_no_memory(&diagnostics);
	talk_diagnostics(&diagnostics, options->quiet);
	arena_free(diagnostics.arena);
	return status_exit_code(status);
}
