/* The company's indicators as management reads them: actual, target, prior
 * period, a year ago, and a verdict; and its sums for the year so far and for
 * the last twelve months. */
#include <math.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/target.h"
#include "io/export/dashboard/verdict.h"
#include "io/export/report/numbers.h"

/* How many periods of a kind a year has; 0: not to be said. */
static size_t
periods_a_year(enum period_kind kind)
{
	static const size_t counts[] = { [PERIOD_MONTH] = 12,
		[PERIOD_QUARTER] = 4,
		[PERIOD_HALF] = 2,
		[PERIOD_YEAR] = 1,
		[PERIOD_RANGE] = 0 };
	return counts[kind];
}

/* Which of the table's columns there are. */
struct columns {
	bool targets, year_ago;
	size_t year; /* the period of a year ago */
};

static struct optional
target_of(const struct dashboard *dashboard, size_t metric)
{
	return dashboard_estimate(dashboard, 0, metric)->value.defined
		   ? dashboard_target(dashboard, metric)
		   : (struct optional){ 0 };
}

static struct columns
columns_of(
    const struct dashboard *dashboard, const size_t *metrics, size_t count)
{
	const struct results *results = dashboard->results;
	size_t run = results->run_period,
	       back = periods_a_year(results->views[run].period.kind);
	struct columns columns = { false, false, back <= run ? run - back : 0 };
	for (size_t i = 0; i < count; i++) {
		columns.targets |= target_of(dashboard, metrics[i]).defined;
		columns.year_ago |= back > 1 && back <= run &&
				    isfinite(dashboard_value_in(dashboard,
					columns.year, 0, metrics[i]));
	}
	return columns;
}

static void
put_value(struct page *page, int column, enum role role,
    const struct metric *metric, double number)
{
	sheet_real(page->sheet, page->row, column, role,
	    dashboard_short_format(metric, number), number);
}

/* How far a number is from another; of money in percent of that. */
static void
put_difference(struct page *page, int column, enum role role,
    const struct metric *metric, double number, double from)
{
	bool money = metric->unit == UNIT_MONEY;
	double difference = number - from;
	if (money)
		difference = from > 0 ? difference / from : NAN;
	if (dashboard_change_format(metric) == FORMAT_POINTS_CHANGE)
		difference *= 100;
	sheet_real(page->sheet, page->row, column, role,
	    money ? FORMAT_PERCENT_CHANGE : dashboard_change_format(metric),
	    difference);
}

/* "target missed; better"; what must be known of the value behind it. */
static const char *
verdict_text(const struct dashboard *dashboard, size_t metric,
    struct optional target, enum verdict verdict)
{
	const char *parts[] = { target.defined ? dashboard_label(dashboard,
						     dashboard_meets(dashboard,
							 metric, target.value)
							 ? LABEL_TARGET_MET
							 : LABEL_TARGET_MISSED)
					       : "",
		dashboard_verdict_word(dashboard, verdict),
		dashboard_remark(
		    dashboard, dashboard_estimate(dashboard, 0, metric)) };
	const char *text = "";
	for (size_t i = 0; i < sizeof parts / sizeof *parts && text; i++)
		if (*parts[i])
			text = arena_format(dashboard->report->arena, "%s%s%s",
			    text, *text ? "; " : "", parts[i]);
	return text;
}

static void
write_indicator(struct page *page, size_t m, const struct columns *columns)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct metric *metric = &dashboard->results->metrics[m];
	const struct estimate *estimate = dashboard_estimate(dashboard, 0, m);
	struct optional target = target_of(dashboard, m);
	enum verdict verdict = dashboard_verdict(dashboard, 0, m);
	double value =
	    estimate->value.defined ? quantity_double(estimate->value) : NAN;
	double prior =
	    estimate->prior.defined ? quantity_double(estimate->prior) : NAN;
	int column = 0;
	sheet_string(page->sheet, page->row, column++, ROLE_LABEL,
	    language_text(dashboard->language, metric->label));
	put_value(page, column++,
	    estimate->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED : ROLE_KEY, metric,
	    value);
	if (columns->targets) {
		double wanted = target.defined ? target.value : NAN;
		put_value(page, column++, ROLE_BODY, metric, wanted);
		put_difference(page, column++,
		    !target.defined                         ? ROLE_BODY
		    : dashboard_meets(dashboard, m, wanted) ? ROLE_GOOD
							    : ROLE_BAD,
		    metric, value, wanted);
	}
	put_value(page, column++, ROLE_MUTED, metric, prior);
	put_difference(page, column++, dashboard_verdict_role(verdict), metric,
	    value, prior);
	if (columns->year_ago) {
		double ago = dashboard_value_in(dashboard, columns->year, 0, m);
		put_value(page, column++, ROLE_MUTED, metric, ago);
		put_difference(page, column++, ROLE_BODY, metric, value, ago);
	}
	sheet_count(page->sheet, page->row, column++, estimate->n);
	sheet_string(page->sheet, page->row++, column, ROLE_SENTENCE,
	    verdict_text(dashboard, m, target, verdict));
}

