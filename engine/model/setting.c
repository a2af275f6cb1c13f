#include "engine/model/setting.h"

#include "engine/base/arena.h"

const char *const *
setting_words(const struct setting *setting)
{
	return setting->rule.words ? setting->rule.words
				   : schema_words(setting->rule.words_of);
}

/* `a number from 0 to 1`, `a number of at least 0`, `a number`. */
static const char *
limits(
    const struct setting *setting, enum language language, struct arena *arena)
{
	static const char *const nouns[][LANGUAGE_COUNT] = {
		{ "a number", "số" }, { "a whole number", "số nguyên" }
	};
	static const char *const ranges[LANGUAGE_COUNT] = { "%s from %s to %s",
		"%s từ %s đến %s" };
	static const char *const floors[LANGUAGE_COUNT] = { "%s of at least %s",
		"%s từ %s trở lên" };
	const struct setting_rule *rule = &setting->rule;
	const char *noun = nouns[setting->type == SETTING_WHOLE][language];
	if (rule->most)
		return arena_format(
		    arena, ranges[language], noun, rule->least, rule->most);
	return rule->least
		   ? arena_format(arena, floors[language], noun, rule->least)
		   : noun;
}

/* `one of report, drop`, `a list of new, renewal`. */
static const char *
choice(
    const struct setting *setting, enum language language, struct arena *arena)
{
	static const char *const begin[][LANGUAGE_COUNT] = {
		{ "one of", "một trong" }, { "a list of", "danh sách gồm" }
	};
	const char *const *words = setting_words(setting);
	const char *text = begin[setting->type == SETTING_WORDS][language];
	for (size_t i = 0; words[i] && text; i++)
		text = arena_format(
		    arena, "%s%s%s", text, i ? ", " : " ", words[i]);
	return text;
}

const char *
setting_expects(
    const struct setting *setting, enum language language, struct arena *arena)
{
	static const char *const text[LANGUAGE_COUNT] = { "a text",
		"một đoạn chữ" };
	static const char *const yes_no[LANGUAGE_COUNT] = { "yes or no",
		"yes hoặc no" };
	if (setting->rule.expects[language])
		return setting->rule.expects[language];
	switch (setting->type) {
	case SETTING_WHOLE:
	case SETTING_DECIMAL:
		return limits(setting, language, arena);
	case SETTING_WORD:
	case SETTING_FORM:
	case SETTING_WORDS:
		return choice(setting, language, arena);
	case SETTING_YES_NO:
		return yes_no[language];
	default: /* those with a reader of their own have their own words */
		return text[language];
	}
}
