/* The room around a plot, for labels, steps of axes and names. */
#include <math.h>

#include "io/export/html/plot.h"
#include "io/export/report/numbers.h"

/* The steps of an axis: their greatest width. */
static double
step_pixels(const struct plot *plot, const struct scale *scale,
    enum measure_format format)
{
	char text[NUMBER_TEXT_SIZE];
	double most = 0;
	for (int i = 0;
	     scale->low + i * scale->step <= scale->high + scale->step * 1e-6;
	     i++)
		most = fmax(most, text_pixels(plot_number(plot, text,
				      scale->low + i * scale->step, format)));
	return most;
}

/* The most lines of any category's name, and its longest line in pixels. */
static size_t
measure_names(const struct plot *plot, double *widest, size_t *named)
{
	char buffer[NUMBER_TEXT_SIZE];
	size_t lines = 1;
	for (size_t i = 0; i < plot->points; i++) {
		struct text text = category_text(plot, i, buffer);
		size_t count = 0, most = line_letters(text);
		*named += text.length > 0;
		for (; text.length; count++) {
			size_t line = line_of(text, most);
			*widest = fmax(*widest,
			    LETTER * (double)letters_in(
					 (struct text){ text.data, line }));
			text = rest_of(text, line);
		}
		lines = count > lines ? count : lines;
	}
	return lines;
}

/* How the names of categories stand below a plot: in lines of words side by
 * side, or turned where these do not fit. */
static void
measure_categories(struct plot *plot)
{
	double widest = 0;
	size_t named = 0, lines = measure_names(plot, &widest, &named);
	double room = plot->chart->width - plot->left - plot->right;
	double each = widest + 6;
	if (named < 4) /* the first and the last, say */
		each = 0;
	plot->few = named < 4;
	plot->turned = each * (double)plot->points > room || lines > 3;
	if (plot->turned) /* the first name begins left of the plot */
		plot->left = fmax(plot->left, LETTER * TURNED_LETTERS * 0.6);
	plot->bottom = plot->turned ? TURNED_LETTERS * LETTER * 0.71 + 12
				    : 6 + LINE * (double)lines;
	plot->least_width = fmax(plot->least_width,
	    (double)plot->points * (plot->turned ? 18 : each));
}

static double
label_pixels(const struct plot *plot, const struct series *series, size_t point)
{
	char text[NUMBER_TEXT_SIZE];
	double value = series_value(plot, series, point);
	if (!isfinite(value) || series->labels == LABELS_NONE)
		return 0;
	if (series->labels == LABELS_NAMES)
		return series->names && series->names[point]
			   ? text_pixels(series->names[point])
			   : 0;
	return text_pixels(plot_number(plot, text, value, plot->chart->format));
}

/* Labels in a row need room beside one another; those at the end, beside the
 * plot. */
static void
measure_labels(struct plot *plot)
{
	double side_by_side = 0, at_end = 0;
	for (const struct series *s = plot->chart->series; s; s = s->next)
		for (size_t i = 0; i < series_points(s); i++) {
			double pixels = label_pixels(plot, s, i);
			bool last = i + 1 == series_points(s);
			if (s->labels == LABELS_VALUES)
				side_by_side = fmax(side_by_side, pixels);
			else if (s->labels == LABELS_LAST || last)
				at_end = fmax(at_end, pixels);
		}
	plot->least_width =
	    fmax(plot->least_width, (double)plot->points * side_by_side);
	plot->right = fmin(at_end + 12, 150);
}

/* Those of bars stand beside them. */
static void
measure_bar_names(struct plot *plot)
{
	char buffer[NUMBER_TEXT_SIZE];
	for (size_t i = 0; i < plot->points; i++)
		plot->left = fmax(plot->left,
		    LETTER *
			(double)letters_in(category_text(plot, i, buffer)));
	plot->left = fmin(plot->left, LETTER * TURNED_LETTERS) + 8;
	plot->bottom = plot->chart->values.shown ? 6 + LINE : 4;
}

void
plot_measure(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	bool bars = chart->kind == CHART_BARS;
	plot->left = 10;
	plot->right = 12;
	plot->bottom = chart->categories.shown ? 6 + LINE : 4;
	measure_labels(plot);
	if (chart->values.shown && !bars)
		plot->left =
		    step_pixels(plot, &plot->values, chart->values.format) + 8;
	if (chart->categories.shown && chart->kind != CHART_SCATTER && !bars)
		measure_categories(plot);
	if (chart->kind == CHART_SCATTER && chart->categories.title)
		plot->bottom += LINE + 2;
	if (bars)
		measure_bar_names(plot);
	/* The model's height is that of all; a title is above. */
	plot->height = fmax(chart->height - (chart->title ? 24 : 0) -
				(chart->legend ? 20 : 0) - HEADROOM - 18,
	    70);
	plot->least_width += plot->left + plot->right;
}
