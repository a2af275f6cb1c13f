/* The report model: what a dashboard says, before it is a file.
 *
 * Sheets hold cells with meaning (a number and what it measures, a text and
 * its role), formulas with their computed values, input cells and what they
 * accept, tables, charts over ranges of cells, and print settings. It knows
 * no spreadsheet library: tests read it as it is, and a writer turns it into a
 * workbook. Everything lives in one arena. Rows and columns count from 0. */
#ifndef IO_EXPORT_REPORT_REPORT_H
#define IO_EXPORT_REPORT_REPORT_H

#include "engine/model/metric.h"

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
	FORMAT_SHORT_MONEY,   /* in thousands, millions, billions */
	FORMAT_WHOLE_PERCENT, /* at the axes of charts */
	FORMAT_PROBABILITY,   /* 0.012 */
	FORMAT_DIGITS,        /* 1234567: a number for programs; */
	FORMAT_DIGITS_1,      /* 1234567.5, with one decimal, */
	FORMAT_DIGITS_2,
	FORMAT_DIGITS_3,
	FORMAT_DIGITS_4,         /* … to four */
	FORMAT_PERCENT_VARIANCE, /* a share with its sign: +12.0 % */
	FORMAT_SIGNED,           /* +1.5 */
	FORMAT_CORRELATION,      /* +0.85 */
	FORMAT_MONEY_VARIANCE,   /* money with its sign */
	/* Differences, printed with ▲ or ▼: */
	FORMAT_MONEY_CHANGE,
	FORMAT_COUNT_CHANGE,
	FORMAT_POINTS_CHANGE, /* percentage points; the cell's number is in
				 points: 5 for 0.05 */
	FORMAT_SCORE_CHANGE,
	FORMAT_PERCENT_CHANGE, /* relative to what was before */
	FORMATS
};

/* The role of a cell on its sheet. */
enum role {
	ROLE_BODY,
	ROLE_TITLE,
	ROLE_SUBTITLE,
	ROLE_SECTION,
	ROLE_HEADING,
	ROLE_HEADING_NUMBER, /* above numbers */
	ROLE_HEADING_AFTER,  /* above texts beside numbers */
	ROLE_LABEL,
	ROLE_NOTE,
	ROLE_REMARK, /* a note beside a number; reaches over what is beside it
		      */
	ROLE_WRAPPED_REMARK, /* the same, but stays in its column */
	ROLE_LINK,
	ROLE_GOOD,
	ROLE_BAD,
	ROLE_KEY,   /* the number that the row is about */
	ROLE_MUTED, /* a number to be taken with care */
	ROLE_WRAPPED,
	ROLE_WRAPPED_CELL, /* a text in a table, on several lines if long */
	ROLE_INPUT,        /* to be changed by the reader */
	ROLE_TOTAL,        /* the sum or whole below its parts */
	ROLE_CENTRED,      /* a short mark: a rating */
	ROLE_HIDDEN,       /* stands for a number that is not shown */
	ROLE_SENTENCE,     /* what was found */
	ROLE_STRONG,       /* a bold text above a table */
	ROLE_WARNING,      /* what must not be overlooked */
	ROLES
};

struct cell {
	uint32_t row;
	uint16_t column;
	uint8_t kind, format, role; /* the enums above */
	double number;
	struct text text;
	const char *link;    /* the name of a sheet, or NULL */
	const char *formula; /* computes the number or text; without "=" */
};

struct sheet;

struct range {
	uint32_t first_row, last_row;
	uint16_t first_column, last_column;
};

/* Conditional formats of a range of numbers. */
enum shading {
	SHADING_BARS,
	SHADING_VARIANCE, /* bars from zero: above it for the worse */
	SHADING_HIGH_IS_GOOD,
	SHADING_LOW_IS_GOOD,
	SHADING_HEAT,    /* from white at 0 to full at the highest */
	SHADING_WARNING, /* where `formula` is true */
	SHADINGS
};

