#include "io/cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/format_folders.h"
#include "io/cli/talk.h"
#include "io/cli/typed_period.h"
#include "io/locale/locale.h"

const struct option_row option_rows[OPTION_COUNT] = {
#define OPTION(ID, LETTER, NAME, ARGUMENT, OFTEN, WORDS, HELP)                 \
	[OPTION_##ID] = { LETTER, NAME, ARGUMENT, GIVEN_##OFTEN, WORDS, HELP },
#include "io/cli/options.def"
#undef OPTION
};

static bool
read_number(const char *name, const char *text, uint64_t least, uint64_t most,
    uint64_t *number)
{
	char *end;
	bool digits = text[0] >= '0' && text[0] <= '9';
	unsigned long long value = digits ? strtoull(text, &end, 10) : 0;
	/* Every number of up to nineteen digits fits into 64 bits; a longer one
	 * could overflow unnoticed. */
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
	*language = locale_named(text);
	if (*language != LANGUAGE_COUNT)
		return true;
	talk_error("--lang %s: expected en or vi", text);
	return false;
}

static bool
read_list(struct option_list *list, const char *name, const char *value)
{
	if (list->count == OPTION_VALUES_MOST) {
		talk_error(
		    "--%s: given more than %d times", name, OPTION_VALUES_MOST);
		return false;
	}
	list->values[list->count++] = value;
	return true;
}

/* Adds periods to those that were given before. Memory that ran out is said by
 * main. */
static bool
read_period(struct options *options, const char *value)
{
	struct arena *arena = arena_new();
	const char *list = arena ? typed_periods(value, arena) : NULL;
	size_t used = strlen(options->period);
	bool fits = list && used + strlen(list) + 2 <= PERIOD_LIST_SIZE;
	if (fits)
		snprintf(options->period + used, PERIOD_LIST_SIZE - used,
		    "%s%s", used ? "," : "", list);
	else if (list)
		talk_error("--period: more than %d bytes", PERIOD_LIST_SIZE);
	arena_free(arena);
	return fits;
}

/* --format F or --format TABLE=NAME. */
static bool
read_format(struct options *options, const char *value)
{
	if (strchr(value, '='))
		return format_option_read(options, value);
	if (options->answer_format) {
		talk_error("--format %s and --format %s: one of them only",
		    options->answer_format, value);
		return false;
	}
	options->answer_format = value;
	return true;
}

static bool
read_option(struct options *options, enum option_id id, const char *value)
{
	const char *name = option_rows[id].name;
	uint64_t number = 0;
	switch (id) {
	case OPTION_PERIOD:
	case OPTION_PERIODS:
	case OPTION_PERIODS_ASKED:
		return read_period(options, value);
	case OPTION_AS_OF:
		if (date_parse(text_of(value), &options->as_of))
			return true;
		talk_error("--as-of %s: expected a day as YYYY-MM-DD", value);
		return false;
	case OPTION_OUT_FOLDER:
	case OPTION_OUT_FILE:
	case OPTION_OUT_PART:
		options->out = value;
		return true;
	case OPTION_METRIC:
		return read_list(&options->metrics, name, value);
	case OPTION_BY:
		return read_list(&options->by, name, value);
	case OPTION_WHERE:
		return read_list(&options->where, name, value);
	case OPTION_MANAGER:
		return read_list(&options->managers, name, value);
	case OPTION_PAID:
		return read_list(&options->paid, name, value);
	case OPTION_PLAN:
		return read_list(&options->plans, name, value);
	case OPTION_TIMESHEETS:
		return read_list(&options->timesheets, name, value);
	case OPTION_LEAD:
	case OPTION_LEAD_OF_RUN:
		options->lead = value;
		return true;
	case OPTION_TEAM:
		options->team = value;
		return true;
	case OPTION_NO_PAY:
		return options->no_pay = true;
	case OPTION_COMPARE:
		options->compare = value;
		return true;
	case OPTION_SORT:
		options->sort = value;
		return true;
	case OPTION_TOP:
		return read_number("--top", value, 1, 1000000, &options->top);
	case OPTION_MIN_N:
		return read_number(
		    "--min-n", value, 1, 1000000000, &options->min_n);
	case OPTION_TOTALS:
		return options->totals = true;
	case OPTION_PLOT:
		return options->plot = true;
	case OPTION_EXPANDED:
		return options->expanded = true;
	case OPTION_TIMEOUT:
		return read_number(
		    "--timeout", value, 0, 10000000, &options->timeout);
	case OPTION_MEMORY:
		return read_number(
		    "--memory", value, 1, 100000000, &options->memory);
	case OPTION_FORMAT_OF_ANSWER:
	case OPTION_FORMAT_OF_CHECK:
	case OPTION_FORMAT_OF_BONUS:
	case OPTION_FORMAT_OF_DIFF:
		return read_format(options, value);
	case OPTION_FORMAT_OF_TABLE:
		return format_option_read(options, value);
	case OPTION_LANGUAGE:
		return read_language(value, &options->language);
	case OPTION_HISTORY:
		if (!read_number("--history", value, 1, HISTORY_MOST, &number))
			return false;
		options->history = (size_t)number;
		return true;
	case OPTION_JOBS:
		if (!read_number("--jobs", value, 1, 1024, &number))
			return false;
		options->jobs = (unsigned)number;
		return true;
	case OPTION_SEED:
		return read_number(
		    "--seed", value, 0, INT64_MAX, &options->seed);
	case OPTION_TRUE_UP:
		return options->true_up = true;
	case OPTION_PAYROLL:
		return options->payroll = true;
	case OPTION_HTML:
		return options->html = true;
	case OPTION_STRICT:
		return options->strict = true;
	case OPTION_WITH_NAMES:
		return options->with_names = true;
	case OPTION_ACCEPT_REJECTS:
		return options->accept_rejects = true;
	case OPTION_ACCEPT_UNKNOWN:
		return options->accept_unknown = true;
	case OPTION_QUIET:
		return options->quiet = true;
	case OPTION_VERBOSE:
		return options->verbose = true;
	case OPTION_HELP:
		return options->help = true;
	case OPTION_COUNT:
		break;
	}
	return false;
}

/* getopt_long returns the letter of an option, or, for one without a letter,
 * this plus its id: above all letters. */
enum { BEHIND_LETTERS = 256 };

static enum option_id
id_of(int told)
{
	int id = told - BEHIND_LETTERS;
	for (int i = 0; told < BEHIND_LETTERS && i < OPTION_COUNT; i++)
		if (option_rows[i].letter == told)
			id = i;
	return (enum option_id)id;
}

/* The options that a command takes, for getopt_long. */
static void
choose(const struct command *command, struct option chosen[OPTION_COUNT + 1],
    const char *names[OPTION_COUNT])
{
	size_t count = 0;
	for (size_t i = 0;; i++) {
		bool last = command->options[i] == OPTION_COUNT;
		enum option_id id = last ? OPTION_HELP : command->options[i];
		const struct option_row *row = &option_rows[id];
		names[count] = row->name;
		chosen[count++] = (struct option){ row->name,
			row->argument ? required_argument : no_argument, NULL,
			BEHIND_LETTERS + (int)id };
		if (last)
			break;
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

/* Stores the positional arguments in the members that the command's row names
 * for them. */
static bool
place(struct options *options, const struct command *command, char **given,
    int count)
{
	for (int i = 0; i < count && i < PLACES_MOST; i++)
		options->places[i] = given[i];
	if (strcmp(command->words, "@metric") == 0) {
		options->metric = count ? given[count - 1] : NULL;
		if (count == 2)
			options->dataset = given[0];
	} else if (strcmp(command->words, "@files") == 0) {
		/* `--timesheets a b c`, as a shell writes a*.csv. */
		options->dataset = count ? given[0] : options->dataset;
		for (int i = 1; i < count; i++)
			if (!read_option(options, OPTION_TIMESHEETS, given[i]))
				return false;
	} else if (*command->words) {
		options->topic = count ? given[0] : NULL;
	} else if (count) {
		options->dataset = given[0];
	}
	return true;
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
		.language = locale_spoken(),
		.source_date = DATE_NONE,
		.history = 1,
		.timeout = TIMEOUT_DEFAULT,
		.memory = MEMORY_DEFAULT };
	bool given[OPTION_COUNT] = { false };
	opterr = 0;
	int told;
	while ((told = getopt_long(
		    argument_count, arguments, ":hqv", chosen, NULL)) != -1) {
		if (told == ':') {
			talk_error("%s: needs a value; see kpi %s --help",
			    arguments[optind - 1], command->name);
			return false;
		}
		if (told == '?')
			return unknown_option(
			    command, arguments[optind - 1], names);
		enum option_id id = id_of(told);
		if (given[id] && option_rows[id].often == GIVEN_ONCE) {
			talk_error("--%s: given twice", option_rows[id].name);
			return false;
		}
		given[id] = true;
		if (!read_option(options, id, optarg))
			return false;
	}
	int left = argument_count - optind;
	if (options->help)
		return true;
	if (left > command->most_arguments)
		return too_many(
		    command, arguments[optind + command->most_arguments]);
	return place(options, command, arguments + optind, left);
}
