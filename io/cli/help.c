/* Help, made from the tables of commands and options. */
#include "io/cli/help.h"

#include <string.h>

#include "io/cli/commands.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"
#include "io/run/names.h"

enum { HELP_WIDTH = 80, OPTION_WIDTH = 20 };

void
help_overview(FILE *to)
{
	fputs(_("usage: kpi COMMAND [DATASET] [options]\n\n"), to);
	for (size_t i = 0; i < command_count; i++)
		fprintf(to, "  kpi %-10s  %s\n", commands[i].name,
		    _(commands[i].summary));
	fputs(_("\nkpi help COMMAND says more; kpi --version the version.\n"),
	    to);
}

/* A name and, from a column on, what it means. */
static void
print_item(FILE *to, const char *name, const char *text)
{
	int width = terminal_width(text_of(name));
	fprintf(to, "  %s", name);
	if (width > OPTION_WIDTH - 4)
		fprintf(to, "\n%*s", OPTION_WIDTH, "");
	else
		terminal_pad(to, OPTION_WIDTH - 2 - width);
	terminal_put_wrapped(to, text_of(text), OPTION_WIDTH, HELP_WIDTH);
}

static void
print_option(FILE *to, const struct option_row *row)
{
	char name[64], letter[8] = "";
	if (row->letter)
		snprintf(letter, sizeof letter, "-%c, ", row->letter);
	snprintf(name, sizeof name, "%s--%s%s%s", letter, row->name,
	    row->argument ? " " : "", row->argument ? row->argument : "");
	print_item(to, name, _(row->help));
}

/* The files that `kpi run` writes. */
static void
print_files(FILE *to)
{
	fputs(_("\nFiles:\n"), to);
	const struct named_file *file;
	for (size_t i = 0; (file = names_told(i)); i++)
		print_item(to, file->name, _(file->holds));
}

void
help_command(FILE *to, const struct command *command)
{
	fprintf(to, _("usage: kpi %s %s\n\n%s\n"), command->name,
	    _(command->usage), _(command->about));
	for (size_t i = 0; command->options[i] != OPTION_COUNT; i++)
		print_option(to, &option_rows[command->options[i]]);
	print_option(to, &option_rows[OPTION_HELP]);
	if (command->run == command_run)
		print_files(to);
	if (*command->notes)
		fprintf(to, "\n%s", _(command->notes));
}
