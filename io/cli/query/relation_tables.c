/* The tables as relations, by the schema: the columns that their rows keep,
 * where a row stands, and what its file has besides. */
#include <string.h>

#include "engine/model/rows.h"
#include "io/cli/query/relation.h"
#include "metrics/periods/survey.h"

enum { OWN_MOST = 3 };

/* ---- surveys ---- */

/* The client that the survey names, or that of the contract it names. */
static struct datum
survey_client(const struct relation *relation, size_t row)
{
	const struct dataset *data = relation->ground->data;
	const struct survey *survey = &data->surveys[row];
	uint32_t client = survey->client;
	if (client == NO_ID && survey->contract != NO_ID)
		client = data->contracts[survey->contract].client;
	return datum_key(&data->client_ids, client);
}

static struct datum
survey_score_100(const struct relation *relation, size_t row)
{
	const struct survey *survey = &relation->ground->data->surveys[row];
	return survey->score == DECIMAL_NONE
		   ? datum_nothing()
		   : datum_real(survey_score_nearest(survey));
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
	wide cost;
	switch (column) {
	case TIMESHEET_PROJECT:
		return datum_key(&data->projects, block->project[row]);
	case TIMESHEET_DAY:
		return datum_date((date)packed_at(&block->day, row));
	case TIMESHEET_HOURS:
		return datum_exact(
		    decimal_widen_fine(packed_at(&block->hours, row),
			(int16_t)packed_at(&block->hours_rest, row)));
	default:
		timesheet = timesheet_at(block, row);
		return timesheet.kind != COST_NONE &&
			       timesheet_cost(&timesheet, &cost)
			   ? datum_exact(cost)
			   : datum_nothing();
	}
}

static struct relation *
timesheets(const struct ground *ground)
{
	static const struct relation_column columns[] = {
		COLUMN_OWN_(TEXT, "project_id", KEY_PROJECT),
		COLUMN_OWN_(DATE, "worked_on", KEY_NONE),
		COLUMN_OWN_(NUMBER, "hours", KEY_NONE),
		COLUMN_OWN_(NUMBER, "cost", KEY_NONE),
	};
	struct relation *relation = relation_new(ground,
	    table_name(TABLE_TIMESHEETS), table_kinds[TABLE_TIMESHEETS].about,
	    columns, sizeof columns / sizeof *columns, TABLE_TIMESHEETS);
	if (!relation)
		return NULL;
	/* The rows are kept only if the question names one of their columns
	 * (see kpi sql). Otherwise they were only added up, into the accounts
	 * of `bookings`, as they were read. */
	if (!ground->data->timesheets.bookings.open)
		relation->rows = ground->data->timesheets.count;
	relation->read = read_timesheet;
	return relation;
}

/* ---- what a table has of its own ---- */

/* A relation begins with its own columns, which hide the schema's of their
 * name. Then come the schema's, some of them `first`: the order of `select *`
 * stays as users know it, and new columns come at the end. */
static const struct shape {
	struct relation_column own[OWN_MOST];
	size_t own_count;
	const size_t *first;
} shapes[TABLE_COUNT] = {
	[TABLE_CONTRACTS] = { .first =
				  (const size_t[]){ FIELD_CONTRACTS_contract_id,
				      FIELD_CONTRACTS_client_id,
				      FIELD_CONTRACTS_client_name,
				      FIELD_CONTRACTS_account_manager,
				      FIELD_CONTRACTS_stage,
				      FIELD_CONTRACTS_kind,
				      FIELD_CONTRACTS_value,
				      FIELD_CONTRACTS_budget,
				      FIELD_CONTRACTS_proposed_on,
				      FIELD_COUNT } },
	[TABLE_SURVEYS] = { .own = { COLUMN_KEPT_(TEXT, "kind", KEY_NONE,
					 FIELD_SURVEYS_kind),
				COLUMN_MADE_(TEXT, "client_id", KEY_CLIENT,
				    survey_client),
				COLUMN_MADE_(NUMBER, "score_100", KEY_NONE,
				    survey_score_100) },
	    .own_count = 3,
	    .first = (const size_t[]){ FIELD_SURVEYS_account_manager,
		FIELD_SURVEYS_contract_id, FIELD_SURVEYS_department,
		FIELD_SURVEYS_score, FIELD_SURVEYS_scale_min,
		FIELD_SURVEYS_scale_max, FIELD_SURVEYS_sent_on,
		FIELD_SURVEYS_answered_on, FIELD_COUNT } },
};

static struct relation_column
kept_column(size_t index)
{
	static const enum relation_key keys[FIELD_TYPE_COUNT] = {
		[FIELD_MANAGER] = KEY_MANAGER,
		[FIELD_CLIENT] = KEY_CLIENT,
		[FIELD_CONTRACT] = KEY_CONTRACT,
		[FIELD_PROJECT] = KEY_PROJECT,
	};
	const struct field *field = &schema_fields[index];
	enum column_type type = field->type == FIELD_DATE      ? COLUMN_DATE
				: field->type == FIELD_DECIMAL ? COLUMN_NUMBER
							       : COLUMN_TEXT;
	return (struct relation_column){ field->name, type, keys[field->type],
		STORE_FIELD, index, NULL };
}

static bool
is_own(const struct shape *shape, const char *name)
{
	for (size_t i = 0; i < shape->own_count; i++)
		if (strcmp(shape->own[i].name, name) == 0)
			return true;
	return false;
}

struct relation *
relation_of_table(const struct ground *ground, enum table table)
{
	const struct table_kind *kind = &table_kinds[table];
	const struct shape *shape = &shapes[table];
	struct relation_column columns[OWN_MOST + FIELD_COUNT + 1];
	size_t fields[FIELD_COUNT], count = 0;
	if (table == TABLE_TIMESHEETS)
		return timesheets(ground);
	for (; count < shape->own_count; count++)
		columns[count] = shape->own[count];
	size_t kept = schema_kept(table, shape->first, fields);
	for (size_t i = 0; i < kept; i++)
		if (!is_own(shape, schema_fields[fields[i]].name))
			columns[count++] = kept_column(fields[i]);
	columns[count++] = (struct relation_column){ "source", COLUMN_TEXT,
		KEY_NONE, STORE_SOURCE, 0, NULL };
	struct relation *relation = relation_new(
	    ground, kind->name, kind->about, columns, count, table);
	if (relation)
		relation->rows = rows_count(ground->data, table);
	return relation;
}
