#include "metrics/periods/subjects.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/periods/contract.h"

/* How well a contract speaks for its manager's team: first those decided by
 * as_of, by closed_on; then those proposed by as_of, by proposed_on; then any.
 */
struct claim {
	int rank;
	date day;
};

static struct claim
claim_of(const struct contract *contract, date as_of)
{
	enum stage stage = contract_stage(contract, as_of);
	if (stage == STAGE_WON || stage == STAGE_LOST)
		return (struct claim){ 2, contract->closed_on };
	date proposed = known_by(contract->proposed_on, as_of);
	return (struct claim){ proposed != DATE_NONE, proposed };
}

static bool
speaks_before(const struct dataset *data, const struct contract *a,
    const struct contract *b, date as_of)
{
	struct claim left = claim_of(a, as_of), right = claim_of(b, as_of);
	if (left.rank != right.rank)
		return left.rank > right.rank;
	if (left.day != right.day)
		return left.day > right.day;
	return text_compare(dictionary_text(&data->contract_ids, a->contract),
		   dictionary_text(&data->contract_ids, b->contract)) < 0;
}

uint32_t *
subjects_teams(const struct dataset *data, date as_of, struct arena *arena)
{
	uint32_t managers = data->managers.count;
	const struct contract **best =
	    arena_allocate(arena, managers, sizeof *best);
	uint32_t *teams = arena_allocate(arena, managers, sizeof *teams);
	if (!best || !teams)
		return NULL;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->team != NO_ID &&
		    (!best[contract->manager] ||
			speaks_before(
			    data, contract, best[contract->manager], as_of)))
			best[contract->manager] = contract;
	}
	for (uint32_t manager = 0; manager < managers; manager++) {
		uint32_t person = data->person_of_manager[manager];
		teams[manager] =
		    person != NO_ID && data->people[person].team != NO_ID
			? data->people[person].team
		    : best[manager] ? best[manager]->team
				    : NO_ID;
	}
	return teams;
}

static int
by_scope_and_key(const void *left, const void *right)
{
	const struct subject *a = left, *b = right;
	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	return text_compare(a->key, b->key);
}

/* The company, each team once, each manager; not yet in order. */
static void
list_subjects(struct results *results, const uint32_t *teams, bool *seen)
{
	const struct dataset *data = results->data;
	struct subject *subjects = results->subjects;
	size_t count = 0;
	subjects[count++] = (struct subject){ .scope = SCOPE_COMPANY,
		.id = NO_ID,
		.team = NO_ID,
		.key = text_of("*"),
		.name = text_of("*") };
	for (uint32_t manager = 0; manager < data->managers.count; manager++) {
		uint32_t team = teams[manager];
		subjects[count++] = (struct subject){ .scope = SCOPE_MANAGER,
			.id = manager,
			.team = NO_ID,
			.key = dictionary_text(&data->managers, manager),
			.name = dataset_manager_name(data, manager) };
		if (team == NO_ID || seen[team])
			continue;
		seen[team] = true;
		struct text name = dictionary_text(&data->words, team);
		subjects[count++] = (struct subject){ .scope = SCOPE_TEAM,
			.id = team,
			.team = NO_ID,
			.key = name,
			.name = name };
	}
	results->subject_count = count;
}

enum status
subjects_make(struct results *results, date as_of, struct arena *arena)
{
	const struct dataset *data = results->data;
	uint32_t managers = data->managers.count, words = data->words.count;
	uint32_t *teams = subjects_teams(data, as_of, arena);
	bool *seen = arena_allocate(arena, words, sizeof *seen);
	uint32_t *at_of_team = arena_allocate(arena, words, sizeof *at_of_team);
	uint32_t *team_of = arena_allocate(arena, managers, sizeof *team_of);
	uint32_t *subject_of =
	    arena_allocate(arena, managers, sizeof *subject_of);
	results->subjects = arena_allocate(
	    arena, (size_t)managers * 2 + 1, sizeof *results->subjects);
	if (!teams || !seen || !at_of_team || !team_of || !subject_of ||
	    !results->subjects)
		return STATUS_MEMORY;
	list_subjects(results, teams, seen);
	qsort(results->subjects, results->subject_count,
	    sizeof *results->subjects, by_scope_and_key);
	for (uint32_t at = 0; at < results->subject_count; at++) {
		struct subject *subject = &results->subjects[at];
		if (subject->scope == SCOPE_TEAM)
			at_of_team[subject->id] = at;
		if (subject->scope != SCOPE_MANAGER)
			continue;
		/* Teams come before managers. */
		uint32_t team = teams[subject->id];
		subject->team = team == NO_ID ? NO_ID : at_of_team[team];
		team_of[subject->id] = subject->team;
		subject_of[subject->id] = at;
	}
	results->team_of_manager = team_of;
	results->subject_of_manager = subject_of;
	return STATUS_OK;
}

const struct subject *
subjects_manager(const struct results *results, struct text manager)
{
	uint32_t id = dictionary_find(&results->data->managers, manager);
	return id == NO_ID
		   ? NULL
		   : &results->subjects[results->subject_of_manager[id]];
}
