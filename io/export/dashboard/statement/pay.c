/* The first page: what is paid and why, each indicator against its target with
 * its next step, and what would change the rating. */
#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/analysis.h"
#include "engine/model/record.h"
#include "io/export/dashboard/changes.h"
#include "io/export/dashboard/statement/why.h"
#include "io/export/dashboard/words.h"
#include "io/export/report/numbers.h"

/* Columns: the indicator, three numbers, what it pays, and the next step. On
 * paper (A4, upright) about 105 characters keep 9 points. */
enum {
	LABEL,
	RESULT,
	TARGET,
	PRIOR,
	PAYS,
	GAP,
	NEXT,
	COLUMNS,
	LABEL_WIDTH = 23,
	NUMBER_WIDTH = 11,
	PAYS_WIDTH = 8,
	GAP_WIDTH = 1,
	NEXT_WIDTH = 19, /* at least */
	PAGE_WIDTH = 102,
	CHANGES = 5
};

/* ---- what is paid ---- */

static uint32_t
write_part(struct sheet *sheet, uint32_t row, const char *label, wide amount,
    const char *why, bool key)
{
	double width = -sheet->widths[LABEL] - sheet->widths[RESULT];
	for (int c = 0; c < COLUMNS; c++)
		width += sheet->widths[c];
	sheet_string(sheet, row, LABEL, ROLE_LABEL, label);
	sheet_number(sheet, row, RESULT, key ? ROLE_KEY : ROLE_BODY,
	    FORMAT_MONEY, quantity_exact(amount));
	uint32_t below = statement_lines(
	    sheet, row, TARGET, ROLE_SENTENCE, why, (width - 2) * LETTERS);
	return below > row ? below : row + 1;
}

static const char *
headline(const struct statement *statement)
{
	const struct scorecard *card = statement->card;
	const char *period = statement->view->period.label;
	if (pay_nets(statement->pay))
		return statement_say(statement,
		    "For %s you are due %s: in all %s, of which %s were paid "
		    "before.",
		    period, statement_money(statement, card->due),
		    statement_money(statement, card->total),
		    statement_money(statement, card->total_paid));
	return statement_say(statement, "For %s you receive %s.", period,
	    statement_money(statement, card->total));
}

/* The parts in five lines, and with --paid what is left to pay. */
static uint32_t
write_parts(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct scorecard *card = statement->card;
	const struct {
		const char *label;
		wide amount;
		const char *why;
	} parts[] = {
		{ statement_word(statement, "KPI bonus"),
		    card->pay[PAY_KPI_BONUS], why_bonus(statement) },
		{ statement_word(statement, "Commission"),
		    card->pay[PAY_COMMISSION], why_commission(statement) },
		{ statement_word(statement, "Project award"),
		    card->pay[PAY_AWARD], why_award(statement) },
		{ statement_word(statement, "Adjustment"),
		    card->pay[PAY_ADJUSTMENT], why_adjustment(statement) },
		{ statement_word(statement, "Total"), card->total,
		    why_total(statement) },
	};
	sheet_string(sheet, row, LABEL, ROLE_SECTION, headline(statement));
	sheet_height(sheet, row++, 24);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		row = write_part(sheet, row, parts[i].label, parts[i].amount,
		    parts[i].why, i == 4);
	if (!pay_nets(statement->pay))
		return row + 1;
	row = write_part(sheet, row, statement_word(statement, "Paid before"),
	    card->total_paid,
	    statement_word(statement,
		"commission and project award of the periods within"),
	    false);
	return write_part(sheet, row, statement_word(statement, "Due"),
		   card->due, statement_word(statement, "total − paid before"),
		   true) +
	       1;
}

/* ---- the indicators ---- */

/* The value of the period before, of the same estimator; undefined where it
 * may not be shown. */
