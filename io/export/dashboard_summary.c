/* Summary: the company's eight indicators against the prior period, and the
 * teams beside each other. */
#include "io/export/dashboard.h"

enum { CHART_WIDTH = 330, CHART_HEIGHT = 230, CHARTS_A_ROW = 3 };

static void
write_indicator(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, size_t m)
{
	const struct metric *metric = &dashboard->results->metrics[m];
	const struct estimate *estimate = dashboard_estimate(dashboard, 0, m);
	enum measure_format format = dashboard_value_format(metric);
	sheet_string(
	    sheet, row, 0, ROLE_LABEL, metric->label[dashboard->language]);
	sheet_number(sheet, row, 1, ROLE_KEY, format, estimate->value);
	sheet_number(sheet, row, 2, ROLE_MUTED, format, estimate->prior);
	sheet_number(sheet, row, 3,
	    dashboard_change_role(metric, estimate->change),
	    dashboard_change_format(metric), estimate->change);
	dashboard_optional(sheet, row, 4, format, estimate->ci_low);
	dashboard_optional(sheet, row, 5, format, estimate->ci_high);
	sheet_count(sheet, row, 6, estimate->n);
	sheet_string(
	    sheet, row, 7, ROLE_REMARK, dashboard_remark(dashboard, estimate));
}

static uint32_t
write_company(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const enum label headings[] = { LABEL_INDICATOR, LABEL_VALUE,
		LABEL_PRIOR, LABEL_CHANGE, LABEL_INTERVAL_LOW,
		LABEL_INTERVAL_HIGH, LABEL_COUNT, LABEL_REMARK };
	size_t metrics[16], count = dashboard_headlines(dashboard, metrics);
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_EIGHT_OF_COMPANY));
	dashboard_headings(dashboard, sheet, row++, 0, headings,
	    sizeof headings / sizeof *headings);
	for (size_t i = 0; i < count; i++)
		write_indicator(dashboard, sheet, row++, metrics[i]);
	return row + 1;
}

/* The company and the teams, the first subjects. */
static size_t
team_columns(const struct dashboard *dashboard)
{
	enum { MOST = 24 };
	const struct results *results = dashboard->results;
	size_t count = 1;
	while (count < results->subject_count && count < MOST &&
	       results->subjects[count].scope == SCOPE_TEAM)
		count++;
	return count;
}

/* Bars begin at zero; only values below it move the axis. */
static bool
has_negative(const struct dashboard *dashboard, size_t metric, size_t columns)
{
	for (size_t c = 0; c < columns; c++) {
		struct quantity value =
		    dashboard_estimate(dashboard, c, metric)->value;
		if (value.defined && quantity_double(value) < 0)
			return true;
	}
	return false;
}

/* One chart an indicator that has data: the company and each team. */
static void
chart_teams(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, uint32_t headings, uint32_t values, size_t metric,
    size_t index, size_t columns)
{
	const struct metric *m = &dashboard->results->metrics[metric];
	const char *label = m->label[dashboard->language];
	struct chart chart = { .kind = CHART_COLUMNS,
		.title = label,
		.description = label,
		.row = row + (uint32_t)(index / CHARTS_A_ROW) * 13,
		.x_offset = (int)(index % CHARTS_A_ROW) * (CHART_WIDTH + 12),
		.width = CHART_WIDTH,
		.height = CHART_HEIGHT,
		.format = dashboard_value_format(m),
		.values = { .has_low =
				!has_negative(dashboard, metric, columns),
		    .has_high = m->unit == UNIT_SHARE || m->unit == UNIT_SCORE,
		    .high = m->unit == UNIT_SHARE ? 1 : 100 },
		.categories.shown = true };
	struct series series = { .name = label,
		.labels = LABELS_VALUES,
		.categories = { headings, headings, 1, (uint16_t)columns },
		.values = { values, values, 1, (uint16_t)columns } };
	chart_series(sheet, sheet_chart(sheet, &chart), &series);
}

static void
write_teams(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	const struct results *results = dashboard->results;
	size_t columns = team_columns(dashboard), metrics[16], charts = 0;
	size_t count = dashboard_headlines(dashboard, metrics);
	uint32_t headings = row + 1, first = row + 2;
	uint32_t below = first + (uint32_t)count + 1;
	if (columns == 1)
		return;
	sheet_string(sheet, row, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_EIGHT_BY_TEAM));
	sheet_string(sheet, headings, 0, ROLE_HEADING,
	    dashboard_label(dashboard, LABEL_INDICATOR));
	for (size_t c = 0; c < columns; c++)
		sheet_text(sheet, headings, (int)c + 1, ROLE_HEADING_NUMBER,
		    c ? results->subjects[c].name
		      : text_of(dashboard_label(dashboard, LABEL_COMPANY)));
	sheet_string(sheet, below, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_CHARTS_BY_TEAM));
	for (size_t i = 0; i < count; i++) {
		const struct metric *metric = &results->metrics[metrics[i]];
		uint32_t at = first + (uint32_t)i;
		bool data = false;
		sheet_string(sheet, at, 0, ROLE_LABEL,
		    metric->label[dashboard->language]);
		for (size_t c = 0; c < columns; c++) {
			const struct estimate *estimate =
			    dashboard_estimate(dashboard, c, metrics[i]);
			data |= c && estimate->value.defined;
			sheet_number(sheet, at, (int)c + 1,
			    estimate->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED
								: ROLE_BODY,
			    dashboard_value_format(metric), estimate->value);
		}
		if (data)
			chart_teams(dashboard, sheet, below + 1, headings, at,
			    metrics[i], charts++, columns);
	}
}

void
dashboard_summary(struct dashboard *dashboard)
{
	struct sheet *sheet = report_sheet(dashboard->report,
	    text_of(dashboard_label(dashboard, LABEL_SUMMARY)));
	dashboard_head(
	    dashboard, sheet, dashboard_label(dashboard, LABEL_TITLE));
	sheet_string(sheet, 2, 0, ROLE_NOTE,
	    dashboard_label(dashboard, LABEL_HOW_TO_READ));
	uint32_t row = write_company(dashboard, sheet, 4);
	write_teams(dashboard, sheet, row);
	sheet->one_page = true;
	sheet->widths[7] = 30;
	sheet_fit(sheet, 11, 34);
}
