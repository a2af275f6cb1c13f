/* Revenue bridge: how revenue, and the run rate, went from the prior period to
 * this one; by manager and by client. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { MANAGERS_MOST = 60, CLIENTS_MOST = 50 };

static const enum label step_names[BRIDGE_STEPS] = { LABEL_BRIDGE_LOST,
	LABEL_BRIDGE_CONTRACTED, LABEL_BRIDGE_NEW, LABEL_BRIDGE_EXPANSION };

static const struct bridges *
bridges_of(const struct page *page)
{
	return &page->dashboard->results->analysis->bridges;
}

/* ---- the title ---- */

static const char *
said_change(const struct dashboard *dashboard, wide amount)
{
	const char *number =
	    dashboard_number(dashboard, FORMAT_MONEY, wide_double(amount));
	const char *said = arena_format(
	    dashboard->report->arena, "%s%s", amount > 0 ? "+" : "", number);
	return said ? said : "";
}

static const char *
title_of(const struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct bridge *company = &bridges_of(page)->company;
	const char *steps[BRIDGE_STEPS];
	for (int i = 0; i < BRIDGE_STEPS; i++)
		steps[i] = said_change(dashboard, company->steps[i]);
	const char *parts =
	    dashboard_format(dashboard, LABEL_BRIDGE_PARTS, steps[STEP_LOST],
		steps[STEP_CONTRACTED], steps[STEP_NEW], steps[STEP_EXPANSION]);
	wide change = bridge_change(company);
	return dashboard_format(dashboard,
	    change > 0   ? LABEL_BRIDGE_ROSE
	    : change < 0 ? LABEL_BRIDGE_FELL
			 : LABEL_BRIDGE_STAYED,
	    dashboard_number(
		dashboard, FORMAT_MONEY, wide_double(company->prior)),
	    dashboard_number(
		dashboard, FORMAT_MONEY, wide_double(company->now)),
	    parts);
}

/* ---- the company ---- */

/* What is left of a bridge when its parts are taken off the whole: 0. */
static wide
rest_of(const struct bridge *bridge)
{
	wide rest = bridge->prior + bridge->moved - bridge->now;
	for (int i = 0; i < BRIDGE_STEPS; i++)
		rest += bridge->steps[i];
	return rest;
}

static void
write_step(struct list *list, enum label label, double revenue, double clients,
    double rate, double rate_clients)
{
	list_row(list);
	list_string(list, 0, page_word(list->page, label));
	list_number(list, 1, revenue);
	list_number(list, 2, clients);
	list_number(list, 3, rate);
	list_number(list, 4, rate_clients);
}

/* Must be 0: green if it is, red if not. */
static void
write_check(struct list *list, enum label label, wide rest, double rate)
{
	list_row(list);
	list_string(list, 0, page_word(list->page, label));
	list_number_as(list, 1, rest ? ROLE_BAD : ROLE_GOOD, wide_double(rest));
	list_number_as(list, 3, rate != 0 ? ROLE_BAD : ROLE_GOOD, rate);
}

/* What the run rates' parts leave, exactly; 0. */
static double
rest_of_rates(const struct page *page)
{
	struct arena *arena = page->dashboard->report->arena;
	const struct rate_bridge *rates = &bridges_of(page)->rates;
	struct rational rest = rates->opening;
	for (int i = 0; i < BRIDGE_STEPS; i++)
		rest = rational_add(arena, rest, rates->steps[i]);
	rest = rational_subtract(arena, rest, rates->closing);
	page->dashboard->report->out_of_memory |= rational_failed(rest);
	return rational_nearest(rest);
}

static wide
beside_kpi(const struct page *page)
{
	const struct estimate *revenue =
	    dashboard_company(page->dashboard, "revenue");
	return bridges_of(page)->company.now - revenue->value.as.exact;
}

static void
write_company(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_BRIDGE_STEP,
							  LIST_NAME },
		{ LABEL_CLIENTS_REVENUE, LIST_MONEY },
		{ LABEL_CLIENTS, LIST_COUNT },
		{ LABEL_CLIENTS_RUN_RATE, LIST_WHOLE_MONEY },
		{ LABEL_BRIDGE_CLIENTS_RATE, LIST_COUNT } };
	static const struct list_form form = { .columns = columns,
		.column_count = 5 };
	const struct bridge *company = &bridges_of(page)->company;
	const struct rate_bridge *rates = &bridges_of(page)->rates;
	page_section(page, LABEL_BRIDGE_COMPANY);
	struct list list = list_begin(page, &form);
	write_step(&list, LABEL_BRIDGE_OPENING, wide_double(company->prior),
	    NAN, rational_nearest(rates->opening), NAN);
	for (int i = 0; i < BRIDGE_STEPS; i++)
		write_step(&list, step_names[i], wide_double(company->steps[i]),
		    company->clients[i], rational_nearest(rates->steps[i]),
		    rates->clients[i]);
	write_step(&list, LABEL_BRIDGE_NOW, wide_double(company->now), NAN,
	    rational_nearest(rates->closing), NAN);
	write_check(
	    &list, LABEL_BRIDGE_CHECK, rest_of(company), rest_of_rates(page));
	write_check(&list, LABEL_BRIDGE_CHECK_KPI, beside_kpi(page), NAN);
	list_end(&list);
	page_note(page, LABEL_BRIDGE_NOTE);
}

