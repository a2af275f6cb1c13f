#include "engine/base/arena.h"
#include "io/cli/proposals_parts.h"
#include "io/import/guess/guess.h"
#include "io/locale/locale.h"

struct guessing {
	struct merging *merging;
	const struct known *known;
	const struct file_reading *reading;
	const struct file_guess *guess;
};

/* ---- columns ---- */

static bool
is_fed_already(const struct guessing *guessing, size_t field)
{
	const struct header *header = guessing->reading->header;
	return header && is_fed(&header->feeds[field]);
}

/* Does a column of the file fill a field already, by what the run knows? */
static bool
is_taken(const struct guessing *guessing, size_t column)
{
	struct field_range range = schema_range(guessing->reading->table);
	const struct header *header = guessing->reading->header;
	for (size_t f = range.first; header && f < range.first + range.count;
	     f++)
		for (size_t i = 0; i < header->feeds[f].count; i++)
			if (header->feeds[f].columns[i] == column)
				return true;
	return false;
}

/* The column that kpi init would take; NO_COLUMN if it is not sure. */
static size_t
guessed(const struct guessing *guessing, size_t field)
{
	const struct field_guess *guess = &guessing->guess->fields[field];
	return !guess->why || guess->column == NO_COLUMN ||
		       is_taken(guessing, guess->column)
		   ? NO_COLUMN
		   : guess->column;
}

static const char *
column_name(const struct guessing *guessing, size_t column)
{
	const char *name = guessing->guess->profile->header.names[column];
	const char *quoted =
	    yaml_quoted(text_of(name), guessing->merging->arena);
	guessing->merging->failed |= !quoted;
	return quoted ? quoted : "";
}

/* The column with the day on which contracts begin. Where there is no column
 * for the day of signing, the user may decide to take this one. */
static size_t
begin_of_contracts(const struct guessing *guessing)
{
	const struct header *header = guessing->reading->header;
	size_t field = FIELD_CONTRACTS_start_on;
	if (header && header->feeds[field].count)
		return header->feeds[field].columns[0];
	return guessing->guess->fields[field].why
		   ? guessing->guess->fields[field].column
		   : NO_COLUMN;
}

/* `"A" or "B"`: what may be meant where nothing is sure. */
static const char *
alternatives_of(const struct guessing *guessing, size_t field)
{
	const struct field_guess *guess = &guessing->guess->fields[field];
	struct arena *arena = guessing->merging->arena;
	const char *list = "";
	for (size_t i = 0; i < guess->alternative_count && list; i++)
		if (!is_taken(guessing, guess->alternatives[i]))
			list = arena_format(arena, "%s%s%s", list,
			    *list ? " or " : "",
			    column_name(guessing, guess->alternatives[i]));
	size_t begin = field == FIELD_CONTRACTS_closed_on
			   ? begin_of_contracts(guessing)
			   : NO_COLUMN;
	if (list && begin != NO_COLUMN)
		list = arena_format(arena,
		    _("%s%s%s, the day on which they begin"), list,
		    *list ? _("; or ") : "", column_name(guessing, begin));
	guessing->merging->failed |= !list;
	return list ? list : "";
}

/* Is the value that a message proposes better than a guess? It is if it is a
 * list of columns, or a header that the program knows as a name of the
 * field. */
static bool
is_better_known(
    const struct guessing *guessing, size_t field, const char *value)
{
	return *value == '[' ||
	       known_rank(guessing->known, field,
		   known_key(guessing->known, text_of(value))) != 0;
}

static void
fill_column(const struct guessing *guessing, struct entry *entry, size_t field)
{
	size_t column = guessed(guessing, field);
	bool open = proposals_is_open(entry->value);
	if (entry->own ||
	    (!open && is_better_known(guessing, field, entry->value)))
		return;
	if (column == NO_COLUMN) {
		if (open)
			entry->comment = alternatives_of(guessing, field);
		return;
	}
	entry->value = column_name(guessing, column);
	entry->comment = guessing->guess->fields[field].why == GUESS_BY_CELLS
			     ? _("no other column has such cells")
			     : _("by its name");
}

static struct entry *
add_entry(struct merging *merging, struct entry *parent, const char *name,
    const char *value)
{
	struct entry *entry = proposals_find(merging, parent, text_of(name));
	if (entry)
		return entry;
	entry = arena_allocate(merging->arena, 1, sizeof *entry);
	merging->failed |= !entry;
	if (!entry)
		return NULL;
	*entry = (struct entry){
		.key = name, .name = text_of(name), .value = value
	};
	proposals_append(merging, parent, entry);
	return entry;
}

