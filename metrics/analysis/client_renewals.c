/* Which contracts come up for renewal, and what clients said last. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/analysis/clients.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/run_rate.h"
#include "metrics/periods/survey.h"

/* ---- renewals ---- */

/* By contract: has a signed renewal named it? NULL without memory. */
static bool *
find_succeeded(const struct gathering *gathering)
{
	const struct dataset *data = gathering->results->data;
	bool *succeeded = arena_allocate(
	    gathering->scratch, data->contract_count, sizeof *succeeded);
	for (size_t i = 0; succeeded && i < data->contract_count; i++) {
		const struct contract *renewal = &data->contracts[i];
		if (renewal->kind == KIND_RENEWAL &&
		    renewal->referred != NO_ID &&
		    contract_in_force(
			gathering->view, renewal, renewal->start_on))
			succeeded[renewal->referred] = true;
	}
	return succeeded;
}

/* It brings a run rate, has an end, and nothing that is signed follows it. */
static bool
comes_up(const struct gathering *gathering, const struct contract *contract,
    const bool *succeeded)
{
	const struct view *view = gathering->view;
	date last = contract_last_day(view, contract);
	return contract->kind != KIND_CREDIT &&
	       contract->recurring == RECURRING_YES && last != DATE_FOREVER &&
	       !succeeded[contract - gathering->results->data->contracts] &&
	       contract_in_force(view, contract, view->as_of) &&
	       client_entry(gathering, contract->client)->next_begins >
		   last + 1 + view->definitions->grace_days;
}

/* A renewal and what it is sorted by. */
struct sorted {
	struct renewal renewal;
	struct text id;
};

static int
by_last_day_and_id(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;
	if (a->renewal.last != b->renewal.last)
		return a->renewal.last < b->renewal.last ? -1 : 1;
	return text_compare(a->id, b->id);
}

/* Fills `due` with those within RENEWAL_DAYS; their count. */
static size_t
find_renewals(const struct gathering *gathering, const bool *succeeded,
    struct sorted *due)
{
	const struct dataset *data = gathering->results->data;
	const struct view *view = gathering->view;
	size_t count = 0;
	for (uint32_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (!comes_up(gathering, contract, succeeded))
			continue;
		date last = contract_last_day(view, contract);
		struct client_row *row =
		    &client_entry(gathering, contract->client)->row;
		if (row->renewal == DATE_NONE || last < row->renewal)
			row->renewal = last;
		if (last <= view->as_of + RENEWAL_DAYS)
			due[count++] = (struct sorted){
				{ i, last,
				    contract_run_rate(
					view, contract, gathering->kept) },
				dictionary_text(
				    &data->contract_ids, contract->contract)
			};
	}
	return count;
}

enum status
client_renewals(const struct gathering *gathering, struct clients *clients)
{
	const bool *succeeded = find_succeeded(gathering);
	struct sorted *due = arena_allocate(gathering->scratch,
	    gathering->results->data->contract_count, sizeof *due);
	if (!succeeded || !due)
		return STATUS_MEMORY;
	size_t count = find_renewals(gathering, succeeded, due);
	clients->renewals =
	    arena_allocate(gathering->kept, count, sizeof *clients->renewals);
	if (!clients->renewals)
		return STATUS_MEMORY;
	if (count)
		qsort(due, count, sizeof *due, by_last_day_and_id);
	for (size_t i = 0; i < count; i++)
		clients->renewals[i] = due[i].renewal;
	clients->renewal_count = count;
	return STATUS_OK;
}

/* ---- answers ---- */

/* The client whom a survey names, itself or by its contract. */
static uint32_t
client_of_survey(const struct dataset *data, const struct survey *survey)
{
	if (survey->client != NO_ID)
		return survey->client;
	return survey->contract == NO_ID
		   ? NO_ID
		   : data->contracts[survey->contract].client;
}

void
client_answers(const struct gathering *gathering)
{
	const struct dataset *data = gathering->results->data;
	for (size_t i = 0; i < data->survey_count; i++) {
		const struct survey *survey = &data->surveys[i];
		uint32_t client = client_of_survey(data, survey);
		if (survey->kind != SURVEY_CLIENT ||
		    survey->score == DECIMAL_NONE || client == NO_ID ||
		    survey->answered_on > gathering->view->as_of)
			continue;
		struct client_row *row = &client_entry(gathering, client)->row;
		double score = survey_score_nearest(survey);
		bool later = survey->answered_on > row->answered_on;
		if (later || (survey->answered_on == row->answered_on &&
				 score < row->answer)) {
			row->answered_on = survey->answered_on;
			row->answer = score;
		}
	}
}
