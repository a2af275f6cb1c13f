/* A list of records on a sheet: headings, a row a record up to a limit,
 * "… and M more", and totals over all records, shown or not.
 *
 *	struct list list = list_begin(page, &form);
 *	for (…) {
 *		list_row(&list);
 *		list_text(&list, 0, …);
 *		list_number(&list, 1, …);
 *	}
 *	list_end(&list);
 *
 * Every record is handed over, also those beyond the limit: they are counted
 * and go into the totals. Without records there is a word in place of the list.
 * A column that a row does not put anything into stays empty. */
#ifndef IO_EXPORT_DASHBOARD_LIST_H
#define IO_EXPORT_DASHBOARD_LIST_H

#include "io/export/dashboard/page.h"

enum { LIST_COLUMNS_MOST = 24 };

/* What the cells of a column are. Above numbers the heading stands to the
 * right. */
enum list_cells {
	LIST_NAME, /* what or who the row is about */
	LIST_TEXT,
	LIST_REMARK,   /* small print: where a record stands, why it is here */
	LIST_SENTENCE, /* reaches over the columns beside it */
	LIST_WRAPPED,
	LIST_COUNT,
	LIST_PLAIN, /* a number as it is: hours */
	LIST_MONEY,
	LIST_WHOLE_MONEY, /* without fractions; its total is rounded once */
	LIST_MONEY_VARIANCE,
	LIST_PERCENT,
	LIST_PERCENT_VARIANCE,
	LIST_SCORE,
	LIST_DATE
};

struct list_column {
	enum label label;
	enum list_cells cells;
};

struct list_form {
	const struct list_column *columns;
	size_t column_count;      /* up to LIST_COLUMNS_MOST */
	const char *const *names; /* by column, in place of its label; NULL, or
				     one that is NULL: the label */
	unsigned totals; /* bit set: columns with a total; not the first */
	size_t most;     /* rows that are shown; 0: all */
	enum label none; /* the word for a list without records */
};

struct list {
	struct page *page;
	const struct list_form *form;
	size_t count;   /* of all records so far */
	size_t shown;   /* of them, with a row */
	uint32_t first; /* the sheet's row of the first */
	double totals[LIST_COLUMNS_MOST];
};

/* The form must outlive the list. */
struct list list_begin(struct page *page, const struct list_form *form);

/* Begins the next record. */
void list_row(struct list *list);

/* Put something into a column of the record; a number that is not finite leaves
 * its cell blank and adds nothing to the total. list_source says where a record
 * stands (place_text). */
void list_text(struct list *list, int column, struct text text);
void list_string(struct list *list, int column, const char *text);
void list_number(struct list *list, int column, double number);
void list_date(struct list *list, int column, date day);
void list_source(struct list *list, int column, struct source source);

/* The same in another role than the column's cells have. */
void list_text_as(
    struct list *list, int column, enum role role, struct text text);
void list_number_as(
    struct list *list, int column, enum role role, double number);

/* A subject's name that leads to their sheet (page_manager). */
void list_subject(struct list *list, int column, size_t subject);

/* "… and M more", and the totals; or the word for none. */
void list_end(struct list *list);

/* Shades the rows shown of a column; after list_end. */
void list_shade(const struct list *list, int column, enum shading shading);

#endif