static struct quantity
prior_of(const struct statement *statement, const struct scorecard_line *line)
{
	const struct results *results = statement->results;
	size_t period = results->run_period;
	if (line->leaving == LEAVING_NO_SUBJECT || line->metric == NO_METRIC ||
	    line->row->estimator != ESTIMATOR_VALUE || period == 0 ||
	    results_few_raters(
		results, period - 1, line->subject, line->metric))
		return (struct quantity){ 0 };
	return results_at(results, period, line->subject, line->metric)->prior;
}

/* The target as it is used; of steps, the hardest. */
static double
target_of(const struct scorecard_line *line)
{
	return rational_nearest(line->curve.target);
}

/* The indicator, its weight, and what else holds for it. */
static const char *
line_name(const struct statement *statement, const struct scorecard_line *line)
{
	const struct scorecard *card = statement->card;
	const char *label = dashboard_line_label(
	    card, line, statement->report->language, statement->report->arena);
	const char *gate =
	    !line->row->gate
		? ""
		: statement_say(statement, "; worse than %s: no KPI bonus",
		      statement_value(
			  statement, line->measured, line->curve.threshold));
	const char *days =
	    !line->prorated
		? ""
		: statement_say(statement, "; target for %d of %d days",
		      card->days_served, card->days_of_period);
	return statement_say(statement, "%s, weight %s%s%s", label ? label : "",
	    statement_percent(statement, decimal_double(line->row->weight)),
	    gate, days);
}

static uint32_t
write_line(const struct statement *statement, struct sheet *sheet, uint32_t row,
    const struct scorecard_line *line)
{
	enum measure_format format = dashboard_value_format(line->measured);
	bool hidden = line_is_hidden(statement->results, line);
	sheet_string(
	    sheet, row, LABEL, ROLE_WRAPPED_CELL, line_name(statement, line));
	if (hidden)
		sheet_string(sheet, row, RESULT, ROLE_HIDDEN,
		    statement_word(statement, "hidden"));
	else
		sheet_number(sheet, row, RESULT, ROLE_KEY, format, line->value);
	sheet_real(sheet, row, TARGET, ROLE_BODY, format, target_of(line));
	sheet_number(
	    sheet, row, PRIOR, ROLE_MUTED, format, prior_of(statement, line));
	sheet_real(sheet, row, PAYS, line->payout >= 100 ? ROLE_GOOD : ROLE_BAD,
	    FORMAT_PERCENT, line->leaving || hidden ? NAN : line->payout / 100);
	sheet_string(sheet, row, GAP, ROLE_BODY, "");
	sheet_string(sheet, row, NEXT, ROLE_WRAPPED_CELL,
	    next_step_said(statement, line));
	return row + 1;
}

static void
write_headings(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const char *headings[COLUMNS] = { statement_word(
					      statement, "Indicator"),
		statement_word(statement, "Result"),
		statement_word(statement, "Target"),
		statement_word(statement, "Period before"),
		statement_word(statement, "Pays"), "",
		statement_word(statement, "Next step") };
	for (int c = 0; c < COLUMNS; c++)
		sheet_string(sheet, row, c,
		    c == LABEL || c >= GAP ? ROLE_HEADING : ROLE_HEADING_NUMBER,
		    headings[c]);
}

/* "A from 110, B from 90, C from 70, else D" */
static const char *
bands_said(const struct statement *statement)
{
	const struct rating_bands *bands =
	    &statement->results->definitions->rating_bands;
	const char *said = "";
	for (size_t i = 0; i < bands->count; i++)
		said = statement_say(statement, "%s%s from %s, ", said,
		    bands->rows[i].name.data,
		    statement_percent(
			statement, decimal_double(bands->rows[i].least)));
	return statement_say(
	    statement, "Rating: %selse %s", said, bands->otherwise.data);
}

static const char *
score_said(const struct statement *statement)
{
	const struct scorecard *card = statement->card;
	if (!card->scored)
		return statement_word(statement, "No score");
	return statement_say(statement, "Score %s: rating %s",
	    statement_percent(statement, decimal_double(card->score)),
	    card->rating.data);
}

