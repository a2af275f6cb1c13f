#include "metrics/periods/subjects.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/spells.h"
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
subjects_fallback_teams(
    const struct dataset *data, date as_of, struct arena *arena)
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
	for (uint32_t manager = 0; manager < managers; manager++)
		teams[manager] = best[manager] ? best[manager]->team : NO_ID;
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

/* What is known while subjects are listed: of teams (words) and leads, whether
 * they have been. */
struct listing {
	struct results *results;
	bool *seen_team, *seen_lead;
};

static void
list_subject(struct listing *listing, enum scope scope, uint32_t id,
    struct text key, struct text name)
{
	struct results *results = listing->results;
	results->subjects[results->subject_count++] =
	    (struct subject){ .scope = scope,
		    .id = id,
		    .team = NO_ID,
		    .key = key,
		    .name = name };
}

static void
list_team(struct listing *listing, uint32_t team)
{
	struct text name =
	    dictionary_text(&listing->results->data->words, team);
	if (team == NO_ID || listing->seen_team[team])
		return;
	listing->seen_team[team] = true;
	list_subject(listing, SCOPE_TEAM, team, name, name);
}

static void
list_person(struct listing *listing, enum scope scope, uint32_t manager)
{
	const struct dataset *data = listing->results->data;
	list_subject(listing, scope, manager,
	    dictionary_text(&data->managers, manager),
	    dataset_manager_name(data, manager));
}

/* A manager, and the teams and leads that their spells name. */
static void
list_manager(struct listing *listing, uint32_t manager)
{
	const struct dataset *data = listing->results->data;
	const uint32_t *fallback = listing->results->fallback_teams;
	struct spells spells = spells_of(data, manager);
	list_person(listing, SCOPE_MANAGER, manager);
	if (spells.count == 0)
		list_team(listing, fallback[manager]);
	for (size_t i = 0; i < spells.count; i++) {
		const struct person *spell = &data->people[spells.rows[i]];
		list_team(listing, team_of_spell(fallback, manager, spell));
		if (spell->lead == NO_ID || listing->seen_lead[spell->lead])
			continue;
		listing->seen_lead[spell->lead] = true;
		list_person(listing, SCOPE_REPORTS, spell->lead);
	}
}

/* Not yet in order. */
static enum status
list_subjects(struct results *results, struct arena *arena)
{
	const struct dataset *data = results->data;
	uint32_t managers = data->managers.count, words = data->words.count;
	struct listing listing = { .results = results,
		.seen_team =
		    arena_allocate(arena, words, sizeof *listing.seen_team),
		.seen_lead = arena_allocate(
		    arena, managers, sizeof *listing.seen_lead) };
	/* The company; of each manager themselves, the reports to them and
	 * perhaps a team of the contracts; a team of each spell. */
	size_t most = 1 + (size_t)managers * 3 + data->person_count;
	results->subjects =
	    arena_allocate(arena, most, sizeof *results->subjects);
	if (!listing.seen_team || !listing.seen_lead || !results->subjects)
		return STATUS_MEMORY;
	list_subject(
	    &listing, SCOPE_COMPANY, NO_ID, text_of("*"), text_of("*"));
	for (uint32_t manager = 0; manager < managers; manager++)
		list_manager(&listing, manager);
	qsort(results->subjects, results->subject_count,
	    sizeof *results->subjects, by_scope_and_key);
	return STATUS_OK;
}

/* A map of ids to nothing; NULL without memory. */
static uint32_t *
empty_map(uint32_t ids, struct arena *arena)
{
	uint32_t *map = arena_allocate(arena, ids, sizeof *map);
	for (uint32_t id = 0; map && id < ids; id++)
		map[id] = NO_ID;
	return map;
}

enum status
subjects_make(struct results *results, const struct schedule *schedule,
    struct arena *arena)
{
	const struct dataset *data = results->data;
	date as_of = schedule->as_of[schedule->run];
	date last = schedule->periods[schedule->run].until - 1;
	results->fallback_teams = subjects_fallback_teams(data, as_of, arena);
	uint32_t *of_team = empty_map(data->words.count, arena);
	uint32_t *of_lead = empty_map(data->managers.count, arena);
	uint32_t *of_manager = empty_map(data->managers.count, arena);
	if (!results->fallback_teams || !of_team || !of_lead || !of_manager ||
	    list_subjects(results, arena))
		return STATUS_MEMORY;
	results->subject_of_team = of_team;
	results->subject_of_lead = of_lead;
	results->subject_of_manager = of_manager;
	for (uint32_t at = 0; at < results->subject_count; at++) {
		struct subject *subject = &results->subjects[at];
		switch (subject->scope) {
		case SCOPE_COMPANY:
			break;
		case SCOPE_TEAM:
			of_team[subject->id] = at;
			break;
		case SCOPE_REPORTS:
			of_lead[subject->id] = at;
			break;
		case SCOPE_MANAGER: /* teams come before managers */
			of_manager[subject->id] = at;
			subject->team = results_team(
			    results, subject->id, last < as_of ? last : as_of);
			break;
		}
	}
	return STATUS_OK;
}
