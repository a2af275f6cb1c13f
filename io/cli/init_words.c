/* The words of stages and kinds, and what they mean. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/init_parts.h"
#include "io/locale/locale.h"

enum { WORDS_SHOWN = 60 };

/* A word of a field in the files of a source. */
struct word {
	struct text text;
	uint64_t rows;
	const char *meaning; /* NULL: not sure */
	bool as_it_is;
};

struct words {
	struct word *rows;
	size_t count, capacity;
};

static bool
add_word(struct init_page *page, struct words *words, struct text text,
    uint64_t rows)
{
	for (size_t i = 0; i < words->count; i++)
		if (text_equal(words->rows[i].text, text)) {
			words->rows[i].rows += rows;
			return true;
		}
	words->rows = arena_grown(page->arena, words->rows, words->count,
	    &words->capacity, sizeof *words->rows);
	if (words->rows)
		words->rows[words->count++] =
		    (struct word){ .text = text, .rows = rows };
	return words->rows != NULL;
}

/* The most frequent first; equally frequent ones in the order of their
 * bytes. */
static int
by_rows(const void *left, const void *right)
{
	const struct word *a = left, *b = right;
	return a->rows != b->rows ? (a->rows < b->rows) - (a->rows > b->rows)
				  : text_compare(a->text, b->text);
}

/* All words of a field, with what they mean. */
static struct words
words_of(struct init_page *page, const struct init_source *source, size_t field)
{
	struct words words = { NULL, 0, 0 };
	for (size_t i = 0; i < source->count; i++) {
		const struct column_profile *column =
		    init_column(source->files[i], field);
		for (uint32_t w = 0; column && w < column->words.count; w++)
			if (!add_word(page, &words,
				dictionary_text(&column->words, w),
				column->counts[w].rows))
				page->failed = true;
	}
	for (size_t i = 0; words.rows && i < words.count; i++)
		words.rows[i].meaning =
		    guess_word(source->files[0], page->known, field,
			words.rows[i].text, &words.rows[i].as_it_is);
	if (words.rows && words.count)
		qsort(words.rows, words.count, sizeof *words.rows, by_rows);
	return words;
}

/* Are there words whose meaning kpi.yaml has to tell? With `sure`: some of
 * which the meaning is known? */
static bool
are_to_tell(const struct words *words, bool *sure)
{
	bool any = false;
	*sure = false;
	for (size_t i = 0; i < words->count; i++) {
		any |= !words->rows[i].as_it_is;
		*sure |= words->rows[i].meaning != NULL;
	}
	return any;
}

bool
init_has_words(struct init_page *page, const struct init_source *source)
{
	struct field_range range = schema_range(source->table);
	bool any = false, sure;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		struct words words = { NULL, 0, 0 };
		if (guess_has_words(f))
			words = words_of(page, source, f);
		any |= are_to_tell(&words, &sure);
	}
	return any;
}

/* `open, won, lost or cancelled` */
static const char *
choices(struct init_page *page, size_t field)
{
	const char *const *words = schema_words(schema_fields[field].type);
	const char *list = words ? words[0] : _("a code such as USD");
	for (size_t i = 1; words && words[i] && list; i++)
		list = arena_format(page->arena, "%s%s%s", list,
		    words[i + 1] ? ", " : _(" or "), words[i]);
	page->failed |= !list;
	return list ? list : "";
}

static void
write_word(struct init_page *page, size_t field, const struct word *word)
{
	const char *text = init_quoted(page, word->text.data);
	const char *rows = locale_count("row", "rows", word->rows);
	const char *likely = guess_likely_word(page->known, field, word->text);
	if (word->meaning)
		init_line(page, 4, "%s: %s  # %ju %s", text, word->meaning,
		    (uintmax_t)word->rows, rows);
	else
		init_doubt(page, 4, "%s: %s  # %ju %s: %s", text,
		    likely ? likely : "…", (uintmax_t)word->rows, rows,
		    choices(page, field));
}

static void
write_words_of(struct init_page *page, size_t field, const struct words *words,
    bool *opened, bool any_sure)
{
	bool sure;
	if (!are_to_tell(words, &sure))
		return;
	if (!*opened)
		init_line(page, 0, any_sure ? "values:" : "# ? values:");
	*opened = true;
	init_line(
	    page, 2, "%s%s:", sure ? "" : "# ? ", schema_fields[field].name);
	for (size_t i = 0; i < words->count && i < WORDS_SHOWN; i++)
		write_word(page, field, &words->rows[i]);
	if (words->count > WORDS_SHOWN)
		init_doubt(page, 4, _("and %zu words more"),
		    words->count - WORDS_SHOWN);
}

void
init_write_words(struct init_page *page, const struct init_source *source)
{
	struct field_range range = schema_range(source->table);
	struct words words[FIELD_COUNT] = { { NULL, 0, 0 } };
	bool any_sure = false, opened = false, sure;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (!guess_has_words(f))
			continue;
		words[f] = words_of(page, source, f);
		any_sure |= are_to_tell(&words[f], &sure) && sure;
	}
	for (size_t f = range.first; f < range.first + range.count; f++)
		write_words_of(page, f, &words[f], &opened, any_sure);
}
