#include "io/import/guess/profile.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/file_text.h"
#include "io/import/rows/footers.h"
#include "io/import/rows/header_search.h"
#include "io/import/rows/rows.h"
#include "io/locale/locale.h"

/* So many known names tell a header from a title. */
enum { NAMES_TO_TELL = 2 };

/* One reading of the file. */
struct looking {
	struct file_profile *profile;
	const struct formats *formats;
	const struct known *known;
	struct arena *scratch;
	struct file file;
	struct file_text text;
	struct csv_reader reader;
	/* The first rows: the best one so far, and the fullest. */
	uint64_t seen, best_line, full_line;
	size_t best_known, fullest;
	uint64_t headers; /* rows of the header that are still to come */
	/* Where what may be the footer begins, 0 while nothing does; and where
	 * it does, as an earlier reading found, 0 if it has none. */
	uint64_t footer, end;
};

/* ---- the header ---- */

/* How many of a header's names are those of the table, or of a format of it
 * that recognises the header. */
static size_t
count_known(const struct header *header, enum table table,
    const struct formats *formats, const struct known *known)
{
	const struct source_configuration *other;
	const struct source_configuration *format = formats_recognize(
	    formats, table, header->folded, header->columns, &other);
	size_t count = format ? format->recognize_count + NAMES_TO_TELL : 0;
	for (size_t i = 0; i < header->columns; i++) {
		struct text key = known_key(known, text_of(header->names[i]));
		count += known_is_name(known, table, key);
	}
	return count;
}

static size_t
count_filled(const struct csv_record *record)
{
	size_t filled = 0;
	for (size_t i = 0; i < record->count; i++)
		filled += record->cells[i].length > 0;
	return filled;
}

/* May this row be the header? */
static enum status
weigh_header(void *context, const struct csv_record *record)
{
	struct looking *looking = context;
	struct arena_mark mark = arena_mark(looking->scratch);
	struct diagnostics unheard = { .arena = looking->scratch };
	struct known known = *looking->known;
	struct header header;
	struct header_planning planning = { .header = &header,
		.path = looking->profile->path,
		.line = record->line,
		.arena = looking->scratch,
		.diagnostics = &unheard };
	known.arena = looking->scratch;
	looking->reader.pause = ++looking->seen >= HEADER_SEARCH_ROWS;
	if (record->blank || record->broken || record->bad_bytes)
		return STATUS_OK;
	enum status status = header_read_names(&planning, record);
	for (int table = 0; table < TABLE_COUNT && !status; table++) {
		size_t count = count_known(
		    &header, (enum table)table, looking->formats, &known);
		if (count > looking->best_known && count >= NAMES_TO_TELL) {
			looking->best_known = count;
			looking->best_line = record->line;
		}
	}
	size_t filled = count_filled(record);
	if (!status && filled > 1 && filled >= 2 * looking->fullest) {
		looking->fullest = filled;
		looking->full_line = record->line;
	}
	arena_release(looking->scratch, mark);
	return status == STATUS_MEMORY ? status : STATUS_OK;
}

static enum status
read_first_rows(struct looking *looking, char delimiter)
{
	struct diagnostics unheard = { .arena = looking->scratch };
	looking->seen = 0;
	looking->fullest = 0;
	looking->reader = (struct csv_reader){ .file = &looking->file,
		.delimiter = delimiter,
		.take = weigh_header,
		.context = looking,
		.offset = looking->text.dialect.begin_offset,
		.lines = looking->text.dialect.begin_line - 1 };
	enum status status = csv_reader_run(&looking->reader, &unheard);
	return status == STATUS_MEMORY ? status : STATUS_OK;
}

/* Titles above the header say nothing about the delimiter: that of the row with
 * the most known names is taken. */
static enum status
find_header_line(struct looking *looking)
{
	static const char delimiters[] = ",;\t|";
	struct file_profile *profile = looking->profile;
	char own = looking->text.dialect.delimiter;
	enum status status = read_first_rows(looking, own);
	uint64_t full = looking->full_line;
	profile->delimiter = own;
	for (size_t i = 0; !status && delimiters[i] && !looking->best_known;
	     i++) {
		if (delimiters[i] == own ||
		    *looking->text.dialect.delimiter_source)
			continue;
		status = read_first_rows(looking, delimiters[i]);
		if (looking->best_known)
			profile->delimiter = delimiters[i];
	}
	profile->header_line = looking->best_line ? looking->best_line : full;
	return status;
}

/* ---- the cells ---- */

