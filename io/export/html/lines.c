/* Lines over categories, points and lines over numbers, strips. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/export/html/chart.h"
#include "io/export/html/plot.h"
#include "io/export/report/numbers.h"

/* Lines are drawn on a ground of so many units, which is stretched. */
enum { UNITS = 1000, LABEL_HEIGHT = 13, STRIP_HEIGHT = 20 };

static bool
has_line(enum series_style style)
{
	return style != STYLE_DOTS && style != STYLE_DOTS_BAD &&
	       style != STYLE_SQUARES_BAD && style != STYLE_TRIANGLES_MUTED;
}

const char *
mark_shape(enum series_style style)
{
	switch (style) {
	case STYLE_DOTS_BAD:
		return "M0-6 6 0 0 6-6 0z";
	case STYLE_SQUARES_BAD:
		return "M-4.5-4.5h9v9h-9z";
	case STYLE_TRIANGLES_MUTED:
		return "M0-5 5 4-5 4z";
	default:
		return "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0";
	}
}

static void
write_mark(struct plot *plot, double x, double y, const struct series *series,
    size_t point)
{
	html_format(plot->html,
	    "<svg x=\"%.2f%%\" y=%.1f><path class=k%u d=\"%s\">", x, y,
	    (unsigned)series->style, mark_shape(series->style));
	plot_tip(plot, series, point, series_value(plot, series, point));
	html_raw(plot->html, "</path></svg>");
}

/* The round ones are most: shorter. */
static void
write_dot(struct plot *plot, double x, double y, const struct series *series,
    size_t point)
{
	html_format(plot->html, "<circle class=k%u cx=\"%.2f%%\" cy=%.1f r=%s>",
	    (unsigned)series->style, x, y,
	    plot->chart->kind == CHART_LINES ? "2.5" : "3.5");
	plot_tip(plot, series, point, series_value(plot, series, point));
	html_raw(plot->html, "</circle>");
}

static void
plot_mark(struct plot *plot, double x, double y, const struct series *series,
    size_t point)
{
	if (has_line(series->style) || series->style == STYLE_DOTS)
		write_dot(plot, x, y, series, point);
	else
		write_mark(plot, x, y, series, point);
}

static double
x_of(const struct plot *plot, const struct series *series, size_t point)
{
	if (plot->chart->kind == CHART_LINES)
		return 100 * ((double)point + 0.5) / (double)plot->points;
	return 100 * scale_share(
			 &plot->categories, series_place(plot, series, point));
}

/* Points without a number part a line. */
static void
write_line(struct plot *plot, const struct series *series)
{
	bool drawn = false;
	html_format(plot->html,
	    "<svg viewBox=\"0 0 %d %.0f\" height=%.0f "
	    "preserveAspectRatio=none><path class=l%u d=\"",
	    UNITS, plot->height, plot->height, (unsigned)series->style);
	for (size_t i = 0; i < series_points(series); i++) {
		double value = series_value(plot, series, i);
		double x = x_of(plot, series, i);
		if (!isfinite(value) || !isfinite(x)) {
			drawn = false;
			continue;
		}
		html_format(plot->html, "%c%.0f %.1f", drawn ? 'L' : 'M',
		    x * UNITS / 100, plot_y(plot, value));
		drawn = true;
	}
	html_raw(plot->html, "\"/></svg>");
}

/* ---- labels beside points ---- */

static void
plot_label(
    struct plot *plot, double x, double y, const char *text, unsigned style)
{
	if (plot->label_count < LABELS_MOST)
		plot->labels[plot->label_count++] =
		    (struct point_label){ x, y, text, style };
}

static int
by_height(const void *a, const void *b)
{
	const struct point_label *x = a, *y = b;
	return x->y < y->y ? -1 : x->y > y->y;
}

/* From top to bottom: one that would lie on another goes below it. */
static void
move_apart(struct plot *plot)
{
	struct point_label *labels = plot->labels;
	qsort(labels, plot->label_count, sizeof *labels, by_height);
	for (size_t i = 1; i < plot->label_count; i++)
		for (size_t k = 0; k < i; k++)
			if (fabs(labels[i].x - labels[k].x) < 20 &&
			    labels[i].y < labels[k].y + LABEL_HEIGHT)
				labels[i].y = labels[k].y + LABEL_HEIGHT;
}

static void
plot_draw_labels(struct plot *plot)
{
	move_apart(plot);
	for (size_t i = 0; i < plot->label_count; i++) {
		const struct point_label *label = &plot->labels[i];
		bool before = plot->chart->kind == CHART_SCATTER &&
			      plot->right < text_pixels(label->text) &&
			      label->x > 60;
		html_format(plot->html,
		    "<text class=\"b%u %s\" x=\"%.2f%%\" y=%.1f>", label->style,
		    before ? "o" : "e", label->x, label->y + 4);
		html_string(plot->html, label->text);
		html_raw(plot->html, "</text>");
	}
}

