#include "io/import/forms/cell.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/import/csv/words.h"
#include "io/locale/locale.h"

#define ONES 0x0101010101010101u
#define HIGHS (ONES << 7)

static bool
is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static struct text
trim(struct text text)
{
	while (text.length && is_space(text.data[0])) {
		text.data++;
		text.length--;
	}
	while (text.length && is_space(text.data[text.length - 1]))
		text.length--;
	return text;
}

/* By a lead byte, from 0xc0 on: the second bytes of characters that NFC leaves
 * alone and that are no white space, the first of them and how many. Latin
 * letters are such, those of Vietnamese among them: U+00AE to U+02FF and U+1E00
 * to U+1EFF (UAX #15: NFC_Quick_Check is Yes, the combining class 0). */
static const struct {
	unsigned char first, count;
} settled[64] = {
	[0x02] = { 0xae, 18 }, /* U+00AE to U+00BF */
	[0x03] = { 0x80, 64 },
	[0x04] = { 0x80, 64 },
	[0x05] = { 0x80, 64 },
	[0x06] = { 0x80, 64 },
	[0x07] = { 0x80, 64 },
	[0x08] = { 0x80, 64 },
	[0x09] = { 0x80, 64 },
	[0x0a] = { 0x80, 64 },
	[0x0b] = { 0x80, 64 }, /* to U+02FF */
	[0x21] = { 0xb8, 4 },  /* U+1E00 to U+1EFF */
};

/* Are the characters settled that begin in the eight bytes at `at`, which are
 * `word`? The text goes on to `end`. */
static bool
are_settled(const char *at, const char *end, uint64_t word)
{
	uint64_t leads = word & word << 1 & HIGHS;
	for (; leads; leads &= leads - 1) {
		const char *lead = at + __builtin_ctzll(leads) / 8;
		unsigned known = (unsigned char)*lead - 0xc0u;
		if (lead + 1 == end ||
		    (unsigned)(unsigned char)lead[1] - settled[known].first >=
			settled[known].count)
			return false;
	}
	return true;
}

/* Is it ASCII and settled letters without control characters and runs of
 * spaces, so that trimming is all? */
static bool
is_plain(struct text text, bool free_text)
{
	uint64_t before = 0; /* the lowest byte: was the last one a space? */
	for (size_t i = 0; i < text.length; i += 8) {
		const char *at = text.data + i;
		size_t left = text.length - i;
		/* Behind the end stand letters. */
		uint64_t word =
		    left >= 8 ? word_at(at)
			      : word_few(at, left) | ONES * 'a' << 8 * left;
		if (word & HIGHS && !are_settled(at, at + left, word))
			return false;
		if (free_text)
			continue;
		uint64_t low = word & ~HIGHS;
		uint64_t letters = (low + ONES * (0x80 - ' ')) | word;
		uint64_t spaces =
		    ~(((low ^ ONES * ' ') + ONES * 0x7f) | word) & HIGHS;
		if (~letters & HIGHS || spaces & (spaces << 8 | before))
			return false;
		before = spaces >> 56;
	}
	return true;
}

/* A character that is not seen and tells nothing: soft hyphens, joiners, marks
 * of direction, byte order marks. Two ids may differ by one. In free text
 * joiners stay, for they make letters and pictures of several. */
static bool
is_invisible(ucs4_t point, bool free_text)
{
	bool joiner = point == 0x200c || point == 0x200d;
	return point == 0xad ||
	       (point >= 0x200b && point <= 0x200f && !(joiner && free_text)) ||
	       point == 0x2060 || point == 0xfeff;
}

/* Copies code points; white space at the ends and invisible characters are
 * dropped, and unless it is free text inner runs are made one space. Shortens
 * only. */
