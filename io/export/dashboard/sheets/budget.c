/* Budget: cost against plan, project by project; over and under, and the
 * projects that stand apart from the others. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"
#include "io/export/dashboard/verdict.h"

enum { PROJECTS_MOST = 300, RUNNING_MOST = 50, BARS_MOST = 24 };

/* Of an amount that all projects together are over (or under) their budgets:
 * how much of it are those of one manager, where that is a third of it or more
 * and nobody else's are as much. */
static const char *
amount_and_whose(const struct dashboard *dashboard, double amount)
{
	enum { LEAST_PART = 3 };
	const struct results *results = dashboard->results;
	size_t metric = dashboard_metric(dashboard, "budget_variance"),
	       whose = 0;
	double most = fabs(amount) / LEAST_PART;
	const char *text =
	    dashboard_number(dashboard, FORMAT_MONEY, fabs(amount));
	for (size_t s = 1; s < results->subject_count; s++) {
		const struct estimate *own =
		    dashboard_estimate(dashboard, s, metric);
		double part = own->numerator.defined
				  ? quantity_double(own->numerator)
				  : 0;
		part = amount < 0 ? -part : part;
		if (results->subjects[s].scope != SCOPE_MANAGER || part < most)
			continue;
		whose = part == most ? 0 : s;
		most = part;
	}
	if (whose == 0 ||
	    dashboard_estimate(dashboard, whose, metric)->n < NAMED_LEAST)
		return text;
	return dashboard_format(dashboard,
	    most <= fabs(amount) ? LABEL_OF_IT_WHOSE : LABEL_WHOSE_ALONE, text,
	    dashboard_number(dashboard, FORMAT_MONEY, most),
	    dashboard_subject_name(dashboard, whose).data,
	    (int)dashboard_estimate(dashboard, whose, metric)->n);
}

static const char *
title_of_delivered(
    const struct dashboard *dashboard, const struct estimate *variance)
{
	const struct estimate *over =
	    dashboard_company(dashboard, "over_budget");
	double value = quantity_double(variance->value);
	double amount = quantity_double(variance->numerator);
	return dashboard_format(dashboard,
	    value > 0 ? LABEL_BUDGET_OVER : LABEL_BUDGET_UNDER,
	    dashboard_number(dashboard, FORMAT_PERCENT_VARIANCE, fabs(value)),
	    amount_and_whose(dashboard, amount),
	    over ? (int)quantity_double(over->numerator) : 0, (int)variance->n);
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *variance)
{
	const struct analysis *analysis = dashboard->results->analysis;
	const char *delivered = variance && variance->value.defined
				    ? title_of_delivered(dashboard, variance)
				    : NULL;
	if (!analysis || (delivered && analysis->running.over == 0))
		return delivered;
	const struct running *running = &analysis->running;
	return delivered ? dashboard_format(dashboard, LABEL_BUDGET_RUNNING,
			       delivered, running->count, running->over)
			 : dashboard_format(dashboard, LABEL_BUDGET_RUNS_ONLY,
			       running->count, running->over);
}

/* A project of budget_variance: x = actual − budget, y = budget. */
struct project {
	uint32_t id, manager;
	double budget, actual, variance;
	bool outside_manager, outside_company;
};

/* The analysed projects by id, NULL for the others; NULL without memory. */
static const struct budget_project **
index_projects(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	const struct budget *budget = &results->analysis->budget;
	const struct budget_project **by_id =
	    arena_allocate(dashboard->report->arena,
		results->data->projects.count, sizeof *by_id);
	for (size_t i = 0; by_id && i < budget->project_count; i++)
		by_id[budget->projects[i].project] = &budget->projects[i];
	return by_id;
}

