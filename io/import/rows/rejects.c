#include "io/import/rows/rejects.h"

#include <string.h>

#include "engine/base/arena.h"

enum subject_kind {
	SUBJECT_NONE,
	SUBJECT_MANAGER,
	SUBJECT_CONTRACT,
	SUBJECT_CLIENT,
	SUBJECT_PROJECT
};

/* What a row says about whom it touches. */
struct touched {
	enum subject_kind kind;
	struct text id;
};

/* The first of these fields that is not blank says whom a row touches. */
static const struct {
	size_t field;
	enum subject_kind kind;
} subject_fields[] = {
	{ FIELD_CONTRACTS_account_manager, SUBJECT_MANAGER },
	{ FIELD_TIMESHEETS_project_id, SUBJECT_PROJECT },
	{ FIELD_SURVEYS_account_manager, SUBJECT_MANAGER },
	{ FIELD_SURVEYS_contract_id, SUBJECT_CONTRACT },
	{ FIELD_SURVEYS_client_id, SUBJECT_CLIENT },
	{ FIELD_PEOPLE_account_manager, SUBJECT_MANAGER },
	{ FIELD_ASSIGNMENTS_account_manager, SUBJECT_MANAGER },
};

/* ---- what is in a row ---- */

/* Reads a field if it can be; false if not. */
static bool
read_leniently(const struct row_taker *taker, const struct csv_record *record,
    size_t field, struct value *value)
{
	bool canonical;
	*value = (struct value){ .text = row_text(
				     taker, record, field, &canonical) };
	return value->text.data &&
	       !cell_read(&schema_fields[field],
		   canonical ? &form_canonical : &taker->forms[field], value,
		   taker->scratch);
}

static decimal
contract_value(const struct row_taker *taker, const struct csv_record *record)
{
	struct value values[FIELD_COUNT] = { 0 };
	struct text currency;
	if (!read_leniently(taker, record, FIELD_CONTRACTS_value,
		&values[FIELD_CONTRACTS_value]) ||
	    !read_leniently(taker, record, FIELD_CONTRACTS_currency,
		&values[FIELD_CONTRACTS_currency]) ||
	    table_currency(taker->loading, values, FIELD_CONTRACTS_currency,
		FIELD_CONTRACTS_value, &currency))
		return DECIMAL_NONE;
	decimal value = values[FIELD_CONTRACTS_value].as.decimal, converted;
	if (value == DECIMAL_NONE || currency.length == 0)
		return value;
	struct value *day = &values[FIELD_CONTRACTS_closed_on];
	if (!read_leniently(taker, record, FIELD_CONTRACTS_closed_on, day))
		day->as.date = DATE_NONE;
	decimal rate = configuration_rate(
	    taker->loading->configuration, currency, day->as.date);
	return rate != DECIMAL_NONE && decimal_convert(value, rate, &converted)
		   ? converted
		   : DECIMAL_NONE;
}

static decimal
timesheet_hours(const struct row_taker *taker, const struct csv_record *record)
{
	struct value hours;
	return read_leniently(taker, record, FIELD_TIMESHEETS_hours, &hours)
		   ? hours.as.decimal
		   : DECIMAL_NONE;
}

static struct touched
find_subject(const struct row_taker *taker, const struct csv_record *record)
{
	enum table table = taker->source->table;
	struct arena *arena = taker->loading->arena;
	bool canonical;
	for (size_t i = 0; i < sizeof subject_fields / sizeof *subject_fields;
	     i++) {
		size_t field = subject_fields[i].field;
		if (schema_fields[field].table != table)
			continue;
		struct text id = row_text(taker, record, field, &canonical);
		if (id.data && id.length)
			return (struct touched){ subject_fields[i].kind,
				{ arena_copy(arena, id.data, id.length),
				    id.length } };
	}
	return (struct touched){ SUBJECT_NONE, { "", 0 } };
}

/* ---- keeping it ---- */

