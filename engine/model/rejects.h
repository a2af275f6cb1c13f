/* Rows that were not taken, packed: all rows of a large file may be among them,
 * so each takes little more than its own text. They are added one by one, by
 * input and line, and read by a cursor. */
#ifndef ENGINE_MODEL_REJECTS_H
#define ENGINE_MODEL_REJECTS_H

#include <stdbool.h>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/model/source.h"

/* What a row names. */
enum reject_names {
	NAMES_NOBODY,
	NAMES_MANAGER,
	NAMES_CLIENT,
	NAMES_CONTRACT,
	NAMES_PROJECT
};

/* A row that was not taken, and why: rejected, or skipped by a rule (then
 * `reason` is the rule's name, and column, value and raw are empty). */
struct reject {
	struct source source;
	const char *column, *reason; /* `column` may be empty */
	/* The cell that is to blame, may be empty; the row's own text, cut
	 * after 1,000 bytes; its id, empty if its table has none or it could
	 * not be read. */
	struct text value, raw, record;
	/* What it would have been worth, where that could be read: a contract's
	 * value or a payment's amount in the run's currency, else DECIMAL_NONE;
	 * a timesheet row's hours, else 0. */
	decimal money;
	wide hours;
	/* The id by which it says whom it is about, and the contract of whose
	 * money it is, if any. */
	enum reject_names names;
	struct text named, of_contract;
	/* The manager and the contract that follow from these, once the tables
	 * are sealed; else NO_ID (reject_touches, shares.h). */
	uint32_t manager, contract;
};

struct reject_chunk;

struct rejects {
	struct arena *arena;
	struct dictionary words; /* columns and reasons */
	struct reject_chunk *first, *last;
	struct source before; /* of the last row */
	size_t count;
};

/* Between two rows, or at an end. { 0 }: before the first one. */
struct reject_place {
	struct reject_chunk *chunk;
	size_t at;
	struct source before;
	size_t index; /* of the next row */
};

enum { REJECT_REASON_BYTES = 400 };

/* The row read last, until the next one is. */
struct reject_cursor {
	const struct rejects *rejects;
	struct reject_place place; /* behind the row */
	struct reject row;
	char reason[REJECT_REASON_BYTES]; /* where it is not as it is kept */
};

/* An empty list, whose rows will live in `arena`. */
void rejects_init(struct rejects *rejects, struct arena *arena);

/* Appends a copy of the row; its manager and contract are NO_ID until
 * rejects_find_names. False without memory. */
bool rejects_add(struct rejects *rejects, const struct reject *reject);

/* Where the next row will be put. */
struct reject_place rejects_end(const struct rejects *rejects);

/* Takes away the rows from that place on. */
void rejects_cut(struct rejects *rejects, struct reject_place place);

/* Reads from the first row on, or from that place on. */
struct reject_cursor rejects_begin(const struct rejects *rejects);
struct reject_cursor rejects_from(
    const struct rejects *rejects, struct reject_place place);

/* The next row; NULL if there is none. Its texts belong to the list, a reason
 * to the cursor. */
const struct reject *rejects_next(struct reject_cursor *cursor);

/* Has `find` set manager and contract of every row by what it names. */
void rejects_find_names(struct rejects *rejects,
    void (*find)(const void *context, struct reject *reject),
    const void *context);

/* A copy in `arena` of the rows that `take` takes, which may change their texts;
 * what was found by their names stays. False without memory. */
bool rejects_copy(struct rejects *copy, const struct rejects *rejects,
    bool (*take)(const void *context, struct reject *reject),
    const void *context, struct arena *arena);

#endif
