/* Delivery: promised and kept, and the deliveries that were late. */
#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"
#include "io/export/dashboard/verdict.h"

enum { LATE_MOST = 200 };

static bool
is_late(const struct observation *o)
{
	return o->x.exact == 0;
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *on_time)
{
	int due = (int)quantity_double(on_time->denominator);
	int late = due - (int)quantity_double(on_time->numerator);
	const char *head = dashboard_format(dashboard, LABEL_DELIVERY_FOUND,
	    dashboard_number(
		dashboard, FORMAT_PERCENT, quantity_double(on_time->value)),
	    late, due);
	return dashboard_with_most(dashboard, head, "on_time", is_late,
	    LABEL_MOST_WITH, LABEL_MOST_WITH_SEVERAL);
}

static void
write_late(struct list *list, const struct observation *o)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct results *results = dashboard->results;
	const struct contract *contract = &results->data->contracts[o->record];
	date as_of = results->views[results->run_period].as_of;
	bool delivered = contract->delivered_on != DATE_NONE &&
			 contract->delivered_on <= as_of;
	list_text(list, 0, dashboard_client_name(dashboard, contract->client));
	list_text(list, 1,
	    dictionary_text(&results->data->contract_ids, contract->contract));
	list_text(
	    list, 2, dashboard_manager_name(dashboard, contract->manager));
	list_date(list, 3, contract->due_on);
	list_date(list, 4, delivered ? contract->delivered_on : DATE_NONE);
	list_number(list, 5,
	    (delivered ? contract->delivered_on : as_of) - contract->due_on);
	list_source(list, 6, contract->source);
	if (!delivered) /* in place of the empty date */
		list_text_as(list, 4, ROLE_BAD,
		    text_of(page_word(list->page, LABEL_NOT_YET)));
}

static void
write_all_late(struct page *page)
{
	static const struct list_column columns[] = {
		{ LABEL_CLIENT_NAME, LIST_NAME }, { LABEL_CONTRACT, LIST_TEXT },
		{ LABEL_MANAGER, LIST_TEXT }, { LABEL_DUE_ON, LIST_DATE },
		{ LABEL_DELIVERED_ON, LIST_DATE },
		{ LABEL_DAYS_LATE, LIST_COUNT }, { LABEL_SOURCE, LIST_REMARK }
	};
	static const struct list_form form = { .columns = columns,
		.column_count = 7,
		.most = LATE_MOST,
		.none = LABEL_NOTHING_AGAINST };
	const struct observations *all =
	    dashboard_observations(page->dashboard, "on_time");
	page_section(page, LABEL_LATE_DELIVERIES);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < all->count; i++)
		if (is_late(&all->rows[i])) {
			list_row(&list);
			write_late(&list, &all->rows[i]);
		}
	list_end(&list);
	list_shade(&list, 5, SHADING_BARS);
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
	block_quarters(page, "on_time", 0, FULL_WIDTH, CHART_HEIGHT);
	page_skip(page, CHART_HEIGHT);
	write_all_late(page);
	block_subjects(page, "on_time", LABEL_ON_TIME, LABEL_DUE);
	block_funnels(page, funnels, 1);
	page_close(page);
}
