/* What the cells of the files say: words, forms, scales, currencies. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/init_parts.h"
#include "io/import/rows/header_currency.h"

/* ---- words ---- */

enum { WORDS_SHOWN = 60 };

/* A word of a field in the files of a source. */
struct word {
	struct text text;
	uint64_t rows;
	const char *meaning; /* NULL: not sure */
	bool as_it_is;
};

struct words {
	struct word *rows;
	size_t count, capacity;
};

static bool
add_word(struct init_page *page, struct words *words, struct text text,
    uint64_t rows)
{
	for (size_t i = 0; i < words->count; i++)
		if (text_equal(words->rows[i].text, text)) {
			words->rows[i].rows += rows;
			return true;
		}
	words->rows = arena_grown(page->arena, words->rows, words->count,
	    &words->capacity, sizeof *words->rows);
	if (words->rows)
		words->rows[words->count++] =
		    (struct word){ .text = text, .rows = rows };
	return words->rows != NULL;
}

/* The most frequent first; of as many, by bytes. */
static int
by_rows(const void *left, const void *right)
{
	const struct word *a = left, *b = right;
	return a->rows != b->rows ? (a->rows < b->rows) - (a->rows > b->rows)
				  : text_compare(a->text, b->text);
}

/* All words of a field, with what they mean. */
static struct words
words_of(struct init_page *page, const struct init_source *source, size_t field)
{
	struct words words = { NULL, 0, 0 };
	for (size_t i = 0; i < source->count; i++) {
		const struct column_profile *column =
		    init_column(source->files[i], field);
		for (uint32_t w = 0; column && w < column->words.count; w++)
			if (!add_word(page, &words,
				dictionary_text(&column->words, w),
				column->counts[w].rows))
				page->failed = true;
	}
	for (size_t i = 0; words.rows && i < words.count; i++)
		words.rows[i].meaning =
		    guess_word(source->files[0], page->known, field,
			words.rows[i].text, &words.rows[i].as_it_is);
	if (words.rows && words.count)
		qsort(words.rows, words.count, sizeof *words.rows, by_rows);
	return words;
}

/* Are there words that have to be told, and (sure) of these some that are? */
static bool
are_to_tell(const struct words *words, bool *sure)
{
	bool any = false;
	*sure = false;
	for (size_t i = 0; i < words->count; i++) {
		any |= !words->rows[i].as_it_is;
		*sure |= words->rows[i].meaning && !words->rows[i].as_it_is;
	}
	return any;
}

bool
init_has_words(struct init_page *page, const struct init_source *source)
{
	struct field_range range = schema_range(source->table);
	bool any = false, sure;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		struct words words = { NULL, 0, 0 };
		if (guess_has_words(f))
			words = words_of(page, source, f);
		any |= are_to_tell(&words, &sure);
	}
	return any;
}

/* `open, won, lost or cancelled` */
static const char *
choices(struct init_page *page, size_t field)
{
	const char *const *words = schema_words(schema_fields[field].type);
	const char *list = words ? words[0] : "a code such as USD";
	for (size_t i = 1; words && words[i] && list; i++)
		list = arena_format(page->arena, "%s%s%s", list,
		    words[i + 1] ? ", " : " or ", words[i]);
	page->failed |= !list;
	return list ? list : "";
}

static void
write_word(struct init_page *page, size_t field, const struct word *word)
{
	const char *text = init_quoted(page, word->text.data);
	const char *rows = word->rows == 1 ? "row" : "rows";
	const char *likely = guess_likely_word(page->known, field, word->text);
	if (word->as_it_is)
		init_line(page, 4, "# %s: %s by itself  # %ju %s", text,
		    word->meaning, (uintmax_t)word->rows, rows);
	else if (word->meaning)
		init_line(page, 4, "%s: %s  # %ju %s", text, word->meaning,
		    (uintmax_t)word->rows, rows);
	else
		init_doubt(page, 4, "%s: %s  # %ju %s: %s", text,
		    likely ? likely : "…", (uintmax_t)word->rows, rows,
		    choices(page, field));
}

