/* Clients: what hangs on few of them, what each brings and costs, which
 * renewals are due, and what is still open. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { ENDS_MOST = 10, CLIENTS_MOST = 200, RENEWALS_MOST = 50 };

static const struct clients *
clients_of(const struct dashboard *dashboard)
{
	return &dashboard->results->analysis->clients;
}

/* ---- the title ---- */

static const char *
append_losses(const struct dashboard *dashboard, const char *title)
{
	const struct clients *clients = clients_of(dashboard);
	size_t losses = 0;
	for (size_t i = 0; i < clients->count; i++)
		losses += (clients->rows[i].flags & CLIENT_LOSS) != 0;
	if (losses == 0)
		return title;
	const char *more = dashboard_format(dashboard, LABEL_CLIENTS_LOSSES,
	    dashboard_number(dashboard, FORMAT_COUNT, (double)losses));
	return arena_format(dashboard->report->arena, "%s%s", title, more);
}

static double
renewals_worth(const struct dashboard *dashboard)
{
	const struct clients *clients = clients_of(dashboard);
	wide worth = 0;
	for (size_t i = 0; i < clients->renewal_count; i++)
		worth +=
		    decimal_widen(dashboard->results->data
				      ->contracts[clients->renewals[i].contract]
				      .value);
	return wide_double(worth);
}

static date
as_of(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	return results->views[results->run_period].as_of;
}

static const char *
append_renewals(const struct dashboard *dashboard, const char *title)
{
	size_t count = clients_of(dashboard)->renewal_count;
	if (count == 0)
		return title;
	const char *more = dashboard_format(dashboard, LABEL_CLIENTS_RENEWALS,
	    dashboard_number(dashboard, FORMAT_COUNT, (double)count),
	    dashboard_number(
		dashboard, FORMAT_MONEY, renewals_worth(dashboard)),
	    dashboard_day(dashboard, as_of(dashboard) + RENEWAL_DAYS));
	return arena_format(dashboard->report->arena, "%s%s", title, more);
}

static const char *
title_of(const struct dashboard *dashboard)
{
	const struct clients *clients = clients_of(dashboard);
	bool many = clients->with_revenue > LARGEST && clients->revenue > 0;
	const char *title =
	    many ? dashboard_format(dashboard, LABEL_CLIENTS_FOUND,
		       dashboard_number(dashboard, FORMAT_COUNT,
			   (double)clients->with_revenue),
		       dashboard_number(dashboard, FORMAT_PERCENT,
			   wide_ratio(
			       clients->largest_revenue, clients->revenue)))
		 : dashboard_format(dashboard, LABEL_CLIENTS_COUNTED,
		       dashboard_number(dashboard, FORMAT_COUNT,
			   (double)clients->with_revenue),
		       dashboard_number(dashboard, FORMAT_MONEY,
			   wide_double(clients->revenue)));
	title = append_losses(dashboard, title);
	title = title ? append_renewals(dashboard, title) : NULL;
	dashboard->report->out_of_memory |= !title;
	return title ? title : "";
}

/* ---- what hangs on few ---- */

static void
write_share(struct list *list, enum label label, size_t clients, double part,
    double whole)
{
	list_row(list);
	list_string(list, 0, page_word(list->page, label));
	list_number(list, 1, (double)clients);
	list_number(list, 2, part);
	list_number(list, 3, whole);
	list_number(list, 4, whole > 0 ? part / whole : NAN);
}

