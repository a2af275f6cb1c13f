#include "io/cli/say_unknown.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/import/config/yaml_tree.h"
#include "io/import/rows/names.h"
#include "io/locale/locale.h"

enum { MANAGERS_SHOWN = 10, NAMES_SHOWN = 5 };

struct unknown {
	struct text name;
	uint32_t id;
	uint64_t rows;
	wide hours;
};

struct unknowns {
	struct unknown *list;
	size_t count;
	uint64_t rows;
	wide hours;
};

static int
by_rows(const void *left, const void *right)
{
	const struct unknown *a = left, *b = right;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return text_compare(a->name, b->name);
}

/* Begins an empty list with room for `count` names; false without memory. */
static bool
begin(struct unknowns *unknowns, size_t count, struct arena *arena)
{
	unknowns->list =
	    arena_allocate(arena, count + 1, sizeof *unknowns->list);
	unknowns->count = 0;
	unknowns->rows = 0;
	unknowns->hours = 0;
	return unknowns->list != NULL;
}

static void
add(struct unknowns *unknowns, struct unknown one)
{
	unknowns->list[unknowns->count++] = one;
	unknowns->rows += one.rows;
	unknowns->hours += one.hours;
}

static void
sort(struct unknowns *unknowns)
{
	qsort(unknowns->list, unknowns->count, sizeof *unknowns->list, by_rows);
}

/* `8 rows, 34 hours`; "" without memory. */
static const char *
weight(uint64_t rows, wide hours, struct arena *arena)
{
	char text[WIDE_GROUPED_SIZE];
	const char *said = arena_format(arena,
	    locale_count("%" PRIu64 " row", "%" PRIu64 " rows", rows), rows);
	if (hours && said) {
		wide_print_grouped(text, hours, locale_spoken());
		said = arena_format(arena,
		    locale_count("%s, %s hour", "%s, %s hours",
			strcmp(text, "1") == 0 ? 1 : 2),
		    said, text);
	}
	return said ? said : "";
}

static void
say_more(const struct unknowns *unknowns, size_t shown)
{
	if (unknowns->count > shown)
		terminal_print(stderr, "  … and %zu more (-v names them)\n",
		    unknowns->count - shown);
}

/* A line for each of the first few. */
static void
say_names(const struct session *session, const struct unknowns *unknowns)
{
	size_t most = session->options->verbose ? unknowns->count : NAMES_SHOWN;
	for (size_t i = 0; i < unknowns->count && i < most; i++)
		terminal_print(stderr, "  %s (%s)\n",
		    unknowns->list[i].name.data,
		    weight(unknowns->list[i].rows, unknowns->list[i].hours,
			session->arena));
	say_more(unknowns, most);
}

/* ---- managers ---- */

/* Adds the rows of a column that holds managers, by their ids. */
static void
count_column(
    const struct dataset *data, const struct field *field, uint64_t *rows)
{
	const struct table_kind *table = &table_kinds[field->table];
	const char *at = (const char *)data;
	const char *row =
	    *(const char *const *)(const void *)(at + table->rows);
	size_t count = *(const size_t *)(const void *)(at + table->count);
	for (size_t i = 0; i < count; i++, row += table->row_size) {
		uint32_t id;
		memcpy(&id, row + field->kept, sizeof id);
		if (id != NO_ID)
			rows[id]++;
	}
}

static bool
find_managers(struct session *session, struct unknowns *found)
{
	const struct dataset *data = &session->data;
	uint64_t *rows = arena_allocate(
	    session->arena, data->managers.count + 1, sizeof *rows);
	if (!rows || !begin(found, data->managers.count, session->arena))
		return false;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (schema_fields[f].type == FIELD_MANAGER &&
		    schema_fields[f].kept != NOT_KEPT)
			count_column(data, &schema_fields[f], rows);
	for (uint32_t id = 0; id < data->managers.count; id++)
		if (data->person_of_manager[id] == NO_ID)
			add(found, (struct unknown){ .name = dictionary_text(
							 &data->managers, id),
				       .id = id,
				       .rows = rows[id] });
	sort(found);
	return true;
}

/* Says that people.csv does not list a manager and, if the name may be another
 * spelling of a listed one, which. */
static void
say_manager(struct session *session, const struct unknown *manager)
{
	const struct dataset *data = &session->data;
	const char *name = manager->name.data;
	const char *said = weight(manager->rows, 0, session->arena);
	uint32_t nearest = names_nearest(data, manager->name, session->arena);
	if (nearest == NO_ID) {
		terminal_print(stderr, "  %s (%s)\n", name, said);
		return;
	}
	const struct person *person = &data->people[nearest];
	const char *place = place_text(data, person->source, session->arena);
	terminal_print(stderr,
	    "  %s: is it %s (%s)? If so, add the alias %s there (%s)\n", name,
	    dictionary_text(&data->managers, person->manager).data,
	    place ? place : "people.csv", name, said);
}