static int
by_variance(const void *left, const void *right)
{
	const struct project *a = left, *b = right;
	if (a->variance != b->variance)
		return a->variance > b->variance ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

static struct project *
find_projects(const struct dashboard *dashboard, size_t *count)
{
	const struct observations *all =
	    dashboard_observations(dashboard, "budget_variance");
	struct project *projects = arena_allocate(
	    dashboard->report->arena, all->count, sizeof *projects);
	const struct budget_project **analysed =
	    dashboard->results->analysis ? index_projects(dashboard) : NULL;
	bool lacking = !projects || (dashboard->results->analysis && !analysed);
	*count = lacking ? 0 : all->count;
	dashboard->report->out_of_memory |= lacking;
	for (size_t i = 0; i < *count; i++) {
		const struct observation *o = &all->rows[i];
		double over = wide_double(o->x.exact);
		double budget = wide_double(o->y.exact);
		const struct budget_project *found =
		    analysed ? analysed[o->record] : NULL;
		projects[i] = (struct project){ .id = o->record,
			.manager = o->manager,
			.budget = budget,
			.actual = budget + over,
			.variance = over / budget,
			.outside_manager = found && found->outside_manager,
			.outside_company = found && found->outside_company };
	}
	qsort(projects, *count, sizeof *projects, by_variance);
	return projects;
}

/* ---- variance bars: over and under ---- */

static void
chart_variances(struct page *page, const struct project *projects, size_t count)
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_PROJECT),
		page_word(page, LABEL_OVER), page_word(page, LABEL_UNDER) };
	uint32_t rows = (uint32_t)(count < BARS_MOST ? count : BARS_MOST);
	uint32_t first = block_data(
	    dashboard, page_word(page, LABEL_VARIANCES), headings, 3, rows);
	for (uint32_t i = 0; i < rows; i++) {
		/* Of many projects the first half of the bars shows those
		 * furthest over, the other half those furthest under. */
		size_t at = i < rows / 2 ? i : count - rows + i;
		const struct project *p = &projects[at];
		sheet_text(dashboard->data, first + i, 0, ROLE_BODY,
		    dictionary_text(
			&dashboard->results->data->projects, p->id));
		sheet_real(dashboard->data, first + i, p->variance > 0 ? 1 : 2,
		    ROLE_BODY, FORMAT_PERCENT_VARIANCE, p->variance);
	}
	struct chart chart = { .kind = CHART_COLUMNS,
		.title = page_word(page,
		    count > BARS_MOST ? LABEL_VARIANCES_ENDS : LABEL_VARIANCES),
		.description = page_word(page, LABEL_ALT_VARIANCES),
		.row = page->row,
		.width = FULL_WIDTH,
		.height = CHART_HEIGHT + 20,
		.format = FORMAT_WHOLE_PERCENT,
		.categories.shown = true,
		.overlapped = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int under = 0; under < 2; under++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = page_word(page,
					  under ? LABEL_UNDER : LABEL_OVER),
			.sheet = dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, 1 + under),
			.style = under ? STYLE_GOOD : STYLE_BAD,
			.labels = LABELS_VALUES });
	page_skip(page, CHART_HEIGHT + 20);
}

/* ---- by manager: the plan outlined, what it cost solid ---- */

static void
chart_managers(struct page *page)
{
	struct dashboard *dashboard = page->dashboard;
	size_t metric = dashboard_metric(dashboard, "budget_variance"), count;
	const size_t *order = block_ranking(dashboard, metric, &count);
	bool people = dashboard->managers <= PERSON_SHEETS_MOST;
	const char *headings[] = { page_word(page,
				       people ? LABEL_MANAGER : LABEL_TEAM),
		page_word(page, LABEL_BUDGET), page_word(page, LABEL_ACTUAL) };
	if (count < 2)
		return;
	uint32_t rows = (uint32_t)(count < BARS_MOST ? count : BARS_MOST);
	uint32_t first = block_data(dashboard,
	    page_word(page, LABEL_PLAN_AND_ACTUAL), headings, 3, rows);
	for (uint32_t i = 0; i < rows; i++) {
		const struct estimate *e =
		    dashboard_estimate(dashboard, order[i], metric);
		double budget = quantity_double(e->denominator);
		sheet_text(dashboard->data, first + i, 0, ROLE_BODY,
		    dashboard_subject_name(dashboard, order[i]));
		sheet_real(dashboard->data, first + i, 1, ROLE_BODY,
		    FORMAT_MONEY, budget);
		sheet_real(dashboard->data, first + i, 2, ROLE_BODY,
		    FORMAT_MONEY, budget + quantity_double(e->numerator));
	}
	struct chart chart = { .kind = CHART_COLUMNS,
		.title = page_word(page, LABEL_PLAN_AND_ACTUAL),
		.description = page_word(page, LABEL_PLAN_AND_ACTUAL),
		.row = page->row,
		.width = FULL_WIDTH,
		.height = CHART_HEIGHT,
		.format = FORMAT_SHORT_MONEY,
		.values = { .has_low = true },
		.categories.shown = true,
		.legend = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int actual = 0; actual < 2; actual++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = headings[1 + actual],
			.sheet = dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, 1 + actual),
			.style = actual ? STYLE_ACTUAL : STYLE_PLAN,
			.labels = actual ? LABELS_VALUES : LABELS_NONE });
	page_skip(page, CHART_HEIGHT);
}

