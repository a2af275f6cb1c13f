/* The plan of a file: which of its columns feed which fields. */
#ifndef IO_IMPORT_HEADER_H
#define IO_IMPORT_HEADER_H

#include "io/import/cell.h"
#include "io/import/configuration.h"
#include "io/import/csv_reader.h"

#define NO_COLUMN SIZE_MAX

struct header {
	size_t columns;
	/* By column: keep its cells? May it hold line feeds? Its name. */
	bool *wanted, *free_text;
	const char **names;
	/* By field: the column that feeds it, or NO_COLUMN; or a constant. */
	size_t column_of[FIELD_COUNT];
	struct text constant[FIELD_COUNT];
};

/* Makes the plan from the header record of a file. Fields that no run needs
 * are matched, for the sake of errors, but not wanted. STATUS_INPUT: a
 * required column is missing or stands twice; STATUS_USAGE: kpi.yaml maps to a
 * header that is not there. */
enum status header_plan(struct header *header, const struct csv_record *record,
    enum table table, const struct source_configuration *source,
    const struct configuration *configuration, const char *path,
    struct arena *arena, struct diagnostics *diagnostics);

#endif
