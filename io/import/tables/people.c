/* People: a row is a spell of somebody, of whom there may be several. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/spells.h"
#include "io/import/tables/parts.h"
#include "io/locale/locale.h"

/* What a spell that leaves it blank has from the one before. */
static const size_t inherited[] = { FIELD_PEOPLE_team, FIELD_PEOPLE_level,
	FIELD_PEOPLE_base_bonus, FIELD_PEOPLE_base_bonus_month,
	FIELD_PEOPLE_base_bonus_half, FIELD_PEOPLE_base_bonus_year,
	FIELD_PEOPLE_reports_to };
enum { INHERITED = sizeof inherited / sizeof *inherited };

/* ---- one row ---- */

/* Do two spells of one person share a day? An open one ends when the other
 * begins. */
static bool
overlap(const struct person *a, const struct person *b)
{
	const struct person *first = a->joined_on < b->joined_on ? a : b;
	const struct person *second = first == a ? b : a;
	return a->joined_on == b->joined_on ||
	       (first->left_on != DATE_NONE &&
		   first->left_on >= second->joined_on);
}

/* The spell of the same person, accepted before, that a row overlaps; NULL if
 * there is none. */
static const struct person *
overlapped(const struct loading *loading, const struct value *values,
    const struct person *row)
{
	const struct dataset *data = loading->data;
	uint32_t manager = dictionary_find(
	    &data->managers, values[FIELD_PEOPLE_account_manager].text);
	if (manager == NO_ID)
		return NULL;
	for (uint32_t at = loading->last_spell[manager]; at != NO_ID;
	     at = loading->spell_before[at])
		if (overlap(row, &data->people[at]))
			return &data->people[at];
	return NULL;
}

static void
refuse_overlap(const struct loading *loading, const struct person *row,
    const struct person *other, struct refusal *refusal)
{
	const char *reason = arena_format(loading->scratch,
	    row->joined_on == other->joined_on
		? _("begins on the same day as the row of this person on line "
		    "%u; give from (joined_on) of each")
		: _("overlaps the row of this person on line %u; correct from "
		    "and until (joined_on and left_on)"),
	    other->source.line);
	table_refuse(
	    refusal, FIELD_PEOPLE_joined_on, reason ? reason : table_no_memory);
}

void
judge_person(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct person *person = row;
	for (unsigned i = 0; i < INHERITED; i++) {
		struct text *text = &values[inherited[i]].text;
		if (!text_is(*text, "-"))
			continue;
		person->none |= 1u << i;
		*text = text_of("");
	}
	person->lead = NO_ID;
	const struct person *other = overlapped(loading, values, person);
	if (person->joined_on != DATE_NONE && person->left_on != DATE_NONE &&
	    person->left_on < person->joined_on)
		table_refuse(refusal, FIELD_PEOPLE_left_on,
		    N_("left_on is before joined_on"));
	else if (other)
		refuse_overlap(loading, person, other, refusal);
}

bool
table_note_spell(struct loading *loading, uint32_t row)
{
	uint32_t manager = loading->data->people[row].manager;
	uint32_t *last = arena_grown(loading->arena, loading->last_spell,
	    manager, &loading->last_spell_capacity, sizeof *last);
	uint32_t *before = arena_grown(loading->arena, loading->spell_before,
	    row, &loading->spell_before_capacity, sizeof *before);
	if (!last || !before)
		return false;
	/* Only people are managers yet: each new one is the next number. */
	before[row] = NO_ID;
	if (manager < loading->spell_managers)
		before[row] = last[manager];
	else
		loading->spell_managers = manager + 1;
	last[manager] = row;
	loading->last_spell = last;
	loading->spell_before = before;
	return true;
}

void
judge_assignment(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	const struct assignment *assignment = row;
	(void)loading;
	(void)values;
	if (assignment->until != DATE_NONE &&
	    assignment->until < assignment->from)
		table_refuse(refusal, FIELD_ASSIGNMENTS_until,
		    N_("until is before from"));
}

/* ---- all rows of a person ---- */

/* What is said of people once all are read. */
struct settling {
	struct loading *loading;
	struct dataset *data;
	struct remark {
		const char *names; /* of the first few */
		uint64_t count;
	} unknown, gaps, acting;
};

