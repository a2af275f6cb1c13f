#include "io/cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/cli/terminal.h"
#include "io/locale/locale.h"

/* When the command began to read, and whether a line is shown. */
static double began;
static bool shown;

/* Seconds before a line is shown, between two of an import, and over which an
 * estimate settles. */
static const double UNTIL_BAR = 1, UNTIL_STAGE = 0.5, BETWEEN = 0.1,
		    SETTLING = 3;

static double
seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool
is_wanted(bool quiet)
{
	const char *term = getenv("TERM");
	return !quiet && isatty(STDERR_FILENO) &&
	       !(term && strcmp(term, "dumb") == 0);
}

void
progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

void
progress_start(struct progress *progress, bool quiet)
{
	began = seconds();
	*progress = (struct progress){ .on = is_wanted(quiet), .began = began };
}

/* The time left, which follows the share that is done but does not jump with
 * it: between two looks it counts down, and moves to what the share says within
 * a few seconds. */
static void
estimate(struct progress *progress, double share, double now)
{
	double taken = now - progress->began, since = now - progress->said;
	double fresh = taken / share - taken;
	double pull = since / SETTLING < 1 ? since / SETTLING : 1;
	double expected = progress->left - since;
	progress->left = progress->said > 0 && expected > 0
			     ? expected + (fresh - expected) * pull
			     : fresh;
}

void
progress_show(void *context, const struct import_progress *import)
{
	enum { WIDTH = 20 };
	static const char full[] = "====================";
	struct progress *progress = context;
	double now = seconds();
	if (!progress->on)
		return;
	if (import->path != progress->path) {
		progress->rows_before += progress->rows;
		progress->path = import->path;
	}
	progress->rows = import->rows;
	if (now - progress->began < UNTIL_BAR ||
	    now - progress->said < BETWEEN || import->total == 0)
		return;
	uint64_t bytes =
	    import->bytes < import->size ? import->bytes : import->size;
	double share = (double)(import->before + bytes) / (double)import->total;
	if (share <= 0)
		return;
	share = share < 1 ? share : 1;
	estimate(progress, share, now);
	progress->said = now;
	shown = true;
	fputs("\r\033[K", stderr);
	terminal_print(stderr,
	    "kpi: reading [%-*.*s] %3.0f %%, %.2f million rows, %.0f s left",
	    WIDTH, (int)(share * WIDTH), full, share * 100,
	    (double)(progress->rows_before + progress->rows) * 1e-6,
	    progress->left);
}

void
progress_stage(bool quiet, const char *what)
{
	if (!is_wanted(quiet) || seconds() - began < UNTIL_STAGE)
		return;
	fputs("\r\033[K", stderr);
	terminal_print(stderr, "kpi: %s …", _(what));
	fflush(stderr);
	shown = true;
}
