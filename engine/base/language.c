#include "engine/base/language.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

static language_dictionary *dictionary;

void
language_use(language_dictionary *words)
{
	dictionary = words;
}

/* A message without its context. */
static const char *
plain(const char *message)
{
	const char *end = message ? strchr(message, '\004') : NULL;
	return end ? end + 1 : message;
}

const char *
language_text(enum language language, const char *message)
{
	return plain(
	    language == LANGUAGE_EN || !dictionary || !message || !*message
		? message
		: dictionary(message, NULL, 1));
}

const char *
language_count(
    enum language language, const char *one, const char *more, uint64_t count)
{
	if (language == LANGUAGE_EN || !dictionary)
		return plain(count == 1 ? one : more);
	unsigned long fits =
	    count > ULONG_MAX ? ULONG_MAX : (unsigned long)count;
	return plain(dictionary(one, more, fits));
}
