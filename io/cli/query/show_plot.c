/* The shape of an answer on a terminal: trend lines where there are several
 * periods, whiskers around the company's line where there are intervals, else
 * bars. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/cli/page.h"
#include "io/cli/query/plot.h"
#include "io/cli/query/show.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"

enum { LABEL_MOST = 36, NUMBERS_WIDTH = 30, PLOT_LEAST = 10 };

struct plotting {
	const struct breakdown *breakdown;
	const struct session *session;
	FILE *to;
	size_t metric;
	int label_width;
	struct plot_axis axis;
	double reference; /* of the whole, in the last period */
};

static const struct number *
number_at(const struct plotting *plotting, const struct line *line)
{
	return breakdown_number(
	    plotting->breakdown, line->view, line->group, plotting->metric);
}

static void
widen(struct plot_axis *axis, double value)
{
	if (value < axis->low)
		axis->low = value;
	if (value > axis->high)
		axis->high = value;
}

/* Chooses the ends of the axis: with 0 for bars, with all intervals for
 * whiskers. */
static void
find_axis(struct plotting *plotting, bool whiskers, bool from_zero)
{
	const struct breakdown *breakdown = plotting->breakdown;
	bool any = false;
	for (size_t i = 0; i < breakdown->line_count; i++) {
		const struct number *number =
		    number_at(plotting, &breakdown->lines[i]);
		const struct estimate *estimate = &number->estimate;
		if (!number->shown || !estimate->value.defined)
			continue;
		double value = quantity_double(estimate->value);
		if (!any)
			plotting->axis.low = plotting->axis.high =
			    from_zero ? 0 : value;
		any = true;
		widen(&plotting->axis, value);
		if (whiskers && estimate->ci_low.defined) {
			widen(&plotting->axis, estimate->ci_low.value);
			widen(&plotting->axis, estimate->ci_high.value);
		}
	}
	if (whiskers)
		widen(&plotting->axis, plotting->reference);
}

static void
print_label(const struct plotting *plotting, struct text label)
{
	terminal_put_padded(plotting->to,
	    terminal_cut(label, plotting->label_width),
	    plotting->label_width + 2);
}

static void
print_value(const struct plotting *plotting, const struct number *number)
{
	char text[SHOW_NUMBER_SIZE];
	show_value(text, &number->estimate,
	    plotting->breakdown->question->metrics[plotting->metric],
	    plotting->session->options->language);
	terminal_pad(plotting->to, 16 - terminal_width(text_of(text)));
	terminal_print(plotting->to, "%s  n %-5u ", text, number->estimate.n);
}

/* One line of bars or whiskers. */
static void
plot_number(
    const struct plotting *plotting, const struct line *line, bool whiskers)
{
	const struct number *number = number_at(plotting, line);
	const struct estimate *estimate = &number->estimate;
	char marks[PLOT_TEXT_SIZE];
	if (!number->shown)
		return;
	print_label(plotting, show_label(plotting->breakdown, plotting->session,
				  line, true, plotting->session->arena));
	print_value(plotting, number);
	if (estimate->value.defined && whiskers) {
		double value = quantity_double(estimate->value);
		plot_interval(marks, &plotting->axis,
		    estimate->ci_low.defined ? estimate->ci_low.value : value,
		    value,
		    estimate->ci_high.defined ? estimate->ci_high.value : value,
		    plotting->reference);
		terminal_put(plotting->to, text_of(marks));
	} else if (estimate->value.defined) {
		terminal_put(
		    plotting->to, text_of(plot_bar(marks, &plotting->axis,
				      quantity_double(estimate->value))));
	}
	putc('\n', plotting->to);
}

