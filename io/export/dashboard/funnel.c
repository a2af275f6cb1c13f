/* Funnels: the managers' shares against their n, within the limits of chance
 * around the company's. */
#include "engine/base/arena.h"
#include "engine/base/language.h"
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

/* Of more managers than POINTS_MOST not all are drawn. */
enum { LIMIT_ROWS = 60, CURVES = 5, POINTS_MOST = 2000 };

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

/* How far from the company a manager is; a column and a series each. */
enum { WITHIN, OUTSIDE, CHANCE, SPREAD, GROUPS };

static const struct {
	enum label name;
	enum series_style style;
} groups[GROUPS] = { { LABEL_WITHIN, STYLE_DOTS },
	{ LABEL_OUTSIDE, STYLE_TRIANGLES_MUTED },
	{ LABEL_BEYOND_CHANCE_ONLY, STYLE_DOTS_BAD },
	{ LABEL_BEYOND_SPREAD, STYLE_SQUARES_BAD } };

static int
group_of(const struct funnel_point *point)
{
	return point->beyond == BEYOND_SPREAD   ? SPREAD
	       : point->beyond == BEYOND_CHANCE ? CHANCE
	       : point->outside_95              ? OUTSIDE
						: WITHIN;
}

/* The managers to be drawn, in `funnel`: of very many first those who are not
 * within the limits. False without memory. */
static bool
choose_points(struct funnel *funnel, struct arena *arena)
{
	const struct funnel_point *all = funnel->points;
	size_t count = funnel->point_count, outside = 0;
	if (count <= POINTS_MOST)
		return true;
	for (size_t i = 0; i < count; i++)
		outside += group_of(&all[i]) != WITHIN;
	size_t within = outside < POINTS_MOST ? POINTS_MOST - outside : 0;
	funnel->points =
	    arena_allocate(arena, POINTS_MOST, sizeof *funnel->points);
	funnel->point_count = 0;
	for (size_t i = 0; funnel->points && i < count; i++) {
		bool is_within = group_of(&all[i]) == WITHIN;
		if (funnel->point_count == POINTS_MOST ||
		    (is_within && !within))
			continue;
		within -= is_within;
		funnel->points[funnel->point_count++] = all[i];
	}
	return funnel->points;
}

/* The title says how many are not drawn. */
static const char *
title_of(const struct dashboard *dashboard, const char *label, size_t hidden)
{
	const char *title = dashboard_format(dashboard, LABEL_FUNNEL, label);
	if (!hidden)
		return title;
	const char *both = arena_format(dashboard->report->arena, "%s (%s)",
	    title, dashboard_format(dashboard, LABEL_AND_MORE, hidden));
	return both ? both : title;
}

/* The managers, each group in a column of its own. */
static uint32_t
point_data(struct page *page, const struct funnel *funnel, const char *title,
    const char **names[GROUPS])
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[2 + GROUPS] = { page_word(page, LABEL_MANAGER),
		page_word(page, LABEL_COUNT) };
	for (int g = 0; g < GROUPS; g++)
		headings[2 + g] = page_word(page, groups[g].name);
	uint32_t first = block_data(dashboard, title, headings, 2 + GROUPS,
	    (uint32_t)funnel->point_count);
	for (int g = 0; g < GROUPS; g++) {
		names[g] = arena_allocate(dashboard->report->arena,
		    funnel->point_count, sizeof **names);
		if (!names[g]) {
			dashboard->report->out_of_memory = true;
			return first;
		}
	}
	for (size_t i = 0; i < funnel->point_count; i++) {
		const struct funnel_point *p = &funnel->points[i];
		uint32_t row = first + (uint32_t)i;
		struct text name =
		    dashboard_subject_name(dashboard, p->subject);
		int group = group_of(p);
		sheet_text(dashboard->data, row, 0, ROLE_BODY, name);
		sheet_real(
		    dashboard->data, row, 1, ROLE_BODY, FORMAT_COUNT, p->n);
		sheet_real(dashboard->data, row, 2 + group, ROLE_BODY,
		    FORMAT_PERCENT, p->rate);
		names[group][i] = name.data;
	}
	return first;
}

bool
block_funnel(struct page *page, const char *id, int x_offset)
{
	struct dashboard *dashboard = page->dashboard;
	const struct funnel *whole = funnel_of(dashboard, id);
	const char **names[GROUPS] = { NULL };
	uint32_t rows;
	if (!whole)
		return false;
	struct funnel drawn = *whole, *funnel = &drawn;
	if (!choose_points(&drawn, dashboard->report->arena)) {
		dashboard->report->out_of_memory = true;
		return false;
	}
	const char *label = language_text(dashboard->language,
	    dashboard->results->metrics[funnel->metric].label);
	const char *title = title_of(
	    dashboard, label, whole->point_count - funnel->point_count);
	uint32_t limits = limit_data(page, funnel, title, &rows);
	uint32_t points = point_data(page, funnel, title, names);
	uint32_t count = (uint32_t)funnel->point_count;
	struct chart chart = { .kind = CHART_SCATTER,
		.title = title,
		.description =
		    dashboard_format(dashboard, LABEL_ALT_FUNNEL, label),
		.row = page->row,
		.x_offset = x_offset,
		.width = HALF_WIDTH,
		.height = FUNNEL_HEIGHT,
		.legend = true,
		.unlisted = (1u << CURVES) - 1,
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
	for (int c = 1; c <= CURVES; c++)
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
	for (int g = 0; g < GROUPS; g++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = page_word(page, groups[g].name),
			.sheet = dashboard->data,
			.categories = data_range(points, count, 1),
			.values = data_range(points, count, 2 + g),
			.style = groups[g].style,
			.labels = g == WITHIN ? LABELS_NONE : LABELS_NAMES,
			.names = names[g] });
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
	page_skip(page, FUNNEL_HEIGHT);
	page_note(page, LABEL_FUNNEL_NOTE);
}
