#include "engine/model/sensitivity.h"

const char *
correction_name(enum correction correction)
{
	static const char *const names[] = { "omitted", "lost", "won",
		"reversed", "best", "worst", "at_budget", "one_more_best",
		"one_more_worst" };
	return names[correction];
}
