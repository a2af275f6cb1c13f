/* The canonical tables as relations. */
#include <stddef.h>

#include "engine/model/schema.h"
#include "io/cli/query/relation.h"
#include "metrics/periods/survey.h"

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

struct relation *
relation_contracts(const struct ground *ground)
{
	static const struct relation_column columns[] = {
		COLUMN_ID_("contract_id", KEY_CONTRACT, contract, contract),
		COLUMN_ID_("client_id", KEY_CLIENT, contract, client),
		COLUMN_(WORD, TEXT, "client_name", contract, client_name),
		COLUMN_ID_("account_manager", KEY_MANAGER, contract, manager),
		COLUMN_(STAGE, TEXT, "stage", contract, stage),
		COLUMN_(KIND, TEXT, "kind", contract, kind),
		COLUMN_(DECIMAL, NUMBER, "value", contract, value),
		COLUMN_(DECIMAL, NUMBER, "budget", contract, budget),
		COLUMN_(DATE, DATE, "proposed_on", contract, proposed_on),
		COLUMN_(DATE, DATE, "closed_on", contract, closed_on),
		COLUMN_(DATE, DATE, "start_on", contract, start_on),
		COLUMN_(DATE, DATE, "end_on", contract, end_on),
		COLUMN_(DATE, DATE, "terminated_on", contract, terminated_on),
		COLUMN_(DATE, DATE, "due_on", contract, due_on),
		COLUMN_(DATE, DATE, "delivered_on", contract, delivered_on),
		COLUMN_ID_("project_id", KEY_PROJECT, contract, project),
		COLUMN_(WORD, TEXT, "team", contract, team),
		COLUMN_(SOURCE, TEXT, "source", contract, source),
	};
	struct relation *relation = relation_new(ground, "contracts",
	    "one row a proposal; money in the run's currency", columns,
	    COUNT(columns), TABLE_CONTRACTS);
	if (!relation)
		return NULL;
	relation->rows = ground->data->contract_count;
	relation->records = ground->data->contracts;
	relation->record_size = sizeof(struct contract);
	return relation;
}

struct relation *
relation_people(const struct ground *ground)
{
	static const struct relation_column columns[] = {
		COLUMN_ID_("account_manager", KEY_MANAGER, person, manager),
		COLUMN_(WORD, TEXT, "name", person, name),
		COLUMN_(WORD, TEXT, "team", person, team),
		COLUMN_(WORD, TEXT, "level", person, level),
		COLUMN_(DATE, DATE, "joined_on", person, joined_on),
		COLUMN_(DATE, DATE, "left_on", person, left_on),
		COLUMN_(DECIMAL, NUMBER, "base_bonus", person, base_bonus),
		COLUMN_(SOURCE, TEXT, "source", person, source),
	};
	struct relation *relation =
	    relation_new(ground, "people", "the account managers of people.csv",
		columns, COUNT(columns), TABLE_PEOPLE);
	if (!relation)
		return NULL;
	relation->rows = ground->data->person_count;
	relation->records = ground->data->people;
	relation->record_size = sizeof(struct person);
	return relation;
}

struct relation *
relation_assignments(const struct ground *ground)
{
	static const struct relation_column columns[] = {
		COLUMN_ID_("client_id", KEY_CLIENT, assignment, client),
		COLUMN_ID_("account_manager", KEY_MANAGER, assignment, manager),
		COLUMN_(DATE, DATE, "from", assignment, from),
		COLUMN_(DATE, DATE, "until", assignment, until),
		COLUMN_(SOURCE, TEXT, "source", assignment, source),
	};
	struct relation *relation = relation_new(ground, "assignments",
	    "who looks after a client, from when until when", columns,
	    COUNT(columns), TABLE_ASSIGNMENTS);
	if (!relation)
		return NULL;
	relation->rows = ground->data->assignment_count;
	relation->records = ground->data->assignments;
	relation->record_size = sizeof(struct assignment);
	return relation;
}

/* ---- timesheets ---- */

enum { TIMESHEET_PROJECT, TIMESHEET_DAY, TIMESHEET_HOURS, TIMESHEET_COST };

