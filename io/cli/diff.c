/* kpi diff: what changed between two runs, and why; and the correction lines
 * for a quarter that was paid. Both folders are read, none is written. */
#include "io/cli/diff.h"

#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "io/cli/commands.h"
#include "io/cli/diff_joint.h"
#include "io/cli/talk.h"
#include "io/export/output.h"

/* ---- the model ---- */

enum status
diff_set_change(const struct diff *diff, struct difference *difference)
{
	fine value[SIDES];
	difference->defined = true;
	for (int side = OLD; side < SIDES; side++) {
		const char *text = difference->value[side];
		if (*text == '\0')
			difference->defined = false;
		else if (!fine_parse(text, &value[side]))
			return diagnostics_fail(diff->diagnostics, STATUS_INPUT,
			    "%s: %s of %s: \"%s\" is no number that kpi run "
			    "writes",
			    diff->run[side].folder.path, difference->measure,
			    difference->subject, text);
	}
	difference->change = 0;
	if (!difference->defined)
		return STATUS_OK;
	difference->change = value[NEW];
	return fine_subtract(&difference->change, value[OLD]) ? STATUS_OK
							      : STATUS_OVERFLOW;
}

enum status
diff_add(struct diff *diff, const struct difference *difference)
{
	struct difference *rows = arena_grown(diff->arena, diff->differences,
	    diff->difference_count, &diff->difference_capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	diff->differences = rows;
	rows[diff->difference_count] = *difference;
	rows[diff->difference_count].order = diff->difference_count;
	diff->difference_count++;
	return STATUS_OK;
}

/* A person's score and pay behind their metrics; otherwise as they came: the
 * company, then teams, then persons. */
static int
by_subject(const void *left, const void *right)
{
	const struct difference *a = left, *b = right;
	if (a->period != b->period)
		return a->period - b->period;
	if (strcmp(a->scope, "manager") == 0 &&
	    strcmp(b->scope, "manager") == 0) {
		int order = strcmp(a->subject, b->subject);
		if (order)
			return order;
	}
	return (a->order > b->order) - (a->order < b->order);
}

enum status
diff_add_part(
    struct diff *diff, struct difference *difference, struct part part)
{
	struct part *parts = arena_grown(diff->arena, difference->parts,
	    difference->part_count, &difference->part_capacity, sizeof *parts);
	if (!parts)
		return STATUS_MEMORY;
	difference->parts = parts;
	parts[difference->part_count++] = part;
	return STATUS_OK;
}

const char *
diff_name(const struct diff *diff, const char *subject)
{
	for (int side = NEW; side >= OLD; side--) {
		const struct diff_run *run = &diff->run[side];
		const char *name = diff_record_cell(
		    run, diff_find_record(run, "person", subject), "name");
		if (*name)
			return name;
	}
	return subject;
}

/* ---- the runs as such ---- */

static enum status
add_change(struct diff *diff, const char *what, const char *name,
    const char *old, const char *new)
{
	old = old ? old : "";
	new = new ? new : "";
	if (strcmp(old, new) == 0)
		return STATUS_OK;
	struct run_change *rows = arena_grown(diff->arena, diff->changes,
	    diff->change_count, &diff->change_capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	diff->changes = rows;
	rows[diff->change_count++] =
	    (struct run_change){ what, name, { old, new } };
	return STATUS_OK;
}

/* Values below `prefix` in run.json, of both runs. */
static enum status
compare_below(struct diff *diff, const char *what, const char *prefix)
{
	size_t length = strlen(prefix);
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES; side++) {
		const struct run_folder *folder = &diff->run[side].folder;
		const struct run_folder *other = &diff->run[!side].folder;
		for (size_t i = 0; i < folder->entry_count && !status; i++) {
			const struct run_entry *entry = &folder->entries[i];
			if (strncmp(entry->way, prefix, length) != 0)
				continue;
			const char *there = run_folder_value(other, entry->way);
			if (side == NEW && there)
				continue; /* said from the old side */
			status = add_change(diff, what, entry->way + length,
			    side == OLD ? entry->value : there,
			    side == OLD ? there : entry->value);
		}
	}
	return status;
}

/* The digest of an input by its path; NULL if the run has not read it. */
static const char *
digest_of(const struct run_folder *folder, const char *path)
{
	const char *other;
	for (size_t i = 0;
	     (other = run_folder_element(folder, "inputs", i, "path")); i++)
		if (strcmp(other, path) == 0)
			return run_folder_element(
			    folder, "inputs", i, "sha256");
	return NULL;
}

static enum status
compare_inputs(struct diff *diff)
{
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES; side++) {
		const struct run_folder *folder = &diff->run[side].folder;
		const struct run_folder *other = &diff->run[!side].folder;
		const char *path;
		for (size_t i = 0; !status && (path = run_folder_element(folder,
						   "inputs", i, "path"));
		     i++) {
			const char *mine = digest_of(folder, path);
			const char *there = digest_of(other, path);
			if (side == NEW && there)
				continue;
			status = add_change(diff, "input", path,
			    side == OLD ? mine : there,
			    side == OLD ? there : mine);
		}
	}
	return status;
}

