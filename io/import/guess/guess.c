#include "io/import/guess/parts.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/near_miss.h"
#include "io/import/rows/rows.h"
#include "io/import/rows/survey_scale.h"
#include "io/import/rows/word_readings.h"

/* How much speaks for a table. */
enum {
	FOR_FORMAT = 20,
	FOR_NEEDED = 5, /* and against it, where a needed column lacks */
	FOR_NAME_OF_FILE = 4,
	FOR_COLUMN = 1
};

/* ---- what cells look like ---- */

bool
guess_has_words(size_t field)
{
	return schema_words(schema_fields[field].type) ||
	       field == FIELD_CONTRACTS_currency ||
	       field == FIELD_TIMESHEETS_currency;
}

/* May these be cells of the field? A column without any may be everything. */
static bool
may_be(size_t field, const struct column_profile *column)
{
	const struct field *row = &schema_fields[field];
	bool dates = is_mostly(column->dates, column->filled);
	bool numbers = is_mostly(column->numbers, column->filled);
	if (!column->filled)
		return true;
	if (row->type == FIELD_DATE)
		return dates;
	if (field == FIELD_CONTRACTS_progress) /* 60 for 60 % is none */
		return numbers && column->most <= DECIMAL_ONE;
	if (row->type == FIELD_DECIMAL && field != FIELD_SURVEYS_score)
		return (numbers && !dates) ||
		       (row->flags & FIELD_DURATION &&
			   is_mostly(column->numbers + column->durations,
			       column->filled));
	if (guess_has_words(field))
		return !dates && !numbers && column->words.count <= 40;
	return !dates;
}

/* Are most of its words, by rows, words of the field? */
static bool
says_words_of(const struct known *known, size_t field,
    const struct column_profile *column)
{
	uint64_t rows = 0;
	if (column->more_words || column->words.count > 40)
		return false;
	for (uint32_t i = 0; i < column->words.count; i++)
		if (known_word(known, schema_fields[field].type,
			dictionary_text(&column->words, i)))
			rows += column->counts[i].rows;
	return is_mostly(rows, column->filled);
}

/* Are all numbers whole and on a scale as questions have it? */
static bool
is_score(const struct column_profile *column)
{
	return column->filled && column->numbers == column->filled &&
	       column->whole && column->least >= 0 &&
	       column->most <= 10 * DECIMAL_ONE && !column->dates;
}

/* ---- one file as of one table ---- */

bool
guess_uses(const struct file_guess *guess, size_t column)
{
	struct field_range range = schema_range(guess->table);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (guess->fields[f].why && guess->fields[f].column == column)
			return true;
	return false;
}

bool
guess_needs(size_t field)
{
	return schema_fields[field].flags &
		   (FIELD_REQUIRED | FIELD_COLUMN_REQUIRED) ||
	       field == FIELD_SURVEYS_answered_on ||
	       field == FIELD_CONTRACTS_value ||
	       field == FIELD_CONTRACTS_closed_on;
}

void
guess_take(
    struct file_guess *guess, size_t field, size_t column, enum guess_why why)
{
	guess->fields[field].why = why;
	guess->fields[field].column = column;
}

void
guess_add_alternative(struct field_guess *field, size_t column)
{
	if (field->alternative_count < GUESS_ALTERNATIVES)
		field->alternatives[field->alternative_count++] = column;
}

/* What the import finds by itself. A column that feeds a field together with
 * others is taken, too; of several the first stands for them. */
static enum status
take_feeds(struct file_guess *guess, const struct formats *formats,
    struct arena *arena)
{
	struct diagnostics unheard = { .arena = arena };
	const struct source_configuration plain = { .table = guess->table };
	const struct source_configuration *other;
	struct header header = guess->profile->header;
	struct header_planning planning = { .header = &header,
		.source = &guess->source,
		.path = guess->profile->path,
		.line = guess->profile->header_line,
		.arena = arena,
		.diagnostics = &unheard };
	struct field_range range = schema_range(guess->table);
	guess->source =
	    source_merged(&plain, formats_recognize(formats, guess->table,
				      header.folded, header.columns, &other));
	memset(header.feeds, 0, sizeof header.feeds);
	enum status status = header_plan(&planning);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct feed *feed = &header.feeds[f];
		if (is_fed(feed))
			guess_take(guess, f,
			    feed->count ? feed->columns[0] : NO_COLUMN,
			    GUESS_AS_IT_IS);
	}
	return status == STATUS_MEMORY ? status : STATUS_OK;
}