static void
write_concentration(struct page *page)
{
	static const struct list_column columns[] = {
		{ LABEL_INDICATOR, LIST_NAME }, { LABEL_CLIENTS, LIST_COUNT },
		{ LABEL_CLIENTS_LARGEST, LIST_WHOLE_MONEY },
		{ LABEL_CLIENTS_ALL, LIST_WHOLE_MONEY },
		{ LABEL_CLIENTS_SHARE, LIST_PERCENT }
	};
	static const struct list_form form = { .columns = columns,
		.column_count = 5 };
	const struct clients *clients = clients_of(page->dashboard);
	page_section(page, LABEL_CLIENTS_CONCENTRATION);
	struct list list = list_begin(page, &form);
	write_share(&list, LABEL_CLIENTS_REVENUE, clients->with_revenue,
	    wide_double(clients->largest_revenue),
	    wide_double(clients->revenue));
	write_share(&list, LABEL_CLIENTS_RUN_RATE, clients->with_run_rate,
	    rational_nearest(clients->largest_run_rate),
	    rational_nearest(clients->run_rate));
	list_end(&list);
}

/* ---- client by client ---- */

/* The flags in words, in their order; "" for none. */
static const char *
flags_of(const struct page *page, unsigned flags)
{
	static const enum label words[CLIENT_FLAGS] = { LABEL_CLIENT_IS_LOST,
		LABEL_CLIENT_IS_IN_GRACE, LABEL_CLIENT_IS_RENEWAL_DUE,
		LABEL_CLIENT_IS_LOSS, LABEL_CLIENT_IS_OVER_BUDGET,
		LABEL_CLIENT_IS_LATE, LABEL_CLIENT_IS_LOW_ANSWER };
	struct report *report = page->dashboard->report;
	const char *text = "";
	for (int i = 0; i < CLIENT_FLAGS && text; i++)
		if (flags >> i & 1)
			text = arena_format(report->arena, "%s%s%s", text,
			    *text ? "; " : "", page_word(page, words[i]));
	report->out_of_memory |= !text;
	return text ? text : "";
}

/* What a column of the clients' lists says; those that no client has anything
 * in are left out. */
enum client_column {
	NAME,
	MANAGER,
	REVENUE,
	EARNED,
	COST,
	MARGIN,
	MARGIN_SHARE,
	ANSWER,
	RUN_RATE,
	RENEWAL,
	PROPOSED,
	FLAGS,
	CLIENT_COLUMNS
};

static const struct list_column client_columns[CLIENT_COLUMNS] = {
	[NAME] = { LABEL_CLIENT_NAME, LIST_NAME },
	[MANAGER] = { LABEL_MANAGER, LIST_TEXT },
	[REVENUE] = { LABEL_CLIENTS_REVENUE, LIST_WHOLE_MONEY },
	[EARNED] = { LABEL_CLIENTS_EARNED, LIST_WHOLE_MONEY },
	[COST] = { LABEL_CLIENTS_COST, LIST_WHOLE_MONEY },
	[MARGIN] = { LABEL_CLIENTS_MARGIN, LIST_WHOLE_MONEY },
	[MARGIN_SHARE] = { LABEL_CLIENTS_MARGIN_SHARE, LIST_PERCENT },
	[ANSWER] = { LABEL_CLIENTS_ANSWER, LIST_SCORE },
	[RUN_RATE] = { LABEL_CLIENTS_RUN_RATE, LIST_WHOLE_MONEY },
	[RENEWAL] = { LABEL_CLIENTS_RENEWAL, LIST_DATE },
	[PROPOSED] = { LABEL_CLIENTS_PROPOSED, LIST_WHOLE_MONEY },
	[FLAGS] = { LABEL_CLIENTS_FLAGS, LIST_REMARK }
};

/* The columns that are there, and where: -1 for one that is not. */
struct chosen {
	struct list_column columns[CLIENT_COLUMNS];
	int at[CLIENT_COLUMNS];
	size_t count;
	unsigned totals;
};

static bool
says_something(const struct client_row *row, enum client_column column)
{
	switch (column) {
	case EARNED:
	case COST:
	case MARGIN:
		return row->has_work;
	case MARGIN_SHARE:
		return row->has_work && row->earned > 0;
	case ANSWER:
		return row->answered_on != DATE_NONE;
	case RUN_RATE:
		return rational_sign(row->run_rate) > 0;
	case RENEWAL:
		return row->renewal != DATE_NONE;
	case PROPOSED:
		return row->proposals > 0;
	case FLAGS:
		return row->flags;
	default:
		return true;
	}
}

