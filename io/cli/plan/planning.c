#include "io/cli/plan/planning.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/pay.h"
#include "io/cli/talk.h"
#include "io/run/destination.h"
#include "metrics/pay/plan.h"
#include "metrics/periods/booked.h"

/* Without --period so many quarters, as far as the data reach back. */
enum { QUARTERS = 8 };

bool
planning_read(struct planning *planning, const struct options *options)
{
	const struct option_list *plans = &options->plans;
	planning->options = options;
	for (size_t i = 0; i < plans->count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(plans->values[i], plans->values[j]) == 0) {
				talk_error(
				    "--plan %s: given twice", plans->values[i]);
				return false;
			}
	return true;
}

/* ---- periods ---- */

static int
fiscal_year_start(const struct planning *planning)
{
	return planning->session.configuration.definitions.fiscal_year_start;
}

static enum status
set_as_of(struct planning *planning)
{
	struct periods *periods = &planning->periods;
	if (!periods_shift(
		periods, planning->options->as_of, &planning->offset))
		return STATUS_USAGE;
	for (size_t i = 0; i < periods->count; i++)
		planning->as_of[i] =
		    periods_as_of(&periods->rows[i], planning->offset);
	return STATUS_OK;
}

/* The periods that --period names. */
static enum status
read_periods(struct planning *planning)
{
	return periods_read(&planning->periods, planning->session.period,
		   fiscal_year_start(planning))
		   ? set_as_of(planning)
		   : STATUS_USAGE;
}

/* The first day of any of the main tables. */
static date
first_day(const struct dataset *data)
{
	date first = INT32_MAX;
	for (int table = 0; table < TABLE_COUNT; table++) {
		if (!(table_kinds[table].flags & TABLE_MAIN))
			continue;
		date day = dataset_first_day(data, (enum table)table);
		first = day < first ? day : first;
	}
	return first;
}

/* The last quarter that the data cover, and those before it that they cover
 * too. */
static enum status
choose_periods(struct planning *planning)
{
	struct session *session = &planning->session;
	struct schedule schedule;
	enum status status = schedule_make(&schedule, text_of(""),
	    planning->options->as_of, 1, fiscal_year_start(planning),
	    &session->data, session->arena, &session->diagnostics);
	if (status)
		return status;
	struct period period = schedule.periods[schedule.run];
	date first = first_day(&session->data);
	do
		periods_add(&planning->periods, &period);
	while (planning->periods.count < QUARTERS &&
	       period_prior(&period, fiscal_year_start(planning), &period) &&
	       period.from + DATA_END_SLACK >= first);
	periods_sort(&planning->periods);
	return set_as_of(planning);
}

enum status
planning_register_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings)
{
	struct planning *planning = context;
	const struct options *options = planning->options;
	struct session *session = &planning->session;
	/* Without --period they are quarters; which ones depends on days that
	 * are not yet read, and so does then what --as-of means for each. */
	if (session->period_open)
		return options->as_of == DATE_NONE && session->period_quarters
			   ? booked_register_quarters(bookings, data,
				 fiscal_year_start(planning), data->arena)
			   : STATUS_OK;
	enum status status =
	    planning->periods.count ? STATUS_OK : read_periods(planning);
	size_t count = planning->periods.count;
	struct view *views =
	    arena_allocate(session->arena, count, sizeof *views);
	if (status)
		return status;
	if (!views)
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++)
		views[i] = (struct view){ .data = data,
			.period = planning->periods.rows[i],
			.as_of = planning->as_of[i] };
	return booked_register_cost_queries(
	    bookings, views, count, data->arena);
}

/* The data must reach the end of the last period, as for a run that pays. */
static enum status
judge_coverage(struct planning *planning)
{
	struct session *session = &planning->session;
	size_t last = planning->periods.count - 1;
	session->schedule =
	    (struct schedule){ .periods = &planning->periods.rows[last],
		    .as_of = &planning->as_of[last],
		    .count = 1 };
	enum status status = session_judge_coverage(session);
	return status ? status : session_may_pay(session);
}