void
guess_take_by_name(
    struct file_guess *guess, size_t field, const struct known *known)
{
	const struct file_profile *profile = guess->profile;
	struct field_guess *row = &guess->fields[field];
	size_t best = NO_COLUMN, least = SIZE_MAX;
	row->alternative_count = 0;
	for (size_t i = 0; i < profile->header.columns; i++) {
		const struct column_profile *column = &profile->columns[i];
		size_t rank = known_rank(known, field, column->key);
		if (!rank || guess_uses(guess, i) || !may_be(field, column))
			continue;
		/* An empty column says nothing against its name, but a filled
		 * one of another name is likelier. */
		if (!column->filled)
			rank += known->name_count;
		if (rank == least && column->filled)
			guess_add_alternative(row, i);
		if (rank >= least)
			continue;
		best = i;
		least = rank;
		row->alternative_count = 0;
		guess_add_alternative(row, i);
	}
	/* Names that are alike but for what stands in brackets, such as two
	 * values with and without VAT: the user knows which. */
	if (row->alternative_count > 1)
		return;
	row->alternative_count = 0;
	if (best != NO_COLUMN)
		guess_take(guess, field, best, GUESS_BY_NAME);
}

/* Do the cells of the column look like those of the field, so that one without
 * a name may be it? */
static bool
looks_like(const struct known *known, size_t field,
    const struct column_profile *column)
{
	enum field_type type = schema_fields[field].type;
	if (!column->filled || !may_be(field, column))
		return false;
	if (field == FIELD_SURVEYS_score)
		return is_score(column);
	if (word_readings_cover(field))
		return says_words_of(known, field, column);
	return type == FIELD_DATE ||
	       (type == FIELD_DECIMAL &&
		   schema_fields[field].flags & FIELD_REQUIRED);
}

/* A field that no name gives: the only column with such cells is it, where
 * these are telling; of several each may be. */
static void
take_by_cells(struct file_guess *guess, size_t field, const struct known *known)
{
	const struct file_profile *profile = guess->profile;
	struct field_guess *row = &guess->fields[field];
	row->alternative_count = 0;
	for (size_t i = 0; i < profile->header.columns; i++)
		if (!guess_uses(guess, i) &&
		    looks_like(known, field, &profile->columns[i]))
			guess_add_alternative(row, i);
	if (row->alternative_count == 1) {
		guess_take(guess, field, row->alternatives[0], GUESS_BY_CELLS);
		row->alternative_count = 0;
	}
}

/* A sheet beside the first one goes by its own name. */
static const char *
called(const struct file_profile *profile)
{
	return profile->sheet_asked ? profile->sheet_asked : profile->name;
}

static void
judge(struct file_guess *guess, const struct known *known)
{
	struct field_range range = schema_range(guess->table);
	guess->score = guess->source.name ? FOR_FORMAT : 0;
	guess->lacks = 0;
	if (known_file_name(known, guess->table, called(guess->profile)))
		guess->score += FOR_NAME_OF_FILE;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		bool found = guess->fields[f].why != GUESS_NONE;
		bool must = schema_fields[f].flags &
			    (FIELD_REQUIRED | FIELD_COLUMN_REQUIRED);
		/* Cells alone do not tell one table from another. */
		bool by_cells = guess->fields[f].why == GUESS_BY_CELLS;
		guess->score += by_cells ? 0
				: guess_needs(f)
				    ? (found ? FOR_NEEDED : -FOR_NEEDED)
				    : found * FOR_COLUMN;
		guess->lacks += must && !found;
	}
}

