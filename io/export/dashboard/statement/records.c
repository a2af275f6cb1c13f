/* The second page: the records that counted by their clients' names, how to
 * dispute, and the lines to sign on. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/record.h"
#include "io/export/dashboard/context.h"
#include "io/export/dashboard/statement/kit.h"

enum {
	PAGE_WIDTH = 99,  /* characters of a line */
	LINE_BYTES = 115, /* of UTF-8 that fit it for sure */
	PAGE_ROWS = 36,   /* of the page, for the records */
	COLUMNS = 3,
	COLUMN_WIDTH = 33
};

/* ---- the records of an indicator ---- */

/* A record: what it is called, and how it counted. */
struct item {
	const char *name;
	double rank; /* the larger the earlier */
	struct observation observation;
};

struct items {
	struct item *rows;
	size_t count;
};

static int
by_rank(const void *left, const void *right)
{
	const struct item *a = left, *b = right;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	return strcmp(a->name, b->name);
}

static const char *
name_of(
    const struct statement *statement, enum record_kind kind, uint32_t record)
{
	const struct dataset *data = statement->results->data;
	struct text client = record_client_name(data, kind, record);
	if (!client.length && kind == RECORD_SURVEY)
		return statement_say(statement, "answer of %s:",
		    statement_day(
			statement, data->surveys[record].answered_on));
	struct text id =
	    record_id(data, kind, record, statement->report->arena);
	return client.length ? client.data : id.data ? id.data : "";
}

/* Of sums and ratios by size; of scores the lowest first. */
static double
rank_of(const struct metric *metric, const struct observation *o)
{
	double x = measure_double(metric, o->x);
	return metric->kind == METRIC_MEAN ? -x : x;
}

/* The records of a line that may be named. */
static struct items
items_of(const struct statement *statement, const struct scorecard_line *line)
{
	const struct results *results = statement->results;
	const struct observations *all =
	    results_observations(results, results->run_period, line->metric);
	struct items items = { .rows = arena_allocate(statement->report->arena,
				   all->count, sizeof *items.rows) };
	statement->report->out_of_memory |= items.rows == NULL;
	for (size_t i = 0; items.rows && i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (!line_counts(results, line, o))
			continue;
		items.rows[items.count++] = (struct item){
			name_of(statement, line->measured->records, o->record),
			rank_of(line->measured, o), *o
		};
	}
	if (items.rows)
		qsort(items.rows, items.count, sizeof *items.rows, by_rank);
	return items;
}

/* ---- in words ---- */

static const char *
money_said(const struct statement *statement, struct rational amount)
{
	const struct metric money = { .unit = UNIT_MONEY };
	return statement_value(statement, &money, amount);
}

/* Of a project its cost, of a client the run rate. */
static const char *
ratio_said(const struct statement *statement, const struct metric *metric,
    struct rational x, struct rational y)
{
	const char *first = money_said(statement, rational_size(x));
	const char *second = money_said(statement, y);
	if (metric->records != RECORD_PROJECT)
		return statement_say(
		    statement, "%s of %s a month", first, second);
	if (metric->direction == DIRECTION_UP)
		return statement_say(
		    statement, "budget %s, cost %s", first, second);
	return rational_sign(x) > 0
		   ? statement_say(
			 statement, "%s over a budget of %s", first, second)
		   : statement_say(
			 statement, "%s below a budget of %s", first, second);
}

/* What stands behind the name. */
static const char *
measure_said(const struct statement *statement, const struct metric *metric,
    const struct observation *o)
{
	struct arena *arena = statement->report->arena;
	struct rational x =
	    quantity_rational(arena, measure_quantity(metric, o->x));
	switch (metric->kind) {
	case METRIC_SUM:
	case METRIC_MEAN:
		return statement_value(statement, metric, x);
	case METRIC_RATIO:
		return ratio_said(statement, metric, x,
		    quantity_rational(arena, measure_quantity(metric, o->y)));
	case METRIC_COUNT:
	case METRIC_SHARE:
	case METRIC_GROUP_MEAN:
		break;
	}
	return "";
}

