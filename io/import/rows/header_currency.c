#include "io/import/rows/header_currency.h"

#include <string.h>

#include "engine/base/arena.h"

/* Which columns are money in the currency of which column. */
static const struct {
	size_t currency, money[3];
} tables[TABLE_COUNT] = {
	[TABLE_CONTRACTS] = { FIELD_CONTRACTS_currency,
	    { FIELD_CONTRACTS_value, FIELD_CONTRACTS_budget, FIELD_COUNT } },
	[TABLE_PAYMENTS] = { FIELD_PAYMENTS_currency,
	    { FIELD_PAYMENTS_amount, FIELD_COUNT } },
	[TABLE_TIMESHEETS] = { FIELD_TIMESHEETS_currency,
	    { FIELD_TIMESHEETS_cost, FIELD_TIMESHEETS_hourly_cost,
		FIELD_COUNT } },
};

/* What stands in brackets at the end of a name. */
static struct text
in_brackets(struct text name)
{
	static const char *const pairs[] = { "()", "[]" };
	for (size_t i = 0; i < 2; i++) {
		if (name.length < 3 ||
		    name.data[name.length - 1] != pairs[i][1])
			continue;
		for (size_t at = name.length - 1; at > 0; at--)
			if (name.data[at - 1] == pairs[i][0])
				return (struct text){ name.data + at,
					name.length - 1 - at };
	}
	return text_of("");
}

/* `USD`, or the code of a sign such as ₫ or €; NULL for anything else. */
static const char *
currency_of(struct text text, struct arena *arena)
{
	static const struct {
		const char *sign, *code;
	} signs[] = { { "₫", "VND" }, { "đ", "VND" }, { "VNĐ", "VND" },
		{ "€", "EUR" }, { "£", "GBP" }, { "¥", "JPY" }, { "$", "USD" },
		{ "US$", "USD" } };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (text_is(text, signs[i].sign))
			return signs[i].code;
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < 'A' || text.data[i] > 'Z')
			return NULL;
	return text.length == 3 ? arena_copy(arena, text.data, 3) : NULL;
}

const char *
header_currency_of_name(struct text name, struct arena *arena)
{
	return currency_of(in_brackets(name), arena);
}

/* The column named like another with ` Currency` behind. */
static size_t
column_beside(const struct header *header, size_t money)
{
	static const char behind[] = " currency";
	struct text name = header->folded[money];
	for (size_t i = 0; i < header->columns; i++) {
		struct text other = header->folded[i];
		if (other.length == name.length + sizeof behind - 1 &&
		    memcmp(other.data, name.data, name.length) == 0 &&
		    memcmp(other.data + name.length, behind,
			sizeof behind - 1) == 0)
			return i;
	}
	return NO_COLUMN;
}

static enum status
feed_from_column(
    const struct header_planning *planning, size_t field, size_t column)
{
	size_t *place = arena_allocate(planning->arena, 1, sizeof *place);
	if (!place)
		return diagnostics_no_memory(planning->diagnostics);
	*place = column;
	planning->header->feeds[field] =
	    (struct feed){ .columns = place, .count = 1, .way = FED_BY_HEADER };
	return STATUS_OK;
}

static enum status
feed_from_name(const struct header_planning *planning, size_t field,
    size_t column, const char *code)
{
	struct feed *feed = &planning->header->feeds[field];
	if (!feed->constant.data) {
		*feed = (struct feed){ .constant = text_of(code),
			.way = FED_BY_HEADER };
		return STATUS_OK;
	}
	if (text_is(feed->constant, code))
		return STATUS_OK;
	return diagnostics_fail(planning->diagnostics, STATUS_USAGE,
	    "%s:%ju: the column \"%s\" is in %s, but another column of money "
	    "in %.*s; a row has one currency",
	    planning->path, (uintmax_t)planning->line,
	    planning->header->names[column], code, (int)feed->constant.length,
	    feed->constant.data);
}

enum status
header_currency_find(const struct header_planning *planning)
{
	enum table table = planning->source->table;
	struct header *header = planning->header;
	size_t field = tables[table].currency;
	enum status status = STATUS_OK;
	if (field == 0 || header->feeds[field].count ||
	    header->feeds[field].constant.data)
		return STATUS_OK;
	for (size_t i = 0; tables[table].money[i] != FIELD_COUNT && !status;
	     i++) {
		const struct feed *money =
		    &header->feeds[tables[table].money[i]];
		if (money->count != 1)
			continue;
		size_t column = *money->columns;
		size_t beside = column_beside(header, column);
		if (beside != NO_COLUMN)
			return feed_from_column(planning, field, beside);
		const char *code =
		    currency_of(in_brackets(text_of(header->names[column])),
			planning->arena);
		if (code)
			status = feed_from_name(planning, field, column, code);
	}
	return status;
}
