#include "io/cli/typed_name.h"

#include <ctype.h>
#include <string.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

/* Shorter texts stand in too many names by chance. */
enum { INSIDE_LEAST = 3 };

/* What was typed, in the forms in which it is compared. */
struct wanted {
	struct text exact;
	struct text
	    marked;       /* words in lower case; no text where that is bare */
	struct text bare; /* the same without diacritics */
};

/* Makes words with a space between from what was folded; data is NULL without
 * memory. */
static struct text
words_of(struct text folded, struct arena *arena)
{
	char *words = arena_allocate(arena, folded.length + 1, 1);
	size_t length = 0;
	bool between = false;
	for (size_t i = 0; folded.data && words && i < folded.length; i++) {
		unsigned char byte = (unsigned char)folded.data[i];
		if (byte < 0x80 && !isalnum(byte)) {
			between = length > 0;
			continue;
		}
		if (between)
			words[length++] = ' ';
		between = false;
		words[length++] = (char)byte;
	}
	return (struct text){ folded.data ? words : NULL, length };
}

static bool
begins(struct text text, struct text beginning)
{
	return text.length >= beginning.length &&
	       memcmp(text.data, beginning.data, beginning.length) == 0;
}

/* Cuts the first word off a text of words. */
static struct text
next_word(struct text *words)
{
	const char *space = memchr(words->data, ' ', words->length);
	size_t length = space ? (size_t)(space - words->data) : words->length;
	struct text word = { words->data, length };
	words->data += length + (space != NULL);
	words->length -= length + (space != NULL);
	return word;
}

/* Does each word that was typed begin a word of the name? */
static bool
each_begins(struct text name, struct text typed)
{
	while (typed.length) {
		struct text word = next_word(&typed), rest = name;
		bool found = false;
		while (rest.length && !found)
			found = begins(next_word(&rest), word);
		if (!found)
			return false;
	}
	return true;
}

static bool
stands_inside(struct text name, struct text typed)
{
	if (typed.length < INSIDE_LEAST)
		return false;
	while (name.length && !begins(name, typed)) {
		name.data++;
		name.length--;
	}
	return name.length > 0;
}

static enum typed_fit
fit_words(struct text name, struct text typed)
{
	return typed.length == 0            ? TYPED_NOT
	       : text_equal(name, typed)    ? TYPED_SAME
	       : each_begins(name, typed)   ? TYPED_BEGINNING
	       : stands_inside(name, typed) ? TYPED_INSIDE
					    : TYPED_NOT;
}

/* How a name fits, and in *bare whether only without its diacritics. */
static enum typed_fit
fit_name(const struct wanted *wanted, struct text name, bool *bare,
    struct arena *scratch)
{
	*bare = false;
	if (name.length == 0)
		return TYPED_NOT;
	if (text_equal(name, wanted->exact))
		return TYPED_EXACT;
	struct text clean = cell_clean(name, false, scratch);
	enum typed_fit fit = TYPED_NOT;
	if (wanted->marked.length)
		fit = fit_words(words_of(cell_fold(clean, scratch), scratch),
		    wanted->marked);
	if (fit != TYPED_NOT)
		return fit;
	*bare = true;
	return fit_words(
	    words_of(cell_skeleton(clean, scratch), scratch), wanted->bare);
}

static bool
want(struct wanted *wanted, struct text typed, struct arena *arena)
{
	struct text clean = cell_clean(typed, false, arena);
	*wanted = (struct wanted){ .exact = clean };
	if (!clean.data)
		return false;
	wanted->marked = words_of(cell_fold(clean, arena), arena);
	wanted->bare = words_of(cell_skeleton(clean, arena), arena);
	bool made = wanted->marked.data && wanted->bare.data;
	if (made && text_equal(wanted->marked, wanted->bare))
		wanted->marked = text_of("");
	return made;
}

