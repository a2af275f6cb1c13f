#include "io/import/rows/money_units.h"

#include <string.h>

#include "engine/base/arena.h"

/* A currency of that unit, by which kpi.yaml can say it. */
static const struct multiple {
	const char *code, *factor;
	const char *words[7]; /* as cell_skeleton makes them */
} units[] = {
	{ "THO", "1000",
	    { "nghin", "ngan dong", "ngan vnd", "thousand", "1.000", "1000",
		"1,000" } },
	{ "MIO", "1000000", { "trieu", "tr.d", "trd", "million" } },
	{ "BIO", "1000000000", { "ty dong", "ty vnd", "ti dong", "billion" } },
};

/* The columns of money, and that of their currency; FIELD_COUNT: the run's. */
static const struct {
	size_t field, currency;
} columns[] = {
	{ FIELD_CONTRACTS_value, FIELD_CONTRACTS_currency },
	{ FIELD_CONTRACTS_budget, FIELD_CONTRACTS_currency },
	{ FIELD_TIMESHEETS_cost, FIELD_TIMESHEETS_currency },
	{ FIELD_TIMESHEETS_hourly_cost, FIELD_TIMESHEETS_currency },
	{ FIELD_PAYMENTS_amount, FIELD_PAYMENTS_currency },
	{ FIELD_PEOPLE_base_bonus, FIELD_COUNT },
	{ FIELD_PEOPLE_base_bonus_month, FIELD_COUNT },
	{ FIELD_PEOPLE_base_bonus_half, FIELD_COUNT },
	{ FIELD_PEOPLE_base_bonus_year, FIELD_COUNT },
};

/* Does the text, letters without diacritics and a NUL behind, have the word
 * with no digit or point around it? */
static bool
has_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = strstr(text, word); at;
	     at = strstr(at + 1, word)) {
		char before = at > text ? at[-1] : ' ', after = at[length];
		if (!strchr("0123456789.,", before) &&
		    (!after || !strchr("0123456789.,", after)))
			return true;
	}
	return false;
}

/* The text as the words are written; NULL without memory. */
static const char *
skeleton_of(struct text text, struct arena *arena)
{
	struct text skeleton = cell_skeleton(text, arena);
	return skeleton.data ? arena_copy(arena, skeleton.data, skeleton.length)
			     : NULL;
}

static const struct multiple *
unit_in(const char *skeleton)
{
	for (size_t i = 0; skeleton && i < sizeof units / sizeof *units; i++)
		for (size_t w = 0; w < 7 && units[i].words[w]; w++)
			if (has_word(skeleton, units[i].words[w]))
				return &units[i];
	return NULL;
}

void
money_units_look(struct row_taker *taker, const struct csv_record *record)
{
	struct arena *arena = taker->loading->arena;
	for (size_t i = 0; i < record->count && !taker->money_unit; i++) {
		struct arena_mark mark = arena_mark(taker->scratch);
		struct text text =
		    cell_clean((struct text){ record->cells[i].data,
				   record->cells[i].length },
			false, taker->scratch);
		const char *skeleton =
		    text.length ? skeleton_of(text, taker->scratch) : NULL;
		if (skeleton &&
		    (strstr(skeleton, "don vi") || strstr(skeleton, "dvt") ||
			strstr(skeleton, "unit") || strstr(skeleton, "in ")) &&
		    unit_in(skeleton))
			taker->money_unit =
			    arena_copy(arena, text.data, text.length);
		arena_release(taker->scratch, mark);
	}
}

static void
add_money(struct assumption *assumption, const struct row_taker *taker,
    size_t first_contract)
{
	const struct dataset *data = taker->loading->data;
	for (size_t i = first_contract; i < data->contract_count; i++)
		if (data->contracts[i].value != DECIMAL_NONE)
			assumption_add_money(assumption,
			    decimal_widen(data->contracts[i].value));
}

/* `said` is what says it. */
static enum status
say(const struct row_taker *taker, const char *said, bool has_currency,
    size_t first_contract)
{
	struct arena *arena = taker->loading->arena;
	const struct multiple *unit =
	    unit_in(skeleton_of(text_of(said), arena));
	if (!unit)
		return STATUS_OK;
	const char *table = table_name(taker->source->table);
	const char *line =
	    has_currency ? arena_format(arena,
			       "exchange_rates: {%s: %s}\n%s: {constants: "
			       "{currency: %s}}",
			       unit->code, unit->factor, table, unit->code)
			 : "";
	struct assumption *assumption =
	    line ? assumptions_add(&taker->loading->data->assumptions,
		       taker->counts.accepted, line)
		 : NULL;
	if (!assumption)
		return diagnostics_no_memory(taker->diagnostics);
	if (taker->source->table == TABLE_CONTRACTS)
		add_money(assumption, taker, first_contract);
	note_say(&assumption->text,
	    "%s says \"%s\", but its amounts were taken as they stand, not "
	    "times %s",
	    dataset_input_name(taker->loading->data, taker->input), said,
	    unit->factor);
	return STATUS_OK;
}

enum status
money_units_say(const struct row_taker *taker, size_t first_contract)
{
	const struct header *header = taker->header;
	const char *said = NULL;
	bool money = false, has_currency = false;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		size_t f = columns[i].field, currency = columns[i].currency;
		const struct feed *feed = &header->feeds[f];
		if (schema_fields[f].table != taker->source->table ||
		    !feed->count)
			continue;
		if (currency != FIELD_COUNT &&
		    header->feeds[currency].way == FED_BY_SETTINGS)
			return STATUS_OK;
		money = true;
		has_currency |= currency != FIELD_COUNT;
		const char *name = header->names[feed->columns[0]];
		struct arena_mark mark = arena_mark(taker->scratch);
		if (!said &&
		    unit_in(skeleton_of(text_of(name), taker->scratch)))
			said = name;
		arena_release(taker->scratch, mark);
	}
	said = said ? said : taker->money_unit;
	return money && said && taker->counts.accepted
		   ? say(taker, said, has_currency, first_contract)
		   : STATUS_OK;
}
