/* What a record is, before its cells are read: data, blank, skipped by a rule
 * or rejected as a whole. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/rows.h"

/* A column that must not hold line feeds but does; NO_COLUMN if none. */
static size_t
misplaced_line_feed(
    const struct row_taker *taker, const struct csv_record *record)
{
	for (size_t i = 0; record->lines > 1 && i < record->count; i++)
		if (record->cells[i].line_feed && !taker->header->free_text[i])
			return i;
	return NO_COLUMN;
}

static const char *
line_feed_reason(const struct row_taker *taker, const struct csv_record *record)
{
	const char *reason = arena_format(taker->scratch,
	    "a line feed within the cell: the row spans lines %ju to %ju; "
	    "is a quote opened on line %ju not closed?",
	    (uintmax_t)record->line,
	    (uintmax_t)(record->line + record->lines - 1),
	    (uintmax_t)record->line);
	return reason ? reason : "a line feed within the cell";
}

static bool
has_text(const struct row_taker *taker, const struct csv_record *record,
    size_t field)
{
	if (taker->header->feeds[field].count == 0)
		return false;
	struct text text = row_text(taker, record, field, NULL);
	return text.data && text.length;
}

/* Is there a day, in whatever order? */
static bool
has_day(const struct row_taker *taker, const struct csv_record *record,
    size_t field)
{
	bool found = false;
	if (taker->header->feeds[field].count == 0)
		return false;
	struct text text = row_text(taker, record, field, NULL);
	for (int order = DATES_YMD; order <= DATES_MDY; order++) {
		struct form form = taker->forms[field];
		struct form_day day;
		form.dates = (enum date_order)order;
		found |= text.data && form_date(&form, text, &day);
	}
	return found;
}

/* Does the row have what no total or footer has: an id and a day, say? Of the
 * days of a sum only a word is left: `11 days`. */
static bool
is_record(const struct row_taker *taker, const struct csv_record *record)
{
	struct field_range range = row_range(taker);
	bool marked = false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (schema_fields[f].flags & FIELD_NOT_IN_TOTALS)
			marked =
			    marked || (schema_fields[f].type == FIELD_DATE
					      ? has_day(taker, record, f)
					      : has_text(taker, record, f));
	return marked && has_text(taker, record, range.first);
}

static bool
has_prefix(struct text text, struct text prefix)
{
	return text.length >= prefix.length &&
	       memcmp(text.data, prefix.data, prefix.length) == 0;
}

/* Does a cell that a rule looks at fall under it? */
static bool
is_hit(const struct skip_check *check, struct text folded)
{
	for (size_t w = 0; w < check->rule->word_count; w++)
		if (check->rule->prefix ? has_prefix(folded, check->words[w])
					: text_equal(folded, check->words[w]))
			return true;
	return false;
}

/* Is nothing but the first cell filled? */
static bool
is_lone(const struct csv_record *record)
{
	for (size_t i = 1; i < record->count; i++)
		if (record->cells[i].length)
			return false;
	return !record->blank;
}

/* The rule of the source that a row falls under, or NULL; *word is its cell,
 * without data when memory is out. */
static const struct skip_rule *
find_rule(const struct row_taker *taker, const struct csv_record *record,
    struct text *word)
{
	const struct header *header = taker->header;
	struct arena *scratch = taker->scratch;
	for (size_t i = 0; i < header->skip_count && word->data; i++) {
		const struct skip_check *check = &header->skips[i];
		if (check->rule->lone && is_lone(record))
			return check->rule;
		if (check->column >= record->count)
			continue;
		const struct csv_cell *cell = &record->cells[check->column];
		*word = cell_clean(
		    (struct text){ cell->data, cell->length }, false, scratch);
		struct text folded = *word;
		if (word->data)
			folded = cell_fold(*word, scratch);
		if (!folded.data)
			word->data = NULL;
		else if (is_hit(check, folded))
			return check->rule;
	}
	return NULL;
}

/* What stands before a colon or a bracket: `Total (2)`, `Tổng cộng: 3`. */
static struct text
without_remark(struct text folded)
{
	size_t length = 0;
	while (length < folded.length && !strchr(":(", folded.data[length]))
		length++;
	while (length && folded.data[length - 1] == ' ')
		length--;
	return (struct text){ folded.data, length };
}

/* `folded` as cell_fold makes it. */
static bool
is_total_word(struct text folded)
{
	static const char *const words[] = { "total", "totals", "grand total",
		"grand totals", "subtotal", "subtotals", "sub total",
		"sub-total", "sum", "tổng", "tổng cộng", "tổng số", "cộng",
		"summe", "gesamt", "gesamtsumme", "zwischensumme" };
	static const char *const beginnings[] = { "tổng cộng ", "tổng số " };
	struct text bare = without_remark(folded);
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		if (text_is(bare, words[w]))
			return true;
	for (size_t b = 0; b < sizeof beginnings / sizeof *beginnings; b++)
		if (has_prefix(folded, text_of(beginnings[b])))
			return true;
	return false;
}

