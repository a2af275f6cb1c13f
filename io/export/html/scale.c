/* Where a chart's axes begin and end, and their steps. */
#include <math.h>

#include "io/export/html/plot.h"

bool
chart_has_shapes(const struct chart *chart)
{
	return chart->kind == CHART_COLUMNS || chart->kind == CHART_STACK ||
	       chart->kind == CHART_BARS;
}

/* 1, 2, 2.5 or 5 times a power of ten: about four steps in the span. `whole`:
 * what lies between whole numbers means nothing. */
static double
nice_step(double span, bool whole)
{
	static const double steps[] = { 1, 2, 2.5, 5, 10 };
	double least = whole ? fmax(span / 4, 1) : span / 4;
	double power = pow(10, floor(log10(least)));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i] * 1.001 >= least / power &&
		    !(whole && power < 10 && steps[i] == 2.5))
			return power * steps[i];
	return power * 10;
}

static void
widen(struct scale *scale, double number)
{
	if (isfinite(number)) {
		scale->low = fmin(scale->low, number);
		scale->high = fmax(scale->high, number);
	}
}

/* Of a stack the sum of its parts, above 0 and below it. */
static void
measure_stack(const struct plot *plot, struct scale *scale)
{
	for (size_t i = 0; i < plot->points; i++) {
		double above = 0, below = 0;
		for (const struct series *s = plot->chart->series; s;
		     s = s->next) {
			double value = series_value(plot, s, i);
			if (value > 0)
				above += value;
			else if (value < 0)
				below += value;
		}
		widen(scale, above);
		widen(scale, below);
	}
}

static void
measure_values(const struct plot *plot, struct scale *scale)
{
	if (plot->chart->kind == CHART_STACK) {
		measure_stack(plot, scale);
		return;
	}
	for (const struct series *s = plot->chart->series; s; s = s->next)
		for (size_t i = 0; i < series_points(s); i++)
			widen(scale, series_value(plot, s, i));
}

static void
measure_places(const struct plot *plot, struct scale *scale)
{
	for (const struct series *s = plot->chart->series; s; s = s->next)
		for (size_t i = 0; i < series_points(s); i++)
			widen(scale, series_place(plot, s, i));
}

/* Shapes stand on 0; a line whose numbers differ little need not. */
static void
finish(struct scale *scale, const struct axis *axis, bool from_zero)
{
	if (!(scale->low <= scale->high))
		*scale = (struct scale){ 0, 1, 0 };
	if (axis->has_low)
		scale->low = axis->low;
	else if (from_zero || scale->high - scale->low > scale->high / 6)
		scale->low = fmin(scale->low, 0);
	if (axis->has_high)
		scale->high = axis->high;
	else if (from_zero)
		scale->high = fmax(scale->high, 0);
	if (!(scale->high > scale->low))
		scale->high = scale->low + (scale->low > 0 ? scale->low : 1);
	scale->step = axis->step > 0 ? axis->step
				     : nice_step(scale->high - scale->low,
					   axis->format == FORMAT_COUNT);
	while ((scale->high - scale->low) / scale->step > 12)
		scale->step *= 2;
	if (!axis->has_low)
		scale->low = floor(scale->low / scale->step) * scale->step;
	if (!axis->has_high)
		scale->high =
		    ceil(scale->high / scale->step - 1e-9) * scale->step;
}

void
plot_choose_scales(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	plot->values = plot->categories =
	    (struct scale){ INFINITY, -INFINITY, 0 };
	measure_values(plot, &plot->values);
	finish(&plot->values, &chart->values, chart_has_shapes(chart));
	if (chart->kind == CHART_SCATTER) {
		measure_places(plot, &plot->categories);
		finish(&plot->categories, &chart->categories, false);
	}
}

double
scale_share(const struct scale *scale, double number)
{
	double share = (number - scale->low) / (scale->high - scale->low);
	return fmin(fmax(share, 0), 1);
}

double
plot_y(const struct plot *plot, double value)
{
	double share = scale_share(&plot->values, value);
	return plot->height *
	       (plot->chart->values.reversed ? share : 1 - share);
}