/* A group over all periods. */
static enum status
plot_trend(const struct plotting *plotting, uint32_t group)
{
	const struct question *question = plotting->breakdown->question;
	size_t count = question->view_count;
	char marks[PLOT_TEXT_SIZE];
	struct line line = { count - 1, group };
	struct optional *values =
	    arena_allocate(plotting->session->arena, count, sizeof *values);
	if (!values)
		return STATUS_MEMORY;
	for (size_t view = 0; view < count; view++) {
		struct line at = { view, group };
		const struct number *number = number_at(plotting, &at);
		struct quantity value = number->estimate.value;
		if (number->shown && value.defined)
			values[view] =
			    (struct optional){ true, quantity_double(value) };
	}
	print_label(plotting, show_label(plotting->breakdown, plotting->session,
				  &line, false, plotting->session->arena));
	print_value(plotting, number_at(plotting, &line));
	terminal_print(plotting->to, "%s\n",
	    plot_line(marks, &plotting->axis, values, count));
	return STATUS_OK;
}

static enum status
plot_trends(struct plotting *plotting)
{
	const struct breakdown *breakdown = plotting->breakdown;
	const struct question *question = breakdown->question;
	enum status status = STATUS_OK;
	bool *done = arena_allocate(
	    plotting->session->arena, breakdown->group_count + 1, sizeof *done);
	if (!done)
		return STATUS_MEMORY;
	find_axis(plotting, false, false);
	terminal_print(plotting->to, "%s to %s; the number is the last one\n",
	    question->views[0].period.label,
	    question->views[question->view_count - 1].period.label);
	for (size_t i = 0; i < breakdown->line_count && !status; i++) {
		uint32_t group = breakdown->lines[i].group;
		if (!done[group])
			status = plot_trend(plotting, group);
		done[group] = true;
	}
	return status;
}

static bool
has_intervals(const struct plotting *plotting)
{
	for (size_t i = 0; i < plotting->breakdown->line_count; i++)
		if (number_at(plotting, &plotting->breakdown->lines[i])
			->estimate.ci_low.defined)
			return true;
	return false;
}

static void
plot_numbers(struct plotting *plotting)
{
	const struct breakdown *breakdown = plotting->breakdown;
	struct line whole = { breakdown->question->view_count - 1,
		(uint32_t)breakdown->group_count };
	struct quantity total = number_at(plotting, &whole)->estimate.value;
	bool whiskers = has_intervals(plotting) && total.defined;
	if (whiskers)
		plotting->reference = quantity_double(total);
	find_axis(plotting, whiskers, !whiskers);
	if (whiskers) {
		char text[SHOW_NUMBER_SIZE];
		terminal_print(plotting->to,
		    "95 %% intervals; %s: all together, %s\n",
		    plotting->axis.ascii ? "|" : "│",
		    show_number(text, total,
			breakdown->question->metrics[plotting->metric],
			plotting->session->options->language));
	}
	for (size_t i = 0; i < breakdown->line_count; i++)
		plot_number(plotting, &breakdown->lines[i], whiskers);
}

static int
label_width(const struct breakdown *breakdown, const struct session *session,
    bool with_time)
{
	int widest = 0;
	for (size_t i = 0; i < breakdown->line_count; i++) {
		int width = terminal_width(show_label(breakdown, session,
		    &breakdown->lines[i], with_time, session->arena));
		widest = width > widest ? width : widest;
	}
	return widest < LABEL_MOST ? widest : LABEL_MOST;
}

enum status
show_plot(
    const struct breakdown *breakdown, const struct session *session, FILE *to)
{
	const struct question *question = breakdown->question;
	bool trends = question->view_count > 1;
	int labels = label_width(breakdown, session, !trends);
	int width = page_columns() - labels - NUMBERS_WIDTH;
	enum status status = STATUS_OK;
	if (width < PLOT_LEAST)
		width = PLOT_LEAST;
	if (width > PLOT_WIDTH_MOST)
		width = PLOT_WIDTH_MOST;
	for (size_t m = 0; m < question->metric_count && !status; m++) {
		const struct metric *metric = question->metrics[m];
		struct plotting plotting = { .breakdown = breakdown,
			.session = session,
			.to = to,
			.metric = m,
			.label_width = labels,
			.axis = { 0, 0, width, !terminal_knows_unicode() } };
		terminal_print(to, "%s%s (%s)\n", m ? "\n" : "",
		    language_text(session->options->language, metric->label),
		    metric->id);
		if (trends)
			status = plot_trends(&plotting);
		else
			plot_numbers(&plotting);
	}
	return status;
}
