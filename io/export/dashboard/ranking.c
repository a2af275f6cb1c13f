/* Managers (or teams, of many managers) by one metric, best first, each with
 * its interval drawn beside its row on a scale that all share. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/verdict.h"

enum {
	STRIP_COLUMNS = 3,
	STRIP_WIDTH = 267, /* three columns of STRIP_CHARACTERS, in pixels */
	STRIP_CHARACTERS = 12,
	ROW_PIXELS = 20,     /* 15 points */
	HEADING_PIXELS = 43, /* 32 points: two lines */
	MARGIN = 5           /* that a chart leaves around its plot */
};

static const double SURE = 0.05;

/* A table of one metric; where a mix is given for it, with a further column. */
struct ranking {
	size_t metric;
	const struct mix *mix; /* NULL: none */
	int strip;             /* the first column of the strip */
};

enum { STRIP_PLAIN = 9, STRIP_ADJUSTED = 10 };

struct ranked {
	size_t subject;
	double value; /* higher is better */
};

static int
by_value(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	if (a->value != b->value)
		return a->value > b->value ? -1 : 1;
	return (a->subject > b->subject) - (a->subject < b->subject);
}

size_t *
block_ranking(const struct dashboard *dashboard, size_t metric, size_t *count)
{
	const struct results *results = dashboard->results;
	struct arena *arena = dashboard->report->arena;
	bool up = results->metrics[metric].direction == DIRECTION_UP;
	struct ranked *rows =
	    arena_allocate(arena, results->subject_count, sizeof *rows);
	size_t *order =
	    arena_allocate(arena, results->subject_count, sizeof *order);
	*count = 0;
	if (!rows || !order) {
		dashboard->report->out_of_memory = true;
		return NULL;
	}
	for (size_t s = 1; s < results->subject_count; s++) {
		struct quantity value =
		    dashboard_estimate(dashboard, s, metric)->value;
		if (results->subjects[s].scope !=
			dashboard_sheet_scope(dashboard) ||
		    !value.defined)
			continue;
		double number = quantity_double(value);
		rows[(*count)++] = (struct ranked){ s, up ? number : -number };
	}
	qsort(rows, *count, sizeof *rows, by_value);
	for (size_t i = 0; i < *count; i++)
		order[i] = rows[i].subject;
	return order;
}

static void
optional(struct page *page, int column, enum measure_format format,
    struct optional number)
{
	sheet_real(page->sheet, page->row, column, ROLE_MUTED, format,
	    number.defined ? number.value : NAN);
}

/* That it is better or worse than before, and what else is to be said. */
static const char *
remark_of(const struct dashboard *dashboard, const struct estimate *estimate,
    enum verdict verdict)
{
	const char *remark = dashboard_remark(dashboard, estimate);
	const char *word = dashboard_verdict_word(dashboard, verdict);
	if (verdict != VERDICT_BETTER && verdict != VERDICT_WORSE)
		return remark;
	return *remark ? arena_format(
			     dashboard->report->arena, "%s; %s", word, remark)
		       : word;
}

static void
write_subject(struct page *page, size_t subject, const struct ranking *ranking)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct metric *metric = &results->metrics[ranking->metric];
	const struct subject *who = &results->subjects[subject];
	const struct estimate *e =
	    dashboard_estimate(dashboard, subject, ranking->metric);
	enum verdict verdict =
	    dashboard_verdict(dashboard, subject, ranking->metric);
	enum measure_format format = dashboard_value_format(metric);
	enum measure_format parts =
	    metric->kind == METRIC_SHARE ? FORMAT_COUNT : FORMAT_SCORE;
	struct sheet *sheet = page->sheet;
	uint32_t row = page->row;
	page_manager(page, 0, subject);
	sheet_text(sheet, row, 1, ROLE_BODY,
	    who->team == NO_ID ? text_of("")
			       : results->subjects[who->team].name);
	sheet_number(sheet, row, 2, ROLE_BODY, parts, e->numerator);
	sheet_number(sheet, row, 3, ROLE_BODY, parts, e->denominator);
	sheet_number(sheet, row, 4,
	    e->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED : ROLE_KEY, format,
	    e->value);
	int column = 5;
	if (ranking->mix)
		optional(page, column++, format,
		    e->fair ? e->fair->adjusted : (struct optional){ 0 });
	optional(page, column++, format, e->ci_low);
	optional(page, column++, format, e->ci_high);
	sheet_number(sheet, row, column++, dashboard_verdict_role(verdict),
	    dashboard_change_format(metric), e->change);
	optional(page, column++, FORMAT_PROBABILITY, e->p_peers);
	for (int i = 0; i < STRIP_COLUMNS; i++)
		sheet_string(sheet, row, column++, ROLE_BODY, "");
	sheet_string(
	    sheet, row, column, ROLE_REMARK, remark_of(dashboard, e, verdict));
	sheet_height(sheet, row, ROW_PIXELS * 0.75);
	page->row++;
}

