#include "io/import/tables.h"

#include <string.h>

#include "engine/arena.h"

static enum status
refuse(struct refusal *refusal, size_t field, const char *reason)
{
	*refusal = (struct refusal){ field, reason };
	return STATUS_OK;
}

bool
table_ignores(size_t field, const struct value *values)
{
	/* On an open contract closed_on is a forecast; beside no score an
	 * answered_on means nothing. */
	if (field == FIELD_CONTRACTS_closed_on)
		return values[FIELD_CONTRACTS_stage].as.code == STAGE_OPEN;
	if (field == FIELD_SURVEYS_answered_on)
		return values[FIELD_SURVEYS_score].as.decimal == DECIMAL_NONE;
	return false;
}

/* The number of a text, added if new; NO_ID for a blank one. */
static bool
intern(struct dictionary *dictionary, struct text text, uint32_t *id)
{
	*id = text.length ? dictionary_add(dictionary, text) : NO_ID;
	return text.length == 0 || *id != NO_ID;
}

/* ---- managers ---- */

/* An id beats an alias; NO_ID for one not known by either. */
static uint32_t
find_manager(const struct loading *loading, struct text text)
{
	uint32_t manager = dictionary_find(&loading->data->managers, text);
	if (manager != NO_ID)
		return manager;
	uint32_t alias = dictionary_find(&loading->aliases, text);
	return alias == NO_ID ? NO_ID : loading->manager_of_alias[alias];
}

static uint32_t
add_manager(struct loading *loading, struct text text)
{
	uint32_t manager = find_manager(loading, text);
	return manager != NO_ID
		   ? manager
		   : dictionary_add(&loading->data->managers, text);
}

/* Takes the next alias off the list `a|b|c`, trimmed; false at its end. */
static bool
next_alias(struct text *list, struct text *alias)
{
	while (list->length) {
		const char *bar = memchr(list->data, '|', list->length);
		size_t length = bar ? (size_t)(bar - list->data) : list->length;
		*alias = (struct text){ list->data, length };
		size_t skipped = length + (bar != NULL);
		list->data += skipped;
		list->length -= skipped;
		while (alias->length && alias->data[0] == ' ') {
			alias->data++;
			alias->length--;
		}
		while (alias->length && alias->data[alias->length - 1] == ' ')
			alias->length--;
		if (alias->length)
			return true;
	}
	return false;
}

static bool
aliases_are_free(
    const struct loading *loading, struct text id, struct text list)
{
	struct text alias;
	while (next_alias(&list, &alias))
		if (!text_equal(alias, id) &&
		    find_manager(loading, alias) != NO_ID)
			return false;
	return true;
}

static enum status
add_aliases(struct loading *loading, uint32_t manager, struct text list)
{
	struct text alias;
	while (next_alias(&list, &alias)) {
		uint32_t id = dictionary_add(&loading->aliases, alias);
		uint32_t *managers =
		    id == NO_ID
			? NULL
			: arena_grown(loading->arena, loading->manager_of_alias,
			      id, &loading->alias_capacity, sizeof *managers);
		if (!managers)
			return STATUS_MEMORY;
		loading->manager_of_alias = managers;
		managers[id] = manager;
	}
	return STATUS_OK;
}

enum status
take_person(struct loading *loading, const struct value *values,
    struct source source, struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct text id = values[FIELD_PEOPLE_account_manager].text;
	struct text aliases = values[FIELD_PEOPLE_aliases].text;
	date joined = values[FIELD_PEOPLE_joined_on].as.date;
	date left = values[FIELD_PEOPLE_left_on].as.date;
	if (dictionary_find(&data->managers, id) != NO_ID)
		return refuse(refusal, FIELD_PEOPLE_account_manager,
		    "a second row of the same manager");
	if (!aliases_are_free(loading, id, aliases))
		return refuse(refusal, FIELD_PEOPLE_aliases,
		    "an alias is already another manager's id or alias");
	if (joined != DATE_NONE && left != DATE_NONE && left < joined)
		return refuse(refusal, FIELD_PEOPLE_left_on,
		    "left_on is before joined_on");

	struct person *people = arena_grown(loading->arena, data->people,
	    data->person_count, &loading->person_capacity, sizeof *people);
	struct person person = { .source = source,
		.manager = dictionary_add(&data->managers, id),
		.joined_on = joined,
		.left_on = left,
		.base_bonus = values[FIELD_PEOPLE_base_bonus].as.decimal };
	if (!people || person.manager == NO_ID ||
	    !intern(
		&data->words, values[FIELD_PEOPLE_name].text, &person.name) ||
	    !intern(
		&data->words, values[FIELD_PEOPLE_team].text, &person.team) ||
	    !intern(
		&data->words, values[FIELD_PEOPLE_level].text, &person.level))
		return STATUS_MEMORY;
	data->people = people;
	people[data->person_count++] = person;
	return add_aliases(loading, person.manager, aliases);
}

