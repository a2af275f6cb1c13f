/* 4 Satisfaction: what clients answered in the period, on a scale of 0 to 100;
 * the share of the best two of five, the net promoter score, and how many of
 * the surveys sent were answered. */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/survey.h"

static const union measure ONE = { .exact = WIDE_ONE };

enum status
observe_satisfaction(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records answered = view->cohort->answered;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < answered.count && !status; i++) {
		uint32_t record = answered.rows[i];
		const struct survey *survey = &data->surveys[record];
		if (survey_answered(view, survey, SURVEY_CLIENT))
			status = survey_observe(view, out, record,
			    survey->answered_on,
			    view->cohort->answered_about[i],
			    (union measure){
				.fraction = survey_score(survey, out->arena) },
			    (union measure){ .fraction = rational_whole(1) });
	}
	return status;
}

enum status
observe_csat_top2(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records answered = view->cohort->answered;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < answered.count && !status; i++) {
		uint32_t record = answered.rows[i];
		const struct survey *survey = &data->surveys[record];
		if (!survey_answered(view, survey, SURVEY_CLIENT))
			continue;
		wide above = (wide)survey->score - survey->scale_min;
		wide scale = (wide)survey->scale_max - survey->scale_min;
		bool satisfied = 100 * above >= 75 * scale;
		status = survey_observe(view, out, record, survey->answered_on,
		    view->cohort->answered_about[i],
		    (union measure){ .exact = satisfied ? WIDE_ONE : 0 }, ONE);
	}
	return status;
}

enum status
observe_nps(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records answered = view->cohort->answered;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < answered.count && !status; i++) {
		uint32_t record = answered.rows[i];
		const struct survey *survey = &data->surveys[record];
		if (survey->scale_min != 0 ||
		    survey->scale_max != 10 * DECIMAL_ONE ||
		    !survey_answered(view, survey, SURVEY_CLIENT))
			continue;
		wide points = survey->score >= 9 * DECIMAL_ONE   ? 100
			      : survey->score <= 6 * DECIMAL_ONE ? -100
								 : 0;
		status = survey_observe(view, out, record, survey->answered_on,
		    view->cohort->answered_about[i],
		    (union measure){ .exact = points * WIDE_ONE }, ONE);
	}
	return status;
}

enum status
observe_response_rate(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records sent = view->cohort->sent;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sent.count && !status; i++) {
		uint32_t record = sent.rows[i];
		const struct survey *survey = &data->surveys[record];
		if (survey->kind != SURVEY_CLIENT ||
		    survey->sent_on > view->as_of)
			continue;
		bool answered = survey->answered_on != DATE_NONE &&
				survey->answered_on <= view->as_of;
		status = survey_observe(view, out, record, survey->sent_on,
		    survey_manager(view, survey, survey->sent_on),
		    (union measure){ .exact = answered ? WIDE_ONE : 0 }, ONE);
	}
	return status;
}
