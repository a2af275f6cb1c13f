/* The records that count against a subject: lost clients, late deliveries,
 * projects over budget, low scores. */
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { RECORDS_MOST = 200 };

/* A part of these: which observations, and what is put down of each. */
struct part {
	const char *metric;
	enum label title;
	bool (*counts)(const struct observation *observation);
	void (*write)(struct list *list, const struct observation *observation);
	struct list_column columns[5];
	size_t column_count;
};

static bool
is_zero(const struct observation *o)
{
	return o->x.exact == 0;
}

static bool
is_positive(const struct observation *o)
{
	return o->x.exact > 0;
}

static bool
is_low(const struct observation *o)
{
	return rational_nearest(o->x.fraction) < 50;
}

static void
write_id(struct list *list, enum record_kind kind, uint32_t record)
{
	const struct dashboard *dashboard = list->page->dashboard;
	list_string(list, 0,
	    record_id(dashboard->results->data, kind, record,
		dashboard->report->arena)
		.data);
}

static void
write_source(
    struct list *list, int column, enum record_kind kind, uint32_t record)
{
	list_source(list, column,
	    record_source(list->page->dashboard->results->data, kind, record));
}

static void
write_lost_client(struct list *list, const struct observation *o)
{
	write_id(list, RECORD_CLIENT, o->record);
	list_text(
	    list, 1, dashboard_client_name(list->page->dashboard, o->record));
	write_source(list, 2, RECORD_CLIENT, o->record);
}

static void
write_late(struct list *list, const struct observation *o)
{
	const struct results *results = list->page->dashboard->results;
	const struct contract *contract = &results->data->contracts[o->record];
	date as_of = results->views[results->run_period].as_of;
	bool delivered = contract->delivered_on <= as_of;
	write_id(list, RECORD_CONTRACT, o->record);
	list_date(list, 1, contract->due_on);
	list_date(list, 2, delivered ? contract->delivered_on : DATE_NONE);
	write_source(list, 3, RECORD_CONTRACT, o->record);
}

/* x is actual cost less budget, y the budget. */
static void
write_over_budget(struct list *list, const struct observation *o)
{
	write_id(list, RECORD_PROJECT, o->record);
	list_number(list, 1, wide_double(o->y.exact));
	list_number(list, 2, wide_double(o->y.exact + o->x.exact));
	list_number_as(list, 3, ROLE_BAD, wide_double(o->x.exact));
	write_source(list, 4, RECORD_PROJECT, o->record);
}

static void
write_low_score(struct list *list, const struct observation *o)
{
	const struct survey *survey =
	    &list->page->dashboard->results->data->surveys[o->record];
	write_id(list, RECORD_SURVEY, o->record);
	list_number(list, 1, rational_nearest(o->x.fraction));
	list_date(list, 2, survey->answered_on);
	write_source(list, 3, RECORD_SURVEY, o->record);
}

static const struct part parts[] = {
	{ "retention", LABEL_LOST_CLIENTS, is_zero, write_lost_client,
	    { { LABEL_RECORD, LIST_TEXT }, { LABEL_CLIENT_NAME, LIST_TEXT },
		{ LABEL_SOURCE, LIST_REMARK } },
	    3 },
	{ "on_time", LABEL_LATE_DELIVERIES, is_zero, write_late,
	    { { LABEL_RECORD, LIST_TEXT }, { LABEL_DUE_ON, LIST_DATE },
		{ LABEL_DELIVERED_ON, LIST_DATE },
		{ LABEL_SOURCE, LIST_REMARK } },
	    4 },
	{ "budget_variance", LABEL_OVER_BUDGET, is_positive, write_over_budget,
	    { { LABEL_RECORD, LIST_TEXT }, { LABEL_BUDGET, LIST_MONEY },
		{ LABEL_ACTUAL, LIST_MONEY }, { LABEL_OVER_BY, LIST_MONEY },
		{ LABEL_SOURCE, LIST_REMARK } },
	    5 },
	{ "satisfaction", LABEL_LOW_SCORES, is_low, write_low_score,
	    { { LABEL_RECORD, LIST_TEXT }, { LABEL_SCORE, LIST_SCORE },
		{ LABEL_ANSWERED_ON, LIST_DATE },
		{ LABEL_SOURCE, LIST_REMARK } },
	    4 },
};

static void
write_part(struct page *page, const struct part *part)
{
	const struct results *results = page->dashboard->results;
	const struct observations *all =
	    dashboard_observations(page->dashboard, part->metric);
	const struct subject *subject = &results->subjects[page->subject];
	const struct list_form form = { .columns = part->columns,
		.column_count = part->column_count,
		.most = RECORDS_MOST,
		.none = LABEL_NOTHING_AGAINST };
	if (!dashboard_company(page->dashboard, part->metric))
		return;
	sheet_string(page->sheet, page->row++, 0, ROLE_STRONG,
	    page_word(page, part->title));
	struct list list = list_begin(page, &form);
	for (size_t i = 0; all && i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (!results_belongs(results, subject, o) || !part->counts(o))
			continue;
		list_row(&list);
		part->write(&list, o);
	}
	list_end(&list);
	page->row++;
}

void
block_against(struct page *page)
{
	page_section(page, LABEL_AGAINST);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		write_part(page, &parts[i]);
}
