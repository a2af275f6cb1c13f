#include "io/cli/query/show.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/dashboard.h"
#include "io/locale/locale.h"

/* ---- for programs ---- */

/* A number that a workbook shows in that format. */
static void
put_shown(struct values *values, struct datum datum, enum measure_format format)
{
	datum.shown = (uint8_t)format;
	values_put(values, datum);
}

static void
put_row(const struct breakdown *breakdown, const struct line *line,
    size_t index, struct values *values)
{
	const struct question *question = breakdown->question;
	const struct metric *metric = question->metrics[index];
	const struct number *number =
	    breakdown_number(breakdown, line->view, line->group, index);
	const struct estimate *estimate = &number->estimate;
	enum measure_format format = dashboard_value_format(metric);
	char flags[FLAGS_TEXT_SIZE];
	values_string(values, question->views[line->view].period.label);
	for (size_t i = 0; i < question->dimension_count; i++)
		values_text(values, breakdown_cell(breakdown, line, i));
	values_string(values, metric->id);
	put_shown(values, datum_quantity(estimate->value), format);
	values_string(values, unit_name(metric->unit));
	values_quantity(values, estimate->numerator);
	values_quantity(values, estimate->denominator);
	values_integer(values, estimate->n);
	put_shown(values, datum_optional(estimate->ci_low), format);
	put_shown(values, datum_optional(estimate->ci_high), format);
	values_string(values, interval_method_name(estimate->method));
	put_shown(values, datum_quantity(number->reference), format);
	/* As in kpi.csv: of shares a share, 0.05, and not 5 points. */
	put_shown(values, datum_quantity(number->change),
	    format == FORMAT_PERCENT ? FORMAT_PERCENT_VARIANCE
				     : dashboard_change_format(metric));
	values_optional(values, number->p);
	values_string(values, flags_print(flags, estimate->flags));
}

/* The columns; false without memory. */
static bool
put_columns(const struct breakdown *breakdown, struct values *values)
{
	static const char *const fixed[] = { SHOW_COLUMNS };
	enum { FIXED = sizeof fixed / sizeof *fixed };
	const struct question *question = breakdown->question;
	size_t dimensions = question->dimension_count;
	const char **names = arena_allocate(
	    values->arena, 1 + dimensions + FIXED, sizeof *names);
	if (!names)
		return false;
	names[0] = "period";
	for (size_t i = 0; i < dimensions; i++) {
		struct text name = question->dimensions[i];
		names[1 + i] =
		    arena_copy(values->arena, name.data, name.length);
		if (!names[1 + i])
			return false;
	}
	memcpy(&names[1 + dimensions], fixed, sizeof fixed);
	values_begin(values, names, 1 + dimensions + FIXED);
	return true;
}

enum status
show_rows(const struct breakdown *breakdown, struct values *values)
{
	if (!put_columns(breakdown, values))
		return STATUS_MEMORY;
	for (size_t i = 0; i < breakdown->line_count; i++) {
		const struct line *line = &breakdown->lines[i];
		for (size_t m = 0; m < breakdown->question->metric_count; m++)
			if (breakdown_number(
				breakdown, line->view, line->group, m)
				->shown)
				put_row(breakdown, line, m, values);
	}
	return STATUS_OK;
}

/* ---- for people ---- */

struct grid {
	const struct breakdown *breakdown;
	const struct session *session;
	struct text *cells;
	bool *right;
	size_t columns, at;
	bool intervals[QUESTION_METRICS];
	bool period; /* has a column of its own */
	struct arena *arena;
};

static void
put(struct grid *grid, const char *text, bool right)
{
	const char *copy = arena_copy(grid->arena, text, strlen(text));
	grid->right[grid->at % grid->columns] = right;
	grid->cells[grid->at++] = text_of(copy ? copy : "");
}

/* Has any number of the metric an interval? Sums have none. */
static bool
has_intervals(const struct breakdown *breakdown, size_t metric)
{
	for (size_t i = 0; i < breakdown->line_count; i++)
		if (breakdown_number(breakdown, breakdown->lines[i].view,
			breakdown->lines[i].group, metric)
			->estimate.ci_low.defined)
			return true;
	return false;
}

