/* payroll.csv: bonus.csv in the shape that a payroll system reads, by the
 * column map in kpi.yaml (`payroll:`); and anything else in that shape. The
 * table of values decides whether it becomes a CSV or a sheet. */
#ifndef IO_EXPORT_CSV_PAYROLL_H
#define IO_EXPORT_CSV_PAYROLL_H

#include "engine/model/plan.h"
#include "io/run/values.h"

/* What a row pays: one of enum pay_part, or with PAYROLL_WHOLE the total of a
 * person; by part, what the parts leave of it. */
enum { PAYROLL_WHOLE = PAY_PART_COUNT, PAYROLL_CODES };

/* A row of the file. */
struct payroll_line {
	struct text employee, name;
	int pays; /* PAYROLL_WHOLE or a part */
	wide amount;
	const char *note;
};

/* A file under way: opened with all but headers and sums, which are made. */
struct payroll_file {
	struct values *values;
	const struct payroll_map *map;
	const char *currency, *period;
	int places[PAYROLL_CODES]; /* of the amounts of each */
	const char *headers[PAYROLL_COLUMNS_MOST];
	/* For the control rows. */
	wide sums[PAYROLL_CODES];
	size_t rows[PAYROLL_CODES];
	bool overflow;
	const char *too_long; /* whose amount a workbook does not keep; NULL */
	struct diagnostics *diagnostics;
};

/* Says the columns; adds a row; closes the file with the control rows, if the
 * map asks for them: for each earning code employee CONTROL, the sum, and the
 * number of rows as note. STATUS_MEMORY, STATUS_OVERFLOW for a sum that does
 * not fit, STATUS_USAGE for an amount of more digits than the workbook that the
 * map asks for keeps: each said. */
void payroll_begin(struct payroll_file *file);
void payroll_put(struct payroll_file *file, const struct payroll_line *line);
enum status payroll_end(struct payroll_file *file);

/* The file of a run: a row a person with what is due, the total less what other
 * runs have paid (--paid); or, by part, with what is left of the part, a row
 * for each part of a person that is not 0, and one, under the code of the
 * total, for what a cap on the total takes off them: rows add up to what is
 * due. */
enum status payroll_write(struct values *values, const struct pay_results *pay,
    struct diagnostics *diagnostics);

/* Can payroll read what the file will hold? Everybody needs the employee code
 * that payroll knows them by, each their own. In a CSV, ids, codes and headers
 * must not run as formulas, as payroll would not know them with a guard; in a
 * workbook ids must be what it can hold. STATUS_USAGE says what is wrong, of
 * whom, and what to do. */
enum status payroll_check(
    const struct pay_results *pay, struct diagnostics *diagnostics);

/* The part of it about one employee's code: what is wrong with it, or NULL. */
const char *payroll_code_fault(const struct payroll_map *map, struct text code);

#endif
