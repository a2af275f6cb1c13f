/* Funnels: the managers' shares against their n, within the limits of chance
 * around the company's. */
#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

static const struct funnel *
funnel_of(const struct dashboard *dashboard, const char *id)
{
	const struct analysis *analysis = dashboard->results->analysis;
	size_t metric = dashboard_metric(dashboard, id);
	for (size_t i = 0; analysis && i < analysis->funnel_count; i++)
		if (analysis->funnels[i].metric == metric)
			return analysis->funnels[i].point_count
				   ? &analysis->funnels[i]
				   : NULL;
	return NULL;
}

enum { LIMIT_ROWS = 60 };

/* The limits, at no more than LIMIT_ROWS of the curve's points. */
static uint32_t
limit_data(struct page *page, const struct funnel *funnel, const char *title,
    uint32_t *rows)
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_COUNT), "99.8 %",
		"95 %", page_word(page, LABEL_COMPANY), "95 %", "99.8 %" };
	size_t count = funnel->curve_count;
	*rows = (uint32_t)(count < LIMIT_ROWS ? count : LIMIT_ROWS);
	uint32_t first = block_data(dashboard, title, headings, 6, *rows);
	for (uint32_t i = 0; i < *rows; i++) {
		size_t at = *rows > 1 ? i * (count - 1) / (*rows - 1) : 0;
		const struct funnel_curve_point *p = &funnel->curve[at];
		const double values[] = { p->band.low_998, p->band.low_95,
			funnel->rate, p->band.high_95, p->band.high_998 };
		sheet_real(dashboard->data, first + i, 0, ROLE_BODY,
		    FORMAT_COUNT, p->n);
		for (int c = 0; c < 5; c++)
			sheet_real(dashboard->data, first + i, c + 1, ROLE_BODY,
			    FORMAT_PERCENT, values[c]);
	}
	return first;
}

/* The managers: within and outside the limits, in columns of their own. */
static uint32_t
point_data(struct page *page, const struct funnel *funnel, const char *title,
    const char ***names)
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_MANAGER),
		page_word(page, LABEL_COUNT), page_word(page, LABEL_WITHIN),
		page_word(page, LABEL_OUTSIDE) };
	uint32_t first = block_data(
	    dashboard, title, headings, 4, (uint32_t)funnel->point_count);
	*names = arena_allocate(
	    dashboard->report->arena, funnel->point_count, sizeof **names);
	for (size_t i = 0; i < funnel->point_count && *names; i++) {
		const struct funnel_point *p = &funnel->points[i];
		uint32_t row = first + (uint32_t)i;
		struct text name =
		    dashboard_subject_name(dashboard, p->subject);
		sheet_text(dashboard->data, row, 0, ROLE_BODY, name);
		sheet_real(
		    dashboard->data, row, 1, ROLE_BODY, FORMAT_COUNT, p->n);
		sheet_real(dashboard->data, row, p->outside_95 ? 3 : 2,
		    ROLE_BODY, FORMAT_PERCENT, p->rate);
		if (p->outside_95)
			(*names)[i] = name.data;
	}
	dashboard->report->out_of_memory |= !*names;
	return first;
}

bool
block_funnel(struct page *page, const char *id, int x_offset)
{
	struct dashboard *dashboard = page->dashboard;
	const struct funnel *funnel = funnel_of(dashboard, id);
	const char **names;
	uint32_t rows;
	if (!funnel)
		return false;
	const char *label = dashboard->results->metrics[funnel->metric]
				.label[dashboard->language];
	const char *title = dashboard_format(dashboard, LABEL_FUNNEL, label);
	uint32_t limits = limit_data(page, funnel, title, &rows);
	uint32_t points = point_data(page, funnel, title, &names);
	uint32_t count = (uint32_t)funnel->point_count;
	struct chart chart = { .kind = CHART_SCATTER,
		.title = title,
		.description =
		    dashboard_format(dashboard, LABEL_ALT_FUNNEL, label),
		.row = page->row,
		.x_offset = x_offset,
		.width = HALF_WIDTH,
		.height = CHART_HEIGHT,
		.values = { .shown = true,
		    .grid = true,
		    .has_low = true,
		    .has_high = true,
		    .high = 1,
		    .step = 0.25,
		    .format = FORMAT_WHOLE_PERCENT },
		.categories = { .shown = true,
		    .has_low = true,
		    .format = FORMAT_COUNT,
		    .title = page_word(page, LABEL_COUNT) } };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int c = 1; c <= 5; c++)
		chart_series(page->sheet, made,
		    &(struct series){
			.name = c == 3 ? page_word(page, LABEL_COMPANY)
				: c == 2 || c == 4 ? "95 %"
						   : "99.8 %",
			.sheet = dashboard->data,
			.categories = data_range(limits, rows, 0),
			.values = data_range(limits, rows, c),
			.style = c == 3             ? STYLE_PRIOR
				 : c == 2 || c == 4 ? STYLE_BAND
						    : STYLE_LIMIT });
	for (int outside = 0; outside < 2; outside++)
		chart_series(page->sheet, made,
		    &(struct series){
			.name = page_word(
			    page, outside ? LABEL_OUTSIDE : LABEL_WITHIN),
			.sheet = dashboard->data,
			.categories = data_range(points, count, 1),
			.values = data_range(points, count, 2 + outside),
			.style = outside ? STYLE_DOTS_BAD : STYLE_DOTS,
			.labels = outside ? LABELS_NAMES : LABELS_NONE,
			.names = names });
	return true;
}

void
block_funnels(struct page *page, const char *const *ids, size_t count)
{
	int drawn = 0;
	for (size_t i = 0; i < count; i++)
		if (funnel_of(page->dashboard, ids[i])) {
			if (drawn == 0)
				page_section(page, LABEL_FUNNELS);
			block_funnel(page, ids[i], drawn++ * (HALF_WIDTH + 12));
		}
	if (drawn == 0)
		return;
	page_skip(page, CHART_HEIGHT);
	page_note(page, LABEL_FUNNEL_NOTE);
}
