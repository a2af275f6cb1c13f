/* What the pages of a statement share; for them alone. Texts are made in the
 * report's arena; without memory they are "". */
#ifndef IO_EXPORT_DASHBOARD_STATEMENT_KIT_H
#define IO_EXPORT_DASHBOARD_STATEMENT_KIT_H

#include "io/export/dashboard/statement/build.h"

struct statement {
	struct report *report;
	const struct proof *proof;
	const struct sensitivities *found;
	const struct pay_results *pay;
	const struct scorecard *card;
	const struct results *results;
	const struct view *view;
	const char *digest; /* 64 hexadecimal digits; of what the proof says */
};

const char *statement_word(
    const struct statement *statement, const char *message);

/* printf by its language; the format is a message. */
const char *statement_say(const struct statement *statement, const char *format,
    ...) __attribute__((format(printf, 2, 3)));

/* Numbers and days within a sentence: 1,234,567 ₫; 92.86 % or 73.4 for a value
 * of a metric; 111.38 %. */
const char *statement_money(const struct statement *statement, wide amount);
const char *statement_value(const struct statement *statement,
    const struct metric *metric, struct rational value);
const char *statement_percent(
    const struct statement *statement, double percent);
const char *statement_day(const struct statement *statement, date day);

/* Title, and below it period, as_of and what the person is. */
void statement_head(
    const struct statement *statement, struct sheet *sheet, const char *title);

/* How many letters take the width of a digit, in which columns are measured. */
#define LETTERS 1.2

/* A text in rows below one another, broken at spaces to at most `width`
 * characters, from a row on; the row below. An empty text takes none. */
uint32_t statement_lines(struct sheet *sheet, uint32_t row, int column,
    enum role role, const char *text, double width);

/* The pages. */
void statement_pay_page(const struct statement *statement);
void statement_records_page(const struct statement *statement);
void statement_appendix(const struct statement *statement);

#endif
