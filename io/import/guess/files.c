/* The files of a folder, and what each says about the others: whose ids they
 * have. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "io/import/guess/parts.h"
#include "io/import/folder.h"
#include "io/locale/locale.h"

/* ---- references ---- */

/* Of which table's which fields the cells of an id are. */
static const struct reference {
	enum field_type type;
	size_t fields[3]; /* ended by FIELD_COUNT */
} references[] = {
	{ FIELD_MANAGER,
	    { FIELD_PEOPLE_account_manager, FIELD_PEOPLE_name, FIELD_COUNT } },
	{ FIELD_CLIENT, { FIELD_CONTRACTS_client_id, FIELD_COUNT } },
	{ FIELD_CONTRACT, { FIELD_CONTRACTS_contract_id, FIELD_COUNT } },
	{ FIELD_PROJECT, { FIELD_CONTRACTS_project_id,
			     FIELD_CONTRACTS_contract_id, FIELD_COUNT } },
};

static bool
is_id_of(const struct guesses *guesses, size_t field, struct text word)
{
	for (size_t i = 0; i < guesses->count; i++) {
		const struct file_guess *guess = &guesses->rows[i];
		const struct field_guess *row = &guess->fields[field];
		if (guess->table == schema_fields[field].table && row->why &&
		    row->column != NO_COLUMN &&
		    dictionary_find(&guess->profile->columns[row->column].words,
			word) != NO_ID)
			return true;
	}
	return false;
}

/* Are most cells of a column ids that another file has? */
static bool
refers_to(const struct guesses *guesses, const struct reference *reference,
    const struct column_profile *column)
{
	uint64_t rows = 0;
	for (uint32_t i = 0; i < column->words.count; i++) {
		struct text word = dictionary_text(&column->words, i);
		bool known = false;
		for (const size_t *f = reference->fields;
		     !known && *f != FIELD_COUNT; f++)
			known = is_id_of(guesses, *f, word);
		rows += known ? column->counts[i].rows : 0;
	}
	return column->filled >= 2 && rows * 5 >= column->filled * 4;
}

/* An id that no name gives is the only column whose cells are ids of another
 * file. */
static void
take_by_others(
    const struct guesses *guesses, struct file_guess *guess, size_t field)
{
	const struct file_profile *profile = guess->profile;
	const struct reference *reference = references;
	size_t found = NO_COLUMN, count = 0;
	while (reference->type != schema_fields[field].type)
		reference++;
	for (size_t i = 0; i < profile->header.columns; i++)
		if (!guess_uses(guess, i) &&
		    refers_to(guesses, reference, &profile->columns[i])) {
			found = i;
			count++;
		}
	if (count == 1)
		guess_take(guess, field, found, GUESS_BY_OTHERS);
}

static void
take_references(const struct guesses *guesses, struct file_guess *guess)
{
	struct field_range range = schema_range(guess->table);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (!guess->fields[f].why &&
		    field_is_id(schema_fields[f].type) &&
		    guess->table != TABLE_PEOPLE)
			take_by_others(guesses, guess, f);
}

/* How many rows of the contracts have a manager that the column holds. */
static uint64_t
managers_in(const struct guesses *guesses, const struct column_profile *column)
{
	uint64_t rows = 0;
	for (size_t i = 0; i < guesses->count; i++) {
		const struct file_guess *guess = &guesses->rows[i];
		const struct field_guess *row =
		    &guess->fields[FIELD_CONTRACTS_account_manager];
		if (guess->table != TABLE_CONTRACTS || !row->why ||
		    row->column == NO_COLUMN)
			continue;
		const struct column_profile *managers =
		    &guess->profile->columns[row->column];
		for (uint32_t w = 0; w < managers->words.count; w++)
			if (dictionary_find(&column->words,
				dictionary_text(&managers->words, w)) != NO_ID)
				rows += managers->counts[w].rows;
	}
	return rows;
}

/* People are called as the contracts call their managers: by a code, or by
 * their names. */
static void
settle_people(const struct guesses *guesses, struct file_guess *people,
    const struct known *known)
{
	struct field_guess *id = &people->fields[FIELD_PEOPLE_account_manager];
	const struct file_profile *profile = people->profile;
	size_t best = NO_COLUMN;
	uint64_t most = 0;
	if (id->why == GUESS_AS_IT_IS)
		return;
	if (id->why) {
		best = id->column;
		most = managers_in(guesses, &profile->columns[best]);
	}
	for (size_t i = 0; i < profile->header.columns; i++) {
		uint64_t rows = managers_in(guesses, &profile->columns[i]);
		if (rows > most) {
			best = i;
			most = rows;
		}
	}
	if (!most || (id->why && best == id->column))
		return;
	struct field_range range = schema_range(TABLE_PEOPLE);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (people->fields[f].why && people->fields[f].column == best)
			people->fields[f].why = GUESS_NONE;
	guess_take(people, FIELD_PEOPLE_account_manager, best, GUESS_BY_OTHERS);
	if (!people->fields[FIELD_PEOPLE_name].why)
		guess_take_by_name(people, FIELD_PEOPLE_name, known);
}

