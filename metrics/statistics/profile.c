#include "metrics/statistics/profile.h"

#include <math.h>

static const double STEP = 1.15;

/* Finds by bisection where the slope, positive at low and negative at high, is
 * 0. */
static double
climb(profile_function *function, void *context, double low, double high)
{
	for (int i = 0; i < 200; i++) {
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high || high - low < 1e-13)
			break;
		if (function(middle, context).slope > 0)
			low = middle;
		else
			high = middle;
	}
	return low + (high - low) / 2;
}

double
profile_maximum(profile_function *function, void *context, double low,
    double high, bool *at_low, double *top)
{
	int steps = (int)ceil((high - low) / STEP), best = 0;
	double width = (high - low) / steps;
	struct profile_point highest = function(low, context);
	for (int i = 1; i <= steps; i++) {
		struct profile_point point = function(low + i * width, context);
		if (point.value > highest.value) {
			highest = point;
			best = i;
		}
	}
	double place = low + best * width;
	*at_low = best == 0 && highest.slope <= 0;
	*top = highest.value;
	if (*at_low || (best == steps && highest.slope >= 0))
		return place;
	place = highest.slope > 0
		    ? climb(function, context, place, place + width)
		    : climb(function, context, place - width, place);
	*top = fmax(*top, function(place, context).value);
	return place;
}
