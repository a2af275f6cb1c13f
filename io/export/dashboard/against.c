/* The records that count against a subject: lost clients, late deliveries,
 * projects over budget, low scores. */
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"

enum { RECORDS_MOST = 200 };

/* A part of that list: which observations, and what is printed of each. */
struct against {
	const char *metric;
	enum label title;
	bool (*counts)(const struct observation *observation);
	struct heading headings[5];
	size_t heading_count;
	void (*write)(struct page *page, const struct observation *observation);
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
	return o->x.real < 50;
}

static void
write_id(struct page *page, enum record_kind kind, uint32_t record)
{
	const struct dataset *data = page->dashboard->results->data;
	sheet_string(page->sheet, page->row, 0, ROLE_BODY,
	    record_id(data, kind, record, page->dashboard->report->arena).data);
}

static void
write_source(
    struct page *page, int column, enum record_kind kind, uint32_t record)
{
	sheet_string(page->sheet, page->row, column, ROLE_REMARK,
	    dashboard_source(page->dashboard,
		record_source(page->dashboard->results->data, kind, record)));
}

static void
write_lost_client(struct page *page, const struct observation *o)
{
	write_id(page, RECORD_CLIENT, o->record);
	sheet_text(page->sheet, page->row, 1, ROLE_BODY,
	    dashboard_client_name(page->dashboard, o->record));
	write_source(page, 2, RECORD_CLIENT, o->record);
}

static void
write_late(struct page *page, const struct observation *o)
{
	const struct results *results = page->dashboard->results;
	const struct contract *contract = &results->data->contracts[o->record];
	date as_of = results->views[results->run_period].as_of;
	bool delivered = contract->delivered_on <= as_of;
	write_id(page, RECORD_CONTRACT, o->record);
	sheet_date(page->sheet, page->row, 1, contract->due_on);
	sheet_date(page->sheet, page->row, 2,
	    delivered ? contract->delivered_on : DATE_NONE);
	write_source(page, 3, RECORD_CONTRACT, o->record);
}

static struct quantity
exact(wide value)
{
	return (struct quantity){ true, true, { .exact = value } };
}

static void
write_over_budget(struct page *page, const struct observation *o)
{
	write_id(page, RECORD_PROJECT, o->record);
	sheet_number(page->sheet, page->row, 1, ROLE_BODY, FORMAT_MONEY,
	    exact(o->y.exact));
	sheet_number(page->sheet, page->row, 2, ROLE_BODY, FORMAT_MONEY,
	    exact(o->y.exact + o->x.exact));
	sheet_number(page->sheet, page->row, 3, ROLE_BAD, FORMAT_MONEY,
	    exact(o->x.exact));
	write_source(page, 4, RECORD_PROJECT, o->record);
}

static void
write_low_score(struct page *page, const struct observation *o)
{
	const struct survey *survey =
	    &page->dashboard->results->data->surveys[o->record];
	write_id(page, RECORD_SURVEY, o->record);
	sheet_number(page->sheet, page->row, 1, ROLE_BODY, FORMAT_SCORE,
	    (struct quantity){ true, false, o->x });
	sheet_date(page->sheet, page->row, 2, survey->answered_on);
	write_source(page, 3, RECORD_SURVEY, o->record);
}

static const struct against parts[] = {
	{ "retention", LABEL_LOST_CLIENTS, is_zero,
	    { { LABEL_RECORD, false }, { LABEL_CLIENT_NAME, false },
		{ LABEL_SOURCE, false } },
	    3, write_lost_client },
	{ "on_time", LABEL_LATE_DELIVERIES, is_zero,
	    { { LABEL_RECORD, false }, { LABEL_DUE_ON, true },
		{ LABEL_DELIVERED_ON, true }, { LABEL_SOURCE, false } },
	    4, write_late },
	{ "budget_variance", LABEL_OVER_BUDGET, is_positive,
	    { { LABEL_RECORD, false }, { LABEL_BUDGET, true },
		{ LABEL_ACTUAL, true }, { LABEL_OVER_BY, true },
		{ LABEL_SOURCE, false } },
	    5, write_over_budget },
	{ "satisfaction", LABEL_LOW_SCORES, is_low,
	    { { LABEL_RECORD, false }, { LABEL_SCORE, true },
		{ LABEL_ANSWERED_ON, true }, { LABEL_SOURCE, false } },
	    4, write_low_score },
};

static void
write_part(struct page *page, const struct against *part)
{
	const struct results *results = page->dashboard->results;
	const struct observations *all =
	    dashboard_observations(page->dashboard, part->metric);
	const struct subject *subject = &results->subjects[page->subject];
	size_t count = 0;
	if (!dashboard_company(page->dashboard, part->metric))
		return;
	sheet_string(page->sheet, page->row++, 0, ROLE_STRONG,
	    page_word(page, part->title));
	for (size_t i = 0; all && i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (!results_belongs(results, subject, o) || !part->counts(o) ||
		    count++ >= RECORDS_MOST)
			continue;
		if (count == 1)
			page_headings(
			    page, part->headings, part->heading_count);
		part->write(page, o);
		page->row++;
	}
	if (count == 0)
		page_note(page, LABEL_NOTHING_AGAINST);
	if (count > RECORDS_MOST)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(
			page->dashboard, LABEL_AND_MORE, count - RECORDS_MOST));
	page->row++;
}

void
block_against(struct page *page)
{
	page_section(page, LABEL_AGAINST);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		write_part(page, &parts[i]);
}
