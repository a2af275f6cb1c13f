/* The words of a back-test, as messages. */
#ifndef IO_CLI_PLAN_WORDS_H
#define IO_CLI_PLAN_WORDS_H

#include "engine/base/language.h"

enum plan_word {
#define WORD(ID, MESSAGE) WORD_##ID,
#include "io/cli/plan/words.def"
#undef WORD
	PLAN_WORD_COUNT
};

const char *plan_word(enum plan_word word, enum language language);

#endif
