/* Numbers as a person reads them, in the language of the report. The sentences
 * of the dashboard and the cells of its page come from here, and the workbook's
 * number formats from the same currencies, so that a sum of money looks alike
 * wherever it stands. A half is rounded away from 0, as spreadsheets do it. */
#ifndef IO_EXPORT_REPORT_NUMBERS_H
#define IO_EXPORT_REPORT_NUMBERS_H

#include "io/export/report/report.h"

/* How a currency is written: its sign before the digits or behind them. */
struct currency_form {
	const char *sign;
	bool before;
	int places;
};

/* That of a code such as VND; one without a sign of its own stands behind the
 * digits, with two places. The code must outlive it. */
struct currency_form currency_form(const char *code);

/* A double has up to 309 digits, and a comma for each three. */
enum { NUMBER_TEXT_SIZE = 600 };

/* What a cell of that format shows: 1,234,567 ₫, 82.4%, ▲ 1.5 pp. `number` is
 * the cell's (days since 1899-12-30 of a date). Returns `text`. */
const char *number_in_cell(char text[NUMBER_TEXT_SIZE],
    const struct report *report, enum measure_format format, double number);

/* The same within a sentence, shorter: 12.4 bn ₫, 82 %. Of FORMAT_SHORT_MONEY
 * without the currency, as at the axis of a chart. */
const char *number_in_sentence(char text[NUMBER_TEXT_SIZE],
    enum language language, const char *currency, enum measure_format format,
    double number);

#endif
