/* 8 Coordination: how well the other departments find working with a manager.
 * Each department weighs the same, however many of its people answered. */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/survey.h"

enum status
observe_coordination(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records answered = view->cohort->answered;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < answered.count && !status; i++) {
		uint32_t record = answered.rows[i];
		const struct survey *survey = &data->surveys[record];
		if (survey_answered(view, survey, SURVEY_INTERNAL))
			status = survey_observe(view, out, record,
			    survey->answered_on,
			    view->cohort->answered_about[i],
			    (union measure){
				.fraction = survey_score(survey, out->arena) },
			    (union measure){ .fraction = rational_whole(1) });
	}
	return status;
}
