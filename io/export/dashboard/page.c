#include "io/export/dashboard/page.h"

#include "engine/base/arena.h"

enum { ROW_PIXELS = 20 };

const char *
page_word(const struct page *page, enum label label)
{
	return dashboard_label(page->dashboard, label);
}

static const char *
period_line(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	bool is_part = dashboard_is_part(dashboard);
	return arena_format(dashboard->report->arena,
	    "%s%s%s %s  ·  %s – %s  ·  %s %s",
	    is_part ? results->subjects[0].name.data : "",
	    is_part ? "  ·  " : "", dashboard_label(dashboard, LABEL_PERIOD),
	    view->period.label, dashboard_day(dashboard, view->period.from),
	    dashboard_day(dashboard, view->period.until - 1),
	    dashboard_label(dashboard, LABEL_AS_OF),
	    dashboard_day(dashboard, view->as_of));
}

void
page_head(struct page *page, const char *title)
{
	struct dashboard *dashboard = page->dashboard;
	struct sheet *sheet = page->sheet;
	struct sheet *summary = dashboard->report->sheets;
	sheet_string(sheet, 0, 0, ROLE_TITLE, title);
	sheet_string(sheet, 1, 0, ROLE_SUBTITLE, period_line(dashboard));
	if (sheet != summary)
		sheet_link(sheet, 2, 0, text_of(page_word(page, LABEL_BACK)),
		    summary->name);
	page->row = sheet == summary ? 2 : 3;
	page->title = title;
}

void
page_section_text(struct page *page, const char *text)
{
	page->row++;
	sheet_string(page->sheet, page->row++, 0, ROLE_SECTION, text);
}

void
page_section(struct page *page, enum label label)
{
	page_section_text(page, page_word(page, label));
}

void
page_note(struct page *page, enum label label)
{
	sheet_string(
	    page->sheet, page->row++, 0, ROLE_NOTE, page_word(page, label));
}

void
dashboard_headings(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, int column, const struct heading *headings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sheet_string(sheet, row, column + (int)i,
		    headings[i].number            ? ROLE_HEADING_NUMBER
		    : i && headings[i - 1].number ? ROLE_HEADING_AFTER
						  : ROLE_HEADING,
		    dashboard_label(dashboard, headings[i].label));
}

void
page_headings(struct page *page, const struct heading *headings, size_t count)
{
	dashboard_headings(
	    page->dashboard, page->sheet, page->row++, 0, headings, count);
}

void
page_more(struct page *page, size_t hidden)
{
	if (hidden)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(page->dashboard, LABEL_AND_MORE, hidden));
}

void
page_skip(struct page *page, int pixels)
{
	page->row += (uint32_t)((pixels + ROW_PIXELS - 1) / ROW_PIXELS);
}

void
page_close(struct page *page)
{
	sheet_fit(page->sheet, 11, 36);
}

void
page_manager(struct page *page, int column, size_t subject)
{
	const struct dashboard *dashboard = page->dashboard;
	struct text name = dashboard_subject_name(dashboard, subject);
	const char *own = dashboard->person_sheets[subject];
	if (own)
		sheet_link(page->sheet, page->row, column, name, own);
	else
		sheet_text(page->sheet, page->row, column, ROLE_LABEL, name);
}
