/* Definitions: every formula in words, and the configuration in force. */
#include "engine/arena.h"
#include "io/export/dashboard.h"

static uint32_t
write_formulas(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const struct heading headings[] = { { LABEL_INDICATOR, false },
		{ LABEL_FORMULA, false }, { LABEL_UNIT, false },
		{ LABEL_BETTER, false }, { LABEL_METRIC_ID, false } };
	static const enum label units[] = { LABEL_UNIT_MONEY, LABEL_UNIT_COUNT,
		LABEL_UNIT_SHARE, LABEL_UNIT_RATIO, LABEL_UNIT_SCORE };
	dashboard_headings(dashboard, sheet, row++, 0, headings,
	    sizeof headings / sizeof *headings);
	for (size_t m = 0; m < dashboard->results->metric_count; m++, row++) {
		const struct metric *metric = &dashboard->results->metrics[m];
		sheet_string(sheet, row, 0,
		    metric->headline ? ROLE_LABEL : ROLE_BODY,
		    metric->label[dashboard->language]);
		sheet_string(sheet, row, 1, ROLE_WRAPPED,
		    metric->formula[dashboard->language]);
		sheet_string(sheet, row, 2, ROLE_BODY,
		    dashboard_label(dashboard, units[metric->unit]));
		sheet_string(sheet, row, 3, ROLE_BODY,
		    dashboard_label(dashboard, metric->direction == DIRECTION_UP
						   ? LABEL_UP
						   : LABEL_DOWN));
		sheet_string(sheet, row, 4, ROLE_NOTE, metric->id);
	}
	return row + 1;
}

static uint32_t
write_rules(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const enum label rules[] = { LABEL_RULE_AS_OF, LABEL_RULE_PRIOR,
		LABEL_RULE_DAYS, LABEL_RULE_TOTALS, LABEL_RULE_EMPTY,
		LABEL_RULE_SIGNED, LABEL_RULE_CLIENT_OWNER, LABEL_RULE_NO_RATE,
		LABEL_RULE_PROJECT, LABEL_RULE_SURVEY, LABEL_RULE_TEAM,
		LABEL_RULE_CONVERT, LABEL_RULE_INTERVAL, LABEL_RULE_TESTS,
		LABEL_RULE_SHRUNK, LABEL_RULE_TREND, LABEL_RULE_TENURE,
		LABEL_RULE_RATERS };
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_RULES));
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		sheet_string(sheet, row++, 1, ROLE_WRAPPED,
		    dashboard_label(dashboard, rules[i]));
	return row + 1;
}

static const char *
kinds_text(const struct dashboard *dashboard)
{
	unsigned kinds = dashboard->results->definitions->close_rate_kinds;
	return arena_format(dashboard->report->arena, "%s%s%s%s",
	    kinds >> KIND_NEW & 1 ? "new " : "",
	    kinds >> KIND_RENEWAL & 1 ? "renewal " : "",
	    kinds >> KIND_UPSELL & 1 ? "upsell " : "",
	    kinds >> KIND_CROSS_SELL & 1 ? "cross_sell" : "");
}

static void
write_configuration(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	const struct results *results = dashboard->results;
	const struct definitions *definitions = results->definitions;
	struct arena *arena = dashboard->report->arena;
	char low[WIDE_TEXT_SIZE], high[WIDE_TEXT_SIZE], from[DATE_TEXT_SIZE],
	    last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	const struct view *view = &results->views[results->run_period];
	wide_print(low, decimal_widen(definitions->scale_min));
	wide_print(high, decimal_widen(definitions->scale_max));
	const struct {
		enum label label;
		const char *text;
	} rows[] = {
		{ LABEL_PERIOD, view->period.label },
		{ LABEL_FIRST_DAY, date_print(from, view->period.from) },
		{ LABEL_LAST_DAY, date_print(last, view->period.until - 1) },
		{ LABEL_AS_OF, date_print(as_of, view->as_of) },
		{ LABEL_CURRENCY, definitions->currency },
		{ LABEL_FISCAL_YEAR,
		    arena_format(arena, "%d", definitions->fiscal_year_start) },
		{ LABEL_GRACE_DAYS,
		    arena_format(arena, "%d", definitions->grace_days) },
		{ LABEL_SCALE, arena_format(arena, "%s – %s", low, high) },
		{ LABEL_CLOSE_RATE_KINDS, kinds_text(dashboard) },
		{ LABEL_MIN_RATERS,
		    arena_format(arena, "%d", definitions->min_raters) },
	};
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_IN_FORCE));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, row++) {
		sheet_string(sheet, row, 0, ROLE_BODY,
		    dashboard_label(dashboard, rows[i].label));
		/* The texts of dates live on the stack. */
		const char *text = rows[i].text
				       ? arena_format(arena, "%s", rows[i].text)
				       : NULL;
		sheet_string(sheet, row, 1, ROLE_BODY, text ? text : "");
	}
}

void
dashboard_definitions(struct dashboard *dashboard)
{
	struct page page = page_open(dashboard, LABEL_DEFINITIONS);
	page_head(
	    &page, dashboard_label(dashboard, LABEL_DEFINITIONS_TITLE), false);
	uint32_t heading = ++page.row;
	uint32_t row = write_formulas(dashboard, page.sheet, heading);
	row = write_rules(dashboard, page.sheet, row);
	write_configuration(dashboard, page.sheet, row);
	page.sheet->minor = true;
	page.sheet->widths[1] = 90;
	page.sheet->repeat_row = heading;
	sheet_fit(page.sheet, 10, 40);
}
