#include "io/import/other_plans.h"

#include "engine/base/arena.h"
#include "io/import/file_import.h"

/* Reads one file. Its rows are those that the table holds behind it. */
static enum status
import_plan(struct loading *loading, const char *path,
    const struct formats *formats, struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	struct table_file file = { path,
		loading->configuration->sources[TABLE_PLAN] };
	struct table_files files = { .rows = &file, .count = 1 };
	const struct file_request request = { path, file.source, formats, NULL,
		&files };
	data->plan = NULL;
	data->plan_row_count = 0;
	loading->row_capacity[TABLE_PLAN] = 0;
	return file_import(loading, &request, diagnostics);
}

enum status
other_plans_import(struct loading *loading, const struct formats *formats,
    struct diagnostics *diagnostics)
{
	struct dataset *data = loading->data;
	const struct import_options *options = &loading->options;
	struct plan_row *plan = data->plan;
	size_t rows = data->plan_row_count;
	size_t capacity = loading->row_capacity[TABLE_PLAN];
	bool present = data->present[TABLE_PLAN];
	enum status status = STATUS_OK;
	data->other_plans = arena_allocate(
	    data->arena, options->plan_count, sizeof *data->other_plans);
	if (!data->other_plans)
		return diagnostics_no_memory(diagnostics);
	for (size_t i = 0; i < options->plan_count &&
			   (!status || status_concerns_one(status)) &&
			   !loading->assumption_failed;
	     i++) {
		status = status_of_both(
		    status, import_plan(loading, options->plans[i], formats,
				diagnostics));
		data->other_plans[data->other_plan_count++] =
		    (struct other_plan){ options->plans[i], data->plan,
			    data->plan_row_count };
	}
	data->plan = plan;
	data->plan_row_count = rows;
	data->present[TABLE_PLAN] = present;
	loading->row_capacity[TABLE_PLAN] = capacity;
	return status;
}
