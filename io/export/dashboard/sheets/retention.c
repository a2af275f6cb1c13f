/* Retention: how long clients stay, who left and what they were worth, by
 * manager, and by the quarter in which clients joined. */
#include <math.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"
#include "io/export/dashboard/verdict.h"

enum { LOST_MOST = 200, MONTHS_OF_YEAR = 12 };

static bool
is_lost(const struct observation *o)
{
	return o->x.exact == 0;
}

/* By client: its run rate on the opening day, in a year; NaN if it has none.
 * NULL without memory. */
static const double *
yearly_rates(const struct dashboard *dashboard)
{
	const struct observations *rates =
	    dashboard_observations(dashboard, "grr");
	size_t clients = dashboard->results->data->client_ids.count;
	double *yearly =
	    arena_allocate(dashboard->report->arena, clients, sizeof *yearly);
	dashboard->report->out_of_memory |= !yearly;
	for (size_t i = 0; yearly && i < clients; i++)
		yearly[i] = NAN;
	for (size_t i = 0; yearly && rates && i < rates->count; i++)
		yearly[rates->rows[i].record] =
		    rational_nearest(rates->rows[i].y.fraction) *
		    MONTHS_OF_YEAR;
	return yearly;
}

/* What all lost clients brought in a year. */
static double
lost_rates(const struct dashboard *dashboard)
{
	const struct observations *all =
	    dashboard_observations(dashboard, "retention");
	const double *yearly = yearly_rates(dashboard);
	double sum = 0;
	for (size_t i = 0; yearly && i < all->count; i++)
		if (is_lost(&all->rows[i]) &&
		    isfinite(yearly[all->rows[i].record]))
			sum += yearly[all->rows[i].record];
	return sum;
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *retention)
{
	double value = quantity_double(retention->value);
	enum verdict verdict = dashboard_verdict(
	    dashboard, 0, dashboard_metric(dashboard, "retention"));
	int lost = (int)(quantity_double(retention->denominator) -
			 quantity_double(retention->numerator));
	const char *head = dashboard_format(dashboard,
	    verdict == VERDICT_WORSE    ? LABEL_RETENTION_FELL
	    : verdict == VERDICT_BETTER ? LABEL_RETENTION_ROSE
					: LABEL_RETENTION_STAYED,
	    dashboard_number(dashboard, FORMAT_PERCENT, value), lost,
	    (int)quantity_double(retention->denominator));
	double worth = lost_rates(dashboard);
	if (worth > 0)
		head = dashboard_format(dashboard, LABEL_WORTH_A_YEAR, head,
		    dashboard_number(dashboard, FORMAT_MONEY, worth));
	return dashboard_with_most(dashboard, head, "retention", is_lost,
	    LABEL_MOST_FROM, LABEL_MOST_FROM_SEVERAL);
}

/* ---- who left ---- */

static void
write_lost(struct list *list, const struct observation *o, const double *yearly)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct dataset *data = dashboard->results->data;
	list_text(list, 0, dashboard_client_name(dashboard, o->record));
	list_text(list, 1, dictionary_text(&data->client_ids, o->record));
	list_text(list, 2, dashboard_manager_name(dashboard, o->manager));
	list_number(list, 3, yearly[o->record]);
	list_source(list, 4, record_source(data, RECORD_CLIENT, o->record));
}

static void
write_all_lost(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_CLIENT_NAME,
							  LIST_NAME },
		{ LABEL_ID, LIST_TEXT }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_YEARLY, LIST_WHOLE_MONEY },
		{ LABEL_SOURCE, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 5,
		.totals = 1u << 3,
		.most = LOST_MOST,
		.none = LABEL_NOTHING_AGAINST };
	const struct observations *all =
	    dashboard_observations(page->dashboard, "retention");
	const double *yearly = yearly_rates(page->dashboard);
	page_section(page, LABEL_LOST_CLIENTS);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; yearly && i < all->count; i++)
		if (is_lost(&all->rows[i])) {
			list_row(&list);
			write_lost(&list, &all->rows[i], yearly);
		}
	list_end(&list);
	if (list.count)
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
	if (columns == 0) /* the first quarter has not ended */
		return;
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
	block_quarters(page, "retention", 0, curve ? HALF_WIDTH : FULL_WIDTH,
	    CHART_HEIGHT);
	block_curve(page, HALF_WIDTH + 12);
	page_skip(page, CHART_HEIGHT);
	write_all_lost(page);
	block_subjects(page, "retention", LABEL_KEPT, LABEL_OPENING);
	block_funnels(page, funnels, 1);
	block_tenure(page);
	write_joined(page);
	page_close(page);
}
