#include "engine/model/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/references.h"
#include "engine/model/shares.h"

/* Counting sort of `count` records by the thing that `thing_of` names;
 * records of nothing (NO_ID) are left out. */
static bool
group(struct dataset *data, struct grouping *grouping, size_t things,
    size_t count, uint32_t (*thing_of)(const struct dataset *, size_t))
{
	uint32_t *first =
	    arena_allocate(data->arena, things + 2, sizeof *first);
	uint32_t *order = arena_allocate(data->arena, count, sizeof *order);
	if (!first || !order)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t thing = thing_of(data, i);
		if (thing != NO_ID)
			first[thing + 2]++;
	}
	for (size_t thing = 2; thing < things + 2; thing++)
		first[thing] += first[thing - 1];
	for (size_t i = 0; i < count; i++) {
		uint32_t thing = thing_of(data, i);
		if (thing != NO_ID)
			order[first[thing + 1]++] = (uint32_t)i;
	}
	*grouping = (struct grouping){ first, order };
	return true;
}

static uint32_t
client_of_contract(const struct dataset *data, size_t i)
{
	const struct contract *contract = &data->contracts[i];
	return contract->kind == KIND_CREDIT ? NO_ID : contract->client;
}

static uint32_t
project_of_contract(const struct dataset *data, size_t i)
{
	return data->contracts[i].project;
}

static uint32_t
client_of_assignment(const struct dataset *data, size_t i)
{
	return data->assignments[i].client;
}

static uint32_t
manager_of_person(const struct dataset *data, size_t i)
{
	return data->people[i].manager;
}

/* For sorting: a spell and its first day. */
struct begun {
	date day;
	uint32_t spell;
};

static int
by_day(const void *left, const void *right)
{
	const struct begun *a = left, *b = right;
	return (a->day > b->day) - (a->day < b->day);
}

/* Brings the spells of each manager in the order of their first days, of which
 * no two are the same. */
static bool
order_spells(struct dataset *data)
{
	uint32_t managers = data->managers.count;
	struct grouping spells;
	uint32_t *order =
	    arena_allocate(data->arena, data->person_count, sizeof *order);
	uint32_t *last = arena_allocate(data->arena, managers, sizeof *last);
	struct begun *begun =
	    arena_allocate(data->arena, data->person_count, sizeof *begun);
	if (!group(data, &spells, managers, data->person_count,
		manager_of_person) ||
	    !order || !last || !begun)
		return false;
	for (uint32_t manager = 0; manager < managers; manager++) {
		uint32_t from = spells.first[manager];
		uint32_t until = spells.first[manager + 1];
		for (uint32_t i = from; i < until; i++) {
			uint32_t spell = spells.order[i];
			begun[i] =
			    (struct begun){ data->people[spell].joined_on,
				    spell };
		}
		if (until - from > 1)
			qsort(
			    begun + from, until - from, sizeof *begun, by_day);
		for (uint32_t i = from; i < until; i++)
			order[i] = begun[i].spell;
		last[manager] = until > from ? order[until - 1] : NO_ID;
	}
	data->spells_of_manager = (struct grouping){ spells.first, order };
	data->person_of_manager = last;
	return true;
}

static bool
find_client_rows(struct dataset *data)
{
	uint32_t *rows =
	    arena_allocate(data->arena, data->client_ids.count, sizeof *rows);
	if (!rows)
		return false;
	for (uint32_t client = 0; client < data->client_ids.count; client++)
		rows[client] = NO_ID;
	for (uint32_t i = 0; i < data->client_count; i++)
		rows[data->clients[i].client] = i;
	data->row_of_client = rows;
	return true;
}

enum status
dataset_seal(struct dataset *data)
{
	return order_spells(data) && find_client_rows(data) &&
		       references_resolve(data) && shares_resolve(data) &&
		       group(data, &data->contracts_of_client,
			   data->client_ids.count, data->contract_count,
			   client_of_contract) &&
		       group(data, &data->contracts_of_project,
			   data->projects.count, data->contract_count,
			   project_of_contract) &&
		       group(data, &data->assignments_of_client,
			   data->client_ids.count, data->assignment_count,
			   client_of_assignment)
		   ? STATUS_OK
		   : STATUS_MEMORY;
}