static void
write_words_of(struct init_page *page, size_t field, const struct words *words,
    bool *opened, bool any_sure)
{
	bool sure;
	if (!are_to_tell(words, &sure))
		return;
	if (!*opened)
		init_line(page, 0, any_sure ? "values:" : "# values:");
	*opened = true;
	init_line(
	    page, 2, "%s%s:", sure ? "" : "# ", schema_fields[field].name);
	for (size_t i = 0; i < words->count && i < WORDS_SHOWN; i++)
		write_word(page, field, &words->rows[i]);
	if (words->count > WORDS_SHOWN)
		init_doubt(
		    page, 4, "and %zu words more", words->count - WORDS_SHOWN);
}

void
init_write_words(struct init_page *page, const struct init_source *source)
{
	struct field_range range = schema_range(source->table);
	struct words words[FIELD_COUNT] = { { NULL, 0, 0 } };
	bool any_sure = false, opened = false, sure;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (!guess_has_words(f))
			continue;
		words[f] = words_of(page, source, f);
		any_sure |= are_to_tell(&words[f], &sure) && sure;
	}
	for (size_t f = range.first; f < range.first + range.count; f++)
		write_words_of(page, f, &words[f], &opened, any_sure);
}

/* ---- forms ---- */

/* What the cells of a column say about its form: nothing that has to be told,
 * the first or the second way (day or month first; decimal comma or point), or
 * that it can be read in both, or that cells disagree. */
enum says { SAYS_NOTHING, SAYS_FIRST, SAYS_SECOND, SAYS_EITHER, SAYS_BOTH };

struct column_says {
	enum says says;
	struct evidence evidence;
};

static const struct form_words {
	enum field_type type;
	const char *key, *first, *second;
} form_words[] = { { FIELD_DATE, "date_order", "dmy", "mdy" },
	{ FIELD_DECIMAL, "number_style", "comma", "point" } };

static bool
is_declared(const struct source_configuration *source, enum field_type type,
    size_t field)
{
	return type == FIELD_DATE ? source->date_order[field] != 0
				  : source->number_style[field] != 0;
}

static enum says
says_of(enum field_type type, const struct evidence *evidence)
{
	bool first = evidence->first.text, second = evidence->second.text;
	if (type == FIELD_DATE && !evidence->year_last)
		return SAYS_NOTHING;
	if ((first && second) || (type == FIELD_DATE && evidence->plain))
		return SAYS_BOTH;
	if (first || second)
		return first ? SAYS_FIRST : SAYS_SECOND;
	return evidence->unsure[0].text ? SAYS_EITHER : SAYS_NOTHING;
}

/* Does the plain grammar stand in a file that is separated by commas and has no
 * format? It does unless a column is clearly foreign. */
static bool
is_plain_file(const struct init_source *source, const struct column_says *rows)
{
	struct field_range range = schema_range(source->table);
	const struct file_guess *first = source->files[0];
	if (first->source.name || first->profile->sheet ||
	    first->profile->delimiter != ',')
		return false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (evidence_is_foreign(&rows[f].evidence))
			return false;
	return true;
}

/* What the columns of a type say, by field. */
static void
hear(const struct init_source *source, const struct form_words *words,
    struct column_says rows[FIELD_COUNT])
{
	struct field_range range = schema_range(source->table);
	memset(rows, 0, FIELD_COUNT * sizeof *rows);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (schema_fields[f].type != words->type ||
		    is_declared(&source->files[0]->source, words->type, f))
			continue;
		for (size_t i = 0; i < source->count; i++) {
			const struct column_profile *column =
			    init_column(source->files[i], f);
			if (column)
				evidence_join(&rows[f].evidence,
				    words->type == FIELD_DATE
					? &column->as_dates
					: &column->as_numbers);
		}
	}
	if (is_plain_file(source, rows))
		return;
	bool foreign = false;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		rows[f].says = says_of(words->type, &rows[f].evidence);
		foreign |= words->type == FIELD_DATE ||
			   (rows[f].says != SAYS_NOTHING &&
			       (rows[f].says != SAYS_SECOND ||
				   strchr(rows[f].evidence.second.text, ',')));
	}
	/* Numbers such as 60.5 need no word. */
	for (size_t f = 0; f < FIELD_COUNT && !foreign; f++)
		rows[f].says = SAYS_NOTHING;
}

