#include "io/import/rows/footers.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/config/formats.h"
#include "io/import/rows/rejects.h"

/* Patterns (formats_pattern_fits) of what signatures and their places say, as
 * cell_fold makes it. */
static const char *const patterns[] = { "người lập*", "kế toán", "kế toán *",
	"thủ quỹ", "giám đốc", "giám đốc *", "tổng giám đốc*", "phó giám đốc*",
	"phó tổng giám đốc*", "thủ trưởng*", "trưởng phòng*", "trưởng bộ phận*",
	"trưởng nhóm*", "người duyệt*", "người phê duyệt*", "người kiểm tra*",
	"người kiểm soát*", "người ký*", "đại diện bên*", "ký tên*", "(ký*",
	"(đã ký*", "(chữ ký*", "*ngày*tháng*năm*", "prepared by*",
	"checked by*", "reviewed by*", "approved by*", "signed by*",
	"signature*", "(signature*", "(signed*", "(full name*",
	"chief accountant" };

static bool
is_footer_word(struct text text, struct arena *scratch)
{
	struct text folded = cell_fold(text, scratch), inner;
	for (size_t i = 0;
	     folded.data && i < sizeof patterns / sizeof *patterns; i++)
		if (formats_pattern_fits(text_of(patterns[i]), folded, &inner))
			return true;
	return false;
}

size_t
footers_look(const struct csv_record *record, struct arena *scratch, bool *word)
{
	size_t filled = 0;
	*word = false;
	for (size_t i = 0; i < record->count; i++) {
		const struct csv_cell *cell = &record->cells[i];
		struct text text = cell_clean(
		    (struct text){ cell->data, cell->length }, false, scratch);
		if (!text.data || text.length == 0)
			continue;
		filled++;
		*word |= is_footer_word(text, scratch);
	}
	return filled;
}

/* Is it a number in any style? */
static bool
is_number(const struct form *form, struct text text)
{
	struct form_number number;
	for (int style = NUMBERS_PLAIN; style <= NUMBERS_COMMA; style++) {
		struct form tried = *form;
		tried.numbers = (enum number_style)style;
		if (text.length &&
		    form_number(&tried, text, &number) == DECIMAL_OK)
			return true;
	}
	return false;
}

/* Does a field say what only a record does: a number, or a stage or kind? */
static bool
says_something(const struct row_taker *taker, const struct csv_record *record,
    size_t field)
{
	const char *const *words = schema_words(schema_fields[field].type);
	if (!taker->header->feeds[field].count)
		return false;
	struct text text = row_text(taker, record, field, NULL);
	if (!text.data || text.length == 0)
		return false;
	if (schema_fields[field].type == FIELD_DECIMAL)
		return is_number(&taker->forms[field], text);
	struct text folded = cell_fold(text, taker->scratch);
	for (; words && folded.data && *words; words++)
		if (text_is(folded, *words))
			return true;
	return false;
}

/* How many listed columns are filled; *id is what the first one says. */
static size_t
count_listed(const struct row_taker *taker, const struct csv_record *record,
    struct text *id)
{
	struct field_range range = row_range(taker);
	size_t count = 0;
	*id = text_of("");
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (!taker->header->feeds[f].count)
			continue;
		struct text text = row_text(taker, record, f, NULL);
		count += text.data && text.length;
		if (f == range.first && text.data)
			*id = text;
	}
	return count;
}

/* A file whose end is missing ends with a row that is cut off. */
static bool
is_cut(const struct row_taker *taker, const struct csv_record *record)
{
	return record->count < taker->header->columns;
}

/* Does a record say a day, a number, a stage or a kind? */
static bool
says_anything(const struct row_taker *taker, const struct csv_record *record)
{
	struct field_range range = row_range(taker);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (says_something(taker, record, f))
			return true;
	return row_has_day(taker, record);
}

/* `IV`, `A`, perhaps with `.`, `)` or `/` behind. */
static bool
is_outline_number(struct text text)
{
	if (text.length > 1 && memchr(".)/", text.data[text.length - 1], 3))
		text.length--;
	bool roman = text.length > 0;
	for (size_t i = 0; i < text.length; i++)
		roman &= memchr("IVX", text.data[i], 3) != NULL;
	return roman ||
	       (text.length == 1 && *text.data >= 'A' && *text.data <= 'Z');
}

bool
footers_is_heading(
    const struct row_taker *taker, const struct csv_record *record)
{
	enum { NUMBER_AND_NAME = 2 };
	bool word;
	size_t i = 0;
	while (i < record->count && record->cells[i].length == 0)
		i++;
	if (i == record->count || i >= taker->header->columns ||
	    taker->header->listed[i] ||
	    taker->header->columns <= NUMBER_AND_NAME + 1 ||
	    footers_look(record, taker->scratch, &word) != NUMBER_AND_NAME)
		return false;
	const struct csv_cell *cell = &record->cells[i];
	struct text first = cell_clean(
	    (struct text){ cell->data, cell->length }, false, taker->scratch);
	return first.data && is_outline_number(first) &&
	       !says_anything(taker, record);
}

bool
footers_fit(const struct row_taker *taker, const struct csv_record *record)
{
	struct text id;
	bool word;
	size_t filled = footers_look(record, taker->scratch, &word);
	size_t listed = count_listed(taker, record, &id);
	if (says_anything(taker, record))
		return false;
	if (taker->footers || (id.length && is_footer_word(id, taker->scratch)))
		return true;
	return id.length == 0 && (word || (!is_cut(taker, record) &&
					      (listed == 0 || filled == 1)));
}

/* ---- rows that could be taken ---- */

const char footers_reason[] =
    "this says no day and no number, like the signatures below a table";

bool
footers_is_bare(const struct row_taker *taker, const struct value *values)
{
	struct field_range range = row_range(taker);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (taker->header->feeds[f].count && values[f].text.length &&
		    !field_is_text(schema_fields[f].type) &&
		    !field_is_id(schema_fields[f].type))
			return false;
	return true;
}

/* Is one of its ids a footer's word? Without any id, one of its cells? */
static bool
is_signed(const struct row_taker *taker, const struct value *values, bool word)
{
	struct field_range range = row_range(taker);
	bool any = false;
	for (size_t f = range.first; f < range.first + range.count && word;
	     f++) {
		if (!field_is_id(schema_fields[f].type) ||
		    values[f].text.length == 0)
			continue;
		any = true;
		if (is_footer_word(values[f].text, taker->scratch))
			return true;
	}
	return word && !any;
}

bool
footers_pass_for_record(struct row_taker *taker,
    const struct csv_record *record, const struct value *values)
{
	bool word;
	if (!footers_is_bare(taker, values))
		return false;
	size_t filled = footers_look(record, taker->scratch, &word);
	bool sparse = !taker->bare || filled < taker->least_bare;
	if (taker->counts.accepted &&
	    (is_signed(taker, values, word) || (taker->footers && sparse)))
		return true;
	if (!taker->bare++ || filled < taker->least_bare)
		taker->least_bare = filled;
	return false;
}

enum status
footers_settle(struct row_taker *taker)
{
	return taker->footers ? skip_rejected(taker, taker->footers_from)
			      : STATUS_OK;
}
