/* payroll.csv: bonus.csv in the shape that a payroll system reads, by the
 * column map in kpi.yaml (`payroll:`). */
#ifndef IO_EXPORT_CSV_PAYROLL_H
#define IO_EXPORT_CSV_PAYROLL_H

#include "engine/model/plan.h"
#include "io/run/values.h"

/* A row a person with what is due, the total less what other runs have paid
 * (--paid); or, by part, with what is left of the part, a row for each part of
 * a person that is not 0. Control rows, if asked for, come last: for each
 * earning code employee CONTROL, the sum, and the number of rows as note. */
void payroll_write(struct values *values, const struct pay_results *pay);

/* Has everybody the employee code that payroll knows them by, each their own?
 * STATUS_USAGE says who has not. */
enum status payroll_check(
    const struct pay_results *pay, struct diagnostics *diagnostics);

#endif