enum status
take_assignment(struct loading *loading, const struct value *values,
    struct source source, struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct assignment assignment = { .source = source,
		.from = values[FIELD_ASSIGNMENTS_from].as.date,
		.until = values[FIELD_ASSIGNMENTS_until].as.date };
	if (assignment.until != DATE_NONE && assignment.until < assignment.from)
		return refuse(
		    refusal, FIELD_ASSIGNMENTS_until, "until is before from");
	struct assignment *assignments = arena_grown(loading->arena,
	    data->assignments, data->assignment_count,
	    &loading->assignment_capacity, sizeof *assignments);
	assignment.manager = add_manager(
	    loading, values[FIELD_ASSIGNMENTS_account_manager].text);
	if (!assignments || assignment.manager == NO_ID ||
	    !intern(&data->clients, values[FIELD_ASSIGNMENTS_client_id].text,
		&assignment.client))
		return STATUS_MEMORY;
	data->assignments = assignments;
	assignments[data->assignment_count++] = assignment;
	return STATUS_OK;
}

/* ---- contracts ---- */

/* Brings value and budget to the run's currency; a reason if that fails. */
static const char *
convert_money(const struct loading *loading, struct text currency,
    struct contract *contract)
{
	const struct configuration *configuration = loading->configuration;
	if (currency.length == 0 ||
	    text_is(currency, configuration->definitions.currency))
		return NULL;
	const struct exchange_rate *rate = configuration->exchange_rates;
	while (rate && !text_equal(rate->currency, currency))
		rate = rate->next;
	if (!rate)
		return "no rate for this currency; add one to exchange_rates "
		       "in kpi.yaml";
	if ((contract->value != DECIMAL_NONE &&
		!decimal_convert(
		    contract->value, rate->rate, &contract->value)) ||
	    !decimal_convert(contract->budget, rate->rate, &contract->budget))
		return "larger than 9 × 10^14 in the run's currency";
	return NULL;
}

/* What is wrong with a contract as a whole; FIELD_COUNT if nothing. */
static size_t
judge_contract(const struct loading *loading, const struct value *values,
    const struct contract *contract, const char **reason)
{
	enum stage stage = contract->stage;
	bool closed = stage == STAGE_WON || stage == STAGE_LOST;
	if (dictionary_find(&loading->data->contract_ids,
		values[FIELD_CONTRACTS_contract_id].text) != NO_ID) {
		*reason = "a contract with this id was already read";
		return FIELD_CONTRACTS_contract_id;
	}
	if (closed && values[FIELD_CONTRACTS_client_id].text.length == 0) {
		*reason = "blank; a won or lost contract needs its client";
		return FIELD_CONTRACTS_client_id;
	}
	if (closed && contract->closed_on == DATE_NONE) {
		*reason = "blank; a won or lost contract needs the day";
		return FIELD_CONTRACTS_closed_on;
	}
	if (stage == STAGE_WON && contract->value == DECIMAL_NONE) {
		*reason = "blank; a won contract needs its value";
		return FIELD_CONTRACTS_value;
	}
	if (contract->start_on != DATE_NONE && contract->end_on != DATE_NONE &&
	    contract->end_on < contract->start_on) {
		*reason = "before start_on (of a won contract closed_on, if "
			  "start_on is blank)";
		return FIELD_CONTRACTS_end_on;
	}
	return FIELD_COUNT;
}

