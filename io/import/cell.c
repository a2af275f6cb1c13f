#include "io/import/cell.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "engine/arena.h"

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

/* Is it ASCII without runs of white space, so that trimming is all? */
static bool
is_plain(struct text text, bool free_text)
{
	bool space = false;
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.data[i];
		if ((unsigned char)byte >= 0x80)
			return false;
		bool blank = is_space(byte);
		if (blank && !free_text && (space || byte != ' '))
			return false;
		space = blank;
	}
	return true;
}

/* Copies code points; white space at the ends is dropped, and inner runs are
 * made one space unless it is free text. Shortens only. */
static size_t
copy_clean(uint8_t *to, const uint8_t *from, size_t length, bool free_text)
{
	uint8_t *at = to, *kept = to;
	bool space = false;
	while (length) {
		ucs4_t point;
		size_t size = (size_t)u8_mbtouc(&point, from, length);
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
		return (struct text){ NULL, 0 };
	}
	size = copy_clean(normal, normal, size, free_text);
	return (struct text){ (const char *)normal, size };
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
	const char *nearest = text_nearest(value->text, words, count);
	const char *reason;
	if (nearest)
		reason = arena_format(arena, "unknown %s; did you mean %s?",
		    field->name, nearest);
	else if (count == 4)
		reason =
		    arena_format(arena, "unknown %s; expected %s, %s, %s or %s",
			field->name, words[0], words[1], words[2], words[3]);
	else
		reason = arena_format(arena, "unknown %s; expected %s or %s",
		    field->name, words[0], words[1]);
	return reason ? reason : "unknown word";
}

static const char *
read_decimal(const struct field *field, struct value *value)
{
	enum decimal_status status =
	    decimal_parse(value->text, &value->as.decimal);
	if (status != DECIMAL_OK)
		return decimal_reason(status);
	if (field->flags & FIELD_NOT_NEGATIVE && value->as.decimal < 0)
		return "must not be negative";
	return NULL;
}

const char *
cell_read(const struct field *field, struct value *value, struct arena *arena)
{
	bool blank = value->text.length == 0;
	switch (field->type) {
	case FIELD_DATE:
		value->as.date = DATE_NONE;
		if (!blank && !date_parse(value->text, &value->as.date))
			return "not a date (expected YYYY-MM-DD, a day that "
			       "exists)";
		break;
	case FIELD_DECIMAL:
		value->as.decimal = DECIMAL_NONE;
		if (!blank)
			return read_decimal(field, value);
		break;
	case FIELD_STAGE:
	case FIELD_KIND:
	case FIELD_SURVEY_KIND:
		value->as.code = 0;
		if (field->type == FIELD_KIND)
			value->as.code = KIND_NEW;
		if (!blank)
			return read_word(field, value, arena);
		break;
	case FIELD_TEXT:
		value->as.code = 0;
		if (field->flags & FIELD_ID && text_is(value->text, "*"))
			return "* stands for the company and cannot be an id";
		break;
	}
	return NULL;
}
