/* kpi completion: the completion of a shell, made from the tables that help is
 * made from. */
#include <stdio.h>
#include <string.h>

#include "io/cli/commands.h"
#include "io/cli/talk.h"
#include "metrics/estimates/metrics.h"

static void
print_metrics(void)
{
	for (size_t i = 0; i < metrics_count; i++)
		printf("%s ", metrics_table[i].id);
}

/* Prints the words that the value of an option may be; false if the value is a
 * path or free text. */
static bool
print_words(const char *words)
{
	if (strcmp(words, "@metric") == 0) {
		print_metrics();
		printf("all");
	} else if (strcmp(words, "@dimension") == 0) {
		printf("manager team client project kind stage department "
		       "month quarter year");
	} else if (*words && *words != '@') {
		printf("%s", words);
	} else {
		return false;
	}
	return true;
}

/* ---- bash ---- */

static void
print_bash_option(const struct command *command, const struct option_row *row)
{
	if (!row->argument)
		return;
	bool list = row->words[0] == '@' && strcmp(row->words, "@file") != 0 &&
		    strcmp(row->words, "@folder") != 0 &&
		    strcmp(row->words, "@format") != 0;
	printf("\t'%s --%s')\n\t\t", command->name, row->name);
	if (strcmp(row->words, "@folder") == 0)
		printf("COMPREPLY=($(compgen -d -- \"$cur\"))");
	else if (strcmp(row->words, "@file") == 0)
		printf("COMPREPLY=($(compgen -f -- \"$cur\"))");
	else if (*row->words && row->words[0] != '@') {
		printf("COMPREPLY=($(compgen -W '");
		print_words(row->words);
		printf("' -- \"$cur\"))");
	} else if (list) {
		/* A list separated by commas: the last name is the one being
		 * typed. */
		printf("COMPREPLY=($(compgen -P \"$before\" -W '");
		print_words(row->words);
		printf("' -- \"${cur##*,}\"))");
	} else {
		printf(":");
	}
	puts(" ;;");
}

static void
print_bash_values(const struct command *command)
{
	for (size_t i = 0; command->options[i] != OPTION_COUNT; i++)
		print_bash_option(command, &option_rows[command->options[i]]);
}

static void
print_bash_options(const struct command *command)
{
	printf("\t%s) options='", command->name);
	for (size_t i = 0; command->options[i] != OPTION_COUNT; i++)
		printf("--%s ", option_rows[command->options[i]].name);
	printf("--help' topics='");
	if (strcmp(command->words, "@metric") == 0)
		print_metrics();
	else
		printf("%s", command->words);
	puts("' ;;");
}

static void
print_bash(void)
{
	printf("# Completion of kpi for bash; made by: kpi completion bash\n"
	       "_kpi()\n{\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tlocal command=${COMP_WORDS[1]} before= options= topics=\n"
	       "\tCOMPREPLY=()\n"
	       "\tcase $cur in *,*) before=${cur%%,*}, ;; esac\n"
	       "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	       "\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < command_count; i++)
		printf("%s ", commands[i].name);
	puts("--help --version' -- \"$cur\"))\n\t\treturn\n\tfi\n"
	     "\tcase \"$command $prev\" in");
	for (size_t i = 0; i < command_count; i++)
		print_bash_values(&commands[i]);
	puts("\t*)\n\t\tcase $command in");
	for (size_t i = 0; i < command_count; i++)
		print_bash_options(&commands[i]);
	puts("\t\tesac\n"
	     "\t\tcase $cur in\n"
	     "\t\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
	     "\t\t*) COMPREPLY=($(compgen -W \"$topics\" -- \"$cur\"))\n"
	     "\t\t\t[ -n \"$COMPREPLY\" ] ||\n"
	     "\t\t\t\tCOMPREPLY=($(compgen -d -- \"$cur\")) ;;\n"
	     "\t\tesac ;;\n"
	     "\tesac\n"
	     "}\n"
	     "complete -o filenames -F _kpi kpi");
}

/* ---- zsh ---- */

/* Prints a text that stands within single quotes and brackets, with what would
 * end these escaped. */
static void
print_zsh_text(const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			printf("'\\''");
		else if (strchr("[]:\\", *text))
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void
print_zsh_option(const struct option_row *row)
{
	printf(" \\\n\t\t\t'--%s[", row->name);
	print_zsh_text(row->help);
	printf("]");
	if (row->argument) {
		printf(":");
		print_zsh_text(row->argument);
		printf(":");
		if (strcmp(row->words, "@folder") == 0)
			printf("_files -/");
		else if (strcmp(row->words, "@file") == 0)
			printf("_files");
		else if (*row->words == '@' &&
			 strcmp(row->words, "@format") != 0) {
			printf("_sequence compadd - ");
			print_words(row->words);
		} else if (*row->words && *row->words != '@') {
			printf("(%s)", row->words);
		}
	}
	printf("'");
}

static void
print_zsh(void)
{
	puts("#compdef kpi\n"
	     "# Completion of kpi for zsh; made by: kpi completion zsh\n"
	     "_kpi()\n{\n"
	     "\tlocal -a commands\n"
	     "\tcommands=(");
	for (size_t i = 0; i < command_count; i++) {
		printf("\t\t'%s:", commands[i].name);
		print_zsh_text(commands[i].summary);
		puts("'");
	}
	puts("\t)\n"
	     "\tif (( CURRENT == 2 )); then\n"
	     "\t\t_describe command commands\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tlocal command=$words[2]\n"
	     "\tshift words\n"
	     "\t(( CURRENT-- ))\n"
	     "\tcase $command in");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];
		printf("\t\t%s)\n\t\t_arguments", command->name);
		for (size_t k = 0; command->options[k] != OPTION_COUNT; k++)
			print_zsh_option(&option_rows[command->options[k]]);
		print_zsh_option(&option_rows[OPTION_HELP]);
		bool metric = strcmp(command->words, "@metric") == 0;
		if (*command->words && !metric)
			printf(" \\\n\t\t\t'1:topic:(%s)'", command->words);
		if (metric) {
			printf(" \\\n\t\t\t'*:metric or folder:{compadd ");
			print_metrics();
			printf("; _files -/}'");
		} else {
			printf(" \\\n\t\t\t'*:folder:_files -/'");
		}
		puts("\n\t\t;;");
	}
	puts("\tesac\n}\n_kpi \"$@\"");
}

int
command_completion(const struct options *options)
{
	const char *shell = options->topic;
	if (shell && strcmp(shell, "bash") == 0)
		print_bash();
	else if (shell && strcmp(shell, "zsh") == 0)
		print_zsh();
	else {
		talk_error("completion%s%s: expected bash or zsh",
		    shell ? " " : "", shell ? shell : "");
		return 2;
	}
	return 0;
}
