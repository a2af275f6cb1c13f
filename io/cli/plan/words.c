#include "io/cli/plan/words.h"

const char *
plan_word(enum plan_word word, enum language language)
{
	static const char *const words[PLAN_WORD_COUNT] = {
#define WORD(ID, MESSAGE) MESSAGE,
#include "engine/base/language.h"
#include "io/cli/plan/words.def"
#undef WORD
	};
	return language_text(language, words[word]);
}
