/* kpi diff --true-up: what is still owed to each person, or by them, for a
 * period that was paid by the old run. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/pay.h"
#include "io/cli/diff/true_up.h"
#include "io/run/values.h"

enum { RECORDS_SHOWN = 3 };

static const struct difference *
find(const struct diff *diff, const char *subject, const char *measure)
{
	for (size_t i = 0; i < diff->difference_count; i++) {
		const struct difference *difference = &diff->differences[i];
		if (difference->period == 0 &&
		    difference->scope == SCOPE_MANAGER &&
		    strcmp(difference->subject, subject) == 0 &&
		    strcmp(difference->measure, measure) == 0)
			return difference;
	}
	return NULL;
}

/* ` (HD26-0532 contracts.csv:533 stage open → won; …)`, the records behind a
 * metric; "" for none. */
static const char *
say_records(const struct diff *diff, const struct difference *metric)
{
	const char *text = "";
	size_t shown = 0;
	for (size_t i = 0; metric && i < metric->part_count && text; i++) {
		const struct part *part = &metric->parts[i];
		if (part->kind != PART_RECORD || shown++ >= RECORDS_SHOWN)
			continue;
		const char *source =
		    *part->source[NEW] ? part->source[NEW] : part->source[OLD];
		bool told = strcmp(part->name, source) == 0;
		text = arena_format(diff->arena, "%s%s%s%s%s: %s", text,
		    *text ? "; " : " (", part->name, told ? "" : " ",
		    told ? "" : source, part->reason);
	}
	if (text && shown > RECORDS_SHOWN)
		text = arena_format(diff->arena, "%s; and %zu more", text,
		    shown - RECORDS_SHOWN);
	return text && *text ? arena_format(diff->arena, "%s)", text) : text;
}

const char *
diff_say_amount(const struct diff *diff, const struct difference *amount)
{
	const char *text = arena_format(diff->arena, "%s %s%s", amount->measure,
	    rational_sign(amount->change) > 0 ? "+" : "", amount->change_text);
	const char *last = "";
	for (size_t i = 0; i < amount->part_count && text; i++) {
		const struct part *part = &amount->parts[i];
		/* A metric may have several steps; its records are listed once,
		 * behind the last of them. */
		bool more = i + 1 < amount->part_count &&
			    strcmp(amount->parts[i + 1].name, part->name) == 0;
		const char *records =
		    part->kind == PART_RECORD || more
			? ""
			: say_records(
			      diff, find(diff, amount->subject, part->name));
		bool again = strcmp(last, part->name) == 0;
		text = records ? arena_format(diff->arena, "%s%s%s%s%s%s", text,
				     i == 0  ? ": "
				     : again ? ", "
					     : "; ",
				     again ? "" : part->name, again ? "" : " ",
				     part->reason, records)
			       : NULL;
		last = part->name;
	}
	return text;
}

const char *
diff_say_reason(const struct diff *diff, const struct difference *total)
{
	const char *text = "";
	if (total->part_count == 0)
		return diff_unexplained(diff, total->measure);
	for (size_t i = 0; i < total->part_count && text; i++) {
		const struct part *part = &total->parts[i];
		const struct difference *amount =
		    find(diff, total->subject, part->name);
		/* The difference of what is due has the total as a part: its
		 * reasons are those of the total. A cap is no amount. */
		const char *more =
		    !amount
			? arena_format(diff->arena, "%s %s%s: %s", part->name,
			      rational_sign(part->value) > 0 ? "+" : "",
			      part->text, part->reason)
		    : strcmp(amount->measure, "total") == 0
			? diff_say_reason(diff, amount)
			: diff_say_amount(diff, amount);
		text = more ? arena_format(diff->arena, "%s%s%s", text,
				  *text && *more ? " | " : "", more)
			    : NULL;
	}
	return text;
}

enum status
diff_check_true_up(const struct diff *diff)
{
	for (int side = OLD; side < SIDES; side++)
		if (!diff->run[side].has_pay)
			return diagnostics_fail(diff->diagnostics, STATUS_INPUT,
			    "%s: no bonus.csv: no pay to correct",
			    diff->run[side].folder.path);
	if (!diff->same_period)
		return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
		    "--true-up: the runs are of different periods; compare the "
		    "run that was paid with a new run of the same period");
	if (strcmp(diff_in_force(&diff->run[OLD], DEFINITION_currency),
		diff_in_force(&diff->run[NEW], DEFINITION_currency)) != 0)
		return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
		    "--true-up: the runs are in different currencies");
	return STATUS_OK;
}

static void
put_total(const struct diff *diff, struct values *values,
    const struct difference *total, const char *reason)
{
	const struct diff_run *run = &diff->run[NEW];
	values_string(values, total->subject);
	values_string(values, diff_name(diff, total->subject));
	values_string(values, run_folder_value(&run->folder, "period.label"));
	values_put(values, datum_number(total->value[OLD]));
	values_put(values, datum_number(total->value[NEW]));
	values_put(values, datum_number(total->change_text));
	values_string(values, diff_in_force(run, DEFINITION_currency));
	values_string(values, reason);
}

enum status
diff_write_true_up(const struct diff *diff, struct delivery *delivery)
{
	static const char *const columns[] = { "subject", "name", "period",
		"old_total", "new_total", "difference", "currency", "reason" };
	struct values values = { .form = VALUES_CSV_PEOPLE,
		.shape = run_folder_shape(&diff->run[NEW].folder),
		.unmarked = delivery_is_terminal(delivery),
		.output = delivery->output };
	enum status status = diff_check_true_up(diff);
	if (status)
		return status;
	const char *measure = diff_nets(diff) ? "due" : "total";
	values_begin(&values, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < diff->difference_count; i++) {
		const struct difference *total = &diff->differences[i];
		if (strcmp(total->measure, measure) != 0 ||
		    rational_is_zero(total->change))
			continue;
		const char *reason = diff_say_reason(diff, total);
		if (!reason)
			return STATUS_MEMORY;
		put_total(diff, &values, total, reason);
	}
	return values_end(&values);
}
