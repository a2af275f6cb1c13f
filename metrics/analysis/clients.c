/* One row a client: what it brings, costs and says, and what deserves a look.
 */
#include "metrics/analysis/clients.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/run_rate.h"

/* ---- revenue ---- */

static void
add_revenue(const struct gathering *gathering, size_t period, bool prior)
{
	const struct results *results = gathering->results;
	size_t metric = analysis_metric(results, "revenue");
	if (metric == results->metric_count)
		return;
	const struct observations *all =
	    results_observations(results, period, metric);
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		struct client_entry *entry = client_entry(
		    gathering, results->data->contracts[o->record].client);
		/* Within what the metric's own sum has shown to fit. */
		*(prior ? &entry->row.prior_revenue : &entry->row.revenue) +=
		    o->x.exact;
		entry->counts = true;
	}
}

/* Revenue of the period, and of the one before where that is known: that of the
 * metric, so that the clients' add up to the company's. */
static void
look_at_revenue(const struct gathering *gathering)
{
	const struct results *results = gathering->results;
	add_revenue(gathering, results->run_period, false);
	if (results->run_period > results->first_printed)
		add_revenue(gathering, results->run_period - 1, true);
}

/* ---- contracts ---- */

static void
cover(const struct view *view, const struct contract *contract,
    struct client_entry *entry)
{
	date closing = closing_day(view);
	date last = contract_last_day(view, contract);
	if (contract->closed_on < entry->first_signed)
		entry->first_signed = contract->closed_on;
	if (contract_never_begins(view, contract))
		return;
	date until = last == DATE_FOREVER
			 ? DATE_FOREVER
			 : last + view->definitions->grace_days;
	if (until > entry->covered_until)
		entry->covered_until = until;
	if (contract->start_on <= closing && closing <= until)
		entry->active = true;
	if (contract_in_force(view, contract, closing))
		entry->in_force = true;
}

/* Was it due and is neither delivered nor ended early? */
static bool
is_late(const struct view *view, const struct contract *contract)
{
	return contract->due_on != DATE_NONE &&
	       contract->due_on < view->as_of &&
	       known_by(contract->delivered_on, view->as_of) == DATE_NONE &&
	       contract_terminated_on(contract, view->as_of) == DATE_NONE;
}

static bool
names_nothing(const struct contract *contract)
{
	return contract->kind == KIND_RENEWAL && contract->referred == NO_ID;
}

static void
look_at_signed(const struct view *view, const struct contract *contract,
    struct client_entry *entry)
{
	cover(view, contract, entry);
	if (is_late(view, contract)) {
		entry->row.flags |= CLIENT_LATE;
		entry->counts = true;
	}
	if (names_nothing(contract) && contract->start_on > view->as_of &&
	    contract->start_on < entry->next_begins)
		entry->next_begins = contract->start_on;
}

static void
look_at_contracts(const struct gathering *gathering)
{
	const struct dataset *data = gathering->results->data;
	const struct view *view = gathering->view;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		struct client_entry *entry =
		    client_entry(gathering, contract->client);
		if (contract->kind == KIND_CREDIT)
			continue;
		if (contract_is_signed(contract, view->as_of))
			look_at_signed(view, contract, entry);
		if (!proposal_is_open(view, contract))
			continue;
		entry->counts = true;
		entry->row.proposals++;
		if (contract->value != DECIMAL_NONE)
			entry->row.proposed += decimal_widen(contract->value);
	}
}

/* ---- who was there, and who is ---- */

static void
look_at_opening(const struct gathering *gathering)
{
	const struct cohort *cohort = gathering->view->cohort;
	for (size_t i = 0; i < cohort->opening_count; i++) {
		const struct opening_client *opening = &cohort->opening[i];
		struct client_entry *entry =
		    client_entry(gathering, opening->client);
		entry->counts = true;
		entry->row.opening_rate = opening->opening_rate;
		if (!opening->stays)
			entry->row.flags |= CLIENT_LOST;
	}
}

static enum bridge_step
step_of(const struct gathering *gathering, const struct client_entry *entry)
{
	const struct view *view = gathering->view;
	if (entry->first_signed != INT32_MAX &&
	    entry->first_signed >= view->period.from)
		return STEP_NEW;
	if (entry->row.revenue > entry->row.prior_revenue)
		return STEP_EXPANSION;
	return entry->covered_until < closing_day(view) ? STEP_LOST
							: STEP_CONTRACTED;
}

static void
conclude(const struct gathering *gathering, struct client_entry *entry)
{
	struct client_row *row = &entry->row;
	const struct view *view = gathering->view;
	date closing = closing_day(view);
	entry->counts |= entry->active;
	if (!entry->counts || row->client == NO_ID)
		return;
	row->manager = client_manager(view, row->client, closing);
	row->step = step_of(gathering, entry);
	if (entry->in_force)
		row->run_rate = client_run_rate(
		    view, row->client, closing, gathering->kept);
	if (entry->active && !entry->in_force)
		row->flags |= CLIENT_IN_GRACE;
	if (row->renewal != DATE_NONE &&
	    row->renewal <= view->as_of + RENEWAL_DAYS)
		row->flags |= CLIENT_RENEWAL_DUE;
	if (row->answered_on != DATE_NONE && row->answer < LOW_ANSWER)
		row->flags |= CLIENT_LOW_ANSWER;
	if (row->has_work && row->cost > row->earned)
		row->flags |= CLIENT_LOSS;
}

