/* What the survey metrics share: which surveys were answered in a period, and
 * scores of different scales made comparable. */
#ifndef METRICS_PERIODS_SURVEY_H
#define METRICS_PERIODS_SURVEY_H

#include "engine/model/metric.h"

/* Was the survey, client or internal as asked, answered in the period and by
 * as_of? */
bool survey_answered(const struct view *view, const struct survey *survey,
    enum survey_kind kind);

/* 100 × (score − scale_min) / (scale_max − scale_min), in `arena`. */
struct rational survey_score(const struct survey *survey, struct arena *arena);

/* The double nearest to it. */
double survey_score_nearest(const struct survey *survey);

/* Adds an observation of the survey, which counts by `day`, with y = 1 (of the
 * same sort as x); one about nobody (NO_ID) is also listed as an omission. */
enum status survey_observe(const struct view *view, struct observations *out,
    uint32_t index, date day, uint32_t manager, union measure x,
    union measure one);

#endif
