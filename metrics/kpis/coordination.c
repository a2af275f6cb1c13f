/* 8 Coordination: how well the other departments find working with a manager.
 * Each department weighs the same, however many of its people answered. */
#include "metrics/metrics.h"
#include "metrics/survey.h"

enum status
observe_coordination(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->survey_count && !status; i++) {
		const struct survey *survey = &data->surveys[i];
		if (survey_answered(view, survey, true))
			status =
			    survey_observe(view, out, i, survey->answered_on,
				(union measure){ .real = survey_score(survey) },
				(union measure){ .real = 1 });
	}
	return status;
}
