#include "io/export/html/chart.h"

#include <math.h>

#include "io/export/html/plot.h"

/* Pixels that the smallest screens have for a chart. */
enum { LEAST_SCREEN = 280 };

static size_t
longest_series(const struct chart *chart)
{
	size_t most = 1;
	for (const struct series *s = chart->series; s; s = s->next)
		if (series_points(s) > most)
			most = series_points(s);
	return most;
}

static void
write_legend(struct html *html, const struct chart *chart)
{
	unsigned at = 0;
	if (!chart->legend)
		return;
	html_raw(html, "<ul class=lg>");
	for (const struct series *s = chart->series; s; s = s->next, at++) {
		if (at < 32 && chart->unlisted >> at & 1)
			continue;
		html_format(html,
		    "<li><svg width=14 height=14 viewBox=\"-7 -7 14 14\" "
		    "aria-hidden=true><path class=%c%u d=\"%s\"/></svg>",
		    chart_has_shapes(chart) ? 'f' : 'k', (unsigned)s->style,
		    chart_has_shapes(chart) ? "M-5-5h10v10h-10z"
					    : mark_shape(s->style));
		html_string(html, s->name);
	}
	html_raw(html, "</ul>");
}

/* `title` and `description` of the picture; the ids that tell it. */
static void
write_names(struct html *html, const struct chart *chart)
{
	unsigned id = ++html->ids;
	html_format(html,
	    " role=img aria-labelledby=\"c%u d%u\"><title id=c%u>", id, id, id);
	html_string(html, chart->title ? chart->title : chart->description);
	html_format(html, "</title><desc id=d%u>", id);
	html_string(html, chart->description ? chart->description : "");
	html_raw(html, "</desc>");
}

static void
draw(struct plot *plot)
{
	switch (plot->chart->kind) {
	case CHART_COLUMNS:
	case CHART_STACK:
		plot_columns(plot);
		break;
	case CHART_BARS:
		plot_bars(plot);
		break;
	case CHART_LINES:
	case CHART_SCATTER:
		plot_lines(plot);
		break;
	case CHART_STRIP: /* drawn by row: html_strip */
		break;
	}
}

void
html_chart(
    struct html *html, const struct sheet *sheet, const struct chart *chart)
{
	struct plot plot = { .html = html,
		.sheet = sheet,
		.chart = chart,
		.points = longest_series(chart) };
	plot_choose_scales(&plot);
	plot_measure(&plot);
	html_raw(html, chart->width > 600   ? "<figure class=w>"
		       : chart->width < 300 ? "<figure class=h>"
					    : "<figure>");
	if (chart->title) {
		html_raw(html, "<figcaption>");
		html_string(html, chart->title);
		html_raw(html, "</figcaption>");
	}
	write_legend(html, chart);
	/* Where it may be wider than the page it can be moved by keys. */
	html_format(html,
	    "<div class=p%s><div style=\"margin:%dpx %.0fpx 0 %.0fpx;"
	    "min-width:%.0fpx\"><svg height=%.0f",
	    plot.least_width > LEAST_SCREEN ? " tabindex=0" : "", HEADROOM,
	    plot.right, plot.left,
	    fmin(plot.least_width - plot.left - plot.right, 900),
	    plot.height + plot.bottom);
	write_names(html, chart);
	plot_axes(&plot);
	draw(&plot);
	html_raw(html, "</svg></div></div></figure>\n");
}