static size_t
count_says(const struct column_says *rows, enum says says)
{
	size_t count = 0;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		count += rows[f].says == says;
	return count;
}

bool
init_has_forms(struct init_page *page, const struct init_source *source)
{
	struct column_says rows[FIELD_COUNT];
	bool any = false;
	(void)page;
	for (size_t i = 0; i < 2; i++) {
		hear(source, &form_words[i], rows);
		any |= count_says(rows, SAYS_NOTHING) != FIELD_COUNT;
	}
	return any;
}

/* The names of the fields that say so, `a, b`; "" for none. */
static const char *
fields_that_say(
    struct init_page *page, const struct column_says *rows, enum says says)
{
	const char *list = "";
	for (size_t f = 0; f < FIELD_COUNT && list; f++)
		if (rows[f].says == says)
			list = arena_format(page->arena, "%s%s%s", list,
			    *list ? ", " : "", schema_fields[f].name);
	page->failed |= !list;
	return list ? list : "";
}

/* All columns that decide do so alike; those that do not decide go with them,
 * for a file is written in one way. */
static void
write_one_form(struct init_page *page, const struct form_words *words,
    const struct column_says *rows, enum says says)
{
	const char *either = fields_that_say(page, rows, SAYS_EITHER);
	size_t f = 0;
	while (rows[f].says != says)
		f++;
	const struct example *cell = says == SAYS_FIRST
					 ? &rows[f].evidence.first
					 : &rows[f].evidence.second;
	init_line(page, 0, "%s: %s  # %s on line %ju, in %s%s%s%s", words->key,
	    says == SAYS_FIRST ? words->first : words->second,
	    init_quoted(page, cell->text), (uintmax_t)cell->line,
	    schema_fields[f].name, *either ? "; " : "", either,
	    *either ? " can be read in two ways, and goes with it" : "");
}

static void
write_mixed_forms(struct init_page *page, const struct form_words *words,
    const struct column_says *rows)
{
	const char *list = "";
	for (size_t f = 0; f < FIELD_COUNT && list; f++)
		if (rows[f].says == SAYS_FIRST || rows[f].says == SAYS_SECOND)
			list = arena_format(page->arena, "%s%s%s: %s", list,
			    *list ? ", " : "", schema_fields[f].name,
			    rows[f].says == SAYS_FIRST ? words->first
						       : words->second);
	page->failed |= !list;
	init_line(page, 0, "%s: {%s}", words->key, list ? list : "");
}

static void
write_open_forms(struct init_page *page, const struct form_words *words,
    const struct column_says *rows, bool decided)
{
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		const struct evidence *evidence = &rows[f].evidence;
		if (rows[f].says == SAYS_EITHER && !decided)
			init_doubt(page, 0,
			    "%s: %s, or %s: %s on line %ju, in %s, can be read "
			    "in two ways",
			    words->key, words->first, words->second,
			    init_quoted(page, evidence->unsure[0].text),
			    (uintmax_t)evidence->unsure[0].line,
			    schema_fields[f].name);
		if (rows[f].says != SAYS_BOTH)
			continue;
		bool both = evidence->first.text && evidence->second.text;
		const struct example *one =
		    both ? &evidence->first : &evidence->first_year_first;
		const struct example *other =
		    both ? &evidence->second : &evidence->first_year_last;
		init_doubt(page, 0,
		    "%s of %s: %s on line %ju and %s on line %ju are written "
		    "in two ways",
		    words->key, schema_fields[f].name,
		    init_quoted(page, one->text ? one->text : ""),
		    (uintmax_t)one->line,
		    init_quoted(page, other->text ? other->text : ""),
		    (uintmax_t)other->line);
	}
}