/* The name, the contract or project where it says which of several, and what
 * it counts. */
static const char *
item_said(const struct statement *statement, const struct metric *metric,
    const struct item *item, bool with_id)
{
	struct text id = record_id(statement->results->data, metric->records,
	    item->observation.record, statement->report->arena);
	const char *measure =
	    measure_said(statement, metric, &item->observation);
	bool has_id = metric->records == RECORD_CONTRACT ||
		      metric->records == RECORD_PROJECT;
	with_id = with_id && has_id && id.data && !text_is(id, item->name);
	return statement_say(statement, "%s%s%s%s%s%s", item->name,
	    with_id ? " (" : "", with_id ? id.data : "", with_id ? ")" : "",
	    *measure ? " " : "", measure);
}

/* Which of the records: of a share those that are 1, or 0. */
enum which { ALL_RECORDS, ONES, ZEROS };

static bool
is_wanted(const struct item *item, enum which which)
{
	return which == ALL_RECORDS ||
	       (which == ONES) == (item->observation.x.exact != 0);
}

static size_t
count_wanted(const struct items *items, enum which which)
{
	size_t count = 0;
	for (size_t i = 0; i < items->count; i++)
		count += is_wanted(&items->rows[i], which);
	return count;
}

/* As many of them as fit so many characters, at least one, and how many more
 * there are. */
static const char *
list_said(const struct statement *statement, const struct metric *metric,
    const struct items *items, enum which which, size_t characters)
{
	const char *said = "";
	size_t shown = 0, count = count_wanted(items, which);
	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->rows[i];
		if (!is_wanted(item, which))
			continue;
		const char *one =
		    item_said(statement, metric, item, which == ZEROS);
		if (shown && strlen(said) + strlen(one) > characters)
			break;
		said = statement_say(
		    statement, "%s%s%s", said, shown ? "; " : "", one);
		shown++;
	}
	if (count > shown)
		said = statement_say(
		    statement, "%s; and %zu more", said, count - shown);
	return said;
}

/* Of a share those against first, as there they are looked for. */
static uint32_t
write_share(const struct statement *statement, struct sheet *sheet,
    uint32_t row, const struct scorecard_line *line, const struct items *items,
    uint32_t lines)
{
	bool down = line->curve.down;
	const enum which order[] = { down ? ONES : ZEROS, down ? ZEROS : ONES };
	uint32_t last = row + lines;
	for (int i = 0; i < 2; i++) {
		size_t count = count_wanted(items, order[i]);
		uint32_t left = last > row + 1 ? last - row : 1;
		uint32_t own = i == 0 && left > 1 ? (left + 1) / 2 : left;
		if (count == 0)
			continue;
		row = statement_lines(sheet, row, 0, ROLE_SENTENCE,
		    statement_say(statement,
			i ? N_("for you (%zu): %s")
			  : N_("against you (%zu): %s"),
			count,
			list_said(statement, line->measured, items, order[i],
			    own * LINE_BYTES)),
		    PAGE_WIDTH * LETTERS);
	}
	return row;
}

static uint32_t
write_items(const struct statement *statement, struct sheet *sheet,
    uint32_t row, const struct scorecard_line *line, uint32_t lines)
{
	struct items items = items_of(statement, line);
	if (line->measured->kind == METRIC_SHARE && items.count)
		return write_share(statement, sheet, row, line, &items, lines);
	const char *said = items.count
			       ? list_said(statement, line->measured, &items,
				     ALL_RECORDS, lines * LINE_BYTES)
			       : statement_word(statement, "none");
	return statement_lines(
	    sheet, row, 0, ROLE_SENTENCE, said, PAGE_WIDTH * LETTERS);
}

/* Of the scores of colleagues and of others' records only how many there are.
 */
