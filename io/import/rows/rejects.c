#include "io/import/rows/rejects.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/attributes.h"

/* What a row says about whom it touches: the id of a manager, contract, client
 * or project, by its field's type; FIELD_TEXT: nothing. As numbers of
 * loading.touched_ids, or NO_ID: rejects may be all rows of a large file. */
struct touched {
	enum field_type type;
	uint32_t id;
	uint32_t contract; /* of whose money it is */
};

/* ---- what is in a row ---- */

/* Reads a field if it can be; false if not. */
static bool
read_leniently(const struct row_taker *taker, const struct csv_record *record,
    size_t field, struct value *value)
{
	struct row_form how;
	*value = (struct value){ .text = row_text(taker, record, field, &how) };
	return value->text.data && !cell_read(&schema_fields[field], &how.form,
				       value, taker->scratch);
}

/* The money of a table's row, its currency and the day of the rate. */
static const struct money_fields {
	size_t amount, currency, day;
} money_fields[TABLE_COUNT] = {
	[TABLE_CONTRACTS] = { FIELD_CONTRACTS_value, FIELD_CONTRACTS_currency,
	    FIELD_CONTRACTS_closed_on },
	[TABLE_PAYMENTS] = { FIELD_PAYMENTS_amount, FIELD_PAYMENTS_currency,
	    FIELD_PAYMENTS_paid_on },
};

static bool
has_money(enum table table)
{
	return money_fields[table].amount != money_fields[table].currency;
}

decimal
reject_value(const struct row_taker *taker, const struct csv_record *record)
{
	const struct money_fields *fields = &money_fields[taker->source->table];
	struct value values[FIELD_COUNT] = { 0 };
	struct text currency;
	if (taker->forms[fields->amount].numbers == NUMBERS_UNDECIDED ||
	    !read_leniently(
		taker, record, fields->amount, &values[fields->amount]) ||
	    !read_leniently(
		taker, record, fields->currency, &values[fields->currency]) ||
	    table_currency(taker->loading, values, fields->currency,
		fields->amount, &currency))
		return DECIMAL_NONE;
	decimal value = values[fields->amount].as.decimal, converted;
	if (value == DECIMAL_NONE || currency.length == 0)
		return value;
	struct value *day = &values[fields->day];
	if (!read_leniently(taker, record, fields->day, day))
		day->as.date = DATE_NONE;
	decimal rate =
	    rates_on(taker->loading->configuration->definitions.exchange_rates,
		currency, day->as.date);
	return rate != DECIMAL_NONE && decimal_convert(value, rate, &converted)
		   ? converted
		   : DECIMAL_NONE;
}

bool
reject_value_read(
    const struct row_taker *taker, const struct value *values, decimal *money)
{
	struct text currency;
	*money = DECIMAL_NONE;
	if (taker->forms[FIELD_CONTRACTS_value].numbers == NUMBERS_UNDECIDED ||
	    table_currency(taker->loading, values, FIELD_CONTRACTS_currency,
		FIELD_CONTRACTS_value, &currency))
		return true;
	*money = values[FIELD_CONTRACTS_value].as.decimal;
	return *money == DECIMAL_NONE || currency.length == 0;
}

static wide
timesheet_hours(const struct row_taker *taker, const struct csv_record *record)
{
	struct value hours;
	return read_leniently(taker, record, FIELD_TIMESHEETS_hours, &hours)
		   ? decimal_widen_fine(hours.as.decimal, hours.rest)
		   : 0;
}

/* The text of the table's first field of a type, or an empty one. *required:
 * there is such a field, and it is. */
static struct text
text_of_type(const struct row_taker *taker, const struct csv_record *record,
    enum field_type type, bool *required)
{
	struct field_range range = row_range(taker);
	*required = false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (schema_fields[f].type == type) {
			*required = schema_fields[f].flags & FIELD_REQUIRED;
			return row_text(taker, record, f, NULL);
		}
	return text_of("");
}

/* The row's own id in `arena`; empty where its table has none. */
static const char *
own_id(const struct row_taker *taker, const struct csv_record *record)
{
	size_t field = schema_flagged(taker->source->table, FIELD_UNIQUE);
	struct text id = field == FIELD_COUNT
			     ? text_of("")
			     : row_text(taker, record, field, NULL);
	return id.data && id.length
		   ? arena_copy(taker->loading->arena, id.data, id.length)
		   : "";
}

/* The number of an id, NO_ID for an empty one; false without memory. */
static bool
number_id(const struct row_taker *taker, struct text id, uint32_t *number)
{
	*number = NO_ID;
	if (id.data && id.length)
		*number = dictionary_add(&taker->loading->touched_ids, id);
	return !id.data || !id.length || *number != NO_ID;
}

/* The manager that the row names; where a table need not name one, else its
 * contract, client or project. False without memory. */
