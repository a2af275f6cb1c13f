/* What changed between two runs: the model that kpi diff computes and prints.
 *
 * A difference is of one measure (a metric, the score, a part of the pay) of
 * one subject in one period. It has parts that add up to it to the last digit:
 * records that came, went or changed, and what else moved it. Everything is
 * made of what the two folders hold, and lives in one arena. */
#ifndef IO_CLI_DIFF_DIFF_H
#define IO_CLI_DIFF_DIFF_H

#include "engine/model/metric.h"
#include "engine/model/rule_changes.h"
#include "io/cli/delivery.h"
#include "io/cli/diff/cause.h"
#include "io/cli/diff/sums.h"
#include "io/cli/options.h"

enum part_kind { PART_RECORD, PART_OTHER };

struct part {
	enum part_kind kind;
	const char *name;          /* a record's id, or what it is instead */
	const char *source[SIDES]; /* FILE:LINE; "" if not in that run */
	const char *reason;        /* what changed, in words */
	/* Of a record: its x and y as they were printed, "" in a run that does
	 * not have it; y is "" for sums. */
	const char *x[SIDES], *y[SIDES];
	bool nobody; /* the record is no manager's */
	/* Its part in the difference, and as a text; "" where there is none to
	 * have a part in. */
	struct rational value;
	const char *text;
};

struct difference {
	int period; /* 0: the run's own, 1: the one before */
	enum scope scope;
	const char *subject, *measure;
	size_t order; /* in which it was added */
	const char *unit;
	const char *value[SIDES]; /* as printed; "" for none */
	const char *numerator[SIDES], *denominator[SIDES];
	bool defined; /* both values are there */
	struct rational number[SIDES], change;
	const char *change_text; /* to the last digit; "" where undefined */
	struct part *parts;
	size_t part_count, part_capacity;
};

/* Something about the runs themselves: period, program, options, configuration,
 * inputs, plan; a rule, with its old and new text. */
struct run_change {
	const char *what, *name, *value[SIDES];
};

struct diff {
	const struct options *options;
	bool *incomplete; /* an answer could not say all there is to say */
	struct arena *arena, *scratch; /* scratch: for the time of one step */
	struct diagnostics *diagnostics;
	struct diff_run run[SIDES];
	bool same_period, same_prior;
	struct record_pairs pairs;
	struct causes causes;
	struct sums sums;
	struct run_change *changes;
	size_t change_count, change_capacity;
	struct difference *differences;
	size_t difference_count, difference_capacity;
};

/* Have both runs kept observations and records? */
bool diff_has_records(const struct diff *diff);

/* Lists what is different about the runs as such: period, program, the rules
 * that came with it, options, configuration, plan, inputs, and how many records
 * came, went or changed. */
enum status diff_runs(struct diff *diff);

/* Has the program of one of the runs the rule, and that of the other not? */
bool diff_is_new_rule(const struct diff *diff, const struct rule_change *rule);

/* A number that a run has printed, whatever its size; 0 for "". STATUS_INPUT,
 * which names `path`, the row and the column, for any other text;
 * STATUS_MEMORY. */
enum status diff_read_number(const struct diff *diff, const char *path,
    const char *row, const char *column, const char *text,
    struct rational *number);

/* Sets `defined`, `change` and its text from the two values. STATUS_INPUT for a
 * text that is no number. */
enum status diff_set_change(
    const struct diff *diff, struct difference *difference);

/* Adds a copy. STATUS_OK or STATUS_MEMORY, here and below. */
enum status diff_add(struct diff *diff, const struct difference *difference);
enum status diff_add_part(
    struct diff *diff, struct difference *difference, struct part part);

/* What the parts leave of a difference; a failed value without memory. */
struct rational diff_rest(
    const struct diff *diff, const struct difference *difference);

/* What a person is called: the name in the records, else the id. */
const char *diff_name(const struct diff *diff, const char *subject);

/* The whole as text, CSV or JSON. */
enum status diff_write_text(const struct diff *diff, struct delivery *delivery);
enum status diff_write_csv(const struct diff *diff, struct delivery *delivery);
enum status diff_write_json(const struct diff *diff, struct delivery *delivery);

/* The correction lines for what was paid, as CSV: a row for each person whose
 * total differs. STATUS_USAGE where the runs cannot be set off against each
 * other. */
enum status diff_write_true_up(
    const struct diff *diff, struct delivery *delivery);

/* The same as rows that payroll reads, by the map of the newer run: amounts are
 * differences, by part or by person, and add up to those of the correction
 * lines. Whom payroll has no code for is warned of, and sets `incomplete`.
 * STATUS_USAGE where the newer run has no map. */
enum status diff_write_payroll(
    const struct diff *diff, struct delivery *delivery);

#endif
