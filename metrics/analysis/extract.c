#include "metrics/analysis/extract.h"

#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"

/* With fewer others than that behind a number of all, it is not told. */
enum { OTHERS_LEAST = 3 };

struct making {
	struct extract *extract;
	const struct results *whole;
	size_t subject; /* of the whole: whom it is for */
	struct arena *arena;
	bool *members;   /* by id of data->managers */
	uint32_t *place; /* by subject of the whole: its own, or NO_ID */
	size_t *origin;  /* the other way */
	uint32_t *all;   /* its own subjects: each of them has numbers */
	bool failed;     /* no memory */
};

static void *
room(struct making *making, size_t count, size_t size)
{
	void *memory = arena_allocate(making->arena, count ? count : 1, size);
	making->failed |= memory == NULL;
	return memory;
}

static bool
is_member(const struct making *making, uint32_t manager)
{
	return manager != NO_ID && making->members[manager];
}

/* ---- who is in it ---- */

static date
closing_day(const struct results *results)
{
	const struct view *view = &results->views[results->run_period];
	date last = view->period.until - 1;
	return last < view->as_of ? last : view->as_of;
}

/* Is the subject among those to whom a manager's records of that day belong? */
static bool
owns(const struct results *results, uint32_t manager, size_t subject)
{
	struct owners owners =
	    owners_of(results, manager, closing_day(results));
	uint32_t owner;
	bool found = false;
	while (owners_next(&owners, &owner))
		found |= owner == subject;
	return found;
}

static void
find_members(struct making *making)
{
	const struct results *whole = making->whole;
	for (size_t s = 0; s < whole->subject_count; s++) {
		const struct subject *one = &whole->subjects[s];
		if (one->scope == SCOPE_MANAGER)
			making->members[one->id] =
			    owns(whole, one->id, making->subject);
	}
}

/* A team or lead is kept if all of theirs are members. */
static bool
all_are_members(const struct making *making, size_t subject)
{
	const struct results *whole = making->whole;
	size_t count = 0;
	for (size_t s = 0; s < whole->subject_count; s++) {
		const struct subject *one = &whole->subjects[s];
		if (one->scope != SCOPE_MANAGER ||
		    !owns(whole, one->id, subject))
			continue;
		if (!making->members[one->id])
			return false;
		count++;
	}
	return count > 0;
}

static bool
is_kept(const struct making *making, size_t s)
{
	const struct subject *one = &making->whole->subjects[s];
	switch (one->scope) {
	case SCOPE_COMPANY:
		return false;
	case SCOPE_MANAGER:
		return making->members[one->id];
	case SCOPE_REPORTS:
		return making->members[one->id] && all_are_members(making, s);
	case SCOPE_TEAM:
	default:
		return all_are_members(making, s);
	}
}

static void
take_subject(struct making *making, size_t s)
{
	struct results *own = &making->extract->results;
	size_t at = own->subject_count++;
	making->origin[at] = s;
	making->place[s] = (uint32_t)at;
	own->subjects[at] = making->whole->subjects[s];
}

static uint32_t *
map_of(struct making *making, const uint32_t *map, uint32_t ids)
{
	uint32_t *own = room(making, ids, sizeof *own);
	for (uint32_t id = 0; own && id < ids; id++)
		own[id] = map[id] == NO_ID ? NO_ID : making->place[map[id]];
	return own;
}

static void
take_subjects(struct making *making)
{
	const struct results *whole = making->whole;
	struct results *own = &making->extract->results;
	const struct dataset *data = whole->data;
	for (size_t s = 0; s < whole->subject_count; s++)
		making->place[s] = NO_ID;
	own->subject_count = 0;
	take_subject(making, making->subject);
	for (size_t s = 0; s < whole->subject_count; s++)
		if (s != making->subject && is_kept(making, s))
			take_subject(making, s);
	for (size_t s = 0; s < own->subject_count; s++) {
		uint32_t *team = &own->subjects[s].team;
		*team = *team == NO_ID ? NO_ID : making->place[*team];
	}
	own->subject_of_manager =
	    map_of(making, whole->subject_of_manager, data->managers.count);
	own->subject_of_lead =
	    map_of(making, whole->subject_of_lead, data->managers.count);
	own->subject_of_team =
	    map_of(making, whole->subject_of_team, data->words.count);
}

