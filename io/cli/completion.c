/* kpi completion: the completion of a shell, made from the tables that help is
 * made from. What depends on the data set the scripts ask the program for
 * (completion_words.h). */
#include <stdio.h>
#include <string.h>

#include "io/cli/commands.h"
#include "io/cli/completion_words.h"
#include "metrics/estimates/metrics.h"

static void
print_metrics(void)
{
	for (size_t i = 0; i < metrics_count; i++)
		printf("%s ", metrics_table[i].id);
}

/* Which words the program is asked for, by what the value of an option may be;
 * NULL: none. */
static const char *
words_asked(const char *words)
{
	return strcmp(words, "@metric") == 0    ? "metrics"
	       : strcmp(words, "@manager") == 0 ? "managers"
	       : strcmp(words, "@team") == 0    ? "teams"
	       : strcmp(words, "@period") == 0  ? "periods"
						: NULL;
}

static void
print_dimensions(void)
{
	printf("manager team lead client project kind stage department "
	       "month quarter year");
}

/* ---- bash ---- */

static const char BASH_BEGIN[] =
    "# Completion of kpi for bash; made by: kpi completion bash\n"
    "\n"
    "# What is typed, without quotes.\n"
    "_kpi_plain()\n"
    "{\n"
    "\tplain=${1//\\\\/}\n"
    "\tplain=${plain#[\\'\\\"]}\n"
    "}\n"
    "\n"
    "# A word as it may stand where one is typed: whatever a name holds, the "
    "shell\n"
    "# does nothing with it.\n"
    "_kpi_quoted()\n"
    "{\n"
    "\tquoted=$1\n"
    "\tcase $cur in\n"
    "\t\\'*) quoted=${quoted//\\'/\\'\\\\\\'\\'} ;;\n"
    "\t\\\"*)\n"
    "\t\tquoted=${quoted//\\\\/\\\\\\\\}\n"
    "\t\tquoted=${quoted//\\\"/\\\\\\\"}\n"
    "\t\tquoted=${quoted//\\$/\\\\\\$}\n"
    "\t\tquoted=${quoted//\\`/\\\\\\`} ;;\n"
    "\t*)\n"
    "\t\tprintf -v quoted %q \"$quoted\"\n"
    "\t\tquoted=${quoted//\\\\,/,} ;;\n"
    "\tesac\n"
    "}\n"
    "\n"
    "# Asks the program for words of a kind that go on with what is typed.\n"
    "_kpi_words()\n"
    "{\n"
    "\tlocal dataset=. before= last= start word plain quoted\n"
    "\tfor word in \"${COMP_WORDS[@]:2:COMP_CWORD-2}\"; do\n"
    "\t\t_kpi_plain \"$word\"\n"
    "\t\tplain=${plain%[\\'\\\"]}\n"
    "\t\tcase $last in\n"
    "\t\t--out|--paid) ;;\n"
    "\t\t*) if [ -d \"$plain\" ]; then dataset=$plain; break; fi ;;\n"
    "\t\tesac\n"
    "\t\tlast=$plain\n"
    "\tdone\n"
    "\t_kpi_plain \"$head\"\n"
    "\tstart=$plain\n"
    "\t_kpi_plain \"$head$cur\"\n"
    "\tcase $1:$plain in\n"
    "\tperiods:*..*) before=${plain%..*}.. ;;\n"
    "\tperiods:*,*|metrics:*,*) before=${plain%,*}, ;;\n"
    "\tesac\n"
    "\twhile IFS= read -r word; do\n"
    "\t\tword=$before$word\n"
    "\t\t[[ ${word,,} == \"${start,,}\"* ]] || continue\n"
    "\t\t_kpi_quoted \"${word:${#start}}\"\n"
    "\t\tCOMPREPLY+=(\"$quoted\")\n"
    "\tdone < <(\"${COMP_WORDS[0]}\" completion \"$1\" \"$dataset\" \\\n"
    "\t\t\"${plain#\"$before\"}\" 2>/dev/null)\n"
    "}\n"
    "\n"
    "# Files (-f) or folders (-d).\n"
    "_kpi_paths()\n"
    "{\n"
    "\tlocal IFS=$'\\n' plain\n"
    "\t_kpi_plain \"$cur\"\n"
    "\tcompopt -o filenames 2>/dev/null\n"
    "\tCOMPREPLY=($(compgen $1 -- \"$plain\"))\n"
    "}\n"
    "\n"
    "_kpi()\n"
    "{\n"
    "\tlocal at=$COMP_CWORD head= before= options= topics= paths=-d\n"
    "\tlocal command=${COMP_WORDS[1]} cur=${COMP_WORDS[COMP_CWORD]} prev\n"
    "\tCOMPREPLY=()\n"
    "\t# Bash cuts words at =, : and before @.\n"
    "\tcase $cur in\n"
    "\t=) cur= at=$((at + 1)) ;;\n"
    "\t:) head=${COMP_WORDS[at-1]}: cur= at=$((at - 1)) ;;\n"
    "\t@*) head=${COMP_WORDS[at-1]} at=$((at - 1)) ;;\n"
    "\tesac\n"
    "\twhile [ $at -gt 3 ] && [ \"${COMP_WORDS[at-1]}\" = : ]; do\n"
    "\t\thead=${COMP_WORDS[at-2]}:$head at=$((at - 2))\n"
    "\tdone\n"
    "\tprev=${COMP_WORDS[at-1]}\n"
    "\tif [ \"$prev\" = = ]; then prev=${COMP_WORDS[at-2]}; fi\n"
    "\tcase $cur in *,*) before=${cur%,*}, ;; esac\n"
    "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
    "\t\tCOMPREPLY=($(compgen -W \"";

