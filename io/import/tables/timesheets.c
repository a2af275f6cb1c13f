#include "io/import/tables/parts.h"
#include "io/import/tables/rate_use.h"

/* ---- cost ---- */

static wide
hours_of(const struct value *values)
{
	const struct value *hours = &values[FIELD_TIMESHEETS_hours];
	return decimal_widen_fine(hours->as.decimal, hours->rest);
}

/* Remembers for whom a rate is missing, by employee or else department. */
static enum status
note_missing_rate(
    struct loading *loading, const struct value *values, wide hours)
{
	struct text name = values[FIELD_TIMESHEETS_employee].text;
	if (name.length == 0)
		name = values[FIELD_TIMESHEETS_department].text;
	if (name.length == 0)
		name = text_of("(no employee)");
	loading->rows_without_rate++;
	if (dictionary_add(&loading->without_rate, name) == NO_ID)
		return STATUS_MEMORY;
	return wide_add(&loading->hours_without_rate, hours) ? STATUS_OK
							     : STATUS_OVERFLOW;
}

/* What a row costs, before it is added. */
struct cost {
	enum cost_kind kind;
	decimal amount;
	int16_t rest;
};

/* cost, else hourly_cost, else a configured rate, else none. */
static enum status
find_cost(
    struct loading *loading, const struct value *values, struct cost *found)
{
	enum status status = STATUS_OK;
	const struct value *cost = &values[FIELD_TIMESHEETS_cost];
	const struct value *hourly = &values[FIELD_TIMESHEETS_hourly_cost];
	decimal rate = DECIMAL_NONE;
	if (cost->as.decimal == DECIMAL_NONE &&
	    hourly->as.decimal == DECIMAL_NONE &&
	    takes_rates(loading)) {
		const struct rated_row row = {
			values[FIELD_TIMESHEETS_employee].text,
			values[FIELD_TIMESHEETS_department].text,
			values[FIELD_TIMESHEETS_worked_on].as.date,
			hours_of(values)
		};
		status = rate_use_find(loading, &row, &rate);
	}
	if (cost->as.decimal != DECIMAL_NONE)
		*found =
		    (struct cost){ COST_AMOUNT, cost->as.decimal, cost->rest };
	else if (hourly->as.decimal != DECIMAL_NONE)
		*found = (struct cost){ COST_HOURLY, hourly->as.decimal,
			hourly->rest };
	else if (rate != DECIMAL_NONE)
		*found = (struct cost){ COST_HOURLY, rate, 0 };
	else
		*found = (struct cost){ COST_NONE, 0, 0 };
	return status;
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
	if (values[amount].as.decimal == DECIMAL_NONE)
		return NULL;
	return table_convert(loading, values, FIELD_TIMESHEETS_currency, amount,
	    values[FIELD_TIMESHEETS_worked_on].as.date, cost, hourly);
}

/* ---- the row ---- */

enum status
take_timesheet(struct loading *loading, struct value *values,
    struct source source, struct refusal *refusal)
{
	const struct value *hours = &values[FIELD_TIMESHEETS_hours];
	const char *reason = convert_cost(loading, values);
	if (reason) {
		table_refuse(refusal, FIELD_TIMESHEETS_currency, reason);
		return STATUS_OK;
	}
	struct cost cost;
	enum status status = find_cost(loading, values, &cost);
	if (!status && cost.kind == COST_NONE &&
	    takes_rates(loading))
		status = note_missing_rate(loading, values, hours_of(values));
	uint32_t project = dictionary_add(
	    &loading->data->projects, values[FIELD_TIMESHEETS_project_id].text);
	if (project == NO_ID)
		return STATUS_MEMORY;
	const struct timesheet timesheet = { .source = source,
		.project = project,
		.day = values[FIELD_TIMESHEETS_worked_on].as.date,
		.kind = cost.kind,
		.hours_rest = hours->rest,
		.amount_rest = cost.rest,
		.hours = hours->as.decimal,
		.amount = cost.amount };
	if (status)
		return status;
	return timesheets_add(&loading->timesheets, &timesheet, 1)
		   ? STATUS_OK
		   : STATUS_MEMORY;
}
