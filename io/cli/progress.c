#include "io/cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/cli/terminal.h"

static double
seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void
progress_start(struct progress *progress, bool quiet)
{
	*progress = (struct progress){ .on = !quiet && isatty(STDERR_FILENO),
		.began = seconds() };
}

void
progress_show(void *context, const struct import_progress *import)
{
	struct progress *progress = context;
	if (!progress->on)
		return;
	double now = seconds();
	if (import->path != progress->path) {
		progress->path = import->path;
		progress->file_began = now;
	}
	double taken = now - progress->file_began;
	if (now - progress->began < 1 || now - progress->said < 0.1 ||
	    taken <= 0 || import->bytes == 0)
		return;
	progress->said = now;
	progress->shown = true;
	const char *slash = strrchr(import->path, '/');
	double share = (double)import->bytes / (double)import->size;
	fputs("\r\033[K", stderr);
	terminal_print(stderr,
	    "kpi: %s: %.0f %%, %.2f million rows, %.2f million rows/s, "
	    "%.0f s left",
	    slash ? slash + 1 : import->path, share * 100,
	    (double)import->rows * 1e-6, (double)import->rows * 1e-6 / taken,
	    taken / share - taken);
}

void
progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}
