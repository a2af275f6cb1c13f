/* One sheet a manager: all metrics beside the prior period and the company,
 * two charts, and the records that count against them. */
#include "engine/record.h"
#include "io/export/dashboard.h"

enum { RECORDS_MOST = 200, CHART_ROWS = 15 };

/* What the parts of the sheet share. */
struct page {
	struct dashboard *dashboard;
	struct sheet *sheet;
	size_t subject;
	uint32_t row;
};

static const char *
word(const struct page *page, enum label label)
{
	return dashboard_label(page->dashboard, label);
}

static void
write_metric(struct page *page, size_t m)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct metric *metric = &dashboard->results->metrics[m];
	const struct estimate *estimate =
	    dashboard_estimate(dashboard, page->subject, m);
	const struct estimate *company = dashboard_estimate(dashboard, 0, m);
	enum measure_format format = dashboard_value_format(metric);
	bool few = estimate->flags & FLAG_SMALL_SAMPLE;
	struct sheet *sheet = page->sheet;
	uint32_t row = page->row++;
	sheet_string(sheet, row, 0, metric->headline ? ROLE_LABEL : ROLE_BODY,
	    metric->label[dashboard->language]);
	sheet_number(sheet, row, 1,
	    few                ? ROLE_MUTED
	    : metric->headline ? ROLE_KEY
			       : ROLE_BODY,
	    format, estimate->value);
	sheet_number(sheet, row, 2, ROLE_MUTED, format, estimate->prior);
	sheet_number(sheet, row, 3,
	    dashboard_change_role(metric, estimate->change),
	    dashboard_change_format(metric), estimate->change);
	sheet_number(sheet, row, 4, ROLE_MUTED, format, company->value);
	dashboard_optional(sheet, row, 5, format, estimate->ci_low);
	dashboard_optional(sheet, row, 6, format, estimate->ci_high);
	sheet_count(sheet, row, 7, estimate->n);
	sheet_string(
	    sheet, row, 8, ROLE_REMARK, dashboard_remark(dashboard, estimate));
}

static void
write_metrics(struct page *page)
{
	static const enum label headings[] = { LABEL_INDICATOR, LABEL_VALUE,
		LABEL_PRIOR, LABEL_CHANGE, LABEL_COMPANY, LABEL_INTERVAL_LOW,
		LABEL_INTERVAL_HIGH, LABEL_COUNT, LABEL_REMARK };
	dashboard_headings(page->dashboard, page->sheet, page->row++, 0,
	    headings, sizeof headings / sizeof *headings);
	for (size_t m = 0; m < page->dashboard->results->metric_count; m++)
		write_metric(page, m);
	page->row++;
}

/* ---- charts: the manager beside the company ---- */

/* A small table of the indicators of a unit that have a value; its rows. */
static uint32_t
write_chart_data(struct page *page, enum unit unit, int column)
{
	const struct results *results = page->dashboard->results;
	uint32_t row = page->row;
	sheet_string(
	    page->sheet, row, column, ROLE_NOTE, word(page, LABEL_INDICATOR));
	sheet_text(page->sheet, row, column + 1, ROLE_NOTE,
	    results->subjects[page->subject].name);
	sheet_string(page->sheet, row++, column + 2, ROLE_NOTE,
	    word(page, LABEL_COMPANY));
	for (size_t m = 0; m < results->metric_count; m++) {
		const struct metric *metric = &results->metrics[m];
		const struct estimate *own =
		    dashboard_estimate(page->dashboard, page->subject, m);
		const struct estimate *company =
		    dashboard_estimate(page->dashboard, 0, m);
		if (!metric->headline || metric->unit != unit ||
		    !own->value.defined)
			continue;
		sheet_string(page->sheet, row, column, ROLE_NOTE,
		    metric->label[page->dashboard->language]);
		sheet_number(page->sheet, row, column + 1, ROLE_MUTED,
		    dashboard_value_format(metric), own->value);
		sheet_number(page->sheet, row++, column + 2, ROLE_MUTED,
		    dashboard_value_format(metric), company->value);
	}
	return row - page->row - 1;
}

static void
add_chart(struct page *page, enum unit unit, int column, uint32_t rows,
    uint32_t at, int x_offset)
{
	const struct results *results = page->dashboard->results;
	const char *name = results->subjects[page->subject].name.data;
	struct chart chart = { .kind = CHART_BARS,
		.title = word(page, unit == UNIT_SHARE ? LABEL_CHART_SHARES
						       : LABEL_CHART_SCORES),
		.description = name,
		.row = at,
		.x_offset = x_offset,
		.width = 470,
		.height = 90 + 45 * (int)rows,
		.format = unit == UNIT_SHARE ? FORMAT_PERCENT : FORMAT_SCORE,
		.values = { .has_low = true,
		    .has_high = true,
		    .high = unit == UNIT_SHARE ? 1 : 100 },
		.categories = { .shown = true, .reversed = true },
		.legend = true };
	uint32_t first = page->row + 1, last = page->row + rows;
	uint16_t c = (uint16_t)column;
	struct range categories = { first, last, c, c };
	struct series own = { .name = name,
		.labels = LABELS_VALUES,
		.categories = categories,
		.values = {
		    first, last, (uint16_t)(c + 1), (uint16_t)(c + 1) } };
	struct series company = { .name = word(page, LABEL_COMPANY),
		.categories = categories,
		.values = { first, last, (uint16_t)(c + 2), (uint16_t)(c + 2) },
		.style = STYLE_PRIOR,
		.labels = LABELS_VALUES };
	struct chart *made = sheet_chart(page->sheet, &chart);
	chart_series(page->sheet, made, &own);
	chart_series(page->sheet, made, &company);
}

