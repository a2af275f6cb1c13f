/* The terms of pay in kpi.yaml, held against the data. */
#ifndef METRICS_PAY_TERMS_H
#define METRICS_PAY_TERMS_H

#include "engine/model/definitions.h"

/* Warns of a level of commission or caps that nobody in people.csv has, and of
 * commission on payments where there are none. */
void terms_check(const struct dataset *data,
    const struct definitions *definitions, struct diagnostics *diagnostics);

#endif
