#include "io/import/tables/parts.h"

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
judge_answer(const struct survey *survey, const struct value *values,
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
	if (survey->kind == SURVEY_INTERNAL &&
	    values[FIELD_SURVEYS_department].text.length == 0) {
		*reason = "blank; an internal survey needs the department of "
			  "the one who answers";
		return FIELD_SURVEYS_department;
	}
	return FIELD_COUNT;
}

/* The first column that is not blank decides whom it is about. */
static void
find_subject(const struct value *values, struct survey *survey)
{
	survey->subject = NO_ID;
	if (values[FIELD_SURVEYS_account_manager].text.length) {
		survey->about = ABOUT_MANAGER;
		survey->subject = survey->manager;
	} else if (values[FIELD_SURVEYS_contract_id].text.length) {
		survey->about = ABOUT_CONTRACT;
		survey->subject = survey->contract;
	} else if (values[FIELD_SURVEYS_client_id].text.length) {
		survey->about = ABOUT_CLIENT;
		survey->subject = survey->client;
	}
	if (survey->subject == NO_ID)
		survey->about = ABOUT_NOBODY;
}

void
judge_survey(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	const struct definitions *definitions =
	    &loading->configuration->definitions;
	struct survey *survey = row;
	const char *reason = NULL;
	size_t field = judge_score(survey, &reason);
	if (survey->scale_min == DECIMAL_NONE) {
		survey->scale_min = definitions->scale_min;
		survey->scale_max = definitions->scale_max;
	}
	if (field == FIELD_COUNT)
		field = judge_answer(survey, values, &reason);
	if (reason)
		table_refuse(refusal, field, reason);
	else
		find_subject(values, survey);
}
