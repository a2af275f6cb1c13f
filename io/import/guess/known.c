#include "io/import/guess/known.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/rates.h"
#include "io/import/forms/cell.h"

static const struct name_row {
	size_t field;
	const char *name;
} name_rows[] = {
#define NAME(TABLE, column, name) { FIELD_##TABLE##_##column, name },
#include "io/import/guess/names.def"
#undef NAME
#define SYNONYM(TABLE, column, name) { FIELD_##TABLE##_##column, name },
#define ORDINARY(name)
#include "io/import/rows/synonyms.def"
#undef SYNONYM
#undef ORDINARY
};

static const struct word_row {
	enum field_type type; /* FIELD_TEXT: of a currency */
	const char *meaning, *word;
} word_rows[] = {
#define WORD(TYPE, meaning, word) { FIELD_##TYPE, meaning, word },
#define CURRENCY(code, word) { FIELD_TEXT, code, word },
#define FILE_WORD(TABLE, word)
#include "io/import/guess/words.def"
#undef WORD
#undef CURRENCY
#undef FILE_WORD
};

static const struct file_row {
	enum table table;
	const char *word;
} file_rows[] = {
#define WORD(TYPE, meaning, word)
#define CURRENCY(code, word)
#define FILE_WORD(TABLE, word) { TABLE_##TABLE, word },
#include "io/import/guess/words.def"
#undef WORD
#undef CURRENCY
#undef FILE_WORD
};

enum {
	NAME_ROWS = sizeof name_rows / sizeof *name_rows,
	WORD_ROWS = sizeof word_rows / sizeof *word_rows,
	FILE_ROWS = sizeof file_rows / sizeof *file_rows
};

/* ---- names ---- */

/* The length of a name without brackets at its end, unless they are all. */
static size_t
without_brackets(struct text name)
{
	size_t length = name.length;
	while (length && strchr(" *:", name.data[length - 1]))
		length--;
	if (!length || !strchr(")]", name.data[length - 1]))
		return length;
	size_t open = length;
	while (open && !strchr("([", name.data[open - 1]))
		open--;
	return open > 1 ? open - 1 : length;
}

struct text
known_key(const struct known *known, struct text name)
{
	struct text cut = { name.data, without_brackets(name) };
	struct text skeleton = cell_skeleton(cut, known->arena);
	if (!skeleton.data)
		return skeleton;
	char *key = arena_allocate(known->arena, skeleton.length + 1, 1);
	size_t length = 0;
	for (size_t i = 0; key && i < skeleton.length; i++) {
		char byte = skeleton.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') ||
			      (byte >= '0' && byte <= '9') || byte & '\x80';
		if (letter)
			key[length++] = byte;
	}
	return (struct text){ key, length };
}

static bool
add_name(struct known *known, size_t field, const char *name)
{
	struct text key = known_key(known, text_of(name));
	known->names[known->name_count++] = (struct known_name){ field, key };
	return key.data != NULL;
}

bool
known_init(struct known *known, struct arena *arena)
{
	*known = (struct known){ .arena = arena };
	known->names = arena_allocate(
	    arena, NAME_ROWS + 2 * FIELD_COUNT, sizeof *known->names);
	if (!known->names)
		return false;
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		const char *other = schema_other_name(f);
		if (!add_name(known, f, schema_fields[f].name) ||
		    (other && !add_name(known, f, other)))
			return false;
	}
	for (size_t i = 0; i < NAME_ROWS; i++)
		if (!add_name(known, name_rows[i].field, name_rows[i].name))
			return false;
	return true;
}

size_t
known_rank(const struct known *known, size_t field, struct text key)
{
	for (size_t i = 0; key.length && i < known->name_count; i++)
		if (known->names[i].field == field &&
		    text_equal(known->names[i].key, key))
			return i + 1;
	return 0;
}

bool
known_is_name(const struct known *known, enum table table, struct text key)
{
	for (size_t i = 0; key.length && i < known->name_count; i++)
		if (schema_fields[known->names[i].field].table == table &&
		    text_equal(known->names[i].key, key))
			return true;
	return false;
}

/* ---- words ---- */

/* A word without a number in front, `3. ` or `5 - `. */
static struct text
without_number(struct text word)
{
	size_t digits = 0;
	while (digits < word.length && word.data[digits] >= '0' &&
	       word.data[digits] <= '9')
		digits++;
	size_t at = digits;
	while (at < word.length && strchr(" .-):", word.data[at]))
		at++;
	return digits && at > digits && at < word.length
		   ? (struct text){ word.data + at, word.length - at }
		   : word;
}

static bool
is_ascii(struct text word)
{
	for (size_t i = 0; i < word.length; i++)
		if (word.data[i] & '\x80')
			return false;
	return true;
}

/* The meaning of a word among the rows of a type. A word without any accent
 * may be one whose accents were left out. */
static const char *
meaning_of(const struct known *known, enum field_type type, struct text word)
{
	struct text folded = cell_fold(without_number(word), known->arena);
	bool bare = folded.data && is_ascii(folded);
	for (size_t i = 0; folded.data && i < WORD_ROWS; i++) {
		if (word_rows[i].type != type)
			continue;
		struct text row = text_of(word_rows[i].word);
		if (bare && !is_ascii(row))
			row = cell_skeleton(row, known->arena);
		if (row.data && text_equal(row, folded))
			return word_rows[i].meaning;
	}
	return NULL;
}

const char *
known_word(const struct known *known, enum field_type type, struct text word)
{
	const char *const *words = schema_words(type);
	struct text folded = cell_fold(word, known->arena);
	for (; words && folded.data && *words; words++)
		if (text_is(folded, *words))
			return *words;
	return words ? meaning_of(known, type, word) : NULL;
}

/* The next run of letters from *at on; empty at the end. */
static struct text
next_token(struct text text, size_t *at)
{
	static const char between[] = " .,;:/()[]-_+&";
	while (*at < text.length && strchr(between, text.data[*at]))
		++*at;
	size_t begin = *at;
	while (*at < text.length && !strchr(between, text.data[*at]))
		++*at;
	return (struct text){ text.data + begin, *at - begin };
}

static bool
denies(struct text token)
{
	static const char *const words[] = { "not", "no", "non", "un", "không",
		"chưa", "khong", "chua" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(token, words[i]))
			return true;
	return false;
}

const char *
known_likely_word(
    const struct known *known, enum field_type type, struct text word)
{
	struct text folded = cell_fold(word, known->arena), token;
	const char *meaning = NULL;
	size_t at = 0;
	while (folded.data && (token = next_token(folded, &at)).length) {
		const char *one = known_word(known, type, token);
		if (denies(token) ||
		    (one && meaning && strcmp(one, meaning) != 0))
			return NULL;
		meaning = one ? one : meaning;
	}
	return meaning;
}

const char *
known_currency(const struct known *known, struct text word)
{
	return rates_is_currency(word)
		   ? arena_copy(known->arena, word.data, word.length)
		   : meaning_of(known, FIELD_TEXT, word);
}

bool
known_file_name(const struct known *known, enum table table, const char *name)
{
	struct text key = known_key(known, text_of(name));
	const char *text =
	    key.data ? arena_copy(known->arena, key.data, key.length) : NULL;
	for (size_t i = 0; text && i < FILE_ROWS; i++)
		if (file_rows[i].table == table &&
		    strstr(text, file_rows[i].word))
			return true;
	return false;
}
