/* Data quality: what became of every line, every rejected row, and everything
 * that was left out of a denominator, by id. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"

enum { REJECTS_MOST = 1000, IDS_MOST = 200 };

static const char *
word(const struct dashboard *dashboard, enum label label)
{
	return dashboard_label(dashboard, label);
}

static uint32_t
write_reconciliation(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const struct heading headings[] = { { LABEL_FILE_NAME, false },
		{ LABEL_LINES, true }, { LABEL_HEADER, true },
		{ LABEL_ACCEPTED, true }, { LABEL_REJECTED, true },
		{ LABEL_BLANK, true }, { LABEL_SKIPPED, true },
		{ LABEL_CONTINUATION, true } };
	const struct dataset *data = dashboard->results->data;
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    word(dashboard, LABEL_RECONCILIATION));
	dashboard_headings(dashboard, sheet, row++, 0, headings,
	    sizeof headings / sizeof *headings);
	for (size_t i = 0; i < data->input_count; i++, row++) {
		const struct input *input = &data->inputs[i];
		const struct reconciliation *c = &input->reconciliation;
		const uint64_t counts[] = { c->lines, c->header, c->accepted,
			c->rejected, c->blank, c->skipped, c->continuation };
		sheet_string(sheet, row, 0, ROLE_BODY,
		    dataset_input_name(data, (uint32_t)i));
		for (int k = 0; k < 7; k++)
			sheet_count(sheet, row, k + 1, counts[k]);
	}
	for (int table = 0; table <= TABLE_SURVEYS; table++)
		if (!data->present[table])
			sheet_string(sheet, row++, 0, ROLE_NOTE,
			    dashboard_format(dashboard, LABEL_NOT_GIVEN,
				table_name((enum table)table)));
	return row + 1;
}

static uint32_t
write_rejects(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const struct heading headings[] = { { LABEL_FILE_NAME, false },
		{ LABEL_LINE, true }, { LABEL_COLUMN, false },
		{ LABEL_CELL_VALUE, false }, { LABEL_REASON, false } };
	const struct dataset *data = dashboard->results->data;
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    word(dashboard, LABEL_REJECTED_ROWS));
	if (data->reject_count == 0) {
		sheet_string(sheet, row++, 0, ROLE_NOTE,
		    word(dashboard, LABEL_NO_REJECTS));
		return row + 1;
	}
	dashboard_headings(dashboard, sheet, row++, 0, headings,
	    sizeof headings / sizeof *headings);
	for (size_t i = 0; i < data->reject_count && i < REJECTS_MOST;
	     i++, row++) {
		const struct reject *reject = &data->rejects[i];
		sheet_string(sheet, row, 0, ROLE_BODY,
		    dataset_input_name(data, reject->source.input));
		sheet_count(sheet, row, 1, reject->source.line);
		sheet_string(sheet, row, 2, ROLE_BODY, reject->column);
		sheet_string(sheet, row, 3, ROLE_REMARK, reject->value);
		sheet_string(sheet, row, 4, ROLE_REMARK, reject->reason);
	}
	if (data->reject_count > REJECTS_MOST)
		sheet_string(sheet, row++, 0, ROLE_NOTE,
		    dashboard_format(dashboard, LABEL_AND_MORE,
			data->reject_count - REJECTS_MOST));
	return row + 1;
}

/* The ids of one reason's omissions, separated by commas; NULL without memory.
 */
