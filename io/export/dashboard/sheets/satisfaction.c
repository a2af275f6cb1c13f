/* Satisfaction: how clients' scores spread, who answers, and what the least
 * satisfied say. */
#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { BANDS = 5, LOW_MOST = 60, LOW_SCORE = 50 };

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *mean)
{
	const struct estimate *response =
	    dashboard_company(dashboard, "response_rate");
	const struct estimate *top = dashboard_company(dashboard, "csat_top2");
	const char *score = dashboard_number(
	    dashboard, FORMAT_SCORE, quantity_double(mean->value));
	const char *happy = dashboard_number(
	    dashboard, FORMAT_PERCENT, top ? quantity_double(top->value) : 0);
	if (!response)
		return dashboard_format(dashboard, LABEL_SATISFACTION_PLAIN,
		    score, (int)mean->n, happy);
	return dashboard_format(dashboard, LABEL_SATISFACTION_FOUND, score,
	    (int)mean->n, happy,
	    dashboard_number(
		dashboard, FORMAT_PERCENT, quantity_double(response->value)));
}

/* ---- the distribution ---- */

/* How many answers fall into each band: in the period, and in the one before
 * (all 0 where that is not known). */
struct distribution {
	enum label title;
	const enum label *names;
	size_t counts[2][BANDS]; /* prior, actual */
	uint32_t bands;
};

static void
chart_distribution(
    struct page *page, const struct distribution *d, int x_offset)
{
	struct dashboard *dashboard = page->dashboard;
	const char *title = page_word(page, d->title);
	const char *headings[] = { page_word(page, LABEL_SCORE),
		page_word(page, LABEL_PRIOR), page_word(page, LABEL_ANSWERS) };
	uint32_t first = block_data(dashboard, title, headings, 3, d->bands);
	size_t before = 0;
	for (uint32_t i = 0; i < d->bands; i++) {
		before += d->counts[0][i];
		sheet_string(dashboard->data, first + i, 0, ROLE_BODY,
		    page_word(page, d->names[i]));
		for (int k = 0; k < 2; k++)
			sheet_count(
			    dashboard->data, first + i, k + 1, d->counts[k][i]);
	}
	struct chart chart = { .kind = CHART_COLUMNS,
		.title = title,
		.description = title,
		.row = page->row,
		.x_offset = x_offset,
		.width = HALF_WIDTH,
		.height = CHART_HEIGHT,
		.format = FORMAT_COUNT,
		.values = { .has_low = true },
		.categories.shown = true,
		.legend = before > 0 };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int k = before ? 0 : 1; k < 2; k++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = headings[k + 1],
			.sheet = dashboard->data,
			.categories = data_range(first, d->bands, 0),
			.values = data_range(first, d->bands, k + 1),
			.style = k ? STYLE_ACTUAL : STYLE_PRIOR,
			.labels = LABELS_VALUES });
}

static int
band_of_score(const struct observation *o)
{
	int band = (int)(rational_nearest(o->x.fraction) / 20);
	return band < BANDS ? band : BANDS - 1;
}

static int
band_of_nps(const struct observation *o)
{
	return o->x.exact < 0 ? 0 : o->x.exact > 0 ? 2 : 1;
}

/* The answers in the run's period. */
static size_t
distribute(const struct dashboard *dashboard, const char *id,
    int (*band_of)(const struct observation *), struct distribution *d)
{
	const struct results *results = dashboard->results;
	size_t metric = dashboard_metric(dashboard, id), count = 0;
	for (size_t k = results->run_period ? 0 : 1;
	     k < 2 && metric != SIZE_MAX; k++) {
		const struct observations *all = results_observations(
		    results, results->run_period - 1 + k, metric);
		for (size_t i = 0; i < all->count; i++)
			d->counts[k][band_of(&all->rows[i])]++;
		count = all->count;
	}
	return count;
}

