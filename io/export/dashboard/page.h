/* Pages: a sheet that is being written, from top to bottom. With blocks.h all
 * that a sheet of sheets.def takes. */
#ifndef IO_EXPORT_DASHBOARD_PAGE_H
#define IO_EXPORT_DASHBOARD_PAGE_H

#include "io/export/dashboard/context.h"

struct page {
	struct dashboard *dashboard;
	struct sheet *sheet;
	size_t subject; /* whom it is about; 0 is the company */
	const char *title;
	uint32_t row; /* the next free one */
};

/* A heading of a column; above numbers it stands to the right. */
struct heading {
	enum label label;
	bool number;
};

/* A row of headings. */
void dashboard_headings(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, int column, const struct heading *headings, size_t count);

/* Title (what the sheet found), period and the way back to the summary. */
void page_head(struct page *page, const char *title);

void page_section(struct page *page, enum label label);
void page_section_text(struct page *page, const char *text);
void page_note(struct page *page, enum label label);
void page_headings(
    struct page *page, const struct heading *headings, size_t count);

/* "… and M more", if any are not shown. */
void page_more(struct page *page, size_t hidden);

/* Leaves room for a chart of that height. */
void page_skip(struct page *page, int pixels);

/* Ends the page: widths and heights. */
void page_close(struct page *page);

const char *page_word(const struct page *page, enum label label);

/* A cell with a manager's name, leading to their sheet if they have one that
 * was written before. */
void page_manager(struct page *page, int column, size_t subject);

/* The sheets: each fills its page. */
#define SHEET(id, ...) void fill_##id(struct page *page);
#include "io/export/dashboard/sheets.def"
#undef SHEET

#endif
