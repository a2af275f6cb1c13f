#include "io/cli/delivery.h"

#include <stdlib.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/terminal.h"

/* Makes `output` for an answer to standard output: what is written to it goes
 * to `to`. */
static enum status
open_stream(struct delivery *delivery, struct arena *arena,
    struct diagnostics *diagnostics)
{
	char *buffer = arena_allocate(arena, OUTPUT_BUFFER, 1);
	delivery->output =
	    buffer ? arena_allocate(arena, 1, sizeof *delivery->output) : NULL;
	if (!delivery->output)
		return diagnostics_no_memory(diagnostics);
	output_into(delivery->output, delivery->to, buffer);
	return STATUS_OK;
}

enum status
delivery_open(struct delivery *delivery, const char *path, bool raw,
    struct arena *arena, struct diagnostics *diagnostics)
{
	*delivery = (struct delivery){ .to = stdout, .is_file = path != NULL };
	enum status status = STATUS_OK;
	if (path)
		status =
		    one_file_open(&delivery->file, path, arena, diagnostics);
	if (status)
		return status;
	if (path || (raw && isatty(STDOUT_FILENO)))
		delivery->to = memory_stream_open(&delivery->held);
	if (!delivery->to)
		status = diagnostics_no_memory(diagnostics);
	else if (path)
		delivery->output = delivery->file.output;
	else
		status = open_stream(delivery, arena, diagnostics);
	return status ? delivery_close(delivery, status, diagnostics)
		      : STATUS_OK;
}

/* Writes what was held back: to the file, or to standard output by way of
 * terminal.h. */
static void
release(struct delivery *delivery)
{
	if (delivery->held.length == 0)
		return; /* there are no bytes to point at either */
	if (delivery->is_file)
		output_write(delivery->output, delivery->held.bytes,
		    delivery->held.length);
	else
		terminal_write(
		    stdout, delivery->held.bytes, delivery->held.length);
}

enum status
delivery_close(struct delivery *delivery, enum status status,
    struct diagnostics *diagnostics)
{
	if (delivery->output && !delivery->is_file)
		output_flush(delivery->output);
	if (delivery->to && delivery->to != stdout) {
		if (!memory_stream_close(delivery->to) && !status)
			status = diagnostics_no_memory(diagnostics);
		if (!status)
			release(delivery);
		free(delivery->held.bytes);
	}
	return delivery->is_file ? one_file_close(&delivery->file, status)
				 : status;
}