static size_t
copy_clean(uint8_t *to, const uint8_t *from, size_t length, bool free_text)
{
	uint8_t *at = to, *kept = to;
	bool space = false;
	while (length) {
		ucs4_t point;
		size_t size = (size_t)u8_mbtouc(&point, from, length);
		if (is_invisible(point, free_text)) {
			from += size;
			length -= size;
			continue;
		}
		if (!uc_is_property_white_space(point)) {
			if (space && kept != to && !free_text) {
				at = kept;
				*at++ = ' ';
			}
			memmove(at, from, size);
			at += size;
			kept = at;
			space = false;
		} else {
			space = true;
			if (free_text && kept != to) {
				memmove(at, from, size);
				at += size;
			}
		}
		from += size;
		length -= size;
	}
	return (size_t)(kept - to);
}

struct text
cell_clean(struct text bytes, bool free_text, struct arena *arena)
{
	struct text text = trim(bytes);
	if (is_plain(text, free_text))
		return text.length ? text : text_of("");
	/* Normalising at most triples the bytes (UAX #15, table "expansion
	 * factors", NFC in UTF-8). */
	size_t size = text.length * 3 + 16;
	uint8_t *normal = arena_allocate(arena, size, 1);
	if (!normal)
		return (struct text){ NULL, 0 };
	uint8_t *result = u8_normalize(UNINORM_NFC, (const uint8_t *)text.data,
	    text.length, normal, &size);
	if (result != normal) {
		free(result);
		return (struct text){ arena_refused(arena), 0 };
	}
	size = copy_clean(normal, normal, size, free_text);
	return (struct text){ (const char *)normal, size };
}

/* A malloc'd result of libunistring as a text in the arena. */
static struct text
adopt(uint8_t *bytes, size_t length, struct arena *arena)
{
	struct text text = { NULL, 0 };
	text.data = bytes ? arena_copy(arena, (const char *)bytes, length)
			  : arena_refused(arena);
	if (text.data)
		text.length = length;
	free(bytes);
	return text;
}

static struct text
without_mark(struct text clean)
{
	bool marked = clean.length >= 3 && memcmp(clean.data, "\ufeff", 3) == 0;
	return (
	    struct text){ clean.data + 3 * marked, clean.length - 3 * marked };
}

struct text
cell_fold(struct text clean, struct arena *arena)
{
	size_t length = 0;
	clean = without_mark(clean);
	uint8_t *folded = u8_casefold((const uint8_t *)clean.data, clean.length,
	    NULL, UNINORM_NFC, NULL, &length);
	return adopt(folded, length, arena);
}

struct text
cell_skeleton(struct text clean, struct arena *arena)
{
	size_t length = 0, kept = 0, size;
	clean = without_mark(clean);
	uint8_t *parts = u8_casefold((const uint8_t *)clean.data, clean.length,
	    NULL, UNINORM_NFD, NULL, &length);
	for (size_t at = 0; parts && at < length; at += size) {
		ucs4_t point;
		size = (size_t)u8_mbtouc(&point, parts + at, length - at);
		if (uc_combining_class(point) != 0)
			continue;
		if (point == 0x111) { /* đ has no decomposition */
			parts[kept++] = 'd';
			continue;
		}
		memmove(parts + kept, parts + at, size);
		kept += size;
	}
	return adopt(parts, kept, arena);
}

/* `a, b or c`; NULL without memory. */
static const char *
list_words(const char *const *words, size_t count, struct arena *arena)
{
	const char *list = words[0];
	for (size_t i = 1; i < count && list; i++)
		list = arena_format(arena, "%s%s%s", list,
		    i + 1 < count ? ", " : _(" or "), words[i]);
	return list;
}

