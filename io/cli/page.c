#include "io/cli/page.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct sigaction pipe_before, interrupt_before;

static bool
is_terminal(FILE *to)
{
	return to == stdout && isatty(STDOUT_FILENO);
}

static struct winsize
size_of_terminal(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		size = (struct winsize){ 0 };
	return size;
}

int
page_columns(void)
{
	int width = size_of_terminal().ws_col;
	const char *columns = getenv("COLUMNS");
	if (width == 0 && columns)
		width = atoi(columns);
	return width > 0 ? width : 80;
}

int
page_width(FILE *to)
{
	return is_terminal(to) ? page_columns() : 0;
}

static void
do_nothing(int number)
{
	(void)number;
}

FILE *
page_begin(FILE *to, size_t lines)
{
	const char *pager = getenv("PAGER");
	size_t height = size_of_terminal().ws_row;
	if (!is_terminal(to) || !pager || !*pager || height == 0 ||
	    lines < height)
		return to;
	/* As git does: less leaves when all fits, and shows no escapes. */
	setenv("LESS", "FX", 0);
	fflush(to);
	/* Ctrl-C is the pager's, and the user may leave it early. Functions,
	 * not SIG_IGN, which the pager would inherit. */
	struct sigaction action = { .sa_handler = do_nothing,
		.sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	sigaction(SIGPIPE, &action, &pipe_before);
	sigaction(SIGINT, &action, &interrupt_before);
	FILE *page = popen(pager, "w");
	if (page)
		return page;
	sigaction(SIGPIPE, &pipe_before, NULL);
	sigaction(SIGINT, &interrupt_before, NULL);
	return to;
}

void
page_end(FILE *page, FILE *to)
{
	if (page == to)
		return;
	pclose(page);
	sigaction(SIGPIPE, &pipe_before, NULL);
	sigaction(SIGINT, &interrupt_before, NULL);
}
