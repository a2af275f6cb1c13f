/* Columns, side by side, in one place or on one another, and bars. */
#include <math.h>
#include <stdio.h>

#include "io/export/html/plot.h"
#include "io/export/report/numbers.h"

/* Of the room of a category its shapes take so much. */
static const double FILLED = 0.72;

/* A label on a part of a stack needs so many pixels of it. */
enum { LEAST_LABELLED = 14 };

/* Where the shapes of a category lie, in percent of the plot. */
struct place {
	double from, breadth;
};

static struct place
place_of(const struct plot *plot, size_t point, size_t at, size_t count)
{
	double room = 100.0 / (double)plot->points;
	double all = room * FILLED, each = all / (double)count;
	return (struct place){ room * (double)point + (room - all) / 2 +
				   each * (double)at,
		each };
}

static void
write_column(const struct plot *plot, const struct series *series, size_t point,
    struct place place, double from, double to)
{
	double top = plot_y(plot, fmax(from, to));
	double bottom = plot_y(plot, fmin(from, to));
	html_format(plot->html,
	    "<rect class=f%u x=\"%.2f%%\" width=\"%.2f%%\" y=%.1f height=%.1f>",
	    (unsigned)series->style, place.from, place.breadth, top,
	    fmax(bottom - top, 0.5));
	plot_tip(plot, series, point, to - from);
	html_raw(plot->html, "</rect>");
}

static void
write_label(const struct plot *plot, const struct series *series, double x,
    double y, double value, const char *more)
{
	char text[NUMBER_TEXT_SIZE];
	html_format(plot->html, "<text class=\"b%u%s\" x=\"%.2f%%\" y=%.1f>",
	    (unsigned)series->style, more, x, y);
	html_string(
	    plot->html, plot_number(plot, text, value, plot->chart->format));
	html_raw(plot->html, "</text>");
}

static void
write_stack(struct plot *plot, size_t point)
{
	double above = 0, below = 0;
	struct place place = place_of(plot, point, 0, 1);
	for (const struct series *s = plot->chart->series; s; s = s->next) {
		double value = series_value(plot, s, point);
		double *sum = value < 0 ? &below : &above;
		if (!isfinite(value) || value == 0)
			continue;
		if (s->style != STYLE_NONE)
			write_column(plot, s, point, place, *sum, *sum + value);
		double top = plot_y(plot, *sum),
		       end = plot_y(plot, *sum + value);
		if (s->labels != LABELS_NONE &&
		    fabs(top - end) >= LEAST_LABELLED)
			write_label(plot, s, place.from + place.breadth / 2,
			    (top + end) / 2 + 4, value, " in");
		*sum += value;
	}
}

static void
write_side_by_side(struct plot *plot, size_t point)
{
	size_t count = 0, at = 0;
	for (const struct series *s = plot->chart->series; s; s = s->next)
		count++;
	for (const struct series *s = plot->chart->series; s;
	     s = s->next, at++) {
		double value = series_value(plot, s, point);
		struct place place = plot->chart->overlapped
					 ? place_of(plot, point, 0, 1)
					 : place_of(plot, point, at, count);
		if (!isfinite(value))
			continue;
		write_column(plot, s, point, place,
		    fmax(plot->values.low, fmin(0, plot->values.high)), value);
		if (s->labels != LABELS_NONE)
			write_label(plot, s, place.from + place.breadth / 2,
			    plot_y(plot, value) + (value < 0 ? 12 : -4), value,
			    "");
	}
}

void
plot_columns(struct plot *plot)
{
	for (size_t i = 0; i < plot->points; i++)
		if (plot->chart->kind == CHART_STACK)
			write_stack(plot, i);
		else
			write_side_by_side(plot, i);
}

/* ---- bars ---- */

static void
write_bar(struct plot *plot, const struct series *series, size_t point,
    double top, double breadth)
{
	double value = series_value(plot, series, point);
	if (!isfinite(value))
		return;
	double zero = scale_share(&plot->values, 0) * 100;
	double end = scale_share(&plot->values, value) * 100;
	html_format(plot->html,
	    "<rect class=f%u x=\"%.2f%%\" width=\"%.2f%%\" y=%.1f height=%.1f>",
	    (unsigned)series->style, fmin(zero, end), fabs(end - zero), top,
	    breadth);
	plot_tip(plot, series, point, value);
	html_raw(plot->html, "</rect>");
	if (series->labels != LABELS_NONE)
		write_label(plot, series, fmax(zero, end),
		    top + breadth / 2 + 4, value, " e");
}

void
plot_bars(struct plot *plot)
{
	size_t count = 0;
	for (const struct series *s = plot->chart->series; s; s = s->next)
		count++;
	double room = plot->height / (double)plot->points;
	double each =
	    room * FILLED / (plot->chart->overlapped ? 1 : (double)count);
	for (size_t i = 0; i < plot->points; i++) {
		size_t place =
		    plot->chart->categories.reversed ? i : plot->points - 1 - i;
		double top = room * ((double)place + (1 - FILLED) / 2);
		for (const struct series *s = plot->chart->series; s;
		     s = s->next) {
			write_bar(plot, s, i, top, each);
			if (!plot->chart->overlapped)
				top += each;
		}
	}
}
