/* Delivery: promised and kept, and the deliveries that were late. */
#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

enum { LATE_MOST = 200 };

static bool
is_late(const struct observation *o)
{
	return o->x.exact == 0;
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *on_time)
{
	size_t most,
	    worst = dashboard_most(dashboard,
		dashboard_observations(dashboard, "on_time"), is_late, &most);
	int due = (int)quantity_double(on_time->denominator);
	int late = due - (int)quantity_double(on_time->numerator);
	const char *head = dashboard_format(dashboard, LABEL_DELIVERY_FOUND,
	    dashboard_number(
		dashboard, FORMAT_PERCENT, quantity_double(on_time->value)),
	    late, due);
	return worst == SIZE_MAX || most < 2
		   ? head
		   : dashboard_format(dashboard, LABEL_MOST_WITH, head,
			 dashboard_subject_name(dashboard, worst).data, most);
}

static void
write_late(struct page *page, const struct observation *o)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct contract *contract = &results->data->contracts[o->record];
	date as_of = results->views[results->run_period].as_of;
	bool delivered = contract->delivered_on != DATE_NONE &&
			 contract->delivered_on <= as_of;
	sheet_text(page->sheet, page->row, 0, ROLE_LABEL,
	    dashboard_client_name(dashboard, contract->client));
	sheet_text(page->sheet, page->row, 1, ROLE_BODY,
	    dictionary_text(&results->data->contract_ids, contract->contract));
	sheet_text(page->sheet, page->row, 2, ROLE_BODY,
	    dashboard_manager_name(dashboard, contract->manager));
	sheet_date(page->sheet, page->row, 3, contract->due_on);
	sheet_date(page->sheet, page->row, 4,
	    delivered ? contract->delivered_on : DATE_NONE);
	sheet_count(page->sheet, page->row, 5,
	    (uint64_t)((delivered ? contract->delivered_on : as_of) -
		       contract->due_on));
	sheet_string(page->sheet, page->row, 6, ROLE_REMARK,
	    dashboard_source(dashboard, contract->source));
	if (!delivered)
		sheet_string(page->sheet, page->row, 4, ROLE_BAD,
		    page_word(page, LABEL_NOT_YET));
	page->row++;
}

static void
write_all_late(struct page *page)
{
	static const struct heading headings[] = { { LABEL_CLIENT_NAME, false },
		{ LABEL_CONTRACT, false }, { LABEL_MANAGER, false },
		{ LABEL_DUE_ON, true }, { LABEL_DELIVERED_ON, true },
		{ LABEL_DAYS_LATE, true }, { LABEL_SOURCE, false } };
	const struct observations *all =
	    dashboard_observations(page->dashboard, "on_time");
	size_t count = 0;
	page_section(page, LABEL_LATE_DELIVERIES);
	uint32_t first = page->row + 1;
	for (size_t i = 0; i < all->count; i++) {
		if (!is_late(&all->rows[i]) || count++ >= LATE_MOST)
			continue;
		if (count == 1)
			page_headings(page, headings, 7);
		write_late(page, &all->rows[i]);
	}
	if (count == 0) {
		page_note(page, LABEL_NOTHING_AGAINST);
		return;
	}
	sheet_shade(
	    page->sheet, data_range(first, page->row - first, 5), SHADING_BARS);
	if (count > LATE_MOST)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(
			page->dashboard, LABEL_AND_MORE, count - LATE_MOST));
}

void
fill_delivery(struct page *page)
{
	static const char *const funnels[] = { "on_time" };
	static const char *const ids[] = { "on_time" };
	const struct dashboard *dashboard = page->dashboard;
	const struct estimate *on_time =
	    dashboard_company(dashboard, "on_time");
	page_head(page, title_of(dashboard, on_time));
	page->row++;
	block_metrics(page, ids, 1);
	page->row++;
	block_quarters(page, "on_time", 0, FULL_WIDTH);
	page_skip(page, CHART_HEIGHT);
	write_all_late(page);
	block_subjects(page, "on_time", LABEL_ON_TIME, LABEL_DUE);
	block_funnels(page, funnels, 1);
	page_close(page);
}
