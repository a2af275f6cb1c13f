/* kpi diff for programs: CSV and JSON. */
#include <string.h>

#include "io/cli/diff/diff.h"
#include "io/run/json_writer.h"
#include "io/run/values.h"

/* The label of a difference's period. */
static const char *
period_label(const struct diff *diff, const struct difference *difference)
{
	return run_folder_value(&diff->run[NEW].folder,
	    difference->period ? "prior.label" : "period.label");
}

/* What a manager or lead is called; "" for a team or the company. */
static const char *
name_of(const struct diff *diff, const struct difference *difference)
{
	bool person = difference->scope == SCOPE_MANAGER ||
		      difference->scope == SCOPE_REPORTS;
	return person ? diff_name(diff, difference->subject) : "";
}

/* ---- CSV ---- */

static void
put_number(struct values *values, const char *printed)
{
	values_put(values, datum_number(printed));
}

static void
put_blanks(struct values *values, int count)
{
	while (count-- > 0)
		values_blank(values);
}

static void
put_head(const struct diff *diff, struct values *values,
    const struct difference *difference, const char *row)
{
	values_string(values, period_label(diff, difference));
	values_string(values, scope_name(difference->scope));
	values_string(values, difference->subject);
	values_string(values, name_of(diff, difference));
	values_string(values, difference->measure);
	values_string(values, row);
}

static void
put_measures(struct values *values, const char *const x[SIDES],
    const char *const y[SIDES])
{
	for (int side = OLD; side < SIDES; side++) {
		put_number(values, x[side]);
		put_number(values, y[side]);
	}
}

static void
put_difference(const struct diff *diff, struct values *values,
    const struct difference *difference)
{
	put_head(diff, values, difference, "value");
	put_number(values, difference->value[OLD]);
	put_number(values, difference->value[NEW]);
	put_number(values, difference->change_text);
	put_measures(values, difference->numerator, difference->denominator);
	put_blanks(values, 4); /* record to reason */
	for (size_t i = 0; i < difference->part_count; i++) {
		const struct part *part = &difference->parts[i];
		put_head(diff, values, difference, "part");
		put_blanks(values, 2); /* old and new */
		put_number(values, part->text);
		put_measures(values, part->x, part->y);
		values_string(values, part->name);
		values_string(values, part->source[OLD]);
		values_string(values, part->source[NEW]);
		values_string(values, part->reason);
	}
}

static void
put_change(struct values *values, const struct run_change *change)
{
	values_blank(values); /* period */
	values_string(values, "run");
	put_blanks(values, 2); /* subject and name */
	values_string(values, change->what);
	values_string(values, "run");
	values_string(values, change->value[OLD]);
	values_string(values, change->value[NEW]);
	put_blanks(values, 5); /* difference to y_new */
	values_string(values, change->name);
	put_blanks(values, 3); /* source_old to reason */
}

enum status
diff_write_csv(const struct diff *diff, struct delivery *delivery)
{
	static const char *const columns[] = { "period", "scope", "subject",
		"name", "measure", "row", "old", "new", "difference", "x_old",
		"y_old", "x_new", "y_new", "record", "source_old", "source_new",
		"reason" };
	struct values values = { .form = VALUES_CSV_GUARDED,
		.output = delivery->output };
	values_begin(&values, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < diff->change_count; i++)
		put_change(&values, &diff->changes[i]);
	for (size_t i = 0; i < diff->difference_count; i++)
		put_difference(diff, &values, &diff->differences[i]);
	return values_end(&values);
}

/* ---- JSON ---- */

/* A text, or null for an empty one. Numbers are texts too: a reader that makes
 * doubles of them would lose digits. */
static void
write_value(struct json_writer *json, const char *name, const char *text)
{
	json_put_text(json, name, *text ? text : NULL);
}

static void
write_both(
    struct json_writer *json, const char *name, const char *const texts[SIDES])
{
	json_open(json, name, '{');
	write_value(json, "old", texts[OLD]);
	write_value(json, "new", texts[NEW]);
	json_close(json, '}');
}

static void
write_part(struct json_writer *json, const struct part *part)
{
	json_open(json, NULL, '{');
	json_put_text(
	    json, "kind", part->kind == PART_RECORD ? "record" : "other");
	json_put_text(json, "name", part->name);
	write_value(json, "difference", part->text);
	write_both(json, "source", part->source);
	write_both(json, "x", part->x);
	write_both(json, "y", part->y);
	write_value(json, "reason", part->reason);
	json_close(json, '}');
}

static void
write_difference(const struct diff *diff, struct json_writer *json,
    const struct difference *difference)
{
	json_open(json, NULL, '{');
	json_put_text(json, "period", period_label(diff, difference));
	json_put_text(json, "scope", scope_name(difference->scope));
	json_put_text(json, "subject", difference->subject);
	write_value(json, "name", name_of(diff, difference));
	json_put_text(json, "measure", difference->measure);
	json_put_text(json, "unit", difference->unit);
	write_both(json, "value", difference->value);
	write_value(json, "difference", difference->change_text);
	write_both(json, "numerator", difference->numerator);
	write_both(json, "denominator", difference->denominator);
	json_open(json, "parts", '[');
	for (size_t i = 0; i < difference->part_count; i++)
		write_part(json, &difference->parts[i]);
	json_close(json, ']');
	json_close(json, '}');
}

static void
write_change(struct json_writer *json, const struct run_change *change)
{
	json_open(json, NULL, '{');
	json_put_text(json, "what", change->what);
	write_value(json, "name", change->name);
	write_both(json, "value", change->value);
	json_close(json, '}');
}

enum status
diff_write_json(const struct diff *diff, struct delivery *delivery)
{
	struct json_writer json = { .output = delivery->output };
	json_open(&json, NULL, '{');
	json_put_text(&json, "old", diff->run[OLD].folder.path);
	json_put_text(&json, "new", diff->run[NEW].folder.path);
	json_open(&json, "runs", '[');
	for (size_t i = 0; i < diff->change_count; i++)
		write_change(&json, &diff->changes[i]);
	json_close(&json, ']');
	json_open(&json, "differences", '[');
	for (size_t i = 0; i < diff->difference_count; i++)
		write_difference(diff, &json, &diff->differences[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	return STATUS_OK;
}