static bool
keep(struct row_taker *taker, const struct csv_record *record,
    struct reject reject, struct reject **list, size_t *count,
    struct touched **subjects, struct growth *growth)
{
	struct arena *arena = taker->loading->arena;
	struct touched subject = { SUBJECT_NONE, { "", 0 } };
	reject.source = (struct source){ taker->input, (uint32_t)record->line };
	reject.money = reject.hours = DECIMAL_NONE;
	reject.manager = NO_ID;
	if (!record->broken && !record->bad_bytes) {
		subject = find_subject(taker, record);
		if (taker->source->table == TABLE_CONTRACTS)
			reject.money = contract_value(taker, record);
		if (taker->source->table == TABLE_TIMESHEETS)
			reject.hours = timesheet_hours(taker, record);
	}
	*list = arena_grown(arena, *list, *count, &growth->rows, sizeof **list);
	*subjects = arena_grown(
	    arena, *subjects, *count, &growth->subjects, sizeof **subjects);
	if (!*list || !*subjects || !subject.id.data)
		return false;
	(*subjects)[*count] = subject;
	(*list)[(*count)++] = reject;
	return true;
}

enum status
reject_row(struct row_taker *taker, const struct csv_record *record,
    const char *column, struct text value, const char *reason)
{
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	struct arena *arena = loading->arena;
	struct reject reject = { .column = column,
		.value = arena_copy(arena, value.data, value.length),
		.reason = arena_copy(arena, reason, strlen(reason)),
		.raw = file_excerpt(
		    taker->file, record->offset, record->length, arena) };
	taker->counts.rejected++;
	return reject.value && reject.reason && reject.raw &&
		       keep(taker, record, reject, &data->rejects,
			   &data->reject_count, &loading->reject_subjects,
			   &loading->reject_capacity)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}

enum status
skip_row(struct row_taker *taker, const struct csv_record *record,
    const char *reason)
{
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	struct reject reject = {
		.column = "", .value = "", .reason = reason, .raw = ""
	};
	taker->counts.skipped++;
	return keep(taker, record, reject, &data->skips, &data->skip_count,
		   &loading->skip_subjects, &loading->skip_capacity)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}

/* ---- whom it touches ---- */

/* The manager of the contract with the largest budget, then the smaller id. */
static uint32_t
manager_of(
    const struct dataset *data, const struct grouping *group, uint32_t thing)
{
	const struct contract *best = NULL;
	for (uint32_t i = group->first[thing]; i < group->first[thing + 1];
	     i++) {
		const struct contract *contract =
		    &data->contracts[group->order[i]];
		if (!best || contract->budget > best->budget ||
		    (contract->budget == best->budget &&
			text_compare(dictionary_text(&data->contract_ids,
					 contract->contract),
			    dictionary_text(
				&data->contract_ids, best->contract)) < 0))
			best = contract;
	}
	return best ? best->manager : NO_ID;
}

static uint32_t
manager_of_subject(const struct loading *loading, const struct touched *subject)
{
	const struct dataset *data = loading->data;
	uint32_t id;
	switch (subject->kind) {
	case SUBJECT_MANAGER:
		return table_find_manager(loading, subject->id);
	case SUBJECT_CONTRACT:
		id = dictionary_find(&data->contract_ids, subject->id);
		return id == NO_ID ? NO_ID : data->contracts[id].manager;
	case SUBJECT_CLIENT:
		id = dictionary_find(&data->clients, subject->id);
		return id == NO_ID
			   ? NO_ID
			   : manager_of(data, &data->contracts_of_client, id);
	case SUBJECT_PROJECT:
		id = dictionary_find(&data->projects, subject->id);
		return id == NO_ID
			   ? NO_ID
			   : manager_of(data, &data->contracts_of_project, id);
	case SUBJECT_NONE:
		break;
	}
	return NO_ID;
}

void
rejects_resolve(struct loading *loading)
{
	struct dataset *data = loading->data;
	for (size_t i = 0; i < data->reject_count; i++)
		data->rejects[i].manager =
		    manager_of_subject(loading, &loading->reject_subjects[i]);
	for (size_t i = 0; i < data->skip_count; i++)
		data->skips[i].manager =
		    manager_of_subject(loading, &loading->skip_subjects[i]);
}