enum { NAMED = 5, SHORT_GAP = 7 };

/* Adds one to a remark. False without memory. */
static bool
remark(struct settling *settling, struct remark *to, const char *what)
{
	struct arena *arena = settling->loading->arena;
	if (to->count == 0)
		to->names = "";
	if (what && to->count < NAMED)
		to->names = arena_format(
		    arena, "%s%s%s", to->names, to->count ? ", " : "", what);
	else if (to->count == NAMED)
		to->names = arena_format(arena, "%s …", to->names);
	to->count++;
	return what && to->names;
}

static const char *
name_of(const struct settling *settling, const struct person *spell)
{
	return dictionary_text(&settling->data->managers, spell->manager).data;
}

/* Whom a spell reports to, by id; somebody unknown counts as blank. */
static bool
find_lead(struct settling *settling, struct person *spell)
{
	struct dataset *data = settling->data;
	if (spell->reports_to == NO_ID)
		return true;
	struct text text = dictionary_text(&data->words, spell->reports_to);
	uint32_t lead = table_find(settling->loading, FIELD_MANAGER, text);
	if (lead != NO_ID && data->person_of_manager[lead] != NO_ID) {
		spell->lead = lead;
		return rows_intern(data, FIELD_WORD,
		    dictionary_text(&data->managers, lead), &spell->reports_to);
	}
	spell->reports_to = NO_ID;
	return remark(settling, &settling->unknown,
	    arena_format(settling->loading->arena, "%s (%s)", text.data,
		name_of(settling, spell)));
}

/* Blanks of a later spell are those of the one before, unless it says `-`. */
static void
inherit(struct person *spell, const struct person *before)
{
	for (unsigned i = 0; i < INHERITED; i++) {
		const struct field *field = &schema_fields[inherited[i]];
		char *to = (char *)spell + field->kept;
		const char *from = (const char *)before + field->kept;
		size_t size = field->type == FIELD_DECIMAL ? sizeof(decimal)
							   : sizeof(uint32_t);
		decimal blank_amount = DECIMAL_NONE;
		uint32_t blank_word = NO_ID;
		const void *blank = field->type == FIELD_DECIMAL
					? (const void *)&blank_amount
					: &blank_word;
		if (spell->none >> i & 1 || memcmp(to, blank, size) != 0)
			continue;
		memcpy(to, from, size);
		if (inherited[i] == FIELD_PEOPLE_reports_to)
			spell->lead = before->lead;
	}
}

/* The name and the attributes of somebody are those of the last spell that has
 * one; all their spells are given them. */
static void
share_name(struct dataset *data, const struct spells *spells)
{
	uint32_t name = NO_ID;
	for (size_t i = 0; i < spells->count; i++)
		if (data->people[spells->rows[i]].name != NO_ID)
			name = data->people[spells->rows[i]].name;
	for (size_t i = 0; i < spells->count; i++)
		data->people[spells->rows[i]].name = name;
	const struct attributes *attributes = &data->attributes[TABLE_PEOPLE];
	for (size_t a = 0; a < attributes->count; a++) {
		uint32_t *words = attributes->rows[a].words, word = NO_ID;
		for (size_t i = 0; i < spells->count; i++)
			if (words[spells->rows[i]] != NO_ID)
				word = words[spells->rows[i]];
		for (size_t i = 0; i < spells->count; i++)
			words[spells->rows[i]] = word;
	}
}

/* A spell's last day, where it is open; or the gap to the next one. */
static bool
join_spells(struct settling *settling, struct person *before,
    const struct person *next, bool *was_open)
{
	char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
	if (before->left_on == DATE_NONE) {
		before->left_on = next->joined_on - 1;
		*was_open = true;
		return true;
	}
	if (next->joined_on == before->left_on + 1 ||
	    next->joined_on > before->left_on + SHORT_GAP)
		return true;
	return remark(settling, &settling->gaps,
	    arena_format(settling->loading->arena, "%s %s..%s",
		name_of(settling, next), date_print(from, before->left_on + 1),
		date_print(until, next->joined_on - 1)));
}

