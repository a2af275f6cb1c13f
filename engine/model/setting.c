#include "engine/model/setting.h"

#include "engine/base/arena.h"
#include "engine/base/language.h"

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
	static const char *const nouns[] = { N_("a number"),
		N_("a whole number") };
	static const char ranges[] = N_("%s from %s to %s");
	static const char floors[] = N_("%s of at least %s");
	const struct setting_rule *rule = &setting->rule;
	const char *noun =
	    language_text(language, nouns[setting->type == SETTING_WHOLE]);
	if (rule->most)
		return arena_format(arena, language_text(language, ranges),
		    noun, rule->least, rule->most);
	return rule->least
		   ? arena_format(arena, language_text(language, floors), noun,
			 rule->least)
		   : noun;
}

/* `one of report, drop`, `a list of new, renewal`. */
static const char *
choice(
    const struct setting *setting, enum language language, struct arena *arena)
{
	static const char *const begin[] = { N_("one of"), N_("a list of") };
	const char *const *words = setting_words(setting);
	const char *text =
	    language_text(language, begin[setting->type == SETTING_WORDS]);
	for (size_t i = 0; words[i] && text; i++)
		text = arena_format(
		    arena, "%s%s%s", text, i ? ", " : " ", words[i]);
	return text;
}

const char *
setting_expects(
    const struct setting *setting, enum language language, struct arena *arena)
{
	static const char text[] = N_("a text");
	static const char yes_no[] = N_("yes or no");
	if (language_text(language, setting->rule.expects))
		return language_text(language, setting->rule.expects);
	switch (setting->type) {
	case SETTING_WHOLE:
	case SETTING_DECIMAL:
		return limits(setting, language, arena);
	case SETTING_WORD:
	case SETTING_FORM:
	case SETTING_WORDS:
		return choice(setting, language, arena);
	case SETTING_YES_NO:
		return language_text(language, yes_no);
	default: /* those with a reader of their own have their own words */
		return language_text(language, text);
	}
}