/* Are rows rejected because no column fills this field? */
static bool
is_missed(const struct guessing *guessing, size_t field)
{
	const struct file_reading *reading = guessing->reading;
	return guess_needs(field) && !is_fed_already(guessing, field) &&
	       reading->header &&
	       (reading->refused || reading->counts.rejected);
}

static void
fill_source(const struct guessing *guessing, struct entry *source)
{
	struct field_range range = schema_range(guessing->reading->table);
	struct merging *merging = guessing->merging;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const char *name = schema_fields[f].name;
		struct entry *columns =
		    proposals_find(merging, source, text_of("columns"));
		struct entry *entry =
		    columns ? proposals_find(merging, columns, text_of(name))
			    : NULL;
		if (is_fed_already(guessing, f))
			continue;
		if (!entry && is_missed(guessing, f)) {
			columns = add_entry(merging, source, "columns", NULL);
			entry = columns ? add_entry(merging, columns, name, "…")
					: NULL;
		}
		if (entry && entry->value && !merging->failed)
			fill_column(guessing, entry, f);
	}
}

/* ---- files ---- */

/* Is anything open that a closer look at the file may answer? */
static bool
is_worth_it(const struct guessing *guessing)
{
	struct field_range range = schema_range(guessing->reading->table);
	if (guessing->merging->sections[guessing->reading->table].key)
		return true;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (is_missed(guessing, f))
			return true;
	return false;
}

static enum status
guess_reading(struct guessing *guessing, const struct session *session)
{
	const struct file_reading *reading = guessing->reading;
	struct arena *arena = guessing->merging->arena;
	struct file_profile *profile =
	    arena_allocate(arena, 1, sizeof *profile);
	struct file_guess *guess = arena_allocate(arena, 1, sizeof *guess);
	if (!profile || !guess)
		return STATUS_MEMORY;
	*profile = (struct file_profile){ .name = reading->path,
		.path = reading->path,
		.sheet_asked = reading->source->sheet };
	enum status status =
	    profile_read(profile, &session->formats, guessing->known);
	if (status || !profile->header_line ||
	    profile->header_line != reading->header_line)
		return status;
	guessing->guess = guess;
	status = guess_as_table(
	    guess, profile, reading->table, &session->formats, guessing->known);
	struct entry *section =
	    status ? NULL
		   : proposals_section(guessing->merging, reading->table);
	if (section && !section->is_list)
		fill_source(guessing, section);
	for (struct entry *source = section && section->is_list ? section->first
								: NULL;
	     source; source = source->next)
		if (source->line == reading->source->line)
			fill_source(guessing, source);
	return status;
}

/* ---- words ---- */

/* Fills in the meaning of an unknown word as kpi init would read it. Where that
 * is not sure, a comment has to say what it may mean. */
static void
fill_word(const struct known *known, enum field_type type, struct entry *word)
{
	const char *sure = known_word(known, type, word->name);
	const char *likely =
	    sure ? NULL : known_likely_word(known, type, word->name);
	word->comment = sure ? NULL : "";
	if (sure || likely)
		word->value = sure ? sure : likely;
}

static void
fill_words(struct merging *merging, const struct known *known, enum table table)
{
	struct entry *section = &merging->sections[table];
	struct entry *values =
	    section->key ? proposals_find(merging, section, text_of("values"))
			 : NULL;
	for (struct entry *e = values ? values->first : NULL; e; e = e->next) {
		size_t field = schema_find(table, e->name);
		if (field == FIELD_COUNT ||
		    !schema_words(schema_fields[field].type))
			continue;
		for (struct entry *word = e->first; word; word = word->next)
			if (!word->own)
				fill_word(
				    known, schema_fields[field].type, word);
	}
}

enum status
proposals_guess(struct merging *merging, struct session *session)
{
	struct known known;
	struct guessing guessing = { .merging = merging, .known = &known };
	enum status status = STATUS_OK;
	if (!known_init(&known, merging->arena))
		return STATUS_MEMORY;
	for (const struct file_reading *reading = session->readings.first;
	     reading && !status; reading = reading->next) {
		guessing.reading = reading;
		if (is_worth_it(&guessing))
			status = guess_reading(&guessing, session);
	}
	for (int table = 0; table < TABLE_COUNT; table++)
		fill_words(merging, &known, (enum table)table);
	return merging->failed ? STATUS_MEMORY : status;
}
