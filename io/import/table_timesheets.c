#include "io/import/table_parts.h"

#include "engine/arena.h"

/* Room for one more row in every column. */
static bool
grow_timesheets(struct loading *loading)
{
	struct timesheets *rows = &loading->data->timesheets;
	size_t count = rows->count, capacity = loading->timesheet_capacity;
	if (count < capacity)
		return true;
#define GROW(column)                                                           \
	(capacity = loading->timesheet_capacity,                               \
	    (rows->column = arena_grown(loading->arena, rows->column, count,   \
		 &capacity, sizeof *rows->column)) != NULL)
	bool grown = GROW(project) && GROW(day_and_kind) && GROW(hours) &&
		     GROW(amount) &&
		     (!loading->options.keep_lines || GROW(source));
#undef GROW
	loading->timesheet_capacity = capacity;
	return grown;
}

static enum status
note_odd(struct loading *loading, struct odd_timesheet odd, decimal hours)
{
	struct timesheets *rows = &loading->data->timesheets;
	wide widened = decimal_widen(hours);
	rows->no_cost_rows += odd.no_cost;
	rows->unknown_rows += odd.unknown_project;
	if ((odd.no_cost && !wide_add(&rows->no_cost_hours, widened)) ||
	    (odd.unknown_project && !wide_add(&rows->unknown_hours, widened)))
		return STATUS_OVERFLOW;
	if (rows->odd_count == ODD_TIMESHEETS_LISTED)
		return STATUS_OK;
	struct odd_timesheet *list = arena_grown(loading->arena, rows->odd,
	    rows->odd_count, &loading->odd_capacity, sizeof *list);
	if (!list)
		return STATUS_MEMORY;
	rows->odd = list;
	list[rows->odd_count++] = odd;
	return STATUS_OK;
}

/* ---- cost ---- */

static decimal
rate_in(const struct hourly_rate *list, struct text name)
{
	for (; list; list = list->next)
		if (text_equal(list->name, name))
			return list->rate;
	return DECIMAL_NONE;
}

/* `rates:` of kpi.yaml: by employee, else by department, else one rate. */
static decimal
configured_rate(const struct loading *loading, const struct value *values)
{
	const struct hourly_rates *rates = &loading->configuration->rates;
	decimal rate =
	    rate_in(rates->employees, values[FIELD_TIMESHEETS_employee].text);
	if (rate == DECIMAL_NONE)
		rate = rate_in(rates->departments,
		    values[FIELD_TIMESHEETS_department].text);
	return rate == DECIMAL_NONE ? rates->otherwise : rate;
}

/* Remembers for whom a rate is missing, by employee or else department. */
static enum status
note_missing_rate(
    struct loading *loading, const struct value *values, decimal hours)
{
	struct text name = values[FIELD_TIMESHEETS_employee].text;
	if (name.length == 0)
		name = values[FIELD_TIMESHEETS_department].text;
	if (name.length == 0)
		name = text_of("(no employee)");
	loading->rows_without_rate++;
	if (dictionary_add(&loading->without_rate, name) == NO_ID)
		return STATUS_MEMORY;
	return wide_add(&loading->hours_without_rate, decimal_widen(hours))
		   ? STATUS_OK
		   : STATUS_OVERFLOW;
}

/* What a row costs, before it is added. */
struct cost {
	enum cost_kind kind;
	decimal amount;
};

/* cost, else hourly_cost, else a configured rate, else none. */
static struct cost
find_cost(const struct loading *loading, const struct value *values)
{
	decimal cost = values[FIELD_TIMESHEETS_cost].as.decimal;
	decimal hourly = values[FIELD_TIMESHEETS_hourly_cost].as.decimal;
	if (cost != DECIMAL_NONE)
		return (struct cost){ COST_AMOUNT, cost };
	if (hourly != DECIMAL_NONE)
		return (struct cost){ COST_HOURLY, hourly };
	if (!loading->configuration->rates.configured)
		return (struct cost){ COST_NONE, 0 };
	hourly = configured_rate(loading, values);
	return hourly == DECIMAL_NONE ? (struct cost){ COST_NONE, 0 }
				      : (struct cost){ COST_HOURLY, hourly };
}

/* Brings a row's own cost to the run's currency; what is wrong, or NULL. */
static const char *
convert_cost(struct loading *loading, struct value *values)
{
	struct value *cost = &values[FIELD_TIMESHEETS_cost];
	struct value *hourly = &values[FIELD_TIMESHEETS_hourly_cost];
	size_t amount = cost->as.decimal != DECIMAL_NONE
			    ? FIELD_TIMESHEETS_cost
			    : FIELD_TIMESHEETS_hourly_cost;
	struct text currency;
	decimal rate;
	if (values[amount].as.decimal == DECIMAL_NONE)
		return NULL;
	const char *reason = table_currency(
	    loading, values, FIELD_TIMESHEETS_currency, amount, &currency);
	if (!reason)
		reason = table_rate(loading, currency,
		    values[FIELD_TIMESHEETS_worked_on].as.date, &rate);
	if (!reason && (!table_convert(rate, &cost->as.decimal) ||
			   !table_convert(rate, &hourly->as.decimal)))
		reason = table_too_large;
	return reason;
}

/* ---- the row ---- */

static enum status
add_row(struct loading *loading, uint32_t project, date day, decimal hours,
    struct cost cost, struct source source)
{
	struct timesheets *rows = &loading->data->timesheets;
	size_t row = rows->count;
	if (!grow_timesheets(loading))
		return STATUS_MEMORY;
	rows->project[row] = project;
	rows->day_and_kind[row] = day * 4 + (int)cost.kind;
	rows->hours[row] = hours;
	rows->amount[row] = cost.amount;
	if (rows->source)
		rows->source[row] = source;
	rows->count++;
	if (!wide_add(&rows->total_hours, decimal_widen(hours)) ||
	    !wide_add(&rows->total_cost, timesheet_cost(rows, row)))
		return STATUS_OVERFLOW;
	struct odd_timesheet odd = { .source = source,
		.row = (uint32_t)row,
		.no_cost = cost.kind == COST_NONE,
		.unknown_project = project >= loading->contract_projects };
	return odd.no_cost || odd.unknown_project
		   ? note_odd(loading, odd, hours)
		   : STATUS_OK;
}

enum status
take_timesheet(struct loading *loading, struct value *values,
    struct source source, struct refusal *refusal)
{
	decimal hours = values[FIELD_TIMESHEETS_hours].as.decimal;
	const char *reason = convert_cost(loading, values);
	if (reason)
		return table_refuse(refusal, FIELD_TIMESHEETS_currency, reason);
	struct cost cost = find_cost(loading, values);
	enum status status = STATUS_OK;
	if (cost.kind == COST_NONE && loading->configuration->rates.configured)
		status = note_missing_rate(loading, values, hours);
	uint32_t project = dictionary_add(
	    &loading->data->projects, values[FIELD_TIMESHEETS_project_id].text);
	if (project == NO_ID)
		return STATUS_MEMORY;
	return status ? status
		      : add_row(loading, project,
			    values[FIELD_TIMESHEETS_worked_on].as.date, hours,
			    cost, source);
}
