#include "io/cli/query/gather.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/query/answer.h"
#include "io/cli/query/leads.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"

static bool
tables_present(const struct dataset *data, unsigned tables)
{
	for (int table = 0; table < TABLE_COUNT; table++)
		if (tables >> table & 1 && !data->present[table])
			return false;
	return true;
}

/* Sets `group` to 0 for observations for which --where holds, and to NO_ID for
 * the others. */
static enum status
filter(struct lens *lens, struct gathering *gathering)
{
	int code;
	if (!lens->where)
		return STATUS_OK;
	memset(gathering->group, 0xff,
	    gathering->seen.count * sizeof *gathering->group); /* NO_ID */
	while ((code = sqlite3_step(lens->where)) == SQLITE_ROW)
		gathering->group[sqlite3_column_int64(lens->where, 0)] = 0;
	if (code != SQLITE_DONE)
		return database_step_failed(&lens->database);
	sqlite3_reset(lens->where);
	return STATUS_OK;
}

enum { BETWEEN = 0x1f };

/* The values of the dimensions of an observation, and all as one key. */
static struct text
read_key(const struct lens *lens, const struct question *question, size_t row,
    struct text *cells, struct arena *scratch)
{
	size_t length = 0;
	for (size_t i = 0; i < question->dimension_count; i++) {
		char *buffer = arena_allocate(scratch, DATUM_TEXT_SIZE, 1);
		cells[i] = text_of("");
		if (!buffer)
			return (struct text){ NULL, 0 };
		if (i != question->time) {
			struct datum datum =
			    relation_read(lens->records, row, lens->columns[i]);
			cells[i] = datum_print(buffer, &datum);
		}
		length += cells[i].length + 1;
	}
	char *key = arena_failed(scratch)
			? NULL
			: arena_allocate(scratch, length + 1, 1);
	for (size_t i = 0, at = 0; key && i < question->dimension_count; i++) {
		memcpy(key + at, cells[i].data, cells[i].length);
		at += cells[i].length;
		key[at++] = BETWEEN;
	}
	return (struct text){ key, length };
}

/* The group of that key, with its cells kept if it is new. */
static uint32_t
find_group(struct gathered *gathered, const struct question *question,
    struct text key, const struct text *cells, struct arena *arena)
{
	size_t before = gathered->groups.count,
	       dimensions = question->dimension_count;
	uint32_t group = dictionary_add(&gathered->groups, key);
	if (group == NO_ID || gathered->groups.count == before)
		return group;
	for (size_t i = 0; i < dimensions; i++) {
		size_t at = group * dimensions + i;
		gathered->cells = arena_grown(arena, gathered->cells, at,
		    &gathered->capacity, sizeof *gathered->cells);
		char *copy = arena_copy(arena, cells[i].data, cells[i].length);
		if (!gathered->cells || !copy)
			return NO_ID;
		gathered->cells[at] = (struct text){ copy, cells[i].length };
	}
	return group;
}

static enum status
group(struct gathered *gathered, struct lens *lens, struct lenses *lenses,
    struct gathering *gathering, bool counts)
{
	const struct question *question = lenses->question;
	struct arena *arena = lenses->session->arena;
	struct arena *scratch = lens->ground.scratch;
	struct text cells[QUESTION_DIMENSIONS];
	for (size_t i = 0; i < gathering->seen.count; i++) {
		uint32_t manager = gathering->seen.rows[i].manager;
		bool theirs = !lenses->managers ||
			      (manager != NO_ID && lenses->managers[manager]);
		gathered->observed += counts;
		gathered->of_manager += counts && theirs;
		if (!theirs)
			gathering->group[i] = NO_ID;
		if (gathering->group[i] == NO_ID)
			continue;
		struct arena_mark mark = arena_mark(scratch);
		struct text key = read_key(lens, question, i, cells, scratch);
		uint32_t id =
		    key.data ? find_group(gathered, question, key, cells, arena)
			     : NO_ID;
		arena_release(scratch, mark);
		if (id == NO_ID)
			return STATUS_MEMORY;
		gathering->group[i] = id;
		gathered->kept += counts;
	}
	return STATUS_OK;
}

static enum status
gather_one(struct gathered *gathered, struct lenses *lenses,
    const struct view *view, const struct metric *metric,
    struct gathering *gathering, bool counts)
{
	struct arena *arena = lenses->session->arena;
	struct lens *lens = lenses->of_kind[metric->records];
	gathering->seen.arena = arena;
	gathering->missing = !tables_present(view->data, metric->tables);
	if (gathering->missing)
		return STATUS_OK;
	enum status status = metric->observe(view, &gathering->seen);
	if (!status && lenses->leads)
		status = leads_expand(lenses, gathering);
	if (status)
		return status;
	gathering->group = arena_allocate(
	    arena, gathering->seen.count, sizeof *gathering->group);
	if (!gathering->group)
		return STATUS_MEMORY;
	lens_point(lens, metric, view, &gathering->seen);
	lens->ground.leads = gathering->leads;
	status = filter(lens, gathering);
	return status ? status
		      : group(gathered, lens, lenses, gathering, counts);
}

/* Without dimensions there is exactly one group, even if it has no
 * observation. */
static enum status
add_whole(struct gathered *gathered, const struct question *question,
    struct arena *arena)
{
	bool only_time = question->dimension_count == 0 ||
			 (question->dimension_count == 1 &&
			     question->time < question->dimension_count);
	struct text cell = text_of("");
	struct text key = text_of(question->dimension_count ? "\x1f" : "");
	if (!only_time || gathered->groups.count)
		return STATUS_OK;
	return find_group(gathered, question, key, &cell, arena) == NO_ID
		   ? STATUS_MEMORY
		   : STATUS_OK;
}

