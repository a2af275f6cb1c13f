#include "io/cli/query/prompt.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <sqlite3.h>

#include "io/cli/interrupt.h"
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

/* Waits for a key: 1 if there is one, 0 if a signal came, -1 on an error.
 * SIGINT is blocked but while we wait, lest it come between looking and
 * waiting. */
static int
wait_for_key(int descriptor)
{
	sigset_t interrupt, before;
	fd_set from;
	FD_ZERO(&from);
	FD_SET(descriptor, &from);
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	sigprocmask(SIG_BLOCK, &interrupt, &before);
	int ready = 0;
	if (!interrupt_seen() && !rl_pending_signal())
		ready =
		    pselect(descriptor + 1, &from, NULL, NULL, NULL, &before);
	if (ready < 0 && errno == EINTR)
		ready = 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ready;
}

/* Was the line ended by Ctrl-C? */
static bool dropped;

/* A key for readline; Ctrl-C becomes the end of an empty line, so that it
 * returns. */
static int
read_key(FILE *stream)
{
	for (;;) {
		unsigned char key;
		int ready = wait_for_key(fileno(stream));
		if (ready > 0)
			return read(fileno(stream), &key, 1) == 1 ? key : EOF;
		if (ready < 0)
			return EOF;
		rl_check_signals(); /* readline hands on what it caught */
		if (!interrupt_seen())
			continue;
		interrupt_forget();
		dropped = true;
		rl_replace_line("", 0);
		return '\n';
	}
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
read_statements(struct prompt *prompt, char *statement)
{
	char *line;
	while (!prompt->leaves &&
	       (line = readline(*statement ? "  ...> " : "kpi> "))) {
		if (dropped) {
			statement[0] = line[0] = '\0';
			dropped = false;
		}
		if (*line)
			add_history(line);
		if (*statement == '\0' && *line == '.') {
			prompt_command(prompt, line);
		} else if (*line && add_line(statement, line)) {
			prompt_answer(prompt, text_of(statement));
			statement[0] = '\0';
		}
		free(line);
	}
	if (!prompt->leaves)
		putchar('\n');
}

enum status
prompt_run(const struct relations *relations, struct statements *statements,
    struct options *options)
{
	char buffer[PATH_SIZE];
	const char *path = history_path(buffer);
	struct prompt prompt = { .relations = relations,
		.statements = statements,
		.options = options };
	char *statement = calloc(STATEMENT_MOST, 1);
	if (!statement) {
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	completing = relations;
	rl_getc_function = read_key;
	rl_attempted_completion_function = complete;
	rl_completer_word_break_characters = " \t\n\"'(),.;=<>+-*/|";
	if (path)
		read_history(path);
	talk_note("SQL over the tables; .tables lists them, .help says more");
	interrupt_watch();
	read_statements(&prompt, statement);
	interrupt_unwatch();
	interrupt_forget();
	free(statement);
	stifle_history(HISTORY_LINES);
	mode_t before = umask(077);
	if (path)
		write_history(path);
	umask(before);
	return STATUS_OK;
}
