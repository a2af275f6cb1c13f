/* Charts: the model's notation in the library's terms. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/workbook/writer.h"

/* The size of a chart that is not scaled, in pixels. */
enum { OWN_WIDTH = 480, OWN_HEIGHT = 288 };

/* A style: a fill or line, a marker, or both. */
struct look {
	int fill, line, marker, marker_fill; /* colours; -1: none */
	float width;
	uint8_t dash, marker_type, marker_size;
	int label; /* the colour of labels */
};

static const struct look looks[STYLES] = {
	[STYLE_ACTUAL] = { ACTUAL, ACTUAL, -1, -1, 2, 0, 0, 0, INK },
	[STYLE_PRIOR] = { PRIOR, PRIOR, -1, -1, 1.5F, 0, 0, 0, MUTED },
	[STYLE_PLAN] = { -1, INK, -1, -1, 1.25F, 0, 0, 0, MUTED },
	[STYLE_GOOD] = { GOOD, GOOD, -1, -1, 2, 0, 0, 0, INK },
	[STYLE_BAD] = { BAD, BAD, -1, -1, 2, 0, 0, 0, INK },
	[STYLE_SECOND] = { SECOND, SECOND, -1, -1, 2, 0, 0, 0, INK },
	[STYLE_THIRD] = { THIRD, THIRD, -1, -1, 2, 0, 0, 0, INK },
	[STYLE_LIMIT] = { -1, MUTED, -1, -1, 1, LXW_CHART_LINE_DASH_DASH, 0, 0,
	    MUTED },
	[STYLE_BAND] = { -1, SECOND, -1, -1, 1, 0, 0, 0, MUTED },
	[STYLE_DOTS] = { -1, -1, ACTUAL, ACTUAL, 1, 0, LXW_CHART_MARKER_CIRCLE,
	    7, INK },
	[STYLE_DOTS_BAD] = { -1, -1, BAD, BAD, 1, 0, LXW_CHART_MARKER_DIAMOND,
	    9, BAD_TEXT },
	[STYLE_SQUARES_BAD] = { -1, -1, BAD, BAD, 1, 0, LXW_CHART_MARKER_SQUARE,
	    9, BAD_TEXT },
	[STYLE_TRIANGLES_MUTED] = { -1, -1, MUTED, MUTED, 1, 0,
	    LXW_CHART_MARKER_TRIANGLE, 7, MUTED },
	[STYLE_SPAN] = { -1, PRIOR, -1, -1, 3, 0, 0, 0, MUTED },
	[STYLE_BAR] = { -1, ACTUAL, -1, -1, 7, 0, 0, 0, INK },
	[STYLE_TICK] = { -1, BAD, -1, -1, 2, 0, 0, 0, INK },
	[STYLE_NONE] = { -1, -1, -1, -1, 1, 0, 0, 0, MUTED },
};

static void
draw_shape(lxw_chart_series *added, const struct look *look)
{
	lxw_chart_fill fill = { .color = (lxw_color_t)look->fill,
		.none = look->fill < 0 };
	lxw_chart_line line = { .color = (lxw_color_t)look->line,
		.none = look->line < 0,
		.width = look->width };
	chart_series_set_fill(added, &fill);
	if (look->fill < 0)
		chart_series_set_line(added, &line);
}

static void
draw_line(lxw_chart_series *added, const struct look *look)
{
	lxw_chart_line line = { .color = (lxw_color_t)look->line,
		.none = look->line < 0,
		.width = look->width,
		.dash_type = look->dash };
	chart_series_set_line(added, &line);
	if (look->marker < 0) {
		chart_series_set_marker_type(added, LXW_CHART_MARKER_NONE);
		return;
	}
	lxw_chart_fill fill = { .color = (lxw_color_t)look->marker_fill };
	lxw_chart_line edge = { .color = (lxw_color_t)look->marker };
	chart_series_set_marker_type(added, look->marker_type);
	chart_series_set_marker_size(added, look->marker_size);
	chart_series_set_marker_fill(added, &fill);
	chart_series_set_marker_line(added, &edge);
}

static bool
has_shapes(enum chart_kind kind)
{
	return kind == CHART_COLUMNS || kind == CHART_STACK ||
	       kind == CHART_BARS;
}

static size_t
points_of(const struct series *series)
{
	const struct range *v = &series->values;
	return (size_t)(v->last_row - v->first_row + 1) *
	       (size_t)(v->last_column - v->first_column + 1);
}