/* ---- the table ---- */

/* A row and what it is sorted by. */
struct sorted {
	struct client_row row;
	struct text id;
};

static int
by_revenue(const void *left, const void *right)
{
	const struct sorted *x = left, *y = right;
	const struct client_row *a = &x->row, *b = &y->row;
	if ((a->client == NO_ID) != (b->client == NO_ID))
		return a->client == NO_ID ? 1 : -1;
	if (a->revenue != b->revenue)
		return a->revenue > b->revenue ? -1 : 1;
	int rates = rational_compare(b->run_rate, a->run_rate);
	if (rates)
		return rates;
	if (a->prior_revenue != b->prior_revenue)
		return a->prior_revenue > b->prior_revenue ? -1 : 1;
	return text_compare(x->id, y->id);
}

static enum status
sort_rows(const struct gathering *gathering, struct clients *clients)
{
	const struct dictionary *ids = &gathering->results->data->client_ids;
	size_t most = gathering->client_count + 1, count = 0;
	struct sorted *sorted =
	    arena_allocate(gathering->scratch, most, sizeof *sorted);
	if (!sorted)
		return STATUS_MEMORY;
	for (size_t i = 0; i < most; i++) {
		const struct client_entry *entry = &gathering->entries[i];
		if (entry->counts)
			sorted[count++] = (struct sorted){ entry->row,
				entry->row.client == NO_ID
				    ? text_of("")
				    : dictionary_text(ids, entry->row.client) };
	}
	if (count)
		qsort(sorted, count, sizeof *sorted, by_revenue);
	clients->rows =
	    arena_allocate(gathering->kept, count, sizeof *clients->rows);
	if (!clients->rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++)
		clients->rows[i] = sorted[i].row;
	clients->count = count;
	return STATUS_OK;
}

/* ---- how much the largest bring ---- */

/* Takes a rate among the largest, of which the first is the least. */
static void
keep_largest(struct rational largest[LARGEST], struct rational rate)
{
	size_t at = 0;
	if (rational_compare(rate, largest[0]) <= 0)
		return;
	for (; at + 1 < LARGEST && rational_compare(rate, largest[at + 1]) > 0;
	     at++)
		largest[at] = largest[at + 1];
	largest[at] = rate;
}

static void
concentrate(const struct gathering *gathering, struct clients *clients)
{
	struct rational largest[LARGEST];
	for (size_t i = 0; i < LARGEST; i++)
		largest[i] = rational_whole(0);
	clients->run_rate = clients->largest_run_rate = rational_whole(0);
	for (size_t i = 0; i < clients->count; i++) {
		const struct client_row *row = &clients->rows[i];
		clients->revenue += row->revenue;
		if (i < LARGEST && row->revenue > 0)
			clients->largest_revenue += row->revenue;
		clients->with_revenue += row->revenue > 0;
		clients->run_rate = rational_add(
		    gathering->kept, clients->run_rate, row->run_rate);
		clients->with_run_rate += rational_sign(row->run_rate) > 0;
		keep_largest(largest, row->run_rate);
	}
	for (size_t i = 0; i < LARGEST; i++)
		clients->largest_run_rate = rational_add(
		    gathering->kept, clients->largest_run_rate, largest[i]);
}

/* ---- the whole ---- */

static bool
begin(struct gathering *gathering)
{
	size_t clients = gathering->client_count;
	gathering->entries = arena_allocate(
	    gathering->scratch, clients + 1, sizeof *gathering->entries);
	for (size_t i = 0; gathering->entries && i <= clients; i++)
		gathering->entries[i] = (struct client_entry){
			.row = { .client = i < clients ? (uint32_t)i : NO_ID,
			    .manager = NO_ID,
			    .opening_rate = rational_whole(0),
			    .run_rate = rational_whole(0),
			    .renewal = DATE_NONE,
			    .answered_on = DATE_NONE },
			.first_signed = INT32_MAX,
			.covered_until = DATE_NONE,
			.next_begins = INT32_MAX
		};
	return gathering->entries;
}

enum status
analysis_clients(const struct results *results, struct clients *clients,
    struct arena *kept, struct arena *scratch)
{
	struct gathering gathering = { .results = results,
		.view = analysis_view(results),
		.client_count = results->data->client_ids.count,
		.kept = kept,
		.scratch = scratch };
	if (!begin(&gathering))
		return STATUS_MEMORY;
	look_at_revenue(&gathering);
	look_at_contracts(&gathering);
	look_at_opening(&gathering);
	client_answers(&gathering);
	enum status status = client_work(&gathering, &clients->work_left_out);
	if (!status)
		status = client_renewals(&gathering, clients);
	for (size_t i = 0; i <= gathering.client_count && !status; i++)
		conclude(&gathering, &gathering.entries[i]);
	if (!status)
		status = sort_rows(&gathering, clients);
	if (!status)
		concentrate(&gathering, clients);
	return status ? status : arena_failed(kept) ? STATUS_MEMORY : STATUS_OK;
}