static const char *
unnamed_said(
    const struct statement *statement, const struct scorecard_line *line)
{
	uint32_t n = line->estimate->n;
	if (line->metric == NO_METRIC)
		return statement_say(
		    statement, "ratings by hand: %u, in the appendix", n);
	if (line->row->scope != PLAN_SELF)
		return statement_say(statement,
		    "records: %u, not listed, as they are others' too", n);
	if (line->measured->kind == METRIC_GROUP_MEAN)
		return statement_say(statement,
		    "answers of colleagues: %u; who gave which score is not "
		    "told",
		    n);
	return "";
}

/* Does an earlier plan of theirs have the same? */
static bool
is_told(const struct scorecard *card, size_t index)
{
	const struct scorecard_line *line = &card->lines[index];
	for (size_t i = 0; i < index; i++)
		if (card->lines[i].row->scope == line->row->scope &&
		    text_equal(card->lines[i].row->metric, line->row->metric))
			return true;
	return false;
}

/* What fell on days out of service. */
static const char *
left_out_said(
    const struct statement *statement, const struct scorecard_line *line)
{
	if (line->left_out_count == 0)
		return "";
	return statement_say(statement,
	    "not counted, on days out of service: %s (records: %u)",
	    statement_value(statement, line->measured,
		rational_wide(statement->report->arena, line->left_out)),
	    line->left_out_count);
}

static uint32_t
write_line(const struct statement *statement, struct sheet *sheet, uint32_t row,
    const struct scorecard_line *line, uint32_t lines)
{
	const char *label = line_label(
	    statement->report->arena, line, statement->report->language);
	const char *unnamed = unnamed_said(statement, line);
	double width = PAGE_WIDTH * LETTERS;
	sheet_string(sheet, row++, 0, ROLE_STRONG, label ? label : "");
	row = *unnamed ? statement_lines(
			     sheet, row, 0, ROLE_SENTENCE, unnamed, width)
		       : write_items(statement, sheet, row, line, lines);
	return statement_lines(sheet, row, 0, ROLE_SENTENCE,
	    left_out_said(statement, line), width);
}

/* What an indicator does not need is left to those behind it. */
static uint32_t
write_records(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct scorecard *card = statement->card;
	size_t left = 0;
	for (size_t i = 0; i < card->line_count; i++)
		left += !is_told(card, i);
	for (size_t i = 0; i < card->line_count; i++) {
		uint32_t rows = row < PAGE_ROWS ? (uint32_t)PAGE_ROWS - row : 0;
		if (is_told(card, i))
			continue;
		uint32_t lines = rows / (uint32_t)left--;
		row = write_line(statement, sheet, row, &card->lines[i],
		    lines > 2 ? lines - 1 : 1);
	}
	return card->line_count ? row + 1 : row;
}

/* ---- the commission ---- */

/* Contract or payment by client, and what it brings or takes back. */
static const char *
entry_said(
    const struct statement *statement, const struct commission_entry *entry)
{
	struct arena *arena = statement->report->arena;
	enum record_kind kind = entry->source == COMMISSION_PAYMENT
				    ? RECORD_PAYMENT
				    : RECORD_CONTRACT;
	wide brings = 0;
	rational_round(rational_multiply(arena, entry->brings,
			   rational_of(arena, WIDE_ONE, 1)),
	    &brings);
	return statement_say(statement, "%s: %s",
	    name_of(statement, kind, entry->record),
	    statement_money(statement, brings));
}

struct telling {
	const char *said;
	size_t shown, count, characters;
};

static void
tell(const struct statement *statement, struct telling *telling,
    const struct commission_entry *entry)
{
	const char *one;
	if (rational_is_zero(entry->brings))
		return;
	telling->count++;
	if (telling->count > telling->shown + 1)
		return;
	one = entry_said(statement, entry);
	if (telling->shown &&
	    strlen(telling->said) + strlen(one) > telling->characters)
		return;
	telling->said = statement_say(statement, "%s%s%s", telling->said,
	    telling->shown ? "; " : "", one);
	telling->shown++;
}

