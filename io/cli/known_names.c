#include "io/cli/known_names.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/schema.h"
#include "io/locale/locale.h"

/* Columns of names or ids that another table explains. Two more kinds of names
 * are counted elsewhere, while the files are read: whom surveys are about, and
 * the projects of timesheets. */
static const size_t columns[] = { FIELD_CONTRACTS_account_manager,
	FIELD_ASSIGNMENTS_account_manager, FIELD_SPLITS_account_manager,
	FIELD_ASSIGNMENTS_client_id };

enum { COLUMNS = sizeof columns / sizeof *columns, LISTS = COLUMNS + 2 };

struct finding {
	const struct dataset *data;
	struct arena *arena;
	struct known_names lists[LISTS];
	size_t count;
};

static int
by_rows(const void *left, const void *right)
{
	const struct unknown_name *a = left, *b = right;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return text_compare(a->name, b->name);
}

/* Adds a list. Of `names`, those with 0 rows are known and are left out. */
static void
add(struct finding *finding, const char *what, const char *by, uint64_t rows,
    struct unknown_name *names, size_t count)
{
	struct known_names *list = &finding->lists[finding->count++];
	*list = (struct known_names){
		.what = what, .by = by, .rows = rows, .names = names
	};
	for (size_t i = 0; i < count; i++) {
		if (names[i].rows == 0)
			continue;
		list->unknown_rows += names[i].rows;
		list->unknown_money += names[i].money;
		list->unknown_hours += names[i].hours;
		names[list->count++] = names[i];
	}
	if (list->count)
		qsort(names, list->count, sizeof *names, by_rows);
}

/* Is a manager listed in people.csv, a client named by a contract? */
static bool
is_known(const struct dataset *data, enum field_type type, uint32_t id)
{
	const uint32_t *first = data->contracts_of_client.first;
	return type == FIELD_CLIENT ? first[id + 1] > first[id]
				    : data->person_of_manager[id] != NO_ID;
}

static bool
find_column(struct finding *finding, size_t index)
{
	const struct dataset *data = finding->data;
	const struct field *field = &schema_fields[index];
	const struct table_kind *table = &table_kinds[field->table];
	bool client = field->type == FIELD_CLIENT;
	enum table by = client ? TABLE_CONTRACTS : TABLE_PEOPLE;
	const struct dictionary *ids = schema_dictionary(data, field->type);
	const char *at = (const char *)data;
	const char *row =
	    *(const char *const *)(const void *)(at + table->rows);
	size_t count = *(const size_t *)(const void *)(at + table->count);
	uint64_t rows = 0;
	if (!data->present[field->table] || !data->present[by])
		return true;
	struct unknown_name *names =
	    arena_allocate(finding->arena, ids->count, sizeof *names);
	const char *what = arena_format(
	    finding->arena, "%s.%s", table_name(field->table), field->name);
	for (size_t i = 0; names && i < count; i++, row += table->row_size) {
		uint32_t id;
		memcpy(&id, row + field->kept, sizeof id);
		if (id == NO_ID)
			continue;
		rows++;
		if (is_known(data, field->type, id))
			continue;
		names[id].name = dictionary_text(ids, id);
		names[id].rows++;
		if (field->table == TABLE_CONTRACTS &&
		    data->contracts[i].value != DECIMAL_NONE)
			names[id].money +=
			    decimal_widen(data->contracts[i].value);
	}
	if (names && what && rows)
		add(finding, what, table_name(by), rows, names, ids->count);
	return names && what;
}

static bool
find_projects(struct finding *finding)
{
	const struct dataset *data = finding->data;
	const struct timesheets *timesheets = &data->timesheets;
	if (!data->present[TABLE_CONTRACTS] || timesheets->count == 0)
		return true;
	struct unknown_name *names = arena_allocate(
	    finding->arena, timesheets->unknown_count, sizeof *names);
	for (size_t i = 0; names && i < timesheets->unknown_count; i++)
		names[i] = (struct unknown_name){
			.name = dictionary_text(&data->projects,
			    timesheets->known_projects + (uint32_t)i),
			.rows = timesheets->unknown[i].rows,
			.hours = timesheets->unknown[i].hours
		};
	if (names)
		add(finding, "timesheets.project_id", "contracts",
		    timesheets->count, names, timesheets->unknown_count);
	return names;
}

static bool
find_subjects(struct finding *finding)
{
	const struct dataset *data = finding->data;
	const struct unknown_names *unknown = &data->unknown_subjects;
	uint64_t rows = 0;
	struct unknown_name *names =
	    arena_allocate(finding->arena, unknown->names.count, sizeof *names);
	for (uint32_t id = 0; names && id < unknown->names.count; id++) {
		names[id] = (struct unknown_name){ .name = dictionary_text(
						       &unknown->names, id),
			.rows = unknown->rows[id] };
		rows += unknown->rows[id];
	}
	for (size_t i = 0; i < data->survey_count; i++)
		rows += data->surveys[i].about != ABOUT_NOBODY;
	if (names && rows)
		add(finding, _("surveys: whom about"), _("people, contracts"),
		    rows, names, unknown->names.count);
	return names;
}

const struct known_names *
known_names_find(const struct dataset *data, struct arena *arena, size_t *count)
{
	struct finding *finding = arena_allocate(arena, 1, sizeof *finding);
	if (!finding)
		return NULL;
	finding->data = data;
	finding->arena = arena;
	bool found = true;
	for (size_t i = 0; i < COLUMNS && found; i++)
		found = find_column(finding, columns[i]);
	found = found && find_projects(finding) && find_subjects(finding);
	*count = finding->count;
	return found ? finding->lists : NULL;
}