/* ---- intervals, drawn beside the rows ---- */

enum { SPAN = 1, DOT, DOT_SURE, LINE, SERIES = 4, ROWS_EACH = 3 };

static void
point(struct sheet *data, uint32_t row, int series, double x, double y)
{
	sheet_real(data, row, 0, ROLE_BODY, FORMAT_RATIO, x);
	sheet_real(data, row, series, ROLE_BODY, FORMAT_RATIO, y);
}

/* For each row of the table its interval (two points) and a gap, then its
 * value; last the company's value as an upright line. x stands in the first
 * column, the row's place in the column of its series. */
static uint32_t
strip_data(struct page *page, size_t m, const size_t *order, size_t count,
    uint32_t *rows)
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_VALUE),
		page_word(page, LABEL_INTERVAL), page_word(page, LABEL_VALUE),
		page_word(page, LABEL_BEYOND_CHANCE),
		page_word(page, LABEL_COMPANY) };
	struct quantity company = dashboard_estimate(dashboard, 0, m)->value;
	*rows = (uint32_t)count * (ROWS_EACH + 1) + 3;
	uint32_t first = block_data(dashboard,
	    language_text(
		dashboard->language, dashboard->results->metrics[m].label),
	    headings, SERIES + 1, *rows);
	uint32_t row = first;
	for (size_t i = 0; i < count; i++, row += ROWS_EACH) {
		const struct estimate *e =
		    dashboard_estimate(dashboard, order[i], m);
		if (!e->ci_low.defined || !e->ci_high.defined)
			continue;
		point(
		    dashboard->data, row, SPAN, e->ci_low.value, (double)i + 1);
		point(dashboard->data, row + 1, SPAN, e->ci_high.value,
		    (double)i + 1);
	}
	for (size_t i = 0; i < count; i++) {
		const struct estimate *e =
		    dashboard_estimate(dashboard, order[i], m);
		bool sure = e->p_peers.defined && e->p_peers.value < SURE;
		point(dashboard->data, row++, sure ? DOT_SURE : DOT,
		    quantity_double(e->value), (double)i + 1);
	}
	if (company.defined) {
		double value = quantity_double(company);
		point(dashboard->data, row + 1, LINE, value, 0.5);
		point(
		    dashboard->data, row + 2, LINE, value, (double)count + 0.5);
	}
	return first;
}

static void
draw_strip(struct page *page, const struct ranking *ranking,
    const size_t *order, size_t count, uint32_t top)
{
	static const struct {
		enum label name;
		enum series_style style;
	} parts[] = { { LABEL_INTERVAL, STYLE_SPAN },
		{ LABEL_VALUE, STYLE_DOTS },
		{ LABEL_BEYOND_CHANCE, STYLE_DOTS_BAD },
		{ LABEL_COMPANY, STYLE_LIMIT } };
	/* The company's line first, so that the others are drawn over it. */
	static const int order_of_drawing[] = { 3, 0, 1, 2 };
	const struct dashboard *dashboard = page->dashboard;
	const struct metric *metric =
	    &dashboard->results->metrics[ranking->metric];
	uint32_t rows,
	    first = strip_data(page, ranking->metric, order, count, &rows);
	double edge = (metric->high - metric->low) * 0.03;
	struct chart chart = { .kind = CHART_STRIP,
		.description = dashboard_format(dashboard, LABEL_ALT_INTERVALS,
		    language_text(dashboard->language, metric->label)),
		.row = top - 1,
		.column = (uint16_t)ranking->strip,
		.y_offset = HEADING_PIXELS - MARGIN,
		.width = STRIP_WIDTH,
		.height = (int)count * ROW_PIXELS + 2 * MARGIN,
		.values = { .has_low = true,
		    .has_high = true,
		    .low = 0.5,
		    .high = (double)count + 0.5,
		    .reversed = true },
		.categories = { .has_low = true,
		    .has_high = true,
		    .low = metric->low - edge,
		    .high = metric->high + edge } };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (size_t i = 0; i < SERIES; i++) {
		int part = order_of_drawing[i];
		chart_series(page->sheet, made,
		    &(struct series){ .name = page_word(page, parts[part].name),
			.sheet = dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, part + 1),
			.style = parts[part].style });
	}
	for (int i = 0; i < STRIP_COLUMNS; i++)
		page->sheet->widths[ranking->strip + i] = STRIP_CHARACTERS;
}

/* The headings above the strip: the least value of the metric's scale, what is
 * shown, its greatest value. */
