#include "io/cli/payroll.h"

#include "io/export/csv/payroll.h"
#include "io/export/report/values.h"
#include "io/export/workbook/xlsx.h"

static bool
is_wanted(const struct session *session, enum payroll_format format)
{
	const struct payroll_map *map = &session->configuration.payroll;
	return map->wanted && map->format == (int)format;
}

enum status
payroll_write_csv(struct session *session, struct outputs *outputs)
{
	struct values values;
	enum status status =
	    session->configuration.payroll.wanted
		? payroll_check(&session->pay, &session->diagnostics)
		: STATUS_OK;
	if (status || !is_wanted(session, PAYROLL_CSV))
		return status;
	status = values_open_file(
	    &values, outputs, "payroll.csv", &session->configuration.csv);
	if (!status)
		status = payroll_write(
		    &values, &session->pay, &session->diagnostics);
	return status ? status : output_finish(values.output);
}

enum status
payroll_write_xlsx(
    struct session *session, struct outputs *outputs, date created)
{
	const struct results *results = &session->results;
	struct values values = { .form = VALUES_KEPT, .arena = session->arena };
	struct report report;
	if (!is_wanted(session, PAYROLL_XLSX))
		return STATUS_OK;
	enum status status =
	    payroll_write(&values, &session->pay, &session->diagnostics);
	if (status)
		return status;
	report_init(&report, session->arena);
	report.title = "payroll";
	report.period = results->views[results->run_period].period.label;
	report.currency = session->configuration.definitions.currency;
	report.created = created;
	sheet_values(report_sheet(&report, text_of("payroll")), &values);
	if (report.out_of_memory)
		return diagnostics_no_memory(&session->diagnostics);
	struct output *output = output_reserve(outputs, "payroll.xlsx");
	if (!output)
		return STATUS_OUTPUT;
	status = xlsx_write(&report, output->temporary, &session->diagnostics);
	return status ? status : output_finish(output);
}
