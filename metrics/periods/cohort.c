#include "metrics/periods/cohort.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/parallel.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/run_rate.h"

/* The contracts of a client, one after the other. */
struct walk {
	const struct dataset *data;
	uint32_t at, end;
};

static struct walk
walk_client(const struct view *view, uint32_t client)
{
	const uint32_t *first = view->data->contracts_of_client.first;
	return (struct walk){ view->data, first[client], first[client + 1] };
}

static const struct contract *
walk_next(struct walk *walk)
{
	if (walk->at == walk->end)
		return NULL;
	return &walk->data->contracts[walk->data->contracts_of_client
					  .order[walk->at++]];
}

bool
client_is_active(const struct view *view, uint32_t client, date day)
{
	struct walk walk = walk_client(view, client);
	int grace = view->definitions->grace_days;
	for (const struct contract *contract; (contract = walk_next(&walk));) {
		if (!contract_is_signed(contract, view->as_of) ||
		    contract->start_on > day ||
		    contract_never_begins(view, contract))
			continue;
		date last = contract_last_day(view, contract);
		if (last == DATE_FOREVER || day <= last + grace)
			return true;
	}
	return false;
}

/* Is contract a the better claim to a client than b on a day? Both are signed
 * and have begun. */
static bool
claims_before(const struct view *view, const struct contract *a,
    const struct contract *b, date day)
{
	bool a_in_force = contract_in_force(view, a, day);
	bool b_in_force = contract_in_force(view, b, day);
	if (a_in_force != b_in_force)
		return a_in_force;
	/* Who sells a little more to a client does not take it over. */
	if (contract_is_expansion(a) != contract_is_expansion(b))
		return contract_is_expansion(b);
	if (a->start_on != b->start_on)
		return a->start_on > b->start_on;
	if (a->value != b->value)
		return a->value > b->value;
	const struct dictionary *ids = &view->data->contract_ids;
	return text_compare(dictionary_text(ids, a->contract),
		   dictionary_text(ids, b->contract)) < 0;
}

static uint32_t
assigned_manager(const struct dataset *data, uint32_t client, date day)
{
	const struct grouping *grouping = &data->assignments_of_client;
	const struct assignment *best = NULL;
	for (uint32_t i = grouping->first[client];
	     i < grouping->first[client + 1]; i++) {
		const struct assignment *a =
		    &data->assignments[grouping->order[i]];
		if (a->from > day || (a->until != DATE_NONE && a->until < day))
			continue;
		if (!best || a->from > best->from ||
		    (a->from == best->from &&
			text_compare(
			    dictionary_text(&data->managers, a->manager),
			    dictionary_text(&data->managers, best->manager)) <
			    0))
			best = a;
	}
	return best ? best->manager : NO_ID;
}

uint32_t
client_manager(const struct view *view, uint32_t client, date day)
{
	uint32_t assigned = assigned_manager(view->data, client, day);
	if (assigned != NO_ID)
		return assigned;
	struct walk walk = walk_client(view, client);
	const struct contract *best = NULL;
	for (const struct contract *contract; (contract = walk_next(&walk));)
		if (contract_is_signed(contract, view->as_of) &&
		    contract->start_on <= day &&
		    (!best || claims_before(view, contract, best, day)))
			best = contract;
	return best ? best->manager : NO_ID;
}

uint32_t
survey_manager(const struct view *view, const struct survey *survey, date day)
{
	switch (survey->about) {
	case ABOUT_MANAGER:
		return survey->subject;
	case ABOUT_CONTRACT:
		return view->data->contracts[survey->subject].manager;
	case ABOUT_CLIENT:
		return client_manager(view, survey->subject, day);
	case ABOUT_NOBODY:
		break;
	}
	return NO_ID;
}

bool
contract_sells_more(const struct view *view, const struct contract *contract)
{
	return contract_is_expansion(contract) &&
	       contract_is_signed(contract, view->as_of) &&
	       period_holds(&view->period, contract->closed_on);
}

static bool
buys_more(const struct view *view, uint32_t client)
{
	struct walk walk = walk_client(view, client);
	for (const struct contract *contract; (contract = walk_next(&walk));)
		if (contract_sells_more(view, contract))
			return true;
	return false;
}

