#include "io/export/dashboard/list.h"

#include <math.h>

/* How the cells of a column look. */
struct look {
	enum role role;
	enum measure_format format;
	bool number;
};

static const struct look looks[] = {
	[LIST_NAME] = { ROLE_LABEL, FORMAT_PLAIN, false },
	[LIST_TEXT] = { ROLE_BODY, FORMAT_PLAIN, false },
	[LIST_REMARK] = { ROLE_REMARK, FORMAT_PLAIN, false },
	[LIST_SENTENCE] = { ROLE_SENTENCE, FORMAT_PLAIN, false },
	[LIST_WRAPPED] = { ROLE_WRAPPED, FORMAT_PLAIN, false },
	[LIST_COUNT] = { ROLE_BODY, FORMAT_COUNT, true },
	[LIST_PLAIN] = { ROLE_BODY, FORMAT_PLAIN, true },
	[LIST_MONEY] = { ROLE_BODY, FORMAT_MONEY, true },
	[LIST_WHOLE_MONEY] = { ROLE_BODY, FORMAT_MONEY, true },
	[LIST_MONEY_VARIANCE] = { ROLE_BODY, FORMAT_MONEY_VARIANCE, true },
	[LIST_PERCENT] = { ROLE_BODY, FORMAT_PERCENT, true },
	[LIST_PERCENT_VARIANCE] = { ROLE_BODY, FORMAT_PERCENT_VARIANCE, true },
	[LIST_SCORE] = { ROLE_BODY, FORMAT_SCORE, true },
	[LIST_DATE] = { ROLE_BODY, FORMAT_DATE, true },
};

static const struct look *
look_of(const struct list *list, int column)
{
	return &looks[list->form->columns[column].cells];
}

struct list
list_begin(struct page *page, const struct list_form *form)
{
	return (struct list){ .page = page, .form = form };
}

static void
write_headings(struct list *list)
{
	const struct list_form *form = list->form;
	struct page *page = list->page;
	bool after_number = false;
	for (size_t c = 0; c < form->column_count; c++) {
		const struct list_column *column = &form->columns[c];
		bool number = looks[column->cells].number;
		sheet_string(page->sheet, page->row, (int)c,
		    number         ? ROLE_HEADING_NUMBER
		    : after_number ? ROLE_HEADING_AFTER
				   : ROLE_HEADING,
		    form->names && form->names[c]
			? form->names[c]
			: page_word(page, column->label));
		after_number = number;
	}
	list->first = ++page->row;
}

/* Has the record that was begun last a row on the sheet? If so it is
 * page->row. */
static bool
is_shown(const struct list *list)
{
	return list->form->most == 0 || list->count <= list->form->most;
}

void
list_row(struct list *list)
{
	if (list->count++ == 0)
		write_headings(list);
	if (is_shown(list))
		list->page->row = list->first + (uint32_t)list->shown++;
}

void
list_text_as(struct list *list, int column, enum role role, struct text text)
{
	if (is_shown(list))
		sheet_text(
		    list->page->sheet, list->page->row, column, role, text);
}

void
list_text(struct list *list, int column, struct text text)
{
	list_text_as(list, column, look_of(list, column)->role, text);
}

void
list_string(struct list *list, int column, const char *text)
{
	if (is_shown(list))
		sheet_string(list->page->sheet, list->page->row, column,
		    look_of(list, column)->role, text);
}

static double
as_shown(const struct list *list, int column, double number)
{
	return list->form->columns[column].cells == LIST_WHOLE_MONEY
		   ? round(number)
		   : number;
}

void
list_number_as(struct list *list, int column, enum role role, double number)
{
	if (isfinite(number))
		list->totals[column] += number;
	if (is_shown(list))
		sheet_real(list->page->sheet, list->page->row, column, role,
		    look_of(list, column)->format,
		    as_shown(list, column, number));
}

void
list_number(struct list *list, int column, double number)
{
	list_number_as(list, column, look_of(list, column)->role, number);
}

void
list_date(struct list *list, int column, date day)
{
	if (is_shown(list))
		sheet_date(list->page->sheet, list->page->row, column, day);
}

void
list_source(struct list *list, int column, struct source source)
{
	if (is_shown(list))
		list_string(list, column,
		    dashboard_source(list->page->dashboard, source));
}

void
list_subject(struct list *list, int column, size_t subject)
{
	if (is_shown(list))
		page_manager(list->page, column, subject);
}

/* The totals stand below everything, as they hold for all records. */
static void
write_totals(struct list *list)
{
	const struct list_form *form = list->form;
	struct page *page = list->page;
	if (form->totals == 0)
		return;
	sheet_string(
	    page->sheet, page->row, 0, ROLE_TOTAL, page_word(page, LABEL_SUM));
	/* Up to the last column that has one. */
	for (int c = 1; form->totals >> c; c++)
		if (form->totals >> c & 1)
			sheet_real(page->sheet, page->row, c, ROLE_TOTAL,
			    look_of(list, c)->format,
			    as_shown(list, c, list->totals[c]));
		else
			sheet_string(page->sheet, page->row, c, ROLE_TOTAL, "");
	page->row++;
}

void
list_end(struct list *list)
{
	if (list->count == 0) {
		page_note(list->page, list->form->none);
		return;
	}
	list->page->row = list->first + (uint32_t)list->shown;
	page_more(list->page, list->count - list->shown);
	write_totals(list);
}

void
list_shade(const struct list *list, int column, enum shading shading)
{
	if (list->shown)
		sheet_shade(list->page->sheet,
		    (struct range){ list->first,
			list->first + (uint32_t)list->shown - 1,
			(uint16_t)column, (uint16_t)column },
		    shading);
}
