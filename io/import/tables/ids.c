/* From the text of an id to its number, be it the id or one of its aliases. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/tables/parts.h"

uint32_t
table_find(
    const struct loading *loading, enum field_type type, struct text text)
{
	const struct aliases *aliases = &loading->aliases[type];
	uint32_t id =
	    dictionary_find(schema_dictionary(loading->data, type), text);
	if (id != NO_ID || aliases->names.count == 0)
		return id;
	uint32_t alias = dictionary_find(&aliases->names, text);
	return alias == NO_ID ? NO_ID : aliases->ids[alias];
}

bool
table_add(struct loading *loading, enum field_type type, struct text text,
    uint32_t *id)
{
	*id = loading->aliases[type].names.count
		  ? table_find(loading, type, text)
		  : NO_ID;
	return *id != NO_ID || rows_intern(loading->data, type, text, id);
}

/* ---- aliases ---- */

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

void
table_judge_aliases(const struct loading *loading,
    const struct table_columns *columns, const struct value *values,
    struct refusal *refusal)
{
	static const char *const reasons[FIELD_TYPE_COUNT] = {
		[FIELD_MANAGER] =
		    N_("an alias is already another manager's id or "
		       "alias"),
		[FIELD_CLIENT] =
		    N_("an alias is already another client's id or "
		       "alias"),
	};
	enum field_type type = schema_fields[columns->id].type;
	struct text list = values[columns->aliases].text, alias;
	/* A further row of an id may repeat its own aliases. */
	uint32_t own = dictionary_find(
	    schema_dictionary(loading->data, type), values[columns->id].text);
	while (!refusal->reason && next_alias(&list, &alias)) {
		uint32_t other = table_find(loading, type, alias);
		if (!text_equal(alias, values[columns->id].text) &&
		    other != NO_ID && other != own)
			table_refuse(refusal, columns->aliases, reasons[type]);
	}
}

bool
table_add_aliases(struct loading *loading, const struct table_columns *columns,
    const struct value *values)
{
	enum field_type type = schema_fields[columns->id].type;
	struct aliases *aliases = &loading->aliases[type];
	struct text list = values[columns->aliases].text, alias;
	while (next_alias(&list, &alias)) {
		uint32_t place = dictionary_add(&aliases->names, alias);
		uint32_t *ids =
		    place == NO_ID
			? NULL
			: arena_grown(loading->arena, aliases->ids, place,
			      &aliases->capacity, sizeof *ids);
		if (!ids)
			return false;
		aliases->ids = ids;
		ids[place] =
		    table_find(loading, type, values[columns->id].text);
	}
	return true;
}
