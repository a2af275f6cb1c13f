/* Taking a cell's text apart from either end: what the readers of dates,
 * numbers and durations share. */
#ifndef IO_IMPORT_FORMS_TAKING_H
#define IO_IMPORT_FORMS_TAKING_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/text.h"

static inline bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static inline void
drop(struct text *text, size_t length)
{
	text->data += length;
	text->length -= length;
}

/* Takes up to `most` digits off the text; how many there were. */
static inline size_t
take_digits(struct text *text, size_t most, int64_t *number)
{
	size_t count = 0;
	*number = 0;
	while (
	    count < most && count < text->length && is_digit(text->data[count]))
		*number = *number * 10 + (text->data[count++] - '0');
	drop(text, count);
	return count;
}

static inline bool
take(struct text *text, const char *prefix)
{
	size_t length = strlen(prefix);
	if (text->length < length || memcmp(text->data, prefix, length) != 0)
		return false;
	drop(text, length);
	return true;
}

static inline bool
take_last(struct text *text, const char *suffix)
{
	size_t length = strlen(suffix);
	if (text->length < length ||
	    memcmp(text->data + text->length - length, suffix, length) != 0)
		return false;
	text->length -= length;
	return true;
}

/* The same in letters of either case. `word` is in small ones. */
bool take_word(struct text *text, const char *word);
bool take_last_word(struct text *text, const char *word);

/* Takes the first of the words, ended by NULL, that the text begins with; its
 * place among them, or -1. A word stands before one that it begins with. */
int take_any(struct text *text, const char *const *words);

#endif
