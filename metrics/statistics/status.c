#include "metrics/statistics/status.h"

const char *
statistics_status_text(enum statistics_status status)
{
	switch (status) {
	case STATISTICS_DEFINED:
		return "defined";
	case STATISTICS_TOO_FEW:
		return "too few observations";
	case STATISTICS_NO_SPREAD:
		return "all observations are alike";
	case STATISTICS_NOT_FINITE:
		return "a value is not a finite number";
	case STATISTICS_DOMAIN:
		return "an argument is outside its range";
	case STATISTICS_NOT_CONNECTED:
		return "the groups share no common observations";
	case STATISTICS_NOT_REACHED:
		return "not reached within the observations";
	case STATISTICS_NO_MEMORY:
		return "out of memory";
	}
	return "unknown status";
}