/* What a cell counts as. */
enum {
	LOOKED = 1, /* the other bits say so */
	IS_NUMBER = 2,
	IS_DURATION = 4,
	DATE_PLAIN = 8,
	DATE_FOREIGN = 16,
	DATE_YEAR_LAST = 32,
	NUMBER_PLAIN = 64,
	NUMBER_FOREIGN = 128,
	NUMBER_EITHER = 256,
	DATE_YEAR_FIRST = 512,
	DATE_TO_SEE = 1024
};

/* The count of a word, which is added if it is new; NULL where there are too
 * many (more_words) or, false in *done, without memory. */
static struct word_count *
find_word(struct column_profile *column, struct text text, struct arena *arena,
    bool *done)
{
	struct dictionary *words = &column->words;
	uint32_t before = words->count;
	uint32_t id = dictionary_find(words, text);
	if (id != NO_ID)
		return &column->counts[id];
	if (before == PROFILE_WORDS) {
		column->more_words = true;
		return NULL;
	}
	id = dictionary_add(words, text);
	column->counts = arena_grown(arena, column->counts, before,
	    &column->capacity, sizeof *column->counts);
	*done = id != NO_ID && column->counts;
	if (!*done)
		return NULL;
	column->counts[id] = (struct word_count){ 0 };
	return &column->counts[id];
}

static void
count_currency(struct column_profile *column, const char *code)
{
	size_t most = sizeof column->currencies / sizeof *column->currencies;
	for (size_t i = 0; code && i < most; i++) {
		struct currency_count *row = &column->currencies[i];
		if (row->code && strcmp(row->code, code) != 0)
			continue;
		row->code = code;
		row->count++;
		return;
	}
}

/* Numbers with a point or comma count as what they are in either style. */
static unsigned
look_at_number(
    struct column_profile *column, struct text text, const char **currency)
{
	struct form form = { .numbers = NUMBERS_POINT };
	struct form_number number = { 0 };
	enum decimal_status status = form_number(&form, text, &number);
	if (status == DECIMAL_NOT_A_NUMBER) {
		form.numbers = NUMBERS_COMMA;
		status = form_number(&form, text, &number);
	}
	if (status == DECIMAL_NOT_A_NUMBER)
		return form_hours(&form, text, &number) == DECIMAL_NOT_A_NUMBER
			   ? 0
			   : IS_DURATION;
	*currency = number.currency;
	if (status)
		return IS_NUMBER;
	column->whole &= number.value % DECIMAL_ONE == 0;
	if (column->least == DECIMAL_NONE || number.value < column->least)
		column->least = number.value;
	if (column->most == DECIMAL_NONE || number.value > column->most)
		column->most = number.value;
	return IS_NUMBER;
}

/* What has been counted in evidence since it was `before`. */
static unsigned
look_of(const struct evidence *before, const struct evidence *after,
    unsigned plain, unsigned foreign, unsigned either)
{
	return (after->plain > before->plain ? plain : 0) |
	       (after->foreign > before->foreign ? foreign : 0) |
	       (after->either > before->either ? either : 0) |
	       (after->year_last > before->year_last ? DATE_YEAR_LAST : 0) |
	       (after->year_first > before->year_first ? DATE_YEAR_FIRST : 0) |
	       (after->plain_to_see > before->plain_to_see ? DATE_TO_SEE : 0);
}

/* Looks at a text for the first time, as evidence; false without memory. */
static bool
look_at_text(struct column_profile *column, struct text text, uint64_t line,
    struct word_count *word, struct arena *arena)
{
	static const struct form free_form = { .dates = DATES_UNDECIDED };
	const struct field *day = &schema_fields[FIELD_TIMESHEETS_worked_on];
	const struct field *amount = &schema_fields[FIELD_TIMESHEETS_hours];
	struct evidence dates = column->as_dates;
	struct evidence numbers = column->as_numbers;
	if (!evidence_add(
		&column->as_dates, day, &free_form, text, line, arena) ||
	    !evidence_add(
		&column->as_numbers, amount, &free_form, text, line, arena))
		return false;
	word->looks =
	    LOOKED | look_at_number(column, text, &word->currency) |
	    look_of(&dates, &column->as_dates, DATE_PLAIN, DATE_FOREIGN, 0) |
	    look_of(&numbers, &column->as_numbers, NUMBER_PLAIN, NUMBER_FOREIGN,
		NUMBER_EITHER);
	return true;
}

/* The same for a text that was looked at: it counts once more. */
static void
look_again(struct column_profile *column, unsigned looks)
{
	struct evidence *dates = &column->as_dates;
	struct evidence *numbers = &column->as_numbers;
	dates->filled++;
	dates->plain += (looks & DATE_PLAIN) != 0;
	dates->foreign += (looks & DATE_FOREIGN) != 0;
	dates->year_last += (looks & DATE_YEAR_LAST) != 0;
	dates->year_first += (looks & DATE_YEAR_FIRST) != 0;
	dates->plain_to_see += (looks & DATE_TO_SEE) != 0;
	dates->year_first += (looks & DATE_YEAR_FIRST) != 0;
	numbers->filled++;
	numbers->plain += (looks & NUMBER_PLAIN) != 0;
	numbers->foreign += (looks & NUMBER_FOREIGN) != 0;
	numbers->either += (looks & NUMBER_EITHER) != 0;
}