static void
choose_columns(const struct clients *clients, struct chosen *chosen)
{
	static const unsigned with_total = 1u << REVENUE | 1u << EARNED |
					   1u << COST | 1u << MARGIN |
					   1u << RUN_RATE | 1u << PROPOSED;
	chosen->count = chosen->totals = 0;
	for (int c = 0; c < CLIENT_COLUMNS; c++) {
		bool used = false;
		for (size_t i = 0; i < clients->count && !used; i++)
			used = says_something(
			    &clients->rows[i], (enum client_column)c);
		chosen->at[c] = used ? (int)chosen->count : -1;
		if (!used)
			continue;
		if (with_total >> c & 1)
			chosen->totals |= 1u << chosen->count;
		chosen->columns[chosen->count++] = client_columns[c];
	}
}

static double
number_of(const struct client_row *row, enum client_column column)
{
	switch (column) {
	case REVENUE:
		return wide_double(row->revenue);
	case EARNED:
		return wide_double(row->earned);
	case COST:
		return wide_double(row->cost);
	case MARGIN:
		return wide_double(row->earned - row->cost);
	case MARGIN_SHARE:
		return wide_ratio(row->earned - row->cost, row->earned);
	case ANSWER:
		return row->answer;
	case RUN_RATE:
		return rational_nearest(row->run_rate);
	default:
		return wide_double(row->proposed);
	}
}

static void
write_name(struct list *list, const struct client_row *row)
{
	const struct dashboard *dashboard = list->page->dashboard;
	if (row->client == NO_ID) {
		list_string(list, NAME,
		    page_word(list->page, LABEL_CLIENTS_OF_SEVERAL));
		return;
	}
	list_text(list, NAME, dashboard_client_name(dashboard, row->client));
	list_text(
	    list, MANAGER, dashboard_manager_name(dashboard, row->manager));
}

static void
write_client(struct list *list, const struct chosen *chosen,
    const struct client_row *row)
{
	list_row(list);
	write_name(list, row);
	for (enum client_column c = REVENUE; c < FLAGS; c++) {
		if (!says_something(row, c))
			continue;
		if (c == RENEWAL)
			list_date(list, chosen->at[c], row->renewal);
		else
			list_number_as(list, chosen->at[c],
			    c == MARGIN && row->cost > row->earned ? ROLE_BAD
								   : ROLE_BODY,
			    number_of(row, c));
	}
	if (row->flags)
		list_string(
		    list, chosen->at[FLAGS], flags_of(list->page, row->flags));
}

static int
by_margin(const void *left, const void *right)
{
	const struct client_row *a = *(const struct client_row *const *)left;
	const struct client_row *b = *(const struct client_row *const *)right;
	wide x = a->earned - a->cost, y = b->earned - b->cost;
	if (x != y)
		return x < y ? -1 : 1;
	return (a > b) - (a < b); /* in the order of the table */
}

/* Those with work, the lowest margin first; NULL without memory. */
static const struct client_row **
sort_by_margin(const struct dashboard *dashboard, size_t *count)
{
	const struct clients *clients = clients_of(dashboard);
	const struct client_row **rows = arena_allocate(
	    dashboard->report->arena, clients->count, sizeof *rows);
	dashboard->report->out_of_memory |= !rows;
	*count = 0;
	for (size_t i = 0; rows && i < clients->count; i++)
		if (clients->rows[i].has_work)
			rows[(*count)++] = &clients->rows[i];
	if (*count)
		qsort(rows, *count, sizeof *rows, by_margin);
	return rows;
}

/* Both ends of the table, where it is long: those with the most revenue, and
 * those whose work leaves the least. */
