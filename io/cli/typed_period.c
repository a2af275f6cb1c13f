#include "io/cli/typed_period.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/import/forms/cell.h"

/* So many days may be missing from a period that the data cover. */
enum { MISSING_MOST = 7 };

/* A period as it was typed. */
struct typed {
	enum period_kind kind;
	int part; /* which month, quarter or half; 0: a year */
	int year; /* 0: none was typed */
};

/* ---- words ---- */

enum word { QUARTER, HALF, MONTH, YEAR, FIRST_HALF, SECOND_HALF, NO_WORD };

/* In lower case, without diacritics. */
static const struct {
	const char *text;
	enum word word;
} words[] = { { "q", QUARTER }, { "qtr", QUARTER }, { "quarter", QUARTER },
	{ "quy", QUARTER }, { "qui", QUARTER }, { "h", HALF }, { "half", HALF },
	{ "nua", HALF }, { "m", MONTH }, { "month", MONTH }, { "t", MONTH },
	{ "thang", MONTH }, { "y", YEAR }, { "fy", YEAR }, { "year", YEAR },
	{ "nam", YEAR }, { "dau", FIRST_HALF }, { "cuoi", SECOND_HALF } };

static enum word
word_of(struct text text)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(text, words[i].text))
			return words[i].word;
	return NO_WORD;
}

/* The month of an English name, perhaps cut to three letters or more; 0: none.
 */
static int
month_named(struct text text)
{
	static const char *const months[] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };
	for (int i = 0; i < 12; i++)
		if (text.length >= 3 && text.length <= strlen(months[i]) &&
		    memcmp(text.data, months[i], text.length) == 0)
			return i + 1;
	return 0;
}

/* A quarter in Roman digits, as Vietnamese writes it; 0: none. */
static int
roman(struct text text)
{
	static const char *const digits[] = { "i", "ii", "iii", "iv" };
	for (int i = 0; i < 4; i++)
		if (text_is(text, digits[i]))
			return i + 1;
	return 0;
}

/* ---- one period ---- */

/* What has been read of a period so far. */
struct reading {
	struct typed typed;
	bool has_kind, wants_part, wants_year;
	int bare; /* a number of one or two digits without a word; 0: none */
	bool is_date; /* bare and year are joined by / or - or . */
	bool wrong;
};

/* The next word or number; empty at the end. */
static struct text
next_token(struct text *text, bool *joined)
{
	*joined = false;
	while (text->length && (unsigned char)*text->data < 0x80 &&
	       !isalnum((unsigned char)*text->data)) {
		*joined |= strchr("/-.", *text->data) != NULL;
		text->data++;
		text->length--;
	}
	bool number = text->length && isdigit((unsigned char)*text->data);
	size_t length = 0;
	while (length < text->length &&
	       ((unsigned char)text->data[length] >= 0x80 ||
		   isalnum((unsigned char)text->data[length])) &&
	       (isdigit((unsigned char)text->data[length]) != 0) == number)
		length++;
	struct text token = { text->data, length };
	text->data += length;
	text->length -= length;
	return token;
}

static void
set_kind(struct reading *reading, enum period_kind kind, int part)
{
	reading->wrong |= reading->has_kind;
	reading->has_kind = true;
	reading->typed.kind = kind;
	reading->typed.part = part;
	reading->wants_part = part == 0;
}

/* `nửa đầu`, `6 tháng cuối`, `nửa năm đầu`. */
static void
set_half(struct reading *reading, int part)
{
	enum period_kind kind = reading->typed.kind;
	bool six = kind == PERIOD_MONTH && reading->bare == 6;
	reading->wrong |= !reading->wants_part || !(kind == PERIOD_HALF || six);
	reading->typed.kind = PERIOD_HALF;
	reading->typed.part = part;
	reading->wants_part = reading->wants_year = false;
	if (six)
		reading->bare = 0;
}