static struct datum
read_timesheet(const struct relation *relation, size_t row, size_t column)
{
	const struct dataset *data = relation->ground->data;
	const struct timesheet_block *block =
	    timesheets_block(&data->timesheets, &row);
	struct timesheet timesheet;
	switch (column) {
	case TIMESHEET_PROJECT:
		return datum_key(&data->projects, block->project[row]);
	case TIMESHEET_DAY:
		return datum_date((date)packed_at(&block->day, row));
	case TIMESHEET_HOURS:
		return datum_decimal(packed_at(&block->hours, row));
	default:
		timesheet = timesheet_at(block, row);
		return timesheet.kind == COST_NONE
			   ? (struct datum){ .kind = DATUM_NONE }
			   : datum_exact(timesheet_cost(&timesheet));
	}
}

struct relation *
relation_timesheets(const struct ground *ground)
{
	static const struct relation_column columns[] = {
		COLUMN_OWN_(TEXT, "project_id", KEY_PROJECT),
		COLUMN_OWN_(DATE, "worked_on", KEY_NONE),
		COLUMN_OWN_(NUMBER, "hours", KEY_NONE),
		COLUMN_OWN_(NUMBER, "cost", KEY_NONE),
	};
	struct relation *relation = relation_new(ground, "timesheets",
	    "hours booked on projects, with their cost", columns,
	    COUNT(columns), TABLE_TIMESHEETS);
	if (!relation)
		return NULL;
	/* Whoever names them has them kept. */
	if (!ground->data->timesheets.bookings.open)
		relation->rows = ground->data->timesheets.count;
	relation->read = read_timesheet;
	return relation;
}

/* ---- surveys ---- */

enum { OWN_KIND, OWN_CLIENT, OWN_SCORE_100 };

static struct datum
read_survey(const struct relation *relation, size_t row, size_t column)
{
	const struct dataset *data = relation->ground->data;
	const struct survey *survey = &data->surveys[row];
	uint32_t client = survey->client;
	switch (column) {
	case OWN_KIND:
		return datum_text(
		    text_of(schema_words(FIELD_SURVEY_KIND)[survey->kind]));
	case OWN_CLIENT: /* named, or that of the contract named */
		if (client == NO_ID && survey->contract != NO_ID)
			client = data->contracts[survey->contract].client;
		return datum_key(&data->client_ids, client);
	default:
		return survey->score == DECIMAL_NONE
			   ? (struct datum){ .kind = DATUM_NONE }
			   : datum_real(survey_score_nearest(survey));
	}
}

struct relation *
relation_surveys(const struct ground *ground)
{
	static const struct relation_column columns[] = {
		COLUMN_OWN_(TEXT, "kind", KEY_NONE),
		COLUMN_OWN_(TEXT, "client_id", KEY_CLIENT),
		COLUMN_OWN_(NUMBER, "score_100", KEY_NONE),
		COLUMN_ID_("account_manager", KEY_MANAGER, survey, manager),
		COLUMN_ID_("contract_id", KEY_CONTRACT, survey, contract),
		COLUMN_(WORD, TEXT, "department", survey, department),
		COLUMN_(DECIMAL, NUMBER, "score", survey, score),
		COLUMN_(DECIMAL, NUMBER, "scale_min", survey, scale_min),
		COLUMN_(DECIMAL, NUMBER, "scale_max", survey, scale_max),
		COLUMN_(DATE, DATE, "sent_on", survey, sent_on),
		COLUMN_(DATE, DATE, "answered_on", survey, answered_on),
		COLUMN_(TEXT, TEXT, "comment", survey, comment),
		COLUMN_(SOURCE, TEXT, "source", survey, source),
	};
	struct relation *relation = relation_new(ground, "surveys",
	    "answers of clients and of other departments; score_100: on a "
	    "scale of 0 to 100",
	    columns, COUNT(columns), TABLE_SURVEYS);
	if (!relation)
		return NULL;
	relation->rows = ground->data->survey_count;
	relation->records = ground->data->surveys;
	relation->record_size = sizeof(struct survey);
	relation->read = read_survey;
	return relation;
}
