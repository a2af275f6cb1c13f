/* About this run: what went in and came out, with digests, and how to check
 * that this is what was paid by. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/list.h"

static void
write_inputs(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_FILE_NAME,
							  LIST_NAME },
		{ LABEL_TABLE, LIST_TEXT }, { LABEL_BYTES, LIST_COUNT },
		{ LABEL_LINES, LIST_COUNT }, { LABEL_SHA256, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 5,
		.none = LABEL_NOTHING_AGAINST };
	const struct dataset *data = page->dashboard->results->data;
	page_section(page, LABEL_INPUTS);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < data->input_count; i++) {
		const struct input *input = &data->inputs[i];
		list_row(&list);
		list_string(&list, 0, dataset_input_name(data, (uint32_t)i));
		list_string(&list, 1, table_name(input->table));
		list_number(&list, 2, (double)input->bytes);
		list_number(&list, 3, (double)input->reconciliation.lines);
		list_string(&list, 4, input->sha256);
	}
	list_end(&list);
}

/* The columns stand below those of the inputs. */
static void
write_outputs(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_FILE_NAME,
							  LIST_NAME },
		{ LABEL_EMPTY, LIST_TEXT }, { LABEL_BYTES, LIST_COUNT },
		{ LABEL_EMPTY, LIST_COUNT }, { LABEL_SHA256, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 5,
		.none = LABEL_NOTHING_AGAINST };
	const struct outputs *outputs = page->dashboard->record->outputs;
	page_section(page, LABEL_OUTPUTS);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; outputs && i < outputs->count; i++) {
		const struct output *output = outputs->files[i];
		if (!*output->sha256)
			continue;
		list_row(&list);
		list_string(&list, 0, output->name);
		list_string(&list, 1, "");
		list_number(&list, 2, (double)output->bytes);
		list_string(&list, 3, "");
		list_string(&list, 4, output->sha256);
	}
	list_end(&list);
	page_note(page, LABEL_DIGEST_NOTE);
}

static void
write_pairs(struct page *page, enum label title, const struct json_pair *pairs,
    size_t count)
{
	page_section(page, title);
	bool without_pay = page->dashboard->record->without_pay;
	for (size_t i = 0; i < count; i++) {
		if (without_pay && strncmp(pairs[i].name, "paid", 4) == 0)
			continue;
		sheet_string(
		    page->sheet, page->row, 0, ROLE_LABEL, pairs[i].name);
		sheet_string(page->sheet, page->row++, 1, ROLE_BODY,
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
