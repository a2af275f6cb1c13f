/* Data quality: what became of every line, every rejected row, and everything
 * that was left out of a denominator, by id. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/analysis.h"
#include "engine/model/record.h"
#include "engine/model/schema.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { REJECTS_MOST = 1000, IDS_MOST = 200, REMARKS_MOST = 500 };

static void
write_reconciliation(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_FILE_NAME,
							  LIST_TEXT },
		{ LABEL_LINES, LIST_COUNT }, { LABEL_HEADER, LIST_COUNT },
		{ LABEL_ACCEPTED, LIST_COUNT }, { LABEL_REJECTED, LIST_COUNT },
		{ LABEL_BLANK, LIST_COUNT }, { LABEL_SKIPPED, LIST_COUNT },
		{ LABEL_CONTINUATION, LIST_COUNT } };
	static const struct list_form form = { .columns = columns,
		.column_count = 8,
		.none = LABEL_NOTHING_AGAINST };
	const struct dataset *data = page->dashboard->results->data;
	page_section(page, LABEL_RECONCILIATION);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < data->input_count; i++) {
		const struct reconciliation *c =
		    &data->inputs[i].reconciliation;
		const uint64_t counts[] = { c->lines, c->header, c->accepted,
			c->rejected, c->blank, c->skipped, c->continuation };
		list_row(&list);
		list_string(&list, 0, dataset_input_name(data, (uint32_t)i));
		for (int k = 0; k < 7; k++)
			list_number(&list, k + 1, (double)counts[k]);
	}
	list_end(&list);
	for (int table = 0; table < TABLE_COUNT; table++)
		if (table_kinds[table].flags & TABLE_MAIN &&
		    !data->present[table])
			sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
			    dashboard_format(page->dashboard, LABEL_NOT_GIVEN,
				table_name((enum table)table)));
}

static void
write_rejects(struct page *page)
{
	static const struct list_column columns[] = {
		{ LABEL_FILE_NAME, LIST_TEXT }, { LABEL_LINE, LIST_COUNT },
		{ LABEL_COLUMN, LIST_TEXT }, { LABEL_CELL_VALUE, LIST_REMARK },
		{ LABEL_REASON, LIST_REMARK }
	};
	static const struct list_form form = { .columns = columns,
		.column_count = 5,
		.most = REJECTS_MOST,
		.none = LABEL_NO_REJECTS };
	const struct dataset *data = page->dashboard->results->data;
	page_section(page, LABEL_REJECTED_ROWS);
	struct list list = list_begin(page, &form);
	struct reject_cursor cursor = rejects_begin(&data->rejects);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL) {
		list_row(&list);
		list_string(
		    &list, 0, dataset_input_name(data, reject->source.input));
		list_number(&list, 1, reject->source.line);
		list_string(&list, 2, reject->column);
		list_text(&list, 3, reject->value);
		/* The sheet keeps what is shown, the cursor one row's. */
		if (cursor.place.index <= REJECTS_MOST) {
			const char *reason = language_text(
			    page->dashboard->language, reject->reason);
			list_string(&list, 4,
			    arena_copy(page->dashboard->report->arena, reason,
				strlen(reason)));
		}
	}
	list_end(&list);
}

/* The ids of one reason's omissions, separated by commas, and how many there
 * are, listed or not; NULL without memory. */
static const char *
list_ids(const struct dashboard *dashboard,
    const struct observations *observations, enum omission_reason reason,
    uint64_t *count)
{
	const struct dataset *data = dashboard->results->data;
	struct arena *arena = dashboard->report->arena;
	enum { TEXT_BYTES = 16000 };
	char *text = arena_allocate(arena, TEXT_BYTES, 1);
	size_t used = 0, listed = 0;
	*count = observations->omitted_more[reason];
	for (size_t i = 0; text && i < observations->omission_count; i++) {
		const struct omission *o = &observations->omissions[i];
		if (o->reason != reason)
			continue;
		++*count;
		if (listed == IDS_MOST)
			continue;
		struct text id = record_id(data, o->kind, o->record, arena);
		if (!id.data)
			return NULL;
		/* Room for a comma before it and ", …" at the end. */
		if (used + id.length + 8 > TEXT_BYTES)
			continue;
		if (used) {
			memcpy(text + used, ", ", 2);
			used += 2;
		}
		memcpy(text + used, id.data, id.length);
		used += id.length;
		listed++;
	}
	if (text && *count > listed)
		memcpy(text + used, ", …", sizeof ", …");
	return text;
}

static void
write_omissions_of(struct list *list, size_t m)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct results *results = dashboard->results;
	const struct observations *observations =
	    results_observations(results, results->run_period, m);
	for (int reason = 0; reason < OMITTED_REASON_COUNT; reason++) {
		uint64_t count;
		const char *ids = list_ids(dashboard, observations,
		    (enum omission_reason)reason, &count);
		if (count == 0 && ids)
			continue;
		list_row(list);
		list_string(list, 0,
		    language_text(
			dashboard->language, results->metrics[m].label));
		list_number(list, 1, (double)count);
		list_string(list, 2,
		    omission_text(
			(enum omission_reason)reason, dashboard->language));
		list_string(list, 8, ids);
	}
}

