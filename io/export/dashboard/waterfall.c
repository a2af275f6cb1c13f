/* Waterfalls: from one number over its changes to another. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

/* What stands in the columns of the chart's data, each a series: bars that are
 * not drawn, on which the others stand; whole numbers; changes for the worse
 * and for the better, above zero and, where a bar crosses it, below. */
enum { STANDS_ON, WHOLE, LESS, MORE, LESS_BELOW, MORE_BELOW, PARTS };

/* From `before` to `after`, a bar in the parts of one row. */
static void
place_bar(
    double parts[PARTS], double before, double after, int above, int below)
{
	double low = fmin(before, after), high = fmax(before, after);
	if (low >= 0) {
		parts[STANDS_ON] = low;
		parts[above] = high - low;
	} else if (high <= 0) {
		parts[STANDS_ON] = high;
		parts[above] = low - high;
	} else {
		parts[above] = high;
		parts[below] = low;
	}
}

/* The rows' parts; *low becomes the lowest level, if below 0. Whether any bar
 * crosses zero. */
static bool
place_bars(
    const struct waterfall *waterfall, double parts[][PARTS], double *low)
{
	bool crosses = false;
	double level = 0;
	for (size_t i = 0; i < waterfall->count; i++) {
		double step = waterfall->steps[i].amount;
		for (int p = 0; p < PARTS; p++)
			parts[i][p] = NAN;
		if (waterfall->steps[i].whole) {
			parts[i][WHOLE] = level = step;
			*low = fmin(*low, level);
			continue;
		}
		if (step < 0)
			place_bar(
			    parts[i], level, level + step, LESS, LESS_BELOW);
		if (step > 0)
			place_bar(
			    parts[i], level, level + step, MORE, MORE_BELOW);
		crosses |= isfinite(parts[i][LESS_BELOW]) ||
			   isfinite(parts[i][MORE_BELOW]);
		level += step;
		*low = fmin(*low, level);
	}
	return crosses;
}

/* Below each bar what it is, and how much. */
static void
write_rows(struct page *page, const struct waterfall *waterfall, uint32_t first,
    double parts[][PARTS], int columns)
{
	struct dashboard *dashboard = page->dashboard;
	for (uint32_t i = 0; i < waterfall->count; i++) {
		const struct waterfall_step *step = &waterfall->steps[i];
		const char *name = arena_format(dashboard->report->arena,
		    "%s: %s%s", page_word(page, step->label),
		    !step->whole && step->amount > 0 ? "+" : "",
		    dashboard_number(dashboard, FORMAT_MONEY, step->amount));
		dashboard->report->out_of_memory |= !name;
		sheet_string(
		    dashboard->data, first + i, 0, ROLE_BODY, name ? name : "");
		for (int p = 0; p < columns; p++)
			sheet_real(dashboard->data, first + i, p + 1, ROLE_BODY,
			    FORMAT_MONEY, parts[i][p]);
	}
}

void
block_waterfall(
    struct page *page, const struct waterfall *waterfall, int x_offset)
{
	static const enum label names[PARTS] = { LABEL_BRIDGE_STANDS_ON,
		LABEL_BRIDGE_WHOLE, LABEL_BRIDGE_LESS, LABEL_BRIDGE_MORE,
		LABEL_BRIDGE_LESS, LABEL_BRIDGE_MORE };
	static const enum series_style styles[PARTS] = { STYLE_NONE,
		STYLE_ACTUAL, STYLE_BAD, STYLE_GOOD, STYLE_BAD, STYLE_GOOD };
	struct dashboard *dashboard = page->dashboard;
	double parts[WATERFALL_STEPS][PARTS], low = 0;
	const char *headings[1 + PARTS] = { page_word(
	    page, LABEL_BRIDGE_STEP) };
	int columns = place_bars(waterfall, parts, &low) ? PARTS : LESS_BELOW;
	uint32_t rows = (uint32_t)waterfall->count;
	for (int p = 0; p < PARTS; p++)
		headings[p + 1] = page_word(page, names[p]);
	uint32_t first = block_data(
	    dashboard, waterfall->title, headings, (size_t)columns + 1, rows);
	write_rows(page, waterfall, first, parts, columns);
	struct chart chart = { .kind = CHART_STACK,
		.title = waterfall->title,
		.description = waterfall->description,
		.row = page->row,
		.x_offset = x_offset,
		.width = HALF_WIDTH,
		.height = CHART_HEIGHT,
		.format = FORMAT_SHORT_MONEY,
		.values = { .has_low = low >= 0 },
		.categories.shown = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int p = 0; p < columns; p++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = headings[p + 1],
			.sheet = dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, p + 1),
			.style = styles[p] });
}
