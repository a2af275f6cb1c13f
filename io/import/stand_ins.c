#include "io/import/stand_ins.h"

#include "engine/base/arena.h"
#include "io/import/config/yaml_tree.h"

/* On the day on which contracts were closed hang those that are, and what the
 * won ones bring. */
static void
weigh_closed(struct assumption *assumption, const struct dataset *data,
    size_t first_contract)
{
	assumption->rows = 0;
	for (size_t i = first_contract; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		assumption->rows += contract->closed_on != DATE_NONE;
		if (contract->stage == STAGE_WON)
			assumption_add_money(
			    assumption, decimal_widen(contract->value));
	}
}

static enum status
say(const struct row_taker *taker, size_t field, size_t first_contract)
{
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	const char *name = schema_fields[field].name;
	const char *column =
	    taker->header->names[*taker->header->feeds[field].columns];
	const char *quoted = yaml_quoted(text_of(column), loading->arena);
	const char *line =
	    quoted ? arena_format(loading->arena, "%s: {columns: {%s: %s}}",
			 table_name(taker->source->table), name, quoted)
		   : NULL;
	struct assumption *assumption =
	    line ? assumptions_add(
		       &data->assumptions, taker->counts.accepted, line)
		 : NULL;
	if (!assumption)
		return diagnostics_no_memory(taker->diagnostics);
	if (field == FIELD_CONTRACTS_closed_on)
		weigh_closed(assumption, data, first_contract);
	note_say(&assumption->text,
	    "%s has no column for %s: \"%s\" was taken instead",
	    dataset_input_name(data, taker->input), name, column);
	return STATUS_OK;
}

enum status
stand_ins_say(const struct row_taker *taker, size_t first_contract)
{
	struct field_range range = schema_range(taker->source->table);
	enum status status = STATUS_OK;
	for (size_t f = range.first; f < range.first + range.count && !status;
	     f++)
		if (taker->header->feeds[f].way == FED_INSTEAD &&
		    taker->counts.accepted)
			status = say(taker, f, first_contract);
	return status;
}
