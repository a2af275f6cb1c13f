/* The periods of a question: a period, a range of them or a list, perhaps cut
 * into months, quarters or years; and those they are compared with. */
#include "io/cli/query/question.h"
#include "io/cli/talk.h"
#include "metrics/periods/cohort.h"

/* Cuts periods at the borders of months, quarters or years. A piece that is not
 * a whole month, quarter or year is named by its days. */
static bool
cut(const struct periods *whole, enum period_kind kind, int fiscal,
    struct periods *pieces)
{
	pieces->count = 0;
	for (size_t i = 0; i < whole->count; i++) {
		const struct period *period = &whole->rows[i];
		for (date from = period->from; from < period->until;) {
			struct period unit = period_of(from, kind, fiscal);
			date until = unit.until < period->until ? unit.until
								: period->until;
			struct period piece = unit;
			if (unit.from != from || unit.until != until)
				period_range(from, until - 1, &piece);
			if (!periods_add(pieces, &piece))
				return false;
			from = until;
		}
	}
	periods_sort(pieces);
	return true;
}

/* Joins periods that touch or overlap, so that, for example, four quarters that
 * are cut into years give one year and not four pieces. */
static void
join_neighbours(struct periods *periods)
{
	size_t count = 0;
	for (size_t i = 0; i < periods->count; i++) {
		struct period *last = count ? &periods->rows[count - 1] : NULL;
		if (last && periods->rows[i].from <= last->until &&
		    periods->rows[i].from >= last->from)
			period_range(last->from,
			    (periods->rows[i].until > last->until
				    ? periods->rows[i].until
				    : last->until) -
				1,
			    last);
		else
			periods->rows[count++] = periods->rows[i];
	}
	periods->count = count;
}

/* The same period a year before. */
static bool
year_ago(const struct period *period, int fiscal, struct period *before)
{
	if (period->kind != PERIOD_RANGE) {
		struct civil from = date_civil(period->from);
		date day = date_of(from.year - 1, from.month, 1);
		if (day == DATE_NONE)
			return false;
		*before = period_of(day, period->kind, fiscal);
		return true;
	}
	struct civil from = date_civil(period->from);
	struct civil last = date_civil(period->until - 1);
	date first = date_of(from.year - 1, from.month,
	    from.month == 2 && from.day == 29 ? 28 : from.day);
	date end = date_of(last.year - 1, last.month,
	    last.month == 2 && last.day == 29 ? 28 : last.day);
	return first != DATE_NONE && end != DATE_NONE &&
	       period_range(first, end, before);
}

static struct view
view_of(const struct session *session, struct period period, int offset)
{
	return (struct view){ .data = &session->data,
		.definitions = &session->configuration.definitions,
		.period = period,
		.as_of = periods_as_of(&period, offset) };
}

/* The views of the periods, then those of the periods that they are compared
 * with. */
static enum status
set_views(struct question *question, struct session *session,
    const struct periods *periods, int offset)
{
	int fiscal = session->configuration.definitions.fiscal_year_start;
	size_t count = periods->count;
	bool refers =
	    question->with == WITH_PRIOR || question->with == WITH_YEAR_AGO;
	struct view *views = question->views;
	for (size_t i = 0; i < count; i++) {
		const struct period *period = &periods->rows[i];
		struct period before;
		views[i] = view_of(session, *period, offset);
		if (!refers)
			continue;
		if (!(question->with == WITH_PRIOR
			    ? period_prior(period, fiscal, &before)
			    : year_ago(period, fiscal, &before))) {
			talk_error(
			    "--compare: nothing is before %s", period->label);
			return STATUS_USAGE;
		}
		views[count + i] = view_of(session, before, offset);
	}
	question->references = views + count;
	question->view_count = count;
	question->refers = refers;
	return STATUS_OK;
}

/* The periods that are asked for; without --period that of a run, which all
 * tables must be read for. */
static enum status
find_views(struct question *question, struct session *session)
{
	static struct periods periods, pieces;
	const struct options *options = question->options;
	int fiscal = session->configuration.definitions.fiscal_year_start;
	int offset;
	periods.count = 0;
	if (!*session->period) {
		enum status status = session_schedule(session);
		if (status)
			return status;
		periods_add(&periods,
		    &session->schedule.periods[session->schedule.run]);
	} else if (!periods_read(&periods, session->period, fiscal)) {
		return STATUS_USAGE;
	}
	if (question->time < question->dimension_count) {
		join_neighbours(&periods);
		if (!cut(&periods, question->split, fiscal, &pieces))
			return STATUS_USAGE;
		periods = pieces;
	}
	if (!periods_shift(&periods, options->as_of, &offset))
		return STATUS_USAGE;
	return set_views(question, session, &periods, offset);
}

enum status
question_register_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings)
{
	struct asked *asked = context;
	struct question *question = asked->question;
	const struct options *options = question->options;
	enum status status = STATUS_OK;
	/* Without --period the period is a quarter, but which one depends on
	 * days that are not yet read. Then costs can be registered for all
	 * quarters, unless the question cuts the quarter into pieces or names
	 * another as_of. */
	if (asked->session->period_open)
		return options->as_of == DATE_NONE &&
			       asked->session->period_quarters &&
			       question->time == question->dimension_count
			   ? booked_register_quarters(bookings, data,
				 asked->session->configuration.definitions
				     .fiscal_year_start,
				 data->arena)
			   : STATUS_OK;
	if (!question->view_count)
		status = find_views(question, asked->session);
	return status ? status
		      : booked_register_cost_queries(bookings, question->views,
			    question->view_count * (question->refers ? 2 : 1),
			    data->arena);
}

enum status
question_views(struct question *question, struct session *session)
{
	unsigned jobs = session_jobs(session->options);
	enum status status =
	    question->view_count ? STATUS_OK : find_views(question, session);
	if (!status)
		status = cohorts_make(question->views, question->view_count,
		    jobs, session->arena);
	if (!status && question->refers)
		status = cohorts_make(question->references,
		    question->view_count, jobs, session->arena);
	if (status == STATUS_MEMORY)
		talk_error("out of memory");
	else if (status == STATUS_OVERFLOW)
		talk_error("an exact sum does not fit into 128 bits; look for "
			   "absurd amounts in the inputs");
	return status;
}
