/* How things end, and what is said about it.
 *
 * Nothing below io/cli prints or exits. A function that can fail returns a
 * status; the words for the user are collected as diagnostics, in the order in
 * which they came up, and main prints them. */
#ifndef ENGINE_BASE_STATUS_H
#define ENGINE_BASE_STATUS_H

#include <stdbool.h>

#include "engine/base/language.h"

struct arena;

enum status {
	STATUS_OK,
	STATUS_USAGE,    /* wrong usage or configuration */
	STATUS_INPUT,    /* an input cannot be read */
	STATUS_OUTPUT,   /* an output cannot be written */
	STATUS_OVERFLOW, /* an exact sum does not fit */
	STATUS_MEMORY,
	STATUS_BROKEN /* the program found itself to be wrong */
};

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* Is it an error of one input, beside which others can still be looked at? So
 * that all are said at once; nothing is computed after it. */
static inline bool
status_concerns_one(enum status status)
{
	return status == STATUS_USAGE || status == STATUS_INPUT;
}

/* What several steps end with that all were taken: the first of theirs that is
 * not STATUS_OK; but one that concerns more than an input goes before. */
static inline enum status
status_of_both(enum status before, enum status status)
{
	return !before || (status && !status_concerns_one(status)) ? status
								   : before;
}

/* A line of the settings file that settles what is said. */
struct proposal {
	const char *line; /* to be pasted */
	unsigned at;      /* the line whose entry it belongs to; 0: any */
	struct proposal *next;
};

struct diagnostic {
	enum severity severity;
	const char *text;  /* with its proposals, an indented line each */
	const char *words; /* without them */
	const char *kind;  /* its words before names were put in */
	/* Of several one is to be chosen; the first is the likeliest. */
	struct proposal *proposals;
	struct diagnostic *next;
};

/* The texts live in `arena`; they are in `language`, into which the formats are
 * translated. */
struct diagnostics {
	struct arena *arena;
	struct diagnostic *first, *last;
	enum language language;
};

/* The process's exit code for a status (0 to 4). */
int status_exit_code(enum status status);

/* Adds an error and returns `status`, so that a caller can write
 * `return diagnostics_fail(…)`. Without memory for the text, a fixed one is
 * added. */
enum status diagnostics_fail(struct diagnostics *diagnostics,
    enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* STATUS_MEMORY with its text. */
enum status diagnostics_no_memory(struct diagnostics *diagnostics);

/* Leaves of each kind the first twenty, and says behind them how many more
 * there are: for whoever prints them. */
void diagnostics_bound(struct diagnostics *diagnostics);

/* Adds a proposal to what was said last. */
void diagnostics_propose(struct diagnostics *diagnostics, unsigned at,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

void diagnostics_warn(struct diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
