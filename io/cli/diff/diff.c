/* kpi diff: what changed between two runs, and why; and the correction lines
 * for a quarter that was paid. Both folders are read, none is written. */
#include "io/cli/diff/diff.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/diff/observations.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"
#include "io/run/destination.h"

/* ---- the model ---- */

enum status
diff_read_number(const struct diff *diff, const char *path, const char *row,
    const char *column, const char *text, struct rational *number)
{
	bool read = rational_parse(diff->arena, *text ? text : "0", number);
	if (read)
		return rational_failed(*number) ? STATUS_MEMORY : STATUS_OK;
	return diagnostics_fail(diff->diagnostics, STATUS_INPUT,
	    "%s: %s of %s: \"%s\" is no number that kpi run writes", path,
	    column, row, text);
}

enum status
diff_set_change(const struct diff *diff, struct difference *difference)
{
	struct rational *number = difference->number;
	difference->defined = true;
	for (int side = OLD; side < SIDES; side++) {
		const char *text = difference->value[side];
		difference->defined &= *text != '\0';
		enum status status = diff_read_number(diff,
		    diff->run[side].folder.path, difference->subject,
		    difference->measure, text, &number[side]);
		if (status)
			return status;
	}
	difference->change_text = "";
	difference->change = rational_whole(0);
	if (!difference->defined)
		return STATUS_OK;
	difference->change =
	    rational_subtract(diff->arena, number[NEW], number[OLD]);
	difference->change_text =
	    rational_print(diff->arena, difference->change);
	return difference->change_text ? STATUS_OK : STATUS_MEMORY;
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

/* Puts a person's score and pay behind the same person's metrics. Otherwise
 * keeps the order in which differences were added: the company, then teams,
 * then persons. */
static int
by_subject(const void *left, const void *right)
{
	const struct difference *a = left, *b = right;
	if (a->period != b->period)
		return a->period - b->period;
	if (a->scope == SCOPE_MANAGER && b->scope == SCOPE_MANAGER) {
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
	if (!*part.reason)
		part.reason = diff_unexplained(diff, difference->measure);
	part.text =
	    difference->defined ? rational_print(diff->arena, part.value) : "";
	if (!parts || !part.text || !part.reason)
		return STATUS_MEMORY;
	difference->parts = parts;
	parts[difference->part_count++] = part;
	return STATUS_OK;
}

struct rational
diff_rest(const struct diff *diff, const struct difference *difference)
{
	struct rational rest = difference->change;
	for (size_t i = 0; i < difference->part_count; i++)
		rest = rational_subtract(
		    diff->arena, rest, difference->parts[i].value);
	return rest;
}

const char *
diff_name(const struct diff *diff, const char *subject)
{
	for (int side = NEW; side >= OLD; side--) {
		const struct diff_run *run = &diff->run[side];
		const char *name =
		    diff_cell(run, diff_find_record(run, TABLE_PEOPLE, subject),
			FIELD_PEOPLE_name);
		if (*name)
			return name;
	}
	return subject;
}

/* ---- reading and comparing ---- */

static bool
same_value(const struct diff *diff, const char *key)
{
	const char *old = run_folder_value(&diff->run[OLD].folder, key);
	const char *new = run_folder_value(&diff->run[NEW].folder, key);
	return old && new &&strcmp(old, new) == 0;
}

bool
diff_has_records(const struct diff *diff)
{
	bool kept = true;
	for (int side = OLD; side < SIDES; side++)
		kept &=
		    diff->run[side].has_observed && diff->run[side].has_records;
	return kept;
}

/* Folders that lack something cannot be compared with those that have it: all
 * of that would seem to be gone. Those of a team hold no records, and no run's
 * totals. */
static enum status
judge_lacks(const struct diff *diff)
{
	const char *lacks[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		const char *path = diff->options->places[side];
		lacks[side] = run_folder_lacks(&diff->run[side].folder);
		if (!lacks[side])
			continue;
		if (strcmp(lacks[side], "--no-pay") != 0)
			return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
			    "%s: made with %s: a part of a run, without the "
			    "records that diff compares; name the folders of "
			    "whole runs",
			    path, lacks[side]);
		if (diff->options->true_up)
			return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
			    "%s: made with --no-pay: there is no pay to "
			    "correct",
			    path);
	}
	if (!lacks[OLD] == !lacks[NEW])
		return STATUS_OK;
	int side = lacks[OLD] ? OLD : NEW;
	return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
	    "%s: made with --no-pay, and %s was not: compare runs made alike",
	    diff->options->places[side], diff->options->places[!side]);
}

