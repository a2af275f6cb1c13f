/* A relation as a virtual table of SQLite. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/query/database.h"

struct table_of {
	sqlite3_vtab base;
	struct relation *relation;
};

/* Days between which a column must lie. It only saves visiting rows: SQLite
 * checks the condition again. */
struct day_range {
	size_t column;
	date from, last;
};

enum { RANGES_MOST = 6, IDLE = 0, BY_KEY = 1 };

struct cursor {
	sqlite3_vtab_cursor base;
	struct relation *relation;
	const uint32_t *order; /* rows to visit; NULL: all in turn */
	size_t at, end;
	struct day_range ranges[RANGES_MOST];
	size_t range_count;
};

void
database_result(sqlite3_context *context, struct datum datum)
{
	char day[DATE_TEXT_SIZE];
	switch (datum.kind) {
	case DATUM_NONE:
		sqlite3_result_null(context);
		break;
	case DATUM_TEXT:
		sqlite3_result_text64(context, datum.as.text.data,
		    datum.as.text.length, SQLITE_TRANSIENT, SQLITE_UTF8);
		break;
	case DATUM_INTEGER:
		sqlite3_result_int64(context, datum.as.integer);
		break;
	case DATUM_EXACT:
		if (datum.as.exact % WIDE_ONE == 0 &&
		    datum.as.exact / WIDE_ONE <= INT64_MAX &&
		    datum.as.exact / WIDE_ONE >= INT64_MIN)
			sqlite3_result_int64(
			    context, (int64_t)(datum.as.exact / WIDE_ONE));
		else
			sqlite3_result_double(
			    context, wide_double(datum.as.exact));
		break;
	case DATUM_REAL:
		sqlite3_result_double(context, datum.as.real);
		break;
	case DATUM_DATE:
		date_print(day, datum.as.date);
		sqlite3_result_text(context, day, -1, SQLITE_TRANSIENT);
		break;
	}
}

/* `CREATE TABLE x("a" TEXT, …)`; sqlite3_free frees it. */
static char *
declaration(const struct relation *relation)
{
	static const char *const types[] = { [COLUMN_TEXT] = "TEXT",
		[COLUMN_DATE] = "TEXT",
		[COLUMN_NUMBER] = "NUMERIC" };
	sqlite3_str *text = sqlite3_str_new(NULL);
	sqlite3_str_appendall(text, "CREATE TABLE x");
	for (size_t i = 0; i < relation->column_count; i++)
		sqlite3_str_appendf(text, "%c\"%w\" %s", i ? ',' : '(',
		    relation->columns[i].name,
		    types[relation->columns[i].type]);
	sqlite3_str_appendall(text, ")");
	return sqlite3_str_finish(text);
}

static int
table_connect(sqlite3 *handle, void *context, int argument_count,
    const char *const *arguments, sqlite3_vtab **made, char **error)
{
	(void)argument_count;
	(void)arguments;
	(void)error;
	struct relation *relation = context;
	char *sql = declaration(relation);
	struct table_of *table = sqlite3_malloc(sizeof *table);
	int code =
	    sql && table ? sqlite3_declare_vtab(handle, sql) : SQLITE_NOMEM;
	sqlite3_free(sql);
	if (code != SQLITE_OK) {
		sqlite3_free(table);
		return code;
	}
	*table = (struct table_of){ .relation = relation };
	*made = &table->base;
	return SQLITE_OK;
}

static int
table_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

typedef struct sqlite3_index_constraint index_constraint;

/* How many rows an id has on average in a column with a key; 0 if the
 * constraint is no lookup. */
static double
rows_of_key(const struct relation *relation, sqlite3_index_info *info, int i)
{
	const index_constraint *constraint = &info->aConstraint[i];
	if (!constraint->usable || constraint->iColumn < 0 ||
	    constraint->op != SQLITE_INDEX_CONSTRAINT_EQ ||
	    strcmp(sqlite3_vtab_collation(info, i), "BINARY") != 0)
		return 0;
	enum relation_key key = relation->columns[constraint->iColumn].key;
	if (key == KEY_NONE)
		return 0;
	size_t things = relation_dictionary(relation, key)->count;
	double rows = things ? (double)relation->rows / (double)things : 0;
	return rows < 1 ? 1 : rows;
}