void
init_write_forms(struct init_page *page, const struct init_source *source)
{
	for (size_t i = 0; i < 2; i++) {
		struct column_says rows[FIELD_COUNT];
		hear(source, &form_words[i], rows);
		size_t first = count_says(rows, SAYS_FIRST);
		size_t second = count_says(rows, SAYS_SECOND);
		bool decided = !first != !second;
		if (decided)
			write_one_form(page, &form_words[i], rows,
			    first ? SAYS_FIRST : SAYS_SECOND);
		else if (first)
			write_mixed_forms(page, &form_words[i], rows);
		write_open_forms(page, &form_words[i], rows, decided);
	}
}

/* ---- what else the cells say ---- */

static const char *
number_text(struct init_page *page, decimal number)
{
	char text[WIDE_TEXT_SIZE];
	size_t length = wide_print(text, decimal_widen(number));
	const char *copy = arena_copy(page->arena, text, length);
	page->failed |= !copy;
	return copy ? copy : "";
}

/* Scores from where to where, if nothing says the scale. */
static void
write_scale(struct init_page *page, const struct init_source *source)
{
	decimal least = DECIMAL_NONE, most = DECIMAL_NONE;
	for (size_t i = 0; i < source->count; i++) {
		const struct column_profile *column =
		    init_column(source->files[i], FIELD_SURVEYS_score);
		if (!column || column->least == DECIMAL_NONE)
			continue;
		if (least == DECIMAL_NONE || column->least < least)
			least = column->least;
		if (most == DECIMAL_NONE || column->most > most)
			most = column->most;
	}
	if (least == DECIMAL_NONE ||
	    source->files[0]->fields[FIELD_SURVEYS_scale_max].why)
		return;
	if (least >= DECIMAL_ONE && most <= 5 * DECIMAL_ONE)
		init_line(page, 0,
		    "# scores from %s to %s: the scale is 1 to 5 unless you "
		    "say constants: {scale_min: 0, scale_max: 10}",
		    number_text(page, least), number_text(page, most));
	else
		init_doubt(page, 0,
		    "constants: {scale_min: %s, scale_max: 10}  # scores from "
		    "%s to %s: say the scale",
		    least < DECIMAL_ONE ? "0" : "1", number_text(page, least),
		    number_text(page, most));
}

/* In what the hours count, where the header says it: `Thời gian (phút)`. */
static void
write_unit(struct init_page *page, const struct init_source *source)
{
	static const char *const words[][2] = { { "phut", "minutes" },
		{ "minute", "minutes" }, { "(min)", "minutes" },
		{ "giay", "seconds" }, { "second", "seconds" },
		{ "(ms)", "milliseconds" } };
	const char *name =
	    init_column_name(source->files[0], FIELD_TIMESHEETS_hours);
	if (!name || source->files[0]->source.name)
		return;
	struct text skeleton = cell_skeleton(text_of(name), page->arena);
	const char *text = skeleton.data ? arena_copy(page->arena,
					       skeleton.data, skeleton.length)
					 : NULL;
	page->failed |= !text;
	for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
		if (strstr(text, words[i][0])) {
			init_line(page, 0, "unit: %s  # its header says so",
			    words[i][1]);
			return;
		}
}

void
init_write_hints(struct init_page *page, const struct init_source *source)
{
	if (source->table == TABLE_SURVEYS)
		write_scale(page, source);
	if (source->table == TABLE_TIMESHEETS)
		write_unit(page, source);
}

/* ---- money ---- */

enum { CURRENCIES_MOST = 16 };