/* Columns that a needed text may be, where nothing says which; of the day of
 * signing also those that are taken for another day. */
static void
add_likely(struct file_guess *guess)
{
	const struct file_profile *profile = guess->profile;
	struct field_range range = schema_range(guess->table);
	guess->fields[FIELD_CONTRACTS_closed_on].alternative_count = 0;
	for (size_t f = range.first; f < range.first + range.count; f++)
		for (size_t i = 0; i < profile->header.columns; i++) {
			const struct column_profile *column =
			    &profile->columns[i];
			struct field_guess *row = &guess->fields[f];
			bool dates = is_mostly(column->dates, column->filled);
			bool text =
			    column->filled && !dates &&
			    !is_mostly(column->numbers, column->filled) &&
			    schema_fields[f].type != FIELD_DATE &&
			    schema_fields[f].type != FIELD_DECIMAL &&
			    !guess_uses(guess, i);
			bool day = dates && f == FIELD_CONTRACTS_closed_on;
			if (guess_needs(f) && !row->why && (text || day))
				guess_add_alternative(row, i);
		}
}

/* ---- the folder ---- */

static bool
ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), size = strlen(ending);
	return length > size && strcasecmp(name + length - size, ending) == 0;
}

static int
may_be_data(const struct dirent *entry)
{
	const char *name = entry->d_name;
	return name[0] != '.' && strncmp(name, "~$", 2) != 0 &&
	       (ends_with(name, ".csv") || ends_with(name, ".xlsx") ||
		   ends_with(name, ".tsv") || ends_with(name, ".txt"));
}

/* Looks at a file, or at one of its sheets, and adds what it may be. */
static enum status
add_file(struct guesses *guesses, const struct file_profile *asked,
    const struct formats *formats, const struct known *known)
{
	struct file_profile *profile =
	    arena_allocate(known->arena, 1, sizeof *profile);
	struct file_guess *rows = arena_grown(known->arena, guesses->rows,
	    guesses->count, &guesses->capacity, sizeof *rows);
	if (!profile || !rows)
		return STATUS_MEMORY;
	guesses->rows = rows;
	*profile = *asked;
	enum status status = profile_read(profile, formats, known);
	return status ? status
		      : guess_file(
			    &rows[guesses->count++], profile, formats, known);
}

/* A file; of a workbook every sheet. */
static enum status
add_sheets(struct guesses *guesses, const char *folder, const char *name,
    const struct formats *formats, const struct known *known)
{
	struct arena *arena = known->arena;
	struct file_profile asked = { .name =
					  arena_copy(arena, name, strlen(name)),
		.path = arena_format(arena, "%s/%s", folder, name) };
	size_t first = guesses->count;
	enum status status = asked.name && asked.path
				 ? add_file(guesses, &asked, formats, known)
				 : STATUS_MEMORY;
	if (status)
		return status;
	const struct file_profile *profile = guesses->rows[first].profile;
	for (size_t i = 0; i < profile->sheets_beside_count && !status; i++) {
		asked.sheet_asked = profile->sheets_beside[i];
		status = add_file(guesses, &asked, formats, known);
	}
	return status;
}

/* What the files say about one another. */
static void
compare_files(struct guesses *guesses, const struct known *known)
{
	for (size_t i = 0; i < guesses->count; i++)
		if (guesses->rows[i].table == TABLE_PEOPLE)
			settle_people(guesses, &guesses->rows[i], known);
	for (size_t i = 0; i < guesses->count; i++)
		if (guesses->rows[i].table != TABLE_COUNT)
			take_references(guesses, &guesses->rows[i]);
	for (size_t i = 0; i < guesses->count; i++)
		if (guesses->rows[i].table != TABLE_COUNT)
			add_likely(&guesses->rows[i]);
}

enum status
guess_folder(struct guesses *guesses, const char *folder,
    const struct formats *formats, const struct known *known,
    struct diagnostics *diagnostics)
{
	struct dirent **entries = NULL;
	enum status status = folder_judge(folder, diagnostics);
	*guesses = (struct guesses){ .count = 0 };
	if (status)
		return status;
	int count = scandir(folder, &entries, may_be_data, alphasort);
	if (count < 0)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot read: %s", folder, locale_error(errno));
	for (int i = 0; i < count; i++) {
		if (!status)
			status = add_sheets(guesses, folder, entries[i]->d_name,
			    formats, known);
		free(entries[i]);
	}
	free(entries);
	if (status)
		return diagnostics_no_memory(diagnostics);
	for (size_t i = 0; i < guesses->count; i++)
		if (guesses->rows[i].profile->refused)
			return diagnostics_fail(diagnostics, STATUS_INPUT, "%s",
			    guesses->rows[i].profile->refused);
	compare_files(guesses, known);
	return STATUS_OK;
}