static void
chart_scores(struct page *page)
{
	static const enum label names[BANDS] = { LABEL_BAND_20, LABEL_BAND_40,
		LABEL_BAND_60, LABEL_BAND_80, LABEL_BAND_100 };
	struct distribution d = {
		.title = LABEL_SCORES_SPREAD, .names = names, .bands = BANDS
	};
	distribute(page->dashboard, "satisfaction", band_of_score, &d);
	chart_distribution(page, &d, 0);
}

static bool
chart_nps(struct page *page)
{
	static const enum label names[] = { LABEL_DETRACTORS, LABEL_PASSIVES,
		LABEL_PROMOTERS };
	struct distribution d = {
		.title = LABEL_NPS_BANDS, .names = names, .bands = 3
	};
	if (distribute(page->dashboard, "nps", band_of_nps, &d) == 0)
		return false;
	chart_distribution(page, &d, HALF_WIDTH + 12);
	return true;
}

/* ---- the lowest scores ---- */

static void
write_low(struct list *list, const struct observation *o)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct dataset *data = dashboard->results->data;
	const struct survey *survey = &data->surveys[o->record];
	uint32_t client = survey->about == ABOUT_CLIENT ? survey->subject
			  : survey->about == ABOUT_CONTRACT
			      ? data->contracts[survey->subject].client
			      : NO_ID;
	list_text(list, 0,
	    client == NO_ID ? text_of("–")
			    : dashboard_client_name(dashboard, client));
	list_text(list, 1, dashboard_manager_name(dashboard, o->manager));
	list_date(list, 2, survey->answered_on);
	list_number_as(list, 3, ROLE_BAD, rational_nearest(o->x.fraction));
	list_source(list, 4, record_source(data, RECORD_SURVEY, o->record));
	list_text(list, 5, survey->comment);
}

static void
write_lowest(struct page *page)
{
	static const struct list_column columns[] = {
		{ LABEL_CLIENT_NAME, LIST_NAME }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_ANSWERED_ON, LIST_DATE }, { LABEL_SCORE, LIST_SCORE },
		{ LABEL_SOURCE, LIST_REMARK }, { LABEL_COMMENT, LIST_SENTENCE }
	};
	static const struct list_form form = { .columns = columns,
		.column_count = 6,
		.most = LOW_MOST,
		.none = LABEL_NOTHING_AGAINST };
	const struct observations *scores =
	    dashboard_observations(page->dashboard, "satisfaction");
	page_section(page, LABEL_LOW_SCORES);
	struct list list = list_begin(page, &form);
	/* Lowest first: one pass for each band of ten. */
	for (int band = 0; band < LOW_SCORE / 10; band++)
		for (size_t i = 0; i < scores->count; i++) {
			const struct observation *o = &scores->rows[i];
			if (rational_nearest(o->x.fraction) < band * 10 ||
			    rational_nearest(o->x.fraction) >= band * 10 + 10)
				continue;
			list_row(&list);
			write_low(&list, o);
		}
	list_end(&list);
}

void
fill_satisfaction(struct page *page)
{
	static const char *const funnels[] = { "csat_top2", "response_rate" };
	static const char *const ids[] = { "satisfaction", "csat_top2", "nps",
		"response_rate" };
	const struct dashboard *dashboard = page->dashboard;
	const struct estimate *mean =
	    dashboard_company(dashboard, "satisfaction");
	page_head(page, title_of(dashboard, mean));
	page->row++;
	block_metrics(page, ids, 4);
	page->row++;
	chart_scores(page);
	if (!chart_nps(page))
		block_quarters(page, "satisfaction", HALF_WIDTH + 12,
		    HALF_WIDTH, CHART_HEIGHT);
	page_skip(page, CHART_HEIGHT);
	write_lowest(page);
	block_subjects(page, "satisfaction", LABEL_SUM_SCORES, LABEL_ANSWERS);
	block_funnels(page, funnels, 2);
	page_close(page);
}