/* ---- plans ---- */

/* The file's name, without folders. */
static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* The path of the data set's own plan; of several files their names, with a
 * plus between. */
static const char *
own_path(struct session *session)
{
	const struct dataset *data = &session->data;
	const char *path = NULL;
	for (uint32_t i = 0; i < data->input_count; i++) {
		const char *file = data->inputs[i].path;
		if (data->inputs[i].table != TABLE_PLAN ||
		    dataset_is_other_plan(data, i))
			continue;
		path = path ? arena_format(session->arena, "%s+%s", path,
				  base_name(file))
			    : file;
	}
	return path && strncmp(path, "./", 2) == 0 ? path + 2 : path;
}

/* Names plans by their files; those whose files are called the same in several
 * folders by their paths. */
static void
name_plans(struct backtest_plan *plans, size_t count)
{
	const char *paths[OPTION_VALUES_MOST + 1];
	for (size_t i = 0; i < count; i++)
		paths[i] = plans[i].name;
	for (size_t i = 0; i < count; i++) {
		bool alone = true;
		for (size_t j = 0; j < count; j++)
			alone &= i == j || strcmp(base_name(paths[i]),
					       base_name(paths[j])) != 0;
		plans[i].name = alone ? base_name(paths[i]) : paths[i];
	}
}

static enum status
list_plans(struct planning *planning)
{
	struct session *session = &planning->session;
	const struct dataset *data = &session->data;
	struct backtest *test = &planning->test;
	struct backtest_plan *plans = planning->plans;
	size_t count = 0;
	planning->own_plan = data->plan_row_count > 0;
	if (planning->own_plan)
		plans[count++] = (struct backtest_plan){ own_path(session),
			data->plan, data->plan_row_count };
	for (size_t i = 0; i < data->other_plan_count; i++) {
		const struct other_plan *other = &data->other_plans[i];
		if (planning->own_plan && plans[0].name &&
		    destination_same(
			plans[0].name, other->path, session->arena))
			return diagnostics_fail(&session->diagnostics,
			    STATUS_USAGE,
			    "--plan %s: is the plan of the data set, with "
			    "which others are compared",
			    other->path);
		plans[count++] = (struct backtest_plan){ other->path,
			other->rows, other->count };
	}
	if (count == 0)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "no back-test: no plan.csv, and no --plan FILE");
	for (size_t i = 0; i < count; i++)
		if (!plans[i].name)
			return diagnostics_no_memory(&session->diagnostics);
	name_plans(plans, count);
	test->plans = plans;
	test->plan_count = count;
	return STATUS_OK;
}

/* The data set's own has been checked when it was read. */
static enum status
check_plans(struct planning *planning)
{
	struct session *session = &planning->session;
	enum status status = STATUS_OK;
	for (size_t p = planning->own_plan; p < planning->test.plan_count;
	     p++) {
		struct dataset variant = session->data;
		variant.plan = (struct plan_row *)planning->plans[p].rows;
		variant.plan_row_count = planning->plans[p].row_count;
		enum status own = plan_check(&variant,
		    &session->configuration.definitions, &session->diagnostics);
		status = status ? status : own;
	}
	return status;
}

/* ---- the test ---- */

enum status
planning_run(struct planning *planning)
{
	struct session *session = &planning->session;
	struct backtest *test = &planning->test;
	const char *gate = pay_gate(session);
	if (gate)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "no back-test: %s", gate);
	enum status status = list_plans(planning);
	if (!status)
		status = check_plans(planning);
	if (!status && planning->periods.count == 0)
		status = *session->period ? read_periods(planning)
					  : choose_periods(planning);
	if (!status)
		status = judge_coverage(planning);
	if (status)
		return status;
	test->data = &session->data;
	test->definitions = &session->configuration.definitions;
	test->periods = planning->periods.rows;
	test->as_of = planning->as_of;
	test->period_count = planning->periods.count;
	return backtest_run(test, session_jobs(planning->options),
	    session->arena, &session->diagnostics);
}