static const char *
read_word(const struct field *field, struct value *value, struct arena *arena)
{
	const char *const *words = schema_words(field->type);
	size_t count = 0;
	for (; words[count]; count++)
		if (text_is(value->text, words[count])) {
			value->as.code = (int)count;
			return NULL;
		}
	if (schema_expected(field->type))
		return schema_expected(field->type);
	struct text folded = cell_fold(value->text, arena);
	for (size_t i = 0; i < count && folded.data; i++)
		if (text_is(folded, words[i])) {
			value->as.code = (int)i;
			value->way = WORD_OTHER_CASE;
			return NULL;
		}
	value->way = WORD_UNKNOWN;
	const char *nearest = text_nearest(value->text, words, count);
	const char *reason = NULL;
	if (nearest) {
		reason = arena_format(arena, _("unknown %s; did you mean %s?"),
		    field->name, nearest);
	} else {
		const char *list = list_words(words, count, arena);
		if (list)
			reason = arena_format(arena,
			    _("unknown %s; expected %s"), field->name, list);
	}
	return reason ? reason : N_("unknown word");
}

/* What is wrong with a day that exists; a filler becomes blank where the column
 * may have one. */
static const char *
judge_date(const struct field *field, const struct form *form, date *day)
{
	if (date_is_plausible(*day))
		return NULL;
	struct civil civil = date_civil(*day);
	bool filler =
	    civil.year == 2100 || civil.year == 2999 || civil.year == 9999;
	bool may_be_blank =
	    field->flags & FIELD_FAR_IS_BLANK ||
	    (form->far_dates && !(field->flags & FIELD_REQUIRED));
	if (filler && may_be_blank)
		*day = DATE_NONE;
	else if (civil.year < 100 && form->short_years)
		*day = date_of(form_year(civil.year), civil.month, civil.day);
	else if (filler && !form->far_dates)
		return N_("an improbable year; is it a filler or a slip? with "
			  "also: [far_dates] it is blank");
	else if (civil.year < 100)
		return N_("an improbable year; is it a filler or a slip? with "
			  "also: [short_years] 0026 is 2026");
	else
		return N_("an improbable year; is it a filler or a slip?");
	return NULL;
}

/* What to say where no key helps but `also`. */
static const char *
no_date(const struct form *form, struct text text)
{
	static const struct form numeric[] = {
		{ .dates = DATES_ISO, .excel_dates = true },
		{ .dates = DATES_ISO, .unix_dates = true },
	};
	struct form_day day;
	if (!form->excel_dates && form_date(&numeric[0], text, &day) &&
	    date_is_plausible(day.day))
		return N_("not a date (a spreadsheet's number of a day? with "
			  "also: [excel_dates] it is read)");
	if (!form->unix_dates && form_date(&numeric[1], text, &day) &&
	    date_is_plausible(day.day))
		return N_("not a date (seconds since 1970? with also: "
			  "[unix_dates] they are read)");
	return NULL;
}

/* The day on which a time falls in the form's own zone. */
static date
local_day(const struct form *form, const struct form_day *day)
{
	int offset = day->zoned ? day->offset : form->stated.minutes;
	int second = day->second + (form->local.minutes - offset) * 60;
	int floor = second >= 0 ? second / 86400 : -((86399 - second) / 86400);
	return day->day + floor;
}

static const char *
read_date(
    const struct field *field, const struct form *form, struct value *value)
{
	struct form_day day;
	if (form_date(form, value->text, &day)) {
		value->zoned = day.timed && (day.zoned || form->stated.known);
		value->as.date = value->zoned && form->local.known &&
					 date_is_plausible(day.day)
				     ? local_day(form, &day)
				     : day.day;
		return judge_date(field, form, &value->as.date);
	}
	const char *reason = no_date(form, value->text);
	if (reason)
		return reason;
	switch (form->dates) {
	case DATES_DMY:
		return N_("not a date (the column has DD/MM/YYYY; a day that "
			  "exists)");
	case DATES_MDY:
		return N_("not a date (the column has MM/DD/YYYY; a day that "
			  "exists)");
	case DATES_UNDECIDED:
	case DATES_ISO:
	case DATES_YMD:
		break;
	}
	return N_("not a date (expected YYYY-MM-DD, a day that exists)");
}

