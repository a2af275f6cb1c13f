#include "io/cli/talk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/cli/progress.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

static bool said_error;

static bool
in_colour(void)
{
	const char *no_color = getenv("NO_COLOR");
	return isatty(STDERR_FILENO) && !(no_color && *no_color);
}

static void __attribute__((format(printf, 3, 0))) say(const char *colour,
    const char *label, const char *format, va_list arguments)
{
	progress_clear();
	fprintf(stderr, in_colour() ? "kpi: \033[%sm%s\033[0m" : "kpi: %.0s%s",
	    colour, _(label));
	terminal_vprint(stderr, format, arguments);
	fputc('\n', stderr);
}

void
talk_error(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say("1;31", N_("error: "), format, arguments);
	va_end(arguments);
	said_error = true;
}

bool
talk_said_error(void)
{
	return said_error;
}

void
talk_warn(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say("1;33", N_("warning: "), format, arguments);
	va_end(arguments);
}

void
talk_note(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say("0", "", format, arguments);
	va_end(arguments);
}

void
talk_diagnostics(struct diagnostics *diagnostics, bool quiet)
{
	diagnostics_bound(diagnostics);
	for (const struct diagnostic *d = diagnostics->first; d; d = d->next)
		if (d->severity == SEVERITY_ERROR)
			talk_error("%s", d->text);
		else if (d->severity == SEVERITY_WARNING)
			talk_warn("%s", d->text);
		else if (!quiet)
			talk_note("%s", d->text);
	diagnostics->first = diagnostics->last = NULL;
}

void
talk_finding(const char *word, const char *name, const char *why)
{
	terminal_put_padded(stdout, text_of(_(word)), 9);
	terminal_put(stdout, text_of(name));
	terminal_print(stdout, "%s%s\n", *why ? ": " : "", _(why));
}