/* A text of a chart. The library takes one that begins with `=` for a formula:
 * such a text, a team's name perhaps, gets a space in front. NULL without
 * memory, which is remembered; NULL stays NULL. */
static char *
chart_text(struct writer *writer, const char *text)
{
	if (!text || *text != '=')
		return text ? writer_text(writer, text_of(text)) : NULL;
	char *spaced = arena_format(writer->report->arena, " %s", text);
	if (!spaced)
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
	return spaced;
}

/* Labels of chosen points: the last, or those that have a name. */
static void
choose_labels(struct writer *writer, lxw_chart_series *added,
    const struct series *series, lxw_chart_font *font)
{
	size_t count = points_of(series);
	struct arena *arena = writer->report->arena;
	lxw_chart_data_label *labels =
	    arena_allocate(arena, count, sizeof *labels);
	lxw_chart_data_label **list =
	    arena_allocate(arena, count + 1, sizeof *list);
	if (!labels || !list) {
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		list[i] = &labels[i];
		labels[i].font = font;
		if (series->labels == LABELS_LAST)
			labels[i].hide = i + 1 < count;
		else if (series->names[i])
			labels[i].value = chart_text(writer, series->names[i]);
		else
			labels[i].hide = LXW_TRUE;
	}
	writer_check(writer, chart_series_set_labels_custom(added, list));
}

static void
label_series(struct writer *writer, lxw_chart_series *added,
    const struct chart *model, const struct series *series)
{
	lxw_chart_font font = { .size = 8,
		.color = (lxw_color_t)looks[series->style].label };
	bool stack = model->kind == CHART_STACK;
	if (stack && series->style == STYLE_ACTUAL)
		font.color = LXW_COLOR_WHITE;
	chart_series_set_labels(added);
	chart_series_set_labels_font(added, &font);
	const char *format = writer_number_format(writer,
	    model->format == FORMAT_MONEY ? FORMAT_SHORT_MONEY : model->format);
	if (format)
		chart_series_set_labels_num_format(added, format);
	if (stack)
		chart_series_set_labels_position(
		    added, LXW_CHART_LABEL_POSITION_CENTER);
	else if (!has_shapes(model->kind))
		chart_series_set_labels_position(
		    added, model->kind == CHART_LINES &&
				   series->labels == LABELS_VALUES
			       ? LXW_CHART_LABEL_POSITION_ABOVE
			       : LXW_CHART_LABEL_POSITION_RIGHT);
	if (series->labels != LABELS_VALUES)
		choose_labels(writer, added, series, &font);
}

