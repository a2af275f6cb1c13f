#include "engine/model/rule_changes.h"

#include <stdio.h>
#include <string.h>

const struct rule_change rule_changes[] = {
#define RULE_CHANGE(VERSION, NAME, MOVES, BEFORE, NOW)                         \
	{ VERSION, NAME, MOVES, BEFORE, NOW },
#include "engine/base/language.h"
#include "engine/model/rule_changes.def"
#undef RULE_CHANGE
};

const size_t rule_change_count = sizeof rule_changes / sizeof *rule_changes;

/* As one number: 0.3.0 is 3000. */
static long
number_of(const char *version)
{
	int major = 0, minor = 0, patch = 0;
	bool read = sscanf(version, "%3d.%3d.%3d", &major, &minor, &patch) == 3;
	return read ? (major * 1000L + minor) * 1000 + patch : -1;
}

bool
rule_change_is_in(const struct rule_change *change, const char *version)
{
	return number_of(version) >= number_of(change->version);
}

bool
rule_change_moves(const struct rule_change *change, const char *measure)
{
	size_t length = strlen(measure);
	for (const char *at = change->moves; *at;) {
		size_t word = strcspn(at, " ");
		if (word == length && memcmp(at, measure, length) == 0)
			return true;
		at += word + (at[word] == ' ');
	}
	return false;
}
