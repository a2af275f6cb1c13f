#include "io/cli/query/watchdog.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/status.h"
#include "io/run/unfinished.h"

/* Between two questions of SQLite; and the longest time that alarm takes. */
enum { MOMENT = 2, SECONDS_MOST = 1 << 30 };

static const char *message;
static struct sigaction before;

/* Only what a signal handler may call. */
static void
end(int number)
{
	(void)number;
	if (!unfinished_remove_all()) {
		alarm(1);
		return;
	}
	ssize_t written = write(STDERR_FILENO, message, strlen(message));
	(void)written;
	_exit(status_exit_code(STATUS_USAGE));
}

void
watchdog_start(uint64_t seconds, const char *line)
{
	struct sigaction action = { .sa_handler = end, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	message = line;
	sigaction(SIGALRM, &action, &before);
	alarm(
	    seconds < SECONDS_MOST ? (unsigned)seconds + MOMENT : SECONDS_MOST);
}

void
watchdog_stop(void)
{
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
}
