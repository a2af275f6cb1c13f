#include "io/export/xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "engine/arena.h"

/* One accent and its opposite, told apart by everyone (Okabe and Ito), and
 * greys. */
enum colour {
	INK = 0x22303C,
	ACCENT = 0x1F5A8A,
	LIGHT = 0xB9C6D2,
	MUTED = 0x6B7884,
	GOOD = 0x0072B2,
	BAD = 0xB04A00,
	HEADING_FILL = 0xE8EEF4,
	RULE = 0xC5CFD9
};

enum { ROLES = 20, FORMATS = ROLES * 16 };

struct writer {
	const struct report *report;
	struct diagnostics *diagnostics;
	lxw_workbook *workbook;
	lxw_format *formats[FORMATS]; /* by role and measure_format */
	char money[64], money_change[256];
	lxw_error error;
};

static void
check(struct writer *writer, lxw_error error)
{
	if (error != LXW_NO_ERROR && writer->error == LXW_NO_ERROR)
		writer->error = error;
}

/* The library takes texts that it could change, but does not. */
static char *
own(struct writer *writer, struct text text)
{
	char *copy = arena_copy(writer->report->arena, text.data, text.length);
	if (!copy)
		check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
	return copy;
}

/* ---- formats ---- */

static const char *
number_format(const struct writer *writer, enum measure_format format)
{
	switch (format) {
	case FORMAT_MONEY:
		return writer->money;
	case FORMAT_MONEY_CHANGE:
		return writer->money_change;
	case FORMAT_COUNT:
		return "#,##0";
	case FORMAT_PERCENT:
		return "0.0%";
	case FORMAT_RATIO:
		return "0.00";
	case FORMAT_SCORE:
		return "0.0";
	case FORMAT_DATE:
		return writer->report->language == LANGUAGE_VI ? "dd/mm/yyyy"
							       : "yyyy-mm-dd";
	case FORMAT_COUNT_CHANGE:
		return "\"▲ \"#,##0;\"▼ \"#,##0;\"– \"0";
	case FORMAT_POINTS_CHANGE:
		return "\"▲ \"0.0%;\"▼ \"0.0%;\"– \"0.0%";
	case FORMAT_SCORE_CHANGE:
		return "\"▲ \"0.0;\"▼ \"0.0;\"– \"0.0";
	case FORMAT_PLAIN:
		break;
	}
	return NULL;
}

/* The currency's own form. Separators are the viewer's, not ours. */
static void
choose_money(struct writer *writer)
{
	static const struct {
		const char *currency, *positive;
	} forms[] = {
		{ "VND", "#,##0\" ₫\"" },
		{ "USD", "\"$\"#,##0.00" },
		{ "EUR", "#,##0.00\" €\"" },
		{ "GBP", "\"£\"#,##0.00" },
		{ "JPY", "\"¥\"#,##0" },
		{ "KRW", "\"₩\"#,##0" },
	};
	const char *positive = NULL;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].currency, writer->report->currency) == 0)
			positive = forms[i].positive;
	if (positive)
		snprintf(writer->money, sizeof writer->money, "%s", positive);
	else
		snprintf(writer->money, sizeof writer->money, "#,##0.00\" %s\"",
		    writer->report->currency);
	snprintf(writer->money_change, sizeof writer->money_change,
	    "\"▲ \"%s;\"▼ \"%s;\"– \"%s", writer->money, writer->money,
	    writer->money);
}

