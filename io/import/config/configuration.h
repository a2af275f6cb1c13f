/* kpi.yaml: which files, which columns, and the definitions in force.
 *
 * Everything has a default: a folder of plain canonical CSVs needs no
 * kpi.yaml. Errors name the file and line, what was found, and the nearest
 * name that is known. */
#ifndef IO_IMPORT_CONFIG_CONFIGURATION_H
#define IO_IMPORT_CONFIG_CONFIGURATION_H

#include "engine/model/csv_shape.h"
#include "engine/model/definitions.h"
#include "engine/model/plan.h"
#include "io/import/config/source.h"

struct configuration {
	const char *path; /* of kpi.yaml, or NULL if there is none */
	char sha256[65];  /* of the bytes that were read; "" without one */
	struct definitions definitions;
	struct payroll_map payroll;
	struct csv_shape csv; /* of files that people open */
	struct source_configuration *sources[TABLE_COUNT];
	struct yaml_said *said; /* what stands in kpi.yaml, in its order */
};

/* Every key of kpi.yaml but those of sources (source_keys): the definitions,
 * in the order of definitions_table, then the others. */
extern const struct yaml_keys configuration_keys;

/* Asks for a format for all files of a table (`--format`). */
void configuration_ask_format(
    struct configuration *configuration, enum table table, struct text name);

/* Reads FOLDER/kpi.yaml if it is there; else the defaults. Tables that
 * kpi.yaml does not mention get the files of tables.def. What is made lives in
 * `arena`. STATUS_OK, STATUS_USAGE for an error in the file, STATUS_INPUT when
 * it cannot be read, STATUS_MEMORY. */
enum status configuration_read(struct configuration *configuration,
    const char *folder, struct arena *arena, struct diagnostics *diagnostics);

#endif
