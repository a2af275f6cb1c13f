#include "io/import/look_alikes.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/import/config/yaml_tree.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

enum { COLUMNS_MOST = 4, GROUPS_SHOWN = 4, SPELLINGS_SHOWN = 4 };

/* One kind of name, and the columns that hold it. */
static const struct name_kind {
	const char *called;
	size_t columns[COLUMNS_MOST]; /* enum field_index */
	size_t column_count;
	bool by_client_name; /* alike if the clients' names are */
} name_kinds[] = {
	{ N_("departments"), { FIELD_SURVEYS_department }, 1, false },
	{ N_("clients"),
	    { FIELD_CONTRACTS_client_id, FIELD_SURVEYS_client_id,
		FIELD_ASSIGNMENTS_client_id },
	    3, false },
	{ N_("clients by name"),
	    { FIELD_CONTRACTS_client_id, FIELD_SURVEYS_client_id,
		FIELD_ASSIGNMENTS_client_id },
	    3, true },
	{ N_("managers"),
	    { FIELD_CONTRACTS_account_manager, FIELD_SURVEYS_account_manager,
		FIELD_ASSIGNMENTS_account_manager,
		FIELD_SPLITS_account_manager },
	    4, false },
	{ N_("teams"), { FIELD_CONTRACTS_team, FIELD_PEOPLE_team }, 2, false },
	{ N_("levels"), { FIELD_PEOPLE_level }, 1, false },
};

/* A spelling: how often it stands in each column of its kind. */
struct name {
	struct text text, shown;
	uint32_t key; /* what it has in common with those like it */
	uint64_t rows, in[COLUMNS_MOST];
};

/* Spellings of one name, the most frequent first. */
struct group {
	struct name *names;
	size_t count;
	uint64_t rows;
};

struct search {
	struct dataset *data;
	const struct name_kind *kind;
	struct arena *scratch;
	struct dictionary texts, keys;
	struct name *names;
	size_t capacity;
	struct group *groups;
	size_t group_count, group_capacity;
};

/* ---- the names ---- */

static struct name *
add_name(struct search *search, struct text text)
{
	uint32_t before = search->texts.count;
	uint32_t id = dictionary_add(&search->texts, text);
	if (id == NO_ID)
		return NULL;
	if (id == before) {
		search->names = arena_grown(search->scratch, search->names, id,
		    &search->capacity, sizeof *search->names);
		if (!search->names)
			return NULL;
		search->names[id] =
		    (struct name){ .text = text, .shown = text };
	}
	return &search->names[id];
}

static const struct dictionary *
dictionary_of(const struct dataset *data, enum field_type type)
{
	return type == FIELD_CLIENT    ? &data->client_ids
	       : type == FIELD_MANAGER ? &data->managers
				       : &data->words;
}

static bool
count_text(
    struct search *search, size_t column, struct text text, uint64_t rows)
{
	struct name *name = add_name(search, text);
	if (!name)
		return false;
	name->rows += rows;
	name->in[column] += rows;
	return true;
}

static bool
count_column(struct search *search, size_t column)
{
	const struct field *field =
	    &schema_fields[search->kind->columns[column]];
	const struct table_kind *table = &table_kinds[field->table];
	const struct dataset *data = search->data;
	const struct dictionary *names = dictionary_of(data, field->type);
	const char *at = (const char *)data;
	const char *rows =
	    *(const char *const *)(const void *)(at + table->rows);
	size_t count = *(const size_t *)(const void *)(at + table->count);
	uint64_t *times =
	    arena_allocate(search->scratch, names->count + 1, sizeof *times);
	if (!times)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t id;
		memcpy(
		    &id, rows + i * table->row_size + field->kept, sizeof id);
		if (id != NO_ID)
			times[id]++;
	}
	for (uint32_t id = 0; id < names->count; id++)
		if (times[id] && !count_text(search, column,
				     dictionary_text(names, id), times[id]))
			return false;
	return true;
}

/* What a client is called: by the first of its contracts that says. */
static bool
call_clients(struct search *search)
{
	const struct dataset *data = search->data;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->client_name == NO_ID || contract->client == NO_ID)
			continue;
		struct name *name = add_name(search,
		    dictionary_text(&data->client_ids, contract->client));
		if (!name)
			return false;
		if (name->shown.data == name->text.data)
			name->shown = dictionary_text(
			    &data->words, contract->client_name);
	}
	return true;
}

/* ---- what is alike ---- */

