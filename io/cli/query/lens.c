#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/cli/query/leads.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"
#include "io/cli/typed_manager.h"
#include "io/locale/locale.h"
#include "metrics/periods/subjects.h"

static const char BEFORE_CONDITION[] = "SELECT rowid FROM record WHERE (\n";

/* Writes `, NAME` into a fixed text as long as there is room. */
static size_t
add_name(char *text, size_t size, size_t used, const char *name)
{
	size_t length = strlen(name);
	if (used + length + 3 > size)
		return used;
	memcpy(text + used, used ? ", " : "", used ? 2 : 0);
	used += used ? 2 : 0;
	memcpy(text + used, name, length + 1);
	return used + length;
}

static enum status
unknown_dimension(
    const struct lens *lens, const struct metric *metric, struct text name)
{
	static const char *const times[] = { "month", "quarter", "year" };
	const char *names[200];
	char list[1500] = "";
	size_t count = 0, used = 0;
	const struct relation *records = lens->records;
	for (size_t i = 0; i < records->column_count && count < 190; i++) {
		const char *column = records->columns[i].name;
		if (strcmp(column, "x") == 0 || strcmp(column, "y") == 0)
			continue;
		names[count++] = column;
		used = add_name(list, sizeof list, used, column);
	}
	for (size_t i = 0; i < 3; i++) {
		names[count++] = times[i];
		used = add_name(list, sizeof list, used, times[i]);
	}
	const char *nearest = text_nearest(name, names, count);
	talk_error("--by %.*s: the records of %s are %ss, which have no such "
		   "dimension%s%s%s; they have %s",
	    (int)name.length, name.data, metric->id,
	    record_kind_name(metric->records, locale_spoken()),
	    nearest ? _("; did you mean ") : "", nearest ? nearest : "",
	    nearest ? "?" : "", list);
	return STATUS_USAGE;
}

static enum status
find_columns(struct lens *lens, const struct question *question,
    const struct metric *metric)
{
	for (size_t i = 0; i < question->dimension_count; i++) {
		struct text name = question->dimensions[i];
		if (i == question->time)
			continue;
		lens->columns[i] = relation_find(lens->records, name);
		if (lens->columns[i] == lens->records->column_count)
			return unknown_dimension(lens, metric, name);
	}
	return STATUS_OK;
}

static bool
is_whole(struct text condition)
{
	if (sql_is_closed(condition))
		return true;
	talk_error("--where %.*s: a parenthesis or a quote too many or too "
		   "few, or a `;`; expected one condition",
	    (int)condition.length, condition.data);
	return false;
}

static sqlite3_stmt *
prepare_condition(struct lens *lens, struct text condition, bool *failed)
{
	const char *sql = arena_format(lens->ground.arena, "%s%.*s\n)",
	    BEFORE_CONDITION, (int)condition.length, condition.data);
	const char *tail = NULL;
	*failed = true;
	if (!is_whole(condition) || !sql)
		return NULL;
	return database_prepare(&lens->database, text_of(sql), condition,
	    sizeof BEFORE_CONDITION - 1, &tail, failed);
}

static enum status
open_database(struct lens *lens, const char *where, int fiscal_year_start)
{
	bool failed;
	if (relations_make(&lens->relations, &lens->ground))
		return STATUS_MEMORY;
	lens->relations.rows[lens->relations.count++] = lens->records;
	enum status status =
	    database_open(&lens->database, &lens->relations, fiscal_year_start);
	if (status)
		return status;
	lens->where = prepare_condition(lens, text_of(where), &failed);
	if (!failed && lens->where)
		return STATUS_OK;
	return database_error(&lens->database);
}

static enum status
open_lens(struct lenses *lenses, const struct metric *metric)
{
	struct session *session = lenses->session;
	const char *where = lenses->where;
	struct lens *lens = arena_allocate(session->arena, 1, sizeof *lens);
	if (!lens)
		return STATUS_MEMORY;
	lenses->of_kind[metric->records] = lens;
	lens->ground = (struct ground){ .data = &session->data,
		.metric = metric,
		.teams = lenses->teams,
		.arena = session->arena,
		.scratch = arena_new() };
	lens->records =
	    lens->ground.scratch ? relation_of_records(&lens->ground) : NULL;
	if (!lens->records)
		return STATUS_MEMORY;
	enum status status = find_columns(lens, lenses->question, metric);
	if (status || !where)
		return status;
	return open_database(
	    lens, where, session->configuration.definitions.fiscal_year_start);
}

