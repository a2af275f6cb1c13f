#include "io/cli/query/question.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"
#include "io/cli/typed_metric.h"
#include "io/cli/typed_period.h"
#include "metrics/estimates/metrics.h"

/* Is it a dimension of time? *kind then. */
static bool
question_is_time(struct text dimension, enum period_kind *kind)
{
	*kind = text_is(dimension, "month")     ? PERIOD_MONTH
		: text_is(dimension, "quarter") ? PERIOD_QUARTER
		: text_is(dimension, "year")    ? PERIOD_YEAR
						: PERIOD_RANGE;
	return *kind != PERIOD_RANGE;
}

/* Cuts the next part of a list with commas, without blanks around it; false at
 * its end. */
static bool
next_part(const char **list, struct text *part)
{
	if (!*list)
		return false;
	const char *comma = strchr(*list, ',');
	*part = (struct text){ *list,
		comma ? (size_t)(comma - *list) : strlen(*list) };
	*list = comma ? comma + 1 : NULL;
	while (part->length && part->data[0] == ' ') {
		part->data++;
		part->length--;
	}
	while (part->length && part->data[part->length - 1] == ' ')
		part->length--;
	return true;
}

static bool
add_metric(struct question *question, const struct metric *metric)
{
	for (size_t i = 0; i < question->metric_count; i++)
		if (question->metrics[i] == metric)
			return true;
	question->metrics[question->metric_count++] = metric;
	return true;
}

static bool
read_metrics(struct question *question, const char *list)
{
	const struct typed_choice all = { { text_of("all"), text_of("all"),
	    text_of("tất cả") } };
	size_t whole = typed_metric_named(text_of(list));
	struct text name;
	if (whole < metrics_count)
		return add_metric(question, &metrics_table[whole]);
	while (next_part(&list, &name)) {
		size_t index = typed_metric(
		    "--metric", name, &all, question->options->quiet);
		if (index == TYPED_SAID)
			return false;
		if (index < metrics_count)
			add_metric(question, &metrics_table[index]);
		for (size_t i = 0; index == metrics_count && i < metrics_count;
		     i++)
			add_metric(question, &metrics_table[i]);
	}
	return true;
}

static bool
read_dimensions(struct question *question, const char *list)
{
	struct text name;
	enum period_kind split;
	while (next_part(&list, &name)) {
		size_t at = question->dimension_count;
		if (at == QUESTION_DIMENSIONS) {
			talk_error("--by: more than %d dimensions",
			    QUESTION_DIMENSIONS);
			return false;
		}
		if (question_is_time(name, &split)) {
			if (question->time != SIZE_MAX) {
				talk_error("--by: %.*s and %.*s; give one of "
					   "month, quarter and year",
				    (int)question->dimensions[question->time]
					.length,
				    question->dimensions[question->time].data,
				    (int)name.length, name.data);
				return false;
			}
			question->time = at;
			question->split = split;
		}
		question->dimensions[at] = name;
		question->dimension_count++;
	}
	return true;
}

static bool
read_comparison(struct question *question, const char *with)
{
	static const char *const names[] = { [WITH_PRIOR] = "prior",
		[WITH_YEAR_AGO] = "year-ago",
		[WITH_PEERS] = "peers" };
	if (!with)
		return true;
	for (int i = WITH_PRIOR; i <= WITH_PEERS; i++)
		if (strcmp(with, names[i]) == 0) {
			question->with = (enum comparison_with)i;
			return true;
		}
	talk_error("--compare %s: expected prior, year-ago or peers", with);
	return false;
}

bool
question_read(struct question *question, const struct options *options)
{
	*question = (struct question){ .options = options, .time = SIZE_MAX };
	if (options->metrics.count == 0) {
		talk_error("query: which metric? --metric M,… (kpi list "
			   "metrics has them)");
		return false;
	}
	for (size_t i = 0; i < options->metrics.count; i++)
		if (!read_metrics(question, options->metrics.values[i]))
			return false;
	for (size_t i = 0; i < options->by.count; i++)
		if (!read_dimensions(question, options->by.values[i]))
			return false;
	if (question->time == SIZE_MAX)
		question->time = question->dimension_count;
	return read_comparison(question, options->compare);
}

bool
question_mentions(const struct question *question, const char *name)
{
	const struct option_list *where = &question->options->where;
	for (size_t i = 0; i < where->count; i++)
		if (sql_mentions(text_of(where->values[i]), name))
			return true;
	return false;
}

bool
question_reads(const void *context, const char *column)
{
	const struct question *question = context;
	const struct option_list *where = &question->options->where;
	for (size_t i = 0; i < where->count; i++)
		if (sql_may_read(text_of(where->values[i]), column))
			return true;
	return false;
}

unsigned
question_spares(const struct question *question)
{
	unsigned needed = 0;
	const char *period = question->options->period;
	bool quarters;
	/* Without --period, or the year of one, the last day of every table
	 * counts. */
	if (!*period || typed_periods_open(period, &quarters))
		return 0;
	for (size_t i = 0; i < question->metric_count; i++)
		needed |= question->metrics[i]->tables;
	unsigned spared = 0;
	if (!(needed >> TABLE_TIMESHEETS & 1) &&
	    !question_mentions(question, "timesheets") &&
	    !question_mentions(question, "projects"))
		spared |= 1u << TABLE_TIMESHEETS;
	if (!(needed >> TABLE_SURVEYS & 1) &&
	    !question_mentions(question, "surveys"))
		spared |= 1u << TABLE_SURVEYS;
	return spared;
}
