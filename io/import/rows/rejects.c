#include "io/import/rows/rejects.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/attributes.h"
#include "io/locale/locale.h"

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
	return read_leniently(
		   taker, record, FIELD_TIMESHEETS_hours, &hours) &&
		       hours.as.decimal != DECIMAL_NONE
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

/* The row's own id; empty where its table has none. */
static struct text
own_id(const struct row_taker *taker, const struct csv_record *record)
{
	size_t field = schema_flagged(taker->source->table, FIELD_UNIQUE);
	struct text id = field == FIELD_COUNT
			     ? text_of("")
			     : row_text(taker, record, field, NULL);
	return id.data ? id : text_of("");
}

/* The manager that the row names; where a table need not name one, else its
 * contract, client or project. */
static void
find_subject(const struct row_taker *taker, const struct csv_record *record,
    struct reject *reject)
{
	static const struct {
		enum field_type type;
		enum reject_names names;
	} kinds[] = { { FIELD_MANAGER, NAMES_MANAGER },
		{ FIELD_CONTRACT, NAMES_CONTRACT },
		{ FIELD_CLIENT, NAMES_CLIENT },
		{ FIELD_PROJECT, NAMES_PROJECT } };
	bool required = false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !required; i++) {
		struct text id =
		    text_of_type(taker, record, kinds[i].type, &required);
		if (id.data && id.length) {
			reject->names = kinds[i].names;
			reject->named = id;
			return;
		}
		required &= kinds[i].type == FIELD_MANAGER;
	}
}

/* The contract of whose money a row of these tables is. */
static void
find_contract(const struct row_taker *taker, const struct csv_record *record,
    struct reject *reject)
{
	enum table table = taker->source->table;
	bool required;
	if (table == TABLE_PAYMENTS || table == TABLE_SPLITS)
		reject->of_contract =
		    text_of_type(taker, record, FIELD_CONTRACT, &required);
}

/* ---- keeping it ---- */

static enum status
keep(struct row_taker *taker, const struct csv_record *record,
    struct reject reject, struct rejects *list)
{
	reject.source = (struct source){ taker->input, (uint32_t)record->line };
	reject.money = DECIMAL_NONE;
	if (!record->broken && !record->bad_bytes) {
		reject.record = own_id(taker, record);
		find_subject(taker, record, &reject);
		find_contract(taker, record, &reject);
		if (has_money(taker->source->table))
			reject.money = reject_value(taker, record);
		if (taker->source->table == TABLE_TIMESHEETS)
			reject.hours = timesheet_hours(taker, record);
	}
	return rejects_add(list, &reject)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}

static enum status
keep_with_text(struct row_taker *taker, const struct csv_record *record,
    struct reject reject, struct rejects *list)
{
	const char *raw = file_excerpt(
	    taker->file, record->offset, record->length, taker->scratch);
	reject.raw = text_of(raw);
	return raw ? keep(taker, record, reject, list)
		   : diagnostics_no_memory(taker->diagnostics);
}

enum status
reject_row(struct row_taker *taker, const struct csv_record *record,
    const char *column, struct text value, const char *reason)
{
	taker->counts.rejected++;
	taker->footers = 0;
	return keep_with_text(taker, record,
	    (struct reject){
		.column = column, .value = value, .reason = reason },
	    &taker->loading->data->rejects);
}

static enum status
keep_skip(struct row_taker *taker, const struct csv_record *record,
    const char *reason)
{
	return keep(taker, record,
	    (struct reject){ .column = "", .reason = reason },
	    &taker->loading->data->skips);
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
	title.broken = _("above the header");
	return keep_skip(taker, &title, title.broken);
}

enum status
skip_rejected(struct row_taker *taker, struct reject_place from)
{
	struct dataset *data = taker->loading->data;
	struct reject_cursor cursor = rejects_from(&data->rejects, from);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL) {
		struct reject skip = *reject;
		skip.column = "";
		skip.value = skip.raw = text_of("");
		skip.reason = N_("below the last record");
		if (!rejects_add(&data->skips, &skip))
			return diagnostics_no_memory(taker->diagnostics);
		taker->counts.rejected--;
		taker->counts.skipped++;
	}
	rejects_cut(&data->rejects, from);
	return STATUS_OK;
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
	struct text value = row_text(taker, record, FIELD_SPLITS_share, NULL);
	if (!value.data)
		return diagnostics_no_memory(taker->diagnostics);
	return keep_with_text(taker, record,
	    (struct reject){ .column = schema_fields[FIELD_SPLITS_share].name,
		.value = value,
		.reason = "" },
	    &taker->loading->taken);
}

