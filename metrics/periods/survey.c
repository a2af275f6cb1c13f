#include "metrics/periods/survey.h"

bool
survey_answered(
    const struct view *view, const struct survey *survey, enum survey_kind kind)
{
	return survey->kind == kind &&
	       period_holds(&view->period, survey->answered_on) &&
	       survey->answered_on <= view->as_of;
}

struct rational
survey_score(const struct survey *survey, struct arena *arena)
{
	wide above = (wide)survey->score - survey->scale_min;
	wide scale = (wide)survey->scale_max - survey->scale_min;
	return rational_of(arena, 100 * above, scale);
}

double
survey_score_nearest(const struct survey *survey)
{
	wide above = (wide)survey->score - survey->scale_min;
	wide scale = (wide)survey->scale_max - survey->scale_min;
	return wide_ratio(100 * above, scale);
}

enum status
survey_observe(const struct view *view, struct observations *out,
    uint32_t index, date day, uint32_t manager, union measure x,
    union measure one)
{
	const struct survey *survey = &view->data->surveys[index];
	enum status status =
	    observations_add(out, (struct observation){ .manager = manager,
				      .record = index,
				      .day = day,
				      .group = survey->department,
				      .x = x,
				      .y = one });
	if (status == STATUS_OK && manager == NO_ID)
		status = observations_omit(
		    out, OMITTED_ABOUT_NOBODY, RECORD_SURVEY, index);
	return status;
}