enum status
gather(struct gathered *gathered, struct lenses *lenses)
{
	const struct question *question = lenses->question;
	struct arena *arena = lenses->session->arena;
	size_t metrics = question->metric_count;
	size_t places = question->view_count * metrics;
	bool refers =
	    question->with == WITH_PRIOR || question->with == WITH_YEAR_AGO;
	*gathered = (struct gathered){ .own = arena_allocate(arena, places,
					   sizeof *gathered->own),
		.references = arena_allocate(
		    arena, places, sizeof *gathered->references) };
	dictionary_init(&gathered->groups, arena);
	if (!gathered->own || !gathered->references)
		return STATUS_MEMORY;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < places && !status; i++) {
		const struct metric *metric = question->metrics[i % metrics];
		status =
		    gather_one(gathered, lenses, &question->views[i / metrics],
			metric, &gathered->own[i], true);
		if (!status && refers)
			status = gather_one(gathered, lenses,
			    &question->references[i / metrics], metric,
			    &gathered->references[i], false);
	}
	return status ? status : add_whole(gathered, question, arena);
}

enum status
gathering_sort(const struct gathering *gathering, size_t groups,
    struct arena *scratch, uint32_t **first, uint32_t **order)
{
	size_t count = gathering->missing ? 0 : gathering->seen.count;
	*first = arena_allocate(scratch, groups + 2, sizeof **first);
	*order = arena_allocate(scratch, count, sizeof **order);
	if (!*first || !*order)
		return STATUS_MEMORY;
	uint32_t *next = *first + 1;
	for (size_t i = 0; i < count; i++)
		if (gathering->group[i] != NO_ID)
			next[gathering->group[i] + 1]++;
	for (size_t g = 1; g <= groups; g++)
		next[g] += next[g - 1];
	for (uint32_t i = 0; i < count; i++)
		if (gathering->group[i] != NO_ID)
			(*order)[next[gathering->group[i]]++] = i;
	return STATUS_OK;
}

/* ---- nothing is left ---- */

/* The value nearest to the text of `COLUMN = 'text'`; NULL if the part is not
 * so simple, or none is near. */
static const char *
nearest_value(struct lens *lens, struct text part)
{
	enum { VALUES_MOST = 2000 };
	static const char *values[VALUES_MOST];
	size_t at = 0, count = 0;
	struct sql_word name = sql_next(part, &at);
	struct sql_word sign = sql_next(part, &at);
	struct sql_word value = sql_next(part, &at);
	size_t column = relation_find(lens->records, name.text);
	if (sql_next(part, &at).kind != SQL_END || value.kind != SQL_STRING ||
	    !text_is(sign.text, "=") || column == lens->records->column_count)
		return NULL;
	for (size_t row = 0; row < lens->records->rows && count < VALUES_MOST;
	     row++) {
		struct datum datum = relation_read(lens->records, row, column);
		if (datum.kind == DATUM_TEXT)
			values[count++] = arena_copy(lens->ground.arena,
			    datum.as.text.data, datum.as.text.length);
	}
	return text_nearest(value.text, values, count);
}

/* Says for each part of the condition how many of the last period's records it
 * leaves. */
static void
say_parts(struct lens *lens, const char *where)
{
	enum { PARTS_MOST = 16 };
	struct text parts[PARTS_MOST];
	size_t count = sql_conjuncts(text_of(where), parts, PARTS_MOST);
	for (size_t i = 0; i < count && i < PARTS_MOST; i++) {
		struct text part = parts[i];
		while (part.length && part.data[0] == ' ') {
			part.data++;
			part.length--;
		}
		while (part.length && part.data[part.length - 1] == ' ')
			part.length--;
		size_t kept = lens_count(lens, part);
		const char *nearest = kept ? NULL : nearest_value(lens, part);
		if (kept != SIZE_MAX)
			talk_note("  %.*s leaves %zu of %zu%s%s%s",
			    (int)part.length, part.data, kept,
			    lens->records->rows,
			    nearest ? _("; did you mean '") : "",
			    nearest ? nearest : "", nearest ? "'?" : "");
	}
}

void
gather_say_nothing(const struct gathered *gathered, struct lenses *lenses)
{
	const struct question *question = lenses->question;
	const struct options *options = question->options;
	const struct view *first = &question->views[0],
			  *last = &question->views[question->view_count - 1];
	size_t at = (question->view_count - 1) * question->metric_count;
	bool one = question->view_count == 1;
	if (gathered->observed == 0) {
		talk_note("nothing: %s has no record in %s%s%s",
		    question->metrics[0]->id, first->period.label,
		    one ? "" : _(" to "), one ? "" : last->period.label);
		return;
	}
	if (gathered->of_manager == 0) {
		talk_note("nothing: none of the %zu records belongs to "
			  "--manager %s%s",
		    gathered->observed, options->managers.values[0],
		    options->managers.count > 1 ? _(" or the others") : "");
		return;
	}
	talk_note("nothing: --where left none of the %zu records%s:",
	    gathered->of_manager,
	    one ? "" : _("; of those of the last period"));
	/* The metric with the most records is taken as the example. */
	size_t best = at;
	for (size_t i = at; i < at + question->metric_count; i++)
		if (gathered->own[i].seen.count >
		    gathered->own[best].seen.count)
			best = i;
	const struct metric *metric = question->metrics[best - at];
	struct lens *lens = lenses->of_kind[metric->records];
	lens_point(lens, metric, last, &gathered->own[best].seen);
	lens->ground.leads = gathered->own[best].leads;
	say_parts(lens, lenses->where);
}