/* ---- by manager: the spread ---- */

static void
found(struct page *page, int column, struct finding finding)
{
	sheet_real(page->sheet, page->row, column, ROLE_BODY,
	    FORMAT_PERCENT_VARIANCE, finding.defined ? finding.value : NAN);
}

static void
write_spreads(struct page *page)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PROJECTS, true }, { LABEL_MEDIAN_WORD, true },
		{ LABEL_QUARTILE_LOW, true }, { LABEL_QUARTILE_HIGH, true },
		{ LABEL_MAD, true }, { LABEL_FENCE_LOW, true },
		{ LABEL_FENCE_HIGH, true } };
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct analysis *analysis = results->analysis;
	if (!analysis || !analysis->budget.spreads)
		return;
	page_section(page, LABEL_SPREAD);
	page_note(page, LABEL_SPREAD_NOTE);
	page_headings(page, headings, 8);
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct budget_spread *spread =
		    &analysis->budget.spreads[s];
		if (spread->n == 0 ||
		    (s && results->subjects[s].scope != SCOPE_MANAGER) ||
		    (s && dashboard->managers > PERSON_SHEETS_MOST))
			continue;
		page_manager(page, 0, s);
		sheet_count(page->sheet, page->row, 1, spread->n);
		found(page, 2, spread->median);
		found(page, 3, spread->quartile_low);
		found(page, 4, spread->quartile_high);
		sheet_real(page->sheet, page->row, 5, ROLE_BODY, FORMAT_PERCENT,
		    spread->mad.defined ? spread->mad.value : NAN);
		found(page, 6, spread->fence_low);
		found(page, 7, spread->fence_high);
		page->row++;
	}
}

static void
write_projects(struct page *page, const struct project *projects, size_t count)
{
	static const struct list_column columns[] = {
		{ LABEL_PROJECT, LIST_NAME }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_BUDGET, LIST_MONEY }, { LABEL_ACTUAL, LIST_MONEY },
		{ LABEL_VARIANCE_MONEY, LIST_MONEY_VARIANCE },
		{ LABEL_VARIANCE, LIST_PERCENT_VARIANCE },
		{ LABEL_SOURCE, LIST_REMARK }, { LABEL_REMARK, LIST_REMARK }
	};
	static const struct list_form form = { .columns = columns,
		.column_count = 8,
		.most = PROJECTS_MOST,
		.none = LABEL_NOTHING_AGAINST };
	const struct dashboard *dashboard = page->dashboard;
	const struct dataset *data = dashboard->results->data;
	page_section(page, LABEL_ALL_PROJECTS);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < count; i++) {
		const struct project *p = &projects[i];
		list_row(&list);
		list_text(&list, 0, dictionary_text(&data->projects, p->id));
		list_text(
		    &list, 1, dashboard_manager_name(dashboard, p->manager));
		list_number(&list, 2, p->budget);
		list_number(&list, 3, p->actual);
		list_number_as(&list, 4, p->variance > 0 ? ROLE_BAD : ROLE_GOOD,
		    p->actual - p->budget);
		list_number(&list, 5, p->variance);
		list_string(&list, 7,
		    p->outside_company   ? page_word(page, LABEL_APART_COMPANY)
		    : p->outside_manager ? page_word(page, LABEL_APART_MANAGER)
					 : "");
		list_source(
		    &list, 6, record_source(data, RECORD_PROJECT, p->id));
	}
	list_end(&list);
	list_shade(&list, 5, SHADING_VARIANCE);
}