/* A cell of a sheet is what it is. Only a date tells something about the texts
 * of its column: it may be one that a spreadsheet took for a day. */
static bool
look_at_typed(struct column_profile *column, struct text text,
    enum cell_type type, uint64_t line, struct word_count *word,
    struct arena *arena)
{
	static const struct form free_form = { .dates = DATES_UNDECIDED };
	word->looks = 0;
	if (type == CELL_IS_DATE)
		return evidence_add(&column->as_dates,
		    &schema_fields[FIELD_TIMESHEETS_worked_on], &free_form,
		    text, line, arena);
	if (type == CELL_IS_DURATION)
		column->durations++;
	else
		word->looks = look_at_number(column, text, &word->currency);
	return true;
}

static bool
look_at_cell(struct looking *looking, struct column_profile *column,
    const struct csv_record *record, size_t index)
{
	const struct csv_cell *cell = &record->cells[index];
	enum cell_type type = csv_record_type(record, index);
	struct arena *arena = looking->known->arena;
	struct word_count further = { 0 };
	bool done = true;
	struct text text = cell_clean(
	    (struct text){ cell->data, cell->length }, false, looking->scratch);
	if (!text.data)
		return false;
	if (text.length == 0 || cell_type_is_unreadable(type))
		return true;
	struct word_count *word = find_word(column, text, arena, &done);
	if (!done)
		return false;
	if (!word && looking->profile->rows > PROFILE_FURTHER_ROWS)
		return true;
	word = word ? word : &further;
	if (type != CELL_IS_TEXT)
		done = look_at_typed(
		    column, text, type, record->line, word, arena);
	else if (word->looks & LOOKED)
		look_again(column, word->looks);
	else
		done = look_at_text(column, text, record->line, word, arena);
	word->rows++;
	column->filled++;
	column->numbers += (word->looks & IS_NUMBER) != 0;
	column->durations += (word->looks & IS_DURATION) != 0;
	count_currency(column, word->currency);
	return done;
}

static enum status
begin_columns(struct looking *looking, const struct csv_record *record)
{
	struct file_profile *profile = looking->profile;
	struct arena *arena = looking->known->arena;
	struct diagnostics unheard = { .arena = arena };
	struct header_planning planning = { .header = &profile->header,
		.path = profile->path,
		.line = record->line,
		.arena = arena,
		.diagnostics = &unheard };
	enum status status = header_read_names(&planning, record);
	if (status)
		return status;
	profile->columns = arena_allocate(
	    arena, profile->header.columns, sizeof *profile->columns);
	for (size_t i = 0; profile->columns && i < profile->header.columns;
	     i++) {
		struct column_profile *column = &profile->columns[i];
		*column = (struct column_profile){
			.key = known_key(
			    looking->known, text_of(profile->header.names[i])),
			.least = DECIMAL_NONE,
			.most = DECIMAL_NONE,
			.whole = true
		};
		dictionary_init(&column->words, arena);
		if (!column->key.data)
			return STATUS_MEMORY;
	}
	return profile->columns ? STATUS_OK : STATUS_MEMORY;
}

/* How many rows the header has, by the format that recognises it. */
static uint64_t
header_rows(const struct looking *looking)
{
	const struct header *header = &looking->profile->header;
	for (int table = 0; table < TABLE_COUNT; table++) {
		const struct source_configuration *other;
		const struct source_configuration *format =
		    formats_recognize(looking->formats, (enum table)table,
			header->folded, header->columns, &other);
		if (format && format->header_rows)
			return (uint64_t)format->header_rows;
	}
	return 1;
}

enum { MOST_FOOTER_LINES = 40 };

/* Signatures and what stands between and below them fill few cells. They would
 * count as cells of their columns, which in a short list hides what these are.
 */
static void
note_footer(struct looking *looking, const struct csv_record *record)
{
	bool word;
	size_t filled = footers_look(record, looking->scratch, &word);
	bool sparse = 2 * filled <= looking->profile->header.columns;
	if (!sparse || record->line > looking->footer + MOST_FOOTER_LINES)
		looking->footer = 0;
	if (!sparse)
		return;
	if (!looking->footer && word)
		looking->footer = record->line;
}

/* Is the row one to look at: no sum, which its first cell says or the one
 * behind a running number, and no signature that stands alone? *done: false
 * without memory. */
