#include "engine/model/definitions.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/setting_rules.h"

const struct definition definitions_table[DEFINITION_COUNT] = {
#define DEFINITION(NAME, KEY, TYPE, RULE, OTHERWISE, LABEL, EXPLANATION)       \
	{ .setting = { KEY, SETTING_##TYPE, RULE, OTHERWISE, EXPLANATION },    \
		.name = #NAME,                                                 \
		.label = LABEL,                                                \
		.offset = offsetof(struct definitions, NAME) },
#include "engine/model/definitions.def"
#undef DEFINITION
};

const struct definition *
definition_named(const char *name)
{
	for (size_t i = 0; i < DEFINITION_COUNT; i++)
		if (strcmp(definitions_table[i].name, name) == 0)
			return &definitions_table[i];
	return NULL;
}

static const char *
decimal_text(decimal value, struct arena *arena)
{
	char text[WIDE_TEXT_SIZE];
	return arena_copy(arena, text, wide_print(text, decimal_widen(value)));
}

/* `list` followed by `name value`; NULL without memory. */
static const char *
with_number(const char *list, const char *between, const char *name,
    decimal value, struct arena *arena)
{
	const char *number = decimal_text(value, arena);
	return list && number ? arena_format(arena, "%s%s%s %s", list,
				    *list ? between : "", name, number)
			      : NULL;
}

static const char *
bands_text(
    const struct rating_bands *bands, const char *between, struct arena *arena)
{
	const char *list = "";
	for (size_t i = 0; i < bands->count; i++)
		list = with_number(list, between, bands->rows[i].name.data,
		    bands->rows[i].least, arena);
	return list
		   ? arena_format(arena, "%s%s%.*s", list, *list ? between : "",
			 (int)bands->otherwise.length, bands->otherwise.data)
		   : NULL;
}

static const char *
words_text(const char *const *words, unsigned set, const char *between,
    struct arena *arena)
{
	const char *list = "";
	for (unsigned i = 0; words[i] && list; i++)
		if (set >> i & 1)
			list = arena_format(arena, "%s%s%s", list,
			    *list ? between : "", words[i]);
	return list;
}

const char *
definition_text(const struct definition *definition,
    const struct definitions *definitions, const char *between,
    struct arena *arena)
{
	const struct setting *setting = &definition->setting;
	const void *member = (const char *)definitions + definition->offset;
	switch (setting->type) {
	case SETTING_TEXT: {
		const char *text = *(const char *const *)member;
		return text ? text : "";
	}
	case SETTING_WHOLE:
		return arena_format(arena, "%d", *(const int *)member);
	case SETTING_DECIMAL:
		return decimal_text(*(const decimal *)member, arena);
	case SETTING_WORD:
		return setting_words(setting)[*(const int *)member];
	case SETTING_WORDS:
		return words_text(setting_words(setting),
		    *(const unsigned *)member, between, arena);
	case SETTING_YES_NO:
		return *(const bool *)member ? "yes" : "no";
	case SETTING_EXCHANGE_RATES:
		return rates_exchange_text(
		    *(struct dated_rate *const *)member, arena);
	case SETTING_HOURLY_RATES:
		return rates_hourly_text(member, arena);
	case SETTING_MIX:
		return mix_text(*(struct mix *const *)member, arena);
	case SETTING_COMMISSION:
		return commission_text(member, between, arena);
	case SETTING_CAPS:
		return caps_text(member, between, arena);
	case SETTING_BANDS:
		return bands_text(member, between, arena);
	default: /* of no definition */
		break;
	}
	return "";
}