/* Everything about one client in one go, while its contracts are in the cache.
 */
static struct opening_client
opening_client(const struct view *view, uint32_t client, struct arena *arena)
{
	date opening = view->period.from - 1, closing = closing_day(view);
	return (struct opening_client){ .client = client,
		.manager = client_manager(view, client, opening),
		.stays = client_is_active(view, client, closing),
		.buys_more = buys_more(view, client),
		.opening_rate = client_run_rate(view, client, opening, arena),
		.closing_rate = client_run_rate(view, client, closing, arena) };
}

enum { CLIENTS_A_BLOCK = 1024 };

/* The dates that a period looks for its records by. */
enum dated {
	CLOSED,
	PROPOSED,
	DUE,
	DELIVERED,
	ANSWERED,
	SENT,
	PAID,
	DATED_COUNT
};

struct cohorts {
	struct view *views;
	size_t count;
	struct cohort *cohorts;
	/* How many opening clients a block of clients has, by view in it. */
	size_t *found;
	struct booked *booked;
	struct calendar calendars[DATED_COUNT];
	struct records undated;
};

/* The opening clients of all views among a block of clients; client by client,
 * so that its contracts are in the cache for all views. */
static enum status
find_opening_clients(
    void *context, size_t block, struct arena *kept, struct arena *scratch)
{
	struct cohorts *making = context;
	size_t first = block * CLIENTS_A_BLOCK, end = first + CLIENTS_A_BLOCK;
	size_t *found = &making->found[block * making->count];
	(void)scratch;
	if (end > making->views->data->client_ids.count)
		end = making->views->data->client_ids.count;
	for (uint32_t client = (uint32_t)first; client < end; client++)
		for (size_t v = 0; v < making->count; v++) {
			const struct view *view = &making->views[v];
			if (client_is_active(
				view, client, view->period.from - 1))
				making->cohorts[v].opening[first + found[v]++] =
				    opening_client(view, client, kept);
		}
	return STATUS_OK;
}

static enum status
find_opening(struct cohorts *making, unsigned jobs, struct arena *arena)
{
	size_t clients = making->views->data->client_ids.count;
	size_t blocks = (clients + CLIENTS_A_BLOCK - 1) / CLIENTS_A_BLOCK;
	making->found =
	    arena_allocate(arena, blocks * making->count, sizeof(size_t));
	bool room = making->found;
	for (size_t v = 0; v < making->count && room; v++) {
		struct cohort *cohort = &making->cohorts[v];
		cohort->opening =
		    arena_allocate(arena, clients, sizeof *cohort->opening);
		room = cohort->opening;
	}
	if (!room ||
	    parallel_run(jobs, blocks, find_opening_clients, making, arena))
		return STATUS_MEMORY;
	/* Each block has written its clients from its first place on: close the
	 * gaps. */
	for (size_t block = 0; block < blocks; block++)
		for (size_t v = 0; v < making->count; v++) {
			struct cohort *cohort = &making->cohorts[v];
			size_t found = making->found[block * making->count + v];
			memmove(cohort->opening + cohort->opening_count,
			    cohort->opening + block * CLIENTS_A_BLOCK,
			    found * sizeof *cohort->opening);
			cohort->opening_count += found;
		}
	return STATUS_OK;
}

static enum status
make_calendar(
    void *context, size_t dated, struct arena *kept, struct arena *scratch)
{
	static const size_t days[DATED_COUNT] = {
		[CLOSED] = offsetof(struct contract, counts_on),
		[PROPOSED] = offsetof(struct contract, proposed_on),
		[DUE] = offsetof(struct contract, due_on),
		[DELIVERED] = offsetof(struct contract, delivered_on),
		[ANSWERED] = offsetof(struct survey, answered_on),
		[SENT] = offsetof(struct survey, sent_on),
		[PAID] = offsetof(struct payment_row, counts_on),
	};
	struct cohorts *making = context;
	const struct dataset *data = making->views[0].data;
	struct calendar *calendar = &making->calendars[dated];
	if (dated < ANSWERED)
		return calendar_make(calendar, data->contracts,
		    data->contract_count, sizeof *data->contracts, days[dated],
		    kept, scratch);
	if (dated == PAID)
		return calendar_make(calendar, data->payments,
		    data->payment_row_count, sizeof *data->payments,
		    days[dated], kept, scratch);
	return calendar_make(calendar, data->surveys, data->survey_count,
	    sizeof *data->surveys, days[dated], kept, scratch);
}

