/* kpi diff --true-up --payroll: what is still owed, in the rows that payroll
 * reads, by the map of the newer run. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/pay.h"
#include "io/cli/diff/records.h"
#include "io/cli/diff/true_up.h"
#include "io/cli/talk.h"
#include "io/export/csv/payroll.h"
#include "io/locale/locale.h"
#include "io/run/kept.h"
#include "io/run/payroll_map.h"

/* What is under way: the lines of one person after another. */
struct lines {
	const struct diff *diff;
	struct payroll_file *file;
};

/* The code that payroll knows a person by, as the newer run has kept it, else
 * the older one; "" if neither has. */
static const char *
code_of(const struct lines *lines, const char *subject)
{
	const char *code = lines->file->map->employee_code ? "" : subject;
	for (int side = NEW; side >= OLD && !*code; side--) {
		const struct diff_run *run = &lines->diff->run[side];
		const struct run_table *people =
		    &run->records[TABLE_PEOPLE].file;
		const struct record *record =
		    diff_find_record(run, TABLE_PEOPLE, subject);
		if (record)
			code = run_table_cell(people, record->row,
			    run_table_column(people, KEPT_PAYROLL_CODE));
	}
	return code;
}

static enum status
put_line(const struct lines *lines, const char *subject, int pays,
    struct rational amount, const char *note)
{
	const struct diff *diff = lines->diff;
	const char *code = code_of(lines, subject);
	struct payroll_line line = { .employee = text_of(code),
		.name = text_of(diff_name(diff, subject)),
		.pays = pays,
		.note = note };
	if (!note)
		return STATUS_MEMORY;
	if (!*code) {
		talk_warn("%s: %s %s is in no line: payroll knows no %s of "
			  "this person; pay it by hand",
		    subject, rational_print(diff->arena, amount),
		    lines->file->currency, lines->file->map->employee_code);
		*diff->incomplete = true;
		return STATUS_OK;
	}
	const char *fault = payroll_code_fault(lines->file->map, line.employee);
	if (fault)
		return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
		    "--payroll: the code \"%s\" of %s %s", code, subject,
		    fault);
	/* Exact: amounts of runs have four decimals at most. */
	if (!rational_round(rational_multiply(diff->arena, amount,
				rational_whole((int64_t)WIDE_ONE)),
		&line.amount))
		return STATUS_OVERFLOW;
	payroll_put(lines->file, &line);
	return STATUS_OK;
}

/* Which part of the pay a measure is; PAYROLL_WHOLE: none. */
static int
part_named(const char *measure)
{
	int part = 0;
	while (part < PAY_PART_COUNT &&
	       strcmp(measure, pay_part_name((enum pay_part)part)) != 0)
		part++;
	return part;
}

/* The lines of one person, whose differences these are: by part, what the parts
 * leave of the whole has a line too. */
static enum status
put_person(
    const struct lines *lines, const struct difference *first, size_t count)
{
	const struct diff *diff = lines->diff;
	const char *whole = diff_nets(diff) ? "due" : "total";
	bool by_part = lines->file->map->rows == PAYROLL_OF_PARTS;
	struct rational rest = rational_whole(0);
	const char *note = "";
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && !status; i++) {
		const struct difference *one = &first[i];
		int part = part_named(one->measure);
		if (strcmp(one->measure, whole) == 0) {
			rest = rational_add(diff->arena, rest, one->change);
			note = by_part ? _("what the parts leave of the total")
				       : diff_say_reason(diff, one);
		}
		if (!by_part || part == PAYROLL_WHOLE ||
		    rational_is_zero(one->change))
			continue;
		rest = rational_subtract(diff->arena, rest, one->change);
		status = put_line(lines, one->subject, part, one->change,
		    diff_say_amount(diff, one));
	}
	return status || rational_is_zero(rest)
		   ? status
		   : put_line(lines, first->subject, PAYROLL_WHOLE, rest,
			 *note || !by_part
			     ? note
			     : "what the parts leave of the total");
}

static bool
same_person(const struct difference *a, const struct difference *b)
{
	return a->period == b->period && a->scope == b->scope &&
	       strcmp(a->subject, b->subject) == 0;
}

static enum status
put_people(const struct lines *lines)
{
	const struct diff *diff = lines->diff;
	enum status status = STATUS_OK;
	for (size_t i = 0, count; i < diff->difference_count && !status;
	     i += count) {
		const struct difference *first = &diff->differences[i];
		count = 1;
		while (i + count < diff->difference_count &&
		       same_person(first, first + count))
			count++;
		if (first->period == 0 && first->scope == SCOPE_MANAGER)
			status = put_person(lines, first, count);
	}
	return status;
}

/* The places of each kind of amount, as the newer run prints them. */
static void
set_places(struct payroll_file *file, const struct diff_run *run)
{
	decimal unit;
	decimal smallest = currency_unit(file->currency);
	if (decimal_parse(text_of(diff_in_force(run, DEFINITION_pay_unit)),
		&unit) != DECIMAL_OK)
		unit = smallest;
	for (int pays = 0; pays < PAYROLL_CODES; pays++)
		file->places[pays] =
		    pay_places(pays == PAY_ADJUSTMENT ? smallest : unit);
}

enum status
diff_write_payroll(const struct diff *diff, struct delivery *delivery)
{
	const struct diff_run *run = &diff->run[NEW];
	struct payroll_map map;
	struct values values = { .form = VALUES_CSV_PEOPLE,
		.shape = run_folder_shape(&run->folder),
		.unmarked = delivery_is_terminal(delivery),
		.output = delivery->output };
	enum status status = diff_check_true_up(diff);
	if (!status)
		status =
		    payroll_map_read(&map, &run->folder, diff->diagnostics);
	if (status)
		return status;
	if (!map.wanted)
		return diagnostics_fail(diff->diagnostics, STATUS_USAGE,
		    "--payroll: %s: its kpi.yaml says nothing of payroll; give "
		    "it payroll: and run again",
		    run->folder.path);
	map.format = PAYROLL_CSV; /* of these lines, whatever the run wrote */
	struct payroll_file file = { .values = &values,
		.map = &map,
		.currency = diff_in_force(run, DEFINITION_currency),
		.period = run_folder_value(&run->folder, "period.label"),
		.diagnostics = diff->diagnostics };
	set_places(&file, run);
	payroll_begin(&file);
	status = put_people(&(struct lines){ diff, &file });
	return status ? status : payroll_end(&file);
}
