/* How revenue went from the prior period's to the period's: for the company,
 * and for each manager, between whom clients may have moved. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/analysis/parts.h"

/* What a manager has of a client's revenue. */
struct pair {
	uint32_t client, manager;
	wide prior, now, moved;
};

struct pairs {
	struct pair *rows;
	size_t count;
};

static wide
change_of(const struct pair *pair)
{
	return pair->now - pair->prior;
}

/* ---- who has what of whom ---- */

static void
take(const struct results *results, size_t period, bool prior,
    struct pairs *pairs)
{
	const struct observations *all = results_observations(
	    results, period, analysis_metric(results, "revenue"));
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		pairs->rows[pairs->count++] = (struct pair){
			.client = results->data->contracts[o->record].client,
			.manager = o->manager,
			.prior = prior ? o->x.exact : 0,
			.now = prior ? 0 : o->x.exact
		};
	}
}

static int
by_client_and_manager(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;
	if (a->client != b->client)
		return a->client < b->client ? -1 : 1;
	return (a->manager > b->manager) - (a->manager < b->manager);
}

static void
join(struct pairs *pairs)
{
	size_t kept = 0;
	if (pairs->count)
		qsort(pairs->rows, pairs->count, sizeof *pairs->rows,
		    by_client_and_manager);
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *pair = &pairs->rows[i];
		if (kept == 0 ||
		    by_client_and_manager(&pairs->rows[kept - 1], pair)) {
			pairs->rows[kept++] = *pair;
			continue;
		}
		pairs->rows[kept - 1].prior += pair->prior;
		pairs->rows[kept - 1].now += pair->now;
	}
	pairs->count = kept;
}

static enum status
find_pairs(
    const struct results *results, struct pairs *pairs, struct arena *scratch)
{
	size_t metric = analysis_metric(results, "revenue");
	size_t own = results->run_period;
	size_t most = results_observations(results, own, metric)->count +
		      results_observations(results, own - 1, metric)->count;
	pairs->rows = arena_allocate(scratch, most, sizeof *pairs->rows);
	if (!pairs->rows)
		return STATUS_MEMORY;
	take(results, own - 1, true, pairs);
	take(results, own, false, pairs);
	join(pairs);
	return STATUS_OK;
}

/* ---- what moved from one manager to another ---- */

/* The largest change first; of equal ones that of the smaller id. */
struct mover {
	struct pair *pair;
	struct text id;
};

static int
by_size(const void *left, const void *right)
{
	const struct mover *a = left, *b = right;
	unsigned_wide x = wide_size(change_of(a->pair));
	unsigned_wide y = wide_size(change_of(b->pair));
	if (x != y)
		return x > y ? -1 : 1;
	return text_compare(a->id, b->id);
}

/* Of a client whose revenue changed by `change`, what went the other way with
 * one manager moved to the others: to whose change is the largest first, as far
 * as that reaches. If nothing changed, all of it moved. */
static void
find_moved(const struct results *results, struct pair *pairs, size_t count,
    wide change, struct mover *movers)
{
	size_t with = 0;
	wide left = 0;
	for (size_t i = 0; i < count; i++) {
		wide own = change_of(&pairs[i]);
		if (change == 0 || (own > 0) != (change > 0)) {
			pairs[i].moved = own;
			left -= own;
			continue;
		}
		movers[with++] = (struct mover){ &pairs[i],
			pairs[i].manager == NO_ID
			    ? text_of("")
			    : dictionary_text(
				  &results->data->managers, pairs[i].manager) };
	}
	if (with)
		qsort(movers, with, sizeof *movers, by_size);
	for (size_t i = 0; i < with; i++) {
		wide own = change_of(movers[i].pair);
		wide moved = wide_size(own) < wide_size(left) ? own : left;
		movers[i].pair->moved = moved;
		left -= moved;
	}
}

/* ---- the bridges ---- */

static void
add_pair(struct bridge *bridge, const struct pair *pair, enum bridge_step step)
{
	wide part = change_of(pair) - pair->moved;
	bridge->prior += pair->prior;
	bridge->now += pair->now;
	bridge->moved += pair->moved;
	bridge->steps[step] += part;
	bridge->clients[step] += part != 0;
}

/* Adds those of one client. */
static void
add_client(const struct results *results, struct pair *pairs, size_t count,
    enum bridge_step step, struct mover *movers, struct bridge *by_subject)
{
	struct pair whole = { .client = pairs->client };
	for (size_t i = 0; i < count; i++) {
		whole.prior += pairs[i].prior;
		whole.now += pairs[i].now;
	}
	add_pair(&by_subject[0], &whole, step);
	find_moved(results, pairs, count, change_of(&whole), movers);
	for (size_t i = 0; i < count; i++)
		if (pairs[i].manager != NO_ID)
			add_pair(
			    &by_subject
				[results->subject_of_manager[pairs[i].manager]],
			    &pairs[i], step);
}

