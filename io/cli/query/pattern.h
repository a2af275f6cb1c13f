/* LIKE and GLOB, in time that grows with text times pattern whatever the
 * pattern is. */
#ifndef IO_CLI_QUERY_PATTERN_H
#define IO_CLI_QUERY_PATTERN_H

#include <stdbool.h>
#include <unitypes.h>

#include "engine/base/text.h"

/* What a pattern is made of. */
struct pattern_signs {
	ucs4_t any;    /* any characters, % or * */
	ucs4_t one;    /* any one, _ or ? */
	ucs4_t escape; /* takes the next one literally; 0: none does */
	bool sets;     /* [a-z] and [^a-z] stand for one */
};

/* Does the pattern match the whole text? Both are UTF-8, compared letter by
 * letter; what is invalid counts byte by byte. */
bool pattern_matches(
    struct text pattern, struct text text, struct pattern_signs signs);

#endif
