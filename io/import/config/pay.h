/* `pay:` and `payroll:` of kpi.yaml: what is paid besides the plan, how it is
 * rounded and rated, and the shape of payroll's file.
 *
 *     pay:
 *       commission: {new: 0.02, renewal: 0.01, upsell: 0.03, cross_sell: 0.03}
 *       project_award: 500000
 *       unit: 1000
 *       bands: {A: 110, B: 90, C: 70}
 *     payroll:
 *       columns: {employee: EMP_CODE, earning: EARN_CODE, amount: AMOUNT}
 *       rows: part
 *       codes: {kpi_bonus: B01, commission: B02, project_award: B03}
 *       control: yes
 *       employee_code: emp_no
 */
#ifndef IO_IMPORT_CONFIG_PAY_H
#define IO_IMPORT_CONFIG_PAY_H

#include "engine/model/plan.h"
#include "io/import/config/yaml_keys.h"

/* No commission, no award, the bands A, B, C and D of 110, 90 and 70; the unit
 * is 0 until the currency is known. */
struct pay_terms pay_terms_default(void);

/* Sets the unit, unless one was given, to the currency's smallest in use: 1
 * for VND and others without decimals, else 0.01. */
void pay_terms_complete(struct pay_terms *terms, const char *currency);

/* Read the mappings into `terms`; reading->target is left as it was.
 * STATUS_OK, or STATUS_USAGE with file, line and what was expected. */
enum status pay_read(struct yaml_reading *reading, const struct yaml_node *node,
    struct pay_terms *terms);
enum status payroll_read(struct yaml_reading *reading,
    const struct yaml_node *node, struct payroll_map *payroll);

#endif