static const char *
list_ids(const struct dashboard *dashboard,
    const struct observations *observations, enum omission_reason reason,
    size_t *count)
{
	const struct dataset *data = dashboard->results->data;
	struct arena *arena = dashboard->report->arena;
	enum { TEXT_BYTES = 16000 };
	char *text = arena_allocate(arena, TEXT_BYTES, 1);
	size_t used = 0, listed = 0;
	*count = 0;
	for (size_t i = 0; text && i < observations->omission_count; i++) {
		const struct omission *o = &observations->omissions[i];
		if (o->reason != reason)
			continue;
		struct text id = record_id(data, o->kind, o->record, arena);
		if (!id.data)
			return NULL;
		if (++*count > IDS_MOST || used + id.length + 8 > TEXT_BYTES)
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

static uint32_t
write_omissions_of(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, size_t m)
{
	const struct results *results = dashboard->results;
	const struct observations *observations =
	    results_observations(results, results->run_period, m);
	for (int reason = 0; reason < OMITTED_REASON_COUNT; reason++) {
		size_t count;
		const char *ids = list_ids(dashboard, observations,
		    (enum omission_reason)reason, &count);
		if (count == 0 && ids)
			continue;
		sheet_string(sheet, row, 0, ROLE_BODY,
		    results->metrics[m].label[dashboard->language]);
		sheet_count(sheet, row, 1, count);
		sheet_string(sheet, row, 2, ROLE_REMARK,
		    omission_text(
			(enum omission_reason)reason, dashboard->language));
		sheet_string(sheet, row++, 8, ROLE_WRAPPED, ids);
	}
	return row;
}

static uint32_t
write_omissions(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const struct heading headings[] = { { LABEL_INDICATOR, false },
		{ LABEL_HOW_MANY, true }, { LABEL_REASON, false } };
	sheet_string(
	    sheet, row++, 0, ROLE_SECTION, word(dashboard, LABEL_LEFT_OUT));
	uint32_t heading = row++;
	for (size_t m = 0; m < dashboard->results->metric_count; m++)
		row = write_omissions_of(dashboard, sheet, row, m);
	if (row > heading + 1) {
		dashboard_headings(dashboard, sheet, heading, 0, headings,
		    sizeof headings / sizeof *headings);
		for (int column = 3; column < 8; column++)
			sheet_string(sheet, heading, column, ROLE_HEADING, "");
		sheet_string(sheet, heading, 8, ROLE_HEADING,
		    word(dashboard, LABEL_WHICH));
	} else
		sheet_string(sheet, heading, 0, ROLE_NOTE,
		    word(dashboard, LABEL_NOTHING_LEFT_OUT));
	return row + 1;
}

static uint32_t
write_odd_timesheets(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	const struct timesheets *rows = &dashboard->results->data->timesheets;
	char hours[WIDE_TEXT_SIZE];
	wide_print(hours, rows->no_cost_hours);
	if (rows->no_cost_rows)
		sheet_string(sheet, row++, 0, ROLE_NOTE,
		    dashboard_format(dashboard, LABEL_BOOKED_WITHOUT_COST,
			(uintmax_t)rows->no_cost_rows, hours));
	wide_print(hours, rows->unknown_hours);
	if (rows->unknown_rows)
		sheet_string(sheet, row++, 0, ROLE_NOTE,
		    dashboard_format(dashboard, LABEL_BOOKED_UNKNOWN,
			(uintmax_t)rows->unknown_rows, hours));
	return row + 1;
}

static void
write_unlisted(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	const struct dataset *data = dashboard->results->data;
	bool any = false;
	for (uint32_t id = 0;
	     data->present[TABLE_PEOPLE] && id < data->managers.count; id++) {
		if (data->person_of_manager[id] != NO_ID)
			continue;
		if (!any)
			sheet_string(sheet, row++, 0, ROLE_SECTION,
			    word(dashboard, LABEL_UNLISTED));
		any = true;
		sheet_text(sheet, row++, 0, ROLE_BODY,
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
	    data->reject_count ? LABEL_QUALITY_REJECTS : LABEL_QUALITY_CLEAN,
	    dashboard_number(dashboard, FORMAT_COUNT, (double)lines),
	    dashboard_number(
		dashboard, FORMAT_COUNT, (double)data->reject_count));
}

void
fill_quality(struct page *page)
{
	struct dashboard *dashboard = page->dashboard;
	page_head(page, title_of(dashboard));
	struct sheet *sheet = page->sheet;
	uint32_t row = write_reconciliation(dashboard, sheet, page->row + 1);
	page->row = row;
	block_left_out(page);
	row = page->row;
	row = write_rejects(dashboard, sheet, row);
	row = write_omissions(dashboard, sheet, row);
	row = write_odd_timesheets(dashboard, sheet, row);
	write_unlisted(dashboard, sheet, row);
	sheet->minor = true;
	sheet->widths[8] = 80;
	sheet_fit(sheet, 12, 36);
}