/* Rows of the plan are records without observations: they decide over scores.
 */
static enum status
compare_plan(struct diff *diff)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < diff->pair_count && !status; i++) {
		const struct record_pair *pair = &diff->pairs[i];
		enum side side = pair->row[NEW] == NO_ROW ? OLD : NEW;
		const struct diff_run *run = &diff->run[side];
		if (!*pair->change ||
		    strcmp(diff_record_cell(run, pair->row[side], "table"),
			"plan") != 0)
			continue;
		const char *name =
		    diff_record_cell(run, pair->row[side], "record");
		status = add_change(diff, "plan", name,
		    pair->row[OLD] == NO_ROW ? "" : "as it was",
		    pair->row[NEW] == NO_ROW ? "" : pair->change);
	}
	return status;
}

/* How many records of a table came, went or changed, be there a number that
 * depends on them or not. */
static enum status
count_records(struct diff *diff, const char *table)
{
	size_t count[SIDES] = { 0 }, came = 0, went = 0, changed = 0;
	for (size_t i = 0; i < diff->pair_count; i++) {
		const struct record_pair *pair = &diff->pairs[i];
		enum side side = pair->row[NEW] == NO_ROW ? OLD : NEW;
		if (strcmp(diff_record_cell(
			       &diff->run[side], pair->row[side], "table"),
			table) != 0)
			continue;
		count[OLD] += pair->row[OLD] != NO_ROW;
		count[NEW] += pair->row[NEW] != NO_ROW;
		came += pair->row[OLD] == NO_ROW;
		went += pair->row[NEW] == NO_ROW;
		changed += pair->row[OLD] != NO_ROW &&
			   pair->row[NEW] != NO_ROW && *pair->change;
	}
	if (came + went + changed == 0)
		return STATUS_OK;
	const char *old = arena_format(diff->arena, "%zu", count[OLD]);
	const char *new =
	    arena_format(diff->arena, "%zu (%zu new, %zu removed, %zu changed)",
		count[NEW], came, went, changed);
	return old && new ? add_change(diff, "records", table, old, new)
			  : STATUS_MEMORY;
}

static enum status
compare_runs(struct diff *diff)
{
	static const struct {
		const char *what, *way;
	} rows[] = { { "period", "period.label" }, { "as of", "period.as_of" },
		{ "program", "version" } };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && !status; i++)
		status = add_change(diff, rows[i].what, "",
		    run_folder_value(&diff->run[OLD].folder, rows[i].way),
		    run_folder_value(&diff->run[NEW].folder, rows[i].way));
	if (!status)
		status = compare_below(diff, "option", "options.");
	if (!status)
		status = compare_below(diff, "configuration", "configuration.");
	if (!status)
		status = compare_plan(diff);
	if (!status)
		status = compare_inputs(diff);
	static const char *const tables[] = { "contract", "survey", "person",
		"assignment" };
	for (size_t i = 0; i < 4 && !status; i++)
		status = count_records(diff, tables[i]);
	return status;
}

/* ---- loading ---- */

static enum status
load_run(struct diff *diff, enum side side)
{
	static const char *const kpi[] = { "period", "scope", "subject",
		"metric", "value", "unit", "numerator", "denominator", "n",
		NULL };
	static const char *const observations[] = { "period", "metric",
		"manager", "kind", "record", "source", "group", "x", "y",
		NULL };
	static const char *const records[] = { "table", "record", "source",
		NULL };
	static const char *const scorecard[] = { "subject", "metric", "weight",
		"weight_used", "value", "payout", "points", "rating", NULL };
	static const char *const bonus[] = { "subject", "score", "proration",
		"kpi_bonus", "commission", "project_award", "total", "currency",
		"gate", NULL };
	static const char *const rejects[] = { "file", "line", "column",
		"reason", "raw", NULL };
	struct diff_run *run = &diff->run[side];
	const struct {
		struct run_table *table;
		const char *name;
		const char *const *needed;
	} tables[] = { { &run->kpi, "kpi.csv", kpi },
		{ &run->observations, "observations.csv", observations },
		{ &run->records, "records.csv", records },
		{ &run->scorecard, "scorecard.csv", scorecard },
		{ &run->bonus, "bonus.csv", bonus },
		{ &run->rejects, "rejects.csv", rejects } };
	const char *path = diff->options->places[side];
	enum status status =
	    run_folder_open(&run->folder, path, diff->arena, diff->diagnostics);
	for (size_t i = 0; i < sizeof tables / sizeof *tables && !status; i++)
		status = run_table_read(tables[i].table, path, tables[i].name,
		    tables[i].needed, diff->arena, diff->diagnostics);
	if (status)
		return status;
	if (!run->kpi.there)
		return diagnostics_fail(diff->diagnostics, STATUS_INPUT,
		    "%s: no kpi.csv: nothing to compare", path);
	if (!run->observations.there || !run->records.there)
		talk_warn("%s: no observations.csv or no records.csv: what "
			  "changed can be said, but not why",
		    path);
	return STATUS_OK;
}

