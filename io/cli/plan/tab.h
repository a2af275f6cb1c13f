/* A sheet of a back-test's workbook, written from top to bottom, a row cell by
 * cell. Without memory the report says so at its end. */
#ifndef IO_CLI_PLAN_TAB_H
#define IO_CLI_PLAN_TAB_H

#include "io/cli/plan/planning.h"
#include "io/cli/plan/words.h"
#include "io/export/report/report.h"

struct tab {
	const struct planning *planning;
	struct sheet *sheet;
	enum language language;
	uint32_t row;
	int column;     /* of the next cell in the row */
	enum role role; /* of its numbers */
};

/* A new sheet with its title and what the test was of. */
struct tab tab_begin(const struct planning *planning, struct report *report,
    enum plan_word name, enum plan_word title);

/* Sets the widths. */
void tab_end(struct tab *tab);

void tab_head(struct tab *tab, const char *text, bool number);
void tab_head_word(struct tab *tab, enum plan_word word, bool number);
void tab_end_row(struct tab *tab);

/* The next cell: a text or a number; one that is not finite leaves it blank. */
void tab_text(struct tab *tab, struct text text);
void tab_put(struct tab *tab, const char *text);
void tab_number(struct tab *tab, enum measure_format format, double number);
void tab_count(struct tab *tab, size_t count);
void tab_money(struct tab *tab, wide amount);
void tab_score(struct tab *tab, bool scored, decimal score);
/* Two cells: the difference to the first plan, and its share of that. */
void tab_difference(struct tab *tab, wide difference, wide first);

/* A table from a row of headings to the row before this one; without rows a
 * word. */
void tab_end_table(struct tab *tab, uint32_t heading, int columns);

/* What a plan is called. */
const char *tab_plan(const struct tab *tab, size_t plan);

#endif
