#include "io/cli/plan/tab.h"

#include <math.h>

#include "io/cli/plan/show.h"

struct tab
tab_begin(const struct planning *planning, struct report *report,
    enum plan_word name, enum plan_word title)
{
	struct tab tab = { .planning = planning,
		.language = planning->options->language,
		.row = 3 };
	const char *heading = plan_heading(planning, report->arena);
	tab.sheet =
	    report_sheet(report, text_of(plan_word(name, tab.language)));
	sheet_string(
	    tab.sheet, 0, 0, ROLE_TITLE, plan_word(title, tab.language));
	sheet_string(tab.sheet, 1, 0, ROLE_SUBTITLE, heading ? heading : "");
	report->out_of_memory |= heading == NULL;
	return tab;
}

void
tab_end_row(struct tab *tab)
{
	tab->row++;
	tab->column = 0;
	tab->role = ROLE_BODY;
}

void
tab_head(struct tab *tab, const char *text, bool number)
{
	sheet_string(tab->sheet, tab->row, tab->column++,
	    number ? ROLE_HEADING_NUMBER : ROLE_HEADING, text);
}

void
tab_head_word(struct tab *tab, enum plan_word word, bool number)
{
	tab_head(tab, plan_word(word, tab->language), number);
}

void
tab_text(struct tab *tab, struct text text)
{
	sheet_text(tab->sheet, tab->row, tab->column++,
	    tab->role == ROLE_TOTAL ? ROLE_TOTAL : ROLE_BODY, text);
}

void
tab_put(struct tab *tab, const char *text)
{
	tab_text(tab, text_of(text));
}

void
tab_number(struct tab *tab, enum measure_format format, double number)
{
	sheet_real(
	    tab->sheet, tab->row, tab->column++, tab->role, format, number);
}

void
tab_count(struct tab *tab, size_t count)
{
	tab_number(tab, FORMAT_COUNT, (double)count);
}

void
tab_money(struct tab *tab, wide amount)
{
	tab_number(tab, FORMAT_MONEY, wide_double(amount));
}

void
tab_difference(struct tab *tab, wide difference, wide first)
{
	struct optional percent = plan_percent(difference, first);
	tab_number(tab, FORMAT_MONEY_VARIANCE, wide_double(difference));
	tab_number(tab, FORMAT_PERCENT_VARIANCE,
	    percent.defined ? percent.value / 100 : NAN);
}

void
tab_score(struct tab *tab, bool scored, decimal score)
{
	tab_number(tab, FORMAT_RATIO, scored ? decimal_double(score) : NAN);
}

void
tab_end_table(struct tab *tab, uint32_t heading, int columns)
{
	if (tab->row > heading + 1)
		sheet_table(tab->sheet, (struct range){ heading, tab->row - 1,
					    0, (uint16_t)(columns - 1) });
	else
		sheet_string(tab->sheet, tab->row, 0, ROLE_NOTE,
		    plan_word(WORD_NOBODY, tab->language));
}

void
tab_end(struct tab *tab)
{
	sheet_fit(tab->sheet, 9, 60);
}

const char *
tab_plan(const struct tab *tab, size_t plan)
{
	return tab->planning->test.plans[plan].name;
}