/* The best fit of any of its names, as a rank. An exact id comes before an
 * exact name, and at each other fit the diacritics that were typed before none.
 */
static unsigned
rank_choice(const struct wanted *wanted, const struct typed_choice *choice,
    struct arena *scratch)
{
	unsigned best = TYPED_NOT * 2;
	for (size_t i = 0; i < TYPED_NAMES; i++) {
		bool bare;
		enum typed_fit fit =
		    fit_name(wanted, choice->names[i], &bare, scratch);
		bool later = fit == TYPED_EXACT ? i > 0 : bare;
		unsigned rank = (unsigned)fit * 2 + (fit < TYPED_NOT && later);
		best = rank < best ? rank : best;
	}
	return best;
}

bool
typed_name_find(struct typed_found *found, const struct typed_choice *choices,
    size_t count, struct text typed, struct arena *arena)
{
	struct wanted wanted;
	struct arena *scratch = arena_new();
	unsigned best = TYPED_NOT * 2;
	found->count = 0;
	found->choices =
	    arena_allocate(arena, count + 1, sizeof *found->choices);
	found->fit = TYPED_NOT;
	if (found->choices &&
	    u8_check((const uint8_t *)typed.data, typed.length)) {
		arena_free(scratch);
		return true; /* what is no text is nobody's name */
	}
	bool able = scratch && found->choices && want(&wanted, typed, arena);
	for (size_t i = 0; i < count && able; i++) {
		struct arena_mark mark = arena_mark(scratch);
		unsigned rank = rank_choice(&wanted, &choices[i], scratch);
		able = !arena_failed(scratch);
		arena_release(scratch, mark);
		if (rank > best || rank >= TYPED_NOT * 2)
			continue;
		found->count = rank < best ? 0 : found->count;
		best = rank;
		found->choices[found->count++] = i;
	}
	found->fit = (enum typed_fit)(best / 2);
	arena_free(scratch);
	return able;
}

/* The id, and behind it what it is called, if that is another text: in the
 * language that is spoken where there are several. */
static const char *
print_choice(const struct typed_choice *choice, struct arena *arena)
{
	struct text id = choice->names[0], name = choice->names[1];
	if (locale_spoken() == LANGUAGE_VI && choice->names[2].length)
		name = choice->names[2];
	bool named = name.length && !text_equal(name, id);
	const char *text = arena_format(arena, named ? "%.*s (%.*s)" : "%.*s",
	    (int)id.length, id.data, (int)name.length, name.data);
	return text ? text : "…";
}

static void
say_several(const struct typed_found *found, const struct typed_choice *choices,
    const char *given, struct arena *arena)
{
	enum { LISTED = 12 };
	struct growing_text list = { .arena = arena };
	for (size_t i = 0; i < found->count && i < LISTED; i++) {
		text_append(&list, i ? ", " : "");
		text_append(
		    &list, print_choice(&choices[found->choices[i]], arena));
	}
	if (found->count > LISTED)
		text_append(&list, ", …");
	const char *text = text_grown(&list);
	talk_error("%s: several fit: %s", given, text ? text : "…");
}

size_t
typed_name_choose(const struct typed_choice *choices, size_t count,
    const char *option, const char *typed, bool quiet, struct arena *arena)
{
	struct typed_found found;
	const char *given =
	    arena_format(arena, "%s%s%s", option, *option ? " " : "", typed);
	if (!given ||
	    !typed_name_find(&found, choices, count, text_of(typed), arena)) {
		talk_error("out of memory");
		return TYPED_SAID;
	}
	if (found.count == 0)
		return TYPED_NOBODY;
	if (found.count > 1) {
		say_several(&found, choices, given, arena);
		return TYPED_SAID;
	}
	if (found.fit > TYPED_SAME || (found.fit == TYPED_SAME && !quiet))
		talk_note("%s: that is %s", given,
		    print_choice(&choices[found.choices[0]], arena));
	return found.choices[0];
}
