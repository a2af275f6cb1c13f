/* How proposals end: won, lost, or still open, which says nothing yet. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/analysis/groups.h"
#include "metrics/analysis/parts.h"
#include "metrics/periods/contract.h"
#include "metrics/statistics/incidence.h"
#include "metrics/statistics/interval.h"

enum { WON, LOST };

static bool
is_sent(const struct view *view, const struct contract *contract)
{
	return contract->proposed_on != DATE_NONE &&
	       contract->proposed_on <= view->as_of &&
	       contract_is_proposal(view, contract);
}

/* From the day it was sent to that on which it was decided, or as_of. */
static struct owned
proposal_of(const struct view *view, const struct contract *contract)
{
	enum stage stage = contract_stage(contract, view->as_of);
	bool decided = stage != STAGE_OPEN;
	int days = (decided ? contract->closed_on : view->as_of) -
		   contract->proposed_on;
	return (struct owned){ .subject = { .time = days > 0 ? days : 0,
				   .event = decided,
				   .group = stage == STAGE_WON ? WON : LOST },
		.manager = contract->manager,
		.day = contract->proposed_on };
}

static enum status
split(
    const struct results *results, struct group **groups, struct arena *scratch)
{
	const struct view *view = analysis_view(results);
	const struct dataset *data = results->data;
	size_t count = 0;
	struct owned *rows =
	    arena_allocate(scratch, data->contract_count, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (is_sent(view, contract) &&
		    contract->proposed_on > view->as_of - PIPELINE_DAYS)
			rows[count++] = proposal_of(view, contract);
	}
	return groups_make(results, rows, count, groups, scratch);
}

static struct optional
limit(const struct incidence *incidence, double value)
{
	bool banded = incidence->band == STATISTICS_DEFINED;
	return (struct optional){ banded, banded ? value : 0 };
}

static void
take_steps(struct pipeline_curve *curve, const struct incidence_curve *fitted)
{
	for (size_t i = 0; i < fitted->count; i++) {
		const struct incidence_step *step = &fitted->steps[i];
		const struct incidence *won = &step->cause[WON];
		curve->steps[i] = (struct pipeline_step){
			.days = (uint32_t)step->time,
			.at_risk = (uint32_t)step->at_risk,
			.won = (uint32_t)won->events,
			.lost = (uint32_t)step->cause[LOST].events,
			.won_so_far = won->so_far,
			.lost_so_far = step->cause[LOST].so_far,
			.won_low = limit(won, won->low),
			.won_high = limit(won, won->high),
		};
		curve->won += curve->steps[i].won;
		curve->lost += curve->steps[i].lost;
	}
}

static enum status
draw(const struct group *group, struct pipeline_curve *curve,
    struct arena *kept, struct arena *scratch)
{
	struct incidence_curve fitted = { 0 };
	if (incidence_aalen_johansen(group->rows, group->count, INTERVAL_LEVEL,
		scratch, &fitted) == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	curve->steps = arena_allocate(kept, fitted.count, sizeof *curve->steps);
	if (!curve->steps)
		return STATUS_MEMORY;
	curve->step_count = fitted.count;
	curve->proposals = (uint32_t)group->count;
	take_steps(curve, &fitted);
	return STATUS_OK;
}

/* ---- what the open ones may become ---- */

/* The chance to be won after so many days without a decision. */
static struct finding
chance_at(const struct pipeline_curve *curve, uint32_t age)
{
	size_t low = 0, high = curve->step_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (curve->steps[middle].days <= age)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == curve->step_count)
		return finding_absent(ABSENCE_NOT_REACHED);
	const struct pipeline_step *last = &curve->steps[curve->step_count - 1];
	double won = 0, open = 1;
	if (low > 0) {
		won = curve->steps[low - 1].won_so_far;
		open = 1 - won - curve->steps[low - 1].lost_so_far;
	}
	return finding_of(STATISTICS_DEFINED, (last->won_so_far - won) / open);
}

/* A proposal and what it is sorted by. */
struct entry {
	struct pipeline_chance open;
	struct text id;
};

static int
by_age_and_id(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	if (a->open.age != b->open.age)
		return a->open.age > b->open.age ? -1 : 1;
	return text_compare(a->id, b->id);
}

/* Fills `entries`, one a contract at most; their count. */
static size_t
find_open(const struct results *results, const struct pipeline_curve *curve,
    struct entry *entries)
{
	const struct view *view = analysis_view(results);
	const struct dataset *data = results->data;
	size_t count = 0;
	for (uint32_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (!is_sent(view, contract) ||
		    contract_stage(contract, view->as_of) != STAGE_OPEN)
			continue;
		uint32_t age = (uint32_t)(view->as_of - contract->proposed_on);
		entries[count++] = (struct entry){
			{ i, age, chance_at(curve, age) },
			dictionary_text(&data->contract_ids, contract->contract)
		};
	}
	return count;
}

static enum status
list_open(const struct results *results, struct pipeline *pipeline,
    struct arena *kept, struct arena *scratch)
{
	struct entry *entries = arena_allocate(
	    scratch, results->data->contract_count, sizeof *entries);
	if (!entries)
		return STATUS_MEMORY;
	size_t count = find_open(results, &pipeline->curves[0], entries);
	pipeline->open = arena_allocate(kept, count, sizeof *pipeline->open);
	if (!pipeline->open)
		return STATUS_MEMORY;
	if (count)
		qsort(entries, count, sizeof *entries, by_age_and_id);
	for (size_t i = 0; i < count; i++)
		pipeline->open[i] = entries[i].open;
	pipeline->open_count = count;
	return STATUS_OK;
}

static void
sort_by_age(const struct results *results, struct open_age ages[PIPELINE_AGES])
{
	static const int limits[PIPELINE_AGES] = { 30, 60, 90, 180, INT32_MAX };
	const struct view *view = analysis_view(results);
	for (size_t i = 0; i < results->data->contract_count; i++) {
		const struct contract *contract = &results->data->contracts[i];
		if (!proposal_is_open(view, contract))
			continue;
		struct open_age *age = ages;
		while (view->as_of - contract->proposed_on > limits[age - ages])
			age++;
		age->proposals++;
		if (contract->value != DECIMAL_NONE)
			age->value += decimal_widen(contract->value);
	}
}

enum status
analysis_pipeline(const struct results *results, struct pipeline *pipeline,
    struct arena *kept, struct arena *scratch)
{
	struct group *groups;
	sort_by_age(results, pipeline->ages);
	pipeline->curves = arena_allocate(
	    kept, results->subject_count, sizeof *pipeline->curves);
	if (!pipeline->curves || split(results, &groups, scratch))
		return STATUS_MEMORY;
	for (size_t s = 0; s < results->subject_count; s++) {
		struct arena_mark mark = arena_mark(scratch);
		if (draw(&groups[s], &pipeline->curves[s], kept, scratch))
			return STATUS_MEMORY;
		arena_release(scratch, mark);
	}
	return list_open(results, pipeline, kept, scratch);
}
