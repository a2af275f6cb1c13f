/* Retention: how long clients stay, who left and what they were worth, by
 * manager, and by the quarter in which clients joined. */
#include <math.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"

enum { LOST_MOST = 200, DAYS_OF_YEAR = 365 };

static bool
is_lost(const struct observation *o)
{
	return o->x.exact == 0;
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *retention)
{
	size_t most,
	    worst = dashboard_most(dashboard,
		dashboard_observations(dashboard, "retention"), is_lost, &most);
	double value = quantity_double(retention->value);
	double change =
	    retention->change.defined ? quantity_double(retention->change) : 0;
	int lost = (int)(quantity_double(retention->denominator) -
			 quantity_double(retention->numerator));
	const char *head = dashboard_format(dashboard,
	    change < -0.005  ? LABEL_RETENTION_FELL
	    : change > 0.005 ? LABEL_RETENTION_ROSE
			     : LABEL_RETENTION_STAYED,
	    dashboard_number(dashboard, FORMAT_PERCENT, value), lost,
	    (int)quantity_double(retention->denominator));
	if (worst == SIZE_MAX || most < 2)
		return head;
	return dashboard_format(dashboard, LABEL_MOST_FROM, head,
	    dashboard_subject_name(dashboard, worst).data, most);
}

/* ---- who left ---- */

/* A client's run rate on the opening day, in a year; NaN if it has none. */
static double
yearly(const struct dashboard *dashboard, uint32_t client)
{
	const struct observations *rates =
	    dashboard_observations(dashboard, "grr");
	for (size_t i = 0; rates && i < rates->count; i++)
		if (rates->rows[i].record == client)
			return rates->rows[i].y.real * DAYS_OF_YEAR;
	return NAN;
}

static void
write_lost(struct page *page)
{
	static const struct heading headings[] = { { LABEL_CLIENT_NAME, false },
		{ LABEL_ID, false }, { LABEL_MANAGER, false },
		{ LABEL_YEARLY, true }, { LABEL_SOURCE, false } };
	const struct dashboard *dashboard = page->dashboard;
	const struct dataset *data = dashboard->results->data;
	const struct observations *all =
	    dashboard_observations(dashboard, "retention");
	size_t count = 0;
	double sum = 0;
	page_section(page, LABEL_LOST_CLIENTS);
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (!is_lost(o) || count++ >= LOST_MOST)
			continue;
		if (count == 1)
			page_headings(page, headings, 5);
		double value = yearly(dashboard, o->record);
		sum += isfinite(value) ? value : 0;
		sheet_text(page->sheet, page->row, 0, ROLE_LABEL,
		    dashboard_client_name(dashboard, o->record));
		sheet_text(page->sheet, page->row, 1, ROLE_BODY,
		    dictionary_text(&data->clients, o->record));
		sheet_text(page->sheet, page->row, 2, ROLE_BODY,
		    dashboard_manager_name(dashboard, o->manager));
		sheet_real(page->sheet, page->row, 3, ROLE_BODY, FORMAT_MONEY,
		    isfinite(value) ? round(value) : NAN);
		sheet_string(page->sheet, page->row++, 4, ROLE_REMARK,
		    dashboard_source(dashboard,
			record_source(data, RECORD_CLIENT, o->record)));
	}
	if (count == 0) {
		page_note(page, LABEL_NOTHING_AGAINST);
		return;
	}
	sheet_string(
	    page->sheet, page->row, 0, ROLE_TOTAL, page_word(page, LABEL_SUM));
	for (int c = 1; c < 3; c++)
		sheet_string(page->sheet, page->row, c, ROLE_TOTAL, "");
	sheet_real(
	    page->sheet, page->row++, 3, ROLE_TOTAL, FORMAT_MONEY, round(sum));
	page_note(page, LABEL_YEARLY_NOTE);
}

/* ---- by the quarter of joining ---- */

static void
write_joined(struct page *page)
{
	const struct analysis *analysis = page->dashboard->results->analysis;
	const struct joined *joined = analysis ? &analysis->joined : NULL;
	enum { COLUMNS_MOST = 16, ROWS_MOST = 12 };
	if (!joined || joined->row_count == 0)
		return;
	size_t columns =
	    joined->columns < COLUMNS_MOST ? joined->columns : COLUMNS_MOST;
	size_t skipped =
	    joined->row_count > ROWS_MOST ? joined->row_count - ROWS_MOST : 0;
	page_section(page, LABEL_JOINED);
	page_note(page, LABEL_JOINED_NOTE);
	sheet_string(page->sheet, page->row, 0, ROLE_HEADING,
	    page_word(page, LABEL_JOINED_IN));
	sheet_string(page->sheet, page->row, 1, ROLE_HEADING_NUMBER,
	    page_word(page, LABEL_CLIENTS));
	for (size_t c = 0; c < columns; c++)
		sheet_string(page->sheet, page->row, (int)c + 2,
		    ROLE_HEADING_NUMBER,
		    dashboard_format(page->dashboard, LABEL_QUARTERS_LATER, c));
	uint32_t first = ++page->row;
	for (size_t r = skipped; r < joined->row_count; r++, page->row++) {
		const struct joined_quarter *row = &joined->rows[r];
		sheet_string(page->sheet, page->row, 0, ROLE_LABEL, row->label);
		sheet_count(page->sheet, page->row, 1, row->clients);
		for (size_t c = 0; c < columns && c < row->count; c++)
			sheet_real(page->sheet, page->row, (int)c + 2,
			    ROLE_BODY, FORMAT_WHOLE_PERCENT,
			    row->clients
				? (double)row->active[c] / (double)row->clients
				: NAN);
	}
	sheet_shade_as(page->sheet,
	    &(struct shade){
		.range = { first, page->row - 1, 2, (uint16_t)(columns + 1) },
		.shading = SHADING_HEAT,
		.has_limits = true,
		.low = 0.3,
		.high = 1 });
}

void
fill_retention(struct page *page)
{
	static const char *const funnels[] = { "retention" };
	static const char *const ids[] = { "retention", "grr", "nrr" };
	const struct dashboard *dashboard = page->dashboard;
	const struct estimate *retention =
	    dashboard_company(dashboard, "retention");
	page_head(page, title_of(dashboard, retention));
	page->row++;
	block_metrics(page, ids, 3);
	page->row++;
	bool curve = dashboard->results->analysis != NULL;
	block_quarters(page, "retention", 0, curve ? HALF_WIDTH : FULL_WIDTH);
	block_curve(page, HALF_WIDTH + 12);
	page_skip(page, CHART_HEIGHT);
	write_lost(page);
	block_subjects(page, "retention", LABEL_KEPT, LABEL_OPENING);
	block_funnels(page, funnels, 1);
	block_tenure(page);
	write_joined(page);
	page_close(page);
}