static const char BASH_END[] =
    "\t\tesac\n"
    "\t\tcase $cur in\n"
    "\t\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
    "\t\t*)\n"
    "\t\t\tCOMPREPLY=($(compgen -W \"$topics\" -- \"$cur\"))\n"
    "\t\t\t[ -n \"$COMPREPLY\" ] || _kpi_paths $paths\n"
    "\t\t\t[ -n \"$COMPREPLY\" ] || [ \"$command\" != explain ] || {\n"
    "\t\t\t\tcompopt +o filenames 2>/dev/null\n"
    "\t\t\t\t_kpi_words explained\n"
    "\t\t\t} ;;\n"
    "\t\tesac ;;\n"
    "\tesac\n"
    "}\n"
    "complete -F _kpi kpi";

static void
print_bash_option(const struct command *command, const struct option_row *row)
{
	const char *words = row->words, *asked = words_asked(words);
	if (!row->argument)
		return;
	printf("\t'%s --%s')\n\t\t", command->name, row->name);
	if (strcmp(words, "@folder") == 0)
		printf("_kpi_paths -d");
	else if (strcmp(words, "@file") == 0)
		printf("_kpi_paths -f");
	else if (asked)
		printf("_kpi_words %s", asked);
	else if (strcmp(words, "@dimension") == 0) {
		/* A list separated by commas: the last name is the one being
		 * typed. */
		printf("COMPREPLY=($(compgen -P \"$before\" -W '");
		print_dimensions();
		printf("' -- \"${cur##*,}\"))");
	} else if (*words && *words != '@')
		printf("COMPREPLY=($(compgen -W '%s' -- \"$cur\"))", words);
	else
		printf(":");
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
	if (strcmp(command->words, "@metric") == 0) {
		print_metrics();
		printf("bonus");
	} else if (*command->words != '@')
		printf("%s", command->words);
	printf("'%s ;;\n",
	    strcmp(command->words, "@files") == 0 ? " paths=-f" : "");
}

static void
print_bash(void)
{
	fputs(BASH_BEGIN, stdout);
	for (size_t i = 0; i < command_count; i++)
		printf("%s ", commands[i].name);
	puts("--help --version\" -- \"$cur\"))\n\t\treturn\n\tfi\n"
	     "\tcase \"$command $prev\" in");
	for (size_t i = 0; i < command_count; i++)
		print_bash_values(&commands[i]);
	puts("\t*)\n\t\tcase $command in");
	for (size_t i = 0; i < command_count; i++)
		print_bash_options(&commands[i]);
	puts(BASH_END);
}

