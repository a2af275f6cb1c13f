/* A table of a back-test that is made for a terminal, cell by cell: first the
 * headings, then row by row as many cells. What runs out of memory is found out
 * at its end. */
#ifndef IO_CLI_PLAN_CELLS_H
#define IO_CLI_PLAN_CELLS_H

#include <stdio.h>

#include "io/cli/plan/planning.h"
#include "io/cli/plan/words.h"

enum { CELLS_COLUMNS_MOST = 24 + RATING_BANDS_MOST };

struct cells {
	const struct planning *planning;
	enum language language;
	struct arena *arena;
	struct text *cells;
	bool right[CELLS_COLUMNS_MOST]; /* columns of numbers */
	size_t columns, count, capacity;
	bool out_of_memory;
};

struct cells cells_begin(const struct planning *planning);

/* A heading; `right`: above numbers, which are never cut to make a line fit. */
void cells_head(struct cells *cells, const char *text, bool right);
void cells_head_word(struct cells *cells, enum plan_word word, bool right);

/* The next cell: a text (NULL: memory ran out) or a number. */
void cells_text(struct cells *cells, struct text text);
void cells_put(struct cells *cells, const char *text);
void cells_count(struct cells *cells, size_t count);
void cells_real(struct cells *cells, double number, int places, bool sign);
/* With two places. */
void cells_score(struct cells *cells, bool scored, decimal score);
/* With the places of the currency; `sign`: a difference. */
void cells_money(struct cells *cells, wide amount, bool sign);
void cells_percent(struct cells *cells, wide difference, wide first);

/* The two first cells of an outcome's row: the period, once for all of its
 * plans, and the plan. */
void cells_place(struct cells *cells, size_t period, size_t plan);

/* Prints it below its title and what that is `of`; where it has no rows, a word
 * instead. STATUS_OK or STATUS_MEMORY. */
enum status cells_end(
    struct cells *cells, FILE *to, enum plan_word title, const char *of);

#endif