/* How many zeros, behind signs such as `="`, a spreadsheet would drop. */
static size_t
leading_zeros(struct text text)
{
	size_t at = 0;
	while (at < text.length && strchr("='\"0", text.data[at]))
		at++;
	return at < text.length && isalnum((unsigned char)text.data[at]) ? at
									 : 0;
}

/* Letters and digits in lower case without diacritics, nor leading zeros.
 * Between digits a sign tells numbers apart (C1-11 is not C11-1), and so does
 * one at the end (A and A+). */
static struct text
essence(struct text text, struct arena *arena)
{
	struct text from = text;
	bool ascii = true;
	for (size_t i = 0; i < text.length; i++)
		ascii &= (unsigned char)text.data[i] < 0x80;
	if (!ascii)
		from = cell_skeleton(text, arena);
	char *key = arena_allocate(arena, from.length + 1, 1);
	size_t length = 0;
	bool sign = false;
	if (!from.data || !key)
		return (struct text){ NULL, 0 };
	for (size_t i = leading_zeros(from); i < from.length; i++) {
		unsigned char byte = (unsigned char)from.data[i];
		if (byte < 0x80 && !isalnum(byte) &&
		    (i + 1 < from.length || byte == '.')) {
			sign = true;
			continue;
		}
		if (sign && length && isdigit(byte) &&
		    isdigit((unsigned char)key[length - 1]))
			key[length++] = ' ';
		sign = false;
		key[length++] = (char)tolower(byte);
	}
	return (struct text){ key, length };
}

static int
by_key(const void *left, const void *right)
{
	const struct name *a = left, *b = right;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return text_compare(a->text, b->text);
}

static int
by_rows(const void *left, const void *right)
{
	const struct group *a = left, *b = right;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return text_compare(a->names[0].text, b->names[0].text);
}

/* Does people.csv list all of them? Then they are different people. */
static bool
are_known_people(
    const struct search *search, const struct name *names, size_t count)
{
	const struct dataset *data = search->data;
	size_t type = schema_fields[search->kind->columns[0]].type, known = 0;
	for (size_t i = 0; i < count && type == FIELD_MANAGER; i++) {
		uint32_t id = dictionary_find(&data->managers, names[i].text);
		known += id != NO_ID && data->person_of_manager[id] != NO_ID;
	}
	return known == count;
}

/* Clients who are called the same by the letter may be two of one name; and
 * where their ids are alike, that has been said. */
static bool
is_group(const struct search *search, const struct name *names, size_t count)
{
	bool called = false, alike = true;
	if (count < 2 || are_known_people(search, names, count))
		return false;
	if (!search->kind->by_client_name)
		return true;
	struct text id = essence(names[0].text, search->scratch);
	for (size_t i = 1; i < count; i++) {
		called |= !text_equal(names[0].shown, names[i].shown);
		alike &=
		    text_equal(id, essence(names[i].text, search->scratch));
	}
	return called && !alike;
}

static bool
group_names(struct search *search)
{
	size_t count = search->texts.count, end;
	for (size_t i = 0; i < count; i++) {
		struct name *name = &search->names[i];
		struct text key = essence(name->shown, search->scratch);
		name->key =
		    key.data ? dictionary_add(&search->keys, key) : NO_ID;
		if (name->key == NO_ID)
			return false;
	}
	if (search->keys.count == count)
		return true;
	qsort(search->names, count, sizeof *search->names, by_key);
	for (size_t i = 0; i < count; i = end) {
		struct group group = { .names = &search->names[i] };
		for (end = i; end < count &&
			      search->names[end].key == search->names[i].key;
		     end++)
			group.rows += search->names[end].rows;
		group.count = end - i;
		if (!is_group(search, group.names, group.count))
			continue;
		search->groups = arena_grown(search->scratch, search->groups,
		    search->group_count, &search->group_capacity,
		    sizeof *search->groups);
		if (!search->groups)
			return false;
		search->groups[search->group_count++] = group;
	}
	if (search->group_count)
		qsort(search->groups, search->group_count,
		    sizeof *search->groups, by_rows);
	return true;
}

/* ---- in words ---- */

/* `"Thiết kế" (3 rows) = "thiết kế" (1 row)`; NULL without memory. */
static const char *
group_text(const struct search *search, const struct group *group,
    enum language language, struct arena *arena)
{
	const char *list = "";
	for (size_t i = 0; i < group->count && i < SPELLINGS_SHOWN && list;
	     i++) {
		const struct name *name = &group->names[i];
		bool named = search->kind->by_client_name;
		list = arena_format(arena,
		    language_count(language, "%s%s\"%s\" (%s%s%" PRIu64 " row)",
			"%s%s\"%s\" (%s%s%" PRIu64 " rows)", name->rows),
		    list, i ? " = " : "", name->shown.data,
		    named ? name->text.data : "", named ? ", " : "",
		    name->rows);
	}
	return list && group->count > SPELLINGS_SHOWN
		   ? arena_format(arena, "%s = …", list)
		   : list;
}

