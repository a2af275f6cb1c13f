/* Growth: where revenue comes from, quarter by quarter, and who sells more to
 * the clients there are. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { WINS_MOST = 25 };

static const char *
title_of(const struct dashboard *dashboard)
{
	const struct estimate *rate =
	    dashboard_company(dashboard, "upsell_rate");
	const struct estimate *revenue =
	    dashboard_company(dashboard, "revenue");
	const struct estimate *expansion =
	    dashboard_company(dashboard, "revenue_expansion");
	double total = revenue ? quantity_double(revenue->value) : 0;
	double share = total > 0 && expansion
			   ? quantity_double(expansion->value) / total
			   : 0;
	const char *part = dashboard_number(dashboard, FORMAT_PERCENT, share);
	const char *money = dashboard_number(dashboard, FORMAT_MONEY, total);
	if (!rate)
		return dashboard_format(
		    dashboard, LABEL_GROWTH_PLAIN, money, part);
	if (quantity_double(rate->numerator) <= 0)
		return dashboard_format(dashboard, LABEL_GROWTH_NONE, money,
		    (int)quantity_double(rate->denominator));
	return dashboard_format(dashboard, LABEL_GROWTH_FOUND, money, part,
	    (int)quantity_double(rate->numerator),
	    (int)quantity_double(rate->denominator));
}

/* ---- revenue by its kinds ---- */

static void
chart_revenue(struct page *page)
{
	static const struct {
		const char *id;
		enum series_style style;
	} parts[] = { { "revenue_renewal", STYLE_ACTUAL },
		{ "revenue_new", STYLE_SECOND },
		{ "revenue_expansion", STYLE_THIRD } };
	struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const char *headings[4] = { page_word(page, LABEL_PERIOD) };
	uint32_t rows =
	    (uint32_t)(results->run_period - dashboard->first_period + 1);
	size_t metrics[3];
	for (int i = 0; i < 3; i++) {
		metrics[i] = dashboard_metric(dashboard, parts[i].id);
		if (metrics[i] == SIZE_MAX)
			return;
		headings[i + 1] = language_text(
		    dashboard->language, results->metrics[metrics[i]].label);
	}
	uint32_t first = block_data(
	    dashboard, page_word(page, LABEL_REVENUE_SPLIT), headings, 4, rows);
	for (uint32_t r = 0; r < rows; r++) {
		size_t period = dashboard->first_period + r;
		double total = dashboard_value_in(dashboard, period, 0,
		    dashboard_metric(dashboard, "revenue"));
		/* A stack shows its parts only: its sum stands in its name. */
		sheet_string(dashboard->data, first + r, 0, ROLE_BODY,
		    arena_format(dashboard->report->arena, "%s: %s",
			results->views[period].period.label,
			isfinite(total)
			    ? dashboard_number(dashboard, FORMAT_MONEY, total)
			    : "–"));
		for (int i = 0; i < 3; i++)
			sheet_real(dashboard->data, first + r, i + 1, ROLE_BODY,
			    FORMAT_MONEY,
			    dashboard_value_in(
				dashboard, period, 0, metrics[i]));
	}
	struct chart chart = { .kind = CHART_STACK,
		.title = page_word(page, LABEL_REVENUE_SPLIT),
		.description = dashboard_format(
		    dashboard, LABEL_ALT_REVENUE, dashboard_periods(dashboard)),
		.row = page->row,
		.width = FULL_WIDTH,
		.height = CHART_HEIGHT + 30,
		.format = FORMAT_SHORT_MONEY,
		.values = { .has_low = true },
		.categories.shown = true,
		.legend = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int i = 0; i < 3; i++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = headings[i + 1],
			.sheet = dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, i + 1),
			.style = parts[i].style,
			.labels = LABELS_VALUES });
	page_skip(page, CHART_HEIGHT + 30);
}

/* ---- what was sold to clients there were ---- */

struct win {
	decimal value;
	uint32_t contract;
};

static int
by_value(const void *left, const void *right)
{
	const struct win *a = left, *b = right;
	if (a->value != b->value)
		return a->value > b->value ? -1 : 1;
	return (a->contract > b->contract) - (a->contract < b->contract);
}

/* Those of the period, of the largest value first; without memory none. */
static struct win *
sort_wins(const struct dashboard *dashboard, const struct observations *wins)
{
	const struct contract *contracts = dashboard->results->data->contracts;
	struct win *order = arena_allocate(
	    dashboard->report->arena, wins->count, sizeof *order);
	dashboard->report->out_of_memory |= !order;
	for (size_t i = 0; order && i < wins->count; i++)
		order[i] = (struct win){
			contracts[wins->rows[i].record].value,
			wins->rows[i].record,
		};
	if (order && wins->count)
		qsort(order, wins->count, sizeof *order, by_value);
	return order;
}

static void
write_win(struct list *list, const struct contract *contract)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct dataset *data = dashboard->results->data;
	list_text(list, 0, dashboard_client_name(dashboard, contract->client));
	list_text(
	    list, 1, dictionary_text(&data->contract_ids, contract->contract));
	list_text(
	    list, 2, dashboard_manager_name(dashboard, contract->manager));
	list_number(list, 3, decimal_double(contract->value));
	list_date(list, 4, contract->closed_on);
	list_source(list, 5, contract->source);
}

static void
write_wins(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_CLIENT_NAME,
							  LIST_NAME },
		{ LABEL_CONTRACT, LIST_TEXT }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_CONTRACT_VALUE, LIST_MONEY },
		{ LABEL_SIGNED_ON, LIST_DATE }, { LABEL_SOURCE, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 6,
		.most = WINS_MOST,
		.none = LABEL_NOTHING_AGAINST };
	const struct dashboard *dashboard = page->dashboard;
	const struct observations *wins =
	    dashboard_observations(dashboard, "upsell_wins");
	const struct win *order = sort_wins(dashboard, wins);
	page_section(page, LABEL_UPSELL_WINS);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; order && i < wins->count; i++) {
		list_row(&list);
		write_win(&list,
		    &dashboard->results->data->contracts[order[i].contract]);
	}
	list_end(&list);
}

void
fill_growth(struct page *page)
{
	static const char *const funnels[] = { "upsell_rate" };
	static const char *const ids[] = { "revenue", "revenue_new",
		"revenue_renewal", "revenue_expansion", "collected",
		"upsell_rate", "upsell_wins" };
	page_head(page, title_of(page->dashboard));
	page->row++;
	block_metrics(page, ids, sizeof ids / sizeof *ids);
	page->row++;
	chart_revenue(page);
	write_wins(page);
	block_subjects(
	    page, "upsell_rate", LABEL_CLIENTS_UPSOLD, LABEL_OPENING);
	block_funnels(page, funnels, 1);
	page_close(page);
}
