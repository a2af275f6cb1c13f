/* What changed in the rules from one version of the program to the next: by
 * which rules the same files give other numbers than before. */
#ifndef ENGINE_MODEL_RULE_CHANGES_H
#define ENGINE_MODEL_RULE_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/language.h"

struct rule_change {
	const char *version; /* the first that has the rule: 0.3.0 */
	const char *name;    /* a message, and so are */
	const char *moves;   /* measures, a space between them */
	const char *before, *now;
};

/* By version, then in the order of metrics/README.md. */
extern const struct rule_change rule_changes[];
extern const size_t rule_change_count;

/* Does that version of the program have the rule? A text that is no version
 * counts as older than any. */
bool rule_change_is_in(const struct rule_change *change, const char *version);

/* Can the rule, where no record says why, move that measure: a metric's id,
 * `score`, a part of pay; or `manager` or `team`: whose a record is? */
bool rule_change_moves(const struct rule_change *change, const char *measure);

#endif
