/* Marks on a terminal: bars, small trend lines, points with whiskers. Pure:
 * texts in, texts out. In Unicode, or in ASCII where the terminal knows no
 * more. */
#ifndef IO_CLI_QUERY_PLOT_H
#define IO_CLI_QUERY_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/model/metric.h"

enum { PLOT_WIDTH_MOST = 200, PLOT_TEXT_SIZE = PLOT_WIDTH_MOST * 4 + 1 };

/* A number line from low to high in `width` columns. */
struct plot_axis {
	double low, high;
	int width;
	bool ascii;
};

/* A bar from zero to the value (both within the axis). Returns `text`. */
const char *plot_bar(
    char text[PLOT_TEXT_SIZE], const struct plot_axis *axis, double value);

/* An interval with its point, and a reference line at `reference`. */
const char *plot_interval(char text[PLOT_TEXT_SIZE],
    const struct plot_axis *axis, double low, double value, double high,
    double reference);

/* The values in turn, each a column high; undefined ones are gaps. */
const char *plot_line(char text[PLOT_TEXT_SIZE], const struct plot_axis *axis,
    const struct optional *values, size_t count);

#endif