static bool
settle_person(struct settling *settling, uint32_t manager)
{
	struct dataset *data = settling->data;
	struct spells spells = spells_of(data, manager);
	bool was_open = false;
	for (size_t i = 0; i < spells.count; i++) {
		struct person *spell = &data->people[spells.rows[i]];
		if (!find_lead(settling, spell))
			return false;
		if (i == 0)
			continue;
		struct person *before = &data->people[spells.rows[i - 1]];
		inherit(spell, before);
		if (!join_spells(settling, before, spell, &was_open))
			return false;
	}
	share_name(data, &spells);
	const struct person *last =
	    &data->people[spells.rows[spells.count - 1]];
	return !was_open || last->left_on == DATE_NONE ||
	       remark(settling, &settling->acting, name_of(settling, last));
}

static bool
say(struct settling *settling, const struct remark *remark, const char *message)
{
	struct assumption *assumption =
	    remark->count ? assumptions_add(&settling->data->assumptions,
				remark->count, NULL)
			  : NULL;
	if (assumption) {
		note_say(&assumption->text, message, remark->names);
	}
	return assumption || remark->count == 0;
}

static bool
say_all(struct settling *settling)
{
	return say(settling, &settling->unknown,
		   N_("people: reports_to names somebody who is not in "
		      "people.csv, and counts as blank: %s")) &&
	       say(settling, &settling->gaps,
		   N_("people: fewer than seven days between two rows of one "
		      "person, who is not in service then: %s")) &&
	       say(settling, &settling->acting,
		   N_("people: the last row has a last day, an earlier one had "
		      "none and does not resume after it: %s"));
}

/* ---- circles ---- */

/* The circle that begins with a spell, in words. */
static const char *
circle_text(const struct settling *settling, const struct person *start)
{
	const struct dataset *data = settling->data;
	struct arena *arena = settling->loading->arena;
	const struct person *spell = start;
	const char *text = name_of(settling, start);
	do {
		const char *place = place_text(data, spell->source, arena);
		text = text && place
			   ? arena_format(arena, "%s → %s (%s)", text,
				 dictionary_text(&data->managers, spell->lead)
				     .data,
				 place)
			   : NULL;
		spell = spell_on(data, spell->lead, start->joined_on);
	} while (text && spell->manager != start->manager);
	return text;
}

/* Does somebody report to themselves on the first day of a spell? A circle
 * closes on the first day of one of its spells. `seen` remembers by manager the
 * last spell (counted from 1) from which they were come upon. */
static bool
is_circle(const struct dataset *data, uint32_t index, uint32_t *seen)
{
	const struct person *start = &data->people[index];
	uint32_t at = start->lead;
	while (at != NO_ID && at != start->manager && seen[at] != index + 1) {
		seen[at] = index + 1;
		at = lead_on(data, at, start->joined_on);
	}
	return at == start->manager;
}

static enum status
refuse_circles(const struct settling *settling, struct diagnostics *diagnostics)
{
	const struct dataset *data = settling->data;
	uint32_t *seen = arena_allocate(
	    settling->loading->scratch, data->managers.count, sizeof *seen);
	if (!seen)
		return diagnostics_no_memory(diagnostics);
	for (uint32_t i = 0; i < data->person_count; i++) {
		const struct person *start = &data->people[i];
		char day[DATE_TEXT_SIZE];
		if (!is_circle(data, i, seen))
			continue;
		const char *text = circle_text(settling, start);
		date_print(day, start->joined_on);
		return diagnostics_fail(diagnostics, STATUS_USAGE,
		    "people: reports_to goes in a circle%s%s: %s; correct "
		    "reports_to, or the days of these rows",
		    *day ? " on " : "", day, text ? text : "");
	}
	return STATUS_OK;
}

enum status
table_settle_people(struct loading *loading, struct diagnostics *diagnostics)
{
	struct settling settling = { .loading = loading,
		.data = loading->data };
	for (uint32_t manager = 0; manager < loading->spell_managers; manager++)
		if (!settle_person(&settling, manager))
			return diagnostics_no_memory(diagnostics);
	loading->data->manager_aliases = loading->aliases[FIELD_MANAGER].names;
	loading->data->manager_of_alias = loading->aliases[FIELD_MANAGER].ids;
	if (!say_all(&settling))
		return diagnostics_no_memory(diagnostics);
	return refuse_circles(&settling, diagnostics);
}
