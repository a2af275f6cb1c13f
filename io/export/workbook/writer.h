/* What the files that call libxlsxwriter share: a workbook in the making. */
#ifndef IO_EXPORT_WORKBOOK_WRITER_H
#define IO_EXPORT_WORKBOOK_WRITER_H

#include <xlsxwriter.h>

#include "io/export/report/report.h"

/* One blue and one orange, which the colour-blind can tell apart too (they are
 * from the palette of Okabe and Ito), and greys. Texts have a contrast of at
 * least 4.5 : 1 with their ground. */
enum colour {
	INK = 0x1F2B37,
	ACTUAL = 0x33526E,
	PRIOR = 0xB7C3CE,
	SECOND = 0x8FB0CC,
	THIRD = 0xD5E1EB,
	MUTED = 0x5F6C78,
	GOOD = 0x0072B2,
	BAD = 0xD55E00,
	GOOD_TEXT = 0x00639B,
	BAD_TEXT = 0xA84300,
	HEADING_FILL = 0xEDF1F5,
	INPUT_FILL = 0xFFF6DA,
	INPUT_TEXT = 0x1F3FA0,
	RULE = 0xC5CFD9,
	HAIR = 0xE3E8ED,
	GOOD_FILL = 0xBFDCEE,
	BAD_FILL = 0xF8D3BC,
	HEAT_FILL = 0x8FB8D8
};

struct writer {
	const struct report *report;
	lxw_workbook *workbook;
	lxw_format *formats[ROLES][FORMATS];
	char money[64], money_change[256], money_variance[256];
	lxw_error error; /* the first */
};

/* Remembers the first error. */
void writer_check(struct writer *writer, lxw_error error);

/* A copy that ends with NUL, for the library's parameters, some of which lack
 * const. NULL without memory, which is remembered. */
char *writer_text(struct writer *writer, struct text text);

/* Chooses how money is written: sign and decimals of the currency. What
 * separates thousands is up to whoever opens the workbook. */
void writer_choose_money(struct writer *writer);

/* What a spreadsheet calls the form of a number; NULL for its default. */
const char *writer_number_format(
    const struct writer *writer, enum measure_format format);

/* How a cell looks; NULL without memory, which is remembered. */
lxw_format *writer_format(struct writer *writer, const struct cell *cell);

void writer_add_shade(
    struct writer *writer, lxw_worksheet *sheet, const struct shade *shade);
void writer_add_chart(struct writer *writer, lxw_worksheet *sheet,
    const struct sheet *model, const struct chart *chart);

#endif
