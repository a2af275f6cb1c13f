/* What else the cells say: scales, units, currencies. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/init_parts.h"
#include "io/import/rows/header_currency.h"
#include "io/locale/locale.h"

static const char *
number_text(struct init_page *page, decimal number)
{
	char text[WIDE_TEXT_SIZE];
	size_t length = wide_print(text, decimal_widen(number));
	const char *copy = arena_copy(page->arena, text, length);
	page->failed |= !copy;
	return copy ? copy : "";
}

/* Writes a line on the scale of the scores, with the lowest and the highest one
 * found, if no column holds the scale. */
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
		    _("# scores from %s to %s: the scale is 1 to 5 unless you "
		      "say constants: {scale_min: 0, scale_max: 10}"),
		    number_text(page, least), number_text(page, most));
	else
		init_doubt(page, 0,
		    _("constants: {scale_min: %s, scale_max: 10}  # scores "
		      "from "
		      "%s to %s: say the scale"),
		    least < DECIMAL_ONE ? "0" : "1", number_text(page, least),
		    number_text(page, most));
}

/* Writes the unit of the hours if the header names one, such as `Thời gian
 * (phút)`. */
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
			init_line(page, 0, _("unit: %s  # its header says so"),
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
	fputs(
	    _("\n# currency: VND  # of the results; the default\n"), page->to);
	if (currencies.count == 1 &&
	    strcmp(currencies.rows[0].code, "VND") != 0)
		init_doubt(page, 0,
		    _("currency: %s  # all amounts that name a currency are in "
		      "%s; or keep VND and say what one is worth below"),
		    currencies.rows[0].code, currencies.rows[0].code);
	const char *rates = "", *amounts = "";
	for (size_t i = 0; i < currencies.count && rates && amounts; i++) {
		const struct currency_seen *row = &currencies.rows[i];
		if (strcmp(row->code, "VND") == 0)
			continue;
		rates = arena_format(page->arena, "%s%s%s: …", rates,
		    *rates ? ", " : "", row->code);
		amounts = arena_format(page->arena,
		    _("%s%s%ju in %s, the first in %s"), amounts,
		    *amounts ? "; " : "", (uintmax_t)row->rows, row->code,
		    init_quoted(page, row->file));
	}
	page->failed |= !rates || !amounts;
	if (rates && amounts && *rates)
		init_doubt(page, 0,
		    _("exchange_rates: {%s}  # what one is worth in VND; "
		      "amounts: %s"),
		    rates, amounts);
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
		    _("rates: …  # what an hour costs, which %s does not say; "
		      "or "
		      "{employee: {NAME: …}, department: {NAME: …}, default: "
		      "…}"),
		    init_quoted(page, guess->profile->name));
		return;
	}
}
