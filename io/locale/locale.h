/* Which language the program speaks, and its dictionary: gettext of libc over
 * the catalogue that msgfmt makes of vi.po. Of the locale only LC_MESSAGES is
 * set: numbers, dates and the order of texts are the same everywhere. */
#ifndef IO_LOCALE_LOCALE_H
#define IO_LOCALE_LOCALE_H

#include "engine/base/language.h"

/* The language that the environment asks for, by the rule of gettext: the first
 * known one of LANGUAGE, else that of LC_ALL, LC_MESSAGES or LANG, the first of
 * them that is set; English for C and POSIX, and for a language that is not
 * spoken here. */
enum language locale_wanted(void);

/* The language of a word such as vi; LANGUAGE_COUNT for an unknown one. */
enum language locale_named(const char *word);

/* Finds the catalogues beside the program or where it is installed, or in
 * `folder` unless that is NULL, and hands the dictionary to engine/base. Once,
 * before threads. Without a catalogue all is said in English. */
void locale_open(const char *folder);

/* The language in which everything is said to the user; English at first. */
/* The catalogue that is there and cannot be used, or what does not say where it
 * is; NULL if it is found or there is none. */
const char *locale_refused(void);

void locale_speak(enum language language);
enum language locale_spoken(void);

/* A message in the spoken language. */
const char *_(const char *message) __attribute__((format_arg(1)));
const char *locale_count(const char *one, const char *more, uint64_t count)
    __attribute__((format_arg(1))) __attribute__((format_arg(2)));

/* What an error number of the system means, as strerror: a rare one in English.
 */
const char *locale_error(int number);

#endif
