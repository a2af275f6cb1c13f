#include "io/cli/query/print.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/export/workbook/xlsx.h"
#include "io/run/destination.h"
#include "io/run/output.h"

enum { SHEET_ROWS_MOST = 1048575 };

/* What the file is called in a folder. */
static const char *const answer_names[] = { [ANSWER_TABLE] = "answer.txt",
	[ANSWER_CSV] = "answer.csv",
	[ANSWER_JSON] = "answer.json",
	[ANSWER_XLSX] = "answer.xlsx" };

/* --out; of a workbook on a terminal answer.xlsx here; NULL: to standard
 * output. */
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

enum status
print_begin(struct printing *printing, struct session *session,
    enum answer_format format)
{
	*printing = (struct printing){
		.session = session, .format = format, .to = stdout
	};
	bool watched = format != ANSWER_TABLE && isatty(STDOUT_FILENO);
	if (format == ANSWER_XLSX || (!session->options->out && !watched))
		return STATUS_OK;
	printing->to = open_memstream(&printing->bytes, &printing->length);
	return printing->to ? STATUS_OK : STATUS_MEMORY;
}

static enum status
fill_workbook(struct session *session, const struct answer *answer,
    print_more *more, void *context, struct report *report)
{
	if (answer->count > SHEET_ROWS_MOST)
		return diagnostics_fail(&session->diagnostics, STATUS_OUTPUT,
		    "%zu rows: a worksheet holds %d; take --format csv, or "
		    "ask for fewer",
		    answer->count, SHEET_ROWS_MOST);
	if (answer->columns > SHEET_COLUMNS)
		return diagnostics_fail(&session->diagnostics, STATUS_OUTPUT,
		    "%zu columns: a worksheet is given %d at most; take "
		    "--format csv, or ask for fewer",
		    answer->columns, SHEET_COLUMNS);
	report_init(report, session->arena);
	report->title = "kpi";
	report->period = "";
	report->currency = session->configuration.definitions.currency;
	report->language = session->options->language;
	report->created = session->schedule.count
			      ? session->schedule.as_of[session->schedule.run]
			      : date_of(2000, 1, 1);
	struct sheet *sheet = report_sheet(report, text_of("Answer"));
	answer_sheet(answer, sheet);
	if (more)
		more(context, answer, report);
	return report->out_of_memory
		   ? diagnostics_no_memory(&session->diagnostics)
		   : STATUS_OK;
}

/* The file of that path; the workbook if there is one, else the bytes. */
static enum status
write_file(
    struct printing *printing, const char *path, const struct report *report)
{
	struct session *session = printing->session;
	const char *name;
	const char *folder = destination_split(path, &name, session->arena);
	struct outputs outputs;
	enum status status = folder
				 ? outputs_open(&outputs, folder,
				       session->arena, &session->diagnostics)
				 : diagnostics_no_memory(&session->diagnostics);
	if (status)
		return status;
	struct output *output = report ? output_reserve(&outputs, name)
				       : output_create(&outputs, name);
	if (!output)
		status = STATUS_OUTPUT;
	else if (report)
		status = xlsx_write(
		    report, output->temporary, &session->diagnostics);
	else
		output_write(output, printing->bytes, printing->length);
	if (!status)
		status = output_finish(output);
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

/* A workbook on standard output goes through a file of its own. */
static enum status
pour_workbook(struct printing *printing, const struct report *report)
{
	struct session *session = printing->session;
	char folder[] = "/tmp/kpi-XXXXXX";
	char buffer[4096];
	size_t length;
	if (!mkdtemp(folder))
		return diagnostics_fail(&session->diagnostics, STATUS_OUTPUT,
		    "cannot make a temporary folder in /tmp; use --out FILE");
	const char *path =
	    arena_format(session->arena, "%s/answer.xlsx", folder);
	enum status status = path
				 ? write_file(printing, path, report)
				 : diagnostics_no_memory(&session->diagnostics);
	FILE *file = status ? NULL : fopen(path, "rb");
	while (file && (length = fread(buffer, 1, sizeof buffer, file)) > 0)
		fwrite(buffer, 1, length, stdout);
	if (file)
		fclose(file);
	if (path)
		unlink(path);
	rmdir(folder);
	return status;
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
print_end(struct printing *printing, const struct answer *answer,
    print_more *more, void *context)
{
	struct session *session = printing->session;
	const char *path = file_of(printing);
	struct report report;
	enum status status = STATUS_OK;
	if (printing->format == ANSWER_XLSX) {
		status = fill_workbook(session, answer, more, context, &report);
		if (!status)
			status = path ? write_file(printing, path, &report)
				      : pour_workbook(printing, &report);
	} else if (printing->to != stdout) {
		if (fclose(printing->to) != 0)
			status = diagnostics_no_memory(&session->diagnostics);
		else if (path)
			status = write_file(printing, path, NULL);
		else
			terminal_write(
			    stdout, printing->bytes, printing->length);
		free(printing->bytes);
	}
	talk_diagnostics(&session->diagnostics, session->options->quiet);
	if (!status && path && !session->options->quiet)
		talk_note("wrote %s", path);
	return status;
}
