#include "io/cli/plan/cells.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/plan/show.h"
#include "io/cli/query/answer.h"
#include "io/cli/terminal.h"

void
cells_text(struct cells *cells, struct text text)
{
	struct text *grown = arena_grown(cells->arena, cells->cells,
	    cells->count, &cells->capacity, sizeof *grown);
	cells->out_of_memory |= grown == NULL || text.data == NULL;
	if (!grown)
		return;
	cells->cells = grown;
	grown[cells->count++] = text.data ? text : text_of("");
}

void
cells_put(struct cells *cells, const char *text)
{
	struct text copy = { NULL, text ? strlen(text) : 0 };
	if (text)
		copy.data = arena_copy(cells->arena, text, copy.length);
	cells_text(cells, copy);
}

void
cells_head(struct cells *cells, const char *text, bool right)
{
	cells->right[cells->columns++] = right;
	cells_put(cells, text);
}

void
cells_head_word(struct cells *cells, enum plan_word word, bool right)
{
	cells_head(cells, plan_word(word, cells->language), right);
}

void
cells_count(struct cells *cells, size_t count)
{
	char text[WHOLE_TEXT_SIZE];
	whole_print(text, count);
	cells_put(cells, text);
}

void
cells_real(struct cells *cells, double number, int places, bool sign)
{
	char text[80];
	snprintf(text, sizeof text, sign ? "%+.*f" : "%.*f", places, number);
	cells_put(cells, number_group(text, sizeof text, cells->language));
}

void
cells_score(struct cells *cells, bool scored, decimal score)
{
	char text[WIDE_GROUPED_SIZE];
	/* Quartiles may have four places; scores are not negative. */
	score = (score + DECIMAL_ONE / 200) / (DECIMAL_ONE / 100) *
		(DECIMAL_ONE / 100);
	wide_print_places(text, decimal_widen(score), 2);
	cells_put(cells,
	    scored ? number_group(text, sizeof text, cells->language) : "–");
}

void
cells_money(struct cells *cells, wide amount, bool sign)
{
	char text[WIDE_GROUPED_SIZE + 1];
	bool plus = sign && amount > 0;
	if (plus)
		text[0] = '+';
	wide_print_places(text + plus, amount, plan_places(cells->planning));
	cells_put(cells, number_group(text, sizeof text, cells->language));
}

void
cells_percent(struct cells *cells, wide difference, wide first)
{
	struct optional percent = plan_percent(difference, first);
	if (percent.defined)
		cells_real(cells, percent.value, 2, true);
	else
		cells_put(cells, "");
}

struct cells
cells_begin(const struct planning *planning)
{
	return (struct cells){ .planning = planning,
		.language = planning->options->language,
		.arena = planning->session.arena };
}

enum status
cells_end(struct cells *cells, FILE *to, enum plan_word title, const char *of)
{
	size_t rows = cells->count / cells->columns;
	terminal_print(to, "\n%s%s%s\n", plan_word(title, cells->language),
	    *of ? " " : "", of);
	if (cells->out_of_memory)
		return STATUS_MEMORY;
	if (rows < 2) {
		terminal_print(
		    to, "%s\n", plan_word(WORD_NOBODY, cells->language));
		return STATUS_OK;
	}
	return grid_print(to, cells->cells, rows, cells->columns, cells->right);
}

void
cells_place(struct cells *cells, size_t period, size_t plan)
{
	cells_put(
	    cells, plan ? "" : plan_period_label(cells->planning, period));
	cells_put(cells, cells->planning->test.plans[plan].name);
}
