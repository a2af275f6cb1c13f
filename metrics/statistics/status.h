/* Whether a statistic has a value, and if not, why.
 *
 * Every function of this folder answers with one of these. A result is
 * written only with STATISTICS_DEFINED; otherwise the places handed in for
 * results keep what they held. So 0 and NaN never stand for "undefined". */
#ifndef STATISTICS_STATUS_H
#define STATISTICS_STATUS_H

enum statistics_status {
	STATISTICS_DEFINED,
	STATISTICS_TOO_FEW,       /* fewer observations than the method needs */
	STATISTICS_NO_SPREAD,     /* all observations alike */
	STATISTICS_NOT_FINITE,    /* NaN or infinite input, or overflow */
	STATISTICS_DOMAIN,        /* an argument outside its range */
	STATISTICS_NOT_CONNECTED, /* effects that cannot be told apart */
	STATISTICS_NOT_REACHED,   /* e.g. a median that lies after the data */
	STATISTICS_NO_MEMORY
};

#endif