static enum status
find_managers(struct lenses *lenses)
{
	struct session *session = lenses->session;
	const struct option_list *wanted = &session->options->managers;
	enum status status = STATUS_OK;
	if (wanted->count == 0)
		return STATUS_OK;
	bool *managers = arena_allocate(
	    session->arena, session->data.managers.count, sizeof *managers);
	if (!managers)
		return STATUS_MEMORY;
	for (size_t i = 0; i < wanted->count && !status; i++) {
		uint32_t manager =
		    typed_manager(session, "--manager", wanted->values[i]);
		if (manager == NO_ID)
			status = STATUS_USAGE;
		else
			managers[manager] = true;
	}
	lenses->managers = managers;
	return status;
}

/* Joins several --where into one condition: all of them must hold. Each must be
 * complete by itself, with its own parentheses and quotes closed. */
static enum status
join_conditions(struct lenses *lenses)
{
	struct arena *arena = lenses->session->arena;
	const struct option_list *where = &lenses->session->options->where;
	for (size_t i = 0; i < where->count; i++) {
		const char *condition = where->values[i];
		if (!is_whole(text_of(condition)))
			return STATUS_USAGE;
		/* The line feed ends a `--` comment in the condition, which
		 * would swallow the parenthesis. */
		if (where->count > 1)
			condition = arena_format(arena, "%s%s(%s\n)",
			    i ? lenses->where : "", i ? _(" and ") : "",
			    condition);
		if (!condition)
			return STATUS_MEMORY;
		lenses->where = condition;
	}
	return STATUS_OK;
}

enum status
lenses_open(struct lenses *lenses, const struct question *question,
    struct session *session)
{
	date as_of = question->views[question->view_count - 1].as_of;
	*lenses = (struct lenses){ .question = question, .session = session };
	lenses->teams =
	    subjects_fallback_teams(&session->data, as_of, session->arena);
	if (leads_asked(question))
		lenses->leads = leads_all(&session->data, session->arena);
	bool has_memory =
	    lenses->teams && (lenses->leads || !leads_asked(question));
	enum status status = has_memory ? STATUS_OK : STATUS_MEMORY;
	if (!status)
		status = find_managers(lenses);
	if (!status)
		status = join_conditions(lenses);
	for (size_t i = 0; i < question->metric_count && !status; i++) {
		const struct metric *metric = question->metrics[i];
		if (!lenses->of_kind[metric->records])
			status = open_lens(lenses, metric);
	}
	if (status == STATUS_MEMORY)
		talk_error("out of memory");
	return status;
}

void
lenses_close(struct lenses *lenses)
{
	for (int kind = 0; kind < RECORD_KINDS; kind++) {
		struct lens *lens = lenses->of_kind[kind];
		if (!lens)
			continue;
		sqlite3_finalize(lens->where);
		database_close(&lens->database);
		arena_free(lens->ground.scratch);
	}
}

void
lens_point(struct lens *lens, const struct metric *metric,
    const struct view *view, const struct observations *observations)
{
	lens->ground.metric = metric;
	lens->ground.view = view;
	lens->ground.observations = observations;
	lens->records->rows = observations->count;
	/* The columns depend on the view: the records are others, and whose a
	 * client is depends on the day. So indexes made for another view are
	 * dropped. */
	lens->records->index = NULL;
	for (size_t i = 0; i < lens->relations.count; i++)
		if (strcmp(lens->relations.rows[i]->name, "clients") == 0)
			lens->relations.rows[i]->index = NULL;
}

size_t
lens_count(struct lens *lens, struct text condition)
{
	bool failed;
	sqlite3_stmt *statement = prepare_condition(lens, condition, &failed);
	size_t count = 0;
	int code = SQLITE_DONE;
	while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
		count++;
	sqlite3_finalize(statement);
	return failed || code != SQLITE_DONE ? SIZE_MAX : count;
}
