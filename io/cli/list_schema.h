/* `kpi list schema`. */
#ifndef IO_CLI_LIST_SCHEMA_H
#define IO_CLI_LIST_SCHEMA_H

#include "io/cli/options.h"

/* Prints the JSON Schema of kpi.yaml, or of format files. The exit code. */
int list_schema(const struct options *options);

#endif
