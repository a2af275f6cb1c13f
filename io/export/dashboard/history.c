/* The indicators over the last quarters, with the median of the managers. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"

/* The axis of a metric's values; shares and scores have one scale wherever
 * they are compared. */
static struct axis
value_axis(const struct metric *metric, bool shown)
{
	bool share = metric->unit == UNIT_SHARE;
	bool score = metric->unit == UNIT_SCORE && metric->low == 0;
	return (struct axis){ .shown = shown,
		.grid = shown,
		.has_low = share || score || metric->unit == UNIT_MONEY ||
			   metric->unit == UNIT_COUNT,
		.has_high = share || score,
		.high = share ? 1 : 100,
		.step = share   ? 0.25
			: score ? 25
				: 0,
		.format =
		    metric->unit == UNIT_MONEY ? FORMAT_SHORT_MONEY
		    : metric->unit == UNIT_SHARE || metric->unit == UNIT_RATIO
			? FORMAT_WHOLE_PERCENT
			: FORMAT_COUNT };
}

static int
by_number(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

static double
find_median(const struct dashboard *dashboard, size_t period, size_t metric)
{
	const struct results *results = dashboard->results;
	struct arena *arena = dashboard->report->arena;
	struct arena_mark mark = arena_mark(arena);
	double *values =
	    arena_allocate(arena, results->subject_count, sizeof *values);
	size_t count = 0;
	for (size_t s = 1; values && s < results->subject_count; s++) {
		double value = dashboard_value_in(dashboard, period, s, metric);
		if (results->subjects[s].scope == SCOPE_MANAGER &&
		    isfinite(value))
			values[count++] = value;
	}
	double median = NAN;
	if (count) {
		qsort(values, count, sizeof *values, by_number);
		median = (values[(count - 1) / 2] + values[count / 2]) / 2;
	}
	arena_release(arena, mark);
	return median;
}

/* The median of the managers who have a value in that period; NaN for none. */
static double
median_of_managers(
    const struct dashboard *dashboard, size_t period, size_t metric)
{
	struct optional *median =
	    &dashboard
		 ->medians[period * dashboard->results->metric_count + metric];
	if (!median->defined)
		*median = (struct optional){ true,
			find_median(dashboard, period, metric) };
	return median->value;
}

static void
history_row(struct dashboard *dashboard, uint32_t row, size_t subject,
    size_t period, const size_t *metrics, size_t count)
{
	const struct results *results = dashboard->results;
	sheet_string(dashboard->data, row, 0, ROLE_BODY,
	    results->views[period].period.label);
	for (size_t i = 0; i < count; i++) {
		enum measure_format format =
		    dashboard_value_format(&results->metrics[metrics[i]]);
		sheet_real(dashboard->data, row, (int)(1 + 2 * i), ROLE_BODY,
		    format,
		    dashboard_value_in(dashboard, period, subject, metrics[i]));
		sheet_real(dashboard->data, row, (int)(2 + 2 * i), ROLE_BODY,
		    format, median_of_managers(dashboard, period, metrics[i]));
	}
}

/* The rows of a subject's quarters among the charts' data; written once. The
 * columns: the period; for indicator i its value (1 + 2i) and the median of the
 * managers (2 + 2i); last the periods that small charts name. */
static uint32_t
history_data(struct dashboard *dashboard, size_t subject, const size_t *metrics,
    size_t count, uint32_t *rows)
{
	const struct results *results = dashboard->results;
	const char *headings[2 * INDICATORS_MOST + 2];
	const char *median = dashboard_label(dashboard, LABEL_MEDIAN);
	*rows = (uint32_t)(results->run_period - dashboard->first_period + 1);
	if (dashboard->history[subject])
		return dashboard->history[subject];
	headings[0] = dashboard_label(dashboard, LABEL_PERIOD);
	for (size_t i = 0; i < count; i++) {
		headings[1 + 2 * i] = language_text(
		    dashboard->language, results->metrics[metrics[i]].label);
		headings[2 + 2 * i] = median;
	}
	headings[2 * count + 1] = headings[0];
	uint32_t first = block_data(dashboard,
	    dashboard_subject_name(dashboard, subject).data, headings,
	    2 * count + 2, *rows);
	for (uint32_t i = 0; i < *rows; i++)
		history_row(dashboard, first + i, subject,
		    dashboard->first_period + i, metrics, count);
	/* There they have room for the first and the last period only. */
	for (uint32_t i = 0; i<*rows; i += *rows> 1 ? *rows - 1 : 1)
		sheet_string(dashboard->data, first + i, (int)(2 * count + 1),
		    ROLE_BODY,
		    results->views[dashboard->first_period + i].period.label);
	return dashboard->history[subject] = first;
}

enum { SMALL_WIDTH = 260, SMALL_HEIGHT = 150, SMALLS_A_ROW = 4 };

static void
small_chart(struct page *page, size_t subject, size_t index, size_t at,
    size_t m, uint32_t first, uint32_t rows, int labels)
{
	struct dashboard *dashboard = page->dashboard;
	const struct metric *metric = &dashboard->results->metrics[m];
	const char *label = language_text(dashboard->language, metric->label);
	enum measure_format format = dashboard_value_format(metric);
	struct chart chart = { .kind = CHART_LINES,
		.title = label,
		.description = dashboard_format(dashboard, LABEL_ALT_HISTORY,
		    label, dashboard_periods(dashboard)),
		.row = page->row + (uint32_t)(at / SMALLS_A_ROW) * 8,
		.x_offset = (int)(at % SMALLS_A_ROW) * (SMALL_WIDTH + 4),
		.width = SMALL_WIDTH,
		.height = SMALL_HEIGHT,
		.format = format,
		.values = value_axis(metric, false),
		.categories.shown = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	struct series series = { .sheet = dashboard->data,
		.categories = data_range(first, rows, labels) };
	/* A person's sum says nothing beside that of a team or the company. */
	bool compares =
	    dashboard->results->subjects[subject].scope == SCOPE_MANAGER ||
	    (metric->kind != METRIC_SUM && metric->kind != METRIC_COUNT);
	series.name = page_word(page, LABEL_MEDIAN);
	series.style = STYLE_PRIOR;
	series.values = data_range(first, rows, (int)(2 + 2 * index));
	if (compares)
		chart_series(page->sheet, made, &series);
	series.name = label;
	series.style = STYLE_ACTUAL;
	series.labels = LABELS_LAST;
	series.values = data_range(first, rows, (int)(1 + 2 * index));
	chart_series(page->sheet, made, &series);
}

void
block_history(struct page *page)
{
	size_t subject = page->subject;
	struct dashboard *dashboard = page->dashboard;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	uint32_t rows;
	size_t charts = 0;
	uint32_t first =
	    history_data(dashboard, subject, metrics, count, &rows);
	page_section_text(page, dashboard_format(dashboard, LABEL_HISTORY,
				    dashboard_periods(dashboard)));
	page_note(page, LABEL_HISTORY_NOTE);
	for (size_t i = 0; i < count; i++) {
		bool any = false;
		for (size_t p = dashboard->first_period;
		     p <= dashboard->results->run_period; p++)
			any |= isfinite(dashboard_value_in(
			    dashboard, p, subject, metrics[i]));
		if (any)
			small_chart(page, subject, i, charts++, metrics[i],
			    first, rows, (int)(2 * count + 1));
	}
	page->row += (uint32_t)((charts + SMALLS_A_ROW - 1) / SMALLS_A_ROW) * 8;
}

void
block_quarters(
    struct page *page, const char *id, int x_offset, int width, int height)
{
	struct dashboard *dashboard = page->dashboard;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	size_t m = dashboard_metric(dashboard, id), index = 0;
	while (index < count && metrics[index] != m)
		index++;
	if (index == count)
		return;
	const struct metric *metric = &dashboard->results->metrics[m];
	const char *label = language_text(dashboard->language, metric->label);
	uint32_t rows,
	    first = history_data(dashboard, 0, metrics, count, &rows);
	struct chart chart = { .kind = CHART_LINES,
		.title = dashboard_format(dashboard, LABEL_BY_PERIOD, label),
		.description = dashboard_format(dashboard, LABEL_ALT_HISTORY,
		    label, dashboard_periods(dashboard)),
		.row = page->row,
		.x_offset = x_offset,
		.width = width,
		.height = height,
		.format =
		    metric->unit == UNIT_SHARE || metric->unit == UNIT_RATIO
			? FORMAT_WHOLE_PERCENT
			: FORMAT_COUNT,
		.values = value_axis(metric, true),
		.categories.shown = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	struct series series = { .sheet = dashboard->data,
		.categories = data_range(first, rows, 0) };
	series.name = page_word(page, LABEL_MEDIAN);
	series.style = STYLE_PRIOR;
	series.values = data_range(first, rows, (int)(2 + 2 * index));
	chart_series(page->sheet, made, &series);
	series.name = page_word(page, LABEL_COMPANY);
	series.style = STYLE_ACTUAL;
	series.labels = LABELS_VALUES;
	series.values = data_range(first, rows, (int)(1 + 2 * index));
	chart_series(page->sheet, made, &series);
}