struct currencies {
	struct currency_seen {
		const char *code, *file;
		uint64_t rows;
	} rows[CURRENCIES_MOST];
	size_t count;
};

static void
add_currency(struct currencies *currencies, const char *code, const char *file,
    uint64_t rows)
{
	size_t i = 0;
	while (i < currencies->count &&
	       strcmp(currencies->rows[i].code, code) != 0)
		i++;
	if (i == CURRENCIES_MOST)
		return;
	if (i == currencies->count)
		currencies->rows[currencies->count++] =
		    (struct currency_seen){ code, file, 0 };
	currencies->rows[i].rows += rows;
}

/* The currencies of a file: in its column of them, and beside its amounts. */
static void
add_currencies(struct init_page *page, struct currencies *currencies,
    const struct file_guess *guess, size_t column_of_currency)
{
	const char *file = guess->profile->name;
	const struct column_profile *column =
	    init_column(guess, column_of_currency);
	for (uint32_t w = 0; column && w < column->words.count; w++) {
		const char *code = known_currency(
		    page->known, dictionary_text(&column->words, w));
		if (code)
			add_currency(
			    currencies, code, file, column->counts[w].rows);
	}
	struct field_range range = schema_range(guess->table);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct column_profile *amounts = init_column(guess, f);
		if (schema_fields[f].type != FIELD_DECIMAL || !amounts)
			continue;
		const char *said = header_currency_of_name(
		    text_of(init_column_name(guess, f)), page->arena);
		if (said && !column)
			add_currency(currencies, said, file, amounts->filled);
		for (size_t i = 0; i < 4 && amounts->currencies[i].code; i++)
			add_currency(currencies,
			    strcmp(amounts->currencies[i].code, "$") == 0
				? "USD"
				: amounts->currencies[i].code,
			    file, amounts->currencies[i].count);
	}
}

static void
write_currencies(struct init_page *page)
{
	struct currencies currencies = { .count = 0 };
	for (size_t i = 0; i < page->guesses->count; i++) {
		const struct file_guess *guess = &page->guesses->rows[i];
		if (guess->table == TABLE_CONTRACTS)
			add_currencies(
			    page, &currencies, guess, FIELD_CONTRACTS_currency);
		if (guess->table == TABLE_TIMESHEETS)
			add_currencies(page, &currencies, guess,
			    FIELD_TIMESHEETS_currency);
	}
	fputs("\n# currency: VND  # of the results; the default\n", page->to);
	if (currencies.count == 1 &&
	    strcmp(currencies.rows[0].code, "VND") != 0)
		init_doubt(page, 0,
		    "currency: %s  # all amounts that name a currency are in "
		    "%s; or keep VND and say what one is worth below",
		    currencies.rows[0].code, currencies.rows[0].code);
	for (size_t i = 0; i < currencies.count; i++)
		if (strcmp(currencies.rows[i].code, "VND") != 0)
			init_doubt(page, 0,
			    "exchange_rates: {%s: …}  # %ju amount%s, the "
			    "first in %s: what one %s is worth in VND",
			    currencies.rows[i].code,
			    (uintmax_t)currencies.rows[i].rows,
			    currencies.rows[i].rows == 1 ? "" : "s",
			    init_quoted(page, currencies.rows[i].file),
			    currencies.rows[i].code);
}

void
init_write_money(struct init_page *page)
{
	write_currencies(page);
	for (size_t i = 0; i < page->guesses->count; i++) {
		const struct file_guess *guess = &page->guesses->rows[i];
		if (guess->table != TABLE_TIMESHEETS ||
		    guess->fields[FIELD_TIMESHEETS_cost].why ||
		    guess->fields[FIELD_TIMESHEETS_hourly_cost].why)
			continue;
		init_doubt(page, 0,
		    "rates: …  # what an hour costs, which %s does not say; or "
		    "{employee: {NAME: …}, department: {NAME: …}, default: …}",
		    init_quoted(page, guess->profile->name));
		return;
	}
}