/* ---- numbers ---- */

/* How many others have a part in a number of all. */
static size_t
others_in(const struct making *making, size_t period, size_t metric)
{
	const struct results *whole = making->whole;
	size_t count = 0;
	for (size_t s = 0; s < whole->subject_count; s++) {
		const struct subject *one = &whole->subjects[s];
		const struct estimate *estimate =
		    results_at(whole, period, s, metric);
		count += one->scope == SCOPE_MANAGER &&
			 !making->members[one->id] && estimate && estimate->n;
	}
	return count;
}

static void
take_estimates(struct making *making, size_t period, size_t metric)
{
	struct results *own = &making->extract->results;
	size_t others = others_in(making, period, metric);
	struct estimate *estimates =
	    room(making, own->subject_count, sizeof *estimates);
	*results_cells(own, period, metric) =
	    (struct estimate_cells){ .subjects = making->all,
		    .count = own->subject_count,
		    .estimates = estimates };
	for (size_t s = 0; estimates && s < own->subject_count; s++) {
		struct estimate *estimate = &estimates[s];
		*estimate = *results_at(
		    making->whole, period, making->origin[s], metric);
		if (others == 0 || others >= OTHERS_LEAST)
			continue;
		estimate->p_peers = estimate->shrunk = (struct optional){ 0 };
		estimate->fair = NULL;
	}
}

static void
take_history(struct making *making, size_t period, size_t metric)
{
	const struct results *whole = making->whole;
	struct results *own = &making->extract->results;
	double *values = room(making, own->subject_count, sizeof *values);
	bool *few = room(making, own->subject_count, sizeof *few);
	own->history[period * own->metric_count + metric] =
	    (struct history){ .subjects = making->all,
		    .count = own->subject_count,
		    .values = values,
		    .few_raters = few,
		    .empty = NAN };
	for (size_t s = 0; values && few && s < own->subject_count; s++) {
		size_t from = making->origin[s];
		struct optional value =
		    results_history(whole, period, from, metric);
		values[s] = value.defined ? value.value : NAN;
		few[s] = results_few_raters(whole, period, from, metric);
	}
}

static void
take_numbers(struct making *making)
{
	const struct results *whole = making->whole;
	struct results *own = &making->extract->results;
	size_t metrics = own->metric_count;
	making->all = room(making, own->subject_count, sizeof *making->all);
	own->cells = room(making,
	    (whole->period_count - whole->first_estimated) * metrics,
	    sizeof *own->cells);
	own->history =
	    room(making, whole->period_count * metrics, sizeof *own->history);
	/* How alike all managers are: not told here. */
	own->reliability = room(making,
	    (whole->period_count - whole->first_printed) * own->metric_count,
	    sizeof *own->reliability);
	for (uint32_t i = 0; making->all && i < own->subject_count; i++)
		making->all[i] = i;
	for (size_t p = 0; p < whole->period_count && !making->failed; p++)
		for (size_t m = 0; m < own->metric_count; m++) {
			take_history(making, p, m);
			if (p >= whole->first_estimated)
				take_estimates(making, p, m);
		}
}

/* ---- records ---- */

static void
take_observations(struct making *making)
{
	const struct results *whole = making->whole;
	struct results *own = &making->extract->results;
	size_t lists = whole->period_count * whole->metric_count;
	own->observations = room(making, lists, sizeof *own->observations);
	for (size_t i = 0; i < lists && !making->failed; i++) {
		const struct observations *from = &whole->observations[i];
		struct observations *to = &own->observations[i];
		*to = (struct observations){ .arena = making->arena };
		for (size_t k = 0; k < from->count && !making->failed; k++)
			if (is_member(making, from->rows[k].manager))
				making->failed |=
				    observations_add(to, from->rows[k]) != 0;
	}
}

