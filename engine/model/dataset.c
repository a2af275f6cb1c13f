#include "engine/model/dataset.h"

#include <string.h>

#include "engine/base/arena.h"

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
	return data->contracts[i].client;
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

enum status
dataset_seal(struct dataset *data)
{
	uint32_t *person_of_manager = arena_allocate(
	    data->arena, data->managers.count, sizeof *person_of_manager);
	if (!person_of_manager)
		return STATUS_MEMORY;
	for (uint32_t manager = 0; manager < data->managers.count; manager++)
		person_of_manager[manager] = NO_ID;
	for (size_t i = 0; i < data->person_count; i++)
		person_of_manager[data->people[i].manager] = (uint32_t)i;
	data->person_of_manager = person_of_manager;

	return group(data, &data->contracts_of_client, data->client_ids.count,
		   data->contract_count, client_of_contract) &&
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
dataset_input_name(const struct dataset *dataset, uint32_t input)
{
	const char *path = dataset->inputs[input].path;
	size_t length = dataset->folder ? strlen(dataset->folder) : 0;
	if (length && strncmp(path, dataset->folder, length) == 0 &&
	    (path[length] == '/' || path[length - 1] == '/'))
		path += length;
	while (*path == '/')
		path++;
	return path;
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
