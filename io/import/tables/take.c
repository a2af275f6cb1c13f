/* A row of any table: its cells go where the schema says, its table's rule
 * judges it, and it is added. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/tables/parts.h"

/* What a table asks beyond its columns' types; a table that asks nothing has no
 * rule. */
static table_rule *const rules[TABLE_COUNT] = {
	[TABLE_CONTRACTS] = judge_contract,
	[TABLE_SURVEYS] = judge_survey,
	[TABLE_PEOPLE] = judge_person,
	[TABLE_ASSIGNMENTS] = judge_assignment,
	[TABLE_SPLITS] = judge_split,
	[TABLE_PAYMENTS] = judge_payment,
	[TABLE_RATINGS] = judge_rating,
	[TABLE_ADJUSTMENTS] = judge_adjustment,
	[TABLE_PLAN] = judge_plan_row,
};

/* Does the row keep a number that its cell's text becomes only when the row is
 * added? */
static bool
is_interned(const struct field *field)
{
	return field->kept != NOT_KEPT && !(field->flags & FIELD_KNOWN) &&
	       (field->type == FIELD_WORD || field_is_id(field->type));
}

/* Puts a cell where it is kept. Texts still lie in the scratch. */
static void
put(const struct loading *loading, const struct field *field,
    const struct value *value, void *row)
{
	void *kept = (char *)row + field->kept;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_ALIASES:
		*(struct text *)kept = value->text;
		break;
	case FIELD_WORD:
	case FIELD_MANAGER:
	case FIELD_CLIENT:
	case FIELD_CONTRACT:
	case FIELD_PROJECT:
		*(uint32_t *)kept =
		    field->flags & FIELD_KNOWN
			? table_find(loading, field->type, value->text)
			: NO_ID;
		break;
	case FIELD_DATE:
		*(date *)kept = value->as.date;
		break;
	case FIELD_DECIMAL:
		*(decimal *)kept = value->as.decimal;
		break;
	case FIELD_YES:
		*(bool *)kept = value->as.code;
		break;
	case FIELD_STAGE:
	case FIELD_KIND:
	case FIELD_PER:
	case FIELD_RECURRING:
	case FIELD_SURVEY_KIND:
	case FIELD_ESTIMATOR:
	case FIELD_PLAN_SCOPE:
	case FIELD_PRORATE:
	case FIELD_TYPE_COUNT:
		memcpy(kept, &value->as.code, sizeof value->as.code);
		break;
	}
}

static void
refuse_second(const struct loading *loading, size_t id,
    const struct value *values, struct refusal *refusal)
{
	static const char *const reasons[FIELD_TYPE_COUNT] = {
		[FIELD_CLIENT] = N_("a second row of the same client"),
		[FIELD_CONTRACT] =
		    N_("a contract with this id was already read"),
		[FIELD_PROJECT] = N_("a second row of the same project"),
	};
	enum field_type type = schema_fields[id].type;
	if (schema_fields[id].flags & FIELD_UNIQUE &&
	    dictionary_find(schema_dictionary(loading->data, type),
		values[id].text) != NO_ID)
		table_refuse(refusal, id, reasons[type]);
}

static void
judge(const struct loading *loading, enum table table, struct value *values,
    union any_row *row, struct refusal *refusal)
{
	const struct table_columns *columns = &loading->columns[table];
	if (columns->id != FIELD_COUNT)
		refuse_second(loading, columns->id, values, refusal);
	if (!refusal->reason && columns->aliases != FIELD_COUNT)
		table_judge_aliases(loading, columns, values, refusal);
	if (!refusal->reason && rules[table])
		rules[table](loading, values, row, refusal);
}

/* ---- adding it ---- */

static bool
keep_text(struct loading *loading, struct text *text)
{
	text->data = text->length
			 ? arena_copy(loading->arena, text->data, text->length)
			 : "";
	return text->data;
}

/* Makes the row's ids and texts those of the data set. Its own id beats an
 * alias of the same name. */
static bool
make_own(struct loading *loading, const struct table_columns *columns,
    const struct value *values, union any_row *row)
{
	struct field_range range = columns->range;
	bool made = true;
	for (size_t f = range.first; f < range.first + range.count && made;
	     f++) {
		const struct field *field = &schema_fields[f];
		struct text text = values[f].text;
		if (field->kept == NOT_KEPT)
			continue;
		void *kept = (char *)row + field->kept;
		if (f == columns->id)
			made =
			    rows_intern(loading->data, field->type, text, kept);
		else if (is_interned(field))
			made = table_add(loading, field->type, text, kept);
		else if (field->type == FIELD_TEXT)
			made = keep_text(loading, kept);
	}
	return made;
}

static enum status
add(struct loading *loading, enum table table, const struct value *values,
    union any_row *row)
{
	const struct table_columns *columns = &loading->columns[table];
	bool added =
	    make_own(loading, columns, values, row) &&
	    rows_add(loading->data, table, row, &loading->row_capacity[table]);
	if (added && table == TABLE_SURVEYS)
		added = survey_note_unknown(loading, values, &row->surveys);
	if (added && table == TABLE_SPLITS)
		added = split_note_names(loading, values);
	if (added && table == TABLE_PEOPLE)
		added = table_note_spell(
		    loading, (uint32_t)loading->data->person_count - 1);
	if (added && columns->aliases != FIELD_COUNT)
		added = table_add_aliases(loading, columns, values);
	return added ? STATUS_OK : STATUS_MEMORY;
}

/* A row of any table but timesheets. */
static enum status
take_row(struct loading *loading, enum table table, struct value *values,
    struct source source, struct refusal *refusal)
{
	union any_row row = { .source = source };
	struct field_range range = loading->columns[table].range;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (schema_fields[f].kept != NOT_KEPT)
			put(loading, &schema_fields[f], &values[f], &row);
	judge(loading, table, values, &row, refusal);
	return refusal->reason ? STATUS_OK : add(loading, table, values, &row);
}

enum status
table_take(struct loading *loading, enum table table, struct value *values,
    struct source source, struct refusal *refusal)
{
	enum status status =
	    table == TABLE_TIMESHEETS
		? take_timesheet(loading, values, source, refusal)
		: take_row(loading, table, values, source, refusal);
	return refusal->reason == table_no_memory ? STATUS_MEMORY : status;
}
