/* kpi diff for programs: CSV and JSON. */
#include <jansson.h>
#include <string.h>

#include "io/cli/diff/diff.h"
#include "io/run/json_watch.h"

/* ---- CSV ---- */

static void
diff_put_number(FILE *to, const char *number)
{
	fputs(number, to);
}

void
diff_put_text(FILE *to, const char *text)
{
	bool guard = *text && strchr("=+-@\t\r", *text);
	if (!guard && !strpbrk(text, ",\"\r\n")) {
		fputs(text, to);
		return;
	}
	fputs(guard ? "\"'" : "\"", to);
	for (; *text; text++)
		fputs(*text == '"' ? "\"\"" : (char[]){ *text, '\0' }, to);
	fputc('"', to);
}

static void
text_cell(FILE *to, const char *text)
{
	diff_put_text(to, text);
	fputc(',', to);
}

static void
number_cell(FILE *to, const char *number)
{
	diff_put_number(to, number);
	fputc(',', to);
}

/* The label of a difference's period. */
static const char *
period_label(const struct diff *diff, const struct difference *difference)
{
	return run_folder_value(&diff->run[NEW].folder,
	    difference->period ? "prior.label" : "period.label");
}

static void
write_head(const struct diff *diff, FILE *to,
    const struct difference *difference, const char *row)
{
	bool manager = difference->scope == SCOPE_MANAGER;
	text_cell(to, period_label(diff, difference));
	text_cell(to, scope_name(difference->scope));
	text_cell(to, difference->subject);
	text_cell(to, manager ? diff_name(diff, difference->subject) : "");
	text_cell(to, difference->measure);
	text_cell(to, row);
}

static void
write_measures(FILE *to, const char *const x[SIDES], const char *const y[SIDES])
{
	for (int side = OLD; side < SIDES; side++) {
		number_cell(to, x[side]);
		number_cell(to, y[side]);
	}
}

static void
write_difference_rows(
    const struct diff *diff, FILE *to, const struct difference *difference)
{
	write_head(diff, to, difference, "value");
	number_cell(to, difference->value[OLD]);
	number_cell(to, difference->value[NEW]);
	number_cell(to, difference->change_text);
	write_measures(to, difference->numerator, difference->denominator);
	fputs(",,,\n", to);
	for (size_t i = 0; i < difference->part_count; i++) {
		const struct part *part = &difference->parts[i];
		write_head(diff, to, difference, "part");
		fputs(",,", to);
		number_cell(to, part->text);
		write_measures(to, part->x, part->y);
		text_cell(to, part->name);
		text_cell(to, part->source[OLD]);
		text_cell(to, part->source[NEW]);
		diff_put_text(to, part->reason);
		fputc('\n', to);
	}
}

enum status
diff_write_csv(const struct diff *diff, FILE *to)
{
	fputs("period,scope,subject,name,measure,row,old,new,difference,x_old,"
	      "y_old,x_new,y_new,record,source_old,source_new,reason\n",
	    to);
	for (size_t i = 0; i < diff->change_count; i++) {
		const struct run_change *change = &diff->changes[i];
		fputs(",run,,,", to);
		text_cell(to, change->what);
		text_cell(to, "run");
		text_cell(to, change->value[OLD]);
		text_cell(to, change->value[NEW]);
		fputs(",,,,,", to);
		text_cell(to, change->name);
		fputs(",,\n", to);
	}
	for (size_t i = 0; i < diff->difference_count; i++)
		write_difference_rows(diff, to, &diff->differences[i]);
	return STATUS_OK;
}

/* ---- JSON ---- */

/* A text, or null for an empty one. Numbers are texts too: a reader that makes
 * doubles of them would lose digits. */
static json_t *
value(const char *text)
{
	return *text ? json_string(text) : json_null();
}

static json_t *
both(const char *const texts[SIDES])
{
	return json_pack(
	    "{s:o, s:o}", "old", value(texts[OLD]), "new", value(texts[NEW]));
}

static json_t *
part_object(const struct part *part)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "kind",
	    part->kind == PART_RECORD ? "record" : "other", "name", part->name,
	    "difference", value(part->text), "source", both(part->source), "x",
	    both(part->x), "y", both(part->y), "reason", value(part->reason));
}

static json_t *
difference_object(const struct diff *diff, const struct difference *difference)
{
	bool manager = difference->scope == SCOPE_MANAGER;
	json_t *parts = json_array();
	for (size_t i = 0; i < difference->part_count; i++)
		json_array_append_new(
		    parts, part_object(&difference->parts[i]));
	return json_pack(
	    "{s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "period",
	    period_label(diff, difference), "scope",
	    scope_name(difference->scope), "subject", difference->subject,
	    "name", value(manager ? diff_name(diff, difference->subject) : ""),
	    "measure", difference->measure, "unit", difference->unit, "value",
	    both(difference->value), "difference",
	    value(difference->change_text), "numerator",
	    both(difference->numerator), "denominator",
	    both(difference->denominator), "parts", parts);
}

static json_t *
document(const struct diff *diff)
{
	json_t *runs = json_array(), *differences = json_array();
	for (size_t i = 0; i < diff->change_count; i++) {
		const struct run_change *change = &diff->changes[i];
		json_array_append_new(runs,
		    json_pack("{s:s, s:o, s:o}", "what", change->what, "name",
			value(change->name), "value", both(change->value)));
	}
	for (size_t i = 0; i < diff->difference_count; i++)
		json_array_append_new(differences,
		    difference_object(diff, &diff->differences[i]));
	return json_pack("{s:s, s:s, s:o, s:o}", "old",
	    diff->run[OLD].folder.path, "new", diff->run[NEW].folder.path,
	    "runs", runs, "differences", differences);
}

enum status
diff_write_json(const struct diff *diff, FILE *to)
{
	json_watch_begin();
	json_t *root = document(diff);
	bool failed = !root || json_dumpf(root, to, JSON_INDENT(2)) != 0 ||
		      json_watch_failed();
	json_decref(root);
	json_watch_end();
	fputc('\n', to);
	return failed ? STATUS_MEMORY : STATUS_OK;
}
