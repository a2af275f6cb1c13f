/* Reading what of `pay:` and `payroll:` of kpi.yaml is more than a single
 * value: the bands of ratings, and the shape of payroll's file. Commission and
 * caps: io/import/config/commission.h.
 *
 *     pay:
 *       bands: {A: 110, B: 90, C: 70}
 *     payroll:
 *       columns: {employee: EMP_CODE, earning: EARN_CODE, amount: AMOUNT}
 */
#ifndef IO_IMPORT_CONFIG_PAY_H
#define IO_IMPORT_CONFIG_PAY_H

#include "engine/model/definitions.h"
#include "engine/model/plan.h"
#include "io/import/config/yaml_keys.h"

/* The reading's target is the configuration. STATUS_OK, or STATUS_USAGE with
 * file, line and what was expected. payroll_read reads the keys below, too. */
yaml_read pay_read_bands, payroll_read,
    payroll_read_columns;

/* Sets the unit, unless one was given, to the currency's smallest in use: 1
 * for VND and others without decimals, else 0.01. */
void pay_complete_unit(struct definitions *definitions);

#endif