static bool
bounds_a_day(const struct relation *relation, sqlite3_index_info *info, int i)
{
	const index_constraint *constraint = &info->aConstraint[i];
	int op = constraint->op;
	return constraint->usable && constraint->iColumn >= 0 &&
	       relation->columns[constraint->iColumn].type == COLUMN_DATE &&
	       (op == SQLITE_INDEX_CONSTRAINT_EQ ||
		   op == SQLITE_INDEX_CONSTRAINT_GE ||
		   op == SQLITE_INDEX_CONSTRAINT_GT ||
		   op == SQLITE_INDEX_CONSTRAINT_LE ||
		   op == SQLITE_INDEX_CONSTRAINT_LT) &&
	       strcmp(sqlite3_vtab_collation(info, i), "BINARY") == 0;
}

/* Chooses the lookup by id with the fewest rows, and up to RANGES_MOST bounds
 * on days. Both only save visiting rows. idxStr lists the arguments of table_filter in order: first, if there
 * is a lookup, its column; then for each bound column and operator. */
static int
table_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const struct relation *relation = ((struct table_of *)base)->relation;
	int key = -1, arguments = 0;
	double rows = (double)relation->rows;
	for (int i = 0; i < info->nConstraint; i++) {
		double found = rows_of_key(relation, info, i);
		if (found > 0 && (key < 0 || found < rows)) {
			key = i;
			rows = found;
		}
	}
	sqlite3_str *plan = sqlite3_str_new(NULL);
	if (key >= 0) {
		info->idxNum = BY_KEY;
		info->aConstraintUsage[key].argvIndex = ++arguments;
		sqlite3_str_appendf(
		    plan, "%d ", info->aConstraint[key].iColumn);
	}
	double cost = rows;
	for (int i = 0, ranges = 0;
	     i < info->nConstraint && ranges < RANGES_MOST; i++) {
		if (!bounds_a_day(relation, info, i))
			continue;
		ranges++;
		rows /= 3;
		info->aConstraintUsage[i].argvIndex = ++arguments;
		sqlite3_str_appendf(plan, "%d %d ",
		    info->aConstraint[i].iColumn, info->aConstraint[i].op);
	}
	info->estimatedRows = (sqlite3_int64)(rows < 1 ? 1 : rows);
	info->estimatedCost = cost + rows;
	info->idxStr = sqlite3_str_finish(plan);
	info->needToFreeIdxStr = 1;
	return arguments && !info->idxStr ? SQLITE_NOMEM : SQLITE_OK;
}

static int
table_open(sqlite3_vtab *table, sqlite3_vtab_cursor **made)
{
	struct cursor *cursor = sqlite3_malloc(sizeof *cursor);
	if (!cursor)
		return SQLITE_NOMEM;
	*cursor =
	    (struct cursor){ .relation = ((struct table_of *)table)->relation };
	*made = &cursor->base;
	return SQLITE_OK;
}

static int
table_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static struct text
text_value(sqlite3_value *value)
{
	const char *bytes = (const char *)sqlite3_value_text(value);
	return (struct text){ bytes ? bytes : "",
		(size_t)sqlite3_value_bytes(value) };
}

/* Visits only the rows with the id. A number is equal to ids of several
 * spellings where SQLite compares as numbers: then all rows are visited, and
 * SQLite, which checks each condition again, finds them. */
static int
seek(struct cursor *cursor, size_t column, sqlite3_value *value)
{
	struct relation *relation = cursor->relation;
	enum relation_key key = relation->columns[column].key;
	int type = sqlite3_value_type(value);
	if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
		return SQLITE_OK;
	cursor->at = cursor->end = 0;
	if (type != SQLITE_TEXT)
		return SQLITE_OK;
	uint32_t id = dictionary_find(
	    relation_dictionary(relation, key), text_value(value));
	if (id == NO_ID)
		return SQLITE_OK;
	if (relation_index(relation, column))
		return SQLITE_NOMEM;
	const struct grouping *index = &relation->index[column];
	cursor->order = index->order;
	cursor->at = index->first[id];
	cursor->end = index->first[id + 1];
	return SQLITE_OK;
}