static struct contract
contract_of(const struct value *values)
{
	decimal budget = values[FIELD_CONTRACTS_budget].as.decimal;
	struct contract contract = {
		.stage = (enum stage)values[FIELD_CONTRACTS_stage].as.code,
		.kind = (enum kind)values[FIELD_CONTRACTS_kind].as.code,
		.closed_on = values[FIELD_CONTRACTS_closed_on].as.date,
		.proposed_on = values[FIELD_CONTRACTS_proposed_on].as.date,
		.start_on = values[FIELD_CONTRACTS_start_on].as.date,
		.end_on = values[FIELD_CONTRACTS_end_on].as.date,
		.terminated_on = values[FIELD_CONTRACTS_terminated_on].as.date,
		.due_on = values[FIELD_CONTRACTS_due_on].as.date,
		.delivered_on = values[FIELD_CONTRACTS_delivered_on].as.date,
		.value = values[FIELD_CONTRACTS_value].as.decimal,
		.budget = budget == DECIMAL_NONE ? 0 : budget,
	};
	if (contract.stage == STAGE_WON && contract.start_on == DATE_NONE)
		contract.start_on = contract.closed_on;
	return contract;
}

enum status
take_contract(struct loading *loading, const struct value *values,
    struct source source, struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct contract contract = contract_of(values);
	const char *reason = NULL;
	size_t field = judge_contract(loading, values, &contract, &reason);
	if (field != FIELD_COUNT)
		return refuse(refusal, field, reason);
	reason = convert_money(
	    loading, values[FIELD_CONTRACTS_currency].text, &contract);
	if (reason)
		return refuse(refusal, FIELD_CONTRACTS_currency, reason);

	struct text id = values[FIELD_CONTRACTS_contract_id].text;
	struct text project = values[FIELD_CONTRACTS_project_id].text;
	struct contract *contracts =
	    arena_grown(loading->arena, data->contracts, data->contract_count,
		&loading->contract_capacity, sizeof *contracts);
	contract.source = source;
	contract.manager =
	    add_manager(loading, values[FIELD_CONTRACTS_account_manager].text);
	if (!contracts || contract.manager == NO_ID ||
	    !intern(&data->contract_ids, id, &contract.contract) ||
	    !intern(&data->clients, values[FIELD_CONTRACTS_client_id].text,
		&contract.client) ||
	    !intern(&data->words, values[FIELD_CONTRACTS_client_name].text,
		&contract.client_name) ||
	    !intern(&data->projects, project.length ? project : id,
		&contract.project) ||
	    !intern(&data->words, values[FIELD_CONTRACTS_team].text,
		&contract.team))
		return STATUS_MEMORY;
	data->contracts = contracts;
	contracts[data->contract_count++] = contract;
	loading->contract_projects = data->projects.count;
	return STATUS_OK;
}

/* ---- surveys ---- */

/* What is wrong with a survey's score and scale; FIELD_COUNT if nothing. */
static size_t
judge_score(const struct survey *survey, const char **reason)
{
	if ((survey->scale_min == DECIMAL_NONE) !=
	    (survey->scale_max == DECIMAL_NONE)) {
		*reason = "scale_min and scale_max go together";
		return survey->scale_min == DECIMAL_NONE
			   ? FIELD_SURVEYS_scale_min
			   : FIELD_SURVEYS_scale_max;
	}
	if (survey->scale_min >= survey->scale_max &&
	    survey->scale_min != DECIMAL_NONE) {
		*reason = "scale_max must be more than scale_min";
		return FIELD_SURVEYS_scale_max;
	}
	return FIELD_COUNT;
}

static size_t
judge_survey(const struct survey *survey, const struct value *values,
    const char **reason)
{
	if (survey->score != DECIMAL_NONE &&
	    (survey->score < survey->scale_min ||
		survey->score > survey->scale_max)) {
		*reason = "outside its scale";
		return FIELD_SURVEYS_score;
	}
	if (survey->score != DECIMAL_NONE && survey->answered_on == DATE_NONE) {
		*reason = "blank; a score needs the day of the answer";
		return FIELD_SURVEYS_answered_on;
	}
	if (survey->internal &&
	    values[FIELD_SURVEYS_department].text.length == 0) {
		*reason = "blank; an internal survey needs the department of "
			  "the one who answers";
		return FIELD_SURVEYS_department;
	}
	return FIELD_COUNT;
}

