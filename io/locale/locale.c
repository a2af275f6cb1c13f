/* For strerrordesc_np. */
#define _GNU_SOURCE
#include "io/locale/locale.h"

#include <errno.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "kpi"

static enum language spoken = LANGUAGE_EN;
static const char *const names[LANGUAGE_COUNT] = { "en", "vi" };

/* ---- which language ---- */

/* Of a locale's name such as vi_VN.UTF-8 or of a word such as vi. */
static enum language
language_of(const char *name, size_t length)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		size_t own = strlen(names[i]);
		if (length >= own && strncmp(name, names[i], own) == 0 &&
		    (length == own || strchr("_.@", name[own])))
			return (enum language)i;
	}
	return LANGUAGE_COUNT;
}

static const char *
locale_of_environment(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES",
		"LANG" };
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

enum language
locale_wanted(void)
{
	const char *locale = locale_of_environment();
	const char *list = getenv("LANGUAGE");
	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return LANGUAGE_EN;
	while (list && *list) {
		size_t length = strcspn(list, ":");
		enum language listed = language_of(list, length);
		if (listed != LANGUAGE_COUNT)
			return listed;
		list += length + (list[length] == ':');
	}
	enum language named = language_of(locale, strlen(locale));
	return named == LANGUAGE_COUNT ? LANGUAGE_EN : named;
}

enum language
locale_named(const char *word)
{
	int i = 0;
	while (i < LANGUAGE_COUNT && strcmp(word, names[i]) != 0)
		i++;
	return (enum language)i;
}

/* ---- the dictionary ---- */

static const char *
look_up(const char *message, const char *more, unsigned long count)
{
	return more ? dngettext(DOMAIN, message, more, count)
		    : dgettext(DOMAIN, message);
}

/* Does gettext translate? The message "" is the catalogue's head. */
static bool
is_found(void)
{
	return *dgettext(DOMAIN, "") != '\0';
}

/* gettext translates nothing in the locale C, and in others what LANGUAGE says.
 * Vietnamese may not be installed; C.UTF-8 is on every Debian 12. Newer
 * libraries take that for C: then any other locale does. */
static bool
find_locale(void)
{
	static const char *const locales[] = { "vi_VN.UTF-8", "vi_VN",
		"C.UTF-8", "", "en_US.UTF-8", "en_GB.UTF-8" };
	for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
		if (setlocale(LC_MESSAGES, locales[i]) && is_found())
			return true;
	return false;
}

/* What is there, but cannot be used. */
static char refused[PATH_MAX + 64];

static bool
try_folder(const char *folder)
{
	char path[sizeof refused];
	if (bindtextdomain(DOMAIN, folder) && find_locale())
		return true;
	snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/" DOMAIN ".mo", folder,
	    names[LANGUAGE_VI]);
	if (!*refused &&
	    (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)))
		memcpy(refused, path, sizeof path);
	return false;
}

/* Beside the program: where it is installed, or where it was built. */
static bool
try_beside_program(void)
{
	static const char *const beside[] = { "../share/locale", "locale" };
	char program[PATH_MAX], folder[PATH_MAX + 32];
	ssize_t length =
	    readlink("/proc/self/exe", program, sizeof program - 1);
	if (length < 0 && errno != ENOENT)
		snprintf(refused, sizeof refused, "/proc/self/exe");
	while (length > 0 && program[length - 1] != '/')
		length--;
	for (size_t i = 0; length > 0 && i < 2; i++) {
		snprintf(folder, sizeof folder, "%.*s%s", (int)length, program,
		    beside[i]);
		if (try_folder(folder))
			return true;
	}
	return false;
}

void
locale_open(const char *folder)
{
	/* The other language than English; it is asked for by name whenever
	 * something is to be said in it. */
	setenv("LANGUAGE", names[LANGUAGE_VI], 1);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	bind_textdomain_codeset("libc", "UTF-8");
	bool found = folder ? try_folder(folder)
			    : try_beside_program() || try_folder(KPI_LOCALE);
	language_use(found ? look_up : NULL);
	if (found)
		*refused = '\0';
}

const char *
locale_refused(void)
{
	return *refused ? refused : NULL;
}

void
locale_speak(enum language language)
{
	spoken = language;
}

enum language
locale_spoken(void)
{
	return spoken;
}

const char *
_(const char *message)
{
	return language_text(spoken, message);
}

const char *
locale_count(const char *one, const char *more, uint64_t count)
{
	return language_count(spoken, one, more, count);
}

/* ---- errors of the system ---- */

/* In the C library's own words, which it would say in the language of
 * LANGUAGE. */
static const struct {
	int number;
	const char *words;
} errors[] = {
	{ ENOENT, N_("No such file or directory") },
	{ EACCES, N_("Permission denied") },
	{ EPERM, N_("Operation not permitted") },
	{ EEXIST, N_("File exists") },
	{ EISDIR, N_("Is a directory") },
	{ ENOTDIR, N_("Not a directory") },
	{ ENOTEMPTY, N_("Directory not empty") },
	{ ENOSPC, N_("No space left on device") },
	{ EDQUOT, N_("Disk quota exceeded") },
	{ EROFS, N_("Read-only file system") },
	{ EIO, N_("Input/output error") },
	{ EFBIG, N_("File too large") },
	{ EMFILE, N_("Too many open files") },
	{ ENFILE, N_("Too many open files in system") },
	{ ENOMEM, N_("Cannot allocate memory") },
	{ ENAMETOOLONG, N_("File name too long") },
	{ ELOOP, N_("Too many levels of symbolic links") },
	{ EINVAL, N_("Invalid argument") },
	{ EPIPE, N_("Broken pipe") },
	{ EBUSY, N_("Device or resource busy") },
	{ ETXTBSY, N_("Text file busy") },
	{ EXDEV, N_("Invalid cross-device link") },
};

const char *
locale_error(int number)
{
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].number == number)
			return _(errors[i].words);
	const char *words = strerrordesc_np(number);
	return words ? words : "?";
}
