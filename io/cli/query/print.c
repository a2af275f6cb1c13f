#include "io/cli/query/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/export/report/values.h"
#include "io/export/workbook/xlsx.h"
#include "io/locale/locale.h"
#include "io/run/destination.h"
#include "io/run/scratch.h"

/* What the file is called in a folder. */
static const char *const answer_names[] = { [ANSWER_TABLE] = "answer.txt",
	[ANSWER_CSV] = "answer.csv",
	[ANSWER_JSON] = "answer.json",
	[ANSWER_XLSX] = "answer.xlsx" };

/* The path of --out; without it, for a workbook on a terminal, answer.xlsx in
 * the current folder; NULL: standard output. */
static const char *
place_of(const struct options *options, enum answer_format format)
{
	return options->out || format != ANSWER_XLSX || !isatty(STDOUT_FILENO)
		   ? options->out
		   : answer_names[ANSWER_XLSX];
}

struct writes
print_writes(const struct options *options, enum answer_format format)
{
	const char *path = place_of(options, format);
	if (!path || !destination_is_folder(path))
		return (struct writes){ .path = path };
	return (struct writes){
		.folder = path, .names = { answer_names[format] }, .count = 1
	};
}

/* The file; NULL for standard output. */
static const char *
file_of(const struct printing *printing)
{
	const struct session *session = printing->session;
	const char *path = place_of(session->options, printing->format);
	return path && destination_is_folder(path)
		   ? arena_format(session->arena, "%s/%s", path,
			 answer_names[printing->format])
		   : path;
}

enum status
print_begin(struct printing *printing, struct session *session,
    enum answer_format format)
{
	*printing = (struct printing){ .session = session,
		.format = format,
		.values = {
		    .form = answer_form(format), .arena = session->arena } };
	if (format == ANSWER_XLSX)
		return STATUS_OK;
	enum status status =
	    delivery_open(&printing->delivery, file_of(printing),
		format != ANSWER_TABLE, session->arena, &session->diagnostics);
	printing->values.output = printing->delivery.output;
	if (status)
		talk_diagnostics(
		    &session->diagnostics, session->options->quiet);
	return status;
}

bool
print_holds(const struct printing *printing)
{
	const struct delivery *delivery = &printing->delivery;
	return printing->values.form == VALUES_KEPT ||
	       (!delivery->is_file && delivery->to != stdout);
}

static enum status
fill_workbook(struct session *session, const struct values *values,
    print_more *more, void *context, struct report *report)
{
	if (values->rows > SHEET_ROWS_MOST)
		return diagnostics_fail(&session->diagnostics, STATUS_OUTPUT,
		    "%zu rows: a worksheet holds %d; take --format csv, or "
		    "ask for fewer",
		    values->rows, SHEET_ROWS_MOST);
	if (values->columns > SHEET_COLUMNS)
		return diagnostics_fail(&session->diagnostics, STATUS_OUTPUT,
		    "%zu columns: a worksheet is given %d at most; take "
		    "--format csv, or ask for fewer",
		    values->columns, SHEET_COLUMNS);
	report_init(report, session->arena);
	report->title = "kpi";
	report->period = "";
	report->currency = session->configuration.definitions.currency;
	report->language = session->options->language;
	report->created = session->schedule.count
			      ? session->schedule.as_of[session->schedule.run]
			      : date_of(2000, 1, 1);
	struct sheet *sheet = report_sheet(report, text_of("Answer"));
	sheet_values(sheet, values);
	if (more && !report->out_of_memory)
		more(context, values, report);
	return report->out_of_memory
		   ? diagnostics_no_memory(&session->diagnostics)
		   : STATUS_OK;
}

/* Copies the file to standard output, of which main says whether it took it. */
static enum status
pour_file(const char *path, struct diagnostics *diagnostics)
{
	char buffer[4096];
	size_t length;
	FILE *file = fopen(path, "rb");
	bool failed = !file;
	while (file && (length = fread(buffer, 1, sizeof buffer, file)) > 0)
		fwrite(buffer, 1, length, stdout);
	if (file) {
		failed = ferror(file);
		fclose(file);
	}
	return failed ? diagnostics_fail(diagnostics, STATUS_OUTPUT,
			    "%s: cannot read the workbook back: %s", path,
			    locale_error(errno))
		      : STATUS_OK;
}

/* Writes a workbook to standard output by way of a temporary file. */
static enum status
pour_workbook(struct session *session, const struct report *report)
{
	struct scratch scratch;
	enum status status =
	    scratch_make(&scratch, session->arena, &session->diagnostics);
	if (status)
		return status;
	const char *path = arena_format(
	    session->arena, "%s/answer.xlsx", scratch.unfinished.path);
	status = path ? xlsx_write_file(
			    report, path, session->arena, &session->diagnostics)
		      : diagnostics_no_memory(&session->diagnostics);
	if (!status)
		status = pour_file(path, &session->diagnostics);
	scratch_remove(&scratch);
	return status;
}

static enum status
deliver_workbook(struct printing *printing, print_more *more, void *context)
{
	struct session *session = printing->session;
	const char *path = file_of(printing);
	struct report report;
	enum status status =
	    fill_workbook(session, &printing->values, more, context, &report);
	if (status)
		return status;
	return path ? xlsx_write_file(
			  &report, path, session->arena, &session->diagnostics)
		    : pour_workbook(session, &report);
}

enum status
print_end(struct printing *printing, enum status status, print_more *more,
    void *context)
{
	struct session *session = printing->session;
	struct values *values = &printing->values;
	const char *path = file_of(printing);
	if (!status && values->columns && values_end(values))
		status = diagnostics_no_memory(&session->diagnostics);
	if (!status && printing->format == ANSWER_XLSX)
		status = deliver_workbook(printing, more, context);
	else if (!status && printing->format == ANSWER_TABLE &&
		 values->columns &&
		 answer_print(
		     printing->delivery.to, values, printing->expanded))
		status = diagnostics_no_memory(&session->diagnostics);
	if (printing->format != ANSWER_XLSX)
		status = delivery_close(
		    &printing->delivery, status, &session->diagnostics);
	talk_diagnostics(&session->diagnostics, session->options->quiet);
	if (!status && path && !session->options->quiet)
		talk_note("wrote %s", path);
	return status;
}
