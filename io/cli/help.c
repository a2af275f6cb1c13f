/* Help, made from the tables of commands and options. */
#include "io/cli/help.h"

#include <string.h>

#include "io/cli/terminal.h"
#include "io/locale/locale.h"

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

static void
print_option(FILE *to, const struct option_row *row)
{
	char left[64], letter[8] = "";
	if (row->letter)
		snprintf(letter, sizeof letter, "-%c, ", row->letter);
	int width = snprintf(left, sizeof left, "%s--%s%s%s", letter, row->name,
	    row->argument ? " " : "", row->argument ? row->argument : "");
	fprintf(to, "  %-*s", OPTION_WIDTH - 2, left);
	if (width > OPTION_WIDTH - 4)
		fprintf(to, "\n%*s", OPTION_WIDTH, "");
	terminal_put_wrapped(
	    to, text_of(_(row->help)), OPTION_WIDTH, HELP_WIDTH);
}

void
help_command(FILE *to, const struct command *command)
{
	fprintf(to, _("usage: kpi %s %s\n\n%s\n"), command->name,
	    _(command->usage), _(command->about));
	for (size_t i = 0; command->options[i] != OPTION_COUNT; i++)
		print_option(to, &option_rows[command->options[i]]);
	print_option(to, &option_rows[OPTION_HELP]);
	if (*command->notes)
		fprintf(to, "\n%s", _(command->notes));
}
