/* How a row of a table of settings says what a value may be. */
#ifndef ENGINE_MODEL_SETTING_RULES_H
#define ENGINE_MODEL_SETTING_RULES_H

#include "engine/model/setting.h"

/* Whatever the type allows. */
#define ANYTHING                                                               \
	{                                                                      \
		.least = NULL                                                  \
	}

/* Of numbers: their limits, as they would be written in kpi.yaml. */
#define AT_LEAST(LEAST)                                                        \
	{                                                                      \
		.least = LEAST                                                 \
	}
#define FROM_TO(LEAST, MOST)                                                   \
	{                                                                      \
		.least = LEAST, .most = MOST                                   \
	}

/* Of WORD, WORDS and FORM: the words, or those of a type of the schema. Their
 * codes are their places: a comment of the enum says so. */
#define ONE_OF(...)                                                            \
	{                                                                      \
		.words = (const char *const[])                                 \
		{                                                              \
			__VA_ARGS__, NULL                                      \
		}                                                              \
	}
#define WORDS_OF(TYPE)                                                         \
	{                                                                      \
		.words_of = FIELD_##TYPE                                       \
	}

/* In words (a message): what a value looks like; with HOLDING a text
 * must also pass a function, and PATTERN says the same to editors, as a regular
 * expression of JSON Schema. */
#define SUCH_AS(MESSAGE)                                                       \
	{                                                                      \
		.expects = MESSAGE                                             \
	}
#define HOLDING(HOLDS, PATTERN, MESSAGE)                                       \
	{                                                                      \
		.holds = HOLDS, .pattern = PATTERN, .expects = MESSAGE         \
	}

#endif