static void
head_strip(struct page *page, const struct metric *metric, int strip)
{
	const struct dashboard *dashboard = page->dashboard;
	enum measure_format format = dashboard_value_format(metric);
	uint32_t row = page->row - 1;
	sheet_string(page->sheet, row, strip, ROLE_HEADING_AFTER,
	    dashboard_number(dashboard, format, metric->low));
	sheet_string(page->sheet, row, strip + 1, ROLE_HEADING,
	    page_word(page, LABEL_INTERVAL));
	sheet_string(page->sheet, row, strip + 2, ROLE_HEADING_NUMBER,
	    dashboard_number(dashboard, format, metric->high));
	sheet_string(page->sheet, row, strip + STRIP_COLUMNS,
	    ROLE_HEADING_AFTER, page_word(page, LABEL_REMARK));
}

/* A metric's label within a sentence. */
static const char *
label_within(const struct dashboard *dashboard, const struct metric *metric)
{
	const char *label = language_text(dashboard->language, metric->label);
	char *copy = arena_copy(dashboard->report->arena, label, strlen(label));
	if (!copy) {
		dashboard->report->out_of_memory = true;
		return "";
	}
	if (*copy >= 'A' && *copy <= 'Z')
		*copy = (char)(*copy - 'A' + 'a');
	return copy;
}

/* How much of what the table shows is more than chance. */
static void
write_reliability(struct page *page, size_t metric)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	struct optional share =
	    results_reliability(results, results->run_period, metric)->share;
	const char *label = label_within(dashboard, &results->metrics[metric]);
	if (!share.defined)
		return;
	int percent = (int)lround(100 * share.value);
	sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
	    percent
		? dashboard_format(
		      dashboard, LABEL_DIFFERENCES_TRUE, percent, label)
		: dashboard_format(dashboard, LABEL_DIFFERENCES_CHANCE, label));
}

/* What the adjusted column is, and that it decides nothing. */
static void
write_mix(struct page *page, const struct mix *mix)
{
	struct arena *arena = page->dashboard->report->arena;
	const char *list = "";
	for (size_t i = 0; i < mix->count && list; i++)
		list = arena_format(arena, "%s%s%s", list, i ? ", " : "",
		    mix->columns[i].name.data);
	page->dashboard->report->out_of_memory |= !list;
	sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
	    dashboard_format(
		page->dashboard, LABEL_ADJUSTED_NOTE, list ? list : ""));
}

static void
write_headings(struct page *page, const struct ranking *ranking,
    enum label numerator, enum label denominator)
{
	enum scope scope = dashboard_sheet_scope(page->dashboard);
	bool people = scope == SCOPE_MANAGER;
	struct heading headings[14] = { { people ? LABEL_MANAGER
					    : scope == SCOPE_REPORTS
						? LABEL_LEAD
						: LABEL_TEAM,
					    false },
		{ people ? LABEL_TEAM : LABEL_EMPTY, false },
		{ numerator, true }, { denominator, true },
		{ LABEL_VALUE, true } };
	static const enum label rest[] = { LABEL_INTERVAL_LOW,
		LABEL_INTERVAL_HIGH, LABEL_CHANGE, LABEL_P_PEERS };
	size_t count = 5;
	if (ranking->mix)
		headings[count++] = (struct heading){ LABEL_ADJUSTED, true };
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		headings[count++] = (struct heading){ rest[i], true };
	for (int i = 0; i <= STRIP_COLUMNS; i++)
		headings[count++] = (struct heading){ LABEL_EMPTY, false };
	page_headings(page, headings, count);
}

void
block_subjects(struct page *page, const char *id, enum label numerator,
    enum label denominator)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	size_t metric = dashboard_metric(dashboard, id), count;
	if (metric == SIZE_MAX)
		return;
	const struct mix *mix = mix_of(results->definitions->mix, id);
	struct ranking ranking = { metric, mix,
		mix ? STRIP_ADJUSTED : STRIP_PLAIN };
	const size_t *order = block_ranking(dashboard, metric, &count);
	if (count == 0)
		return;
	page->row++;
	sheet_string(page->sheet, page->row++, 0, ROLE_SECTION,
	    dashboard_format(dashboard,
		dashboard_sheet_scope(dashboard) == SCOPE_MANAGER
		    ? LABEL_BY_MANAGER
		    : LABEL_BY_TEAM,
		language_text(
		    dashboard->language, results->metrics[metric].label)));
	write_headings(page, &ranking, numerator, denominator);
	head_strip(page, &results->metrics[metric], ranking.strip);
	uint32_t top = page->row;
	for (size_t i = 0; i < count; i++)
		write_subject(page, order[i], &ranking);
	draw_strip(page, &ranking, order, count, top);
	write_reliability(page, metric);
	if (mix)
		write_mix(page, mix);
	page_note(page, LABEL_STRIP_NOTE);
}
