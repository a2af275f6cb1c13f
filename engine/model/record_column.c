#include "engine/model/record_column.h"

#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "engine/model/rows.h"
#include "engine/model/schema.h"

struct text
record_shared_word(const struct dataset *data, const struct grouping *contracts,
    size_t thing, const uint32_t *words, size_t stride)
{
	uint32_t common = NO_ID;
	for (uint32_t i = contracts->first[thing];
	     i < contracts->first[thing + 1]; i++) {
		uint32_t word =
		    *(const uint32_t *)((const char *)words +
					contracts->order[i] * stride);
		if (i > contracts->first[thing] && word != common)
			return text_of("(several)");
		common = word;
	}
	return dictionary_text(&data->words, common);
}

/* The table whose row a record is, or may have; TABLE_COUNT: none. */
static enum table
table_of(enum record_kind kind)
{
	static const enum table tables[] = {
		[RECORD_CONTRACT] = TABLE_CONTRACTS,
		[RECORD_CLIENT] = TABLE_CLIENTS,
		[RECORD_PROJECT] = TABLE_COUNT,
		[RECORD_SURVEY] = TABLE_SURVEYS,
		[RECORD_TIMESHEET] = TABLE_COUNT,
		[RECORD_ADJUSTMENT] = TABLE_COUNT,
	};
	return tables[kind];
}

/* Calls `see` for each column until it says true. */
typedef bool see_column(
    void *context, const char *name, struct record_column column);

static bool
see_attributes(const struct attributes *attributes, struct record_column column,
    see_column *see, void *context)
{
	for (column.index = 0; column.index < attributes->count; column.index++)
		if (see(context, attributes->rows[column.index].name, column))
			return true;
	return false;
}

static bool
see_row(const struct dataset *data, enum record_kind kind, see_column *see,
    void *context)
{
	enum table table = table_of(kind);
	size_t fields[FIELD_COUNT];
	if (table == TABLE_COUNT)
		return false;
	size_t count = schema_kept(table, NULL, fields);
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &schema_fields[fields[i]];
		bool own_id =
		    kind == RECORD_CLIENT && field->type == FIELD_CLIENT;
		if (see(context, field->name,
			(struct record_column){ kind,
			    own_id ? COLUMN_ID : COLUMN_FIELD, fields[i] }))
			return true;
	}
	return see_attributes(&data->attributes[table],
	    (struct record_column){ kind, COLUMN_ATTRIBUTE, 0 }, see, context);
}

static bool
see_all(const struct dataset *data, enum record_kind kind, see_column *see,
    void *context)
{
	if (kind == RECORD_PROJECT &&
	    (see(context, "project_id",
		 (struct record_column){ kind, COLUMN_ID, 0 }) ||
		see(context, "client_id",
		    (struct record_column){ kind, COLUMN_CLIENT, 0 })))
		return true;
	if (see_row(data, kind, see, context))
		return true;
	if (kind != RECORD_CLIENT && kind != RECORD_PROJECT)
		return false;
	return see_attributes(&data->attributes[TABLE_CONTRACTS],
	    (struct record_column){ kind, COLUMN_SHARED, 0 }, see, context);
}

/* ---- by name ---- */

struct search {
	struct text name;
	struct record_column *found;
};

static bool
is_called(void *context, const char *name, struct record_column column)
{
	struct search *search = context;
	if (strlen(name) != search->name.length ||
	    strncasecmp(name, search->name.data, search->name.length) != 0)
		return false;
	*search->found = column;
	return true;
}

bool
record_column_find(const struct dataset *data, enum record_kind kind,
    struct text name, struct record_column *column)
{
	struct search search = { name, column };
	return see_all(data, kind, is_called, &search);
}

struct list {
	const char **names;
	size_t count;
};

static bool
add_name(void *context, const char *name, struct record_column column)
{
	struct list *list = context;
	(void)column;
	if (list->names)
		list->names[list->count] = name;
	list->count++;
	return false;
}

const char *
record_column_nearest(const struct dataset *data, enum record_kind kind,
    struct text name, struct arena *scratch)
{
	struct list list = { NULL, 0 };
	see_all(data, kind, add_name, &list);
	list.names = arena_allocate(scratch, list.count, sizeof *list.names);
	list.count = 0;
	if (!list.names)
		return NULL;
	see_all(data, kind, add_name, &list);
	return text_nearest(name, list.names, list.count);
}

/* ---- cells ---- */

static struct text
print(char buffer[DATUM_TEXT_SIZE], struct datum datum)
{
	return datum.kind == DATUM_NONE ? text_of("")
					: datum_print(buffer, &datum);
}

/* Of a contract of the project: they are all one client's, or the last's. */
static struct text
project_client(const struct dataset *data, uint32_t project)
{
	const struct grouping *contracts = &data->contracts_of_project;
	uint32_t after = contracts->first[project + 1];
	return after == contracts->first[project]
		   ? text_of("")
		   : dictionary_text(&data->client_ids,
			 data->contracts[contracts->order[after - 1]].client);
}

static struct text
own_id(
    const struct dataset *data, const struct record_column *column, uint32_t id)
{
	return dictionary_text(
	    column->kind == RECORD_CLIENT ? &data->client_ids : &data->projects,
	    id);
}

struct text
record_column_text(const struct dataset *data,
    const struct record_column *column, uint32_t record,
    char buffer[DATUM_TEXT_SIZE])
{
	enum table table = table_of(column->kind);
	bool client = column->kind == RECORD_CLIENT;
	uint32_t row = client ? data->row_of_client[record] : record;
	switch (column->place) {
	case COLUMN_ID:
		return own_id(data, column, record);
	case COLUMN_CLIENT:
		return project_client(data, record);
	case COLUMN_SHARED:
		return record_shared_word(data,
		    client ? &data->contracts_of_client
			   : &data->contracts_of_project,
		    record,
		    data->attributes[TABLE_CONTRACTS].rows[column->index].words,
		    sizeof(uint32_t));
	case COLUMN_FIELD:
		return row == NO_ID
			   ? text_of("")
			   : print(buffer,
				 rows_cell(data, rows_at(data, table, row),
				     &schema_fields[column->index]));
	case COLUMN_ATTRIBUTE:
		break;
	}
	return row == NO_ID
		   ? text_of("")
		   : dictionary_text(&data->words, data->attributes[table]
						       .rows[column->index]
						       .words[row]);
}
