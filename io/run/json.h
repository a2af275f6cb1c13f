/* run.json: the proof of a run. What went in (with digests and what became of
 * every line), the configuration in force, control totals, and the digests of
 * what came out. No wall-clock time: the same inputs give the same bytes. */
#ifndef IO_RUN_JSON_H
#define IO_RUN_JSON_H

#include "engine/model/csv_shape.h"
#include "engine/model/sensitivity.h"
#include "io/run/json_writer.h"
#include "io/run/output.h"

/* A name and a value, both text. */
struct json_pair {
	const char *name, *value;
};

struct run_record {
	const char *version;
	/* kpi.yaml, if there is one: its name and its digest. */
	const char *configuration_file, *configuration_sha256;
	const struct json_pair *options, *configuration;
	const struct json_pair *formats; /* those in use, with their digests */
	size_t option_count, configuration_count, format_count;
	struct csv_shape csv; /* of the files that people open */
	const struct payroll_map *payroll;
	const struct results *results;
	const struct pay_results *scores; /* NULL: there is no plan */
	const struct pay_results *pay;    /* NULL: bonus.csv was not written */
	const struct sensitivities *sensitivities; /* of `scores` */
	bool without_pay; /* --no-pay: nothing may speak of it */
	bool is_part;     /* --team, --lead: the results are not everybody's */
	/* All outputs but run.json itself, finished. */
	const struct outputs *outputs;
};

/* What became of a file's lines, as an object of that name. */
void json_put_reconciliation(struct json_writer *json, const char *name,
    const struct reconciliation *counts);

/* The members of an input: its digest, its lines, how it was read. */
void json_put_input(
    struct json_writer *json, const struct dataset *data, uint32_t index);

/* STATUS_OK or STATUS_MEMORY; errors of writing are the output's own. */
enum status json_write_run(
    struct output *output, const struct run_record *record);

#endif
