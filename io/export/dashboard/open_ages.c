/* Open proposals by age: how many, and what they are worth. */
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

static const enum label bands[PIPELINE_AGES] = { LABEL_AGE_30, LABEL_AGE_60,
	LABEL_AGE_90, LABEL_AGE_180, LABEL_AGE_MORE };

/* NULL where nothing is open. */
static const struct open_age *
ages_of(const struct page *page)
{
	const struct analysis *analysis = page->dashboard->results->analysis;
	size_t proposals = 0;
	for (int i = 0; analysis && i < PIPELINE_AGES; i++)
		proposals += analysis->pipeline.ages[i].proposals;
	return proposals ? analysis->pipeline.ages : NULL;
}

void
block_open_ages(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_AGE, LIST_NAME },
		{ LABEL_PROPOSALS, LIST_COUNT },
		{ LABEL_CONTRACT_VALUE, LIST_MONEY } };
	static const struct list_form form = { .columns = columns,
		.column_count = 3,
		.totals = 1u << 1 | 1u << 2,
		.none = LABEL_NOTHING_AGAINST };
	const struct open_age *ages = ages_of(page);
	page_section(page, LABEL_OPEN_BY_AGE);
	struct list list = list_begin(page, &form);
	for (int i = 0; ages && i < PIPELINE_AGES; i++) {
		list_row(&list);
		list_string(&list, 0, page_word(page, bands[i]));
		list_number(&list, 1, ages[i].proposals);
		list_number(&list, 2, wide_double(ages[i].value));
	}
	list_end(&list);
}

void
block_open_ages_chart(struct page *page)
{
	struct dashboard *dashboard = page->dashboard;
	const struct open_age *ages = ages_of(page);
	const char *headings[] = { page_word(page, LABEL_AGE),
		page_word(page, LABEL_PROPOSALS) };
	if (!ages)
		return;
	uint32_t first = block_data(dashboard,
	    page_word(page, LABEL_OPEN_BY_AGE), headings, 2, PIPELINE_AGES);
	for (uint32_t i = 0; i < PIPELINE_AGES; i++) {
		sheet_string(dashboard->data, first + i, 0, ROLE_BODY,
		    page_word(page, bands[i]));
		sheet_count(dashboard->data, first + i, 1, ages[i].proposals);
	}
	struct chart chart = { .kind = CHART_COLUMNS,
		.title = page_word(page, LABEL_OPEN_BY_AGE),
		.description = page_word(page, LABEL_OPEN_BY_AGE),
		.row = page->row,
		.width = HALF_WIDTH,
		.height = CHART_HEIGHT - 60,
		.format = FORMAT_COUNT,
		.values = { .has_low = true },
		.categories.shown = true };
	chart_series(page->sheet, sheet_chart(page->sheet, &chart),
	    &(struct series){ .name = page_word(page, LABEL_PROPOSALS),
		.sheet = dashboard->data,
		.categories = data_range(first, PIPELINE_AGES, 0),
		.values = data_range(first, PIPELINE_AGES, 1),
		.style = STYLE_ACTUAL,
		.labels = LABELS_VALUES });
	page_skip(page, CHART_HEIGHT - 60);
}
