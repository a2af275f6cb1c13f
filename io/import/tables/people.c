#include "io/import/tables/parts.h"

#include <string.h>

#include "engine/base/arena.h"

uint32_t
table_find_manager(const struct loading *loading, struct text text)
{
	uint32_t manager = dictionary_find(&loading->data->managers, text);
	if (manager != NO_ID)
		return manager;
	uint32_t alias = dictionary_find(&loading->aliases, text);
	return alias == NO_ID ? NO_ID : loading->manager_of_alias[alias];
}

uint32_t
table_add_manager(struct loading *loading, struct text text)
{
	uint32_t manager = table_find_manager(loading, text);
	return manager != NO_ID
		   ? manager
		   : dictionary_add(&loading->data->managers, text);
}

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

static bool
aliases_are_free(
    const struct loading *loading, struct text id, struct text list)
{
	struct text alias;
	while (next_alias(&list, &alias))
		if (!text_equal(alias, id) &&
		    table_find_manager(loading, alias) != NO_ID)
			return false;
	return true;
}

static enum status
add_aliases(struct loading *loading, uint32_t manager, struct text list)
{
	struct text alias;
	while (next_alias(&list, &alias)) {
		uint32_t id = dictionary_add(&loading->aliases, alias);
		uint32_t *managers =
		    id == NO_ID
			? NULL
			: arena_grown(loading->arena, loading->manager_of_alias,
			      id, &loading->alias_capacity, sizeof *managers);
		if (!managers)
			return STATUS_MEMORY;
		loading->manager_of_alias = managers;
		managers[id] = manager;
	}
	return STATUS_OK;
}

enum status
take_person(struct loading *loading, struct value *values, struct source source,
    struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct text id = values[FIELD_PEOPLE_account_manager].text;
	struct text aliases = values[FIELD_PEOPLE_aliases].text;
	date joined = values[FIELD_PEOPLE_joined_on].as.date;
	date left = values[FIELD_PEOPLE_left_on].as.date;
	if (dictionary_find(&data->managers, id) != NO_ID)
		return table_refuse(refusal, FIELD_PEOPLE_account_manager,
		    "a second row of the same manager");
	if (!aliases_are_free(loading, id, aliases))
		return table_refuse(refusal, FIELD_PEOPLE_aliases,
		    "an alias is already another manager's id or alias");
	if (joined != DATE_NONE && left != DATE_NONE && left < joined)
		return table_refuse(refusal, FIELD_PEOPLE_left_on,
		    "left_on is before joined_on");

	struct person *people = arena_grown(loading->arena, data->people,
	    data->person_count, &loading->person_capacity, sizeof *people);
	struct person person = { .source = source,
		.manager = dictionary_add(&data->managers, id),
		.joined_on = joined,
		.left_on = left,
		.base_bonus = values[FIELD_PEOPLE_base_bonus].as.decimal };
	if (!people || person.manager == NO_ID ||
	    !table_intern(
		&data->words, values[FIELD_PEOPLE_name].text, &person.name) ||
	    !table_intern(
		&data->words, values[FIELD_PEOPLE_team].text, &person.team) ||
	    !table_intern(
		&data->words, values[FIELD_PEOPLE_level].text, &person.level))
		return STATUS_MEMORY;
	data->people = people;
	people[data->person_count++] = person;
	return add_aliases(loading, person.manager, aliases);
}

enum status
take_assignment(struct loading *loading, struct value *values,
    struct source source, struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct assignment assignment = { .source = source,
		.from = values[FIELD_ASSIGNMENTS_from].as.date,
		.until = values[FIELD_ASSIGNMENTS_until].as.date };
	if (assignment.until != DATE_NONE && assignment.until < assignment.from)
		return table_refuse(
		    refusal, FIELD_ASSIGNMENTS_until, "until is before from");
	struct assignment *assignments = arena_grown(loading->arena,
	    data->assignments, data->assignment_count,
	    &loading->assignment_capacity, sizeof *assignments);
	assignment.manager = table_add_manager(
	    loading, values[FIELD_ASSIGNMENTS_account_manager].text);
	if (!assignments || assignment.manager == NO_ID ||
	    !table_intern(&data->clients,
		values[FIELD_ASSIGNMENTS_client_id].text, &assignment.client))
		return STATUS_MEMORY;
	data->assignments = assignments;
	assignments[data->assignment_count++] = assignment;
	return STATUS_OK;
}