static bool
same_value(const struct diff *diff, const char *way)
{
	const char *old = run_folder_value(&diff->run[OLD].folder, way);
	const char *new = run_folder_value(&diff->run[NEW].folder, way);
	return old && new &&strcmp(old, new) == 0;
}

static enum status
compute(struct diff *diff)
{
	enum status status = load_run(diff, OLD);
	if (!status)
		status = load_run(diff, NEW);
	if (status)
		return status;
	diff->same_period =
	    same_value(diff, "period.from") && same_value(diff, "period.last");
	diff->same_prior = diff->same_period &&
			   same_value(diff, "prior.label") &&
			   same_value(diff, "prior.from");
	if (!diff->same_period)
		talk_warn("the runs are of different periods (%s, %s): the "
			  "period of each is compared with the other's",
		    run_folder_value(&diff->run[OLD].folder, "period.label"),
		    run_folder_value(&diff->run[NEW].folder, "period.label"));
	status = diff_pair_records(diff);
	if (!status)
		status = compare_runs(diff);
	struct joints joints = { 0 };
	if (!status)
		status = diff_join(diff, &joints);
	if (!status)
		status = diff_measures(diff, &joints);
	if (!status)
		status = diff_pay(diff, &joints);
	if (!status && diff->difference_count)
		qsort(diff->differences, diff->difference_count,
		    sizeof *diff->differences, by_subject);
	return status;
}

/* ---- the command ---- */

typedef enum status diff_writer(const struct diff *diff, FILE *to);

static diff_writer *
choose_writer(const struct options *options)
{
	static const struct {
		const char *name;
		diff_writer *writer;
	} writers[] = { { "table", diff_write_text }, { "csv", diff_write_csv },
		{ "json", diff_write_json } };
	const char *wanted = options->answer_format;
	if (options->true_up)
		return !wanted || strcmp(wanted, "csv") == 0
			   ? diff_write_true_up
			   : NULL;
	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
		if (strcmp(wanted ? wanted : "table", writers[i].name) == 0)
			return writers[i].writer;
	return NULL;
}

/* The folder of a path. */
static const char *
folder_of(struct arena *arena, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	*name = slash ? slash + 1 : path;
	if (!slash)
		return ".";
	return slash == path ? "/"
			     : arena_copy(arena, path, (size_t)(slash - path));
}

/* To a file of mode 0600 that appears whole or not at all. */
static enum status
write_file(const struct diff *diff, const char *bytes, size_t length)
{
	const char *name;
	const char *folder = folder_of(diff->arena, diff->options->out, &name);
	struct outputs outputs;
	if (!folder || !*name || run_folder_has(folder, RUN_RECORD))
		return diagnostics_fail(diff->diagnostics, STATUS_OUTPUT,
		    "--out %s: expected a file's name outside the folders of "
		    "runs, which are never written to again",
		    diff->options->out);
	enum status status =
	    outputs_open(&outputs, folder, diff->arena, diff->diagnostics);
	if (status)
		return status;
	struct output *output = output_create(&outputs, name);
	status = output ? STATUS_OK : STATUS_OUTPUT;
	if (!status) {
		output_write(output, bytes, length);
		status = output_finish(output);
	}
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

static enum status
write_result(const struct diff *diff, diff_writer *writer)
{
	char *bytes = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&bytes, &length);
	if (!memory)
		return STATUS_MEMORY;
	enum status status = writer(diff, memory);
	if (fclose(memory) != 0 && !status)
		status = STATUS_MEMORY;
	if (!status && diff->options->out)
		status = write_file(diff, bytes, length);
	else if (!status)
		fwrite(bytes, 1, length, stdout);
	free(bytes);
	return status;
}

int
command_diff(const struct options *options)
{
	diff_writer *writer = choose_writer(options);
	if (!options->places[0] || !options->places[1]) {
		talk_error("diff: which two runs? Name the folders of their "
			   "outputs, the older first");
		return 2;
	}
	if (!writer) {
		talk_error("--format %s: expected %s", options->answer_format,
		    options->true_up ? "csv" : "table, csv or json");
		return 2;
	}
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	struct diff diff = {
		.options = options, .arena = arena, .diagnostics = &diagnostics
	};
	enum status status = arena ? compute(&diff) : STATUS_MEMORY;
	if (!status)
		status = write_result(&diff, writer);
	if (status && !diagnostics.first)
		talk_error(status == STATUS_OVERFLOW
			       ? "a difference does not fit"
			       : "out of memory");
	talk_diagnostics(&diagnostics, false);
	arena_free(arena);
	return status_exit_code(status);
}
