#include "io/cli/plan/words.h"

const char *
plan_word(enum plan_word word, enum language language)
{
	static const char *const words[PLAN_WORD_COUNT][LANGUAGE_COUNT] = {
#define WORD(ID, ENGLISH, VIETNAMESE) { ENGLISH, VIETNAMESE },
#include "io/cli/plan/words.def"
#undef WORD
	};
	return words[word][language];
}