/* Which records of that kind the members' numbers are of. */
static void
see_records(const struct making *making, enum record_kind kind, bool *seen)
{
	const struct results *own = &making->extract->results;
	for (size_t p = 0; p < own->period_count; p++)
		for (size_t m = 0; m < own->metric_count; m++) {
			const struct observations *rows =
			    results_observations(own, p, m);
			for (size_t i = 0; i < rows->count; i++)
				if (own->metrics[m].records == kind)
					seen[rows->rows[i].record] = true;
		}
}

/* Their contracts, and those that they are responsible for. */
static void
see_contracts(const struct making *making, bool *seen)
{
	const struct dataset *data = making->whole->data;
	see_records(making, RECORD_CONTRACT, seen);
	for (size_t i = 0; i < data->contract_count; i++)
		seen[i] |= is_member(making, data->contracts[i].manager);
}

static void
see_clients(const struct making *making, const bool *contracts, bool *seen)
{
	const struct dataset *data = making->whole->data;
	see_records(making, RECORD_CLIENT, seen);
	for (size_t i = 0; i < data->contract_count; i++)
		if (contracts[i] && data->contracts[i].client != NO_ID)
			seen[data->contracts[i].client] = true;
}

/* A contract of others keeps its place, which is its number, and nothing else
 * but the name of a client that is known here. */
static struct contract
hidden_contract(const struct contract *contract, bool client_is_seen)
{
	return (struct contract){ .contract = contract->contract,
		.client = client_is_seen ? contract->client : NO_ID,
		.client_name = client_is_seen ? contract->client_name : NO_ID,
		.manager = NO_ID,
		.project = NO_ID,
		.team = NO_ID,
		.currency = NO_ID,
		.refers_to = NO_ID,
		.stage = STAGE_CANCELLED,
		.closed_on = DATE_NONE,
		.proposed_on = DATE_NONE,
		.start_on = DATE_NONE,
		.end_on = DATE_NONE,
		.terminated_on = DATE_NONE,
		.due_on = DATE_NONE,
		.delivered_on = DATE_NONE,
		.original_value = DECIMAL_NONE,
		.original_budget = DECIMAL_NONE,
		.exchange_rate = DECIMAL_NONE,
		.progress = DECIMAL_NONE,
		.counts_on = DATE_NONE,
		.referred = NO_ID,
		.succeeded = NO_ID };
}

static bool
touches_a_member(const void *context, struct reject *reject)
{
	return is_member(context, reject->manager);
}

static void
take_rejects(
    struct making *making, const struct rejects *from, struct rejects *to)
{
	making->failed |=
	    !rejects_copy(to, from, touches_a_member, making, making->arena);
}

static void
take_data(struct making *making)
{
	const struct dataset *data = making->whole->data;
	struct dataset *own = &making->extract->data;
	bool *contracts = room(making, data->contract_count, sizeof *contracts);
	bool *clients = room(making, data->client_ids.count, sizeof *clients);
	*own = *data;
	own->contracts =
	    room(making, data->contract_count, sizeof *own->contracts);
	take_rejects(making, &data->rejects, &own->rejects);
	take_rejects(making, &data->skips, &own->skips);
	/* What was understood otherwise is said of everybody's files. */
	own->assumptions.count = 0;
	if (making->failed)
		return;
	see_contracts(making, contracts);
	see_clients(making, contracts, clients);
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *from = &data->contracts[i];
		own->contracts[i] =
		    contracts[i]
			? *from
			: hidden_contract(from,
			      from->client != NO_ID && clients[from->client]);
	}
}