/* By client id: the step into which its change goes. */
static enum bridge_step *
find_steps(const struct results *results, const struct clients *clients,
    struct arena *scratch)
{
	enum bridge_step *steps = arena_allocate(
	    scratch, results->data->client_ids.count, sizeof *steps);
	for (size_t i = 0; steps && i < clients->count; i++)
		if (clients->rows[i].client != NO_ID)
			steps[clients->rows[i].client] = clients->rows[i].step;
	return steps;
}

static enum status
add_all(const struct results *results, struct pairs *pairs,
    const struct clients *clients, struct bridge *by_subject,
    struct arena *scratch)
{
	enum bridge_step *steps = find_steps(results, clients, scratch);
	struct mover *movers =
	    arena_allocate(scratch, pairs->count, sizeof *movers);
	size_t next = 0;
	if (!steps || !movers)
		return STATUS_MEMORY;
	for (size_t i = 0; i < pairs->count; i = next) {
		uint32_t client = pairs->rows[i].client;
		while (
		    next < pairs->count && pairs->rows[next].client == client)
			next++;
		add_client(results, &pairs->rows[i], next - i, steps[client],
		    movers, by_subject);
	}
	return STATUS_OK;
}

static int
by_change(const void *left, const void *right)
{
	const struct manager_bridge *a = left, *b = right;
	unsigned_wide x = wide_size(bridge_change(&a->bridge));
	unsigned_wide y = wide_size(bridge_change(&b->bridge));
	if (x != y)
		return x > y ? -1 : 1;
	return (a->subject > b->subject) - (a->subject < b->subject);
}

static bool
is_empty(const struct bridge *bridge)
{
	bool empty =
	    bridge->prior == 0 && bridge->now == 0 && bridge->moved == 0;
	for (int i = 0; i < BRIDGE_STEPS; i++)
		empty &= bridge->steps[i] == 0;
	return empty;
}

static enum status
list_managers(const struct results *results, const struct bridge *by_subject,
    struct bridges *bridges, struct arena *kept)
{
	size_t count = 0;
	for (size_t s = 1; s < results->subject_count; s++)
		count += !is_empty(&by_subject[s]);
	bridges->managers =
	    arena_allocate(kept, count, sizeof *bridges->managers);
	if (!bridges->managers)
		return STATUS_MEMORY;
	for (size_t s = 1; s < results->subject_count; s++)
		if (!is_empty(&by_subject[s]))
			bridges->managers[bridges->manager_count++] =
			    (struct manager_bridge){ s, by_subject[s] };
	if (count)
		qsort(bridges->managers, count, sizeof *bridges->managers,
		    by_change);
	return STATUS_OK;
}

static enum status
bridge_revenue(const struct results *results, const struct clients *clients,
    struct bridges *bridges, struct arena *kept, struct arena *scratch)
{
	struct pairs pairs = { 0 };
	struct bridge *by_subject =
	    arena_allocate(scratch, results->subject_count, sizeof *by_subject);
	if (!by_subject || find_pairs(results, &pairs, scratch) ||
	    add_all(results, &pairs, clients, by_subject, scratch))
		return STATUS_MEMORY;
	bridges->company = by_subject[0];
	return list_managers(results, by_subject, bridges, kept);
}

/* ---- run rates ---- */

static enum bridge_step
step_of_rate(struct rational opening, struct rational closing)
{
	if (rational_is_zero(opening))
		return STEP_NEW;
	if (rational_is_zero(closing))
		return STEP_LOST;
	return rational_compare(closing, opening) < 0 ? STEP_CONTRACTED
						      : STEP_EXPANSION;
}

static void
bridge_rates(const struct clients *clients, struct rate_bridge *rates,
    struct arena *kept)
{
	rates->opening = rates->closing = rational_whole(0);
	for (int i = 0; i < BRIDGE_STEPS; i++)
		rates->steps[i] = rational_whole(0);
	for (size_t i = 0; i < clients->count; i++) {
		struct rational opening = clients->rows[i].opening_rate;
		struct rational closing = clients->rows[i].run_rate;
		enum bridge_step step = step_of_rate(opening, closing);
		rates->opening = rational_add(kept, rates->opening, opening);
		rates->closing = rational_add(kept, rates->closing, closing);
		if (rational_compare(closing, opening) == 0)
			continue;
		rates->steps[step] = rational_add(kept, rates->steps[step],
		    rational_subtract(kept, closing, opening));
		rates->clients[step]++;
	}
}

enum status
analysis_bridges(const struct results *results, const struct clients *clients,
    struct bridges *bridges, struct arena *kept, struct arena *scratch)
{
	bridges->known =
	    analysis_metric(results, "revenue") < results->metric_count &&
	    results->run_period > results->first_printed;
	if (bridges->known &&
	    bridge_revenue(results, clients, bridges, kept, scratch))
		return STATUS_MEMORY;
	bridge_rates(clients, &bridges->rates, kept);
	return arena_failed(kept) ? STATUS_MEMORY : STATUS_OK;
}
