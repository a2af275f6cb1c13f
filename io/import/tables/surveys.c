#include "engine/base/language.h"
#include "io/import/tables/parts.h"

#include "engine/base/arena.h"

/* What is wrong with a survey's score and scale; FIELD_COUNT if nothing. */
static size_t
judge_score(const struct survey *survey, const char **reason)
{
	if ((survey->scale_min == DECIMAL_NONE) !=
	    (survey->scale_max == DECIMAL_NONE)) {
		*reason = N_("scale_min and scale_max go together");
		return survey->scale_min == DECIMAL_NONE
			   ? FIELD_SURVEYS_scale_min
			   : FIELD_SURVEYS_scale_max;
	}
	if (survey->scale_min >= survey->scale_max &&
	    survey->scale_min != DECIMAL_NONE) {
		*reason = N_("scale_max must be more than scale_min");
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
		*reason = N_("outside its scale");
		return FIELD_SURVEYS_score;
	}
	if (survey->score != DECIMAL_NONE && survey->answered_on == DATE_NONE) {
		*reason = N_("blank; a score needs the day of the answer");
		return FIELD_SURVEYS_answered_on;
	}
	if (survey->kind == SURVEY_INTERNAL &&
	    values[FIELD_SURVEYS_department].text.length == 0) {
		*reason =
		    N_("blank; an internal survey needs the department of "
		       "the one who answers");
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

bool
survey_note_unknown(struct loading *loading, const struct value *values,
    const struct survey *survey)
{
	static const size_t subjects[] = { FIELD_SURVEYS_account_manager,
		FIELD_SURVEYS_contract_id, FIELD_SURVEYS_client_id };
	struct unknown_names *unknown = &loading->data->unknown_subjects;
	size_t i = 0;
	while (i < 3 && values[subjects[i]].text.length == 0)
		i++;
	if (i == 3 || survey->about != ABOUT_NOBODY)
		return true;
	struct text text = values[subjects[i]].text;
	const char *name = arena_format(loading->scratch, "%s \"%.*s\"",
	    schema_fields[subjects[i]].name, (int)text.length, text.data);
	uint32_t before = unknown->names.count;
	uint32_t id =
	    name ? dictionary_add(&unknown->names, text_of(name)) : NO_ID;
	if (id == before)
		unknown->rows = arena_grown(loading->arena, unknown->rows, id,
		    &unknown->capacity, sizeof *unknown->rows);
	if (id == NO_ID || !unknown->rows)
		return false;
	if (id == before)
		unknown->rows[id] = 0;
	unknown->rows[id]++;
	return true;
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

/* ---- surveys that stand in two rows ---- */

/* By survey_id (a word): the first row with an answer, or NO_ID. NULL without
 * memory. */
static uint32_t *
first_answers(const struct dataset *data, struct arena *scratch)
{
	uint32_t *answers =
	    arena_allocate(scratch, data->words.count, sizeof *answers);
	for (uint32_t i = 0; answers && i < data->words.count; i++)
		answers[i] = NO_ID;
	for (uint32_t i = 0; answers && i < data->survey_count; i++) {
		const struct survey *survey = &data->surveys[i];
		if (survey->survey_id != NO_ID &&
		    survey->score != DECIMAL_NONE &&
		    answers[survey->survey_id] == NO_ID)
			answers[survey->survey_id] = i;
	}
	return answers;
}

static bool
say_joined(struct loading *loading, size_t count)
{
	struct assumption *assumption =
	    assumptions_add(&loading->data->assumptions, count, NULL);
	if (assumption)
		note_say(&assumption->text,
		    "surveys: a row without a score, whose survey_id a row "
		    "with one has, is that same survey: it counts once");
	return assumption;
}

enum status
table_join_surveys(struct loading *loading)
{
	struct dataset *data = loading->data;
	struct arena *scratch = loading->scratch;
	struct arena_mark mark = arena_mark(scratch);
	uint32_t *answers = first_answers(data, scratch);
	bool *dropped =
	    arena_allocate(scratch, data->survey_count, sizeof *dropped);
	size_t count = 0;
	if (!answers || !dropped)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->survey_count; i++) {
		const struct survey *sent = &data->surveys[i];
		if (sent->score != DECIMAL_NONE || sent->survey_id == NO_ID ||
		    answers[sent->survey_id] == NO_ID)
			continue;
		struct survey *answer =
		    &data->surveys[answers[sent->survey_id]];
		if (answer->sent_on == DATE_NONE)
			answer->sent_on = sent->sent_on;
		dropped[i] = true;
		count++;
	}
	bool made = count == 0 || say_joined(loading, count);
	if (made && count)
		rows_drop(data, TABLE_SURVEYS, dropped);
	arena_release(scratch, mark);
	return made ? STATUS_OK : STATUS_MEMORY;
}
