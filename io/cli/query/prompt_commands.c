/* What a line that begins with a dot does at the prompt. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/interrupt.h"
#include "io/cli/query/prompt.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

static const char *const modes[] = { "table", "csv", "json", "xlsx",
	"expanded" };
enum { MODES = sizeof modes / sizeof *modes, MODE_EXPANDED = MODES - 1 };

/* ---- .tables, .columns TABLE ---- */

static void
print_table(const struct relation *relation)
{
	terminal_print(stdout, "%-14s %9zu rows  %s\n", relation->name,
	    relation->rows, _(relation->about));
}

static void
print_column(const struct relation_column *column)
{
	static const char *const types[] = { "text", "date", "number" };
	terminal_pad(stdout, 2);
	terminal_put_padded(stdout, text_of(column->name), 24);
	terminal_print(stdout, " %s\n", types[column->type]);
}

static void
list_tables(struct prompt *prompt, const char *argument)
{
	(void)argument;
	for (size_t i = 0; i < prompt->relations->count; i++)
		print_table(prompt->relations->rows[i]);
}

static void
list_columns(struct prompt *prompt, const char *argument)
{
	const struct relations *relations = prompt->relations;
	const char *names[RELATIONS_MOST];
	for (size_t i = 0; i < relations->count; i++) {
		const struct relation *relation = relations->rows[i];
		names[i] = relation->name;
		if (strcasecmp(relation->name, argument) != 0)
			continue;
		print_table(relation);
		for (size_t c = 0; c < relation->column_count; c++)
			print_column(&relation->columns[c]);
		return;
	}
	const char *nearest =
	    text_nearest(text_of(argument), names, relations->count);
	if (nearest)
		talk_error(
		    "no such table: %s; did you mean %s?", argument, nearest);
	else
		talk_error("no such table: %s; .tables lists them", argument);
}

/* ---- .mode, .once, .read ---- */

static void
change_mode(struct prompt *prompt, const char *argument)
{
	struct statements *statements = prompt->statements;
	if (!*argument) {
		terminal_print(stdout, "%s\n",
		    statements->expanded ? "expanded"
					 : modes[statements->format]);
		return;
	}
	for (int i = 0; i < MODES; i++) {
		if (strcmp(argument, modes[i]) != 0)
			continue;
		statements->expanded = i == MODE_EXPANDED;
		statements->format =
		    i == MODE_EXPANDED ? ANSWER_TABLE : (enum answer_format)i;
		return;
	}
	talk_error(
	    ".mode %s: expected table, expanded, csv, json or xlsx", argument);
}

static void
write_once(struct prompt *prompt, const char *argument)
{
	prompt->once = arena_copy(
	    prompt->statements->session->arena, argument, strlen(argument));
	if (!prompt->once)
		talk_error("out of memory");
}

/* A regular file or a folder, which says of itself that it cannot be read: a
 * pipe would be waited for, a device may have no end. NULL after saying why. */
static FILE *
open_statements(const char *argument)
{
	struct stat found;
	int descriptor =
	    open(argument, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool opened = descriptor >= 0 && fstat(descriptor, &found) == 0;
	bool fit = opened && (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
	FILE *file = fit ? fdopen(descriptor, "r") : NULL;
	if (file)
		return file;
	talk_error(".read %s: %s", argument,
	    opened && !fit ? _("is no regular file") : _("cannot be opened"));
	if (descriptor >= 0)
		close(descriptor);
	return NULL;
}

static void
read_file(struct prompt *prompt, const char *argument)
{
	struct text sql;
	FILE *file = open_statements(argument);
	if (!file)
		return;
	enum status status =
	    statements_read(prompt->statements, file, argument, &sql);
	fclose(file);
	if (!status)
		prompt_answer(prompt, sql);
}

/* ---- all of them ---- */

static void
leave(struct prompt *prompt, const char *argument)
{
	(void)argument;
	prompt->leaves = true;
}

static void help(struct prompt *prompt, const char *argument);

static const struct {
	const char *name, *argument, *about;
	bool needed; /* the argument */
	void (*run)(struct prompt *prompt, const char *argument);
} rows[] = {
	{ "tables", "", N_("what there is to ask about"), false, list_tables },
	{ "columns", "TABLE", N_("its columns"), true, list_columns },
	{ "mode", "MODE", N_("answers as table, expanded, csv, json or xlsx"),
	    false, change_mode },
	{ "once", "FILE", N_("the next answer goes into the file"), true,
	    write_once },
	{ "read", "FILE", N_("answers the statements in the file"), true,
	    read_file },
	{ "help", "", "this", false, help },
	{ "quit", "", N_("leave (or Ctrl-D)"), false, leave },
	{ "exit", "", N_("the same"), false, leave },
};
enum { COMMANDS = sizeof rows / sizeof *rows };

static void
help(struct prompt *prompt, const char *argument)
{
	(void)prompt;
	(void)argument;
	for (int i = 0; i < COMMANDS; i++)
		terminal_print(stdout, ".%-8s %-6s %s\n", rows[i].name,
		    rows[i].argument, _(rows[i].about));
	puts(_(
	    "A statement ends with ; and may take several lines; Ctrl-C drops "
	    "it, or stops it.\ndsum(x) adds exactly; month(day), "
	    "quarter(day) and year(day) give periods as the\nmetrics know "
	    "them."));
}

static void
unknown(struct text name)
{
	const char *names[COMMANDS];
	for (int i = 0; i < COMMANDS; i++)
		names[i] = rows[i].name;
	const char *nearest = text_nearest(name, names, COMMANDS);
	if (nearest)
		talk_error(".%.*s: unknown; did you mean .%s?",
		    (int)name.length, name.data, nearest);
	else
		talk_error(".%.*s: unknown; .help lists what there is",
		    (int)name.length, name.data);
}

void
prompt_command(struct prompt *prompt, const char *line)
{
	struct arena *arena = prompt->statements->session->arena;
	struct arena_mark mark = arena_mark(arena);
	struct text name = { line + 1, strcspn(line + 1, " \t") };
	const char *from = name.data + name.length;
	from += strspn(from, " \t");
	size_t length = strlen(from);
	while (length && strchr(" \t;", from[length - 1]))
		length--;
	const char *argument = arena_copy(arena, from, length);
	int i = 0;
	while (i < COMMANDS && !text_is(name, rows[i].name))
		i++;
	if (!argument)
		talk_error("out of memory");
	else if (i == COMMANDS)
		unknown(name);
	else if (rows[i].needed && length == 0)
		talk_error(".%s: of what? .%s %s", rows[i].name, rows[i].name,
		    rows[i].argument);
	else
		rows[i].run(prompt, argument);
	if (!prompt->once) /* its name is in the arena */
		arena_release(arena, mark);
}

/* May the answer go where .once says? */
static bool
may_write(struct prompt *prompt)
{
	struct session *session = prompt->statements->session;
	struct writes writes =
	    print_writes(prompt->options, prompt->statements->format);
	enum status status = session_spare(session, &writes);
	talk_diagnostics(&session->diagnostics, session->options->quiet);
	return status == STATUS_OK;
}

void
prompt_answer(struct prompt *prompt, struct text sql)
{
	const char *out = prompt->options->out;
	bool one = prompt->once != NULL;
	if (one)
		prompt->options->out = prompt->once;
	if (!one || may_write(prompt))
		statements_answer(prompt->statements, sql, one);
	prompt->options->out = out;
	prompt->once = NULL;
	fflush(stdout);
	interrupt_forget();
}