void
say_unknown_managers(struct session *session)
{
	struct unknowns found;
	if (!session->data.present[TABLE_PEOPLE] ||
	    !find_managers(session, &found) || found.count == 0)
		return;
	size_t most = session->options->verbose ? found.count : MANAGERS_SHOWN;
	talk_warn(
	    locale_count("%zu manager not in people.csv (add a row, or an "
			 "alias to the right person's row):",
		"%zu managers not in people.csv (add a row, or an alias to the "
		"right person's row):",
		found.count),
	    found.count);
	for (size_t i = 0; i < found.count && i < most; i++)
		say_manager(session, &found.list[i]);
	say_more(&found, most);
}

/* ---- projects and subjects ---- */

static void
say_projects(struct session *session)
{
	const struct dataset *data = &session->data;
	const struct timesheets *timesheets = &data->timesheets;
	struct unknowns found;
	if (!data->present[TABLE_CONTRACTS] ||
	    !begin(&found, timesheets->unknown_count, session->arena))
		return;
	for (size_t i = 0; i < timesheets->unknown_count; i++)
		if (timesheets->unknown[i].rows)
			add(&found,
			    (struct unknown){
				.name = dictionary_text(&data->projects,
				    timesheets->known_projects + (uint32_t)i),
				.rows = timesheets->unknown[i].rows,
				.hours = timesheets->unknown[i].hours });
	if (found.count == 0)
		return;
	sort(&found);
	talk_warn(locale_count("timesheets book on %zu project that no "
			       "contract names (%s):",
		      "timesheets book on %zu projects that no contract names "
		      "(%s):",
		      found.count),
	    found.count, weight(found.rows, found.hours, session->arena));
	say_names(session, &found);
}

/* The name in `account_manager "…"`; its data is NULL if another column names
 * whom the survey is about. */
static struct text
manager_of_subject(struct text subject)
{
	static const char before[] = "account_manager \"";
	size_t length = sizeof before - 1;
	if (subject.length <= length ||
	    memcmp(subject.data, before, length) != 0)
		return (struct text){ NULL, 0 };
	return (
	    struct text){ subject.data + length, subject.length - length - 1 };
}

/* Says that a survey is about somebody unknown and, if a manager is meant, of
 * which name in people.csv this one may be another spelling. */
static void
say_subject(struct session *session, const struct unknown *subject)
{
	const struct dataset *data = &session->data;
	struct arena *arena = session->arena;
	struct text name = manager_of_subject(subject->name);
	uint32_t nearest = name.data ? names_nearest(data, name, arena) : NO_ID;
	const char *written = name.data ? yaml_quoted(name, arena) : NULL;
	const char *said = weight(subject->rows, 0, arena);
	if (nearest == NO_ID || !written) {
		terminal_print(stderr, "  %s (%s)\n", subject->name.data, said);
		return;
	}
	struct text meant =
	    dictionary_text(&data->managers, data->people[nearest].manager);
	const char *quoted = yaml_quoted(meant, arena);
	terminal_print(stderr,
	    "  %s (%s): is it %s? If so, an alias there, or in kpi.yaml: "
	    "surveys: {values: {account_manager: {%s: %s}}}\n",
	    subject->name.data, said, meant.data, written,
	    quoted ? quoted : "…");
}

static void
say_subjects(struct session *session)
{
	const struct unknown_names *unknown = &session->data.unknown_subjects;
	struct unknowns found;
	if (unknown->names.count == 0 ||
	    !begin(&found, unknown->names.count, session->arena))
		return;
	for (uint32_t id = 0; id < unknown->names.count; id++)
		add(&found, (struct unknown){
				.name = dictionary_text(&unknown->names, id),
				.rows = unknown->rows[id] });
	sort(&found);
	talk_warn(
	    locale_count("surveys name %zu subject that nobody knows (%s); it "
			 "counts for the company only:",
		"surveys name %zu subjects that nobody knows (%s); these count "
		"for the company only:",
		found.count),
	    found.count, weight(found.rows, 0, session->arena));
	size_t most = session->options->verbose ? found.count : NAMES_SHOWN;
	for (size_t i = 0; i < found.count && i < most; i++)
		say_subject(session, &found.list[i]);
	say_more(&found, most);
}

void
say_unknown_names(struct session *session)
{
	if (session->options->quiet)
		return;
	say_projects(session);
	say_subjects(session);
}