bool
row_is_total_word(struct text text, struct arena *scratch)
{
	struct text folded = cell_fold(text, scratch);
	return !folded.data || is_total_word(folded);
}

bool
row_may_be_total(struct text text)
{
	return text.length >= 3 && text.length <= 100 &&
	       memchr("TtGgSsCcZz", text.data[0], 10) &&
	       memchr("oOrRuUeEwW\xe1\xc3", text.data[1], 12);
}

/* Does a cell say that the row is one of sums? *word is the cell if it may,
 * without data when memory is out. */
static bool
says_total(const struct row_taker *taker, const struct csv_record *record,
    size_t column, struct text *word)
{
	if (column >= record->count)
		return false;
	const struct csv_cell *cell = &record->cells[column];
	struct text text = { cell->data, cell->length };
	if (!row_may_be_total(text))
		return false; /* nearly always */
	*word = cell_clean(text, false, taker->scratch);
	struct text folded = *word;
	if (word->data)
		folded = cell_fold(*word, taker->scratch);
	if (!folded.data)
		word->data = NULL;
	return folded.data && is_total_word(folded);
}

/* Rows of sums end many exports, whatever program wrote them: the first cell
 * that is filled says so; behind a running number that of the id, or where that
 * is blank any. */
static bool
is_total(const struct row_taker *taker, const struct csv_record *record,
    struct text *word)
{
	const struct feed *id = &taker->header->feeds[row_range(taker).first];
	size_t i = 0;
	bool filled = id->count == 0, total;
	while (i < record->count && record->cells[i].length == 0)
		i++;
	total = says_total(taker, record, i, word);
	for (size_t c = 0; c < id->count && !total && word->data; c++) {
		size_t column = id->columns[c];
		filled |=
		    column < record->count && record->cells[column].length;
		total = column != i && says_total(taker, record, column, word);
	}
	for (; i < record->count && !filled && !total && word->data; i++)
		total = says_total(taker, record, i, word);
	return total && word->data;
}

/* Has the row all that a record needs, under an id that is no total? */
static bool
is_complete(const struct row_taker *taker, const struct csv_record *record)
{
	struct field_range range = row_range(taker);
	if (!(schema_fields[range.first].flags & FIELD_REQUIRED))
		return false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (schema_fields[f].flags & FIELD_REQUIRED &&
		    !taker->header->feeds[f].constant.data &&
		    !has_text(taker, record, f))
			return false;
	struct text id = row_text(taker, record, range.first, NULL);
	return id.data && !row_is_total_word(id, taker->scratch);
}

static void
warn_of_rule(struct row_taker *taker, const struct skip_rule *rule,
    const struct csv_record *record)
{
	if (!taker->warned_of_rule)
		diagnostics_warn(taker->diagnostics,
		    "%s:%ju: the rule \"%s\" (%s:%u) would skip a row with an "
		    "id and a date; such rows are read as data",
		    taker->file->path, (uintmax_t)record->line, rule->name,
		    rule->path, rule->line);
	taker->warned_of_rule = true;
}

/* Is a row skipped, and by which rule? ROW_DATA, ROW_SKIPPED or ROW_NO_MEMORY.
 */
static enum row_fate
judge_by_rules(
    struct row_taker *taker, const struct csv_record *record, const char **name)
{
	struct text word = text_of("");
	const struct skip_rule *rule = find_rule(taker, record, &word);
	if (rule && !rule->unfinished && is_record(taker, record)) {
		warn_of_rule(taker, rule, record);
		return ROW_DATA;
	}
	*name = rule ? rule->name : "total";
	if (rule)
		return ROW_SKIPPED;
	if (word.data && is_total(taker, record, &word) &&
	    !is_record(taker, record) && !is_complete(taker, record))
		return ROW_SKIPPED;
	return word.data ? ROW_DATA : ROW_NO_MEMORY;
}

enum row_fate
row_judge(struct row_taker *taker, const struct csv_record *record,
    const char **reason, size_t *column)
{
	*column = NO_COLUMN;
	*reason = record->broken;
	if (!*reason && record->bad_bytes)
		*reason = "invalid UTF-8 or a NUL byte";
	if (*reason)
		return ROW_REJECTED;
	if (record->blank)
		return ROW_BLANK;
	enum row_fate fate = judge_by_rules(taker, record, reason);
	if (fate != ROW_DATA)
		return fate;
	*reason = NULL;
	if (record->extra)
		*reason = "more cells than the header has columns";
	else if ((*column = misplaced_line_feed(taker, record)) != NO_COLUMN)
		*reason = line_feed_reason(taker, record);
	return *reason ? ROW_REJECTED : ROW_DATA;
}

bool
row_has_day(const struct row_taker *taker, const struct csv_record *record)
{
	struct field_range range = row_range(taker);
	struct arena *scratch = taker->scratch;
	struct arena_mark mark = arena_mark(scratch);
	bool found = false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		found |= schema_fields[f].type == FIELD_DATE &&
			 has_day(taker, record, f);
	arena_release(scratch, mark);
	return found;
}
