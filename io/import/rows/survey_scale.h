/* The scale of a survey source that has no columns for it. Fives of five read
 * as fives of ten make a good quarter a bad one, so a scale is not guessed: it
 * stands in the question, in kpi.yaml, or in a format whose scores need it. */
#ifndef IO_IMPORT_ROWS_SURVEY_SCALE_H
#define IO_IMPORT_ROWS_SURVEY_SCALE_H

#include "io/import/rows/header.h"
#include "io/import/rows/rows.h"

/* Takes the scale from the question, `How likely … (0-10)?`, `từ 1 đến 5`,
 * where nothing that the user says feeds it. STATUS_OK or STATUS_MEMORY. */
enum status survey_scale_of_question(const struct header_planning *planning);

/* Judges the scores of a file that was read, of which the surveys from
 * `first_survey` and the rejects from `first_reject` on are. STATUS_INPUT, with
 * the lines of kpi.yaml to choose from, where all scores fit a smaller scale
 * than the format's, or some lie outside the one that nobody declared. */
enum status survey_scale_judge(const struct row_taker *taker,
    size_t first_survey, struct reject_place first_reject);

#endif