/* Of timesheets, which may be rounded. */
static const char *
too_fine(const struct field *field, struct arena *arena)
{
	const char *reason = N_("more than eight decimal places");
	const char *full = arena_format(arena,
	    "%s; with timesheets: {round: %s} in kpi.yaml they are rounded",
	    reason, field->name);
	return full ? full : reason;
}

static const char *
read_decimal(const struct field *field, const struct form *form,
    struct value *value, struct arena *arena)
{
	struct form_number number;
	bool hours = field->flags & FIELD_DURATION &&
		     (form->numbers != NUMBERS_PLAIN || form->unit);
	enum decimal_status status =
	    hours ? form_hours(form, value->text, &number)
		  : form_number(form, value->text, &number);
	if (status == DECIMAL_TOO_FINE && field->table == TABLE_TIMESHEETS)
		return too_fine(field, arena);
	if (status != DECIMAL_OK)
		return decimal_reason(status);
	value->as.decimal = number.value;
	value->currency = number.currency;
	value->rest = number.rest;
	value->rounded = number.rounded;
	if (field->flags & FIELD_NOT_NEGATIVE &&
	    (value->as.decimal < 0 || value->rest < 0))
		return N_("must not be negative");
	return NULL;
}

bool
cell_holds_id(const struct field *field)
{
	return field_is_id(field->type) || field->flags & FIELD_ENTRY_ID;
}

const char *
cell_no_id(struct text text)
{
	static const char *const errors[] = { "#n/a", "#ref!", "#value!",
		"#name?", "#div/0!", "#null!", "#num!", "#spill!", "#calc!",
		"#field!", "#blocked!", "#connect!", "#busy!", "#unknown!",
		"#getting_data" };
	enum { LONGEST = 13 };
	if (text.length == 0 || text.length > LONGEST ||
	    !memchr("*#Nn", text.data[0], 4))
		return NULL; /* nearly always */
	if (text_is(text, "*"))
		return N_("* stands for the company and cannot be an id");
	if (text_is(text, "NULL") || text_is(text, "N/A") ||
	    text_is(text, "n/a"))
		return N_("stands for no value and cannot be an id");
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (strlen(errors[i]) == text.length &&
		    strncasecmp(errors[i], text.data, text.length) == 0)
			return N_("an error of a spreadsheet cannot be an id");
	return NULL;
}

const char *
cell_read(const struct field *field, const struct form *form,
    struct value *value, struct arena *arena)
{
	bool blank = value->text.length == 0;
	value->currency = NULL;
	value->rounded = false;
	value->zoned = false;
	value->rest = 0;
	value->way = WORD_AS_WRITTEN;
	switch (field->type) {
	case FIELD_DATE:
		value->as.date = DATE_NONE;
		if (!blank)
			return read_date(field, form, value);
		break;
	case FIELD_DECIMAL:
		value->as.decimal = DECIMAL_NONE;
		if (!blank && !(field->flags & FIELD_DASH_IS_NONE &&
				  text_is(value->text, "-")))
			return read_decimal(field, form, value, arena);
		break;
	case FIELD_TEXT:
	case FIELD_WORD:
	case FIELD_MANAGER:
	case FIELD_CLIENT:
	case FIELD_CONTRACT:
	case FIELD_PROJECT:
	case FIELD_ALIASES:
		value->as.code = 0;
		if (cell_holds_id(field))
			return cell_no_id(value->text);
		break;
	case FIELD_STAGE:
	case FIELD_KIND:
	case FIELD_PER:
	case FIELD_RECURRING:
	case FIELD_SURVEY_KIND:
	case FIELD_YES:
	case FIELD_ESTIMATOR:
	case FIELD_PLAN_SCOPE:
	case FIELD_PRORATE:
	case FIELD_TYPE_COUNT:
		value->as.code = 0;
		if (!blank)
			return read_word(field, value, arena);
		break;
	}
	return NULL;
}