/* How the run rates' bridge and retention say the same. */
static void
write_retention(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct estimate *grr = dashboard_company(dashboard, "grr"),
			      *nrr = dashboard_company(dashboard, "nrr"),
			      *kept = dashboard_company(dashboard, "retention");
	if (!grr || !nrr || !kept)
		return;
	int lost = (int)(quantity_double(kept->denominator) -
			 quantity_double(kept->numerator));
	sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
	    dashboard_format(dashboard, LABEL_BRIDGE_GRR,
		dashboard_number(
		    dashboard, FORMAT_PERCENT, quantity_double(grr->value)),
		dashboard_number(
		    dashboard, FORMAT_PERCENT, quantity_double(nrr->value)),
		lost));
}

static void
draw(struct page *page, enum label title,
    const double amounts[BRIDGE_STEPS + 2], int x_offset)
{
	struct waterfall waterfall = { .title = page_word(page, title),
		.description = page_word(page, LABEL_BRIDGE_ALT),
		.count = BRIDGE_STEPS + 2 };
	for (size_t i = 0; i < waterfall.count; i++) {
		bool first = i == 0, last = i + 1 == waterfall.count;
		waterfall.steps[i] =
		    (struct waterfall_step){ .label =
						 first  ? LABEL_BRIDGE_OPENING
						 : last ? LABEL_BRIDGE_NOW
							: step_names[i - 1],
			    .amount = amounts[i],
			    .whole = first || last };
	}
	block_waterfall(page, &waterfall, x_offset);
}

static void
draw_company(struct page *page)
{
	const struct bridge *company = &bridges_of(page)->company;
	const struct rate_bridge *rates = &bridges_of(page)->rates;
	double amounts[2][BRIDGE_STEPS + 2] = {
		{ wide_double(company->prior) },
		{ rational_nearest(rates->opening) },
	};
	for (int i = 0; i < BRIDGE_STEPS; i++) {
		amounts[0][i + 1] = wide_double(company->steps[i]);
		amounts[1][i + 1] = rational_nearest(rates->steps[i]);
	}
	amounts[0][BRIDGE_STEPS + 1] = wide_double(company->now);
	amounts[1][BRIDGE_STEPS + 1] = rational_nearest(rates->closing);
	page->row++;
	draw(page, LABEL_CLIENTS_REVENUE, amounts[0], 0);
	if (rational_sign(rates->opening) || rational_sign(rates->closing))
		draw(page, LABEL_BRIDGE_RATES, amounts[1], HALF_WIDTH + 12);
	page_skip(page, CHART_HEIGHT);
}

/* ---- by manager ---- */

/* A step that is none leaves its cell blank. */
static void
write_part(struct list *list, int column, wide amount)
{
	list_number(list, column, amount ? wide_double(amount) : NAN);
}

static void
write_manager(
    struct list *list, const struct manager_bridge *manager, bool with_moved)
{
	const struct bridge *bridge = &manager->bridge;
	wide rest = rest_of(bridge);
	int column = 1;
	list_row(list);
	list_subject(list, 0, manager->subject);
	list_number(list, column++, wide_double(bridge->prior));
	for (int i = 0; i < BRIDGE_STEPS; i++)
		write_part(list, column++, bridge->steps[i]);
	if (with_moved)
		write_part(list, column++, bridge->moved);
	list_number(list, column++, wide_double(bridge->now));
	list_number(list, column++, wide_double(bridge_change(bridge)));
	list_number_as(
	    list, column, rest ? ROLE_BAD : ROLE_GOOD, wide_double(rest));
}

/* The columns, with that of what moved between managers where anything did;
 * their count. */