/* ---- zsh ---- */

static const char ZSH_BEGIN[] =
    "#compdef kpi\n"
    "# Completion of kpi for zsh; made by: kpi completion zsh\n"
    "\n"
    "# Asks the program for words of a kind that go on with what is typed.\n"
    "_kpi_words()\n{\n"
    "\tlocal dataset=. before= last= typed=${(Q)PREFIX} word\n"
    "\tlocal -a found\n"
    "\tfor word in \"${(@Q)words[2,CURRENT-1]}\"; do\n"
    "\t\tif [[ $last != --(out|paid) && -d $word ]]; then\n"
    "\t\t\tdataset=$word\n"
    "\t\t\tbreak\n"
    "\t\tfi\n"
    "\t\tlast=$word\n"
    "\tdone\n"
    "\tcase $1:$typed in\n"
    "\tperiods:*..*) before=${typed%..*}.. ;;\n"
    "\tperiods:*,*|metrics:*,*) before=${typed%,*}, ;;\n"
    "\tesac\n"
    "\tfound=(\"${(@f)$(\"$program\" completion $1 $dataset \\\n"
    "\t\t\"${typed#$before}\" 2>/dev/null)}\")\n"
    "\tif [[ -n $found[1] ]]; then\n"
    "\t\tfound=(\"$before\"${^found})\n"
    "\t\tcompadd -U -i \"$IPREFIX\" -a found\n"
    "\tfi\n"
    "}\n"
    "\n"
    "_kpi()\n{\n"
    "\tlocal -a commands\n"
    "\tcommands=(";

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
	const char *words = row->words;
	printf(" \\\n\t\t\t'--%s%s[", row->name, row->argument ? "=" : "");
	print_zsh_text(row->help);
	printf("]");
	if (row->argument) {
		printf(":");
		print_zsh_text(row->argument);
		printf(":");
		if (strcmp(words, "@folder") == 0)
			printf("_files -/");
		else if (strcmp(words, "@file") == 0)
			printf("_files");
		else if (words_asked(words))
			printf("{_kpi_words %s}", words_asked(words));
		else if (strcmp(words, "@dimension") == 0) {
			printf("_sequence compadd - ");
			print_dimensions();
		} else if (*words && *words != '@')
			printf("(%s)", words);
	}
	printf("'");
}

static void
print_zsh_arguments(const struct command *command)
{
	const char *words = command->words;
	if (strcmp(words, "@metric") == 0)
		printf(" \\\n\t\t\t'*:metric or folder:{_kpi_words explained; "
		       "_files -/}'");
	else if (strcmp(words, "@files") == 0)
		printf(" \\\n\t\t\t'*:file:_files'");
	else
		printf(" \\\n\t\t\t'*:folder:_files -/'");
	if (*words && *words != '@')
		printf(" \\\n\t\t\t'1:topic:(%s)'", words);
}

static void
print_zsh(void)
{
	puts(ZSH_BEGIN);
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
	     "\tlocal program=${(Q)words[1]} command=$words[2]\n"
	     "\tshift words\n"
	     "\t(( CURRENT-- ))\n"
	     "\tcase $command in");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];
		printf("\t\t%s)\n\t\t_arguments", command->name);
		for (size_t k = 0; command->options[k] != OPTION_COUNT; k++)
			print_zsh_option(&option_rows[command->options[k]]);
		print_zsh_option(&option_rows[OPTION_HELP]);
		print_zsh_arguments(command);
		puts("\n\t\t;;");
	}
	puts("\tesac\n}\n_kpi \"$@\"");
}

int
command_completion(const struct options *options)
{
	const char *what = options->places[0];
	if (what && strcmp(what, "bash") == 0)
		print_bash();
	else if (what && strcmp(what, "zsh") == 0)
		print_zsh();
	else
		return completion_words(options);
	return 0;
}
