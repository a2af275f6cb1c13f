/* The numbers and words of a chart's series, from the cells they stand in. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <uniwidth.h>

#include "io/export/html/plot.h"
#include "io/export/report/numbers.h"

static const struct grid *
grid_of(const struct plot *plot, const struct series *series)
{
	const struct sheet *sheet = series->sheet ? series->sheet : plot->sheet;
	const struct grid *grid = plot->html->grids;
	while (grid->sheet != sheet)
		grid++;
	return grid;
}

static const struct cell *
cell_at(const struct plot *plot, const struct series *series,
    const struct range *range, size_t point)
{
	bool down = range->first_column == range->last_column;
	return grid_find(grid_of(plot, series),
	    range->first_row + (down ? (uint32_t)point : 0),
	    (uint16_t)(range->first_column + (down ? 0 : point)));
}

size_t
series_points(const struct series *series)
{
	const struct range *v = &series->values;
	return (size_t)(v->last_row - v->first_row + 1) *
	       (size_t)(v->last_column - v->first_column + 1);
}

static double
number_of(const struct cell *cell)
{
	return cell && cell->kind == CELL_NUMBER ? cell->number : NAN;
}

double
series_value(const struct plot *plot, const struct series *series, size_t point)
{
	return number_of(cell_at(plot, series, &series->values, point));
}

double
series_place(const struct plot *plot, const struct series *series, size_t point)
{
	return number_of(cell_at(plot, series, &series->categories, point));
}

const struct cell *
series_category(
    const struct plot *plot, const struct series *series, size_t point)
{
	return cell_at(plot, series, &series->categories, point);
}

double
text_pixels(const char *text)
{
	return 7.0 * u8_width((const uint8_t *)text, strlen(text), "UTF-8");
}

const char *
plot_number(const struct plot *plot, char text[], double number,
    enum measure_format format)
{
	return number_in_cell(text, plot->html->report,
	    format == FORMAT_MONEY ? FORMAT_SHORT_MONEY : format, number);
}

void
plot_tip(const struct plot *plot, const struct series *series, size_t point,
    double value)
{
	struct html *html = plot->html;
	char text[NUMBER_TEXT_SIZE];
	const struct cell *category = series_category(plot, series, point);
	/* Without an axis the chart is a small one of many. */
	if (!plot->chart->values.shown && !chart_has_shapes(plot->chart))
		return;
	html_raw(html, "<title>");
	html_string(html, series->name);
	if (category && category->kind == CELL_TEXT) {
		html_raw(html, ", ");
		html_text(html, category->text);
	}
	html_raw(html, ": ");
	html_string(
	    html, plot_number(plot, text, value,
		      plot->chart->format ? plot->chart->format
					  : plot->chart->values.format));
	html_raw(html, "</title>");
}