static void
take_views(struct making *making)
{
	const struct results *whole = making->whole;
	struct view *views = room(making, whole->period_count, sizeof *views);
	for (size_t p = 0; p < whole->period_count && views; p++) {
		views[p] = whole->views[p];
		views[p].data = &making->extract->data;
	}
	making->extract->results.views = views;
}

/* ---- what stands beside the numbers ---- */

static void
take_curves(struct making *making, const struct analysis *whole)
{
	struct analysis *own = &making->extract->analysis;
	size_t count = making->extract->results.subject_count;
	own->tenure.curves = room(making, count, sizeof *own->tenure.curves);
	own->pipeline.curves =
	    room(making, count, sizeof *own->pipeline.curves);
	own->budget.spreads = room(making, count, sizeof *own->budget.spreads);
	if (making->failed)
		return;
	for (size_t s = 0; s < count; s++) {
		size_t from = making->origin[s];
		const struct subject *one =
		    &making->extract->results.subjects[s];
		own->tenure.curves[s] = whole->tenure.curves[from];
		own->pipeline.curves[s] = whole->pipeline.curves[from];
		own->budget.spreads[s] = whole->budget.spreads[from];
		own->tenure.teams += s && one->scope == SCOPE_TEAM &&
				     own->tenure.curves[s].clients;
	}
}

static void
take_proposals(struct making *making, const struct pipeline *whole)
{
	struct pipeline *own = &making->extract->analysis.pipeline;
	const struct contract *contracts = making->whole->data->contracts;
	own->open = room(making, whole->open_count, sizeof *own->open);
	for (size_t i = 0; i < whole->open_count && own->open; i++)
		if (is_member(
			making, contracts[whole->open[i].contract].manager))
			own->open[own->open_count++] = whole->open[i];
}

static void
take_projects(struct making *making, const struct analysis *whole)
{
	struct budget *budget = &making->extract->analysis.budget;
	struct running *running = &making->extract->analysis.running;
	budget->projects =
	    room(making, whole->budget.project_count, sizeof *budget->projects);
	running->rows =
	    room(making, whole->running.count, sizeof *running->rows);
	if (making->failed)
		return;
	for (size_t i = 0; i < whole->budget.project_count; i++)
		if (is_member(making, whole->budget.projects[i].manager))
			budget->projects[budget->project_count++] =
			    whole->budget.projects[i];
	for (size_t i = 0; i < whole->running.count; i++) {
		const struct running_project *row = &whole->running.rows[i];
		if (!is_member(making, row->manager))
			continue;
		running->rows[running->count++] = *row;
		running->over += row->cost > row->budget;
	}
}

/* What departments say of the members; not what they are like. */
static void
take_coordination(struct making *making, const struct coordination *whole)
{
	struct coordination *own = &making->extract->analysis.coordination;
	own->min_raters = whole->min_raters;
	own->managers =
	    room(making, whole->manager_count, sizeof *own->managers);
	own->cells = room(making, whole->cell_count, sizeof *own->cells);
	own->departments =
	    room(making, whole->department_count, sizeof *own->departments);
	if (making->failed)
		return;
	for (size_t i = 0; i < whole->manager_count; i++) {
		uint32_t place = making->place[whole->managers[i].subject];
		if (place == NO_ID)
			continue;
		own->managers[own->manager_count] = whole->managers[i];
		own->managers[own->manager_count++].subject = place;
	}
	for (size_t i = 0; i < whole->cell_count; i++) {
		uint32_t place = making->place[whole->cells[i].subject];
		if (place == NO_ID)
			continue;
		own->cells[own->cell_count] = whole->cells[i];
		own->cells[own->cell_count++].subject = place;
	}
	for (size_t d = 0; d < whole->department_count; d++) {
		struct coordination_department department = {
			.department = whole->departments[d].department,
			.severity.absence = ABSENCE_TOO_FEW
		};
		for (size_t i = 0; i < own->cell_count; i++)
			if (own->cells[i].department == department.department) {
				department.answers += own->cells[i].answers;
				department.managers++;
			}
		if (department.managers)
			own->departments[own->department_count++] = department;
	}
}

