#include "io/run/one_file.h"

#include "io/run/destination.h"

static enum status
make(struct one_file *file, const char *path,
    struct output *(*create)(struct outputs *, const char *),
    struct arena *arena, struct diagnostics *diagnostics)
{
	const char *name;
	const char *folder = destination_split(path, &name, arena);
	enum status status =
	    folder ? outputs_open(&file->outputs, folder, arena, diagnostics)
		   : diagnostics_no_memory(diagnostics);
	if (status)
		return status;
	file->output = create(&file->outputs, name);
	return file->output ? STATUS_OK : one_file_close(file, STATUS_OUTPUT);
}

enum status
one_file_open(struct one_file *file, const char *path, struct arena *arena,
    struct diagnostics *diagnostics)
{
	return make(file, path, output_create, arena, diagnostics);
}

enum status
one_file_reserve(struct one_file *file, const char *path, struct arena *arena,
    struct diagnostics *diagnostics)
{
	return make(file, path, output_reserve, arena, diagnostics);
}

enum status
one_file_close(struct one_file *file, enum status status)
{
	if (!status)
		status = output_finish(file->output);
	if (!status)
		return outputs_commit(&file->outputs);
	outputs_abandon(&file->outputs);
	return status;
}