/* The first column that is not blank decides whom it is about. */
static void
find_subject(const struct loading *loading, const struct value *values,
    struct survey *survey)
{
	struct text manager = values[FIELD_SURVEYS_account_manager].text;
	struct text contract = values[FIELD_SURVEYS_contract_id].text;
	struct text client = values[FIELD_SURVEYS_client_id].text;
	const struct dataset *data = loading->data;
	survey->subject = NO_ID;
	if (manager.length) {
		survey->about = ABOUT_MANAGER;
		survey->subject = find_manager(loading, manager);
	} else if (contract.length) {
		survey->about = ABOUT_CONTRACT;
		survey->subject =
		    dictionary_find(&data->contract_ids, contract);
	} else if (client.length) {
		survey->about = ABOUT_CLIENT;
		survey->subject = dictionary_find(&data->clients, client);
	}
	if (survey->subject == NO_ID)
		survey->about = ABOUT_NOBODY;
}

enum status
take_survey(struct loading *loading, const struct value *values,
    struct source source, struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct survey survey = {
		.source = source,
		.internal = values[FIELD_SURVEYS_kind].as.code == 1,
		.score = values[FIELD_SURVEYS_score].as.decimal,
		.scale_min = values[FIELD_SURVEYS_scale_min].as.decimal,
		.scale_max = values[FIELD_SURVEYS_scale_max].as.decimal,
		.answered_on = values[FIELD_SURVEYS_answered_on].as.date,
		.sent_on = values[FIELD_SURVEYS_sent_on].as.date,
	};
	const char *reason = NULL;
	size_t field = judge_score(&survey, &reason);
	if (survey.scale_min == DECIMAL_NONE) {
		survey.scale_min =
		    loading->configuration->definitions.scale_min;
		survey.scale_max =
		    loading->configuration->definitions.scale_max;
	}
	if (field == FIELD_COUNT)
		field = judge_survey(&survey, values, &reason);
	if (field != FIELD_COUNT)
		return refuse(refusal, field, reason);
	struct survey *surveys = arena_grown(loading->arena, data->surveys,
	    data->survey_count, &loading->survey_capacity, sizeof *surveys);
	find_subject(loading, values, &survey);
	if (!surveys ||
	    !intern(&data->words, values[FIELD_SURVEYS_department].text,
		&survey.department))
		return STATUS_MEMORY;
	data->surveys = surveys;
	surveys[data->survey_count++] = survey;
	return STATUS_OK;
}

/* ---- timesheets ---- */

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

enum status
take_timesheet(struct loading *loading, const struct value *values,
    struct source source, struct refusal *refusal)
{
	(void)refusal; /* the schema says it all */
	struct dataset *data = loading->data;
	struct timesheets *rows = &data->timesheets;
	size_t row = rows->count;
	decimal cost = values[FIELD_TIMESHEETS_cost].as.decimal;
	decimal hourly = values[FIELD_TIMESHEETS_hourly_cost].as.decimal;
	decimal hours = values[FIELD_TIMESHEETS_hours].as.decimal;
	enum cost_kind kind = cost != DECIMAL_NONE     ? COST_AMOUNT
			      : hourly != DECIMAL_NONE ? COST_HOURLY
						       : COST_NONE;
	uint32_t project = dictionary_add(
	    &data->projects, values[FIELD_TIMESHEETS_project_id].text);
	if (project == NO_ID || !grow_timesheets(loading))
		return STATUS_MEMORY;
	rows->project[row] = project;
	rows->day_and_kind[row] =
	    values[FIELD_TIMESHEETS_worked_on].as.date * 4 + (int)kind;
	rows->hours[row] = hours;
	rows->amount[row] = kind == COST_AMOUNT   ? cost
			    : kind == COST_HOURLY ? hourly
						  : 0;
	if (rows->source)
		rows->source[row] = source;
	rows->count++;
	if (!wide_add(&rows->total_hours, decimal_widen(hours)) ||
	    !wide_add(&rows->total_cost, timesheet_cost(rows, row)))
		return STATUS_OVERFLOW;
	struct odd_timesheet odd = { .source = source,
		.row = (uint32_t)row,
		.no_cost = kind == COST_NONE,
		.unknown_project = project >= loading->contract_projects };
	return odd.no_cost || odd.unknown_project
		   ? note_odd(loading, odd, hours)
		   : STATUS_OK;
}
