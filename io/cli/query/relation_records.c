/* The records behind a metric's observations: what --by and --where see.
 *
 * A row is an observation. Its columns are whose it is, x and y, and all the
 * columns of the record it came from, so that a metric needs no code to be
 * grouped or filtered by anything that its record has. */
#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "engine/model/spells.h"
#include "io/cli/query/relation.h"

enum { OWN_MANAGER, OWN_TEAM, OWN_LEAD, OWN_X, OWN_Y, OWN_COUNT };

/* Short names for columns of the record. */
static const struct {
	const char *name, *column;
} shorthands[] = { { "client", "client_id" }, { "project", "project_id" },
	{ "contract", "contract_id" } };

static struct datum
read_own(
    const struct relation *relation, const struct observation *o, size_t column)
{
	const struct ground *ground = relation->ground;
	const struct dataset *data = ground->data;
	union measure measure = column == OWN_X ? o->x : o->y;
	switch (column) {
	case OWN_MANAGER:
		return datum_key(&data->managers, o->manager);
	case OWN_TEAM:
		return datum_word(data,
		    o->manager == NO_ID
			? NO_ID
			: team_on(data, ground->teams, o->manager, o->day));
	case OWN_LEAD:
		return datum_key(&data->managers,
		    ground->leads
			? ground->leads[o - ground->observations->rows]
			: NO_ID);
	default:
		return datum_quantity(
		    measure_quantity(ground->metric, measure));
	}
}

static struct datum
read_record(const struct relation *relation, size_t row, size_t column)
{
	const struct observation *o =
	    &relation->ground->observations->rows[row];
	const size_t *base_column = relation->own;
	if (column < OWN_COUNT)
		return read_own(relation, o, column);
	return relation_read(relation->base, o->record, base_column[column]);
}

static struct relation *
base_of(const struct ground *ground)
{
	switch (ground->metric->records) {
	case RECORD_CONTRACT:
		return relation_of_table(ground, TABLE_CONTRACTS);
	case RECORD_CLIENT:
		return relation_clients(ground);
	case RECORD_PROJECT:
		return relation_projects(ground);
	case RECORD_SURVEY:
		return relation_of_table(ground, TABLE_SURVEYS);
	case RECORD_ADJUSTMENT:
		return relation_of_table(ground, TABLE_ADJUSTMENTS);
	case RECORD_TIMESHEET:
		break;
	}
	return relation_of_table(ground, TABLE_TIMESHEETS);
}

static void
add(struct relation *relation, size_t *base_column, const char *name,
    size_t from)
{
	struct relation_column column = relation->base->columns[from];
	column.name = name;
	column.store = STORE_OWN;
	base_column[relation->column_count] = from;
	relation->columns[relation->column_count++] = column;
}

/* A file's column must not hide ours: `team` is that of the manager, as in
 * kpi.csv. */
static bool
is_ours(const struct relation *relation, const char *name)
{
	return relation_find(relation, text_of(name)) < relation->column_count;
}

struct relation *
relation_of_records(const struct ground *ground)
{
	static const struct relation_column own[OWN_COUNT] = {
		[OWN_MANAGER] = COLUMN_OWN_(TEXT, "manager", KEY_MANAGER),
		[OWN_TEAM] = COLUMN_OWN_(TEXT, "team", KEY_NONE),
		[OWN_LEAD] = COLUMN_OWN_(TEXT, "lead", KEY_MANAGER),
		[OWN_X] = COLUMN_OWN_(NUMBER, "x", KEY_NONE),
		[OWN_Y] = COLUMN_OWN_(NUMBER, "y", KEY_NONE),
	};
	const struct relation *base = base_of(ground);
	struct relation *relation =
	    arena_allocate(ground->arena, 1, sizeof *relation);
	if (!base || !relation)
		return NULL;
	size_t most = OWN_COUNT + base->column_count +
		      sizeof shorthands / sizeof *shorthands;
	size_t *base_column =
	    arena_allocate(ground->arena, most, sizeof *base_column);
	*relation = (struct relation){ .name = "record",
		.about = "the records behind a metric",
		.ground = ground,
		.rows = ground->observations ? ground->observations->count : 0,
		.columns = arena_allocate(ground->arena, most, sizeof *own),
		.column_count = OWN_COUNT,
		.fixed = OWN_COUNT,
		.table = TABLE_COUNT,
		.read = read_record,
		.base = base,
		.own = base_column };
	if (!relation->columns || !base_column)
		return NULL;
	memcpy(relation->columns, own, sizeof own);
	for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++) {
		size_t from =
		    relation_find(base, text_of(shorthands[i].column));
		if (from < base->column_count)
			add(relation, base_column, shorthands[i].name, from);
	}
	for (size_t i = 0; i < base->column_count; i++)
		if (!is_ours(relation, base->columns[i].name))
			add(relation, base_column, base->columns[i].name, i);
	return relation;
}