static struct telling
commission_told(const struct statement *statement, size_t characters)
{
	const struct pay_results *pay = statement->pay;
	struct telling telling = { "", 0, 0, characters };
	for (size_t p = 0; p < pay->earning_count; p++) {
		const struct commission_list *list = pay->commissions[p];
		const struct commission_person *person =
		    &list->people[statement->card->manager];
		for (size_t i = 0; i < person->taken_count; i++)
			tell(statement, &telling,
			    &list->taken[person->first_taken + i]);
		for (size_t g = 0; g < person->group_count; g++) {
			const struct commission_group *group =
			    &list->groups[person->first_group + g];
			for (size_t i = 0; i < group->count; i++)
				tell(statement, &telling,
				    &list->entries[group->first + i]);
		}
	}
	if (telling.count > telling.shown)
		telling.said = statement_say(statement, "%s; and %zu more",
		    telling.said, telling.count - telling.shown);
	return telling;
}

/* What each contract or payment brings, those that take back first. */
static uint32_t
write_commission(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	enum { LINES = 3 };
	struct telling told =
	    commission_told(statement, (size_t)LINES * LINE_BYTES);
	if (told.count == 0)
		return row;
	sheet_string(sheet, row++, 0, ROLE_STRONG,
	    statement_word(statement, "Commission"));
	return statement_lines(sheet, row, 0, ROLE_SENTENCE, told.said,
		   PAGE_WIDTH * LETTERS) +
	       1;
}

/* ---- dispute, signatures ---- */

static uint32_t
write_dispute(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct definitions *definitions = statement->results->definitions;
	const char *blank = "……………………";
	const char *contact =
	    definitions->contact ? definitions->contact : blank;
	const char *until = blank;
	date day;
	if (definitions->dispute_until &&
	    date_parse(text_of(definitions->dispute_until), &day) &&
	    day >= statement->view->period.until - 1)
		until = statement_day(statement, day);
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    statement_word(statement, "If something is wrong"));
	row = statement_lines(sheet, row, 0, ROLE_SENTENCE,
	    statement_say(statement,
		"Write to %s until %s: say which indicator or amount you "
		"dispute, and the No. of its row in the appendix, where every "
		"number is followed down to the row of the file that it comes "
		"from.",
		contact, until),
	    PAGE_WIDTH * LETTERS);
	return row + 1;
}

static uint32_t
write_signatures(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const char *who[COLUMNS] = { statement_word(statement, "Received"),
		statement_word(statement, "Manager"),
		statement_word(statement, "Human resources") };
	const char *line = "……………………………………";
	for (int c = 0; c < COLUMNS; c++) {
		sheet_string(sheet, row, c, ROLE_STRONG, who[c]);
		sheet_string(sheet, row + 1, c, ROLE_NOTE,
		    statement_word(statement, "(name, date)"));
		sheet_height(sheet, row + 2, 36);
		sheet_string(sheet, row + 3, c, ROLE_NOTE, line);
	}
	return row + 5;
}

void
statement_records_page(const struct statement *statement)
{
	const char *title = statement_word(statement, "What was counted");
	struct sheet *sheet = report_sheet(statement->report, text_of(title));
	statement_head(statement, sheet, title);
	for (int c = 0; c < COLUMNS; c++)
		sheet->widths[c] = COLUMN_WIDTH;
	uint32_t row = write_records(statement, sheet, 3);
	row = write_commission(statement, sheet, row);
	row = write_dispute(statement, sheet, row);
	row = write_signatures(statement, sheet, row);
	sheet_string(sheet, row, 0, ROLE_NOTE,
	    statement_say(statement,
		"Digest (SHA-256) of this statement: %s. The same data give "
		"the same.",
		statement->digest));
	sheet->portrait = true;
	sheet->one_page = true;
	sheet_fit(sheet, COLUMN_WIDTH, COLUMN_WIDTH);
}