struct shade {
	struct range range;
	enum shading shading;
	bool has_limits; /* where the colours begin and end, in `low` and
			    `high`; else by the numbers of the range */
	double low, high;
	const char *formula; /* of SHADING_WARNING, for the first cell; without
				< > & (the library does not escape them) */
	struct shade *next;
};

/* Numbers that input cells accept (low to high), and what is said about it. */
struct validation {
	struct range range;
	double low, high;
	const char *title, *message; /* up to 32 and 255 characters */
	struct validation *next;
};

/* How a series looks: the field's notation (IBCS). */
enum series_style {
	STYLE_ACTUAL, /* solid */
	STYLE_PRIOR,  /* lighter */
	STYLE_PLAN,   /* outlined */
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_SECOND, /* further parts of a stack */
	STYLE_THIRD,
	STYLE_LIMIT, /* a thin dashed line */
	STYLE_BAND,  /* a thin line, lighter */
	STYLE_DOTS,  /* markers only */
	STYLE_TRIANGLES_MUTED,
	STYLE_DOTS_BAD, /* diamonds */
	STYLE_SQUARES_BAD,
	STYLE_SPAN, /* a broad light line: a range on a strip */
	STYLE_BAR,  /* a broad line: a value on a strip */
	STYLE_TICK, /* a short dark line: a target on a strip */
	STYLE_NONE, /* not drawn: what the others of a stack stand on */
	STYLES
};

enum labelling { LABELS_NONE, LABELS_VALUES, LABELS_LAST, LABELS_NAMES };

/* One series: a single column (or row) of categories and one of values. */
struct series {
	const char *name;
	const struct sheet *sheet; /* that holds the cells; NULL: the chart's */
	struct range categories, values;
	enum series_style style;
	enum labelling labels;
	const char *const *names; /* of LABELS_NAMES: one a point, or NULL */
	struct series *next;
};

enum chart_kind {
	CHART_COLUMNS,
	CHART_STACK,
	CHART_BARS,
	CHART_LINES,
	CHART_SCATTER,
	CHART_STRIP /* a scatter that fills its frame: drawn beside rows */
};

struct axis {
	bool shown, grid, reversed;
	bool has_low, has_high; /* else automatic */
	double low, high, step; /* step 0: automatic */
	enum measure_format format;
	const char *title;
};

struct chart {
	enum chart_kind kind;
	const char *title, *description; /* description: for screen readers */
	uint32_t row;                    /* of its upper left corner */
	uint16_t column;
	int x_offset, y_offset, width, height; /* pixels */
	enum measure_format format;            /* of its labels */
	struct axis values, categories;        /* y and x of a scatter */
	bool legend;
	unsigned unlisted; /* bit set: series that are not in the legend */
	bool overlapped;   /* the bars of a category stand in one place */
	struct series *series;
	struct chart *next;
};

struct table_range {
	struct range range; /* the header is its first row */
	struct table_range *next;
};

/* CELL_UNITS: the 16-bit units of a text that a cell can hold. */
enum { SHEET_COLUMNS = 64, CELL_UNITS = 32767 };

struct sheet {
	const char *name;
	struct text key;    /* of the name: io/run/alike.h */
	struct cell *cells; /* in the order in which they were put */
	size_t cell_count, cell_capacity;
	double widths[SHEET_COLUMNS]; /* in characters; 0: the default */
	float *heights;               /* in points, by row; 0: the default */
	size_t height_count;
	uint32_t freeze_row; /* rows above stay; 0: none */
	uint16_t freeze_column;
	uint32_t repeat_row; /* printed on every page */
	uint32_t *breaks;    /* the first rows of further pages */
	size_t break_count;
	bool hidden; /* numbers of charts: not to be read or printed */
	bool one_page;       /* printed on a single page */
	bool portrait;
	bool minor;   /* its tab is grey: data and small print */
	bool drawn;   /* numbers of charts: an absent one is no cell */
	bool guarded; /* only input cells can be changed; no password */
	struct table_range *tables;
	struct shade *shades;
	struct validation *validations;
	struct chart *charts, *last_chart;
	struct sheet *next;
	struct report *report;
};