static void
write_omissions(struct page *page)
{
	/* The reason reaches over the columns beside it. */
	static const struct list_column columns[] = { { LABEL_INDICATOR,
							  LIST_TEXT },
		{ LABEL_HOW_MANY, LIST_COUNT }, { LABEL_REASON, LIST_REMARK },
		{ LABEL_EMPTY, LIST_TEXT }, { LABEL_EMPTY, LIST_TEXT },
		{ LABEL_EMPTY, LIST_TEXT }, { LABEL_EMPTY, LIST_TEXT },
		{ LABEL_EMPTY, LIST_TEXT }, { LABEL_WHICH, LIST_WRAPPED } };
	static const struct list_form form = { .columns = columns,
		.column_count = 9,
		.none = LABEL_NOTHING_LEFT_OUT };
	page_section(page, LABEL_LEFT_OUT);
	struct list list = list_begin(page, &form);
	for (size_t m = 0; m < page->dashboard->results->metric_count; m++)
		write_omissions_of(&list, m);
	list_end(&list);
}

/* Contracts and clients that count as they stand, but perhaps were not meant
 * so. */
static void
write_remarks(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_ID, LIST_NAME },
		{ LABEL_MANAGER, LIST_TEXT },
		{ LABEL_MONEY_IN_THEM, LIST_MONEY },
		{ LABEL_SOURCE, LIST_REMARK },
		{ LABEL_REASON, LIST_SENTENCE } };
	static const struct list_form form = {
		.columns = columns, .column_count = 5, .most = REMARKS_MOST
	};
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	struct arena *arena = dashboard->report->arena;
	const struct remarks *remarks =
	    results->analysis ? &results->analysis->remarks : NULL;
	if (!remarks || remarks->count == 0)
		return;
	page_section(page, LABEL_LOOK);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < remarks->count; i++) {
		const struct remark *remark = &remarks->rows[i];
		if (remark->kind == RECORD_ADJUSTMENT &&
		    dashboard->record->without_pay)
			continue;
		list_row(&list);
		list_text(&list, 0,
		    record_id(
			results->data, remark->kind, remark->record, arena));
		list_text(&list, 1,
		    dashboard_manager_name(dashboard, remark->manager));
		list_number(&list, 2, wide_double(remark->money));
		list_source(&list, 3,
		    record_source(results->data, remark->kind, remark->record));
		list_string(
		    &list, 4, remark_text(remark->reason, dashboard->language));
	}
	list_end(&list);
}

static void
write_odd(struct page *page, enum label label, uint64_t rows, wide hours)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, hours);
	if (rows)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(
			page->dashboard, label, (uintmax_t)rows, text));
}

static void
write_odd_timesheets(struct page *page)
{
	const struct timesheets *rows =
	    &page->dashboard->results->data->timesheets;
	page->row++;
	write_odd(page, LABEL_BOOKED_WITHOUT_COST, rows->no_cost_rows,
	    rows->no_cost_hours);
	write_odd(page, LABEL_BOOKED_UNKNOWN, rows->unknown_rows,
	    rows->unknown_hours);
}

static void
write_unlisted(struct page *page)
{
	const struct dataset *data = page->dashboard->results->data;
	bool any = false;
	for (uint32_t id = 0;
	     data->present[TABLE_PEOPLE] && id < data->managers.count; id++) {
		if (data->person_of_manager[id] != NO_ID)
			continue;
		if (!any)
			page_section(page, LABEL_UNLISTED);
		any = true;
		sheet_text(page->sheet, page->row++, 0, ROLE_BODY,
		    dictionary_text(&data->managers, id));
	}
}

/* "5 of 22,204 lines were rejected; …": what a reader must know first. */
static const char *
title_of(const struct dashboard *dashboard)
{
	const struct dataset *data = dashboard->results->data;
	uint64_t lines = 0;
	for (size_t i = 0; i < data->input_count; i++)
		lines += data->inputs[i].reconciliation.lines;
	return dashboard_format(dashboard,
	    data->rejects.count ? LABEL_QUALITY_REJECTS : LABEL_QUALITY_CLEAN,
	    dashboard_number(dashboard, FORMAT_COUNT, (double)lines),
	    dashboard_number(
		dashboard, FORMAT_COUNT, (double)data->rejects.count));
}

void
fill_quality(struct page *page)
{
	page_head(page, title_of(page->dashboard));
	write_reconciliation(page);
	block_left_out(page);
	write_rejects(page);
	write_omissions(page);
	write_remarks(page);
	write_odd_timesheets(page);
	write_unlisted(page);
	page->sheet->minor = true;
	page->sheet->widths[8] = 80;
	sheet_fit(page->sheet, 12, 36);
}
