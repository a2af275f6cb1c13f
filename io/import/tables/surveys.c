#include "io/import/tables/parts.h"

#include "engine/base/arena.h"

/* What is wrong with a survey's score and scale; FIELD_COUNT if nothing. */
static size_t
judge_score(const struct survey *survey, const char **reason)
{
	if ((survey->scale_min == DECIMAL_NONE) !=
	    (survey->scale_max == DECIMAL_NONE)) {
		*reason = "scale_min and scale_max go together";
		return survey->scale_min == DECIMAL_NONE
			   ? FIELD_SURVEYS_scale_min
			   : FIELD_SURVEYS_scale_max;
	}
	if (survey->scale_min >= survey->scale_max &&
	    survey->scale_min != DECIMAL_NONE) {
		*reason = "scale_max must be more than scale_min";
		return FIELD_SURVEYS_scale_max;
	}
	return FIELD_COUNT;
}

static size_t
judge_survey(const struct survey *survey, const struct value *values,
    const char **reason)
{
	if (survey->score != DECIMAL_NONE &&
	    (survey->score < survey->scale_min ||
		survey->score > survey->scale_max)) {
		*reason = "outside its scale";
		return FIELD_SURVEYS_score;
	}
	if (survey->score != DECIMAL_NONE && survey->answered_on == DATE_NONE) {
		*reason = "blank; a score needs the day of the answer";
		return FIELD_SURVEYS_answered_on;
	}
	if (survey->internal &&
	    values[FIELD_SURVEYS_department].text.length == 0) {
		*reason = "blank; an internal survey needs the department of "
			  "the one who answers";
		return FIELD_SURVEYS_department;
	}
	return FIELD_COUNT;
}

/* The first column that is not blank decides whom it is about. */
static void
find_subject(const struct loading *loading, const struct value *values,
    struct survey *survey)
{
	struct text manager = values[FIELD_SURVEYS_account_manager].text;
	struct text contract = values[FIELD_SURVEYS_contract_id].text;
	struct text client = values[FIELD_SURVEYS_client_id].text;
	const struct dataset *data = loading->data;
	survey->subject = NO_ID;
	survey->manager =
	    manager.length ? table_find_manager(loading, manager) : NO_ID;
	survey->contract = dictionary_find(&data->contract_ids, contract);
	survey->client = dictionary_find(&data->clients, client);
	if (manager.length) {
		survey->about = ABOUT_MANAGER;
		survey->subject = survey->manager;
	} else if (contract.length) {
		survey->about = ABOUT_CONTRACT;
		survey->subject = survey->contract;
	} else if (client.length) {
		survey->about = ABOUT_CLIENT;
		survey->subject = survey->client;
	}
	if (survey->subject == NO_ID)
		survey->about = ABOUT_NOBODY;
}

enum status
take_survey(struct loading *loading, struct value *values, struct source source,
    struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct survey survey = {
		.source = source,
		.internal = values[FIELD_SURVEYS_kind].as.code == 1,
		.score = values[FIELD_SURVEYS_score].as.decimal,
		.scale_min = values[FIELD_SURVEYS_scale_min].as.decimal,
		.scale_max = values[FIELD_SURVEYS_scale_max].as.decimal,
		.answered_on = values[FIELD_SURVEYS_answered_on].as.date,
		.sent_on = values[FIELD_SURVEYS_sent_on].as.date,
	};
	const char *reason = NULL;
	size_t field = judge_score(&survey, &reason);
	if (survey.scale_min == DECIMAL_NONE) {
		survey.scale_min =
		    loading->configuration->definitions.scale_min;
		survey.scale_max =
		    loading->configuration->definitions.scale_max;
	}
	if (field == FIELD_COUNT)
		field = judge_survey(&survey, values, &reason);
	if (field != FIELD_COUNT)
		return table_refuse(refusal, field, reason);
	struct survey *surveys = arena_grown(loading->arena, data->surveys,
	    data->survey_count, &loading->survey_capacity, sizeof *surveys);
	find_subject(loading, values, &survey);
	struct text comment = values[FIELD_SURVEYS_comment].text;
	survey.comment = comment;
	survey.comment.data = comment.length ? arena_copy(loading->arena,
						   comment.data, comment.length)
					     : "";
	if (!surveys || !survey.comment.data ||
	    !table_intern(&data->words, values[FIELD_SURVEYS_department].text,
		&survey.department))
		return STATUS_MEMORY;
	data->surveys = surveys;
	surveys[data->survey_count++] = survey;
	return STATUS_OK;
}