struct report {
	struct arena *arena;
	const char *title, *period;
	const char *footer; /* what identifies the run */
	const char *currency;
	enum language language;
	date created; /* the date that the file carries */
	struct sheet *sheets, *last_sheet;
	/* Once memory ran out, what is added is lost: check at the end. */
	bool out_of_memory;
	struct sheet lost; /* what report_sheet returns then */
	/* Texts that were longer than a cell can hold, and the first cell. */
	size_t cut_texts;
	const struct sheet *cut_sheet;
	uint32_t cut_row;
	int cut_column;
};

void report_init(struct report *report, struct arena *arena);

/* A new sheet at the end. The name is made legal for a spreadsheet (names.h).
 */
struct sheet *report_sheet(struct report *report, struct text name);

/* Moves a sheet behind all others. */
void report_put_last(struct report *report, struct sheet *sheet);

void sheet_text(struct sheet *sheet, uint32_t row, int column, enum role role,
    struct text text);
void sheet_string(struct sheet *sheet, uint32_t row, int column, enum role role,
    const char *text);
/* An absent number (undefined, NaN, infinite) leaves the cell blank. A change
 * in FORMAT_POINTS_CHANGE is given as a share: 0.05 is 5 points. */
void sheet_number(struct sheet *sheet, uint32_t row, int column, enum role role,
    enum measure_format format, struct quantity quantity);
void sheet_count(struct sheet *sheet, uint32_t row, int column, uint64_t count);
void sheet_date(struct sheet *sheet, uint32_t row, int column, date day);
/* A text that leads to another sheet. */
void sheet_link(struct sheet *sheet, uint32_t row, int column, struct text text,
    const char *target);

/* The number is that of the cell (5 for 5 points); NaN leaves it blank. */
void sheet_real(struct sheet *sheet, uint32_t row, int column, enum role role,
    enum measure_format format, double number);
/* A formula and the number (or, with `text` not NULL, the text) that it
 * gives. */
void sheet_formula(struct sheet *sheet, uint32_t row, int column,
    enum role role, enum measure_format format, const char *formula,
    double number, const char *text);

void sheet_table(struct sheet *sheet, struct range range);
/* Each takes a copy. The one added last stands first in the file. */
void sheet_shade(struct sheet *sheet, struct range range, enum shading shading);
void sheet_shade_as(struct sheet *sheet, const struct shade *shade);
void sheet_accept(struct sheet *sheet, const struct validation *validation);
/* A copy of the chart, without series; they are added in order. NULL without
 * memory, which chart_series takes. */
struct chart *sheet_chart(struct sheet *sheet, const struct chart *chart);
void chart_series(
    struct sheet *sheet, struct chart *chart, const struct series *series);

/* The least height of a row, in points. */
void sheet_height(struct sheet *sheet, uint32_t row, double points);

/* Sets each width that is still 0 to fit its widest cell of a table, then the
 * heights of rows with wrapped texts. */
void sheet_fit(struct sheet *sheet, double least, double most);

/* Letters have 10 points and are to have 9 on paper: sheet_fit makes columns
 * narrower until a sheet on its side (1,045 pixels of A4 within our margins) is
 * printed by 90 %, with a little room. */
enum { PAPER_PIXELS = 1138 };

/* How wide the cells and charts of a sheet are, in pixels: a character of a
 * column's width has 7 and its edges 5. */
double sheet_pixels(const struct sheet *sheet);

/* By what part of its size a sheet is printed, as wide as the paper; at most
 * 1. */
double sheet_scale(const struct sheet *sheet);

/* Chooses how the paper lies, and ends pages before charts, headings and what
 * they stand above, where a page's end would cut these; after sheet_fit, once
 * everything is there. */
void sheet_lay_out(struct sheet *sheet);

/* The last cell put at a place; NULL if it is empty. */
const struct cell *sheet_find(
    const struct sheet *sheet, uint32_t row, int column);

/* Where a cell stands, as formulas name it (A1, or $A$1 when `fixed`);
 * returns `text`. */
enum { REFERENCE_SIZE = 24 };
const char *cell_reference(
    char text[REFERENCE_SIZE], uint32_t row, int column, bool fixed);

#endif