static void
dress(lxw_format *format, enum role role)
{
	format_set_font_name(format, "Calibri");
	format_set_font_size(format, 10);
	format_set_font_color(format, INK);
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	switch (role) {
	case ROLE_TITLE:
		format_set_font_size(format, 18);
		format_set_bold(format);
		format_set_font_color(format, ACCENT);
		break;
	case ROLE_SUBTITLE:
		format_set_font_size(format, 11);
		format_set_font_color(format, MUTED);
		break;
	case ROLE_SECTION:
		format_set_font_size(format, 13);
		format_set_bold(format);
		format_set_font_color(format, ACCENT);
		break;
	case ROLE_HEADING_NUMBER:
		format_set_align(format, LXW_ALIGN_RIGHT);
		/* fall through */
	case ROLE_HEADING:
		format_set_bold(format);
		format_set_bg_color(format, HEADING_FILL);
		format_set_bottom(format, LXW_BORDER_THIN);
		format_set_bottom_color(format, ACCENT);
		format_set_text_wrap(format);
		break;
	case ROLE_LABEL:
	case ROLE_KEY:
		format_set_bold(format);
		break;
	case ROLE_LINK:
		format_set_font_color(format, ACCENT);
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
		break;
	case ROLE_REMARK:
		format_set_indent(format, 1);
		/* fall through */
	case ROLE_NOTE:
		format_set_font_size(format, 9);
		format_set_font_color(format, MUTED);
		break;
	case ROLE_MUTED:
		format_set_font_color(format, MUTED);
		break;
	case ROLE_GOOD:
		format_set_font_color(format, GOOD);
		break;
	case ROLE_BAD:
		format_set_font_color(format, BAD);
		break;
	case ROLE_WRAPPED:
		format_set_text_wrap(format);
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
		break;
	case ROLE_BODY:
		break;
	}
}

