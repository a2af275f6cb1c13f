/* The languages that the program speaks, and where their words come from.
 *
 * A message stands in the source in English, marked for xgettext: N_ where it
 * is data, or as the argument of a function that has it translated (the list is
 * in io/locale/messages). The English text is the key; what stands for it in
 * another language comes from a dictionary that io/locale hands in once, before
 * anything else runs, so that nothing here opens a file or asks for a locale.
 * Without a dictionary every language is English. */
#ifndef ENGINE_BASE_LANGUAGE_H
#define ENGINE_BASE_LANGUAGE_H

#include <stdint.h>

enum language { LANGUAGE_EN, LANGUAGE_VI, LANGUAGE_COUNT };

/* Marks a message; where one English word has two in another language, the
 * context tells them apart. */
#define N_(message) message
#define NC_(context, message) context "\004" message

/* What stands for `count` of something, as gettext's ngettext has it; `more` is
 * NULL for a message that counts nothing. The message itself if the dictionary
 * has no other. */
typedef const char *language_dictionary(
    const char *message, const char *more, unsigned long count);

/* From now on; NULL: none. Not beside threads that translate. */
void language_use(language_dictionary *dictionary);

/* The text of a message; its format directives are those of the message, in the
 * same order or numbered. Lives as long as the process. NULL gives NULL. */
const char *language_text(enum language language, const char *message)
    __attribute__((format_arg(2)));

/* The text for a number of something: `one` in English for 1, `more` else. */
const char *language_count(
    enum language language, const char *one, const char *more, uint64_t count)
    __attribute__((format_arg(2))) __attribute__((format_arg(3)));

#endif
