#include "io/cli/query/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <sqlite3.h>

#include "io/cli/talk.h"
#include "io/cli/terminal.h"

enum { HISTORY_LINES = 1000, STATEMENT_MOST = 1 << 20, PATH_SIZE = 4096 };

/* Readline passes no context to the functions that complete. */
static const struct relations *completing;

/* The names of tables and columns that begin with `text`, one a call. */
static char *
complete_name(const char *text, int state)
{
	static size_t table, column;
	size_t length = strlen(text);
	if (state == 0)
		table = column = 0;
	for (; table < completing->count; table++, column = 0) {
		const struct relation *relation = completing->rows[table];
		for (; column <= relation->column_count; column++) {
			const char *name =
			    column ? relation->columns[column - 1].name
				   : relation->name;
			if (strncasecmp(name, text, length) != 0)
				continue;
			column++;
			if (!terminal_shows(text_of(name)))
				continue;
			return strdup(name);
		}
	}
	return NULL;
}

static char **
complete(const char *text, int start, int end)
{
	(void)start;
	(void)end;
	rl_attempted_completion_over = 1;
	return rl_completion_matches(text, complete_name);
}

static const char *
history_path(char path[PATH_SIZE])
{
	const char *home = getenv("HOME");
	int length =
	    home ? snprintf(path, PATH_SIZE, "%s/.kpi_history", home) : 0;
	return length > 0 && length < PATH_SIZE ? path : NULL;
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
print_columns(const struct relations *relations, const char *name)
{
	for (size_t i = 0; i < relations->count; i++) {
		const struct relation *relation = relations->rows[i];
		if (*name ? strcasecmp(relation->name, name) != 0 : false)
			continue;
		terminal_print(stdout, "%-14s %9zu rows  %s\n", relation->name,
		    relation->rows, relation->about);
		for (size_t c = 0; *name && c < relation->column_count; c++)
			print_column(&relation->columns[c]);
	}
}

/* Handles a line that begins with a dot; false if the user wants to leave. */
static bool
command(const struct relations *relations, const char *line)
{
	if (strcmp(line, ".quit") == 0 || strcmp(line, ".exit") == 0)
		return false;
	if (strcmp(line, ".tables") == 0)
		print_columns(relations, "");
	else if (strncmp(line, ".columns ", 9) == 0)
		print_columns(relations, line + 9);
	else
		puts(".tables          what there is to ask about\n"
		     ".columns TABLE   its columns\n"
		     ".quit            leave (or Ctrl-D)\n"
		     "A statement ends with ; and may take several lines. "
		     "dsum(x) adds exactly;\nmonth(day), quarter(day) and "
		     "year(day) give periods as the metrics know them.");
	return true;
}

/* Adds a line to the statement; true when it is complete. */
static bool
add_line(char *statement, const char *line)
{
	size_t used = strlen(statement);
	if (used + strlen(line) + 2 > STATEMENT_MOST) {
		talk_error("a statement of more than %d bytes; put it into a "
			   "file and use kpi sql DATASET < FILE",
		    STATEMENT_MOST);
		statement[0] = '\0';
		return false;
	}
	snprintf(statement + used, STATEMENT_MOST - used, "%s%s",
	    used ? "\n" : "", line);
	return sqlite3_complete(statement);
}

static void
read_statements(const struct relations *relations, char *statement,
    void (*take)(void *context, struct text sql), void *context)
{
	char *line;
	while ((line = readline(*statement ? "  ...> " : "kpi> "))) {
		bool leave = false;
		if (*line)
			add_history(line);
		if (*statement == '\0' && *line == '.') {
			leave = !command(relations, line);
		} else if (*line && add_line(statement, line)) {
			take(context, text_of(statement));
			fflush(stdout);
			statement[0] = '\0';
		}
		free(line);
		if (leave)
			return;
	}
	putchar('\n');
}

void
prompt_run(const struct relations *relations,
    void (*take)(void *context, struct text sql), void *context)
{
	char buffer[PATH_SIZE];
	const char *path = history_path(buffer);
	char *statement = calloc(STATEMENT_MOST, 1);
	if (!statement) {
		talk_error("out of memory");
		return;
	}
	completing = relations;
	rl_attempted_completion_function = complete;
	rl_completer_word_break_characters = " \t\n\"'(),.;=<>+-*/|";
	if (path)
		read_history(path);
	talk_note("SQL over the tables; .tables lists them, .help says more");
	read_statements(relations, statement, take, context);
	free(statement);
	stifle_history(HISTORY_LINES);
	mode_t before = umask(077);
	if (path)
		write_history(path);
	umask(before);
}