static bool
find_subject(const struct row_taker *taker, const struct csv_record *record,
    struct touched *subject)
{
	static const enum field_type types[] = { FIELD_MANAGER, FIELD_CONTRACT,
		FIELD_CLIENT, FIELD_PROJECT };
	bool required = false;
	for (size_t i = 0; i < sizeof types / sizeof *types && !required; i++) {
		struct text id =
		    text_of_type(taker, record, types[i], &required);
		if (!number_id(taker, id, &subject->id))
			return false;
		subject->type = types[i];
		if (subject->id != NO_ID)
			return true;
		required &= types[i] == FIELD_MANAGER;
	}
	subject->type = FIELD_TEXT;
	return true;
}

/* The contract of whose money a row of these tables is. */
static bool
find_contract(const struct row_taker *taker, const struct csv_record *record,
    struct touched *subject)
{
	enum table table = taker->source->table;
	bool required;
	if (table != TABLE_PAYMENTS && table != TABLE_SPLITS)
		return true;
	struct text id = text_of_type(taker, record, FIELD_CONTRACT, &required);
	return number_id(taker, id, &subject->contract);
}

/* ---- keeping it ---- */

static bool
keep(struct row_taker *taker, const struct csv_record *record,
    struct reject reject, struct reject **list, size_t *count,
    struct touched **subjects, struct growth *growth)
{
	struct arena *arena = taker->loading->arena;
	struct touched subject = { FIELD_TEXT, NO_ID, NO_ID };
	bool found = true;
	reject.source = (struct source){ taker->input, (uint32_t)record->line };
	reject.money = DECIMAL_NONE;
	reject.manager = reject.contract = NO_ID;
	reject.record = "";
	if (!record->broken && !record->bad_bytes) {
		reject.record = own_id(taker, record);
		found = find_subject(taker, record, &subject) &&
			find_contract(taker, record, &subject);
		if (has_money(taker->source->table))
			reject.money = reject_value(taker, record);
		if (taker->source->table == TABLE_TIMESHEETS)
			reject.hours = timesheet_hours(taker, record);
	}
	*list = arena_grown(arena, *list, *count, &growth->rows, sizeof **list);
	*subjects = arena_grown(
	    arena, *subjects, *count, &growth->subjects, sizeof **subjects);
	if (!*list || !*subjects || !found || !reject.record)
		return false;
	(*subjects)[*count] = subject;
	(*list)[(*count)++] = reject;
	return true;
}

/* In the arena; NULL without memory. Most often rows that follow one another
 * are rejected for the same value. */
static const char *
copy_value(const struct row_taker *taker, struct text value)
{
	const struct dataset *data = taker->loading->data;
	const char *last = data->reject_count
			       ? data->rejects[data->reject_count - 1].value
			       : "";
	return text_is(value, last) ? last
				    : arena_copy(taker->loading->arena,
					  value.data, value.length);
}

enum status
reject_row(struct row_taker *taker, const struct csv_record *record,
    const char *column, struct text value, const char *reason)
{
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	uint32_t of_reason =
	    dictionary_add(&loading->reject_reasons, text_of(reason));
	struct reject reject = { .column = column,
		.value = copy_value(taker, value),
		.reason =
		    dictionary_text(&loading->reject_reasons, of_reason).data,
		.raw = file_excerpt(taker->file, record->offset, record->length,
		    loading->arena) };
	taker->counts.rejected++;
	taker->footers = 0;
	return reject.value && of_reason != NO_ID && reject.raw &&
		       keep(taker, record, reject, &data->rejects,
			   &data->reject_count, &loading->reject_subjects,
			   &loading->reject_capacity)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}

static enum status
keep_skip(struct row_taker *taker, const struct csv_record *record,
    const char *reason)
{
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	struct reject reject = {
		.column = "", .value = "", .reason = reason, .raw = ""
	};
	return keep(taker, record, reject, &data->skips, &data->skip_count,
		   &loading->skip_subjects, &loading->skip_capacity)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}

enum status
skip_row(struct row_taker *taker, const struct csv_record *record,
    const char *reason)
{
	taker->counts.skipped++;
	return keep_skip(taker, record, reason);
}

enum status
skip_above_header(struct row_taker *taker, const struct csv_record *record)
{
	/* Nothing in it is a field: no column is known yet. */
	struct csv_record title = *record;
	title.broken = "above the header";
	return keep_skip(taker, &title, title.broken);
}

bool
skip_rejected(struct row_taker *taker, size_t index)
{
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	struct growth *growth = &loading->skip_capacity;
	struct reject *skips = arena_grown(loading->arena, data->skips,
	    data->skip_count, &growth->rows, sizeof *skips);
	struct touched *subjects =
	    arena_grown(loading->arena, loading->skip_subjects,
		data->skip_count, &growth->subjects, sizeof *subjects);
	if (!skips || !subjects)
		return false;
	data->skips = skips;
	loading->skip_subjects = subjects;
	subjects[data->skip_count] = loading->reject_subjects[index];
	skips[data->skip_count] = data->rejects[index];
	skips[data->skip_count].column = skips[data->skip_count].value =
	    skips[data->skip_count].raw = "";
	skips[data->skip_count++].reason = "below the last record";
	taker->counts.rejected--;
	taker->counts.skipped++;
	return true;
}

