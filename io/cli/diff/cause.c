#include "io/cli/diff/cause.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"

/* What the search needs throughout. */
struct searching {
	const struct record_pairs *pairs;
	const struct diff_run *runs;
};

/* Fields of a contract that say nothing about its client, or its project. */
static const size_t not_of_clients[] = { FIELD_CONTRACTS_client_name,
	FIELD_CONTRACTS_proposed_on, FIELD_CONTRACTS_budget,
	FIELD_CONTRACTS_due_on, FIELD_CONTRACTS_delivered_on,
	FIELD_CONTRACTS_project_id, FIELD_CONTRACTS_team,
	FIELD_CONTRACTS_budget_per, FIELD_CONTRACTS_progress,
	FIELD_CONTRACTS_original_budget, FIELD_CONTRACTS_planned_budget,
	FIELD_COUNT };
static const size_t not_of_projects[] = { FIELD_CONTRACTS_client_name,
	FIELD_CONTRACTS_proposed_on, FIELD_CONTRACTS_kind,
	FIELD_CONTRACTS_value, FIELD_CONTRACTS_start_on, FIELD_CONTRACTS_end_on,
	FIELD_CONTRACTS_team, FIELD_CONTRACTS_value_per,
	FIELD_CONTRACTS_recurring, FIELD_CONTRACTS_original_value,
	FIELD_COUNT };

/* What else a contract says has nothing to do with its payments: with those on
 * a credit, what this refers to has. */
static const size_t not_of_payments[] = { FIELD_CONTRACTS_client_id,
	FIELD_CONTRACTS_client_name, FIELD_CONTRACTS_kind,
	FIELD_CONTRACTS_value, FIELD_CONTRACTS_proposed_on,
	FIELD_CONTRACTS_start_on, FIELD_CONTRACTS_end_on,
	FIELD_CONTRACTS_terminated_on, FIELD_CONTRACTS_budget,
	FIELD_CONTRACTS_due_on, FIELD_CONTRACTS_delivered_on,
	FIELD_CONTRACTS_project_id, FIELD_CONTRACTS_team,
	FIELD_CONTRACTS_currency, FIELD_CONTRACTS_value_per,
	FIELD_CONTRACTS_recurring, FIELD_CONTRACTS_budget_per,
	FIELD_CONTRACTS_progress, FIELD_CONTRACTS_original_value,
	FIELD_CONTRACTS_original_budget, FIELD_CONTRACTS_exchange_rate,
	FIELD_CONTRACTS_planned_budget, FIELD_COUNT };

static bool
is_among(size_t field, const size_t *fields)
{
	while (*fields != FIELD_COUNT && *fields != field)
		fields++;
	return *fields == field && field != FIELD_COUNT;
}

static bool
is_signed(const struct searching *searching, const struct record_pair *pair)
{
	const char *won = schema_words(FIELD_STAGE)[STAGE_WON];
	for (int side = OLD; side < SIDES; side++)
		if (strcmp(diff_cell(&searching->runs[side], pair->record[side],
			       FIELD_CONTRACTS_stage),
			won) == 0)
			return true;
	return false;
}

/* Did it come, go, or change in another field than these? */
static bool
differs_beside(const struct searching *searching,
    const struct record_pair *pair, const size_t *fields)
{
	const struct record_pairs *pairs = searching->pairs;
	enum table table = diff_table_of(pair);
	if (!pair->record[OLD] || !pair->record[NEW])
		return true;
	for (size_t i = 0; i < pairs->compared_count[table]; i++)
		if (pair->changed >> i & 1 &&
		    !is_among(pairs->compared[table][i].field, fields))
			return true;
	return false;
}

/* What causes are looked for: they decide over things of one kind. */
enum decided { CLIENTS, PROJECTS, CONTRACTS, PAYMENTS };

static bool
decides(const struct searching *searching, const struct record_pair *pair,
    enum decided decided)
{
	switch (diff_table_of(pair)) {
	case TABLE_CONTRACTS:
		return decided != CONTRACTS && is_signed(searching, pair) &&
		       differs_beside(searching, pair,
			   decided == CLIENTS    ? not_of_clients
			   : decided == PAYMENTS ? not_of_payments
						 : not_of_projects);
	case TABLE_ASSIGNMENTS:
		return decided == CLIENTS && diff_pair_differs(pair);
	case TABLE_SPLITS:
		return (decided == CONTRACTS || decided == PAYMENTS) &&
		       diff_pair_differs(pair);
	default:
		return false;
	}
}

/* The thing that the pair decides over, as one of the runs has it; "" for none.
 */
static const char *
thing_of(const struct searching *searching, const struct record_pair *pair,
    enum side side, enum decided decided)
{
	enum table table = diff_table_of(pair);
	/* What a contract goes by is no column of its own. */
	if (decided == PAYMENTS && table == TABLE_CONTRACTS)
		return pair->record[side] ? pair->record[side]->name : "";
	size_t field = table == TABLE_SPLITS ? FIELD_SPLITS_contract_id
		       : table == TABLE_ASSIGNMENTS
			   ? FIELD_ASSIGNMENTS_client_id
		       : decided == CLIENTS ? FIELD_CONTRACTS_client_id
					    : FIELD_CONTRACTS_project_id;
	return diff_cell(&searching->runs[side], pair->record[side], field);
}

static int
by_thing(const void *left, const void *right)
{
	const struct cause *a = left, *b = right;
	return strcmp(a->thing, b->thing);
}

static int
by_thing_and_pair(const void *left, const void *right)
{
	const struct cause *a = left, *b = right;
	int order = by_thing(left, right);
	return order ? order : (a->pair > b->pair) - (a->pair < b->pair);
}

static enum status
find_list(struct cause_list *list, const struct searching *searching,
    enum decided decided, struct arena *arena)
{
	const struct record_pairs *pairs = searching->pairs;
	struct cause *rows =
	    arena_allocate(arena, pairs->count * SIDES, sizeof *rows);
	size_t count = 0;
	if (!rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < pairs->count; i++) {
		const struct record_pair *pair = &pairs->rows[i];
		if (!decides(searching, pair, decided))
			continue;
		const char *old = thing_of(searching, pair, OLD, decided);
		const char *new = thing_of(searching, pair, NEW, decided);
		if (*old)
			rows[count++] = (struct cause){ old, pair };
		if (*new &&strcmp(old, new) != 0)
			rows[count++] = (struct cause){ new, pair };
	}
	if (count)
		qsort(rows, count, sizeof *rows, by_thing_and_pair);
	*list = (struct cause_list){ rows, count };
	return STATUS_OK;
}

enum status
diff_find_causes(struct causes *causes, const struct record_pairs *pairs,
    const struct diff_run *runs, struct arena *arena)
{
	const struct searching searching = { pairs, runs };
	struct cause_list *const lists[] = { [CLIENTS] = &causes->of_clients,
		[PROJECTS] = &causes->of_projects,
		[CONTRACTS] = &causes->of_contracts,
		[PAYMENTS] = &causes->of_payments };
	enum status status = STATUS_OK;
	for (int d = CLIENTS; d <= PAYMENTS && !status; d++)
		status =
		    find_list(lists[d], &searching, (enum decided)d, arena);
	return status;
}

struct cause_list
diff_causes_of(const struct cause_list *list, const char *thing)
{
	const struct cause wanted = { .thing = thing };
	size_t first = diff_first_of(
	    list->rows, list->count, sizeof wanted, &wanted, by_thing);
	size_t end = diff_end_of(
	    list->rows, list->count, sizeof wanted, &wanted, by_thing);
	return (struct cause_list){ list->rows + first, end - first };
}