static enum status
compute(struct diff *diff)
{
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES && !status; side++)
		status =
		    diff_run_read(&diff->run[side], diff->options->places[side],
			diff->arena, diff->diagnostics);
	if (!status)
		status = judge_lacks(diff);
	if (status)
		return status;
	/* Records that only one of the runs has kept cannot be compared: they
	 * are left out, not listed as differences. */
	bool kept = diff_has_records(diff);
	for (int side = OLD; side < SIDES && !kept; side++)
		diff_run_drop_records(&diff->run[side]);
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
	status = diff_pair_records(&diff->pairs, diff->run, diff->arena);
	if (!status)
		status = diff_find_causes(
		    &diff->causes, &diff->pairs, diff->run, diff->arena);
	if (!status)
		status = diff_find_sums(&diff->sums, diff->run, diff->arena);
	if (!status)
		status = diff_runs(diff);
	struct observation_pairs pairs = { 0 };
	if (!status)
		status = diff_pair_observations(diff, &pairs);
	if (!status)
		status = diff_measures(diff, &pairs);
	if (!status)
		status = diff_fair(diff);
	if (!status)
		status = diff_pay(diff, &pairs);
	if (!status && diff->difference_count)
		qsort(diff->differences, diff->difference_count,
		    sizeof *diff->differences, by_subject);
	return status;
}

/* ---- the command ---- */

typedef enum status diff_writer(
    const struct diff *diff, struct delivery *delivery);

static diff_writer *
choose_writer(const struct options *options)
{
	static const struct {
		const char *name;
		diff_writer *writer;
	} writers[] = { { "table", diff_write_text }, { "csv", diff_write_csv },
		{ "json", diff_write_json } };
	const char *wanted = options->answer_format;
	if (options->true_up && wanted && strcmp(wanted, "csv") != 0)
		return NULL;
	if (options->true_up)
		return options->payroll ? diff_write_payroll
					: diff_write_true_up;
	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
		if (strcmp(wanted ? wanted : "table", writers[i].name) == 0)
			return writers[i].writer;
	return NULL;
}

/* Checks before the runs are read that the output can be written and lies in
 * neither of their folders. */
static enum status
judge_out(const struct diff *diff)
{
	const char *name, *out = diff->options->out;
	if (!out)
		return STATUS_OK;
	const char *folder = destination_split(out, &name, diff->arena);
	if (!folder)
		return diagnostics_no_memory(diff->diagnostics);
	enum status status =
	    destination_judge(folder, diff->arena, diff->diagnostics);
	if (!status && *name)
		status = destination_judge_file(out, diff->diagnostics);
	bool inside = false, is_run = false;
	if (!status)
		status = run_folder_look(
		    folder, RUN_RECORD, &is_run, diff->diagnostics);
	for (int side = 0; side < SIDES; side++)
		inside |= destination_same(
		    folder, diff->options->places[side], diff->arena);
	if (!status && (inside || !*name || is_run))
		return diagnostics_fail(diff->diagnostics, STATUS_OUTPUT,
		    "--out %s: expected a file's name outside the folders of "
		    "runs, which are never written to again",
		    out);
	return status;
}

static enum status
write_result(const struct diff *diff, diff_writer *writer)
{
	struct delivery delivery;
	enum status status = delivery_open(&delivery, diff->options->out, true,
	    diff->arena, diff->diagnostics);
	return status ? status
		      : delivery_close(&delivery, writer(diff, &delivery),
			    diff->diagnostics);
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
	if (options->payroll && !options->true_up) {
		talk_error("--payroll: the lines of --true-up as payroll reads "
			   "them; give both");
		return 2;
	}
	if (!writer) {
		talk_error("--format %s: expected %s", options->answer_format,
		    options->true_up ? "csv" : _("table, csv or json"));
		return 2;
	}
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct diagnostics diagnostics = { .arena = arena,
		.language = locale_spoken() };
	bool incomplete = false;
	struct diff diff = { .options = options,
		.incomplete = &incomplete,
		.arena = arena,
		.scratch = scratch,
		.diagnostics = &diagnostics };
	enum status status =
	    arena && scratch ? judge_out(&diff) : STATUS_MEMORY;
	if (!status)
		status = compute(&diff);
	if (!status)
		status = write_result(&diff, writer);
	if (status && !diagnostics.first)
		talk_error(status == STATUS_OVERFLOW
			       ? "a difference does not fit"
			       : "out of memory");
	talk_diagnostics(&diagnostics, false);
	arena_free(scratch);
	arena_free(arena);
	return status ? status_exit_code(status) : incomplete;
}