static void
take_word(struct reading *reading, struct text token)
{
	int month = month_named(token);
	int quarter =
	    reading->wants_part && reading->typed.kind == PERIOD_QUARTER
		? roman(token)
		: 0;
	if (month)
		set_kind(reading, PERIOD_MONTH, month);
	else if (quarter) {
		reading->typed.part = quarter;
		reading->wants_part = false;
	} else
		switch (word_of(token)) {
		case QUARTER:
			set_kind(reading, PERIOD_QUARTER, 0);
			break;
		case HALF:
			set_kind(reading, PERIOD_HALF, 0);
			break;
		case MONTH:
			set_kind(reading, PERIOD_MONTH, 0);
			break;
		case YEAR:
			reading->wants_year = true;
			break;
		case FIRST_HALF:
			set_half(reading, 1);
			break;
		case SECOND_HALF:
			set_half(reading, 2);
			break;
		case NO_WORD:
			reading->wrong = true;
		}
}

static void
take_number(struct reading *reading, struct text token, bool joined)
{
	int number = 0;
	for (size_t i = 0; i < token.length && i < 4; i++)
		number = number * 10 + (token.data[i] - '0');
	bool small = token.length <= 2;
	if (token.length == 4 && reading->typed.year == 0 && number > 0) {
		reading->typed.year = number;
		reading->wants_year = false;
		reading->is_date |= joined && reading->bare;
	} else if (small && reading->wants_part && !reading->wants_year) {
		reading->typed.part = number;
		reading->wants_part = false;
		reading->wrong |= number == 0;
	} else if (token.length == 2 && reading->has_kind &&
		   !reading->wants_part && reading->typed.year == 0) {
		reading->typed.year = 2000 + number;
		reading->wants_year = false;
	} else if (small && number && !reading->has_kind && !reading->bare) {
		reading->bare = number;
		reading->is_date |= joined && reading->typed.year;
	} else {
		reading->wrong = true;
	}
}

static int
parts_in_year(enum period_kind kind)
{
	return kind == PERIOD_MONTH     ? 12
	       : kind == PERIOD_QUARTER ? 4
	       : kind == PERIOD_HALF    ? 2
					: 0;
}

/* Reads one period; the text is in lower case without diacritics. */
static bool
read_period(struct text text, struct typed *typed)
{
	struct reading reading = { .typed = { .kind = PERIOD_YEAR } };
	struct text token;
	bool joined;
	while ((token = next_token(&text, &joined)).length) {
		if (isdigit((unsigned char)*token.data))
			take_number(&reading, token, joined);
		else
			take_word(&reading, token);
	}
	if (!reading.has_kind && reading.bare && reading.is_date)
		set_kind(&reading, PERIOD_MONTH, reading.bare);
	else if (reading.bare)
		return false;
	*typed = reading.typed;
	return !reading.wrong && !reading.wants_part && !reading.wants_year &&
	       (reading.has_kind || typed->year) &&
	       typed->part <= parts_in_year(typed->kind);
}

/* By kind of period. */
static const char letters[] = "MQH";

/* As period_parse has it, or without the year. */
static void
print_period(char text[PERIOD_TEXT_SIZE], struct typed typed)
{
	if (typed.kind == PERIOD_YEAR)
		snprintf(text, PERIOD_TEXT_SIZE, "%04d", typed.year);
	else if (typed.year && typed.kind == PERIOD_MONTH)
		snprintf(text, PERIOD_TEXT_SIZE, "%04d-%02d", typed.year,
		    typed.part);
	else if (typed.year)
		snprintf(text, PERIOD_TEXT_SIZE, "%04d%c%d", typed.year,
		    letters[typed.kind], typed.part);
	else
		snprintf(text, PERIOD_TEXT_SIZE,
		    typed.kind == PERIOD_MONTH ? "%c%02d" : "%c%d",
		    letters[typed.kind], typed.part);
}

/* ---- lists ---- */

/* What becomes of one period of a list. `last` is the text behind the two dots
 * of a range, as it has become, else NULL. */
struct rewriting {
	const char *(*rewrite)(const struct rewriting *rewriting,
	    struct text text, const char *last);
	struct arena *arena;
	date latest;
	int fiscal;
};

static struct text
trimmed(const char *data, size_t length)
{
	while (length && *data == ' ') {
		data++;
		length--;
	}
	while (length && data[length - 1] == ' ')
		length--;
	return (struct text){ data, length };
}