static void
write_ends(struct page *page, const struct chosen *chosen)
{
	const struct list_form form = { .columns = chosen->columns,
		.column_count = chosen->count };
	const struct clients *clients = clients_of(page->dashboard);
	if (clients->count <= 2 * (size_t)ENDS_MOST)
		return;
	page_section(page, LABEL_CLIENTS_TOP);
	struct list top = list_begin(page, &form);
	for (size_t i = 0; i < ENDS_MOST; i++)
		write_client(&top, chosen, &clients->rows[i]);
	list_end(&top);
	size_t count;
	const struct client_row **rows =
	    sort_by_margin(page->dashboard, &count);
	if (count == 0)
		return;
	page_section(page, LABEL_CLIENTS_BOTTOM);
	struct list bottom = list_begin(page, &form);
	for (size_t i = 0; i < count && i < ENDS_MOST; i++)
		write_client(&bottom, chosen, rows[i]);
	list_end(&bottom);
}

static void
write_all(struct page *page, const struct chosen *chosen)
{
	const struct list_form form = { .columns = chosen->columns,
		.column_count = chosen->count,
		.totals = chosen->totals,
		.most = CLIENTS_MOST };
	const struct clients *clients = clients_of(page->dashboard);
	page_section(page, LABEL_CLIENTS_EVERY);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < clients->count; i++)
		write_client(&list, chosen, &clients->rows[i]);
	list_end(&list);
	if (chosen->at[EARNED] >= 0)
		page_note(page, LABEL_CLIENTS_NOTE);
	if (clients->work_left_out)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(page->dashboard, LABEL_CLIENTS_LEFT_OUT,
			clients->work_left_out));
}

/* ---- renewals ---- */

static void
write_renewal(struct list *list, const struct renewal *renewal)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct dataset *data = dashboard->results->data;
	const struct contract *contract = &data->contracts[renewal->contract];
	double rate = rational_nearest(renewal->run_rate);
	list_row(list);
	list_text(list, 0, dashboard_client_name(dashboard, contract->client));
	list_text(
	    list, 1, dictionary_text(&data->contract_ids, contract->contract));
	list_text(
	    list, 2, dashboard_manager_name(dashboard, contract->manager));
	list_date(list, 3, renewal->last);
	list_number(list, 4, renewal->last - as_of(dashboard));
	list_number(list, 5, decimal_double(contract->value));
	list_number(list, 6, rate > 0 ? rate : NAN);
	list_source(list, 7, contract->source);
}

static void
write_renewals(struct page *page)
{
	static const struct list_column columns[] = { { LABEL_CLIENT_NAME,
							  LIST_NAME },
		{ LABEL_CONTRACT, LIST_TEXT }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_CLIENTS_LAST_DAY, LIST_DATE },
		{ LABEL_CLIENTS_DAYS_LEFT, LIST_COUNT },
		{ LABEL_CONTRACT_VALUE, LIST_MONEY },
		{ LABEL_CLIENTS_RUN_RATE, LIST_WHOLE_MONEY },
		{ LABEL_SOURCE, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 8,
		.totals = 1u << 5 | 1u << 6,
		.most = RENEWALS_MOST,
		.none = LABEL_CLIENTS_NO_RENEWALS };
	const struct clients *clients = clients_of(page->dashboard);
	page_section(page, LABEL_CLIENTS_RENEWALS_DUE);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < clients->renewal_count; i++)
		write_renewal(&list, &clients->renewals[i]);
	list_end(&list);
}

void
fill_clients(struct page *page)
{
	struct chosen chosen;
	choose_columns(clients_of(page->dashboard), &chosen);
	page_head(page, title_of(page->dashboard));
	write_concentration(page);
	write_ends(page, &chosen);
	write_renewals(page);
	block_open_ages(page);
	page_note(page, LABEL_CLIENTS_TO_PIPELINE);
	write_all(page, &chosen);
	page_close(page);
}