static bool
stands_before(struct source a, struct source b)
{
	return a.input != b.input ? a.input < b.input : a.line < b.line;
}

/* The next taken row that has a reason; NULL if there is none. */
static const struct reject *
next_dropped(struct reject_cursor *taken, const char *const *reasons)
{
	const struct reject *row;
	while ((row = rejects_next(taken)) != NULL) {
		const char *reason = reasons[taken->place.index - 1];
		taken->row.reason = reason;
		if (reason)
			break;
	}
	return row;
}

/* Puts the taken rows that have a reason among the rejects; both are in the
 * order of their files. False without memory. */
static bool
merge_taken(struct loading *loading, const char *const *reasons)
{
	struct rejects *rejects = &loading->data->rejects;
	struct rejects merged;
	struct reject_cursor old = rejects_begin(rejects);
	struct reject_cursor taken = rejects_begin(&loading->taken);
	const struct reject *reject = rejects_next(&old);
	const struct reject *row = next_dropped(&taken, reasons);
	rejects_init(&merged, loading->arena);
	while (reject || row) {
		bool later = !reject || (row && stands_before(row->source,
						    reject->source));
		if (!rejects_add(&merged, later ? row : reject))
			return false;
		if (later)
			row = next_dropped(&taken, reasons);
		else
			reject = rejects_next(&old);
	}
	*rejects = merged;
	return true;
}

/* By row whether it is taken back, counted as such; NULL without memory. */
static bool *
find_dropped(
    struct loading *loading, const char *const *reasons, size_t *dropped)
{
	bool *flags = arena_allocate(
	    loading->arena, loading->taken.count + 1, sizeof *flags);
	struct reject_cursor taken = rejects_begin(&loading->taken);
	const struct reject *row;
	*dropped = 0;
	while (flags && (row = next_dropped(&taken, reasons)) != NULL) {
		struct reconciliation *counts =
		    &loading->data->inputs[row->source.input].reconciliation;
		flags[taken.place.index - 1] = true;
		counts->accepted--;
		counts->rejected++;
		++*dropped;
	}
	return flags;
}

enum status
taken_back(
    struct loading *loading, enum table table, const char *const *reasons)
{
	size_t count;
	if (attributes_finish_table(loading, table))
		return STATUS_MEMORY;
	bool *dropped = find_dropped(loading, reasons, &count);
	if (!dropped || (count && !merge_taken(loading, reasons)))
		return STATUS_MEMORY;
	if (count)
		rows_drop(loading->data, table, dropped);
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

/* The manager that a row names, or whose it is what it names. */
static uint32_t
manager_named(const struct loading *loading, const struct reject *reject)
{
	static const enum field_type types[] = { [NAMES_MANAGER] =
						     FIELD_MANAGER,
		[NAMES_CLIENT] = FIELD_CLIENT,
		[NAMES_CONTRACT] = FIELD_CONTRACT,
		[NAMES_PROJECT] = FIELD_PROJECT };
	const struct dataset *data = loading->data;
	uint32_t id = reject->names ? table_find(loading, types[reject->names],
					  reject->named)
				    : NO_ID;
	if (id == NO_ID)
		return NO_ID;
	switch (reject->names) {
	case NAMES_CONTRACT:
		return data->contracts[id].manager;
	case NAMES_CLIENT:
		return manager_of(data, &data->contracts_of_client, id);
	case NAMES_PROJECT:
		return manager_of(data, &data->contracts_of_project, id);
	default:
		return id;
	}
}

static void
resolve(const void *context, struct reject *reject)
{
	const struct loading *loading = context;
	reject->manager = manager_named(loading, reject);
	if (reject->of_contract.length)
		reject->contract =
		    table_find(loading, FIELD_CONTRACT, reject->of_contract);
}

void
rejects_resolve(struct loading *loading)
{
	rejects_find_names(&loading->data->rejects, resolve, loading);
	rejects_find_names(&loading->data->skips, resolve, loading);
}
