/* LIKE and GLOB, against SQLite's own on random texts. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "io/cli/query/pattern.h"
#include "tests/unit/unit.h"

static const struct pattern_signs likes = { '%', '_', '\\', false };
static const struct pattern_signs globs = { '*', '?', 0, true };

static void
random_text(char text[24], const char *letters)
{
	size_t length = (size_t)rand() % 12;
	for (size_t i = 0; i < length; i++)
		text[i] = letters[(size_t)rand() % strlen(letters)];
	text[length] = '\0';
}

static void
agrees_with_sqlite(void **state)
{
	(void)state;
	char text[24], pattern[24];
	srand(1);
	for (int i = 0; i < 200000; i++) {
		random_text(text, "aab-]^");
		random_text(pattern, "aab%%_\\");
		if (pattern_matches(text_of(pattern), text_of(text), likes) !=
		    (sqlite3_strlike(pattern, text, '\\') == 0))
			fail_msg("'%s' like '%s'", text, pattern);
		random_text(pattern, "ab**?[]-^[]");
		if (pattern_matches(text_of(pattern), text_of(text), globs) !=
		    (sqlite3_strglob(pattern, text) == 0))
			fail_msg("'%s' glob '%s'", text, pattern);
	}
}

static void
letters_of_several_bytes(void **state)
{
	(void)state;
	assert_true(
	    pattern_matches(text_of("H_ N%i"), text_of("Hà Nội"), likes));
	assert_true(pattern_matches(text_of("[à-ộ]?"), text_of("éx"), globs));
	assert_false(pattern_matches(text_of("_"), text_of("ab"), likes));
	assert_true(pattern_matches(text_of("_"), text_of("\xff"), likes));
}

/* Where each % may end anywhere, trying all ways would take years. */
static void
is_quick(void **state)
{
	(void)state;
	char text[5001];
	memset(text, 'a', sizeof text);
	text[5000] = '\0';
	assert_false(pattern_matches(
	    text_of("%a%a%a%a%a%a%a%a%a%a%a%a%b"), text_of(text), likes));
}

UNIT_TESTS(cmocka_unit_test(agrees_with_sqlite),
    cmocka_unit_test(letters_of_several_bytes), cmocka_unit_test(is_quick))
