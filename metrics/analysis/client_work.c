/* What the work for clients earned, and what it cost: of the projects that were
 * delivered in the period, and of those that run, for which so much of the
 * price counts as is done. */
#include "engine/base/arena.h"
#include "metrics/analysis/clients.h"
#include "metrics/periods/cohort.h"

/* How much of a contract is done. */
struct part {
	bool known;
	int64_t above, below;
};

static const struct part whole = { true, 1, 1 };

/* By time: days of those to the day when it is due, else to its end; of a price
 * by the month without either, months of the twelve of which its value is. */
static struct part
part_by_time(const struct view *view, const struct contract *contract)
{
	date start = contract->start_on;
	date last =
	    contract->due_on != DATE_NONE ? contract->due_on : contract->end_on;
	date now = contract_last_day(view, contract);
	if (now > view->as_of)
		now = view->as_of;
	if (last == DATE_NONE && contract->value_per != PER_MONTH)
		return (struct part){ .known = false };
	if (now < start)
		return (struct part){ true, 0, 1 };
	if (last == DATE_NONE) {
		struct months months = months_between(start, now + 1);
		return (struct part){ true,
			(int64_t)months.whole * months.length + months.days,
			12 * (int64_t)months.length };
	}
	return now >= last
		   ? whole
		   : (struct part){ true, now - start + 1, last - start + 1 };
}

static struct part
part_of(const struct view *view, const struct contract *contract)
{
	if (known_by(contract->delivered_on, view->as_of) != DATE_NONE)
		return whole;
	if (contract->progress != DECIMAL_NONE)
		return (struct part){ true, contract->progress, DECIMAL_ONE };
	return part_by_time(view, contract);
}

static wide
earned_part(decimal amount, struct part part)
{
	return decimal_scale(amount, part.above, part.below) *
	       (WIDE_ONE / DECIMAL_ONE);
}

/* By contract: what was earned of a credit that corrects it. */
static wide *
earned_of_credits(const struct gathering *gathering)
{
	const struct dataset *data = gathering->results->data;
	const struct view *view = gathering->view;
	wide *credits = arena_allocate(
	    gathering->scratch, data->contract_count, sizeof *credits);
	for (size_t i = 0; credits && i < data->contract_count; i++) {
		const struct contract *credit = &data->contracts[i];
		if (credit->kind != KIND_CREDIT || credit->referred == NO_ID ||
		    !contract_counts(view, credit))
			continue;
		struct part part =
		    part_of(view, &data->contracts[credit->referred]);
		if (part.known)
			credits[credit->referred] +=
			    earned_part(credit->value, part);
	}
	return credits;
}

/* A project's client and what its contracts earned. */
struct work {
	uint32_t client; /* NO_ID: of several */
	bool known;      /* what it earned is */
	wide earned;
};

static struct work
work_of(const struct view *view, uint32_t project, bool delivered,
    const wide *credits)
{
	const struct dataset *data = view->data;
	const struct grouping *contracts = &data->contracts_of_project;
	struct work work = { .known = true };
	bool first = true;
	for (uint32_t i = contracts->first[project];
	     i < contracts->first[project + 1]; i++) {
		uint32_t index = contracts->order[i];
		const struct contract *contract = &data->contracts[index];
		if (!contract_is_signed(contract, view->as_of))
			continue;
		struct part part = delivered ? whole : part_of(view, contract);
		work.known &= part.known;
		if (part.known)
			work.earned +=
			    earned_part(contract->value, part) + credits[index];
		work.client = first || work.client == contract->client
				  ? contract->client
				  : NO_ID;
		first = false;
	}
	return work;
}

static void
add_work(const struct gathering *gathering,
    const struct booked_projects *projects, bool delivered, const wide *credits,
    size_t *left_out)
{
	for (size_t i = 0; i < projects->count; i++) {
		const struct booked_project *project = &projects->rows[i];
		if (project->rows == 0)
			continue;
		struct work work =
		    work_of(gathering->view, project->id, delivered, credits);
		struct client_entry *entry =
		    client_entry(gathering, work.client);
		wide budget = project->project.budget;
		entry->counts = true;
		if (!delivered && budget > 0 && project->cost > budget)
			entry->row.flags |= CLIENT_OVER_BUDGET;
		if (!work.known) {
			++*left_out;
			continue;
		}
		entry->row.has_work = true;
		entry->row.earned += work.earned;
		entry->row.cost += project->cost;
	}
}

enum status
client_work(const struct gathering *gathering, size_t *left_out)
{
	const struct booked *booked = &gathering->view->cohort->booked;
	const wide *credits = earned_of_credits(gathering);
	if (!credits)
		return STATUS_MEMORY;
	add_work(gathering, &booked->delivered, true, credits, left_out);
	add_work(gathering, &booked->running, false, credits, left_out);
	return STATUS_OK;
}
