/* Messages, numbers of things and contexts, with a dictionary of a few words.
 */
#include "engine/base/language.h"

#include <string.h>

#include "tests/unit/unit.h"

static const char *
dictionary(const char *message, const char *more, unsigned long count)
{
	if (more)
		return count > 1000000 ? "nhiều dòng" : "%d dòng";
	if (strcmp(message, "row") == 0)
		return "dòng";
	if (strcmp(message, NC_("seats", "row")) == 0)
		return "hàng";
	return message;
}

static void
english_is_the_message(void **state)
{
	(void)state;
	language_use(dictionary);
	assert_string_equal(language_text(LANGUAGE_EN, "row"), "row");
	assert_string_equal(
	    language_text(LANGUAGE_EN, NC_("seats", "row")), "row");
	assert_string_equal(
	    language_count(LANGUAGE_EN, "%d row", "%d rows", 1), "%d row");
	assert_string_equal(
	    language_count(LANGUAGE_EN, "%d row", "%d rows", 0), "%d rows");
	language_use(NULL);
}

static void
others_are_looked_up(void **state)
{
	(void)state;
	language_use(dictionary);
	assert_string_equal(language_text(LANGUAGE_VI, "row"), "dòng");
	assert_string_equal(
	    language_text(LANGUAGE_VI, NC_("seats", "row")), "hàng");
	assert_string_equal(
	    language_count(LANGUAGE_VI, "%d row", "%d rows", 1), "%d dòng");
	assert_string_equal(
	    language_count(LANGUAGE_VI, "%d row", "%d rows", UINT64_C(1) << 40),
	    "nhiều dòng");
	language_use(NULL);
}

/* English where a translation, or the dictionary, is missing. */
static void
what_is_missing_is_english(void **state)
{
	(void)state;
	language_use(dictionary);
	assert_string_equal(
	    language_text(LANGUAGE_VI, NC_("seats", "aisle")), "aisle");
	assert_string_equal(language_text(LANGUAGE_VI, ""), "");
	assert_null(language_text(LANGUAGE_VI, NULL));
	language_use(NULL);
	assert_string_equal(language_text(LANGUAGE_VI, "row"), "row");
	assert_string_equal(
	    language_count(LANGUAGE_VI, "%d row", "%d rows", 2), "%d rows");
}

UNIT_TESTS(cmocka_unit_test(english_is_the_message),
    cmocka_unit_test(others_are_looked_up),
    cmocka_unit_test(what_is_missing_is_english))