static date
later(date a, date b)
{
	return a > b ? a : b;
}

date
dataset_latest_day(const struct dataset *data)
{
	date latest = data->timesheets.latest;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->stage == STAGE_WON ||
		    contract->stage == STAGE_LOST)
			latest = later(latest, contract->closed_on);
	}
	for (size_t i = 0; i < data->survey_count; i++)
		latest = later(latest, data->surveys[i].answered_on);
	return latest;
}

static date
earlier_known(date a, date b)
{
	return b != DATE_NONE && b < a ? b : a;
}

date
dataset_first_day(const struct dataset *data, enum table table)
{
	date first = INT32_MAX;
	if (table == TABLE_TIMESHEETS)
		return data->timesheets.earliest;
	for (size_t i = 0; table == TABLE_SURVEYS && i < data->survey_count;
	     i++) {
		first = earlier_known(first, data->surveys[i].answered_on);
		first = earlier_known(first, data->surveys[i].sent_on);
	}
	for (size_t i = 0;
	     table == TABLE_PAYMENTS && i < data->payment_row_count; i++)
		first = earlier_known(first, data->payments[i].paid_on);
	for (size_t i = 0; table == TABLE_CONTRACTS && i < data->contract_count;
	     i++) {
		first = earlier_known(first, data->contracts[i].closed_on);
		first = earlier_known(first, data->contracts[i].proposed_on);
	}
	return first;
}

date
dataset_earliest_day(const struct dataset *data)
{
	date earliest = INT32_MAX;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		earliest = earlier_known(earliest, contract->closed_on);
		earliest = earlier_known(earliest, contract->proposed_on);
		earliest = earlier_known(earliest, contract->start_on);
		earliest = earlier_known(earliest, contract->due_on);
		earliest = earlier_known(earliest, contract->delivered_on);
	}
	for (size_t i = 0; i < data->survey_count; i++) {
		earliest = earlier_known(earliest, data->surveys[i].sent_on);
		earliest =
		    earlier_known(earliest, data->surveys[i].answered_on);
	}
	return earliest;
}

const char *
dataset_name_below(const char *folder, const char *path)
{
	size_t length = folder ? strlen(folder) : 0;
	if (length && strncmp(path, folder, length) == 0 &&
	    (path[length] == '/' || path[length - 1] == '/'))
		path += length;
	while (*path == '/')
		path++;
	return path;
}

const char *
dataset_input_name(const struct dataset *dataset, uint32_t input)
{
	return dataset_name_below(dataset->folder, dataset->inputs[input].path);
}

bool
dataset_has_parts(const struct dataset *dataset)
{
	for (size_t i = 0; i < dataset->input_count; i++)
		if (dataset->inputs[i].elsewhere)
			return true;
	return false;
}

bool
dataset_is_other_plan(const struct dataset *dataset, uint32_t input)
{
	for (size_t i = 0; i < dataset->other_plan_count; i++)
		if (dataset->other_plans[i].path == dataset->inputs[input].path)
			return true;
	return false;
}

struct text
dataset_manager_name(const struct dataset *data, uint32_t manager)
{
	if (manager == NO_ID)
		return text_of("");
	uint32_t person = data->person_of_manager[manager];
	if (person != NO_ID && data->people[person].name != NO_ID)
		return dictionary_text(&data->words, data->people[person].name);
	return dictionary_text(&data->managers, manager);
}

struct text
dataset_client_name(const struct dataset *data, uint32_t client)
{
	const struct grouping *contracts = &data->contracts_of_client;
	if (client == NO_ID)
		return text_of("");
	uint32_t row = data->row_of_client[client];
	uint32_t name = row == NO_ID ? NO_ID : data->clients[row].client_name;
	for (uint32_t i = contracts->first[client];
	     name == NO_ID && i < contracts->first[client + 1]; i++)
		name = data->contracts[contracts->order[i]].client_name;
	return name == NO_ID ? dictionary_text(&data->client_ids, client)
			     : dictionary_text(&data->words, name);
}