/* The charts stand at `at`; their data close the sheet. */
static void
write_charts(struct page *page, uint32_t at)
{
	sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
	    word(page, LABEL_CHART_DATA));
	uint32_t shares = write_chart_data(page, UNIT_SHARE, 0);
	uint32_t scores = write_chart_data(page, UNIT_SCORE, 4);
	if (shares)
		add_chart(page, UNIT_SHARE, 0, shares, at, 0);
	if (scores)
		add_chart(page, UNIT_SCORE, 4, scores, at, shares ? 490 : 0);
}

/* ---- the records that count against ---- */

/* A part of that list: which observations, and what is printed of each. */
struct against {
	const char *metric;
	enum label title;
	bool (*counts)(const struct observation *observation);
	enum label headings[5];
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
	sheet_text(page->sheet, page->row, 0, ROLE_BODY,
	    record_id(data, kind, record, page->dashboard->report->arena));
}

static void
write_source(
    struct page *page, int column, enum record_kind kind, uint32_t record)
{
	sheet_string(page->sheet, page->row, column, ROLE_REMARK,
	    dashboard_source(page->dashboard,
		record_source(page->dashboard->results->data, kind, record)));
}

/* The name of a client, from the first of its contracts that has one. */
static struct text
client_name(const struct dataset *data, uint32_t client)
{
	const struct grouping *of_client = &data->contracts_of_client;
	for (uint32_t i = of_client->first[client];
	     client != NO_ID && i < of_client->first[client + 1]; i++) {
		uint32_t name =
		    data->contracts[of_client->order[i]].client_name;
		if (name != NO_ID)
			return dictionary_text(&data->words, name);
	}
	return text_of("");
}

static void
write_lost_client(struct page *page, const struct observation *o)
{
	write_id(page, RECORD_CLIENT, o->record);
	sheet_text(page->sheet, page->row, 1, ROLE_BODY,
	    client_name(page->dashboard->results->data, o->record));
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
	    { LABEL_RECORD, LABEL_CLIENT_NAME, LABEL_SOURCE }, 3,
	    write_lost_client },
	{ "on_time", LABEL_LATE_DELIVERIES, is_zero,
	    { LABEL_RECORD, LABEL_DUE_ON, LABEL_DELIVERED_ON, LABEL_SOURCE }, 4,
	    write_late },
	{ "budget_variance", LABEL_OVER_BUDGET, is_positive,
	    { LABEL_RECORD, LABEL_BUDGET, LABEL_ACTUAL, LABEL_OVER_BY,
		LABEL_SOURCE },
	    5, write_over_budget },
	{ "satisfaction", LABEL_LOW_SCORES, is_low,
	    { LABEL_RECORD, LABEL_SCORE, LABEL_ANSWERED_ON, LABEL_SOURCE }, 4,
	    write_low_score },
};

static const struct observations *
observations_of(const struct results *results, const char *id)
{
	for (size_t m = 0; m < results->metric_count; m++)
		if (text_is(text_of(id), results->metrics[m].id))
			return results_observations(
			    results, results->run_period, m);
	return NULL;
}

static void
write_part(struct page *page, const struct against *part)
{
	const struct results *results = page->dashboard->results;
	const struct observations *all = observations_of(results, part->metric);
	const struct subject *subject = &results->subjects[page->subject];
	size_t count = 0;
	sheet_string(
	    page->sheet, page->row++, 0, ROLE_LABEL, word(page, part->title));
	uint32_t heading = page->row++;
	for (size_t i = 0; all && i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (!results_belongs(results, subject, o) || !part->counts(o))
			continue;
		if (count++ < RECORDS_MOST) {
			part->write(page, o);
			page->row++;
		}
	}
	if (count == 0) {
		page->row = heading + 2;
		sheet_string(page->sheet, heading, 0, ROLE_NOTE,
		    word(page, LABEL_NOTHING_AGAINST));
		return;
	}
	dashboard_headings(page->dashboard, page->sheet, heading, 0,
	    part->headings, part->heading_count);
	if (count > RECORDS_MOST)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(
			page->dashboard, LABEL_AND_MORE, count - RECORDS_MOST));
	page->row++;
}

void
dashboard_person(struct dashboard *dashboard, size_t subject)
{
	const struct results *results = dashboard->results;
	const struct subject *manager = &results->subjects[subject];
	struct sheet *sheet = report_sheet(dashboard->report, manager->name);
	struct page page = { dashboard, sheet, subject, 5 };
	dashboard->person_sheets[subject] = sheet->name;
	dashboard_head(dashboard, sheet, manager->name.data);
	sheet_text(sheet, 2, 0, ROLE_NOTE,
	    manager->team == NO_ID ? manager->key
				   : results->subjects[manager->team].name);
	sheet_link(sheet, 3, 0,
	    text_of(dashboard_label(dashboard, LABEL_ALL_MANAGERS)),
	    dashboard_label(dashboard, LABEL_MANAGERS));
	write_metrics(&page);
	uint32_t charts_at = page.row;
	page.row += CHART_ROWS;
	sheet_string(sheet, page.row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_AGAINST));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		write_part(&page, &parts[i]);
	write_charts(&page, charts_at);
	sheet->widths[8] = 30;
	sheet_fit(sheet, 12, 34);
}