/* A bound that is a whole date becomes a range of days. Any other text is
 * ignored here, because SQLite checks the condition again. */
static void
bound(struct cursor *cursor, size_t column, int op, sqlite3_value *value)
{
	date day;
	if (sqlite3_value_type(value) != SQLITE_TEXT ||
	    !date_parse(text_value(value), &day))
		return;
	struct day_range range = { column, DATE_NONE + 1, INT32_MAX };
	if (op == SQLITE_INDEX_CONSTRAINT_EQ ||
	    op == SQLITE_INDEX_CONSTRAINT_GE ||
	    op == SQLITE_INDEX_CONSTRAINT_GT)
		range.from = day;
	if (op == SQLITE_INDEX_CONSTRAINT_EQ ||
	    op == SQLITE_INDEX_CONSTRAINT_LE ||
	    op == SQLITE_INDEX_CONSTRAINT_LT)
		range.last = day;
	cursor->ranges[cursor->range_count++] = range;
}

static size_t
row_of(const struct cursor *cursor)
{
	return cursor->order ? cursor->order[cursor->at] : cursor->at;
}

/* Moves on to a row within the ranges. */
static void
settle(struct cursor *cursor)
{
	for (; cursor->at < cursor->end; cursor->at++) {
		size_t i = 0;
		for (; i < cursor->range_count; i++) {
			const struct day_range *range = &cursor->ranges[i];
			struct datum day = relation_read(
			    cursor->relation, row_of(cursor), range->column);
			if (day.kind != DATUM_DATE ||
			    day.as.date < range->from ||
			    day.as.date > range->last)
				break;
		}
		if (i == cursor->range_count)
			return;
	}
}

static int
table_filter(sqlite3_vtab_cursor *base, int plan, const char *text, int count,
    sqlite3_value **values)
{
	struct cursor *cursor = (struct cursor *)base;
	const char *at = text;
	cursor->order = NULL;
	cursor->at = 0;
	cursor->end = cursor->relation->rows;
	cursor->range_count = 0;
	for (int i = 0; i < count; i++) {
		char *next;
		size_t column = (size_t)strtol(at, &next, 10);
		if (i == 0 && plan == BY_KEY) {
			int code = seek(cursor, column, values[0]);
			if (code != SQLITE_OK)
				return code;
		} else {
			int op = (int)strtol(next, &next, 10);
			bound(cursor, column, op, values[i]);
		}
		at = next;
	}
	settle(cursor);
	return SQLITE_OK;
}

static int
table_next(sqlite3_vtab_cursor *base)
{
	struct cursor *cursor = (struct cursor *)base;
	cursor->at++;
	settle(cursor);
	return SQLITE_OK;
}

static int
table_eof(sqlite3_vtab_cursor *base)
{
	const struct cursor *cursor = (const struct cursor *)base;
	return cursor->at >= cursor->end;
}

static int
table_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct cursor *cursor = (const struct cursor *)base;
	struct arena *scratch = cursor->relation->ground->scratch;
	struct arena_mark mark = arena_mark(scratch);
	struct datum cell =
	    relation_read(cursor->relation, row_of(cursor), (size_t)column);
	if (arena_failed(scratch))
		sqlite3_result_error_nomem(context);
	else
		database_result(context, cell);
	arena_release(scratch, mark);
	return SQLITE_OK;
}

static int
table_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)row_of((const struct cursor *)base);
	return SQLITE_OK;
}

const sqlite3_module database_module = {
	.iVersion = 0,
	.xConnect = table_connect,
	.xDisconnect = table_disconnect,
	.xBestIndex = table_best_index,
	.xOpen = table_open,
	.xClose = table_close,
	.xFilter = table_filter,
	.xNext = table_next,
	.xEof = table_eof,
	.xColumn = table_column,
	.xRowid = table_rowid,
};
