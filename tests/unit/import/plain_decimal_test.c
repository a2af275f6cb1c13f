/* What the quick way reads is what decimal_parse reads; what is grouped or
 * odd is left to the careful way. */
#include <stdio.h>
#include <string.h>

#include "io/import/forms/decimal.h"
#include "tests/unit/unit.h"

enum { ROOM = 32 };

static void
rows_of_text(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool read;
		decimal value;
		bool marked;
	} rows[] = {
		{ "0", true, 0, false },
		{ "8", true, 80000, false },
		{ "3.25", true, 32500, true },
		{ "0.5", true, 5000, true },
		{ "1.2345", true, 12345, true },
		{ "12.3400", true, 123400, true },
		{ "165000", true, 1650000000, false },
		{ "12345678", true, 123456780000, false },
		{ "123456.7", true, 1234567000, true },
		{ "12345678901234", true, 123456789012340000, false },
		{ "00000007", true, 70000, false },
		{ "-2.5", true, -25000, true },
		{ "1.234", false, 0, false },
		{ "123.456", false, 0, false },
		{ "1.23456", false, 0, false },
		{ ".5", false, 0, false },
		{ "5.", false, 0, false },
		{ "1.2.3", false, 0, false },
		{ "1..2", false, 0, false },
		{ ".", false, 0, false },
		{ "-", false, 0, false },
		{ "1e5", false, 0, false },
		{ "1,5", false, 0, false },
		{ "1 5", false, 0, false },
		{ "12:", false, 0, false },
		{ "/1", false, 0, false },
		{ "1\xc3\xa9", false, 0, false },
		{ "123456789012345", false, 0, false },
		{ "18446744073709551620", false, 0, false },
		{ "12345678901234.5678", true, 123456789012345678, true },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (const char *behind = ",\n\r"; *behind; behind++) {
			char room[ROOM];
			size_t length = strlen(rows[i].text);
			memset(room, ',', sizeof room);
			memcpy(room, rows[i].text, length);
			room[length] = *behind;
			decimal value = 0;
			bool marked = false;
			bool read = plain_decimal(
			    (struct text){ room, length }, &value, &marked);
			assert_int_equal(read, rows[i].read);
			if (!read)
				continue;
			assert_int_equal(value, rows[i].value);
			assert_int_equal(marked, rows[i].marked);
		}
}

/* All texts of up to six of these bytes. */
static void
same_as_parsed(void **state)
{
	(void)state;
	static const char bytes[] = "09.-5:";
	char room[ROOM];
	memset(room, ',', sizeof room);
	for (size_t length = 1; length <= 6; length++) {
		size_t texts = 1;
		for (size_t i = 0; i < length; i++)
			texts *= 6;
		for (size_t t = 0; t < texts; t++) {
			for (size_t i = 0, rest = t; i < length; i++, rest /= 6)
				room[i] = bytes[rest % 6];
			struct text text = { room, length };
			decimal value = 0, parsed = 0;
			bool marked = false;
			if (!plain_decimal(text, &value, &marked))
				continue;
			assert_int_equal(
			    decimal_parse(text, &parsed), DECIMAL_OK);
			assert_int_equal(value, parsed);
			assert_int_equal(
			    marked, memchr(room, '.', length) != NULL);
		}
		room[length] = ',';
	}
}

UNIT_TESTS(cmocka_unit_test(rows_of_text), cmocka_unit_test(same_as_parsed))
