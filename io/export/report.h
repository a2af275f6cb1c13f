/* The report model: what a dashboard says, before it is a file.
 *
 * Sheets hold cells with meaning (a number and what it measures, a text and
 * its role), tables, charts over ranges of cells, and print settings. It knows
 * no spreadsheet library: tests read it as it is, and a writer turns it into a
 * workbook. Everything lives in one arena. Rows and columns count from 0. */
#ifndef IO_EXPORT_REPORT_H
#define IO_EXPORT_REPORT_H

#include "engine/metric.h"

enum cell_kind { CELL_BLANK, CELL_TEXT, CELL_NUMBER };

/* What a number measures; a writer makes a number format of it. */
enum measure_format {
	FORMAT_PLAIN,
	FORMAT_MONEY,
	FORMAT_COUNT,
	FORMAT_PERCENT,
	FORMAT_RATIO,
	FORMAT_SCORE,
	FORMAT_DATE,
	/* Differences, printed with ▲ or ▼: */
	FORMAT_MONEY_CHANGE,
	FORMAT_COUNT_CHANGE,
	FORMAT_POINTS_CHANGE, /* percentage points; the number is a share */
	FORMAT_SCORE_CHANGE
};

/* The role of a cell on its sheet. */
enum role {
	ROLE_BODY,
	ROLE_TITLE,
	ROLE_SUBTITLE,
	ROLE_SECTION,
	ROLE_HEADING,
	ROLE_HEADING_NUMBER, /* above numbers */
	ROLE_LABEL,
	ROLE_NOTE,
	ROLE_REMARK, /* a note beside a number */
	ROLE_LINK,
	ROLE_GOOD,
	ROLE_BAD,
	ROLE_KEY,   /* the number that the row is about */
	ROLE_MUTED, /* a number to be taken with care */
	ROLE_WRAPPED
};

struct cell {
	uint32_t row;
	uint16_t column;
	enum cell_kind kind;
	enum measure_format format;
	enum role role;
	double number;
	struct text text;
	const char *link; /* the name of a sheet, or NULL */
};

struct range {
	uint32_t first_row, last_row;
	uint16_t first_column, last_column;
};

/* Shading of a column of numbers by size. */
enum shading { SHADING_BARS, SHADING_HIGH_IS_GOOD, SHADING_LOW_IS_GOOD };

struct shade {
	struct range range;
	enum shading shading;
	struct shade *next;
};

/* One series: a single column (or row) of categories and of values. */
struct series {
	const char *name;
	struct range categories, values;
	bool reference; /* lighter: what the others are compared with */
	struct series *next;
};

enum chart_kind { CHART_COLUMNS, CHART_BARS, CHART_LINES };

struct chart {
	enum chart_kind kind;
	const char *title, *description; /* description: for screen readers */
	uint32_t row;                    /* of its upper left corner */
	uint16_t column;
	int x_offset, width, height; /* pixels */
	enum measure_format format;
	bool has_low, has_high; /* of the axis of values; else automatic */
	double low, high;
	struct series *series;
	struct chart *next;
};

struct table_range {
	struct range range; /* the header is its first row */
	struct table_range *next;
};

struct sheet {
	const char *name;
	struct cell *cells; /* in the order in which they were put */
	size_t cell_count, cell_capacity;
	double widths[64];   /* in characters; 0: the default */
	uint32_t freeze_row; /* rows above stay; 0: none */
	uint16_t freeze_column;
	uint32_t repeat_row; /* printed on every page */
	bool one_page;       /* printed on a single page */
	struct table_range *tables;
	struct shade *shades;
	struct chart *charts;
	struct sheet *next;
	struct report *report;
};

struct report {
	struct arena *arena;
	const char *title, *period;
	const char *currency;
	enum language language;
	date created; /* the date that the file carries */
	struct sheet *sheets, *last_sheet;
	/* Once memory ran out, what is added is lost: check at the end. */
	bool out_of_memory;
	struct sheet lost;
};

void report_init(struct report *report, struct arena *arena);

/* A new sheet at the end. The name is made legal for a spreadsheet: at most 31
 * characters, none of []:*?/\, not like another. */
struct sheet *report_sheet(struct report *report, struct text name);

void sheet_text(struct sheet *sheet, uint32_t row, int column, enum role role,
    struct text text);
void sheet_string(struct sheet *sheet, uint32_t row, int column, enum role role,
    const char *text);
/* An absent number (undefined, NaN, infinite) leaves the cell blank. */
void sheet_number(struct sheet *sheet, uint32_t row, int column, enum role role,
    enum measure_format format, struct quantity quantity);
void sheet_count(struct sheet *sheet, uint32_t row, int column, uint64_t count);
void sheet_date(struct sheet *sheet, uint32_t row, int column, date day);
/* A text that leads to another sheet. */
void sheet_link(struct sheet *sheet, uint32_t row, int column, struct text text,
    const char *target);

void sheet_table(struct sheet *sheet, struct range range);
void sheet_shade(struct sheet *sheet, struct range range, enum shading shading);
/* A copy of the chart, without series; they are added in order. */
struct chart *sheet_chart(struct sheet *sheet, const struct chart *chart);
void chart_series(
    struct sheet *sheet, struct chart *chart, const struct series *series);

/* Sets each width that is still 0 to fit its widest cell of a table. */
void sheet_fit(struct sheet *sheet, double least, double most);

/* How many lines a wrapped text takes in its column. */
int sheet_lines(const struct sheet *sheet, const struct cell *cell);

/* The last cell put at a place; NULL if it is empty. */
const struct cell *sheet_find(
    const struct sheet *sheet, uint32_t row, int column);

#endif