static lxw_format *
format_of(struct writer *writer, const struct cell *cell)
{
	size_t at = (size_t)cell->role * 16 + (size_t)cell->format;
	if (writer->formats[at])
		return writer->formats[at];
	lxw_format *format = workbook_add_format(writer->workbook);
	if (!format) {
		check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	dress(format, cell->role);
	const char *number = number_format(writer, cell->format);
	if (number)
		format_set_num_format(format, number);
	if (cell->kind == CELL_NUMBER)
		format_set_align(format, LXW_ALIGN_RIGHT);
	return writer->formats[at] = format;
}

/* ---- cells ---- */

static bool
is_heading(const struct cell *cell)
{
	return cell->role == ROLE_HEADING || cell->role == ROLE_HEADING_NUMBER;
}

static void
write_link(struct writer *writer, lxw_worksheet *sheet, const struct cell *cell,
    const char *text, lxw_format *format)
{
	struct arena *arena = writer->report->arena;
	const char *target =
	    arena_format(arena, "internal:'%s'!A1", cell->link);
	if (!target) {
		check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	check(writer, worksheet_write_url_opt(sheet, cell->row, cell->column,
			  target, format, text, NULL));
}

static void
write_cell(struct writer *writer, lxw_worksheet *sheet, const struct cell *cell)
{
	lxw_format *format = format_of(writer, cell);
	if (cell->kind == CELL_NUMBER) {
		check(writer, worksheet_write_number(sheet, cell->row,
				  cell->column, cell->number, format));
		return;
	}
	if (cell->kind == CELL_BLANK) {
		if (is_heading(cell))
			check(writer, worksheet_write_blank(sheet, cell->row,
					  cell->column, format));
		return;
	}
	const char *text = own(writer, cell->text);
	if (!text)
		return;
	if (cell->link)
		write_link(writer, sheet, cell, text, format);
	else
		check(writer, worksheet_write_string(sheet, cell->row,
				  cell->column, text, format));
}

/* ---- tables, shades, charts ---- */

static void
add_shade(
    struct writer *writer, lxw_worksheet *sheet, const struct shade *shade)
{
	lxw_conditional_format rule = { 0 };
	const struct range *range = &shade->range;
	if (shade->shading == SHADING_BARS) {
		rule.type = LXW_CONDITIONAL_DATA_BAR;
		rule.bar_color = LIGHT;
		rule.bar_solid = LXW_TRUE;
		rule.data_bar_2010 = LXW_TRUE;
	} else {
		bool high = shade->shading == SHADING_HIGH_IS_GOOD;
		rule.type = LXW_CONDITIONAL_3_COLOR_SCALE;
		rule.min_color = high ? 0xF6C9A8 : 0xB5D4EA;
		rule.mid_color = 0xFFFFFF;
		rule.max_color = high ? 0xB5D4EA : 0xF6C9A8;
	}
	check(writer, worksheet_conditional_format_range(sheet,
			  range->first_row, range->first_column,
			  range->last_row, range->last_column, &rule));
}

/* Money at a bar: billions and millions. */
static const char *
short_money(const struct writer *writer)
{
	return writer->report->language == LANGUAGE_VI
		   ? "[>=1000000000]#,##0.0,,,\" tỷ\";[>=1000000]#,##0,,\" "
		     "tr\";#,##0"
		   : "[>=1000000000]#,##0.0,,,\" bn\";[>=1000000]#,##0,,\" m\";"
		     "#,##0";
}

static void
add_series(struct writer *writer, lxw_chart *chart, const struct chart *model,
    const struct series *series, const char *sheet)
{
	lxw_chart_series *added = chart_add_series(chart, NULL, NULL);
	if (!added) {
		check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	const struct range *c = &series->categories, *v = &series->values;
	chart_series_set_categories(added, sheet, c->first_row, c->first_column,
	    c->last_row, c->last_column);
	chart_series_set_values(added, sheet, v->first_row, v->first_column,
	    v->last_row, v->last_column);
	chart_series_set_name(added, series->name);
	lxw_chart_fill fill = { .color = series->reference ? LIGHT : ACCENT };
	lxw_chart_line line = { .color = fill.color, .width = 2 };
	if (model->kind == CHART_LINES)
		chart_series_set_line(added, &line);
	else
		chart_series_set_fill(added, &fill);
	lxw_chart_font font = { .size = 8, .color = INK };
	chart_series_set_labels(added);
	chart_series_set_labels_font(added, &font);
	const char *format = number_format(writer, model->format);
	if (model->format == FORMAT_MONEY)
		format = short_money(writer);
	chart_series_set_labels_num_format(added, format);
}

static void
add_chart(struct writer *writer, lxw_worksheet *sheet, const char *name,
    const struct chart *model)
{
	static const uint8_t types[] = { LXW_CHART_COLUMN, LXW_CHART_BAR,
		LXW_CHART_LINE };
	lxw_chart *chart =
	    workbook_add_chart(writer->workbook, types[model->kind]);
	if (!chart) {
		check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	size_t count = 0;
	for (const struct series *s = model->series; s; s = s->next, count++)
		add_series(writer, chart, model, s, name);
	lxw_chart_font title = { .size = 11, .bold = LXW_TRUE, .color = INK };
	lxw_chart_font small = { .size = 9, .color = INK };
	lxw_chart_line none = { .none = LXW_TRUE };
	chart_title_set_name(chart, model->title);
	chart_title_set_name_font(chart, &title);
	/* x is the horizontal axis: in a bar chart that of the values. */
	bool bars = model->kind == CHART_BARS;
	lxw_chart_axis *values = bars ? chart->x_axis : chart->y_axis;
	lxw_chart_axis *categories = bars ? chart->y_axis : chart->x_axis;
	chart_axis_set_num_font(categories, &small);
	/* The values stand at the bars: no axis of numbers, no grid. */
	chart_axis_off(values);
	chart_axis_major_gridlines_set_visible(values, LXW_FALSE);
	if (bars)
		chart_axis_set_reverse(categories);
	/* Below bars that go down. */
	chart_axis_set_label_position(
	    categories, LXW_CHART_AXIS_LABEL_POSITION_LOW);
	if (model->has_low)
		chart_axis_set_min(values, model->low);
	if (model->has_high)
		chart_axis_set_max(values, model->high);
	if (count < 2)
		chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	else
		chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	chart_chartarea_set_line(chart, &none);
	lxw_chart_options options = { .x_offset = model->x_offset,
		.x_scale = (double)model->width / 480,
		.y_scale = (double)model->height / 288,
		.object_position = LXW_OBJECT_MOVE_DONT_SIZE,
		.description = own(writer, text_of(model->description)) };
	check(writer, worksheet_insert_chart_opt(
			  sheet, model->row, model->column, chart, &options));
}

/* ---- sheets ---- */

static void
set_page(struct writer *writer, lxw_worksheet *sheet, const struct sheet *model)
{
	char footer[200];
	worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
	if (!model->one_page)
		worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet, 1, model->one_page);
	worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
	snprintf(footer, sizeof footer, "&L&8%s %s&R&8&P / &N",
	    writer->report->title, writer->report->period);
	check(writer, worksheet_set_footer(sheet, footer));
	if (model->repeat_row)
		check(writer, worksheet_repeat_rows(
				  sheet, model->repeat_row, model->repeat_row));
	if (model->freeze_row || model->freeze_column)
		worksheet_freeze_panes(
		    sheet, model->freeze_row, model->freeze_column);
}

static void
write_sheet(struct writer *writer, const struct sheet *model)
{
	lxw_worksheet *sheet =
	    workbook_add_worksheet(writer->workbook, model->name);
	if (!sheet) {
		check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	set_page(writer, sheet, model);
	for (uint16_t column = 0; column < 64; column++)
		if (model->widths[column] > 0)
			check(writer, worksheet_set_column(sheet, column,
					  column, model->widths[column], NULL));
	for (size_t i = 0; i < model->cell_count; i++) {
		const struct cell *cell = &model->cells[i];
		write_cell(writer, sheet, cell);
		double height = cell->role == ROLE_TITLE ? 28
				: is_heading(cell)       ? 30
				: cell->role == ROLE_WRAPPED
				    ? 3 + 13 * sheet_lines(model, cell)
				    : 0;
		if (height > 0)
			check(writer,
			    worksheet_set_row(sheet, cell->row, height, NULL));
	}
	for (const struct table_range *t = model->tables; t; t = t->next)
		check(writer, worksheet_autofilter(sheet, t->range.first_row,
				  t->range.first_column, t->range.last_row,
				  t->range.last_column));
	for (const struct shade *s = model->shades; s; s = s->next)
		add_shade(writer, sheet, s);
	for (const struct chart *c = model->charts; c; c = c->next)
		add_chart(writer, sheet, model->name, c);
}

/* Without a date of creation the library takes the clock's. */
static void
set_properties(struct writer *writer)
{
	lxw_doc_properties properties = {
		.title = own(writer, text_of(writer->report->title)),
		.subject = own(writer, text_of(writer->report->period)),
		.created = (time_t)writer->report->created * 86400,
	};
	check(writer, workbook_set_properties(writer->workbook, &properties));
}

enum status
xlsx_write(const struct report *report, const char *path, const char *folder,
    struct diagnostics *diagnostics)
{
	struct writer writer = { .report = report, .diagnostics = diagnostics };
	char *temporary = own(&writer, text_of(folder));
	if (!temporary)
		return diagnostics_no_memory(diagnostics);
	lxw_workbook_options options = { .tmpdir = temporary };
	errno = 0;
	writer.workbook = workbook_new_opt(path, &options);
	if (!writer.workbook)
		return diagnostics_no_memory(diagnostics);
	choose_money(&writer);
	set_properties(&writer);
	for (const struct sheet *sheet = report->sheets; sheet;
	     sheet = sheet->next)
		write_sheet(&writer, sheet);
	check(&writer, workbook_close(writer.workbook));
	if (writer.error != LXW_NO_ERROR)
		return diagnostics_fail(diagnostics, STATUS_OUTPUT,
		    "%s: the workbook could not be written: %s%s%s", path,
		    lxw_strerror(writer.error), errno ? ": " : "",
		    errno ? strerror(errno) : "");
	return xlsx_verify(report, path, diagnostics);
}