static size_t
last_point(const struct plot *plot, const struct series *series)
{
	size_t last = series_points(series);
	while (last > 0 && !isfinite(series_value(plot, series, last - 1)))
		last--;
	return last;
}

static void
write_values(struct plot *plot, const struct series *series, size_t point)
{
	char text[NUMBER_TEXT_SIZE];
	double value = series_value(plot, series, point);
	html_format(plot->html, "<text class=b%u x=\"%.2f%%\" y=%.1f>",
	    (unsigned)series->style, x_of(plot, series, point),
	    plot_y(plot, value) - 7);
	html_string(
	    plot->html, plot_number(plot, text, value, plot->chart->format));
	html_raw(plot->html, "</text>");
}

static void
write_last(struct plot *plot, const struct series *series, size_t point)
{
	char text[NUMBER_TEXT_SIZE];
	double value = series_value(plot, series, point);
	html_format(plot->html, "<text class=\"b%u e\" x=\"%.2f%%\" y=%.1f>",
	    (unsigned)series->style, x_of(plot, series, point),
	    plot_y(plot, value) + 4);
	html_string(
	    plot->html, plot_number(plot, text, value, plot->chart->format));
	html_raw(plot->html, "</text>");
}

static void
write_points(struct plot *plot, const struct series *series)
{
	size_t last = last_point(plot, series);
	bool dots = !has_line(series->style);
	for (size_t i = 0; i < last; i++) {
		double value = series_value(plot, series, i);
		double x = x_of(plot, series, i);
		if (!isfinite(value) || !isfinite(x))
			continue;
		bool labelled =
		    series->labels == LABELS_VALUES ||
		    (series->labels == LABELS_LAST && i + 1 == last);
		if (dots || labelled ||
		    (plot->chart->kind == CHART_LINES && i + 1 == last))
			plot_mark(plot, x, plot_y(plot, value), series, i);
		if (series->labels == LABELS_VALUES)
			write_values(plot, series, i);
		else if (labelled)
			write_last(plot, series, i);
		else if (series->labels == LABELS_NAMES && series->names &&
			 series->names[i])
			plot_label(plot, x, plot_y(plot, value),
			    series->names[i], (unsigned)series->style);
	}
}

void
plot_lines(struct plot *plot)
{
	for (const struct series *s = plot->chart->series; s; s = s->next) {
		if (has_line(s->style))
			write_line(plot, s);
		write_points(plot, s);
	}
	plot_draw_labels(plot);
}

/* ---- strips ---- */

/* Of two points that follow one another, the part of their line within this
 * row: level if both lie there, upright if they lie on both sides of it. */
static void
write_piece(
    struct plot *plot, const struct series *series, size_t point, double place)
{
	double x[2], y[2];
	for (size_t end = 0; end < 2; end++) {
		x[end] = 100 * scale_share(&plot->categories,
				   series_place(plot, series, point + end));
		y[end] =
		    (series_value(plot, series, point + end) - place + 0.5) *
		    STRIP_HEIGHT;
	}
	if (!isfinite(x[0] + x[1] + y[0] + y[1]) || fmax(y[0], y[1]) <= 0 ||
	    fmin(y[0], y[1]) >= STRIP_HEIGHT)
		return;
	html_format(plot->html,
	    "<line class=l%u x1=\"%.1f%%\" x2=\"%.1f%%\" y1=%.0f y2=%.0f />",
	    (unsigned)series->style, x[0], x[1], fmax(y[0], 0),
	    fmin(y[1], STRIP_HEIGHT));
}

static void
write_strip_mark(
    struct plot *plot, const struct series *series, size_t point, double place)
{
	double value = series_value(plot, series, point);
	double x = series_place(plot, series, point);
	if (isfinite(x) && fabs(value - place) < 0.5)
		plot_mark(plot, 100 * scale_share(&plot->categories, x),
		    STRIP_HEIGHT / 2.0, series, point);
}

void
html_strip(struct html *html, const struct sheet *sheet,
    const struct chart *chart, uint32_t place)
{
	struct plot plot = { .html = html, .sheet = sheet, .chart = chart };
	plot.categories =
	    (struct scale){ chart->categories.low, chart->categories.high, 1 };
	html_format(html, "<svg aria-hidden=true height=%d>", STRIP_HEIGHT);
	for (const struct series *s = chart->series; s; s = s->next)
		for (size_t i = 0; i < series_points(s); i++)
			if (!has_line(s->style))
				write_strip_mark(&plot, s, i, place);
			else if (i + 1 < series_points(s))
				write_piece(&plot, s, i, place);
	html_raw(html, "</svg>");
}
