/* What the files that draw a chart share: a plot in the making. Places along x
 * are in percent of the plot's width, along y in pixels from its top. */
#ifndef IO_EXPORT_HTML_PLOT_H
#define IO_EXPORT_HTML_PLOT_H

#include "io/export/html/grid.h"
#include "io/export/html/text.h"

struct scale {
	double low, high, step;
};

/* The style sheet (style.c) has the looks of series by their number. */
_Static_assert(STYLES == STYLE_NONE + 1 && STYLE_NONE == 16,
    "style.c: a look for each style");

enum { LABELS_MOST = 64 };

/* Pixels: above the plot, for labels; of a line of letters, and of a letter.
 * Letters of a name that stands beside its bar or is turned. */
enum { HEADROOM = 18, LINE = 13, LETTER = 7, TURNED_LETTERS = 18 };

/* A word beside a point. */
struct point_label {
	double x, y;
	const char *text;
	unsigned style;
};

struct plot {
	struct html *html;
	const struct sheet *sheet;
	const struct chart *chart;
	size_t points; /* of its longest series */
	struct scale values, categories;
	double height; /* of the plot itself */
	double left, right, bottom, least_width;
	bool few;    /* only some categories have a name: the first and last */
	bool turned; /* the names of categories do not fit side by side */
	/* Names beside points, which are moved apart before they are drawn. */
	struct point_label labels[LABELS_MOST];
	size_t label_count;
};

/* ---- numbers and words of a series (data.c) ---- */

size_t series_points(const struct series *series);
/* NaN for none. */
double series_value(
    const struct plot *plot, const struct series *series, size_t point);
double series_place(
    const struct plot *plot, const struct series *series, size_t point);
/* The cell that names a point; NULL for none. */
const struct cell *series_category(
    const struct plot *plot, const struct series *series, size_t point);

/* About how many pixels a text takes in the letters of a chart. */
double text_pixels(const char *text);

/* What a label of a chart says; sums of money are shortened. */
const char *plot_number(const struct plot *plot, char text[], double number,
    enum measure_format format);

/* ---- names of categories (names.c) ---- */

/* The name of a point's category; a number is written into `buffer`, of
 * NUMBER_TEXT_SIZE. */
struct text category_text(const struct plot *plot, size_t point, char buffer[]);
size_t letters_in(struct text text);
/* How many letters a line of a text may have, so that its lines are of about
 * the same length. */
size_t line_letters(struct text text);
/* The bytes of a text's next line: as many words as `most` letters hold, one at
 * least; and what comes after it. */
size_t line_of(struct text text, size_t most);
struct text rest_of(struct text text, size_t line);

/* ---- the room around the plot, axes (measure.c, axes.c) ---- */

void plot_measure(struct plot *plot);
void plot_axes(struct plot *plot);

/* ---- scales (scale.c) ---- */

bool chart_has_shapes(const struct chart *chart);
void plot_choose_scales(struct plot *plot);
double scale_share(const struct scale *scale, double number);
double plot_y(const struct plot *plot, double value);

/* ---- drawing: shapes.c and lines.c ---- */

void plot_columns(struct plot *plot);
void plot_bars(struct plot *plot);
void plot_lines(struct plot *plot);

/* "Name, category: number", shown when one points there. */
void plot_tip(const struct plot *plot, const struct series *series,
    size_t point, double value);

/* The path of a marker around 0, 0. */
const char *mark_shape(enum series_style style);

#endif
