#include "io/import/uneven_files.h"

#include "engine/base/arena.h"

/* The columns that numbers hang on; names and notes may differ. */
static uint64_t
columns_that_matter(enum table table)
{
	struct field_range range = schema_range(table);
	uint64_t mask = 0;
	for (size_t i = 0; i < range.count; i++) {
		size_t f = range.first + i;
		enum field_type type = schema_fields[f].type;
		if (f == FIELD_CONTRACTS_currency ||
		    f == FIELD_TIMESHEETS_currency ||
		    (type != FIELD_TEXT && type != FIELD_WORD))
			mask |= (uint64_t)1 << i;
	}
	return mask;
}

/* The columns of the mask, by name. */
static const char *
names_of(enum table table, uint64_t mask, struct arena *arena)
{
	struct field_range range = schema_range(table);
	const char *names = "";
	for (size_t i = 0; i < range.count && names; i++)
		if (mask >> i & 1)
			names = arena_format(arena, "%s%s%s", names,
			    *names ? ", " : "",
			    schema_fields[range.first + i].name);
	return names;
}

static enum status
say(struct loading *loading, uint32_t index, uint64_t lacking,
    struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	const struct input *input = &data->inputs[index];
	const char *names = names_of(input->table, lacking, loading->arena);
	struct assumption *assumption =
	    names ? assumptions_add(&data->assumptions,
			input->reconciliation.accepted, NULL)
		  : NULL;
	if (!assumption)
		return diagnostics_no_memory(diagnostics);
	note_say(&assumption->text,
	    "%s has no column %s, which other files of %s have; it is blank "
	    "there",
	    dataset_input_name(data, index), names, table_name(input->table));
	return STATUS_OK;
}

enum status
uneven_files_say(
    struct loading *loading, enum table table, struct diagnostics *diagnostics)
{
	const struct dataset *data = loading->data;
	uint64_t all = 0, matter = columns_that_matter(table);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < data->input_count; i++)
		if (data->inputs[i].table == table &&
		    !data->inputs[i].elsewhere)
			all |= data->inputs[i].fed & matter;
	for (uint32_t i = 0; i < data->input_count && !status; i++) {
		uint64_t lacking = all & ~data->inputs[i].fed;
		if (data->inputs[i].table == table && lacking &&
		    !data->inputs[i].elsewhere)
			status = say(loading, i, lacking, diagnostics);
	}
	return status;
}