static void
put_head(struct grid *grid)
{
	static const char *const references[] = { [WITH_PRIOR] = N_("prior"),
		[WITH_YEAR_AGO] = N_("year ago"),
		[WITH_PEERS] = N_("peers") };
	const struct question *question = grid->breakdown->question;
	if (grid->period)
		put(grid, _("period"), false);
	for (size_t i = 0; i < question->dimension_count; i++) {
		char name[200];
		struct text text = question->dimensions[i];
		snprintf(
		    name, sizeof name, "%.*s", (int)text.length, text.data);
		put(grid, name, false);
	}
	for (size_t m = 0; m < question->metric_count; m++) {
		put(grid, question->metrics[m]->id, true);
		if (grid->intervals[m])
			put(grid, _("95 % interval"), true);
		put(grid, "n", true);
		if (question->with == WITH_NOTHING)
			continue;
		put(grid, _(references[question->with]), true);
		put(grid, _("change"), true);
		put(grid, "p", true);
	}
}

static void
put_interval(struct grid *grid, const struct estimate *estimate,
    const struct metric *metric)
{
	char low[SHOW_NUMBER_SIZE], high[SHOW_NUMBER_SIZE];
	char both[SHOW_NUMBER_SIZE * 2 + 8];
	enum language language = grid->session->options->language;
	if (!estimate->ci_low.defined) {
		put(grid, "", true);
		return;
	}
	show_number(low, quantity_optional(estimate->ci_low), metric, language);
	show_number(
	    high, quantity_optional(estimate->ci_high), metric, language);
	char *unit = strstr(low, " %");
	if (unit)
		*unit = '\0'; /* the percent sign stands behind the high end */
	snprintf(both, sizeof both, "%s – %s", low, high);
	put(grid, both, true);
}

static void
put_number(struct grid *grid, const struct number *number, size_t m)
{
	const struct question *question = grid->breakdown->question;
	const struct metric *metric = question->metrics[m];
	enum language language = grid->session->options->language;
	const struct estimate *estimate = &number->estimate;
	char text[SHOW_NUMBER_SIZE];
	if (!number->shown) {
		size_t blanks = 2 + (size_t)grid->intervals[m] +
				(question->with == WITH_NOTHING ? 0u : 3u);
		for (size_t i = 0; i < blanks; i++)
			put(grid, "", true);
		return;
	}
	put(grid, show_value(text, estimate, metric, language), true);
	if (grid->intervals[m])
		put_interval(grid, estimate, metric);
	snprintf(text, sizeof text, "%u", estimate->n);
	put(grid, text, true);
	if (question->with == WITH_NOTHING)
		return;
	put(grid, show_number(text, number->reference, metric, language), true);
	put(grid, show_change(text, number->change, metric, language), true);
	snprintf(text, sizeof text, "%.3f", number->p.value);
	put(grid, number->p.defined ? text : "", true);
}

enum status
show_table(
    const struct breakdown *breakdown, const struct session *session, FILE *to)
{
	const struct question *question = breakdown->question;
	struct grid grid = { .breakdown = breakdown,
		.session = session,
		.arena = session->arena };
	grid.period = question->time == question->dimension_count;
	grid.columns = grid.period + question->dimension_count;
	for (size_t m = 0; m < question->metric_count; m++) {
		grid.intervals[m] = has_intervals(breakdown, m);
		grid.columns += 2 + (size_t)grid.intervals[m] +
				(question->with == WITH_NOTHING ? 0u : 3u);
	}
	size_t rows = breakdown->line_count + 1;
	grid.cells =
	    arena_allocate(grid.arena, rows * grid.columns, sizeof *grid.cells);
	grid.right =
	    arena_allocate(grid.arena, grid.columns, sizeof *grid.right);
	if (!grid.cells || !grid.right)
		return STATUS_MEMORY;
	put_head(&grid);
	for (size_t i = 0; i < breakdown->line_count; i++) {
		const struct line *line = &breakdown->lines[i];
		if (grid.period)
			put(&grid, question->views[line->view].period.label,
			    false);
		for (size_t d = 0; d < question->dimension_count; d++) {
			grid.right[grid.at % grid.columns] = false;
			grid.cells[grid.at++] =
			    show_cell(breakdown, session, line, d);
		}
		for (size_t m = 0; m < question->metric_count; m++)
			put_number(&grid,
			    breakdown_number(
				breakdown, line->view, line->group, m),
			    m);
	}
	return grid_print(to, grid.cells, rows, grid.columns, grid.right);
}