/* The scale of a survey, where the question says it. */
static enum status
take_scale(struct file_guess *guess, struct arena *arena)
{
	struct field_guess *fields = guess->fields;
	size_t column = fields[FIELD_SURVEYS_score].column;
	struct header header = guess->profile->header;
	struct diagnostics unheard = { .arena = arena };
	const struct header_planning planning = { .header = &header,
		.source = &guess->source,
		.path = guess->profile->path,
		.arena = arena,
		.diagnostics = &unheard };
	if (guess->table != TABLE_SURVEYS || !fields[FIELD_SURVEYS_score].why ||
	    column == NO_COLUMN || fields[FIELD_SURVEYS_scale_max].why)
		return STATUS_OK;
	memset(header.feeds, 0, sizeof header.feeds);
	header.feeds[FIELD_SURVEYS_score] =
	    (struct feed){ .columns = &column, .count = 1 };
	enum status status = survey_scale_of_question(&planning);
	if (is_fed(&header.feeds[FIELD_SURVEYS_scale_max])) {
		guess_take(
		    guess, FIELD_SURVEYS_scale_min, NO_COLUMN, GUESS_AS_IT_IS);
		guess_take(
		    guess, FIELD_SURVEYS_scale_max, NO_COLUMN, GUESS_AS_IT_IS);
	}
	return status;
}

static enum status
guess_columns(struct file_guess *guess, const struct formats *formats,
    const struct known *known)
{
	struct field_range range = schema_range(guess->table);
	enum status status = take_feeds(guess, formats, known->arena);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (!status && !guess->fields[f].why)
			guess_take_by_name(guess, f, known);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (!status && !guess->fields[f].why &&
		    !guess->fields[f].alternative_count &&
		    (guess_needs(f) || word_readings_cover(f)))
			take_by_cells(guess, f, known);
	if (!status)
		status = take_scale(guess, known->arena);
	judge(guess, known);
	return status;
}

enum status
guess_as_table(struct file_guess *guess, const struct file_profile *profile,
    enum table table, const struct formats *formats, const struct known *known)
{
	*guess = (struct file_guess){ .profile = profile, .table = table };
	return guess_columns(guess, formats, known);
}

/* The table that a file fits best. The plan is the program's own file: its name
 * says what it is. */
enum status
guess_file(struct file_guess *best, const struct file_profile *profile,
    const struct formats *formats, const struct known *known)
{
	*best = (struct file_guess){ .profile = profile, .table = TABLE_COUNT };
	for (int table = 0; table < TABLE_COUNT && profile->header_line;
	     table++) {
		struct file_guess *guess =
		    arena_allocate(known->arena, 1, sizeof *guess);
		if (!guess)
			return STATUS_MEMORY;
		enum status status = guess_as_table(
		    guess, profile, (enum table)table, formats, known);
		if (status)
			return status;
		bool fits =
		    guess->score >= FOR_NEEDED &&
		    (!guess->lacks ||
			known_file_name(known, guess->table, called(profile)));
		if (fits &&
		    (best->table == TABLE_COUNT || guess->score > best->score))
			*best = *guess;
	}
	return STATUS_OK;
}

/* ---- what a run would say ---- */

size_t
guess_near_miss(
    const struct file_guess *guess, size_t column, struct arena *arena)
{
	struct header header = guess->profile->header;
	struct field_range range = schema_range(guess->table);
	struct diagnostics unheard = { .arena = arena };
	const struct header_planning planning = { .header = &header,
		.source = &guess->source,
		.path = guess->profile->path,
		.arena = arena,
		.diagnostics = &unheard };
	memset(header.feeds, 0, sizeof header.feeds);
	for (size_t f = range.first; f < range.first + range.count; f++)
		header.feeds[f].count = guess->fields[f].why != GUESS_NONE;
	if (guess_uses(guess, column))
		return FIELD_COUNT;
	return near_miss_field(&planning, column);
}

const char *
guess_word(const struct file_guess *guess, const struct known *known,
    size_t field, struct text word, bool *as_it_is)
{
	struct text folded = cell_fold(word, known->arena);
	bool own;
	*as_it_is = false;
	if (!folded.data)
		return NULL;
	const struct value_map *map =
	    row_value_map(&guess->source, field, folded, &own);
	if (map && !text_is(map->from, "*")) {
		*as_it_is = true;
		return map->to.data;
	}
	const char *meaning =
	    schema_words(schema_fields[field].type)
		? known_word(known, schema_fields[field].type, word)
		: known_currency(known, word);
	*as_it_is = meaning && text_is(word, meaning);
	return meaning;
}

const char *
guess_likely_word(const struct known *known, size_t field, struct text word)
{
	enum field_type type = schema_fields[field].type;
	return schema_words(type) ? known_likely_word(known, type, word) : NULL;
}