/* One element: a period or a range. */
static const char *
rewrite_element(const struct rewriting *rewriting, struct text text)
{
	size_t length = 0;
	while (length + 1 < text.length &&
	       memcmp(text.data + length, "..", 2) != 0)
		length++;
	if (length + 1 >= text.length)
		return rewriting->rewrite(rewriting, text, NULL);
	const char *last = rewriting->rewrite(rewriting,
	    trimmed(text.data + length + 2, text.length - length - 2), NULL);
	const char *first = last ? rewriting->rewrite(rewriting,
				       trimmed(text.data, length), last)
				 : NULL;
	return first ? arena_format(rewriting->arena, "%s..%s", first, last)
		     : NULL;
}

static const char *
rewrite_list(const struct rewriting *rewriting, const char *list)
{
	struct growing_text made = { .arena = rewriting->arena };
	for (size_t count = 0; list; count++) {
		const char *comma = strchr(list, ',');
		size_t length = comma ? (size_t)(comma - list) : strlen(list);
		text_append(&made, count ? "," : "");
		text_append(
		    &made, rewrite_element(rewriting, trimmed(list, length)));
		list = comma ? comma + 1 : NULL;
	}
	return text_grown(&made);
}

static const char *
canonical(const struct rewriting *rewriting, struct text text, const char *last)
{
	struct arena *arena = rewriting->arena;
	char label[PERIOD_TEXT_SIZE];
	struct typed typed;
	(void)last;
	if (text.length == 0 ||
	    u8_check((const uint8_t *)text.data, text.length))
		return arena_copy(arena, text.data, text.length);
	struct text folded = cell_skeleton(text, arena);
	if (!folded.data)
		return NULL;
	if (!read_period(folded, &typed))
		return arena_copy(arena, text.data, text.length);
	print_period(label, typed);
	return arena_copy(arena, label, strlen(label));
}

const char *
typed_periods(const char *list, struct arena *arena)
{
	struct rewriting rewriting = { .rewrite = canonical, .arena = arena };
	return rewrite_list(&rewriting, list);
}

/* ---- years left open ---- */

/* Reads Q3, H2 or M09, which are typed_periods's own. */
static bool
read_open(struct text text, struct typed *typed)
{
	int part = 0;
	if (text.length < 2 || text.length > 3)
		return false;
	for (size_t i = 1; i < text.length; i++) {
		if (!isdigit((unsigned char)text.data[i]))
			return false;
		part = part * 10 + (text.data[i] - '0');
	}
	const char *letter = strchr(letters, *text.data);
	*typed = (struct typed){ .part = part,
		.kind = letter ? (enum period_kind)(letter - letters)
			       : PERIOD_YEAR };
	return part >= 1 && part <= parts_in_year(typed->kind);
}

bool
typed_periods_open(const char *list, bool *quarters)
{
	bool open = false;
	*quarters = true;
	while (*list) {
		struct typed typed;
		struct period period;
		struct text text = { list, strcspn(list, ",.") };
		bool one = read_open(text, &typed);
		open |= one;
		*quarters &= one ? typed.kind == PERIOD_QUARTER
				 : period_parse(text, 1, &period) &&
				       period.kind == PERIOD_QUARTER;
		list += text.length + strspn(list + text.length, ",.");
	}
	return open;
}

/* The latest such period that ends by then. */
static bool
close_one(struct typed typed, date end, int fiscal, struct period *period)
{
	enum { YEARS = 4 };
	char label[PERIOD_TEXT_SIZE];
	struct civil civil = date_civil(end);
	for (int i = 0; i < YEARS; i++) {
		typed.year = civil.year + 1 - i;
		print_period(label, typed);
		if (period_parse(text_of(label), fiscal, period) &&
		    period->until <= end)
			return true;
	}
	return false;
}

static const char *
closed(const struct rewriting *rewriting, struct text text, const char *last)
{
	struct typed typed;
	struct period period;
	date end = rewriting->latest + MISSING_MOST;
	if (last && period_parse(text_of(last), rewriting->fiscal, &period))
		end = period.until;
	bool made = read_open(text, &typed) &&
		    close_one(typed, end, rewriting->fiscal, &period);
	const char *label = made ? period.label : text.data;
	return arena_copy(
	    rewriting->arena, label, made ? strlen(label) : text.length);
}

const char *
typed_periods_close(
    const char *list, date latest, int fiscal_year_start, struct arena *arena)
{
	struct rewriting rewriting = { .rewrite = closed,
		.arena = arena,
		.latest = latest,
		.fiscal = fiscal_year_start };
	return rewrite_list(&rewriting, list);
}