/* ---- projects that run ---- */

static double
over(struct optional value, wide budget)
{
	double whole = wide_double(budget);
	return value.defined && whole > 0 ? (value.value - whole) / whole : NAN;
}

static double
or_blank(struct optional value)
{
	return value.defined ? value.value : NAN;
}

static void
write_running(struct list *list, const struct running_project *p)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct dataset *data = dashboard->results->data;
	const struct optional cost = { true, wide_double(p->cost) };
	list_text(list, 0, dictionary_text(&data->projects, p->project));
	if (p->several_clients)
		list_string(list, 1, page_word(list->page, LABEL_SEVERAL));
	else if (p->client != NO_ID)
		list_text(list, 1, dashboard_client_name(dashboard, p->client));
	list_text(list, 2, dashboard_manager_name(dashboard, p->manager));
	if (p->due_on != DATE_NONE)
		list_date(list, 3, p->due_on);
	list_number(list, 4, cost.value);
	list_number(list, 5, wide_double(p->budget));
	list_number(list, 6, over(cost, p->budget));
	list_number(list, 7, or_blank(p->progress));
	list_number(list, 8, or_blank(p->estimate));
	list_number(
	    list, 9, p->whole_budget > 0 ? wide_double(p->whole_budget) : NAN);
	list_number(list, 10, over(p->estimate, p->whole_budget));
	list_source(list, 11, record_source(data, RECORD_PROJECT, p->project));
}

static void
write_all_running(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_PROJECT,
							  LIST_NAME },
		{ LABEL_CLIENT_NAME, LIST_TEXT }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_DUE_ON, LIST_DATE }, { LABEL_COST_BY_NOW, LIST_MONEY },
		{ LABEL_BUDGET_BY_NOW, LIST_MONEY },
		{ LABEL_OVER_BY_NOW, LIST_PERCENT_VARIANCE },
		{ LABEL_PROGRESS, LIST_PERCENT },
		{ LABEL_ESTIMATE, LIST_MONEY },
		{ LABEL_WHOLE_BUDGET, LIST_MONEY },
		{ LABEL_OVER_IN_THE_END, LIST_PERCENT_VARIANCE },
		{ LABEL_SOURCE, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 12,
		.most = RUNNING_MOST,
		.none = LABEL_NOTHING_AGAINST };
	const struct analysis *analysis = page->dashboard->results->analysis;
	if (!analysis || analysis->running.count == 0)
		return;
	page_section(page, LABEL_RUNNING_PROJECTS);
	page_note(page, LABEL_RUNNING_NOTE);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < analysis->running.count; i++) {
		list_row(&list);
		write_running(&list, &analysis->running.rows[i]);
	}
	list_end(&list);
}

void
fill_budget(struct page *page)
{
	static const char *const funnels[] = { "over_budget" };
	static const char *const ids[] = { "budget_variance", "over_budget",
		"cpi", "running_over", "eac_variance" };
	const struct dashboard *dashboard = page->dashboard;
	const struct estimate *variance =
	    dashboard_company(dashboard, "budget_variance");
	size_t count;
	const struct project *projects = find_projects(dashboard, &count);
	page_head(page, title_of(dashboard, variance));
	page->row++;
	block_metrics(page, ids, 5);
	page->row++;
	write_all_running(page);
	if (count) {
		chart_variances(page, projects, count);
		write_projects(page, projects, count);
		page->row++;
		chart_managers(page);
		write_spreads(page);
	}
	block_funnels(page, funnels, 1);
	page_close(page);
}
