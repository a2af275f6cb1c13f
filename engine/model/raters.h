/* Raters: how many people stand behind a group of answers.
 *
 * What few people said of somebody is not shown where one could tell who said
 * it (`coordination.min_raters`). Who counts as one is decided here, for all
 * that shows or hides: whoever gave several answers is one rater, and an answer
 * that does not say whose it is counts as one. */
#ifndef ENGINE_MODEL_RATERS_H
#define ENGINE_MODEL_RATERS_H

#include "engine/model/metric.h"

/* Instead of a number: there was no memory. */
#define RATERS_UNKNOWN SIZE_MAX

/* The raters behind observations of surveys, rows[order[0]] to
 * rows[order[count - 1]]: their distinct respondents, and one more for each
 * survey without. RATERS_UNKNOWN without memory in `scratch`, which is left as
 * it was. */
size_t raters_count(const struct dataset *data, const struct observation *rows,
    const uint32_t *order, size_t count, struct arena *scratch);

/* Does a metric's kind tell what single people said, so that few raters are to
 * be hidden? */
bool raters_matter(const struct metric *metric);

#endif
