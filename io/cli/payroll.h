/* The file of a run that payroll reads. */
#ifndef IO_CLI_PAYROLL_H
#define IO_CLI_PAYROLL_H

#include "io/cli/session.h"
#include "io/run/output.h"

/* If kpi.yaml asks for payroll's file, sees whether payroll can read it;
 * STATUS_USAGE says why not. Then writes payroll.csv, or, if it is to be a
 * workbook, nothing yet. */
enum status payroll_write_csv(struct session *session, struct outputs *outputs);

/* Writes payroll.xlsx, if it is to be one; after payroll_write_csv, and when
 * all threads have ended (xlsx.h). The file carries the day `created`. */
enum status payroll_write_xlsx(
    struct session *session, struct outputs *outputs, date created);

#endif
