#include "engine/model/record.h"

#include "engine/base/language.h"
#include "engine/model/place.h"

const char *
record_kind_name(enum record_kind kind, enum language language)
{
	static const char *const names[] = {
		[RECORD_CONTRACT] = N_("contract"),
		[RECORD_CLIENT] = N_("client"),
		[RECORD_PROJECT] = N_("project"),
		[RECORD_SURVEY] = N_("survey"),
		[RECORD_PAYMENT] = N_("payment"),
		[RECORD_TIMESHEET] = N_("timesheet row"),
		[RECORD_ADJUSTMENT] = N_("adjustment"),
		[RECORD_SPLIT] = N_("split"),
	};
	return language_text(language, names[kind]);
}

/* Of the contracts of a client or project, the one with the smallest id. */
static const struct contract *
first_contract(
    const struct dataset *data, const struct grouping *grouping, uint32_t thing)
{
	const struct contract *first = NULL;
	for (uint32_t i = grouping->first[thing];
	     i < grouping->first[thing + 1]; i++) {
		const struct contract *contract =
		    &data->contracts[grouping->order[i]];
		if (!first || text_compare(dictionary_text(&data->contract_ids,
					       contract->contract),
				  dictionary_text(&data->contract_ids,
				      first->contract)) < 0)
			first = contract;
	}
	return first;
}

struct source
record_source(
    const struct dataset *data, enum record_kind kind, uint32_t record)
{
	const struct contract *contract = NULL;
	switch (kind) {
	case RECORD_SURVEY:
		return data->surveys[record].source;
	case RECORD_PAYMENT:
		return data->payments[record].source;
	case RECORD_SPLIT:
		return data->splits[record].source;
	case RECORD_TIMESHEET:
		return data->timesheets.odd[record].source;
	case RECORD_ADJUSTMENT:
		return data->adjustments[record].source;
	case RECORD_CONTRACT:
		contract = &data->contracts[record];
		break;
	case RECORD_CLIENT:
		contract =
		    first_contract(data, &data->contracts_of_client, record);
		break;
	case RECORD_PROJECT:
		contract =
		    first_contract(data, &data->contracts_of_project, record);
		break;
	}
	return contract ? contract->source : (struct source){ 0, 0 };
}

const char *
kind_word(enum kind kind, enum language language)
{
	static const char *const words[] = {
		[KIND_NEW] = N_("new"),
		[KIND_RENEWAL] = N_("renewal"),
		[KIND_UPSELL] = N_("upsell"),
		[KIND_CROSS_SELL] = N_("cross-sell"),
		[KIND_CREDIT] = N_("credit"),
	};
	return language_text(language, words[kind]);
}

struct text
record_id(const struct dataset *data, enum record_kind kind, uint32_t record,
    struct arena *arena)
{
	switch (kind) {
	case RECORD_CONTRACT:
		return dictionary_text(
		    &data->contract_ids, data->contracts[record].contract);
	case RECORD_CLIENT:
		return dictionary_text(&data->client_ids, record);
	case RECORD_PROJECT:
		return dictionary_text(&data->projects, record);
	case RECORD_SURVEY:
	case RECORD_PAYMENT:
	case RECORD_TIMESHEET:
	case RECORD_ADJUSTMENT:
	case RECORD_SPLIT:
		break;
	}
	struct source source = record_source(data, kind, record);
	return text_of(place_text(data, source, arena));
}

static uint32_t
client_of_contract(const struct dataset *data, uint32_t contract)
{
	return contract == NO_ID ? NO_ID : data->contracts[contract].client;
}

static uint32_t
record_client(
    const struct dataset *data, enum record_kind kind, uint32_t record)
{
	const struct contract *contract;
	const struct survey *survey;
	switch (kind) {
	case RECORD_CLIENT:
		return record;
	case RECORD_PROJECT:
		contract =
		    first_contract(data, &data->contracts_of_project, record);
		return contract ? contract->client : NO_ID;
	case RECORD_SURVEY:
		survey = &data->surveys[record];
		return survey->client != NO_ID
			   ? survey->client
			   : client_of_contract(data, survey->contract);
	case RECORD_CONTRACT:
	case RECORD_PAYMENT:
		contract = record_contract(data, kind, record);
		return contract ? contract->client : NO_ID;
	case RECORD_TIMESHEET:
	case RECORD_ADJUSTMENT:
	case RECORD_SPLIT:
		break;
	}
	return NO_ID;
}

struct text
record_client_name(
    const struct dataset *data, enum record_kind kind, uint32_t record)
{
	uint32_t client = record_client(data, kind, record);
	struct text name = dataset_client_name(data, client);
	return client != NO_ID &&
		       text_equal(
			   name, dictionary_text(&data->client_ids, client))
		   ? text_of("")
		   : name;
}

const struct contract *
record_contract(
    const struct dataset *data, enum record_kind kind, uint32_t record)
{
	uint32_t contract = NO_ID;
	if (kind == RECORD_CONTRACT)
		contract = record;
	if (kind == RECORD_PAYMENT)
		contract = data->payments[record].counts_for;
	return contract == NO_ID ? NULL : &data->contracts[contract];
}

decimal
record_amount(
    const struct dataset *data, enum record_kind kind, uint32_t record)
{
	if (kind == RECORD_CONTRACT)
		return data->contracts[record].value;
	return kind == RECORD_PAYMENT ? data->payments[record].amount
				      : DECIMAL_NONE;
}

const char *
omission_text(enum omission_reason reason, enum language language)
{
	static const char *const texts[] = {
		[OMITTED_NO_PROPOSED_ON] = N_("no date on which the proposal "
					      "was sent (proposed_on)"),
		[OMITTED_NO_RUN_RATE] = N_("opening client without a run rate "
					   "(no recurring contract in "
					   "force with a value and an end date "
					   "or a price of a month)"),
		[OMITTED_TERMINATED_BEFORE_DUE] = N_("terminated before it was "
						     "due, and not delivered"),
		[OMITTED_NO_BUDGET] =
		    N_("project delivered that has no budget"),
		[OMITTED_NO_COST] = N_("project delivered on which no cost was "
				       "booked"),
		[OMITTED_RUNS_WITHOUT_BUDGET] =
		    N_("running project that has no "
		       "budget"),
		[OMITTED_RUNS_WITHOUT_END] =
		    N_("running project with a budget "
		       "by the month and no end_on (no "
		       "estimate at completion)"),
		[OMITTED_RUNS_WITHOUT_COST] = N_("running project on which no "
						 "cost was booked (no estimate "
						 "at completion)"),
		[OMITTED_RUNS_WITHOUT_PROGRESS] = N_("running project without "
						     "progress (no estimate at "
						     "completion)"),
		[OMITTED_ABOUT_NOBODY] = N_("survey about nobody known (it "
					    "counts for the company)"),
		[OMITTED_UNKNOWN_PROJECT] =
		    N_("timesheet row on a project that "
		       "no contract names"),
		[OMITTED_HOURS_WITHOUT_COST] =
		    N_("timesheet row with hours and "
		       "no cost"),
	};
	return language_text(language, texts[reason]);
}