static void
take_analysis(struct making *making)
{
	const struct analysis *whole = making->whole->analysis;
	struct analysis *own = &making->extract->analysis;
	*own = (struct analysis){ .funnel_count = 0 };
	making->extract->results.analysis = whole ? own : NULL;
	if (!whole)
		return;
	take_curves(making, whole);
	take_proposals(making, &whole->pipeline);
	take_projects(making, whole);
	take_coordination(making, &whole->coordination);
}

/* ---- pay ---- */

/* Would the value of a line tell of others? That of the company does of one or
 * two, and that of another team is not for those here to know. What it pays
 * stays: it is a part of the person's own score. */
static bool
tells_of_others(const struct making *making, const struct scorecard_line *line)
{
	const struct results *whole = making->whole;
	if (line->subject == NO_ID || line->metric == NO_METRIC ||
	    making->place[line->subject] != NO_ID)
		return false;
	size_t others = others_in(making, whole->run_period, line->metric);
	return whole->subjects[line->subject].scope != SCOPE_COMPANY ||
	       (others && others < OTHERS_LEAST);
}

static void
take_card(struct making *making, const struct scorecard *from)
{
	struct pay_results *own = &making->extract->pay;
	struct scorecard *card = &own->cards[own->card_count++];
	*card = *from;
	card->subject = making->place[from->subject];
	card->lines = room(making, from->line_count, sizeof *card->lines);
	for (size_t l = 0; l < from->line_count && card->lines; l++) {
		struct scorecard_line *line = &card->lines[l];
		*line = from->lines[l];
		if (line_is_hidden(making->whole, line) ||
		    tells_of_others(making, line))
			line->value = (struct quantity){ 0 };
		if (line->subject != NO_ID)
			line->subject = making->place[line->subject];
	}
	for (int part = 0; part < PAY_PART_COUNT; part++) {
		own->totals[part] += card->pay[part];
		own->paid_totals[part] += card->paid[part];
	}
	own->total += card->total;
	own->total_paid += card->total_paid;
	own->total_due += card->due;
}

static void
take_pay(struct making *making, const struct pay_results *whole)
{
	struct pay_results *own = &making->extract->pay;
	*own = *whole;
	own->results = &making->extract->results;
	own->cards = room(making, whole->card_count, sizeof *own->cards);
	own->card_count = own->stranger_count = 0;
	memset(own->totals, 0, sizeof own->totals);
	memset(own->paid_totals, 0, sizeof own->paid_totals);
	own->total = own->total_paid = own->total_due = 0;
	for (size_t i = 0; i < whole->card_count && !making->failed; i++)
		if (is_member(making, whole->cards[i].manager))
			take_card(making, &whole->cards[i]);
}

/* ---- the whole ---- */

enum status
extract_make(struct extract *extract, const struct results *whole,
    const struct pay_results *pay, size_t subject, struct arena *arena)
{
	struct making making = { .extract = extract,
		.whole = whole,
		.subject = subject,
		.arena = arena };
	making.members =
	    room(&making, whole->data->managers.count, sizeof *making.members);
	making.place =
	    room(&making, whole->subject_count, sizeof *making.place);
	making.origin =
	    room(&making, whole->subject_count, sizeof *making.origin);
	extract->results = *whole;
	extract->results.data = &extract->data;
	extract->results.subjects =
	    room(&making, whole->subject_count, sizeof *whole->subjects);
	if (making.failed)
		return STATUS_MEMORY;
	find_members(&making);
	take_subjects(&making);
	if (!making.failed)
		take_numbers(&making);
	if (!making.failed)
		take_observations(&making);
	if (!making.failed)
		take_data(&making);
	if (!making.failed)
		take_views(&making);
	if (!making.failed)
		take_analysis(&making);
	if (!making.failed)
		take_pay(&making, pay);
	return making.failed ? STATUS_MEMORY : STATUS_OK;
}