static bool
is_record(struct looking *looking, const struct csv_record *record, bool *done)
{
	bool lone =
	    count_filled(record) == 1 && looking->profile->header.columns > 2;
	int seen = 0;
	*done = true;
	for (size_t i = 0; i < record->count && seen < 2 && !lone; i++) {
		const struct csv_cell *cell = &record->cells[i];
		struct text text =
		    cell_clean((struct text){ cell->data, cell->length }, false,
			looking->scratch);
		*done = text.data != NULL;
		if (!*done || row_is_total_word(text, looking->scratch))
			return false;
		seen += text.length > 0;
	}
	return !lone;
}

static enum status
look_at_row(void *context, const struct csv_record *record)
{
	struct looking *looking = context;
	struct file_profile *profile = looking->profile;
	struct arena_mark mark = arena_mark(looking->scratch);
	if (record->line < profile->header_line)
		return STATUS_OK;
	if (looking->end && record->line >= looking->end) {
		looking->reader.pause = true;
		return STATUS_OK;
	}
	if (!profile->columns) {
		enum status status = begin_columns(looking, record);
		if (!status)
			looking->headers = header_rows(looking) - 1;
		return status;
	}
	if (record->blank || record->broken || record->bad_bytes)
		return STATUS_OK;
	if (looking->headers) {
		looking->headers--;
		return STATUS_OK;
	}
	bool done;
	note_footer(looking, record);
	if (is_record(looking, record, &done)) {
		profile->rows++;
		for (size_t i = 0;
		     done && i < record->count && i < profile->header.columns;
		     i++)
			done = look_at_cell(
			    looking, &profile->columns[i], record, i);
	}
	looking->reader.pause = profile->rows == PROFILE_ROWS;
	arena_release(looking->scratch, mark);
	return done ? STATUS_OK : STATUS_MEMORY;
}

static void
settle_columns(struct file_profile *profile)
{
	for (size_t i = 0; i < profile->header.columns; i++) {
		struct column_profile *column = &profile->columns[i];
		const struct evidence *dates = &column->as_dates;
		column->dates = dates->plain + dates->foreign +
				dates->year_first + dates->plain_to_see;
	}
}

static enum status
read_all_rows(struct looking *looking)
{
	struct file_profile *profile = looking->profile;
	struct diagnostics unheard = { .arena = looking->scratch };
	profile->columns = NULL;
	profile->rows = 0;
	looking->reader = (struct csv_reader){ .file = &looking->file,
		.delimiter = profile->delimiter,
		.take = look_at_row,
		.context = looking,
		.offset = looking->text.dialect.begin_offset,
		.lines = looking->text.dialect.begin_line - 1 };
	return csv_reader_run(&looking->reader, &unheard);
}

/* A file that ends with a footer is read again without it. */
static enum status
read_rows(struct looking *looking)
{
	struct file_profile *profile = looking->profile;
	enum status status = read_all_rows(looking);
	if (!status && looking->footer && !looking->reader.pause) {
		looking->end = looking->footer;
		status = read_all_rows(looking);
	}
	if (profile->columns)
		settle_columns(profile);
	else
		profile->header_line = 0;
	return status == STATUS_MEMORY ? status : STATUS_OK;
}

enum status
profile_read(struct file_profile *profile, const struct formats *formats,
    const struct known *known)
{
	const struct source_configuration anything = {
		.sheet = profile->sheet_asked
	};
	struct looking looking = { .profile = profile,
		.formats = formats,
		.known = known,
		.scratch = arena_new() };
	if (!looking.scratch)
		return STATUS_MEMORY;
	struct diagnostics unheard = { .arena = looking.scratch };
	profile->header_line = 0;
	enum status status = file_open(&looking.file, profile->path, &unheard);
	if (!status)
		status = file_text_find(&looking.text, &looking.file, &anything,
		    false, 0, known->arena, &unheard);
	profile->encoding = looking.text.dialect.encoding;
	profile->sheet = looking.text.sheet.name;
	profile->sheets_beside = looking.text.sheet.other_names;
	profile->sheets_beside_count = looking.text.sheet.others;
	if (!status)
		status = find_header_line(&looking);
	if (!status && profile->header_line)
		status = read_rows(&looking);
	if (looking.file.error && status != STATUS_MEMORY) {
		profile->refused =
		    arena_format(known->arena, "%s: cannot read: %s",
			profile->path, locale_error(looking.file.error));
		status = profile->refused ? STATUS_OK : STATUS_MEMORY;
	}
	file_close(&looking.file);
	arena_free(looking.scratch);
	return status == STATUS_MEMORY ? status : STATUS_OK;
}
