/* The axes of a plot: steps, lines, names. */
#include <math.h>

#include "io/export/html/plot.h"
#include "io/export/report/numbers.h"

static void
write_value_axis(struct plot *plot)
{
	const struct scale *scale = &plot->values;
	char text[NUMBER_TEXT_SIZE];
	for (int i = 0;
	     scale->low + i * scale->step <= scale->high + scale->step * 1e-6;
	     i++) {
		double value = scale->low + i * scale->step;
		if (fabs(value) < scale->step * 1e-9)
			value = 0;
		double y = plot_y(plot, value);
		if (plot->chart->values.grid)
			html_format(plot->html,
			    "<line class=y x2=\"100%%\" y1=%.1f y2=%.1f />", y,
			    y);
		html_format(plot->html, "<text class=o x=0 y=%.1f>", y + 4);
		html_string(plot->html,
		    plot_number(plot, text, value, plot->chart->values.format));
		html_raw(plot->html, "</text>");
	}
}

/* Where x has numbers: upright, below the plot. */
static void
write_number_axis(
    struct plot *plot, const struct scale *scale, const struct axis *axis)
{
	char text[NUMBER_TEXT_SIZE];
	for (int i = 0; axis->shown && scale->low + i * scale->step <=
					   scale->high + scale->step * 1e-6;
	     i++) {
		double value = scale->low + i * scale->step;
		html_format(plot->html, "<text x=\"%.2f%%\" y=%.0f>",
		    100 * scale_share(scale, value), plot->height + LINE + 2);
		html_string(
		    plot->html, plot_number(plot, text, value, axis->format));
		html_raw(plot->html, "</text>");
	}
	if (!axis->title)
		return;
	html_format(plot->html, "<text x=\"50%%\" y=%.0f>",
	    plot->height + 2 * LINE + 4);
	html_string(plot->html, axis->title);
	html_raw(plot->html, "</text>");
}

/* A long name, to as many characters as there is room for when it is turned. */
static struct text
shortened(struct text text, bool *cut)
{
	size_t length = 0, letters = 0;
	while (length < text.length &&
	       (letters < TURNED_LETTERS ||
		   ((unsigned char)text.data[length] & 0xc0) == 0x80)) {
		letters += ((unsigned char)text.data[length] & 0xc0) != 0x80;
		length++;
	}
	*cut = length < text.length;
	return (struct text){ text.data, length };
}

static void
write_turned(struct plot *plot, double x, struct text text)
{
	bool cut;
	struct text shown = shortened(text, &cut);
	html_format(plot->html,
	    "<svg x=\"%.2f%%\" y=%.0f><text class=o transform=rotate(-45)>", x,
	    plot->height + 10);
	html_text(plot->html, shown);
	html_raw(plot->html, cut ? "…</text></svg>" : "</text></svg>");
}

/* Of few names the first and the last keep within the plot. */
static void
write_wrapped(struct plot *plot, double x, struct text text, size_t point)
{
	const char *side = !plot->few                  ? ""
			   : point == 0                ? " class=first"
			   : point + 1 == plot->points ? " class=last"
						       : "";
	size_t most = line_letters(text);
	for (int i = 0; text.length; i++) {
		size_t line = line_of(text, most);
		html_format(plot->html, "<text%s x=\"%.2f%%\" y=%.0f>", side,
		    *side ? (point ? 100 : 0) : x,
		    plot->height + LINE * (i + 1) + 2);
		html_text(plot->html, (struct text){ text.data, line });
		html_raw(plot->html, "</text>");
		text = rest_of(text, line);
	}
}

static void
write_category_axis(struct plot *plot)
{
	char buffer[NUMBER_TEXT_SIZE];
	for (size_t i = 0; i < plot->points; i++) {
		struct text text = category_text(plot, i, buffer);
		double x = 100 * ((double)i + 0.5) / (double)plot->points;
		if (text.length == 0)
			continue;
		if (plot->turned)
			write_turned(plot, x, text);
		else
			write_wrapped(plot, x, text, i);
	}
}

static void
write_bar_names(struct plot *plot)
{
	char buffer[NUMBER_TEXT_SIZE];
	bool cut;
	for (size_t i = 0; i < plot->points; i++) {
		size_t place =
		    plot->chart->categories.reversed ? i : plot->points - 1 - i;
		html_format(plot->html, "<text class=o y=%.1f>",
		    plot->height * ((double)place + 0.5) /
			    (double)plot->points +
			4);
		html_text(plot->html,
		    shortened(category_text(plot, i, buffer), &cut));
		html_raw(plot->html, cut ? "…</text>" : "</text>");
	}
}

/* The line on which the shapes stand, or the lower edge. */
static void
write_base(struct plot *plot)
{
	double y = plot->values.low < 0 && plot->values.high > 0
		       ? plot_y(plot, 0)
		       : plot->height;
	html_format(
	    plot->html, "<line class=x x2=\"100%%\" y1=%.1f y2=%.1f />", y, y);
}

void
plot_axes(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	if (chart->kind == CHART_BARS) {
		write_bar_names(plot);
		write_number_axis(plot, &plot->values, &chart->values);
		return;
	}
	if (chart->values.shown)
		write_value_axis(plot);
	write_base(plot);
	if (chart->kind == CHART_SCATTER)
		write_number_axis(plot, &plot->categories, &chart->categories);
	else if (chart->categories.shown)
		write_category_axis(plot);
}