static uint32_t
write_indicators(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct scorecard *card = statement->card;
	if (card->line_count == 0)
		return row;
	sheet_string(sheet, row++, LABEL, ROLE_SECTION,
	    statement_word(statement, "Your indicators"));
	write_headings(statement, sheet, row++);
	for (size_t i = 0; i < card->line_count; i++)
		row = write_line(statement, sheet, row, &card->lines[i]);
	sheet_string(sheet, row, LABEL, ROLE_TOTAL, score_said(statement));
	for (int c = RESULT; c < COLUMNS; c++)
		sheet_string(sheet, row, c, ROLE_TOTAL, "");
	sheet_string(sheet, ++row, LABEL, ROLE_NOTE, bands_said(statement));
	return row + 2;
}

/* ---- what would change the rating ---- */

static uint32_t
write_changes(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct pay_results *pay = statement->pay;
	const struct sensitivity *rows[CHANGES];
	if (!statement->card->scored)
		return row;
	size_t count = changes_choose(statement->found, pay,
	    (size_t)(statement->card - pay->cards), CHANGES_OF_OWN, rows,
	    CHANGES);
	sheet_string(sheet, row++, LABEL, ROLE_SECTION,
	    statement_word(statement,
		"What would change the rating (score and rating then)"));
	for (size_t i = 0; i < count; i++)
		row = statement_lines(sheet, row, LABEL, ROLE_SENTENCE,
		    change_sentence(pay, rows[i], statement->report->language,
			statement->report->arena),
		    PAGE_WIDTH * LETTERS);
	if (!count)
		sheet_string(sheet, row++, LABEL, ROLE_SENTENCE,
		    statement_word(
			statement, "No single record would change it."));
	return row + 1;
}

/* ---- the page ---- */

static double
width_of(const struct statement *statement, enum measure_format format,
    double number)
{
	char text[NUMBER_TEXT_SIZE];
	number_in_cell(text, statement->report, format, number);
	size_t characters = 0;
	for (const char *at = text; *at; at++)
		characters += (*at & 0xC0) != 0x80;
	return isfinite(number) ? (double)characters + 2.5 : 0;
}

/* The numbers' columns are as wide as the longest of them. */
static void
set_widths(const struct statement *statement, struct sheet *sheet)
{
	const struct scorecard *card = statement->card;
	double *widths = sheet->widths;
	widths[RESULT] = widths[TARGET] = widths[PRIOR] = NUMBER_WIDTH;
	widths[RESULT] = fmax(widths[RESULT],
	    width_of(statement, FORMAT_MONEY, wide_double(card->total)));
	for (int part = 0; part < PAY_PART_COUNT; part++)
		widths[RESULT] =
		    fmax(widths[RESULT], width_of(statement, FORMAT_MONEY,
					     wide_double(card->pay[part])));
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		enum measure_format format =
		    dashboard_value_format(line->measured);
		struct quantity prior = prior_of(statement, line);
		const double numbers[] = { line->value.defined
					       ? quantity_double(line->value)
					       : NAN,
			target_of(line),
			prior.defined ? quantity_double(prior) : NAN };
		for (int c = 0; c < 3; c++)
			widths[RESULT + c] = fmax(widths[RESULT + c],
			    width_of(statement, format, numbers[c]));
	}
	widths[LABEL] = LABEL_WIDTH;
	widths[PAYS] = PAYS_WIDTH;
	widths[GAP] = GAP_WIDTH;
	widths[NEXT] = fmax(NEXT_WIDTH, PAGE_WIDTH - LABEL_WIDTH - PAYS_WIDTH -
					    widths[RESULT] - widths[TARGET] -
					    widths[PRIOR]);
}

void
statement_pay_page(const struct statement *statement)
{
	struct sheet *sheet = report_sheet(
	    statement->report, text_of(statement_word(statement, "Statement")));
	statement_head(statement, sheet, statement->report->title);
	set_widths(statement, sheet);
	uint32_t row = write_parts(statement, sheet, 3);
	row = write_indicators(statement, sheet, row);
	write_changes(statement, sheet, row);
	sheet->portrait = true;
	sheet->one_page = true;
	sheet_fit(sheet, 8, 40);
}
