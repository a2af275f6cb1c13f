/* The records behind a metric's observations: what --by and --where see.
 *
 * A row is an observation. Its columns are whose it is, x and y, and all the
 * columns of the record it came from, so that a metric needs no code to be
 * grouped or filtered by anything that its record has. A payment has those of
 * the contract for which it counts, too. */
#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "engine/model/spells.h"
#include "io/cli/query/relation.h"
#include "io/locale/locale.h"

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

/* Where the columns behind the own ones come from: by column its place in the
 * base or, in those of payments from first_of_contract on, in the contracts. */
struct origin {
	size_t *place, first_of_contract;
	const struct relation *contracts;
};

static struct datum
read_record(const struct relation *relation, size_t row, size_t column)
{
	const struct ground *ground = relation->ground;
	const struct observation *o = &ground->observations->rows[row];
	const struct origin *origin = relation->own;
	if (column < OWN_COUNT)
		return read_own(relation, o, column);
	if (column < origin->first_of_contract)
		return relation_read(
		    relation->base, o->record, origin->place[column]);
	const struct contract *contract =
	    record_contract(ground->data, ground->metric->records, o->record);
	return contract ? relation_read(origin->contracts,
			      (size_t)(contract - ground->data->contracts),
			      origin->place[column])
			: datum_nothing();
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
	case RECORD_PAYMENT:
		return relation_of_table(ground, TABLE_PAYMENTS);
	case RECORD_ADJUSTMENT:
		return relation_of_table(ground, TABLE_ADJUSTMENTS);
	case RECORD_SPLIT:
		return relation_of_table(ground, TABLE_SPLITS);
	case RECORD_TIMESHEET:
		break;
	}
	return relation_of_table(ground, TABLE_TIMESHEETS);
}

static void
add(struct relation *relation, struct origin *origin,
    const struct relation *from, const char *name, size_t place)
{
	struct relation_column column = from->columns[place];
	column.name = name;
	column.store = STORE_OWN;
	origin->place[relation->column_count] = place;
	relation->columns[relation->column_count++] = column;
}

/* A file's column must not hide ours: `team` is that of the manager, as in
 * kpi.csv. */
static bool
is_ours(const struct relation *relation, const char *name)
{
	return relation_find(relation, text_of(name)) < relation->column_count;
}

/* The columns that there are not yet: under their short names, then all. */
static void
add_all(struct relation *relation, struct origin *origin,
    const struct relation *from)
{
	for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++) {
		size_t place =
		    relation_find(from, text_of(shorthands[i].column));
		if (place < from->column_count &&
		    !is_ours(relation, shorthands[i].name))
			add(relation, origin, from, shorthands[i].name, place);
	}
	for (size_t i = 0; i < from->column_count; i++)
		if (!is_ours(relation, from->columns[i].name))
			add(relation, origin, from, from->columns[i].name, i);
}

/* Room for the columns of both; false without memory. */
static bool
make_room(struct relation *relation, struct origin *origin)
{
	struct arena *arena = relation->ground->arena;
	size_t most = OWN_COUNT + relation->base->column_count +
		      sizeof shorthands / sizeof *shorthands;
	if (origin->contracts)
		most += origin->contracts->column_count +
			sizeof shorthands / sizeof *shorthands;
	relation->columns =
	    arena_allocate(arena, most, sizeof *relation->columns);
	origin->place = arena_allocate(arena, most, sizeof *origin->place);
	relation->own = origin;
	return relation->columns && origin->place;
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
	struct origin *origin =
	    arena_allocate(ground->arena, 1, sizeof *origin);
	bool pays = ground->metric->records == RECORD_PAYMENT;
	if (!base || !relation || !origin)
		return NULL;
	if (pays)
		origin->contracts = relation_of_table(ground, TABLE_CONTRACTS);
	*relation = (struct relation){ .name = "record",
		.about = _("the records behind a metric"),
		.ground = ground,
		.rows = ground->observations ? ground->observations->count : 0,
		.column_count = OWN_COUNT,
		.fixed = OWN_COUNT,
		.table = TABLE_COUNT,
		.read = read_record,
		.base = base };
	if ((pays && !origin->contracts) || !make_room(relation, origin))
		return NULL;
	memcpy(relation->columns, own, sizeof own);
	add_all(relation, origin, base);
	origin->first_of_contract = relation->column_count;
	if (pays)
		add_all(relation, origin, origin->contracts);
	return relation;
}
