/* What was taken otherwise than it stands in the files, or for want of a word
 * about it: a stage in other letters, an encoding that was guessed, a period
 * that the data do not reach the end of.
 *
 * Money, a date, a person, a stage or a scale hangs on each. So each is said at
 * the end of a run, on the first sheet and in run.json, with the number of rows
 * and the money, and with the line of kpi.yaml or the option that settles it.
 * Whoever assumes something adds it here; nobody says it in another way. */
#ifndef ENGINE_MODEL_ASSUMPTION_H
#define ENGINE_MODEL_ASSUMPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/decimal.h"
#include "engine/model/note.h"

/* Employees are those whom timesheets name. */
enum assumption_about { ABOUT_OTHERS, ABOUT_TIMESHEETS, ABOUT_EMPLOYEES };

struct assumption {
	struct note text; /* what was taken, and as what */
	enum assumption_about about;
	uint64_t rows; /* that it touches; 0: it is not about rows */
	bool with_money;
	wide money;       /* in these rows, in the run's currency */
	const char *line; /* what settles it, to be pasted, perhaps several
			     lines; "" for nothing */
};

/* In the order in which they came up, which does not depend on the number of
 * threads. */
struct assumptions {
	struct arena *arena;
	struct assumption *rows;
	size_t count, capacity;
	enum assumption_about about; /* of those that are added */
};

/* Adds one without a text, for note_say. NULL without memory. */
struct assumption *assumptions_add(
    struct assumptions *assumptions, uint64_t rows, const char *line);

/* Adds to its money; a sum that does not fit is left out. */
void assumption_add_money(struct assumption *assumption, wide money);

/* ` (12 rows, 120,000,000 VND)`, ` (12 rows)` or "", in `arena`; NULL without
 * memory. */
const char *assumption_weight(const struct assumption *assumption,
    const char *currency, enum language language, struct arena *arena);

#endif
