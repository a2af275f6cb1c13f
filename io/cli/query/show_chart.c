/* The workbook of a breakdown: number formats, and a sheet with a chart for
 * each metric: lines over several periods, else bars by group. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/cli/query/show.h"
#include "io/export/dashboard/words.h"

enum { CHARTS_MOST = 8, LINES_MOST = 8, BARS_MOST = 60, COLUMNS_MOST = 8 };

struct charting {
	const struct breakdown *breakdown;
	const struct session *session;
	struct sheet *sheet;
	size_t metric;
	enum measure_format format;
};

static void
put_value(const struct charting *charting, const struct line *line,
    uint32_t row, int column)
{
	const struct number *number = breakdown_number(
	    charting->breakdown, line->view, line->group, charting->metric);
	if (number->shown)
		sheet_number(charting->sheet, row, column, ROLE_BODY,
		    charting->format, number->estimate.value);
}

static struct range
column_range(uint32_t rows, uint16_t column)
{
	return (struct range){ 1, rows, column, column };
}

static void
add_chart(const struct charting *charting, enum chart_kind kind, uint32_t rows,
    uint16_t columns)
{
	const struct metric *metric =
	    charting->breakdown->question->metrics[charting->metric];
	const char *title =
	    language_text(charting->session->options->language, metric->label);
	struct chart *chart = sheet_chart(charting->sheet,
	    &(struct chart){ .kind = kind,
		.title = title,
		.description = title,
		.column = (uint16_t)(columns + 1),
		.width = 720,
		.height = kind == CHART_BARS ? 120 + 20 * (int)rows : 400,
		.format = charting->format,
		.values = { .shown = kind == CHART_LINES,
		    .grid = kind == CHART_LINES,
		    .format = charting->format },
		.categories = { .shown = true, .reversed = kind == CHART_BARS },
		.legend = columns > 2 });
	for (uint16_t c = 1; c < columns; c++) {
		const struct cell *head = sheet_find(charting->sheet, 0, c);
		chart_series(charting->sheet, chart,
		    &(struct series){ .name = head ? head->text.data : title,
			.categories = column_range(rows, 0),
			.values = column_range(rows, c),
			.labels =
			    kind == CHART_LINES ? LABELS_NONE : LABELS_VALUES,
			.style =
			    c == 1 ? STYLE_ACTUAL
				   : (enum series_style)(
					 c % 2 ? STYLE_SECOND : STYLE_THIRD) });
	}
}

/* A row a period, a column a group. */
static void
chart_periods(const struct charting *charting)
{
	const struct breakdown *breakdown = charting->breakdown;
	const struct question *question = breakdown->question;
	uint16_t columns = 1;
	uint32_t rows = (uint32_t)question->view_count;
	uint32_t shown[LINES_MOST + 1];
	sheet_string(charting->sheet, 0, 0, ROLE_HEADING, "period");
	for (uint32_t view = 0; view < rows; view++)
		sheet_string(charting->sheet, view + 1, 0, ROLE_BODY,
		    question->views[view].period.label);
	for (size_t i = 0; i < breakdown->line_count && columns <= LINES_MOST;
	     i++) {
		uint32_t group = breakdown->lines[i].group;
		bool seen = false;
		for (uint16_t c = 1; c < columns; c++)
			seen |= shown[c] == group;
		if (seen)
			continue;
		struct text label = show_label(breakdown, charting->session,
		    &breakdown->lines[i], false, charting->session->arena);
		const struct metric *metric =
		    question->metrics[charting->metric];
		shown[columns] = group;
		sheet_text(charting->sheet, 0, columns, ROLE_HEADING_NUMBER,
		    label.length ? label : text_of(metric->id));
		for (uint32_t view = 0; view < rows; view++)
			put_value(charting, &(struct line){ view, group },
			    view + 1, columns);
		columns++;
	}
	add_chart(charting, CHART_LINES, rows, columns);
}

/* A row a group. */
static void
chart_groups(const struct charting *charting)
{
	const struct breakdown *breakdown = charting->breakdown;
	uint32_t rows = 0;
	sheet_string(charting->sheet, 0, 0, ROLE_HEADING, "group");
	sheet_string(charting->sheet, 0, 1, ROLE_HEADING_NUMBER,
	    breakdown->question->metrics[charting->metric]->id);
	for (size_t i = 0; i < breakdown->line_count && rows < BARS_MOST; i++) {
		const struct line *line = &breakdown->lines[i];
		struct text label = show_label(breakdown, charting->session,
		    line, true, charting->session->arena);
		rows++;
		sheet_text(charting->sheet, rows, 0, ROLE_BODY,
		    label.length ? label : text_of("*"));
		put_value(charting, line, rows, 1);
	}
	if (rows)
		add_chart(charting,
		    rows > COLUMNS_MOST ? CHART_BARS : CHART_COLUMNS, rows, 2);
}

void
show_chart(void *context, const struct values *values, struct report *report)
{
	const struct showing *showing = context;
	const struct breakdown *breakdown = showing->breakdown;
	const struct question *question = breakdown->question;
	(void)values;
	for (size_t m = 0; m < question->metric_count && m < CHARTS_MOST; m++) {
		const struct metric *metric = question->metrics[m];
		struct charting charting = { .breakdown = breakdown,
			.session = showing->session,
			.sheet = report_sheet(report, text_of(metric->id)),
			.metric = m,
			.format = dashboard_value_format(metric) };
		if (breakdown->line_count == 0)
			return;
		if (question->view_count > 1)
			chart_periods(&charting);
		else
			chart_groups(&charting);
		sheet_fit(charting.sheet, 8, 40);
	}
}
