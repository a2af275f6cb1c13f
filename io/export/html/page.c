#include "io/export/html/page.h"

#include <stdio.h>

#include "engine/base/arena.h"
#include "io/export/html/chart.h"
#include "io/export/html/style.h"
#include "io/export/html/table.h"

/* A word of the page's own. */
static void
write_word(struct html *html, const char *message)
{
	html_string(html, language_text(html->report->language, message));
}

/* ---- texts ---- */

/* A text that stands by itself. A remark beside it follows it. */
static void
write_text_row(struct html *html, const struct grid_row *row)
{
	static const char *const begins[ROLES] = {
		[ROLE_SUBTITLE] = "<p class=u>",
		[ROLE_SECTION] = "<h3>",
		[ROLE_STRONG] = "<p class=k>",
		[ROLE_WARNING] = "<p class=b>",
		[ROLE_LINK] = "<p class=f>",
		[ROLE_SENTENCE] = "<p>",
	};
	enum role role = (enum role)row->cells[0]->role;
	html_raw(html, begins[role] ? begins[role] : "<p class=r>");
	for (size_t i = 0; i < row->count; i++) {
		if (i)
			html_raw(html, " ");
		html_cell(html, row->cells[i]);
	}
	html_raw(html, role == ROLE_SECTION ? "</h3>\n" : "</p>\n");
}

/* ---- charts ---- */

/* Those that stand above `row`, side by side where there is room; the first one
 * that does not. */
static const struct chart *
write_charts(struct html *html, const struct sheet *sheet,
    const struct chart *chart, uint32_t row)
{
	bool open = false;
	for (; chart && (chart->kind == CHART_STRIP || chart->row < row);
	     chart = chart->next) {
		if (chart->kind == CHART_STRIP)
			continue;
		if (!open)
			html_raw(html, "<div class=d>\n");
		open = true;
		html_chart(html, sheet, chart);
	}
	if (open)
		html_raw(html, "</div>\n");
	return chart;
}

/* ---- sheets ---- */

static bool
is_live(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->cell_count; i++)
		if (sheet->cells[i].role == ROLE_INPUT)
			return true;
	return false;
}

/* The number of a sheet's charts are on another sheet, which is no page of its
 * own: it says nothing by itself. */
static bool
is_shown(const struct report *report, const struct sheet *sheet)
{
	for (const struct sheet *s = report->sheets; s; s = s->next)
		for (const struct chart *c = s->charts; c; c = c->next)
			for (const struct series *d = c->series; d; d = d->next)
				if (d->sheet == sheet && s != sheet)
					return false;
	return true;
}

static void
write_block(struct html *html, const struct grid *grid,
    const struct block *block, struct text *caption)
{
	const struct grid_row *row = &grid->rows[block->first];
	if (block->table) {
		if (block->last > block->first + block->heads)
			html_table(html, grid, block, *caption);
		return;
	}
	if (row->cells[0]->role == ROLE_SECTION ||
	    row->cells[0]->role == ROLE_STRONG)
		*caption = row->cells[0]->text;
	write_text_row(html, row);
}

static void
write_title(struct html *html, const struct grid *grid, struct text *title,
    size_t *next)
{
	const struct sheet *sheet = grid->sheet;
	const struct cell *first =
	    grid->row_count ? grid->rows[0].cells[0] : NULL;
	html_raw(html, "<h2><span>");
	html_string(html, sheet->name);
	html_raw(html, "</span>");
	*title = text_of(sheet->name);
	if (first && first->role == ROLE_TITLE) {
		*next = 1;
		if (!text_equal(first->text, *title)) {
			html_raw(html, " ");
			html_text(html, first->text);
		}
		*title = first->text;
	}
	html_raw(html, "</h2>\n");
}

static void
write_sheet(struct html *html, const struct grid *grid, unsigned number)
{
	const struct sheet *sheet = grid->sheet;
	const struct chart *chart = sheet->charts;
	struct text caption;
	size_t next = 0;
	html_format(html, "<section id=s%u%s>\n", number,
	    sheet->portrait ? " class=q" : "");
	write_title(html, grid, &caption, &next);
	while (next < grid->row_count) {
		struct block block = grid_block(grid, next);
		chart = write_charts(html, sheet, chart, grid->rows[next].row);
		write_block(html, grid, &block, &caption);
		if (next == 1 && is_live(sheet)) {
			html_raw(html, "<p class=v>");
			write_word(html,
			    N_("The values of this run. They can be changed, "
			       "and what follows is computed anew, in the "
			       "workbook (dashboard.xlsx) only."));
			html_raw(html, "</p>\n");
		}
		next = block.last;
	}
	write_charts(html, sheet, chart, UINT32_MAX);
	html_raw(html, "</section>\n");
}

/* ---- the page ---- */

/* No script, nothing from elsewhere, whatever a text may try. */
static const char policy[] =
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
    "<meta name=referrer content=no-referrer>\n"
    "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=color-scheme content=\"light dark\">\n";

static void
write_head(struct html *html)
{
	const struct report *report = html->report;
	html_format(html,
	    "<!doctype html>\n<html lang=%s>\n<head>\n<meta charset=utf-8>\n",
	    report->language == LANGUAGE_VI ? "vi" : "en");
	html_raw(html, policy);
	html_raw(html, "<title>");
	html_string(html, report->title);
	html_raw(html, " · ");
	html_string(html, report->period);
	html_raw(html, "</title>\n<style>\n");
	html_raw(html, html_style);
	html_raw(html, "</style>\n</head>\n<body>\n<a class=j href=#m>");
	write_word(html, N_("Skip to the numbers"));
	html_raw(html, "</a>\n<header><h1>");
	html_string(html, report->title);
	html_raw(html, " <span>");
	html_string(html, report->period);
	html_raw(html, "</span></h1></header>\n");
}

static void
write_contents(struct html *html)
{
	unsigned number = 1;
	html_raw(html, "<nav aria-label=\"");
	write_word(html, N_("Contents"));
	html_raw(html, "\"><ul>\n");
	for (const struct sheet *s = html->report->sheets; s;
	     s = s->next, number++) {
		if (!is_shown(html->report, s))
			continue;
		html_format(html, "<li%s><a href=#s%u>",
		    s->minor ? " class=m" : "", number);
		html_string(html, s->name);
		html_raw(html, "</a>\n");
	}
	html_raw(html, "</ul></nav>\n<main id=m tabindex=-1>\n");
}

static bool
make_grids(struct html *html)
{
	size_t count = 0;
	for (const struct sheet *s = html->report->sheets; s; s = s->next)
		count++;
	html->grids =
	    arena_allocate(html->report->arena, count + 1, sizeof *html->grids);
	count = 0;
	for (const struct sheet *s = html->report->sheets; s && html->grids;
	     s = s->next)
		if (!grid_make(&html->grids[count++], s, html->report->arena))
			return false;
	return html->grids != NULL;
}

enum status
html_write(const struct report *report, struct output *output,
    struct diagnostics *diagnostics)
{
	struct html html = { .output = output, .report = report };
	unsigned number = 1;
	if (!make_grids(&html))
		return diagnostics_no_memory(diagnostics);
	write_head(&html);
	write_contents(&html);
	for (const struct sheet *s = report->sheets; s; s = s->next, number++)
		if (is_shown(report, s))
			write_sheet(&html, &html.grids[number - 1], number);
	html_raw(&html, "</main>\n<footer>");
	html_string(&html, report->footer ? report->footer : "");
	html_raw(&html, "</footer>\n</body>\n</html>\n");
	return STATUS_OK;
}
