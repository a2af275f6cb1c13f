#include "io/cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/cli/format_folders.h"
#include "io/cli/talk.h"

const struct option_row option_rows[] = {
#define OPTION(LETTER, NAME, ARGUMENT, WORDS, HELP)                            \
	{ LETTER, NAME, ARGUMENT, WORDS, HELP },
#include "io/cli/options.def"
#undef OPTION
};

enum { OPTION_COUNT = sizeof option_rows / sizeof *option_rows };

const size_t option_row_count = OPTION_COUNT;

const struct option_row *
option_of(int letter)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (option_rows[i].letter == letter)
			return &option_rows[i];
	return &option_rows[OPTION_COUNT - 1];
}

static bool
read_number(const char *name, const char *text, uint64_t least, uint64_t most,
    uint64_t *number)
{
	char *end;
	bool digits = text[0] >= '0' && text[0] <= '9';
	unsigned long long value = digits ? strtoull(text, &end, 10) : 0;
	/* Nineteen digits always fit. */
	if (!digits || *end || strlen(text) > 19 || value < least ||
	    value > most) {
		talk_error("%s %s: expected a whole number from %ju to %ju",
		    name, text, (uintmax_t)least, (uintmax_t)most);
		return false;
	}
	*number = value;
	return true;
}

static bool
read_language(const char *text, enum language *language)
{
	*language = strcmp(text, "vi") == 0 ? LANGUAGE_VI : LANGUAGE_EN;
	if (*language == LANGUAGE_VI || strcmp(text, "en") == 0)
		return true;
	talk_error("--lang %s: expected en or vi", text);
	return false;
}

static bool
read_option(struct options *options, int letter, const char *value)
{
	uint64_t number = 0;
	switch (letter) {
	case 'p':
		options->period = value;
		return true;
	case 'a':
		if (date_parse(text_of(value), &options->as_of))
			return true;
		talk_error("--as-of %s: expected a day as YYYY-MM-DD", value);
		return false;
	case 'o':
	case 'O':
		options->out = value;
		return true;
	case 'M':
		options->metric = value;
		return true;
	case 'B':
		options->by = value;
		return true;
	case 'W':
		options->where = value;
		return true;
	case 'C':
		options->compare = value;
		return true;
	case 'R':
		options->sort = value;
		return true;
	case 'K':
		return read_number("--top", value, 1, 1000000, &options->top);
	case 'N':
		return read_number(
		    "--min-n", value, 1, 1000000000, &options->min_n);
	case 'Z':
		return options->totals = true;
	case 'P':
		return options->plot = true;
	case 'F':
	case 'G':
	case 'E':
		if (!strchr(value, '=')) {
			options->answer_format = value;
			return true;
		}
		return format_option_read(options, value);
	case 'T':
		return format_option_read(options, value);
	case 'l':
		return read_language(value, &options->language);
	case 'H':
		if (!read_number("--history", value, 1, HISTORY_MOST, &number))
			return false;
		options->history = (size_t)number;
		return true;
	case 'j':
		if (!read_number("--jobs", value, 1, 1024, &number))
			return false;
		options->jobs = (unsigned)number;
		return true;
	case 'S':
		return read_number(
		    "--seed", value, 0, INT64_MAX, &options->seed);
	case 'u':
		return options->true_up = true;
	case 'm':
		options->manager = value;
		return true;
	case 's':
		return options->strict = true;
	case 'A':
		return options->accept_rejects = true;
	case 'q':
		return options->quiet = true;
	case 'v':
		return options->verbose = true;
	case 'h':
		return options->help = true;
	default:
		return false;
	}
}

/* The options that a command takes, for getopt_long. */
static void
choose(const struct command *command, struct option chosen[OPTION_COUNT + 1],
    const char *names[OPTION_COUNT])
{
	size_t count = 0;
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];
		if (row->letter != 'h' &&
		    !strchr(command->letters, row->letter))
			continue;
		names[count] = row->name;
		chosen[count++] = (struct option){ row->name,
			row->argument ? required_argument : no_argument, NULL,
			row->letter };
	}
	for (size_t i = count; i < OPTION_COUNT; i++)
		names[i] = NULL;
	memset(&chosen[count], 0, sizeof chosen[count]);
}

static bool
unknown_option(const struct command *command, const char *argument,
    const char *const names[OPTION_COUNT])
{
	struct text name = text_of(argument);
	while (name.length && name.data[0] == '-') {
		name.data++;
		name.length--;
	}
	const char *equals = memchr(name.data, '=', name.length);
	if (equals)
		name.length = (size_t)(equals - name.data);
	const char *nearest = text_nearest(name, names, OPTION_COUNT);
	if (nearest && text_is(name, nearest))
		talk_error("%s: takes a value, or none was expected", argument);
	else if (nearest)
		talk_error("%s: unknown option; did you mean --%s?", argument,
		    nearest);
	else
		talk_error("%s: unknown option; see kpi %s --help", argument,
		    command->name);
	return false;
}

static bool
too_many(const struct command *command, const char *argument)
{
	talk_error("%s: one argument too many; see kpi %s --help", argument,
	    command->name);
	return false;
}

bool
options_read(struct options *options, const struct command *command,
    int argument_count, char **arguments)
{
	struct option chosen[OPTION_COUNT + 1];
	const char *names[OPTION_COUNT];
	choose(command, chosen, names);
	*options = (struct options){ .dataset = ".",
		.as_of = DATE_NONE,
		.source_date = DATE_NONE,
		.history = 1 };
	opterr = 0;
	int letter;
	while ((letter = getopt_long(
		    argument_count, arguments, ":hqv", chosen, NULL)) != -1) {
		if (letter == ':') {
			talk_error("%s: needs a value; see kpi %s --help",
			    arguments[optind - 1], command->name);
			return false;
		}
		if (letter == '?')
			return unknown_option(
			    command, arguments[optind - 1], names);
		if (!read_option(options, letter, optarg))
			return false;
	}
	int left = argument_count - optind;
	if (options->help)
		return true;
	if (left > command->most_arguments)
		return too_many(
		    command, arguments[optind + command->most_arguments]);
	char **positional = arguments + optind;
	for (int i = 0; i < left && i < 2; i++)
		options->places[i] = positional[i];
	if (strcmp(command->name, "list") == 0) {
		options->topic = left ? positional[0] : NULL;
	} else if (strcmp(command->name, "explain") == 0) {
		options->metric = left ? positional[left - 1] : NULL;
		if (left == 2)
			options->dataset = positional[0];
	} else if (left) {
		options->dataset = positional[0];
	}
	return true;
}
