/* About this run: what went in and came out, with digests, and how to check
 * that this is what was paid by. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

static void
write_inputs(struct page *page)
{
	static const struct heading headings[] = { { LABEL_FILE_NAME, false },
		{ LABEL_TABLE, false }, { LABEL_BYTES, true },
		{ LABEL_LINES, true }, { LABEL_SHA256, false } };
	const struct dataset *data = page->dashboard->results->data;
	page_section(page, LABEL_INPUTS);
	page_headings(page, headings, 5);
	for (size_t i = 0; i < data->input_count; i++, page->row++) {
		const struct input *input = &data->inputs[i];
		sheet_string(page->sheet, page->row, 0, ROLE_LABEL,
		    dataset_input_name(data, (uint32_t)i));
		sheet_string(page->sheet, page->row, 1, ROLE_BODY,
		    table_name(input->table));
		sheet_count(page->sheet, page->row, 2, input->bytes);
		sheet_count(
		    page->sheet, page->row, 3, input->reconciliation.lines);
		sheet_string(
		    page->sheet, page->row, 4, ROLE_REMARK, input->sha256);
	}
}

static void
write_outputs(struct page *page)
{
	static const struct heading headings[] = { { LABEL_FILE_NAME, false },
		{ LABEL_EMPTY, false }, { LABEL_BYTES, true },
		{ LABEL_EMPTY, true }, { LABEL_SHA256, false } };
	const struct outputs *outputs = page->dashboard->record->outputs;
	page_section(page, LABEL_OUTPUTS);
	page_headings(page, headings, 5);
	for (size_t i = 0; outputs && i < outputs->count; i++) {
		const struct output *output = outputs->files[i];
		if (!*output->sha256)
			continue;
		sheet_string(
		    page->sheet, page->row, 0, ROLE_LABEL, output->name);
		sheet_string(page->sheet, page->row, 1, ROLE_BODY, "");
		sheet_count(page->sheet, page->row, 2, output->bytes);
		sheet_string(page->sheet, page->row, 3, ROLE_BODY, "");
		sheet_string(
		    page->sheet, page->row++, 4, ROLE_REMARK, output->sha256);
	}
	page_note(page, LABEL_DIGEST_NOTE);
}

static void
write_pairs(struct page *page, enum label title, const struct json_pair *pairs,
    size_t count)
{
	page_section(page, title);
	for (size_t i = 0; i < count; i++, page->row++) {
		sheet_string(
		    page->sheet, page->row, 0, ROLE_LABEL, pairs[i].name);
		sheet_string(page->sheet, page->row, 1, ROLE_BODY,
		    *pairs[i].value ? pairs[i].value : "–");
	}
}

void
fill_about(struct page *page)
{
	struct dashboard *dashboard = page->dashboard;
	const struct run_record *record = dashboard->record;
	page_head(page,
	    dashboard_format(dashboard, LABEL_ABOUT_TITLE, record->version));
	write_inputs(page);
	write_outputs(page);
	write_pairs(page, LABEL_OPTIONS, record->options, record->option_count);
	write_pairs(page, LABEL_IN_FORCE, record->configuration,
	    record->configuration_count);
	page->sheet->minor = true;
	page->sheet->widths[4] = 66;
	sheet_fit(page->sheet, 12, 34);
}