void
block_indicators(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	struct columns columns = columns_of(dashboard, metrics, count);
	struct heading headings[10] = { { LABEL_INDICATOR, false },
		{ LABEL_IS_NOW, true } };
	size_t used = 2;
	if (columns.targets) {
		headings[used++] = (struct heading){ LABEL_TARGET, true };
		headings[used++] =
		    (struct heading){ LABEL_AGAINST_TARGET, true };
	}
	headings[used++] = (struct heading){ LABEL_PRIOR, true };
	headings[used++] = (struct heading){ LABEL_CHANGE, true };
	if (columns.year_ago) {
		headings[used++] = (struct heading){ LABEL_YEAR_AGO, true };
		headings[used++] = (struct heading){ LABEL_CHANGE, true };
	}
	headings[used++] = (struct heading){ LABEL_COUNT, true };
	headings[used++] = (struct heading){ LABEL_VERDICT, false };
	page_section(page, dashboard_is_part(dashboard)
			       ? LABEL_EIGHT_INDICATORS
			       : LABEL_EIGHT_OF_COMPANY);
	page_headings(page, headings, used);
	for (size_t i = 0; i < count; i++)
		write_indicator(page, metrics[i], &columns);
	sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
	    dashboard_format(dashboard, LABEL_MONEY_SHORT,
		currency_form(dashboard->report->currency).sign));
	page_note(page, LABEL_HOW_TO_READ);
	if (columns.targets)
		page_note(page, LABEL_TARGET_NOTE);
}

/* ---- the year so far, and the last twelve months ---- */

/* Periods from `first` to before `until`, and those a year before. */
struct span {
	bool known; /* all of it is told */
	size_t first, until;
};

/* The sum of a metric over a span, `back` periods earlier; NaN if it begins
 * before the metric's data. */
static double
sum_over(const struct dashboard *dashboard, size_t metric,
    const struct span *span, size_t back)
{
	double sum = 0;
	if (!span->known || span->first < back ||
	    !results_reach(dashboard->results, span->first - back, metric))
		return NAN;
	for (size_t p = span->first - back; p < span->until - back; p++) {
		struct optional value =
		    results_history(dashboard->results, p, 0, metric);
		sum += value.defined ? value.value : 0;
	}
	return sum;
}

/* The year to date: back to the period that begins the fiscal year. */
static struct span
year_to_date(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	size_t run = results->run_period;
	struct period year = period_of(results->views[run].period.from,
	    PERIOD_YEAR, results->definitions->fiscal_year_start);
	struct span span = { true, run, run + 1 };
	while (span.first > 0 &&
	       results->views[span.first].period.from > year.from)
		span.first--;
	span.known = results->views[span.first].period.from == year.from;
	return span;
}

static struct span
last_year(const struct dashboard *dashboard, size_t year)
{
	size_t run = dashboard->results->run_period;
	return (struct span){ run + 1 >= year,
		run + 1 >= year ? run + 1 - year : 0, run + 1 };
}

static bool
is_summed(const struct dashboard *dashboard, size_t m)
{
	const struct metric *metric = &dashboard->results->metrics[m];
	return (metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT) &&
	       dashboard_estimate(dashboard, 0, m)->value.defined;
}

/* By span: the sum, and that of a year before. */
typedef double sums_to_date[2][2];

static bool
find_sums(const struct dashboard *dashboard, size_t m,
    const struct span spans[2], size_t year, sums_to_date sums)
{
	for (int s = 0; s < 2; s++)
		for (size_t k = 0; k < 2; k++)
			sums[s][k] =
			    sum_over(dashboard, m, &spans[s], k * year);
	return is_summed(dashboard, m) &&
	       !(isnan(sums[0][0]) && isnan(sums[1][0]));
}

static void
write_to_date(struct page *page, size_t m, sums_to_date sums)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct metric *metric = &dashboard->results->metrics[m];
	sheet_string(page->sheet, page->row, 0,
	    metric->headline ? ROLE_LABEL : ROLE_BODY,
	    language_text(dashboard->language, metric->label));
	for (int s = 0; s < 2; s++) {
		int column = 1 + 3 * s;
		put_value(page, column, ROLE_KEY, metric, sums[s][0]);
		put_value(page, column + 1, ROLE_MUTED, metric, sums[s][1]);
		put_difference(page, column + 2, ROLE_BODY, metric, sums[s][0],
		    sums[s][1]);
	}
	page->row++;
}

void
block_to_date(struct page *page)
{
	static const struct heading headings[] = { { LABEL_INDICATOR, false },
		{ LABEL_YEAR_TO_DATE, true }, { LABEL_YEAR_BEFORE, true },
		{ LABEL_CHANGE, true }, { LABEL_TWELVE_MONTHS, true },
		{ LABEL_YEAR_BEFORE, true }, { LABEL_CHANGE, true } };
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	size_t year = periods_a_year(view->period.kind);
	/* Of a part of the period only, the earlier ones are cut too. */
	if (year < 2 || view->as_of < view->period.until - 1)
		return;
	const struct span spans[] = { year_to_date(dashboard),
		last_year(dashboard, year) };
	bool begun = false;
	for (size_t m = 0; m < results->metric_count; m++) {
		sums_to_date sums;
		if (!find_sums(dashboard, m, spans, year, sums))
			continue;
		if (!begun) {
			page_section(page, LABEL_TO_DATE);
			page_headings(page, headings, 7);
		}
		begun = true;
		write_to_date(page, m, sums);
	}
	if (begun)
		page_note(page, LABEL_TO_DATE_NOTE);
}