static size_t
choose_columns(struct list_column columns[LIST_COLUMNS_MOST], bool with_moved)
{
	size_t count = 0;
	columns[count++] = (struct list_column){ LABEL_MANAGER, LIST_NAME };
	columns[count++] =
	    (struct list_column){ LABEL_BRIDGE_OPENING, LIST_WHOLE_MONEY };
	for (int i = 0; i < BRIDGE_STEPS; i++)
		columns[count++] =
		    (struct list_column){ step_names[i], LIST_WHOLE_MONEY };
	if (with_moved)
		columns[count++] = (struct list_column){ LABEL_BRIDGE_MOVED,
			LIST_WHOLE_MONEY };
	columns[count++] =
	    (struct list_column){ LABEL_BRIDGE_NOW, LIST_WHOLE_MONEY };
	columns[count++] =
	    (struct list_column){ LABEL_BRIDGE_CHANGE, LIST_MONEY_VARIANCE };
	columns[count++] =
	    (struct list_column){ LABEL_BRIDGE_REST, LIST_WHOLE_MONEY };
	return count;
}

static void
write_managers(struct page *page)
{
	const struct bridges *bridges = bridges_of(page);
	struct list_column columns[LIST_COLUMNS_MOST];
	bool moved = false;
	for (size_t i = 0; i < bridges->manager_count; i++)
		moved |= bridges->managers[i].bridge.moved != 0;
	size_t count = choose_columns(columns, moved);
	struct list_form form = { .columns = columns,
		.column_count = count,
		.totals = (1u << count) - 2,
		.most = MANAGERS_MOST,
		.none = LABEL_NOTHING_AGAINST };
	page_section(page, LABEL_BRIDGE_BY_MANAGER);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < bridges->manager_count; i++)
		write_manager(&list, &bridges->managers[i], moved);
	list_end(&list);
}

/* ---- by client ---- */

static wide
change_of(const struct client_row *row)
{
	return row->revenue - row->prior_revenue;
}

static int
by_change(const void *left, const void *right)
{
	const struct client_row *a = *(const struct client_row *const *)left;
	const struct client_row *b = *(const struct client_row *const *)right;
	unsigned_wide x = wide_size(change_of(a)), y = wide_size(change_of(b));
	if (x != y)
		return x > y ? -1 : 1;
	return (a > b) - (a < b); /* in the order of the clients' table */
}

/* Those with revenue in either period; NULL without memory. */
static const struct client_row **
sort_by_change(const struct dashboard *dashboard, size_t *count)
{
	const struct clients *clients = &dashboard->results->analysis->clients;
	const struct client_row **rows = arena_allocate(
	    dashboard->report->arena, clients->count, sizeof *rows);
	dashboard->report->out_of_memory |= !rows;
	*count = 0;
	for (size_t i = 0; rows && i < clients->count; i++)
		if (clients->rows[i].revenue || clients->rows[i].prior_revenue)
			rows[(*count)++] = &clients->rows[i];
	if (*count)
		qsort(rows, *count, sizeof *rows, by_change);
	return rows;
}

static void
write_client(struct list *list, const struct client_row *row)
{
	const struct dashboard *dashboard = list->page->dashboard;
	wide change = change_of(row);
	list_row(list);
	list_text(list, 0, dashboard_client_name(dashboard, row->client));
	list_text(list, 1, dashboard_manager_name(dashboard, row->manager));
	list_string(list, 2,
	    page_word(list->page,
		change ? step_names[row->step] : LABEL_BRIDGE_UNCHANGED));
	list_number(list, 3, wide_double(row->prior_revenue));
	list_number(list, 4, wide_double(row->revenue));
	list_number_as(list, 5,
	    change < 0   ? ROLE_BAD
	    : change > 0 ? ROLE_GOOD
			 : ROLE_BODY,
	    wide_double(change));
}

static void
write_clients(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_CLIENT_NAME,
							  LIST_NAME },
		{ LABEL_MANAGER, LIST_TEXT }, { LABEL_BRIDGE_STEP, LIST_TEXT },
		{ LABEL_BRIDGE_OPENING, LIST_WHOLE_MONEY },
		{ LABEL_BRIDGE_NOW, LIST_WHOLE_MONEY },
		{ LABEL_BRIDGE_CHANGE, LIST_MONEY_VARIANCE } };
	static const struct list_form form = { .columns = columns,
		.column_count = 6,
		.totals = 1u << 3 | 1u << 4 | 1u << 5,
		.most = CLIENTS_MOST,
		.none = LABEL_NOTHING_AGAINST };
	size_t count;
	const struct client_row **rows =
	    sort_by_change(page->dashboard, &count);
	page_section(page, LABEL_BRIDGE_BY_CLIENT);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < count; i++)
		write_client(&list, rows[i]);
	list_end(&list);
}

void
fill_bridge(struct page *page)
{
	page_head(page, title_of(page));
	write_company(page);
	write_retention(page);
	draw_company(page);
	write_managers(page);
	write_clients(page);
	page_close(page);
}