/* Adds `from: to` unless an entry before says it: of a key case is no matter.
 */
static const char *
add_entry(const char *entries, const struct group *group, size_t index,
    size_t column, struct arena *arena)
{
	const struct name *name = &group->names[index];
	struct text folded = cell_fold(name->text, arena);
	for (size_t i = 1; i < index && folded.data; i++)
		if (group->names[i].in[column] &&
		    text_equal(cell_fold(group->names[i].text, arena), folded))
			return entries;
	const char *from = yaml_quoted(name->text, arena);
	const char *to = yaml_quoted(group->names[0].text, arena);
	return folded.data && from && to && entries
		   ? arena_format(arena, "%s%s%s: %s", entries,
			 *entries ? ", " : "", from, to)
		   : NULL;
}

/* The line for one column; "" if none is needed. */
static const char *
line_of(const struct search *search, size_t column, struct arena *arena)
{
	const struct field *field =
	    &schema_fields[search->kind->columns[column]];
	const char *entries = "";
	for (size_t g = 0; g < search->group_count && g < GROUPS_SHOWN; g++)
		for (size_t i = 1; i < search->groups[g].count && entries; i++)
			if (search->groups[g].names[i].in[column])
				entries = add_entry(entries, &search->groups[g],
				    i, column, arena);
	return entries && *entries
		   ? arena_format(arena, "%s: {values: {%s: {%s}}}",
			 table_name(field->table), field->name, entries)
		   : entries;
}

/* The lines that join those that are named, one a table. */
static const char *
lines_of(const struct search *search, struct arena *arena)
{
	const char *lines = "";
	for (size_t c = 0; c < search->kind->column_count && lines; c++) {
		const char *line = line_of(search, c, arena);
		lines = line ? arena_format(arena, "%s%s%s", lines,
				   *lines && *line ? "\n" : "", line)
			     : NULL;
	}
	return lines;
}

static const char *
groups_text(
    const struct search *search, enum language language, struct arena *arena)
{
	const char *list = "";
	size_t count = search->group_count;
	for (size_t i = 0; i < count && i < GROUPS_SHOWN && list; i++) {
		const char *text =
		    group_text(search, &search->groups[i], language, arena);
		list = text ? arena_format(
				  arena, "%s%s%s", list, i ? "; " : "", text)
			    : NULL;
	}
	return list && count > GROUPS_SHOWN
		   ? arena_format(arena,
			 language_text(language, N_("%s; and %zu more")), list,
			 count - GROUPS_SHOWN)
		   : list;
}

static bool
say(struct search *search)
{
	struct arena *arena = search->data->arena;
	const char *lines = lines_of(search, arena);
	uint64_t rows = 0;
	for (size_t i = 0; i < search->group_count; i++)
		rows += search->groups[i].rows;
	struct assumption *assumption =
	    lines ? assumptions_add(&search->data->assumptions, rows, lines)
		  : NULL;
	if (!assumption)
		return false;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		const char *groups =
		    groups_text(search, (enum language)l, arena);
		if (!groups)
			return false;
		note_say_in(&assumption->text, (enum language)l,
		    N_("%s that are spelled nearly alike are taken for "
		       "different ones: %s"),
		    language_text((enum language)l, search->kind->called),
		    groups);
	}
	return true;
}

static bool
search_kind(struct search *search)
{
	dictionary_init(&search->texts, search->scratch);
	dictionary_init(&search->keys, search->scratch);
	for (size_t c = 0; c < search->kind->column_count; c++)
		if (!count_column(search, c))
			return false;
	if (search->kind->by_client_name && !call_clients(search))
		return false;
	return group_names(search) && (search->group_count == 0 || say(search));
}

enum status
look_alikes_report(struct dataset *data, struct diagnostics *diagnostics)
{
	size_t count = sizeof name_kinds / sizeof *name_kinds;
	bool has_memory = true;
	for (size_t i = 0; i < count && has_memory; i++) {
		struct search search = { .data = data,
			.kind = &name_kinds[i],
			.scratch = arena_new() };
		has_memory = search.scratch && search_kind(&search);
		arena_free(search.scratch);
	}
	return has_memory ? STATUS_OK : diagnostics_no_memory(diagnostics);
}
