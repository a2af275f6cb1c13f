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
	bool canonical;
	if (taker->header->feeds[field].count == 0)
		return false;
	struct text text = row_text(taker, record, field, &canonical);
	return text.data && text.length;
}

/* Does the row have what no total or footer has: an id and a day, say? */
static bool
is_record(const struct row_taker *taker, const struct csv_record *record)
{
	struct field_range range = schema_range(taker->source->table);
	bool marked = false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (schema_fields[f].flags & FIELD_NOT_IN_TOTALS)
			marked = marked || has_text(taker, record, f);
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

/* `folded` as cell_fold makes it. */
static bool
is_total_word(struct text folded)
{
	static const char *const words[] = { "total", "totals", "grand total",
		"grand totals", "sum", "tổng", "tổng cộng", "cộng", "summe",
		"gesamt", "gesamtsumme" };
	while (folded.length && folded.data[folded.length - 1] == ':')
		folded.length--;
	for (size_t w = 0; w < sizeof words / sizeof *words; w++)
		if (text_is(folded, words[w]))
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
	return text.length >= 3 && text.length <= 40 &&
	       memchr("TtGgSsCc", text.data[0], 8) &&
	       memchr("oOrRuUeE\xe1\xc3", text.data[1], 10);
}

/* Rows of sums end many exports, whatever program wrote them: the first cell
 * says so. *word is that cell, without data when memory is out. */
static bool
is_total(const struct row_taker *taker, const struct csv_record *record,
    struct text *word)
{
	struct arena *scratch = taker->scratch;
	size_t i = 0;
	while (i < record->count && record->cells[i].length == 0)
		i++;
	if (i == record->count)
		return false;
	struct text cell = { record->cells[i].data, record->cells[i].length };
	if (!row_may_be_total(cell))
		return false; /* nearly always */
	*word = cell_clean(cell, false, scratch);
	struct text folded = *word;
	if (word->data)
		folded = cell_fold(*word, scratch);
	if (!folded.data)
		word->data = NULL;
	return folded.data && is_total_word(folded);
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
	    !is_record(taker, record))
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
	struct field_range range = schema_range(taker->source->table);
	struct arena *scratch = taker->scratch;
	struct arena_mark mark = arena_mark(scratch);
	bool found = false;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		bool canonical;
		struct form_day day;
		if (schema_fields[f].type != FIELD_DATE ||
		    !taker->header->feeds[f].count)
			continue;
		struct text text = row_text(taker, record, f, &canonical);
		for (int order = DATES_YMD; order <= DATES_MDY; order++) {
			struct form form = taker->forms[f];
			form.dates = (enum date_order)order;
			found |= text.data && form_date(&form, text, &day);
		}
	}
	arena_release(scratch, mark);
	return found;
}
