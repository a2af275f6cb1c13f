/* The terms of pay in kpi.yaml, held against the data. */
#ifndef METRICS_PAY_TERMS_H
#define METRICS_PAY_TERMS_H

#include "engine/model/definitions.h"

/* The level in people.csv that a misspelt one is meant for: a letter away from
 * it or the same but for diacritics, with the same digits (Level 1 and Level 2
 * are two levels), both of four letters or more; and one for which `has_own`
 * says false. NULL: none. */
const char *level_meant(const struct dataset *data, struct text level,
    bool (*has_own)(const void *of, struct text level), const void *of);

/* Warns of a level of commission or caps that nobody in people.csv has, and of
 * commission on payments where there are none. A level that is a letter away
 * from one without rates or caps of its own is an error, as in plan.csv:
 * STATUS_USAGE; else STATUS_OK. */
enum status terms_check(const struct dataset *data,
    const struct definitions *definitions, struct diagnostics *diagnostics);

#endif
