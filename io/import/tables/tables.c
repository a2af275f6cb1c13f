#include "io/import/tables/parts.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

void
table_refuse(struct refusal *refusal, size_t field, const char *reason)
{
	*refusal = (struct refusal){ field, reason };
}

const char table_no_memory[] = "out of memory";

void
table_judge_period(const struct loading *loading, struct text *text,
    struct refusal *refusal, size_t field, const char *expected)
{
	struct period period;
	const char *label;
	if (!period_parse(*text, 1, &period))
		table_refuse(refusal, field, expected);
	else if (text_is(*text, period.label))
		return;
	else if ((label = arena_copy(
		      loading->scratch, period.label, strlen(period.label))))
		*text = text_of(label);
	else
		table_refuse(refusal, field, table_no_memory);
}

void
table_begin(struct loading *loading, enum table table)
{
	struct field_range range = schema_range(table);
	struct table_columns *columns = &loading->columns[table];
	*columns = (struct table_columns){
		.range = range, .id = FIELD_COUNT, .aliases = FIELD_COUNT
	};
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (schema_fields[f].type == FIELD_ALIASES)
			columns->aliases = f;
		if (schema_fields[f].type == FIELD_DATE)
			columns->dates[columns->date_count++] = f;
	}
	if (columns->aliases != FIELD_COUNT ||
	    schema_fields[range.first].flags & FIELD_UNIQUE)
		columns->id = range.first;
	if (columns->aliases != FIELD_COUNT)
		dictionary_init(
		    &loading->aliases[schema_fields[columns->id].type].names,
		    loading->arena);
}

bool
table_ignores(size_t field, const struct value *values)
{
	/* On an open contract closed_on is a forecast; beside no score an
	 * answered_on means nothing. */
	if (field == FIELD_CONTRACTS_closed_on)
		return values[FIELD_CONTRACTS_stage].as.code == STAGE_OPEN;
	if (field == FIELD_SURVEYS_answered_on)
		return values[FIELD_SURVEYS_score].as.decimal == DECIMAL_NONE;
	return false;
}

const struct dictionary *
table_dictionary(const struct dataset *data, size_t field)
{
	enum field_type type = schema_fields[field].type;
	bool many =
	    type == FIELD_CLIENT || type == FIELD_CONTRACT ||
	    type == FIELD_PROJECT ||
	    (type == FIELD_WORD && schema_fields[field].flags & FIELD_FREE);
	return many ? schema_dictionary(data, type) : NULL;
}

/* ---- money ---- */

/* The currency code that ends `British Pound - GBP`. */
static struct text
code_of(struct text currency)
{
	if (currency.length > 6 &&
	    memcmp(currency.data + currency.length - 6, " - ", 3) == 0)
		return (struct text){ currency.data + currency.length - 3, 3 };
	return currency;
}

static bool
is_dollar(struct text currency)
{
	return currency.length == 3 && currency.data[2] == 'D' &&
	       !text_is(currency, "VND");
}

const char *
table_currency(const struct loading *loading, const struct value *values,
    size_t column, size_t amount, struct text *currency)
{
	const char *own = loading->configuration->definitions.currency;
	const char *beside = values[amount].currency;
	*currency = code_of(values[column].text);
	if (!beside)
		return NULL;
	if (strcmp(beside, "$") == 0) {
		if (is_dollar(*currency) ||
		    (currency->length == 0 && is_dollar(text_of(own))))
			return NULL;
		beside = "USD";
	}
	if (currency->length && !text_is(*currency, beside))
		return N_("the amount has another currency than the currency "
			  "column");
	*currency = text_of(strcmp(beside, own) == 0 ? "" : beside);
	return NULL;
}

/* What is wrong with a currency on a day, or NULL; *rate is DECIMAL_NONE for
 * the run's own. */
static const char *
find_rate(const struct loading *loading, struct text currency, date day,
    decimal *rate)
{
	const struct definitions *definitions =
	    &loading->configuration->definitions;
	char text[DATE_TEXT_SIZE] = "";
	*rate = DECIMAL_NONE;
	if (currency.length == 0 || text_is(currency, definitions->currency))
		return NULL;
	*rate = rates_on(definitions->exchange_rates, currency, day);
	if (*rate != DECIMAL_NONE)
		return NULL;
	if (day != DATE_NONE)
		date_print(text, day);
	const char *reason = arena_format(loading->scratch,
	    _("no rate for this currency; add %.*s to exchange_rates in "
	      "kpi.yaml%s%s"),
	    (int)(currency.length < 20 ? currency.length : 20), currency.data,
	    *text ? _(", for ") : "", text);
	return reason ? reason : table_no_memory;
}

const char *
table_conversion(const struct loading *loading, const struct value *values,
    size_t currency, size_t amount, date day, struct conversion *conversion)
{
	*conversion = (struct conversion){ text_of(""), DECIMAL_NONE };
	const char *reason = table_currency(
	    loading, values, currency, amount, &conversion->currency);
	if (!reason)
		reason = find_rate(
		    loading, conversion->currency, day, &conversion->rate);
	if (conversion->rate == DECIMAL_NONE)
		conversion->currency = text_of("");
	return reason;
}

/* The same for a field that may have a rest. */
static bool
apply_fine(const struct conversion *conversion, struct value *money)
{
	if (conversion->rate == DECIMAL_NONE ||
	    money->as.decimal == DECIMAL_NONE)
		return true;
	int16_t rest = money->rest;
	money->rest = 0;
	return decimal_convert_fine(
	    money->as.decimal, rest, conversion->rate, &money->as.decimal);
}

bool
table_apply(const struct conversion *conversion, decimal *money)
{
	return conversion->rate == DECIMAL_NONE || *money == DECIMAL_NONE ||
	       decimal_convert(*money, conversion->rate, money);
}

const char table_too_large[] =
    N_("larger than 9 × 10^14 in the run's currency");

const char *
table_convert(const struct loading *loading, const struct value *values,
    size_t currency, size_t amount, date day, struct value *money,
    struct value *more)
{
	struct conversion conversion;
	const char *reason = table_conversion(
	    loading, values, currency, amount, day, &conversion);
	if (!reason &&
	    (!apply_fine(&conversion, money) || !apply_fine(&conversion, more)))
		reason = table_too_large;
	return reason;
}