static enum status
find_records(const struct cohorts *making, const struct view *view,
    struct cohort *cohort, struct arena *kept, struct arena *scratch)
{
	const struct period *period = &view->period;
	struct records *const found[DATED_COUNT] = {
		[CLOSED] = &cohort->closed,
		[PROPOSED] = &cohort->proposed,
		[DUE] = &cohort->due,
		[ANSWERED] = &cohort->answered,
		[SENT] = &cohort->sent,
		[PAID] = &cohort->paid,
	};
	enum status status = STATUS_OK;
	cohort->undated = making->undated;
	for (int dated = 0; dated < DATED_COUNT && !status; dated++)
		if (found[dated])
			status = calendar_between(&making->calendars[dated],
			    period->from, period->until, found[dated], kept,
			    scratch);
	return status;
}

/* Whom the surveys that were answered in the period are about. */
static enum status
find_about(const struct view *view, struct cohort *cohort, struct arena *arena)
{
	struct records answered = cohort->answered;
	cohort->answered_about = arena_allocate(
	    arena, answered.count, sizeof *cohort->answered_about);
	if (!cohort->answered_about)
		return STATUS_MEMORY;
	for (size_t i = 0; i < answered.count; i++) {
		const struct survey *survey =
		    &view->data->surveys[answered.rows[i]];
		cohort->answered_about[i] =
		    survey_manager(view, survey, survey->answered_on);
	}
	return STATUS_OK;
}

/* Without timesheets no metric has a booked cost; only the projects of the
 * run's own period, the last, are listed then. */
static bool
asks_of_projects(const struct cohorts *making, size_t v)
{
	return making->views[v].data->present[TABLE_TIMESHEETS] ||
	       v + 1 == making->count;
}

static enum status
make_cohort(void *context, size_t v, struct arena *kept, struct arena *scratch)
{
	const struct cohorts *making = context;
	struct view *view = &making->views[v];
	struct cohort *cohort = &making->cohorts[v];
	struct records delivered;
	view->cohort = cohort;
	enum status status = find_records(making, view, cohort, kept, scratch);
	if (!status)
		status = find_about(view, cohort, kept);
	if (!status)
		status = calendar_between(&making->calendars[DELIVERED],
		    view->period.from, view->period.until, &delivered, scratch,
		    scratch);
	return status || !asks_of_projects(making, v)
		   ? status
		   : booked_find(
			 &making->booked[v], view, delivered, kept, scratch);
}

static enum status
make_cohorts(struct cohorts *making, unsigned jobs, struct arena *arena)
{
	struct arena *calendars = arena_new();
	enum status status = calendars ? parallel_run(jobs, DATED_COUNT,
					     make_calendar, making, calendars)
				       : STATUS_MEMORY;
	if (!status)
		status =
		    calendar_between(&making->calendars[PROPOSED], DATE_NONE,
			DATE_NONE + 1, &making->undated, arena, calendars);
	if (!status)
		status = find_opening(making, jobs, arena);
	if (!status)
		status = parallel_run(
		    jobs, making->count, make_cohort, making, arena);
	arena_free(calendars);
	return status;
}

enum status
cohorts_make(
    struct view *views, size_t count, unsigned jobs, struct arena *arena)
{
	struct cohorts making = { .views = views,
		.count = count,
		.cohorts = arena_allocate(arena, count, sizeof *making.cohorts),
		.booked = arena_allocate(arena, count, sizeof *making.booked) };
	if (!making.cohorts || !making.booked)
		return STATUS_MEMORY;
	enum status status = STATUS_OK;
	for (size_t v = 0; v < count && !status; v++)
		status = contracts_cut(&views[v], arena);
	if (!status)
		status = make_cohorts(&making, jobs, arena);
	if (!status)
		status = booked_sum(making.booked, views, count, arena);
	for (size_t v = 0; v < count; v++)
		making.cohorts[v].booked = making.booked[v];
	return status;
}
