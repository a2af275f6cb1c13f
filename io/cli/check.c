/* kpi check: read everything, compute nothing. */
#include <inttypes.h>
#include <stdio.h>

#include "io/cli/commands.h"
#include "io/cli/session.h"
#include "io/cli/talk.h"
#include "io/export/csv.h"

static void
print_reconciliation(const struct dataset *data)
{
	printf("%10s %8s %10s %9s %8s %8s %13s  %s\n", "lines", "header",
	    "accepted", "rejected", "blank", "skipped", "continuation", "file");
	for (size_t i = 0; i < data->input_count; i++) {
		const struct input *input = &data->inputs[i];
		const struct reconciliation *c = &input->reconciliation;
		printf("%10" PRIu64 " %8" PRIu64 " %10" PRIu64 " %9" PRIu64
		       " %8" PRIu64 " %8" PRIu64 " %13" PRIu64 "  %s (%s)\n",
		    c->lines, c->header, c->accepted, c->rejected, c->blank,
		    c->skipped, c->continuation, input->path,
		    table_name(input->table));
	}
}

static enum status
write_rejects(struct session *session, const char *folder)
{
	struct outputs outputs;
	enum status status = outputs_open(
	    &outputs, folder, session->arena, &session->diagnostics);
	if (status)
		return status;
	struct output *output = output_create(&outputs, "rejects.csv");
	status = output ? STATUS_OK : STATUS_OUTPUT;
	if (!status) {
		csv_write_rejects(output, &session->data);
		status = output_finish(output);
	}
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

int
command_check(const struct options *options)
{
	struct session session;
	const char *folder = options->out ? options->out : "out/check";
	enum status status =
	    session_load(&session, options, (struct import_options){ 0 });
	if (!status) {
		print_reconciliation(&session.data);
		session_say_rejects(&session);
		status = write_rejects(&session, folder);
		talk_diagnostics(&session.diagnostics, options->quiet);
	}
	int code =
	    status ? status_exit_code(status) : session_exit_code(&session);
	if (code == 1 && options->strict)
		code = 3;
	session_close(&session);
	return code;
}