/* ---- rows that are taken back ---- */

bool
taken_may_go(const struct row_taker *taker)
{
	return taker->source->table == TABLE_SPLITS;
}

enum status
taken_note(struct row_taker *taker, const struct csv_record *record)
{
	struct loading *loading = taker->loading;
	struct arena *arena = loading->arena;
	struct text value = row_text(taker, record, FIELD_SPLITS_share, NULL);
	struct reject reject = { .column =
				     schema_fields[FIELD_SPLITS_share].name,
		.value = value.data
			     ? arena_copy(arena, value.data, value.length)
			     : NULL,
		.raw = file_excerpt(
		    taker->file, record->offset, record->length, arena) };
	return reject.value && reject.raw &&
		       keep(taker, record, reject, &loading->taken,
			   &loading->taken_count, &loading->taken_subjects,
			   &loading->taken_capacity)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}

static bool
stands_before(struct source a, struct source b)
{
	return a.input != b.input ? a.input < b.input : a.line < b.line;
}

/* Puts the taken rows that have a reason among the rejects, from behind: both
 * are in the order of their files. Room for `more` of them is there. */
static void
merge_taken(struct loading *loading, const char *const *reasons, size_t more)
{
	struct dataset *data = loading->data;
	size_t rejects = data->reject_count, row = loading->taken_count;
	size_t at = rejects + more;
	data->reject_count = at;
	while (at > rejects) {
		while (!reasons[row - 1])
			row--;
		bool later =
		    rejects && stands_before(loading->taken[row - 1].source,
				   data->rejects[rejects - 1].source);
		size_t from = later ? --rejects : --row;
		at--;
		data->rejects[at] =
		    later ? data->rejects[from] : loading->taken[from];
		loading->reject_subjects[at] =
		    later ? loading->reject_subjects[from]
			  : loading->taken_subjects[from];
		if (!later)
			data->rejects[at].reason = reasons[from];
	}
}

static bool
make_room(struct loading *loading, size_t more)
{
	struct dataset *data = loading->data;
	struct growth *growth = &loading->reject_capacity;
	size_t old = data->reject_count, wanted = old + more;
	struct reject *rejects =
	    arena_allocate(loading->arena, wanted, sizeof *rejects);
	struct touched *subjects =
	    arena_allocate(loading->arena, wanted, sizeof *subjects);
	if (!rejects || !subjects)
		return false;
	if (old) {
		memcpy(rejects, data->rejects, old * sizeof *rejects);
		memcpy(
		    subjects, loading->reject_subjects, old * sizeof *subjects);
	}
	data->rejects = rejects;
	loading->reject_subjects = subjects;
	growth->rows = growth->subjects = wanted;
	return true;
}

enum status
taken_back(
    struct loading *loading, enum table table, const char *const *reasons)
{
	struct dataset *data = loading->data;
	size_t more = 0, count = loading->taken_count;
	bool *dropped = arena_allocate(loading->arena, count, sizeof *dropped);
	if (!dropped || attributes_finish_table(loading, table))
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++) {
		struct reconciliation *counts =
		    &data->inputs[loading->taken[i].source.input]
			 .reconciliation;
		dropped[i] = reasons[i];
		more += dropped[i];
		counts->accepted -= dropped[i];
		counts->rejected += dropped[i];
	}
	if (more == 0)
		return STATUS_OK;
	if (!make_room(loading, more))
		return STATUS_MEMORY;
	merge_taken(loading, reasons, more);
	rows_drop(data, table, dropped);
	return STATUS_OK;
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
		if (!best || contract->planned_budget > best->planned_budget ||
		    (contract->planned_budget == best->planned_budget &&
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
	uint32_t id =
	    subject->type == FIELD_TEXT
		? NO_ID
		: table_find(loading, subject->type,
		      dictionary_text(&loading->touched_ids, subject->id));
	if (id == NO_ID)
		return NO_ID;
	switch (subject->type) {
	case FIELD_CONTRACT:
		return data->contracts[id].manager;
	case FIELD_CLIENT:
		return manager_of(data, &data->contracts_of_client, id);
	case FIELD_PROJECT:
		return manager_of(data, &data->contracts_of_project, id);
	default:
		return id;
	}
}

static void
resolve(const struct loading *loading, struct reject *reject,
    const struct touched *subject)
{
	reject->manager = manager_of_subject(loading, subject);
	reject->contract = subject->contract == NO_ID
			       ? NO_ID
			       : table_find(loading, FIELD_CONTRACT,
				     dictionary_text(&loading->touched_ids,
					 subject->contract));
}

void
rejects_resolve(struct loading *loading)
{
	struct dataset *data = loading->data;
	for (size_t i = 0; i < data->reject_count; i++)
		resolve(
		    loading, &data->rejects[i], &loading->reject_subjects[i]);
	for (size_t i = 0; i < data->skip_count; i++)
		resolve(loading, &data->skips[i], &loading->skip_subjects[i]);
}