static void
add_series(struct writer *writer, lxw_chart *chart, const struct sheet *sheet,
    const struct chart *model, const struct series *series)
{
	const char *name = series->sheet ? series->sheet->name : sheet->name;
	lxw_chart_series *added = chart_add_series(chart, NULL, NULL);
	if (!added) {
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	const struct range *c = &series->categories, *v = &series->values;
	chart_series_set_categories(added, name, c->first_row, c->first_column,
	    c->last_row, c->last_column);
	chart_series_set_values(added, name, v->first_row, v->first_column,
	    v->last_row, v->last_column);
	chart_series_set_name(added, chart_text(writer, series->name));
	if (has_shapes(model->kind))
		draw_shape(added, &looks[series->style]);
	else
		draw_line(added, &looks[series->style]);
	if (series->labels != LABELS_NONE)
		label_series(writer, added, model, series);
}

static void
set_axis(struct writer *writer, lxw_chart_axis *axis, const struct axis *model)
{
	lxw_chart_font small = { .size = 8, .color = MUTED };
	lxw_chart_line rule = { .color = RULE, .width = 0.75F };
	lxw_chart_line hair = { .color = HAIR, .width = 0.75F };
	const char *format = writer_number_format(writer, model->format);
	chart_axis_set_num_font(axis, &small);
	chart_axis_set_line(axis, &rule);
	chart_axis_set_major_tick_mark(axis, LXW_CHART_AXIS_TICK_MARK_NONE);
	if (format)
		chart_axis_set_num_format(axis, format);
	chart_axis_major_gridlines_set_visible(axis, model->grid);
	if (model->grid)
		chart_axis_major_gridlines_set_line(axis, &hair);
	if (model->title) {
		lxw_chart_font plain = {
			.size = 8, .color = MUTED, .bold = LXW_EXPLICIT_FALSE
		};
		chart_axis_set_name(axis, chart_text(writer, model->title));
		chart_axis_set_name_font(axis, &plain);
	}
	if (model->has_low)
		chart_axis_set_min(axis, model->low);
	if (model->has_high)
		chart_axis_set_max(axis, model->high);
	if (model->step > 0)
		chart_axis_set_major_unit(axis, model->step);
	if (model->reversed)
		chart_axis_set_reverse(axis);
	if (!model->shown)
		chart_axis_off(axis);
}

/* The list of the library ends with -1. */
static void
leave_out_of_legend(struct writer *writer, lxw_chart *chart, unsigned unlisted)
{
	enum { SERIES_MOST = 32 };
	int16_t series[SERIES_MOST + 1];
	size_t count = 0;
	for (int16_t i = 0; i < SERIES_MOST; i++)
		if (unlisted >> i & 1)
			series[count++] = i;
	series[count] = -1;
	writer_check(writer, chart_legend_delete_series(chart, series));
}

static void
set_axes(struct writer *writer, lxw_chart *chart, const struct chart *model)
{
	/* x is the horizontal axis: in a bar chart that of the values. */
	bool bars = model->kind == CHART_BARS;
	lxw_chart_axis *values = bars ? chart->x_axis : chart->y_axis;
	lxw_chart_axis *categories = bars ? chart->y_axis : chart->x_axis;
	set_axis(writer, values, &model->values);
	set_axis(writer, categories, &model->categories);
	/* Not at 0, where bars that go down would cross them. */
	chart_axis_set_label_position(
	    categories, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	if (has_shapes(model->kind)) {
		chart_set_series_gap(
		    chart, model->kind == CHART_STACK ? 45 : 60);
		if (model->kind != CHART_STACK)
			chart_set_series_overlap(
			    chart, model->overlapped ? 100 : 0);
	}
}

void
writer_add_chart(struct writer *writer, lxw_worksheet *sheet,
    const struct sheet *model_sheet, const struct chart *model)
{
	static const uint8_t types[] = { [CHART_COLUMNS] = LXW_CHART_COLUMN,
		[CHART_STACK] = LXW_CHART_COLUMN_STACKED,
		[CHART_BARS] = LXW_CHART_BAR,
		[CHART_LINES] = LXW_CHART_LINE,
		[CHART_SCATTER] = LXW_CHART_SCATTER_STRAIGHT,
		[CHART_STRIP] = LXW_CHART_SCATTER_STRAIGHT };
	lxw_chart *chart =
	    workbook_add_chart(writer->workbook, types[model->kind]);
	if (!chart) {
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	for (const struct series *s = model->series; s; s = s->next)
		add_series(writer, chart, model_sheet, model, s);
	lxw_chart_font title = { .size = model->width < 300 ? 9 : 10,
		.bold = LXW_TRUE,
		.color = INK };
	lxw_chart_font small = { .size = 8, .color = INK };
	lxw_chart_line none = { .none = LXW_TRUE };
	lxw_chart_fill clear = { .none = LXW_TRUE };
	if (model->title) {
		chart_title_set_name(chart, chart_text(writer, model->title));
		chart_title_set_name_font(chart, &title);
	} else
		chart_title_off(chart);
	set_axes(writer, chart, model);
	chart_legend_set_position(chart,
	    model->legend ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
	if (model->legend)
		chart_legend_set_font(chart, &small);
	if (model->legend && model->unlisted)
		leave_out_of_legend(writer, chart, model->unlisted);
	chart_chartarea_set_line(chart, &none);
	if (model->kind == CHART_STRIP) {
		chart_chartarea_set_fill(chart, &clear);
		chart_plotarea_set_fill(chart, &clear);
	}
	/* Scales are relative to the library's own size. */
	lxw_chart_options options = { .x_offset = model->x_offset,
		.y_offset = model->y_offset,
		.x_scale = (double)model->width / OWN_WIDTH,
		.y_scale = (double)model->height / OWN_HEIGHT,
		.object_position = LXW_OBJECT_MOVE_DONT_SIZE,
		.description =
		    writer_text(writer, text_of(model->description)) };
	writer_check(writer, worksheet_insert_chart_opt(sheet, model->row,
				 model->column, chart, &options));
}
